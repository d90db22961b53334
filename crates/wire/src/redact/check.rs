//! The forms and check digits of national identity numbers. A number is told by its length, by how it is grouped and by
//! where its letters are; then by its date and check digits. What needs a word beside it says so.

use super::card::luhn;

/// Most characters of a number here: an Italian codice fiscale.
const LONGEST: usize = 16;

/// How far a number can be trusted to be one.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Sure {
    /// By itself.
    Yes,
    /// Only where identity numbers are spoken of.
    InContext,
}

/// Letters and digits that may be an identity number.
#[derive(Default)]
pub(super) struct Candidate {
    chars: [u8; LONGEST],
    len: usize,
    /// A bit for each place with a letter.
    letters: u32,
    /// Sizes of the groups, four bits each.
    groups: u64,
    group: u64,
    /// The separator; `*` if there is more than one.
    sign: u8,
}

impl Candidate {
    /// Takes one more character; `false` if it is too long now.
    pub(super) fn push(&mut self, byte: u8) -> bool {
        let Some(slot) = self.chars.get_mut(self.len) else { return false };
        *slot = byte;
        self.letters |= u32::from(!byte.is_ascii_digit()) << self.len;
        self.len += 1;
        self.group += 1;
        true
    }

    pub(super) fn end_group(&mut self) {
        self.groups = self.groups << 4 | self.group;
        self.group = 0;
    }

    pub(super) fn separate(&mut self, sign: u8) {
        self.sign = if self.sign == 0 || self.sign == sign { sign } else { b'*' };
    }

    /// What the characters so far are. The longest form is asked for by the caller.
    pub(super) fn check(&self) -> Option<Sure> {
        let tight = self.sign != b' ';
        let sure = |yes: bool| yes.then_some(Sure::Yes);
        let context = |yes: bool| yes.then_some(Sure::InContext);
        match (self.len, self.letters) {
            (8, 0x80) => sure(tight && self.pps()),
            (9, 0x180) => sure(tight && self.pps()),
            (9, 0x100) => sure(tight && self.dni(self.number(0, 8))),
            (9, 0x101) => sure(tight && self.nie()),
            (9, 0x103) => sure(self.nino()),
            (9, 0) => context(match self.groups {
                0x9 | 0x333 | 0x423 => self.bsn() || self.nif() || self.ssn(),
                0x324 => self.ssn(),
                _ => false,
            })
            .map(|weak| if self.groups == 0x324 && self.sign == b'-' { Sure::Yes } else { weak }),
            (10, 0x200) => sure(self.groups == 0x64 && tight && self.hetu(0)),
            (11, 0x40 | 0x440) => sure(self.groups == 0xb && self.hetu(1)),
            (10, 0) => self.ten(),
            (11, 0) => match self.groups {
                0xb => sure(self.fodselsnummer() || self.rijksregister() || self.steuer_id())
                    .or_else(|| self.pesel().then_some(self.not_a_phone())),
                0x65 => sure(self.fodselsnummer()),
                0x22232 => sure(self.rijksregister()),
                0x2333 => sure(self.steuer_id()),
                _ => None,
            },
            (12, 0) => sure(matches!(self.groups, 0xc | 0x84) && self.personnummer_12()),
            (15, 0 | 0x40) => sure(matches!(self.groups, 0xf | 0xd2 | 0x1222332) && self.nir()),
            (16, letters) => sure(letters & 0x893f == 0x893f && self.codice_fiscale()),
            _ => None,
        }
    }

