//! JSON by the browser's own parser and writer, by hand for the eight shapes that cross.
//!
//! serde_json would cost a shopper some 30 kB compressed (docs/decisions/0003-bytes.md). The shapes are
//! `wire`'s; `tests/browser` holds each against serde's reading of the same text. What is missing or of another type
//! reads as absent, and a shape that cannot do without it reads as `None`.

use js_sys::{Array, JSON, Object, Reflect};
use klarna_help_wire::{
    AppConfig, CaseEvent, CaseEventKind, CaseRequest, CaseState, CaseView, Category, Context, FieldCode,
    FieldError, FromApp, NextStep, PORT_VERSION, Problem, ProblemCode, Receipt, ToApp,
};
use wasm_bindgen::{JsCast, JsValue};

/// A value that came as JSON.
pub struct Json(JsValue);

impl Json {
    /// Reads a text; `None` if it is no JSON.
    pub fn parse(text: &str) -> Option<Self> {
        JSON::parse(text).ok().map(Self)
    }

    fn get(&self, key: &str) -> Self {
        Self(Reflect::get(&self.0, &JsValue::from_str(key)).unwrap_or(JsValue::UNDEFINED))
    }

    /// A text field.
    pub fn text(&self, key: &str) -> Option<String> {
        self.get(key).0.as_string()
    }

    fn text_or_empty(&self, key: &str) -> String {
        self.text(key).unwrap_or_default()
    }

    fn number(&self, key: &str) -> Option<f64> {
        self.get(key).0.as_f64().filter(|n| n.fract() == 0.0)
    }

    /// The entries of a list; none if it is no list.
    pub fn list(&self) -> Vec<Self> {
        self.0.dyn_ref::<Array>().map(|a| a.iter().map(Self).collect()).unwrap_or_default()
    }

    /// The configuration of the mount.
    pub fn app_config(&self) -> Option<AppConfig> {
        self.0.is_object().then(|| AppConfig {
            client_id: self.text_or_empty("clientId"),
            locale: self.text_or_empty("locale"),
            environment: self.text_or_empty("environment"),
            mount: self.text_or_empty("mount"),
            pack: self.text_or_empty("pack"),
            bodies: self.text_or_empty("bodies"),
            api: self.text_or_empty("api"),
            context: self.get("context").context(),
        })
    }

    fn context(&self) -> Context {
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
        Some(match self.text("type")?.as_str() {
            "open" => ToApp::Open,
            "closed" => ToApp::Closed,
            "context" => ToApp::Context { context: Box::new(self.get("context").context()) },
            "search" => ToApp::Search { text: self.text("text")? },
            "navigate" => ToApp::Navigate { to: self.text("to")? },
            _ => return None,
        })
    }

    /// A receipt.
    pub fn receipt(&self) -> Option<Receipt> {
        Some(Receipt {
            case_id: self.text("caseId")?,
            token: self.text("token")?,
            state: CaseState::parse(&self.text("state")?)?,
            next_step: NextStep::parse(&self.text("nextStep")?)?,
            received_at: self.text("receivedAt")?,
            expected_by: self.text("expectedBy")?,
        })
    }

    /// A case's status.
    pub fn case_view(&self) -> Option<CaseView> {
        let event = |e: Self| {
            Some(CaseEvent {
                at: e.text("at")?,
                kind: CaseEventKind::parse(&e.text("kind")?)?,
                state: CaseState::parse(&e.text("state")?)?,
            })
        };
        Some(CaseView {
            case_id: self.text("caseId")?,
            category: Category::parse(&self.text("category")?)?,
            state: CaseState::parse(&self.text("state")?)?,
            next_step: NextStep::parse(&self.text("nextStep")?)?,
            received_at: self.text("receivedAt")?,
            expected_by: self.text("expectedBy")?,
            description: self.text("description")?,
            order_id: self.text("orderId")?,
            // A kind of event that a newer portal writes is passed over, not a reason to show nothing.
            timeline: self.get("timeline").list().into_iter().filter_map(event).collect(),
        })
    }

