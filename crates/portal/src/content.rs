//! What `cargo xtask dist` wrote, read once at start-up.
//!
//! Here: each locale's pack, shelf and articles. A fault stops the start with its reason. Not here: manifests (`versions`), serving the
//! files (`assets`, `release`), turning them into pages (`frame`, `plain`).

use crate::versions::{self, LocaleFiles, Version};
use jiff::tz::TimeZone;
use klarna_help_pack::{Body, INDEX_FILE, Pack, PackError, Piece, Shelf, VECTORS_FILE};
use klarna_help_search::{Encoder, Index, Meaning, Vectors};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Everything the portal knows of `dist/`.
#[derive(Debug)]
pub struct Content {
    /// The folder itself, for files served as they are.
    pub dist: PathBuf,
    /// The release that new customers get.
    pub current: Version,
    /// Earlier releases, for loaders that caches and pages still have.
    pub kept: Vec<Version>,
    locales: BTreeMap<String, Locale>,
}

/// One locale.
#[derive(Debug)]
pub struct Locale {
    /// BCP 47.
    pub tag: String,
    /// What home says.
    pub pack: Pack,
    /// What everything else shares.
    pub shelf: Shelf,
    /// Every article's body, by slug.
    bodies: BTreeMap<String, Body>,
    /// What finds by words.
    pub(crate) index: Index,
    /// What finds by meaning, in a language that has an encoder.
    pub(crate) meaning: Option<Meaning>,
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
    /// A manifest is of another shape.
    #[error("{path}: {fault}; run `cargo xtask dist` again")]
    Manifest {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        fault: serde_json::Error,
    },
    /// A release lies in a folder of another name.
    #[error("{path} has the manifest of {version}: name the folder so, or remove it")]
    Misplaced {
        /// The folder.
        path: PathBuf,
        /// What its manifest says.
        version: String,
    },
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
    /// What search reads does not fit this portal.
    #[error("{0} is of another build; run `cargo xtask dist` with the same sources as the portal")]
    Search(PathBuf),
    /// The market names a zone that the time zone database does not have.
    #[error("market {market}: there is no time zone \"{zone}\"")]
    Zone {
        /// The market.
        market: String,
        /// The zone.
        zone: String,
    },
}

impl Content {
    /// Reads `dist/`.
    ///
    /// # Errors
    /// See [`ContentError`].
    pub fn load(dist: &Path) -> Result<Self, ContentError> {
        let current = Version::current(dist)?;
        let kept = versions::kept(dist, &current.name)?;
        let mut locales = BTreeMap::new();
        for (tag, files) in &current.locales {
            locales.insert(tag.clone(), Locale::load(dist, tag, files)?);
        }
        if locales.is_empty() {
            return Err(ContentError::NoLocale);
        }
        Ok(Self { dist: dist.to_owned(), current, kept, locales })
    }

    /// A release by the name in an address.
    pub fn version(&self, name: &str) -> Option<&Version> {
        std::iter::once(&self.current).chain(&self.kept).find(|version| version.name == name)
    }

    /// A locale by its tag.
    pub fn locale(&self, tag: &str) -> Option<&Locale> {
        self.locales.get(tag)
    }
}

impl Locale {
    fn load(dist: &Path, tag: &str, files: &LocaleFiles) -> Result<Self, ContentError> {
        let path = dist.join(files.pack.trim_start_matches('/'));
        let pack: Pack = piece(&path)?;
        let wrong = |path| ContentError::WrongPack { path, expected: format!("{tag} in {}", files.market) };
        if pack.locale != tag {
            return Err(wrong(path));
        }
        let folder = dist.join(files.content.trim_start_matches('/'));
        let path = folder.join(format!("shelf.{}", Shelf::EXTENSION));
        let shelf: Shelf = piece(&path)?;
        let market = &shelf.market;
        if market.code != files.market {
            return Err(wrong(path));
        }
        let zone = TimeZone::get(&market.timezone)
            .map_err(|_| ContentError::Zone { market: market.code.clone(), zone: market.timezone.clone() })?;
        let mut bodies = BTreeMap::new();
        for article in &shelf.articles {
            let path = folder.join("article").join(format!("{}.{}", article.slug, Body::EXTENSION));
            bodies.insert(article.slug.clone(), piece(&path)?);
        }
        let path = folder.join(INDEX_FILE);
        let index = Index::read(&bytes(&path)?).map_err(|_| ContentError::Search(path))?;
        let meaning = meaning(&folder, &shelf.encoder)?;
        Ok(Self { tag: tag.to_owned(), pack, shelf, bodies, index, meaning, zone })
    }

    /// An article's body.
    pub fn body(&self, slug: &str) -> Option<&Body> {
        self.bodies.get(slug)
    }

    /// `rtl` for languages written from right to left.
    pub fn direction(&self) -> &'static str {
        let language = self.tag.split('-').next().unwrap_or_default();
        if ["ar", "fa", "he", "ur", "yi"].contains(&language) { "rtl" } else { "ltr" }
    }
}

/// What finds by meaning: the locale's vectors, and its language's encoder beside the folder. None where the language has none.
fn meaning(folder: &Path, encoder: &str) -> Result<Option<Meaning>, ContentError> {
    if encoder.is_empty() {
        return Ok(None);
    }
    let path = folder.with_file_name(encoder);
    let wrong = || ContentError::Search(path.clone());
    let encoder = Encoder::read(&bytes(&path)?).map_err(|_| wrong())?;
    let vectors = Vectors::read(&bytes(&folder.join(VECTORS_FILE))?).ok_or_else(wrong)?;
    Meaning::new(encoder, vectors).ok_or_else(wrong).map(Some)
}

fn bytes(path: &Path) -> Result<Vec<u8>, ContentError> {
    std::fs::read(path).map_err(|source| ContentError::Unreadable { path: path.to_owned(), source })
}

fn piece<P: Piece>(path: &Path) -> Result<P, ContentError> {
    P::decode(&bytes(path)?).map_err(|fault| ContentError::Pack { path: path.to_owned(), fault })
}
