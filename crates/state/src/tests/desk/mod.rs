//! Cases after they were sent, without a browser: the portal and its streams are played by the test.

use super::*;
use klarna_help_wire::{CaseAction, CaseEvent, CaseEventKind, Message, MessageBlock, MessageInline, Secret};

mod follow;
mod identity;
mod lookup;
mod talk;

const ID: &str = "KH-7F3K-9Q2M";

fn id() -> String {
    ID.into()
}

fn token() -> Secret {
    Secret("t".repeat(43))
}

fn desk(state: &mut State, action: DeskAction) -> Vec<Effect> {
    update(state, Action::desk(action))
}

/// What is asked of the world for the cases.
fn asks(effects: Vec<Effect>) -> Vec<DeskEffect> {
    of_desk(&effects).cloned().collect()
}

/// The counts that the host was told.
fn unread(effects: &[Effect]) -> Vec<u32> {
    let one = |effect: &Effect| match effect {
        Effect::Emit(FromApp::Event { name: "unread", data }) => data.count,
        _ => None,
    };
    effects.iter().filter_map(one).collect()
}

/// What was said aloud, with its arguments.
fn said(effects: &[Effect]) -> Vec<(Key, String)> {
    let one = |effect: &Effect| match effect {
        Effect::Announce(notice) => {
            Some((notice.key, notice.args.iter().map(|(_, value)| value.as_str()).collect()))
        }
        _ => None,
    };
    effects.iter().filter_map(one).collect()
}

fn event(seq: i64, kind: CaseEventKind) -> CaseEvent {
    CaseEvent {
        seq,
        at: "2026-11-23T10:00:00Z".into(),
        kind,
        state: CaseState::InReview,
        agent: if kind.is_from_us() { "Kim".into() } else { String::new() },
        message: None,
        rating: None,
        expected_by: String::new(),
    }
}

fn answered(seq: i64) -> CaseEvent {
    let content = vec![MessageInline::Text { text: "Your money is on its way.".into() }];
    let body = vec![MessageBlock::Paragraph { content }];
    let message = Some(Message { id: seq.to_string(), body, attachments: vec![] });
    CaseEvent { message, state: CaseState::WaitingForYou, ..event(seq, CaseEventKind::AgentMessage) }
}

fn seen_by_portal(timeline: Vec<CaseEvent>) -> CaseView {
    let state = timeline.last().map_or(CaseState::Received, |event| event.state);
    CaseView {
        case_id: id(),
        category: Category::PaymentDeclined,
        state,
        next_step: state.next_step(),
        received_at: "2026-11-23T10:00:00Z".into(),
        expected_by: "2026-11-25".into(),
        late: false,
        assignee: String::new(),
        description: "It was declined.".into(),
        happened_on: String::new(),
        tried: String::new(),
        order_id: String::new(),
        attachments: vec![],
        can: vec![CaseAction::Close],
        can_reply: true,
        timeline,
    }
}

fn first() -> CaseEvent {
    CaseEvent { state: CaseState::Received, ..event(1, CaseEventKind::Received) }
}

/// A case was sent from here, and is on the screen.
fn following() -> State {
    let mut state = written();
    update(&mut state, send("key-1".into()));
    update(&mut state, answer(Ok(receipt())));
    update(&mut state, Action::Go(Screen::Case(id())));
    desk(&mut state, DeskAction::Loaded(id(), Ok(seen_by_portal(vec![first()]))));
    state
}
