//! Any plain text gives a document of the same text whose parts are in order, also with the title known.
#![no_main]

use libfuzzer_sys::fuzz_target;
use newsdesk::text::clean::{ChromeLines, CleanParams, Cleaner};
use newsdesk::text::{RawDocument, Span};
use newsdesk_fuzz::assert_document;
use std::sync::LazyLock;

/// The template lines that the seeds hold too.
const TEMPLATE: [&str; 3] = ["Parks Are Fun", "Office of the Valley Commissioner", "Read All About It"];

static CLEANER: LazyLock<Cleaner> =
    LazyLock::new(|| cleaner(false).with_chrome(ChromeLines::from(TEMPLATE.map(String::from).to_vec())));
static KEEPER: LazyLock<Cleaner> = LazyLock::new(|| cleaner(true));

fn cleaner(keep_chrome: bool) -> Cleaner {
    Cleaner::new(CleanParams { keep_chrome })
}

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let mut raw = RawDocument { text, ..RawDocument::default() };
    let document = CLEANER.clean(raw.clone());
    assert_document(&document);
    assert_eq!(document.text, raw.text);

    raw.title = document.title;
    assert_document(&CLEANER.clean(raw.clone()));

    let kept = KEEPER.clean(raw);
    assert_document(&kept);
    assert!(kept.removed.is_empty());
    let whole = Span::new(0, kept.text.len());
    assert_eq!(kept.body, if whole.is_empty() { vec![] } else { vec![whole] });
});
