//! `dist/packs`: compiled content under names of its content. Not here: the compiler (crates/author).

use crate::stamp;
use klarna_help_author::CompiledLocale;

/// A locale's two files.
#[derive(Debug)]
pub struct Packed {
    pub locale: String,
    pub market: String,
    /// (name, bytes)
    pub pack: (String, Vec<u8>),
    pub bodies: (String, Vec<u8>),
}

/// Names a locale's files.
pub fn name(compiled: CompiledLocale) -> Packed {
    let name = |bytes: &[u8], extension: &str| {
        format!("{}-{}.{extension}", compiled.locale, stamp::short_hash(bytes, 12))
    };
    Packed {
        pack: (name(&compiled.pack, "khp"), compiled.pack),
        bodies: (name(&compiled.bodies, "khb"), compiled.bodies),
        locale: compiled.locale,
        market: compiled.market,
    }
}
