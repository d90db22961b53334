//! A stored case as the customer follows it.

use super::transition;
use crate::state::Portal;
use crate::store::CaseRecord;
use klarna_help_wire::{Attachment, CaseAction, CaseEvent, CaseState, CaseView};

/// Seconds between two requests for an update.
pub(super) const ASK_AGAIN_AFTER: i64 = 86_400;

/// What of a case its customer sees. `files`: each with the message it came with.
pub(super) fn view(
    portal: &Portal,
    case: CaseRecord,
    timeline: Vec<CaseEvent>,
    files: Vec<(Option<String>, Attachment)>,
) -> CaseView {
    let late = is_late(portal, &case);
    CaseView {
        can: actions(portal, &case, late),
        can_reply: true,
        late,
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

/// Whether the promised day has passed, in the market's zone, while it is our turn.
pub(super) fn is_late(portal: &Portal, case: &CaseRecord) -> bool {
    let ours = matches!(case.state, CaseState::Received | CaseState::InReview | CaseState::Reopened);
    let zone = portal.content.locale(&case.locale).map(|locale| locale.zone.clone());
    let today = portal.clock.now().to_zoned(zone.unwrap_or(jiff::tz::TimeZone::UTC)).date().to_string();
    ours && today > case.expected_by
}

/// What the customer may do now.
pub(super) fn actions(portal: &Portal, case: &CaseRecord, late: bool) -> Vec<CaseAction> {
    let now = portal.clock.now().as_second();
    let asked = case.asked_at.is_some_and(|at| now - at < ASK_AGAIN_AFTER);
    let ended = matches!(case.state, CaseState::Resolved | CaseState::Closed);
    let may = |action: &CaseAction| match action {
        CaseAction::AskUpdate => late && !asked,
        CaseAction::Reopen => transition::allowed(case.state, CaseState::Reopened),
        CaseAction::Close => transition::allowed(case.state, CaseState::Closed),
        CaseAction::Rate => ended && case.rating.is_none(),
    };
    CaseAction::ALL.iter().filter(|action| may(action)).copied().collect()
}
