//! Today, for the customer and for the market.

use js_sys::{Array, Date as JsDate, Intl, Object, Reflect};
use klarna_help_pack::Date;
use klarna_help_state::Now;
use wasm_bindgen::{JsCast, JsValue};

/// The time now. Without a zone, or with one the browser does not know, the market's time is the customer's.
pub(crate) fn now(market_zone: Option<&str>) -> Now {
    let js = JsDate::new_0();
    let date = civil(js.get_full_year(), js.get_month() + 1, js.get_date());
    let minutes = u16::try_from(js.get_hours() * 60 + js.get_minutes()).unwrap_or(0);
    let local = Now { date, market_weekday: date.weekday(), market_minutes: minutes, market_date: date };
    market_zone.and_then(|zone| in_zone(local, zone, &js)).unwrap_or(local)
}

fn civil(year: u32, month: u32, day: u32) -> Date {
    Date::from_civil(i64::from(year), i64::from(month), i64::from(day))
}

fn in_zone(local: Now, zone: &str, js: &JsDate) -> Option<Now> {
    let options = Object::new();
    for (key, value) in [
        ("timeZone", zone),
        ("year", "numeric"),
        ("month", "numeric"),
        ("day", "numeric"),
        ("hour", "numeric"),
        ("minute", "numeric"),
        ("hourCycle", "h23"),
    ] {
        Reflect::set(&options, &key.into(), &value.into()).ok()?;
    }
    // An unknown zone throws, so the constructor is called where that is an error and no panic.
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class = Reflect::get(&intl, &"DateTimeFormat".into()).ok()?.dyn_into::<js_sys::Function>().ok()?;
    let arguments = Array::of2(&JsValue::from_str("en-GB"), &options);
    let format: Intl::DateTimeFormat = Reflect::construct(&class, &arguments).ok()?.unchecked_into();
    let (mut year, mut month, mut day, mut hour, mut minute) = (0, 0, 0, 0, 0);
    for part in format.format_to_parts(js).iter() {
        let text = |name: &str| Reflect::get(&part, &name.into()).ok().and_then(|v| v.as_string());
        let value = text("value").and_then(|v| v.parse::<u32>().ok()).unwrap_or(0);
        match text("type").as_deref() {
            Some("year") => year = value,
            Some("month") => month = value,
            Some("day") => day = value,
            Some("hour") => hour = value,
            Some("minute") => minute = value,
            _ => {}
        }
    }
    let date = civil(year, month, day);
    let market_minutes = u16::try_from(hour * 60 + minute).ok()?;
    Some(Now { market_weekday: date.weekday(), market_minutes, market_date: date, ..local })
}
