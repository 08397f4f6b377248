//! The command `lawlike`: everything stands in the library beside it, which other front ends share.

use std::process::ExitCode;

fn main() -> ExitCode {
    lawlike_cli::main()
}
