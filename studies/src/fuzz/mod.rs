//! Doors against bytes that nobody meant: seeds are changed by a keyed stream, and each change must end soon, in little memory
//! and without a panic.
//!
//! `cargo run --release -p studies -- fuzz --runs N` takes N changed files through the doors; the same seed and number make the
//! same bytes. `--from N` begins at a number, so that one input can be seen again. `scripts/fuzz.sh` calls it.

mod doors;
mod mutate;

use doors::{DOORS, Door};
use lawlike_num::stream::Stream;
use std::collections::BTreeMap;
use std::io::Write;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Seed of all changes.
const SEED: u64 = 20_261_130;
/// Runs if the user does not say.
const RUNS: u64 = 100_000;
/// Time that one input may take.
const TIME: Duration = Duration::from_secs(2);
/// Time after which an input is taken for one that never ends.
const HANG: Duration = Duration::from_secs(30);
/// Memory that the process may hold at its height, in KiB.
const MEMORY: u64 = 1 << 20;
/// Failures that are shown.
const SHOWN: usize = 20;
/// Bytes of the input of a failure that are shown.
const SHOWN_BYTES: usize = 400;

/// What is asked.
struct Options {
    runs: u64,
    from: u64,
}

/// Seeds of a door.
type Seeds = Vec<(String, Vec<u8>)>;

/// What the input that is under way is, and since when.
type Now = Arc<Mutex<(u64, Instant)>>;

/// Takes changed seeds through the doors and says what came of it.
pub(crate) fn run(root: &Path, arguments: &[String]) -> ExitCode {
    let Some(options) = read(arguments) else {
        say("usage: cargo run --release -p studies -- fuzz [--runs N] [--from N]");
        return ExitCode::from(2);
    };
    let seeds: Vec<Seeds> = DOORS.iter().map(|door| seeds(root, door)).collect();
    if let Some((door, _)) = DOORS.iter().zip(&seeds).find(|(_, seeds)| seeds.is_empty()) {
        say(&format!("fuzz/seeds/{} holds no seed", door.name));
        return ExitCode::from(2);
    }
    let told = Arc::new(Mutex::new(String::new()));
    hear(&told);
    let now: Now = Arc::new(Mutex::new((options.from, Instant::now())));
    watch(&now);
    let mut tally = Tally::default();
    let begun = Instant::now();
    for number in options.from..options.from.saturating_add(options.runs) {
        *now.lock().unwrap_or_else(PoisonError::into_inner) = (number, Instant::now());
        changed_seed(number, &seeds, &told, &mut tally);
    }
    tally.end(options.runs, begun.elapsed())
}

/// One changed seed through its door.
fn changed_seed(number: u64, seeds: &[Seeds], told: &Mutex<String>, tally: &mut Tally) {
    let mut stream = Stream::keyed(SEED, &[number]);
    // Most formats are those of tables.
    let which = if stream.below(2) == 0 { 0 } else { stream.below(DOORS.len()) };
    let (door, seeds) = (&DOORS[which], &seeds[which]);
    let ((name, seed), (_, other)) = (&seeds[stream.below(seeds.len())], &seeds[stream.below(seeds.len())]);
    let bytes = mutate::mutated(&mut stream, seed, other);
    let begun = Instant::now();
    let taken = panic::catch_unwind(AssertUnwindSafe(|| (door.take)(&bytes)));
    let time = begun.elapsed();
    tally.slowest = tally.slowest.max((time, number));
    let count = tally.doors.entry(door.name).or_default();
    count.0 += 1;
    count.1 += u64::from(matches!(taken, Ok(true)));
    let place = || format!("run {number}, door {}, seed {name}", door.name);
    if taken.is_err() {
        let message = told.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let shown = bytes[..bytes.len().min(SHOWN_BYTES)].escape_ascii();
        tally.fail(format!("{}: {message}: {shown}", place()));
    }
    if time > TIME {
        tally.fail(format!("{}: it takes {:.1} s", place(), time.as_secs_f64()));
    }
    if number.is_multiple_of(256) && height().is_some_and(|height| height > MEMORY) && !tally.is_large {
        tally.is_large = true;
        tally.fail(format!(
            "{}, or shortly before: the process holds {} KiB",
            place(),
            height().unwrap_or(0)
        ));
    }
}

