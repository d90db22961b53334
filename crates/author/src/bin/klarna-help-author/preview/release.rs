//! A release in `dist/`: its files, and its frame document filled in as the portal does (crates/portal, `frame`).

use super::Found;
use serde_json::Value;
use std::fs;
use std::path::{Component, Path, PathBuf};

pub(super) struct Release {
    dist: PathBuf,
    /// The template of the frame document.
    frame: String,
}

impl Release {
    pub(super) fn read(dist: &Path) -> Result<Self, String> {
        let manifest = dist.join("manifest.json");
        let next = "run `cargo xtask dist`, or name a release with --dist";
        let text =
            fs::read_to_string(&manifest).map_err(|e| format!("{}: {e}; {next}", manifest.display()))?;
        let manifest: Value =
            serde_json::from_str(&text).map_err(|e| format!("{}: {e}; {next}", manifest.display()))?;
        let version =
            manifest.get("version").and_then(Value::as_str).ok_or("manifest.json names no version")?;
        let frame = dist.join(version).join("frame.html");
        let frame = fs::read_to_string(&frame).map_err(|e| format!("{}: {e}; {next}", frame.display()))?;
        Ok(Self { dist: dist.to_owned(), frame })
    }

    /// The frame document for a locale.
    pub(super) fn frame(&self, locale: &str, pack: &str, meta: &Value) -> String {
        self.frame
            .replace("__KH_LANG__", &escaped(locale))
            .replace("__KH_DIR__", "ltr")
            .replace("__KH_META__", &escaped(&meta.to_string()))
            .replace("__KH_PACK__", &escaped(pack))
    }

    /// A file by its address.
    pub(super) fn file(&self, address: &str) -> Option<Found> {
        let path = Path::new(address.trim_start_matches('/'));
        // Nothing above the release is anybody's.
        if !path.components().all(|part| matches!(part, Component::Normal(_))) {
            return None;
        }
        let kind = match path.extension()?.to_str()? {
            "js" => "text/javascript",
            "css" => "text/css",
            "wasm" => "application/wasm",
            "json" => "application/json",
            "html" => "text/html; charset=utf-8",
            _ => "application/octet-stream",
        };
        Some((200, kind, fs::read(self.dist.join(path)).ok()?))
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_frame_holds_its_values_and_nothing_above_the_release_is_served() {
        let folder = std::env::temp_dir().join(format!("kh-preview-release-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("dist/1")).unwrap();
        fs::write(folder.join("secret.js"), "secret").unwrap();
        assert!(Release::read(&folder.join("dist")).is_err_and(|why| why.contains("cargo xtask dist")));
        fs::write(folder.join("dist/manifest.json"), r#"{"version":"1"}"#).unwrap();
        fs::write(
            folder.join("dist/1/frame.html"),
            "<html lang=\"__KH_LANG__\"><meta content=\"__KH_META__\">",
        )
        .unwrap();
        let release = Release::read(&folder.join("dist")).unwrap();
        let said = release.frame("sv-SE", "/packs/1/sv-SE.khp", &serde_json::json!({ "a": "\"<" }));
        assert_eq!(said, "<html lang=\"sv-SE\"><meta content=\"{&quot;a&quot;:&quot;\\&quot;&lt;&quot;}\">");
        assert!(release.file("/manifest.json").is_some());
        for address in ["/../secret.js", "//secret.js/..", "/1/../../secret.js", "/nothing.js", "/1"] {
            assert!(release.file(address).is_none(), "{address}");
        }
        fs::remove_dir_all(&folder).unwrap();
    }
}
