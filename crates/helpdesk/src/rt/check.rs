//! Whether RT is set up as the configuration says (traps 4 and 9).

use super::Rt;
use super::model::{Field, Queue};
use crate::http::{ANSWER_MAX_BYTES, read, read_json};
use crate::{ReadError, SelfCheck};
use serde::Deserialize;

/// How far RT's clock may be off ours, in seconds, before somebody should know.
const SKEW_MAX: u64 = 60;

#[derive(Deserialize)]
struct Version {
    #[serde(rename = "Version", default)]
    version: String,
}

impl Rt {
    pub(super) async fn self_check(&self) -> SelfCheck {
        let mut check = SelfCheck::default();
        if self.check_server(&mut check).await {
            self.check_queue(&mut check).await;
            self.check_user(&mut check).await;
        }
        if self.config.mail.is_none() {
            check.warn(
                "customers' replies stand under the relay's name, and RT mails customers a copy of their own words",
                "set mail_gateway, mail_rtname, mail_to and mail_domain; or give RT's scrip 'On Correspond Notify \
                 Requestors' a condition that leaves out the relay's user",
            );
        }
        check
    }

    /// Whether it answers at all.
    async fn check_server(&self, check: &mut SelfCheck) -> bool {
        let answer = match read(self.get(&["rt"], &[]), ANSWER_MAX_BYTES).await {
            Ok(answer) => answer,
            Err(ReadError::Auth { code }) => {
                check.fault(
                    format!("RT does not accept the token ({code})"),
                    "make a new one for the relay's user: Logged in as, Settings, Auth Tokens",
                );
                return false;
            }
            Err(error) => {
                check.fault(
                    format!("RT: {error}"),
                    "is url the address of RT, without /REST/2.0, and does RT answer?",
                );
                return false;
            }
        };
        match answer.json::<Version>() {
            Ok(Version { version }) if version.starts_with('5') => {}
            Ok(Version { version }) => check.warn(
                format!("RT is version {version:?}; this connector was proved against 5.0.3"),
                "run the project's connector test against it (docs/operating.md)",
            ),
            Err(why) => {
                check.fault(why, "url leads to something else than RT's REST2");
                return false;
            }
        }
        if let Some(skew) = answer.clock_skew().filter(|skew| *skew > SKEW_MAX) {
            check.warn(format!("RT's clock is {skew} s off ours"), "let both machines keep time by NTP");
        }
        true
    }

    async fn check_queue(&self, check: &mut SelfCheck) {
        let name = &self.config.queue;
        let queue: Queue = match read_json(self.get(&["queue", name], &[])).await {
            Ok(queue) => queue,
            Err(error) => {
                check.fault(
                    format!("queue {name:?}: {error}"),
                    "is it spelled as in RT, and does the relay's user have SeeQueue on it?",
                );
                return;
            }
        };
        if queue.disabled == Some(1) {
            check.fault(format!("queue {name:?} is disabled"), "enable it in RT: Admin, Queues");
        }
        let has = |fields: &[Field], name: &str| fields.iter().any(|field| field.name == name);
        let config = &self.config;
        let next = "make it in RT (Admin, Custom Fields), apply it to the queue, and give the relay's user \
                    SeeCustomField, ModifyCustomField and SetInitialCustomField on it";
        if !has(&queue.ticket_fields, &config.case_field) {
            check.fault(format!("the queue has no ticket field {:?}", config.case_field), next);
        }
        if !has(&queue.transaction_fields, &config.message_field) {
            check.fault(format!("the queue has no transaction field {:?}", config.message_field), next);
        }
        for field in [&config.category_field, &config.order_field, &config.locale_field].into_iter().flatten()
        {
            if !has(&queue.ticket_fields, field) {
                check.warn(format!("the queue has no ticket field {field:?}; RT drops it silently"), next);
            }
        }
    }

    async fn check_user(&self, check: &mut SelfCheck) {
        let name = &self.config.relay_user;
        match read(self.get(&["user", name], &[]), ANSWER_MAX_BYTES).await {
            Ok(_) => {}
            Err(ReadError::NotThere { .. }) => check.fault(
                format!("there is no user {name:?}"),
                "set relay_user to the name of the token's owner: else the portal takes its own replies for news",
            ),
            Err(error) => check.warn(format!("user {name:?} cannot be read: {error}"), "check relay_user"),
        }
    }
}
