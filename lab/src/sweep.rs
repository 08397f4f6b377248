//! Many runs on several workers: each run is single-threaded, finished ones are skipped.

use crate::plan::Plan;
use crate::run::run;
use crate::store::Store;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Takes the jobs in order, one for each free worker; stops at the first error.
pub(crate) fn work<J: Sync>(
    jobs: &[J],
    workers: usize,
    each: impl Fn(&J) -> Result<(), String> + Sync,
) -> Result<(), String> {
    let next = AtomicUsize::new(0);
    let failed = Mutex::new(None);
    std::thread::scope(|scope| {
        for _ in 0..workers.max(1) {
            scope.spawn(|| {
                while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(error) = each(job) {
                        next.store(jobs.len(), Ordering::Relaxed);
                        if let Ok(mut failed) = failed.lock() {
                            *failed = Some(error);
                        }
                    }
                }
            });
        }
    });
    failed.into_inner().ok().flatten().map_or(Ok(()), Err)
}

/// Makes all pre-training runs that are not finished yet.
pub(crate) fn pretrain(plans: &[Plan], store: &Store, workers: usize) -> Result<(), String> {
    work(plans, workers, |plan| {
        if store.is_finished(&plan.id) {
            return Ok(());
        }
        run(plan, store).map(|_| ())
    })
}
