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
        ToApp::Locale { locale: "sv-SE".into(), pack: "/p".into(), content: "/b".into() },
        ToApp::Resume { handover: handover() },
        ToApp::Resume { handover: Handover::to(Destination::Contact) },
        ToApp::Rest { ok: Some(false) },
        ToApp::Rest { ok: None },
        ToApp::Rest { ok: Some(true) },
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
        happened_on: "2026-11-01".into(),
        tried: "Rang the store.".into(),
        evidence: vec![EvidenceNote { key: "order-number".into(), note: "NW-1".into() }],
        attachments: vec![AttachmentRef { id: "0".repeat(32), evidence: "receipt".into() }],
        kept: vec!["iban:3".into()],
        context: context(),
    };
    for case in [full, CaseRequest::default()] {
        let ours: serde_json::Value = serde_json::from_str(&json::case_request(&case)).unwrap();
        assert_eq!(ours, serde_json::to_value(&case).unwrap());
    }
}

#[wasm_bindgen_test]
fn a_vote_is_written_as_serde_writes_it() {
    let full = Vote {
        client_id: "c".into(),
        market: "GB".into(),
        locale: "en-GB".into(),
        about: "article:late-fee".into(),
        helped: true,
        reason: "unclear".into(),
        page: "checkout".into(),
        way: "search".into(),
    };
    for vote in [full, Vote::default()] {
        let ours: serde_json::Value = serde_json::from_str(&json::vote(&vote)).unwrap();
        assert_eq!(ours, serde_json::to_value(&vote).unwrap());
    }
}

#[wasm_bindgen_test]
fn messages_for_the_host_are_written_as_serde_writes_them_with_their_version() {
    let value = |fact: EventFact| match fact {
        EventFact::Helped => "false",
        EventFact::Rating => "4",
        _ => "true",
    };
    let facts = EventFact::ALL.iter().map(|fact| (*fact, value(*fact).to_owned())).collect();
    let data = EventData { facts, count: Some(3) };
    let event = |data| FromApp::Event { name: "n", data };
    let handed = |handover| FromApp::Handover { handover };
    for message in [
        FromApp::Ready,
        FromApp::Close,
        FromApp::NeedRest,
        FromApp::NeedIdentity,
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
        attachments: vec![file()],
        can: CaseAction::ALL.to_vec(),
        can_reply: true,
        timeline: timeline(),
    };
    assert_eq!(read(serde_json::to_string(&view).unwrap()).case_view(), Some(view));
    let polled = json!({ "events": timeline() }).to_string();
    assert_eq!(read(polled).case_events(), Some(timeline()));
    let listed = CaseListed {
        case_id: "KH-7F3K-9Q2M".into(),
        category: Category::RefundMissing,
        state: CaseState::Resolved,
        received_at: "2026-11-23T10:00:00Z".into(),
        expected_by: "2026-11-25".into(),
        last_from_us: 9,
    };
    let list = CaseList { cases: vec![listed] };
    assert_eq!(read(serde_json::to_string(&list).unwrap()).case_list(), Some(list));
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

fn file() -> Attachment {
    Attachment {
        id: "0".repeat(32),
        name: "Kvitto.pdf".into(),
        media_type: "application/pdf".into(),
        size: 7,
    }
}

/// An entry of each kind; a message with every block there is.
fn timeline() -> Vec<CaseEvent> {
    let text = |text: &str| MessageInline::Text { text: text.into() };
    let href = MessageHref::parse("https://shop.example/returns?id=1").unwrap();
    let content =
        vec![text("Hej \u{1f614}"), MessageInline::Break, MessageInline::Link { href, text: "here".into() }];
    let body = vec![
        MessageBlock::Paragraph { content },
        MessageBlock::List { ordered: true, items: vec![vec![text("one")], vec![]] },
        MessageBlock::Quote { paragraphs: vec![vec![text("before")]] },
        MessageBlock::Preformatted { text: "a\n  b".into() },
    ];
    let message = Message { id: "m".into(), body, attachments: vec![file()] };
    let event = |(i, kind): (usize, &CaseEventKind)| CaseEvent {
        seq: i as i64 + 1,
        at: "2026-11-23T10:00:00Z".into(),
        kind: *kind,
        state: CaseState::InReview,
        agent: if kind.is_from_us() { "Kim".into() } else { String::new() },
        message: (*kind == CaseEventKind::AgentMessage).then(|| message.clone()),
        rating: (*kind == CaseEventKind::Rated).then_some(5),
        expected_by: if *kind == CaseEventKind::PromiseMoved { "2026-12-01".into() } else { String::new() },
    };
    CaseEventKind::ALL.iter().enumerate().map(event).collect()
}

#[wasm_bindgen_test]
fn what_a_customer_says_and_does_after_a_case_was_sent_is_written_as_serde_writes_it() {
    let parse = |text: String| serde_json::from_str::<serde_json::Value>(&text).unwrap();
    let message = MessageRequest {
        text: "Ärger".into(),
        attachments: vec![AttachmentRef { id: "0".repeat(32), evidence: String::new() }],
        kept: vec!["iban:3".into()],
    };
    for message in [message, MessageRequest::default()] {
        assert_eq!(parse(json::message_request(&message)), serde_json::to_value(&message).unwrap());
    }
    let rated = ActionRequest { action: "rate".into(), rating: Some(5), comment: "Tack".into() };
    for action in [rated, ActionRequest { action: "close".into(), ..ActionRequest::default() }] {
        assert_eq!(parse(json::action_request(&action)), serde_json::to_value(&action).unwrap());
    }
    let lookup = LookupRequest {
        client_id: "c".into(),
        locale: "sv-SE".into(),
        case_id: "KH-7F3K-9Q2M".into(),
        email: "a@b.se".into(),
    };
    assert_eq!(parse(json::lookup_request(&lookup)), serde_json::to_value(&lookup).unwrap());
    let code = CodeRequest { case_id: lookup.case_id, email: lookup.email, code: "123456".into() };
    assert_eq!(parse(json::code_request(&code)), serde_json::to_value(&code).unwrap());
}

#[wasm_bindgen_test]
fn what_the_portal_says_of_look_ups_and_work_is_read_as_serde_reads_it() {
    let read = |text: String| Json::parse(&text).unwrap();
    let answer = LookupAnswer { minutes: 15, mail_folder: "var/mail".into() };
    assert_eq!(read(serde_json::to_string(&answer).unwrap()).lookup_answer(), Some(answer));
    let access =
        CaseAccess { case_id: "KH-7F3K-9Q2M".into(), token: "t".into(), expected_by: "2026-11-25".into() };
    assert_eq!(read(serde_json::to_string(&access).unwrap()).case_access(), Some(access));
    let challenge = Challenge {
        algorithm: "SHA-256".into(),
        challenge: "0".repeat(64),
        salt: "s?expires=1".into(),
        signature: "f".into(),
        maxnumber: 50_000,
    };
    assert_eq!(read(serde_json::to_string(&challenge).unwrap()).challenge(), Some(challenge.clone()));
    let solution: serde_json::Value = serde_json::from_str(&json::solution(&challenge, 7)).unwrap();
    let expected = json!({"algorithm": "SHA-256", "challenge": challenge.challenge, "number": 7,
        "salt": "s?expires=1", "signature": "f"});
    assert_eq!(solution, expected);
}

#[wasm_bindgen_test]
fn what_a_newer_portal_says_is_passed_over_and_an_address_that_runs_is_no_link() {
    let body = r#"[{"kind":"hologram"},{"kind":"paragraph","content":[
        {"kind":"link","href":"javascript:alert(1)","text":"press"},{"kind":"wink"}]}]"#;
    let event = format!(
        r#"{{"seq":1,"at":"x","kind":"agent-message","state":"in-review","message":{{"id":"m","body":{body}}}}}"#
    );
    let read = Json::parse(&event).unwrap().case_event().unwrap();
    let words = MessageInline::Text { text: "press".into() };
    assert_eq!(read.message.unwrap().body, [MessageBlock::Paragraph { content: vec![words] }]);
    let unknown = r#"{"seq":1,"at":"x","kind":"teleported","state":"in-review"}"#;
    assert_eq!(Json::parse(unknown).unwrap().case_event(), None);
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

