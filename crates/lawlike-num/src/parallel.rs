//! The same work on any number of threads, with the same answer.
//!
//! Workers take the next index from one counter, so an expensive item does not hold up the others.
//! Results are placed by index: the answer depends on neither the number of threads nor their order.

use crate::progress::Pieces;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

thread_local! {
    /// The flag that ends the work of this thread.
    static STOP: RefCell<Option<Arc<AtomicBool>>> = const { RefCell::new(None) };
    /// Threads that work of this thread may use where it names none; as many as the machine has for 0.
    static THREADS: Cell<usize> = const { Cell::new(0) };
}

/// What unwinds a thread whose work was stopped.
struct Stopped;

/// The value of some work, or none if `stop` was set before it was done.
///
/// [`map`] and [`map_with`] look at the flag before every item, on all their threads. The work unwinds from there,
/// without a message; what it owns is dropped.
pub fn until<T>(stop: Arc<AtomicBool>, work: impl FnOnce() -> T) -> Option<T> {
    let outer = STOP.replace(Some(stop));
    let done = catch_unwind(AssertUnwindSafe(work));
    STOP.set(outer);
    match done {
        Ok(value) => Some(value),
        Err(cause) if cause.is::<Stopped>() => None,
        Err(panic) => resume_unwind(panic),
    }
}

/// Does some work in which zero threads mean this many, and as many as the machine has for 0.
pub fn on<T>(threads: usize, work: impl FnOnce() -> T) -> T {
    // The number of before is set again when the work unwinds as well.
    struct Outer(usize);
    impl Drop for Outer {
        fn drop(&mut self) {
            THREADS.set(self.0);
        }
    }
    let _outer = Outer(THREADS.replace(threads));
    work()
}

fn check(stop: Option<&Arc<AtomicBool>>) {
    if stop.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
        resume_unwind(Box::new(Stopped));
    }
}

/// `[f(0), .., f(n - 1)]`, computed on `threads` threads.
///
/// Zero threads means as many as the machine has, or as [`on`] says. One thread or one item runs on the caller's thread. Work
/// within an item that names no threads has those that are left, so that there are never more than were named.
pub fn map<T, F>(n: usize, threads: usize, f: F) -> Vec<T>
where
    F: Fn(usize) -> T + Sync,
    T: Send,
{
    map_with(n, threads, || (), |(), index| f(index))
}

/// As [`map`] for every one of some items, which `f` takes as its own.
pub fn each<A, T, F>(items: Vec<A>, threads: usize, f: F) -> Vec<T>
where
    F: Fn(A) -> T + Sync,
    A: Send,
    T: Send,
{
    let items: Vec<Mutex<Option<A>>> = items.into_iter().map(|item| Mutex::new(Some(item))).collect();
    let taken = map(items.len(), threads, |at| {
        let item = items[at].lock().unwrap_or_else(PoisonError::into_inner).take();
        item.map(&f)
    });
    taken.into_iter().flatten().collect()
}

/// As [`map`], with a scratch space that each worker makes once and keeps for all its items.
///
/// The result of an item must not depend on what earlier items left in the scratch.
pub fn map_with<S, T, I, F>(n: usize, threads: usize, init: I, f: F) -> Vec<T>
where
    I: Fn() -> S + Sync,
    F: Fn(&mut S, usize) -> T + Sync,
    T: Send,
{
    let count = worker_count(threads);
    let workers = count.min(n);
    // Work within an item that names no number of its own has what is left of the threads.
    let share = (count / workers.max(1)).max(1);
    let stop = STOP.with_borrow(Clone::clone);
    let pieces = Pieces::of(n);
    let item = |scratch: &mut S, index| {
        check(stop.as_ref());
        pieces.piece(|| f(scratch, index))
    };
    if workers <= 1 {
        let mut scratch = init();
        return on(share, || (0..n).map(|index| item(&mut scratch, index)).collect());
    }
    let next = AtomicUsize::new(0);
    let work = || {
        // Work within an item may share out pieces as well.
        STOP.set(stop.clone());
        let mut scratch = init();
        let mut done = Vec::new();
        on(share, || {
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                if index >= n {
                    return done;
                }
                done.push((index, item(&mut scratch, index)));
            }
        })
    };
    let mut places: Vec<Option<T>> = std::iter::repeat_with(|| None).take(n).collect();
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..workers).map(|_| scope.spawn(work)).collect();
        place(&mut places, work());
        for other in others {
            match other.join() {
                Ok(done) => place(&mut places, done),
                Err(panic) => resume_unwind(panic),
            }
        }
    });
    places.into_iter().flatten().collect()
}

