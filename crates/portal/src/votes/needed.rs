//! What the counts say: to authors, what does not help and why; to the compiler, what is needed most on a page.
//!
//! Only votes that name a page count for the second: those of customers who agreed to it. Fewer than [`Needed::LEAST`] of
//! them say nothing of anybody's day, and nothing at all.

use crate::store::VoteCount;
use std::collections::BTreeMap;

/// What is needed most on each kind of page of a market.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needed {
    /// Kinds of page with what helped there, best first.
    pub pages: BTreeMap<String, Vec<String>>,
}

impl Needed {
    /// Fewest votes that count.
    pub const LEAST: i64 = 20;
    /// Most that are listed for a page.
    pub const MOST: usize = 5;

    /// As `content/needed/<market>.toml`, which the compiler reads.
    pub fn toml(&self, until: &str, days: i64) -> String {
        let mut out = format!(
            "# Made by `klarna-help-portal votes needed`: what helped customers who agreed to be counted.\n\
             until = \"{until}\"\ndays = {days}\n\n[pages]\n"
        );
        for (page, list) in &self.pages {
            let list: Vec<String> = list.iter().map(|about| format!("\"{about}\"")).collect();
            out.push_str(&format!("{page} = [{}]\n", list.join(", ")));
        }
        out
    }
}

/// Votes for and against.
#[derive(Clone, Copy, Default)]
struct Sum {
    yes: i64,
    no: i64,
    /// Of `yes`, after a search: the customer looked for it, and it was right.
    sought: i64,
}

impl Sum {
    fn add(&mut self, vote: &VoteCount) {
        match vote.helped {
            true => self.yes += vote.count,
            false => self.no += vote.count,
        }
        if vote.helped && vote.way == "search" {
            self.sought += vote.count;
        }
    }

    /// The lower end of Wilson's interval (1927) at 95 %: few votes promise little, however good.
    fn likely(self) -> f64 {
        const Z: f64 = 1.96;
        let n = (self.yes + self.no) as f64;
        let p = self.yes as f64 / n;
        let spread = (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        (p + Z * Z / (2.0 * n) - Z * spread) / (1.0 + Z * Z / n)
    }

    /// How much a page needs it: how many it helped, those who had to search twice, by how surely it helps.
    fn need(self) -> f64 {
        (self.yes + self.sought) as f64 * self.likely()
    }
}

/// What is needed most in a market, by page.
pub fn needed(counts: &[VoteCount], market: &str) -> Needed {
    let mut sums: BTreeMap<(&str, &str), Sum> = BTreeMap::new();
    for vote in counts.iter().filter(|vote| vote.market == market && !vote.page.is_empty()) {
        sums.entry((&vote.page, &vote.about)).or_default().add(vote);
    }
    let mut pages: BTreeMap<String, Vec<(f64, String)>> = BTreeMap::new();
    for ((page, about), sum) in sums {
        // What helps fewer than half of its readers is not offered to more.
        if sum.yes + sum.no >= Needed::LEAST && sum.yes > sum.no {
            pages.entry(page.to_owned()).or_default().push((sum.need(), about.to_owned()));
        }
    }
    let best = |mut list: Vec<(f64, String)>| {
        list.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        list.into_iter().take(Needed::MOST).map(|(_, about)| about).collect()
    };
    Needed { pages: pages.into_iter().map(|(page, list)| (page, best(list))).collect() }
}

/// For authors: what was voted on, the least helpful first, with the reasons given.
pub fn report(counts: &[VoteCount]) -> String {
    let mut sums: BTreeMap<(&str, &str), Sum> = BTreeMap::new();
    let mut reasons: BTreeMap<(&str, &str, &str), i64> = BTreeMap::new();
    for vote in counts {
        sums.entry((&vote.market, &vote.about)).or_default().add(vote);
        if !vote.reason.is_empty() {
            *reasons.entry((&vote.market, &vote.about, &vote.reason)).or_default() += vote.count;
        }
    }
    let mut lines: Vec<_> = sums.into_iter().collect();
    lines.sort_by(|a, b| a.1.likely().total_cmp(&b.1.likely()).then_with(|| a.0.cmp(&b.0)));
    let mut out = String::new();
    for ((market, about), sum) in lines {
        let given =
            reasons.range((market, about, "")..).take_while(|(key, _)| (key.0, key.1) == (market, about));
        let given: Vec<String> = given.map(|((_, _, reason), n)| format!("{reason} {n}")).collect();
        out.push_str(&format!(
            "{market}  {:>6} helped  {:>6} not  {about}  {}\n",
            sum.yes,
            sum.no,
            given.join(", ")
        ));
    }
    if out.is_empty() { "nobody voted\n".to_owned() } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vote(about: &str, page: &str, helped: bool, way: &str, count: i64) -> VoteCount {
        let text = str::to_owned;
        let reason = text(if helped { "" } else { "unclear" });
        VoteCount {
            market: text("GB"),
            about: text(about),
            helped,
            reason,
            page: text(page),
            way: text(way),
            count,
        }
    }

    #[test]
    fn what_helped_most_comes_first_and_what_was_sought_counts_twice() {
        let counts = [
            vote("article:a", "checkout", true, "browse", 40),
            vote("article:b", "checkout", true, "search", 30),
            vote("article:c", "checkout", true, "search", 19),
            vote("article:d", "checkout", true, "offer", 20),
            vote("article:d", "checkout", false, "offer", 30),
            vote("article:e", "", true, "", 500),
        ];
        let found = needed(&counts, "GB");
        assert_eq!(found.pages["checkout"], ["article:b", "article:a"]);
        assert_eq!(found.pages.len(), 1, "votes without a page choose nothing");
        assert!(needed(&counts, "SE").pages.is_empty());
        assert!(found.toml("2026-11-23", 28).contains("checkout = [\"article:b\", \"article:a\"]\n"));
    }

    #[test]
    fn authors_see_first_what_helps_least_with_its_reasons() {
        let counts = [
            vote("article:a", "", true, "", 9),
            vote("article:b", "", false, "", 7),
            vote("article:b", "", true, "", 1),
        ];
        let said = report(&counts);
        let lines: Vec<&str> = said.lines().collect();
        assert!(lines[0].contains("article:b") && lines[0].contains("unclear 7"), "{said}");
        assert!(lines[1].contains("article:a"), "{said}");
        assert_eq!(report(&[]), "nobody voted\n");
    }
}
