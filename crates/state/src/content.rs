//! Content in its pieces: what is fetched when, and what follows when it came, or did not.
//!
//! The pack (home) first; then, together with what answers a search, the shelf and the search index; with the rest of the
//! module, an article or a flow when it is shown; at last everything else in one file, so that help works without a
//! network. Until the part of the module is there that reads them, they are fetched ahead, into the browser's cache.
//!
//! Not here: fetching (src/packs.rs), the pack itself (update.rs), which addresses there are (crates/author).

use crate::effect::{Effect, Focus, Notice};
use crate::{Failure, Load, Screen, State, VoteAction, flow, handover, host, search, update, vote};
use klarna_help_pack::ui::Key;
use klarna_help_pack::{Body, Flow, INDEX_FILE, Piece, STOCK_FILE, Shelf, Target, VECTORS_FILE};
use klarna_help_search::{Index, Meaning};
use klarna_help_wire::{EventData, EventFact, Vote};
use std::rc::Rc;

/// What a locale has besides its pack, as far as it came.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// What every screen but home shares.
    pub shelf: Load<Rc<Shelf>>,
    /// What answers a search.
    pub index: Load<Rc<Index>>,
    /// What finds by meaning too. Search never waits for it, and whoever saves data does without.
    pub meaning: Load<Rc<Meaning>>,
    /// Articles and flows that were shown. Never fewer while the locale stays.
    pub items: Vec<(Target, Load<Item>)>,
}

/// An article or a flow.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// An article's body.
    Article(Rc<Body>),
    /// A flow.
    Flow(Rc<Flow>),
}

/// A piece that came, or did not. The address says of which locale: what comes for one that was left is too late.
#[derive(Clone, Debug)]
pub enum ContentAction {
    /// The shelf of a folder.
    Shelf(String, Result<Rc<Shelf>, Failure>),
    /// The search index of a folder.
    Index(String, Result<Rc<Index>, Failure>),
    /// What the documents of a folder mean.
    Meaning(String, Result<Rc<Meaning>, Failure>),
    /// An article or a flow of a folder.
    Item(String, Target, Result<Item, Failure>),
    /// The customer points at something that leads there, or has the focus on it.
    Near(Target),
    /// The customer says whether it helped.
    Vote(VoteAction),
}

/// What is asked of the network. The first text is the address of the locale's folder.
#[derive(Clone, Debug, PartialEq)]
pub enum ContentEffect {
    /// Fetch the shelf.
    Shelf(String),
    /// Fetch the search index.
    Index(String),
    /// Fetch what the documents mean, and the encoder of this name beside the folder. Not for whoever saves data: then
    /// nothing comes of it.
    Meaning(String, String),
    /// Fetch an article or a flow.
    Item(String, Target),
    /// Fetch all articles and flows in one file, and keep it: from then on each of them is read from there. The one of another
    /// folder is given up, and whoever saves data is spared it.
    Stock(String),
    /// Tell the portal whether it helped. If that does not come through, nobody hears of it.
    Vote(Vote),
}

/// Where an article or a flow stands in a locale's folder.
pub fn address(folder: &str, target: &Target) -> String {
    let (kind, slug, extension) = match target {
        Target::Article(slug) => ("/article/", slug, Body::EXTENSION),
        Target::Flow(slug) => ("/flow/", slug, Flow::EXTENSION),
    };
    [folder, kind, slug, ".", extension].concat()
}

/// Where the shelf stands in a locale's folder.
pub fn shelf_address(folder: &str) -> String {
    [folder, "/shelf.", Shelf::EXTENSION].concat()
}

/// Where the search index stands in a locale's folder.
pub fn index_address(folder: &str) -> String {
    [folder, "/", INDEX_FILE].concat()
}

/// Where the documents' meanings stand in a locale's folder.
pub fn vectors_address(folder: &str) -> String {
    [folder, "/", VECTORS_FILE].concat()
}

/// Where everything stands in one file in a locale's folder.
pub fn stock_address(folder: &str) -> String {
    [folder, "/", STOCK_FILE].concat()
}

/// Where an encoder stands, beside a locale's folder.
pub fn encoder_address(folder: &str, name: &str) -> String {
    let (parent, _) = folder.rsplit_once('/').unwrap_or_default();
    [parent, "/", name].concat()
}

impl State {
    /// What every screen but home shares, once it came.
    pub fn shelf(&self) -> Option<&Rc<Shelf>> {
        self.content.shelf.ready()
    }

    /// Whether an article or a flow is there, on its way, or did not come.
    pub fn item(&self, target: &Target) -> &Load<Item> {
        self.content.items.iter().find(|(known, _)| known == target).map_or(&Load::Idle, |(_, load)| load)
    }

