//! HEIC (ISO/IEC 23008-12 in the boxes of 14496-12): places are written in the file as offsets, so nothing moves. What
//! belongs to no picture is filled with zeros where it stands: the items of EXIF and XMP, data that no item names, and
//! boxes that are not needed to draw, such as the film of a "live" photo. Which way is up is no part of EXIF here.

use super::read::{add, array, be16, be32, be64, byte, slice};
use super::{Malformed, Piece, keep};
use std::collections::HashSet;
use std::ops::Range;

/// Boxes in `meta` that draw the picture (8.11 of 14496-12; 23008-12, 6 and 7).
const META_KEPT: [&[u8; 4]; 9] =
    [b"hdlr", b"dinf", b"pitm", b"iinf", b"iref", b"iprp", b"iloc", b"idat", b"grpl"];

/// EXIF that says nothing (23008-12, A.2.1: where the TIFF begins, then one without entries). Programs that read photos
/// stumble over zeros in its place.
const EMPTY_EXIF: &[u8; 18] = b"\0\0\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0";
/// More of one kind than any photo has; a file that says otherwise is made to keep the portal busy.
const BOXES_MAX: usize = 4_096;
const EXTENTS_MAX: usize = 10_000;

/// A box: what it is called, and where its content lies.
struct Box4 {
    name: [u8; 4],
    content: Range<usize>,
}

pub(super) fn plan(bytes: &[u8]) -> Result<Vec<Piece>, Malformed> {
    let top = boxes(bytes, 0..bytes.len())?;
    if top.first().is_none_or(|first| &first.name != b"ftyp") {
        return Err(Malformed("no file type"));
    }
    let mut metas = top.iter().filter(|part| &part.name == b"meta");
    let (Some(meta), None) = (metas.next(), metas.next()) else {
        return Err(Malformed("not one list of items"));
    };
    // Version and flags come before the boxes of a full box.
    let inner = boxes(bytes, add(meta.content.start, 4)?..meta.content.end)?;
    let one = |name: &[u8; 4]| inner.iter().find(|part| &part.name == name);
    let (pictures, exif) = items(bytes, one(b"iinf").ok_or(Malformed("no items"))?)?;
    let idat = one(b"idat").map(|part| part.content.clone());
    let places = one(b"iloc").ok_or(Malformed("no places of items"))?;
    let mut kept = extents(bytes, places, &pictures, idat.as_ref())?;
    if kept.is_empty() {
        return Err(Malformed("no picture"));
    }
    let mut zeros: Vec<Range<usize>> = Vec::new();
    kept.sort_by_key(|range| range.start);
    for part in top.iter().filter(|part| !matches!(&part.name, b"ftyp" | b"meta")) {
        match &part.name {
            b"mdat" => gaps(&part.content, &kept, &mut zeros),
            b"moov" | b"moof" => return Err(Malformed("a sequence of pictures")),
            _ => zeros.push(part.content.clone()),
        }
    }
    for part in &inner {
        if &part.name == b"idat" {
            gaps(&part.content, &kept, &mut zeros);
        } else if !META_KEPT.contains(&&part.name) {
            zeros.push(part.content.clone());
        }
    }
    let exif = extents(bytes, places, &exif, idat.as_ref()).unwrap_or_default();
    Ok(filled(bytes.len(), zeros, &exif))
}

/// The boxes of a range, one after the other and nothing between (14496-12, 4.2).
fn boxes(bytes: &[u8], range: Range<usize>) -> Result<Vec<Box4>, Malformed> {
    let (mut at, mut found) = (range.start, Vec::new());
    while at < range.end {
        let name = array::<4>(bytes, add(at, 4)?)?;
        let (header, size) = match be32(bytes, at)? {
            0 => (8, range.end - at),
            1 => (16, be64(bytes, add(at, 8)?)?),
            size => (8, size),
        };
        let end = add(at, size)?;
        if size < header || end > range.end || found.len() >= BOXES_MAX {
            return Err(Malformed("a box of a wrong size"));
        }
        found.push(Box4 { name, content: at + header..end });
        at = end;
    }
    Ok(found)
}

