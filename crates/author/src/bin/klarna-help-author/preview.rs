//! `preview`: a page with the widget in it, of a release, with the content as it is written now.
//!
//! Here: the server and its addresses. Content is compiled by `desk` whenever a file changes; the release is read by
//! `release`. Invariant: it listens on this machine only, keeps nothing and sends nothing: the API's addresses say so.

mod desk;
mod release;

use desk::Desk;
use klarna_help_author::draw;
use klarna_help_local::{Answer, Asked, serve};
use release::Release;
use serde_json::{Value, json};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// How long a page waits for a change before it asks again: less than what browsers and proxies give up after.
const WAIT: Duration = Duration::from_secs(25);
/// How often files are looked at.
const LOOK: Duration = Duration::from_millis(300);

const PAGE: &str = include_str!("preview/page.html");
const STYLE: &str = include_str!("preview/page.css");
const SCRIPT: &str = include_str!("preview/page.js");

struct Preview {
    desk: Desk,
    release: Release,
    origin: String,
}

/// Serves until it is ended.
pub fn run(content: PathBuf, dist: &Path, port: u16) -> Result<(), String> {
    if !content.is_dir() {
        return Err(format!("{} is not a folder: name yours with --content", content.display()));
    }
    let release = Release::read(dist)?;
    let listener = TcpListener::bind(("127.0.0.1", port))
        .map_err(|error| format!("port {port}: {error}; try --port"))?;
    let port = listener.local_addr().map_or(port, |address| address.port());
    let origin = format!("http://127.0.0.1:{port}");
    let preview = Arc::new(Preview { desk: Desk::new(content), release, origin });
    preview.desk.compile();
    println!("preview {}", preview.origin);
    let watching = Arc::clone(&preview);
    thread::spawn(move || {
        loop {
            thread::sleep(LOOK);
            watching.desk.look();
        }
    });
    serve(listener, move |asked| preview.answer(&asked)).map_err(|error| format!("port {port}: {error}"))
}

/// Status, type, bytes.
type Found = (u16, &'static str, Vec<u8>);

impl Preview {
    fn answer(&self, asked: &Asked) -> Answer {
        let (status, kind, body) = self.find(&asked.address);
        let headers = [("content-type", kind), ("cache-control", "no-store")];
        Answer { status, headers: headers.map(|(name, value)| (name.into(), value.into())).into(), body }
    }

    fn find(&self, address: &str) -> Found {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        match parts.as_slice() {
            [""] => (200, "text/html; charset=utf-8", PAGE.into()),
            ["preview.css"] => (200, "text/css", STYLE.into()),
            ["preview.js"] => (200, "text/javascript", SCRIPT.into()),
            ["state.json"] => json(&self.desk.state()),
            ["changes"] => {
                let since = query.strip_prefix("since=").and_then(|n| n.parse().ok()).unwrap_or_default();
                json(&json!({ "generation": self.desk.after(since, WAIT) }))
            }
            ["graph", locale, slug] => self.graph(locale, slug.trim_end_matches(".svg")),
            ["packs", _, rest @ ..] => match self.desk.file(&rest.join("/")) {
                Some(bytes) => (200, "application/octet-stream", bytes),
                None => missing(),
            },
            ["frame", _, _, locale] => self.frame(locale),
            ["api", ..] => sends_nothing(),
            _ => self.release.file(path).unwrap_or_else(missing),
        }
    }

    /// The frame document in a locale, or its values alone.
    fn frame(&self, locale: &str) -> Found {
        let values = locale.strip_suffix(".json");
        let Some(frame) = self.desk.frame(values.unwrap_or(locale)) else { return missing() };
        let meta = json!({
            "clientId": "preview",
            "locale": frame.locale,
            "dir": "ltr",
            "origins": [self.origin],
            "pack": frame.pack,
            "content": frame.content,
            "locales": frame.locales,
            "api": "/api/v1",
            "helpUrl": "/",
        });
        match values {
            Some(_) => json(&meta),
            None => (
                200,
                "text/html; charset=utf-8",
                self.release.frame(&frame.locale, &frame.pack, &meta).into(),
            ),
        }
    }

    fn graph(&self, locale: &str, slug: &str) -> Found {
        match self.desk.flow(locale, slug) {
            Some((title, flow)) => (200, "image/svg+xml", draw::svg(&draw::picture(&title, &flow)).into()),
            None => missing(),
        }
    }
}

fn json(value: &Value) -> Found {
    (200, "application/json", value.to_string().into())
}

fn missing() -> Found {
    (404, "text/plain", b"There is nothing here.".to_vec())
}

/// What the portal would do: the widget shows that it did not work, as it does when a portal is down.
fn sends_nothing() -> Found {
    let problem = json!({ "type": "about:blank", "title": "A preview sends nothing", "status": 503 });
    (503, "application/problem+json", problem.to_string().into())
}
