//! A customer's way through a flow, as the answers given: the place is found by replaying them.
//!
//! Answers are kept by step id. Changing an early one keeps the later ones, which count again as soon as the path
//! passes their step.

use crate::{Answer, Ask, Date, Facts, Flow, Goto, Outcome, OutcomeKind, Step, Wait, WaitFrom, When};

/// The answers given so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FlowRun {
    answers: Vec<(String, Answer)>,
}

/// Where a run stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Position<'a> {
    /// A question waits for its answer.
    Asking(&'a Step),
    /// An end was reached.
    Ended(&'a Outcome),
}

/// The questions passed, in order, and where the run stands. `position` is `None` only for a flow that the compiler
/// would have refused.
#[derive(Clone, Debug, PartialEq)]
pub struct Replay<'a> {
    /// Steps with the answers that count on this path.
    pub answered: Vec<(&'a Step, &'a Answer)>,
    /// Where the run stands.
    pub position: Option<Position<'a>>,
}

impl FlowRun {
    /// Keeps an answer. `false`, and nothing kept, if the step does not take it.
    pub fn answer(&mut self, step: &Step, answer: Answer) -> bool {
        if !accepts(step, &answer) {
            return false;
        }
        match self.answers.iter_mut().find(|(id, _)| *id == step.id) {
            Some((_, kept)) => *kept = answer,
            None => self.answers.push((step.id.clone(), answer)),
        }
        true
    }

    /// The answer kept for a step, whether the path passes it or not.
    pub fn get(&self, step: &str) -> Option<&Answer> {
        self.answers.iter().find(|(id, _)| id == step).map(|(_, answer)| answer)
    }

    /// Takes an answer back, so that its step asks again.
    pub fn forget(&mut self, step: &str) {
        self.answers.retain(|(id, _)| id != step);
    }

    /// Walks the flow with the answers kept.
    pub fn replay<'a>(&'a self, flow: &'a Flow, facts: &Facts<'_>) -> Replay<'a> {
        let mut answered = Vec::new();
        let mut at = Goto::Step(flow.start);
        // The compiler refuses loops; the bound keeps a damaged pack from hanging a page.
        for _ in 0..=flow.steps.len() {
            let step = match at {
                Goto::Outcome(i) => {
                    let position = flow.outcomes.get(usize::from(i)).map(Position::Ended);
                    return Replay { answered, position };
                }
                Goto::Step(i) => flow.steps.get(usize::from(i)),
            };
            let Some(step) = step else { break };
            if step.ask == Ask::Pass {
                match self.route(step, &Answer::Unsure, &answered, facts) {
                    Some(goto) => at = goto,
                    None => break,
                }
                continue;
            }
            let Some(answer) = self.get(&step.id).filter(|answer| accepts(step, answer)) else {
                return Replay { answered, position: Some(Position::Asking(step)) };
            };
            answered.push((step, answer));
            match self.route(step, answer, &answered, facts) {
                Some(goto) => at = goto,
                None => break,
            }
        }
        Replay { answered, position: None }
    }

    /// The first route that is taken.
    fn route(
        &self,
        step: &Step,
        answer: &Answer,
        answered: &[(&Step, &Answer)],
        facts: &Facts<'_>,
    ) -> Option<Goto> {
        let given = |name: &str| answered.iter().rev().find(|(s, _)| s.name() == name).map(|(_, a)| *a);
        let taken = step.next.iter().find(|next| match &next.when {
            When::Always => true,
            When::Answer(id) => answer.is(id),
            When::Policy(policy) => policy.holds(facts, given),
        });
        taken.map(|next| next.goto)
    }

    /// The date an outcome says to wait for; `None` unless it is a wait whose date step was answered.
    pub fn wait_until(&self, outcome: &Outcome, facts: &Facts<'_>) -> Option<Date> {
        let OutcomeKind::Wait(Wait { fact, unit: _, from: WaitFrom::Step(from) }) = &outcome.kind else {
            return None;
        };
        let Some(Answer::Date(date)) = self.get(from) else { return None };
        Some(date.plus_days(facts.market.days(fact)?))
    }
}

