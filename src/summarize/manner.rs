//! How a sentence is put, apart from what it is about.

use memchr::{memchr_iter, memchr3_iter};

/// What it costs to begin with a quotation mark: the speaker is named elsewhere, or only at the end.
const OPENS_QUOTE: f32 = 0.15;

/// What it costs to quote further on.
const QUOTES: f32 = 0.05;

/// What it costs to speak of "I", "we" or "you".
const SPEAKS: f32 = 0.1;

/// What it costs to point back with the first word.
const POINTS_BACK: f32 = 0.05;

/// What it costs to ask.
const ASKS: f32 = 0.1;

/// First words that need the sentence before, sorted.
const BACK_WORDS: [&[u8]; 24] = [
    b"also", b"and", b"both", b"but", b"he", b"her", b"his", b"however", b"instead", b"it", b"its", b"or",
    b"she", b"so", b"still", b"such", b"that", b"their", b"then", b"these", b"they", b"this", b"those",
    b"yet",
];

/// The longest of them.
const MAX_BACK_WORD_BYTES: usize = 7;

/// What to take off a sentence's score for its manner, from 0.
///
/// `speaks` says that it has a word of the first or second person other than "I".
pub(crate) fn cost(sentence: &str, speaks: bool) -> f32 {
    let mut cost = 0.0;
    if sentence.starts_with(is_quote) {
        cost += OPENS_QUOTE;
    } else if has_quote(sentence) {
        cost += QUOTES;
    }
    if speaks || has_lone_i(sentence.as_bytes()) {
        cost += SPEAKS;
    }
    if points_back(sentence) {
        cost += POINTS_BACK;
    }
    if sentence.trim_end_matches(is_quote).ends_with('?') {
        cost += ASKS;
    }
    cost
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '«' | '»')
}

/// Whether a quotation mark occurs: `"`, or a character with the first byte of one of the others.
fn has_quote(sentence: &str) -> bool {
    memchr3_iter(b'"', 0xC2, 0xE2, sentence.as_bytes()).any(|at| sentence[at..].starts_with(is_quote))
}

/// Whether the word "I" occurs.
fn has_lone_i(sentence: &[u8]) -> bool {
    let is_word = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'.');
    memchr_iter(b'I', sentence)
        .any(|at| !is_word(sentence.get(at + 1)) && (at == 0 || !is_word(sentence.get(at - 1))))
}

/// Whether the first word needs the sentence before.
fn points_back(sentence: &str) -> bool {
    let start = sentence.trim_start_matches(is_quote);
    let n = start.bytes().take(MAX_BACK_WORD_BYTES + 1).take_while(u8::is_ascii_alphabetic).count();
    if n > MAX_BACK_WORD_BYTES {
        return false;
    }
    let mut word = [0; MAX_BACK_WORD_BYTES];
    word[..n].copy_from_slice(&start.as_bytes()[..n]);
    word.make_ascii_lowercase();
    BACK_WORDS.binary_search(&&word[..n]).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_statements_cost_nothing() {
        assert_eq!(cost("The Senate voted on Title II in World War I.", false), 0.0);
        assert_eq!(cost("", false), 0.0);
    }

    #[test]
    fn quotes_questions_and_first_persons_cost() {
        assert_eq!(cost("“Taxes will rise,” said Ms Oduya.", false), OPENS_QUOTE);
        assert_eq!(cost("Ms Oduya said “taxes will rise”.", false), QUOTES);
        assert_eq!(cost("Where was I?", false), SPEAKS + ASKS);
        assert_eq!(cost("Call today.", true), SPEAKS);
    }

    #[test]
    fn a_first_word_that_points_back_costs_and_a_longer_one_does_not() {
        assert_eq!(cost("He left.", false), POINTS_BACK);
        assert_eq!(cost("Hershey left.", false), 0.0);
    }
}
