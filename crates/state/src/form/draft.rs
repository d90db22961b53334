//! The draft that a device keeps, with consent: what was written, the key it is sent under, and whether it waits.

use super::{CaseForm, File, FormEffect, Phase, Stage, WaitsFor};
use crate::effect::{Effect, Focus, Notice};
use crate::{Field, State};
use klarna_help_pack::Date;
use klarna_help_pack::ui::Key;
use klarna_help_wire::{Answer, CaseRequest, FileKind};

/// Days that a device keeps a draft nobody goes on with.
pub const DRAFT_DAYS: i64 = 30;

/// A draft as a device keeps it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// The idempotency key, which names it.
    pub key: String,
    /// Days since 1970-01-01, of the last change.
    pub saved_on: i64,
    /// Whether the customer has sent it, so that it goes out by itself.
    pub waiting: bool,
    /// Fields as typed, by wire name; empty ones are left out.
    pub fields: Vec<(String, String)>,
    /// Lines for evidence, by key.
    pub notes: Vec<(String, String)>,
    /// What is sent as written.
    pub unmasked: Vec<String>,
    /// The flow that led there, or empty.
    pub flow: String,
    /// The answers given in it.
    pub answers: Vec<Answer>,
    /// Evidence that it asked for.
    pub evidence: Vec<String>,
    /// Its files, without their bytes.
    pub files: Vec<DraftFile>,
    /// What was sent and may have arrived, newest last.
    pub attempts: Vec<CaseRequest>,
}

/// A file of a draft.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftFile {
    /// Where its bytes wait.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// Bytes.
    pub size: i64,
    /// Its kind, once known.
    pub kind: Option<FileKind>,
    /// The evidence it is, by key.
    pub evidence: String,
    /// Its upload, if it was begun.
    pub upload: Option<String>,
    /// Whether all of it arrived.
    pub done: bool,
}

const FIELDS: [Field; 6] =
    [Field::Category, Field::Description, Field::Email, Field::Order, Field::When, Field::Tried];

impl Draft {
    /// The draft in the form; `None` until it has begun.
    pub(super) fn of(state: &State) -> Option<Self> {
        let form = &state.form;
        let key = form.key.clone()?;
        let fields = FIELDS.into_iter().map(|field| (field.wire().to_owned(), form.text(field).to_owned()));
        let file = |f: &File| DraftFile {
            id: f.id,
            name: f.name.clone(),
            size: f.size,
            kind: f.kind,
            evidence: f.evidence.clone(),
            upload: f.upload.clone(),
            done: f.stage == Stage::Done,
        };
        Some(Self {
            key,
            saved_on: state.now.date.days(),
            waiting: matches!(form.phase, Phase::Sending | Phase::Waiting(WaitsFor::Network)),
            fields: fields.filter(|(_, text)| !text.is_empty()).collect(),
            notes: form.notes.clone(),
            unmasked: form.unmasked.0.clone(),
            flow: form.flow.clone(),
            answers: form.answers.clone(),
            evidence: form.evidence.clone(),
            files: form.files.list.iter().map(file).collect(),
            attempts: form.attempts.clone(),
        })
    }

    pub(super) fn is_over(&self, today: Date) -> bool {
        today.days() - self.saved_on > DRAFT_DAYS
    }

    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        self.fields == other.fields && self.notes == other.notes && self.unmasked == other.unmasked
    }

    pub(super) fn ids(&self) -> Vec<u32> {
        self.files.iter().map(|file| file.id).collect()
    }

    /// The form as it was. Files whose bytes did not arrive go on where the device still has their bytes.
    pub(super) fn into_form(self) -> CaseForm {
        let mut form =
            CaseForm { begun: true, restored: Some(Date::from_days(self.saved_on)), ..CaseForm::default() };
        form.saved = Some(Box::new(self.clone()));
        for (name, text) in self.fields {
            let field = FIELDS.into_iter().find(|field| field.wire() == name);
            if let Some(field) = field {
                form.decide(field);
                form.slot(field).into_iter().for_each(|slot| slot.clone_from(&text));
            }
        }
        for f in self.files {
            let mut file = File::restored(f.id, f.name, f.size, f.kind, f.evidence);
            file.stage = match (f.done, f.kind) {
                (true, _) => Stage::Done,
                (false, Some(_)) => Stage::Queued,
                (false, None) => Stage::Lost,
            };
            file.upload = f.upload;
            form.files.list.push(file);
        }
        form.key = Some(self.key);
        form.notes = self.notes;
        form.unmasked.0 = self.unmasked;
        (form.flow, form.answers, form.evidence) = (self.flow, self.answers, self.evidence);
        form.attempts = self.attempts;
        form
    }
}

/// Keeps what has changed, where the customer agreed to that.
pub(super) fn save(state: &mut State) -> Option<Effect> {
    if !state.keeps_draft() {
        return None;
    }
    let draft = Box::new(Draft::of(state)?);
    if state.form.saved.as_ref() == Some(&draft) {
        return None;
    }
    state.form.saved = Some(draft.clone());
    state.form.save_refused = false;
    Some(Effect::form(FormEffect::Save(draft)))
}

/// The customer's own word on keeping the draft.
pub(super) fn keep(state: &mut State, keep: bool) -> Vec<Effect> {
    if !state.may_remember() {
        return Vec::new();
    }
    state.form.keep = Some(keep);
    state.form.save_refused = false;
    if keep { Vec::new() } else { dropped(state) }
}

/// Takes it off the device; the form keeps it.
pub(super) fn dropped(state: &mut State) -> Vec<Effect> {
    match state.form.saved.take() {
        Some(draft) => vec![Effect::form(FormEffect::Drop(draft.key.clone(), draft.ids()))],
        None => Vec::new(),
    }
}

/// The customer begins again. What is on its way is not stopped.
pub(super) fn discard(state: &mut State) -> Vec<Effect> {
    if state.form.phase == Phase::Sending {
        return Vec::new();
    }
    let mut effects = dropped(state);
    let gone = std::mem::take(&mut state.form);
    effects.push(Effect::form(FormEffect::File(super::FileEffect::Release(gone.files.ids()))));
    state.form.keep = gone.keep;
    effects.push(Effect::Announce(Notice::plain(Key::DraftDiscarded)));
    effects.push(Effect::Focus(Focus::Heading));
    effects
}

/// The host says that the customer is done, or another one: nothing of it stays in the form or on the device.
#[inline(never)]
pub(crate) fn over(state: &mut State) -> Vec<Effect> {
    let gone = std::mem::take(&mut state.form);
    let mut effects = vec![Effect::form(FormEffect::File(super::FileEffect::Release(gone.files.ids())))];
    if !state.config.is_public() {
        effects.push(Effect::form(FormEffect::Forget));
    }
    effects
}

/// Consent was taken back: the device keeps nothing, the form goes on.
#[inline(never)]
pub(crate) fn unkeep(state: &mut State) -> Vec<Effect> {
    state.form.keep = None;
    state.form.saved = None;
    vec![Effect::form(FormEffect::Forget)]
}
