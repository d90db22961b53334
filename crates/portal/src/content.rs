//! What `cargo xtask dist` wrote, read once at start-up.
//!
//! Here: the manifest, the frame's template, and each locale's pack. A fault stops the start with its reason. Not
//! here: serving the files (`assets`), turning them into pages (`frame`, `plain`).

use jiff::tz::TimeZone;
use klarna_help_pack::{Bodies, Pack, PackError, decode_bodies, decode_pack};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Everything the portal knows of `dist/`.
#[derive(Debug)]
pub struct Content {
    /// The folder itself, for files served as they are.
    pub dist: PathBuf,
    /// The build, twelve hex digits.
    pub build: String,
    /// The app's files.
    pub app: AppFiles,
    /// `frame.html` with its tokens.
    pub frame: String,
    locales: BTreeMap<String, Locale>,
}

/// Addresses of the app's files.
#[derive(Clone, Debug, Deserialize)]
pub struct AppFiles {
    /// JavaScript glue.
    pub glue: String,
    /// WebAssembly.
    pub wasm: String,
    /// Style sheet.
    pub css: String,
}

/// One locale.
#[derive(Debug)]
pub struct Locale {
    /// BCP 47.
    pub tag: String,
    /// Address of the pack.
    pub pack_url: String,
    /// Address of the bodies.
    pub bodies_url: String,
    /// The pack, without its search index: the portal does not search yet.
    pub pack: Pack,
    /// Every article's body.
    pub bodies: Bodies,
    /// The market's zone.
    pub zone: TimeZone,
}

/// Why content cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum ContentError {
    /// Nothing was built.
    #[error("{0} is not there: run `cargo xtask dist` first, or name the folder with --dist")]
    NotBuilt(PathBuf),
    /// A file that the manifest names, or the template, cannot be read.
    #[error("cannot read {path}: {source}; run `cargo xtask dist` again")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The manifest is of another shape.
    #[error("manifest.json: {0}; run `cargo xtask dist` again")]
    Manifest(serde_json::Error),
    /// The manifest lists no locale.
    #[error("manifest.json lists no locale")]
    NoLocale,
    /// A pack does not decode: dist/ and portal are of different builds.
    #[error("{path}: {fault:?}; run `cargo xtask dist` with the same sources as the portal")]
    Pack {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        fault: PackError,
    },
    /// The manifest and the pack disagree.
    #[error("{path} is not the pack of {expected}")]
    WrongPack {
        /// The file.
        path: PathBuf,
        /// Locale and market by the manifest.
        expected: String,
    },
    /// The market names a zone that the time zone database does not have.
    #[error("market {market}: there is no time zone \"{zone}\"")]
    Zone {
        /// The market.
        market: String,
        /// The zone.
        zone: String,
    },
}

#[derive(Deserialize)]
struct Manifest {
    build: String,
    app: AppFiles,
    locales: BTreeMap<String, ManifestLocale>,
}

#[derive(Deserialize)]
struct ManifestLocale {
    market: String,
    pack: String,
    bodies: String,
}

impl Content {
    /// Reads `dist/`.
    ///
    /// # Errors
    /// See [`ContentError`].
    pub fn load(dist: &Path) -> Result<Self, ContentError> {
        let manifest = dist.join("manifest.json");
        if !manifest.is_file() {
            return Err(ContentError::NotBuilt(manifest));
        }
        let manifest: Manifest = serde_json::from_slice(&read(&manifest)?).map_err(ContentError::Manifest)?;
        let frame = String::from_utf8_lossy(&read(&dist.join("frame.html"))?).into_owned();
        let mut locales = BTreeMap::new();
        for (tag, entry) in manifest.locales {
            locales.insert(tag.clone(), Locale::load(dist, tag, entry)?);
        }
        if locales.is_empty() {
            return Err(ContentError::NoLocale);
        }
        Ok(Self { dist: dist.to_owned(), build: manifest.build, app: manifest.app, frame, locales })
    }

    /// A locale by its tag.
    pub fn locale(&self, tag: &str) -> Option<&Locale> {
        self.locales.get(tag)
    }
}

impl Locale {
    fn load(dist: &Path, tag: String, entry: ManifestLocale) -> Result<Self, ContentError> {
        let file = |url: &str| dist.join(url.trim_start_matches('/'));
        let path = file(&entry.pack);
        let mut pack =
            decode_pack(&read(&path)?).map_err(|fault| ContentError::Pack { path: path.clone(), fault })?;
        if pack.locale != tag || pack.market.code != entry.market {
            return Err(ContentError::WrongPack { path, expected: format!("{tag} in {}", entry.market) });
        }
        pack.index = Vec::new();
        let path = file(&entry.bodies);
        let bodies = decode_bodies(&read(&path)?).map_err(|fault| ContentError::Pack { path, fault })?;
        let zone = TimeZone::get(&pack.market.timezone).map_err(|_| ContentError::Zone {
            market: pack.market.code.clone(),
            zone: pack.market.timezone.clone(),
        })?;
        Ok(Self { tag, pack_url: entry.pack, bodies_url: entry.bodies, pack, bodies, zone })
    }

    /// `rtl` for languages written from right to left.
    pub fn direction(&self) -> &'static str {
        let language = self.tag.split('-').next().unwrap_or_default();
        if ["ar", "fa", "he", "ur", "yi"].contains(&language) { "rtl" } else { "ltr" }
    }
}

fn read(path: &Path) -> Result<Vec<u8>, ContentError> {
    std::fs::read(path).map_err(|source| ContentError::Unreadable { path: path.to_owned(), source })
}
