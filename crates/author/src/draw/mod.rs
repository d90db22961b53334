//! A flow as a picture: what is asked, what leads where, how it ends.
//!
//! Here: the picture as nodes and lines. Written as Mermaid (`mermaid`) and as SVG (`svg`, placed by `layout`). Not here:
//! where the files go; that is xtask's (`cargo xtask flow-graph`).

mod layout;
mod mermaid;
mod svg;

pub use mermaid::mermaid;
pub use svg::svg;

use klarna_help_pack::{Ask, Flow, Goto, OutcomeKind, Policy, Step, When};

/// A flow, ready to be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Title of the flow.
    pub title: String,
    /// Questions first, then ends. The first question is the first node that is drawn furthest left.
    pub nodes: Vec<Node>,
    /// Routes; those that lead to one place from one question are one line.
    pub lines: Vec<Line>,
}

/// A question or an end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its id in the flow.
    pub id: String,
    /// What it says.
    pub words: String,
    /// What it is.
    pub kind: Kind,
    /// The sub-flow it is of.
    pub part: Option<String>,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A question, with the name of its kind in `flow.toml`.
    Question(&'static str),
    /// A place where a sub-flow returns and a rule decides.
    Return,
    /// An end, with the name of its kind in `flow.toml`.
    End(&'static str),
}

impl Kind {
    /// The name content uses.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Question(name) | Kind::End(name) => name,
            Kind::Return => "return",
        }
    }
}

/// A way from one node to another, as indexes into the nodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Where it begins.
    pub from: usize,
    /// Where it leads.
    pub to: usize,
    /// The answers and rules that take it.
    pub words: String,
}

/// The picture of a flow, sub-flows in it.
pub fn picture(title: &str, flow: &Flow) -> Picture {
    let steps = flow.steps.iter().map(|step| Node {
        id: step.id.clone(),
        words: step.question.clone(),
        kind: match step.ask {
            Ask::Pass => Kind::Return,
            _ => Kind::Question(ask_name(&step.ask)),
        },
        part: step.id.rsplit_once('/').map(|(part, _)| part.to_owned()),
    });
    let ends = flow.outcomes.iter().map(|end| Node {
        id: end.id.clone(),
        words: end.title.clone(),
        kind: Kind::End(outcome(&end.kind)),
        part: None,
    });
    let nodes: Vec<Node> = steps.chain(ends).collect();
    let mut lines: Vec<Line> = Vec::new();
    for (from, step) in flow.steps.iter().enumerate() {
        for next in &step.next {
            let Some(to) = place(flow, next.goto) else { continue };
            let words = when(step, &next.when);
            match lines.iter_mut().find(|line| line.from == from && line.to == to) {
                Some(line) => line.words = format!("{} / {words}", line.words),
                None => lines.push(Line { from, to, words }),
            }
        }
    }
    without_mere_returns(flow, Picture { title: title.to_owned(), nodes, lines })
}

/// Where a route leads, over returns that have nothing to decide.
fn place(flow: &Flow, goto: Goto) -> Option<usize> {
    let mut goto = goto;
    for _ in 0..=flow.steps.len() {
        match goto {
            Goto::Outcome(i) => return Some(flow.steps.len() + usize::from(i)),
            Goto::Step(i) => match flow.steps.get(usize::from(i)) {
                Some(Step { ask: Ask::Pass, next, .. }) if next.len() == 1 => goto = next.first()?.goto,
                _ => return Some(usize::from(i)),
            },
        }
    }
    None
}

fn without_mere_returns(flow: &Flow, picture: Picture) -> Picture {
    let mere = |i: usize| flow.steps.get(i).is_some_and(|step| step.ask == Ask::Pass && step.next.len() == 1);
    let kept: Vec<usize> = (0..picture.nodes.len()).filter(|i| !mere(*i)).collect();
    let at = |old: usize| kept.iter().position(|i| *i == old);
    let lines = picture
        .lines
        .into_iter()
        .filter_map(|line| Some(Line { from: at(line.from)?, to: at(line.to)?, words: line.words }));
    let lines = lines.collect();
    let nodes = picture.nodes.into_iter().enumerate().filter(|(i, _)| !mere(*i)).map(|(_, node)| node);
    Picture { title: picture.title, nodes: nodes.collect(), lines }
}

/// A condition in words: of an option its label, of a rule its name.
fn when(step: &Step, when: &When) -> String {
    let name = |policy: &Policy| {
        Policy::ALL.iter().find(|(_, known)| known == policy).map_or("", |(name, _)| *name).to_owned()
    };
    match when {
        When::Always => if step.next.len() == 1 { "" } else { "else" }.into(),
        When::Policy(policy) => format!("rule: {}", name(policy)),
        When::Answer(id) => match step.ask.options().iter().find(|option| option.id == *id) {
            Some(option) => option.label.clone(),
            None if id == "unsure" => "I don't know".into(),
            None => id.clone(),
        },
    }
}

/// The name of a kind of question, as `flow.toml` has it.
pub fn ask_name(ask: &Ask) -> &'static str {
    match ask {
        Ask::Choice(_) => "choice",
        Ask::Choices(..) => "choices",
        Ask::Date(_) => "date",
        Ask::Money => "money",
        Ask::Order => "order",
        Ask::Email => "email",
        Ask::Text => "text",
        Ask::File(_) => "file",
        Ask::Confirm => "confirm",
        Ask::Pass => "flow",
    }
}

fn outcome(kind: &OutcomeKind) -> &'static str {
    match kind {
        OutcomeKind::DoNow => "do-now",
        OutcomeKind::Wait(_) => "wait",
        OutcomeKind::ContactStore => "contact-store",
        OutcomeKind::SendCase => "send-case",
        OutcomeKind::Talk => "talk",
    }
}

#[cfg(test)]
mod tests;
