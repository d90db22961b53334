//! What customers say and do, in the database.

use super::{new_case, on_both, submission, submit};
use klarna_help_portal::calendar::Present;
use klarna_help_portal::store::{
    Done, NewAction, NewMessage, RemoteChange, RemoteMessage, Store, StoreError,
};
use klarna_help_wire::{
    AttachmentRef, CaseAction, CaseEvent, CaseEventKind, CaseState, FILES_MAX_BYTES, MessageBlock,
    MessageInline, message_to_text,
};

pub(super) const ID: &str = "KH-0000-0001";

pub(super) fn said(text: &str) -> Vec<MessageBlock> {
    vec![MessageBlock::Paragraph { content: vec![MessageInline::Text { text: text.into() }] }]
}

/// Noon of a day on which another date is promised than when the case came.
pub(super) fn present() -> Present {
    let now: jiff::Timestamp = "2026-12-01T12:00:00Z".parse().unwrap();
    let (today, promise) = ("2026-12-01".into(), Some("2026-12-08".into()));
    Present { now, today, working_day: now.as_second() - 12 * 3600, promise }
}

async fn reply(store: &Store, key: u8, fingerprint: u8, text: &str) -> Done {
    let message = NewMessage { body: said(text), attachments: vec![] };
    store.reply(ID, message, &submission(key, fingerprint), &present()).await.unwrap()
}

async fn act(store: &Store, key: u8, action: CaseAction) -> Done {
    let rating = (action == CaseAction::Rate).then_some(4);
    let new = NewAction { action, rating, comment: vec![] };
    store.act(ID, new, &submission(key, 0), &present()).await.unwrap()
}

pub(super) async fn kinds(store: &Store) -> Vec<CaseEventKind> {
    store.events_after(ID, 0).await.unwrap().iter().map(|event: &CaseEvent| event.kind).collect()
}

#[tokio::test]
async fn a_message_is_stored_once_for_its_key_and_reads_back() {
    on_both(async |store| {
        submit(&store, "a", 1, 1, ID).await;
        assert_eq!(reply(&store, 2, 2, "Hello?").await, Done::Now);
        assert_eq!(reply(&store, 2, 2, "Hello?").await, Done::Before);
        assert_eq!(reply(&store, 2, 9, "Something else").await, Done::KeyReused);
        let events = store.events_after(ID, 0).await.unwrap();
        assert_eq!(events.len(), 2);
        let message = events[1].message.as_ref().unwrap();
        assert_eq!(message_to_text(&message.body), "Hello?");
        assert_eq!(store.events_after(ID, events[1].seq).await.unwrap(), []);
        let (case, _) = store.case(ID).await.unwrap().unwrap();
        assert_eq!((case.state, case.last_from_us), (CaseState::Received, 0));
    })
    .await;
}

#[tokio::test]
async fn a_message_that_was_waited_for_makes_it_our_turn_with_another_date() {
    on_both(async |store| {
        submit(&store, "a", 1, 1, ID).await;
        store.move_case(ID, CaseState::WaitingForYou, present().now).await.unwrap();
        let (before, _) = store.case(ID).await.unwrap().unwrap();
        assert!(before.last_from_us > 0);
        reply(&store, 2, 2, "Here it is.").await;
        let (case, timeline) = store.case(ID).await.unwrap().unwrap();
        assert_eq!((case.state, case.expected_by.as_str()), (CaseState::InReview, "2026-12-08"));
        let told = timeline.last().unwrap();
        assert_eq!((told.kind, told.expected_by.as_str()), (CaseEventKind::PromiseMoved, "2026-12-08"));
        assert_eq!(case.last_from_us, before.last_from_us, "what the customer brought about is no news");
        // It is our turn already: the date stays.
        reply(&store, 3, 3, "And one more thing.").await;
        assert_eq!(kinds(&store).await.last(), Some(&CaseEventKind::CustomerMessage));
    })
    .await;
}

#[tokio::test]
async fn actions_follow_the_state_and_a_refused_one_leaves_its_key_free() {
    on_both(async |store| {
        submit(&store, "a", 1, 1, ID).await;
        assert_eq!(act(&store, 2, CaseAction::Rate).await, Done::NotPossible);
        assert_eq!(act(&store, 3, CaseAction::Close).await, Done::Now);
        assert_eq!(act(&store, 3, CaseAction::Close).await, Done::Before);
        assert_eq!(act(&store, 4, CaseAction::Close).await, Done::NotPossible);
        assert_eq!(act(&store, 2, CaseAction::Rate).await, Done::Now);
        assert_eq!(act(&store, 5, CaseAction::Rate).await, Done::NotPossible, "once");
        assert_eq!(act(&store, 6, CaseAction::Reopen).await, Done::Now);
        use CaseEventKind::*;
        assert_eq!(kinds(&store).await, [Received, StateChanged, Rated, StateChanged, PromiseMoved]);
        let (case, _) = store.case(ID).await.unwrap().unwrap();
        assert_eq!((case.state, case.rating), (CaseState::Reopened, Some(4)));
    })
    .await;
}

