//! The tables as they stand in the file, and their checks.

use super::at::At;
use super::{Common, ConfigError, HelpdeskConfig, Kind, RtConfig, RtMail, WebhookConfig, ZendeskConfig};
use crate::StatusMap;
use klarna_help_wire::{CaseState, Category, is_email};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

/// One `[[helpdesk]]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum HelpdeskTable {
    /// Request Tracker 5.
    Rt(RtTable),
    /// Zendesk.
    Zendesk(ZendeskTable),
    /// A receiver of the signed webhook.
    Webhook(WebhookTable),
}

/// Keys of `kind = "rt"`; see [`RtConfig`] and [`Common`].
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each key is explained at the checked configuration it becomes")]
pub struct RtTable {
    pub name: String,
    pub url: String,
    pub token_env: Option<String>,
    pub token_file: Option<PathBuf>,
    pub queue: String,
    pub relay_user: String,
    #[serde(default = "case_field")]
    pub case_field: String,
    #[serde(default = "message_field")]
    pub message_field: String,
    pub category_field: Option<String>,
    pub order_field: Option<String>,
    pub locale_field: Option<String>,
    #[serde(default = "closed_status")]
    pub closed_status: String,
    #[serde(default = "reopened_status")]
    pub reopened_status: String,
    pub mail_gateway: Option<String>,
    pub mail_rtname: Option<String>,
    pub mail_to: Option<String>,
    pub mail_domain: Option<String>,
    #[serde(default = "timeout")]
    pub timeout_seconds: u64,
    pub settle_seconds: Option<u64>,
    #[serde(default)]
    pub status: BTreeMap<String, CaseState>,
    #[serde(default)]
    pub category: BTreeMap<Category, String>,
}

/// Keys of `kind = "zendesk"`; see [`ZendeskConfig`] and [`Common`].
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each key is explained at the checked configuration it becomes")]
pub struct ZendeskTable {
    pub name: String,
    pub url: String,
    pub user: String,
    pub token_env: Option<String>,
    pub token_file: Option<PathBuf>,
    pub group: Option<u64>,
    pub category_field: Option<u64>,
    pub order_field: Option<u64>,
    pub webhook_secret_env: Option<String>,
    pub webhook_secret_file: Option<PathBuf>,
    #[serde(default = "timeout")]
    pub timeout_seconds: u64,
    pub settle_seconds: Option<u64>,
    #[serde(default)]
    pub status: BTreeMap<String, CaseState>,
    #[serde(default)]
    pub category: BTreeMap<Category, String>,
}

/// Keys of `kind = "webhook"`; see [`WebhookConfig`] and [`Common`].
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each key is explained at the checked configuration it becomes")]
pub struct WebhookTable {
    pub name: String,
    pub url: String,
    pub secret_env: Option<String>,
    pub secret_file: Option<PathBuf>,
    pub lookup_url: Option<String>,
    pub files_max_bytes: Option<u64>,
    #[serde(default = "timeout")]
    pub timeout_seconds: u64,
    pub settle_seconds: Option<u64>,
    #[serde(default)]
    pub status: BTreeMap<String, CaseState>,
    #[serde(default)]
    pub category: BTreeMap<Category, String>,
}

fn case_field() -> String {
    "PortalCaseId".to_owned()
}

fn message_field() -> String {
    "PortalMessageId".to_owned()
}

fn closed_status() -> String {
    "resolved".to_owned()
}

fn reopened_status() -> String {
    "open".to_owned()
}

fn timeout() -> u64 {
    60
}

impl At<'_> {
    fn common(&self, table: CommonTable) -> Result<Common, ConfigError> {
        if !(1..=600).contains(&table.timeout_seconds) {
            return Err(self.fault("timeout_seconds", "must be 1 to 600"));
        }
        let longest = 2 * table.timeout_seconds;
        Ok(Common {
            name: self.word("name", table.name)?,
            url: self.url("url", &table.url)?,
            timeout: Duration::from_secs(table.timeout_seconds),
            // Relay rule: max(60 s, 2 x time-out) unless said otherwise; less is for tests.
            settle: Duration::from_secs(table.settle_seconds.unwrap_or(longest.max(60))),
            status: table.base.with(table.status),
            category: table.category,
        })
    }
}

