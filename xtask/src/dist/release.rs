//! A release: a set of files made together, under a version that names them all.
//!
//! Not here: writing them (../dist.rs), what is said of them (manifest.rs).

use super::assets::Assets;
use super::loader::{self, LOADER, Script};
use super::packs::Packed;
use crate::failure::Outcome;
use crate::stamp;

/// Everything of a release, finished.
#[derive(Debug)]
pub struct Release {
    /// `<package version>-<build>`: stands in addresses, in the scripts, in the manifest.
    pub version: String,
    pub assets: Assets,
    pub packs: Vec<Packed>,
    pub scripts: Vec<Script>,
}

impl Release {
    /// Names a release by what is in it, and finishes its scripts, which carry that name.
    pub fn new(assets: Assets, packs: Vec<Packed>, scripts: Vec<Script>) -> Outcome<Release> {
        let version = format!("{}-{}", env!("CARGO_PKG_VERSION"), build(&assets, &packs, &scripts));
        let scripts = loader::finish(scripts, &version, &assets)?;
        Ok(Release { version, assets, packs, scripts })
    }

    /// Every public file by its address. The loader is there twice: pinned, and at an address that follows releases.
    pub fn files(&self) -> Vec<(String, &[u8])> {
        let moving = self.scripts.iter().filter(|script| script.name == LOADER);
        let moving = moving.map(|script| (format!("/v1/{}", script.name), script.text.as_bytes()));
        let scripts = self.scripts.iter();
        let scripts = scripts.map(|s| (format!("/{}/{}", self.version, s.name), s.text.as_bytes()));
        let assets =
            self.assets.files.iter().map(|(name, bytes)| (format!("/assets/{name}"), bytes.as_slice()));
        let packs = self.packs.iter().flat_map(|packed| &packed.files);
        let packs = packs.map(|(name, bytes)| (format!("/packs/{name}"), bytes.as_slice()));
        let mut files: Vec<(String, &[u8])> = moving.chain(scripts).chain(assets).collect();
        // Locales of one language share its encoder.
        for (path, bytes) in packs {
            if !files.iter().any(|(known, _)| *known == path) {
                files.push((path, bytes));
            }
        }
        files
    }
}

/// Twelve hex digits over every name and content of a release, the frame's template too: whatever is another makes
/// another version, so that no address of a version ever means two things.
fn build(assets: &Assets, packs: &[Packed], scripts: &[Script]) -> String {
    let mut all = assets.html.clone().into_bytes();
    let packs = packs.iter().flat_map(|packed| &packed.files);
    let packs = packs.map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
    let assets = assets.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
    let scripts = scripts.iter().map(|script| (script.name.as_str(), script.text.as_bytes()));
    for (name, bytes) in assets.chain(packs).chain(scripts) {
        all.extend_from_slice(name.as_bytes());
        all.push(0);
        all.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
        all.extend_from_slice(bytes);
    }
    stamp::short_hash(&all, 12)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::tests::release;

    #[test]
    fn the_version_is_everything_in_the_release() {
        let version = |change: fn(&mut Release)| {
            let mut release = release("");
            release.scripts[0].text = "v='__KH_BUILD__'".to_owned();
            change(&mut release);
            Release::new(release.assets, release.packs, release.scripts).unwrap().version
        };
        let first = version(|_| {});
        assert_eq!(first.len(), env!("CARGO_PKG_VERSION").len() + 13);
        assert!(first.starts_with(&format!("{}-", env!("CARGO_PKG_VERSION"))));
        assert_eq!(first, version(|_| {}));
        let changes: [fn(&mut Release); 5] = [
            |release| release.assets.html.push(' '),
            |release| release.assets.files.values_mut().for_each(|bytes| bytes.push(0)),
            |release| release.packs[0].files[1].1.push(0),
            |release| release.scripts[0].text.push(' '),
            |release| release.scripts[1].text.push(' '),
        ];
        for change in changes {
            assert_ne!(first, version(change));
        }
    }

    #[test]
    fn the_loader_is_there_pinned_and_moving_with_the_same_bytes() {
        let release = release("1-a");
        let files = release.files();
        let bytes = |address: &str| files.iter().find(|(its, _)| its == address).unwrap().1;
        assert_eq!(bytes("/v1/klarna-help.js"), bytes("/1-a/klarna-help.js"));
        assert!(!files.iter().any(|(address, _)| address == "/v1/core.js"));
    }
}
