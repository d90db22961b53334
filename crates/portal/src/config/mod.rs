//! `portal.toml`: who may embed the widget, and the portal's own limits.
//!
//! Here: reading and checking. A fault is refused at start-up with the key it stands at, never at the first request.
//! Not here: where data and content lie (arguments of the binary), secrets (`token`).

mod desk;
mod fault;
mod files;
mod identity;
mod mail;
mod retention;
mod work;

pub use desk::Desk;
pub use fault::ConfigError;
pub use files::{FileStore, Files};
pub use mail::{MailConfig, MailWay};
pub use retention::Retention;
pub use work::{Ask, Work};

use crate::identity::Key;
use crate::origin::Origin;
use klarna_help_helpdesk::config::HelpdeskTable;
use serde::Deserialize;
use std::path::Path;

/// A checked configuration.
#[derive(Clone, Debug)]
pub struct Config {
    /// The portal's own origin, as customers' browsers see it.
    pub public_origin: Origin,
    /// How many proxies in front append to `X-Forwarded-For`.
    pub trusted_proxies: usize,
    /// Limits against floods.
    pub limits: Limits,
    /// Proof of work.
    pub work: Work,
    /// Mail; none is sent without.
    pub mail: Option<MailConfig>,
    /// Attachments.
    pub files: Files,
    /// How long cases are kept; for ever without.
    pub retention: Option<Retention>,
    /// Who may embed the widget.
    pub clients: Vec<Client>,
    /// Where cases go.
    pub desks: Vec<Desk>,
}

/// A merchant, or one of the company's own sites.
#[derive(Clone, Debug)]
pub struct Client {
    /// Stands in addresses: lower-case letters, digits and hyphens.
    pub id: String,
    /// For people.
    pub name: String,
    /// Pages of these origins may embed the frame.
    pub origins: Vec<Origin>,
    /// What of the app those pages may also run in their own document.
    pub inline: Inline,
    /// Locales offered to this client's customers.
    pub locales: Vec<String>,
    /// What stands as `iss` in its identity tokens.
    pub issuer: String,
    /// Public keys of its identity tokens.
    pub keys: Vec<Key>,
}

/// What of the app a client's pages may run in their own document, where their scripts see all of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Inline {
    /// Nothing: the app runs in the frame.
    #[default]
    No,
    /// Search, articles and guides. What holds personal data runs in the frame, and the API refuses the page.
    Public,
    /// Everything; the page may call the API. For the company's own pages.
    Whole,
}

