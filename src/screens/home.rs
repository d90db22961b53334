//! Home: what fits this page, with the reason; search; every topic; cases sent.

use super::{Ui, cases, heading, later};
use crate::components::button::{Kind, button};
use crate::components::card::Card;
use crate::components::field::Search;
use crate::components::list::section;
use crate::components::text::text;
use klarna_help_pack::ui::Key;
use klarna_help_pack::{Pack, Target, suggest};
use klarna_help_state::{Action, CaseSeed, State};
use klarna_help_wire::Area;
use yew::prelude::*;

/// Most offers for the page.
const OFFERS: usize = 3;

pub(super) fn view(state: &State, ui: &Ui) -> Html {
    let dispatch = ui.dispatch.clone();
    let search = Search {
        label: ui.t(Key::SearchLabel),
        placeholder: ui.t(Key::SearchPlaceholder),
        clear: ui.t(Key::SearchClear),
        value: &state.query,
        oninput: Callback::from(move |text| dispatch.emit(Action::Type(text))),
        onclear: ui.press(Action::ClearSearch),
    };
    let body = if state.query.trim().is_empty() { topics(state, ui) } else { results(state, ui) };
    html! {
        <>
            { heading(ui.t(Key::HomeTitle)) }
            { search.view() }
            { body }
        </>
    }
}

fn results(state: &State, ui: &Ui) -> Html {
    let cards = state.found.iter().map(|found| {
        let (title, text) = ui.words_of(&found.target);
        let onclick = ui.press(Action::Pick(Ui::screen_of(&found.target)));
        Card { title, text, tag: kind_tag(ui, &found.target), onclick }.view()
    });
    let none = state.found.is_empty();
    let count = ui.i18n.count(Key::SearchCountOne, Key::SearchCountOther, state.found.len());
    html! {
        <>
            if none {
                { text("p", "kh-lead", ui.t(Key::SearchNone)) }
                { text("p", "", ui.t(Key::SearchNoneHint)) }
            } else {
                { section(&count, cards.collect()) }
            }
            { button(ui.t(Key::SearchNotThis), Kind::Secondary, ui.press(Action::StartCase(CaseSeed::default()))) }
        </>
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
        .map(|offer| {
            let (title, text) = ui.words_of(&offer.target);
            let reason = Pack::named(&ui.pack.reasons, &offer.reason).unwrap_or_default();
            let onclick = ui.press(Action::Go(Ui::screen_of(&offer.target)));
            Card { title, text, tag: reason, onclick }.view()
        })
        .collect();
    // A case sent or remembered came with what draws it; a change of language fetches its words anew.
    let cases = if later(state).is_some() { cases::some(state, ui) } else { Html::default() };
    html! {
        <>
            { cases }
            if !offers.is_empty() { { section(ui.t(Key::HomeFits), offers) } }
            <section class="kh-section">
                { text("h2", "", ui.t(Key::HomeBrowse)) }
                { for Area::ALL.iter().map(|area| topic(ui, *area)) }
            </section>
        </>
    }
}

/// An area, folded away: a phone shows all four at a glance.
fn topic(ui: &Ui, area: Area) -> Html {
    let name = ui.t(match area {
        Area::Payments => Key::AreaPayments,
        Area::Returns => Key::AreaReturns,
        Area::Account => Key::AreaAccount,
        Area::Disputes => Key::AreaDisputes,
    });
    let flows = ui.pack.flows.iter().filter(|f| f.area == area).map(|f| Target::Flow(f.slug.clone()));
    let articles =
        ui.pack.articles.iter().filter(|a| a.area == area).map(|a| Target::Article(a.slug.clone()));
    let entries = flows.chain(articles).map(|target| {
        let (title, _) = ui.words_of(&target);
        let onclick = ui.press(Action::Go(Ui::screen_of(&target)));
        html! { <li>{ Card { title, text: "", tag: kind_tag(ui, &target), onclick }.view() }</li> }
    });
    html! {
        <details class="kh-topic">
            <summary>{ name }</summary>
            <ul class="kh-cards">{ for entries }</ul>
        </details>
    }
}
