//! JSON by the browser's own parser and writer, by hand for the shapes that cross.
//!
//! serde_json would cost a shopper some 30 kB compressed (docs/decisions/0003-bytes.md). The shapes are
//! `wire`'s; `tests/browser` holds each against serde's reading of the same text. What is missing or of another type
//! reads as absent, and a shape that cannot do without it reads as `None`. Messages are read strictly: a value of another
//! type, or over its limit, refuses the whole message, as serde would.
//!
//! Here: values in and out. The shapes: port.rs (loader and app), case.rs (a case, its receipt, problems), thread.rs
//! (what follows a case), access.rs (ways back to one), vote.rs (whether something helped), draft.rs (a case being written, for this device alone).

mod access;
mod case;
mod draft;
mod port;
mod thread;
mod vote;

pub use access::{code_request, lookup_request, solution};
pub use case::case_request;
use case::texts;
pub use draft::{draft, drafts};
pub use port::from_app;
pub use thread::{action_request, message_request};
pub use vote::vote;

use js_sys::{Array, JSON, Object, Reflect};
use klarna_help_wire::Category;
use wasm_bindgen::{JsCast, JsValue};

/// Larger numbers lose their last digit on the way through JavaScript.
const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

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

    /// A whole number.
    pub fn number(&self, key: &str) -> Option<f64> {
        self.get(key).0.as_f64().filter(|n| n.fract() == 0.0 && n.abs() <= MAX_SAFE_INTEGER)
    }

    /// The entries of a list; none if it is no list.
    pub fn list(&self) -> Vec<Self> {
        self.0.dyn_ref::<Array>().map(|a| a.iter().map(Self).collect()).unwrap_or_default()
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

    /// A number, or nothing.
    pub fn number(self, key: &str, value: Option<f64>) -> Self {
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
