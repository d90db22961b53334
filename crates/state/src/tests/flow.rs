//! Flows: what is written in a question, back and forward, what the page told, what a case takes from them.

use super::*;
use klarna_help_pack::{Told, Wrong};
use klarna_help_wire::{Destination, HostAction};

/// One flow with a question of each kind: `state` → `what` → `amount` → `order` → `mail` → `tracking` → `proof` →
/// `asked`, then an outcome with an action of the host page.
fn guide() -> Item {
    let choices = |ids: &[&str]| -> Vec<Choice> {
        ids.iter().map(|id| Choice { id: (*id).into(), label: format!("Option {id}") }).collect()
    };
    let asks = [
        ("state", Ask::Choice(choices(&["shipped", "delivered"])), Some(Told::OrderState)),
        ("what", Ask::Choices(choices(&["torn", "wet", "none"]), Some("none".into())), None),
        ("amount", Ask::Money, None),
        ("order", Ask::Order, Some(Told::OrderId)),
        ("find/mail", Ask::Email, None),
        ("find/tracking", Ask::Text, None),
        ("proof", Ask::File("tracking".into()), None),
        ("asked", Ask::Confirm, None),
    ];
    let last = asks.len() - 1;
    let steps = asks.into_iter().enumerate().map(|(i, (id, ask, from))| {
        let goto = if i == last { Goto::Outcome(0) } else { Goto::Step(u16::try_from(i + 1).unwrap()) };
        Step {
            id: id.into(),
            question: format!("{id}?"),
            help: String::new(),
            required: matches!(ask, Ask::Choice(_) | Ask::Choices(..)),
            ask,
            from,
            next: vec![Next { when: When::Always, goto }],
        }
    });
    let outcome = Outcome {
        action: Some(HostAction::OpenOrder),
        evidence: vec!["order-number".into(), "tracking".into()],
        ..outcome("look", OutcomeKind::DoNow)
    };
    let flow =
        Flow { slug: "refund-missing".into(), start: 0, steps: steps.collect(), outcomes: vec![outcome] };
    Item::Flow(Rc::new(flow))
}

struct Guide(State);

impl Guide {
    fn new(config: AppConfig) -> Self {
        let mut state = State::new(config);
        update(&mut state, Action::Mounted);
        update(&mut state, loaded());
        update(&mut state, came());
        state.content.items.push((super::flow(), Load::Ready(guide())));
        update(&mut state, Action::Go(Screen::Flow("refund-missing".into())));
        Self(state)
    }

    fn act(&mut self, action: FlowAction) -> Vec<Effect> {
        update(&mut self.0, Action::flow(action))
    }

    fn submit(&mut self, step: &str, text: &str) -> Vec<Effect> {
        self.act(FlowAction::Submit { step: step.into(), text: text.into() })
    }

    fn unsure(&mut self, step: &str) -> Vec<Effect> {
        self.act(FlowAction::Answer { step: step.into(), answer: Answer::Unsure })
    }

    /// The step asked, or the outcome.
    fn at(&self) -> String {
        match self.0.replay("refund-missing").unwrap().position.unwrap() {
            klarna_help_pack::Position::Asking(step) => step.id.clone(),
            klarna_help_pack::Position::Ended(outcome) => outcome.id.clone(),
        }
    }

    /// To the end, with something said to everything.
    fn through(&mut self) {
        for (step, text) in [
            ("state", "delivered"),
            ("what", "torn,wet"),
            ("amount", "1.234,50"),
            ("order", "NW-1"),
            ("find/mail", "ada@example.org"),
            ("find/tracking", "JD0002"),
        ] {
            self.submit(step, text);
        }
        self.unsure("proof");
        self.submit("asked", "yes");
        assert_eq!(self.at(), "look");
    }

    fn chosen(&mut self, evidence: &str) {
        let chosen = vec![Chosen { id: 7, name: "proof.png".into(), size: 1_000 }];
        update(&mut self.0, Action::form(FormAction::File(FileAction::Choose(chosen, evidence.into()))));
    }
}

fn plain() -> Guide {
    Guide::new(config())
}

fn progress(effects: &[Effect]) -> Option<String> {
    effects.iter().find_map(|effect| match effect {
        Effect::Announce(Notice { key: Key::FlowQuestion, args }) => {
            Some(args.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>().join(" of "))
        }
        _ => None,
    })
}

#[test]
fn a_question_takes_the_focus_and_says_how_far_it_is() {
    let mut guide = plain();
    let effects = guide.submit("state", "shipped");
    assert!(effects.contains(&Effect::Focus(Focus::Heading)));
    assert_eq!(progress(&effects).as_deref(), Some("2 of 8"));
}

