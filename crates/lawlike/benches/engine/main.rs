//! The engine on its own data: fit, bootstrap, checks, forecast and back-test: `cargo bench -p lawlike`.
//!
//! Where the environment variable LAWLIKE_SHARED (or `../shared` beside the workspace) has the public data, these are
//! used; otherwise simulated tables of the same shape.

#![allow(clippy::expect_used, clippy::print_stdout)]

mod checks;
mod curves;
mod data;
mod surface;

fn main() {
    divan::main();
    if std::env::args().any(|argument| argument == "--bench") {
        surface::print_ratios();
    }
}
