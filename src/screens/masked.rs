//! What is masked in a text, shown under its field: for every form that sends words.

use super::Ui;
use crate::components::masks::{Mask, masks};
use klarna_help_pack::ui::Key;
use klarna_help_wire::{Masked, RedactKind, Redaction};
use yew::prelude::*;

/// The list for one text. `turn` takes a tag, and whether it is to be sent as written.
pub(super) fn view(ui: &Ui, redaction: &Redaction, turn: &Callback<(String, bool)>) -> Html {
    let hidden = once(&redaction.hits).map(|hit| entry(ui, hit, false, turn));
    let kept = once(&redaction.kept).map(|hit| entry(ui, hit, true, turn));
    let entries: Vec<Mask> = hidden.chain(kept).collect();
    let count = redaction.hits.len();
    let said =
        if count == 0 { String::new() } else { ui.i18n.count(Key::MaskCountOne, Key::MaskCountOther, count) };
    masks(&said, ui.t(Key::MaskTitle), entries)
}

/// The same words twice are one thing to decide.
fn once(hits: &[Masked]) -> impl Iterator<Item = &Masked> {
    hits.iter()
        .enumerate()
        .filter(|(i, hit)| !hits.iter().take(*i).any(|h| h.tag == hit.tag))
        .map(|(_, hit)| hit)
}

fn entry(ui: &Ui, hit: &Masked, as_written: bool, turn: &Callback<(String, bool)>) -> Mask {
    let what = ui.t(match hit.kind {
        RedactKind::Card => Key::MaskCard,
        RedactKind::Iban => Key::MaskIban,
        RedactKind::Code => Key::MaskCode,
        RedactKind::Password => Key::MaskPassword,
        RedactKind::NationalId => Key::MaskNationalId,
    });
    let mut sent = if as_written {
        ui.t(Key::MaskAsWritten).to_owned()
    } else {
        ui.i18n.with(Key::MaskSent, &[("shown", hit.shown.clone())])
    };
    if !hit.kind.can_undo() {
        sent = [&sent, ". ", ui.t(Key::MaskAlways)].concat();
    }
    let label = ui.t(if as_written { Key::MaskRedo } else { Key::MaskUndo }).to_owned();
    let (turn, tag) = (turn.clone(), hit.tag.clone());
    let onclick = Callback::from(move |_| turn.emit((tag.clone(), !as_written)));
    Mask { what: what.to_owned(), sent, turn: hit.kind.can_undo().then_some((label, onclick)) }
}
