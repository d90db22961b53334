//! A customer's reply by RT's mail gateway, in the customer's own name.
//!
//! RT threads it by the subject's mark `[rtname #7]`, files it under the sender, and keeps the `Message-ID`, which holds our
//! key: it does not use it to refuse a second one (trap 3).

use super::Rt;
use crate::config::RtMail;
use crate::http::send;
use crate::render::file_name;
use crate::{Key, OutMessage, Remote, RemoteMessage, SendError};
use lettre::message::header::ContentType;
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};

impl RtMail {
    /// The `Message-ID` of a reply, as RT keeps it: without its brackets.
    pub(super) fn message_id(&self, key: &Key) -> String {
        format!("portal.{key}@{}", self.domain)
    }

    /// Whether a `Message-ID` is of this portal's making.
    pub(super) fn is_ours(&self, message_id: &str) -> bool {
        let inner = message_id.trim_matches(['<', '>']);
        let key =
            inner.strip_prefix("portal.").and_then(|rest| rest.strip_suffix(&format!("@{}", self.domain)));
        key.is_some_and(|key| Key::new(key).is_ok())
    }
}

impl Rt {
    pub(super) async fn reply_by_mail(
        &self,
        mail: &RtMail,
        case: &Remote,
        message: &OutMessage,
    ) -> Result<RemoteMessage, SendError> {
        // A merged ticket is answered where it is now; one that is not there is not opened anew by a mail.
        let ticket = self.ticket(&case.id.0).await?;
        let raw = self.raw_mail(mail, ticket.id, message).await?;
        let form = reqwest::multipart::Form::new()
            .text("queue", self.config.queue.clone())
            .text("action", "correspond")
            .text("message", raw);
        let mut url = mail.gateway.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(["REST", "1.0", "NoAuth", "mail-gateway"]);
        }
        let answer = send(self.http.post(url).multipart(form)).await?;
        let said = String::from_utf8_lossy(&answer.body);
        // The gateway's own words: "ok", "not ok - why", "temporary failure", and 200 to all of them.
        if said.trim_start().starts_with("not ok") {
            return Err(SendError::Refused { code: 200, text: said.chars().take(200).collect() });
        }
        if !said.trim_start().starts_with("ok") {
            return Err(SendError::unknown("the mail gateway said neither ok nor not ok"));
        }
        self.reply_read_back(&self.remote(ticket.id), message).await
    }

    async fn raw_mail(&self, mail: &RtMail, ticket: u64, message: &OutMessage) -> Result<String, SendError> {
        let bad = |what: &str| SendError::Refused { code: 422, text: format!("{what}: not an address") };
        let from: Mailbox = message.email.parse().map_err(|_| bad("email"))?;
        let to: Mailbox = mail.to.parse().map_err(|_| bad("mail_to"))?;
        let mut parts = MultiPart::mixed().singlepart(SinglePart::plain(message.text.clone()));
        for file in &message.attachments {
            let bytes = file.source.bytes().await;
            let bytes =
                bytes.map_err(|error| SendError::NotSent(format!("a file cannot be read: {error}")))?;
            let media_type = ContentType::parse(&file.media_type)
                .map_err(|_| SendError::NotSent("a file has a media type that is none".to_owned()))?;
            parts = parts.singlepart(Attachment::new(file_name(&file.name)).body(bytes.to_vec(), media_type));
        }
        let built = lettre::Message::builder()
            .from(from)
            .to(to)
            .subject(format!("Re: [{} #{ticket}] {}", mail.rtname, message.case))
            .message_id(Some(format!("<{}>", mail.message_id(&message.key))))
            .multipart(parts)
            .map_err(|error| SendError::NotSent(format!("no mail can be made: {error}")))?;
        // lettre writes files as base64 and all else as ASCII: a mail is text.
        String::from_utf8(built.formatted())
            .map_err(|_| SendError::NotSent("a mail that is no text".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_of_ours_is_known_by_its_message_id() {
        let mail = RtMail {
            gateway: "http://127.0.0.1".parse().unwrap(),
            rtname: "care.test".to_owned(),
            to: "care@helpdesk.example".to_owned(),
            domain: "portal.example".to_owned(),
        };
        let own = mail.message_id(&Key::new("m_1-2").unwrap());
        assert!(mail.is_ours(&own) && mail.is_ours(&format!("<{own}>")));
        for foreign in ["portal.m@other.example", "m@portal.example", "portal.@portal.example", ""] {
            assert!(!mail.is_ours(foreign), "{foreign}");
        }
    }
}
