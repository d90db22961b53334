use super::*;
use crate::Phone;
use crate::market::tests::market;
use Verdict::{Lookalike, Official, Unknown};

fn list() -> Market {
    Market {
        official: vec!["www.klarna.com".into(), "app.klarna.com".into(), "www.gov.uk".into()],
        official_emails: vec!["hello@news.klarna.co.uk".into()],
        official_email_hosts: vec!["klarna.com".into()],
        official_phones: vec!["+46 8 120 120 10".into()],
        phone: Some(Phone { number: "+44 1632 960123".into(), sample: true }),
        ..market()
    }
}

fn check(text: &str, expected: &[Verdict]) {
    assert_eq!(judge(text, &list()), expected, "{text}");
}

#[test]
fn only_what_is_on_the_list_is_official() {
    for text in [
        "https://www.klarna.com/uk/customer-service/",
        "HTTPS://WWW.KLARNA.COM",
        "klarna.com",
        "www.klarna.com/uk",
        "See app.klarna.com.",
        "<https://app.klarna.com:443/login?x=1#y>",
        "help@klarna.com",
        "Hello@News.Klarna.co.uk",
        "mailto:no-reply@klarna.com",
        "+46 8 120 120 10",
        "0046-8-120 120 10",
        "+44 (0)1632 960123",
        "Call 01632 960 123!",
        "tel:+441632960123",
    ] {
        check(text, &[Official]);
    }
}

#[test]
fn what_is_made_to_look_like_it_is_a_lookalike() {
    for text in [
        "https://klarna-secure.com/login",
        "klarna.com.account-check.ru",
        "http://www.klarna.com@evil.example/",
        "https://evil.example/www.klarna.com/login",
        "https://evil.example\\@www.klarna.com/",
        "k1arna.com",
        "kiarna.com",
        "klama.com",
        "www.klarna.co",
        "klarna.shop/pay",
        "https://xn--klrna-hra.com",
        "https://xn--klrna-5ve.com",
        "https://klаrna.com",
        "klаrna.com/pay",
        "ｋｌａｒｎａ.shop",
        "kla\u{200b}rna.shop",
        "klarna[.]support",
        "hxxps://klarnaa.com",
        "my-klrana.com",
        "secureklarna.net",
        "support@klarna-help.com",
        "klarna.support@gmail.com",
        "noreply@k1arna.com",
        "+46 8 120 120 11",
        "01632 960 132",
    ] {
        check(text, &[Lookalike]);
    }
}

#[test]
fn what_is_neither_is_unknown() {
    for text in [
        "https://example.org/klarna",
        "news.klarna.com",
        "https://pay.klarna.com/x",
        "someone@example.org",
        "help@mail.klarna.com",
        "https://185.1.2.3/pay",
        "http://localhost/",
        "+44 20 7946 0000",
        "bit.ly/3xyz",
        "www.gov.uk.example",
    ] {
        check(text, &[Unknown]);
    }
}

#[test]
fn words_dates_amounts_and_order_numbers_are_no_contacts() {
    for text in [
        "",
        "Klarna",
        "They said they are from Klarna and asked for my code.",
        "I paid.Then they called",
        "e.g. yesterday, i.e. 2026-11-23 or 23.11.2026 or 03/04/2026",
        "£1,234.50 or 1.234,50 kr",
        "order 4711-0815",
        "...",
        "@klarna",
        "v1.2.3",
    ] {
        check(text, &[]);
    }
}

#[test]
fn each_contact_of_a_text_is_judged() {
    check(
        "Klarna: your account is locked. Go to https://klarna-verify.net or call +44 1632 960123, or write to help@klarna.com",
        &[Lookalike, Official, Official],
    );
}

#[test]
fn any_text_is_judged_in_its_turn() {
    for text in
        ["xn--", "xn--.com", "http://", "://@/", "a@", "@b.c", "+", "00", "(0)", "\u{202e}moc.anralk", "é.é"]
    {
        judge(text, &list());
    }
    judge(&"klarna.".repeat(200), &list());
}
