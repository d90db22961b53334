//! Screens: a state in, markup out. Nothing here keeps state, fetches, or touches the browser.

mod article;
mod attach;
mod case;
mod case_form;
mod cases;
mod contact;
mod flow;
mod home;
mod languages;
mod lookup;
mod masked;
mod receipt;
mod search;
mod starting;
mod vote;

use crate::components::button::{Kind, button, icon_button};
use crate::components::field::Icon;
use crate::components::text::{several, text};
use crate::i18n::I18n;
use klarna_help_pack::ui::Key;
use klarna_help_pack::{Link, Pack, SOURCE_LANGUAGE, Shelf, Target};
use klarna_help_state::{Action, CaseSeed, Failure, Item, Load, Screen, State};
use klarna_help_wire::ProblemCode;
use std::rc::Rc;
use yew::prelude::*;

/// What a screen needs besides the state: content, texts, and where actions go.
#[derive(Clone)]
pub struct Ui {
    /// The content.
    pub pack: Rc<Pack>,
    /// The texts.
    pub i18n: Rc<I18n>,
    /// Takes actions.
    pub dispatch: Callback<Action>,
}

impl Ui {
    /// A text.
    #[inline(never)]
    pub fn t(&self, key: Key) -> &str {
        self.i18n.t(key)
    }

    /// A press that does `action`.
    #[inline(never)]
    pub fn press(&self, action: Action) -> Callback<MouseEvent> {
        let dispatch = self.dispatch.clone();
        Callback::from(move |_| dispatch.emit(action.clone()))
    }

    /// The screen of something offered or found.
    pub fn screen_of(target: &Target) -> Screen {
        match target {
            Target::Article(slug) => Screen::Article(slug.clone()),
            Target::Flow(slug) => Screen::Flow(slug.clone()),
        }
    }

    /// Title and summary of something found; nothing until the shelf is there.
    pub fn words_of(&self, target: &Target) -> (&str, &str) {
        let Some(shelf) = self.i18n.shelf() else { return Default::default() };
        match target {
            Target::Article(slug) => shelf.article(slug).map(|a| (a.title.as_str(), a.summary.as_str())),
            Target::Flow(slug) => shelf.flow(slug).map(|f| (f.title.as_str(), f.summary.as_str())),
        }
        .unwrap_or_default()
    }

    /// The language of something found, where it is not the page's.
    pub fn lang_of(&self, target: &Target) -> Option<&'static str> {
        let shelf = self.i18n.shelf()?;
        let foreign = match target {
            Target::Article(slug) => shelf.article(slug)?.foreign,
            Target::Flow(slug) => shelf.flow(slug)?.foreign,
        };
        foreign.then_some(SOURCE_LANGUAGE)
    }

    /// The name by which something is fetched ahead.
    pub fn name_of(target: &Target) -> String {
        match target {
            Target::Article(slug) => ["article:", slug].concat(),
            Target::Flow(slug) => ["flow:", slug].concat(),
        }
    }

    /// What a link of the content does.
    pub fn follow(&self, link: &Link) -> Option<Callback<MouseEvent>> {
        Some(self.press(match link {
            Link::Article(slug) => Action::Go(Screen::Article(slug.clone())),
            Link::Flow(slug) => Action::Go(Screen::Flow(slug.clone())),
            Link::Contact => Action::Go(Screen::Contact),
            Link::Case(category) => Action::StartCase(CaseSeed { category: Some(*category), flow: None }),
            Link::Web(_) => return None,
        }))
    }

    /// The title of what a link leads to.
    pub fn link_title<'a>(&'a self, link: &'a Link) -> &'a str {
        match link {
            Link::Article(slug) => self.i18n.shelf().and_then(|s| s.article(slug)).map_or("", |a| &a.title),
            Link::Flow(slug) => self.i18n.shelf().and_then(|s| s.flow(slug)).map_or("", |f| &f.title),
            Link::Contact => self.t(Key::ContactTitle),
            Link::Case(_) => self.t(Key::CaseTitle),
            Link::Web(address) => address,
        }
    }
}

/// The heading of a screen. It takes the focus when the screen shows, so that it is read.
fn heading(text: &str) -> Html {
    html! { <h1 tabindex="-1" data-kh-focus="heading">{ text }</h1> }
}

