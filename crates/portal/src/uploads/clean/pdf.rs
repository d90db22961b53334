//! PDF (ISO 32000-2): left as it is, but refused if it names what runs or carries files.
//!
//! Best effort: names are read where they stand plain, with their `#xx` escapes, and not inside streams. A PDF that packs
//! its objects into compressed streams, as most do since version 1.5, can hide such a name; what reads a PDF has to be
//! careful anyway. The scanner (`scan`) looks deeper.

use super::{Malformed, Piece};

/// Names of actions that run, and of files inside (ISO 32000-2, 12.6.4, 7.11.4).
const REFUSED: [&[u8]; 5] = [b"JavaScript", b"JS", b"Launch", b"EmbeddedFile", b"EmbeddedFiles"];
/// Longer than any name above with every letter escaped.
const NAME_MAX: usize = 64;

pub(super) fn plan(bytes: &[u8]) -> Result<Vec<Piece>, Malformed> {
    if find(bytes, b"startxref").is_none() {
        return Err(Malformed("no cross-reference"));
    }
    let (mut rest, mut streams_end) = (bytes, true);
    while let Some((first, tail)) = rest.split_first() {
        rest = match first {
            b'/' => {
                if REFUSED.contains(&name(tail).as_slice()) {
                    return Err(Malformed("a name that runs or carries files"));
                }
                tail
            }
            b'>' if streams_end => match stream(tail) {
                Some(body) => {
                    let at = find(body, b"endstream");
                    // Looked for in vain once, it is not looked for again: a file could ask for that at every byte.
                    streams_end = at.is_some();
                    body.get(at.unwrap_or(0)..).unwrap_or_default()
                }
                None => tail,
            },
            _ => tail,
        };
    }
    Ok(vec![Piece::Keep(0..bytes.len())])
}

/// A name as it reads, without its solidus (7.3.5).
fn name(mut rest: &[u8]) -> Vec<u8> {
    let mut name = Vec::new();
    while let Some((&c, tail)) = rest.split_first() {
        if name.len() >= NAME_MAX || !c.is_ascii_graphic() || b"()<>[]{}/%".contains(&c) {
            break;
        }
        let escaped = match tail {
            [a, b, after @ ..] if c == b'#' => hex(*a).zip(hex(*b)).map(|(a, b)| (a << 4 | b, after)),
            _ => None,
        };
        let (c, tail) = escaped.unwrap_or((c, tail));
        name.push(c);
        rest = tail;
    }
    name
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|d| u8::try_from(d).ok())
}

/// The body of a stream that begins after the first `>` of its dictionary's end (7.3.8). Its bytes are not names, and
/// chance makes `/JS` of them.
fn stream(rest: &[u8]) -> Option<&[u8]> {
    rest.strip_prefix(b">")?.trim_ascii_start().strip_prefix(b"stream")
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}
