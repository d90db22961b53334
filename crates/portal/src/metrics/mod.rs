//! What the portal counts, as Prometheus reads it (OpenMetrics text), on a listener of its own.
//!
//! Counting costs an addition, whether anybody reads or not. Here: one function for each thing that is counted, so that a
//! name is written once. Invariant: labels are routes, codes and classes from lists in the source, never what a caller
//! sent: their number is bounded, and nothing personal is in them. Not here: the log (`observe`).

mod listener;

pub use listener::serve;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use std::sync::LazyLock;
use std::time::Duration;

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Code {
    code: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Outcome {
    result: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Class {
    class: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Mail {
    kind: &'static str,
    result: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Request {
    route: String,
    status: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Route {
    route: String,
}

/// Seconds from a millisecond to ten.
const SECONDS: [f64; 13] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];
/// Jobs that shared a commit.
const JOBS: [f64; 9] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0];

fn seconds() -> Histogram {
    Histogram::new(SECONDS)
}

/// Everything that is counted. One for the process: a counter belongs to it, not to one of its portals.
struct All {
    registry: Registry,
    cases_accepted: Counter,
    case_refused: Family<Code, Counter>,
    messages: Counter,
    uploads: Family<Outcome, Counter>,
    lookups: Family<Outcome, Counter>,
    mails: Family<Mail, Counter>,
    outbox_depth: Gauge,
    outbox_dead: Gauge,
    outbox_oldest: Gauge,
    relay_attempts: Family<Class, Counter>,
    reconcile_duplicates: Counter,
    commit: Histogram,
    commit_jobs: Histogram,
    event_streams: Gauge,
    requests: Family<Request, Counter>,
    request_time: Family<Route, Histogram>,
}

static ALL: LazyLock<All> = LazyLock::new(All::new);

impl All {
    fn new() -> Self {
        let mut all = Self {
            registry: Registry::default(),
            cases_accepted: Counter::default(),
            case_refused: Family::default(),
            messages: Counter::default(),
            uploads: Family::default(),
            lookups: Family::default(),
            mails: Family::default(),
            outbox_depth: Gauge::default(),
            outbox_dead: Gauge::default(),
            outbox_oldest: Gauge::default(),
            relay_attempts: Family::default(),
            reconcile_duplicates: Counter::default(),
            commit: seconds(),
            commit_jobs: Histogram::new(JOBS),
            event_streams: Gauge::default(),
            requests: Family::default(),
            request_time: Family::new_with_constructor(seconds),
        };
        all.register();
        all
    }

    /// Counters get `_total` at their end from the encoder, and units their name.
    fn register(&mut self) {
        let to = &mut self.registry;
        to.register("cases_accepted", "Cases that were stored", self.cases_accepted.clone());
        to.register(
            "case_refused",
            "Cases that were refused, by the problem's code",
            self.case_refused.clone(),
        );
        to.register("messages", "Messages of customers on cases", self.messages.clone());
        to.register("uploads", "Files that customers sent, by what came of them", self.uploads.clone());
        to.register("lookups", "Look-ups by case ID and address, by what came of them", self.lookups.clone());
        to.register("mails", "Mails, by kind and by what came of them", self.mails.clone());
        to.register("outbox_depth", "What waits for the helpdesk", self.outbox_depth.clone());
        to.register("outbox_dead", "What was given up and waits for a person", self.outbox_dead.clone());
        to.register_with_unit(
            "outbox_oldest",
            "How long the oldest of it has waited",
            Unit::Seconds,
            self.outbox_oldest.clone(),
        );
        to.register(
            "relay_attempts",
            "What was sent to the helpdesk, by the class of its answer",
            self.relay_attempts.clone(),
        );
        to.register(
            "reconcile_duplicates",
            "Tickets that were there twice and were merged",
            self.reconcile_duplicates.clone(),
        );
        to.register_with_unit(
            "commit",
            "From the first job of a commit to the disk",
            Unit::Seconds,
            self.commit.clone(),
        );
        to.register("commit_batch_jobs", "Jobs that shared a commit", self.commit_jobs.clone());
        to.register("event_streams_open", "Open streams of events", self.event_streams.clone());
        to.register("http_requests", "Requests, by route and class of status", self.requests.clone());
        to.register_with_unit(
            "http",
            "Time to the answer's head, by route",
            Unit::Seconds,
            self.request_time.clone(),
        );
    }
}

/// A case was stored.
pub fn case_accepted() {
    ALL.cases_accepted.inc();
}

/// A case was refused with a problem of this code.
pub fn case_refused(code: &'static str) {
    ALL.case_refused.get_or_create(&Code { code }).inc();
}

/// A customer wrote to a case.
pub fn message() {
    ALL.messages.inc();
}

/// What came of a file: `done`, `refused`, `expired`, …
pub fn upload(result: &'static str) {
    ALL.uploads.get_or_create(&Outcome { result }).inc();
}

/// What came of a look-up: `asked`, `nobody`, `enough`, `failed` of questions, `opened`, `wrong` of codes.
pub fn lookup(result: &'static str) {
    ALL.lookups.get_or_create(&Outcome { result }).inc();
}

/// What came of a mail: `sent`, `put-off`, `given-up`.
pub fn mail(kind: &'static str, result: &'static str) {
    ALL.mails.get_or_create(&Mail { kind, result }).inc();
}

/// What waits for the helpdesk, what waits for a person, and for how many seconds the oldest of the first has.
pub fn outbox(depth: i64, dead: i64, oldest_seconds: i64) {
    ALL.outbox_depth.set(depth);
    ALL.outbox_dead.set(dead);
    ALL.outbox_oldest.set(oldest_seconds);
}

/// Something was sent to the helpdesk, with an answer of this class.
pub fn relay_attempt(class: &'static str) {
    ALL.relay_attempts.get_or_create(&Class { class }).inc();
}

/// So many tickets were there twice, and were merged.
pub fn duplicates_merged(merged: u64) {
    ALL.reconcile_duplicates.inc_by(merged);
}

/// So many jobs came to the disk together, in this time.
pub fn commit(took: Duration, jobs: usize) {
    ALL.commit.observe(took.as_secs_f64());
    ALL.commit_jobs.observe(f64::from(u32::try_from(jobs).unwrap_or(u32::MAX)));
}

/// A stream of events is open for as long as this is kept.
pub struct OpenStream(());

impl OpenStream {
    /// Counts one more.
    #[must_use]
    pub fn begin() -> Self {
        ALL.event_streams.inc();
        Self(())
    }
}

impl Drop for OpenStream {
    fn drop(&mut self) {
        ALL.event_streams.dec();
    }
}

/// A request of a route (its template) was answered.
pub fn request(route: &str, status: u16, took: Duration) {
    let status = match status {
        100..200 => "1xx",
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        _ => "5xx",
    };
    ALL.requests.get_or_create(&Request { route: route.to_owned(), status }).inc();
    ALL.request_time.get_or_create(&Route { route: route.to_owned() }).observe(took.as_secs_f64());
}

/// Everything, as text.
fn text() -> String {
    let mut text = String::new();
    // Writing into a string does not fail.
    let _ = encode(&mut text, &ALL.registry);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_guide() {
        case_accepted();
        case_refused("invalid-fields");
        lookup("asked");
        outbox(3, 1, 17);
        commit(Duration::from_millis(3), 5);
        request("/api/v1/cases", 201, Duration::from_millis(3));
        let open = OpenStream::begin();
        let text = text();
        for line in [
            "cases_accepted_total ",
            "case_refused_total{code=\"invalid-fields\"} ",
            "lookups_total{result=\"asked\"}",
            "outbox_depth 3",
            "outbox_dead 1",
            "outbox_oldest_seconds 17",
            "commit_seconds_bucket{le=\"0.005\"}",
            "commit_batch_jobs_bucket{le=\"8.0\"}",
            "event_streams_open ",
            "http_requests_total{route=\"/api/v1/cases\",status=\"2xx\"}",
            "http_seconds_bucket{le=\"0.005\",route=\"/api/v1/cases\"}",
            "messages_total ",
            "reconcile_duplicates_total ",
        ] {
            assert!(text.contains(line), "no {line} in\n{text}");
        }
        assert!(text.ends_with("# EOF\n"));
        drop(open);
    }
}