#[tokio::test]
async fn two_who_ask_for_an_update_at_once_ask_once() {
    on_both(async |store| {
        submit(&store, "a", 1, 1, ID).await;
        let ask = async |key| act(&store, key, CaseAction::AskUpdate).await;
        let (one, two) = tokio::join!(ask(2), ask(3));
        assert!(
            [one, two].contains(&Done::Now) && [one, two].contains(&Done::NotPossible),
            "{one:?} {two:?}"
        );
        assert_eq!(kinds(&store).await, [CaseEventKind::Received, CaseEventKind::UpdateAsked]);
    })
    .await;
}

#[tokio::test]
async fn a_case_that_is_not_there_takes_nothing() {
    on_both(async |store| {
        assert_eq!(reply(&store, 1, 1, "Hello?").await, Done::NoSuchCase);
        assert_eq!(act(&store, 1, CaseAction::Close).await, Done::NoSuchCase);
        assert_eq!(store.apply_remote(ID, vec![], &present()).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_list_has_a_customers_own_cases_of_one_client_newest_first() {
    on_both(async |store| {
        let cases =
            [("a", "ada", "10"), ("a", "ada", "11"), ("a", "bob", "12"), ("b", "ada", "13"), ("a", "", "14")];
        for (n, (client, customer, hour)) in (1..).zip(cases) {
            let mut new = new_case(client);
            new.customer = customer.into();
            new.received_at = format!("2026-11-23T{hour}:00:00Z");
            store.submit(&new, &submission(n, n), super::fixed(&format!("KH-0000-000{n}"))).await.unwrap();
        }
        let check = async |client: &str, customer: &str, limit, expected: &[&str]| {
            let cases = store.cases_of(client, customer, limit).await.unwrap();
            let ids: Vec<String> = cases.into_iter().map(|case| case.case_id).collect();
            assert_eq!(ids, expected, "{client} {customer}");
        };
        check("a", "ada", 9, &["KH-0000-0002", "KH-0000-0001"]).await;
        check("a", "ada", 1, &["KH-0000-0002"]).await;
        check("b", "ada", 9, &["KH-0000-0004"]).await;
        check("a", "", 9, &[]).await;
        let owned = async |id: &str, client: &str, customer: &str| {
            store.is_owned_by(id, client, customer).await.unwrap()
        };
        assert!(owned("KH-0000-0001", "a", "ada").await);
        assert!(!owned("KH-0000-0001", "b", "ada").await);
        assert!(!owned("KH-0000-0001", "a", "bob").await);
        assert!(!owned("KH-0000-0005", "a", "").await, "a guest's case is nobody's");
        assert!(!owned("", "a", "ada").await);
    })
    .await;
}

/// An upload as it stands when its bytes are all there, or not yet.
async fn upload(store: &Store, client: &str, n: u32, size: i64, state: &str) -> AttachmentRef {
    let id = format!("{n:032}");
    let row = (id.clone(), client.to_owned(), state.to_owned());
    store
        .write(move |tx| {
            Box::pin(async move {
                let sql = "INSERT INTO uploads (id, client_id, name, kind, size, state, created_at, expires_at) \
                    VALUES ($1, $2, 'receipt.png', 'image/png', $3, $4, 0, 0)";
                let insert = sqlx::query(sql).bind(row.0).bind(row.1).bind(size).bind(row.2);
                insert.execute(tx.connection()).await?;
                Ok(())
            })
        })
        .await
        .unwrap();
    AttachmentRef { id, evidence: "receipt".into() }
}

#[tokio::test]
async fn files_go_with_one_message_and_their_bytes_are_counted_for_the_case() {
    on_both(async |store| {
        submit(&store, "a", 1, 1, ID).await;
        let send = async |key, attachments: &[&AttachmentRef]| {
            let attachments = attachments.iter().map(|a| (*a).clone()).collect();
            let message = NewMessage { body: vec![], attachments };
            store.reply(ID, message, &submission(key, key), &present()).await
        };
        let half = FILES_MAX_BYTES / 2;
        let good = upload(&store, "a", 1, half, "done").await;
        let open = upload(&store, "a", 2, 1, "open").await;
        let strange = upload(&store, "b", 3, 1, "done").await;
        let faults = send(2, &[&good, &open, &strange]).await;
        assert!(matches!(faults, Err(StoreError::BadUploads(places)) if places == [1, 2]));
        assert_eq!(send(2, &[&good]).await.unwrap(), Done::Now, "what was refused took nothing");
        assert!(matches!(send(3, &[&good]).await, Err(StoreError::BadUploads(_))), "once");
        let last = store.events_after(ID, 0).await.unwrap().pop().unwrap();
        assert_eq!(last.message.unwrap().attachments[0].name, "receipt.png");

        let too_much = upload(&store, "a", 4, half + 2, "done").await;
        assert!(matches!(send(4, &[&too_much]).await, Err(StoreError::TooManyBytes)));
        // An agent's do not count.
        let agents = upload(&store, "a", 5, half, "done").await;
        let message = RemoteMessage {
            remote_id: "rt-1".into(),
            agent: Some("Grace".into()),
            at: present().now,
            body: vec![],
            attachments: vec![agents],
        };
        let changes = vec![RemoteChange::Message(message)];
        assert_eq!(store.apply_remote(ID, changes, &present()).await.unwrap(), Some(1));
        let rest = upload(&store, "a", 6, half, "done").await;
        assert_eq!(send(5, &[&rest]).await.unwrap(), Done::Now);
    })
    .await;
}
