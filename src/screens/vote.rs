//! "Did this help?" at the end of an article and of a flow; and, after the answer, thanks and a way on.

use super::Ui;
use crate::components::button::{Kind, button};
use crate::components::vote::Vote;
use klarna_help_pack::Link;
use klarna_help_pack::ui::Key;
use klarna_help_state::{Action, ContentAction, Screen, State, VoteAction};
use klarna_help_wire::VOTE_REASONS;
use yew::prelude::*;

/// The words of each of [`VOTE_REASONS`].
const REASONS: [Key; VOTE_REASONS.len()] =
    [Key::VoteWrongTopic, Key::VoteUnclear, Key::VoteDidNotWork, Key::VoteNotForMe, Key::VoteOther];

/// Nothing where nothing can be voted on. `related` may hold a guide, which is offered where something did not help.
pub(super) fn view(state: &State, ui: &Ui, related: &[Link]) -> Html {
    let Some(about) = state.votable() else { return Html::default() };
    let opinion = state.opinion(&about);
    if let Some(opinion) = opinion.filter(|opinion| opinion.told) {
        return thanks(ui, opinion.helped, related);
    }
    let press = |action| ui.press(Action::content(ContentAction::Vote(action)));
    let reasons = VOTE_REASONS.into_iter().zip(REASONS);
    let vote = Vote {
        legend: ui.t(Key::VoteAsk),
        words: [ui.t(Key::VoteYes), ui.t(Key::VoteNo)],
        note: ui.t(Key::VotePrivate),
        helped: opinion.map(|opinion| opinion.helped),
        onclick: [true, false].map(|helped| press(VoteAction::Helped(helped))),
        why: ui.t(Key::VoteWhy),
        reasons: reasons.map(|(reason, key)| (ui.t(key), press(VoteAction::Reason(reason)))).collect(),
    };
    vote.view()
}

fn thanks(ui: &Ui, helped: bool, related: &[Link]) -> Html {
    let words = ui.t(if helped { Key::VoteThanks } else { Key::VoteSorry });
    let guide = related.iter().find(|link| matches!(link, Link::Flow(_)));
    let guide = guide.and_then(|link| Some(button(ui.link_title(link), Kind::Secondary, ui.follow(link)?)));
    let person = || button(ui.t(Key::HumanAction), Kind::Secondary, ui.press(Action::Go(Screen::Contact)));
    html! {
        <section class="kh-section kh-vote">
            <p tabindex="-1" data-kh-focus="vote">{ words }</p>
            if !helped { <div class="kh-actions">{ for guide }{ person() }</div> }
        </section>
    }
}
