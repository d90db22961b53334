//! Files: limits, turns, trying again; and a case that waits for them.

use super::*;
use klarna_help_wire::{FILE_MAX_BYTES, FILES_MAX, FileKind};

const UPLOAD: &str = "0123456789abcdef0123456789abcdef";

fn file(action: FileAction) -> Action {
    Action::form(FormAction::File(action))
}

fn choose(ids: std::ops::Range<u32>, size: i64) -> Action {
    let chosen = ids.map(|id| Chosen { id, name: format!("{id}.png"), size });
    file(FileAction::Choose(chosen.collect(), String::new()))
}

fn ready(id: u32, size: i64) -> Action {
    let name = format!("{id}.png");
    file(FileAction::Prepared(id, Ok(Prepared { name, size, kind: FileKind::Png, as_is: false })))
}

fn file_effects(effects: &[Effect]) -> Vec<FileEffect> {
    let one = |effect: &FormEffect| match effect {
        FormEffect::File(effect) => Some(effect.clone()),
        _ => None,
    };
    of_form(effects).filter_map(one).collect()
}

fn uploads(effects: &[Effect]) -> Vec<(u32, Option<String>, u32)> {
    let one = |effect: FileEffect| match effect {
        FileEffect::Upload { id, upload, wait, .. } => Some((id, upload, wait)),
        _ => None,
    };
    file_effects(effects).into_iter().filter_map(one).collect()
}

fn stage(state: &State, id: u32) -> Stage {
    state.form.files.list.iter().find(|file| file.id == id).unwrap().stage.clone()
}

/// A complete case with a file that is on its way.
fn sending_one() -> State {
    let mut state = written();
    update(&mut state, choose(1..2, 100));
    assert_eq!(uploads(&update(&mut state, ready(1, 90))), [(1, None, 0)]);
    update(&mut state, file(FileAction::Created(1, UPLOAD.into())));
    state
}

#[test]
fn files_are_prepared_at_once_and_uploaded_one_after_the_other() {
    let mut state = written();
    let effects = update(&mut state, choose(1..3, 100));
    assert_eq!(file_effects(&effects).len(), 2);
    assert_eq!(uploads(&update(&mut state, ready(2, 90))), [(2, None, 0)]);
    assert!(uploads(&update(&mut state, ready(1, 80))).is_empty(), "the second waits for its turn");
    update(&mut state, file(FileAction::Created(2, UPLOAD.into())));
    let effects = update(&mut state, file(FileAction::Done(2)));
    assert_eq!(uploads(&effects), [(1, None, 0)]);
    assert!(announced(&effects, Key::FilesArrived));
    assert_eq!(build_request(&state).attachments.len(), 1);
    assert_eq!(state.form.files.total(), 170);
}

#[test]
fn a_file_that_cannot_go_is_refused_by_name_and_its_bytes_are_let_go() {
    let check = |setup: &dyn Fn(&mut State) -> Action, fault: FileFault| {
        let mut state = written();
        let action = setup(&mut state);
        let effects = update(&mut state, action);
        assert_eq!(state.form.files.refused.last().map(|(_, f)| f), Some(&fault));
        assert!(announced(&effects, Key::FilesRefused));
        assert!(matches!(file_effects(&effects).last(), Some(FileEffect::Abort { .. })));
    };
    check(&|_| choose(1..2, 0), FileFault::Empty);
    check(&|_| choose(0..FILES_MAX as u32 + 1, 10), FileFault::TooMany);
    let chosen = |state: &mut State| drop(update(state, choose(1..5, 100)));
    check(
        &|state| {
            chosen(state);
            ready(1, FILE_MAX_BYTES + 1)
        },
        FileFault::TooLarge,
    );
    check(
        &|state| {
            chosen(state);
            update(state, ready(1, FILE_MAX_BYTES));
            update(state, ready(2, FILE_MAX_BYTES));
            ready(3, FILE_MAX_BYTES)
        },
        FileFault::TooLargeTogether,
    );
    check(
        &|state| {
            chosen(state);
            file(FileAction::Prepared(1, Err(FileFault::Kind)))
        },
        FileFault::Kind,
    );
}

#[test]
fn a_broken_stretch_is_tried_again_with_longer_waits_and_then_the_customer_is_asked() {
    let mut state = sending_one();
    let mut waits = Vec::new();
    while let [(1, upload, wait)] =
        &uploads(&update(&mut state, file(FileAction::Failed(1, Failure::Down))))[..]
    {
        assert_eq!(upload.as_deref(), Some(UPLOAD), "the same upload goes on");
        waits.push(*wait);
    }
    assert_eq!(waits, [500, 1000, 2000, 4000, 8000]);
    assert_eq!(stage(&state, 1), Stage::Failed(FileFault::Portal(Failure::Down)));
    assert_eq!(uploads(&update(&mut state, file(FileAction::Retry(1)))), [(1, Some(UPLOAD.into()), 0)]);
}

