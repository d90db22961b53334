//! What a locale's tag says by itself.

/// Whether a locale is written from right to left, by its language.
pub fn is_rtl(locale: &str) -> bool {
    let language = locale.split('-').next().unwrap_or_default();
    matches!(language, "ar" | "ckb" | "dv" | "fa" | "he" | "ps" | "sd" | "ug" | "ur" | "yi")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_says_which_way_a_locale_is_written() {
        for (locale, rtl) in [("ar", true), ("he-IL", true), ("en-GB", false), ("sv", false), ("", false)] {
            assert_eq!(is_rtl(locale), rtl, "{locale}");
        }
    }
}
