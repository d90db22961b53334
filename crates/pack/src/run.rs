//! A customer's way through a flow, as the answers given: the place is found by replaying them.
//!
//! Answers are kept by step id. Changing an early one keeps the later ones, which count again as soon as the path
//! passes their step. What the page told is answered without being asked, until the customer says otherwise.

use crate::read::{Wrong, check, told};
use crate::{
    Answer, Ask, Date, Facts, Flow, Goto, Outcome, OutcomeKind, Step, Wait, WaitFrom, WaitUnit, When,
};

/// The answers given so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FlowRun {
    answers: Vec<(String, Answer)>,
    /// The step that is looked at again, though it has an answer.
    review: Option<Review>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Review {
    step: String,
    /// Came here by going back: the steps after it follow one by one. Else its answer leads to where the run stood.
    one_by_one: bool,
}

/// Where a run stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Position<'a> {
    /// A question waits for its answer, or for another one.
    Asking(&'a Step),
    /// An end was reached.
    Ended(&'a Outcome),
}

/// A step that was passed.
#[derive(Clone, Debug, PartialEq)]
pub struct Given<'a> {
    /// The step.
    pub step: &'a Step,
    /// Its answer.
    pub answer: Answer,
    /// Whether the page told it, so that nobody was asked.
    pub told: bool,
}

/// The questions passed, in order, and where the run stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Replay<'a> {
    /// Steps with the answers that count on this path.
    pub given: Vec<Given<'a>>,
    /// Where the run stands; `None` only for a flow that the compiler would have refused.
    pub position: Option<Position<'a>>,
    /// How many questions were asked up to here, the one shown among them.
    pub number: usize,
    /// How many there are at most on the way to an end. It never grows while answers are given.
    pub most: usize,
    /// The answer that the question shown has already, if it is looked at again.
    pub kept: Option<Answer>,
}

impl FlowRun {
    /// Keeps an answer, and goes on.
    ///
    /// # Errors
    /// What is [`Wrong`] with it; then nothing is kept. An unknown step is [`Wrong::Missing`].
    pub fn answer(
        &mut self,
        flow: &Flow,
        facts: &Facts<'_>,
        step: &str,
        answer: Answer,
    ) -> Result<(), Wrong> {
        let found = flow.steps.iter().find(|s| s.id == step).ok_or(Wrong::Missing)?;
        check(found, &answer, facts.today)?;
        match self.answers.iter_mut().find(|(id, _)| id == step) {
            Some((_, kept)) => *kept = answer,
            None => self.answers.push((step.into(), answer)),
        }
        self.forward(flow, facts);
        Ok(())
    }

    /// The answer kept for a step, whether the path passes it or not.
    pub fn get(&self, step: &str) -> Option<&Answer> {
        self.answers.iter().find(|(id, _)| id == step).map(|(_, answer)| answer)
    }

    /// Asks the question before again; `false` if there is none.
    pub fn back(&mut self, flow: &Flow, facts: &Facts<'_>) -> bool {
        let before = self.replay(flow, facts).given.iter().rev().find(|g| !g.told).map(|g| g.step.id.clone());
        let found = before.is_some();
        if let Some(step) = before {
            self.review = Some(Review { step, one_by_one: true });
        }
        found
    }

    /// Leaves the question that is looked at again with the answer it has.
    pub fn forward(&mut self, flow: &Flow, facts: &Facts<'_>) {
        let Some(review) = self.review.take().filter(|review| review.one_by_one) else { return };
        let replay = self.replay(flow, facts);
        let after = replay.given.iter().skip_while(|given| given.step.id != review.step).skip(1);
        let next = after.filter(|given| !given.told).map(|given| given.step.id.clone()).next();
        self.review = next.map(|step| Review { step, one_by_one: true });
    }

    /// Asks a step again, also one that the page told; its answer is kept until there is another.
    pub fn change(&mut self, step: &str) {
        self.review = Some(Review { step: step.into(), one_by_one: false });
    }

