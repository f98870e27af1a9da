//! How a sentence is put, apart from what it is about.

use memchr::{memchr_iter, memchr3_iter};

/// What it costs to begin with a quotation mark: the speaker is named elsewhere, or only at the end.
const OPENS_QUOTE: f32 = 0.15;

/// What it costs to quote further on.
const QUOTES: f32 = 0.05;

/// What it costs to hold only half of a quotation.
const HALF_QUOTED: f32 = 0.3;

/// What it costs to speak of "I", "we" or "you".
const SPEAKS: f32 = 0.1;

/// What it costs to point back with the first word.
const POINTS_BACK: f32 = 0.05;

/// What it costs to ask.
const ASKS: f32 = 0.1;

/// First words that need the sentence before.
const BACK_WORDS: [u64; 24] = packed([
    "also", "and", "both", "but", "he", "her", "his", "however", "instead", "it", "its", "or", "she", "so",
    "still", "such", "that", "their", "then", "these", "they", "this", "those", "yet",
]);

/// Those of them that stand for persons.
const PERSON_WORDS: [u64; 6] = packed(["he", "her", "his", "she", "their", "they"]);

/// Beginnings of sentences that send the reader elsewhere or announce what follows, in lower case.
const AWAY: [&str; 13] = [
    "click here",
    "contact",
    "find out more",
    "for more information",
    "media contact",
    "please click here",
    "please contact",
    "press contact",
    "read more",
    "see the original",
    "the below is attributable",
    "the following is attributable",
    "the text of the following",
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
    if cost > 0.0 && is_half_quoted(sentence) {
        cost += HALF_QUOTED;
    }
    if speaks || has_lone_i(sentence.as_bytes()) {
        cost += SPEAKS;
    }
    if BACK_WORDS.contains(&first_word(sentence)) {
        cost += POINTS_BACK;
    }
    if sentence.trim_end_matches(is_quote).ends_with('?') {
        cost += ASKS;
    }
    cost
}

/// Whether a sentence is no part of the story: "Click here …", "The below is attributable to …:".
pub(crate) fn sends_away(sentence: &str) -> bool {
    AWAY.iter().any(|start| starts_with_ignoring_case(sentence, start))
}

fn starts_with_ignoring_case(sentence: &str, start: &str) -> bool {
    let (head, start) = (sentence.as_bytes(), start.as_bytes());
    head.first().is_some_and(|first| first.eq_ignore_ascii_case(&start[0]))
        && head.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '«' | '»')
}

/// Whether a quotation mark occurs: `"`, or a character with the first byte of one of the others.
fn has_quote(sentence: &str) -> bool {
    memchr3_iter(b'"', 0xC2, 0xE2, sentence.as_bytes()).any(|at| sentence[at..].starts_with(is_quote))
}

/// Whether a quotation opens or closes in another sentence.
fn is_half_quoted(sentence: &str) -> bool {
    let n_straight = memchr_iter(b'"', sentence.as_bytes()).count();
    let (mut opening, mut closing) = (0, 0);
    for at in memchr_iter(0xE2, sentence.as_bytes()) {
        opening += usize::from(sentence[at..].starts_with('“'));
        closing += usize::from(sentence[at..].starts_with('”'));
    }
    n_straight % 2 == 1 || opening != closing
}

/// Whether the word "I" occurs.
fn has_lone_i(sentence: &[u8]) -> bool {
    let is_word = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'.');
    memchr_iter(b'I', sentence)
        .any(|at| !is_word(sentence.get(at + 1)) && (at == 0 || !is_word(sentence.get(at - 1))))
}

/// Whether the first word stands for a person whom a sentence before must name.
pub(crate) fn names_nobody(sentence: &str) -> bool {
    PERSON_WORDS.contains(&first_word(sentence))
}

/// The first word in lower case, its letters packed into a number; 0 where it has none or more than 8.
fn first_word(sentence: &str) -> u64 {
    let letters = sentence.trim_start_matches(is_quote).bytes().take_while(u8::is_ascii_alphabetic);
    let mut packed = 0u64;
    for (n, letter) in letters.enumerate() {
        if n == 8 {
            return 0;
        }
        packed = packed << 8 | u64::from(letter.to_ascii_lowercase());
    }
    packed
}

/// Words of up to 8 letters, each packed into a number.
const fn packed<const N: usize>(words: [&str; N]) -> [u64; N] {
    let mut out = [0; N];
    let mut n = 0;
    while n < N {
        let letters = words[n].as_bytes();
        let mut at = 0;
        while at < letters.len() {
            out[n] = out[n] << 8 | letters[at] as u64;
            at += 1;
        }
        n += 1;
    }
    out
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
    fn sentences_about_the_page_send_away() {
        assert!(sends_away("CLICK HERE for the letter.") && sends_away("Contact: Bo Day, 202/555-0100."));
        assert!(!sends_away("The senators contacted the board.") && !sends_away(""));
    }

    #[test]
    fn half_a_quotation_costs_more_than_a_whole_one() {
        assert_eq!(cost("Ms Oduya said, “Taxes will rise.", false), QUOTES + HALF_QUOTED);
        assert_eq!(cost("Taxes will fall,\" Ms Oduya said.", false), QUOTES + HALF_QUOTED);
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
        assert!(!names_nobody("Responsibilityhe") && !names_nobody("中"));
    }
}
