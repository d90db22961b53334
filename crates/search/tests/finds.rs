//! What customers type and what they should find, by language, from outside the crate.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use klarna_help_search::{Doc, Index, IndexError, Language, Synonyms, Verdict, build};

fn list(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|t| (*t).to_owned()).collect()
}

/// Titles, keywords and asks, as an index.
fn index(docs: &[(&str, &[&str], &[&str])], language: Language, synonyms: &[&[&str]]) -> Index {
    let lists: Vec<_> = docs.iter().map(|(_, keywords, asks)| (list(keywords), list(asks))).collect();
    let docs: Vec<Doc<'_>> = docs
        .iter()
        .zip(&lists)
        .map(|((title, ..), (keywords, asks))| Doc { title, keywords, asks, ..Doc::default() })
        .collect();
    let synonyms = Synonyms { groups: synonyms.iter().map(|group| list(group)).collect() };
    Index::read(&build(&docs, language, &synonyms).unwrap()).unwrap()
}

fn english() -> Index {
    index(
        &[
            ("Your payment was declined", &["card refused", "payment failed"], &["why did my card not work"]),
            (
                "Your refund has not arrived",
                &["money back"],
                &["where is my money", "the store got my return"],
            ),
            ("Is this message really from us?", &["phishing", "scam", "fake text"], &["i got a weird text"]),
            ("You cannot log in", &["login", "password"], &["i can't get into my account"]),
            ("Pay in instalments", &["part payment"], &["can i split the cost"]),
        ],
        Language::English,
        &[&["instalment", "installment", "pay later"], &["refund", "reimbursement"]],
    )
}

fn best(index: &Index, query: &str) -> Option<u32> {
    index.search(query, 3).hits.first().map(|hit| hit.doc)
}

#[test]
fn people_find_the_article_in_their_own_words() {
    let index = english();
    for (query, expected) in [
        ("my card got refused!!", Some(0)),
        ("payment declined", Some(0)),
        ("Payments Declining", Some(0)),
        ("where is my money", Some(1)),
        ("refund", Some(1)),
        ("is this text fake", Some(2)),
        ("cant log in", Some(3)),
        ("can’t login", Some(3)),
        ("", None),
        ("   ", None),
        ("?!… 🙃", None),
    ] {
        assert_eq!(best(&index, query), expected, "{query}");
    }
}

#[test]
fn a_query_of_common_words_alone_still_answers() {
    assert_eq!(best(&english(), "where is my "), Some(1));
}

#[test]
fn the_last_word_is_completed_while_it_is_typed() {
    let index = english();
    for typed in ["re", "ref", "refu", "refun"] {
        assert!(best(&index, typed).is_some(), "{typed}");
    }
    assert_eq!(best(&index, "phis"), Some(2));
    // A word that has ended is not completed, and "ph" is too short to be a slip of anything.
    assert_eq!(best(&index, "ph "), None);
}

#[test]
fn a_slip_still_finds_but_never_outranks_the_word_itself() {
    let index = english();
    for (query, expected) in [
        ("refnud ", 1),
        ("tefund ", 1),
        ("efund ", 1),
        ("declinned payemnt ", 0),
        ("phsihing", 2),
        ("passwrod", 3),
        ("refnu", 1),
    ] {
        assert_eq!(best(&index, query), Some(expected), "{query}");
    }
    let score = |query| index.search(query, 1).hits[0].score;
    assert!(score("refubd ") < score("refund "));
}

#[test]
fn words_of_one_meaning_find_each_other() {
    let index = english();
    for (query, expected) in
        [("installments", 4), ("i want to pay later ", 4), ("reimbursement ", 1), ("reimbursment ", 1)]
    {
        assert_eq!(best(&index, query), Some(expected), "{query}");
    }
}

#[test]
fn words_written_together_or_apart_find_each_other() {
    let index = english();
    for (query, expected) in [("partpayment ", 4), ("log in ", 3), ("logg in ", 3)] {
        assert_eq!(best(&index, query), Some(expected), "{query}");
    }
}

