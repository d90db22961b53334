//! Taking out of a file what its sender did not mean to send: where a photo was taken, by what, when; and whatever hides
//! behind the picture.
//!
//! Here: which bytes of a file stay, by its kind. Nothing is decoded and no picture is held twice: an answer is a list of
//! [`Piece`]s over the file's own bytes. Every function is pure and takes any bytes. Not here: what a file is
//! (`wire::FileKind`), where it goes. What stays is what was sent: a PDF's own data on its author, colour profiles.
//!
//! Invariant: what comes out is of the same kind, and cleaning it again changes nothing.

mod heic;
mod jpeg;
mod pdf;
mod png;
mod read;
mod text;
mod webp;

use axum::body::Bytes;
use klarna_help_wire::FileKind;
use std::ops::Range;

/// A part of the cleaned file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// These bytes of the file.
    Keep(Range<usize>),
    /// Bytes of ours.
    New(Vec<u8>),
}

/// The file is not what its kind demands; says what was wrong, and nothing of what it held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Malformed(pub(super) &'static str);

/// What of a file stays.
pub(super) fn plan(kind: FileKind, bytes: &[u8]) -> Result<Vec<Piece>, Malformed> {
    match kind {
        FileKind::Jpeg => jpeg::plan(bytes),
        FileKind::Png => png::plan(bytes),
        FileKind::Webp => webp::plan(bytes),
        FileKind::Heic => heic::plan(bytes),
        FileKind::Pdf => pdf::plan(bytes),
        FileKind::Text => text::plan(bytes),
    }
}

/// The cleaned file, in parts that share the memory of the file.
pub(super) fn apply(bytes: &Bytes, pieces: Vec<Piece>) -> Vec<Bytes> {
    let part = |piece| match piece {
        // Ranges were found in these bytes; one that is not in them is left out.
        Piece::Keep(range) if range.start <= range.end && range.end <= bytes.len() => bytes.slice(range),
        Piece::Keep(_) => Bytes::new(),
        Piece::New(bytes) => bytes.into(),
    };
    pieces.into_iter().map(part).filter(|part| !part.is_empty()).collect()
}

/// Adds a range to keep; one that begins where the last ended makes that one longer.
fn keep(pieces: &mut Vec<Piece>, range: Range<usize>) {
    match pieces.last_mut() {
        Some(Piece::Keep(last)) if last.end == range.start => last.end = range.end,
        _ => pieces.push(Piece::Keep(range)),
    }
}

#[cfg(test)]
mod tests;
