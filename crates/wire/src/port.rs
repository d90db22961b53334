//! Messages on the port between the loader (host page) and the app (our origin). Version 1.
//!
//! Both ends drop what they do not know. The loader's half is in `loader/klarna-help.js`; the table that both follow
//! is in `docs/embedding.md`.

use crate::Context;
use serde::{Deserialize, Serialize};

/// The version of the contract: every message carries it as `v`.
pub const PORT_VERSION: u8 = 1;

/// What the app is told when it is mounted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AppConfig {
    /// The merchant's client id.
    pub client_id: String,
    /// The locale asked for, such as `en-GB`.
    pub locale: String,
    /// `production` or `playground`.
    pub environment: String,
    /// `frame` or `inline`.
    pub mount: String,
    /// Address of the pack of this locale.
    pub pack: String,
    /// Address of the article bodies of this locale.
    pub bodies: String,
    /// Base address of the API, without a slash at the end.
    pub api: String,
    /// Facts about the host page.
    pub context: Context,
}

/// Loader to app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum ToApp {
    /// The panel became visible.
    Open,
    /// The panel was hidden.
    Closed,
    /// Facts about the host page, replacing those before.
    Context {
        /// The new facts.
        context: Box<Context>,
    },
    /// What was typed in the loader's shell before the app was there.
    Search {
        /// The text so far.
        text: String,
    },
    /// Go to `home`, `contact`, `case`, `article:<slug>`, `flow:<slug>` or `search:<text>`.
    Navigate {
        /// Where to.
        to: String,
    },
}

/// App to loader. Events carry no free text and no personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum FromApp {
    /// The first screen is drawn.
    Ready,
    /// The customer asked to close the panel.
    Close,
    /// A public event, by name.
    Event {
        /// One of the documented names.
        name: String,
        /// What it says.
        data: EventData,
    },
}

/// What a public event says: slugs, codes and counts, never what a person typed, never a case ID.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EventData {
    /// `navigate`: a screen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub screen: Option<String>,
    /// `article-view`, `flow-*`: an article or a flow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// `flow-step`: the step answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// `flow-outcome`: the outcome reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// `search`: how many results there were.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// `case-*`: a category.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// `case-update`: a case state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// `error`, `case-error`: a code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

impl EventData {
    /// Data of a screen.
    pub fn screen(name: &str) -> Self {
        Self { screen: Some(name.into()), ..Self::default() }
    }

    /// Data of an article or a flow.
    pub fn slug(slug: &str) -> Self {
        Self { slug: Some(slug.into()), ..Self::default() }
    }

    /// Data of a category; empty for none.
    pub fn category(name: &str) -> Self {
        Self { category: (!name.is_empty()).then(|| name.into()), ..Self::default() }
    }

    /// Data of a code.
    pub fn code(code: &str) -> Self {
        Self { code: Some(code.into()), ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_have_the_shape_the_loader_writes() {
        let message: ToApp =
            serde_json::from_str(r#"{"v":1,"type":"navigate","to":"flow:refund-missing"}"#).unwrap();
        assert_eq!(message, ToApp::Navigate { to: "flow:refund-missing".into() });
        let message: ToApp =
            serde_json::from_str(r#"{"v":1,"type":"context","context":{"orderId":"NW-1","surprise":[1]}}"#)
                .unwrap();
        let context = Context { order_id: Some("NW-1".into()), ..Context::default() };
        assert_eq!(message, ToApp::Context { context: Box::new(context) });
        assert!(serde_json::from_str::<ToApp>(r#"{"v":1,"type":"eval","code":"1"}"#).is_err());
    }

    #[test]
    fn an_event_carries_only_what_it_has() {
        let event = FromApp::Event { name: "article-view".into(), data: EventData::slug("refund-missing") };
        let json = serde_json::to_string(&event).unwrap();
        assert_eq!(json, r#"{"type":"event","name":"article-view","data":{"slug":"refund-missing"}}"#);
    }
}
