//! Probes.

use crate::harness::TestPortal;
use klarna_help_wire::ProblemCode;

#[tokio::test]
async fn a_portal_that_could_store_a_case_is_ready_and_has_stored_nothing_to_find_out() {
    let portal = TestPortal::new().await;
    let answer = portal.get("/readyz").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json()["version"], crate::dist::VERSION);
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(portal.rows().await, (0, 0, 0));
}

#[tokio::test]
async fn a_portal_that_goes_down_is_alive_but_not_ready() {
    let portal = TestPortal::new().await;
    portal.portal.drain();
    assert_eq!(portal.get("/readyz").await.problem().code, ProblemCode::Unavailable);
    assert_eq!(portal.get("/healthz").await.status, 200);
}

#[tokio::test]
async fn a_portal_without_its_database_is_alive_but_not_ready() {
    let portal = TestPortal::new().await;
    portal.portal.store.close().await.unwrap();
    assert_eq!(portal.get("/readyz").await.problem().code, ProblemCode::Unavailable);
    assert_eq!(portal.get("/healthz").await.status, 200);
}
