//! Flows of format 2, small ones, seen from outside: what compiles, and what is refused by name.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use klarna_help_author::compile;
use klarna_help_pack::{Ask, Flow, Goto, Pack, Piece, Shelf, Target, Told, When};
use std::fs;
use std::path::{Path, PathBuf};

/// A part that finds an order, in two questions.
const PART: &str = r#"
area = "payments"
start = "have-it"
part = true
[[step]]
id = "have-it"
ask = "confirm"
[[step.next]]
when = { answer = "yes" }
goto = "step:order"
[[step.next]]
goto = "outcome:none"
[[step]]
id = "order"
ask = "order"
[[step.next]]
when = { answer = "unsure" }
goto = "outcome:none"
[[step.next]]
goto = "outcome:found"
[[outcome]]
id = "found"
[[outcome]]
id = "none"
"#;
const PART_WORDS: &str = r#"
title = "Find the order"
[step.have-it]
question = "Do you have the order's confirmation?"
[step.order]
question = "What is the order number?"
"#;

/// A flow with every kind of question.
const FLOW: &str = r#"
area = "payments"
start = "find"
[[suggest]]
fact = "payment_status"
is = "declined"
reason = "payment-declined"
weight = 99
badge = true
[[step]]
id = "find"
ask = "flow"
flow = "find-order"
[[step.next]]
when = { answer = "found" }
goto = "step:due-on"
[[step.next]]
when = { policy = "order-known" }
goto = "step:due-on"
[[step.next]]
goto = "outcome:talk"
[[step]]
id = "due-on"
ask = "date"
from = "due_date"
future = true
required = true
[[step.next]]
when = { policy = "overdue" }
goto = "step:what"
[[step.next]]
goto = "outcome:wait"
[[step]]
id = "what"
ask = "choices"
options = ["letter", "call", "neither"]
none = "neither"
[[step.next]]
when = { answer = "letter" }
goto = "step:letter"
[[step.next]]
goto = "step:amount-seen"
[[step]]
id = "letter"
ask = "file"
evidence = "photo"
[[step.next]]
goto = "step:amount-seen"
[[step]]
id = "amount-seen"
ask = "money"
from = "amount"
[[step.next]]
when = { policy = "amount-above-order" }
goto = "step:mail"
[[step.next]]
goto = "outcome:pay"
[[step]]
id = "mail"
ask = "email"
[[step.next]]
when = { answer = "unsure" }
goto = "outcome:pay"
[[step.next]]
goto = "outcome:send"
[[outcome]]
id = "talk"
kind = "talk"
category = "due-date"
[[outcome]]
id = "wait"
kind = "wait"
category = "due-date"
wait_fact = "refund-wait"
wait_unit = "business-days"
wait_from = "due-date"
[[outcome]]
id = "pay"
kind = "do-now"
action = "retry-payment"
category = "due-date"
[[outcome]]
id = "send"
kind = "send-case"
category = "due-date"
evidence = ["order-number"]
"#;
const FLOW_WORDS: &str = r#"
title = "A letter about a late payment"
summary = "See what to do."
keywords = ["letter", "late", "due"]
[step.due-on]
question = "When is it due?"
[step.what]
question = "What did you get?"
[step.what.options]
letter = "A letter"
call = "A call"
neither = "Neither"
[step.letter]
question = "Do you have a photo of it?"
[step.amount-seen]
question = "How much do they ask for?"
[step.mail]
question = "Which address did they write to?"
[outcome.talk]
title = "Talk to us"
steps = ["Write to us."]
next = "We answer."
[outcome.wait]
title = "Wait"
steps = ["Wait until then."]
next = "We remind you."
[outcome.pay]
title = "Pay now"
steps = ["Pay."]
next = "You see it at once."
[outcome.send]
title = "Send it to us"
steps = ["Send us the letter."]
next = "We look at it."
"#;

struct Content(PathBuf);

impl Content {
    /// The tree's own texts and markets, with these two flows, changed first.
    fn with(name: &str, change: impl Fn(&str, &str) -> String) -> Self {
        let dir = std::env::temp_dir().join(format!("kh-flows-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content"), &dir);
        // Their own links and thousands of words are of other tests.
        for folder in ["articles", "flows"] {
            fs::remove_dir_all(dir.join(folder)).unwrap();
            fs::create_dir(dir.join(folder)).unwrap();
        }
        let files = [
            ("find-order", "flow", PART),
            ("find-order", "en-GB", PART_WORDS),
            ("a-letter", "flow", FLOW),
            ("a-letter", "en-GB", FLOW_WORDS),
        ];
        for (slug, file, text) in files {
            let folder = dir.join("flows").join(slug);
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join(format!("{file}.toml")), change(&format!("{slug}/{file}"), text)).unwrap();
        }
        Self(dir)
    }

    fn said(&self) -> String {
        compile(&self.0).err().unwrap_or_default().iter().map(|r| format!("{r}\n")).collect()
    }
}

