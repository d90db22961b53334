//! Messages on the port between the loader (host page) and the app (our origin). Version 1.
//!
//! Both ends drop what they do not know. The loader's half is in `loader/klarna-help.js`; the table that both follow
//! is in `docs/embedding.md`.

use crate::category::names;
use crate::host::within;
use crate::limits::*;
use crate::{Consent, Context, Handover, HostAction, Prefill, Secret};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};

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
    /// `frame`, `inline`, or `public`: inline in somebody else's page, where no screen with personal data is drawn.
    pub mount: String,
    /// Address of the pack of this locale.
    pub pack: String,
    /// Address of the folder with everything else of this locale.
    pub content: String,
    /// Every locale that the client offers.
    pub locales: Vec<String>,
    /// Base address of the API, without a slash at the end.
    pub api: String,
    /// Whether what answers a search, and every screen but home, come in parts of their own (`rest` says what did).
    pub split: bool,
    /// What the host page can do for the customer: names of [`HostAction`], with spaces or commas between them.
    pub actions: String,
    /// Facts about the host page.
    pub context: Context,
}

impl AppConfig {
    /// Whether the app is drawn in somebody else's page: it then shows, asks and remembers nothing personal.
    pub fn is_public(&self) -> bool {
        self.mount == "public"
    }

    /// Whether the host page said that it can do this.
    pub fn offers(&self, action: HostAction) -> bool {
        self.actions.split([' ', ',']).any(|name| name == action.as_str())
    }
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
    /// Go to `home`, `contact`, `case`, `cases`, `article:<slug>`, `flow:<slug>` or `search:<text>`.
    Navigate {
        /// Where to.
        to: String,
    },
    /// Look again at what home offers for the context.
    Suggest,
    /// Fill fields of the case form that the customer has not edited.
    Prefill {
        /// The fields.
        fields: Prefill,
    },
    /// Forget what was begun: search, flows, drafts. Not what the device remembers, nor a case on its way.
    Reset,
    /// Who the customer is, by a signed token of the host's. Another token than before: another customer.
    Identify {
        /// The token. Kept in memory alone.
        token: Secret,
    },
    /// The customer left: forget everything of theirs.
    Logout,
    /// What the host's own consent dialog was told.
    Consent(Consent),
    /// Go on in another language, with what was begun.
    Locale {
        /// The locale asked for, such as `sv-SE`.
        locale: String,
        /// Address of its pack.
        pack: String,
        /// Address of the folder with everything else of it.
        content: String,
    },
    /// Go on here where the app in the page had to stop.
    Resume {
        /// What it knew.
        handover: Handover,
    },
    /// Later parts of the module came, or did not.
    Rest {
        /// Whether all of them are there now, or one did not come. Not said: what answers a search is there.
        ok: Option<bool>,
    },
}

impl ToApp {
    /// Whether every text keeps its limit. A message with one that does not is refused whole: half an address helps
    /// nobody. (The context's texts are dropped one by one, what is searched for is cut: crates/state.)
    pub fn in_limits(&self) -> bool {
        match self {
            ToApp::Prefill { fields } => fields.in_limits(),
            ToApp::Identify { token } => !token.0.is_empty() && within(&token.0, IDENTITY_MAX),
            ToApp::Locale { locale, .. } => within(locale, LOCALE_MAX),
            ToApp::Resume { handover } => handover.in_limits(),
            _ => true,
        }
    }
}

/// App to loader. Events carry no free text and no personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum FromApp {
    /// The first screen is drawn.
    Ready,
    /// The customer asked to close the panel.
    Close,
    /// A public event, by name.
    Event {
        /// One of the documented names.
        name: &'static str,
        /// What it says.
        data: EventData,
    },
    /// A screen with personal data was asked for in somebody else's page: it is to open in a frame.
    Handover {
        /// What is known. It may hold what the customer searched for, so it goes to the frame alone.
        handover: Handover,
    },
    /// The later parts of the module are wanted now.
    NeedRest,
    /// The identity token does not hold any more: the host is to be asked for another.
    NeedIdentity,
    /// The customer chose another of the client's languages.
    Speak {
        /// Its locale.
        locale: String,
    },
}