/// Whether a step takes this answer.
fn accepts(step: &Step, answer: &Answer) -> bool {
    match (&step.ask, answer) {
        (Ask::Choice(options), Answer::Choice(id)) => options.iter().any(|option| option.id == *id),
        (Ask::Date(_), Answer::Date(_)) => true,
        (_, Answer::Unsure) => !step.required,
        (Ask::Text | Ask::Order | Ask::Email, Answer::Text(text)) => {
            !text.trim().is_empty() && text.chars().count() <= klarna_help_wire::ANSWER_MAX
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::market::tests::market;
    use crate::{Choice, Next, Policy, WaitUnit};
    use klarna_help_wire::{Category, Context};

    fn step(id: &str, ask: Ask, next: Vec<(When, Goto)>) -> Step {
        let next = next.into_iter().map(|(when, goto)| Next { when, goto }).collect();
        Step {
            id: id.into(),
            question: format!("{id}?"),
            help: String::new(),
            ask,
            required: true,
            from: None,
            next,
        }
    }

    fn outcome(id: &str, kind: OutcomeKind) -> Outcome {
        Outcome {
            id: id.into(),
            kind,
            title: id.into(),
            steps: vec![],
            next: vec![],
            message: String::new(),
            link: None,
            action: None,
            category: Category::RefundMissing,
            evidence: vec![],
        }
    }

    fn flow() -> Flow {
        let options = ["yes", "no"].map(|id| Choice { id: id.into(), label: id.into() }).to_vec();
        let wait = OutcomeKind::Wait(Wait {
            fact: "refund-wait".into(),
            unit: WaitUnit::Days,
            from: WaitFrom::Step("returned-on".into()),
        });
        Flow {
            slug: "refund".into(),
            start: 0,
            steps: vec![
                step(
                    "returned",
                    Ask::Choice(options),
                    vec![(When::Answer("no".into()), Goto::Outcome(2)), (When::Always, Goto::Step(1))],
                ),
                step(
                    "returned-on",
                    Ask::Date(false),
                    vec![
                        (When::Policy(Policy::RefundOverdue), Goto::Outcome(0)),
                        (When::Always, Goto::Outcome(1)),
                    ],
                ),
            ],
            outcomes: vec![
                outcome("send", OutcomeKind::SendCase),
                outcome("wait", wait),
                outcome("store", OutcomeKind::ContactStore),
            ],
        }
    }

    /// Where a run with these answers ends up: a step's or an outcome's id.
    fn end(answers: &[(&str, Answer)]) -> String {
        let (flow, market, context) = (flow(), market(), Context::default());
        let facts = Facts { context: &context, market: &market, today: Date::parse("2026-11-23").unwrap() };
        let mut run = FlowRun::default();
        for (id, answer) in answers {
            let step = flow.steps.iter().find(|s| s.id == *id).unwrap();
            assert!(run.answer(step, answer.clone()));
        }
        match run.replay(&flow, &facts).position.unwrap() {
            Position::Asking(step) => step.id.clone(),
            Position::Ended(outcome) => outcome.id.clone(),
        }
    }

    fn choice(id: &str) -> Answer {
        Answer::Choice(id.into())
    }

    fn date(text: &str) -> Answer {
        Answer::Date(Date::parse(text).unwrap())
    }

    #[test]
    fn answers_lead_to_the_outcome_their_route_names() {
        assert_eq!(end(&[]), "returned");
        assert_eq!(end(&[("returned", choice("no"))]), "store");
        assert_eq!(end(&[("returned", choice("yes"))]), "returned-on");
        assert_eq!(end(&[("returned", choice("yes")), ("returned-on", date("2026-11-20"))]), "wait");
        assert_eq!(end(&[("returned", choice("yes")), ("returned-on", date("2026-11-09"))]), "wait");
        assert_eq!(end(&[("returned", choice("yes")), ("returned-on", date("2026-11-08"))]), "send");
    }

    #[test]
    fn changing_an_early_answer_and_back_keeps_the_later_ones() {
        let answers =
            [("returned", choice("yes")), ("returned-on", date("2026-10-01")), ("returned", choice("no"))];
        assert_eq!(end(&answers), "store");
        let mut answers = answers.to_vec();
        answers.push(("returned", choice("yes")));
        assert_eq!(end(&answers), "send");
    }

    #[test]
    fn an_answer_of_another_kind_is_refused_and_nothing_changes() {
        let flow = flow();
        let mut run = FlowRun::default();
        assert!(!run.answer(&flow.steps[0], choice("maybe")));
        assert!(!run.answer(&flow.steps[1], Answer::Text("last week".into())));
        assert_eq!(run, FlowRun::default());
    }

    #[test]
    fn a_wait_ends_the_markets_days_after_the_date_answered() {
        let (flow, market, context) = (flow(), market(), Context::default());
        let facts = Facts { context: &context, market: &market, today: Date::parse("2026-11-23").unwrap() };
        let mut run = FlowRun::default();
        run.answer(&flow.steps[1], date("2026-11-20"));
        assert_eq!(run.wait_until(&flow.outcomes[1], &facts), Date::parse("2026-12-04"));
        assert_eq!(run.wait_until(&flow.outcomes[0], &facts), None);
    }
}
