//! What a customer leaves as written stays so, here and in the portal; cards never do.

use klarna_help_wire::{ActionRequest, Answer, CaseRequest, MessageRequest, RedactKind, kept_tag, redact};

const IBAN: &str = "GB33 BUKB 2020 1555 5555 55";

#[test]
fn a_kept_hit_stays_as_written_wherever_it_moves() {
    let found = redact(&format!("Refund to {IBAN} please"), &[]);
    assert_eq!(found.text, "Refund to [IBAN ••5555] please");
    let keep: Vec<String> = found.hits.iter().map(|hit| hit.tag.clone()).collect();
    for text in [format!("{IBAN} is mine"), format!("Hello,\nplease refund to {IBAN}.\nPIN? No.")] {
        let redaction = redact(&text, &keep);
        assert_eq!((redaction.text.as_str(), redaction.hits.len()), (text.as_str(), 0));
        assert_eq!(redaction.kept.iter().map(|hit| hit.tag.clone()).collect::<Vec<_>>(), keep);
    }
}

#[test]
fn a_kept_hit_that_is_edited_is_masked_again() {
    let keep = [kept_tag(RedactKind::Code, "4821")];
    assert_eq!(redact("pin 4821", &keep).text, "pin 4821");
    assert_eq!(redact("pin 4822", &keep).text, "pin [•••]");
}

#[test]
fn a_card_is_masked_whatever_is_kept() {
    let card = "4111 1111 1111 1111";
    let keep: Vec<String> = RedactKind::ALL.iter().map(|kind| kept_tag(*kind, card)).collect();
    let redaction = redact(card, &keep);
    assert_eq!((redaction.text.as_str(), redaction.kept.len()), ("•••• 1111", 0));
}

#[test]
fn only_a_card_cannot_be_undone() {
    for kind in RedactKind::ALL {
        assert_eq!(kind.can_undo(), *kind != RedactKind::Card, "{kind:?}");
        assert_eq!(RedactKind::parse(kind.as_str()), Some(*kind));
    }
}

#[test]
fn the_tag_of_a_kept_hit_is_short_and_does_not_repeat_it() {
    assert_eq!(kept_tag(RedactKind::NationalId, "850709-9805"), "national-id:66b9e829");
}

fn case() -> CaseRequest {
    CaseRequest {
        description: format!("Refund to {IBAN}, my pin is 4821, card 4111 1111 1111 1111"),
        email: "850709-9805@example.com".into(),
        order_id: "8507099805".into(),
        flow: "refund".into(),
        answers: vec![Answer { question: "Number?".into(), answer: "personnummer 850709-9805".into() }],
        kept: vec![kept_tag(RedactKind::Iban, IBAN), kept_tag(RedactKind::Code, "9999")],
        ..CaseRequest::default()
    }
}

#[test]
fn a_case_is_masked_in_every_text_but_its_address() {
    let mut masked = case();
    masked.mask();
    assert_eq!(masked.description, format!("Refund to {IBAN}, my pin is [•••], card •••• 1111"));
    assert_eq!(masked.answers[0].answer, "personnummer [ID •••]");
    assert_eq!(masked.email, case().email);
    assert_eq!(masked.order_id, "8507099805", "an order number is an order number by its field");
    assert_eq!(masked.kept, [kept_tag(RedactKind::Iban, IBAN)], "tags of nothing do not travel");
}

#[test]
fn the_portal_changes_nothing_in_a_case_that_the_widget_masked() {
    let mut sent = case();
    sent.mask();
    let mut stored = sent.clone();
    stored.mask();
    assert_eq!(stored, sent);
}

#[test]
fn a_card_in_the_amount_takes_the_amount_away() {
    let mut case = case();
    case.context.amount = Some(4_111_111_111_111_111);
    case.mask();
    assert_eq!(case.context.amount, None);
}

#[test]
fn a_message_is_masked_but_for_what_is_kept() {
    let text = format!("{IBAN}, pin 4821, 4111 1111 1111 1111");
    let mut message =
        MessageRequest { text, kept: vec![kept_tag(RedactKind::Code, "4821")], ..Default::default() };
    message.mask();
    assert_eq!(message.text, "[IBAN ••5555], pin 4821, •••• 1111");
    assert_eq!(message.kept, [kept_tag(RedactKind::Code, "4821")]);
}

#[test]
fn a_comment_on_a_rating_is_masked() {
    let mut action = ActionRequest { comment: "my pin is 4821".into(), ..Default::default() };
    action.mask();
    assert_eq!(action.comment, "my pin is [•••]");
}
