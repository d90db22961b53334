//! One suite for all kinds. tests/portal/samples holds small files written by Pillow and libheif with EXIF (GPS, camera), XMP, comments
//! and bytes after the end; every hidden text in them begins with `Secret`.

use super::*;
use proptest::prelude::*;

const JPEG: &[u8] = include_bytes!("../../../tests/portal/samples/photo.jpg");
const PNG: &[u8] = include_bytes!("../../../tests/portal/samples/shot.png");
const WEBP: &[u8] = include_bytes!("../../../tests/portal/samples/photo.webp");
const MOVING: &[u8] = include_bytes!("../../../tests/portal/samples/moving.webp");
const HEIC: &[u8] = include_bytes!("../../../tests/portal/samples/photo.heic");
const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\nstartxref\n0\n%%EOF\n";
const SAMPLES: [(FileKind, &[u8]); 5] = [
    (FileKind::Jpeg, JPEG),
    (FileKind::Png, PNG),
    (FileKind::Webp, WEBP),
    (FileKind::Webp, MOVING),
    (FileKind::Heic, HEIC),
];

fn clean(kind: FileKind, bytes: &[u8]) -> Result<Vec<u8>, Malformed> {
    let whole = Bytes::copy_from_slice(bytes);
    Ok(apply(&whole, plan(kind, bytes)?).concat())
}

fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

#[test]
fn nothing_that_tells_of_the_sender_is_left() {
    for (kind, sample) in SAMPLES {
        assert!(holds(sample, b"Secret"), "{kind:?}: the sample has something to hide");
        let cleaned = clean(kind, sample).unwrap();
        for marker in [&b"Secret"[..], b"adobe:ns:meta", b"GPS", b"2026:01:02", b"xpacket"] {
            assert!(!holds(&cleaned, marker), "{kind:?} {}", String::from_utf8_lossy(marker));
        }
    }
}

#[test]
fn what_comes_out_is_of_the_same_kind_and_clean() {
    for (kind, sample) in SAMPLES {
        let cleaned = clean(kind, sample).unwrap();
        assert_eq!(FileKind::sniff(&cleaned), Some(kind));
        assert_eq!(clean(kind, &cleaned).as_deref(), Ok(cleaned.as_slice()), "{kind:?}");
    }
}

#[test]
fn which_way_is_up_survives_and_nothing_else_of_exif_does() {
    let cleaned = clean(FileKind::Jpeg, JPEG).unwrap();
    let at = cleaned.windows(6).position(|w| w == b"Exif\0\0").unwrap();
    assert_eq!(cleaned[at - 2..at], [0, 34], "a segment of one entry");
    assert_eq!(cleaned[at + 6 + 10..at + 6 + 20], [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6]);
    assert!(holds(&cleaned, b"ICC_PROFILE"), "colours are as they were");
    // Upright needs no saying.
    let upright = cleaned.clone().into_iter().enumerate().map(|(i, b)| if i == at + 25 { 1 } else { b });
    assert!(!holds(&clean(FileKind::Jpeg, &upright.collect::<Vec<_>>()).unwrap(), b"Exif"));
}

#[test]
fn a_picture_keeps_its_size_in_the_box_and_its_flags_tell_the_truth() {
    let heic = clean(FileKind::Heic, HEIC).unwrap();
    assert_eq!(heic.len(), HEIC.len(), "nothing moves");
    assert!(holds(&heic, b"\0\0\0\0MM\0*\0\0\0\x08\0\0"), "EXIF that can be read and says nothing");
    let webp = clean(FileKind::Webp, WEBP).unwrap();
    assert_eq!(u32::from_le_bytes(*webp[4..].first_chunk().unwrap()) as usize, webp.len() - 8);
    assert_eq!(&webp[12..16], b"VP8X");
    assert_eq!(webp[20] & 0b0010_1100, 0b0010_0000, "the profile stays, EXIF and XMP are gone");
    let png = clean(FileKind::Png, PNG).unwrap();
    assert!(png.ends_with(b"IEND\xae\x42\x60\x82"));
    for chunk in [&b"PLTE"[..], b"tRNS", b"pHYs", b"IDAT"] {
        assert!(holds(&png, chunk));
    }
}

