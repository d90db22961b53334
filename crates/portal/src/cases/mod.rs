//! Cases: sending one, reading it, writing to it, doing something with it, and the states it goes through.
//!
//! Here: the routes and what they have in common. Not here: rows (`store`), from which origin (`security`), the stream
//! of a case's events (`stream`).

mod actions;
pub(crate) mod auth;
pub(crate) mod check;
mod create;
mod idempotency;
mod list;
mod messages;
pub(crate) mod read;
pub mod standing;
pub mod transition;
pub(crate) mod view;

use crate::state::Shared;
use crate::store::StoreError;
use klarna_help_wire::{FILES_MAX_BYTES, FieldCode, FieldError, MessageBlock};
use utoipa_axum::{router::OpenApiRouter, routes};

/// Days after which an `Idempotency-Key` is forgotten. Published in the OpenAPI document.
pub const KEY_DAYS: i64 = 30;
/// Days after a case was closed until its token opens it no more.
pub const TOKEN_DAYS_AFTER_CLOSE: i64 = 90;

pub(crate) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(create::create, list::list))
        .routes(routes!(read::read))
        .routes(routes!(messages::send))
        .routes(routes!(actions::act))
}

/// What somebody typed, as the blocks of a message.
pub fn typed(text: &str) -> Vec<MessageBlock> {
    check::blocks(text)
}

/// Forgets keys that are too old. Answers how many.
///
/// # Errors
/// [`StoreError`].
pub async fn forget_old_keys(portal: &crate::Portal) -> Result<u64, StoreError> {
    portal.store.forget_keys(portal.clock.now().as_second() - KEY_DAYS * 86_400).await
}

impl From<StoreError> for crate::problem::Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::BadUploads(places) => {
                let field = |i| FieldError::new(format!("attachments.{i}"), FieldCode::Unknown);
                Self::Fields(places.into_iter().map(field).collect())
            }
            StoreError::TooManyBytes => {
                let limit = usize::try_from(FILES_MAX_BYTES).unwrap_or(usize::MAX);
                Self::Fields(vec![FieldError::with_limit("attachments", FieldCode::TooLong, limit)])
            }
            other => Self::Unavailable(format!("store: {other}")),
        }
    }
}
