//! A case: started with what is known, sent once, followed.

use crate::effect::{Effect, Focus, Notice};
use crate::flow::answers;
use crate::navigate::{go, shown};
use crate::{CaseSeed, Failure, Field, Kept, KnownCase, Load, Phase, Screen, State};
use crate::{handover, navigate};
use klarna_help_pack::Position;
use klarna_help_pack::ui::Key;
use klarna_help_wire::{
    CaseRequest, CaseView, Category, Context, EventData, EventFact, ProblemCode, Receipt, validate,
};

/// Opens the form with everything that is known filled in. What was typed before stays.
pub(crate) fn start(state: &mut State, seed: CaseSeed) -> Vec<Effect> {
    if state.config.is_public() {
        return handover::instead_of_case(state, seed);
    }
    if state.form.phase == Phase::Sending {
        return go(state, Screen::CaseForm);
    }
    // The page's order number follows the page, until somebody says better.
    let form = &mut state.form;
    if !form.order_given {
        form.fill(Field::Order, Some(state.context.order_id.as_deref().unwrap_or_default()));
    }
    let searched = *state.screen() == Screen::Home && !state.query.trim().is_empty();
    if searched && state.form.description.trim().is_empty() {
        state.form.description = state.query.clone();
        state.form.decide(Field::Description);
    }
    if let Some(category) = seed.category {
        state.form.category = category.as_str().into();
        state.form.decide(Field::Category);
    }
    state.form.flow = String::new();
    state.form.answers.clear();
    state.form.evidence.clear();
    if let Some(slug) = seed.flow
        && let Some(replay) = state.replay(&slug)
    {
        let given = answers(&replay);
        let evidence = match replay.position {
            Some(Position::Ended(outcome)) => outcome.evidence.clone(),
            _ => Vec::new(),
        };
        state.form.answers = given;
        state.form.evidence = evidence;
        state.form.flow = slug;
    }
    let mut effects = go(state, Screen::CaseForm);
    effects.push(Effect::event("case-draft", EventData::of(EventFact::Category, &state.form.category)));
    effects
}

#[inline(never)]
pub(crate) fn edit(state: &mut State, field: Field, text: String) -> Vec<Effect> {
    // What is on its way cannot be changed any more: taking the text would lose it with the receipt.
    if state.form.phase == Phase::Sending {
        return Vec::new();
    }
    let form = &mut state.form;
    form.decide(field);
    *form.slot(field) = text;
    // A fault is taken away as soon as it is mended, and never added while somebody is still typing.
    if form.errors.iter().any(|e| e.field == field.wire()) {
        let still = validate(&build_request(state)).err().unwrap_or_default();
        state.form.errors.retain(|e| e.field != field.wire() || still.iter().any(|s| s.field == e.field));
    }
    Vec::new()
}

/// The case as it would be sent now: redacted.
pub fn build_request(state: &State) -> CaseRequest {
    let form = &state.form;
    let market = state.bodies.ready().map(|bodies| bodies.market.code.clone()).unwrap_or_default();
    let mut request = CaseRequest {
        client_id: state.config.client_id.clone(),
        locale: state.pack.ready().map_or_else(|| state.config.locale.clone(), |pack| pack.locale.clone()),
        market,
        environment: state.config.environment.clone(),
        category: form.category.clone(),
        description: form.description.clone(),
        email: form.email.trim().into(),
        order_id: form.order_id.trim().into(),
        flow: form.flow.clone(),
        answers: form.answers.clone(),
        // The order number is a field of the form, so that the customer can take it out.
        context: Context { order_id: None, ..state.context.clone() },
        ..CaseRequest::default()
    };
    request.mask();
    request
}

#[inline(never)]
pub(crate) fn send(state: &mut State, fresh_key: String) -> Vec<Effect> {
    if state.form.phase == Phase::Sending {
        return Vec::new();
    }
    let request = build_request(state);
    if let Err(errors) = validate(&request) {
        state.form.errors = errors;
        state.form.phase = Phase::Editing;
        return vec![Effect::Focus(Focus::Errors)];
    }
    state.form.errors.clear();
    state.form.phase = Phase::Sending;
    let key = state.form.key.get_or_insert(fresh_key).clone();
    state.form.attempts.retain(|sent| *sent != request);
    state.form.attempts.push(request.clone());
    vec![
        Effect::Announce(Notice::plain(Key::CaseSending)),
        Effect::event("case-submit", EventData::of(EventFact::Category, &request.category)),
        Effect::SendCase(Box::new(request), key),
    ]
}

/// The answer to a case that is no longer in the form, for the customer left, is nobody's.
#[inline(never)]
pub(crate) fn sent(state: &mut State, key: &str, result: Result<Receipt, Failure>) -> Vec<Effect> {
    if state.form.key.as_deref() != Some(key) {
        return Vec::new();
    }
    match result {
        Ok(receipt) => received(state, receipt),
        Err(failure) => failed(state, failure),
    }
}

