//! The files of a case or a message, as values: chosen, prepared on the device, uploaded one after the other.
//!
//! Here: limits, turns, trying again. Not here: bytes. They wait in the browser under the file's id; effects read, shrink
//! and send them. A form holds a [`Files`], hands it each [`FileAction`], and passes its effects on.

use crate::Failure;
use crate::effect::Notice;
use klarna_help_pack::ui::Key;
use klarna_help_wire::{AttachmentRef, FILE_MAX_BYTES, FILES_MAX, FILES_MAX_BYTES, FileKind, ProblemCode};

/// Tries of one stretch of a file, until the customer is asked.
const TRIES: u8 = 6;
/// Wait before the second try, in milliseconds; each further one waits twice as long.
const BACKOFF_MS: u32 = 500;
/// The longest of these waits.
const BACKOFF_MAX_MS: u32 = 15_000;

/// The files of a form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Files {
    /// In the order they were chosen.
    pub list: Vec<File>,
    /// What was chosen last and cannot go along: its name, and why.
    pub refused: Vec<(String, FileFault)>,
}

/// A file.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// Where its bytes wait, in the browser. A number of chance, so that no two drafts share one.
    pub id: u32,
    /// Its name, as the customer knows it; after preparing, with the ending it is sent with.
    pub name: String,
    /// Bytes: as chosen, then as prepared.
    pub size: i64,
    /// Its kind, once its bytes were looked at.
    pub kind: Option<FileKind>,
    /// Whether this browser could not read the picture, so that it goes as it is and the portal takes the place out.
    pub as_is: bool,
    /// The evidence it is, by key; empty if it is none.
    pub evidence: String,
    /// Where it stands.
    pub stage: Stage,
    /// The id of its upload, once there is one.
    pub upload: Option<String>,
    tries: u8,
}

/// Where a file stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// Being looked at, and made smaller.
    Preparing,
    /// Its turn has not come.
    Queued,
    /// On its way; bytes that have arrived.
    Uploading(i64),
    /// There is no network; bytes that have arrived.
    Paused(i64),
    /// All of it arrived.
    Done,
    /// It did not go; trying again may help.
    Failed(FileFault),
    /// This device no longer has its bytes: it has to be chosen again.
    Lost,
}

/// Why a file cannot go along, or did not arrive.
#[derive(Clone, Debug, PartialEq)]
pub enum FileFault {
    /// It has no bytes.
    Empty,
    /// It is of a kind that is not taken.
    Kind,
    /// It is larger than one file may be.
    TooLarge,
    /// All files together are larger than they may be.
    TooLargeTogether,
    /// There are as many files as there may be.
    TooMany,
    /// The browser cannot read it.
    Unreadable,
    /// The portal did not take it, or was not reached.
    Portal(Failure),
}

/// A file as it was chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    /// Where its bytes wait.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// Bytes.
    pub size: i64,
}

/// A file as it will be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    /// With the ending of its kind.
    pub name: String,
    /// Bytes.
    pub size: i64,
    /// By its bytes.
    pub kind: FileKind,
    /// Whether it is a picture that this browser cannot read.
    pub as_is: bool,
}

/// What can happen to files. Numbers are ids.
#[derive(Clone, Debug)]
pub enum FileAction {
    /// Files were chosen, dropped or pasted, for a piece of evidence or for none.
    Choose(Vec<Chosen>, String),
    /// A file was looked at, and made smaller if it had to be.
    Prepared(u32, Result<Prepared, FileFault>),
    /// Its upload was begun under an id.
    Created(u32, String),
    /// So many bytes of it have arrived.
    Progress(u32, i64),
    /// All of it has arrived.
    Done(u32),
    /// A stretch of it did not arrive.
    Failed(u32, Failure),
    /// Its bytes are not on this device.
    Lost(u32),
    /// Take it out.
    Cancel(u32),
    /// Try it again.
    Retry(u32),
}

/// What files ask of the world.
#[derive(Clone, Debug, PartialEq)]
pub enum FileEffect {
    /// Look at the bytes, make them smaller if they have to be, and take out what a camera wrote beside the picture.
    Prepare {
        /// Whose.
        id: u32,
        /// Its name.
        name: String,
    },
    /// Upload what has not arrived, after a wait.
    Upload {
        /// Whose.
        id: u32,
        /// Its name.
        name: String,
        /// Its kind.
        kind: FileKind,
        /// The upload, if it was begun.
        upload: Option<String>,
        /// Milliseconds to wait first.
        wait: u32,
    },
    /// Stop uploading and let the bytes go; the portal is told to forget the upload.
    Abort {
        /// Whose.
        id: u32,
        /// The upload, if it was begun.
        upload: Option<String>,
    },
    /// Let the bytes go: they have arrived.
    Release(Vec<u32>),
}

