//! How far some work is, as a share that another thread may look at.
//!
//! Work that is followed stands for the whole. What it shares out ([`crate::parallel`]) stands for equal shares of a part of
//! it, and so on inwards; [`part`] says how large a part is where equal shares would be far off. What a piece stands for is done
//! when the piece is, so the share never falls, and it is whole in the end. It says nothing of how long the rest takes:
//! that is for the reader to guess.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The whole, in the units in which shares are counted.
const WHOLE: u64 = 1 << 60;
/// What pieces that are shared out stand for, of what is left: more may follow.
const MOST: f64 = 0.9;

/// A share of some work that is done.
#[derive(Debug, Clone, Default)]
pub struct Progress(Arc<AtomicU64>);

impl Progress {
    /// The share that is done, from 0 to 1.
    pub fn share(&self) -> f64 {
        self.0.load(Ordering::Relaxed) as f64 / WHOLE as f64
    }

    fn add(&self, units: u64) {
        self.0.fetch_add(units, Ordering::Relaxed);
    }
}

/// What the work of a thread stands for: units that are not done yet.
struct Standing {
    progress: Progress,
    left: u64,
}

thread_local! {
    static STANDING: RefCell<Option<Standing>> = const { RefCell::new(None) };
}

/// Puts back what the thread stood for, when the work ends or unwinds; what the work had left is done by then.
struct Restore(Option<Standing>);

impl Drop for Restore {
    fn drop(&mut self) {
        if let Some(Standing { progress, left }) = STANDING.replace(self.0.take()) {
            progress.add(left);
        }
    }
}

fn standing<T>(new: Option<Standing>, work: impl FnOnce() -> T) -> T {
    let _restore = Restore(STANDING.replace(new));
    work()
}

/// Follows some work: it is the whole.
pub fn followed<T>(progress: &Progress, work: impl FnOnce() -> T) -> T {
    progress.0.store(0, Ordering::Relaxed);
    standing(Some(Standing { progress: progress.clone(), left: WHOLE }), work)
}

/// Does a part of the work that is followed: a share of what is left of it.
pub fn part<T>(share: f64, work: impl FnOnce() -> T) -> T {
    match take(share) {
        Some(new) => standing(Some(new), work),
        None => work(),
    }
}

/// Takes a share of what is left.
fn take(share: f64) -> Option<Standing> {
    STANDING.with_borrow_mut(|standing| {
        let Standing { progress, left } = standing.as_mut()?;
        let taken = ((*left as f64 * share) as u64).min(*left);
        *left -= taken;
        Some(Standing { progress: progress.clone(), left: taken })
    })
}

/// What a number of pieces stand for together, each for as much as any other.
pub(crate) struct Pieces(Option<(Progress, u64)>);

impl Pieces {
    /// Takes what so many pieces stand for from the work of this thread.
    pub(crate) fn of(count: usize) -> Self {
        let each = |Standing { progress, left }| {
            let each = left / (count.max(1) as u64);
            progress.add(left - each * count as u64);
            (progress, each)
        };
        Self(take(MOST).map(each))
    }

    /// Does one of them, on any thread.
    pub(crate) fn piece<T>(&self, work: impl FnOnce() -> T) -> T {
        match &self.0 {
            Some((progress, each)) => {
                standing(Some(Standing { progress: progress.clone(), left: *each }), work)
            }
            None => work(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parallel;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    #[test]
    fn equal_pieces_stand_for_equal_shares() {
        let progress = Progress::default();
        let shares = followed(&progress, || parallel::map(9, 1, |_| progress.share()));
        for (at, share) in shares.iter().enumerate() {
            assert!((share - 0.1 * at as f64).abs() < 1e-9, "{at}: {share}");
        }
        assert_eq!(progress.share(), 1.0, "all is done in the end");
    }

    #[test]
    fn pieces_within_pieces_stand_for_shares_of_theirs() {
        let progress = Progress::default();
        let inner = |_| parallel::map(9, 1, |_| progress.share())[5];
        let shares = followed(&progress, || parallel::map(3, 1, inner));
        for (at, share) in shares.iter().enumerate() {
            assert!((share - 0.3 * (at as f64 + 0.5)).abs() < 1e-9, "{at}: {share}");
        }
    }

    #[test]
    fn parts_are_shares_of_what_is_left() {
        let progress = Progress::default();
        let seen = followed(&progress, || {
            let first = part(0.5, || progress.share());
            let second = part(0.5, || progress.share());
            [first, second, progress.share()]
        });
        assert_eq!(seen, [0.0, 0.5, 0.75]);
    }

    #[test]
    fn on_many_threads_it_never_falls_and_ends_whole() {
        let progress = Progress::default();
        followed(&progress, || {
            parallel::map(40, 3, |_| {
                let before = progress.share();
                parallel::map(5, 2, |_| assert!(progress.share() >= before));
                assert!(progress.share() >= before);
            });
            assert!((progress.share() - 0.9).abs() < 1e-9);
        });
        assert_eq!(progress.share(), 1.0);
        assert_eq!(
            parallel::map(3, 2, |_| STANDING.with_borrow(Option::is_none)),
            [true; 3],
            "nothing stays"
        );
    }

    #[test]
    fn work_that_unwinds_leaves_nothing_behind() {
        let progress = Progress::default();
        let work = || followed(&progress, || part(0.5, || -> () { panic!("on purpose") }));
        assert!(catch_unwind(AssertUnwindSafe(work)).is_err());
        assert!(STANDING.with_borrow(Option::is_none));
        // The next work begins anew.
        followed(&progress, || assert_eq!(progress.share(), 0.0));
    }
}
