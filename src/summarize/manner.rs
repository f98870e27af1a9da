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

/// What it costs to be no part of the story: "Click here …".
const SENDS_AWAY: f32 = 0.5;

/// What it costs to ask.
const ASKS: f32 = 0.1;

/// First words that need the sentence before, sorted.
const BACK_WORDS: [&[u8]; 24] = [
    b"also", b"and", b"both", b"but", b"he", b"her", b"his", b"however", b"instead", b"it", b"its", b"or",
    b"she", b"so", b"still", b"such", b"that", b"their", b"then", b"these", b"they", b"this", b"those",
    b"yet",
];

/// Those of them that stand for persons.
const PERSON_WORDS: [&[u8]; 6] = [b"he", b"her", b"his", b"she", b"their", b"they"];

/// The longest of all of them.
const MAX_WORD_BYTES: usize = 7;

/// Beginnings of sentences that send the reader elsewhere, in lower case.
const AWAY: [&str; 8] = [
    "click here",
    "contact",
    "find out more",
    "for more information",
    "media contact",
    "press contact",
    "read more",
    "see the original",
];

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
    if AWAY.iter().any(|start| starts_with_ignoring_case(sentence, start)) {
        cost += SENDS_AWAY;
    }
    if begins_with_one_of(sentence, &BACK_WORDS) {
        cost += POINTS_BACK;
    }
    if sentence.trim_end_matches(is_quote).ends_with('?') {
        cost += ASKS;
    }
    cost
}

fn starts_with_ignoring_case(sentence: &str, start: &str) -> bool {
    sentence.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
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

/// Whether the first word stands for a person whom a sentence before must name.
pub(crate) fn names_nobody(sentence: &str) -> bool {
    begins_with_one_of(sentence, &PERSON_WORDS)
}

/// Whether the first word, in any case, is among `words`, which are sorted.
fn begins_with_one_of(sentence: &str, words: &[&[u8]]) -> bool {
    let start = sentence.trim_start_matches(is_quote).as_bytes();
    let n = start.iter().take(MAX_WORD_BYTES + 1).take_while(|byte| byte.is_ascii_alphabetic()).count();
    if n > MAX_WORD_BYTES {
        return false;
    }
    let mut word = [0; MAX_WORD_BYTES];
    word[..n].copy_from_slice(&start[..n]);
    word.make_ascii_lowercase();
    words.binary_search(&&word[..n]).is_ok()
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
        assert_eq!(cost("CLICK HERE for the letter.", false), SENDS_AWAY);
    }

    #[test]
    fn a_first_word_that_points_back_costs_and_a_longer_one_does_not() {
        assert_eq!(cost("He left.", false), POINTS_BACK);
        assert_eq!(cost("Hershey left.", false), 0.0);
    }

    #[test]
    fn pronouns_for_persons_name_nobody() {
        assert!(names_nobody("“They left,” he said.") && names_nobody("HIS plan"));
        assert!(!names_nobody("It left.") && !names_nobody("Hers") && !names_nobody(""));
    }
}