#[test]
fn what_is_wrong_with_an_answer_is_said_and_what_was_typed_stays() {
    let check = |steps: &[(&str, &str)], step: &str, text: &str, wrong: Wrong| {
        let mut guide = plain();
        for (step, text) in steps {
            guide.submit(step, text);
        }
        guide.act(FlowAction::Draft(text.into()));
        assert_eq!(guide.submit(step, text), [Effect::Focus(Focus::Errors)], "{step} {text}");
        assert_eq!((guide.0.flow_issue, guide.0.flow_draft.as_str()), (Some(wrong), text));
        assert_eq!(guide.at(), step);
    };
    let way =
        [("state", "shipped"), ("what", "torn"), ("amount", "5"), ("order", "1"), ("find/mail", "a@b.se")];
    check(&[], "state", "", Wrong::Missing);
    check(&way[..1], "what", "", Wrong::Missing);
    check(&way[..2], "amount", "a lot", Wrong::Amount);
    check(&way[..3], "order", "---", Wrong::Order);
    check(&way[..4], "find/mail", "ada at home", Wrong::Email);
    check(&way, "find/tracking", &"x".repeat(501), Wrong::Long);
}

#[test]
fn ticks_are_kept_and_the_one_that_excludes_the_others_does() {
    let mut guide = plain();
    guide.submit("state", "shipped");
    let mut tick = |id: &str, ticked: bool| {
        guide.act(FlowAction::Tick(id.into(), ticked));
        guide.0.flow_draft.clone()
    };
    assert_eq!(tick("wet", true), "wet");
    assert_eq!(tick("torn", true), "wet,torn");
    assert_eq!(tick("wet", false), "torn");
    assert_eq!(tick("none", true), "none");
    assert_eq!(tick("wet", true), "wet");
    assert_eq!(tick("wet", false), "");
    let mut guide = plain();
    assert!(guide.act(FlowAction::Tick("wet".into(), true)).is_empty());
    assert_eq!(guide.0.flow_draft, "", "a question of another kind has no boxes");
}

#[test]
fn an_answer_to_a_question_that_no_longer_shows_is_too_late() {
    let mut guide = plain();
    guide.submit("state", "shipped");
    assert!(guide.submit("state", "delivered").is_empty());
    assert_eq!(guide.at(), "what");
    update(&mut guide.0, Action::Home);
    assert!(guide.submit("what", "torn").is_empty());
}

#[test]
fn back_and_forward_write_the_answer_that_each_question_has() {
    let mut guide = plain();
    guide.submit("state", "shipped");
    guide.submit("what", "wet,torn");
    guide.submit("amount", "12,5");
    update(&mut guide.0, Action::Back);
    assert_eq!((guide.at(), guide.0.flow_draft.as_str()), ("amount".to_owned(), "12.50"));
    update(&mut guide.0, Action::Back);
    assert_eq!((guide.at(), guide.0.flow_draft.as_str()), ("what".to_owned(), "torn,wet"));
    // Leaving the screen and coming back changes nothing.
    update(&mut guide.0, Action::Home);
    update(&mut guide.0, Action::Go(Screen::Flow("refund-missing".into())));
    assert_eq!((guide.at(), guide.0.flow_draft.as_str()), ("what".to_owned(), "torn,wet"));
    guide.act(FlowAction::Forward);
    guide.act(FlowAction::Forward);
    assert_eq!((guide.at(), guide.0.flow_draft.as_str()), ("order".to_owned(), ""));
    update(&mut guide.0, Action::Back);
    update(&mut guide.0, Action::Back);
    update(&mut guide.0, Action::Back);
    assert_eq!(guide.at(), "state");
    update(&mut guide.0, Action::Back);
    assert_eq!(*guide.0.screen(), Screen::Home, "before the first question is the screen before");
}

#[test]
fn what_the_page_told_is_not_asked_until_it_is_changed() {
    let context = Context {
        order_id: Some("NW-9".into()),
        order_state: Some("delivered".into()),
        ..Context::default()
    };
    let mut guide = Guide::new(AppConfig { context, ..config() });
    assert_eq!(guide.at(), "what");
    guide.act(FlowAction::Change("state".into()));
    assert_eq!((guide.at(), guide.0.flow_draft.as_str()), ("state".to_owned(), "delivered"));
    guide.submit("state", "shipped");
    guide.submit("what", "none");
    guide.submit("amount", "5");
    assert_eq!(guide.at(), "find/mail");
    let seed = CaseSeed { category: Some(Category::RefundMissing), flow: Some("refund-missing".into()) };
    update(&mut guide.0, Action::StartCase(seed));
    assert_eq!(guide.0.form.order_id, "NW-9");
    assert!(!guide.0.form.edited(Field::Order), "what the page told follows the page");
}