/// What every screen but home needs is on its way, or did not come.
fn waiting(state: &State, ui: &Ui) -> Html {
    let failed = matches!(state.rest, Load::Failed(_)) || matches!(state.content.shelf, Load::Failed(_));
    if failed { again(ui) } else { status(ui.t(Key::Loading)) }
}

/// Something did not come, and can be asked for again.
fn again(ui: &Ui) -> Html {
    several(vec![
        alert(ui.t(Key::BodiesFail)),
        button(ui.t(Key::Retry), Kind::Primary, ui.press(Action::Retry)),
    ])
}

/// Something that went wrong.
#[inline(never)]
fn alert(words: &str) -> Html {
    html! { <p role="alert">{ words }</p> }
}

/// What goes on.
#[inline(never)]
fn status(words: &str) -> Html {
    html! { <p class="kh-quiet" role="status">{ words }</p> }
}

/// Why something asked of the portal did not work, in words that say what to do.
fn why(failure: &Failure) -> Key {
    match failure {
        Failure::Offline => Key::CaseFailOffline,
        Failure::Down => Key::CaseFailDown,
        Failure::Slow => Key::CaseFailSlow,
        Failure::Garbled => Key::CaseFailGarbled,
        Failure::Refused(ProblemCode::NotPossibleNow, _) => Key::ReplyFailNotNow,
        Failure::Refused(ProblemCode::IdempotencyKeyReused, _) => Key::ReplyFailReused,
        Failure::Refused(ProblemCode::IdentityInvalid, _) => Key::ReplyFailIdentity,
        Failure::Refused(ProblemCode::TooManyRequests, _) => Key::ReplyFailOften,
        Failure::Refused(..) => Key::CaseFailRefused,
    }
}

/// A link to a page outside.
fn web_link(ui: &Ui, address: &str, words: &str) -> Html {
    html! {
        <a href={address.to_owned()} target="_blank" rel="noopener noreferrer">
            { words }<span class="kh-sr">{ " " }{ ui.t(Key::NewTab) }</span>
        </a>
    }
}

/// Everything inside the panel. `ui` is absent until the content came.
pub fn frame(state: &State, ui: Option<&Ui>, dispatch: &Callback<Action>) -> Html {
    let escape = dispatch.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        // A key that ends the composition of a character or closes a list of choices is not for us.
        if event.key() == "Escape" && !event.is_composing() {
            event.prevent_default();
            escape.emit(Action::CloseAsked);
        }
    });
    let (bar, body) = match ui {
        Some(ui) => (bar(state, ui), screen(state, ui)),
        None => (starting::bar(dispatch), starting::screen(state, dispatch)),
    };
    html! {
        <div class="kh-app" {onkeydown}>
            { bar }
            { body }
            { live("0") }
            { live("1") }
        </div>
    }
}

/// A place to speak from (platform/announcer.rs).
#[inline(never)]
fn live(turn: &'static str) -> Html {
    html! { <div class="kh-sr" data-kh-live={turn} aria-live="polite" role="status"></div> }
}

/// The screen shown, with its way to a person.
pub fn screen(state: &State, ui: &Ui) -> Html {
    let screen = state.screen();
    let body = match screen {
        Screen::Home => home::view(state, ui),
        other => match later(state) {
            Some(shelf) => rest(other, state, ui, shelf),
            None => several(vec![heading(title(other, ui)), waiting(state, ui)]),
        },
    };
    // A screen of its own key is drawn anew: no field keeps the focus or the text of the one before.
    let key = [screen.name(), ":", key_of(screen)].concat();
    html! {
        <main class="kh-main" key={key}>
            { body }
            { human_route(screen, ui) }
            { later(state).map(|_| languages::view(state, ui)).unwrap_or_default() }
        </main>
    }
}

/// What every screen but home needs, once all of it is there: the rest of the module and the shelf.
fn later(state: &State) -> Option<&Shelf> {
    state.rest.ready().and(state.shelf()).map(Rc::as_ref)
}

