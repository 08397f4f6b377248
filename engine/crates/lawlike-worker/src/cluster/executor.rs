//! An executor: asks the scheduler for tasks, does them under a limit of memory, and hands out what came of them.

use super::greeting::{Release, told};
use super::scheduler::MESSAGE;
use super::secret::Secret;
use arrow_flight::flight_service_server::FlightServiceServer;
use ballista_core::config::TaskSchedulingPolicy;
use ballista_core::error::BallistaError;
use ballista_core::extension::SessionConfigExt;
use ballista_core::registry::BallistaFunctionRegistry;
use ballista_core::utils::create_grpc_server;
use ballista_executor::ArrowFlightServerProvider;
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use ballista_executor::flight_service::BallistaFlightService;
use datafusion::prelude::SessionConfig;
use lawlike_engine::{Error, Result, moments, session};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use tonic::service::interceptor::InterceptedService;

/// Seconds that results of tasks are kept on disk.
const KEPT: u64 = 6 * 3600;
/// Seconds between two looks for results to throw away.
const LOOK_EVERY: u64 = 600;

/// How an executor is started.
#[derive(Debug)]
pub struct ExecutorOptions {
    /// The scheduler, as host and port.
    pub scheduler: String,
    /// Address to hand out results on.
    pub listen: SocketAddr,
    /// The name or address under which other nodes reach this one; the one listened on if none.
    pub advertise: Option<String>,
    /// Bytes of states and buffers of all tasks.
    pub memory: usize,
    /// Tasks at a time; as many as the machine has threads if zero.
    pub threads: usize,
    /// Folder for results of tasks and for what does not fit the memory.
    pub folder: PathBuf,
    /// The secret of the cluster.
    pub secret: Secret,
    /// The release that this node is of.
    pub release: Release,
}

/// Runs an executor until it is stopped.
///
/// # Errors
/// The scheduler cannot be reached or refuses this node, or the address cannot be listened on.
pub async fn serve_executor(options: ExecutorOptions) -> Result<()> {
    options.release.greet(&options.scheduler, &options.secret).await?;
    let (host, port) = host_and_port(&options.scheduler)?;
    std::fs::create_dir_all(&options.folder)
        .map_err(|error| Error::new(format!("{}: {error}", options.folder.display())))?;
    let mut registry = BallistaFunctionRegistry::default();
    for function in moments::functions() {
        registry.aggregate_functions.insert(function.name().to_owned(), function);
    }
    let endpoint = options.release.endpoint(&options.secret);
    let own = endpoint.clone();
    let spilled = options.folder.clone();
    let config = ExecutorProcessConfig {
        bind_host: options.listen.ip().to_string(),
        external_host: Some(options.advertise.clone().unwrap_or_else(|| options.listen.ip().to_string())),
        port: options.listen.port(),
        scheduler_host: host,
        scheduler_port: port,
        vcores: options.threads,
        task_scheduling_policy: TaskSchedulingPolicy::PullStaged,
        work_dir: Some(options.folder.to_string_lossy().into_owned()),
        job_data_ttl_seconds: KEPT,
        job_data_clean_up_interval_seconds: LOOK_EVERY,
        grpc_max_decoding_message_size: MESSAGE as u32,
        grpc_max_encoding_message_size: MESSAGE as u32,
        memory_pool_size: Some(options.memory as u64),
        override_function_registry: Some(Arc::new(registry)),
        override_config_producer: Some(Arc::new(move || {
            session::configured(SessionConfig::new_with_ballista())
                .with_ballista_use_tls(true)
                .with_ballista_override_create_grpc_client_endpoint(own.clone())
        })),
        override_runtime_producer: Some(Arc::new(move |_: &SessionConfig| {
            session::runtime().with_temp_file_path(&spilled).build_arc()
        })),
        override_arrow_flight_service: Some(flight(&options.secret, &options.release)),
        override_create_grpc_client_endpoint: Some(endpoint),
        ..ExecutorProcessConfig::default()
    };
    start_executor_process(Arc::new(config)).await.map_err(|error| told(&error))
}

/// Host and port of `HOST:PORT`.
pub(super) fn host_and_port(address: &str) -> Result<(String, u16)> {
    let parts = address.rsplit_once(':').and_then(|(host, port)| Some((host.to_owned(), port.parse().ok()?)));
    parts.filter(|(host, _)| !host.is_empty()).ok_or_else(|| {
        Error::new(format!("`{address}` is no address: write HOST:PORT, such as scheduler.local:50050"))
    })
}

/// What hands out the results of tasks: encrypted, to nodes with the secret and of this release.
fn flight(secret: &Secret, release: &Release) -> Arc<ArrowFlightServerProvider> {
    let (tls, release) = (secret.server(), release.clone());
    Arc::new(move |folder, address, mut shutdown, config| {
        let (tls, guard) = (tls.clone(), release.guard());
        tokio::spawn(async move {
            let service = FlightServiceServer::new(BallistaFlightService::new(folder))
                .max_decoding_message_size(MESSAGE)
                .max_encoding_message_size(MESSAGE);
            create_grpc_server(&config)
                .tls_config(tls)
                .map_err(BallistaError::TonicError)?
                .add_service(InterceptedService::new(service, guard))
                .serve_with_shutdown(address, shutdown.recv())
                .await
                .map_err(BallistaError::TonicError)
        })
    })
}
