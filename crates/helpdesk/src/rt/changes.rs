//! What happened since, and a case as a whole.
//!
//! Transactions are asked for by id: a ticket's history gives no total and hides items without saying so (trap 7). What a
//! status or an owner is now is read from the ticket, so that a change that comes twice says the same.

use super::Rt;
use super::model::{List, Ticket, Transaction};
use super::read::replies_of;
use crate::http::{ANSWER_MAX_BYTES, read, read_json};
use crate::time::instant;
use crate::{
    Author, Changes, Cursor, Key, PublicCase, PublicChange, ReadError, Remote, RemoteId, WhatChanged,
};
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;

/// How long a transaction is read again: ids are given before their rows are committed, so that a lower one may appear
/// after a higher.
const OVERLAP: SignedDuration = SignedDuration::from_secs(30);

impl Rt {
    pub(super) async fn read_changes(&self, since: &Cursor) -> Result<Changes, ReadError> {
        let Ok(after) = since.0.parse::<u64>() else { return self.begin().await };
        let query = format!(
            "ObjectType='RT::Ticket' AND TicketQueue='{}' AND (Type='Correspond' OR Type='Status' OR \
             (Type='Set' AND Field='Owner')) AND id > {after}",
            self.config.queue
        );
        let now = self.now().await?;
        let page = self.transactions(&query, "Type,ObjectId,Created,Creator").await?;
        let mut tickets: HashMap<u64, Option<(Ticket, Key)>> = HashMap::new();
        let mut changes = Vec::new();
        let mut cursor = after;
        let mut settled = true;
        for transaction in &page {
            let age = instant(&transaction.created).map(|at| now.duration_since(at));
            settled &= age.is_some_and(|age| age > OVERLAP);
            if settled {
                cursor = transaction.id;
            }
            let Some(id) = transaction.object_id else { continue };
            if let std::collections::hash_map::Entry::Vacant(entry) = tickets.entry(id) {
                entry.insert(self.our_ticket(id).await?);
            }
            if let Some(Some((ticket, key))) = tickets.get(&id) {
                changes.extend(self.change(transaction, ticket, key).await?);
            }
        }
        Ok(Changes { changes, more: page.len() >= 100 && cursor > after, cursor: Cursor(cursor.to_string()) })
    }

    /// Begins now: what the queue was used for before is not ours, and may be years of it.
    async fn begin(&self) -> Result<Changes, ReadError> {
        let query = format!("ObjectType='RT::Ticket' AND TicketQueue='{}' AND id > 0", self.config.queue);
        let newest = [("query", query.as_str()), ("orderby", "id"), ("order", "DESC"), ("per_page", "1")];
        let found: List<Transaction> = read_json(self.get(&["transactions"], &newest)).await?;
        let cursor = found.items.iter().map(|transaction| transaction.id).max().unwrap_or(0);
        Ok(Changes { changes: Vec::new(), cursor: Cursor(cursor.to_string()), more: false })
    }

    /// RT's own clock, by which its transactions are dated.
    async fn now(&self) -> Result<Timestamp, ReadError> {
        let answer = read(self.get(&["rt"], &[]), ANSWER_MAX_BYTES).await?;
        Ok(answer.date().unwrap_or_else(Timestamp::now))
    }

    /// A ticket that has a key of ours; `None` for any other, and for one moved out of our sight.
    async fn our_ticket(&self, id: u64) -> Result<Option<(Ticket, Key)>, ReadError> {
        match self.ticket(&id.to_string()).await {
            Ok(ticket) => {
                let key = ticket.key(&self.config.case_field);
                Ok(key.map(|key| (ticket, key)))
            }
            Err(ReadError::Auth { .. } | ReadError::NotThere { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn change(
        &self,
        transaction: &Transaction,
        ticket: &Ticket,
        key: &Key,
    ) -> Result<Option<PublicChange>, ReadError> {
        let what = match transaction.kind.as_str() {
            "Correspond" => self.reply_of(transaction, ticket).await?,
            "Status" => self.common.status.state(&ticket.status).map(WhatChanged::Status),
            "Set" => Some(WhatChanged::Assigned(ticket.assigned())),
            _ => None,
        };
        let remote = RemoteId(ticket.id.to_string());
        Ok(what.map(|what| PublicChange { remote, key: key.clone(), what }))
    }

    /// A reply, unless the portal sent it.
    async fn reply_of(
        &self,
        transaction: &Transaction,
        ticket: &Ticket,
    ) -> Result<Option<WhatChanged>, ReadError> {
        let (Some(creator), false) = (&transaction.creator, self.is_relay(transaction)) else {
            return Ok(None);
        };
        let id = transaction.id.to_string();
        let parts = self.attachments(&["transaction", &id, "attachments"]).await?;
        let sent_by_us = |mail: &crate::config::RtMail| {
            parts.iter().filter_map(|part| part.message_id.as_deref()).any(|id| mail.is_ours(id))
        };
        if self.config.mail.as_ref().is_some_and(sent_by_us) {
            return Ok(None);
        }
        let is_customer = ticket.requestor.iter().any(|user| user.id.eq_ignore_ascii_case(&creator.id));
        let author = if is_customer { Author::Customer } else { creator.agent() };
        let at =
            instant(&transaction.created).ok_or_else(|| ReadError::failed("a transaction without a date"))?;
        let (body, files) = (self.body(&parts).await?, Self::files(&parts));
        Ok(Some(WhatChanged::Reply { id, author, at, body, files }))
    }

    pub(super) async fn fetch_case(&self, case: &Remote) -> Result<PublicCase, ReadError> {
        let ticket = self.ticket(&case.id.0).await?;
        let key = ticket
            .key(&self.config.case_field)
            .ok_or_else(|| ReadError::failed("the ticket has no key of ours"))?;
        let remote = self.remote(ticket.id);
        let mut changes = Vec::new();
        let mut after = 0;
        loop {
            let query = format!("{} AND id > {after}", replies_of(&remote)?);
            let page = self.transactions(&query, "Type,Created,Creator").await?;
            let Some(last) = page.iter().map(|transaction| transaction.id).max() else { break };
            for transaction in &page {
                changes.extend(self.change(transaction, &ticket, &key).await?);
            }
            after = last;
        }
        let state = self.common.status.state(&ticket.status);
        Ok(PublicCase { remote, key, state, assigned: ticket.assigned(), changes })
    }
}
