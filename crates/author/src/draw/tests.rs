//! Pictures of a small flow: what stands in them, and where.

use super::layout::{WIDTH, layout, wrap};
use super::*;
use klarna_help_pack::{Choice, Next, Outcome};
use klarna_help_wire::Category;

fn end(id: &str, kind: OutcomeKind) -> Outcome {
    Outcome {
        id: id.into(),
        kind,
        title: format!("The \"{id}\" <end>"),
        steps: vec![],
        next: vec![],
        message: String::new(),
        link: None,
        action: None,
        category: Category::RefundMissing,
        evidence: vec![],
    }
}

fn step(id: &str, ask: Ask, next: Vec<(When, Goto)>) -> Step {
    Step {
        id: id.into(),
        question: format!("What about {id}?"),
        help: String::new(),
        ask,
        required: true,
        from: None,
        next: next.into_iter().map(|(when, goto)| Next { when, goto }).collect(),
    }
}

/// `what` → (yes) the sub-flow's `find/have`, which returns and decides nothing → `ask-store`; everything else → an end.
fn flow() -> Flow {
    let option = |id: &str| Choice { id: id.into(), label: format!("It is {id}") };
    let answer = |id: &str| When::Answer(id.into());
    Flow {
        slug: "small".into(),
        start: 0,
        steps: vec![
            step(
                "what",
                Ask::Choice(vec![option("yes"), option("no"), option("maybe")]),
                vec![
                    (answer("yes"), Goto::Step(1)),
                    (answer("no"), Goto::Outcome(0)),
                    (When::Policy(Policy::OrderKnown), Goto::Outcome(1)),
                    (When::Always, Goto::Outcome(0)),
                ],
            ),
            step("find/have", Ask::Confirm, vec![(When::Always, Goto::Step(2))]),
            step("find", Ask::Pass, vec![(When::Always, Goto::Outcome(1))]),
        ],
        outcomes: vec![end("talk", OutcomeKind::Talk), end("ask-store", OutcomeKind::ContactStore)],
    }
}

#[test]
fn routes_to_one_place_are_one_line_and_returns_that_decide_nothing_are_none() {
    let picture = picture("Small", &flow());
    let ids: Vec<&str> = picture.nodes.iter().map(|node| node.id.as_str()).collect();
    assert_eq!(ids, ["what", "find/have", "talk", "ask-store"]);
    let lines: Vec<(usize, usize, &str)> =
        picture.lines.iter().map(|line| (line.from, line.to, line.words.as_str())).collect();
    assert_eq!(
        lines,
        [(0, 1, "It is yes"), (0, 2, "It is no / else"), (0, 3, "rule: order-known"), (1, 3, "")]
    );
    assert_eq!(picture.nodes[1].part.as_deref(), Some("find"));
    assert_eq!(picture.nodes[2].kind, Kind::End("talk"));
}

#[test]
fn mermaid_has_every_node_and_line_and_escapes_what_it_would_read() {
    let said = mermaid(&picture("Small", &flow()));
    for part in [
        "flowchart LR\n",
        "  n0[\"What about what?<br>(choice)\"]\n",
        "  subgraph find[\"find\"]\n    n1[\"What about find/have?<br>(confirm)\"]\n  end\n",
        "n2([\"The #quot;talk#quot; #lt;end#gt;<br>(talk)\"]):::talk",
        "  n0 -->|\"It is no / else\"| n2\n",
        "  n1 --> n3\n",
        "  classDef talk fill:",
    ] {
        assert!(said.contains(part), "{part} is not in\n{said}");
    }
}

#[test]
fn svg_holds_the_words_and_nothing_that_is_markup_in_them() {
    let said = svg(&picture("A & B", &flow()));
    for part in ["<title>A &amp; B</title>", "The &quot;talk&quot;", "&lt;end&gt;", "rule: order-known"] {
        assert!(said.contains(part), "{part} is not in\n{said}");
    }
    assert_eq!(said.matches("<rect x=").count(), 4);
    assert_eq!(said.matches("fill=\"none\"").count(), 4);
}

#[test]
fn nodes_stand_right_of_what_leads_to_them_and_never_on_each_other() {
    let picture = picture("Small", &flow());
    let layout = layout(&picture);
    for line in &picture.lines {
        let (from, to) = (&layout.nodes[line.from], &layout.nodes[line.to]);
        assert!(from.x + WIDTH < to.x);
    }
    for (i, one) in layout.nodes.iter().enumerate() {
        assert!(one.x + WIDTH <= layout.width && one.y + one.height <= layout.height);
        for other in layout.nodes.iter().skip(i + 1).filter(|other| other.x == one.x) {
            assert!(one.y + one.height < other.y || other.y + other.height < one.y);
        }
    }
}

#[test]
fn texts_are_broken_between_words() {
    let check = |text: &str, expected: &[&str]| assert_eq!(wrap(text, 10), expected);
    check("", &[]);
    check("one two three", &["one two", "three"]);
    check("unbreakable-word x", &["unbreakable-word", "x"]);
}
