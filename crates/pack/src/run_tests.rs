use super::*;
use crate::market::tests::market;
use crate::{Choice, Fact, Market, Next, Policy, Told};
use klarna_help_wire::{Category, Context};

fn step(id: &str, ask: Ask, next: Vec<(When, Goto)>) -> Step {
    let next = next.into_iter().map(|(when, goto)| Next { when, goto }).collect();
    let required = matches!(ask, Ask::Choice(_));
    Step { id: id.into(), question: format!("{id}?"), help: String::new(), ask, required, from: None, next }
}

fn outcome(id: &str, kind: OutcomeKind) -> Outcome {
    Outcome {
        id: id.into(),
        kind,
        title: id.into(),
        steps: vec![],
        next: vec![],
        message: String::new(),
        link: None,
        action: None,
        category: Category::RefundMissing,
        evidence: vec![],
    }
}

fn wait(unit: WaitUnit, from: WaitFrom) -> OutcomeKind {
    OutcomeKind::Wait(Wait { fact: "refund-wait".into(), unit, from })
}

fn options(ids: &[&str]) -> Vec<Choice> {
    ids.iter().map(|id| Choice { id: (*id).into(), label: id.to_uppercase() }).collect()
}

/// `state` (told by the page where it can be) → `returned-on` → the sub-flow `find` (`find/have`, `find/order`) →
/// `note` → an end. Who cancelled goes to the sub-flow at once.
fn flow() -> Flow {
    let (always, answer) = (|| When::Always, |id: &str| When::Answer(id.into()));
    let (to, end) = (Goto::Step, Goto::Outcome);
    let state = Ask::Choice(options(&["returned", "cancelled", "refund-pending", "unsure"]));
    Flow {
        slug: "refund".into(),
        start: 0,
        steps: vec![
            Step {
                from: Some(Told::OrderState),
                ..step("state", state, vec![(answer("cancelled"), to(4)), (always(), to(1))])
            },
            step(
                "returned-on",
                Ask::Date(false),
                vec![
                    (When::Policy(Policy::RefundOverdue), to(4)),
                    (answer("unsure"), end(2)),
                    (always(), end(1)),
                ],
            ),
            // Where the sub-flow returns: with an order, without one.
            step("find", Ask::Pass, vec![(always(), to(6))]),
            step("find", Ask::Pass, vec![(When::Policy(Policy::OrderKnown), to(6)), (always(), end(2))]),
            step("find/have", Ask::Confirm, vec![(answer("yes"), to(5)), (always(), to(3))]),
            Step {
                from: Some(Told::OrderId),
                ..step("find/order", Ask::Order, vec![(answer("unsure"), to(3)), (always(), to(2))])
            },
            step("note", Ask::Text, vec![(always(), end(0))]),
        ],
        outcomes: vec![
            outcome("send", OutcomeKind::SendCase),
            outcome("wait", wait(WaitUnit::Days, WaitFrom::Step("returned-on".into()))),
            outcome("talk", OutcomeKind::Talk),
        ],
    }
}

struct World {
    flow: Flow,
    market: Market,
    context: Context,
    run: FlowRun,
}

impl World {
    fn new(context: Context) -> Self {
        Self { flow: flow(), market: market(), context, run: FlowRun::default() }
    }

    fn facts(&self) -> Facts<'_> {
        Facts { context: &self.context, market: &self.market, today: Date::parse("2026-11-23").unwrap() }
    }

    fn replay(&self) -> Replay<'_> {
        self.run.replay(&self.flow, &self.facts())
    }

    /// Where the run stands: a step's or an outcome's id.
    fn at(&self) -> String {
        match self.replay().position.unwrap() {
            Position::Asking(step) => step.id.clone(),
            Position::Ended(outcome) => outcome.id.clone(),
        }
    }

    fn answer(&mut self, step: &str, answer: Answer) -> String {
        let mut run = self.run.clone();
        run.answer(&self.flow, &self.facts(), step, answer).unwrap();
        self.run = run;
        self.at()
    }

    fn back(&mut self) -> bool {
        let mut run = self.run.clone();
        let went = run.back(&self.flow, &self.facts());
        self.run = run;
        went
    }

    fn forward(&mut self) {
        let mut run = self.run.clone();
        run.forward(&self.flow, &self.facts());
        self.run = run;
    }

    /// Number and most, as the widget says them.
    fn progress(&self) -> (usize, usize) {
        let replay = self.replay();
        (replay.number, replay.most)
    }
}

