//! Answers of the kinds of questions: reading what was typed, checking it, taking it from the page.

use crate::{Answer, Ask, Date, Facts, Step, Told, money};
use klarna_help_wire::{ANSWER_MAX, ORDER_MAX, is_email};

/// Why an answer is not taken. The widget has words for each that say what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// Nothing was chosen, written or added.
    Missing,
    /// Not a date that exists.
    Date,
    /// A date after today, where it cannot be.
    Future,
    /// Not an amount.
    Amount,
    /// Not an order number: too long, or without a letter or a digit.
    Order,
    /// Not an e-mail address.
    Email,
    /// More than fits.
    Long,
}

/// What was typed for a step, as its answer. A choice is its id, choices are ids with commas between them.
///
/// # Errors
/// What is [`Wrong`] with it.
pub fn read(step: &Step, text: &str, currency: &str) -> Result<Answer, Wrong> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Wrong::Missing);
    }
    match &step.ask {
        Ask::Choice(_) => Ok(Answer::Choice(text.into())),
        Ask::Choices(options, _) => {
            let given: Vec<&str> = text.split(',').collect();
            let known = given.iter().all(|id| options.iter().any(|option| option.id == *id));
            // In the order of the options, so that the same choices are the same answer.
            let chosen = options.iter().filter(|option| given.contains(&option.id.as_str()));
            let chosen = chosen.map(|option| option.id.clone()).collect();
            if known { Ok(Answer::Choices(chosen)) } else { Err(Wrong::Missing) }
        }
        Ask::Date(_) => Date::parse(text).map(Answer::Date).ok_or(Wrong::Date),
        Ask::Money => money::parse(text, currency).map(Answer::Money).ok_or(Wrong::Amount),
        Ask::Order | Ask::Email | Ask::Text => Ok(Answer::Text(text.into())),
        Ask::File(_) => Ok(Answer::Files),
        Ask::Confirm => {
            if text == "yes" {
                Ok(Answer::Yes)
            } else {
                Err(Wrong::Missing)
            }
        }
        Ask::Pass => Err(Wrong::Missing),
    }
}

/// An answer as [`read`] takes it; what "I don't know" is, is empty.
pub fn write(answer: &Answer, currency: &str) -> String {
    match answer {
        Answer::Choice(text) | Answer::Text(text) => text.clone(),
        Answer::Choices(ids) => ids.join(","),
        Answer::Date(date) => date.to_string(),
        Answer::Money(minor) => money::write(*minor, currency),
        Answer::Files => "files".into(),
        Answer::Yes => "yes".into(),
        Answer::Unsure => String::new(),
    }
}

/// Whether a step takes this answer.
///
/// # Errors
/// What is [`Wrong`] with it.
pub fn check(step: &Step, answer: &Answer, today: Date) -> Result<(), Wrong> {
    match (&step.ask, answer) {
        (Ask::Pass, _) => Err(Wrong::Missing),
        (_, Answer::Unsure) if !step.required => Ok(()),
        (Ask::Choice(options), Answer::Choice(id)) => {
            fine(options.iter().any(|o| o.id == *id), Wrong::Missing)
        }
        (Ask::Choices(options, none), Answer::Choices(ids)) => {
            let known = ids.iter().all(|id| options.iter().any(|option| option.id == *id));
            let alone = ids.len() == 1 || none.as_ref().is_none_or(|none| !ids.contains(none));
            fine(known && alone && !ids.is_empty(), Wrong::Missing)
        }
        (Ask::Date(future), Answer::Date(date)) => fine(*future || *date <= today, Wrong::Future),
        (Ask::Money, Answer::Money(minor)) => fine((0..=money::MAX).contains(minor), Wrong::Amount),
        (Ask::Order, Answer::Text(text)) => {
            let text = text.trim();
            let named = text.chars().any(|c| c.is_ascii_alphanumeric() || !c.is_ascii());
            fine(
                named && text.chars().count() <= ORDER_MAX && !text.chars().any(char::is_control),
                Wrong::Order,
            )
        }
        (Ask::Email, Answer::Text(text)) => fine(is_email(text.trim()), Wrong::Email),
        (Ask::Text, Answer::Text(text)) if text.trim().is_empty() => Err(Wrong::Missing),
        (Ask::Text, Answer::Text(text)) => fine(text.chars().count() <= ANSWER_MAX, Wrong::Long),
        (Ask::File(_), Answer::Files) | (Ask::Confirm, Answer::Yes) => Ok(()),
        _ => Err(Wrong::Missing),
    }
}

fn fine(good: bool, wrong: Wrong) -> Result<(), Wrong> {
    if good { Ok(()) } else { Err(wrong) }
}

