//! The index as bytes: terms in order, each without what it shares with the one before; documents as differences.
//!
//! Numbers are variable-length integers (LEB128). Reading checks everything: damaged bytes give `None`.

use crate::index::{Index, Term};

/// The version of this layout.
const FORMAT: u64 = 1;

pub(crate) fn write(index: &Index) -> Vec<u8> {
    let mut out = Vec::new();
    number(FORMAT, &mut out);
    number(u64::from(index.docs), &mut out);
    for title in &index.titles {
        out.extend_from_slice(&title.to_le_bytes());
    }
    number(index.terms.len() as u64, &mut out);
    let mut last = "";
    for term in &index.terms {
        let shared = last.bytes().zip(term.stem.bytes()).take_while(|(a, b)| a == b).count();
        // A cut inside a character would not read back.
        let shared = (0..=shared).rev().find(|i| term.stem.is_char_boundary(*i)).unwrap_or(0);
        let rest = term.stem.get(shared..).unwrap_or_default();
        number(shared as u64, &mut out);
        number(rest.len() as u64, &mut out);
        out.extend_from_slice(rest.as_bytes());
        number(term.postings.len() as u64, &mut out);
        let mut doc = 0;
        for (id, weight) in &term.postings {
            number(u64::from(id - doc), &mut out);
            out.push(*weight);
            doc = *id;
        }
        last = &term.stem;
    }
    out
}

fn number(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

pub(crate) fn read(bytes: &[u8]) -> Option<Index> {
    let mut from = Reader(bytes);
    if from.number()? != FORMAT {
        return None;
    }
    let docs = u16::try_from(from.number()?).ok()?;
    let titles =
        (0..docs).map(|_| from.take(4)?.try_into().ok().map(u32::from_le_bytes)).collect::<Option<_>>()?;
    let mut terms: Vec<Term> = Vec::new();
    for _ in 0..from.number()? {
        let shared = from.length()?;
        let length = from.length()?;
        let rest = core::str::from_utf8(from.take(length)?).ok()?;
        let stem = [terms.last().map_or("", |t| &t.stem).get(..shared)?, rest].concat();
        let mut postings = Vec::new();
        let mut doc = 0_u16;
        for _ in 0..from.number()? {
            doc = doc.checked_add(u16::try_from(from.number()?).ok()?).filter(|doc| *doc < docs)?;
            postings.push((doc, *from.take(1)?.first()?));
        }
        terms.push(Term { stem, postings });
    }
    from.0.is_empty().then_some(Index { docs, titles, terms })
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (head, tail) = self.0.split_at_checked(count)?;
        self.0 = tail;
        Some(head)
    }

    fn length(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    fn number(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = *self.take(1)?.first()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use crate::{Doc, Index, build};

    #[test]
    fn an_index_reads_back_and_every_cut_of_it_is_refused() {
        let keywords = ["återbetalning".to_owned(), "åter".to_owned()];
        let docs = [
            Doc {
                title: "Refund",
                keywords: &keywords,
                summary: "Money back.",
                body: "Returns and refunds.",
            },
            Doc { title: "Returns", keywords: &[], summary: "Send it back.", body: "" },
        ];
        let bytes = build(&docs).unwrap();
        let index = Index::read(&bytes).unwrap();
        assert_eq!(super::write(&index), bytes);
        for end in 0..bytes.len() {
            assert!(Index::read(&bytes[..end]).is_err(), "cut at {end}");
        }
    }
}