struct CommonTable {
    name: String,
    url: String,
    timeout_seconds: u64,
    settle_seconds: Option<u64>,
    base: StatusMap,
    status: BTreeMap<String, CaseState>,
    category: BTreeMap<Category, String>,
}

macro_rules! common {
    ($at:ident, $table:ident, $base:expr) => {
        $at.common(CommonTable {
            name: $table.name,
            url: $table.url,
            timeout_seconds: $table.timeout_seconds,
            settle_seconds: $table.settle_seconds,
            base: $base,
            status: $table.status,
            category: $table.category,
        })?
    };
}

impl HelpdeskTable {
    /// Checks a table. `at` is where it stands, such as `helpdesk[0]`.
    ///
    /// # Errors
    /// [`ConfigError`] with the key.
    pub fn check(self, at: &str) -> Result<HelpdeskConfig, ConfigError> {
        let at = At(at);
        match self {
            HelpdeskTable::Rt(table) => rt(&at, table),
            HelpdeskTable::Zendesk(table) => zendesk(&at, table),
            HelpdeskTable::Webhook(table) => webhook(&at, table),
        }
    }
}

fn rt(at: &At<'_>, table: RtTable) -> Result<HelpdeskConfig, ConfigError> {
    let mail = match (table.mail_gateway, table.mail_rtname, table.mail_to, table.mail_domain) {
        (None, None, None, None) => None,
        (Some(gateway), Some(rtname), Some(to), Some(domain)) => {
            if !is_email(&to) {
                return Err(at.fault("mail_to", "is not an e-mail address"));
            }
            if !is_email(&format!("a@{domain}")) {
                return Err(at.fault("mail_domain", "is not a domain"));
            }
            Some(RtMail {
                gateway: at.url("mail_gateway", &gateway)?,
                rtname: at.word("mail_rtname", rtname)?,
                to,
                domain,
            })
        }
        _ => {
            return Err(
                at.fault("mail_gateway", "needs all of mail_gateway, mail_rtname, mail_to and mail_domain")
            );
        }
    };
    let kind = RtConfig {
        token: at.needed("token", table.token_env, table.token_file)?,
        queue: at.word("queue", table.queue)?,
        relay_user: at.word("relay_user", table.relay_user)?,
        case_field: at.word("case_field", table.case_field)?,
        message_field: at.word("message_field", table.message_field)?,
        category_field: at.words("category_field", table.category_field)?,
        order_field: at.words("order_field", table.order_field)?,
        locale_field: at.words("locale_field", table.locale_field)?,
        closed_status: at.word("closed_status", table.closed_status)?,
        reopened_status: at.word("reopened_status", table.reopened_status)?,
        mail,
    };
    Ok(HelpdeskConfig {
        common: common!(at, table, StatusMap::request_tracker()),
        kind: Kind::Rt(Box::new(kind)),
    })
}

fn zendesk(at: &At<'_>, table: ZendeskTable) -> Result<HelpdeskConfig, ConfigError> {
    if !is_email(&table.user) {
        return Err(at.fault("user", "is not the e-mail address of an agent"));
    }
    let kind = ZendeskConfig {
        token: at.needed("token", table.token_env, table.token_file)?,
        webhook_secret: at.credential(
            "webhook_secret",
            table.webhook_secret_env,
            table.webhook_secret_file,
        )?,
        user: table.user,
        group: table.group,
        category_field: table.category_field,
        order_field: table.order_field,
    };
    Ok(HelpdeskConfig { common: common!(at, table, StatusMap::zendesk()), kind: Kind::Zendesk(kind) })
}

fn webhook(at: &At<'_>, table: WebhookTable) -> Result<HelpdeskConfig, ConfigError> {
    let kind = WebhookConfig {
        secret: at.needed("secret", table.secret_env, table.secret_file)?,
        lookup: table.lookup_url.map(|text| at.url("lookup_url", &text)).transpose()?,
        files_max: table.files_max_bytes.unwrap_or(25 * 1024 * 1024),
    };
    Ok(HelpdeskConfig { common: common!(at, table, StatusMap::own()), kind: Kind::Webhook(kind) })
}

#[cfg(test)]
mod tests {
    use super::*;