    /// Walks the flow with the answers kept.
    pub fn replay<'a>(&self, flow: &'a Flow, facts: &Facts<'_>) -> Replay<'a> {
        let mut given: Vec<Given<'a>> = Vec::new();
        let mut at = Goto::Step(flow.start);
        // The compiler refuses loops; the bound keeps a damaged pack from hanging a page.
        for _ in 0..=flow.steps.len() {
            let step = match at {
                Goto::Outcome(i) => {
                    let position = flow.outcomes.get(usize::from(i)).map(Position::Ended);
                    return self.standing(flow, facts, given, (at, position, None));
                }
                Goto::Step(i) => flow.steps.get(usize::from(i)),
            };
            let Some(step) = step else { break };
            let (answer, told) = match step.ask {
                // Asks nothing, so it has no answer to route on.
                Ask::Pass => (Answer::Unsure, true),
                _ => match self.answer_of(step, facts) {
                    Some(found) if !self.reviews(step) => found,
                    kept => {
                        let position = Some(Position::Asking(step));
                        return self.standing(flow, facts, given, (at, position, kept.map(|(a, _)| a)));
                    }
                },
            };
            let Some(goto) = route(step, &answer, &given, facts) else { break };
            at = goto;
            // A sub-flow that runs twice asks once.
            if step.ask != Ask::Pass && !given.iter().any(|known| known.step.id == step.id) {
                given.push(Given { step, answer, told });
            }
        }
        Replay { given, position: None, number: 0, most: 0, kept: None }
    }

    /// The answer that counts for a step, and whether the page told it.
    fn answer_of(&self, step: &Step, facts: &Facts<'_>) -> Option<(Answer, bool)> {
        let kept = self.get(&step.id).filter(|answer| check(step, answer, facts.today).is_ok());
        match kept {
            Some(answer) => Some((answer.clone(), false)),
            None => told(step, facts).map(|answer| (answer, true)),
        }
    }

    fn reviews(&self, step: &Step) -> bool {
        self.review.as_ref().is_some_and(|review| review.step == step.id)
    }

    fn standing<'a>(
        &self,
        flow: &'a Flow,
        facts: &Facts<'_>,
        given: Vec<Given<'a>>,
        (at, position, kept): (Goto, Option<Position<'a>>, Option<Answer>),
    ) -> Replay<'a> {
        let asked = given.iter().filter(|given| !given.told).count();
        // What the page told is no question, unless it is asked again.
        let counts =
            |step: &Step| self.reviews(step) || !matches!(self.answer_of(step, facts), Some((_, true)));
        let number = asked + usize::from(matches!(position, Some(Position::Asking(_))));
        Replay { given, position, number, most: asked + flow.longest(at, counts), kept }
    }
}

/// The first route that is taken.
fn route(step: &Step, answer: &Answer, given: &[Given<'_>], facts: &Facts<'_>) -> Option<Goto> {
    let this = (step, answer);
    let find = |name: &str| {
        let before = given.iter().rev().map(|given| (given.step, &given.answer));
        std::iter::once(this).chain(before).find(|(step, _)| step.name() == name).map(|(_, answer)| answer)
    };
    let taken = step.next.iter().find(|next| match &next.when {
        When::Always => true,
        When::Answer(id) => answer.is(id),
        When::Policy(policy) => policy.holds(facts, find),
    });
    taken.map(|next| next.goto)
}

impl Replay<'_> {
    /// The answer on this path to the step of a name.
    pub fn answer(&self, name: &str) -> Option<&Answer> {
        self.given.iter().rev().find(|given| given.step.name() == name).map(|given| &given.answer)
    }

    /// The date an outcome says to wait for; `None` unless it is a wait whose first day is known.
    pub fn wait_until(&self, outcome: &Outcome, facts: &Facts<'_>) -> Option<Date> {
        let OutcomeKind::Wait(Wait { fact, unit, from }) = &outcome.kind else { return None };
        let from = match from {
            WaitFrom::Today => facts.today,
            WaitFrom::DueDate => facts.due_date()?,
            WaitFrom::Step(name) => match self.answer(name) {
                Some(Answer::Date(date)) => *date,
                _ => return None,
            },
        };
        let count = facts.market.days(fact)?;
        Some(match unit {
            WaitUnit::Days => from.plus_days(count),
            WaitUnit::Weeks => from.plus_days(count.saturating_mul(7)),
            WaitUnit::BusinessDays => {
                facts.market.business_days_after(from, u16::try_from(count).unwrap_or_default())
            }
        })
    }
}

#[cfg(test)]
#[path = "run_tests.rs"]
mod tests;
