//! How compiled content is written as bytes and read back: fields in order, numbers as variable-length integers
//! (LEB128), texts and lists with their length before them.
//!
//! By hand and not by serde: see docs/decisions/0003-bytes.md. Reading never fails in the middle: past the end
//! everything reads as zero and empty, and the reader remembers that it is spoiled. That way no half-read value has to
//! be taken apart again, which is most of what a fallible reader costs in WASM. A length is never trusted.

use crate::Date;
use klarna_help_wire::{Area, Category, HostAction};

/// Bytes still to be read.
pub(crate) struct Reader<'a> {
    left: &'a [u8],
    spoiled: bool,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(left: &'a [u8]) -> Self {
        Self { left, spoiled: false }
    }

    /// Whether everything was read, and nothing was missing or wrong.
    pub(crate) fn is_done(&self) -> bool {
        !self.spoiled && self.left.is_empty()
    }

    /// Whether something was missing or wrong.
    pub(crate) fn is_spoiled(&self) -> bool {
        self.spoiled
    }

    /// From here on everything is empty.
    fn spoil(&mut self) {
        self.spoiled = true;
        self.left = &[];
    }

    #[inline(never)]
    fn number(&mut self) -> u64 {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let Some((byte, rest)) = self.left.split_first() else { break };
            self.left = rest;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return value;
            }
        }
        self.spoil();
        0
    }

    #[inline(never)]
    fn text(&mut self) -> String {
        let length = usize::try_from(self.number()).unwrap_or(usize::MAX);
        if let Some((head, rest)) = self.left.split_at_checked(length)
            && let Ok(text) = core::str::from_utf8(head)
        {
            self.left = rest;
            return text.into();
        }
        self.spoil();
        String::new()
    }
}

/// Something that can be written and read back.
pub(crate) trait Bin: Sized {
    fn put(&self, out: &mut Vec<u8>);
    fn take(from: &mut Reader<'_>) -> Self;
}

fn put_number(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

macro_rules! numbers {
    ($($type:ty),+) => { $(
        impl Bin for $type {
            fn put(&self, out: &mut Vec<u8>) {
                put_number(u64::from(*self), out);
            }
            fn take(from: &mut Reader<'_>) -> Self {
                Self::try_from(from.number()).unwrap_or_else(|_| {
                    from.spoil();
                    0
                })
            }
        }
    )+ };
}
numbers!(u8, u16, u64);

impl Bin for i64 {
    /// Zigzag: small numbers of either sign are short.
    fn put(&self, out: &mut Vec<u8>) {
        put_number(((self << 1) ^ (self >> 63)) as u64, out);
    }
    fn take(from: &mut Reader<'_>) -> Self {
        let value = from.number();
        (value >> 1) as i64 ^ -((value & 1) as i64)
    }
}

impl Bin for bool {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }
    fn take(from: &mut Reader<'_>) -> Self {
        from.number() != 0
    }
}

impl Bin for String {
    fn put(&self, out: &mut Vec<u8>) {
        put_number(self.len() as u64, out);
        out.extend_from_slice(self.as_bytes());
    }
    fn take(from: &mut Reader<'_>) -> Self {
        from.text()
    }
}

impl<T: Bin> Bin for Vec<T> {
    fn put(&self, out: &mut Vec<u8>) {
        put_number(self.len() as u64, out);
        self.iter().for_each(|item| item.put(out));
    }
    fn take(from: &mut Reader<'_>) -> Self {
        // Grown as items are found: the length alone allocates nothing.
        let mut list = Vec::new();
        let mut left = from.number();
        while left > 0 && !from.spoiled {
            list.push(T::take(from));
            left -= 1;
        }
        list
    }
}

impl<T: Bin> Bin for Option<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.is_some().put(out);
        self.iter().for_each(|item| item.put(out));
    }
    fn take(from: &mut Reader<'_>) -> Self {
        if bool::take(from) { Some(T::take(from)) } else { None }
    }
}

impl<A: Bin, B: Bin> Bin for (A, B) {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
        self.1.put(out);
    }
    fn take(from: &mut Reader<'_>) -> Self {
        (A::take(from), B::take(from))
    }
}

