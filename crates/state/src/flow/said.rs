//! The answers of a flow as a case carries them: in the words the customer saw.

use crate::State;
use klarna_help_pack::{Answer, Ask, Replay, Say, write_answer};

/// Questions and answers, in order. Not the order number and the e-mail address: those are fields of the case form, where
/// the customer may take them out.
pub(crate) fn said(state: &State, replay: &Replay<'_>) -> Vec<klarna_help_wire::Answer> {
    let (pack, shelf) = (state.pack.ready(), state.shelf());
    let currency = shelf.map(|shelf| shelf.market.currency.as_str()).unwrap_or_default();
    let say = Say {
        date: &|date| date.to_string(),
        money: &|minor| [&write_answer(&Answer::Money(minor), currency), " ", currency].concat(),
        text: &|key| pack.map(|pack| pack.text(shelf.map(AsRef::as_ref), key)).unwrap_or_default().into(),
    };
    let own = |ask: &Ask, answer: &Answer| {
        matches!(ask, Ask::Order | Ask::Email) && matches!(answer, Answer::Text(_))
    };
    let given = replay.given.iter().filter(|given| !own(&given.step.ask, &given.answer));
    given
        .map(|given| klarna_help_wire::Answer {
            question: given.step.question.clone(),
            answer: given.step.words(&given.answer, &say),
        })
        .collect()
}
