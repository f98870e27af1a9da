//! What must hold for any document.

use std::ops::Range;

use newsdesk::Document;
use newsdesk::text::Span;

/// The spans are within `text`, not empty, on character boundaries, in order and disjoint.
pub fn assert_spans(spans: impl IntoIterator<Item = Span>, text: &str) {
    let mut end = 0;
    for span in spans {
        assert!(end <= span.start && span.start < span.end, "{span:?} after byte {end}");
        assert!(text.get(span.start..span.end).is_some(), "{span:?} of {} bytes", text.len());
        end = span.end;
    }
}

/// The body and what was removed are parts of the text that do not overlap; the metadata are in their form.
pub fn assert_document(document: &Document) {
    let removed = || document.removed.iter().map(|removed| removed.span);
    assert_spans(document.body.iter().copied(), &document.text);
    assert_spans(removed(), &document.text);
    let mut all: Vec<Span> = document.body.iter().copied().chain(removed()).collect();
    all.sort_unstable();
    assert_spans(all, &document.text);
    assert_metadata(document);
}

fn assert_metadata(document: &Document) {
    let meta = &document.meta;
    let fields = [&document.title, &meta.byline, &meta.agency, &meta.dateline, &meta.site];
    for value in fields.into_iter().flatten() {
        assert!(!value.trim().is_empty(), "blank metadata {meta:?}, title {:?}", document.title);
    }
    if let Some(date) = &meta.date {
        assert!(is_iso_date(date), "date {date:?}");
    }
}

/// Whether it reads `YYYY-MM-DD`.
fn is_iso_date(date: &str) -> bool {
    let number = |range: Range<usize>| date.get(range).and_then(|digits| digits.parse::<u32>().ok());
    date.len() == 10
        && date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
        && number(0..4).is_some()
        && number(5..7).is_some_and(|month| (1..=12).contains(&month))
        && number(8..10).is_some_and(|day| (1..=31).contains(&day))
}
