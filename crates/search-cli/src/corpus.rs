//! A help centre of any size, made up: for measuring how long things take, not how well they are found.
//!
//! Words are made of syllables and drawn as in real texts: the n-th most common word comes up in proportion to 1/n (Zipf).
//! An article has a title, asks and a body as our own do. The same numbers give the same texts.

/// Numbers that look random and repeat (xorshift, Marsaglia 2003).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % (end.max(1) as u64)).unwrap_or(0)
    }

    /// A place among `count` by Zipf's law: the inverse of its sum, which is near the logarithm.
    fn zipf(&mut self, count: usize) -> usize {
        let share = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        let place = ((count as f64).ln() * share).exp() - 1.0;
        (place as usize).min(count.saturating_sub(1))
    }
}

/// A made-up article.
#[derive(serde::Serialize)]
pub struct Article {
    pub id: String,
    pub title: String,
    pub body: String,
}

/// Articles and what is typed at them.
#[derive(serde::Serialize)]
pub struct Corpus {
    pub docs: Vec<Article>,
    pub queries: Vec<String>,
    pub k: usize,
}

const COMMON: &str = "the to my i a is of and in it for not on have you with this that was do how can be what when card \
    payment order refund account money store return pay why where app charge date email phone number delivery bill";
const SYLLABLES: &str = "ba be bi bo ca ce co cu da de di do fa fe fi fo ga ge gi ka ke la le li lo ma me mi mo na ne no \
    pa pe pi po ra re ri ro sa se si so ta te ti to va ve vi al an ar en er in on or ut ment tion ing ed ly";

fn vocabulary(count: usize, random: &mut Random) -> Vec<String> {
    let syllables: Vec<&str> = SYLLABLES.split_whitespace().collect();
    let mut words: Vec<String> = COMMON.split_whitespace().map(str::to_owned).collect();
    while words.len() < count {
        let length = 2 + random.below(3);
        words.push(
            (0..length).filter_map(|_| syllables.get(random.below(syllables.len()))).copied().collect(),
        );
    }
    words
}

/// So many articles, and queries: each a sentence of an article, some with a slip, as it is typed letter by letter.
pub fn make(count: usize) -> Corpus {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    // Heaps' law: vocabularies grow with about the root of a text; some 5,000 words at 100 articles.
    let words = vocabulary(500 * (count as f64).sqrt() as usize, &mut random);
    let docs: Vec<Article> = (0..count).map(|id| article(id, &words, &mut random)).collect();
    let queries = (0..60).flat_map(|round| typed(&docs, round, &mut random)).collect();
    Corpus { docs, queries, k: 10 }
}

fn sentence(length: usize, words: &[String], random: &mut Random) -> String {
    let picked: Vec<&str> =
        (0..length).filter_map(|_| words.get(random.zipf(words.len()))).map(String::as_str).collect();
    picked.join(" ")
}

fn article(id: usize, words: &[String], random: &mut Random) -> Article {
    let title = sentence(4, words, random);
    let asks: Vec<String> = (0..8).map(|_| format!("{}?", sentence(8, words, random))).collect();
    let prose = sentence(150, words, random);
    Article { id: id.to_string(), title, body: format!("{}\n{prose}", asks.join("\n")) }
}

/// The states of a field while an ask is typed, from the third letter.
fn typed(docs: &[Article], round: usize, random: &mut Random) -> Vec<String> {
    let doc = docs.get(random.below(docs.len()));
    let mut letters: Vec<char> =
        doc.and_then(|d| d.body.lines().nth(round % 8)).unwrap_or("refund").chars().take(40).collect();
    if round.is_multiple_of(3) && letters.len() > 12 {
        let at = 6 + random.below(letters.len() - 7);
        letters.swap(at, at - 1);
    }
    (3..=letters.len()).filter_map(|end| letters.get(..end)).map(|part| part.iter().collect()).collect()
}
