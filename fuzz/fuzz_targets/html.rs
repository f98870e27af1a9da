//! Any page gives a document whose parts are in order, also with the title known and all blocks kept.
#![no_main]

use libfuzzer_sys::fuzz_target;
use newsdesk::text::clean::{CleanParams, Cleaner};
use newsdesk::text::{Markup, RawDocument, html};
use newsdesk_fuzz::assert_document;
use std::sync::LazyLock;

static CLEANER: LazyLock<Cleaner> = LazyLock::new(|| Cleaner::new(CleanParams::default()));

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let mut raw = RawDocument { text, markup: Markup::Html, ..RawDocument::default() };
    let document = CLEANER.clean(raw.clone());
    assert_document(&document);
    raw.title = document.title;
    assert_document(&html::extract(&raw, false));
    let kept = html::extract(&raw, true);
    assert_document(&kept);
    assert!(kept.removed.is_empty());
    assert_eq!(kept.text, document.text);
});