fn plain() -> World {
    World::new(Context::default())
}

fn choice(id: &str) -> Answer {
    Answer::Choice(id.into())
}

fn date(text: &str) -> Answer {
    Answer::Date(Date::parse(text).unwrap())
}

fn text(text: &str) -> Answer {
    Answer::Text(text.into())
}

#[test]
fn answers_lead_to_the_outcome_their_route_names() {
    let check = |day: Answer, expected: &str| {
        let mut world = plain();
        assert_eq!(world.at(), "state");
        assert_eq!(world.answer("state", choice("returned")), "returned-on");
        assert_eq!(world.answer("returned-on", day), expected);
    };
    check(date("2026-11-20"), "wait");
    check(date("2026-11-09"), "wait");
    check(date("2026-11-08"), "find/have");
    check(Answer::Unsure, "talk");
}

#[test]
fn a_sub_flow_returns_with_what_it_found() {
    let mut world = plain();
    assert_eq!(world.answer("state", choice("cancelled")), "find/have");
    assert_eq!(world.answer("find/have", Answer::Yes), "find/order");
    assert_eq!(world.answer("find/order", text("NW-1")), "note");
    assert_eq!(world.answer("note", text("hello")), "send");
    let ids: Vec<String> = world.replay().given.iter().map(|given| given.step.id.clone()).collect();
    assert_eq!(ids, ["state", "find/have", "find/order", "note"]);
    assert_eq!(world.answer("find/order", Answer::Unsure), "talk");
    assert_eq!(world.answer("find/have", Answer::Unsure), "talk");
}

#[test]
fn what_the_page_told_is_not_asked_and_can_be_changed() {
    let context = Context {
        order_state: Some("refund_pending".into()),
        order_id: Some(" NW-7 ".into()),
        ..Context::default()
    };
    let mut world = World::new(context);
    assert_eq!(world.at(), "returned-on");
    assert_eq!(world.progress(), (1, 3));
    let told: Vec<(String, bool)> =
        world.replay().given.iter().map(|g| (g.step.id.clone(), g.told)).collect();
    assert_eq!(told, [("state".to_owned(), true)]);
    assert_eq!(world.answer("returned-on", date("2026-10-01")), "find/have");
    assert_eq!(world.answer("find/have", Answer::Yes), "note");
    assert_eq!(world.replay().answer("order"), Some(&text("NW-7")));
    // The customer knows better; what comes after and still applies is kept.
    world.run.change("state");
    assert_eq!((world.at(), world.replay().kept), ("state".to_owned(), Some(choice("refund-pending"))));
    assert_eq!(world.answer("state", choice("cancelled")), "note");
    assert!(!world.replay().given[0].told);
    // What the page says in words that the step does not have is asked.
    let odd = Context { order_state: Some("teleported".into()), ..Context::default() };
    assert_eq!(World::new(odd).at(), "state");
}

#[test]
fn changing_an_early_answer_and_back_keeps_the_later_ones() {
    let mut world = plain();
    world.answer("state", choice("returned"));
    world.answer("returned-on", date("2026-10-01"));
    world.answer("find/have", Answer::Yes);
    world.answer("find/order", text("NW-1"));
    world.run.change("state");
    assert_eq!(world.answer("state", choice("cancelled")), "note");
    assert_eq!(world.replay().answer("returned-on"), None, "a date that is not on the path decides nothing");
    world.run.change("state");
    assert_eq!(world.answer("state", choice("returned")), "note");
    assert_eq!(world.replay().given.len(), 4);
}

