//! Plain text: all of it UTF-8, no control characters. Nothing is taken out.

use super::{Malformed, Piece};

pub(super) fn plan(bytes: &[u8]) -> Result<Vec<Piece>, Malformed> {
    let text = core::str::from_utf8(bytes).map_err(|_| Malformed("not UTF-8"))?;
    // As in `wire::FileKind::sniff`, which sees only the start.
    let control = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}');
    if text.contains(control) {
        return Err(Malformed("control characters"));
    }
    Ok(vec![Piece::Keep(0..bytes.len())])
}
