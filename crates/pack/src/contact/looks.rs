//! Whether something is made to look like a name: letters of other scripts, digits for letters, words around it, slips.

use super::letters::lower;

/// Whether a host looks like a name (one label, ASCII, lower case), or carries it.
pub(super) fn like(host: &str, name: &str) -> bool {
    let wanted = skeleton(name);
    host.split('.').map(label).any(|label| {
        holds(&label, name) || skeleton(&label).split(['-', '_']).any(|part| near(part, &wanted))
    })
}

/// Whether a text carries a name, as it looks.
pub(super) fn holds(text: &str, name: &str) -> bool {
    let (text, name) = (skeleton(text), skeleton(name));
    text.contains(&name) || run_together(&text).contains(&run_together(&name))
}

/// Whether two texts differ by one slip: a character more, less, or another, or two that changed places. Equal ones do
/// not differ.
pub(super) fn near(one: &str, other: &str) -> bool {
    let (mut one, mut other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len() < 5 || other.len() < 5 || one.len().abs_diff(other.len()) > 1 {
        return false;
    }
    while let (Some(a), Some(b)) = (one.last(), other.last())
        && a == b
    {
        one.pop();
        other.pop();
    }
    let same = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let (one, other) = (one.get(same..).unwrap_or_default(), other.get(same..).unwrap_or_default());
    match (one, other) {
        ([], []) => false,
        ([], [_]) | ([_], []) | ([_], [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

/// A label of a host as it is shown: `xn--…` decoded.
fn label(label: &str) -> String {
    label.strip_prefix("xn--").and_then(punycode).unwrap_or_else(|| label.to_owned())
}

/// What an eye takes for the first of each group. After the confusables of Unicode UTS 39, of which the scripts that links
/// are forged with are kept. One stroke is an `l`, whatever stands on it.
const ALIKE: &str = "aàáâãäåāăąǎạảấầậắặаӓαάɑ4 bßвьḃƀ8 cçćĉċčсϲ dďđḍԁ eèéêëēĕėęěẹеёєεέ3 gğġģɡ hĥħһ kķкκḳƙĸ liìíîïĩīĭįıіїιίĺļľłӏḷ1|! mмṃ \
    nñńņňŋռпηήṇ oòóôõöøōŏőọоοσό0 pрρþ rŕŗřгṛɾ sśŝşšșѕṣ5$ tţťțтτ7+ uùúûüũūŭůűųυụ vνѵ wŵωшԝ xхχ \
    yýÿŷуγ zźżž";

/// A text by its looks.
fn skeleton(text: &str) -> String {
    let shown = |c: char| {
        let c = lower(c);
        let group = ALIKE.split(' ').find(|group| group.contains(c));
        group.and_then(|group| group.chars().next()).unwrap_or(c)
    };
    text.chars().map(shown).collect()
}

/// Letters that look like one where they stand close.
fn run_together(text: &str) -> String {
    text.replace("rn", "m").replace("vv", "w").replace("cl", "d")
}

/// Punycode (RFC 3492, 6.2); `None` if it is none.
fn punycode(text: &str) -> Option<String> {
    let (plain, coded) = text.rsplit_once('-').unwrap_or(("", text));
    let mut out: Vec<char> = plain.chars().collect();
    let (mut n, mut i, mut bias) = (128_u32, 0_u32, 72_u32);
    let mut digits = coded.bytes();
    while digits.len() > 0 {
        let (before, mut weight, mut k) = (i, 1_u32, 36_u32);
        loop {
            let digit = match digits.next()? {
                b @ b'a'..=b'z' => b - b'a',
                b @ b'A'..=b'Z' => b - b'A',
                b @ b'0'..=b'9' => b - b'0' + 26,
                _ => return None,
            };
            i = i.checked_add(u32::from(digit).checked_mul(weight)?)?;
            let least = k.saturating_sub(bias).clamp(1, 26);
            if u32::from(digit) < least {
                break;
            }
            weight = weight.checked_mul(36 - least)?;
            k += 36;
        }
        let length = u32::try_from(out.len()).ok()? + 1;
        bias = adapt(i - before, length, before == 0);
        n = n.checked_add(i / length)?;
        i %= length;
        out.insert(usize::try_from(i).ok()?, char::from_u32(n)?);
        i += 1;
    }
    Some(out.into_iter().collect())
}

/// How the next digits are weighed (RFC 3492, 6.1).
fn adapt(delta: u32, length: u32, first: bool) -> u32 {
    let mut delta = if first { delta / 700 } else { delta / 2 };
    delta += delta / length;
    let mut k = 0;
    while delta > 455 {
        delta /= 35;
        k += 36;
    }
    k + 36 * delta / (delta + 38)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoded_labels_are_read_as_they_are_shown() {
        // RFC 3492, 7.1, and the address of a well-known forgery.
        for (coded, shown) in [
            ("80ak6aa92e", Some("аррӏе")),
            ("mnchen-3ya", Some("münchen")),
            ("klrna-hra", Some("klärna")),
            ("ihqwcrb4cv8a8dqg056pqjye", Some("他们为什么不说中文")),
            ("99999999", None),
            ("a-!", None),
        ] {
            assert_eq!(punycode(coded).as_deref(), shown, "{coded}");
        }
    }

    #[test]
    fn one_slip_is_near_and_two_are_not() {
        let check =
            |one: &str, other: &str, expected: bool| assert_eq!(near(one, other), expected, "{one} {other}");
        check("klarna", "klarna", false);
        for slip in ["klrna", "klaarna", "klatna", "klrana", "klarn", "xklarna"] {
            check(slip, "klarna", true);
        }
        for other in ["klan", "kolumna", "larn", "alarms", "clarins", ""] {
            check(other, "klarna", false);
        }
    }
}
