//! A start that cannot be says why, in one line, with the way out.

use crate::dist::{KEPT, VERSION};
use crate::process::{Process, folder, run};
use std::path::Path;

/// Standard error of a start that has to fail.
fn refused(dir: &Path, arguments: &[&str]) -> String {
    let output = run(dir, arguments);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(output.stdout.is_empty(), "{output:?}");
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.starts_with("klarna-help-portal: "), "{text}");
    text
}

const ANY: [&str; 2] = ["--listen", "127.0.0.1:0"];

#[test]
fn a_taken_port_is_told_in_one_line_with_the_way_out() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let text = refused(folder().path(), &["--listen", &address]);
    assert_eq!(text.lines().count(), 1);
    assert!(text.contains(&address) && text.contains("taken") && text.contains("--listen"), "{text}");
}

#[test]
fn content_that_was_not_built_names_the_command_that_builds_it() {
    let dir = folder();
    std::fs::remove_file(dir.path().join("dist/manifest.json")).unwrap();
    let text = refused(dir.path(), &ANY);
    assert!(text.contains("cargo xtask dist") && text.contains("manifest.json"), "{text}");
}

#[test]
fn content_of_another_build_is_told_apart() {
    let dir = folder();
    std::fs::write(dir.path().join("dist/packs/en-GB-1.khp"), b"<html>502").unwrap();
    let text = refused(dir.path(), &ANY);
    assert!(text.contains("en-GB-1.khp") && text.contains("NotAPack"), "{text}");
}

#[test]
fn a_release_in_a_folder_of_another_name_is_refused() {
    let dir = folder();
    std::fs::rename(dir.path().join("dist").join(KEPT), dir.path().join("dist/0.0.9")).unwrap();
    let text = refused(dir.path(), &ANY);
    assert!(text.contains("dist/0.0.9") && text.contains(KEPT), "{text}");
    std::fs::remove_dir_all(dir.path().join("dist/0.0.9")).unwrap();
    std::fs::remove_file(dir.path().join("dist").join(VERSION).join("frame.html")).unwrap();
    let text = refused(dir.path(), &ANY);
    assert!(text.contains("frame.html") && text.contains("cargo xtask dist"), "{text}");
}

#[test]
fn a_configuration_that_is_wrong_names_file_and_key() {
    let dir = folder();
    let config = std::fs::read_to_string(dir.path().join("portal.toml")).unwrap();
    let check = |from: &str, to: &str, expected: &str| {
        std::fs::write(dir.path().join("portal.toml"), config.replace(from, to)).unwrap();
        let text = refused(dir.path(), &ANY);
        assert!(text.contains("portal.toml: ") && text.contains(expected), "{text}");
    };
    check("https://inline.example", "https://inline.example/", "client[1].origins[0]");
    check("id = \"inline\"", "id = \"shop\"", "client[1].id");
    check("inline = true", "inlined = true", "inlined");
    check("inline = \"public\"", "inline = \"yes\"", "client[2].inline");
}

#[test]
fn a_locale_that_was_not_built_and_flags_that_make_no_sense_are_refused() {
    let dir = folder();
    let check = |arguments: &[&str], expected: &str| {
        let text = refused(dir.path(), arguments);
        assert!(text.contains(expected), "{text}");
    };
    check(&["--config", "nowhere.toml", "--listen", "127.0.0.1:0"], "nowhere.toml");
    check(&["--listen", "127.0.0.1:0", "--allow-origin", "shop"], "CLIENT=ORIGIN");
    check(&["--listen", "127.0.0.1:0", "--allow-origin", "nobody=http://localhost:1"], "nobody");
    check(&["--listen", "127.0.0.1:0", "--public-origin", "localhost"], "--public-origin");
    check(&["--listen", "nowhere"], "cannot listen on nowhere");
    check(&["--prot", "1"], "--prot");
    check(&["sell"], "sell");
    let config = std::fs::read_to_string(dir.path().join("portal.toml")).unwrap();
    std::fs::write(dir.path().join("portal.toml"), config.replacen("en-GB", "de-DE", 1)).unwrap();
    check(&ANY, "de-DE");
}

#[test]
fn a_free_port_is_found_and_printed_and_becomes_the_public_origin() {
    let process = Process::start_in(folder(), &["--allow-origin", "shop=http://localhost:9000"]);
    assert_ne!(process.address.port(), 0);
    assert_eq!(process.send("GET", "/readyz", &[], b"").status, 200);
    let frame = process.send("GET", "/frame/b/shop/en-GB", &[], b"");
    assert!(frame.head.contains("http://localhost:9000"), "{}", frame.head);
    let body = String::from_utf8(frame.body).unwrap();
    assert!(body.contains(&format!("http://{}/help/shop/en-GB", process.address)), "{body}");
}
