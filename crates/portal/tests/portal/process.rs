//! The binary as it is run, and requests to it over a socket by hand: the portal needs no HTTP client, nor do its tests.

use crate::{dist, harness};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

pub const BINARY: &str = env!("CARGO_BIN_EXE_klarna-help-portal");
/// Far longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(15);

pub struct Process {
    pub address: SocketAddr,
    dir: Option<TempDir>,
    child: Child,
}

pub struct Reply {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

/// A folder with `portal.toml` and `dist/`.
pub fn folder() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    dist::write(&dir.path().join("dist"));
    std::fs::write(dir.path().join("portal.toml"), harness::CONFIG).unwrap();
    dir
}

/// Runs the binary in a folder to its end.
pub fn run(dir: &Path, arguments: &[&str]) -> Output {
    Command::new(BINARY).current_dir(dir).args(arguments).output().unwrap()
}

/// The same, with something on its standard input.
pub fn run_with(dir: &Path, arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(BINARY);
    command.current_dir(dir).args(arguments);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

/// A stream of events, read by hand.
pub struct Events(BufReader<TcpStream>);

impl Events {
    /// The data of the next event; fails if none comes, or the stream ends.
    pub fn event(&mut self) -> String {
        loop {
            let line = self.line().expect("the stream has ended");
            if let Some(data) = line.strip_prefix("data: ") {
                return data.to_owned();
            }
        }
    }

    /// Reads on to the end.
    pub fn end(&mut self) {
        while self.line().is_some() {}
    }

    fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        let read = self.0.read_line(&mut line).unwrap();
        (read > 0).then(|| line.trim_end().to_owned())
    }
}

impl Process {
    pub fn start() -> Self {
        Self::start_in(folder(), &[])
    }

    /// With its cases in PostgreSQL.
    pub fn start_on(database: &str) -> Self {
        Self::start_with(folder(), &[], &[("KH_DATABASE_URL", database)])
    }

    pub fn start_in(dir: TempDir, more: &[&str]) -> Self {
        Self::start_with(dir, more, &[])
    }

    /// With variables in its environment.
    pub fn start_with(dir: TempDir, more: &[&str], environment: &[(&str, &str)]) -> Self {
        let log = std::fs::File::options().append(true).create(true).open(dir.path().join("log")).unwrap();
        let mut child = Command::new(BINARY)
            .current_dir(dir.path())
            .args(["--listen", "127.0.0.1:0", "--public-origin", "auto"])
            .args(more)
            .envs(environment.iter().copied())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://").and_then(|a| a.parse().ok());
        let Some(address) = address else {
            let _ = child.kill();
            panic!("{line:?}; {}", std::fs::read_to_string(dir.path().join("log")).unwrap())
        };
        Self { address, dir: Some(dir), child }
    }

    pub fn folder(&self) -> &Path {
        self.dir.as_ref().unwrap().path()
    }

    pub fn data(&self) -> PathBuf {
        self.folder().join("var")
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder().join("log")).unwrap()
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
        let mut stream = self.connect();
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n", self.address);
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body).unwrap();
        read_reply(&mut stream)
    }

    pub fn post_case(&self, key: &str, body: &Value) -> Reply {
        let headers = [("content-type", "application/json"), ("idempotency-key", key)];
        self.send("POST", "/api/v1/cases", &headers, &serde_json::to_vec(body).unwrap())
    }

    /// Opens the stream of a case's events.
    pub fn follow(&self, id: &str, token: &str) -> Events {
        let mut stream = self.connect();
        let head = format!(
            "GET /api/v1/cases/{id}/events HTTP/1.1\r\nhost: {}\r\naccept: text/event-stream\r\n\
             authorization: Bearer {token}\r\n\r\n",
            self.address
        );
        stream.write_all(head.as_bytes()).unwrap();
        Events(BufReader::new(stream))
    }

    pub fn terminate(&self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    }

    /// Its exit; fails if it does not come.
    pub fn ended(&mut self) -> ExitStatus {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(start.elapsed() < PATIENCE, "it does not end");
            std::thread::yield_now();
        }
    }

    /// Kill -9, and the folder it leaves.
    pub fn kill(mut self) -> TempDir {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.dir.take().unwrap()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.head))
    }
}

/// Reads until the portal closes the connection.
pub fn read_reply(stream: &mut TcpStream) -> Reply {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let at = bytes.windows(4).position(|w| w == b"\r\n\r\n").expect("a head");
    let head = String::from_utf8(bytes[..at].to_vec()).unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Reply { status, head, body: bytes[at + 4..].to_vec() }
}