#[test]
fn progress_begins_the_count_of_tries_anew() {
    let mut state = sending_one();
    for _ in 0..20 {
        assert_eq!(uploads(&update(&mut state, file(FileAction::Failed(1, Failure::Slow)))).len(), 1);
        update(&mut state, file(FileAction::Progress(1, 45)));
    }
    assert_eq!(stage(&state, 1), Stage::Uploading(45));
}

#[test]
fn without_a_network_a_file_pauses_and_goes_on_when_it_is_back() {
    let mut state = sending_one();
    update(&mut state, file(FileAction::Progress(1, 45)));
    let effects = update(&mut state, file(FileAction::Failed(1, Failure::Offline)));
    assert!(effects.contains(&Effect::form(FormEffect::Watch)));
    assert_eq!(stage(&state, 1), Stage::Paused(45));
    let effects = update(&mut state, Action::form(FormAction::Wake(true)));
    assert_eq!(uploads(&effects), [(1, Some(UPLOAD.into()), 0)]);
}

#[test]
fn an_upload_that_the_portal_threw_away_begins_anew() {
    let mut state = sending_one();
    let gone = Failure::Refused(ProblemCode::UploadNotFound, vec![]);
    let effects = update(&mut state, file(FileAction::Failed(1, gone)));
    assert_eq!(uploads(&effects), [(1, None, 500)]);
}

#[test]
fn a_kind_that_the_portal_refuses_is_not_tried_again() {
    let mut state = sending_one();
    let refused = Failure::Refused(ProblemCode::FileKind, vec![]);
    assert!(uploads(&update(&mut state, file(FileAction::Failed(1, refused)))).is_empty());
    assert_eq!(stage(&state, 1), Stage::Failed(FileFault::Kind));
}

#[test]
fn a_file_taken_out_stops_and_the_portal_is_told() {
    let mut state = sending_one();
    let effects = update(&mut state, file(FileAction::Cancel(1)));
    assert_eq!(file_effects(&effects), [FileEffect::Abort { id: 1, upload: Some(UPLOAD.into()) }]);
    assert!(state.form.files.list.is_empty());
    assert!(
        file_effects(&update(&mut state, file(FileAction::Done(1)))).is_empty(),
        "what comes late is nobody's"
    );
}

#[test]
fn a_send_waits_for_its_files_says_so_and_goes_by_itself() {
    let mut state = sending_one();
    let effects = update(&mut state, send("key-1".into()));
    assert!(sends(&effects).is_empty() && announced(&effects, Key::CaseWaitsFiles));
    assert_eq!(state.form.phase, Phase::Waiting(WaitsFor::Files));
    let effects = update(&mut state, file(FileAction::Done(1)));
    assert_eq!(sends(&effects).len(), 1);
    let sent = state.form.attempts.last().unwrap();
    assert_eq!(sent.attachments[0].id, UPLOAD);
}

#[test]
fn a_send_whose_file_fails_comes_back_to_the_customer() {
    let mut state = sending_one();
    update(&mut state, send("key-1".into()));
    let refused = Failure::Refused(ProblemCode::FileKind, vec![]);
    let effects = update(&mut state, file(FileAction::Failed(1, refused)));
    assert!(effects.contains(&Effect::Focus(Focus::Errors)));
    assert_eq!(state.form.phase, Phase::Editing);
    assert_eq!(state.form.errors, [FieldError::new("attachments", FieldCode::Invalid)]);
    update(&mut state, file(FileAction::Cancel(1)));
    assert!(state.form.errors.is_empty());
}

#[test]
fn uploads_that_rested_too_long_go_again_and_then_the_case() {
    let mut state = sending_one();
    update(&mut state, file(FileAction::Done(1)));
    update(&mut state, send("key-1".into()));
    let fields = vec![FieldError::new("attachments.0", FieldCode::Invalid)];
    let effects = update(&mut state, answer(Err(Failure::Refused(ProblemCode::InvalidFields, fields))));
    assert_eq!(uploads(&effects), [(1, None, 0)]);
    update(&mut state, file(FileAction::Created(1, "f".repeat(32))));
    let effects = update(&mut state, file(FileAction::Done(1)));
    assert_eq!(sends(&effects).len(), 1);
    assert_eq!(state.form.attempts.last().unwrap().attachments[0].id, "f".repeat(32));
}

#[test]
fn the_bytes_are_let_go_with_the_receipt() {
    let mut state = sending_one();
    update(&mut state, file(FileAction::Done(1)));
    update(&mut state, send("key-1".into()));
    let effects = update(&mut state, answer(Ok(receipt())));
    assert_eq!(file_effects(&effects), [FileEffect::Release(vec![1])]);
}
