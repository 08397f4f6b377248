//! The files of `--resume`: work that is done, so that a run that was stopped can go on.
//!
//! [`replicates`] of a bootstrap come series by series. [`work`] of an audit or a back-test is known by what it rests on. Both
//! are a [`sealed`] file, written about once a second.

mod replicates;
mod sealed;
mod work;

pub use replicates::held;
pub(crate) use replicates::{Checkpoint, check};
pub(crate) use work::Work;

use std::time::Duration;

/// Time between two writes; longer where writing itself takes long.
const PAUSE: Duration = Duration::from_secs(1);
/// Most of the time that goes into writing: one part in so many.
const SHARE: u32 = 20;

/// How long nothing is written after a write that took so long.
fn pause(write: Duration) -> Duration {
    PAUSE.max(SHARE * write)
}