    const RT: &str = r#"
        [[helpdesk]]
        kind = "rt"
        name = "care"
        url = "https://rt.example"
        token_env = "RT_TOKEN"
        queue = "Customer-Care"
        relay_user = "portal-relay"
    "#;

    #[derive(Deserialize)]
    struct File {
        helpdesk: Vec<HelpdeskTable>,
    }

    fn read(text: &str) -> Result<HelpdeskConfig, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        let first = file.helpdesk.into_iter().next().ok_or("none")?;
        first.check("helpdesk[0]").map_err(|error| error.to_string())
    }

    #[test]
    fn a_table_has_the_defaults_of_the_relay_rule() {
        let config = read(RT).unwrap();
        assert_eq!((config.common.timeout.as_secs(), config.common.settle.as_secs()), (60, 120));
        let quick = read(&format!("{RT}\ntimeout_seconds = 5")).unwrap();
        assert_eq!(quick.common.settle.as_secs(), 60);
        assert_eq!(config.common.category(Category::LateFee), "late-fee");
        let Kind::Rt(rt) = config.kind else { panic!("not RT") };
        assert_eq!((rt.case_field.as_str(), rt.message_field.as_str()), ("PortalCaseId", "PortalMessageId"));
    }

    #[test]
    fn maps_are_of_the_companys_making() {
        let text = format!("{RT}\nstatus = {{ Bank = \"in-review\" }}\ncategory = {{ late-fee = \"Fees\" }}");
        let config = read(&text).unwrap();
        assert_eq!(config.common.status.state("bank"), Some(CaseState::InReview));
        assert_eq!(config.common.category(Category::LateFee), "Fees");
    }

    #[test]
    fn each_fault_is_refused_with_the_key_it_stands_at() {
        let check = |from: &str, to: &str, expected: &str| {
            let text = RT.replace(from, to);
            assert_ne!(text, RT, "{from} is not in the example");
            let message = read(&text).unwrap_err();
            assert!(message.contains(expected), "{message}\ndoes not contain {expected}");
        };
        check("https://rt.example", "http://rt.example", "helpdesk[0].url: must be https");
        check("https://rt.example", "https://me:pw@rt.example", "helpdesk[0].url: must not hold a password");
        check("https://rt.example", "rt", "helpdesk[0].url");
        check("token_env = \"RT_TOKEN\"", "", "helpdesk[0].token_file: missing; or token_env");
        check("token_env", "token_file = \"x\"\ntoken_env", "helpdesk[0].token_env: is there beside");
        check("token_env = \"RT_TOKEN\"", "token = \"1-2-3\"", "token");
        check("Customer-Care", "Care' OR Id > 0 OR '", "helpdesk[0].queue");
        check("queue", "quue", "quue");
        check("\"rt\"", "\"rt4\"", "rt4");
        check("queue", "timeout_seconds = 0\nqueue", "helpdesk[0].timeout_seconds");
        check("queue", "mail_gateway = \"http://localhost\"\nqueue", "needs all of");
        check("queue", "status = { open = \"done\" }\nqueue", "done");
        check("queue", "category = { nonsense = \"x\" }\nqueue", "nonsense");
    }

    #[test]
    fn the_other_kinds_are_read_and_checked_too() {
        let zendesk = r#"
            [[helpdesk]]
            kind = "zendesk"
            name = "z"
            url = "https://shop.zendesk.com"
            user = "relay@shop.example"
            token_file = "/run/secrets/zendesk"
        "#;
        assert!(read(zendesk).is_ok());
        assert!(
            read(&zendesk.replace("relay@shop.example", "relay")).unwrap_err().contains("helpdesk[0].user")
        );
        let hook = r#"
            [[helpdesk]]
            kind = "webhook"
            name = "h"
            url = "http://127.0.0.1:9000/cases"
            lookup_url = "http://127.0.0.1:9000"
            secret_env = "HOOK"
        "#;
        assert!(read(hook).is_ok());
        let outside =
            hook.replace("lookup_url = \"http://127.0.0.1:9000\"", "lookup_url = \"http://a.example\"");
        assert!(read(&outside).unwrap_err().contains("helpdesk[0].lookup_url"));
    }
}
