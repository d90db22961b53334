//! The sizes of the current release: raw, and as sent with brotli. Not here: judging them (table.rs).

use crate::failure::{Failure, Outcome};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// Bytes of a file or a sum.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    pub raw: u64,
    pub brotli: u64,
}

impl Size {
    fn larger(self, other: Size) -> Size {
        std::cmp::max_by_key(self, other, |size| size.brotli)
    }
}

impl std::ops::Add for Size {
    type Output = Size;
    fn add(self, other: Size) -> Size {
        Size { raw: self.raw + other.raw, brotli: self.brotli + other.brotli }
    }
}

/// Everything with a budget.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Sizes {
    pub loader: Size,
    pub inline: Size,
    /// What answers a search, with what all later parts share.
    pub answers: Size,
    /// The last part of the module.
    pub rest: Size,
    /// Parts of first open by name; every file of `assets/` is in one of them.
    pub parts: Vec<(String, Size)>,
    /// Of the locale where it is largest; so are the next ones.
    pub shelf: Size,
    pub index: Size,
    /// The text encoder and the vectors of the documents.
    pub encoder: Size,
    /// The largest article or guide: each is a file of its own.
    pub item: Size,
    /// All of those in one.
    pub stock: Size,
}

impl Sizes {
    fn add(&mut self, part: &str, size: Size) {
        match self.parts.iter_mut().find(|(known, _)| known == part) {
            Some((_, sum)) => *sum = *sum + size,
            None => self.parts.push((part.to_owned(), size)),
        }
    }
}

/// Measures the current release of a finished dist folder. Earlier ones are there too, and do not count.
pub fn measure(dist: &Path) -> Outcome<Sizes> {
    let path = dist.join("manifest.json");
    if !path.is_file() {
        return Err(Failure::new("there is no dist/ to measure").next("run `cargo xtask dist` first"));
    }
    let bytes = fs::read(&path).map_err(|error| Failure::io("read", &path, &error))?;
    let damaged = || Failure::new("dist/manifest.json is damaged").next("run `cargo xtask dist` again");
    let manifest: Value = serde_json::from_slice(&bytes).map_err(|_| damaged())?;
    let version = manifest.get("version").and_then(Value::as_str).ok_or_else(damaged)?;

    let mut sizes = Sizes::default();
    sizes.add("document", document(&dist.join(version).join("frame.html"))?);
    let (mut pack, mut encoder, mut vectors) = (Size::default(), Size::default(), Size::default());
    for file in manifest.get("files").and_then(Value::as_array).into_iter().flatten() {
        let (address, size) = entry(file).ok_or_else(damaged)?;
        match kind(address) {
            Kind::Loader => sizes.loader = size,
            Kind::Inline => sizes.inline = sizes.inline + size,
            Kind::Answers => sizes.answers = sizes.answers + size,
            Kind::Rest => sizes.rest = sizes.rest + size,
            Kind::FirstOpen(part) => sizes.add(&part, size),
            // A customer has one locale.
            Kind::Pack => pack = pack.larger(size),
            Kind::Shelf => sizes.shelf = sizes.shelf.larger(size),
            Kind::Index => sizes.index = sizes.index.larger(size),
            Kind::Encoder => encoder = encoder.larger(size),
            Kind::Vectors => vectors = vectors.larger(size),
            Kind::Item => sizes.item = sizes.item.larger(size),
            Kind::Stock => sizes.stock = sizes.stock.larger(size),
            Kind::NotCounted => {}
        }
    }
    sizes.add("pack", pack);
    sizes.encoder = encoder + vectors;
    Ok(sizes)
}

#[derive(Debug, PartialEq, Eq)]
enum Kind {
    Loader,
    Inline,
    Answers,
    Rest,
    FirstOpen(String),
    Pack,
    Shelf,
    Index,
    Encoder,
    Vectors,
    Item,
    Stock,
    /// The loader at its pinned address, which is the same script; scripts that few customers load or none.
    NotCounted,
}

/// What a customer calls nothing, but a budget does: `app-….wasm` is the module.
fn kind(address: &str) -> Kind {
    let (folder, name) = address.rsplit_once('/').unwrap_or_default();
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let stem = stem.rsplit_once('-').map_or(stem, |(stem, _)| stem);
    match (folder, stem, extension) {
        ("/v1", ..) => Kind::Loader,
        (_, _, "khp") => Kind::Pack,
        (_, _, "khs") => Kind::Shelf,
        (_, _, "khx") => Kind::Index,
        (_, _, "khe") => Kind::Encoder,
        (_, _, "khv") => Kind::Vectors,
        (_, _, "kha" | "khf") => Kind::Item,
        (_, _, "kho") => Kind::Stock,
        ("/assets", "answers" | "later", _) => Kind::Answers,
        ("/assets", "rest", _) => Kind::Rest,
        ("/assets", "app", "wasm") => Kind::FirstOpen("module".to_owned()),
        ("/assets", "app", "js") => Kind::FirstOpen("glue".to_owned()),
        ("/assets", "app", "css") => Kind::FirstOpen("sheet".to_owned()),
        ("/assets", stem, _) => Kind::FirstOpen(stem.to_owned()),
        (_, "core", _) => Kind::FirstOpen(stem.to_owned()),
        (_, "inline" | "inside", _) => Kind::Inline,
        _ => Kind::NotCounted,
    }
}

