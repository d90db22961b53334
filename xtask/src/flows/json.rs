//! The ways through flows as JSON: what tests/e2e/routes reads.

use klarna_help_author::Opened;
use klarna_help_author::draw::ask_name;
use klarna_help_author::routes::{Route, cover, edges, routes as ways};
use klarna_help_pack::{Answer, Date, Flow, Market, Step, write_answer};
use serde_json::{Value, json};

/// Of each flow its routes by name, and the ways to drive: each with the page's context, the questions with what is
/// answered, and the end.
pub fn routes(opened: &Opened, today: Date) -> String {
    let flows: Vec<Value> =
        opened.flows.iter().map(|(title, flow)| one(title, flow, &opened.shelf.market, today)).collect();
    let mut text = format!("{:#}", json!({ "flows": flows }));
    text.push('\n');
    text
}

fn one(title: &str, flow: &Flow, market: &Market, today: Date) -> Value {
    let all: Vec<String> = edges(flow).into_iter().map(|edge| edge.name(flow)).collect();
    let ways = cover(&ways(flow, market, today));
    let ways: Vec<Value> = ways.iter().map(|route| way(route, flow, market)).collect();
    json!({ "slug": flow.slug, "title": title, "edges": all, "ways": ways })
}

fn way(route: &Route, flow: &Flow, market: &Market) -> Value {
    let asked = route.asked.iter().filter_map(|(id, answer)| {
        let step = flow.steps.iter().find(|step| step.id == *id)?;
        Some(json!({ "step": id, "ask": ask_name(&step.ask), "question": step.question, "answer": given(step, answer, market) }))
    });
    let title =
        flow.outcomes.iter().find(|outcome| outcome.id == route.outcome).map(|outcome| &outcome.title);
    let edges: Vec<String> = route.edges.iter().map(|edge| edge.name(flow)).collect();
    json!({
        "context": route.context,
        "asked": asked.collect::<Vec<Value>>(),
        "edges": edges,
        "outcome": { "id": route.outcome, "title": title },
    })
}

/// An answer as a person gives it: labels to choose, a text to type, or one of `yes`, `files` and `unsure`.
fn given(step: &Step, answer: &Answer, market: &Market) -> Value {
    let label = |id: &String| step.ask.options().iter().find(|option| option.id == *id).map(|o| &o.label);
    match answer {
        Answer::Choice(id) => json!({ "choose": [label(id)] }),
        Answer::Choices(ids) => json!({ "choose": ids.iter().map(label).collect::<Vec<_>>() }),
        Answer::Date(_) | Answer::Money(_) | Answer::Text(_) => {
            json!({ "type": write_answer(answer, &market.currency) })
        }
        Answer::Yes => json!({ "press": "yes" }),
        Answer::Files => json!({ "press": "files" }),
        Answer::Unsure => json!({ "press": "unsure" }),
    }
}
