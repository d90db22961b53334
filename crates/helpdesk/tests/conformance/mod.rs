//! What every connector keeps, whatever is behind it: one suite, run against a real Request Tracker, a receiver of the
//! webhook and Zendesk's documented shapes.

use async_trait::async_trait;
use http::HeaderMap;
use jiff::Timestamp;
use klarna_help_helpdesk::{
    Author, Cursor, FileRef, Helpdesk, Hint, Key, Once, OutCase, OutFile, OutMessage, PublicChange, Remote,
    SendError, WhatChanged,
};
use klarna_help_wire::{CaseState, Category, Context, Environment, message_to_text};
use std::sync::atomic::{AtomicU32, Ordering};

/// What the people and the machines of a helpdesk do and see.
#[async_trait]
pub trait OtherSide: Send + Sync {
    /// Live cases under a key.
    async fn count(&self, key: &Key) -> usize;
    /// Names of all files on a case.
    async fn file_names(&self, case: &Remote) -> Vec<String>;
    /// An agent answers the customer, in HTML, with one file.
    async fn answer(&self, case: &Remote, html: &str, file: &OutFile);
    /// An agent writes an internal note.
    async fn note(&self, case: &Remote, text: &str);
    /// An agent takes the case and waits for the customer.
    async fn take_and_wait(&self, case: &Remote);
    /// What was sent to the portal since the last call.
    async fn deliveries(&self) -> Vec<(HeaderMap, Vec<u8>)> {
        Vec::new()
    }
}

static KEYS: AtomicU32 = AtomicU32::new(0);

/// A key that no test used before, also not in an earlier run on the same helpdesk.
pub fn fresh_key(kind: &str) -> Key {
    let run = Timestamp::now().as_millisecond();
    let number = KEYS.fetch_add(1, Ordering::Relaxed);
    Key::new(format!("{kind}{run}-{number}")).unwrap()
}

pub fn case() -> OutCase {
    let key = fresh_key("KH-");
    OutCase {
        client_id: "demo-shop".to_owned(),
        environment: Environment::Production,
        subject: "Återbetalning € 😀".to_owned(),
        category: Category::RefundMissing,
        locale: "sv-SE".to_owned(),
        market: "SE".to_owned(),
        email: format!("{}@kund.example", key.as_str().to_lowercase()),
        description: "Pengarna kom aldrig. 😀".to_owned(),
        order_id: "A-1001".to_owned(),
        happened_on: "2026-11-20".to_owned(),
        tried: "Ringde butiken".to_owned(),
        evidence: Vec::new(),
        answers: Vec::new(),
        context: Context::default(),
        expected_by: "2026-11-30".to_owned(),
        attachments: Vec::new(),
        key,
    }
}

pub fn message(case: &OutCase, text: &str) -> OutMessage {
    OutMessage {
        key: fresh_key("m"),
        case: case.key.clone(),
        email: case.email.clone(),
        text: text.to_owned(),
        attachments: Vec::new(),
    }
}

pub fn file(name: &str, bytes: usize) -> OutFile {
    // No text in any encoding, so that whoever re-encodes it is found out.
    let bytes: Vec<u8> = (0..bytes).map(|i| u8::try_from(i * 31 % 256).unwrap()).collect();
    OutFile::in_memory(name, "image/png", bytes)
}

/// Everything that changed on one case, asked for and delivered.
pub async fn news(desk: &dyn Helpdesk, side: &dyn OtherSide, of: &Key, since: &Cursor) -> Vec<PublicChange> {
    let mut found = Vec::new();
    let mut cursor = since.clone();
    loop {
        let read = desk.changes(&cursor).await.unwrap();
        found.extend(read.changes);
        if !read.more {
            break;
        }
        cursor = read.cursor;
    }
    for (headers, body) in side.deliveries().await {
        if let Hint::Changes { changes, .. } = desk.webhook(&headers, &body, Timestamp::now()).unwrap() {
            found.extend(changes);
        }
    }
    found.retain(|change| change.key == *of);
    found
}

fn replies(changes: &[PublicChange]) -> Vec<(&Author, String, &[FileRef])> {
    let reply = |change: &PublicChange| matches!(change.what, WhatChanged::Reply { .. });
    let parts = |change| match change {
        &PublicChange { what: WhatChanged::Reply { ref author, ref body, ref files, .. }, .. } => {
            (author, message_to_text(body), files.as_slice())
        }
        _ => unreachable!(),
    };
    changes.iter().filter(|change| reply(change)).map(parts).collect()
}

