//! The proof of work that a portal under pressure asks for, solved in slices: ALTCHA's first scheme (altcha.org,
//! "Proof-of-Work Mechanism"), on a small SHA-256 (FIPS 180-4).
//!
//! Own code for SHA-256: the browser's `crypto.subtle` answers each of some 100,000 hashes by a promise, which takes some
//! hundred times longer than the hash; the `sha2` crate unrolls its rounds and costs several kilobytes more. Not here:
//! making and checking challenges, which the portal does with `sha2`.

use crate::{Challenge, WORK_MAX};

/// Words of the hash after no input: fractional parts of the square roots of the first eight primes (5.3.3).
const START: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

/// Fractional parts of the cube roots of the first 64 primes (4.2.2).
#[rustfmt::skip] // rows of eight, as the standard has them
const ROUNDS: [u32; 64] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
];

/// SHA-256 of some bytes.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut state = START;
    let (blocks, rest) = bytes.as_chunks::<64>();
    for block in blocks {
        compress(&mut state, block);
    }
    // The end: a bit, zeros, and the length in bits; in a block of its own where it does not fit into the last.
    let mut tail = [0_u8; 64];
    for (to, from) in tail.iter_mut().zip(rest.iter().chain(&[0x80])) {
        *to = *from;
    }
    if rest.len() > 55 {
        compress(&mut state, &tail);
        tail = [0; 64];
    }
    let bits = (bytes.len() as u64).wrapping_mul(8).to_be_bytes();
    for (to, from) in tail.iter_mut().rev().zip(bits.iter().rev()) {
        *to = *from;
    }
    compress(&mut state, &tail);
    let mut hash = [0; 32];
    for (to, from) in hash.as_chunks_mut::<4>().0.iter_mut().zip(state) {
        *to = from.to_be_bytes();
    }
    hash
}

fn compress(state: &mut [u32; 8], block: &[u8; 64]) {
    // The schedule of 6.2.2, of which only the last 16 words are ever looked at.
    let mut w = [0_u32; 16];
    for (to, from) in w.iter_mut().zip(block.as_chunks::<4>().0) {
        *to = u32::from_be_bytes(*from);
    }
    let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = *state;
    for round in ROUNDS {
        let [word, next, .., w9, _, _, _, _, w14, _] = w;
        let t1 = h
            .wrapping_add(e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25))
            .wrapping_add((e & f) ^ (!e & g))
            .wrapping_add(round)
            .wrapping_add(word);
        let t2 = (a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22))
            .wrapping_add((a & b) ^ (a & c) ^ (b & c));
        (h, g, f, e, d, c, b, a) = (g, f, e, d.wrapping_add(t1), c, b, a, t1.wrapping_add(t2));
        let s0 = next.rotate_right(7) ^ next.rotate_right(18) ^ (next >> 3);
        let s1 = w14.rotate_right(17) ^ w14.rotate_right(19) ^ (w14 >> 10);
        w.rotate_left(1);
        w[15] = word.wrapping_add(s0).wrapping_add(w9).wrapping_add(s1);
    }
    for (to, from) in state.iter_mut().zip([a, b, c, d, e, f, g, h]) {
        *to = to.wrapping_add(from);
    }
}

/// The search for a challenge's number.
#[derive(Clone, Debug)]
pub struct Solver {
    salt: String,
    sought: [u8; 32],
    next: u32,
    max: u32,
}

/// How far a search is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Search {
    /// Not at its end.
    More,
    /// The number.
    Found(u32),
    /// There is none.
    Nothing,
}

impl Solver {
    /// A search; `None` for a scheme we do not know, and for more work than a customer's device should do.
    pub fn new(challenge: &Challenge) -> Option<Self> {
        let fair = challenge.algorithm == "SHA-256" && challenge.maxnumber <= WORK_MAX;
        let sought = hex(&challenge.challenge).filter(|_| fair)?;
        Some(Self { salt: challenge.salt.clone(), sought, next: 0, max: challenge.maxnumber })
    }

    /// Tries so many numbers more.
    pub fn search(&mut self, tries: u32) -> Search {
        let mut text = self.salt.clone();
        for _ in 0..tries {
            if self.next > self.max {
                return Search::Nothing;
            }
            text.truncate(self.salt.len());
            text.push_str(&self.next.to_string());
            if sha256(text.as_bytes()) == self.sought {
                return Search::Found(self.next);
            }
            self.next += 1;
        }
        Search::More
    }
}

fn hex(text: &str) -> Option<[u8; 32]> {
    let mut out = [0; 32];
    let digits = text.as_bytes();
    if digits.len() != 64 {
        return None;
    }
    for (to, [high, low]) in out.iter_mut().zip(digits.as_chunks::<2>().0) {
        let digit = |c: u8| char::from(c).to_digit(16);
        *to = u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()?;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hexed(bytes: &[u8]) -> String {
        sha256(bytes).iter().map(|b| format!("{b:02x}")).collect()
    }

    #[test]
    fn the_hash_is_the_one_of_the_standards_examples_and_of_every_length_around_a_block() {
        // FIPS 180-4 examples (NIST, "SHA256.pdf") and the empty text.
        let check = |bytes: &[u8], hash: &str| assert_eq!(hexed(bytes), hash);
        check(b"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        check(b"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        check(
            b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
        );
        check(&[b'a'; 1_000_000], "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
        // Computed with coreutils' sha256sum: the lengths at which the end needs another block or does not.
        check(&[b'a'; 55], "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318");
        check(&[b'a'; 56], "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a");
        check(&[b'a'; 63], "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34");
        check(&[b'a'; 64], "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb");
        check(&[b'a'; 65], "635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0");
    }

    /// `hex(SHA-256(salt + number))`, as a portal makes it.
    fn challenge(salt: &str, number: u32, maxnumber: u32) -> Challenge {
        Challenge {
            algorithm: "SHA-256".into(),
            challenge: hexed(format!("{salt}{number}").as_bytes()),
            salt: salt.into(),
            signature: String::new(),
            maxnumber,
        }
    }

    #[test]
    fn a_search_in_slices_finds_the_number() {
        for number in [0, 1, 99, 100, 4_321] {
            let mut solver = Solver::new(&challenge("f00?expires=1", number, 5_000)).unwrap();
            let mut slices = 0;
            let found = loop {
                match solver.search(100) {
                    Search::More => slices += 1,
                    other => break other,
                }
            };
            assert_eq!(found, Search::Found(number));
            assert_eq!(slices, number / 100);
        }
    }

    #[test]
    fn a_search_ends_where_there_is_nothing_to_find() {
        let mut solver = Solver::new(&Challenge { maxnumber: 50, ..challenge("s", 51, 50) }).unwrap();
        assert_eq!(solver.search(1_000), Search::Nothing);
    }

    #[test]
    fn work_without_end_or_of_another_kind_is_refused() {
        let good = challenge("s", 1, 10);
        assert!(Solver::new(&good).is_some());
        assert!(Solver::new(&Challenge { maxnumber: WORK_MAX + 1, ..good.clone() }).is_none());
        assert!(Solver::new(&Challenge { algorithm: "SHA-1".into(), ..good.clone() }).is_none());
        assert!(Solver::new(&Challenge { challenge: "xyz".into(), ..good.clone() }).is_none());
        assert!(Solver::new(&Challenge { challenge: "é".repeat(32), ..good }).is_none());
    }
}
