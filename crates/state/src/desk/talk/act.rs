//! What a customer does with a case besides writing. What can be done now is the portal's to say.

use super::{Act, after_failure, talk};
use crate::desk::{DeskEffect, status};
use crate::effect::{Effect, Focus, Notice};
use crate::{Failure, Phase, State};
use klarna_help_pack::ui::Key;
use klarna_help_wire::{
    ActionRequest, CaseAction, CaseView, EventData, EventFact, ProblemCode, validate_action,
};

pub(in crate::desk) fn confirm(state: &mut State, id: &str, confirming: bool) -> Vec<Effect> {
    let Some(talk) = talk(state, id).filter(|talk| !talk.busy()) else { return Vec::new() };
    talk.confirming = confirming;
    vec![Effect::Focus(Focus::At(if confirming { "confirm" } else { "close-case" }))]
}

pub(in crate::desk) fn rate(state: &mut State, id: &str, rating: u8) -> Vec<Effect> {
    if let Some(talk) = talk(state, id).filter(|talk| !talk.busy()) {
        talk.rating = Some(rating);
        talk.errors.clear();
    }
    Vec::new()
}

pub(in crate::desk) fn comment(state: &mut State, id: &str, text: String) -> Vec<Effect> {
    if let Some(talk) = talk(state, id).filter(|talk| !talk.busy()) {
        talk.comment = text;
        talk.errors.retain(|error| error.field != "comment");
    }
    Vec::new()
}

pub(in crate::desk) fn act(
    state: &mut State,
    id: &str,
    action: CaseAction,
    fresh_key: String,
) -> Vec<Effect> {
    let Some(token) = state.bearer(id) else { return Vec::new() };
    let Some(talk) = talk(state, id).filter(|talk| !talk.busy()) else { return Vec::new() };
    let rates = action == CaseAction::Rate;
    let mut request = ActionRequest {
        action: action.as_str().into(),
        rating: talk.rating.filter(|_| rates),
        comment: if rates { talk.comment.trim().into() } else { String::new() },
    };
    request.mask();
    if let Err(errors) = validate_action(&request) {
        talk.errors = errors;
        return vec![Effect::Focus(Focus::At("rating"))];
    }
    talk.errors.clear();
    talk.done = None;
    let before = talk.act.take().filter(|act| act.action == action);
    let key = before.and_then(|act| act.key).unwrap_or(fresh_key);
    talk.act = Some(Act { action, phase: Phase::Sending, key: Some(key.clone()) });
    let case_id = id.into();
    vec![
        Effect::Announce(Notice::plain(Key::CaseSending)),
        Effect::desk(DeskEffect::Act { case_id, token, request, key }),
    ]
}

pub(in crate::desk) fn acted(
    state: &mut State,
    id: &str,
    key: &str,
    result: Result<CaseView, Failure>,
) -> Vec<Effect> {
    state.desk.checking = false;
    let Some(talk) = talk(state, id) else { return Vec::new() };
    let Some(act) = talk.act.take_if(|act| act.key.as_deref() == Some(key)) else { return Vec::new() };
    match result {
        Ok(view) => {
            let done = match act.action {
                CaseAction::AskUpdate => Key::DoneUpdateAsked,
                CaseAction::Reopen => Key::DoneReopened,
                CaseAction::Close => Key::DoneClosed,
                CaseAction::Rate => Key::DoneRated,
            };
            (talk.confirming, talk.done) = (false, Some(done));
            let rating = talk.rating.filter(|_| done == Key::DoneRated);
            let mut effects = status::taken(state, id, view);
            if let Some(rating) = rating {
                let data = EventData::of(EventFact::Kind, "case").and(EventFact::Rating, &rating.to_string());
                effects.push(Effect::event("feedback", data));
            }
            effects.push(Effect::Announce(Notice::plain(done)));
            effects.push(Effect::Focus(Focus::At("done")));
            effects
        }
        Err(Failure::Refused(ProblemCode::InvalidFields, fields)) if !fields.is_empty() => {
            talk.errors = fields;
            vec![Effect::Focus(Focus::At("rating"))]
        }
        Err(failure) => {
            // After a refusal another try is another thing to do.
            let refused = matches!(failure, Failure::Refused(..));
            talk.confirming &= !refused;
            let key = act.key.filter(|_| !refused);
            talk.act = Some(Act { action: act.action, phase: Phase::Failed(failure.clone()), key });
            after_failure(state, id, &failure)
        }
    }
}
