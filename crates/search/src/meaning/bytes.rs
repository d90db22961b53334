//! An encoder as bytes, as `tools/encoder/khe.py` writes it.
//!
//! `KHE`, format (1), language (as in an index), dimensions, units of the layer (0: no layer), three zero bytes; the
//! number of pieces and the bytes of their text (u32), the number of fitted documents (u32), the step of the pieces and
//! the three steps of the layer (f32); the pieces, ascending, a line feed after each, `#` before one that goes on a word;
//! then signed bytes, times the step: the pieces dimension by dimension (so that what is alike stands together for
//! brotli), the layer in, its bias, the layer out; last the fitted documents: hashes of what they say (u32), vectors.
//! All numbers are little-endian. Reading checks every length.

use super::encoder::Encoder;
use super::fitted::Fitted;
use super::layer::Layer;
use crate::language::Language;
use crate::part::Words;

const MAGIC: &[u8] = b"KHE\x01";
/// More pieces than any encoder for a page would have; bounds the memory that damaged bytes can ask for.
const PIECES_MAX: usize = 65_536;

pub(super) fn read(bytes: &[u8]) -> Option<Encoder> {
    let mut from = Reader(bytes.strip_prefix(MAGIC)?);
    let [language, dimensions, units, _, _, _] = *from.take(6)?.first_chunk()?;
    let language = Language::from_code(u64::from(language))?;
    let (dimensions, units) = (usize::from(dimensions), usize::from(units));
    let count = from.length()?;
    let text = from.length()?;
    let fitted = from.length()?;
    if dimensions == 0 || count > PIECES_MAX {
        return None;
    }
    let step = from.step()?;
    let steps = [from.step()?, from.step()?, from.step()?];
    let pieces = words(core::str::from_utf8(from.take(text)?).ok()?, count)?;
    let rows = turned(from.take(count.checked_mul(dimensions)?)?, count);
    let layer = match units {
        0 => None,
        _ => Some(Layer::new(
            scaled(from.take(dimensions * units)?, steps[0]),
            scaled(from.take(units)?, steps[1]),
            scaled(from.take(units * dimensions)?, steps[2]),
        )),
    };
    let hashes = from.take(fitted.checked_mul(4)?)?.chunks_exact(4);
    let hashes = hashes.map(|t| t.try_into().ok().map(u32::from_le_bytes)).collect::<Option<Vec<_>>>()?;
    let vectors = from.take(fitted.checked_mul(dimensions)?)?.chunks_exact(dimensions);
    let fitted = Fitted(hashes.into_iter().zip(vectors.map(signed)).collect());
    from.0.is_empty().then_some(Encoder { language, dimensions, pieces, rows, step, layer, fitted })
}

/// Where the number of fitted documents stands: after the magic bytes, six bytes, and two numbers.
const FITTED_AT: usize = MAGIC.len() + 6 + 4 + 4;

pub(super) fn without_fitted(bytes: &[u8]) -> Option<Vec<u8>> {
    let encoder = read(bytes)?;
    let tail = encoder.fitted.0.len() * (4 + encoder.dimensions);
    let mut kept = bytes.get(..bytes.len().checked_sub(tail)?)?.to_vec();
    kept.get_mut(FITTED_AT..FITTED_AT + 4)?.fill(0);
    Some(kept)
}

/// The pieces, if they ascend and are as many as were said.
fn words(text: &str, count: usize) -> Option<Words> {
    let mut words = Words::default();
    let mut last = "";
    for word in text.split_terminator('\n') {
        if word <= last {
            return None;
        }
        words.push(word);
        last = word;
    }
    (words.len() == count).then_some(words)
}

/// From dimension by dimension to piece by piece, where the numbers of one piece stand together.
fn turned(planes: &[u8], count: usize) -> Vec<i8> {
    let mut rows = Vec::with_capacity(planes.len());
    for piece in 0..count {
        rows.extend(planes.iter().skip(piece).step_by(count).map(|b| b.cast_signed()));
    }
    rows
}

fn signed(bytes: &[u8]) -> Vec<i8> {
    bytes.iter().map(|b| b.cast_signed()).collect()
}

fn scaled(bytes: &[u8], step: f32) -> Vec<f32> {
    bytes.iter().map(|b| f32::from(b.cast_signed()) * step).collect()
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (head, tail) = self.0.split_at_checked(count)?;
        self.0 = tail;
        Some(head)
    }

    fn length(&mut self) -> Option<usize> {
        usize::try_from(u32::from_le_bytes(*self.take(4)?.first_chunk()?)).ok()
    }

    fn step(&mut self) -> Option<f32> {
        let step = f32::from_le_bytes(*self.take(4)?.first_chunk()?);
        (step.is_finite() && step > 0.0).then_some(step)
    }
}