/// What follows from an action: effects, and what is said.
type Out = (Vec<FileEffect>, Option<Notice>);

impl Files {
    /// Takes an action in.
    pub(crate) fn update(&mut self, action: FileAction) -> Out {
        let mut out = self.act(action);
        out.0.extend(self.next());
        out
    }

    fn act(&mut self, action: FileAction) -> Out {
        match action {
            FileAction::Choose(chosen, evidence) => self.choose(chosen, &evidence),
            FileAction::Prepared(id, result) => self.prepared(id, result),
            FileAction::Created(id, upload) => self.change(id, |file| file.upload = Some(upload)),
            FileAction::Progress(id, sent) => self.change(id, |file| {
                file.tries = 0;
                file.stage = Stage::Uploading(sent);
            }),
            FileAction::Done(id) => {
                self.change(id, |file| file.stage = Stage::Done);
                (Vec::new(), self.say(id, Key::FilesArrived))
            }
            FileAction::Failed(id, failure) => self.failed(id, failure),
            FileAction::Lost(id) => self.change(id, |file| {
                file.stage = Stage::Lost;
                file.upload = None;
            }),
            FileAction::Cancel(id) => {
                let said = self.say(id, Key::FilesRemoved);
                let Some(at) = self.list.iter().position(|file| file.id == id) else { return Out::default() };
                let file = self.list.remove(at);
                (vec![FileEffect::Abort { id, upload: file.upload }], said)
            }
            FileAction::Retry(id) => self.change(id, |file| {
                file.tries = 0;
                file.stage = Stage::Queued;
            }),
        }
    }

    fn choose(&mut self, chosen: Vec<Chosen>, evidence: &str) -> Out {
        self.refused.clear();
        let mut out = Out::default();
        for Chosen { id, name, size } in chosen {
            if self.list.len() >= FILES_MAX {
                self.refuse(&mut out, id, name, FileFault::TooMany);
                continue;
            }
            if size == 0 {
                self.refuse(&mut out, id, name, FileFault::Empty);
                continue;
            }
            out.0.push(FileEffect::Prepare { id, name: name.clone() });
            let file = File {
                id,
                name,
                size,
                kind: None,
                as_is: false,
                evidence: evidence.to_owned(),
                stage: Stage::Preparing,
                upload: None,
                tries: 0,
            };
            self.list.push(file);
        }
        out
    }

    /// Its bytes go, and the customer reads why, with its name.
    fn refuse(&mut self, out: &mut Out, id: u32, name: String, fault: FileFault) {
        out.0.push(FileEffect::Abort { id, upload: None });
        out.1 = Some(Notice { key: Key::FilesRefused, args: vec![("name", name.clone())] });
        self.refused.push((name, fault));
    }

    fn prepared(&mut self, id: u32, result: Result<Prepared, FileFault>) -> Out {
        let others: i64 = self.list.iter().filter(|f| f.id != id).map(|f| f.size).sum();
        let Some(at) = self.list.iter().position(|file| file.id == id) else { return Out::default() };
        let checked = result.and_then(|prepared| {
            if prepared.size > FILE_MAX_BYTES {
                Err(FileFault::TooLarge)
            } else if prepared.size + others > FILES_MAX_BYTES {
                Err(FileFault::TooLargeTogether)
            } else {
                Ok(prepared)
            }
        });
        match checked {
            Ok(Prepared { name, size, kind, as_is }) => self.change(id, |file| {
                (file.name, file.size, file.kind, file.as_is) = (name, size, Some(kind), as_is);
                file.stage = Stage::Queued;
            }),
            Err(fault) => {
                let file = self.list.remove(at);
                let mut out = Out::default();
                self.refuse(&mut out, id, file.name, fault);
                out
            }
        }
    }

