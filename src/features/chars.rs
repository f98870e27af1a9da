//! Character n-grams inside words: scikit-learn's `char_wb`.
//!
//! A word is what stands between white space, punctuation included, lower-cased, with a space put on each side. Its
//! n-grams are all runs of n characters; a word that is not longer than n is taken once, whole, and its longer n-grams
//! not at all.

use std::ops::Range;

use super::hash::hash_bytes;
use super::table::Slots;
use crate::text::Span;

/// The longest n-gram in characters.
pub(super) const MAX_CHARS: usize = 8;

/// Calls `f` with every stretch of `text` between white space, and its span. White space is what Python takes for it:
/// Unicode's and the four ASCII separators.
pub(super) fn for_each_word<'t>(text: &'t str, mut f: impl FnMut(&'t str, Span)) {
    let is_space = |c: char| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c);
    for word in text.split(is_space).filter(|word| !word.is_empty()) {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        f(word, Span::new(start, start + word.len()));
    }
}

/// A word made ready, in memory that is used again for the next.
#[derive(Default)]
pub(super) struct PaddedWord {
    /// The word in lower case between two spaces.
    text: String,
    /// Where each character of `text` starts, and its end.
    starts: Vec<usize>,
}

impl PaddedWord {
    pub(super) fn set(&mut self, word: &str) {
        self.text.clear();
        self.text.push(' ');
        if word.is_ascii() {
            self.text.extend(word.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
        } else {
            self.text.push_str(&word.to_lowercase());
        }
        self.text.push(' ');
        self.starts.clear();
        self.starts.extend(self.text.char_indices().map(|(at, _)| at));
        self.starts.push(self.text.len());
    }

    /// Calls `f` with every n-gram and the range of its characters; the first character is the space before the word.
    pub(super) fn for_each_ngram(
        &self,
        (shortest, longest): (usize, usize),
        mut f: impl FnMut(&str, Range<usize>),
    ) {
        let n_chars = self.starts.len() - 1;
        for n in shortest..=longest {
            for start in 0..=n_chars.saturating_sub(n) {
                let range = start..n_chars.min(start + n);
                f(&self.text[self.starts[range.start]..self.starts[range.end]], range);
            }
            if n_chars <= n {
                break;
            }
        }
    }
}

/// Where the characters of an n-gram stand in the text: the word's, without the spaces put beside it. The whole word,
/// where lower-casing changed the number of its characters.
pub(super) fn span_of(text: &str, word: Span, chars: &Range<usize>) -> Span {
    let original = word.of(text);
    let n_chars = original.chars().count();
    if original.to_lowercase().chars().count() != n_chars {
        return word;
    }
    let at = |n: usize| original.char_indices().nth(n).map_or(word.end, |(at, _)| word.start + at);
    Span::new(at(chars.start.saturating_sub(1)), at((chars.end - 1).min(n_chars)))
}

/// Finds the n-grams that are features.
pub(super) struct CharLookup<'v> {
    slots: Slots<'v>,
    range: (usize, usize),
    word: PaddedWord,
}

impl<'v> CharLookup<'v> {
    pub(super) fn new(slots: Slots<'v>, range: (usize, usize)) -> Self {
        Self { slots, range, word: PaddedWord::default() }
    }

    /// Calls `f` with every feature of `text`, its word's span and the range of its characters in the padded word.
    /// A number of `n_features` or more is no feature: the table was not written by this program.
    pub(super) fn for_each_feature(
        &mut self,
        text: &str,
        n_features: u32,
        mut f: impl FnMut(u32, Span, Range<usize>),
    ) {
        for_each_word(text, |word, span| {
            self.word.set(word);
            self.word.for_each_ngram(self.range, |ngram, chars| {
                let feature = self.slots.get(hash_bytes(ngram.as_bytes()));
                if let Some(feature) = feature.filter(|&feature| feature < n_features) {
                    f(feature, span, chars);
                }
            });
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ngrams(word: &str, range: (usize, usize)) -> Vec<String> {
        let (mut padded, mut out) = (PaddedWord::default(), Vec::new());
        padded.set(word);
        padded.for_each_ngram(range, |ngram, _| out.push(ngram.to_owned()));
        out
    }

    #[test]
    fn ngrams_reach_over_the_ends_of_a_word_but_not_into_the_next() {
        assert_eq!(ngrams("Tax,", (3, 4)), [" ta", "tax", "ax,", "x, ", " tax", "tax,", "ax, "]);
    }

    #[test]
    fn a_short_word_is_taken_once_and_whole() {
        assert_eq!(ngrams("I", (3, 5)), [" i "]);
        assert_eq!(ngrams("I", (4, 5)), [" i "]);
        assert_eq!(ngrams("É", (2, 3)), [" é", "é ", " é "]);
    }

    #[test]
    fn words_stand_between_white_space() {
        let mut words = Vec::new();
        for_each_word(" a tax,\u{a0}\u{1f}bill\n", |word, span| words.push((word, span.start)));
        assert_eq!(words, [("a", 1), ("tax,", 3), ("bill", 10)]);
    }

    #[test]
    fn the_span_of_an_ngram_is_that_of_its_characters() {
        let text = "die Straße";
        let word = Span::new(4, text.len());
        let spans = [(0..3, "St"), (4..7, "aße"), (6..8, "e")].map(|(chars, expected)| {
            assert_eq!(span_of(text, word, &chars).of(text), expected);
        });
        assert_eq!(spans.len(), 3);
        assert_eq!(
            span_of("İl", Span::new(0, 3), &(0..3)).of("İl"),
            "İl",
            "lower case has one character more"
        );
    }
}
