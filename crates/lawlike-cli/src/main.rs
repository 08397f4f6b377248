//! The command `lawlike`: everything stands in the library beside it, which other front ends share.

use lawlike_cli::Stdout;
use std::process::ExitCode;

fn main() -> ExitCode {
    lawlike_cli::main(stdout())
}

/// What the process was given to write its results to.
#[cfg(unix)]
fn stdout() -> Stdout {
    let is_closed = early::IS_CLOSED.load(std::sync::atomic::Ordering::Relaxed);
    if is_closed { Stdout::Closed } else { Stdout::Open }
}

#[cfg(not(unix))]
fn stdout() -> Stdout {
    Stdout::Open
}

/// A look at standard output before `main`: the runtime puts `/dev/null` in the place of a stream that is closed, which
/// cannot be told from one that was asked for.
#[cfg(unix)]
mod early {
    use std::sync::atomic::{AtomicBool, Ordering};

    pub(super) static IS_CLOSED: AtomicBool = AtomicBool::new(false);

    ctor::declarative::ctor! {
        // It asks the system one question and allocates nothing, so it needs nothing that the runtime sets up.
        #[ctor(unsafe)]
        fn look() {
            let is_open = rustix::io::fcntl_getfd(rustix::stdio::stdout()).is_ok();
            IS_CLOSED.store(!is_open, Ordering::Relaxed);
        }
    }
}