impl Bin for Date {
    fn put(&self, out: &mut Vec<u8>) {
        self.days().put(out);
    }
    fn take(from: &mut Reader<'_>) -> Self {
        Date::from_days(i64::take(from))
    }
}

macro_rules! named {
    ($($type:ident or $first:ident),+) => { $(
        impl Bin for $type {
            /// By its place: pack and widget are built from the same list.
            fn put(&self, out: &mut Vec<u8>) {
                let place = $type::ALL.iter().position(|one| one == self);
                put_number(place.unwrap_or(usize::MAX) as u64, out);
            }
            fn take(from: &mut Reader<'_>) -> Self {
                let place = usize::try_from(from.number()).unwrap_or(usize::MAX);
                $type::ALL.get(place).copied().unwrap_or_else(|| {
                    from.spoil();
                    $type::$first
                })
            }
        }
    )+ };
}
named!(Area or Payments, Category or Other, HostAction or RetryPayment);

/// Writes and reads a struct by its fields. A field that is left out does not compile.
macro_rules! record {
    ($type:ident { $($field:ident),+ $(,)? }) => {
        impl $crate::bin::Bin for $type {
            fn put(&self, out: &mut Vec<u8>) {
                let Self { $($field),+ } = self;
                $($crate::bin::Bin::put($field, out);)+
            }
            fn take(from: &mut $crate::bin::Reader<'_>) -> Self {
                Self { $($field: $crate::bin::Bin::take(from)),+ }
            }
        }
    };
}

/// Writes and reads an enum of tuple variants by a number each, 0 among them. A variant left out does not compile.
macro_rules! choice {
    ($type:ident { $($number:literal = $variant:ident $(($($field:ident),+))?),+ $(,)? }) => {
        impl $crate::bin::Bin for $type {
            fn put(&self, out: &mut Vec<u8>) {
                match self {
                    $($type::$variant $(($($field),+))? => {
                        out.push($number);
                        $($($crate::bin::Bin::put($field, out);)+)?
                    })+
                }
            }
            fn take(from: &mut $crate::bin::Reader<'_>) -> Self {
                match from.variant(&[$($number),+]) {
                    $($number => {
                        $($(let $field = $crate::bin::Bin::take(from);)+)?
                        $type::$variant $(($($field),+))?
                    })+
                    // `variant` answers with one of the numbers above, and a spoiled reader with 0.
                    _ => Self::take(from),
                }
            }
        }
    };
}

impl Reader<'_> {
    /// The number of a variant; 0 from a reader that is, or now becomes, spoiled.
    #[inline(never)]
    pub(crate) fn variant(&mut self, known: &[u8]) -> u8 {
        match u8::try_from(self.number()) {
            Ok(number) if known.contains(&number) => number,
            _ => {
                self.spoil();
                0
            }
        }
    }
}

pub(crate) use {choice, record};

#[cfg(test)]
mod tests {
    use super::*;

    fn back<T: Bin>(value: &T) -> Option<T> {
        let mut out = Vec::new();
        value.put(&mut out);
        read(&out)
    }

    fn read<T: Bin>(bytes: &[u8]) -> Option<T> {
        let mut reader = Reader::new(bytes);
        let value = T::take(&mut reader);
        reader.is_done().then_some(value)
    }

    #[test]
    fn values_read_back_as_they_were_written() {
        for number in [0_u64, 1, 127, 128, 300, u64::MAX] {
            assert_eq!(back(&number), Some(number));
        }
        for number in [0_i64, -1, 1, -64, 20_000, i64::MIN, i64::MAX] {
            assert_eq!(back(&number), Some(number));
        }
        assert_eq!(back(&vec![Some(String::from("å")), None]), Some(vec![Some("å".into()), None]));
        assert_eq!(back(&Category::Complaint), Some(Category::Complaint));
    }

    #[test]
    fn a_length_that_lies_reads_as_nothing() {
        let mut out = Vec::new();
        put_number(u64::MAX, &mut out);
        assert_eq!(read::<Vec<String>>(&out), None);
        assert_eq!(read::<Vec<Option<Category>>>(&out), None);
        assert_eq!(read::<String>(&out), None);
        assert_eq!(read::<u8>(&[0xff, 0x03]), None);
        assert_eq!(read::<u64>(&[0xff; 12]), None);
    }
}
