//! Counts of votes.

use super::on_both;
use klarna_help_portal::store::NewVote;

#[tokio::test]
async fn votes_of_a_kind_are_added_up_over_days() {
    on_both(async |store| {
        for (day, helped) in
            [("2026-11-20", true), ("2026-11-21", true), ("2026-11-21", true), ("2026-11-21", false)]
        {
            let (day, about) = (day.into(), "flow:refund-missing".into());
            let vote = NewVote {
                day,
                market: "GB".into(),
                locale: "en-GB".into(),
                about,
                helped,
                ..NewVote::default()
            };
            store.count_vote(vote).await.unwrap();
        }
        let check = async |since: &str, expected: &[(bool, i64)]| {
            let counts = store.votes_since(since).await.unwrap();
            let told: Vec<(bool, i64)> = counts.iter().map(|c| (c.helped, c.count)).collect();
            assert_eq!(told, expected, "{since}");
        };
        check("2026-11-20", &[(false, 1), (true, 3)]).await;
        check("2026-11-21", &[(false, 1), (true, 2)]).await;
        check("2026-11-22", &[]).await;
    })
    .await;
}