#[test]
fn a_film_beside_a_photo_is_gone() {
    let mut live = HEIC.to_vec();
    live.extend(b"\0\0\0\x12mpvdSecretFilm");
    let cleaned = clean(FileKind::Heic, &live).unwrap();
    assert!(!holds(&cleaned, b"SecretFilm"));
    assert_eq!(cleaned.len(), live.len());
}

#[test]
fn what_is_cut_short_anywhere_is_refused_unless_the_picture_is_whole() {
    for (kind, sample) in SAMPLES {
        let whole = clean(kind, sample).unwrap();
        for end in 0..whole.len() {
            let cut = clean(kind, &whole[..end]);
            assert!(cut.is_err(), "{kind:?} cut at {end} of {}", whole.len());
        }
    }
}

#[test]
fn a_file_without_the_structure_of_its_kind_is_refused() {
    let check = |kind, bytes: &[u8]| assert!(plan(kind, bytes).is_err(), "{kind:?} {bytes:?}");
    check(FileKind::Jpeg, b"\xff\xd8\xff\xd9");
    check(FileKind::Jpeg, b"\xff\xd8\xff\xe1\0\x01\xff\xd9");
    check(FileKind::Jpeg, b"\xff\xd8\xff<script>");
    check(FileKind::Png, b"\x89PNG\r\n\x1a\n\0\0\0\0IEND\xae\x42\x60\x82");
    check(FileKind::Webp, b"RIFF\x04\0\0\0WEBP");
    check(FileKind::Heic, b"\0\0\0\x10ftypheic\0\0\0\0");
    check(FileKind::Pdf, b"%PDF-1.7\n");
    check(FileKind::Text, b"a\0b");
    check(FileKind::Text, b"a\xff");
    let mut unknown = PNG[..33].to_vec();
    unknown.extend(b"\0\0\0\0EVIL\0\0\0\0");
    unknown.extend(&PNG[33..]);
    check(FileKind::Png, &unknown);
}

#[test]
fn a_pdf_that_runs_or_carries_files_is_refused_and_any_other_is_left_as_it_is() {
    let with = |object: &str| {
        let text = String::from_utf8(PDF.to_vec()).unwrap();
        clean(FileKind::Pdf, text.replace("<</Type/Catalog>>", object).as_bytes())
    };
    assert_eq!(clean(FileKind::Pdf, PDF).unwrap(), PDF);
    for refused in [
        "<</S/JavaScript/JS(app.alert(1))>>",
        "<</S /JS>>",
        "<</S/J#61va#53cript>>",
        "<</S/Launch/F(x.exe)>>",
        "<</Names<</EmbeddedFiles 3 0 R>>>>",
        "<</Type/EmbeddedFile>>",
        "<</Length 3>>stream\nabc\nendstream <</S/JS>>",
    ] {
        assert!(with(refused).is_err(), "{refused}");
    }
    for taken in ["<</Type/JSomething>>", "(no JavaScript here)", "<</Length 5>>\nstream\n /JS \nendstream"] {
        assert!(with(taken).is_ok(), "{taken}");
    }
}

fn kinds() -> impl Strategy<Value = FileKind> {
    prop::sample::select(FileKind::ALL.to_vec())
}

/// Files that are nearly right: a sample with some bytes changed, or cut, or with a piece in it twice.
fn spoiled() -> impl Strategy<Value = (FileKind, Vec<u8>)> {
    let edits = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6);
    (0..SAMPLES.len(), edits, any::<prop::sample::Index>(), any::<bool>()).prop_map(
        |(i, edits, at, twice)| {
            let (kind, sample) = SAMPLES[i];
            let mut bytes = sample.to_vec();
            for (place, byte) in edits {
                let place = place.index(bytes.len());
                bytes[place] = byte;
            }
            if twice {
                let tail = bytes[at.index(bytes.len())..].to_vec();
                bytes.extend(tail);
            }
            (kind, bytes)
        },
    )
}

proptest! {
    #[test]
    fn any_bytes_get_an_answer(kind in kinds(), bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = clean(kind, &bytes);
    }

    #[test]
    fn what_is_nearly_right_gets_an_answer_that_holds((kind, bytes) in spoiled()) {
        if let Ok(cleaned) = clean(kind, &bytes) {
            prop_assert_eq!(clean(kind, &cleaned), Ok(cleaned.clone()), "idempotent");
            prop_assert!(cleaned.len() <= bytes.len() + 64);
        }
    }
}
