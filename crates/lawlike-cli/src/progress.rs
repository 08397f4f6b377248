//! A sign of life on standard error while the domain computes: what it is at, the share that is done, and the time that is left.
//! Only on a terminal; at the desk of another front end the share can be asked for.

use crate::{desk, limits};
use lawlike_num::progress::followed;
use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(1);
const PULSE: Duration = Duration::from_millis(200);
/// Work that lasts shorter has no share worth reading yet.
const LONG: Duration = Duration::from_secs(2);
/// Share from which the time that is left can be told from the time that has gone.
const TELLING: f64 = 0.02;

/// Works, and shows what is going on and how far it is, unless it is done within a second, nobody watches, or `quiet`.
pub(crate) fn shown<T>(what: &'static str, quiet: bool, work: impl FnOnce() -> T) -> T {
    limits::enter(what);
    let progress = desk::enter(what).unwrap_or_default();
    if quiet || desk::is_here() || !io::stderr().is_terminal() {
        return followed(&progress, work);
    }
    let (stop, stopped) = mpsc::channel::<()>();
    thread::scope(|scope| {
        let progress = &progress;
        scope.spawn(move || {
            let begun = Instant::now();
            let mut wait = PATIENCE;
            while stopped.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                draw(&format!("\r{}\x1b[K", line(what, begun.elapsed(), progress.share())));
                wait = PULSE;
            }
            draw("\r\x1b[K");
        });
        // The drawing ends with the work, also where that unwinds.
        let _stop = stop;
        followed(progress, work)
    })
}

/// Reads something that may take long, such as a folder of many runs.
pub(crate) fn reading<T>(quiet: bool, read: impl FnOnce() -> T) -> T {
    shown("reading", quiet, read)
}

/// What is shown of work that has lasted so long.
fn line(what: &str, gone: Duration, share: f64) -> String {
    if gone < LONG {
        return format!("{what} ... {} s", gone.as_secs());
    }
    let percent = (100.0 * share).floor();
    if share < TELLING {
        return format!("{what} ... {percent} % after {}", duration(gone));
    }
    let left = gone.mul_f64((1.0 - share).max(0.0) / share);
    format!("{what} ... {percent} % after {}, {} left", duration(gone), duration(left))
}

/// A time in two units at most.
fn duration(time: Duration) -> String {
    let seconds = time.as_secs();
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, seconds) => format!("{minutes} min {seconds} s"),
        (hours, minutes, _) => format!("{hours} h {minutes} min"),
    }
}

fn draw(text: &str) {
    let mut stderr = io::stderr().lock();
    // What is drawn is of no interest to the result.
    let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn share_and_time_left_are_shown_of_long_work() {
        let at = |seconds: u64, share: f64| line("auditing", Duration::from_secs(seconds), share);
        assert_eq!(at(1, 0.5), "auditing ... 1 s");
        assert_eq!(at(3, 0.0), "auditing ... 0 % after 3 s");
        assert_eq!(at(10, 0.25), "auditing ... 25 % after 10 s, 30 s left");
        assert_eq!(at(90, 0.999), "auditing ... 99 % after 1 min 30 s, 0 s left");
        assert_eq!(at(3700, 0.5), "auditing ... 50 % after 1 h 1 min, 1 h 1 min left");
        assert_eq!(at(10, 1.0), "auditing ... 100 % after 10 s, 0 s left");
    }

    #[test]
    fn work_is_done_and_followed() {
        let seven = shown("working", true, || {
            lawlike_num::progress::part(0.5, || ());
            7
        });
        assert_eq!(seven, 7);
    }
}