/// What the page told for a step, if it did and the step takes it.
pub(crate) fn told(step: &Step, facts: &Facts<'_>) -> Option<Answer> {
    let context = facts.context;
    let text =
        |text: &Option<String>| text.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned);
    // Pages write `refund_pending`, content `refund-pending`.
    let choice = |name: &Option<String>| {
        text(name).map(|name| Answer::Choice(name.to_ascii_lowercase().replace('_', "-")))
    };
    let answer = match step.from? {
        Told::OrderId => text(&context.order_id).map(Answer::Text),
        Told::Amount => facts.amount().map(Answer::Money),
        Told::DueDate => facts.due_date().map(Answer::Date),
        Told::OrderState => choice(&context.order_state),
        Told::PaymentStatus => choice(&context.payment_status),
        Told::Page => choice(&context.page),
        Told::ErrorCode => choice(&context.error_code),
    }?;
    check(step, &answer, facts.today).is_ok().then_some(answer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Choice;

    fn step(ask: Ask, required: bool) -> Step {
        Step {
            id: "s".into(),
            question: "?".into(),
            help: String::new(),
            ask,
            required,
            from: None,
            next: vec![],
        }
    }

    fn options() -> Vec<Choice> {
        ["a", "b", "none"].map(|id| Choice { id: id.into(), label: id.to_uppercase() }).to_vec()
    }

    #[test]
    fn what_was_typed_is_read_checked_and_told_what_is_wrong() {
        let today = Date::parse("2026-11-23").unwrap();
        let check = |ask: Ask, text: &str, expected: Result<Answer, Wrong>| {
            let step = step(ask, true);
            let read = read(&step, text, "GBP").and_then(|a| check(&step, &a, today).map(|()| a));
            assert_eq!(read, expected, "{:?} {text:?}", step.ask);
            if let Ok(answer) = read {
                assert_eq!(super::read(&step, &write(&answer, "GBP"), "GBP"), Ok(answer));
            }
        };
        let text = |text: &str| Ok(Answer::Text(text.into()));
        let date = |text: &str| Ok(Answer::Date(Date::parse(text).unwrap()));
        let some = |ids: &[&str]| Ok(Answer::Choices(ids.iter().map(|id| (*id).into()).collect()));
        for ask in [
            Ask::Choice(options()),
            Ask::Date(false),
            Ask::Money,
            Ask::Order,
            Ask::Email,
            Ask::Text,
            Ask::Confirm,
        ] {
            check(ask, "  ", Err(Wrong::Missing));
        }
        check(Ask::Choice(options()), "a", Ok(Answer::Choice("a".into())));
        check(Ask::Choice(options()), "c", Err(Wrong::Missing));
        let choices = || Ask::Choices(options(), Some("none".into()));
        check(choices(), "b,a", some(&["a", "b"]));
        check(choices(), "none", some(&["none"]));
        check(choices(), "a,none", Err(Wrong::Missing));
        check(choices(), "a,z", Err(Wrong::Missing));
        check(Ask::Date(false), "2026-11-23", date("2026-11-23"));
        check(Ask::Date(false), "2026-11-24", Err(Wrong::Future));
        check(Ask::Date(true), "2026-11-24", date("2026-11-24"));
        check(Ask::Date(true), "2026-02-30", Err(Wrong::Date));
        check(Ask::Money, "£1,234.50", Ok(Answer::Money(123_450)));
        check(Ask::Money, "a lot", Err(Wrong::Amount));
        check(Ask::Order, " NW-1042 ", text("NW-1042"));
        check(Ask::Order, "---", Err(Wrong::Order));
        check(Ask::Order, &"9".repeat(65), Err(Wrong::Order));
        check(Ask::Email, "a@b.se", text("a@b.se"));
        check(Ask::Email, "a at b", Err(Wrong::Email));
        check(Ask::Text, &"x".repeat(501), Err(Wrong::Long));
        check(Ask::Confirm, "yes", Ok(Answer::Yes));
        check(Ask::File("photo".into()), "files", Ok(Answer::Files));
    }

    #[test]
    fn i_dont_know_is_an_answer_wherever_one_may_not_know() {
        let today = Date::from_days(0);
        for ask in [
            Ask::Date(false),
            Ask::Money,
            Ask::Order,
            Ask::Email,
            Ask::Text,
            Ask::Confirm,
            Ask::File("a".into()),
        ] {
            assert_eq!(check(&step(ask.clone(), false), &Answer::Unsure, today), Ok(()));
            assert_eq!(check(&step(ask, true), &Answer::Unsure, today), Err(Wrong::Missing));
        }
        assert_eq!(check(&step(Ask::Choice(options()), true), &Answer::Unsure, today), Err(Wrong::Missing));
    }
}