    /// An article's body, once it came.
    pub fn body(&self, slug: &str) -> Option<&Rc<Body>> {
        match self.item(&Target::Article(slug.into())).ready()? {
            Item::Article(body) => Some(body),
            Item::Flow(_) => None,
        }
    }

    /// A flow, once it came.
    pub fn flow(&self, slug: &str) -> Option<&Rc<Flow>> {
        match self.item(&Target::Flow(slug.into())).ready()? {
            Item::Flow(flow) => Some(flow),
            Item::Article(_) => None,
        }
    }
}

/// What a screen is about, if it is an article or a flow.
pub(crate) fn target_of(screen: &Screen) -> Option<Target> {
    match screen {
        Screen::Article(slug) => Some(Target::Article(slug.clone())),
        Screen::Flow(slug) => Some(Target::Flow(slug.clone())),
        _ => None,
    }
}

/// Whether there is such a thing, as far as is known: until the shelf is there, everything may be.
pub(crate) fn may_be(state: &State, target: &Target) -> bool {
    let Some(shelf) = state.shelf() else { return true };
    match target {
        Target::Article(slug) => shelf.article(slug).is_some(),
        Target::Flow(slug) => shelf.flow(slug).is_some(),
    }
}

/// Fetches ahead what later parts of the module will read when they come: the shelf and the index. They are asked for before
/// those, which are many times as large.
pub(crate) fn ahead(state: &State, effects: &mut Vec<Effect>) {
    if !state.answers {
        let folder = &state.config.content;
        effects.push(Effect::Ahead(shelf_address(folder)));
        effects.push(Effect::Ahead(index_address(folder)));
    }
}

/// The same for what the screen shown is about.
pub(crate) fn ahead_of_screen(state: &State, effects: &mut Vec<Effect>) {
    if state.rest.ready().is_none()
        && let Some(target) = target_of(state.screen())
    {
        effects.push(Effect::Ahead(address(&state.config.content, &target)));
    }
}

/// Asks for what is missing and can be read: the shelf, the index, and what the screen shown is about. Again for what did
/// not come.
#[inline(never)]
pub(crate) fn need(state: &mut State, effects: &mut Vec<Effect>) {
    if state.rest.ready().is_some() {
        need_item(state, effects);
    }
    let folder = state.config.content.clone();
    if update::wanted(&mut state.content.shelf) {
        effects.push(Effect::content(ContentEffect::Shelf(folder.clone())));
    }
    if update::wanted(&mut state.content.index) {
        effects.push(Effect::content(ContentEffect::Index(folder)));
    }
}

#[inline(never)]
fn need_item(state: &mut State, effects: &mut Vec<Effect>) {
    if let Some(target) = target_of(state.screen()) {
        let known = state.content.items.iter().position(|(known, _)| *known == target);
        let wanted = match known.and_then(|place| state.content.items.get_mut(place)) {
            Some((_, load)) => update::wanted(load),
            None => {
                state.content.items.push((target.clone(), Load::Loading));
                true
            }
        };
        if wanted {
            effects.push(Effect::content(ContentEffect::Item(state.config.content.clone(), target)));
        }
    }
}

/// The part of the module is there that answers a search.
#[inline(never)]
pub(crate) fn answers_came(state: &mut State) -> Vec<Effect> {
    state.answers = true;
    let mut effects = Vec::new();
    need(state, &mut effects);
    effects
}

/// All of the module is there.
#[inline(never)]
pub(crate) fn rest_came(state: &mut State) -> Vec<Effect> {
    state.answers = true;
    state.rest = Load::Ready(());
    let mut effects = search::rest_came(state);
    effects.extend(host::speak(state));
    if !state.consent.may_store() {
        effects.extend(host::unkeep(state));
    }
    need(state, &mut effects);
    effects.extend(all_came(state));
    effects
}

#[inline(never)]
pub(crate) fn came(state: &mut State, action: ContentAction) -> Vec<Effect> {
    match action {
        ContentAction::Shelf(folder, result) if folder == state.config.content => shelf_came(state, result),
        ContentAction::Index(folder, result) if folder == state.config.content => index_came(state, result),
        ContentAction::Meaning(folder, result) if folder == state.config.content => {
            meaning_came(state, result)
        }
        ContentAction::Item(folder, target, result) if folder == state.config.content => {
            item_came(state, target, result)
        }
        ContentAction::Near(target) if matches!(state.item(&target), Load::Idle) => {
            vec![Effect::Ahead(address(&state.config.content, &target))]
        }
        ContentAction::Vote(action) => vote::update(state, action),
        _ => Vec::new(),
    }
}

