//! The door `table` under libFuzzer. Readers of Arrow and Parquet catch panics of the crates below them: a panic counts only where it
//! leaves the door.
#![no_main]

#[allow(dead_code)]
#[path = "../../studies/src/fuzz/doors.rs"]
mod doors;

libfuzzer_sys::fuzz_target!(init: std::panic::set_hook(Box::new(|_| {})), |bytes: &[u8]| {
    if std::panic::catch_unwind(|| doors::table(bytes)).is_err() {
        // Once more, so that the message is shown.
        drop(std::panic::take_hook());
        doors::table(bytes);
    }
});
