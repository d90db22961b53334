//! `dist`: everything the portal serves, whole or not at all. Its layout is the contract with crates/portal:
//!
//! ```text
//! dist/<version>/*    a release: its scripts, manifest.json, and frame.html, the template of the frame document
//! dist/v1/*           the loader of the current release, at an address that never changes
//! dist/assets/*       the app's files, named by content       dist/packs/**   content, in files and folders named by content
//! dist/manifest.json  which release is the current one        .br and .gz beside every file worth it
//! ```
//!
//! Earlier releases stay (earlier.rs). Not here: serving; budgets (size.rs).

mod assets;
mod earlier;
mod frame;
mod html;
mod integrity;
mod loader;
mod manifest;
mod minify;
mod packs;
mod purpose;
mod release;
pub mod split;
mod style;
mod trunk;

use crate::content;
use crate::failure::{Failure, Outcome};
use crate::process;
use crate::project::Project;
use crate::stamp::{self, Stamp};
use packs::Packed;
use release::Release;
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
    let packs: Vec<Packed> =
        content::compile(project)?.into_iter().map(packs::name).collect::<Outcome<_>>()?;
    let scripts = loader::minified(project)?;
    let trunk = trunk::build(project, &widget)?;
    let index = trunk.join("index.html");
    let index = fs::read_to_string(&index).map_err(|error| Failure::io("read", &index, &error))?;
    let assets = assets::gather(project, &trunk, frame::take_apart(&index)?)?;
    let release = Release::new(assets, packs, scripts)?;

    // Beside the old one and then in its place, so that a build that fails leaves the old one. A portal that runs keeps
    // naming the old files: it is to be started anew (docs/operating.md, "A new release").
    let new = project.path("target/xtask/dist.new");
    let _ = fs::remove_dir_all(&new);
    for (address, bytes) in release.files() {
        write(&new.join(address.trim_start_matches('/')), bytes)?;
    }
    write(&new.join(&release.version).join("frame.html"), release.assets.html.as_bytes())?;
    process::quiet(project.command("node").arg(project.path("xtask/js/precompress.mjs")).arg(&new))?;
    manifest::write(&new, &release)?;
    let earlier = earlier::keep(&project.dist(), &new, &release.version)?;
    put_in_place(&new, &project.dist())?;
    stamp::keep(&kept, &all)?;
    let also = if earlier.is_empty() { String::new() } else { format!(", beside {}", earlier.join(" and ")) };
    println!("dist: {}{also}, in {:.1} s", release.version, start.elapsed().as_secs_f64());
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

fn read(path: &Path) -> Outcome<Vec<u8>> {
    fs::read(path).map_err(|error| Failure::io("read", path, &error))
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
    use super::assets::Assets;
    use super::loader::Script;
    use super::*;
    use std::path::PathBuf;

    /// An empty folder of its own for a test.
    pub fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("kh-dist-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    /// A small release under a name of the test's choice.
    pub fn release(version: &str) -> Release {
        let file = |path: &str| (path.to_owned(), b"pack".to_vec());
        let mut assets = Assets {
            glue: "/assets/app-1.js".into(),
            wasm: "/assets/app-1.wasm".into(),
            css: "/assets/app-1.css".into(),
            html: "<html>".into(),
            ..Assets::default()
        };
        assets.files.insert("app-1.wasm".into(), b"module".to_vec());
        let script = |name: &str, text: &str| Script { name: name.to_owned(), text: text.to_owned() };
        Release {
            version: version.to_owned(),
            assets,
            packs: vec![Packed {
                locale: "en-GB".into(),
                market: "GB".into(),
                pack: "en-GB-1.khp".into(),
                folder: "en-GB-2".into(),
                files: vec![file("en-GB-1.khp"), file("en-GB-2/shelf.khs")],
            }],
            scripts: vec![script(loader::LOADER, "loader"), script("core.js", "core")],
        }
    }
}