fn entry(file: &Value) -> Option<(&str, Size)> {
    let number = |key: &str| file.get(key)?.as_u64();
    Some((file.get("path")?.as_str()?, Size { raw: number("bytes")?, brotli: number("brotli")? }))
}

/// The template is no public file, so the manifest does not list it.
fn document(file: &Path) -> Outcome<Size> {
    let length = |path: &Path| fs::metadata(path).map(|data| data.len());
    let raw = length(file).map_err(|error| Failure::io("measure", file, &error))?;
    let brotli = length(Path::new(&format!("{}.br", file.display()))).unwrap_or(raw);
    Ok(Size { raw, brotli })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_file_has_its_place() {
        let part = |name: &str| Kind::FirstOpen(name.to_owned());
        let cases = [
            ("/assets/app-0123.wasm", part("module")),
            ("/assets/app-0123.js", part("glue")),
            ("/assets/app-0123.css", part("sheet")),
            ("/assets/init-0123.js", part("init")),
            ("/assets/odd", part("odd")),
            ("/0.1.0-0123/core.js", part("core")),
            ("/0.1.0-0123/commands.js", Kind::NotCounted),
            ("/0.1.0-0123/inline.js", Kind::Inline),
            ("/0.1.0-0123/inside.js", Kind::Inline),
            ("/assets/rest-0123.wasm", Kind::Rest),
            ("/assets/answers-0123.wasm", Kind::Answers),
            ("/assets/later-0123.css", Kind::Answers),
            ("/v1/klarna-help.js", Kind::Loader),
            ("/0.1.0-0123/klarna-help.js", Kind::NotCounted),
            ("/0.1.0-0123/probe.js", Kind::NotCounted),
            ("/packs/en-GB-0123.khp", Kind::Pack),
            ("/packs/en-GB-0123/shelf.khs", Kind::Shelf),
            ("/packs/en-GB-0123/index.khx", Kind::Index),
            ("/packs/en-0123.khe", Kind::Encoder),
            ("/packs/en-GB-0123/vectors.khv", Kind::Vectors),
            ("/packs/en-GB-0123/article/late-fee.kha", Kind::Item),
            ("/packs/en-GB-0123/flow/refund-missing.khf", Kind::Item),
            ("/packs/en-GB-0123/stock.kho", Kind::Stock),
        ];
        for (address, expected) in cases {
            assert_eq!(kind(address), expected, "{address}");
        }
    }

    #[test]
    fn measures_the_current_release_and_no_other() {
        let dist = std::env::temp_dir().join(format!("kh-size-{}", std::process::id()));
        let _ = fs::remove_dir_all(&dist);
        let put = |name: &str, bytes: &[u8]| {
            let path = dist.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        };
        assert!(measure(&dist).unwrap_err().to_string().contains("cargo xtask dist"));
        put("1-a/frame.html", &[0; 900]);
        put("1-a/frame.html.br", &[0; 300]);
        put("assets/app-0.wasm", &[0; 9000]);
        let file =
            |path: &str, bytes: u64, brotli: u64| json!({"path": path, "bytes": bytes, "brotli": brotli});
        let files = [
            file("/v1/klarna-help.js", 40, 30),
            file("/1-a/klarna-help.js", 40, 30),
            file("/1-a/core.js", 60, 50),
            file("/1-a/inline.js", 35, 35),
            file("/1-a/inside.js", 9, 8),
            file("/assets/app-1.wasm", 5000, 2000),
            file("/assets/part-1.js", 10, 10),
            file("/assets/part-2.js", 20, 20),
            file("/packs/en-GB-1.khp", 90, 70),
            file("/packs/de-DE-1.khp", 80, 75),
            file("/packs/en-GB-1/shelf.khs", 50, 45),
            file("/packs/en-1.khe", 400, 300),
            file("/packs/en-GB-1/vectors.khv", 9, 9),
            file("/packs/en-SE-1/vectors.khv", 8, 8),
            file("/packs/en-GB-1/article/a.kha", 9, 8),
            file("/packs/en-GB-1/flow/a.khf", 12, 11),
            file("/packs/en-GB-1/stock.kho", 25, 16),
        ];
        put("manifest.json", json!({"version": "1-a", "files": files}).to_string().as_bytes());
        let sizes = measure(&dist).unwrap();
        let size = |raw, brotli| Size { raw, brotli };
        let parts = [
            ("document", size(900, 300)),
            ("core", size(60, 50)),
            ("module", size(5000, 2000)),
            ("part", size(30, 30)),
            ("pack", size(80, 75)),
        ];
        let expected = Sizes {
            loader: size(40, 30),
            inline: size(44, 43),
            answers: Size::default(),
            rest: Size::default(),
            parts: parts.map(|(name, size)| (name.to_owned(), size)).into(),
            shelf: size(50, 45),
            index: Size::default(),
            encoder: size(409, 309),
            item: size(12, 11),
            stock: size(25, 16),
        };
        assert_eq!(sizes, expected);
        put("manifest.json", b"{}");
        assert!(measure(&dist).unwrap_err().to_string().contains("damaged"));
        fs::remove_dir_all(dist).unwrap();
    }
}
