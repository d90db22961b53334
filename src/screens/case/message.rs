//! A message: its blocks as elements, never as markup; its files as things to save.

use crate::components::button::{Kind, button};
use crate::components::text::{around, text, words_of};
use crate::screens::{Ui, web_link};
use klarna_help_pack::ui::Key;
use klarna_help_state::{Action, DeskAction, KnownCase};
use klarna_help_wire::{Attachment, MessageBlock, MessageInline};
use yew::prelude::*;

/// The blocks of a message.
pub(super) fn blocks(ui: &Ui, blocks: &[MessageBlock]) -> Html {
    around("div", "kh-said", blocks.iter().map(|block| one(ui, block)).collect())
}

fn one(ui: &Ui, block: &MessageBlock) -> Html {
    match block {
        MessageBlock::Paragraph { content } => around("p", "", inlines(ui, content)),
        MessageBlock::List { ordered, items } => {
            let items = items.iter().map(|item| around("li", "", inlines(ui, item)));
            around(if *ordered { "ol" } else { "ul" }, "", items.collect())
        }
        // The mail that was answered is on the screen already, as a message of its own.
        MessageBlock::Quote { paragraphs } => html! {
            <details class="kh-quoted">
                <summary>{ ui.t(Key::StatusQuoted) }</summary>
                <blockquote>{ for paragraphs.iter().map(|p| around("p", "", inlines(ui, p))) }</blockquote>
            </details>
        },
        MessageBlock::Preformatted { text: words } => text("pre", "", words),
    }
}

fn inlines(ui: &Ui, list: &[MessageInline]) -> Vec<Html> {
    let one = |inline: &MessageInline| match inline {
        MessageInline::Text { text } => words_of(text),
        MessageInline::Break => html! { <br /> },
        MessageInline::Link { href, text } => web_link(ui, href.as_str(), text),
    };
    list.iter().map(one).collect()
}

/// Files, each a thing to save.
pub(super) fn files(ui: &Ui, case: &KnownCase, files: &[Attachment]) -> Html {
    if files.is_empty() {
        return Html::default();
    }
    let one = |file: &Attachment| {
        let words = [("name", file.name.clone()), ("size", ui.i18n.size(file.size))];
        let action = DeskAction::Download(case.case_id.clone(), file.id.clone(), file.name.clone());
        let press = ui.press(Action::desk(action));
        around("li", "", vec![button(&ui.i18n.with(Key::StatusFile, &words), Kind::Text, press)])
    };
    html! {
        <ul class="kh-files" aria-label={ui.t(Key::StatusFiles).to_owned()}>{ for files.iter().map(one) }</ul>
    }
}