    /// Ten digits: Sweden, Denmark, Austria, the United Kingdom's health service.
    fn ten(&self) -> Option<Sure> {
        let dash = matches!(self.sign, b'-' | b'+');
        let date_first = matches!(self.groups, 0xa | 0x64);
        if date_first && self.personnummer(0) {
            return Some(if dash { Sure::Yes } else { self.not_a_phone() });
        }
        if date_first && date(self.two(0), self.two(2)) {
            return Some(if dash && self.sign == b'-' { Sure::Yes } else { Sure::InContext });
        }
        let health = matches!(self.groups, 0xa | 0x334)
            && self.sum(&[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11);
        let austria = matches!(self.groups, 0xa | 0x46)
            && date(self.two(4), self.two(6))
            && self.sum(&[3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 == self.value(3);
        (health || austria).then_some(Sure::InContext)
    }

    /// Phone numbers begin with a zero where people write them without the country.
    fn not_a_phone(&self) -> Sure {
        if self.value(0) == 0 { Sure::InContext } else { Sure::Yes }
    }

    #[inline(never)]
    fn value(&self, i: usize) -> u32 {
        self.chars.get(i).map_or(0, |b| u32::from(b & 15))
    }

    #[inline(never)]
    fn two(&self, i: usize) -> u32 {
        self.value(i) * 10 + self.value(i + 1)
    }

    #[inline(never)]
    fn number(&self, from: usize, to: usize) -> u64 {
        (from..to).fold(0, |sum, i| sum * 10 + u64::from(self.value(i)))
    }

    #[inline(never)]
    fn sum(&self, weights: &[u32]) -> u32 {
        weights.iter().enumerate().map(|(i, weight)| weight * self.value(i)).sum()
    }

    #[inline(never)]
    fn char(&self, i: usize) -> u8 {
        self.chars.get(i).copied().unwrap_or_default()
    }

    /// Sweden: personnummer, and samordningsnummer with the day plus 60. Skatteverket, SKV 704 and 707.
    fn personnummer(&self, from: usize) -> bool {
        let day = self.two(from + 4);
        date(if day > 60 { day - 60 } else { day }, self.two(from + 2))
            && luhn(self.chars.get(from..from + 10).unwrap_or_default())
    }

    /// With its century. Order numbers begin with this year's date: nobody born after 2019 writes to us.
    fn personnummer_12(&self) -> bool {
        matches!(self.number(0, 4), 1870..=2019) && self.personnummer(2)
    }

    /// Norway: fødselsnummer, D-number (day plus 40), the register's other series (month plus 40, plus 80 in tests).
    fn fodselsnummer(&self) -> bool {
        let day = self.two(0);
        date(if day > 40 { day - 40 } else { day }, self.two(2) % 40)
            && self.sum(&[3, 7, 6, 1, 8, 9, 4, 5, 2, 1]).is_multiple_of(11)
            && self.sum(&[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11)
    }

    /// Belgium: the check is that of the first nine digits, with a 2 before them for who is born from 2000 on.
    fn rijksregister(&self) -> bool {
        let (number, check) = (self.number(0, 9), self.number(9, 11));
        date(self.two(4), self.two(2))
            && [number, number + 2_000_000_000].into_iter().any(|number| 97 - number % 97 == check)
    }

    /// Germany: one of the first ten digits stands there twice or three times, and no other does; ISO 7064 mod 11,10.
    fn steuer_id(&self) -> bool {
        // Three bits a digit that stands there once, twice, three times.
        let (mut once, mut twice, mut thrice) = (0_u32, 0_u32, 0_u32);
        for i in 0..10 {
            let bit = 1 << self.value(i);
            if thrice & bit != 0 {
                return false;
            }
            thrice |= twice & bit;
            twice |= once & bit;
            once |= bit;
        }
        let product = (0..10).fold(10, |product, i| {
            let sum = (self.value(i) + product) % 10;
            (if sum == 0 { 10 } else { sum }) * 2 % 11
        });
        self.value(0) != 0 && twice.is_power_of_two() && (11 - product) % 10 == self.value(10)
    }

    /// Poland, births from 1900 on.
    fn pesel(&self) -> bool {
        let month = self.two(2);
        month < 40
            && date(self.two(4), month % 20)
            && self.sum(&[1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]).is_multiple_of(10)
    }

    /// France: sex, year, month, place, number, and 97 less the rest. 2A and 2B, Corsica, count as 19 and 18.
    fn nir(&self) -> bool {
        let corsica = match self.char(6) {
            b'a' => 19,
            b'b' => 18,
            b'0'..=b'9' => self.number(5, 7),
            _ => return false,
        };
        let number = (self.number(0, 5) * 100 + corsica) * 1_000_000 + self.number(7, 13);
        matches!(self.value(0), 1..=4 | 7 | 8)
            && matches!(self.two(3), 1..=12 | 20..=42 | 50..)
            && (self.letters == 0 || self.value(5) == 2)
            && 97 - number % 97 == self.number(13, 15)
    }

    /// Finland: date, century sign, number, check character. All signs since 2023: `+ - A–F U–Y`.
    fn hetu(&self, sign: usize) -> bool {
        let number = self.number(0, 6) * 1000 + self.number(6 + sign, 9 + sign);
        (sign == 0 || matches!(self.char(6), b'a'..=b'f' | b'u'..=b'y'))
            && date(self.two(0), self.two(2))
            && letter(b"0123456789abcdefhjklmnprstuvwxy", number % 31) == self.char(9 + sign)
    }

    /// Spain, DNI.
    fn dni(&self, number: u64) -> bool {
        letter(b"trwagmyfpdxbnjzsqvhlcke", number % 23) == self.char(8)
    }

    /// Spain, NIE: X, Y, Z count as 0, 1, 2.
    fn nie(&self) -> bool {
        let first = self.char(0);
        matches!(first, b'x'..=b'z') && self.dni(u64::from(first - b'x') * 10_000_000 + self.number(1, 8))
    }

    /// United Kingdom, National Insurance number (HMRC, NIM39110). It has no check digit.
    fn nino(&self) -> bool {
        let (a, b) = (self.char(0), self.char(1));
        !b"dfiquv".contains(&a)
            && !b"dfiquvo".contains(&b)
            && !matches!(&[a, b], b"bg" | b"gb" | b"nk" | b"kn" | b"tn" | b"nt" | b"zz")
            && matches!(self.char(8), b'a'..=b'd')
    }

    /// Ireland, PPS: seven digits, a check letter, since 2013 a second letter that counts nine times.
    fn pps(&self) -> bool {
        let second = if self.len == 9 { u32::from(self.char(8) & 31) } else { 0 };
        let rest = (self.sum(&[8, 7, 6, 5, 4, 3, 2]) + (second % 23) * 9) % 23;
        letter(b"wabcdefghijklmnopqrstuv", u64::from(rest)) == self.char(7)
    }

    /// Italy: characters in odd places count by this order, those in even places by their own; mod 26. Letters may stand
    /// for digits where two people would have the same code.
    fn codice_fiscale(&self) -> bool {
        const ODD: &[u8; 26] = b"bakplcqdrevosftguhminjwzyx";
        let rank = |b: u8| if b.is_ascii_digit() { b & 15 } else { b.wrapping_sub(b'a') };
        let sum: usize = (0..15)
            .map(|i| {
                let rank = rank(self.char(i));
                let odd = || ODD.iter().position(|b| *b == rank.wrapping_add(b'a')).unwrap_or_default();
                if i % 2 == 0 { odd() } else { usize::from(rank) }
            })
            .sum();
        b"abcdehlmprst".contains(&self.char(8))
            && self.letters.count_ones() <= 13
            && usize::from(rank(self.char(15))) == sum % 26
    }

    /// Netherlands, the eleven test.
    fn bsn(&self) -> bool {
        self.sum(&[9, 8, 7, 6, 5, 4, 3, 2]) % 11 == self.value(8) && self.number(0, 9) > 0
    }

    /// Portugal.
    fn nif(&self) -> bool {
        let rest = self.sum(&[9, 8, 7, 6, 5, 4, 3, 2]) % 11;
        self.value(8) == if rest < 2 { 0 } else { 11 - rest }
    }

    /// United States: areas that are given out (SSA). No check digit.
    fn ssn(&self) -> bool {
        !matches!(self.number(0, 3), 0 | 666 | 900..) && self.two(3) > 0 && self.number(5, 9) > 0
    }
}

#[inline(never)]
fn date(day: u32, month: u32) -> bool {
    let days = match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

#[inline(never)]
fn letter(letters: &[u8], i: u64) -> u8 {
    letters.get(i as usize).copied().unwrap_or_default()
}