/// What came of it.
#[derive(Default)]
struct Tally {
    /// Inputs of each door, and how many of them were understood.
    doors: BTreeMap<&'static str, (u64, u64)>,
    slowest: (Duration, u64),
    failures: Vec<String>,
    failed: usize,
    is_large: bool,
}

impl Tally {
    fn fail(&mut self, what: String) {
        self.failed += 1;
        if self.failures.len() < SHOWN {
            self.failures.push(what);
        }
    }

    fn end(&self, runs: u64, time: Duration) -> ExitCode {
        self.failures.iter().for_each(|failure| say(failure));
        for (door, (count, understood)) in &self.doors {
            say(&format!("{door}: {count} inputs, {understood} understood"));
        }
        let height = height().map_or("unknown".to_owned(), |height| format!("{} MiB", height >> 10));
        say(&format!(
            "{runs} runs in {:.0} s, {} failures; slowest {:.3} s (run {}); memory at its height {height}",
            time.as_secs_f64(),
            self.failed,
            self.slowest.0.as_secs_f64(),
            self.slowest.1
        ));
        if self.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

fn read(arguments: &[String]) -> Option<Options> {
    let mut options = Options { runs: RUNS, from: 0 };
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let value = rest.next()?.parse().ok()?;
        match argument.as_str() {
            "--runs" => options.runs = value,
            "--from" => options.from = value,
            _ => return None,
        }
    }
    Some(options)
}

/// The seeds of a door, in order of their names.
fn seeds(root: &Path, door: &Door) -> Seeds {
    let folder = root.join("fuzz/seeds").join(door.name);
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut seeds: Seeds = entries
        .filter_map(|entry| {
            Some((entry.file_name().to_string_lossy().into_owned(), std::fs::read(entry.path()).ok()?))
        })
        .collect();
    seeds.sort();
    seeds
}

/// Keeps what a panic says, instead of printing it.
fn hear(told: &Arc<Mutex<String>>) {
    let told = Arc::clone(told);
    panic::set_hook(Box::new(move |panic| {
        *told.lock().unwrap_or_else(PoisonError::into_inner) = panic.to_string().replace('\n', " ");
    }));
}

/// Ends the process where an input does not end.
fn watch(now: &Now) {
    let now = Arc::clone(now);
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(Duration::from_secs(1));
            let (number, begun) = *now.lock().unwrap_or_else(PoisonError::into_inner);
            if begun.elapsed() > HANG {
                say(&format!("run {number} does not end: see it again with --from {number} --runs 1"));
                std::process::exit(1);
            }
        }
    });
}

/// The most memory that this process has held, in KiB; none where the system does not say.
fn height() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root() -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
    }

    #[test]
    fn every_seed_is_understood() {
        for door in &DOORS {
            let seeds = seeds(&root(), door);
            assert!(!seeds.is_empty(), "{}", door.name);
            for (name, bytes) in seeds {
                assert!((door.take)(&bytes), "{} {name}", door.name);
            }
        }
    }

    #[test]
    fn a_number_makes_the_same_bytes_and_some_are_understood() {
        let seeds: Vec<Seeds> = DOORS.iter().map(|door| seeds(&root(), door)).collect();
        let bytes = |number| {
            let mut stream = Stream::keyed(SEED, &[number]);
            mutate::mutated(&mut stream, &seeds[0][0].1, &seeds[1][0].1)
        };
        assert!(bytes(1) == bytes(1) && bytes(1) != bytes(2));
        let mut tally = Tally::default();
        (0..2000).for_each(|number| changed_seed(number, &seeds, &Mutex::default(), &mut tally));
        assert_eq!(tally.failures, Vec::<String>::new());
        assert!(tally.doors.len() == DOORS.len());
        assert!(
            tally.doors.values().all(|(count, understood)| understood * 50 > *count),
            "{:?}",
            tally.doors
        );
    }
}
