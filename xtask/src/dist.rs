//! `dist`: everything the portal serves, whole or not at all. Its layout is the contract with crates/portal:
//!
//! ```text
//! dist/assets/*       the frame's files, named by content      dist/v1/*          scripts of fixed address
//! dist/packs/*        content, named by content                dist/frame.html    template of the frame document
//! dist/manifest.json  the build and the addresses              .br and .gz beside every file worth it
//! ```
//!
//! Not here: serving; budgets (size.rs).

mod assets;
mod frame;
mod html;
mod loader;
mod minify;
mod packs;
mod style;
mod trunk;

use crate::content;
use crate::failure::{Failure, Outcome};
use crate::process;
use crate::project::Project;
use crate::stamp::{self, Stamp};
use assets::Assets;
use packs::Packed;
use serde_json::{Map, Value, json};
use std::fs::{self, File};
use std::path::Path;
use std::time::Instant;

/// What dist is made of besides the widget.
const INPUTS: &[&str] = &[
    "content",
    "loader",
    "crates/author",
    "xtask/src/dist.rs",
    "xtask/src/dist",
    "xtask/js",
    "xtask/src/content.rs",
];

/// Makes `dist/` new, or leaves it when nothing it is made of has changed.
pub fn run(project: &Project) -> Outcome {
    let start = Instant::now();
    let _one_at_a_time = lock(project)?;
    let widget = trunk::stamp(project)?;
    let mut all = Stamp::default().fact(&widget);
    for input in INPUTS {
        all = all.path(&project.root, input)?;
    }
    let all = all.end();
    let kept = project.path("target/xtask/dist.stamp");
    if stamp::matches(&kept, &all) && project.dist().join("manifest.json").is_file() {
        println!("dist: unchanged");
        return Ok(());
    }
    let packs: Vec<Packed> = content::compile(project)?.into_iter().map(packs::name).collect();
    let trunk = trunk::build(project, &widget)?;
    let index = trunk.join("index.html");
    let index = fs::read_to_string(&index).map_err(|error| Failure::io("read", &index, &error))?;
    let assets = assets::gather(project, &trunk, frame::take_apart(&index)?)?;
    let build = build_id(&assets, &packs);
    let scripts = loader::scripts(project, &build)?;

    // Beside the old one and then in its place, so that a build that fails leaves the old one. A portal that runs keeps
    // naming the old files: it is to be started anew (docs/operating.md, "A new release").
    let new = project.path("target/xtask/dist.new");
    let _ = fs::remove_dir_all(&new);
    for (name, bytes) in &assets.files {
        write(&new.join("assets").join(name), bytes)?;
    }
    for (name, bytes) in packs.iter().flat_map(|packed| [&packed.pack, &packed.bodies]) {
        write(&new.join("packs").join(name), bytes)?;
    }
    for (name, script) in &scripts {
        write(&new.join("v1").join(name), script.as_bytes())?;
    }
    write(&new.join("frame.html"), assets.html.as_bytes())?;
    process::quiet(project.command("node").arg(project.path("xtask/js/precompress.mjs")).arg(&new))?;
    write(&new.join("manifest.json"), manifest(&build, &assets, &packs).as_bytes())?;
    put_in_place(&new, &project.dist())?;
    stamp::keep(&kept, &all)?;
    println!("dist: build {build} in {:.1} s", start.elapsed().as_secs_f64());
    Ok(())
}

/// A demo and a test run at once would write into the same folders. The lock is the file's, and ends with it.
fn lock(project: &Project) -> Outcome<File> {
    let path = project.path("target/xtask/dist.lock");
    write(&path, b"")?;
    let file = File::open(&path).map_err(|error| Failure::io("open", &path, &error))?;
    if file.try_lock().is_err() {
        println!("dist: waiting for another xtask");
        file.lock().map_err(|error| Failure::io("lock", &path, &error))?;
    }
    Ok(file)
}

/// Twelve hex digits over every name and content that a frame of this build may load, and the frame itself: its
/// address carries the build, so that a new loader gets no document of an old one from a cache.
fn build_id(assets: &Assets, packs: &[Packed]) -> String {
    let mut all = assets.html.clone().into_bytes();
    let packs =
        packs.iter().flat_map(|packed| [&packed.pack, &packed.bodies]).map(|(name, bytes)| (name, bytes));
    for (name, bytes) in assets.files.iter().chain(packs) {
        all.extend_from_slice(name.as_bytes());
        all.push(0);
        all.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
        all.extend_from_slice(bytes);
    }
    stamp::short_hash(&all, 12)
}

fn manifest(build: &str, assets: &Assets, packs: &[Packed]) -> String {
    let locales: Map<String, Value> = packs
        .iter()
        .map(|packed| {
            let (pack, bodies) = (format!("/packs/{}", packed.pack.0), format!("/packs/{}", packed.bodies.0));
            (packed.locale.clone(), json!({"market": packed.market, "pack": pack, "bodies": bodies}))
        })
        .collect();
    let app = json!({"glue": assets.glue, "wasm": assets.wasm, "css": assets.css});
    format!("{:#}\n", json!({"build": build, "app": app, "locales": locales}))
}

fn write(path: &Path, bytes: &[u8]) -> Outcome {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| Failure::io("make", folder, &error))?;
    }
    fs::write(path, bytes).map_err(|error| Failure::io("write", path, &error))
}

fn put_in_place(new: &Path, dist: &Path) -> Outcome {
    if dist.exists() {
        fs::remove_dir_all(dist).map_err(|error| Failure::io("remove", dist, &error))?;
    }
    fs::rename(new, dist).map_err(|error| Failure::io("write", dist, &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(bytes: &[u8]) -> Packed {
        let file = |name: &str| (name.to_owned(), bytes.to_vec());
        Packed {
            locale: "en-GB".into(),
            market: "GB".into(),
            pack: file("en-GB-1.khp"),
            bodies: file("en-GB-2.khb"),
        }
    }

    #[test]
    fn the_build_is_the_frame_and_all_it_loads() {
        let assets = |html: &str, bytes: &[u8]| {
            let mut assets = Assets { html: html.into(), ..Assets::default() };
            assets.files.insert("a.js".into(), bytes.to_vec());
            assets
        };
        let first = build_id(&assets("h", b"1"), &[packed(b"p")]);
        assert_eq!(first.len(), 12);
        assert_eq!(first, build_id(&assets("h", b"1"), &[packed(b"p")]));
        assert_ne!(first, build_id(&assets("H", b"1"), &[packed(b"p")]));
        assert_ne!(first, build_id(&assets("h", b"2"), &[packed(b"p")]));
        assert_ne!(first, build_id(&assets("h", b"1"), &[packed(b"q")]));
    }

    #[test]
    fn the_manifest_is_as_the_portal_reads_it() {
        let assets = Assets {
            glue: "/assets/g.js".into(),
            wasm: "/assets/w.wasm".into(),
            css: "/assets/c.css".into(),
            ..Assets::default()
        };
        let read: Value = serde_json::from_str(&manifest("0123456789ab", &assets, &[packed(b"p")])).unwrap();
        assert_eq!(
            read,
            json!({
                "build": "0123456789ab",
                "app": {"glue": "/assets/g.js", "wasm": "/assets/w.wasm", "css": "/assets/c.css"},
                "locales": {"en-GB": {"market": "GB", "pack": "/packs/en-GB-1.khp", "bodies": "/packs/en-GB-2.khb"}}
            })
        );
    }
}
