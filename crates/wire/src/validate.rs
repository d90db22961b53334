//! Checks of a case, run by the widget as the customer types and again by the portal before anything is stored.

use crate::*;

/// A case whose fields have all been checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValidCase {
    /// Parsed category.
    pub category: Category,
    /// Parsed environment.
    pub environment: Environment,
    /// The request with white space trimmed.
    pub request: CaseRequest,
}

/// Checks every field, so that all faults are told at once.
///
/// # Errors
/// One [`FieldError`] a fault, in the order the form shows the fields.
pub fn validate(request: &CaseRequest) -> Result<ValidCase, Vec<FieldError>> {
    let mut errors = Vec::new();
    let trimmed = |text: &String| text.trim().to_owned();

    let category = Category::parse(request.category.trim());
    if category.is_none() {
        let code = if request.category.trim().is_empty() { FieldCode::Required } else { FieldCode::Unknown };
        errors.push(FieldError::new("category", code));
    }
    length(&mut errors, "description", &request.description, Some(DESCRIPTION_MIN), DESCRIPTION_MAX);
    if length(&mut errors, "email", &request.email, Some(1), EMAIL_MAX) && !is_email(request.email.trim()) {
        errors.push(FieldError::new("email", FieldCode::Invalid));
    }
    length(&mut errors, "orderId", &request.order_id, None, ORDER_MAX);

    let environment = match request.environment.trim() {
        "" => Some(Environment::Production),
        name => Environment::parse(name),
    };
    if environment.is_none() {
        errors.push(FieldError::new("environment", FieldCode::Unknown));
    }
    length(&mut errors, "clientId", &request.client_id, Some(1), CONTEXT_MAX);
    length(&mut errors, "locale", &request.locale, Some(1), LOCALE_MAX);
    length(&mut errors, "market", &request.market, Some(1), 2);
    length(&mut errors, "flow", &request.flow, None, CONTEXT_MAX);
    if request.answers.len() > ANSWERS_MAX {
        errors.push(FieldError::with_limit("answers", FieldCode::TooLong, ANSWERS_MAX));
    }
    for (i, answer) in request.answers.iter().take(ANSWERS_MAX).enumerate() {
        if answer.question.chars().count() > ANSWER_MAX || answer.answer.chars().count() > ANSWER_MAX {
            let mut field = String::from("answers.");
            field.push_str(&i.to_string());
            errors.push(FieldError::with_limit(field, FieldCode::TooLong, ANSWER_MAX));
        }
    }
    for (name, value) in request.context.texts() {
        if value.is_some_and(|text| text.chars().count() > CONTEXT_MAX) {
            let mut field = String::from("context.");
            field.push_str(name);
            errors.push(FieldError::with_limit(field, FieldCode::TooLong, CONTEXT_MAX));
        }
    }

    match (category, environment) {
        (Some(category), Some(environment)) if errors.is_empty() => {
            let mut request = request.clone();
            request.description = trimmed(&request.description);
            request.email = trimmed(&request.email);
            request.order_id = trimmed(&request.order_id);
            Ok(ValidCase { category, environment, request })
        }
        _ => Err(errors),
    }
}

/// Adds the error of a text outside its limits; true when there is none.
fn length(errors: &mut Vec<FieldError>, field: &str, text: &str, min: Option<usize>, max: usize) -> bool {
    let count = text.trim().chars().count();
    let error = match min {
        Some(_) if count == 0 => FieldError::new(field, FieldCode::Required),
        Some(min) if count < min => FieldError::with_limit(field, FieldCode::TooShort, min),
        _ if count > max => FieldError::with_limit(field, FieldCode::TooLong, max),
        _ => return true,
    };
    errors.push(error);
    false
}

/// Whether `text` can be an address that mail reaches: one `@`, a local part, and a domain with a dot and no empty
/// label. Deliberately loose (RFC 5321 allows far more than people use): a form that refuses a good address is worse.
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let bad = |c: char| c.is_whitespace() || c.is_control() || "()<>[],;:\\\"@".contains(c);
    !local.is_empty()
        && local.len() <= 64
        && local.split('.').all(|part| !part.is_empty())
        && !local.contains(bad)
        && domain.contains('.')
        && !domain.contains(bad)
        && domain.split('.').all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_ascii_alphanumeric() || !c.is_ascii() || c == '-')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good() -> CaseRequest {
        CaseRequest {
            client_id: "demo-shop".into(),
            locale: "en-GB".into(),
            market: "GB".into(),
            category: "payment-declined".into(),
            description: "My payment was declined twice.".into(),
            email: " ada@example.org ".into(),
            ..CaseRequest::default()
        }
    }

    fn faults(change: impl Fn(&mut CaseRequest)) -> Vec<(String, FieldCode)> {
        let mut request = good();
        change(&mut request);
        validate(&request).err().unwrap_or_default().into_iter().map(|e| (e.field, e.code)).collect()
    }

    #[test]
    fn a_complete_case_is_accepted_and_trimmed() {
        let case = validate(&good()).unwrap();
        assert_eq!(case.request.email, "ada@example.org");
        assert_eq!(case.category, Category::PaymentDeclined);
        assert_eq!(case.environment, Environment::Production);
    }

    #[test]
    fn each_fault_names_its_field() {
        let check = |change: fn(&mut CaseRequest), field: &str, code: FieldCode| {
            assert_eq!(faults(change), [(field.to_owned(), code)]);
        };
        check(|r| r.category = "".into(), "category", FieldCode::Required);
        check(|r| r.category = "parking-fine".into(), "category", FieldCode::Unknown);
        check(|r| r.description = "  ".into(), "description", FieldCode::Required);
        check(|r| r.description = "help".into(), "description", FieldCode::TooShort);
        check(|r| r.description = "x".repeat(100_000), "description", FieldCode::TooLong);
        check(|r| r.email = "".into(), "email", FieldCode::Required);
        check(|r| r.email = "ada@example".into(), "email", FieldCode::Invalid);
        check(|r| r.order_id = "9".repeat(65), "orderId", FieldCode::TooLong);
        check(|r| r.environment = "staging".into(), "environment", FieldCode::Unknown);
        check(|r| r.client_id = "".into(), "clientId", FieldCode::Required);
        check(|r| r.context.page = Some("p".repeat(201)), "context.page", FieldCode::TooLong);
        check(
            |r| r.answers = vec![Answer { question: "q".into(), answer: "a".repeat(501) }],
            "answers.0",
            FieldCode::TooLong,
        );
    }

    #[test]
    fn all_faults_are_told_at_once() {
        let found = faults(|r| {
            r.category.clear();
            r.email = "nobody".into();
            r.description.clear();
        });
        let fields: Vec<&str> = found.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["category", "description", "email"]);
    }

    #[test]
    fn limits_count_characters_and_not_bytes() {
        assert!(faults(|r| r.description = "å".repeat(DESCRIPTION_MAX)).is_empty());
        assert_eq!(faults(|r| r.description = "å".repeat(DESCRIPTION_MAX + 1)).len(), 1);
    }

    #[test]
    fn addresses_people_have_pass_and_slips_do_not() {
        for good in ["a@b.se", "first.last+tag@sub.example.co.uk", "åsa@exämple.se", "o'neil@example.com"] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            "a",
            "a@",
            "@b.se",
            "a@b",
            "a b@c.se",
            "a@b..se",
            "a@-b.se",
            ".a@b.se",
            "a@b.se,c@d.se",
            "a@@b.se",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
