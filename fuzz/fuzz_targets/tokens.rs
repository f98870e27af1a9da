//! The tokens of any text are words, in order, and what their spans cover; the stemmers take them, one after the other.
#![no_main]

use libfuzzer_sys::fuzz_target;
use newsdesk::text::stem::{Analyzer, AnalyzerParams};
use newsdesk::text::tokenize::for_each_token;
use newsdesk_fuzz::assert_spans;
use std::sync::LazyLock;

/// The languages that there is a stemmer for.
const LANGUAGES: [&str; 18] = [
    "arabic",
    "danish",
    "dutch",
    "english",
    "finnish",
    "french",
    "german",
    "greek",
    "hungarian",
    "italian",
    "norwegian",
    "portuguese",
    "romanian",
    "russian",
    "spanish",
    "swedish",
    "tamil",
    "turkish",
];

static ANALYZERS: LazyLock<[Analyzer; LANGUAGES.len()]> = LazyLock::new(|| {
    LANGUAGES.map(|language| {
        let params = AnalyzerParams { stemmer: language.to_owned(), ..AnalyzerParams::default() };
        Analyzer::new(&params).expect("there is a stemmer for each language")
    })
});

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut spans = Vec::new();
    for_each_token(&text, |token, span| {
        assert_eq!(token, span.of(&text));
        assert!(token.len() > 1 && token.contains(|c: char| c.is_alphanumeric() || c == '_'), "{token:?}");
        assert!(!token.contains(char::is_whitespace), "white space in {token:?}");
        spans.push(span);
    });
    for (span, analyzer) in spans.iter().zip(ANALYZERS.iter().cycle()) {
        assert!(analyzer.term(span.of(&text)).is_some());
    }
    assert_spans(spans, &text);
});
