//! The releases in `dist/`: the current one, and earlier ones whose loaders are still on pages.
//!
//! Here: their manifests, read once at start-up. A version is a set of files made and tested together, so that a loader
//! of yesterday gets yesterday's scripts and yesterday's document. Not here: packs (`content`), serving (`release`).

use crate::content::ContentError;
use crate::origin::Origin;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// Stands for the portal's origin in a manifest: a release does not know where it will be served.
const PORTAL: &str = "{{portal}}";

/// One release.
#[derive(Debug)]
pub struct Version {
    /// `<package version>-<build>`, as it stands in addresses.
    pub name: String,
    /// Addresses of content, by locale.
    pub locales: BTreeMap<String, LocaleFiles>,
    /// The frame's template, with its tokens.
    pub frame: String,
    /// Addresses of every public file.
    files: Vec<String>,
    /// The manifest as it was written.
    manifest: String,
}

/// Where a locale's content is, and the market it is for.
#[derive(Clone, Debug, Deserialize)]
pub struct LocaleFiles {
    /// Code of the market.
    pub market: String,
    /// Address of the pack.
    pub pack: String,
    /// Address of the folder with everything else.
    pub content: String,
}

#[derive(Deserialize)]
struct Manifest {
    version: String,
    locales: BTreeMap<String, LocaleFiles>,
    files: Vec<ManifestFile>,
}

#[derive(Deserialize)]
struct ManifestFile {
    path: String,
}

impl Version {
    /// The current release, by `dist/manifest.json`.
    ///
    /// # Errors
    /// See [`ContentError`].
    pub fn current(dist: &Path) -> Result<Self, ContentError> {
        let manifest = dist.join("manifest.json");
        if !manifest.is_file() {
            return Err(ContentError::NotBuilt(manifest));
        }
        let (text, read) = Manifest::read(&manifest)?;
        let folder = dist.join(&read.version);
        Self::new(&folder, text, read)
    }

    fn new(folder: &Path, manifest: String, read: Manifest) -> Result<Self, ContentError> {
        Ok(Self {
            frame: read_text(&folder.join("frame.html"))?,
            name: read.version,
            locales: read.locales,
            files: read.files.into_iter().map(|file| file.path).collect(),
            manifest,
        })
    }

    /// Whether this release made a public file of that address.
    pub fn has(&self, address: &str) -> bool {
        self.files.iter().any(|own| own == address)
    }

    /// The manifest for whoever reads it from this portal.
    pub fn manifest(&self, portal: &Origin) -> String {
        self.manifest.replace(PORTAL, portal.as_str())
    }
}

impl Manifest {
    /// As it was written, and read.
    fn read(path: &Path) -> Result<(String, Self), ContentError> {
        let text = read_text(path)?;
        let fault = |fault| ContentError::Manifest { path: path.to_owned(), fault };
        let read = serde_json::from_str(&text).map_err(fault)?;
        Ok((text, read))
    }
}

/// The releases beside the current one: every folder of `dist/` with a manifest that says the folder's own name.
///
/// # Errors
/// See [`ContentError`]. A folder that is a release but cannot be read stops the start: its customers would get 404.
pub fn kept(dist: &Path, current: &str) -> Result<Vec<Version>, ContentError> {
    let unreadable = |source| ContentError::Unreadable { path: dist.to_owned(), source };
    let mut kept = Vec::new();
    for entry in std::fs::read_dir(dist).map_err(unreadable)? {
        let folder = entry.map_err(unreadable)?.path();
        let manifest = folder.join("manifest.json");
        if !manifest.is_file() || folder.ends_with(current) {
            continue;
        }
        let (text, read) = Manifest::read(&manifest)?;
        if !folder.ends_with(&read.version) {
            return Err(ContentError::Misplaced { path: folder, version: read.version });
        }
        kept.push(Version::new(&folder, text, read)?);
    }
    kept.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(kept)
}

fn read_text(path: &Path) -> Result<String, ContentError> {
    std::fs::read_to_string(path).map_err(|source| ContentError::Unreadable { path: path.to_owned(), source })
}