/// Threads that work may use where it names none.
pub fn threads() -> usize {
    worker_count(0)
}

fn worker_count(threads: usize) -> usize {
    let named = if threads > 0 { threads } else { THREADS.get() };
    if named > 0 { named } else { std::thread::available_parallelism().map_or(1, usize::from) }
}

fn place<T>(places: &mut [Option<T>], done: Vec<(usize, T)>) {
    for (index, value) in done {
        places[index] = Some(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn the_answer_does_not_depend_on_the_number_of_threads() {
        let expected: Vec<u64> = (0..1000).map(|i| (i as u64).wrapping_mul(0x9e37_79b9)).collect();
        for threads in [0, 1, 2, 3, 7, 64, 2000] {
            assert_eq!(map(1000, threads, |i| (i as u64).wrapping_mul(0x9e37_79b9)), expected);
        }
    }

    #[test]
    fn work_keeps_to_the_threads_that_it_may_use() {
        let used = || map(200, 0, |_| std::thread::current().id()).into_iter().collect::<HashSet<_>>().len();
        assert_eq!(on(1, used), 1);
        // Work within an item keeps to it as well.
        assert_eq!(on(1, || map(4, 2, |_| used())), [1; 4]);
        assert_eq!(on(3, || on(1, used)), 1);
        // Of three threads, one item has all, and each of two or more has one.
        assert_eq!(map(1, 3, |_| threads()), [3]);
        assert_eq!((map(2, 3, |_| threads()), map(9, 2, |_| threads())), (vec![1; 2], vec![1; 9]));
        let before = THREADS.get();
        assert!(catch_unwind(|| on(5, || resume_unwind(Box::new(Stopped)))).is_err());
        assert_eq!(THREADS.get(), before);
    }

    #[test]
    fn items_are_taken_in_their_order() {
        let items: Vec<String> = (0..100).map(|at| at.to_string()).collect();
        assert_eq!(each(items.clone(), 3, |item| item), items);
        assert_eq!(each(Vec::<u8>::new(), 3, |item| item), []);
    }

    #[test]
    fn nothing_and_one_item_are_fine() {
        assert_eq!(map(0, 0, |i| i), Vec::<usize>::new());
        assert_eq!(map(1, 8, |i| i + 1), vec![1]);
    }

    #[test]
    fn each_worker_makes_one_scratch() {
        let made = AtomicUsize::new(0);
        let out = map_with(
            500,
            3,
            || {
                made.fetch_add(1, Ordering::Relaxed);
                vec![0_usize; 4]
            },
            |scratch, i| {
                scratch.fill(i);
                scratch.iter().sum::<usize>()
            },
        );
        assert_eq!(out, (0..500).map(|i| 4 * i).collect::<Vec<_>>());
        assert!((1..=3).contains(&made.load(Ordering::Relaxed)));
    }

    #[test]
    fn every_index_is_computed_once() {
        let seen = Mutex::new(HashSet::new());
        map(300, 4, |i| assert!(seen.lock().unwrap().insert(i)));
        assert_eq!(seen.lock().unwrap().len(), 300);
    }

    #[test]
    fn work_that_is_stopped_has_no_value() {
        for threads in [1, 3] {
            let stop = Arc::new(AtomicBool::new(false));
            let done = AtomicUsize::new(0);
            let item = |i: usize| {
                stop.store(i >= 5, Ordering::Relaxed);
                done.fetch_add(1, Ordering::Relaxed);
            };
            assert!(until(Arc::clone(&stop), || map(1000, threads, item)).is_none());
            assert!(done.load(Ordering::Relaxed) < 1000);
            assert_eq!(map(3, threads, |i| i), [0, 1, 2], "work outside is not stopped");
        }
        assert_eq!(until(Arc::default(), || map(3, 2, |i| i)), Some(vec![0, 1, 2]));
    }

    #[test]
    #[should_panic(expected = "item 7")]
    fn a_panic_of_a_worker_reaches_the_caller() {
        map(20, 4, |i| assert!(i != 7, "item 7"));
    }
}
