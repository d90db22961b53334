//! What a customer says of an article or of where a flow led: it helped, or why not. No identity, and no words of theirs.
//!
//! Not here: how votes are kept (the portal), when one may say where it was given ([`Vote::page`]: with consent alone).

use crate::{FieldCode, FieldError, LOCALE_MAX};
use serde::{Deserialize, Serialize};

/// Longest name of what is voted on, in bytes: a kind, a colon and a slug.
const ABOUT_MAX: usize = 100;

/// Why something did not help, as the customer chose it.
pub const VOTE_REASONS: [&str; 5] = ["wrong-topic", "unclear", "did-not-work", "not-for-me", "other"];
/// Kinds of page that are counted apart. Others are told as none: a page's own name could say who its visitor is.
pub const VOTE_PAGES: [&str; 5] = ["checkout", "confirmation", "order", "account", "returns"];
/// Ways to what is voted on.
pub const VOTE_WAYS: [&str; 4] = ["search", "offer", "browse", "link"];

/// One vote.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Vote {
    /// The merchant's client id: who may send. It is not kept.
    pub client_id: String,
    /// The market it was given in.
    pub market: String,
    /// The locale it was read in.
    pub locale: String,
    /// `article:<slug>` or `flow:<slug>`.
    pub about: String,
    /// Whether it helped.
    pub helped: bool,
    /// One of [`VOTE_REASONS`], if it did not; empty without one.
    pub reason: String,
    /// One of [`VOTE_PAGES`]; empty without the customer's consent to counting, and on other pages.
    pub page: String,
    /// One of [`VOTE_WAYS`]; empty without that consent.
    pub way: String,
}

impl Vote {
    /// Whether every field is of the form it has. What it is about is known by the portal alone.
    ///
    /// # Errors
    /// One [`FieldError`] a fault.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut fault = |field: &str, code| errors.push(FieldError::new(field, code));
        if self.market.trim().is_empty() {
            fault("market", FieldCode::Required);
        }
        match self.locale.len() {
            0 => fault("locale", FieldCode::Required),
            n if n > LOCALE_MAX => fault("locale", FieldCode::TooLong),
            _ => {}
        }
        let slug = self.about.strip_prefix("article:").or_else(|| self.about.strip_prefix("flow:"));
        let plain =
            |slug: &str| slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if !slug.is_some_and(|slug| !slug.is_empty() && self.about.len() <= ABOUT_MAX && plain(slug)) {
            fault("about", if self.about.is_empty() { FieldCode::Required } else { FieldCode::Invalid });
        }
        if self.helped && !self.reason.is_empty() {
            fault("reason", FieldCode::Invalid);
        }
        let lists: [(&str, &str, &[&str]); 3] = [
            ("reason", &self.reason, &VOTE_REASONS),
            ("page", &self.page, &VOTE_PAGES),
            ("way", &self.way, &VOTE_WAYS),
        ];
        for (field, value, list) in lists {
            if !value.is_empty() && !list.contains(&value) {
                fault(field, FieldCode::Unknown);
            }
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vote() -> Vote {
        Vote {
            client_id: "shop".into(),
            market: "GB".into(),
            locale: "en-GB".into(),
            about: "article:late-fee".into(),
            reason: "unclear".into(),
            page: "checkout".into(),
            way: "search".into(),
            ..Vote::default()
        }
    }

    #[test]
    fn a_vote_names_something_and_chooses_from_lists() {
        assert_eq!(vote().check(), Ok(()));
        let check = |change: fn(&mut Vote), field: &str, code| {
            let mut vote = vote();
            change(&mut vote);
            assert_eq!(vote.check(), Err(vec![FieldError::new(field, code)]), "{field}");
        };
        check(|v| v.about.clear(), "about", FieldCode::Required);
        check(|v| v.about = "article:".into(), "about", FieldCode::Invalid);
        check(|v| v.about = "case:KH-7F3K-9Q2M".into(), "about", FieldCode::Invalid);
        check(|v| v.about = "article:Late Fee".into(), "about", FieldCode::Invalid);
        check(|v| v.about = format!("flow:{}", "a".repeat(100)), "about", FieldCode::Invalid);
        check(|v| v.locale.clear(), "locale", FieldCode::Required);
        check(|v| v.market.clear(), "market", FieldCode::Required);
        check(|v| v.reason = "i hate it".into(), "reason", FieldCode::Unknown);
        check(|v| v.helped = true, "reason", FieldCode::Invalid);
        check(|v| v.page = "/order/1234".into(), "page", FieldCode::Unknown);
        check(|v| v.way = "mail".into(), "way", FieldCode::Unknown);
    }
}
