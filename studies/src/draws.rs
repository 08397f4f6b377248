//! What the commands that simulate have in common: how many tables, and where the page goes.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

/// How many tables are drawn, and whether the page goes into the docs.
pub(crate) struct Options {
    /// Tables of each world.
    pub(crate) draws: usize,
    /// Whether the page is written to its file instead of printed.
    pub(crate) is_written: bool,
}

impl Options {
    /// Reads `[--draws N] [--write]`; nothing where that is not understood.
    pub(crate) fn read(arguments: &[String], draws: usize) -> Option<Self> {
        let mut options = Self { draws, is_written: false };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            match argument.as_str() {
                "--write" => options.is_written = true,
                "--draws" => options.draws = rest.next()?.parse().ok().filter(|number| *number > 0)?,
                _ => return None,
            }
        }
        Some(options)
    }

    /// Prints the page, or writes it to its file.
    pub(crate) fn put(&self, root: &Path, file: &str, page: &str) -> ExitCode {
        let result = if self.is_written {
            std::fs::write(root.join(file), page)
        } else {
            std::io::stdout().write_all(page.as_bytes())
        };
        match result {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                let _ = writeln!(std::io::stderr(), "{file} cannot be written: {error}");
                ExitCode::from(2)
            }
        }
    }
}

/// Says how the command is called.
pub(crate) fn usage(command: &str) -> ExitCode {
    let _ = writeln!(
        std::io::stderr(),
        "usage: cargo run --release -p studies -- {command} [--draws N] [--write]"
    );
    ExitCode::from(2)
}
