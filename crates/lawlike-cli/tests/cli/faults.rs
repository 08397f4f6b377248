//! Faults of the world around a run: streams, disks, folders, signals, places. What holds is listed in
//! `docs/reference/faults.md`, which names these tests.

use crate::support::{Folder, chinchilla_csv, command, lawlike};
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// The command as a shell runs it; `$0` is the program, `$@` its arguments.
fn shell(script: &str, args: &[&str]) -> Output {
    let mut shell = Command::new("sh");
    shell.args(["-c", script, env!("CARGO_BIN_EXE_lawlike")]).args(args).env("NO_COLOR", "1");
    shell.stdin(Stdio::null()).output().unwrap()
}

fn said(run: &Output) -> String {
    String::from_utf8_lossy(&run.stderr).into_owned()
}

/// Names of the files of a folder, in order.
fn names(folder: &Path) -> Vec<String> {
    let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
    let mut names: Vec<String> = fs::read_dir(folder).unwrap().map(name).collect();
    names.sort();
    names
}

#[test]
fn a_closed_standard_output_is_an_error_and_one_that_is_thrown_away_is_not() {
    let folder = Folder::new();
    let data = folder.write("runs.csv", &chinchilla_csv(0.01));
    let page = folder.path().join("page.txt").to_str().unwrap().to_owned();
    for args in [
        vec!["audit", &data],
        vec!["laws"],
        vec!["--help"],
        vec!["fit", "--help"],
        vec!["--version"],
        vec!["man"],
        vec!["completions", "bash"],
        vec!["data", "convert", &data],
    ] {
        let run = shell("exec \"$0\" \"$@\" >&-", &args);
        let told = said(&run);
        assert!(
            run.status.code() == Some(2) && told.contains("standard output: it is closed"),
            "{args:?}: {told}"
        );
        let whole = lawlike(&args);
        let run = shell("exec \"$0\" \"$@\" >/dev/null", &args);
        assert_eq!(run.status.code(), Some(whole.code), "{args:?}: {}", said(&run));
        // As programs throw it away, open for reading as well.
        let run = shell("exec \"$0\" \"$@\" 1<>/dev/null", &args);
        assert_eq!(run.status.code(), Some(whole.code), "{args:?}: {}", said(&run));
    }
    let run = shell("exec \"$0\" \"$@\" >&-", &["laws", "-o", &page]);
    assert_eq!(run.status.code(), Some(0), "what goes to a file needs no standard output: {}", said(&run));
    assert!(fs::read_to_string(&page).unwrap().contains("chinchilla"));
    for script in ["exec \"$0\" \"$@\" <&-", "exec \"$0\" \"$@\" 2>&-", "exec \"$0\" \"$@\" <&- 2>&-"] {
        let run = shell(script, &["laws"]);
        assert!(run.status.code() == Some(0) && run.stdout.len() > 100, "{script}: {}", said(&run));
    }
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let mut child =
        command(&["laws", "--full"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = [0; 1];
    let mut out = child.stdout.take().unwrap();
    out.read_exact(&mut first).unwrap();
    drop(out);
    let run = child.wait_with_output().unwrap();
    assert!(run.status.success() && run.stderr.is_empty(), "{}", said(&run));
}

#[test]
fn a_full_disk_leaves_what_was_there() {
    let folder = Folder::new();
    let data = folder.write("runs.csv", &chinchilla_csv(0.01));
    let old = folder.write("old.html", "old");
    let kept = folder.path().join("kept.txt").to_str().unwrap().to_owned();
    // No file may grow beyond 8 blocks of 512 bytes, as if the disk were full then.
    let full = "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\"";
    let run = shell(full, &["audit", &data, "--report", &old, "--exit-zero"]);
    assert!(run.status.code() == Some(2) && said(&run).contains("cannot write"), "{}", said(&run));
    assert!(said(&run).contains("old.html"), "{}", said(&run));
    assert_eq!(fs::read_to_string(&old).unwrap(), "old");
    let fit = ["fit", &data, "--y", "loss", "--law", "chinchilla", "--bootstrap", "400", "--resume", &kept];
    let run = shell(full, &fit);
    assert!(run.status.code() == Some(2) && said(&run).contains("kept.txt"), "{}", said(&run));
    assert!(names(folder.path()).iter().all(|name| !name.ends_with(".tmp")), "{:?}", names(folder.path()));
    // The work of an audit goes on, which is worth more than its file, and says that it is not kept.
    let work = folder.path().join("kept.work").to_str().unwrap().to_owned();
    let run = shell(full, &["audit", &data, "--y", "loss", "--exit-zero", "--resume", &work]);
    assert!(run.status.success() && said(&run).contains("kept.work"), "{}", said(&run));
    assert!(said(&run).contains("the work goes on and is not kept"), "{}", said(&run));
    assert_eq!(said(&run).matches("kept.work").count(), 1, "it is said once: {}", said(&run));
    // With room again it goes on from what was kept, if anything was.
    let json = [&fit[..], &["--format", "json"]].concat();
    let whole = lawlike(&[&fit[..8], &["--format", "json"]].concat()).expect_code(0);
    assert_eq!(lawlike(&json).expect_code(0).out, whole.out);
}

#[test]
fn a_small_disk_is_a_full_disk() {
    let folder = Folder::new();
    let disk = folder.path().join("disk");
    fs::create_dir(&disk).unwrap();
    let mut mount = Command::new("mount");
    mount.args(["-t", "tmpfs", "-o", "size=16k", "none"]).arg(&disk).stderr(Stdio::null());
    if !mount.status().is_ok_and(|status| status.success()) {
        println!("skipped: no file system may be mounted here");
        return;
    }
    let data = folder.write("runs.csv", &chinchilla_csv(0.01));
    let old = disk.join("old.html");
    fs::write(&old, "old").unwrap();
    let run = lawlike(&["audit", &data, "--report", old.to_str().unwrap(), "--exit-zero"]);
    let left = (fs::read_to_string(&old).unwrap(), names(&disk));
    let unmounted = Command::new("umount").arg(&disk).status();
    assert!(unmounted.is_ok_and(|status| status.success()));
    assert!(run.code == 2 && run.err.contains("old.html"), "{}", run.err);
    assert_eq!(left, ("old".to_owned(), vec!["old.html".to_owned()]));
}

#[test]
fn a_folder_that_cannot_be_written_is_told_before_the_work() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let data = folder.write("runs.csv", &chinchilla_csv(0.01));
    let closed = folder.path().join("closed");
    fs::create_dir(&closed).unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o555)).unwrap();
    // Permissions bind no administrator; `/proc` takes no file from anybody.
    let is_bound = File::create(closed.join("probe")).is_err();
    let place = if is_bound { closed.join("answer.html") } else { PathBuf::from("/proc/answer.html") };
    let place = place.to_str().unwrap().to_owned();
    for args in [
        vec!["audit", &data, "-o", &place],
        vec!["audit", &data, "--report", &place],
        vec!["fit", &data, "--bootstrap", "9", "--resume", &place],
    ] {
        let run = lawlike(&args).expect_error(&["cannot write", "answer.html"]);
        assert_eq!(run.err.lines().count(), 1, "{args:?} fails before the work begins: {}", run.err);
    }
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
}

