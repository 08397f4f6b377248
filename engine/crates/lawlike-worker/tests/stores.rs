//! Files of a store and of a web server: the same answers as from the disk, and a clear word where there are none.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, Mutex};

/// A server of files that speaks as much of S3 as a reader asks for: the list of a prefix, heads, and parts of files. What it
/// was asked is kept.
struct Server {
    port: u16,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start(files: BTreeMap<String, Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard: Arc<Mutex<Vec<String>>> = Arc::default();
        let log = heard.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (files, log) = (files.clone(), log.clone());
                std::thread::spawn(move || answer(stream, &files, &log));
            }
        });
        Self { port, heard }
    }

    fn heard(&self) -> String {
        self.heard.lock().unwrap().join("\n")
    }
}

/// Answers one request and closes.
fn answer(mut stream: TcpStream, files: &BTreeMap<String, Vec<u8>>, log: &Mutex<Vec<String>>) {
    let mut head = String::new();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    while reader.read_line(&mut head).is_ok_and(|read| read > 2) {}
    log.lock().unwrap().push(head.clone());
    let mut first = head.split(' ');
    let (method, target) = (first.next().unwrap_or(""), first.next().unwrap_or(""));
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    if query.contains("list-type=2") {
        let prefix = query.split('&').find_map(|part| part.strip_prefix("prefix=")).unwrap_or("");
        let prefix = format!("{}/{}", path.trim_end_matches('/'), prefix.replace("%2F", "/"));
        let mut body = String::from("<ListBucketResult><IsTruncated>false</IsTruncated>");
        for (name, bytes) in files.iter().filter(|(name, _)| name.starts_with(&prefix)) {
            let key = name.trim_start_matches('/').split_once('/').unwrap().1;
            let _ = write!(
                body,
                "<Contents><Key>{key}</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>\"1\"</ETag>\
                 <Size>{}</Size></Contents>",
                bytes.len()
            );
        }
        body.push_str("</ListBucketResult>");
        let _ = write!(
            stream,
            "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        );
        return;
    }
    let Some(bytes) = files.get(path) else {
        let _ = stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        return;
    };
    let lower = head.to_ascii_lowercase();
    let range = lower.lines().find_map(|line| line.strip_prefix("range: bytes=")).and_then(|range| {
        let (start, end) = range.trim().split_once('-')?;
        Some((start.parse::<usize>().ok()?, end.parse::<usize>().ok()?.min(bytes.len() - 1)))
    });
    let mut header =
        String::from("Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT\r\nETag: \"1\"\r\nConnection: close\r\n");
    let (status, part) = match range {
        Some((start, end)) => {
            let _ = write!(header, "Content-Range: bytes {start}-{end}/{}\r\n", bytes.len());
            ("206 Partial Content", &bytes[start..=end])
        }
        None => ("200 OK", bytes.as_slice()),
    };
    let _ = write!(stream, "HTTP/1.1 {status}\r\nContent-Length: {}\r\n{header}\r\n", part.len());
    if method == "GET" {
        let _ = stream.write_all(part);
    }
}

fn worker(arguments: &[&str], server: &Server) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lawlike-worker"));
    command.args(arguments).stdin(Stdio::null());
    command.env("AWS_ENDPOINT", format!("http://127.0.0.1:{}", server.port)).env("AWS_ALLOW_HTTP", "true");
    command
        .env("AWS_REGION", "us-east-1")
        .env("AWS_ACCESS_KEY_ID", "a-key")
        .env("AWS_SECRET_ACCESS_KEY", "a-secret");
    command.output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Runs of two files of text and, of the same rows, one of Parquet.
fn write_runs(folder: &Path, server: &Server) {
    std::fs::create_dir_all(folder.join("runs")).unwrap();
    for part in 0..2 {
        let mut rows = String::from("run,tokens,loss\n");
        for row in 0..400 {
            let tokens = 1e9 * 1.02_f64.powi(row);
            let _ = writeln!(rows, "{part},{tokens:?},{:?}", 1.7 + 300.0 * tokens.powf(-0.28));
        }
        std::fs::write(folder.join(format!("runs/part{part}.csv")), rows).unwrap();
    }
    let (data, whole) = (folder.join("runs"), folder.join("whole.parquet"));
    let query =
        ["query", "--query", "SELECT * FROM data", "-o", whole.to_str().unwrap(), data.to_str().unwrap()];
    let written = worker(&query, server);
    assert!(written.status.success(), "{}", text(&written.stderr));
}

#[test]
fn a_store_and_a_web_server_give_the_answers_of_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    write_runs(folder.path(), &Server::start(BTreeMap::new()));
    let file = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    let mut files = BTreeMap::new();
    for name in ["runs/part0.csv", "runs/part1.csv", "whole.parquet"] {
        files.insert(format!("/bucket/{name}"), file(name));
    }
    let server = Server::start(files);
    let fit = |data: &[String]| {
        let mut words = vec![
            "fit",
            "--law",
            "power-floor",
            "--x",
            "tokens",
            "--y",
            "loss",
            "--by",
            "run",
            "--format",
            "csv",
        ];
        words.extend(data.iter().map(String::as_str));
        let output = worker(&words, &server);
        assert!(output.status.success(), "{data:?}: {}", text(&output.stderr));
        text(&output.stdout)
    };
    let expected = fit(&[folder.path().join("runs").to_string_lossy().into_owned()]);
    assert_eq!(expected.lines().count(), 7, "{expected}");
    let web = |name: &str| format!("http://127.0.0.1:{}/bucket/{name}", server.port);
    for data in [
        vec!["s3://bucket/runs/".to_owned()],
        vec!["s3://bucket/runs/part*.csv".to_owned()],
        vec!["s3://bucket/whole.parquet".to_owned()],
        vec![web("whole.parquet")],
        vec![web("runs/part0.csv"), "s3://bucket/runs/part1.csv".to_owned()],
    ] {
        assert_eq!(fit(&data), expected, "{data:?}");
    }
    // The keys sign what is asked of a store, are not sent to a web server, and are never sent themselves.
    let heard = server.heard();
    assert!(heard.contains("AWS4-HMAC-SHA256 Credential=a-key/"), "{heard}");
    assert!(!heard.contains("a-secret"));

    for (source, word) in [
        ("s3://bucket/none/", "none"),
        ("s3://bucket/none.parquet", "none.parquet"),
        ("ftp://bucket/runs.csv", "s3, gs, az, http and https"),
    ] {
        let output = worker(&["query", "--query", "SELECT * FROM data", source], &server);
        let message = text(&output.stderr);
        assert!(!output.status.success() && output.stdout.is_empty(), "{source}");
        assert!(message.contains(word) && message.lines().count() <= 3, "{source}: {message}");
    }
}
