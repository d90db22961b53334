//! Amounts as people type them, in minor units (pence, cents, öre).
//!
//! Not here: amounts as people read them (the browser writes those, in the customer's language).

/// The largest amount: a thousand million of a currency with two decimals, less the smallest coin. Nobody means more.
pub const MAX: i64 = 99_999_999_999;

/// Digits after the decimal point of a currency (ISO 4217, table A.1, of the currencies that people shop in).
pub fn digits(currency: &str) -> u32 {
    match currency {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "VND"
        | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}

/// An amount however its thousands and decimals are parted: `1,234.50`, `1.234,50`, `1 234,5`, `1'234`, `£12`.
/// `None` if it is no amount, is negative, or is too large.
pub fn parse(text: &str, currency: &str) -> Option<i64> {
    let text = bare(text, currency)?;
    let most = digits(currency);
    // The last mark parts the decimals if no more digits follow than the currency has, and it stands once.
    let last = text.rfind([',', '.']);
    let decimals = last.filter(|at| {
        let after = text.len() - at - 1;
        let mark = text.get(*at..=*at).unwrap_or_default();
        (1..=most as usize).contains(&after) && text.matches(mark).count() == 1
    });
    let (whole, part) = match decimals {
        Some(at) => (text.get(..at)?, text.get(at + 1..)?),
        // A point at the end is a slip of the finger.
        None => (text.strip_suffix([',', '.']).unwrap_or(&text), ""),
    };
    let whole = joined(whole)?;
    let scale = 10_i64.checked_pow(most)?;
    let fine: i64 = match part {
        "" => 0,
        part => {
            part.parse::<i64>().ok()?
                * 10_i64.checked_pow(most.checked_sub(u32::try_from(part.len()).ok()?)?)?
        }
    };
    let amount = whole.checked_mul(scale)?.checked_add(fine)?;
    (amount <= MAX).then_some(amount)
}

/// An amount as [`parse`] reads it back: no thousands, a point.
pub fn write(minor: i64, currency: &str) -> String {
    let most = digits(currency);
    let scale = 10_i64.pow(most);
    let whole = (minor / scale).to_string();
    match most {
        0 => whole,
        most => format!("{whole}.{:0width$}", (minor % scale).abs(), width = most as usize),
    }
}

/// Digits and the marks between them: without spaces, and without the currency before or after.
fn bare(text: &str, currency: &str) -> Option<String> {
    let text = text.trim();
    // Every letter and every sign of a currency: none of them is a digit of ours.
    let sign = |c: char| c == '$' || c.is_ascii_alphabetic() || !c.is_ascii() || c.is_whitespace();
    let named = text.trim_matches(|c: char| sign(c));
    let around: String = text.chars().filter(|c| sign(*c) && !c.is_whitespace()).collect();
    // `12.50 kr.` and `12,- €` are written so.
    let named = named.strip_suffix(" kr.").or_else(|| named.strip_suffix("kr.")).unwrap_or(named);
    let named = named.strip_suffix(",-").or_else(|| named.strip_suffix(":-")).unwrap_or(named);
    let known = around.is_empty()
        || around.eq_ignore_ascii_case(currency)
        || ["£", "$", "€", "¥", "₩", "kr", "Kr", "KR", "zł", "SEK", "NOK", "DKK", "CHF", "Fr"]
            .contains(&around.as_str());
    // Spaces of every width, and the apostrophes of Switzerland, part thousands.
    let out: String =
        named.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’' | '\u{202f}')).collect();
    let plain = out.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'));
    (known && plain && out.starts_with(|c: char| c.is_ascii_digit())).then_some(out)
}

/// A whole number, whose thousands may be parted.
fn joined(text: &str) -> Option<i64> {
    let mut groups = text.split([',', '.']);
    let first = groups.next()?;
    let mut digits = first.to_owned();
    let mut parted = false;
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        parted = true;
        digits.push_str(group);
    }
    if parted && first.len() > 3 {
        return None;
    }
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_read_however_it_is_written() {
        let check = |text: &str, currency: &str, expected: Option<i64>| {
            assert_eq!(parse(text, currency), expected, "{text:?} {currency}");
        };
        for text in [
            "1234.50",
            "1,234.50",
            "1.234,50",
            "1 234,5",
            "1\u{a0}234,50",
            "1'234.50",
            "£1,234.50",
            "1234,50 kr",
            "1 234,50 SEK",
        ] {
            check(text, "SEK", Some(123_450));
        }
        check("12", "GBP", Some(1_200));
        check("12.", "GBP", Some(1_200));
        check("0,05", "GBP", Some(5));
        check("1.234", "EUR", Some(123_400));
        check("1,234,567", "GBP", Some(123_456_700));
        check("12,- €", "EUR", Some(1_200));
        check("12 kr.", "SEK", Some(1_200));
        check("1,234", "JPY", Some(1_234));
        check("1.5", "KWD", Some(1_500));
        check("0", "GBP", Some(0));
        for text in [
            "",
            "-5",
            "12.345.6",
            "1,23,456",
            "1234.567",
            "12..5",
            "about 12",
            "12 or 13",
            ".",
            "£",
            "999999999999",
            "٣",
        ] {
            check(text, "GBP", None);
        }
        check("12.5", "JPY", None);
    }

    #[test]
    fn an_amount_that_was_written_reads_back() {
        for (minor, currency, text) in
            [(5, "GBP", "0.05"), (123_450, "SEK", "1234.50"), (12, "JPY", "12"), (1, "KWD", "0.001")]
        {
            assert_eq!(write(minor, currency), text);
            assert_eq!(parse(text, currency), Some(minor));
        }
    }
}
