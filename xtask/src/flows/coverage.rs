//! What was driven of each flow, as a table.

use crate::failure::{Failure, Outcome};
use klarna_help_author::Opened;
use klarna_help_author::routes::{edges, routes};
use klarna_help_pack::{Ask, Date, Goto};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A row a flow.
pub struct Table {
    rows: Vec<Row>,
}

struct Row {
    flow: String,
    questions: usize,
    ends: usize,
    edges: usize,
    driven: usize,
    ways: usize,
    longest: usize,
}

impl Table {
    /// Counts; `driven` is what the errands wrote: names of routes by flow.
    pub fn of(opened: &Opened, today: Date, driven: Option<&str>) -> Outcome<Self> {
        let driven: BTreeMap<String, BTreeSet<String>> = match driven {
            Some(text) => serde_json::from_str(text).map_err(|error| {
                Failure::new(format!("target/flows/driven.json cannot be read: {error}"))
                    .next("drive the flows again: cargo xtask test --ring e2e --filter routes")
            })?,
            None => BTreeMap::new(),
        };
        let row = |(_, flow): &(String, klarna_help_pack::Flow)| {
            let names: Vec<String> = edges(flow).into_iter().map(|edge| edge.name(flow)).collect();
            let known = driven.get(&flow.slug);
            Row {
                flow: flow.slug.clone(),
                questions: flow.steps.iter().filter(|step| step.ask != Ask::Pass).count(),
                ends: flow.outcomes.len(),
                edges: names.len(),
                driven: names.iter().filter(|name| known.is_some_and(|known| known.contains(*name))).count(),
                ways: routes(flow, &opened.shelf.market, today).len(),
                longest: flow.questions_from(Goto::Step(flow.start)),
            }
        };
        Ok(Self { rows: opened.flows.iter().map(row).collect() })
    }

    /// Whether every route of every flow was driven.
    pub fn is_whole(&self) -> bool {
        self.rows.iter().all(|row| row.driven == row.edges)
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wide = self.rows.iter().map(|row| row.flow.len()).max().unwrap_or_default().max("flow".len());
        writeln!(f, "{:wide$}  questions  ends  routes  driven   ways  longest", "flow")?;
        for row in &self.rows {
            let Row { flow, questions, ends, edges, driven, ways, longest } = row;
            writeln!(
                f,
                "{flow:wide$}  {questions:9}  {ends:4}  {edges:6}  {driven:6}  {ways:5}  {longest:7}"
            )?;
        }
        let sum = |count: fn(&Row) -> usize| self.rows.iter().map(count).sum::<usize>();
        writeln!(
            f,
            "{:wide$}  {:9}  {:4}  {:6}  {:6}  {:5}  {:7}",
            format!("{} flows", self.rows.len()),
            sum(|row| row.questions),
            sum(|row| row.ends),
            sum(|row| row.edges),
            sum(|row| row.driven),
            sum(|row| row.ways),
            self.rows.iter().map(|row| row.longest).max().unwrap_or_default(),
        )
    }
}
