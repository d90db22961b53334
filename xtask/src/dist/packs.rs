//! `dist/packs`: compiled content under names of its content. Not here: the compiler (crates/author).
//!
//! A pack is a file that is named by its bytes. Everything else of a locale stands in a folder that is named by all that is
//! in it: so one address leads to an article by its slug, and no list of hashes has to be sent.

use crate::failure::{Failure, Outcome};
use crate::stamp;
use klarna_help_author::CompiledLocale;

/// A locale's files.
#[derive(Debug)]
pub struct Packed {
    pub locale: String,
    pub market: String,
    /// Name of the pack's file.
    pub pack: String,
    /// Name of the folder.
    pub folder: String,
    /// Every file by its path below `packs/`, the pack first. The encoder is its language's: other locales may have it too.
    pub files: Vec<(String, Vec<u8>)>,
}

/// Names a locale's files.
pub fn name(compiled: CompiledLocale) -> Outcome<Packed> {
    let CompiledLocale { locale, market, pack, files, encoder, .. } = compiled;
    if let Some(encoder) = &encoder {
        let hash = stamp::short_hash(&encoder.bytes, 12);
        if !encoder.path.contains(&hash) {
            return Err(Failure::new(format!(
                "the encoder {} is not what its .toml says: {hash}…",
                encoder.path
            ))
            .next("make both anew: tools/encoder/README.md"));
        }
    }
    let pack_name = format!("{locale}-{}.khp", stamp::short_hash(&pack, 12));
    let mut all = Vec::new();
    for file in &files {
        all.extend_from_slice(file.path.as_bytes());
        all.push(0);
        all.extend_from_slice(&(file.bytes.len() as u64).to_le_bytes());
        all.extend_from_slice(&file.bytes);
    }
    let folder = format!("{locale}-{}", stamp::short_hash(&all, 12));
    let within = files.into_iter().map(|file| (format!("{folder}/{}", file.path), file.bytes));
    let encoder = encoder.map(|file| (file.path, file.bytes));
    let files = std::iter::once((pack_name.clone(), pack)).chain(encoder).chain(within).collect();
    Ok(Packed { locale, market, pack: pack_name, folder, files })
}

#[cfg(test)]
mod tests {
    use super::*;
    use klarna_help_author::File;

    #[test]
    fn a_folder_is_everything_in_it() {
        let packed = |path: &str, bytes: &[u8]| {
            let file = File { path: path.into(), bytes: bytes.into() };
            let (locale, market) = ("en-GB".into(), "GB".into());
            let (files, warnings, reading) = (vec![file], vec![], vec![]);
            let pack = b"pack".to_vec();
            name(CompiledLocale { locale, market, pack, files, encoder: None, warnings, reading }).unwrap()
        };
        let one = packed("article/a.kha", b"1");
        assert_eq!(one.pack, format!("en-GB-{}.khp", stamp::short_hash(b"pack", 12)));
        assert_eq!(one.files[1].0, format!("{}/article/a.kha", one.folder));
        assert_eq!(one.folder, packed("article/a.kha", b"1").folder);
        assert_ne!(one.folder, packed("article/a.kha", b"2").folder);
        assert_ne!(one.folder, packed("article/b.kha", b"1").folder);
        assert_eq!(one.pack, packed("article/b.kha", b"1").pack);
    }

    #[test]
    fn an_encoder_that_is_not_the_one_described_stops_the_build() {
        let packed = |path: &str| {
            let encoder = Some(File { path: path.into(), bytes: b"1".to_vec() });
            let (locale, market) = ("en-GB".into(), "GB".into());
            let (pack, files, warnings, reading) = (vec![], vec![], vec![], vec![]);
            name(CompiledLocale { locale, market, pack, files, encoder, warnings, reading })
        };
        assert_eq!(packed("en-6b86b273ff34.khe").unwrap().files[1].0, "en-6b86b273ff34.khe");
        assert!(packed("en-000000000000.khe").unwrap_err().to_string().contains("6b86b273ff34"));
    }
}
