//! Uploads to the binary as it is run: connections that are cut, two that want the same upload, and kill -9.

use crate::process::{Process, Reply, read_reply};
use crate::uploads::metadata;
use klarna_help_wire::FILE_MAX_BYTES;
use std::io::Write;
use std::net::TcpStream;

const MIB: usize = 1024 * 1024;

/// Text, of which no two places look the same.
fn text(size: usize) -> Vec<u8> {
    let lines = (0_u64..).flat_map(|n| format!("line {n}\n").into_bytes());
    lines.take(size).collect()
}

fn begin(process: &Process, size: usize) -> String {
    let metadata = metadata(&[("client", "shop"), ("filename", "secret-name.txt")]);
    let (tus, size) = (("tus-resumable", "1.0.0"), size.to_string());
    let headers = [tus, ("upload-length", size.as_str()), ("upload-metadata", &metadata)];
    let reply = process.send("POST", "/api/v1/uploads", &headers, b"");
    assert_eq!(reply.status, 201, "{}", reply.head);
    header(&reply, "location").to_owned()
}

fn header<'a>(reply: &'a Reply, name: &str) -> &'a str {
    let mut lines = reply.head.lines().filter_map(|line| line.split_once(": "));
    lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
}

fn offset(process: &Process, path: &str) -> usize {
    let reply = process.send("HEAD", path, &[("tus-resumable", "1.0.0")], b"");
    assert_eq!(reply.status, 200, "{}", reply.head);
    header(&reply, "upload-offset").parse().unwrap()
}

fn patch(process: &Process, path: &str, offset: usize, bytes: &[u8]) -> Reply {
    let offset = offset.to_string();
    let headers = [
        ("tus-resumable", "1.0.0"),
        ("content-type", "application/offset+octet-stream"),
        ("upload-offset", offset.as_str()),
    ];
    process.send("PATCH", path, &headers, bytes)
}

/// Says that `length` bytes come, and sends these.
fn half_sent(process: &Process, path: &str, offset: usize, length: usize, bytes: &[u8]) -> TcpStream {
    let mut stream = process.connect();
    let head = format!(
        "PATCH {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ntus-resumable: 1.0.0\r\nupload-offset: {offset}\r\n\
         content-type: application/offset+octet-stream\r\ncontent-length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(bytes).unwrap();
    stream
}

/// Asks until the answer is there.
fn until<T>(mut ask: impl FnMut() -> Option<T>) -> T {
    let start = std::time::Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(start.elapsed().as_secs() < 20, "it does not come");
        std::thread::yield_now();
    }
}

/// The one finished file on disk.
fn stored(process: &Process) -> Vec<u8> {
    let mut folders = std::fs::read_dir(process.data().join("files")).unwrap();
    let mut files = std::fs::read_dir(folders.next().unwrap().unwrap().path()).unwrap();
    std::fs::read(files.next().unwrap().unwrap().path()).unwrap()
}

#[test]
fn after_kill_9_an_upload_goes_on_from_bytes_that_are_on_disk() {
    let process = Process::start();
    let whole = text(usize::try_from(FILE_MAX_BYTES).unwrap());
    let path = begin(&process, whole.len());
    let _stream = half_sent(&process, &path, 0, whole.len(), &whole[..7 * MIB]);
    until(|| (offset(&process, &path) >= 2 * MIB).then_some(()));
    let folder = process.kill();

    let process = Process::start_in(folder, &[]);
    let durable = offset(&process, &path);
    assert!((2 * MIB..=7 * MIB).contains(&durable), "{durable}");
    let staged = std::fs::read_dir(process.data().join("uploads")).unwrap().next().unwrap().unwrap();
    assert!(staged.metadata().unwrap().len() >= durable as u64, "nothing is claimed that is not there");
    assert_eq!(patch(&process, &path, durable, &whole[durable..]).status, 204);
    assert!(stored(&process) == whole, "every byte once, in its place");
    assert_eq!(std::fs::read_dir(process.data().join("uploads")).unwrap().count(), 0);
    assert!(!process.log().contains("secret-name"));
    let id = path.rsplit('/').next().unwrap();
    assert!(!process.log().contains(id), "who knows an id may write");
}

#[test]
fn a_connection_that_is_cut_leaves_all_that_came() {
    let process = Process::start();
    let whole = text(3 * MIB);
    let path = begin(&process, whole.len());
    drop(half_sent(&process, &path, 0, whole.len(), &whole[..MIB + 7]));
    until(|| (offset(&process, &path) == MIB + 7).then_some(()));
    let reply = until(|| {
        // The old request may still be on its way out.
        let reply = patch(&process, &path, MIB + 7, &whole[MIB + 7..]);
        (reply.status != 423).then_some(reply)
    });
    assert_eq!(reply.status, 204);
    assert!(stored(&process) == whole);
}

#[test]
fn a_second_writer_waits_and_takes_over_from_one_that_fell_silent() {
    let process = Process::start();
    let whole = text(3 * MIB);
    let path = begin(&process, whole.len());
    // Alive, and then silent without being closed: a telephone that left its network.
    let mut silent = half_sent(&process, &path, 0, whole.len(), &whole[..MIB]);
    let staged = process.data().join("uploads").join(path.rsplit('/').next().unwrap());
    until(|| std::fs::metadata(&staged).is_ok_and(|meta| meta.len() > 0).then_some(()));
    let mut refused = 0;
    let reply = until(|| {
        let reply = patch(&process, &path, MIB, &whole[MIB..]);
        refused += usize::from(reply.status == 423);
        // 409 at first: what the silent one sent was not counted yet.
        (reply.status == 204).then_some(reply)
    });
    assert_eq!(header(&reply, "upload-offset"), whole.len().to_string());
    assert!(refused > 0, "a writer is not cut off at once");
    assert_eq!(read_reply(&mut silent).status, 400, "the silent one is told");
    assert!(stored(&process) == whole);
}

#[test]
fn a_refusal_is_answered_though_the_sender_is_still_writing() {
    let process = Process::start();
    let path = begin(&process, 8 * MIB);
    assert_eq!(patch(&process, &path, 5, &text(8 * MIB)).status, 409);
    assert_eq!(patch(&process, &path, 0, &text(9 * MIB)).status, 413);
    assert_eq!(offset(&process, &path), 0);
}

#[test]
fn files_are_for_the_portals_user_only() {
    let process = Process::start();
    let path = begin(&process, 9);
    assert_eq!(patch(&process, &path, 0, b"abc").status, 204);
    for name in ["uploads", "files"] {
        let meta = std::fs::metadata(process.data().join(name)).unwrap();
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&meta.permissions()) & 0o077, 0, "{name}");
    }
}