    fn failed(&mut self, id: u32, failure: Failure) -> Out {
        let Some(file) = self.list.iter_mut().find(|file| file.id == id) else { return Out::default() };
        let arrived = if let Stage::Uploading(sent) = file.stage { sent } else { 0 };
        if failure == Failure::Offline {
            file.stage = Stage::Paused(arrived);
            return Out::default();
        }
        file.tries += 1;
        let again = match &failure {
            Failure::Refused(ProblemCode::UploadNotFound, _) => {
                // The portal has thrown it away: it is sent from the start.
                file.upload = None;
                true
            }
            Failure::Refused(code, _) => matches!(
                code,
                ProblemCode::UploadOffset
                    | ProblemCode::UploadChecksum
                    | ProblemCode::UploadBusy
                    | ProblemCode::TooManyRequests
                    | ProblemCode::Unavailable
            ),
            Failure::Offline | Failure::Down | Failure::Slow | Failure::Garbled => true,
        };
        if again && file.tries < TRIES {
            let wait = BACKOFF_MS.saturating_mul(1 << (file.tries - 1)).min(BACKOFF_MAX_MS);
            return (file.upload(wait).into_iter().collect(), None);
        }
        file.stage = Stage::Failed(match failure {
            Failure::Refused(ProblemCode::FileKind, _) => FileFault::Kind,
            Failure::Refused(ProblemCode::FileTooLarge, _) => FileFault::TooLarge,
            other => FileFault::Portal(other),
        });
        (Vec::new(), self.say(id, Key::FilesFailed))
    }

    /// The network is back: what waited for it goes on.
    pub(crate) fn wake(&mut self) -> Vec<FileEffect> {
        for file in &mut self.list {
            if let Stage::Paused(_) = file.stage {
                file.stage = Stage::Queued;
            }
        }
        self.next().into_iter().collect()
    }

    /// One file after the other: a phone's network carries one well, and three badly.
    fn next(&mut self) -> Option<FileEffect> {
        if self.list.iter().any(|file| matches!(file.stage, Stage::Uploading(_) | Stage::Paused(_))) {
            return None;
        }
        let file = self.list.iter_mut().find(|file| file.stage == Stage::Queued)?;
        file.stage = Stage::Uploading(0);
        file.upload(0)
    }

    /// The portal no longer has these uploads (it throws away what goes with no case): they are sent anew.
    pub(crate) fn anew(&mut self, places: &[usize]) -> Vec<FileEffect> {
        let mut done = self.list.iter_mut().filter(|file| file.stage == Stage::Done).collect::<Vec<_>>();
        for (i, file) in done.iter_mut().enumerate() {
            if places.contains(&i) {
                file.upload = None;
                file.stage = Stage::Queued;
            }
        }
        self.next().into_iter().collect()
    }

    fn change(&mut self, id: u32, change: impl FnOnce(&mut File)) -> Out {
        if let Some(file) = self.list.iter_mut().find(|file| file.id == id) {
            change(file);
        }
        Out::default()
    }

    fn say(&self, id: u32, key: Key) -> Option<Notice> {
        let file = self.list.iter().find(|file| file.id == id)?;
        Some(Notice { key, args: vec![("name", file.name.clone())] })
    }

    /// What goes with the case: every upload that is finished, in the order of the list.
    pub fn attached(&self) -> Vec<AttachmentRef> {
        let done = self.list.iter().filter(|file| file.stage == Stage::Done);
        done.filter_map(|file| {
            Some(AttachmentRef { id: file.upload.clone()?, evidence: file.evidence.clone() })
        })
        .collect()
    }

    /// Whether one is not there yet, and goes on by itself.
    pub fn are_running(&self) -> bool {
        let runs = |stage: &Stage| {
            matches!(stage, Stage::Preparing | Stage::Queued | Stage::Uploading(_) | Stage::Paused(_))
        };
        self.list.iter().any(|file| runs(&file.stage))
    }

    /// Whether one needs the customer: to try it again, choose it again, or take it out.
    pub fn any_failed(&self) -> bool {
        self.list.iter().any(|file| matches!(file.stage, Stage::Failed(_) | Stage::Lost))
    }

    /// Bytes of all files together.
    pub fn total(&self) -> i64 {
        self.list.iter().map(|file| file.size).sum()
    }

    /// The ids of all files.
    pub(crate) fn ids(&self) -> Vec<u32> {
        self.list.iter().map(|file| file.id).collect()
    }
}

impl File {
    /// A file of a draft that the device had kept.
    pub(crate) fn restored(
        id: u32,
        name: String,
        size: i64,
        kind: Option<FileKind>,
        evidence: String,
    ) -> Self {
        Self { id, name, size, kind, as_is: false, evidence, stage: Stage::Queued, upload: None, tries: 0 }
    }

    /// Sends what has not arrived; one whose kind nobody knows is looked at first.
    fn upload(&self, wait: u32) -> Option<FileEffect> {
        let (id, name) = (self.id, self.name.clone());
        Some(FileEffect::Upload { id, name, kind: self.kind?, upload: self.upload.clone(), wait })
    }
}
