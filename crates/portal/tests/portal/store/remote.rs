//! What a helpdesk did, in the database.

use super::thread::{ID, kinds, present, said};
use super::{on_both, submit};
use klarna_help_portal::store::{RemoteChange, RemoteMessage};
use klarna_help_wire::{CaseEventKind, CaseState, message_to_text};

fn message(remote_id: &str, agent: Option<&str>) -> RemoteChange {
    RemoteChange::Message(RemoteMessage {
        remote_id: remote_id.into(),
        agent: agent.map(str::to_owned),
        at: "2026-11-30T08:00:00Z".parse().unwrap(),
        body: said("We are looking into it."),
        attachments: vec![],
    })
}

#[tokio::test]
async fn what_comes_twice_is_stored_once() {
    on_both(async |store| {
        submit(&store, "a", 1, 1, ID).await;
        let changes = || {
            vec![
                message("rt-17", Some("Grace")),
                RemoteChange::Assigned("Grace".into()),
                RemoteChange::State(CaseState::InReview),
            ]
        };
        assert_eq!(store.apply_remote(ID, changes(), &present()).await.unwrap(), Some(3));
        assert_eq!(store.apply_remote(ID, changes(), &present()).await.unwrap(), Some(0));
        use CaseEventKind::*;
        assert_eq!(kinds(&store).await, [Received, AgentMessage, Assigned, StateChanged]);
        let (case, timeline) = store.case(ID).await.unwrap().unwrap();
        assert_eq!((case.state, case.assignee.as_str()), (CaseState::InReview, "Grace"));
        assert_eq!(case.last_from_us, timeline[3].seq);
        assert_eq!((timeline[1].at.as_str(), timeline[1].agent.as_str()), ("2026-11-30T08:00:00Z", "Grace"));
        let text = message_to_text(&timeline[1].message.as_ref().unwrap().body);
        assert_eq!(text, "We are looking into it.");
    })
    .await;
}

#[tokio::test]
async fn an_ended_case_that_is_worked_on_again_shows_that_it_had_ended() {
    on_both(async |store| {
        submit(&store, "a", 1, 1, ID).await;
        let go = async |to| {
            store.apply_remote(ID, vec![RemoteChange::State(to)], &present()).await.unwrap().unwrap()
        };
        assert_eq!(go(CaseState::Closed).await, 1);
        assert_eq!(go(CaseState::InReview).await, 2);
        assert_eq!(go(CaseState::Received).await, 0);
        let (case, timeline) = store.case(ID).await.unwrap().unwrap();
        let states: Vec<CaseState> = timeline.iter().map(|event| event.state).collect();
        use CaseState::*;
        assert_eq!(states, [Received, Closed, Reopened, Reopened, InReview]);
        assert_eq!((case.state, case.expected_by.as_str()), (InReview, "2026-12-08"));
    })
    .await;
}

#[tokio::test]
async fn what_a_customer_said_by_mail_is_no_news_to_the_customer() {
    on_both(async |store| {
        submit(&store, "a", 1, 1, ID).await;
        let changes = vec![message("rt-18", None), RemoteChange::Assigned(String::new())];
        assert_eq!(store.apply_remote(ID, changes, &present()).await.unwrap(), Some(1));
        let (case, timeline) = store.case(ID).await.unwrap().unwrap();
        assert_eq!((case.last_from_us, timeline[1].kind), (0, CaseEventKind::CustomerMessage));
    })
    .await;
}

#[tokio::test]
async fn a_file_that_is_not_there_takes_the_whole_change_back() {
    on_both(async |store| {
        submit(&store, "a", 1, 1, ID).await;
        let RemoteChange::Message(mut broken) = message("rt-19", Some("Grace")) else { panic!() };
        broken.attachments =
            vec![klarna_help_wire::AttachmentRef { id: "0".repeat(32), ..Default::default() }];
        let changes = vec![RemoteChange::Assigned("Grace".into()), RemoteChange::Message(broken)];
        store.apply_remote(ID, changes, &present()).await.unwrap_err();
        assert_eq!(kinds(&store).await, [CaseEventKind::Received]);
    })
    .await;
}