names! {
    /// A thing that a public event can say.
    EventFact {
        /// `navigate`: a screen.
        Screen = "screen",
        /// `article-view`, `flow-*`: an article or a flow.
        Slug = "slug",
        /// `flow-step`: the step answered.
        Step = "step",
        /// `flow-outcome`: the outcome reached.
        Outcome = "outcome",
        /// `flow-outcome`: what the customer wants the page to do.
        Action = "action",
        /// `case-*`: a category.
        Category = "category",
        /// `case-update`: a case state.
        State = "state",
        /// `error`, `case-error`: a code.
        Code = "code",
        /// `search`: how sure the best result is: `answer`, `maybe` or `nothing`.
        Verdict = "verdict",
        /// `contact-choose`: `case`, `phone` or `web`.
        Channel = "channel",
        /// `feedback`: `article`, `flow` or `case`.
        Kind = "kind",
        /// `article-vote`, `feedback`: `true` or `false`.
        Helped = "helped",
        /// `feedback`: 1 to 5.
        Rating = "rating",
    }
}

impl EventFact {
    /// Whether its value is a text. Otherwise it is JSON: a number, `true` or `false`.
    pub fn is_text(self) -> bool {
        !matches!(self, EventFact::Helped | EventFact::Rating)
    }
}

/// What a public event says: slugs, codes and counts, never what a person typed, never a case ID. As JSON an object with
/// a member for each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventData {
    /// What is said in words of ours.
    pub facts: Vec<(EventFact, String)>,
    /// `search`: how many results there were.
    pub count: Option<u32>,
}

impl EventData {
    /// Data of one fact.
    #[inline(never)]
    pub fn of(fact: EventFact, value: &str) -> Self {
        Self::default().and(fact, value)
    }

    /// One more fact. An empty value says nothing.
    #[inline(never)]
    pub fn and(mut self, fact: EventFact, value: &str) -> Self {
        if !value.is_empty() {
            self.facts.push((fact, value.into()));
        }
        self
    }
}

impl Serialize for EventData {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (fact, value) in &self.facts {
            match (fact.is_text(), value.parse::<u32>()) {
                (true, _) => map.serialize_entry(fact.as_str(), value)?,
                (_, Ok(number)) => map.serialize_entry(fact.as_str(), &number)?,
                (_, Err(_)) => map.serialize_entry(fact.as_str(), &(value == "true"))?,
            }
        }
        if let Some(count) = self.count {
            map.serialize_entry("count", &count)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Destination;

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
    fn a_message_with_a_text_over_its_limit_is_refused() {
        let prefill =
            |text: String| ToApp::Prefill { fields: Prefill { email: Some(text), ..Prefill::default() } };
        let identify = |text: String| ToApp::Identify { token: Secret(text) };
        let resume = |text: String| ToApp::Resume {
            handover: Handover { description: Some(text), ..Handover::to(Destination::Case) },
        };
        let locale = |locale: String| ToApp::Locale { locale, pack: String::new(), content: String::new() };
        let check = |message: &dyn Fn(String) -> ToApp, max: usize| {
            assert!(message("å".repeat(max)).in_limits());
            assert!(!message("å".repeat(max + 1)).in_limits());
        };
        check(&prefill, EMAIL_MAX);
        check(&identify, IDENTITY_MAX);
        check(&resume, DESCRIPTION_MAX);
        check(&locale, LOCALE_MAX);
        assert!(!identify(String::new()).in_limits());
    }

    #[test]
    fn what_an_app_hands_over_is_read_by_the_next_one() {
        let json = r#"{"to":"case","category":"refund-missing","flow":"refund-missing","answers":[{"step":"kind","answer":"returned"}]}"#;
        let handover: Handover = serde_json::from_str(json).unwrap();
        assert_eq!(
            serde_json::to_string(&FromApp::Handover { handover }).unwrap(),
            format!(r#"{{"type":"handover","handover":{json}}}"#)
        );
        assert!(serde_json::from_str::<Handover>(r#"{"to":"receipt"}"#).is_err());
    }

    #[test]
    fn an_event_carries_only_what_it_has() {
        let event =
            FromApp::Event { name: "article-view", data: EventData::of(EventFact::Slug, "refund-missing") };
        let json = serde_json::to_string(&event).unwrap();
        assert_eq!(json, r#"{"type":"event","name":"article-view","data":{"slug":"refund-missing"}}"#);
        let data = EventData::of(EventFact::Kind, "case").and(EventFact::Rating, "4");
        let json = serde_json::to_string(&data.and(EventFact::Helped, "false")).unwrap();
        assert_eq!(json, r#"{"kind":"case","rating":4,"helped":false}"#, "numbers and flags are no texts");
    }
}
