//! Keys of interface texts. The compiler refuses a source locale that lacks one, and a file that has others.

use klarna_help_wire::{CaseState, NextStep};

macro_rules! keys {
    (first { $($first:ident = $first_text:literal,)+ } later { $($later:ident = $later_text:literal,)+ }) => {
        /// A key of an interface text. Arguments stand in braces: `{date}`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u16)]
        #[allow(missing_docs)]
        pub enum Key { $($first,)+ $($later,)+ }
        /// Every key's name in `content/ui/<locale>.toml`, in the order of [`Key`].
        pub const KEYS: &[&str] = &[$($first_text,)+ $($later_text,)+];
        /// How many of them are in the pack; the others are on the shelf.
        pub const FIRST: usize = [$($first_text),+].len();
    };
}

include!("ui_keys.rs");

impl Key {
    /// Its place in [`KEYS`]: in [`crate::Pack::ui`], then in [`crate::Shelf::ui`].
    pub fn index(self) -> usize {
        self as usize
    }
}

impl From<CaseState> for Key {
    fn from(state: CaseState) -> Self {
        match state {
            CaseState::Received => Key::StateReceived,
            CaseState::InReview => Key::StateInReview,
            CaseState::WaitingForYou => Key::StateWaitingForYou,
            CaseState::Resolved => Key::StateResolved,
            CaseState::Closed => Key::StateClosed,
            CaseState::Reopened => Key::StateReopened,
        }
    }
}

impl From<NextStep> for Key {
    fn from(step: NextStep) -> Self {
        match step {
            NextStep::WeReview => Key::NextWeReview,
            NextStep::YouAnswer => Key::NextYouAnswer,
            NextStep::Nothing => Key::NextNothing,
        }
    }
}
