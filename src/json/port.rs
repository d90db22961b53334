//! The message port: what the loader says, and what it is told.

use super::{Json, Writer, list, write};
use js_sys::{Array, JSON};
use klarna_help_wire::{
    AppConfig, Consent, Context, Destination, FromApp, Handover, PORT_VERSION, Prefill, Secret, StepAnswer,
    ToApp,
};
use wasm_bindgen::JsValue;

const CONTEXT_TEXTS: &[&str] = &[
    "page",
    "topic",
    "orderId",
    "merchantReference",
    "currency",
    "paymentStatus",
    "errorCode",
    "orderState",
    "dueDate",
];

impl Json {
    /// The configuration of the mount.
    pub fn app_config(&self) -> Option<AppConfig> {
        self.0.is_object().then(|| AppConfig {
            client_id: self.text_or_empty("clientId"),
            locale: self.text_or_empty("locale"),
            environment: self.text_or_empty("environment"),
            mount: self.text_or_empty("mount"),
            pack: self.text_or_empty("pack"),
            content: self.text_or_empty("content"),
            locales: self.get("locales").list().into_iter().filter_map(|tag| tag.0.as_string()).collect(),
            api: self.text_or_empty("api"),
            split: self.get("split").0.is_truthy(),
            actions: self.text_or_empty("actions"),
            context: self.get("context").context(),
        })
    }

    pub(super) fn context(&self) -> Context {
        Context {
            page: self.text("page"),
            topic: self.text("topic"),
            order_id: self.text("orderId"),
            merchant_reference: self.text("merchantReference"),
            amount: self.number("amount").map(|n| n as i64),
            currency: self.text("currency"),
            payment_status: self.text("paymentStatus"),
            error_code: self.text("errorCode"),
            order_state: self.text("orderState"),
            due_date: self.text("dueDate"),
        }
    }

    /// A message of the loader.
    pub fn to_app(&self) -> Option<ToApp> {
        if self.number("v")? != f64::from(PORT_VERSION) {
            return None;
        }
        let message = match self.text("type")?.as_str() {
            "open" => ToApp::Open,
            "closed" => ToApp::Closed,
            "context" => {
                let context = self.object("context")?.texts(CONTEXT_TEXTS)?;
                if !context.absent("amount") {
                    context.number("amount")?;
                }
                ToApp::Context { context: Box::new(context.context()) }
            }
            "search" => ToApp::Search { text: self.text("text")? },
            "navigate" => ToApp::Navigate { to: self.text("to")? },
            "suggest" => ToApp::Suggest,
            "prefill" => ToApp::Prefill { fields: self.object("fields")?.prefill()? },
            "reset" => ToApp::Reset,
            "identify" => ToApp::Identify { token: Secret(self.text("token")?) },
            "logout" => ToApp::Logout,
            "consent" => {
                ToApp::Consent(Consent { storage: self.flag("storage")?, analytics: self.flag("analytics")? })
            }
            "locale" if self.needs(&["locale", "pack", "content"]) => ToApp::Locale {
                locale: self.text_or_empty("locale"),
                pack: self.text_or_empty("pack"),
                content: self.text_or_empty("content"),
            },
            "resume" => ToApp::Resume { handover: self.object("handover")?.handover()? },
            "rest" => ToApp::Rest { ok: self.flag("ok")? },
            _ => return None,
        };
        message.in_limits().then_some(message)
    }

    fn prefill(self) -> Option<Prefill> {
        let fields = self.texts(&["category", "email", "orderId", "description"])?;
        Some(Prefill {
            category: fields.category()?,
            email: fields.text("email"),
            order_id: fields.text("orderId"),
            description: fields.text("description"),
        })
    }

    fn handover(self) -> Option<Handover> {
        let known = self.texts(&["category", "flow", "description"])?;
        let to = Destination::parse(&known.text("to")?)?;
        let category = known.category()?;
        let list = known.get("answers");
        let good = list.0.is_undefined() || Array::is_array(&list.0);
        let list = list.list();
        if !good || !list.iter().all(|a| a.needs(&["step", "answer"])) {
            return None;
        }
        let mut answers = Vec::new();
        for a in list {
            answers.push(StepAnswer { step: a.text_or_empty("step"), answer: a.text_or_empty("answer") });
        }
        Some(Handover {
            to,
            category,
            flow: known.text("flow"),
            answers,
            description: known.text("description"),
        })
    }
}

/// A message for the host. Each says which contract it keeps.
pub fn from_app(message: &FromApp) -> String {
    let envelope = Writer::default().number("v", Some(f64::from(PORT_VERSION)));
    let envelope = match message {
        FromApp::Ready => envelope.text("type", "ready"),
        FromApp::Close => envelope.text("type", "close"),
        FromApp::NeedRest => envelope.text("type", "need-rest"),
        FromApp::NeedIdentity => envelope.text("type", "need-identity"),
        FromApp::Speak { locale } => envelope.text("type", "speak").text("locale", locale),
        FromApp::Handover { handover } => {
            envelope.text("type", "handover").nest("handover", &handed(handover))
        }
        FromApp::Event { name, data } => {
            let mut said = Writer::default().number("count", data.count.map(f64::from));
            for (fact, value) in &data.facts {
                // A text is not tried: what does not parse throws.
                let parsed = if fact.is_text() { None } else { JSON::parse(value).ok() };
                said = match parsed {
                    Some(value) => said.nest(fact.as_str(), &value),
                    None => said.text(fact.as_str(), value),
                };
            }
            envelope.text("type", "event").text("name", name).nest("data", &said.value())
        }
    };
    write(&envelope.value())
}

/// What a public app hands over.
#[inline(never)]
fn handed(h: &Handover) -> JsValue {
    let answers =
        h.answers.iter().map(|a| Writer::default().text("step", &a.step).text("answer", &a.answer).value());
    let mut known = Writer::default().text("to", h.to.as_str());
    if let Some(category) = h.category {
        known = known.text("category", category.as_str());
    }
    known = known.some("flow", &h.flow);
    if !h.answers.is_empty() {
        known = known.nest("answers", &list(answers));
    }
    known.some("description", &h.description).value()
}
