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
            errors.push(FieldError::with_limit(nested("answers.", i), FieldCode::TooLong, ANSWER_MAX));
        }
    }
    if !request.happened_on.is_empty() && !is_date(&request.happened_on) {
        errors.push(FieldError::new("happenedOn", FieldCode::Invalid));
    }
    length(&mut errors, "tried", &request.tried, None, MESSAGE_MAX);
    if request.evidence.len() > EVIDENCE_MAX {
        errors.push(FieldError::with_limit("evidence", FieldCode::TooMany, EVIDENCE_MAX));
    }
    for (i, note) in request.evidence.iter().take(EVIDENCE_MAX).enumerate() {
        length(&mut errors, &nested("evidence.", i), &note.note, None, NOTE_MAX);
        length(&mut errors, &nested("evidence.", i), &note.key, Some(1), CONTEXT_MAX);
    }
    attachments(&mut errors, &request.attachments);
    tags(&mut errors, &request.kept);
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
            request.tried = trimmed(&request.tried);
            Ok(ValidCase { category, environment, request })
        }
        _ => Err(errors),
    }
}

/// Checks a message to a case that was sent.
///
/// # Errors
/// One [`FieldError`] a fault.
pub fn validate_message(request: &MessageRequest) -> Result<MessageRequest, Vec<FieldError>> {
    let mut errors = Vec::new();
    // A file may speak for itself.
    let min = request.attachments.is_empty().then_some(1);
    length(&mut errors, "text", &request.text, min, MESSAGE_MAX);
    attachments(&mut errors, &request.attachments);
    tags(&mut errors, &request.kept);
    if errors.is_empty() {
        Ok(MessageRequest { text: request.text.trim().to_owned(), ..request.clone() })
    } else {
        Err(errors)
    }
}

/// Checks an action. A rating goes with `rate` and with nothing else.
///
/// # Errors
/// One [`FieldError`] a fault.
pub fn validate_action(request: &ActionRequest) -> Result<CaseAction, Vec<FieldError>> {
    let mut errors = Vec::new();
    let action = CaseAction::parse(&request.action);
    match (action, request.rating) {
        (None, _) => {
            let code = if request.action.is_empty() { FieldCode::Required } else { FieldCode::Unknown };
            errors.push(FieldError::new("action", code));
        }
        (Some(CaseAction::Rate), None) => errors.push(FieldError::new("rating", FieldCode::Required)),
        (Some(CaseAction::Rate), Some(1..=5)) | (Some(_), None) => {}
        (Some(_), Some(_)) => errors.push(FieldError::new("rating", FieldCode::Invalid)),
    }
    length(&mut errors, "comment", &request.comment, None, COMMENT_MAX);
    match action {
        Some(action) if errors.is_empty() => Ok(action),
        _ => Err(errors),
    }
}

fn attachments(errors: &mut Vec<FieldError>, list: &[AttachmentRef]) {
    if list.len() > FILES_MAX {
        errors.push(FieldError::with_limit("attachments", FieldCode::TooMany, FILES_MAX));
    }
    for (i, attachment) in list.iter().take(FILES_MAX).enumerate() {
        let twice = list.iter().take(i).any(|other| other.id == attachment.id);
        if twice || !is_upload_id(&attachment.id) {
            errors.push(FieldError::new(nested("attachments.", i), FieldCode::Invalid));
        }
        length(errors, &nested("attachments.", i), &attachment.evidence, None, CONTEXT_MAX);
    }
}

fn tags(errors: &mut Vec<FieldError>, kept: &[String]) {
    if kept.len() > KEPT_MAX || kept.iter().any(|tag| tag.len() > KEPT_TAG_MAX) {
        errors.push(FieldError::with_limit("kept", FieldCode::TooLong, KEPT_MAX));
    }
}

/// The name of an entry of a list.
fn nested(list: &str, i: usize) -> String {
    let mut field = String::from(list);
    field.push_str(&i.to_string());
    field
}

/// Whether a text has the form of a date of the last and next centuries, `YYYY-MM-DD`.
fn is_date(text: &str) -> bool {
    let number = |from: usize, to: usize| text.get(from..to).and_then(|part| part.parse::<u16>().ok());
    let dashes = text.len() == 10 && text.get(4..5) == Some("-") && text.get(7..8) == Some("-");
    let days = |year: u16, month: u16| match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    };
    match (number(0, 4), number(5, 7), number(8, 10)) {
        (Some(year @ 1900..=2199), Some(month @ 1..=12), Some(day)) => {
            dashes
                && text.bytes().all(|b| b.is_ascii_digit() || b == b'-')
                && (1..=days(year, month)).contains(&day)
        }
        _ => false,
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
        check(|r| r.happened_on = "2026-02-30".into(), "happenedOn", FieldCode::Invalid);
        check(|r| r.tried = "x".repeat(MESSAGE_MAX + 1), "tried", FieldCode::TooLong);
        check(|r| r.attachments = vec![AttachmentRef::default()], "attachments.0", FieldCode::Invalid);
        check(|r| r.kept = vec![String::new(); KEPT_MAX + 1], "kept", FieldCode::TooLong);
        check(
            |r| r.evidence = vec![EvidenceNote { key: "receipt".into(), note: "n".repeat(NOTE_MAX + 1) }],
            "evidence.0",
            FieldCode::TooLong,
        );
        check(
            |r| r.answers = vec![Answer { question: "q".into(), answer: "a".repeat(501) }],
            "answers.0",
            FieldCode::TooLong,
        );
    }

    #[test]
    fn a_message_has_words_or_a_file() {
        let check = |text: &str, files: &[&str], expected: Option<(&str, FieldCode)>| {
            let attachments =
                files.iter().map(|id| AttachmentRef { id: (*id).into(), evidence: String::new() }).collect();
            let request = MessageRequest { text: text.into(), attachments, kept: vec![] };
            let found = validate_message(&request).err().unwrap_or_default();
            let found = found.first().map(|e| (e.field.as_str(), e.code));
            assert_eq!(found, expected, "{text} {files:?}");
        };
        let id = "0123456789abcdef0123456789abcdef";
        check("Here it is.", &[], None);
        check("", &[id], None);
        check(" ", &[], Some(("text", FieldCode::Required)));
        check("twice", &[id, id], Some(("attachments.1", FieldCode::Invalid)));
    }

    #[test]
    fn a_rating_goes_with_rate_and_with_nothing_else() {
        let check = |action: &str, rating, expected: Result<CaseAction, &str>| {
            let request = ActionRequest { action: action.into(), rating, comment: String::new() };
            let found = validate_action(&request).map_err(|e| e[0].field.clone());
            assert_eq!(found, expected.map_err(str::to_owned), "{action} {rating:?}");
        };
        check("rate", Some(5), Ok(CaseAction::Rate));
        check("rate", None, Err("rating"));
        check("rate", Some(6), Err("rating"));
        check("close", Some(1), Err("rating"));
        check("close", None, Ok(CaseAction::Close));
        check("", None, Err("action"));
        check("burn", None, Err("action"));
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
