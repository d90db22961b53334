//! What a search found, below its field: the answer, guides, articles, and last the ways to people; searches of before while
//! there is no text. Where nothing fits people come first, and what comes nearest is folded away.
//!
//! Nothing of this runs before the part of the module is there that answers a search (home.rs has the field).

use super::Ui;
use crate::components::button::{Kind, button};
use crate::components::card::Card;
use crate::components::combobox::{Choice, Keys, List, Press, choices, heard, marked};
use crate::components::list::cards;
use crate::components::text::{text, words_of};
use klarna_help_pack::ui::Key;
use klarna_help_search::Verdict;
use klarna_help_state::{Action, Found, Group, GroupKind, Move, Pick, Results, SearchAction, State, pick_id};
use yew::prelude::*;

/// What the field knows of the list; `None` where there is none.
#[inline(never)]
pub(super) fn keys(state: &State, ui: &Ui) -> Option<Keys> {
    if state.picks().is_empty() {
        return None;
    }
    let (active, empty) = (state.search.active, state.query.is_empty());
    let dispatch = ui.dispatch.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let Some(press) = heard(&event, active.is_some(), empty) else { return };
        let to = |to| Action::search(SearchAction::Move(to));
        dispatch.emit(match press {
            Press::Next => to(Move::Next),
            Press::Before => to(Move::Before),
            Press::First => to(Move::First),
            Press::Last => to(Move::Last),
            Press::Out => to(Move::Out),
            Press::Enter => Action::search(SearchAction::Enter),
            Press::Clear => Action::ClearSearch,
        });
    });
    Some(Keys { active: active.map(pick_id), onkeydown })
}

/// What was found.
#[inline(never)]
pub(super) fn found(state: &State, ui: &Ui, results: &Results) -> Html {
    let nothing = results.verdict == Verdict::Nothing;
    let mut groups = Vec::new();
    let mut place = 0;
    if !nothing {
        for group in &results.groups {
            groups.push(of_kind(state, ui, group, place));
            place += group.found.len();
        }
    }
    groups.push(people(state, ui, nothing, place));
    html! {
        <>
            { lead(ui, results) }
            { list(ui, ui.t(Key::SearchResults), groups) }
            if nothing { { near(ui, results) } }
        </>
    }
}

/// How sure it is, in words.
fn lead(ui: &Ui, results: &Results) -> Html {
    let count = || ui.i18n.count(Key::SearchCountOne, Key::SearchCountOther, results.all().count());
    match results.verdict {
        Verdict::Answer => text("h2", "kh-quiet", &count()),
        Verdict::Maybe => {
            html! { <>{ text("h2", "", ui.t(Key::SearchMaybe)) }{ text("p", "kh-quiet", &count()) }</> }
        }
        Verdict::Nothing => html! {
            <>{ text("h2", "", ui.t(Key::SearchNone)) }{ text("p", "", ui.t(Key::SearchNoneHint)) }</>
        },
    }
}

fn list(ui: &Ui, label: &str, groups: Vec<Html>) -> Html {
    let dispatch = ui.dispatch.clone();
    let onpointer = Callback::from(move |on| dispatch.emit(Action::search(SearchAction::Pointer(on))));
    List { label, groups, onpointer }.view()
}

fn of_kind(state: &State, ui: &Ui, group: &Group, first: usize) -> Html {
    let (key, label) = match group.kind {
        GroupKind::Answer => ("answer", Key::SearchAnswer),
        GroupKind::Guides => ("guides", Key::SearchGuides),
        GroupKind::Articles => ("articles", Key::SearchArticles),
    };
    let options = group.found.iter().zip(first..).map(|(found, place)| option(state, ui, found, place));
    choices(key, ui.t(label), options.collect())
}

fn option(state: &State, ui: &Ui, found: &Found, place: usize) -> Choice {
    let (title, words) = ui.words_of(&found.target);
    let name = Ui::name_of(&found.target);
    Choice {
        title: marked(title, &found.in_title),
        text: (!words.is_empty()).then(|| marked(words, &found.in_text)),
        item: Some(name.clone()),
        lang: ui.lang_of(&found.target),
        ..bare(state, ui, place, name, Pick::Found(found.target.clone()))
    }
}

/// An option without its words.
fn bare(state: &State, ui: &Ui, place: usize, key: String, pick: Pick) -> Choice {
    Choice {
        id: pick_id(place),
        key,
        title: Html::default(),
        text: None,
        active: state.search.active == Some(place),
        item: None,
        lang: None,
        onclick: ui.press(Action::search(SearchAction::Choose(pick))),
    }
}

/// The ways to people. Where nothing was found there is nothing that they could be "none of".
fn people(state: &State, ui: &Ui, nothing: bool, first: usize) -> Html {
    let ways = [
        ("write", Pick::Write, Key::SearchWrite, Key::SearchWriteHint),
        ("person", Pick::Person, Key::HumanAction, Key::SearchPersonHint),
    ];
    let options = ways.into_iter().zip(first..).map(|((key, pick, title, hint), place)| Choice {
        title: words_of(ui.t(title)),
        text: Some(words_of(ui.t(hint))),
        ..bare(state, ui, place, key.to_owned(), pick)
    });
    let label = if nothing { Key::SearchPeople } else { Key::SearchNotThis };
    choices("people", ui.t(label), options.collect())
}

/// What comes nearest, for whoever wants to see it; no option among those that are meant.
fn near(ui: &Ui, results: &Results) -> Html {
    let items: Vec<Html> = results
        .all()
        .map(|found| {
            let (title, text) = ui.words_of(&found.target);
            let pick = Pick::Found(found.target.clone());
            let card =
                Card { title, text, tag: "", onclick: ui.press(Action::search(SearchAction::Choose(pick))) };
            card.leading_to(Some(Ui::name_of(&found.target)), ui.lang_of(&found.target))
        })
        .collect();
    if items.is_empty() {
        return Html::default();
    }
    html! {
        <details class="kh-topic kh-near">
            <summary>{ ui.t(Key::SearchNear) }</summary>
            { cards(items) }
        </details>
    }
}

/// Searches of before, and the way to be rid of them.
#[inline(never)]
pub(super) fn before(state: &State, ui: &Ui) -> Html {
    let recent = state.recent_searches();
    if recent.is_empty() {
        return Html::default();
    }
    let options = recent.iter().enumerate().map(|(place, words)| Choice {
        title: words_of(words),
        ..bare(state, ui, place, words.clone(), Pick::Recent(words.clone()))
    });
    let label = ui.t(Key::SearchRecent);
    html! {
        <>
            { list(ui, label, vec![choices("recent", label, options.collect())]) }
            { button(ui.t(Key::SearchRecentClear), Kind::Text, ui.press(Action::search(SearchAction::ClearRecent))) }
        </>
    }
}
