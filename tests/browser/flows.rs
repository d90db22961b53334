//! A question of each kind, drawn and answered; what the page told; what an outcome offers.

use crate::page::Page;
use klarna_help_pack::*;
use klarna_help_wire::{Area, Category, HostAction};
use wasm_bindgen_test::wasm_bindgen_test;

/// What lists show of it.
pub fn meta() -> FlowMeta {
    FlowMeta {
        slug: "guide".into(),
        area: Area::Returns,
        title: "A question of each kind".into(),
        summary: "For the tests.".into(),
        foreign: false,
    }
}

/// `state` (told by the page where it can be) → `what` → `amount` → `order` → `mail` → `tracking` → `asked` → `due-on`,
/// then: told to pay now, with an action, or to wait from today if it was not asked for.
pub fn guide() -> Flow {
    let options = |ids: &[(&str, &str)]| -> Vec<Choice> {
        ids.iter().map(|(id, label)| Choice { id: (*id).into(), label: (*label).into() }).collect()
    };
    let what = options(&[("torn", "It is torn"), ("wet", "It is wet"), ("none", "None of these")]);
    let state = options(&[("shipped", "On its way"), ("delivered", "It is here")]);
    let asks = [
        ("state", Ask::Choice(state), Some(Told::OrderState)),
        ("what", Ask::Choices(what, Some("none".into())), None),
        ("amount", Ask::Money, None),
        ("order", Ask::Order, Some(Told::OrderId)),
        ("mail", Ask::Email, None),
        ("tracking", Ask::File("tracking".into()), None),
        ("due-on", Ask::Date(true), None),
        ("asked", Ask::Confirm, None),
    ];
    let last = asks.len() - 1;
    let steps = asks.into_iter().enumerate().map(|(i, (id, ask, from))| {
        let always = match i {
            i if i == last => Goto::Outcome(1),
            i => Goto::Step(u16::try_from(i + 1).unwrap()),
        };
        let mut next = vec![Next { when: When::Always, goto: always }];
        if i == last {
            next.insert(0, Next { when: When::Answer("yes".into()), goto: Goto::Outcome(0) });
        }
        Step {
            id: id.into(),
            question: format!("{id}?"),
            help: String::new(),
            required: matches!(ask, Ask::Choice(_) | Ask::Choices(..)),
            ask,
            from,
            next,
        }
    });
    let outcome = |id: &str, title: &str, kind, action| Outcome {
        id: id.into(),
        kind,
        title: title.into(),
        steps: vec![vec![Inline::Text("Do it.".into())]],
        next: vec![Inline::Text("Then it is done.".into())],
        message: String::new(),
        link: None,
        action,
        category: Category::RefundMissing,
        evidence: vec![],
    };
    let wait = Wait { fact: "refund-wait".into(), unit: WaitUnit::Days, from: WaitFrom::Today };
    Flow {
        slug: "guide".into(),
        start: 0,
        steps: steps.collect(),
        outcomes: vec![
            outcome("pay", "Pay now", OutcomeKind::DoNow, Some(HostAction::RetryPayment)),
            outcome("wait", "Give it time", OutcomeKind::Wait(wait), None),
        ],
    }
}

async fn begin(context: &str) -> Page {
    let page = Page::open(context).await;
    go(&page).await;
    page
}

