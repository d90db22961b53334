//! The ways to reach a person, with hours and waits of the market.

use super::{Ui, heading, web_link};
use crate::components::card::Card;
use crate::components::text::text;
use klarna_help_pack::Market;
use klarna_help_pack::ui::Key;
use klarna_help_state::{Action, CaseSeed, Now, State};
use klarna_help_wire::Category;
use yew::prelude::*;

pub(super) fn view(state: &State, ui: &Ui) -> Html {
    let market = &ui.pack.market;
    let seed = CaseSeed { category: category_behind(state, ui), flow: None };
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
                    onclick: ui.press(Action::StartCase(seed)),
                }.view() }</li>
                { for market.phone.as_ref().map(|phone| html! {
                    <li class="kh-panel">
                        { text("h2", "", ui.t(Key::ContactPhone)) }
                        <p><a class="kh-phone" href={["tel:", &phone.number.split(' ').collect::<String>()].concat()}>{ &phone.number }</a></p>
                        <p>{ hours(ui, market) }{ " · " }{ text("strong", "", ui.t(open_key(market, state.now))) }</p>
                    </li>
                }) }
                <li>{ Card {
                    title: ui.t(Key::ContactComplaint),
                    text: &complaint_text,
                    tag: "",
                    onclick: ui.press(Action::StartCase(complaint)),
                }.view() }</li>
            </ul>
            <p>{ web_link(ui, &market.help_url, ui.t(Key::ContactOfficial)) }</p>
            if market.sample { { text("p", "kh-quiet", ui.t(Key::SampleNote)) } }
            { text("p", "kh-quiet", ui.t(Key::ContactSafety)) }
        </>
    }
}

/// The category of the article the customer comes from, so that they need not say it again.
fn category_behind(state: &State, ui: &Ui) -> Option<Category> {
    let before = state.stack.iter().rev().nth(1)?;
    match before {
        klarna_help_state::Screen::Article(slug) => ui.pack.article(slug).map(|a| a.category),
        _ => None,
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
