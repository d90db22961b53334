//! What customers said helped: taken in here, counted by day without anyone's name, and read by authors and by the compiler.
//!
//! Invariant: of a vote nothing is kept but what `migrations/*_votes.sql` lists. Not here: rows (`store::votes`).

mod needed;
mod take;

pub use needed::{Needed, needed, report};

use crate::state::Shared;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(crate) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(take::take))
}
