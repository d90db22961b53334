//! Any text: hits lie between characters and do not overlap, a masked text stays as it is, what is kept stays as written.
#![no_main]

use klarna_help_wire::{Hit, RedactKind, find, redact, redact_reference};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut last = 0;
    for Hit { start, end, .. } in find(text) {
        assert!(last <= start && start < end);
        assert!(text.is_char_boundary(start) && text.is_char_boundary(end));
        last = end;
    }
    let masked = redact(text, &[]);
    assert_eq!(redact(&masked.text, &[]).text, masked.text);
    let keep: Vec<String> = masked.hits.into_iter().map(|hit| hit.tag).collect();
    let kept = redact(text, &keep);
    assert!(kept.hits.iter().all(|hit| hit.kind == RedactKind::Card));
    assert_eq!(redact(&kept.text, &keep).text, kept.text);
    let reference = redact_reference(text, &[]).text;
    assert_eq!(redact_reference(&reference, &[]).text, reference);
});
