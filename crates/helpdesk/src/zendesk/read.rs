//! What reads tickets, comments and files.

use super::model::{Audit, Audits, Comment, Comments, Meta, OneTicket, Ticket, Tickets, User, agent};
use super::{MESSAGE_FIELD, Zendesk};
use crate::config::FILE_MAX_BYTES;
use crate::http::{CallFault, call, read_json};
use crate::time::instant;
use crate::{
    Author, Changes, Cursor, FileId, FileRef, Key, PublicCase, PublicChange, ReadError, RemoteId,
    WhatChanged, render, sanitise,
};
use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use reqwest::Url;
use serde::de::DeserializeOwned;
use std::collections::HashSet;

/// Most pages of one list: 10,000 entries. A ticket has at most 5,000 comments.
const PAGES_MAX: usize = 100;
/// How far back the first read of changes begins: cases are younger than the connector that sent them.
const FIRST_READ: SignedDuration = SignedDuration::from_hours(1);

impl Zendesk {
    pub(super) async fn ticket(&self, id: u64) -> Result<OneTicket, ReadError> {
        read_json(self.get(&["tickets", &format!("{id}.json")], &[("include", "users")])).await
    }

    /// Tickets whose `external_id` really is the key (trap 13), oldest first, without merged and deleted ones.
    pub(super) async fn find_tickets(&self, key: &Key) -> Result<Vec<u64>, ReadError> {
        let found: Tickets = read_json(self.get(&["tickets.json"], &[("external_id", key.as_str())])).await?;
        let ours = found.tickets.iter().filter(|one| one.key().as_ref() == Some(key) && one.is_live());
        let mut ids: Vec<u64> = ours.map(|ticket| ticket.id).collect();
        ids.sort_unstable();
        Ok(ids)
    }

    /// Comments of a ticket that were sent with the key.
    pub(super) async fn find_comments(&self, id: u64, key: &Key) -> Result<Vec<u64>, ReadError> {
        let audits = self.audits(id).await?;
        let ours = audits.iter().filter(|audit| audit.key(MESSAGE_FIELD) == Some(key.as_str()));
        let mut ids: Vec<u64> = ours.flat_map(Audit::comments).collect();
        ids.sort_unstable();
        Ok(ids)
    }

    pub(super) async fn comments(&self, id: u64) -> Result<(Vec<Comment>, Vec<User>), ReadError> {
        let (mut comments, mut users) = (Vec::new(), Vec::new());
        let mut pages = Pages::default();
        while let Some(after) = pages.next() {
            let page: Comments = self.page(id, "comments.json", after.as_deref()).await?;
            comments.extend(page.comments);
            users.extend(page.users);
            pages.seen(page.meta);
        }
        Ok((comments, users))
    }

    async fn audits(&self, id: u64) -> Result<Vec<Audit>, ReadError> {
        let mut audits = Vec::new();
        let mut pages = Pages::default();
        while let Some(after) = pages.next() {
            let page: Audits = self.page(id, "audits.json", after.as_deref()).await?;
            audits.extend(page.audits);
            pages.seen(page.meta);
        }
        Ok(audits)
    }

    async fn page<T: DeserializeOwned>(
        &self,
        id: u64,
        list: &str,
        after: Option<&str>,
    ) -> Result<T, ReadError> {
        let mut query = vec![("include", "users"), ("page[size]", "100")];
        query.extend(after.map(|after| ("page[after]", after)));
        read_json(self.get(&["tickets", &id.to_string(), list], &query)).await
    }

    pub(super) async fn read_changes(&self, since: &Cursor) -> Result<Changes, ReadError> {
        let begin = (Timestamp::now() - FIRST_READ).as_second().to_string();
        let from =
            if since.0.is_empty() { ("start_time", begin.as_str()) } else { ("cursor", since.0.as_str()) };
        let path = ["incremental", "tickets", "cursor.json"];
        let page: Tickets = read_json(self.get(&path, &[from, ("include", "users")])).await?;
        let mut changes = Vec::new();
        for ticket in page.tickets.iter().filter(|ticket| ticket.is_live()) {
            if let Some(key) = ticket.key() {
                changes.extend(self.changes_of(ticket, &key, &page.users).await?);
            }
        }
        let more = page.end_of_stream == Some(false);
        // Without a cursor there was nothing new.
        let cursor = page.after_cursor.map_or_else(|| since.clone(), Cursor);
        Ok(Changes { changes, cursor, more })
    }

    pub(super) async fn fetch_case(&self, id: u64) -> Result<PublicCase, ReadError> {
        let read = self.ticket(id).await?;
        let key = read.ticket.key().ok_or_else(|| ReadError::failed("the ticket has no key of ours"))?;
        let changes = self.changes_of(&read.ticket, &key, &read.users).await?;
        let state = self.common.status.state(&read.ticket.status);
        let assigned = read.ticket.assigned(&read.users);
        Ok(PublicCase { remote: self.remote(id), key, state, assigned, changes })
    }

