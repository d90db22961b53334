//! What follows a case: its view, its events, messages and files, lists of cases; what a customer writes and does.
//!
//! A kind of event, block or action that a newer portal writes is passed over, not a reason to show nothing.

use super::case::{attachments, texts};
use super::{Json, Writer, write};
use klarna_help_wire::{
    ActionRequest, Attachment, CaseAction, CaseEvent, CaseEventKind, CaseList, CaseListed, CaseState,
    CaseView, Category, Message, MessageBlock, MessageHref, MessageInline, MessageRequest, NextStep,
};

impl Json {
    /// A case as the customer follows it.
    pub fn case_view(&self) -> Option<CaseView> {
        let can = |name: Self| CaseAction::parse(&name.0.as_string()?);
        Some(CaseView {
            case_id: self.text("caseId")?,
            category: Category::parse(&self.text("category")?)?,
            state: CaseState::parse(&self.text("state")?)?,
            next_step: NextStep::parse(&self.text("nextStep")?)?,
            received_at: self.text("receivedAt")?,
            expected_by: self.text("expectedBy")?,
            late: self.get("late").0.is_truthy(),
            assignee: self.text_or_empty("assignee"),
            description: self.text("description")?,
            happened_on: self.text_or_empty("happenedOn"),
            tried: self.text_or_empty("tried"),
            order_id: self.text("orderId")?,
            attachments: self.attachments(),
            can: self.get("can").list().into_iter().filter_map(can).collect(),
            can_reply: self.get("canReply").0.is_truthy(),
            timeline: self.get("timeline").list().iter().filter_map(Self::case_event).collect(),
        })
    }

    /// An entry of a case's timeline.
    pub fn case_event(&self) -> Option<CaseEvent> {
        Some(CaseEvent {
            seq: self.number("seq")? as i64,
            at: self.text("at")?,
            kind: CaseEventKind::parse(&self.text("kind")?)?,
            state: CaseState::parse(&self.text("state")?)?,
            agent: self.text_or_empty("agent"),
            message: self.object("message").map(|message| message.message()),
            rating: self.number("rating").and_then(|rating| u8::try_from(rating as i64).ok()),
            expected_by: self.text_or_empty("expectedBy"),
        })
    }

    /// The events of a poll.
    pub fn case_events(&self) -> Option<Vec<CaseEvent>> {
        self.0.is_object().then(|| self.get("events").list().iter().filter_map(Self::case_event).collect())
    }

    /// The cases of a customer who is known.
    pub fn case_list(&self) -> Option<CaseList> {
        let one = |case: Self| {
            Some(CaseListed {
                case_id: case.text("caseId")?,
                category: Category::parse(&case.text("category")?)?,
                state: CaseState::parse(&case.text("state")?)?,
                received_at: case.text("receivedAt")?,
                expected_by: case.text("expectedBy")?,
                last_from_us: case.number("lastFromUs")? as i64,
            })
        };
        self.0
            .is_object()
            .then(|| CaseList { cases: self.get("cases").list().into_iter().filter_map(one).collect() })
    }

    fn message(&self) -> Message {
        Message {
            id: self.text_or_empty("id"),
            body: self.get("body").list().iter().filter_map(Self::block).collect(),
            attachments: self.attachments(),
        }
    }

    fn attachments(&self) -> Vec<Attachment> {
        let one = |file: Self| {
            Some(Attachment {
                id: file.text("id")?,
                name: file.text("name")?,
                media_type: file.text_or_empty("mediaType"),
                size: file.number("size")? as i64,
            })
        };
        self.get("attachments").list().into_iter().filter_map(one).collect()
    }

    fn block(&self) -> Option<MessageBlock> {
        let runs = |key| self.get(key).list().iter().map(Self::inlines).collect();
        Some(match self.text("kind")?.as_str() {
            "paragraph" => MessageBlock::Paragraph { content: self.get("content").inlines() },
            "list" => MessageBlock::List { ordered: self.get("ordered").0.is_truthy(), items: runs("items") },
            "quote" => MessageBlock::Quote { paragraphs: runs("paragraphs") },
            "preformatted" => MessageBlock::Preformatted { text: self.text("text")? },
            _ => return None,
        })
    }

    fn inlines(&self) -> Vec<MessageInline> {
        self.list().iter().filter_map(Self::inline).collect()
    }

    /// A link whose address may not be followed is no link: its words stay.
    fn inline(&self) -> Option<MessageInline> {
        Some(match self.text("kind")?.as_str() {
            "text" => MessageInline::Text { text: self.text("text")? },
            "break" => MessageInline::Break,
            "link" => {
                let text = self.text("text")?;
                match self.text("href").as_deref().and_then(MessageHref::parse) {
                    Some(href) => MessageInline::Link { href, text },
                    None => MessageInline::Text { text },
                }
            }
            _ => return None,
        })
    }
}

/// A message of the customer's, as the portal reads it.
pub fn message_request(message: &MessageRequest) -> String {
    let request = Writer::default()
        .text("text", &message.text)
        .nest("attachments", &attachments(&message.attachments))
        .nest("kept", &texts(&message.kept));
    write(&request.value())
}

/// What the customer does with a case, as the portal reads it.
pub fn action_request(action: &ActionRequest) -> String {
    let request = Writer::default()
        .text("action", &action.action)
        .number("rating", action.rating.map(f64::from))
        .text("comment", &action.comment);
    write(&request.value())
}
