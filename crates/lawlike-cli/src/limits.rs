//! What a run may use: time and memory are watched beside the work, which is asked to end when it goes too far.
//!
//! Work ends between the pieces that the pool of workers shares out. Where it does not end soon, because it is in the middle
//! of a long piece or reads a file, the process ends with the same message: files are written as a whole or not at all, so
//! nothing half done stays.

mod memory;

use crate::args::Limits;
use crate::output;
use anyhow::{Result, anyhow, ensure};
use lawlike_num::parallel;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Time between two looks at the memory.
const LOOK: Duration = Duration::from_millis(20);
/// Time that work has to end by itself, once its time is over.
const GRACE_TIME: Duration = Duration::from_secs(2);
/// The same once it holds too much memory, of which it may take more until then.
const GRACE_MEMORY: Duration = Duration::from_millis(100);
/// The exit code of a run that was ended.
const CODE: i32 = 2;

/// What the process is at, and what it has kept: for the message.
static STAGE: Mutex<&str> = Mutex::new("");
static KEPT: Mutex<String> = Mutex::new(String::new());

/// Says what the work is at, such as `fitting`.
pub(crate) fn enter(stage: &'static str) {
    *STAGE.lock().unwrap_or_else(PoisonError::into_inner) = stage;
}

/// Says what is safe on the disk should the run be ended.
pub(crate) fn kept(what: String) {
    *KEPT.lock().unwrap_or_else(PoisonError::into_inner) = what;
}

/// Fails where the files that are to be read are larger than the memory that may be used.
pub(crate) fn check_files(limits: Limits, bytes: u64) -> Result<()> {
    let max = limits.max_memory.unwrap_or(u64::MAX);
    ensure!(
        bytes <= max,
        "the files have {bytes} bytes, and --max-memory is {max}: allow more, or keep the columns and rows you need"
    );
    Ok(())
}

/// Does some work within limits.
///
/// # Errors
/// Those of the work; or it went too far, and what it was at then.
pub(crate) fn within<T>(limits: Limits, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let watched = Watched::new(limits)?;
    if watched.is_nothing() {
        return work();
    }
    let stop = Arc::new(AtomicBool::new(false));
    let reason = Arc::new(OnceLock::new());
    let (done, ended) = mpsc::channel();
    let (flag, told) = (Arc::clone(&stop), Arc::clone(&reason));
    let watch =
        thread::Builder::new().name("limits".to_owned()).spawn(move || watched.watch(&flag, &told, &ended));
    // Without a thread to watch, limits that were asked for would not hold.
    let watch = watch.map_err(|error| anyhow!("limits cannot be watched: {error}"))?;
    let value = parallel::until(stop, work);
    drop(done);
    // The watch ends at once; whether it failed is of no interest to the result.
    let _ = watch.join();
    value.unwrap_or_else(|| Err(anyhow!(reason.get().cloned().unwrap_or_else(|| "stopped".to_owned()))))
}

/// The limits of a run.
struct Watched {
    begun: Instant,
    time: Option<Duration>,
    memory: Option<u64>,
}

impl Watched {
    fn new(limits: Limits) -> Result<Self> {
        ensure!(
            limits.max_memory.is_none() || memory::held().is_some(),
            "--max-memory: this system does not say how much memory a process holds"
        );
        let memory = limits.max_memory.or_else(memory::default).filter(|_| memory::held().is_some());
        Ok(Self { begun: Instant::now(), time: limits.max_time.map(Duration::from_secs_f64), memory })
    }

    fn is_nothing(&self) -> bool {
        self.time.is_none() && self.memory.is_none()
    }

    /// Waits until the work has ended or goes too far; then it is asked to end, and made to.
    fn watch(&self, stop: &AtomicBool, reason: &OnceLock<String>, ended: &Receiver<()>) {
        loop {
            if ended.recv_timeout(self.pause()) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let Some((message, grace)) = self.excess() else { continue };
            let message = message + &state();
            // It is set once: this loop ends here.
            let _ = reason.set(message.clone());
            stop.store(true, Ordering::Relaxed);
            if ended.recv_timeout(grace) == Err(RecvTimeoutError::Timeout) {
                output::error(&anyhow!(message));
                std::process::exit(CODE);
            }
            return;
        }
    }

    /// How long nothing needs to be looked at.
    fn pause(&self) -> Duration {
        let left = self.time.map(|time| time.saturating_sub(self.begun.elapsed()));
        match self.memory {
            Some(_) => left.map_or(LOOK, |left| left.min(LOOK)),
            None => left.unwrap_or(Duration::MAX),
        }
    }

    /// What went too far, and how long the work has to end.
    fn excess(&self) -> Option<(String, Duration)> {
        if let Some(time) = self.time.filter(|time| self.begun.elapsed() >= *time) {
            return Some((format!("ended after {} s by --max-time", time.as_secs_f64()), GRACE_TIME));
        }
        let (limit, held) = (self.memory?, memory::held()?);
        let message = || format!("ended because it held {held} bytes of memory and --max-memory is {limit}");
        (held > limit).then(|| (message(), GRACE_MEMORY))
    }
}

/// What the work was at, and what of it is kept.
fn state() -> String {
    let stage = *STAGE.lock().unwrap_or_else(PoisonError::into_inner);
    let kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let at = if stage.is_empty() { "before the work began" } else { stage };
    if kept.is_empty() {
        format!(", while {at}; no answer was written: allow more, or ask for less")
    } else {
        format!(", while {at}; no answer was written, {kept}: ask the same again to go on from there")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_that_takes_too_long_is_ended_and_other_work_is_not() {
        let limits = Limits { max_time: Some(0.05), max_memory: None };
        let begun = Instant::now();
        let endless =
            || Ok(parallel::map(usize::MAX >> 40, 2, |_| thread::sleep(Duration::from_millis(5))).len());
        let error = within(limits, endless).unwrap_err().to_string();
        assert!(error.contains("--max-time") && begun.elapsed() < GRACE_TIME, "{error}");
        assert_eq!(within(limits, || Ok(7)).unwrap(), 7);
        assert!(
            within(limits, || -> Result<()> { Err(anyhow!("own")) }).unwrap_err().to_string().contains("own")
        );
    }

    #[test]
    fn files_beyond_the_memory_are_refused_before_they_are_read() {
        let limits = Limits { max_time: None, max_memory: Some(10) };
        assert!(check_files(limits, 11).is_err() && check_files(limits, 10).is_ok());
        assert!(check_files(Limits::default(), u64::MAX).is_ok());
    }
}
