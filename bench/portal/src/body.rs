//! Cases as customers would send them, each with a number that tells it from every other.

use serde_json::json;

/// The request's body.
pub fn case(n: u64) -> String {
    json!({
        "clientId": "demo-shop",
        "locale": "en-GB",
        "market": "GB",
        "category": "charged-twice",
        "description": format!("Case number {n} of the bench: the same purchase was taken twice from my account."),
        "email": format!("customer-{n}@example.org"),
        "orderId": format!("NW-{n}"),
        "context": {"page": "checkout", "amount": 4200, "currency": "GBP"}
    })
    .to_string()
}

/// The key of a case: the same for every try.
pub fn key(run: u64, n: u64) -> String {
    format!("bench-{run:016x}-{n:08}")
}
