//! The scheduler: takes queries, parts them into tasks, hands these to executors that ask for work.

use super::greeting::{Release, told};
use super::secret::Secret;
use ballista_core::config::TaskSchedulingPolicy;
use ballista_core::extension::SessionConfigExt;
use ballista_core::serde::protobuf::scheduler_grpc_server::SchedulerGrpcServer;
use ballista_core::utils::default_session_builder;
use ballista_scheduler::cluster::{BallistaCluster, ClusterState};
use ballista_scheduler::config::SchedulerConfig;
use ballista_scheduler::scheduler_process::create_scheduler;
use ballista_scheduler::scheduler_server::SchedulerServer;
use datafusion::execution::{SessionState, SessionStateBuilder};
use datafusion::prelude::SessionConfig;
use datafusion_proto::protobuf::{LogicalPlanNode, PhysicalPlanNode};
use lawlike_engine::{Error, Result, moments, session};
use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Server;

/// Seconds without a sign of life after which an executor counts as lost; a busy one calls every five.
const LOST_AFTER: u64 = 15;
/// Seconds after which Ballista itself would do its tasks again: never before we have ended the queries.
const FORGOTTEN_AFTER: u64 = 120;
/// Seconds between two looks for lost executors.
const LOOK_EVERY: u64 = 3;
/// Seconds to wait for an executor when none is left.
const NONE_LEFT: u64 = 120;
/// Greatest message.
pub(super) const MESSAGE: usize = 256 << 20;

/// How a scheduler is started.
#[derive(Debug)]
pub struct SchedulerOptions {
    /// Address to listen on.
    pub listen: SocketAddr,
    /// The secret of the cluster.
    pub secret: Secret,
    /// The release that is let in.
    pub release: Release,
}

/// A session that knows our functions and opens stores.
fn session_state(config: SessionConfig) -> datafusion::error::Result<SessionState> {
    let known = default_session_builder(session::configured(config))?;
    let runtime = session::runtime().build_arc()?;
    let mut state = SessionStateBuilder::new_from_existing(known).with_runtime_env(runtime).build();
    for function in moments::functions() {
        datafusion::execution::FunctionRegistry::register_udaf(&mut state, function)?;
    }
    Ok(state)
}

/// Ends all queries that run when an executor is lost, once for each; those that ask next find only executors that are there.
async fn end_what_lost_an_executor(
    scheduler: SchedulerServer<LogicalPlanNode, PhysicalPlanNode>,
    executors: Arc<dyn ClusterState>,
) {
    let mut lost: HashSet<String> = HashSet::new();
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let mut is_new = false;
        for (name, beat) in executors.executor_heartbeats() {
            if now > beat.timestamp + LOST_AFTER {
                is_new |= lost.insert(name);
            } else {
                lost.remove(&name);
            }
        }
        if !is_new {
            continue;
        }
        for job in scheduler.state.task_manager.get_running_job_cache().keys() {
            log::warn!("an executor is lost: query {job} ends, and its client asks again");
            if let Err(error) = scheduler.cancel_job(job.clone()).await {
                log::error!("a query could not be ended: {error}");
            }
        }
    }
}

/// Runs a scheduler until it is stopped.
///
/// # Errors
/// The address cannot be listened on.
pub async fn serve_scheduler(options: SchedulerOptions) -> Result<()> {
    let endpoint = options.release.endpoint(&options.secret);
    let own = endpoint.clone();
    let config = SchedulerConfig {
        bind_host: options.listen.ip().to_string(),
        external_host: options.listen.ip().to_string(),
        bind_port: options.listen.port(),
        scheduling_policy: TaskSchedulingPolicy::PullStaged,
        executor_timeout_seconds: FORGOTTEN_AFTER,
        // Stages that are done again may give wrong answers: a query that lost results ends, and its client asks again.
        stage_max_failures: 1,
        task_max_failures: 1,
        expire_dead_executor_interval_seconds: LOOK_EVERY,
        no_executors_grace_period_seconds: NONE_LEFT,
        grpc_server_max_decoding_message_size: MESSAGE as u32,
        grpc_server_max_encoding_message_size: MESSAGE as u32,
        override_session_builder: Some(Arc::new(session_state)),
        override_config_producer: Some(Arc::new(move || {
            SessionConfig::new_with_ballista()
                .with_ballista_use_tls(true)
                .with_ballista_override_create_grpc_client_endpoint(own.clone())
        })),
        override_create_grpc_client_endpoint: Some(endpoint),
        use_tls: true,
        ..SchedulerConfig::default()
    };
    let cluster = BallistaCluster::new_from_config(&config).await.map_err(|error| told(&error))?;
    let executors = cluster.cluster_state();
    let scheduler = create_scheduler::<LogicalPlanNode, PhysicalPlanNode>(cluster, Arc::new(config));
    let scheduler = scheduler.await.map_err(|error| told(&error))?;
    tokio::spawn(end_what_lost_an_executor(scheduler.clone(), executors));
    let service = SchedulerGrpcServer::new(scheduler)
        .max_decoding_message_size(MESSAGE)
        .max_encoding_message_size(MESSAGE);
    let trouble = |error: tonic::transport::Error| {
        let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}")).unwrap_or_default();
        Error::new(format!("cannot listen on {}: {error}{cause}", options.listen))
    };
    Server::builder()
        .tcp_nodelay(true)
        .tls_config(options.secret.server())
        .map_err(trouble)?
        .add_service(InterceptedService::new(service, options.release.guard()))
        .serve(options.listen)
        .await
        .map_err(trouble)
}