impl Drop for Content {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The first locale: its pack, its shelf, and a flow.
fn compiled() -> (Pack, Shelf, Flow) {
    let content = Content::with("good", |_, text| text.into());
    let compiled = compile(&content.0).unwrap_or_else(|_| panic!("{}", content.said()));
    let locale = compiled.iter().find(|locale| locale.locale == "en-GB").unwrap();
    let file = |path: &str| &locale.files.iter().find(|file| file.path == path).unwrap().bytes;
    let (shelf, flow) = (Shelf::decode(file("shelf.khs")), Flow::decode(file("flow/a-letter.khf")));
    (Pack::decode(&locale.pack).unwrap(), shelf.unwrap(), flow.unwrap())
}

#[test]
fn every_kind_of_question_compiles_and_a_part_stands_in_the_flow_that_runs_it() {
    let (pack, shelf, flow) = compiled();
    assert!(shelf.flow("find-order").is_none(), "a part is not listed");
    let own = Target::Flow("a-letter".into());
    let place = pack.offers.iter().position(|offer| offer.target == own).unwrap();
    let fits = pack.rules.iter().flat_map(|rule| &rule.fits);
    assert!(fits.filter(|fit| usize::from(fit.offer) == place).all(|fit| fit.badge));
    let ids: Vec<&str> = flow.steps.iter().map(|s| s.id.as_str()).collect();
    let expected = ["find", "find", "find-order/have-it", "find-order/order", "due-on", "what", "letter"];
    assert_eq!(ids[..7], expected);
    assert_eq!(flow.start, 2);
    // What the part found leads on at once; what it did not find asks the page.
    assert_eq!(flow.steps[0].next[0].when, When::Always);
    assert!(matches!(flow.steps[1].next[0].when, When::Policy(_)));
    assert_eq!(flow.steps[3].next[0].goto, Goto::Step(1));
    assert_eq!(flow.steps[3].from, Some(Told::OrderId));
    assert_eq!(flow.steps[4].ask, Ask::Date(true));
    assert_eq!(flow.questions_from(Goto::Step(flow.start)), 7);
}

#[test]
fn what_a_flow_cannot_mean_is_refused_and_the_fault_is_named() {
    let check = |file: &str, from: &str, to: &str, expected: &str| {
        let name = expected.replace(|c: char| !c.is_ascii_alphanumeric(), "");
        let content = Content::with(&name, |at, text| {
            assert!(at != file || text.contains(from), "{from} is not in {file}");
            if at == file { text.replacen(from, to, 1) } else { text.into() }
        });
        let said = content.said();
        assert!(said.contains(expected), "{from} -> {to} said:\n{said}");
    };
    let (flow, words, part) = ("a-letter/flow", "a-letter/en-GB", "find-order/flow");
    check(flow, "ask = \"money\"", "ask = \"moon\"", "`moon` is no kind of question");
    check(flow, "none = \"neither\"", "none = \"nobody\"", "has no option `nobody`");
    check(flow, "from = \"amount\"", "from = \"page\"", "cannot take `page` from the page");
    check(flow, "from = \"amount\"", "future = true", "asks for a money and has `future`");
    check(flow, "evidence = \"photo\"", "evidence = \"alibi\"", "is not given as a file");
    check(flow, "evidence = \"photo\"\n", "", "does not say what its files are");
    check(flow, "flow = \"find-order\"", "flow = \"find-nothing\"", "which is no flow");
    check(flow, "flow = \"find-order\"", "flow = \"a-letter\"", "runs itself");
    check(flow, "answer = \"found\"", "answer = \"lost\"", "which is no end of `find-order`");
    check(flow, "policy = \"overdue\"", "policy = \"data-overdue\"", "needs a date step `requested-on`");
    check(
        flow,
        "id = \"amount-seen\"\nask = \"money\"\nfrom = \"amount\"",
        "id = \"amount-seen\"\nask = \"text\"",
        "needs a money step",
    );
    check(flow, "wait_unit = \"business-days\"", "wait_unit = \"moons\"", "has no kind that fits");
    check(flow, "action = \"retry-payment\"", "action = \"dance\"", "no host page does `dance`");
    check(flow, "kind = \"talk\"", "kind = \"talk\"\naction = \"open-order\"", "nothing to do now");
    check(flow, "fact = \"payment_status\"", "fact = \"page\"", "has a badge");
    check(flow, "id = \"letter\"\nask", "id = \"what\"\nask", "`what` stands twice");
    check(words, "keywords = [\"letter\", \"late\", \"due\"]", "keywords = []", "is hard to find");
    check(words, "[step.mail]", "[step.find]\nquestion = \"?\"\n[step.mail]", "asks nothing itself");
    check(flow, "from = \"due_date\"\nfuture = true", "from = \"due_date\"", "no date to come");
    check(part, "goto = \"outcome:found\"", "goto = \"outcome:none\"", "`found` is never reached");
    check(
        part,
        "part = true",
        "part = true\n[[suggest]]\nfact = \"page\"\nis = \"order\"\nreason = \"order-returned\"\nweight = 1",
        "is suggested",
    );
}

#[test]
fn a_way_of_more_than_eight_questions_is_refused() {
    let more = |text: &str, count: usize| {
        let step = |i: usize, goto: &str| {
            format!("[[step]]\nid = \"more-{i}\"\nask = \"confirm\"\n[[step.next]]\ngoto = \"{goto}\"\n")
        };
        let steps: String = (1..=count)
            .map(|i| if i == count { step(i, "step:mail") } else { step(i, &format!("step:more-{}", i + 1)) })
            .collect();
        text.replace("goto = \"step:mail\"", "goto = \"step:more-1\"").replacen(
            "[[outcome]]",
            &format!("{steps}[[outcome]]"),
            1,
        )
    };
    let said = |count: usize| {
        let content = Content::with(&format!("long-{count}"), |at, text| match at {
            "a-letter/flow" => more(text, count),
            "a-letter/en-GB" => {
                let words: String =
                    (1..=count).map(|i| format!("[step.more-{i}]\nquestion = \"Well?\"\n")).collect();
                text.replacen("[outcome.talk]", &format!("{words}[outcome.talk]"), 1)
            }
            _ => text.into(),
        });
        content.said()
    };
    assert_eq!(said(1), "");
    assert!(said(2).contains("a path asks 9 questions"), "{}", said(2));
}

#[test]
fn a_flow_leads_to_us_and_to_something_to_do() {
    let said = |kinds: [(&str, &str); 2]| {
        let name: String = kinds
            .iter()
            .map(|(_, to)| to.chars().filter(|c| c.is_alphabetic()).collect::<String>())
            .collect();
        Content::with(&name, |at, text| {
            if at != "a-letter/flow" {
                return text.into();
            }
            kinds.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
        })
        .said()
    };
    let to_us = [("kind = \"talk\"", "kind = \"do-now\""), ("kind = \"send-case\"", "kind = \"do-now\"")];
    assert!(said(to_us).contains("nobody comes from it to us"));
    let wait = "kind = \"wait\"\ncategory = \"due-date\"\nwait_fact = \"refund-wait\"\nwait_unit = \"business-days\"\nwait_from = \"due-date\"";
    let act = "kind = \"do-now\"\naction = \"retry-payment\"";
    let to_do = [(wait, "kind = \"talk\"\ncategory = \"due-date\""), (act, "kind = \"talk\"")];
    assert!(said(to_do).contains("nobody can do anything themselves"));
}

#[test]
fn english_that_is_hard_to_read_is_refused_with_its_grade() {
    let content = Content::with("hard", |at, text| {
        match at {
        "a-letter/en-GB" => text.replacen(
            "steps = [\"Pay.\"]",
            "steps = [\"Notwithstanding aforementioned stipulations, reimbursement of outstanding remuneration necessitates \
             verification of documentation previously submitted, in accordance with established administrative procedures.\"]",
            1,
        ),
        _ => text.into(),
    }
    });
    let said = content.said();
    assert!(said.contains("outcome.pay reads at grade"), "{said}");
    let compiled = compile(&Content::with("easy", |_, text| text.into()).0).unwrap();
    let english = compiled.iter().find(|locale| locale.locale == "en-GB").unwrap();
    assert!(english.reading.iter().all(|grade| grade.grade <= grade.most));
}
