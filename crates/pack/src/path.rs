//! How long a flow is: the most questions that can still come, whatever is answered.

use crate::{Ask, Flow, Goto, Step};

impl Flow {
    /// Most questions on any path from here on, this one among them.
    pub fn questions_from(&self, at: Goto) -> usize {
        self.longest(at, |_| true)
    }

    /// The same, counting only steps that `asked` says are asked.
    pub(crate) fn longest(&self, at: Goto, asked: impl Fn(&Step) -> bool) -> usize {
        // Known lengths, so that a step that many paths share is followed once.
        let mut known = vec![None; self.steps.len()];
        self.follow(at, &asked, &mut known, self.steps.len())
    }

    /// The compiler refuses loops; `left` keeps a damaged pack from hanging a page.
    fn follow(
        &self,
        at: Goto,
        asked: &dyn Fn(&Step) -> bool,
        known: &mut [Option<usize>],
        left: usize,
    ) -> usize {
        let Goto::Step(i) = at else { return 0 };
        let i = usize::from(i);
        if let Some(length) = known.get(i).copied().flatten() {
            return length;
        }
        let Some(step) = self.steps.get(i) else { return 0 };
        let Some(left) = left.checked_sub(1) else { return 0 };
        let after = step.next.iter().map(|next| self.follow(next.goto, asked, known, left)).max();
        let length = after.unwrap_or_default() + usize::from(step.ask != Ask::Pass && asked(step));
        if let Some(place) = known.get_mut(i) {
            *place = Some(length);
        }
        length
    }
}
