//! The files of a reply: what follows for the reply from what happens to them. The files themselves: form/files.rs.

use super::{reply, talk};
use crate::desk::DeskEffect;
use crate::effect::{Effect, Focus};
use crate::{File, FileAction, FileEffect, FormEffect, Phase, Stage, State, WaitsFor};

pub(super) fn of_file(id: &str, effect: FileEffect) -> Effect {
    Effect::desk(DeskEffect::File(id.into(), effect))
}

/// Something of the reply's files; a reply that waits for them goes when they are there.
pub(in crate::desk) fn file(state: &mut State, id: &str, action: FileAction) -> Vec<Effect> {
    let Some(talk) = talk(state, id) else { return Vec::new() };
    if talk.is_locked() && matches!(action, FileAction::Choose(..)) {
        return Vec::new();
    }
    let (effects, notice) = talk.files.update(action);
    let mut effects: Vec<Effect> = effects.into_iter().map(|effect| of_file(id, effect)).collect();
    effects.extend(notice.map(Effect::Announce));
    if talk.files.list.iter().any(|file| matches!(file.stage, Stage::Paused(_))) {
        effects.push(Effect::form(FormEffect::Watch));
    }
    if talk.phase == Phase::Waiting(WaitsFor::Files) {
        if talk.files.any_failed() {
            talk.phase = Phase::Editing;
            effects.push(Effect::Focus(Focus::At("attachments")));
        } else if !talk.files.are_running() {
            effects.extend(reply::go(state, id));
        }
    }
    effects
}

/// The network is back: files that waited for it go on.
pub(crate) fn wake(state: &mut State) -> Vec<Effect> {
    let mut effects = Vec::new();
    for case in &mut state.desk.cases {
        let Some(talk) = &mut case.talk else { continue };
        effects.extend(talk.files.wake().into_iter().map(|effect| of_file(&case.case_id, effect)));
    }
    effects
}

/// The customer left: what was to go with their replies goes nowhere.
pub(in crate::desk) fn abort(state: &State) -> Vec<Effect> {
    let mut effects = Vec::new();
    for case in &state.desk.cases {
        let files = case.talk.iter().flat_map(|talk| &talk.files.list);
        let abort = |file: &File| FileEffect::Abort { id: file.id, upload: file.upload.clone() };
        effects.extend(files.map(|file| of_file(&case.case_id, abort(file))));
    }
    effects
}
