//! The sizes of what is in `dist/`: raw, and as sent with brotli. Not here: judging them (table.rs).

use crate::failure::{Failure, Outcome};
use crate::stamp;
use std::fs;
use std::path::Path;

/// Bytes of a file or a sum.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    pub raw: u64,
    pub brotli: u64,
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
    /// Parts of first open by name; every file of `assets/` is in one of them.
    pub parts: Vec<(String, Size)>,
    /// Of the locale where they are largest.
    pub bodies: Size,
}

/// Measures a finished dist folder.
pub fn measure(dist: &Path) -> Outcome<Sizes> {
    if !dist.join("manifest.json").is_file() {
        return Err(Failure::new("there is no dist/ to measure").next("run `cargo xtask dist` first"));
    }
    let mut parts = vec![("document".to_owned(), size(&dist.join("frame.html"))?)];
    for file in plain_files(&dist.join("assets"))? {
        let name = part(&file);
        let size = size(&file)?;
        match parts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, sum)) => *sum = *sum + size,
            None => parts.push((name, size)),
        }
    }
    parts.push(("pack".to_owned(), largest(dist, "khp")?));
    Ok(Sizes {
        loader: size(&dist.join("v1/klarna-help.js"))?,
        inline: size(&dist.join("v1/inline.js"))?,
        parts,
        bodies: largest(dist, "khb")?,
    })
}

/// What a customer calls nothing, but a budget does: `app-….wasm` is the module.
fn part(file: &Path) -> String {
    let name = file.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let stem = name.rsplit_once('-').map_or(&*name, |(stem, _)| stem);
    match (stem, name.rsplit_once('.').map(|(_, extension)| extension)) {
        ("app", Some("wasm")) => "module".to_owned(),
        ("app", Some("js")) => "glue".to_owned(),
        ("app", Some("css")) => "sheet".to_owned(),
        (stem, _) => stem.to_owned(),
    }
}

fn largest(dist: &Path, extension: &str) -> Outcome<Size> {
    let mut largest = Size::default();
    for file in plain_files(&dist.join("packs"))? {
        if file.extension().is_some_and(|its| its == extension) {
            largest = std::cmp::max_by_key(largest, size(&file)?, |size| size.brotli);
        }
    }
    Ok(largest)
}

fn plain_files(folder: &Path) -> Outcome<Vec<std::path::PathBuf>> {
    let compressed =
        |file: &Path| file.extension().is_some_and(|extension| extension == "br" || extension == "gz");
    Ok(stamp::files(folder)?.into_iter().filter(|file| !compressed(file)).collect())
}

/// A file too small to have a compressed sibling is sent as it is.
fn size(file: &Path) -> Outcome<Size> {
    let length = |path: &Path| fs::metadata(path).map(|data| data.len());
    let raw = length(file).map_err(|error| Failure::io("measure", file, &error))?;
    let brotli = length(Path::new(&format!("{}.br", file.display()))).unwrap_or(raw);
    Ok(Size { raw, brotli })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_asset_has_a_part() {
        let cases = [
            ("app-0123.wasm", "module"),
            ("app-0123.js", "glue"),
            ("app-0123.css", "sheet"),
            ("init-0123.js", "init"),
            ("frame-0123.js", "frame"),
            ("part-0123.js", "part"),
            ("odd", "odd"),
        ];
        for (file, expected) in cases {
            assert_eq!(part(Path::new(file)), expected);
        }
    }

    #[test]
    fn measures_a_folder() {
        let dist = std::env::temp_dir().join(format!("kh-size-{}", std::process::id()));
        let _ = fs::remove_dir_all(&dist);
        let put = |name: &str, length: usize| {
            let path = dist.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, vec![0; length]).unwrap();
        };
        assert!(measure(&dist).unwrap_err().to_string().contains("cargo xtask dist"));
        for (name, length) in [
            ("manifest.json", 1),
            ("frame.html", 900),
            ("frame.html.br", 300),
            ("assets/app-1.wasm", 5000),
            ("assets/app-1.wasm.br", 2000),
            ("assets/app-1.wasm.gz", 2500),
            ("assets/part-1.js", 10),
            ("assets/part-2.js", 20),
            ("packs/en-GB-1.khp", 70),
            ("packs/de-DE-1.khp", 90),
            ("packs/en-GB-1.khb", 50),
            ("v1/klarna-help.js", 40),
            ("v1/inline.js", 30),
        ] {
            put(name, length);
        }
        let sizes = measure(&dist).unwrap();
        let size = |raw, brotli| Size { raw, brotli };
        assert_eq!(sizes.loader, size(40, 40));
        assert_eq!(sizes.bodies, size(50, 50));
        let parts: Vec<(&str, Size)> =
            sizes.parts.iter().map(|(name, size)| (name.as_str(), *size)).collect();
        assert_eq!(
            parts,
            [
                ("document", size(900, 300)),
                ("module", size(5000, 2000)),
                ("part", size(30, 30)),
                ("pack", size(90, 90))
            ]
        );
        fs::remove_dir_all(dist).unwrap();
    }
}