#[test]
fn back_goes_a_question_at_a_time_and_forward_returns() {
    let mut world = plain();
    assert!(!world.back());
    world.answer("state", choice("returned"));
    world.answer("returned-on", date("2026-10-01"));
    world.answer("find/have", Answer::Yes);
    assert!(world.back());
    assert_eq!((world.at(), world.replay().kept), ("find/have".to_owned(), Some(Answer::Yes)));
    assert!(world.back() && world.back());
    assert_eq!(world.at(), "state");
    assert!(!world.back(), "there is nothing before the first question");
    assert_eq!(world.at(), "state");
    world.forward();
    assert_eq!(world.at(), "returned-on");
    // An answer on the way goes on one by one, so that the next can be changed too.
    assert_eq!(world.answer("returned-on", date("2026-10-02")), "find/have");
    assert_eq!(world.replay().kept, Some(Answer::Yes));
    world.forward();
    assert_eq!((world.at(), world.replay().kept), ("find/order".to_owned(), None));
    world.forward();
    assert_eq!(world.at(), "find/order", "a question without an answer is not passed");
}

#[test]
fn back_from_an_end_and_on_to_it_again() {
    let mut world = plain();
    world.answer("state", choice("returned"));
    assert_eq!(world.answer("returned-on", date("2026-11-20")), "wait");
    assert!(world.back());
    assert_eq!(world.at(), "returned-on");
    world.forward();
    assert_eq!(world.at(), "wait");
}

#[test]
fn a_sub_flow_that_stands_twice_on_a_path_asks_once() {
    let mut world = plain();
    let have = |goto| step("find/have", Ask::Confirm, vec![(When::Always, goto)]);
    world.flow.steps = vec![have(Goto::Step(1)), have(Goto::Step(2)), have(Goto::Outcome(0))];
    assert_eq!(world.progress(), (1, 3));
    assert_eq!(world.answer("find/have", Answer::Yes), "send");
    assert_eq!(world.replay().given.len(), 1);
    assert_eq!(world.progress(), (1, 1));
}

#[test]
fn an_answer_of_another_kind_is_refused_and_nothing_changes() {
    let mut world = plain();
    let check = |world: &mut World, step: &str, answer: Answer, wrong: Wrong| {
        let mut run = world.run.clone();
        assert_eq!(run.answer(&world.flow, &world.facts(), step, answer), Err(wrong));
        assert_eq!(run, world.run);
    };
    check(&mut world, "state", choice("maybe"), Wrong::Missing);
    check(&mut world, "state", Answer::Unsure, Wrong::Missing);
    check(&mut world, "returned-on", text("last week"), Wrong::Missing);
    check(&mut world, "returned-on", date("2026-11-24"), Wrong::Future);
    check(&mut world, "find", Answer::Unsure, Wrong::Missing);
    check(&mut world, "nowhere", Answer::Yes, Wrong::Missing);
}

#[test]
fn a_wait_ends_so_much_after_its_first_day() {
    let check = |unit: WaitUnit, from: WaitFrom, day: Answer, due: Option<&str>, expected: Option<&str>| {
        let mut world = World::new(Context { due_date: due.map(Into::into), ..Context::default() });
        world.market.facts =
            vec![Fact { key: "refund-wait".into(), value: "3".into(), source: "sample".into() }];
        world.flow.outcomes[1].kind = wait(unit, from);
        world.answer("state", choice("returned"));
        world.answer("returned-on", day);
        let replay = world.replay();
        let until = replay.wait_until(&world.flow.outcomes[1], &world.facts());
        assert_eq!(until, expected.and_then(Date::parse));
        assert_eq!(replay.wait_until(&world.flow.outcomes[0], &world.facts()), None);
    };
    let answered = || WaitFrom::Step("returned-on".into());
    let friday = || date("2026-11-20");
    check(WaitUnit::Days, answered(), friday(), None, Some("2026-11-23"));
    check(WaitUnit::BusinessDays, answered(), friday(), None, Some("2026-11-25"));
    check(WaitUnit::Weeks, answered(), friday(), None, Some("2026-12-11"));
    check(WaitUnit::Days, answered(), Answer::Unsure, None, None);
    check(WaitUnit::Days, WaitFrom::Today, friday(), None, Some("2026-11-26"));
    check(WaitUnit::Days, WaitFrom::DueDate, friday(), Some("2026-11-30"), Some("2026-12-03"));
    check(WaitUnit::Days, WaitFrom::DueDate, friday(), None, None);
}

