//! Names of files, as far as they are believed.
//!
//! A name is text that is shown; no file on disk has it. Not here: what a file is by its bytes (`wire::FileKind`).

use klarna_help_wire::{FILE_NAME_MAX, FileKind};

/// A name that can be shown on one line: the last part of a path, no control or direction characters, not too long. Its
/// ending survives the cut.
pub(super) fn clean(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let unseen = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    let shown: String = last.chars().filter(|c| !unseen(*c)).collect();
    let shown = shown.trim().trim_start_matches('.');
    if shown.is_empty() {
        return "file".to_owned();
    }
    let (stem, ending) = match shown.rsplit_once('.') {
        Some((stem, ending)) if ending.len() <= 8 => (stem, format!(".{ending}")),
        _ => (shown, String::new()),
    };
    let room = FILE_NAME_MAX.saturating_sub(ending.chars().count());
    stem.chars().take(room).chain(ending.chars()).collect()
}

/// What a name says that a file is: `Ok(None)` if it has no ending, `Err` if its ending is of nothing that is taken.
pub(super) fn kind(name: &str) -> Result<Option<FileKind>, ()> {
    let Some((_, ending)) = name.rsplit_once('.') else { return Ok(None) };
    match ending.to_ascii_lowercase().as_str() {
        "png" => Ok(Some(FileKind::Png)),
        "jpg" | "jpeg" | "jpe" | "jfif" => Ok(Some(FileKind::Jpeg)),
        "webp" => Ok(Some(FileKind::Webp)),
        "heic" | "heif" | "hif" => Ok(Some(FileKind::Heic)),
        "pdf" => Ok(Some(FileKind::Pdf)),
        "txt" | "text" | "log" => Ok(Some(FileKind::Text)),
        _ => Err(()),
    }
}

/// What a declared type says: as [`kind`].
pub(super) fn declared(media_type: &str) -> Result<Option<FileKind>, ()> {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        // What browsers say when they do not know.
        "" | "application/octet-stream" => Ok(None),
        "image/jpg" | "image/pjpeg" => Ok(Some(FileKind::Jpeg)),
        "image/heif" => Ok(Some(FileKind::Heic)),
        other => FileKind::parse(other).map(Some).ok_or(()),
    }
}

/// The name with the ending of what the file is, if it has none.
pub(super) fn with_ending(name: &str, kind: FileKind) -> String {
    if name.contains('.') { name.to_owned() } else { format!("{name}.{}", kind.extension()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_can_be_shown_and_leads_nowhere() {
        let check = |name: &str, expected: &str| assert_eq!(clean(name), expected, "{name:?}");
        check("kvitto åäö.png", "kvitto åäö.png");
        check("../../etc/passwd.txt", "passwd.txt");
        check("C:\\fakepath\\a.pdf", "a.pdf");
        check("a\r\nSet-Cookie: x.txt", "aSet-Cookie: x.txt");
        check("evil\u{202e}gnp.exe", "evilgnp.exe");
        check("  .hidden.png ", "hidden.png");
        check("", "file");
        check("...", "file");
        check("a/", "file");
        let long = clean(&format!("{}.jpeg", "å".repeat(300)));
        assert_eq!((long.chars().count(), long.ends_with("å.jpeg")), (FILE_NAME_MAX, true));
        assert_eq!(clean(&"x".repeat(300)).len(), FILE_NAME_MAX);
    }

    #[test]
    fn names_and_declared_types_say_the_same_or_nothing() {
        assert_eq!(kind("a.JPG"), Ok(Some(FileKind::Jpeg)));
        assert_eq!(kind("photo"), Ok(None));
        assert_eq!(kind("a.png.exe"), Err(()));
        assert_eq!(declared("image/jpg"), Ok(Some(FileKind::Jpeg)));
        assert_eq!(declared("text/plain; charset=utf-8"), Ok(Some(FileKind::Text)));
        assert_eq!(declared(""), Ok(None));
        assert_eq!(declared("text/html"), Err(()));
        for kind_of in FileKind::ALL {
            assert_eq!(kind(&with_ending("a", *kind_of)), Ok(Some(*kind_of)));
            assert_eq!(declared(kind_of.as_str()), Ok(Some(*kind_of)));
        }
    }
}
