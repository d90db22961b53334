//! A record of a case to keep: printed, as text, and its date for a calendar.

use super::{expected, sent_on};
use crate::components::button::{Kind, button};
use crate::screens::Ui;
use klarna_help_pack::Date;
use klarna_help_pack::ui::Key;
use klarna_help_state::{Action, DeskAction, KnownCase, Reminder, State, TextFile, calendar};
use std::rc::Rc;
use yew::prelude::*;

/// The ways to keep it.
pub(super) fn buttons(state: &State, ui: &Ui, case: &KnownCase) -> Vec<Html> {
    let press = |action| ui.press(Action::desk(action));
    let save = |file| press(DeskAction::Save(Rc::new(file)));
    let mut all = vec![button(ui.t(Key::ReceiptSaveText), Kind::Text, save(record(ui, case)))];
    if let Some(file) = reminder(ui, case) {
        all.push(button(ui.t(Key::ReceiptSaveDate), Kind::Text, save(file)));
    }
    // In the page itself it would print the page.
    if state.config.mount == "frame" {
        all.push(button(ui.t(Key::ReceiptPrint), Kind::Text, press(DeskAction::Print)));
    }
    all
}

fn name(case: &KnownCase, ending: &str) -> String {
    [&case.case_id, ".", ending].concat()
}

/// What is on the receipt, and what was written if we were told again, as plain text.
fn record(ui: &Ui, case: &KnownCase) -> TextFile {
    let mut lines = vec![
        ui.t(Key::ReceiptRecord).to_owned(),
        String::new(),
        [ui.t(Key::ReceiptId), ": ", &case.case_id].concat(),
    ];
    if let Some(receipt) = &case.receipt {
        lines.push(sent_on(ui, &receipt.received_at));
        lines.push(expected(ui, case));
        lines.extend([String::new(), ui.t(receipt.next_step.into()).to_owned()]);
    }
    if let Some(view) = case.view.ready() {
        lines.extend([String::new(), [ui.t(Key::StatusYouWrote), ":"].concat(), view.description.clone()]);
    }
    lines.push(String::new());
    // As Windows' editor, and every other, reads it.
    TextFile { name: name(case, "txt"), media_type: "text/plain;charset=utf-8", text: lines.join("\r\n") }
}

fn reminder(ui: &Ui, case: &KnownCase) -> Option<TextFile> {
    let id = [("id", case.case_id.clone())];
    let reminder = Reminder {
        id: &case.case_id,
        made: case.receipt.as_ref().map(|receipt| receipt.received_at.as_str()).unwrap_or_default(),
        day: Date::parse(&case.expected_by)?,
        summary: &ui.i18n.with(Key::ReceiptDateTitle, &id),
        description: &ui.i18n.with(Key::ReceiptDateNote, &id),
    };
    let text = calendar(&reminder);
    Some(TextFile { name: name(case, "ics"), media_type: "text/calendar;charset=utf-8", text })
}
