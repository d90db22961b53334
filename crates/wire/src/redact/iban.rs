//! IBANs: a country, two check digits, an account of the country's length (the SWIFT registry), mod 97 (ISO 13616).

use super::card::GAP;
use super::{Finder, RedactKind};

/// Countries and the lengths of their IBANs, in characters.
const LENGTHS: &[u8] = b"ad24ae23al28at20az28ba20be16bg22bh22br29by28ch21cr22cy28cz24de22dk18do28ee20eg29es24fi18fo18\
fr27gb22ge22gi23gl18gr27gt28hr21hu28ie22il23iq23is26it27jo30kw30kz20lb28lc32li21lt20lu20lv21ly25mc27md24me22mk19mr27\
mt31mu30nl18no15pk24pl28ps29pt25qa29ro24rs22sa24sc31se24si19sk24sm27st25sv28tl23tn24tr26ua29va22vg24xk20";

pub(super) fn find(finder: &mut Finder) {
    let mut i = 0;
    while i < finder.cells.len() {
        match iban_at(finder, i) {
            Some(end) => {
                finder.hit(RedactKind::Iban, i, end);
                i = end;
            }
            None => i += 1,
        }
    }
}

/// The end of the IBAN that starts here.
fn iban_at(finder: &Finder, start: usize) -> Option<usize> {
    let cells = &finder.cells;
    let country = cells.slice(start, start + 2);
    if !country.iter().all(u8::is_ascii_lowercase) {
        return None;
    }
    let before = start.wrapping_sub(1);
    if (cells.alnum(before) || cells.solid(before)) && cells.slice(start.wrapping_sub(4), start) != b"iban" {
        return None;
    }
    // "no 12 …" is a number in many languages; "NO 12 …" may be an IBAN of Norway.
    let apart = cells.get(start + 2) == b' ';
    if !cells.is_digit(start + 2 + usize::from(apart)) || (apart && !cells.capital(start)) {
        return None;
    }
    let entry = LENGTHS.chunks(4).find(|entry| entry.starts_with(country))?;
    let length = entry.iter().skip(2).fold(0, |sum, b| sum * 10 + usize::from(b & 15));

    let (mut iban, mut filled, mut gap, mut i) = ([0_u8; 34], 0, 0, start);
    while filled < length {
        if cells.alnum(i) {
            *iban.get_mut(filled)? = cells.get(i);
            (filled, gap) = (filled + 1, 0);
        } else if gap == GAP || cells.solid(i) || i >= cells.len() {
            return None;
        } else {
            gap += 1;
        }
        i += 1;
    }
    let iban = iban.get(..length)?;
    let (mut digits, mut rest) = (0, 0_u32);
    // The country and the check digits come last.
    for b in iban.get(4..)?.iter().chain(iban.get(..4)?) {
        rest = if b.is_ascii_digit() {
            digits += 1;
            rest * 10 + u32::from(b & 15)
        } else {
            rest * 100 + u32::from(b.wrapping_sub(b'a')) + 10
        } % 97;
    }
    // Words that happen to follow two letters have no ten digits.
    (rest == 1 && digits >= 12 && iban.get(3)?.is_ascii_digit() && !cells.alnum(i)).then_some(i)
}
