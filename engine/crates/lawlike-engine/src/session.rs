//! A session of the query engine, with its limits.

use crate::error::{Error, Result};
use crate::moments;
use crate::stores::Stores;
use datafusion::execution::SessionStateBuilder;
use datafusion::execution::memory_pool::{FairSpillPool, TrackConsumersPool};
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::prelude::{SessionConfig, SessionContext};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;

/// Memory that states and buffers may take if nothing else is asked.
pub const MEMORY: usize = 256 << 20;
/// Least memory that an engine can work in.
const LEAST_MEMORY: usize = 16 << 20;
/// Rows of a batch.
const BATCH: usize = 8192;
/// Rows of the smallest batch, for little memory.
const LEAST_BATCH: usize = 512;
/// A row for so many bytes of memory: a state of some kilobytes a row must fit many times.
const BYTES_PER_ROW: usize = 32 << 10;
/// The share of the memory that a sort keeps for the merging of what it wrote to disk: one in so many.
const SORTING: usize = 16;
/// Attempts at a pass over a cluster.
const ATTEMPTS: usize = 6;
/// Consumers that an error about memory names.
const NAMED: NonZeroUsize = NonZeroUsize::MIN;

/// What a session may use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngineLimits {
    /// Bytes of states and buffers; what does not fit is written to disk. The process itself takes some 100 MB beside it.
    pub memory: usize,
    /// Threads; all that the machine has if zero.
    pub threads: usize,
    /// Where what does not fit is written; the temporary folder of the system if none.
    pub spill: Option<PathBuf>,
}

impl Default for EngineLimits {
    fn default() -> Self {
        Self { memory: MEMORY, threads: 0, spill: None }
    }
}

/// A session, in this process or over a cluster.
pub struct Engine {
    context: SessionContext,
    limits: EngineLimits,
    /// How often a pass over the rows is tried.
    attempts: usize,
}

impl Engine {
    /// An engine in this process.
    ///
    /// # Errors
    /// The memory is too little, or the folder for what does not fit cannot be used.
    pub fn local(limits: EngineLimits) -> Result<Self> {
        if limits.memory < LEAST_MEMORY {
            return Err(Error::new(format!(
                "--max-memory: the engine needs at least {} MiB",
                LEAST_MEMORY >> 20
            )));
        }
        let pool = TrackConsumersPool::new(FairSpillPool::new(limits.memory), NAMED);
        let mut runtime = runtime().with_memory_pool(Arc::new(pool));
        if let Some(folder) = &limits.spill {
            runtime = runtime.with_temp_file_path(folder);
        }
        let config = configured(SessionConfig::new().with_target_partitions(threads(limits.threads)))
            .with_batch_size((limits.memory / BYTES_PER_ROW).clamp(LEAST_BATCH, BATCH))
            .with_sort_spill_reservation_bytes(limits.memory / SORTING);
        let state = SessionStateBuilder::new()
            .with_config(config)
            .with_runtime_env(runtime.build_arc()?)
            .with_default_features()
            .build();
        let context = SessionContext::new_with_state(state);
        Ok(Self::knowing(context, limits, 1))
    }

    /// Our functions are made known to the session.
    fn knowing(context: SessionContext, limits: EngineLimits, attempts: usize) -> Self {
        for function in moments::functions() {
            context.register_udaf(function.as_ref().clone());
        }
        Self { context, limits, attempts }
    }

    /// An engine over a session of a cluster. A pass whose results are lost with a machine is
    /// tried again: the same numbers come out.
    pub fn over_cluster(context: SessionContext, limits: EngineLimits) -> Self {
        Self::knowing(context, limits, ATTEMPTS)
    }

    /// The outcome of a pass over the rows, tried again if machines may be lost.
    ///
    /// # Errors
    /// That of the last attempt.
    pub async fn tried<T, F: Future<Output = Result<T>>>(&self, pass: impl Fn() -> F) -> Result<T> {
        let mut outcome = pass().await;
        for _ in 1..self.attempts {
            if outcome.is_ok() {
                break;
            }
            outcome = pass().await;
        }
        outcome
    }

    /// Whether machines may be lost.
    pub fn is_cluster(&self) -> bool {
        self.attempts > 1
    }

    /// The session.
    pub fn context(&self) -> &SessionContext {
        &self.context
    }

    /// Bytes of states and buffers.
    pub fn memory(&self) -> usize {
        self.limits.memory
    }

    /// Threads to work on.
    pub fn threads(&self) -> usize {
        threads(self.limits.threads)
    }

    /// Partitions of a query.
    pub fn partitions(&self) -> usize {
        self.context.copied_config().target_partitions()
    }
}

/// What every session of ours runs in: it opens stores by their addresses.
pub fn runtime() -> RuntimeEnvBuilder {
    RuntimeEnvBuilder::new().with_object_store_registry(Arc::new(Stores::default()))
}

/// Settings that every session of ours has.
pub fn configured(config: SessionConfig) -> SessionConfig {
    config
        .with_batch_size(BATCH)
        .with_information_schema(false)
        .set_bool("datafusion.execution.listing_table_ignore_subdirectory", false)
}

fn threads(asked: usize) -> usize {
    if asked > 0 { asked } else { std::thread::available_parallelism().map_or(1, usize::from) }
}

/// A name as SQL takes it, whatever it is made of.
pub fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A text as SQL takes it.
pub fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