/// The screens that come with the rest of the module: nothing of them runs before it is there.
#[inline(never)]
fn rest(screen: &Screen, state: &State, ui: &Ui, shelf: &Shelf) -> Html {
    match screen {
        Screen::Home => Html::default(),
        Screen::Article(slug) => match state.item(&Target::Article(slug.clone())) {
            Load::Ready(Item::Article(body)) => {
                several(vec![article::view(ui, shelf, slug, body), vote::view(state, ui, &body.related)])
            }
            load => on_its_way(load, &Target::Article(slug.clone()), ui),
        },
        Screen::Flow(slug) => match state.item(&Target::Flow(slug.clone())) {
            Load::Ready(Item::Flow(_)) => {
                let lang = ui.lang_of(&Target::Flow(slug.clone()));
                let flow = in_english(ui, lang, flow::view(state, ui, shelf, slug));
                several(vec![flow, vote::view(state, ui, &[])])
            }
            load => on_its_way(load, &Target::Flow(slug.clone()), ui),
        },
        Screen::Contact => contact::view(state, ui, &shelf.market),
        Screen::CaseForm => case_form::view(state, ui, shelf),
        Screen::Receipt(id) => receipt::view(state, ui, &shelf.market, id),
        Screen::Case(id) => case::view(state, ui, id),
        Screen::Cases => cases::view(state, ui),
        Screen::LookUp => lookup::view(state, ui),
    }
}

/// An article or a flow that is not there yet, or did not come.
fn on_its_way(load: &Load<Item>, target: &Target, ui: &Ui) -> Html {
    let (title, summary) = ui.words_of(target);
    let state = if matches!(load, Load::Failed(_)) { again(ui) } else { status(ui.t(Key::Loading)) };
    several(vec![heading(title), text("p", "kh-lead", summary), state])
}

/// What was not translated: marked as what it is, and said to be.
fn in_english(ui: &Ui, lang: Option<&'static str>, body: Html) -> Html {
    if lang.is_none() {
        return body;
    }
    html! {
        <>
            { text("p", "kh-quiet", ui.t(Key::OnlyEnglish)) }
            <div {lang}>{ body }</div>
        </>
    }
}

/// What a screen will be about, while it is not there: as home said it, if home offered it.
fn title<'a>(screen: &Screen, ui: &'a Ui) -> &'a str {
    let target = match screen {
        Screen::Article(slug) => Target::Article(slug.clone()),
        Screen::Flow(slug) => Target::Flow(slug.clone()),
        _ => return ui.t(Key::Help),
    };
    ui.pack.offer(&target).map_or(ui.t(Key::Help), |offer| &offer.title)
}

fn key_of(screen: &Screen) -> &str {
    match screen {
        Screen::Article(text) | Screen::Flow(text) | Screen::Receipt(text) | Screen::Case(text) => text,
        Screen::Home | Screen::Contact | Screen::CaseForm | Screen::Cases | Screen::LookUp => "",
    }
}

/// The way to a person, on every screen but the one that is it.
fn human_route(screen: &Screen, ui: &Ui) -> Html {
    if *screen == Screen::Contact {
        return Html::default();
    }
    html! {
        <aside class="kh-human" aria-label={ui.t(Key::HumanAction).to_owned()}>
            { text("span", "", ui.t(Key::HumanPrompt)) }
            { button(ui.t(Key::HumanAction), Kind::Text, ui.press(Action::Go(Screen::Contact))) }
        </aside>
    }
}

fn bar(state: &State, ui: &Ui) -> Html {
    let back = (state.stack.len() > 1)
        .then(|| icon_button("kh-icon-button", ui.t(Key::Back), Icon::Back, ui.press(Action::Back)));
    let brand = if *state.screen() == Screen::Home {
        text("span", "kh-bar__title", ui.t(Key::Help))
    } else {
        html! {
            <button type="button" class="kh-bar__title kh-bar__home" aria-label={ui.t(Key::Home).to_owned()}
                onclick={ui.press(Action::Home)}>{ ui.t(Key::Help) }</button>
        }
    };
    bar_of(None, vec![several(back.into_iter().collect()), brand, close(&ui.dispatch, ui.t(Key::Close))])
}

/// The bar, with what stands in it. A language of its own is written from left to right.
#[inline(never)]
fn bar_of(lang: Option<&'static str>, inside: Vec<Html>) -> Html {
    let dir = lang.and(Some("ltr"));
    html! { <header class="kh-bar" {lang} {dir}>{ for inside }</header> }
}

#[inline(never)]
fn close(dispatch: &Callback<Action>, words: &str) -> Html {
    let dispatch = dispatch.clone();
    let onclick = Callback::from(move |_| dispatch.emit(Action::CloseAsked));
    icon_button("kh-icon-button kh-bar__close", words, Icon::Close, onclick)
}
