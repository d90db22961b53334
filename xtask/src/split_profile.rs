//! `split-profile`: finds out which functions run until home is on the screen, and then until a search is answered and what
//! was found is opened, and writes them down.
//!
//! To be run when the way there has changed much: `cargo xtask size` shows a part growing, or tests/e2e/module-parts says that
//! a function of a later part was called. Not here: the cut (dist/split/).

use crate::dist::split::{self, cut};
use crate::failure::{Failure, Outcome};
use crate::project::Project;
use crate::{dist, drive, process, setup};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// The app asks for later parts as ever, gets two refusals and then nothing: what it does then is all that the first part
/// must do. Where the page says so it gets what answers a search, and after that nothing.
const PENDING: &str = "
let asked = 0;
export const loadRest = async (root, tell) => {
  await 0;
  if (globalThis.answersCome) tell({ type: 'rest' });
  else if (asked++ < 2) tell({ type: 'rest', ok: false });
};
";

pub fn run(project: &Project) -> Outcome {
    setup::run(project, true)?;
    drive::build(project)?;
    let whole = split::whole(project);
    let wasm = fs::read(&whole.wasm).map_err(|error| Failure::io("read", &whole.wasm, &error))?;
    let glue = fs::read_to_string(&whole.glue).map_err(|error| Failure::io("read", &whole.glue, &error))?;
    let (watched, names) =
        cut::instrument(&wasm).map_err(|what| Failure::new(format!("cannot watch the module: {what}")))?;

    let folder = project.path("target/xtask/profile");
    let _ = fs::remove_dir_all(&folder);
    let dist = folder.join("dist");
    process::run(project.command("cp").arg("-r").arg(project.dist()).arg(&dist).current_dir(make(&folder)?))?;
    let manifest = dist.join("manifest.json");
    let text = fs::read(&manifest).map_err(|error| Failure::io("read", &manifest, &error))?;
    let manifest: Value = serde_json::from_slice(&text).unwrap_or_default();
    for (file, bytes) in [("wasm", watched), ("glue", (glue + PENDING).into_bytes())] {
        let address = manifest.pointer(&format!("/app/{file}")).and_then(Value::as_str).unwrap_or_default();
        replace(&dist.join(address.trim_start_matches('/')), &bytes)?;
    }
    let known = folder.join("names.txt");
    fs::write(&known, names.join("\n")).map_err(|error| Failure::io("write", &known, &error))?;
    let chromium = setup::chromium(project).ok_or_else(|| Failure::new("chromium is missing"))?;
    let mut node = drive::script(project, "xtask/js/split-profile.mjs")?;
    node.args([&known, &project.path(split::FIRST_LIST), &project.path(split::ANSWERS_LIST)])
        .env("KH_DIST", &dist)
        .env("KH_CHROMIUM", chromium);
    process::run(&mut node)?;
    dist::run(project)
}

fn make(folder: &Path) -> Outcome<&Path> {
    fs::create_dir_all(folder).map_err(|error| Failure::io("make", folder, &error))?;
    Ok(folder)
}

/// Puts other bytes under a name; what was compressed of the old ones goes.
fn replace(path: &Path, bytes: &[u8]) -> Outcome {
    for compressed in ["br", "gz"] {
        let _ = fs::remove_file(format!("{}.{compressed}", path.display()));
    }
    // Not into the file: it may be a link to the one in dist/.
    fs::remove_file(path).map_err(|error| Failure::io("replace", path, &error))?;
    fs::write(path, bytes).map_err(|error| Failure::io("write", path, &error))
}
