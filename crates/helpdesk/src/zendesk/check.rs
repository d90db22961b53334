//! Whether Zendesk is set up as the configuration says.

use super::Zendesk;
use super::model::User;
use crate::http::{ANSWER_MAX_BYTES, read};
use crate::{ReadError, SelfCheck};
use serde::Deserialize;

/// How far its clock may be off ours, in seconds, before somebody should know.
const SKEW_MAX: u64 = 60;

#[derive(Deserialize)]
struct Me {
    user: User,
}

impl Zendesk {
    pub(super) async fn self_check(&self) -> SelfCheck {
        let mut check = SelfCheck::default();
        if !self.check_user(&mut check).await {
            return check;
        }
        for (key, folder, id) in [
            ("category_field", "ticket_fields", self.config.category_field),
            ("order_field", "ticket_fields", self.config.order_field),
            ("group", "groups", self.config.group),
        ] {
            let Some(id) = id else { continue };
            if let Err(error) = read(self.get(&[folder, &format!("{id}.json")], &[]), ANSWER_MAX_BYTES).await
            {
                let next = "the id stands in the address of its page in Zendesk's admin centre";
                check.fault(format!("{key} {id}: {error}"), next);
            }
        }
        check
    }

    async fn check_user(&self, check: &mut SelfCheck) -> bool {
        let answer = match read(self.get(&["users", "me.json"], &[]), ANSWER_MAX_BYTES).await {
            Ok(answer) => answer,
            Err(ReadError::Auth { code }) => {
                check.fault(
                    format!("Zendesk does not accept user and token ({code})"),
                    "is API token access on, and does the token belong to this account?",
                );
                return false;
            }
            Err(error) => {
                check.fault(
                    format!("Zendesk: {error}"),
                    "is url the account's address, https://NAME.zendesk.com?",
                );
                return false;
            }
        };
        if let Some(skew) = answer.clock_skew().filter(|skew| *skew > SKEW_MAX) {
            check.warn(format!("our clock is {skew} s off Zendesk's"), "let this machine keep time by NTP");
        }
        match answer.json::<Me>() {
            // Without credentials it answers 200 and a user that is nobody.
            Ok(Me { user }) if user.id.is_some() && matches!(user.role.as_str(), "agent" | "admin") => true,
            Ok(_) => {
                check.fault(
                    "the user is no agent",
                    "set user to the address of an agent who may see the group",
                );
                false
            }
            Err(why) => {
                check.fault(why, "url leads to something else than Zendesk");
                false
            }
        }
    }
}