#[wasm_bindgen_test]
fn a_draft_comes_back_as_it_was_kept() {
    use klarna_help_state::{Draft, DraftFile};
    use klarna_help_wire::{AttachmentRef, CaseRequest, EvidenceNote, FileKind};
    let answers = vec![klarna_help_wire::Answer { question: "When?".into(), answer: "2026-11-01".into() }];
    let request = CaseRequest {
        client_id: "demo-shop".into(),
        category: "other".into(),
        description: "Jag väntar \"på\" pengarna.".into(),
        answers: answers.clone(),
        evidence: vec![EvidenceNote { key: "tracking".into(), note: "AB 1".into() }],
        attachments: vec![AttachmentRef { id: "0".repeat(32), evidence: "photo".into() }],
        kept: vec!["iban:0123abcd".into()],
        context: klarna_help_wire::Context { amount: Some(8900), ..klarna_help_wire::Context::default() },
        ..CaseRequest::default()
    };
    let file = DraftFile {
        id: u32::MAX,
        name: "kvitto.png".into(),
        size: 10 * 1024 * 1024,
        kind: Some(FileKind::Png),
        evidence: "receipt".into(),
        upload: Some("f".repeat(32)),
        done: true,
    };
    let unknown = DraftFile { kind: None, upload: None, done: false, ..file.clone() };
    let draft = Draft {
        key: "0123456789abcdef".into(),
        saved_on: 20_780,
        waiting: true,
        fields: vec![("description".into(), "Jag väntar".into())],
        notes: vec![("tracking".into(), "AB 1".into())],
        unmasked: vec!["iban:0123abcd".into()],
        flow: "refund-missing".into(),
        answers,
        evidence: vec!["order-number".into()],
        files: vec![file, unknown],
        attempts: vec![request.clone(), request],
    };
    for kept in [draft, Draft { key: "k".into(), ..Draft::default() }] {
        let text = klarna_help::json::drafts(std::slice::from_ref(&kept));
        let read: Vec<_> = Json::parse(&text).unwrap().list().iter().filter_map(Json::draft).collect();
        assert_eq!(read, [kept]);
    }
    assert!(Json::parse("[{\"fields\":1},7,null]").unwrap().list().iter().all(|one| one.draft().is_none()));
}
