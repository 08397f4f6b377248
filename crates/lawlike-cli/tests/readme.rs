//! The README is a test: every command in its `sh` blocks runs and says something.
//!
//! Lines that start with `lawlike ` or `cargo run --release -- ` are run in a copy of the folder `examples`
//! of the workspace, with the built command in the place of both.

#[cfg(test)]
mod readme {
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::process::{Command, Stdio};

    const STARTS: [&str; 2] = ["lawlike ", "cargo run --release -- "];

    /// The commands of all `sh` blocks, with lines that end in a backslash joined.
    fn commands(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        let mut is_shell = false;
        let mut lines = text.lines().map(str::trim);
        while let Some(line) = lines.next() {
            if line.starts_with("```") {
                is_shell = !is_shell && line.trim_start_matches('`').trim() == "sh";
                continue;
            }
            let Some(start) = STARTS.iter().find(|start| is_shell && line.starts_with(**start)) else {
                continue;
            };
            let mut command = line[start.len()..].to_owned();
            while let Some(head) = command.strip_suffix('\\') {
                command = format!("{} {}", head.trim_end(), lines.next().unwrap_or(""));
            }
            found.push(format!("lawlike {command}"));
        }
        found
    }

    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        let Ok(entries) = fs::read_dir(from) else { return };
        for entry in entries.map(Result::unwrap) {
            let target = to.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                copy(&entry.path(), &target);
            } else {
                fs::copy(entry.path(), target).unwrap();
            }
        }
    }

    /// Bytes in all files of a folder: a command that writes a file has said something too.
    fn bytes(folder: &Path) -> u64 {
        let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
        entries
            .map(
                |entry| {
                    if entry.path().is_dir() { bytes(&entry.path()) } else { entry.metadata().unwrap().len() }
                },
            )
            .sum()
    }

    struct Folder(PathBuf);

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn every_command_runs_and_says_something() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let text = fs::read_to_string(root.join("README.md")).expect("README.md of the workspace");
        let commands = commands(&text);
        assert!(!commands.is_empty(), "README.md has no `sh` block with a command");
        let folder = Folder(std::env::temp_dir().join(format!("lawlike-readme-{}", std::process::id())));
        copy(&root.join("examples"), &folder.0.join("examples"));
        copy(&root.join("examples"), &folder.0);
        for command in commands {
            let before = bytes(&folder.0);
            let script = format!("lawlike() {{ \"$LAWLIKE_BINARY\" \"$@\"; }}\n{command}\n");
            let output = Command::new("sh")
                .args(["-c", &script])
                .env("LAWLIKE_BINARY", env!("CARGO_BIN_EXE_lawlike"))
                .current_dir(&folder.0)
                .stdin(Stdio::null())
                .output()
                .unwrap();
            let code = output.status.code().unwrap_or(-1);
            let said = String::from_utf8_lossy(&output.stderr);
            assert!([0, 1, 3].contains(&code), "{command}\nended with {code}:\n{said}");
            let is_silent = output.stdout.is_empty() && bytes(&folder.0) == before;
            assert!(!is_silent, "{command}\nprinted nothing and wrote nothing:\n{said}");
        }
    }

    #[test]
    fn commands_are_found_in_sh_blocks_only() {
        let text = "```sh\nlawlike a \\\n  --b c\ncargo run --release -- d\nls\n```\n```\nlawlike e\n```\n";
        assert_eq!(commands(text), ["lawlike a --b c", "lawlike d"]);
    }
}