fn received(state: &mut State, receipt: Receipt) -> Vec<Effect> {
    let category = Category::parse(&state.form.category);
    let id = receipt.case_id.clone();
    // The address is kept for a second case; the rest of the form is done.
    let mut done = std::mem::take(&mut state.form);
    state.form.email = std::mem::take(&mut done.email);
    if done.edited(Field::Email) {
        state.form.decide(Field::Email);
    }
    state.cases.retain(|c| c.case_id != id);
    let case = KnownCase {
        case_id: id.clone(),
        token: receipt.token.clone(),
        expected_by: receipt.expected_by.clone(),
        receipt: Some(receipt),
        category,
        view: Load::Idle,
        stale: false,
        kept: false,
        keep_refused: false,
    };
    state.cases.insert(0, case);
    crate::search::clear(state);
    // Back from a receipt leads home: the form behind it is done.
    state.stack = vec![Screen::Home, Screen::Receipt(id)];
    let mut effects = shown(state);
    effects.push(Effect::event(
        "case-receipt",
        EventData::of(EventFact::Category, category.map_or("", Category::as_str)),
    ));
    effects
}

fn failed(state: &mut State, failure: Failure) -> Vec<Effect> {
    let event = Effect::event("case-error", EventData::of(EventFact::Code, failure.name()));
    if let Failure::Refused(code, fields) = &failure {
        // A refusal says that this body was not stored; one that was sent before it may be.
        state.form.attempts.pop();
        if *code == ProblemCode::IdempotencyKeyReused {
            // One of them is, and was changed since: its own words get its receipt. Each is asked for once.
            if let (Some(earlier), Some(key)) = (state.form.attempts.last().cloned(), state.form.key.clone())
            {
                return vec![event, Effect::SendCase(Box::new(earlier), key)];
            }
            state.form.key = None;
        }
        if !fields.is_empty() && *code == ProblemCode::InvalidFields {
            state.form.errors = fields.clone();
            state.form.phase = Phase::Editing;
            return vec![event, Effect::Focus(Focus::Errors)];
        }
    }
    state.form.phase = Phase::Failed(failure);
    vec![event, Effect::Announce(Notice::plain(Key::CaseFailTitle)), Effect::Focus(Focus::Errors)]
}

#[inline(never)]
pub(crate) fn refresh(state: &mut State, id: &str) -> Vec<Effect> {
    let Some(case) = state.case_mut(id) else { return Vec::new() };
    let mut effects = vec![Effect::LoadCase { case_id: id.into(), token: case.token.clone() }];
    if matches!(case.view, Load::Failed(_)) {
        // The button that was pressed goes.
        effects.push(Effect::Focus(Focus::Heading));
    }
    if case.view.ready().is_none() {
        case.view = Load::Loading;
    }
    effects
}

#[inline(never)]
pub(crate) fn loaded(state: &mut State, id: &str, result: Result<CaseView, Failure>) -> Vec<Effect> {
    let Some(case) = state.case_mut(id) else { return Vec::new() };
    let before = case.view.ready().map(|v| v.state);
    match result {
        Ok(view) => {
            let now = view.state;
            case.category = Some(view.category);
            case.expected_by = view.expected_by.clone();
            case.view = Load::Ready(view);
            case.stale = false;
            let mut effects = vec![Effect::Announce(Notice::plain(now.into()))];
            if before.is_some_and(|before| before != now) {
                let data = EventData::of(EventFact::State, now.as_str());
                effects.push(Effect::event("case-update", data));
            }
            effects
        }
        Err(failure) => {
            // What was known stays on the screen; only a case that is gone takes it away.
            case.stale = true;
            let gone = matches!(failure, Failure::Refused(ProblemCode::CaseNotFound, _));
            if before.is_none() || gone {
                case.view = Load::Failed(failure);
            }
            vec![Effect::Announce(Notice::plain(Key::StatusFail))]
        }
    }
}

#[inline(never)]
pub(crate) fn keep(state: &mut State, id: &str, keep: bool) -> Vec<Effect> {
    let Some(case) = state.case(id).filter(|_| state.may_remember()) else { return Vec::new() };
    let kept = Kept {
        case_id: case.case_id.clone(),
        token: case.token.clone(),
        expected_by: case.expected_by.clone(),
    };
    vec![Effect::Remember(kept, keep)]
}

/// Cases the device remembered join those of this page.
#[inline(never)]
pub(crate) fn remembered(state: &mut State, cases: Vec<Kept>) -> Vec<Effect> {
    for Kept { case_id, token, expected_by } in cases {
        if state.case(&case_id).is_none() {
            let case = KnownCase {
                case_id,
                token,
                expected_by,
                receipt: None,
                category: None,
                view: Load::Idle,
                stale: false,
                kept: true,
                keep_refused: false,
            };
            state.cases.push(case);
        }
    }
    // Somebody who asked for their cases waits for these.
    if *state.screen() == Screen::Cases && state.cases.len() == 1 {
        state.stack.pop();
        return navigate::cases(state);
    }
    Vec::new()
}

#[inline(never)]
pub(crate) fn kept(state: &mut State, id: &str, kept: bool) -> Vec<Effect> {
    let Some(case) = state.case_mut(id) else { return Vec::new() };
    let wanted = !case.kept;
    let worked = kept == wanted;
    case.kept = kept;
    case.keep_refused = !worked;
    let mut effects = vec![Effect::Focus(Focus::Keep)];
    if kept || !worked {
        let key = if worked { Key::ReceiptKept } else { Key::ReceiptKeepFailed };
        effects.push(Effect::Announce(Notice::plain(key)));
    }
    effects
}