/// A token bucket for each network prefix on `POST /api/v1/cases`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Cases a prefix may send at once.
    pub case_burst: u32,
    /// Cases a prefix may send in the long run.
    pub cases_per_minute: u32,
    /// Cases a client's customers may send at once, all together.
    pub client_burst: u32,
    /// Cases a client's customers may send in the long run, all together.
    pub client_cases_per_minute: u32,
    /// Look-ups by case ID and address that a prefix may make at once: questions for a code and tries at it.
    pub lookup_burst: u32,
    /// Look-ups that a prefix may make in the long run.
    pub lookups_per_minute: u32,
    /// Votes a network prefix may send at once.
    pub vote_burst: u32,
    /// Votes it may send a minute after that.
    pub votes_per_minute: u32,
    /// Searches a network prefix may ask for at once.
    pub search_burst: u32,
    /// Searches it may ask for a minute after that.
    pub searches_per_minute: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            case_burst: 30,
            cases_per_minute: 60,
            client_burst: 3_000,
            client_cases_per_minute: 3_000,
            lookup_burst: 20,
            lookups_per_minute: 10,
            vote_burst: 30,
            votes_per_minute: 20,
            search_burst: 60,
            searches_per_minute: 60,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    portal: PortalTable,
    #[serde(default)]
    limits: Limits,
    #[serde(default)]
    work: Work,
    mail: Option<mail::MailTable>,
    retention: Option<Retention>,
    #[serde(default)]
    files: Files,
    #[serde(default)]
    client: Vec<ClientTable>,
    #[serde(default)]
    helpdesk: Vec<HelpdeskTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PortalTable {
    public_origin: String,
    #[serde(default)]
    trusted_proxies: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClientTable {
    id: String,
    name: String,
    origins: Vec<String>,
    inline: Option<toml::Value>,
    locales: Vec<String>,
    issuer: Option<String>,
    #[serde(default)]
    key: Vec<identity::KeyTable>,
    helpdesk: Option<String>,
}

impl Config {
    /// Reads and checks a file.
    ///
    /// # Errors
    /// See [`ConfigError`].
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })?;
        Self::parse(&text)
    }

    /// Checks a configuration's text.
    ///
    /// # Errors
    /// See [`ConfigError`].
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let file: File = toml::from_str(text).map_err(ConfigError::Syntax)?;
        for (key, number) in [
            ("limits.case_burst", file.limits.case_burst),
            ("limits.client_burst", file.limits.client_burst),
            ("limits.client_cases_per_minute", file.limits.client_cases_per_minute),
            ("limits.cases_per_minute", file.limits.cases_per_minute),
            ("limits.lookup_burst", file.limits.lookup_burst),
            ("limits.lookups_per_minute", file.limits.lookups_per_minute),
            ("limits.vote_burst", file.limits.vote_burst),
            ("limits.votes_per_minute", file.limits.votes_per_minute),
            ("limits.search_burst", file.limits.search_burst),
            ("limits.searches_per_minute", file.limits.searches_per_minute),
        ] {
            if number == 0 {
                return Err(ConfigError::Empty { key: key.to_owned() });
            }
        }
        file.work.check()?;
        file.files.check()?;
        file.retention.as_ref().map_or(Ok(()), Retention::check)?;
        if file.client.is_empty() {
            return Err(ConfigError::Empty { key: "client".to_owned() });
        }
        let mut clients: Vec<Client> = Vec::new();
        let mut wanted = Vec::new();
        for (i, table) in file.client.into_iter().enumerate() {
            wanted.push(table.helpdesk.clone());
            let client = client(&format!("client[{i}]"), table)?;
            if clients.iter().any(|c| c.id == client.id) {
                return Err(ConfigError::DuplicateClient { key: format!("client[{i}].id"), id: client.id });
            }
            clients.push(client);
        }
        let config = Self {
            public_origin: origin("portal.public_origin", &file.portal.public_origin)?,
            trusted_proxies: file.portal.trusted_proxies,
            limits: file.limits,
            work: file.work,
            retention: file.retention,
            mail: file.mail.map(mail::read).transpose()?,
            files: file.files,
            desks: desk::check(file.helpdesk, &clients, &wanted)?,
            clients,
        };
        config.keys_differ()?;
        Ok(config)
    }

    /// Registers one more origin, for demonstrations and tests on other ports.
    ///
    /// # Errors
    /// [`ConfigError::NoSuchClient`] and [`ConfigError::Origin`].
    pub fn allow_origin(&mut self, client: &str, text: &str) -> Result<(), ConfigError> {
        let origin = origin("--allow-origin", text)?;
        let Some(client) = self.clients.iter_mut().find(|c| c.id == client) else {
            return Err(ConfigError::NoSuchClient { flag: "--allow-origin", id: client.to_owned() });
        };
        if !client.origins.contains(&origin) {
            client.origins.push(origin);
        }
        Ok(())
    }

    /// A client by id.
    pub fn client(&self, id: &str) -> Option<&Client> {
        self.clients.iter().find(|c| c.id == id)
    }

    /// Whether any client's pages of this origin run the whole app in their own document, and so call the API.
    pub fn is_inline_origin(&self, origin: &str) -> bool {
        self.clients.iter().any(|c| c.inline == Inline::Whole && c.has_origin(origin))
    }
}

impl Client {
    /// Whether pages of this origin are this client's.
    pub fn has_origin(&self, origin: &str) -> bool {
        self.origins.iter().any(|o| o.as_str() == origin)
    }
}

fn client(key: &str, table: ClientTable) -> Result<Client, ConfigError> {
    let id_fits = |id: &str| {
        (1..=64).contains(&id.len())
            && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    if !id_fits(&table.id) {
        return Err(ConfigError::ClientId { key: format!("{key}.id"), text: table.id });
    }
    for (name, empty) in [
        ("name", table.name.trim().is_empty()),
        ("origins", table.origins.is_empty()),
        ("locales", table.locales.is_empty()),
    ] {
        if empty {
            return Err(ConfigError::Empty { key: format!("{key}.{name}") });
        }
    }
    for (i, locale) in table.locales.iter().enumerate() {
        let subtag = |s: &str| (1..=8).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_alphanumeric());
        if locale.len() > 35 || !locale.split('-').all(subtag) {
            return Err(ConfigError::Locale { key: format!("{key}.locales[{i}]"), text: locale.clone() });
        }
    }
    let origins = table
        .origins
        .iter()
        .enumerate()
        .map(|(i, text)| origin(&format!("{key}.origins[{i}]"), text))
        .collect::<Result<_, _>>()?;
    let inline = inline(&format!("{key}.inline"), table.inline)?;
    let keys = identity::read(key, table.key)?;
    let issuer = table.issuer.filter(|issuer| !issuer.is_empty()).unwrap_or_else(|| table.id.clone());
    Ok(Client { id: table.id, name: table.name, origins, inline, locales: table.locales, issuer, keys })
}

