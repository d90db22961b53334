//! The hand-written JSON of the widget against serde's reading and writing of the same shapes in `wire`.

use klarna_help::json::{self, Json};
use klarna_help_wire::*;
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

fn context() -> Context {
    Context {
        page: Some("checkout".into()),
        topic: Some("refund".into()),
        order_id: Some("NW-1".into()),
        merchant_reference: Some("ref".into()),
        amount: Some(-8_900),
        currency: Some("GBP".into()),
        payment_status: Some("declined".into()),
        error_code: Some("card_declined".into()),
        order_state: Some("returned".into()),
        due_date: Some("2026-12-01".into()),
    }
}

fn handover() -> Handover {
    Handover {
        category: Some(Category::RefundMissing),
        flow: Some("refund".into()),
        answers: vec![StepAnswer { step: "kind".into(), answer: "back".into() }],
        description: Some("Ärger \"\n\u{1f614}".into()),
        ..Handover::to(Destination::Case)
    }
}

/// A message of each kind.
pub fn messages() -> Vec<ToApp> {
    let fields = Prefill {
        category: Some(Category::LateFee),
        email: Some("a@b.se".into()),
        order_id: Some("NW-1".into()),
        description: Some("d".into()),
    };
    vec![
        ToApp::Open,
        ToApp::Closed,
        ToApp::Context { context: Box::new(context()) },
        ToApp::Search { text: "s".into() },
        ToApp::Navigate { to: "home".into() },
        ToApp::Suggest,
        ToApp::Prefill { fields },
        ToApp::Prefill { fields: Prefill::default() },
        ToApp::Reset,
        ToApp::Identify { token: Secret("t.o.k".into()) },
        ToApp::Logout,
        ToApp::Consent(Consent { storage: Some(false), analytics: None }),
        ToApp::Locale { locale: "sv-SE".into(), pack: "/p".into(), bodies: "/b".into() },
        ToApp::Resume { handover: handover() },
        ToApp::Resume { handover: Handover::to(Destination::Contact) },
        ToApp::Rest { ok: true },
    ]
}

/// A message as the loader writes it.
pub fn envelope(message: &ToApp) -> serde_json::Value {
    let mut value = serde_json::to_value(message).unwrap();
    value["v"] = json!(PORT_VERSION);
    value
}

#[wasm_bindgen_test]
fn a_case_is_written_as_serde_writes_it() {
    let answers = vec![Answer { question: "What \"happened\"?".into(), answer: "Ärger\n\u{1f614}".into() }];
    let full = CaseRequest {
        client_id: "c".into(),
        locale: "en-GB".into(),
        market: "GB".into(),
        environment: "playground".into(),
        category: "other".into(),
        description: "text".into(),
        email: "a@b.se".into(),
        order_id: "1".into(),
        flow: "refund-missing".into(),
        answers,
        context: context(),
    };
    for case in [full, CaseRequest::default()] {
        let ours: serde_json::Value = serde_json::from_str(&json::case_request(&case)).unwrap();
        assert_eq!(ours, serde_json::to_value(&case).unwrap());
    }
}

#[wasm_bindgen_test]
fn messages_for_the_host_are_written_as_serde_writes_them_with_their_version() {
    let facts = EventFact::ALL.iter().map(|fact| (*fact, String::from("x"))).collect();
    let data = EventData { facts, count: Some(3) };
    let event = |data| FromApp::Event { name: "n", data };
    let handed = |handover| FromApp::Handover { handover };
    for message in [
        FromApp::Ready,
        FromApp::Close,
        FromApp::NeedRest,
        event(data),
        event(EventData::default()),
        handed(handover()),
        handed(Handover::to(Destination::Cases)),
    ] {
        let ours: serde_json::Value = serde_json::from_str(&json::from_app(&message)).unwrap();
        let mut expected = serde_json::to_value(&message).unwrap();
        expected["v"] = json!(PORT_VERSION);
        assert_eq!(ours, expected);
    }
}

#[wasm_bindgen_test]
fn what_serde_writes_is_read_as_serde_reads_it() {
    let receipt = Receipt {
        case_id: "KH-7F3K-9Q2M".into(),
        token: "t".into(),
        state: CaseState::Received,
        next_step: NextStep::WeReview,
        received_at: "2026-11-23T10:00:00Z".into(),
        expected_by: "2026-11-25".into(),
    };
    let read = |text: String| Json::parse(&text).unwrap();
    assert_eq!(read(serde_json::to_string(&receipt).unwrap()).receipt(), Some(receipt.clone()));
    let view = CaseView {
        case_id: receipt.case_id,
        category: Category::Complaint,
        state: CaseState::WaitingForYou,
        next_step: NextStep::YouAnswer,
        received_at: receipt.received_at.clone(),
        expected_by: receipt.expected_by,
        description: "d".into(),
        order_id: String::new(),
        late: false,
        assignee: String::new(),
        happened_on: String::new(),
        tried: String::new(),
        attachments: vec![],
        can: vec![],
        can_reply: true,
        timeline: vec![CaseEvent {
            seq: 7,
            at: receipt.received_at,
            kind: CaseEventKind::StateChanged,
            state: CaseState::InReview,
            agent: "Kim".into(),
            message: None,
            rating: None,
            expected_by: String::new(),
        }],
    };
    assert_eq!(read(serde_json::to_string(&view).unwrap()).case_view(), Some(view));
    let problem = Problem {
        kind: "urn:x".into(),
        title: "t".into(),
        status: 422,
        code: ProblemCode::InvalidFields,
        fields: vec![FieldError::with_limit("description", FieldCode::TooLong, 5_000)],
        request_id: "r".into(),
    };
    assert_eq!(read(serde_json::to_string(&problem).unwrap()).problem(), Some(problem));
    let config = AppConfig { client_id: "c".into(), split: true, context: context(), ..AppConfig::default() };
    assert_eq!(read(serde_json::to_string(&config).unwrap()).app_config(), Some(config));
    for message in messages() {
        assert_eq!(read(envelope(&message).to_string()).to_app(), Some(message));
    }
}

#[wasm_bindgen_test]
fn anything_else_reads_as_nothing() {
    for text in ["null", "1", "[]", "\"text\"", "{}", r#"{"type":7,"caseId":[],"status":"422"}"#] {
        let json = Json::parse(text).unwrap();
        assert!(json.receipt().is_none() && json.case_view().is_none() && json.to_app().is_none(), "{text}");
        assert!(json.problem().is_none(), "{text}");
    }
    assert!(Json::parse("<html>").is_none());
}
