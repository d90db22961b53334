//! The languages that the client offers, each named in itself. Nothing where there is only one.

use super::Ui;
use crate::i18n::language_name;
use klarna_help_pack::ui::Key;
use klarna_help_state::{Action, State};
use yew::prelude::*;

#[inline(never)]
pub(super) fn view(state: &State, ui: &Ui) -> Html {
    let locales = &state.config.locales;
    if locales.len() < 2 {
        return Html::default();
    }
    let now = &ui.pack.locale;
    let entries = locales.iter().map(|locale| {
        // The country is named where it is another: its values and its ways to a person are others too.
        let name = language_name(locale, region(locale) != region(now));
        let current = (locale == now).then_some("true");
        let onclick = ui.press(Action::Speak(locale.clone()));
        html! {
            <li>
                <button type="button" class="kh-link" lang={locale.clone()} aria-current={current} {onclick}>{ name }</button>
            </li>
        }
    });
    html! {
        <nav class="kh-languages" aria-label={ui.t(Key::Language).to_owned()}>
            <ul>{ for entries }</ul>
        </nav>
    }
}

fn region(locale: &str) -> &str {
    locale.split_once('-').map_or("", |(_, region)| region)
}
