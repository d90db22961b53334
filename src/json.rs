//! JSON by the browser's own parser and writer, by hand for the shapes that cross.
//!
//! serde_json would cost a shopper some 30 kB compressed (docs/decisions/0003-bytes.md). The shapes are
//! `wire`'s; `tests/browser` holds each against serde's reading of the same text. What is missing or of another type
//! reads as absent, and a shape that cannot do without it reads as `None`. Messages are read strictly: a value of another
//! type, or over its limit, refuses the whole message, as serde would.

use js_sys::{Array, JSON, Object, Reflect};
use klarna_help_wire::{
    AppConfig, CaseEvent, CaseEventKind, CaseRequest, CaseState, CaseView, Category, Consent, Context,
    Destination, FieldCode, FieldError, FromApp, Handover, NextStep, PORT_VERSION, Prefill, Problem,
    ProblemCode, Receipt, Secret, StepAnswer, ToApp,
};
use wasm_bindgen::{JsCast, JsValue};

/// Larger numbers lose their last digit on the way through JavaScript.
const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

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

    /// A list or an object is one too, in JavaScript.
    fn object(&self, key: &str) -> Option<Self> {
        Some(self.get(key)).filter(|value| value.0.is_object() && !Array::is_array(&value.0))
    }

    fn absent(&self, key: &str) -> bool {
        let value = self.get(key).0;
        value.is_undefined() || value.is_null()
    }

    /// The value, if each of these is a text or absent.
    fn texts(self, keys: &[&str]) -> Option<Self> {
        keys.iter().all(|key| self.absent(key) || self.needs(&[key])).then_some(self)
    }

    /// Whether each of these is a text.
    fn needs(&self, keys: &[&str]) -> bool {
        keys.iter().all(|key| self.text(key).is_some())
    }

    /// A flag that may be absent; `None` if it is something else.
    fn flag(&self, key: &str) -> Option<Option<bool>> {
        let flag = self.get(key).0.as_bool();
        (flag.is_some() || self.absent(key)).then_some(flag)
    }

    /// A category that may be absent; `None` if there is no such one.
    fn category(&self) -> Option<Option<Category>> {
        let name = self.text("category");
        let category = name.as_deref().and_then(Category::parse);
        (category.is_some() || name.is_none()).then_some(category)
    }

    fn number(&self, key: &str) -> Option<f64> {
        self.get(key).0.as_f64().filter(|n| n.fract() == 0.0 && n.abs() <= MAX_SAFE_INTEGER)
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
            split: self.get("split").0.is_truthy(),
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
            "locale" if self.needs(&["locale", "pack", "bodies"]) => ToApp::Locale {
                locale: self.text_or_empty("locale"),
                pack: self.text_or_empty("pack"),
                bodies: self.text_or_empty("bodies"),
            },
            "resume" => ToApp::Resume { handover: self.object("handover")?.handover()? },
            "rest" => ToApp::Rest { ok: self.flag("ok")?? },
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
                seq: e.number("seq").unwrap_or_default() as i64,
                at: e.text("at")?,
                kind: CaseEventKind::parse(&e.text("kind")?)?,
                state: CaseState::parse(&e.text("state")?)?,
                agent: e.text_or_empty("agent"),
                message: None,
                rating: None,
                expected_by: e.text_or_empty("expectedBy"),
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
            late: self.get("late").0.is_truthy(),
            assignee: self.text_or_empty("assignee"),
            happened_on: self.text_or_empty("happenedOn"),
            tried: self.text_or_empty("tried"),
            attachments: Vec::new(),
            can: Vec::new(),
            can_reply: self.get("canReply").0.is_truthy(),
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
        FromApp::NeedRest => envelope.text("type", "need-rest"),
        FromApp::Handover { handover } => {
            envelope.text("type", "handover").nest("handover", &handed(handover))
        }
        FromApp::Event { name, data } => {
            let mut said = Writer::default().number("count", data.count.map(f64::from));
            for (fact, value) in &data.facts {
                said = said.text(fact.as_str(), value);
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