#[test]
fn swedish_and_german_are_found_by_their_forms_and_the_parts_of_their_compounds() {
    let swedish = index(
        &[
            ("Återbetalning saknas", &["återbetalning", "pengar tillbaka"], &["var är mina pengar"]),
            ("Fakturan är betald men syns inte", &["faktura", "betalning"], &["jag har betalat fakturan"]),
            ("Byt kort", &["kort", "kortbyte"], &["hur byter jag betalkort"]),
        ],
        Language::Swedish,
        &[&["faktura", "räkning"]],
    );
    for (query, expected) in [
        ("aterbetalningen", 0),
        ("Återbetalningar", 0),
        ("fakturabetalning ", 1),
        ("räkningen ", 1),
        ("kortet", 2),
        ("återbetalnign ", 0),
    ] {
        assert_eq!(best(&swedish, query), Some(expected), "{query}");
    }
    let german = index(
        &[
            ("Rückerstattung nicht erhalten", &["Erstattung", "Geld zurück"], &["wo bleibt mein Geld"]),
            ("Rechnung bezahlen", &["Rechnung", "Zahlung"], &["wie zahle ich meine Rechnung"]),
            ("Überweisung nicht angekommen", &["Überweisung"], &["ich habe überwiesen"]),
        ],
        Language::German,
        &[],
    );
    for (query, expected) in [
        ("Rechnungszahlung ", 1),
        ("Rechnungen", 1),
        ("ueberweisung", 2),
        ("Uberweisungen", 2),
        ("ruckerstattug ", 0),
    ] {
        assert_eq!(best(&german, query), Some(expected), "{query}");
    }
}

#[test]
fn a_language_without_rules_is_searched_all_the_same() {
    let index = index(
        &[("Zwrot pieniędzy", &[], &[]), ("返金について", &[], &[]), ("Оплата", &[], &[])],
        Language::of_locale("pl-PL"),
        &[],
    );
    for (query, expected) in [("zwrot pieniedzy", 0), ("返金", 1), ("оплат", 2), ("оплпта ", 2)]
    {
        assert_eq!(best(&index, query), Some(expected), "{query}");
    }
}

#[test]
fn an_answer_is_told_from_a_guess_and_from_nothing() {
    let index = english();
    for (query, expected) in [
        ("Your refund has not arrived", Verdict::Answer),
        ("payment declined", Verdict::Answer),
        ("xyzzy", Verdict::Nothing),
        ("", Verdict::Nothing),
        ("what is the weather like in stockholm tomorrow", Verdict::Nothing),
    ] {
        assert_eq!(index.search(query, 3).verdict, expected, "{query}");
    }
}

#[test]
fn highlights_point_at_the_words_found() {
    let index = english();
    for (text, query, expected) in [
        ("Your refund has not arrived", "refunds ", &["refund"][..]),
        ("Your refund has not arrived", "where is my refnud ", &["refund"]),
        ("Your refund: refunded", "ref", &["refund", "refunded"]),
        ("Pay in instalments", "installment ", &["instalments"]),
        ("Où est mon café", "cafe ", &["café"]),
        ("Your payment was declined", "the ", &[]),
        ("", "refund", &[]),
        ("You can’t log in", "cannot ", &["can’t"]),
    ] {
        let places = index.highlight(text, query);
        let found: Vec<&str> = places.iter().map(|at| &text[at.clone()]).collect();
        assert_eq!(found, expected, "{text} / {query}");
    }
}

#[test]
fn what_is_added_later_is_found_beside_what_was_built() {
    let mut index = english();
    let built = index.len();
    let asks = list(&["how do i close my acount"]);
    let docs = [Doc { title: "Close your account", asks: &asks, ..Doc::default() }];
    index.add(&docs, Language::English).unwrap();
    for (query, expected) in
        [("close account", built), ("clsoe ", built), ("Close your account", built), ("refund", 1)]
    {
        assert_eq!(best(&index, query), Some(expected), "{query}");
    }
    assert_eq!(index.len(), built + 1);
}

#[test]
fn damaged_bytes_are_refused() {
    assert_eq!(Index::read(&[9, 9, 9]), Err(IndexError::Damaged));
    assert!(Index::empty().search("refund", 3).hits.is_empty());
    assert!(Index::empty().is_empty());
}
