//! The scripts of a release: what a merchant's page names, what that imports, and the probe's.
//!
//! They carry the version they belong to, so they are minified first, with its token in them, and finished once it is
//! known. Not here: what they do (loader/).

use super::assets::Assets;
use super::{integrity, minify};
use crate::failure::{Failure, Outcome};
use crate::project::Project;
use crate::stamp;

/// The page's own script, at an address of its version and at one that follows the current release. The one that is no
/// module.
pub const LOADER: &str = "klarna-help.js";
/// What the loader imports on the first intent.
const CORE: &str = "core.js";
/// Without these there is no release: the portal and the scripts themselves name them.
const REQUIRED: [&str; 5] = [LOADER, CORE, "inline.js", "inside.js", "probe.js"];
/// Trunk takes it into the frame document.
const NOT_OURS: &str = "frame.js";

const VERSION: &str = "__KH_BUILD__";
const CORE_SRI: &str = "__KH_CORE_SRI__";
/// Addresses of the app, for a script that starts it: it need not ask for what its release knows.
const GLUE: &str = "__KH_GLUE__";
const WASM: &str = "__KH_WASM__";
const CSS: &str = "__KH_CSS__";

/// A script under its name in the version's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    pub name: String,
    pub text: String,
}

/// Every script of `loader/`, minified, with tokens.
pub fn minified(project: &Project) -> Outcome<Vec<Script>> {
    let folder = project.path("loader");
    for name in REQUIRED {
        if !folder.join(name).is_file() {
            return Err(Failure::new(format!("loader/{name} is missing"))
                .next("no release goes without it: see REQUIRED in xtask/src/dist/loader.rs"));
        }
    }
    let mut scripts = Vec::new();
    for file in stamp::files(&folder)? {
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name.ends_with(".js") && name != NOT_OURS {
            let minify = if name == LOADER { minify::script } else { minify::module };
            scripts.push(Script { text: minify(project, &file)?, name });
        }
    }
    Ok(scripts)
}

/// With the version and the addresses of the app in the places of their tokens, and in the loader the hash of the
/// finished core.
pub fn finish(mut scripts: Vec<Script>, version: &str, assets: &Assets) -> Outcome<Vec<Script>> {
    for (token, value) in [(VERSION, version), (GLUE, &assets.glue), (WASM, &assets.wasm), (CSS, &assets.css)]
    {
        for script in &mut scripts {
            script.text = script.text.replace(token, value);
        }
    }
    let core = scripts.iter().find(|script| script.name == CORE);
    let core = core.map(|core| integrity::of(core.text.as_bytes()));
    for script in &mut scripts {
        if let Some(core) = core.as_ref().filter(|_| script.name == LOADER) {
            script.text = script.text.replace(CORE_SRI, core);
        }
        check(script, version)?;
    }
    Ok(scripts)
}

fn check(script: &Script, version: &str) -> Outcome {
    let name = &script.name;
    if script.text.contains("__KH_") {
        return Err(Failure::new(format!("loader/{name} has a token that nothing replaces")).next(format!(
            "{VERSION}, {GLUE}, {WASM} and {CSS} anywhere, {CORE_SRI} in {LOADER}: there are no others"
        )));
    }
    if name == LOADER && !script.text.contains(version) {
        return Err(Failure::new(format!("loader/{name} does not name its version")).next(format!(
            "it needs the token {VERSION}: else a returning customer keeps an old core and frame"
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finished(loader: &str, core: &str) -> Outcome<Vec<Script>> {
        let script = |name: &str, text: &str| Script { name: name.to_owned(), text: text.to_owned() };
        let assets = Assets { glue: "/assets/g.js".into(), ..Assets::default() };
        finish(vec![script(LOADER, loader), script(CORE, core)], "0.1.0-0123456789ab", &assets)
    }

    #[test]
    fn scripts_carry_what_their_release_knows_and_the_loader_the_hash_of_the_finished_core() {
        let scripts =
            finished("v='__KH_BUILD__';h='__KH_CORE_SRI__'", "v='__KH_BUILD__';g='__KH_GLUE__'").unwrap();
        assert_eq!(scripts[1].text, "v='0.1.0-0123456789ab';g='/assets/g.js'");
        let hash = integrity::of(scripts[1].text.as_bytes());
        assert_eq!(scripts[0].text, format!("v='0.1.0-0123456789ab';h='{hash}'"));
    }

    #[test]
    fn a_token_that_nothing_replaces_and_a_loader_without_its_version_are_refused() {
        let check = |loader: &str, core: &str, says: &str| {
            let failure = finished(loader, core).unwrap_err().to_string();
            assert!(failure.contains(says), "{failure}");
        };
        check("v='__KH_BUILD__'", "h='__KH_CORE_SRI__'", "core.js has a token");
        check("v='__KH_BUILD__' + '__KH_NAME__'", "", "klarna-help.js has a token");
        check("v=1", "", "does not name its version");
    }
}