#[test]
fn files_chosen_in_a_flow_are_in_the_form_and_none_is_no_answer() {
    let mut guide = plain();
    guide.submit("state", "shipped");
    guide.submit("what", "none");
    guide.unsure("amount");
    guide.unsure("order");
    guide.unsure("find/mail");
    guide.unsure("find/tracking");
    let files = || FlowAction::Answer { step: "proof".into(), answer: Answer::Files };
    guide.chosen("screenshot");
    assert_eq!(guide.act(files()), [Effect::Focus(Focus::Errors)], "that file is something else");
    guide.chosen("tracking");
    guide.act(files());
    assert_eq!(guide.at(), "asked");
    assert!(guide.0.form.files.list.iter().any(|file| file.evidence == "tracking"));
}

#[test]
fn a_case_takes_from_the_flow_all_that_was_said_there() {
    let mut guide = plain();
    guide.through();
    let seed = CaseSeed { category: Some(Category::GoodsDamaged), flow: Some("refund-missing".into()) };
    update(&mut guide.0, Action::StartCase(seed));
    let form = &guide.0.form;
    assert_eq!((form.order_id.as_str(), form.email.as_str()), ("NW-1", "ada@example.org"));
    assert_eq!(form.note("tracking"), "JD0002");
    assert_eq!(form.evidence, ["order-number", "tracking"]);
    assert_eq!(form.category, "goods-damaged");
    let said: Vec<(&str, &str)> =
        form.answers.iter().map(|a| (a.question.as_str(), a.answer.as_str())).collect();
    // Order and address are fields, where the customer may take them out.
    let expected = [
        ("state?", "Option delivered"),
        ("what?", "Option torn; Option wet"),
        ("amount?", "1234.50 GBP"),
        ("find/tracking?", "JD0002"),
        ("proof?", "flow.no_file"),
        ("asked?", "flow.yes"),
    ];
    assert_eq!(said, expected);
}

#[test]
fn what_the_host_page_can_do_is_asked_of_it_only_if_it_said_so() {
    let pressed = |actions: &str| {
        let mut guide = Guide::new(AppConfig { actions: actions.into(), ..config() });
        guide.through();
        guide.act(FlowAction::Act(HostAction::OpenOrder))
    };
    let data = EventData::of(EventFact::Slug, "refund-missing")
        .and(EventFact::Outcome, "look")
        .and(EventFact::Action, "open-order");
    let said = [Effect::Emit(FromApp::Event { name: "flow-outcome", data })];
    assert_eq!(pressed("retry-payment open-order"), said);
    assert_eq!(pressed("retry-payment,open-order"), said);
    for actions in ["", "retry-payment", "open-orders", "open"] {
        assert_eq!(pressed(actions), [], "{actions}");
    }
    // Nothing is asked that the outcome does not offer, nor before it shows.
    let mut guide = Guide::new(AppConfig { actions: "open-order open-account".into(), ..config() });
    assert_eq!(guide.act(FlowAction::Act(HostAction::OpenOrder)), []);
    guide.through();
    assert_eq!(guide.act(FlowAction::Act(HostAction::OpenAccount)), []);
}

#[test]
fn in_somebody_elses_page_a_personal_question_is_asked_in_our_frame() {
    let handed = |effects: &[Effect]| {
        effects.iter().find_map(|effect| match effect {
            Effect::Emit(FromApp::Handover { handover }) => Some(handover.clone()),
            _ => None,
        })
    };
    let context = Context { order_state: Some("shipped".into()), ..Context::default() };
    let mut guide = Guide::new(AppConfig { mount: "public".into(), context, ..config() });
    assert_eq!(handed(&guide.submit("what", "torn,wet")), None);
    let handover = handed(&guide.submit("amount", "12,50")).unwrap();
    assert_eq!((handover.to, handover.flow.as_deref()), (Destination::Flow, Some("refund-missing")));
    let answers: Vec<(&str, &str)> =
        handover.answers.iter().map(|a| (a.step.as_str(), a.answer.as_str())).collect();
    assert_eq!(answers, [("what", "torn,wet"), ("amount", "12.50")], "not what the page itself told");
    // If the frame did not open, the button asks again.
    let again = update(&mut guide.0, Action::Go(Screen::Flow("refund-missing".into())));
    assert_eq!(handed(&again), Some(handover.clone()));

    let mut frame = plain();
    update(&mut frame.0, Action::Home);
    frame.0.runs.clear();
    frame.0.context.order_state = Some("shipped".into());
    update(&mut frame.0, Action::Host(Rc::new(ToApp::Resume { handover }), now()));
    assert_eq!((frame.0.screen(), frame.at()), (&Screen::Flow("refund-missing".into()), "order".to_owned()));
}
