//! `manifest.json`: what the portal serves by, and what a merchant keeps of each script (PCI DSS 6.4.3).
//!
//! Where the portal's origin belongs stands `{{portal}}`; the portal fills it in. Not here: the sentences (purpose.rs).

use super::loader::LOADER;
use super::purpose::{FRAME_DOCUMENT, Scope};
use super::{Release, integrity, purpose};
use crate::failure::{Failure, Outcome};
use serde_json::{Map, Value, json};
use std::fs;
use std::path::Path;

/// Raised when the portal would not read an older one: releases of another form are not kept.
pub const FORMAT: u64 = 2;

/// Stands for the portal's origin, which a release does not know.
const PORTAL: &str = "{{portal}}";

/// Writes it beside what it describes: `folder` holds the release's files, compressed.
pub fn write(folder: &Path, release: &Release) -> Outcome {
    let text = format!("{:#}\n", json(folder, release)?);
    for path in [folder.join("manifest.json"), folder.join(&release.version).join("manifest.json")] {
        fs::write(&path, &text).map_err(|error| Failure::io("write", &path, &error))?;
    }
    Ok(())
}

fn json(folder: &Path, release: &Release) -> Outcome<Value> {
    let files: Outcome<Vec<Value>> =
        release.files().into_iter().map(|(path, bytes)| file(folder, &path, bytes)).collect();
    let assets = &release.assets;
    Ok(json!({
        "format": FORMAT,
        "version": release.version,
        "app": {"glue": assets.glue, "wasm": assets.wasm, "css": assets.css},
        "locales": locales(release),
        "scriptTag": script_tag(release),
        "csp": csp(),
        "frameDocument": frame_document(release),
        "files": files?
    }))
}

/// The loader at its pinned address, for a page to copy.
fn script_tag(release: &Release) -> Option<String> {
    let loader = release.scripts.iter().find(|script| script.name == LOADER)?;
    let (version, hash) = (&release.version, integrity::of(loader.text.as_bytes()));
    Some(format!(
        "<script async src=\"{PORTAL}/{version}/{LOADER}\" integrity=\"{hash}\" crossorigin=\"anonymous\" \
         data-client-id=\"your-client-id\" data-locale=\"en-GB\"></script>"
    ))
}

/// What a page's policy must allow, by mount.
fn csp() -> Value {
    let script = format!("script-src {PORTAL}");
    let frame = format!("frame-src {PORTAL}");
    json!({
        "frame": [script, frame],
        "inline": [format!("{script} 'wasm-unsafe-eval'"), format!("connect-src {PORTAL}"), frame]
    })
}

/// The document in the frame. The portal writes the client's own values into it, so that no page's hash could be said of it:
/// `sha384` and `bytes` are the template's. It is here for the inventory, and for whoever compares two releases.
fn frame_document(release: &Release) -> Value {
    let template = release.assets.html.as_bytes();
    json!({
        "path": format!("/frame/{}/{{clientId}}/{{locale}}", release.version),
        "sha384": integrity::of(template),
        "bytes": template.len(),
        "scope": Scope::Frame.name(),
        "purpose": FRAME_DOCUMENT
    })
}

fn locales(release: &Release) -> Map<String, Value> {
    let entry = |packed: &super::packs::Packed| {
        let (pack, content) = (format!("/packs/{}", packed.pack), format!("/packs/{}", packed.folder));
        (packed.locale.clone(), json!({"market": packed.market, "pack": pack, "content": content}))
    };
    release.packs.iter().map(entry).collect()
}

fn file(folder: &Path, path: &str, bytes: &[u8]) -> Outcome<Value> {
    let (purpose, scope) = purpose::of(path)?;
    // A file too small to have a compressed sibling is sent as it is.
    let compressed = folder.join(format!("{}.br", path.trim_start_matches('/')));
    let brotli = fs::metadata(compressed).map_or(bytes.len() as u64, |data| data.len());
    Ok(json!({
        "path": path,
        "sha384": integrity::of(bytes),
        "bytes": bytes.len(),
        "brotli": brotli,
        "scope": scope.name(),
        "purpose": purpose
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::tests::{folder, release};

    #[test]
    fn it_is_as_the_portal_reads_it_and_the_same_in_both_places() {
        let folder = folder("manifest");
        let release = release("0.1.0-0123456789ab");
        fs::create_dir_all(folder.join(&release.version)).unwrap();
        write(&folder, &release).unwrap();
        let text = fs::read_to_string(folder.join("manifest.json")).unwrap();
        assert_eq!(fs::read_to_string(folder.join("0.1.0-0123456789ab/manifest.json")).unwrap(), text);
        let read: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["version"], "0.1.0-0123456789ab");
        assert_eq!(
            read["app"],
            json!({"glue": "/assets/app-1.js", "wasm": "/assets/app-1.wasm", "css": "/assets/app-1.css"})
        );
        assert_eq!(
            read["locales"],
            json!({"en-GB": {"market": "GB", "pack": "/packs/en-GB-1.khp", "content": "/packs/en-GB-2"}})
        );
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn it_has_what_a_merchants_inventory_needs_of_every_public_file() {
        let folder = folder("inventory");
        let release = release("0.1.0-0123456789ab");
        fs::create_dir_all(folder.join("v1")).unwrap();
        fs::write(folder.join("v1/klarna-help.js.br"), "123").unwrap();
        let read = json(&folder, &release).unwrap();
        let paths: Vec<&str> =
            read["files"].as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap()).collect();
        assert_eq!(
            paths,
            [
                "/v1/klarna-help.js",
                "/0.1.0-0123456789ab/klarna-help.js",
                "/0.1.0-0123456789ab/core.js",
                "/assets/app-1.wasm",
                "/packs/en-GB-1.khp",
                "/packs/en-GB-2/shelf.khs",
            ]
        );
        let hash = integrity::of(b"loader");
        let loader = &read["files"][0];
        assert_eq!(
            (&loader["sha384"], &loader["bytes"], &loader["brotli"], &loader["scope"]),
            (&json!(hash), &json!(6), &json!(3), &json!("host page"))
        );
        assert_eq!(read["files"][1]["sha384"], loader["sha384"], "pinned and moving are one script");
        assert_eq!(read["files"][1]["brotli"], 6);
        assert_eq!(read["files"][3]["scope"], "frame");
        let document = &read["frameDocument"];
        assert_eq!(document["path"], "/frame/0.1.0-0123456789ab/{clientId}/{locale}");
        assert_eq!(document["sha384"], integrity::of(release.assets.html.as_bytes()));
        assert_eq!(
            (&document["bytes"], &document["scope"]),
            (&json!(release.assets.html.len()), &json!("frame"))
        );
        let tag = read["scriptTag"].as_str().unwrap();
        assert!(tag.contains("src=\"{{portal}}/0.1.0-0123456789ab/klarna-help.js\""), "{tag}");
        assert!(tag.contains(&format!("integrity=\"{hash}\" crossorigin")), "{tag}");
        fs::remove_dir_all(folder).unwrap();
    }
}