    /// A problem document.
    pub fn problem(&self) -> Option<Problem> {
        let field = |f: Self| {
            Some(FieldError {
                field: f.text("field")?,
                code: FieldCode::parse(&f.text("code")?)?,
                limit: f.number("limit").map(|n| n as u32),
            })
        };
        Some(Problem {
            kind: self.text_or_empty("type"),
            title: self.text_or_empty("title"),
            status: self.number("status")? as u16,
            code: ProblemCode::parse(&self.text("code")?)?,
            fields: self.get("fields").list().into_iter().filter_map(field).collect(),
            request_id: self.text_or_empty("request_id"),
        })
    }
}

/// An object to be written.
#[derive(Default)]
pub struct Writer(Object);

impl Writer {
    fn set(&self, key: &str, value: &JsValue) {
        // Setting a property of a plain object of ours cannot fail.
        let _ = Reflect::set(&self.0, &JsValue::from_str(key), value);
    }

    /// A text field.
    pub fn text(self, key: &str, value: &str) -> Self {
        self.set(key, &JsValue::from_str(value));
        self
    }

    fn some(self, key: &str, value: &Option<String>) -> Self {
        match value {
            Some(value) => self.text(key, value),
            None => self,
        }
    }

    fn number(self, key: &str, value: Option<f64>) -> Self {
        if let Some(value) = value {
            self.set(key, &JsValue::from_f64(value));
        }
        self
    }

    fn nest(self, key: &str, value: &JsValue) -> Self {
        self.set(key, value);
        self
    }

    /// The object.
    pub fn value(self) -> JsValue {
        self.0.into()
    }
}

/// The text of a value of ours.
pub fn write(value: &JsValue) -> String {
    JSON::stringify(value).map(String::from).unwrap_or_default()
}

/// A list of objects.
pub fn list(items: impl Iterator<Item = JsValue>) -> JsValue {
    items.collect::<Array>().into()
}

/// A case, as the portal reads it.
pub fn case_request(case: &CaseRequest) -> String {
    let answers = case
        .answers
        .iter()
        .map(|a| Writer::default().text("question", &a.question).text("answer", &a.answer).value());
    let c = &case.context;
    let context = Writer::default()
        .some("page", &c.page)
        .some("topic", &c.topic)
        .some("orderId", &c.order_id)
        .some("merchantReference", &c.merchant_reference)
        .number("amount", c.amount.map(|n| n as f64))
        .some("currency", &c.currency)
        .some("paymentStatus", &c.payment_status)
        .some("errorCode", &c.error_code)
        .some("orderState", &c.order_state)
        .some("dueDate", &c.due_date);
    let request = Writer::default()
        .text("clientId", &case.client_id)
        .text("locale", &case.locale)
        .text("market", &case.market)
        .text("environment", &case.environment)
        .text("category", &case.category)
        .text("description", &case.description)
        .text("email", &case.email)
        .text("orderId", &case.order_id)
        .text("flow", &case.flow)
        .nest("answers", &list(answers))
        .nest("context", &context.value());
    write(&request.value())
}

/// A message for the host. Each says which contract it keeps.
pub fn from_app(message: &FromApp) -> String {
    let envelope = Writer::default().number("v", Some(f64::from(PORT_VERSION)));
    let envelope = match message {
        FromApp::Ready => envelope.text("type", "ready"),
        FromApp::Close => envelope.text("type", "close"),
        FromApp::Event { name, data } => {
            let data = Writer::default()
                .some("screen", &data.screen)
                .some("slug", &data.slug)
                .some("step", &data.step)
                .some("outcome", &data.outcome)
                .number("count", data.count.map(f64::from))
                .some("category", &data.category)
                .some("state", &data.state)
                .some("code", &data.code);
            envelope.text("type", "event").text("name", name).nest("data", &data.value())
        }
    };
    write(&envelope.value())
}