fn shelf_came(state: &mut State, result: Result<Rc<Shelf>, Failure>) -> Vec<Effect> {
    let shelf = match result {
        Ok(shelf) => shelf,
        Err(failure) => {
            state.content.shelf = Load::Failed(failure);
            return Vec::new();
        }
    };
    state.content.shelf = Load::Ready(shelf);
    let mut effects = Vec::new();
    // What was asked for before anybody could know that there is no such thing; or it is not there in this language.
    let before = state.stack.len();
    let mut stack = std::mem::take(&mut state.stack);
    stack.retain(|screen| target_of(screen).is_none_or(|target| may_be(state, &target)));
    state.stack = stack;
    if state.stack.len() < before {
        effects.push(Effect::event("error", EventData::of(EventFact::Code, "unknown-target")));
    }
    need(state, &mut effects);
    if *state.screen() == Screen::Home && state.stack.len() < before {
        effects.push(Effect::Focus(Focus::Heading));
    }
    effects.extend(search::answer(state));
    if state.rest.ready().is_some() {
        effects.extend(all_came(state));
    }
    effects
}

/// What waited for the rest of the module and the shelf both.
#[inline(never)]
fn all_came(state: &mut State) -> Vec<Effect> {
    let mut effects = Vec::new();
    if state.shelf().is_none() {
        return effects;
    }
    // The heading that had the focus was of the waiting screen.
    if *state.screen() != Screen::Home {
        effects.push(Effect::Focus(Focus::Heading));
    }
    effects.extend(only_english(state));
    effects.extend(update::recall(state));
    effects.extend(handover::go_on(state));
    effects.extend(go_on(state));
    effects
}

fn index_came(state: &mut State, result: Result<Rc<Index>, Failure>) -> Vec<Effect> {
    match result {
        Ok(index) => {
            state.content.index = Load::Ready(index);
            let mut effects = search::answer(state);
            if state.rest.ready().is_some() {
                effects.extend(go_on(state));
            }
            effects
        }
        Err(failure) => {
            state.content.index = Load::Failed(failure);
            Vec::new()
        }
    }
}

fn meaning_came(state: &mut State, result: Result<Rc<Meaning>, Failure>) -> Vec<Effect> {
    state.content.meaning = match result {
        Ok(meaning) => Load::Ready(meaning),
        Err(failure) => Load::Failed(failure),
    };
    let mut effects: Vec<Effect> = search::meaning_came(state).into_iter().collect();
    effects.extend(stock(state));
    effects
}

/// What follows when a search can be answered and the rest is there: what finds by meaning, then the stock.
#[inline(never)]
fn go_on(state: &mut State) -> Option<Effect> {
    let encoder = state.shelf()?.encoder.clone();
    state.content.index.ready()?;
    if encoder.is_empty() {
        return stock(state);
    }
    let wanted = update::wanted(&mut state.content.meaning);
    wanted.then(|| Effect::content(ContentEffect::Meaning(state.config.content.clone(), encoder)))
}

fn item_came(state: &mut State, target: Target, result: Result<Item, Failure>) -> Vec<Effect> {
    let shown = target_of(state.screen()).as_ref() == Some(&target);
    let Some((_, load)) = state.content.items.iter_mut().find(|(known, _)| *known == target) else {
        return Vec::new();
    };
    match result {
        Ok(item) => *load = Load::Ready(item),
        Err(failure) => {
            *load = Load::Failed(failure);
            return Vec::new();
        }
    }
    let mut effects = Vec::new();
    // As above: what had the focus is gone.
    if shown && state.shelf().is_some() {
        effects.push(Effect::Focus(Focus::Heading));
    }
    if shown && let Target::Flow(slug) = &target {
        flow::write_kept(state, slug);
    }
    effects.extend(handover::go_on(state));
    effects
}

/// Says of the screen shown that it is in another language than the rest, where it is.
pub(crate) fn only_english(state: &State) -> Option<Effect> {
    let shelf = state.shelf()?;
    let foreign = match state.screen() {
        Screen::Article(slug) => shelf.article(slug)?.foreign,
        Screen::Flow(slug) => shelf.flow(slug)?.foreign,
        _ => false,
    };
    foreign.then(|| Effect::Announce(Notice::plain(Key::OnlyEnglish)))
}

/// When everything that a customer waits for is there: the rest of the content.
fn stock(state: &State) -> Option<Effect> {
    state.shelf()?;
    state.content.index.ready()?;
    Some(Effect::content(ContentEffect::Stock(state.config.content.clone())))
}