    /// A ticket's public replies that are not the portal's own, and how it stands.
    async fn changes_of(
        &self,
        ticket: &Ticket,
        key: &Key,
        users: &[User],
    ) -> Result<Vec<PublicChange>, ReadError> {
        let audits = self.audits(ticket.id).await?;
        let sent = audits.iter().filter(|audit| audit.key(MESSAGE_FIELD).is_some());
        let sent: HashSet<u64> = sent.flat_map(Audit::comments).collect();
        let (comments, authors) = self.comments(ticket.id).await?;
        let mut what = Vec::new();
        for comment in comments.into_iter().filter(|one| one.public && !sent.contains(&one.id)) {
            what.push(reply(comment, ticket, &authors)?);
        }
        what.push(WhatChanged::Assigned(ticket.assigned(users)));
        what.extend(self.common.status.state(&ticket.status).map(WhatChanged::Status));
        let remote = RemoteId(ticket.id.to_string());
        let change = |what| PublicChange { remote: remote.clone(), key: key.clone(), what };
        Ok(what.into_iter().map(change).collect())
    }

    /// A file of a public comment of this ticket. Its address is another host's and needs no credentials: ours stay here.
    pub(super) async fn fetch_file(&self, id: u64, file: &FileId) -> Result<Bytes, ReadError> {
        let (comments, _) = self.comments(id).await?;
        let files = comments.iter().filter(|comment| comment.public).flat_map(|comment| &comment.attachments);
        let found = files.into_iter().find(|one| one.id.to_string() == file.0);
        let found = found.ok_or(ReadError::NotThere { code: 404 })?;
        let mut url = self.file_url(&found.content_url)?;
        // One step on: where files are private, Zendesk's own address leads to a signed one elsewhere.
        for _ in 0..2 {
            let request = self.http.get(url.clone());
            let own = url.origin() == self.http.base().origin();
            let request = if own { self.authorized(request) } else { request };
            let answer = call(request, FILE_MAX_BYTES).await.map_err(|fault| match fault {
                CallFault::NotSent(why) | CallFault::Lost(why) => ReadError::failed(why),
            })?;
            match answer.status.as_u16() {
                200 => return Ok(answer.body),
                301 | 302 | 303 | 307 | 308 => {
                    let to = answer.headers.get(http::header::LOCATION).and_then(|value| value.to_str().ok());
                    url = self.file_url(to.unwrap_or_default())?;
                }
                code @ (401 | 403) => return Err(ReadError::Auth { code }),
                code @ (404 | 410) => return Err(ReadError::NotThere { code }),
                code => return Err(ReadError::failed(format!("answered {code}"))),
            }
        }
        Err(ReadError::failed("the file's address leads on and on"))
    }

    /// An address a file may be fetched from: https, or what the helpdesk itself is reached by (http to this machine).
    fn file_url(&self, text: &str) -> Result<Url, ReadError> {
        let url: Url = text.parse().map_err(|_| ReadError::failed("a file without an address"))?;
        if url.scheme() == "https" || url.scheme() == self.http.base().scheme() {
            Ok(url)
        } else {
            Err(ReadError::failed("a file whose address is not https"))
        }
    }
}

fn reply(comment: Comment, ticket: &Ticket, users: &[User]) -> Result<WhatChanged, ReadError> {
    let at = instant(&comment.created_at).ok_or_else(|| ReadError::failed("a comment without a date"))?;
    let author = match comment.author_id {
        Some(id) if Some(id) == ticket.requester_id => Author::Customer,
        Some(id) => agent(id, users),
        None => Author::Agent { name: String::new(), id: String::new() },
    };
    let file = |file: super::model::Attachment| FileRef {
        id: FileId(file.id.to_string()),
        name: render::file_name(&file.file_name),
        media_type: file.content_type,
        size: file.size,
    };
    Ok(WhatChanged::Reply {
        id: comment.id.to_string(),
        author,
        at,
        body: sanitise(&comment.html_body),
        files: comment.attachments.into_iter().map(file).collect(),
    })
}

/// Walks a list: the first page without a cursor, and on while there is one.
#[derive(Default)]
struct Pages {
    read: usize,
    after: Option<String>,
    ended: bool,
}

impl Pages {
    fn next(&mut self) -> Option<Option<String>> {
        if self.ended || self.read >= PAGES_MAX {
            return None;
        }
        self.read += 1;
        Some(self.after.take())
    }

    fn seen(&mut self, meta: Meta) {
        self.ended = !meta.has_more || meta.after_cursor.is_none();
        self.after = meta.after_cursor;
    }
}
