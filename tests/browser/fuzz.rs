//! Messages that no loader writes: mutated, malformed, oversized, unknown. The widget accepts those that serde's reading
//! of `wire` accepts, and no others; and it goes on working.

use crate::json::{envelope, messages};
use crate::page::Page;
use klarna_help::json::Json;
use klarna_help_wire::*;
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

const ROUNDS: usize = 100_000;

/// Numbers from a seed, the same ones in every run (xorshift64*).
struct Dice {
    state: u64,
    junk: Vec<Value>,
}

impl Dice {
    fn new(state: u64) -> Self {
        Self { state, junk: junk() }
    }

    fn roll(&mut self, sides: usize) -> usize {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        (self.state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % sides
    }

    fn pick<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.roll(list.len())].clone()
    }
}

/// What the contract says of a text, by serde. It says more than `wire`'s types alone: serde would also read a list as an
/// object, and a number as the name of a message.
fn contract(text: &str) -> Option<ToApp> {
    let value: Value = serde_json::from_str(text).ok()?;
    let kind = value.get("type")?.as_str()?;
    let object = match kind {
        "context" => "/context",
        "prefill" => "/fields",
        "resume" => "/handover",
        _ => "",
    };
    let answers = value.pointer("/handover/answers").and_then(Value::as_array).filter(|_| kind == "resume");
    let lists =
        value.pointer(object)?.is_array() || answers.is_some_and(|list| list.iter().any(Value::is_array));
    if lists || value.get("v") != Some(&json!(PORT_VERSION)) {
        return None;
    }
    let message = serde_json::from_value::<ToApp>(value).ok().filter(ToApp::in_limits)?;
    match &message {
        ToApp::Context { context } if context.amount.is_some_and(|a| a.unsigned_abs() >= 1 << 53) => None,
        _ => Some(message),
    }
}

/// Values that belong nowhere, or just not there: around each limit, and of each kind.
fn junk() -> Vec<Value> {
    let texts = [35, 36, 64, 65, 200, 201, 254, 255, 500, 501, 4_096, 4_097, 5_000, 5_001]
        .map(|n| json!("å".repeat(n)));
    let names = ["open", "home", "case", "cases", "other", "late-fee", "__proto__", "constructor", ""];
    let mut junk = vec![
        Value::Null,
        json!(true),
        json!(false),
        json!(0),
        json!(1),
        json!(-1.5),
        json!(9_007_199_254_740_991_i64),
        json!(9_007_199_254_740_992_i64),
        json!([]),
        json!({}),
        json!(["open"]),
        json!({ "to": "case" }),
        json!(vec![json!({ "step": "s", "answer": "a" }); 21]),
        json!([{ "step": "s" }]),
    ];
    junk.extend(texts);
    junk.extend(names.map(Value::from));
    junk
}

/// Changes one thing somewhere inside.
fn change(dice: &mut Dice, value: &mut Value) {
    let deeper = dice.roll(3) > 0;
    match value {
        Value::Object(map) if deeper && !map.is_empty() => {
            let keys: Vec<String> = map.keys().cloned().collect();
            let key = dice.pick(&keys);
            match dice.roll(6) {
                0 => {
                    map.remove(&key);
                }
                1 => {
                    let other =
                        dice.pick(&["type", "v", "to", "ok", "fields", "context", "surprise", "__proto__"]);
                    let moved = map.remove(&key).unwrap();
                    map.insert(other.into(), moved);
                }
                _ => change(dice, &mut map[&key]),
            }
        }
        Value::Array(list) if deeper && !list.is_empty() => {
            let at = dice.roll(list.len());
            change(dice, &mut list[at]);
        }
        other => {
            let at = dice.roll(dice.junk.len());
            *other = dice.junk[at].clone();
        }
    }
}

/// Damages the text itself.
fn damage(dice: &mut Dice, text: &mut Vec<char>) {
    let at = dice.roll(text.len() + 1);
    match dice.roll(4) {
        0 => text.truncate(at),
        1 => text.insert(
            at,
            dice.pick(&['{', '}', '[', ']', '"', ',', ':', '0', '7', '-', '.', 'x', '\\', '\0', 'é']),
        ),
        2 if at < text.len() => {
            text.remove(at);
        }
        _ => text.extend(" ".repeat(dice.pick(&[1, 19_900, 30_000])).chars()),
    }
}

fn next(dice: &mut Dice, valid: &[Value]) -> String {
    let mut value = dice.pick(valid);
    for _ in 0..dice.roll(4) {
        change(dice, &mut value);
    }
    let mut text: Vec<char> = value.to_string().chars().collect();
    for _ in 0..dice.roll(8).saturating_sub(5) {
        damage(dice, &mut text);
    }
    text.into_iter().collect()
}

#[wasm_bindgen_test]
fn a_message_is_accepted_if_the_contract_has_it_and_not_otherwise() {
    let valid: Vec<Value> = messages().iter().map(envelope).collect();
    let mut dice = Dice::new(0x6b6c_6172_6e61);
    let mut accepted = 0;
    for round in 0..ROUNDS {
        let text = next(&mut dice, &valid);
        let ours = klarna_help::read_message(&text);
        let expected = if text.len() > PORT_MESSAGE_MAX { None } else { contract(&text) };
        assert_eq!(ours, expected, "round {round}: {text}");
        accepted += usize::from(ours.is_some());
    }
    // As many that are good as are bad, or it would prove nothing.
    assert!((ROUNDS / 10..ROUNDS * 9 / 10).contains(&accepted), "{accepted} of {ROUNDS}");
}

#[wasm_bindgen_test]
fn a_contract_of_another_version_is_refused() {
    for v in [json!(0), json!(2), json!("1"), json!(null), json!([1]), json!(1.5)] {
        let text = json!({ "v": v, "type": "open" }).to_string();
        assert_eq!(Json::parse(&text).unwrap().to_app(), None, "{text}");
    }
    assert_eq!(Json::parse(r#"{"type":"open"}"#).unwrap().to_app(), None);
}

#[wasm_bindgen_test]
async fn the_widget_goes_on_working_after_a_flood_of_them() {
    let page = Page::open("{}").await;
    // What is good is not sent: it would only do what it says.
    let valid: Vec<Value> = messages().iter().map(envelope).collect();
    let mut dice = Dice::new(7);
    let before = page.text(".kh-main");
    for _ in 0..20_000 {
        let text = next(&mut dice, &valid);
        if contract(&text).is_none() || text.len() > PORT_MESSAGE_MAX {
            page.send_raw(&text);
        }
    }
    page.send(r#"{"type":"context","context":{}}"#).await;
    assert_eq!(page.text(".kh-main"), before);
    page.send(r#"{"type":"navigate","to":"contact"}"#).await;
    assert_eq!(page.text("h1"), "Talk to a person");
    page.close();
}
