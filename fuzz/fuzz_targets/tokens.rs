//! The tokens of any text are words, in order, and what their spans cover; every stemmer takes them.
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

/// Tokens of one input that all stemmers get; they take far longer than all the rest.
const N_STEMMED: usize = 64;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut spans = Vec::new();
    for_each_token(&text, |token, span| {
        assert_eq!(token, span.of(&text));
        assert!(token.len() > 1 && token.contains(|c: char| c.is_alphanumeric() || c == '_'), "{token:?}");
        assert!(!token.contains(char::is_whitespace), "white space in {token:?}");
        spans.push(span);
    });
    for span in spans.iter().take(N_STEMMED) {
        for analyzer in &*ANALYZERS {
            assert!(analyzer.term(span.of(&text)).is_some());
        }
    }
    assert_spans(spans, &text);
});