/// Numbers that are the same each time (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n as u64).unwrap()
    }
}

/// A flow without loops: each step leads on to later ones.
fn any_flow(dice: &mut Dice) -> Flow {
    let count = 2 + dice.below(9);
    let steps = (0..count).map(|i| {
        let goto = |dice: &mut Dice| match i + 1 + dice.below(3) {
            on if on < count => Goto::Step(u16::try_from(on).unwrap()),
            _ => Goto::Outcome(u16::try_from(dice.below(3)).unwrap()),
        };
        let next = vec![
            (When::Answer("cancelled".into()), goto(dice)),
            (When::Answer("unsure".into()), goto(dice)),
            (When::Policy(Policy::OrderKnown), goto(dice)),
            (When::Always, goto(dice)),
        ];
        let (ask, from) = match dice.below(5) {
            0 => (Ask::Choice(options(&["returned", "cancelled"])), Some(Told::OrderState)),
            1 => (Ask::Order, Some(Told::OrderId)),
            2 if i > 0 => (Ask::Pass, None),
            3 => (Ask::Date(false), Some(Told::DueDate)),
            _ => (Ask::Confirm, None),
        };
        // Some ids stand twice, as where a sub-flow runs twice.
        let id = if ask == Ask::Confirm { format!("s{}", i % 4) } else { format!("t{i}") };
        Step { from, ..step(&id, ask, next) }
    });
    Flow { steps: steps.collect(), ..flow() }
}

#[test]
fn progress_never_grows_on_the_way_and_every_way_ends() {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for _ in 0..2_000 {
        let some = |dice: &mut Dice, text: &str| (dice.below(2) == 0).then(|| text.to_owned());
        let mut world = World::new(Context {
            order_state: some(&mut dice, "cancelled"),
            order_id: some(&mut dice, "NW-1"),
            due_date: some(&mut dice, "2026-11-01"),
            ..Context::default()
        });
        world.flow = any_flow(&mut dice);
        let (mut last, mut most) = (0, usize::MAX);
        loop {
            let replay = world.replay();
            assert!(replay.most <= most, "{} of {} after {most}", replay.number, replay.most);
            assert!(replay.number <= replay.most && replay.number >= last);
            (last, most) = (replay.number, replay.most);
            let Position::Asking(step) = replay.position.unwrap() else { break };
            let answer = match step.ask {
                Ask::Choice(_) => choice(["returned", "cancelled"][dice.below(2)]),
                Ask::Date(_) if dice.below(2) == 0 => date("2026-11-01"),
                Ask::Confirm if dice.below(2) == 0 => Answer::Yes,
                Ask::Order if dice.below(2) == 0 => text("NW-2"),
                _ => Answer::Unsure,
            };
            let id = step.id.clone();
            let before = world.run.clone();
            world.answer(&id, answer);
            // Back and forward are no way to lose anything.
            if world.back() {
                while world.replay().kept.is_some() {
                    world.forward();
                }
            }
            assert_ne!(world.run, before);
        }
        assert_eq!(last, most, "at the end there is nothing more to ask");
    }
}

#[test]
fn what_the_page_told_still_counts_when_it_is_asked_again() {
    let mut world = World::new(Context { order_state: Some("cancelled".into()), ..Context::default() });
    assert_eq!(world.progress(), (1, 3));
    world.run.change("state");
    assert_eq!(world.at(), "state");
    assert_eq!(world.progress(), (1, 5));
    world.forward();
    assert_eq!((world.at(), world.progress()), ("find/have".to_owned(), (1, 3)));
}
