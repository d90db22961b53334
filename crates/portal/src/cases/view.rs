//! A stored case as the customer follows it.

use crate::calendar::Present;
use crate::problem::Error;
use crate::state::Portal;
use crate::store::CaseRecord;
use klarna_help_wire::{Attachment, CaseEvent, CaseView, Category};

/// What of a case its customer sees now.
///
/// # Errors
/// [`Error::CaseNotFound`], [`Error::Unavailable`].
pub(super) async fn read_view(portal: &Portal, id: &str) -> Result<CaseView, Error> {
    let (case, timeline) = portal.store.case(id).await?.ok_or(Error::CaseNotFound)?;
    let files = portal.store.files(id).await?;
    Ok(view(portal, case, timeline, files))
}

/// The moment, as it is for a case: what whoever changes one needs.
///
/// # Errors
/// [`Error::CaseNotFound`], [`Error::Unavailable`].
pub(crate) async fn present(portal: &Portal, id: &str) -> Result<Present, Error> {
    let (locale, category) = portal.store.locale_and_category(id).await?.ok_or(Error::CaseNotFound)?;
    Ok(present_in(portal, &locale, category))
}

/// The moment, as it is for a case of a locale and category.
pub(crate) fn present_in(portal: &Portal, locale: &str, category: Category) -> Present {
    let now = portal.clock.now();
    match portal.content.locale(locale) {
        Some(locale) => Present::of(locale, category, now),
        None => Present::anywhere(now),
    }
}

/// `files`: each with the message it came with.
fn view(
    portal: &Portal,
    case: CaseRecord,
    timeline: Vec<CaseEvent>,
    files: Vec<(Option<String>, Attachment)>,
) -> CaseView {
    let (present, standing) = (present_in(portal, &case.locale, case.category), case.standing());
    CaseView {
        can: standing.actions(&present),
        can_reply: true,
        late: standing.is_late(&present),
        category: case.category,
        state: case.state,
        next_step: case.state.next_step(),
        attachments: files.into_iter().filter(|(of, _)| of.is_none()).map(|(_, file)| file).collect(),
        case_id: case.case_id,
        received_at: case.received_at,
        expected_by: case.expected_by,
        assignee: case.assignee,
        description: case.description,
        happened_on: case.happened_on,
        tried: case.tried,
        order_id: case.order_id,
        timeline,
    }
}
