//! How hard English is to read, as a school grade: Flesch and Kincaid's formula (Kincaid and others, "Derivation of new
//! readability formulas", 1975).
//!
//! Grade 6 is read at eleven; public services aim at 9 and below. Here: questions and outcomes of flows, and articles.
//! Not here: other languages, for which the formula was not made. A short text of long words that cannot be avoided
//! ("Klarna identification") has no grade that says anything, so what has few words is not measured.

use crate::Read;
use crate::refusal::Refusals;
use klarna_help_pack::{Block, Inline, Outcome, Step};
use std::path::Path;

/// Highest grade of an article.
const ARTICLE_MAX: f64 = 6.0;
/// Highest grade of a question with its hint and its options, and of an outcome.
const FLOW_MAX: f64 = 7.0;
/// Fewer words than these have no grade.
const WORDS_MIN: usize = 20;

/// The grade of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Grade {
    /// Its folder in `content/`, such as `flows/refund-missing`.
    pub folder: String,
    /// Which part of it, such as `outcome.wait`; empty for an article.
    pub part: String,
    /// Flesch-Kincaid grade.
    pub grade: f64,
    /// The highest that is allowed there.
    pub most: f64,
}

/// Refuses what is too hard to read, and says how hard everything is, hardest first; nothing in another language.
pub(crate) fn check(content: &Path, read: &Read, refusals: &mut Refusals) -> Vec<Grade> {
    if !read.texts.starts_with("en") {
        return Vec::new();
    }
    let mut grades = Vec::new();
    let mut add = |folder: String, part: String, most: f64, text: &str| {
        grades.extend(grade(text).map(|grade| Grade { folder, part, grade, most }));
    };
    for article in &read.articles {
        let text: String = article.blocks.iter().map(block).collect();
        add(format!("articles/{}", article.meta.slug), String::new(), ARTICLE_MAX, &text);
    }
    for flow in &read.flows {
        let folder = format!("flows/{}", flow.flow.slug);
        for step in flow.flow.steps.iter().filter(|step| !step.question.is_empty()) {
            add(folder.clone(), format!("step.{}", step.id), FLOW_MAX, &asked(step));
        }
        for outcome in &flow.flow.outcomes {
            add(folder.clone(), format!("outcome.{}", outcome.id), FLOW_MAX, &said(outcome));
        }
    }
    for Grade { folder, part, grade, most } in grades.iter().filter(|grade| grade.grade > grade.most) {
        let what = format!("{part} reads at grade {grade:.1}, and may at {most:.0}");
        refusals.add(&content.join(folder), what.trim_start(), "use shorter sentences and shorter words");
    }
    grades.sort_by(|a, b| b.grade.total_cmp(&a.grade));
    grades
}

/// A question as it is read: with its hint, and its options.
fn asked(step: &Step) -> String {
    let mut parts = vec![step.question.as_str(), step.help.as_str()];
    parts.extend(step.ask.options().iter().map(|option| option.label.as_str()));
    parts.join(".\n")
}

/// An outcome as it is read.
fn said(outcome: &Outcome) -> String {
    let lists = outcome.steps.iter().chain([&outcome.next]);
    let mut parts = vec![outcome.title.clone()];
    parts.extend(lists.map(|list| list.iter().map(plain).collect()));
    parts.join(".\n")
}

/// A block of an article as it is read: each item of a list is a sentence.
fn block(block: &Block) -> String {
    let lists = match block {
        Block::Heading(list) | Block::Paragraph(list) => std::slice::from_ref(list),
        Block::Steps(lists) | Block::Bullets(lists) | Block::Callout(_, lists) => lists,
    };
    lists.iter().map(|list| list.iter().map(plain).collect::<String>() + ".\n").collect()
}

fn plain(inline: &Inline) -> &str {
    match inline {
        Inline::Text(text) | Inline::Strong(text) | Inline::Em(text) | Inline::Link(_, text) => text,
        // A value of the market: a number, mostly.
        Inline::Fact(_) => "14",
    }
}

/// The grade of a text; `None` if it has too few words to have one.
fn grade(text: &str) -> Option<f64> {
    let (mut words, mut sentences, mut syllables) = (0_usize, 0_usize, 0_usize);
    for sentence in text.split(['.', '!', '?', '\n']) {
        let before = words;
        for word in sentence.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’')) {
            if word.chars().any(char::is_alphanumeric) {
                words += 1;
                syllables += syllables_of(word);
            }
        }
        sentences += usize::from(words > before);
    }
    let per = |a: usize, b: usize| a as f64 / b as f64;
    (words >= WORDS_MIN).then(|| 0.39 * per(words, sentences) + 11.8 * per(syllables, words) - 15.59)
}

/// Syllables of an English word: groups of vowels, but for an `e` at the end that is not heard.
fn syllables_of(word: &str) -> usize {
    let word: Vec<char> = word.chars().flat_map(char::to_lowercase).filter(|c| c.is_alphabetic()).collect();
    let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let mut count = 0_usize;
    let mut before = false;
    for c in &word {
        count += usize::from(vowel(*c) && !before);
        before = vowel(*c);
    }
    let silent = match word.as_slice() {
        // `table`, `people`: the ending is heard.
        [.., c, 'l', 'e'] if !vowel(*c) => false,
        [.., 'e'] => true,
        // `needed`, `posted`, `pages`, `purchases`: heard; `asked`, `times`: not.
        [.., 't' | 'd', 'e', 'd'] | [.., 's' | 'x' | 'z' | 'g' | 'c' | 'h', 'e', 's'] => false,
        [.., c, 'e', 'd' | 's'] if !vowel(*c) => true,
        _ => false,
    };
    count.saturating_sub(usize::from(silent)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_counted_as_they_are_heard() {
        for (word, count) in [
            ("pay", 1),
            ("paid", 1),
            ("payment", 2),
            ("store", 1),
            ("table", 2),
            ("refunded", 3),
            ("asked", 1),
            ("purchases", 3),
            ("times", 1),
            ("you", 1),
            ("14", 1),
            ("statement", 3),
            ("company", 3),
            ("don't", 1),
        ] {
            assert_eq!(syllables_of(word), count, "{word}");
        }
    }

    #[test]
    fn plain_words_have_a_lower_grade_than_an_office_has() {
        let plain = "Open the app. Choose the order. Look at what is due. If the sum is wrong, send us a case. We read it and write back to you.";
        let office = "Notwithstanding the aforementioned stipulations, reimbursement of the outstanding remuneration necessitates verification of the documentation previously submitted by the applicant in accordance with established procedures.";
        assert!(grade(plain).unwrap() < 4.0, "{:?}", grade(plain));
        assert!(grade(office).unwrap() > 16.0, "{:?}", grade(office));
        assert_eq!(grade("Two words."), None);
    }
}
