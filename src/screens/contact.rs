//! The ways to reach a person, with hours and waits of the market.

use super::{Ui, cases, heading, web_link};
use crate::components::card::Card;
use crate::components::text::text;
use klarna_help_pack::ui::Key;
use klarna_help_pack::{Market, Position};
use klarna_help_state::{Action, CaseSeed, Now, Screen, State};
use klarna_help_wire::Category;
use yew::prelude::*;

pub(super) fn view(state: &State, ui: &Ui, market: &Market) -> Html {
    let complaint = CaseSeed { category: Some(Category::Complaint), flow: None };
    let complaint_text = ui.i18n.with(
        Key::ContactComplaintText,
        &[
            ("weeks", market.complaint.final_weeks.to_string()),
            ("ombudsman", market.complaint.ombudsman.clone()),
        ],
    );
    html! {
        <>
            { heading(ui.t(Key::ContactTitle)) }
            { text("p", "", ui.t(Key::ContactIntro)) }
            <ul class="kh-cards">
                <li>{ Card {
                    title: ui.t(Key::ContactCase),
                    text: ui.t(Key::ContactCaseWait),
                    tag: "",
                    onclick: ui.press(way_to_case(state, ui)),
                }.view() }</li>
                { for market.phone.as_ref().map(|phone| html! {
                    <li class="kh-panel">
                        { text("h2", "", ui.t(Key::ContactPhone)) }
                        <p><a class="kh-phone" onclick={ui.press(Action::Contacted("phone"))} href={["tel:", &phone.number.split(' ').collect::<String>()].concat()}>{ &phone.number }</a></p>
                        <p>{ hours(ui, market) }{ " · " }{ text("strong", "", ui.t(open_key(market, state.now))) }</p>
                    </li>
                }) }
                <li>{ Card {
                    title: ui.t(Key::ContactComplaint),
                    text: &complaint_text,
                    tag: "",
                    onclick: ui.press(Action::StartCase(complaint)),
                }.view() }</li>
                <li>{ cases::find(ui) }</li>
            </ul>
            <p onclick={ui.press(Action::Contacted("web"))}>{ web_link(ui, &market.help_url, ui.t(Key::ContactOfficial)) }</p>
            if market.sample { { text("p", "kh-quiet", ui.t(Key::SampleNote)) } }
            { text("p", "kh-quiet", ui.t(Key::ContactSafety)) }
        </>
    }
}

/// What the case starts with: from the nearest guide or article behind, so that nothing has to be said twice. A case that
/// was being written is gone on with.
fn way_to_case(state: &State, ui: &Ui) -> Action {
    for screen in state.stack.iter().rev() {
        match screen {
            Screen::CaseForm => return Action::Go(Screen::CaseForm),
            Screen::Flow(slug) => {
                let seed = CaseSeed { category: outcome_category(state, slug), flow: Some(slug.clone()) };
                return Action::StartCase(seed);
            }
            Screen::Article(slug) => {
                let category = ui.i18n.shelf().and_then(|s| s.article(slug)).map(|a| a.category);
                return Action::StartCase(CaseSeed { category, flow: None });
            }
            _ => {}
        }
    }
    Action::StartCase(CaseSeed::default())
}

fn outcome_category(state: &State, slug: &str) -> Option<Category> {
    match state.replay(slug)?.position? {
        Position::Ended(outcome) => Some(outcome.category),
        Position::Asking(_) => None,
    }
}

fn hours(ui: &Ui, market: &Market) -> String {
    let city =
        market.timezone.rsplit('/').next().unwrap_or_default().split('_').collect::<Vec<_>>().join(" ");
    ui.i18n.with(
        Key::ContactHours,
        &[
            ("days", ui.i18n.weekdays(&market.hours.days)),
            ("open", ui.i18n.time(market.hours.open)),
            ("close", ui.i18n.time(market.hours.close)),
            ("zone", city),
        ],
    )
}

fn open_key(market: &Market, now: Now) -> Key {
    let open = (market.hours.open..market.hours.close).contains(&now.market_minutes);
    if open && market.is_business_day(now.market_date) { Key::ContactOpenNow } else { Key::ContactClosed }
}