/// Ids of items that are, or make, pictures, which is all but EXIF and what goes by a media type or an address (XMP); and
/// those of EXIF.
fn items(bytes: &[u8], iinf: &Box4) -> Result<(HashSet<usize>, HashSet<usize>), Malformed> {
    let start = iinf.content.start;
    let entries = if byte(bytes, start)? == 0 { add(start, 6)? } else { add(start, 8)? };
    let (mut pictures, mut exif) = (HashSet::new(), HashSet::new());
    for entry in boxes(bytes, entries..iinf.content.end)? {
        let at = entry.content.start;
        let (id, kind) = match (&entry.name, byte(bytes, at)?) {
            // Version and flags, id, protection, type.
            (b"infe", 2) => (be16(bytes, add(at, 4)?)?, array::<4>(bytes, add(at, 8)?)?),
            (b"infe", 3) => (be32(bytes, add(at, 4)?)?, array::<4>(bytes, add(at, 10)?)?),
            _ => return Err(Malformed("an item without a type")),
        };
        match &kind {
            b"Exif" => exif.insert(id),
            b"mime" | b"uri " => false,
            _ => pictures.insert(id),
        };
    }
    Ok((pictures, exif))
}

/// Where the bytes of the items in `wanted` lie (14496-12, 8.11.3).
fn extents(
    bytes: &[u8],
    iloc: &Box4,
    wanted: &HashSet<usize>,
    idat: Option<&Range<usize>>,
) -> Result<Vec<Range<usize>>, Malformed> {
    let mut at = iloc.content.start;
    let mut next = |size: usize| -> Result<usize, Malformed> {
        let place = at;
        at = add(at, size)?;
        if at > iloc.content.end {
            return Err(Malformed("places of items are cut short"));
        }
        match size {
            0 => Ok(0),
            1 => Ok(usize::from(byte(bytes, place)?)),
            2 => be16(bytes, place),
            4 => be32(bytes, place),
            8 => be64(bytes, place),
            _ => Err(Malformed("a number of a size that none has")),
        }
    };
    let version = next(1)?;
    if version > 2 {
        return Err(Malformed("places of an unknown version"));
    }
    next(2)?;
    next(1)?;
    let (first, second) = (next(1)?, next(1)?);
    let (offset_size, length_size, base_size) = (first >> 4, first & 15, second >> 4);
    let index_size = if version == 0 { 0 } else { second & 15 };
    let id_size = if version < 2 { 2 } else { 4 };
    let (mut found, mut extents) = (Vec::new(), 0);
    for _ in 0..next(id_size)? {
        let id = next(id_size)?;
        let method = if version == 0 { 0 } else { next(2)? & 15 };
        let elsewhere = next(2)? != 0;
        let base = next(base_size)?;
        for _ in 0..next(2)? {
            extents += 1;
            if extents > EXTENTS_MAX {
                return Err(Malformed("too many places"));
            }
            next(index_size)?;
            let (offset, length) = (add(base, next(offset_size)?)?, next(length_size)?);
            if !wanted.contains(&id) {
                continue;
            }
            let whole = match (method, idat) {
                (0, _) if !elsewhere => 0..bytes.len(),
                (1, Some(idat)) => idat.clone(),
                _ => return Err(Malformed("an item that lies elsewhere")),
            };
            let start = add(whole.start, offset)?;
            // No length: all of it.
            let end = if length == 0 { whole.end } else { add(start, length)? };
            slice(bytes, start..end)?;
            if end > whole.end {
                return Err(Malformed("an item beyond its place"));
            }
            found.push(start..end);
        }
    }
    Ok(found)
}

/// Adds what of `whole` none of `kept`, sorted by start, covers.
fn gaps(whole: &Range<usize>, kept: &[Range<usize>], zeros: &mut Vec<Range<usize>>) {
    let mut at = whole.start;
    for range in kept.iter().filter(|range| range.end > whole.start && range.start < whole.end) {
        if range.start > at {
            zeros.push(at..range.start);
        }
        at = at.max(range.end);
    }
    if at < whole.end {
        zeros.push(at..whole.end);
    }
}

/// The whole file with these ranges filled: with zeros, and where an item of EXIF lies, with one that says nothing.
fn filled(length: usize, mut zeros: Vec<Range<usize>>, exif: &[Range<usize>]) -> Vec<Piece> {
    zeros.sort_by_key(|range| range.start);
    let (mut at, mut pieces) = (0, Vec::new());
    for range in zeros.into_iter().filter(|range| !range.is_empty()) {
        if range.start > at {
            keep(&mut pieces, at..range.start);
        }
        let mut filling = vec![0; range.len()];
        let inside = exif.iter().filter(|item| item.start >= range.start && item.end <= range.end);
        for item in inside.filter(|item| item.len() >= EMPTY_EXIF.len()) {
            let at = item.start - range.start;
            if let Some(place) = filling.get_mut(at..at + EMPTY_EXIF.len()) {
                place.copy_from_slice(EMPTY_EXIF);
            }
        }
        pieces.push(Piece::New(filling));
        at = range.end;
    }
    if at < length {
        keep(&mut pieces, at..length);
    }
    pieces
}