/// Waits until something holds, or the run has ended.
fn wait(child: &mut Child, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() && child.try_wait().unwrap().is_none() && begun.elapsed().as_secs() < 60 {
        thread::sleep(Duration::from_millis(2));
    }
}

fn signal(child: &Child, name: &str) {
    let mut kill = Command::new("kill");
    assert!(kill.args(["-s", name, &child.id().to_string()]).status().unwrap().success());
}

/// Whether a signal is ignored here, and so by every process that is started here.
fn is_ignored(number: i32) -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_some_and(|mask| mask >> (number - 1) & 1 == 1)
}

#[test]
fn signals_at_any_moment_lose_no_file_and_the_next_run_ends_as_if_nothing_had_been() {
    use std::os::unix::process::ExitStatusExt;
    let folder = Folder::new();
    let data = folder.write("runs.csv", &chinchilla_csv(0.01));
    let kept = folder.path().join("kept.txt");
    let answer = folder.write("answer.json", "old");
    let fit = ["fit", &data, "--y", "loss", "--law", "chinchilla", "--format", "json", "--bootstrap"];
    let more = ["--resume", kept.to_str().unwrap(), "-o", &answer];
    for (name, number) in [("INT", 2), ("TERM", 15), ("HUP", 1), ("KILL", 9)] {
        if is_ignored(number) {
            println!(
                "skipped: the tests were started where {name} is ignored, as in the background of a shell"
            );
            continue;
        }
        // While it reads or fits, and once it keeps replicates.
        for is_late in [false, true] {
            let before = fs::read(&kept).ok();
            let args = [&fit[..], &["1000000"], &more].concat();
            let mut child = command(&args).stdin(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            if is_late {
                wait(&mut child, || fs::read(&kept).ok() != before);
            } else {
                thread::sleep(Duration::from_millis(15));
            }
            signal(&child, name);
            assert_eq!(child.wait().unwrap().signal(), Some(number), "{name} {is_late}");
            assert_eq!(fs::read_to_string(&answer).unwrap(), "old", "{name} {is_late}");
        }
    }
    // The leftover of a run that was killed while it wrote.
    fs::write(folder.path().join(".answer.json.4711-0.tmp"), "half").unwrap();
    lawlike(&[&fit[..], &["40"], &more].concat()).expect_code(0);
    assert_eq!(names(folder.path()), ["answer.json", "kept.txt", "runs.csv"], "leftovers are removed");
    let whole = lawlike(&[&fit[..], &["40"]].concat()).expect_code(0);
    assert_eq!(fs::read_to_string(&answer).unwrap(), whole.out);
}

#[test]
fn what_killed_tests_of_claims_left_is_removed_by_the_next() {
    let folder = Folder::new();
    let temporary = folder.path().join("temporary");
    fs::create_dir(&temporary).unwrap();
    let ask = |text: &str| {
        let claim = folder.write("claim.toml", text);
        let mut run = command(&["audit", &claim, "--exit-zero"]);
        run.env("TMPDIR", &temporary).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        run.spawn().unwrap()
    };
    let claim = |bootstrap: &str| {
        let own = [
            "statement",
            "precise",
            "who",
            "cited",
            "when",
            "axis",
            "law",
            "terms",
            "published",
            "refuted_if",
        ];
        let own: String = own.iter().map(|name| format!("{name} = 'x'\n")).collect();
        let command = format!("['fit', 'DATA', '--law', 'chinchilla', '--bootstrap', '{bootstrap}']");
        let test = "[[test]]\nname = 'y'\ndata = 'lab-pretrain'\nnumber = '/fit/n'\nat_least = 1.0";
        format!("{own}{test}\ncommand = {command}\n")
    };
    let mut child = ask(&claim("1000000"));
    wait(&mut child, || fs::read_dir(&temporary).unwrap().count() > 0);
    signal(&child, "KILL");
    child.wait().unwrap();
    assert_eq!(names(&temporary).len(), 1, "the run was killed with its folder");
    let mut child = ask(&claim("0"));
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(names(&temporary), Vec::<String>::new());
}

#[test]
fn language_and_time_zone_change_no_byte() {
    let folder = Folder::new();
    let mut text = String::from("model,release_date,flops,score\n");
    for i in 0..24 {
        text +=
            &format!("m{i},{}-{:02}-28,1e{},{}.5\n", 2020 + i / 6, 1 + 2 * (i % 6), 20 + i / 6, 20 + 2 * i);
    }
    let (dated, data) = (folder.write("dated.csv", &text), folder.write("runs.csv", &chinchilla_csv(0.01)));
    let audit = ["audit", data.as_str(), "--format", "json", "--exit-zero"];
    let trend = ["trend", dated.as_str(), "--y", "score", "--format", "json"];
    let here = lawlike(&audit).expect_code(0).out;
    let days = lawlike(&trend);
    for (locale, zone) in
        [("de_DE.UTF-8", "Pacific/Kiritimati"), ("tr_TR.UTF-8", "Pacific/Pago_Pago"), ("C", "")]
    {
        let away = |args: &[&str]| {
            let mut run = command(args);
            run.env("LC_ALL", locale).env("LANG", locale).env("TZ", zone).stdin(Stdio::null());
            let run = run.output().unwrap();
            (run.status.code(), String::from_utf8(run.stdout).unwrap())
        };
        assert_eq!(away(&audit), (Some(0), here.clone()), "{locale} {zone}");
        assert_eq!(away(&trend), (Some(days.code), days.out.clone()), "{locale} {zone}");
    }
    assert!(days.code != 2, "{}", days.err);
}
