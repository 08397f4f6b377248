//! A sign of life on standard error while the domain computes; only on a terminal, or at the desk
//! of another front end.

use crate::{desk, limits};
use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(1);
const PULSE: Duration = Duration::from_millis(200);

/// Shows what is going on and for how long, until it is dropped.
pub(crate) struct Progress(Option<(Sender<()>, JoinHandle<()>)>);

impl Progress {
    /// Starts to show `what`, unless it is done within a second, nobody watches, or `quiet`.
    pub(crate) fn start(what: &'static str, quiet: bool) -> Self {
        desk::enter(what);
        limits::enter(what);
        if quiet || desk::is_here() || !io::stderr().is_terminal() {
            return Self(None);
        }
        let (stop, stopped) = mpsc::channel();
        let thread = thread::spawn(move || {
            let begun = Instant::now();
            let mut wait = PATIENCE;
            while stopped.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                draw(&format!("\r{what} ... {} s", begun.elapsed().as_secs()));
                wait = PULSE;
            }
            draw("\r\x1b[K");
        });
        Self(Some((stop, thread)))
    }
}

/// Reads something that may take long, such as a folder of many runs.
pub(crate) fn reading<T>(quiet: bool, read: impl FnOnce() -> T) -> T {
    let progress = Progress::start("reading", quiet);
    let result = read();
    drop(progress);
    result
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.0.take() {
            drop(stop);
            // A drawing thread that failed is of no interest to the result.
            let _ = thread.join();
        }
    }
}

fn draw(text: &str) {
    let mut stderr = io::stderr().lock();
    let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}
