//! Runs the built command and makes small data for it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

/// What a run of the command left behind.
pub(crate) struct Outcome {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Outcome {
    /// Standard output as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|error| panic!("{error} in:\n{}\n{}", self.out, self.err))
    }

    /// Asserts that the run ended with this code, and shows what it said if not.
    pub(crate) fn expect_code(self, code: i32) -> Self {
        assert_eq!(self.code, code, "standard error:\n{}\nstandard output:\n{}", self.err, self.out);
        self
    }

    /// Asserts an input error: code 2, one message, nothing on standard output, no panic.
    pub(crate) fn expect_error(self, parts: &[&str]) -> Self {
        let run = self.expect_code(2);
        assert!(run.err.contains("error: "), "no message:\n{}", run.err);
        assert!(
            !run.err.contains("panicked") && !run.err.contains("RUST_BACKTRACE"),
            "a panic:\n{}",
            run.err
        );
        assert_eq!(run.out, "", "standard output must stay empty on an error");
        for part in parts {
            assert!(run.err.contains(part), "`{part}` is not in the message:\n{}", run.err);
        }
        run
    }
}

/// A command ready to run, without colours and without inherited settings.
pub(crate) fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lawlike"));
    command.args(args).env("NO_COLOR", "1").env_remove("RUST_BACKTRACE");
    command
}

/// Runs the command with these arguments.
pub(crate) fn lawlike(args: &[&str]) -> Outcome {
    outcome(command(args).stdin(Stdio::null()).output().unwrap())
}

/// Runs the command with these arguments and this standard input.
pub(crate) fn lawlike_with_input(args: &[&str], input: &str) -> Outcome {
    let mut child =
        command(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // The command may end before it has read everything.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    outcome(child.wait_with_output().unwrap())
}

fn outcome(output: std::process::Output) -> Outcome {
    Outcome {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A folder of its own that goes away with the test.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("lawlike-test-{}-{count}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Writes a file and gives its path.
    pub(crate) fn write(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A noise that is the same everywhere: about uniform on [-1, 1].
pub(crate) fn noise(i: usize) -> f64 {
    let mixed = (i as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    ((mixed ^ (mixed >> 32)) >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
}

/// A sweep that follows `E + A N^-alpha + B D^-beta` with relative noise.
pub(crate) fn chinchilla_csv(relative_noise: f64) -> String {
    let mut text = String::from("params,tokens,loss\n");
    let mut row = 0;
    for i in 0..8 {
        for j in 0..8 {
            let n = 2e7 * 10f64.powf(f64::from(i) * 0.3);
            let d = 1e9 * 10f64.powf(f64::from(j) * 0.25);
            let loss = 1.8 + 480.0 * n.powf(-0.35) + 2100.0 * d.powf(-0.37);
            text += &format!("{n:.6e},{d:.6e},{:.9}\n", loss * (1.0 + relative_noise * noise(row)));
            row += 1;
        }
    }
    text
}

/// Learning curves `c + a x^-b` of several models, with relative noise.
pub(crate) fn curves_csv(models: &[&str], rows: usize) -> String {
    let mut text = String::from("model,tokens,loss\n");
    for (m, model) in models.iter().enumerate() {
        for i in 0..rows {
            let tokens = 1e8 * 10f64.powf(i as f64 * 0.15);
            let loss = 1.5 + 0.1 * m as f64 + 300.0 * tokens.powf(-0.3);
            text += &format!("{model},{tokens:.6e},{:.9}\n", loss * (1.0 + 0.002 * noise(m * 1000 + i)));
        }
    }
    text
}

/// A file of real data beside the workspace, if there is one; says so if not.
pub(crate) fn shared(name: &str) -> Option<String> {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("LAWLIKE_SHARED").map_or(default, PathBuf::from);
    let path = folder.join("data").join(name);
    if path.is_file() {
        return Some(path.to_str().unwrap().to_owned());
    }
    println!("skipped: {} is absent", path.display());
    None
}
