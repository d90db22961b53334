//! Home: what fits this page, with the reason; search; every topic; cases sent.
//!
//! Offers and the field are there at once. What answers a search and what stands in a topic comes after them; cases, and
//! searches of before, with the rest.

use super::{Ui, again, cases, heading, later, search, waiting};
use crate::components::card::Card;
use crate::components::combobox::Combobox;
use crate::components::list::{cards, section};
use crate::components::text::text;
use klarna_help_pack::ui::Key;
use klarna_help_pack::{SOURCE_LANGUAGE, Shelf, Target, suggest};
use klarna_help_state::{Action, Load, State};
use klarna_help_wire::Area;
use yew::prelude::*;

/// Most offers for the page. The compiler leaves out of the pack what would never be among them (crates/author,
/// `offers.rs`).
const OFFERS: usize = 3;

pub(super) fn view(state: &State, ui: &Ui) -> Html {
    let dispatch = ui.dispatch.clone();
    let list = if state.shelf().is_some() { search::keys(state, ui) } else { None };
    let field = Combobox {
        label: ui.t(Key::SearchLabel),
        placeholder: ui.t(Key::SearchPlaceholder),
        clear: ui.t(Key::SearchClear),
        value: &state.query,
        list,
        oninput: Callback::from(move |text| dispatch.emit(Action::Type(text))),
        onclear: ui.press(Action::ClearSearch),
    };
    let body = if state.query.trim().is_empty() {
        topics(state, ui)
    } else if state.shelf().is_some() {
        answers(state, ui)
    } else if matches!(state.rest, Load::Failed(_)) || matches!(state.content.shelf, Load::Failed(_)) {
        again(ui)
    } else {
        searching(ui)
    };
    html! {
        <>
            { heading(ui.t(Key::HomeTitle)) }
            { field.view() }
            { body }
        </>
    }
}

/// The announcer says it too: here it is silent.
#[inline(never)]
fn searching(ui: &Ui) -> Html {
    text("p", "kh-quiet", ui.t(Key::SearchWait))
}

#[inline(never)]
fn answers(state: &State, ui: &Ui) -> Html {
    match (&state.content.index, state.results()) {
        (Load::Ready(_), Some(results)) => search::found(state, ui, results),
        (Load::Failed(_), _) => again(ui),
        _ => searching(ui),
    }
}

/// A guide says that it is one; an article needs no word.
fn kind_tag<'a>(ui: &'a Ui, target: &Target) -> &'a str {
    match target {
        Target::Flow(_) => ui.t(Key::KindGuide),
        Target::Article(_) => "",
    }
}

fn topics(state: &State, ui: &Ui) -> Html {
    let offers: Vec<Html> = suggest(&ui.pack, &state.context, state.now.date)
        .into_iter()
        .take(OFFERS)
        .filter_map(|offer| {
            let known = ui.pack.offer(&offer.target)?;
            let onclick = ui.press(Action::Go(Ui::screen_of(&offer.target)));
            let card = Card { title: &known.title, text: "", tag: &offer.reason, onclick };
            Some(card.leading_to(Some(Ui::name_of(&offer.target)), known.foreign.then_some(SOURCE_LANGUAGE)))
        })
        .collect();
    // A case sent or remembered came with what draws it; a change of language fetches its words anew.
    let (before, cases) = match later(state) {
        Some(_) => (search::before(state, ui), cases::some(state, ui)),
        None => Default::default(),
    };
    html! {
        <>
            { before }
            { cases }
            if !offers.is_empty() { { section(ui.t(Key::HomeFits), offers) } }
            <section class="kh-section">
                { text("h2", "", ui.t(Key::HomeBrowse)) }
                { for Area::ALL.iter().map(|area| topic(state, ui, *area)) }
            </section>
        </>
    }
}

/// An area, folded away: a phone shows all four at a glance.
fn topic(state: &State, ui: &Ui, area: Area) -> Html {
    let name = ui.t(match area {
        Area::Payments => Key::AreaPayments,
        Area::Returns => Key::AreaReturns,
        Area::Account => Key::AreaAccount,
        Area::Disputes => Key::AreaDisputes,
    });
    let inside = state.shelf().map_or_else(|| waiting(state, ui), |shelf| entries(ui, shelf, area));
    html! {
        <details class="kh-topic">
            <summary>{ name }</summary>
            { inside }
        </details>
    }
}

/// Everything of an area, guides first.
#[inline(never)]
fn entries(ui: &Ui, shelf: &Shelf, area: Area) -> Html {
    let flows = shelf.flows.iter().filter(|f| f.area == area).map(|f| Target::Flow(f.slug.clone()));
    let articles = shelf.articles.iter().filter(|a| a.area == area).map(|a| Target::Article(a.slug.clone()));
    let entries = flows.chain(articles).map(|target| {
        let (title, _) = ui.words_of(&target);
        let onclick = ui.press(Action::Go(Ui::screen_of(&target)));
        let card = Card { title, text: "", tag: kind_tag(ui, &target), onclick };
        card.leading_to(Some(Ui::name_of(&target)), ui.lang_of(&target))
    });
    cards(entries.collect())
}