/// The suite. One case goes all the way.
pub async fn conforms(desk: &dyn Helpdesk, side: &dyn OtherSide) {
    let check = desk.check().await;
    assert!(check.is_ready(), "{check:?}");

    let since = desk.changes(&Cursor::default()).await.unwrap().cursor;

    // Sent once, found by its key and by no other.
    let mut case = case();
    case.attachments = vec![file("€ kvitto å.png", 5000), file("bild \"2\".png", 70_000)];
    let remote = desk.create(&case).await.unwrap();
    assert_eq!(desk.find(&case.key).await.unwrap().len(), found_by(desk, 1));
    assert_eq!(desk.find(&fresh_key("KH-")).await.unwrap(), []);
    assert_eq!(side.count(&case.key).await, 1);
    assert_eq!(side.file_names(&remote).await, ["€ kvitto å.png", "bild 2.png"]);

    // A customer's reply is found by its key, once.
    let mut reply = message(&case, "Här är mer: <b>inte fet</b>");
    reply.attachments = vec![file("till.png", 300)];
    let sent = desk.reply(&remote, &reply).await.unwrap();
    let found = desk.find_reply(&remote, &reply.key).await.unwrap();
    assert_eq!(found.len(), found_by(desk, 1));
    assert!(found.iter().all(|one| *one == sent));
    assert_eq!(desk.find_reply(&remote, &fresh_key("m")).await.unwrap(), []);
    assert_eq!(side.file_names(&remote).await.len(), 3);

    // What an agent answers comes back as blocks; what is internal, and what we sent, does not.
    let proof = file("bevis å.png", 9000);
    side.answer(&remote, "<p>Hej <script>x()</script><b>Anna</b></p><p>Tack</p>", &proof).await;
    side.note(&remote, "INTERNAL: fraud suspected").await;
    side.take_and_wait(&remote).await;
    let changes = news(desk, side, &case.key, &since).await;
    assert!(changes.iter().all(|change| change.remote == remote.id), "{changes:?}");
    let answers = replies(&changes);
    assert_eq!(answers.len(), 1, "{changes:?}");
    let (author, text, files) = &answers[0];
    assert_eq!(text, "Hej Anna\n\nTack");
    assert!(matches!(author, Author::Agent { name, .. } if name.contains("Ana")), "{author:?}");
    assert!(!format!("{changes:?}").contains("INTERNAL"));
    assert_eq!(files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["bevis å.png"]);
    let bytes = desk.file(&remote, &files[0].id).await.unwrap();
    assert_eq!(bytes, proof.source.bytes().await.unwrap(), "the file comes back as it was");

    // The last word on state and person is the present one.
    let last = |pick: fn(&WhatChanged) -> bool| changes.iter().rev().map(|c| &c.what).find(|what| pick(what));
    assert_eq!(
        last(|what| matches!(what, WhatChanged::Status(_))),
        Some(&WhatChanged::Status(CaseState::WaitingForYou))
    );
    let assigned = last(|what| matches!(what, WhatChanged::Assigned(_)));
    let Some(WhatChanged::Assigned(Some(Author::Agent { name, .. }))) = assigned else {
        panic!("nobody has it: {changes:?}");
    };
    assert!(name.contains("Ana"), "{name}");

    // The customer ends it and opens it again; saying so twice is saying it once.
    for _ in 0..2 {
        desk.close(&remote).await.unwrap();
    }
    for _ in 0..2 {
        desk.reopen(&remote).await.unwrap();
    }

    // The same case again: found and made one, or taken once. A helpdesk that knows the key may say that it does.
    match desk.create(&case).await {
        Ok(second) if second != remote => {
            assert!(desk.caps().merge, "two cases that nobody can make one");
            assert_eq!(desk.find(&case.key).await.unwrap(), [remote.clone(), second.clone()], "oldest first");
            for _ in 0..2 {
                desk.merge(&second, &remote).await.unwrap();
            }
            assert_eq!(desk.find(&case.key).await.unwrap(), std::slice::from_ref(&remote));
        }
        Ok(_) => {}
        Err(SendError::Unknown { .. }) if matches!(desk.caps().once, Once::Native { .. }) => {}
        Err(error) => panic!("{error:?}"),
    }
    assert_eq!(side.count(&case.key).await, 1);

    // Nobody to answer to is refused before anything is made.
    let mut nobody = super::conformance::case();
    nobody.email = "not an address".to_owned();
    assert!(matches!(desk.create(&nobody).await, Err(SendError::Refused { .. })));
    assert_eq!(side.count(&nobody.key).await, 0);
    desk.erase(&remote).await.unwrap();
}

/// How many a look-up finds of `there`: none where the receiver keeps doubles away instead.
fn found_by(desk: &dyn Helpdesk, there: usize) -> usize {
    if desk.caps().once == Once::ReceiverDedups { 0 } else { there }
}
