//! Key and arguments to text; plurals, numbers and dates by the browser's `Intl`, so that no locale data is shipped.

use js_sys::{Array, Intl, Object, Reflect};
use klarna_help_pack::ui::Key;
use klarna_help_pack::{Date, Inline, Pack, Shelf};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};

/// The texts of a locale.
pub struct I18n {
    pack: Rc<Pack>,
    /// Absent until they came; home needs none of theirs.
    shelf: Option<Rc<Shelf>>,
    locales: Array,
}

impl I18n {
    /// Texts of a pack and its shelf.
    pub fn new(pack: Rc<Pack>, shelf: Option<Rc<Shelf>>) -> Self {
        let locales = Array::of1(&JsValue::from_str(&pack.locale));
        Self { pack, shelf, locales }
    }

    /// Whether these are the texts of that content.
    pub fn is_of(&self, pack: &Rc<Pack>, shelf: Option<&Rc<Shelf>>) -> bool {
        let same = |a: Option<&Rc<Shelf>>| a.map(Rc::as_ptr);
        Rc::ptr_eq(&self.pack, pack) && same(self.shelf.as_ref()) == same(shelf)
    }

    /// What every screen but home shares, once it came.
    pub fn shelf(&self) -> Option<&Shelf> {
        self.shelf.as_deref()
    }

    /// A text.
    pub fn t(&self, key: Key) -> &str {
        self.pack.text(self.shelf.as_deref(), key)
    }

