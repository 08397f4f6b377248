//! Files that a command reads and writes: nothing is lost, whatever they are called.

use crate::support::{Folder, chinchilla_csv, command, lawlike};
use std::fs::{self, File, OpenOptions};
use std::process::Stdio;

#[test]
fn an_input_is_never_replaced() {
    let folder = Folder::new();
    let text = chinchilla_csv(0.003);
    let data = folder.write("runs.csv", &text);
    let law = folder.write("mine.toml", "formula = 'E + A*N^-a'\n");
    let shown = folder.path().to_str().unwrap().to_owned();
    let (again, report) = (format!("{shown}/./runs.csv"), format!("{shown}/report.html"));
    for args in [
        vec!["audit", &data, "-o", &again],
        vec!["audit", &data, "--report", &again],
        vec!["audit", &data, "-o", &report, "--report", &report],
        vec!["audit", &data, "--law", &law, "--report", &law],
        vec!["laws", "check", &law, "-o", &law],
        vec!["forecast", &data, "--at", &data, "-o", &data],
        vec!["fit", &data, "--bootstrap", "9", "--resume", &again],
        vec!["fit", &data, "--bootstrap", "9", "--resume", &report, "-o", &report],
        vec!["data", "convert", &data, "-o", &again],
        vec!["plan", "compute-optimal", &data, "--budget", "1e20", "-o", &again],
    ] {
        lawlike(&args).expect_error(&["same file"]);
        assert_eq!(fs::read_to_string(&data).unwrap(), text, "{args:?}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "{args:?}");
    }
}

#[cfg(unix)]
#[test]
fn streams_are_files_as_well() {
    let folder = Folder::new();
    let text = chinchilla_csv(0.003);
    let data = folder.write("runs.csv", &text);
    let end = || OpenOptions::new().append(true).open(&data).unwrap();
    let run = |args: &[&str], input: Stdio, output: Stdio| {
        let run = command(args).stdin(input).stdout(output).output().unwrap();
        (run.status.code(), String::from_utf8(run.stderr).unwrap())
    };
    for (args, input, output) in [
        (vec!["data", "convert", "-", "-o", &data], Stdio::from(File::open(&data).unwrap()), Stdio::null()),
        (vec!["data", "convert", &data], Stdio::null(), Stdio::from(end())),
        (vec!["audit", "-"], Stdio::from(File::open(&data).unwrap()), Stdio::from(end())),
    ] {
        let (code, said) = run(&args, input, output);
        assert!(code == Some(2) && said.contains("same file"), "{args:?}: {said}");
        assert_eq!(fs::read_to_string(&data).unwrap(), text);
    }
    // A file of its own is a place like any other, also beside a second output.
    let page = folder.path().join("page.html").to_str().unwrap().to_owned();
    for args in [vec!["data", "show", &data], vec!["laws"], vec!["laws", "list", "-o", &page], vec!["data"]] {
        let said = File::create(folder.path().join("said.txt")).unwrap();
        let (code, error) = run(&args, Stdio::null(), Stdio::from(said));
        assert!(code == Some(0), "{args:?}: {error}");
    }
    // A stream that cannot be written to is an error, and not a result that nobody sees.
    let (code, said) = run(&["laws"], Stdio::null(), Stdio::from(File::open(&data).unwrap()));
    assert!(code == Some(2) && said.contains("cannot write to standard output"), "{said}");
    if let Ok(full) = OpenOptions::new().write(true).open("/dev/full") {
        let (code, said) = run(&["laws"], Stdio::null(), Stdio::from(full));
        assert!(code == Some(2) && said.contains("cannot write to standard output"), "{said}");
    }
}

#[cfg(unix)]
#[test]
fn a_result_takes_the_place_of_a_file_and_keeps_its_mode_and_links() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = Folder::new();
    let kept = folder.write("kept.txt", "old");
    let link = folder.path().join("link.txt");
    symlink("kept.txt", &link).unwrap();
    fs::set_permissions(&kept, fs::Permissions::from_mode(0o600)).unwrap();
    lawlike(&["laws", "-o", link.to_str().unwrap()]).expect_code(0);
    assert!(fs::read_to_string(&kept).unwrap().contains("chinchilla"));
    assert_eq!(fs::metadata(&kept).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
}

#[test]
fn endless_and_empty_bytes_are_refused_at_once() {
    let folder = Folder::new();
    let sparse = folder.path().join("sparse.csv");
    File::create(&sparse).unwrap().set_len(3 << 30).unwrap();
    let begun = std::time::Instant::now();
    lawlike(&["audit", sparse.to_str().unwrap()]).expect_error(&["sparse.csv", "zero bytes"]);
    if std::path::Path::new("/dev/zero").exists() {
        lawlike(&["data", "show", "/dev/zero"]).expect_error(&["/dev/zero", "zero bytes"]);
        let input = command(&["data", "show", "-"]).stdin(File::open("/dev/zero").unwrap()).output().unwrap();
        assert_eq!(input.status.code(), Some(2));
        let data = folder.write("runs.csv", &chinchilla_csv(0.003));
        let args = ["fit", &data, "--bootstrap", "9", "--resume", "/dev/zero"];
        lawlike(&args).expect_error(&["--resume /dev/zero", "device"]);
    }
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}
