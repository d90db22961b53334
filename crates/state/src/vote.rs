//! Whether an article, or where a flow led, helped: asked once, and told to the portal without a name.
//!
//! A "yes" is told at once. A "no" waits for its reason, so that it can still be changed; whoever goes on without giving
//! one has said "no" all the same. Not here: HTTP (an effect asks for it), how cases are rated (desk/talk).

use crate::content::{ContentEffect, target_of};
use crate::effect::{Effect, Focus, Notice};
use crate::{Item, Screen, State};
use klarna_help_pack::ui::Key;
use klarna_help_pack::{Position, Target, suggest};
use klarna_help_wire::{EventData, EventFact, VOTE_PAGES, VOTE_REASONS, Vote};

/// What the customer said of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opinion {
    /// Of what.
    pub about: Target,
    /// Whether it helped.
    pub helped: bool,
    /// Whether the portal was told. Then it stands.
    pub told: bool,
}

/// What a customer does about it. Of what, the screen shown says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VoteAction {
    /// It helped, or not.
    Helped(bool),
    /// Why it did not: one of [`VOTE_REASONS`].
    Reason(&'static str),
}

impl State {
    /// What is shown that can be voted on: an article, or the outcome of a flow.
    pub fn votable(&self) -> Option<Target> {
        let target = target_of(self.screen())?;
        let there = match self.screen() {
            Screen::Flow(slug) => matches!(self.replay(slug)?.position, Some(Position::Ended(_))),
            _ => matches!(self.item(&target).ready(), Some(Item::Article(_))),
        };
        there.then_some(target)
    }

    /// What was said of something.
    pub fn opinion(&self, about: &Target) -> Option<&Opinion> {
        self.opinions.iter().find(|opinion| opinion.about == *about)
    }
}

pub(crate) fn update(state: &mut State, action: VoteAction) -> Vec<Effect> {
    let Some(about) = state.votable() else { return Vec::new() };
    let known = state.opinion(&about);
    if known.is_some_and(|opinion| opinion.told) {
        return Vec::new();
    }
    let reason = match action {
        VoteAction::Helped(helped) => {
            state.opinions.retain(|opinion| opinion.about != about);
            state.opinions.push(Opinion { about: about.clone(), helped, told: false });
            if !helped {
                return vec![Effect::Announce(Notice::plain(Key::VoteWhy))];
            }
            ""
        }
        VoteAction::Reason(reason) if known.is_some() && VOTE_REASONS.contains(&reason) => reason,
        VoteAction::Reason(_) => return Vec::new(),
    };
    let mut effects = tell(state, &about, reason);
    // The buttons are gone, and with them the focus: it goes to the thanks, which are read by that.
    effects.push(Effect::Focus(Focus::At("vote")));
    effects
}

/// After everything that happened: a "no" whose screen was left, or whose panel was closed, needs no reason.
pub(crate) fn settle(state: &mut State) -> Vec<Effect> {
    let Some(open) = state.opinions.iter().find(|opinion| !opinion.told) else { return Vec::new() };
    let about = open.about.clone();
    let left = state.votable().as_ref() != Some(&about) || (state.opened && !state.open);
    if left { tell(state, &about, "") } else { Vec::new() }
}

fn tell(state: &mut State, about: &Target, reason: &str) -> Vec<Effect> {
    let Some(opinion) = state.opinions.iter_mut().find(|opinion| opinion.about == *about) else {
        return Vec::new();
    };
    opinion.told = true;
    let helped = opinion.helped;
    let (kind, slug) = match about {
        Target::Article(slug) => ("article", slug),
        Target::Flow(slug) => ("flow", slug),
    };
    let said = if helped { "true" } else { "false" };
    let mut effects = Vec::new();
    if kind == "article" {
        let data = EventData::of(EventFact::Slug, slug).and(EventFact::Helped, said);
        effects.push(Effect::event("article-vote", data));
    }
    let data = EventData::of(EventFact::Kind, kind).and(EventFact::Slug, slug).and(EventFact::Helped, said);
    effects.push(Effect::event("feedback", data));
    let (Some(pack), Some(shelf)) = (state.pack.ready(), state.shelf()) else { return effects };
    let counted = state.consent.analytics == Some(true);
    let page = state.context.page.as_deref().filter(|page| VOTE_PAGES.contains(page)).unwrap_or_default();
    effects.push(Effect::content(ContentEffect::Vote(Vote {
        client_id: state.config.client_id.clone(),
        market: shelf.market.code.clone(),
        locale: pack.locale.clone(),
        about: [kind, ":", slug].concat(),
        helped,
        reason: reason.into(),
        page: if counted { page.into() } else { String::new() },
        way: if counted { way(state, about).into() } else { String::new() },
    })));
    effects
}

/// How the customer came to something: one of `VOTE_WAYS`.
fn way(state: &State, about: &Target) -> &'static str {
    let place = state.stack.iter().rposition(|screen| target_of(screen).as_ref() == Some(about));
    let before = place.and_then(|place| state.stack.get(place.checked_sub(1)?));
    if before != Some(&Screen::Home) || state.linked.as_ref() == Some(about) {
        return "link";
    }
    if !state.query.trim().is_empty() {
        return "search";
    }
    let offers = state.pack.ready().map(|pack| suggest(pack, &state.context, state.now.date));
    let offered = offers.is_some_and(|offers| offers.iter().any(|offer| offer.target == *about));
    if offered { "offer" } else { "browse" }
}