fn inline(key: &str, value: Option<toml::Value>) -> Result<Inline, ConfigError> {
    match value {
        None | Some(toml::Value::Boolean(false)) => Ok(Inline::No),
        Some(toml::Value::Boolean(true)) => Ok(Inline::Whole),
        Some(toml::Value::String(text)) if text == "public" => Ok(Inline::Public),
        Some(other) => {
            let text =
                other.as_str().map_or_else(|| other.type_str().to_owned(), |text| format!("\"{text}\""));
            Err(ConfigError::Inline { key: key.to_owned(), text })
        }
    }
}

fn origin(key: &str, text: &str) -> Result<Origin, ConfigError> {
    Origin::parse(text).map_err(|fault| ConfigError::Origin {
        key: key.to_owned(),
        text: text.to_owned(),
        fault,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
        [portal]
        public_origin = "http://127.0.0.1:8080"
        [[client]]
        id = "shop"
        name = "Shop"
        origins = ["https://shop.example"]
        locales = ["en-GB"]
    "#;

    #[test]
    fn a_configuration_has_safe_defaults() {
        let config = Config::parse(GOOD).unwrap();
        assert_eq!(config.client("shop").unwrap().inline, Inline::No);
        assert_eq!((config.trusted_proxies, config.limits.case_burst), (0, 30));
    }

    #[test]
    fn the_configuration_of_the_demo_is_one() {
        let demo = Config::parse(include_str!("../../../../portal.toml")).map(|config| config.clients.len());
        assert_eq!(demo.map_err(|error| error.to_string()), Ok(2));
    }

    #[test]
    fn each_fault_is_refused_with_the_key_it_stands_at() {
        let check = |from: &str, to: &str, expected: &str| {
            let text = GOOD.replace(from, to);
            assert_ne!(text, GOOD, "{from} is not in the example");
            let message = Config::parse(&text).unwrap_err().to_string();
            assert!(message.contains(expected), "{message}\ndoes not contain {expected}");
        };
        check("https://shop.example", "https://shop.example/", "client[0].origins[0]");
        check("https://shop.example", "https://*.example", "wildcards");
        check("https://shop.example\"", "https://a.example\", \"b\"", "client[0].origins[1]");
        check("[\"https://shop.example\"]", "[]", "client[0].origins");
        check("http://127.0.0.1:8080", "http://127.0.0.1:8080/", "portal.public_origin");
        check("\"shop\"", "\"My Shop\"", "client[0].id");
        check("\"Shop\"", "\" \"", "client[0].name");
        check("[\"en-GB\"]", "[]", "client[0].locales");
        check("en-GB", "../etc", "client[0].locales[0]");
        check("[[client]]", "[limits]\ncase_burst = 0\n[[client]]", "limits.case_burst");
        check("locales", "languages", "languages");
        check("[portal]", "[portal]\nsecret = 1", "secret");
        let twice = format!(
            "{GOOD}{}",
            GOOD.replace("[portal]", "").replace("public_origin = \"http://127.0.0.1:8080\"", "")
        );
        assert!(Config::parse(&twice).unwrap_err().to_string().contains("client[1].id"));
    }

    #[test]
    fn inline_is_nothing_the_public_screens_or_everything() {
        let check = |value: &str, expected: Result<Inline, &str>| {
            let text = GOOD.replace("locales", &format!("inline = {value}\nlocales"));
            let read = Config::parse(&text).map(|config| config.clients[0].inline).map_err(|e| e.to_string());
            assert_eq!(read, expected.map_err(str::to_owned), "{value}");
        };
        check("false", Ok(Inline::No));
        check("\"public\"", Ok(Inline::Public));
        check("true", Ok(Inline::Whole));
        let says = |text: &str| format!("client[0].inline: {text} is none of false, true and \"public\"");
        check("\"pubic\"", Err(&says("\"pubic\"")));
        check("1", Err(&says("integer")));
    }

    #[test]
    fn an_origin_can_be_added_to_a_client_that_is_there() {
        let mut config = Config::parse(GOOD).unwrap();
        config.allow_origin("shop", "http://localhost:9000").unwrap();
        assert!(config.client("shop").unwrap().has_origin("http://localhost:9000"));
        assert!(matches!(config.allow_origin("shop", "*"), Err(ConfigError::Origin { .. })));
        assert!(matches!(
            config.allow_origin("nobody", "http://localhost:1"),
            Err(ConfigError::NoSuchClient { .. })
        ));
    }
}