    /// A text with its arguments in place.
    pub fn with(&self, key: Key, args: &[(&'static str, String)]) -> String {
        fill(self.t(key), |name| args.iter().find(|(n, _)| *n == name).map(|(_, value)| value.as_str()))
    }

    /// One of two forms, by the locale's plural rules, with `{count}` in place.
    pub fn count(&self, one: Key, other: Key, count: usize) -> String {
        let rules = Intl::PluralRules::new(&self.locales, &Object::new());
        let key = if rules.select(count as f64) == "one" { one } else { other };
        self.with(key, &[("count", count.to_string())])
    }

    /// A date in words, with its weekday: what somebody waits for.
    pub fn date(&self, date: Date) -> String {
        let noon = js_sys::Date::new(&JsValue::from_f64(date.days() as f64 * 86_400_000.0 + 43_200_000.0));
        let options = options(&[
            ("weekday", "long"),
            ("day", "numeric"),
            ("month", "long"),
            ("year", "numeric"),
            ("timeZone", "UTC"),
        ]);
        self.format(&options, &noon)
    }

    /// A moment (RFC 3339), in the customer's zone, to the minute. The text itself if it cannot be read.
    pub fn moment(&self, text: &str) -> String {
        let moment = js_sys::Date::new(&JsValue::from_str(text));
        if moment.get_time().is_nan() {
            return text.to_owned();
        }
        self.format(&options(&[("dateStyle", "medium"), ("timeStyle", "short")]), &moment)
    }

    /// The size of a file, in kilobytes or megabytes of a thousand.
    pub fn size(&self, bytes: i64) -> String {
        let (unit, size) = if bytes < 1_000_000 { ("kilobyte", 1_000.0) } else { ("megabyte", 1_000_000.0) };
        // At least one, in tenths only where they say something.
        let size = (bytes as f64 / size).max(if bytes < 1_000_000 { 1.0 } else { 0.1 });
        let size = if unit == "kilobyte" { size.round() } else { (size * 10.0).round() / 10.0 };
        let options = options(&[("style", "unit"), ("unit", unit)]);
        let format = Intl::NumberFormat::new(&self.locales, &options);
        let text = format.format().call1(&JsValue::NULL, &JsValue::from_f64(size));
        text.ok().and_then(|t| t.as_string()).unwrap_or_default()
    }

    /// An amount in minor units; the bare number if the browser does not know the currency.
    pub fn money(&self, minor: i64, currency: &str) -> String {
        let options = options(&[("style", "currency"), ("currency", currency)]);
        let made = Reflect::get(&js_sys::global(), &"Intl".into())
            .and_then(|intl| Reflect::get(&intl, &"NumberFormat".into()))
            .and_then(|class| class.dyn_into::<js_sys::Function>())
            .and_then(|class| Reflect::construct(&class, &Array::of2(&self.locales, &options)));
        let Ok(format) = made else { return [&minor.to_string(), " ", currency].concat() };
        let format: Intl::NumberFormat = format.unchecked_into();
        // The currency itself says how many digits its minor unit has.
        let digits = Reflect::get(&format.resolved_options(), &"maximumFractionDigits".into())
            .ok()
            .and_then(|d| d.as_f64())
            .unwrap_or(2.0);
        let amount = (0..digits as u8).fold(minor as f64, |amount, _| amount / 10.0);
        let text = format.format().call1(&JsValue::NULL, &JsValue::from_f64(amount));
        text.ok().and_then(|t| t.as_string()).unwrap_or_default()
    }

    /// Weekdays 1 to 7 in words, short: a run as "Mon–Fri".
    pub fn weekdays(&self, days: &[u8]) -> String {
        let name = |day: &u8| {
            // 1970-01-05 was a Monday.
            let date = js_sys::Date::new(&JsValue::from_f64((f64::from(*day) + 3.0) * 86_400_000.0));
            self.format(&options(&[("weekday", "short"), ("timeZone", "UTC")]), &date)
        };
        let run = days.windows(2).all(|w| matches!(w, [a, b] if a + 1 == *b));
        match (days.first(), days.last()) {
            (Some(first), Some(last)) if run && days.len() > 2 => [name(first), name(last)].join("–"),
            _ => days.iter().map(name).collect::<Vec<_>>().join(", "),
        }
    }

    /// Minutes after midnight as a time of day.
    pub fn time(&self, minutes: u16) -> String {
        let date = js_sys::Date::new(&JsValue::from_f64(f64::from(minutes) * 60_000.0));
        self.format(&options(&[("hour", "numeric"), ("minute", "2-digit"), ("timeZone", "UTC")]), &date)
    }

    fn format(&self, options: &Object, date: &js_sys::Date) -> String {
        let format = Intl::DateTimeFormat::new(&self.locales, options);
        let text = format.format().call1(&JsValue::NULL, date);
        text.ok().and_then(|t| t.as_string()).unwrap_or_default()
    }

    /// A run of authored words; a market value in its place.
    pub fn inline(&self, inline: &Inline) -> String {
        match inline {
            Inline::Text(text) | Inline::Strong(text) | Inline::Em(text) | Inline::Link(_, text) => {
                text.clone()
            }
            Inline::Fact(key) => {
                let value = self.shelf.as_ref().and_then(|shelf| shelf.market.fact(key));
                value.unwrap_or_default().to_owned()
            }
        }
    }

    /// A run of authored words as one text.
    pub fn inlines(&self, list: &[Inline]) -> String {
        list.iter().map(|inline| self.inline(inline)).collect()
    }
}

/// A language in its own words, with its country if asked for; the tag itself where the browser knows no names.
pub fn language_name(locale: &str, with_country: bool) -> String {
    let code = if with_country { locale } else { locale.split('-').next().unwrap_or(locale) };
    let locales = Array::of1(&JsValue::from_str(locale));
    let name = Reflect::get(&js_sys::global(), &"Intl".into())
        .and_then(|intl| Reflect::get(&intl, &"DisplayNames".into()))
        .and_then(|class| class.dyn_into::<js_sys::Function>())
        .and_then(|class| {
            Reflect::construct(&class, &Array::of2(&locales, &options(&[("type", "language")])))
        })
        .and_then(|names| {
            let of = Reflect::get(&names, &"of".into())?.dyn_into::<js_sys::Function>()?;
            of.call1(&names, &JsValue::from_str(code))
        });
    name.ok().and_then(|name| name.as_string()).unwrap_or_else(|| locale.to_owned())
}

fn options(pairs: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (key, value) in pairs {
        let _ = Reflect::set(&object, &JsValue::from_str(key), &JsValue::from_str(value));
    }
    object
}

/// Puts a value in place of each `{name}`; a name without one stays as it is. By characters: the standard library's
/// search for strings would be in the WASM for this alone.
pub fn fill<'a>(text: &str, value: impl Fn(&str) -> Option<&'a str>) -> String {
    let mut parts = text.split('{');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once('}').unwrap_or((part, ""));
        match value(name) {
            Some(value) => out.push_str(value),
            None => ["{", name, "}"].iter().for_each(|piece| out.push_str(piece)),
        }
        out.push_str(rest);
    }
    out
}
