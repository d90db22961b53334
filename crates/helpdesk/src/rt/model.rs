//! The parts of REST2's answers that are read. Its Perl writes numbers now as numbers, now as text, and an empty list now
//! and then as `""`.

use crate::{Author, Key};
use serde::{Deserialize, Deserializer};

/// A list of results. Neither `total` nor `next_page` can be relied on for lists that hide items (trap 7).
#[derive(Debug, Deserialize)]
pub(super) struct List<T> {
    pub(super) items: Vec<T>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Ticket {
    #[serde(deserialize_with = "number")]
    pub(super) id: u64,
    #[serde(rename = "Status", default)]
    pub(super) status: String,
    #[serde(rename = "Requestor", default, deserialize_with = "list")]
    pub(super) requestor: Vec<User>,
    #[serde(rename = "Owner", default)]
    pub(super) owner: Option<User>,
    #[serde(rename = "CustomFields", default, deserialize_with = "list")]
    pub(super) fields: Vec<Field>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct User {
    /// The user's name, which for customers is their address.
    #[serde(default)]
    pub(super) id: String,
    #[serde(rename = "RealName", default)]
    pub(super) real_name: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Field {
    #[serde(default)]
    pub(super) name: String,
    #[serde(default, deserialize_with = "list")]
    pub(super) values: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Transaction {
    #[serde(deserialize_with = "number")]
    pub(super) id: u64,
    #[serde(rename = "Type", default)]
    pub(super) kind: String,
    #[serde(rename = "Created", default)]
    pub(super) created: String,
    #[serde(rename = "Creator", default)]
    pub(super) creator: Option<User>,
    /// In lists.
    #[serde(rename = "ObjectId", default, deserialize_with = "maybe_number")]
    pub(super) object_id: Option<u64>,
    #[serde(rename = "CustomFields", default, deserialize_with = "list")]
    pub(super) fields: Vec<Field>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Attachment {
    #[serde(deserialize_with = "number")]
    pub(super) id: u64,
    #[serde(rename = "Filename", default)]
    pub(super) name: Option<String>,
    #[serde(rename = "ContentType", default)]
    pub(super) media_type: Option<String>,
    #[serde(rename = "ContentLength", default, deserialize_with = "maybe_number")]
    pub(super) size: Option<u64>,
    #[serde(rename = "MessageId", default)]
    pub(super) message_id: Option<String>,
    /// Base64, and only where one attachment was asked for.
    #[serde(rename = "Content", default)]
    pub(super) content: Option<String>,
    #[serde(rename = "TransactionId", default, deserialize_with = "maybe_linked")]
    pub(super) transaction: Option<u64>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Queue {
    #[serde(rename = "Disabled", default, deserialize_with = "maybe_number")]
    pub(super) disabled: Option<u64>,
    #[serde(rename = "TicketCustomFields", default, deserialize_with = "list")]
    pub(super) ticket_fields: Vec<Field>,
    #[serde(rename = "TicketTransactionCustomFields", default, deserialize_with = "list")]
    pub(super) transaction_fields: Vec<Field>,
}

impl Field {
    /// Whether a field of this name holds exactly this key.
    pub(super) fn holds(&self, name: &str, key: &Key) -> bool {
        self.name == name && self.values.iter().any(|value| value == key.as_str())
    }
}

impl Ticket {
    /// Our key on it.
    pub(super) fn key(&self, field: &str) -> Option<Key> {
        let found = self.fields.iter().find(|one| one.name == field)?;
        Key::new(found.values.first()?.clone()).ok()
    }

    /// Who has it.
    pub(super) fn assigned(&self) -> Option<Author> {
        self.owner.as_ref().filter(|owner| !matches!(owner.id.as_str(), "" | "Nobody")).map(User::agent)
    }
}

impl User {
    /// As an agent: never an address for a name, which is the customers' to see.
    pub(super) fn agent(&self) -> Author {
        let real = self.real_name.as_deref().unwrap_or_default().trim();
        let name = [real, self.id.as_str()].into_iter().find(|name| !name.is_empty() && !name.contains('@'));
        Author::Agent { name: name.unwrap_or_default().to_owned(), id: self.id.clone() }
    }
}

impl Attachment {
    /// The file's name, of a part that is a file.
    pub(super) fn file_name(&self) -> Option<&str> {
        self.name.as_deref().filter(|name| !name.is_empty())
    }

    pub(super) fn is(&self, media_type: &str) -> bool {
        self.media_type.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(media_type))
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Loose {
    Number(u64),
    Text(String),
    Linked { id: Box<Loose> },
    Other(serde::de::IgnoredAny),
}

impl Loose {
    fn number(&self) -> Option<u64> {
        match self {
            Loose::Number(number) => Some(*number),
            Loose::Text(text) => text.parse().ok(),
            Loose::Linked { id } => id.number(),
            Loose::Other(_) => None,
        }
    }
}

fn number<'de, D: Deserializer<'de>>(input: D) -> Result<u64, D::Error> {
    Loose::deserialize(input)?.number().ok_or_else(|| serde::de::Error::custom("not a number"))
}

fn maybe_number<'de, D: Deserializer<'de>>(input: D) -> Result<Option<u64>, D::Error> {
    Ok(Loose::deserialize(input)?.number())
}

/// An id alone, or inside a link to what it names.
fn maybe_linked<'de, D: Deserializer<'de>>(input: D) -> Result<Option<u64>, D::Error> {
    maybe_number(input)
}

fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(input: D) -> Result<Vec<T>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Listed<T> {
        List(Vec<T>),
        Other(serde::de::IgnoredAny),
    }
    Ok(match Listed::deserialize(input)? {
        Listed::List(list) => list,
        Listed::Other(_) => Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_number_a_text_or_in_a_link_and_an_empty_list_may_be_a_text() {
        let ticket: Ticket = serde_json::from_str(r#"{"id":"7","CustomFields":"","Requestor":[]}"#).unwrap();
        assert_eq!((ticket.id, ticket.fields.len()), (7, 0));
        let file: Attachment =
            serde_json::from_str(r#"{"id":7,"TransactionId":{"id":"42","type":"transaction"}}"#).unwrap();
        assert_eq!((file.id, file.transaction), (7, Some(42)));
        assert!(serde_json::from_str::<Ticket>(r#"{"id":"seven"}"#).is_err());
    }

    #[test]
    fn an_agent_without_a_name_to_show_shows_none() {
        let agent = |id: &str, real: Option<&str>| {
            let user = User { id: id.to_owned(), real_name: real.map(str::to_owned) };
            match user.agent() {
                Author::Agent { name, .. } => name,
                Author::Customer => panic!("not an agent"),
            }
        };
        assert_eq!(agent("ana", Some("Ana A.")), "Ana A.");
        assert_eq!(agent("ana", Some("")), "ana");
        assert_eq!(agent("ana@shop.example", None), "");
    }
}
