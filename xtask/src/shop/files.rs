//! A request's path to a file of `demo/`, with its tokens filled in. Not here: HTTP (../shop.rs), the tokens (tokens.rs).

use super::tokens::Tokens;
use std::fs;
use std::path::{Component, Path};

/// What to send, before its extra headers.
#[derive(Debug, PartialEq, Eq)]
pub struct Found {
    pub status: u16,
    pub content_type: &'static str,
    pub body: Vec<u8>,
    /// The file's path under the root, for its extra headers.
    pub name: String,
}

impl Found {
    /// Something else than reading was asked.
    pub fn not_allowed() -> Found {
        Found::note(405, "The demo shop only serves files.")
    }

    /// A customer's identity token.
    pub fn token(token: String) -> Found {
        let content_type = "text/plain; charset=utf-8";
        Found { status: 200, content_type, body: token.into_bytes(), name: String::new() }
    }

    fn note(status: u16, text: &str) -> Found {
        let body = format!(
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{status}</title><h1>{status}</h1><p>{text}</p><p><a href=\"/\">To the shop</a></p>"
        );
        Found { status, content_type: HTML, body: body.into_bytes(), name: String::new() }
    }
}

const HTML: &str = "text/html; charset=utf-8";

/// Finds the file for a request's target.
pub fn find(root: &Path, target: &str, tokens: &Tokens<'_>) -> Found {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let missing = || Found::note(404, "There is no such page in the demo shop.");
    let Some(mut name) = safe_name(path) else { return missing() };
    if root.join(&name).is_dir() {
        name = format!("{name}/index.html").trim_start_matches('/').to_owned();
    }
    let file = root.join(&name);
    // A link that leads out of the folder is as good as missing.
    let inside = file.canonicalize().is_ok_and(|real| real.starts_with(root));
    let body = if inside && name != super::headers::FILE { fs::read(&file).ok() } else { None };
    let Some(body) = body else { return missing() };
    let content_type = content_type(&name);
    let body = match String::from_utf8(body) {
        Ok(text) if is_text(content_type) => tokens.fill(&text).into_bytes(),
        Ok(text) => text.into_bytes(),
        Err(binary) => binary.into_bytes(),
    };
    Found { status: 200, content_type, body, name }
}

/// A relative path without escapes: only plain names, none of them hidden.
fn safe_name(path: &str) -> Option<String> {
    let decoded = decode(path)?;
    let relative = decoded.trim_start_matches('/');
    let plain = |part: Component<'_>| match part {
        Component::Normal(name) => !name.to_string_lossy().starts_with('.'),
        _ => false,
    };
    let safe = !relative.contains(['\\', '\0']) && Path::new(relative).components().all(plain);
    safe.then(|| relative.trim_end_matches('/').to_owned())
}

fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => HTML,
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("txt") => "text/plain; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("webp") => "image/webp",
        Some("ico") => "image/x-icon",
        _ => "application/octet-stream",
    }
}

fn is_text(content_type: &str) -> bool {
    content_type.starts_with("text/") || content_type.ends_with("json") || content_type.ends_with("svg+xml")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn shop(name: &str) -> PathBuf {
        let root = std::env::temp_dir().join(format!("kh-shop-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(root.join("sub")).unwrap();
        fs::write(root.join("index.html"), "<script src={{portal}}/v1/klarna-help.js>").unwrap();
        fs::write(root.join("sub/index.html"), "sub").unwrap();
        fs::write(root.join("logo.png"), [0xff, 0xd8]).unwrap();
        fs::write(root.join("headers.toml"), "").unwrap();
        root.canonicalize().unwrap()
    }

    #[test]
    fn serves_files_with_the_portal_in_them() {
        let root = shop("serves");
        let tokens = Tokens::new("http://portal");
        let get = |target: &str| find(&root, target, &tokens);
        assert_eq!(get("/").body, b"<script src=http://portal/v1/klarna-help.js>");
        assert_eq!(get("/index.html?x=1").name, "index.html");
        assert_eq!((get("/sub").body, get("/sub/").name), (b"sub".to_vec(), "sub/index.html".to_owned()));
        assert_eq!((get("/logo.png").content_type, get("/logo.png").body), ("image/png", vec![0xff, 0xd8]));
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn nothing_outside_and_nothing_hidden() {
        let root = shop("outside");
        std::os::unix::fs::symlink("/etc", root.join("etc")).unwrap();
        fs::write(root.join(".secret"), "x").unwrap();
        for target in [
            "/../Cargo.toml",
            "/%2e%2e/x",
            "/sub/../../x",
            "/etc/passwd",
            "/.secret",
            "/headers.toml",
            "/nope",
            "/%zz",
            "/%",
            "//etc/passwd",
            "/a%00b",
        ] {
            assert_eq!(find(&root, target, &Tokens::new("")).status, 404, "{target}");
        }
        fs::remove_dir_all(root).unwrap();
    }
}