/// To the flow, once it came.
async fn go(page: &Page) {
    page.send(r#"{"type":"navigate","to":"flow:guide"}"#).await;
    page.until(|p| !p.all(".kh-flow").is_empty()).await;
}

fn boxes(page: &Page) -> Vec<bool> {
    let ticked = |input: &web_sys::Element| {
        wasm_bindgen::JsCast::unchecked_ref::<web_sys::HtmlInputElement>(input).checked()
    };
    page.all(".kh-ask input[type=checkbox]").iter().map(ticked).collect()
}

async fn answer(page: &Page, text: &str) {
    page.set("#kh-ask", text).await;
    page.submit(".kh-ask").await;
}

#[wasm_bindgen_test]
async fn a_question_of_each_kind_says_what_is_wrong_and_goes_on_when_it_is_right() {
    let page = begin("{}").await;
    assert!(page.text(".kh-flow section").contains("Question 1 of at most 8"));
    page.press_text("It is here").await;

    page.submit(".kh-ask").await;
    page.until(|p| p.focused() == "Choose every answer that fits, then continue.").await;
    page.press(".kh-check:nth-child(1) input").await;
    page.press(".kh-check:nth-child(2) input").await;
    assert_eq!(boxes(&page), [true, true, false]);
    page.press(".kh-check:nth-child(3) input").await;
    assert_eq!(boxes(&page), [false, false, true], "none of these excludes the others");
    page.press(".kh-check:nth-child(1) input").await;
    assert_eq!(boxes(&page), [true, false, false]);
    page.submit(".kh-ask").await;

    assert_eq!(page.text(".kh-ask label"), "Amount in GBP");
    answer(&page, "a lot").await;
    page.until(|p| p.focused() == "Enter the amount as a number, such as 49.95.").await;
    assert_eq!(page.value("#kh-ask"), "a lot", "what was typed stays");
    assert_eq!(page.one("#kh-ask").get_attribute("aria-invalid").as_deref(), Some("true"));
    answer(&page, "1.234,50").await;
    assert!(page.text(".kh-terms").contains("£1,234.50"), "{}", page.text(".kh-terms"));

    assert_eq!(page.one("#kh-ask").get_attribute("aria-describedby").as_deref(), Some("kh-ask-hint"));
    answer(&page, "").await;
    page.until(|p| p.focused() == "Enter the order number.").await;
    let described = page.one("#kh-ask").get_attribute("aria-describedby");
    assert_eq!(described.as_deref(), Some("kh-ask-hint kh-ask-error"));
    answer(&page, "NW-7").await;

    answer(&page, "ada at home").await;
    page.until(|p| p.focused().contains("Enter an email address with an @")).await;
    page.press_text("I don't know").await;

    page.press_text("Continue").await;
    page.until(|p| p.focused() == "Add a file, or choose the other button.").await;
    page.press_text("I have none").await;

    assert!(page.one("#kh-ask").get_attribute("max").is_none(), "this date may be in the future");
    answer(&page, "2030-01-01").await;
    page.press_text("Not yet").await;
    assert_eq!(page.text("h1"), "Give it time");
    page.close();
}

#[wasm_bindgen_test]
async fn what_the_page_told_is_shown_as_told_and_can_be_changed_or_kept() {
    let page = begin(r#"{"orderState":"delivered"}"#).await;
    assert_eq!(page.text("h1"), "what?");
    assert!(page.text(".kh-flow section").contains("Question 1 of at most 7"));
    assert!(page.text(".kh-terms").contains("Told by this page"));
    page.press_text("Change").await;
    assert_eq!(page.text("h1"), "state?");
    page.until(|p| p.focused() == "state?").await;
    assert!(page.text(".kh-cards").contains("Your answer"));
    page.press_text("Keep this answer").await;
    assert_eq!(page.text("h1"), "what?");
    page.close();
}

#[wasm_bindgen_test]
async fn back_asks_the_question_before_with_its_answer_and_forward_leaves_it() {
    let page = begin(r#"{"orderState":"delivered"}"#).await;
    page.press(".kh-check:nth-child(2) input").await;
    page.submit(".kh-ask").await;
    answer(&page, "12").await;
    page.press("[aria-label=Back]").await;
    assert_eq!((page.text("h1"), page.value("#kh-ask")), ("amount?".to_owned(), "12.00".to_owned()));
    page.press("[aria-label=Back]").await;
    assert_eq!(boxes(&page), [false, true, false]);
    page.press_text("Keep this answer").await;
    page.press_text("Keep this answer").await;
    assert_eq!(page.text("h1"), "order?");
    page.until(|p| p.announced().contains("Question 3 of at most 7")).await;
    page.close();
}

/// To the last question, which is whether the store was asked.
async fn to_the_end(page: &Page) {
    page.press_text("It is here").await;
    page.press(".kh-check:nth-child(1) input").await;
    page.submit(".kh-ask").await;
    for words in ["I don't know", "I don't know", "I don't know", "I have none", "I don't know"] {
        page.press_text(words).await;
    }
    assert_eq!(page.text("h1"), "asked?");
}

#[wasm_bindgen_test]
async fn an_action_of_the_host_page_is_offered_only_where_it_said_so() {
    let page = Page::with_settings(r#""mount":"inline","actions":"open-order retry-payment""#).await;
    go(&page).await;
    to_the_end(&page).await;
    page.press(".kh-cards button").await;
    assert_eq!(page.text("h1"), "Pay now");
    assert_eq!(page.text(".kh-actions .kh-button--primary"), "Try the payment again");
    page.press(".kh-actions .kh-button--primary").await;
    let said = r#""data":{"slug":"guide","outcome":"pay","action":"retry-payment"}"#;
    assert!(page.emitted().contains(said), "{}", page.emitted());
    page.close();

    let page = begin("{}").await;
    to_the_end(&page).await;
    page.press(".kh-cards button").await;
    assert_eq!(page.text("h1"), "Pay now");
    assert!(!page.text(".kh-actions").contains("Try the payment again"));
    page.close();
}

#[wasm_bindgen_test]
async fn a_wait_says_until_when_and_gives_the_day_to_a_calendar() {
    let page = begin("{}").await;
    to_the_end(&page).await;
    page.press_text("Not yet").await;
    assert!(page.text(".kh-lead").contains("Wait until"));
    page.press_text("Save the date to your calendar").await;
    page.until(|p| p.announced().contains("saved") || !p.announced().is_empty()).await;
    page.close();
}

#[wasm_bindgen_test]
async fn in_somebody_elses_page_a_personal_question_is_handed_over_and_not_drawn() {
    let page = Page::with_settings(r#""mount":"public""#).await;
    go(&page).await;
    page.press_text("It is here").await;
    page.press(".kh-check:nth-child(1) input").await;
    page.submit(".kh-ask").await;
    answer(&page, "12,50").await;
    assert!(page.emitted().contains(r#""handover":{"to":"flow","flow":"guide","#), "{}", page.emitted());
    assert!(page.text(".kh-flow").contains("It opens in Klarna's own window"));
    assert!(page.all(".kh-flow input").is_empty());
    page.close();
}
