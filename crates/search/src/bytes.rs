//! An index as bytes: words in order, each without what it shares with the one before; then how many documents each term
//! has, then the documents as differences, then the weights, each of a kind together, which compresses best.
//!
//! Numbers are variable-length integers (LEB128). Reading checks everything: damaged bytes give `None`.

use crate::language::Language;
use crate::part::{Part, WEIGHT_MAX};

/// The version of this layout.
const FORMAT: u64 = 2;

pub(crate) fn write(part: &Part) -> Vec<u8> {
    let mut out = Vec::new();
    number(FORMAT, &mut out);
    number(u64::from(part.language.code()), &mut out);
    number(part.titles.len() as u64, &mut out);
    part.titles.iter().for_each(|title| out.extend_from_slice(&title.to_le_bytes()));
    number(part.words.len() as u64, &mut out);
    let mut last = "";
    for at in 0..part.words.len() {
        let word = part.words.get(at);
        let shared = last.bytes().zip(word.bytes()).take_while(|(a, b)| a == b).count();
        // A cut inside a character would not read back.
        let shared = (0..=shared).rev().find(|i| word.is_char_boundary(*i)).unwrap_or(0);
        let rest = word.get(shared..).unwrap_or_default();
        number(shared as u64, &mut out);
        number(rest.len() as u64, &mut out);
        out.extend_from_slice(rest.as_bytes());
        last = word;
    }
    for (at, term) in part.terms.iter().enumerate() {
        number(at as u64 - u64::from(*term), &mut out);
    }
    let own = || (0_u32..).zip(&part.terms).filter(|(at, term)| at == *term).map(|(at, _)| at);
    own().for_each(|term| number(part.frequency(term) as u64, &mut out));
    for term in own() {
        let mut last = 0;
        for doc in part.docs.get(part.postings(term)).unwrap_or_default() {
            number(u64::from(doc - last), &mut out);
            last = *doc;
        }
    }
    out.extend_from_slice(&part.weights);
    number(part.synonyms.len() as u64, &mut out);
    for group in &part.synonyms {
        number(group.len() as u64, &mut out);
        for phrase in group {
            number(phrase.len() as u64, &mut out);
            phrase.iter().for_each(|word| number(u64::from(*word), &mut out));
        }
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

pub(crate) fn read(bytes: &[u8]) -> Option<Part> {
    let mut from = Reader(bytes);
    if from.number()? != FORMAT {
        return None;
    }
    let mut part = Part { language: Language::from_code(from.number()?)?, ..Part::default() };
    let docs = from.count(4)?;
    let titles = from.take(docs.checked_mul(4)?)?.chunks_exact(4);
    part.titles = titles.map(|t| t.try_into().ok().map(u32::from_le_bytes)).collect::<Option<_>>()?;
    // A word is at least two numbers and a letter; the empty word never stands in an index.
    let count = from.count(3)?;
    read_words(&mut from, count, &mut part)?;
    read_postings(&mut from, u32::try_from(docs).ok()?, &mut part)?;
    part.synonyms = list(&mut from, |from| {
        list(from, |from| {
            list(from, |from| u32::try_from(from.number()?).ok().filter(|word| (*word as usize) < count))
        })
    })?;
    from.0.is_empty().then_some(part)
}

fn read_words(from: &mut Reader<'_>, count: usize, part: &mut Part) -> Option<()> {
    let mut word = String::new();
    for _ in 0..count {
        let shared = from.length()?;
        if !word.is_char_boundary(shared) {
            return None;
        }
        let length = from.length()?;
        let rest = core::str::from_utf8(from.take(length)?).ok()?;
        // Words ascend; else the look-up by halves would miss some.
        if rest.is_empty() || word.get(shared..)? >= rest {
            return None;
        }
        word.truncate(shared);
        word.push_str(rest);
        part.words.push(&word);
    }
    Some(())
}

fn read_postings(from: &mut Reader<'_>, docs: u32, part: &mut Part) -> Option<()> {
    let count = u32::try_from(part.words.len()).ok()?;
    for at in 0..count {
        let term = at.checked_sub(u32::try_from(from.number()?).ok()?)?;
        if term != at && part.terms.get(term as usize) != Some(&term) {
            return None;
        }
        part.terms.push(term);
    }
    let mut start = 0_u32;
    for (at, term) in (0_u32..).zip(&part.terms) {
        part.starts.push(start);
        if at == *term {
            start = start.checked_add(u32::try_from(from.number()?).ok().filter(|n| *n <= docs)?)?;
        }
    }
    part.starts.push(start);
    // Each posting is at least a byte for its document and one for its weight.
    if start as usize > from.0.len() {
        return None;
    }
    part.docs.reserve(start as usize);
    for at in 0..count {
        let mut last = 0_u32;
        for place in part.postings(at) {
            let step = u32::try_from(from.number()?).ok()?;
            let first = place == part.postings(at).start;
            last = last.checked_add(step).filter(|doc| *doc < docs && (first || step > 0))?;
            part.docs.push(last);
        }
    }
    part.weights = from.take(part.docs.len())?.to_vec();
    part.weights.iter().all(|w| (1.0..=WEIGHT_MAX).contains(&f32::from(*w))).then_some(())
}

fn list<T>(from: &mut Reader<'_>, mut each: impl FnMut(&mut Reader<'_>) -> Option<T>) -> Option<Vec<T>> {
    let count = from.count(1)?;
    (0..count).map(|_| each(from)).collect()
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

    /// A count of things of at least so many bytes each, so that no list is made longer than its bytes allow.
    fn count(&mut self, each: usize) -> Option<usize> {
        self.length().filter(|count| *count <= self.0.len() / each)
    }

    fn number(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
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
    use crate::{Doc, Index, Language, Synonyms, build};

    #[test]
    fn an_index_reads_back_and_every_cut_of_it_is_refused() {
        let keywords = ["återbetalning".to_owned(), "åter".to_owned(), "返金".to_owned()];
        let docs = [
            Doc { title: "Refund", keywords: &keywords, summary: "Money back.", body: "Refunds.", asks: &[] },
            Doc { title: "Returns", summary: "Send it back.", ..Doc::default() },
        ];
        let synonyms = Synonyms { groups: vec![vec!["refund".into(), "money back".into()]] };
        let bytes = build(&docs, Language::English, &synonyms).unwrap();
        let part = super::read(&bytes).unwrap();
        assert_eq!(super::write(&part), bytes);
        assert!(!part.synonyms.is_empty());
        for end in 0..bytes.len() {
            assert!(Index::read(&bytes[..end]).is_err(), "cut at {end}");
        }
        // Damaged bytes are refused or read as another index; either way a search on it ends.
        for at in 0..bytes.len() {
            for flip in [1, 0x80, 0xff] {
                let mut damaged = bytes.clone();
                damaged[at] ^= flip;
                if let Ok(index) = Index::read(&damaged) {
                    let _ = index.search("refund money bcak", 3);
                }
            }
        }
    }
}
