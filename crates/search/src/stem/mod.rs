//! Stems: one form for the forms of a word. The same on both sides is what counts, not what a linguist would write.
//!
//! Here: the regions that Snowball's stemmers speak of. English: english.rs; the other languages are tables of endings
//! that endings.rs reads (tables.rs). Own code, because `rust-stemmers` with the languages here is some 60 kB in a WASM
//! module and these are under 4 (docs/decisions/0015); tests hold them against it.

mod endings;
mod english;
mod tables;

pub(crate) use endings::Endings;
pub(crate) use english::english;
pub(crate) use tables::{DANISH, DUTCH, FINNISH, GERMAN, NORWEGIAN, SWEDISH};

/// Where a region begins: after the first consonant that follows a vowel, from a place on (Snowball's R1 and R2).
fn region(word: &[u8], from: usize, vowel: impl Fn(usize) -> bool) -> usize {
    let mut at = from;
    while at < word.len() && !vowel(at) {
        at += 1;
    }
    while at < word.len() && vowel(at) {
        at += 1;
    }
    (at + 1).min(word.len())
}
