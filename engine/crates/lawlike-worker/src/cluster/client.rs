//! A session whose queries are run by a cluster.

use super::greeting::Release;
use super::secret::Secret;
use ballista::prelude::{SessionConfigExt, SessionContextExt};
use datafusion::execution::SessionStateBuilder;
use datafusion::prelude::{SessionConfig, SessionContext};
use lawlike_engine::{Engine, EngineLimits, Result, session};

/// Where a cluster is, and what it takes to be let in.
#[derive(Debug)]
pub struct ClusterAddress {
    /// The scheduler, as host and port.
    pub scheduler: String,
    /// The secret of the cluster.
    pub secret: Secret,
    /// The release of this client.
    pub release: Release,
    /// Partitions of a query: a few for every core of the cluster.
    pub partitions: usize,
}

/// An engine over a cluster.
///
/// # Errors
/// The scheduler cannot be reached, or refuses this client.
pub async fn engine(address: &ClusterAddress, limits: EngineLimits) -> Result<Engine> {
    super::executor::host_and_port(&address.scheduler)?;
    address.release.greet(&address.scheduler, &address.secret).await?;
    let config = session::configured(SessionConfig::new_with_ballista())
        .with_target_partitions(address.partitions)
        .with_ballista_use_tls(true)
        // The adaptive planner of Ballista 55 loses a query whose stages are done again ("can't find active stage").
        .with_ballista_adaptive_query_planner(false)
        .with_ballista_grpc_client_max_message_size(super::scheduler::MESSAGE)
        .with_ballista_override_create_grpc_client_endpoint(address.release.endpoint(&address.secret));
    let runtime = session::runtime().build_arc()?;
    let state = SessionStateBuilder::new()
        .with_config(config)
        .with_runtime_env(runtime)
        .with_default_features()
        .build();
    let url = format!("df://{}", address.scheduler);
    let context = SessionContext::remote_with_state(&url, state).await?;
    Ok(Engine::over_cluster(context, limits))
}
