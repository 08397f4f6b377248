//! What a run may use.

use clap::Args;

/// What a run may use.
#[derive(Debug, Clone, Copy, Default, Args)]
#[command(next_help_heading = "Limits")]
pub(crate) struct Limits {
    /// End the run when it holds more memory than this, in bytes or as 512M, 8G [default: nine tenths of what the machine or
    /// its container has, where the system says it]
    #[arg(long, global = true, value_name = "BYTES", value_parser = bytes)]
    pub(crate) max_memory: Option<u64>,
    /// End the run after so many seconds [default: never]
    #[arg(long, global = true, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) max_time: Option<f64>,
}

impl Limits {
    /// Whether a limit was typed.
    pub(crate) fn is_typed(&self) -> bool {
        self.max_memory.is_some() || self.max_time.is_some()
    }
}

/// Longest time that can be asked for, in seconds: ten years.
const MAX_SECONDS: f64 = 3.2e8;

/// Bytes: a number, with K, M, G or T for powers of 1024.
fn bytes(text: &str) -> Result<u64, String> {
    let wrong = || "give bytes, or a number with K, M, G or T (powers of 1024), such as 512M".to_owned();
    let letters = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let factor = match text.get(letters.len()..).unwrap_or_default().to_ascii_uppercase().as_str() {
        "" | "B" => 1.0,
        "K" | "KIB" => 1024.0,
        "M" | "MIB" => 1024.0 * 1024.0,
        "G" | "GIB" => 1024.0 * 1024.0 * 1024.0,
        "T" | "TIB" => 1024.0 * 1024.0 * 1024.0 * 1024.0,
        _ => return Err(wrong()),
    };
    let value = letters.parse::<f64>().map_err(|_| wrong())? * factor;
    if value >= 1.0 && value < u64::MAX as f64 { Ok(value as u64) } else { Err(wrong()) }
}

fn seconds(text: &str) -> Result<f64, String> {
    let value = text.parse::<f64>().ok().filter(|value| *value > 0.0 && *value <= MAX_SECONDS);
    value.ok_or_else(|| "give seconds, such as 90 or 0.5".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_times_are_read() {
        assert_eq!(bytes("4096"), Ok(4096));
        assert_eq!(bytes("1.5G"), Ok(3 << 29));
        assert_eq!(bytes("512mib"), Ok(512 << 20));
        for text in ["", "G", "0", "-1", "1GB", "1e99", "nan", "inf", "1 G"] {
            assert!(bytes(text).is_err(), "{text}");
        }
        assert_eq!(seconds("0.5"), Ok(0.5));
        for text in ["", "0", "-1", "nan", "inf", "1e99", "5m"] {
            assert!(seconds(text).is_err(), "{text}");
        }
    }
}
