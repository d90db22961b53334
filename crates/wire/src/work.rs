//! The proof of work that a portal under pressure asks for, solved in slices: ALTCHA's first scheme (altcha.org,
//! "Proof-of-Work Mechanism"), on a small SHA-256 (FIPS 180-4).
//!
//! Own code for SHA-256: the browser's `crypto.subtle` answers each of some 100,000 hashes by a promise, which takes some
//! hundred times longer than the hash; the `sha2` crate unrolls its rounds and costs several kilobytes more. Not here:
//! making and checking challenges, which the portal does with `sha2`.

use crate::{Challenge, WORK_MAX};

/// SHA-256, with its constants. They are reckoned when it is made: as a table they would be 288 bytes that no compression
/// makes smaller, in the part of the widget that everybody waits for (docs/decisions/0006: tables never move to the rest).
#[derive(Clone, Debug)]
pub struct Sha256 {
    /// Words of the hash after no input: fractional parts of the square roots of the first eight primes (5.3.3).
    start: [u32; 8],
    /// Fractional parts of the cube roots of the first 64 primes (4.2.2).
    rounds: [u32; 64],
}

impl Default for Sha256 {
    fn default() -> Self {
        // A double has 53 bits; the roots need 35, three of them before the point.
        let fraction = |root: f64| ((root - root.floor()) * 4_294_967_296.0) as u32;
        let is_prime = |n: &u32| (2..*n).all(|d| !n.is_multiple_of(d));
        let mut primes = (2_u32..).filter(is_prime).map(f64::from);
        let rounds = core::array::from_fn(|_| fraction(cube_root(primes.next().unwrap_or_default())));
        let mut primes = (2_u32..).filter(is_prime).map(f64::from);
        let start = core::array::from_fn(|_| fraction(primes.next().unwrap_or_default().sqrt()));
        Self { start, rounds }
    }
}

/// By Newton's method, for numbers from 2 to 311. The standard library's is larger, for it takes all.
fn cube_root(number: f64) -> f64 {
    (0..50).fold(number, |root, _| root - (root * root * root - number) / (3.0 * root * root))
}

impl Sha256 {
    /// The hash of some bytes.
    pub fn hash(&self, bytes: &[u8]) -> [u8; 32] {
        let mut state = self.start;
        let (blocks, rest) = bytes.as_chunks::<64>();
        for block in blocks {
            self.compress(&mut state, block);
        }
        // The end: a bit, zeros, and the length in bits; in a block of its own where it does not fit into the last.
        let mut tail = [0_u8; 64];
        for (to, from) in tail.iter_mut().zip(rest.iter().chain(&[0x80])) {
            *to = *from;
        }
        if rest.len() > 55 {
            self.compress(&mut state, &tail);
            tail = [0; 64];
        }
        let bits = (bytes.len() as u64).wrapping_mul(8).to_be_bytes();
        for (to, from) in tail.iter_mut().rev().zip(bits.iter().rev()) {
            *to = *from;
        }
        self.compress(&mut state, &tail);
        let mut hash = [0; 32];
        for (to, from) in hash.as_chunks_mut::<4>().0.iter_mut().zip(state) {
            *to = from.to_be_bytes();
        }
        hash
    }

    fn compress(&self, state: &mut [u32; 8], block: &[u8; 64]) {
        // The schedule of 6.2.2, of which only the last 16 words are ever looked at.
        let mut w = [0_u32; 16];
        for (to, from) in w.iter_mut().zip(block.as_chunks::<4>().0) {
            *to = u32::from_be_bytes(*from);
        }
        let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = *state;
        for round in self.rounds {
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
}

/// The search for a challenge's number.
#[derive(Clone, Debug)]
pub struct Solver {
    sha256: Sha256,
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
        Some(Self {
            sha256: Sha256::default(),
            salt: challenge.salt.clone(),
            sought,
            next: 0,
            max: challenge.maxnumber,
        })
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
            if self.sha256.hash(text.as_bytes()) == self.sought {
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
        Sha256::default().hash(bytes).iter().map(|b| format!("{b:02x}")).collect()
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
