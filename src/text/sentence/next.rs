//! What stands after a stop.

use super::cursor::{char_at, is_line_end, word_at};
use super::starters::starts_sentences;
use super::words::{Words, contains, words};

/// The most characters that open before a word.
const MAX_OPENERS: usize = 4;

/// The most words between the first of a speaker's name and the verb, and the verb itself.
const MAX_NAME: usize = 3;

/// What stands after a stop, behind opening quotes, brackets and dashes.
pub(super) struct Next<'t> {
    text: &'t str,
    /// The first character of the line's next word, or whatever stands there instead.
    pub(super) first: char,
    /// The next word; empty where `first` starts none.
    pub(super) word: &'t str,
    /// One past the next word.
    pub(super) end: usize,
    /// What opens before it, blanks included.
    opening: &'t str,
}

impl<'t> Next<'t> {
    /// What is at `at`, or `None` at the end of the line.
    pub(super) fn at(text: &'t str, at: usize) -> Option<Self> {
        let rest = text[at..].chars().take(MAX_OPENERS);
        let start = at + rest.take_while(|&c| c == ' ' || is_opener(c)).map(char::len_utf8).sum::<usize>();
        let first = char_at(text, start).filter(|&c| !is_line_end(c))?;
        let word = word_at(text, start);
        Some(Self { text, first, word, end: start + word.len(), opening: &text[at..start] })
    }

    /// Whether a quotation opens before the word.
    pub(super) fn opens_quote(&self) -> bool {
        self.opening.starts_with(is_quote)
    }

    /// Whether a bracket opens before the word.
    pub(super) fn opens_bracket(&self) -> bool {
        self.opening.starts_with('(')
    }

    /// Whether a dash stands before the word, as after the place of a dateline.
    pub(super) fn follows_dash(&self) -> bool {
        self.opening.contains(['-', '–', '—'])
    }

    /// Whether nothing opens before the word.
    pub(super) fn is_bare(&self) -> bool {
        self.opening.is_empty()
    }

    /// Whether the word has a capital and is one that starts sentences rather than a name.
    pub(super) fn starts_sentences(&self) -> bool {
        self.first.is_uppercase() && starts_sentences(self.word)
    }

    /// Whether it is a title (`Mr.`), which starts a sentence more often than it goes on after an abbreviation.
    pub(super) fn is_title(&self) -> bool {
        const TITLES: [&str; 7] = ["Mr", "Mrs", "Ms", "Dr", "Sen", "Rep", "Gov"];
        self.text[self.end..].starts_with('.') && TITLES.contains(&self.word)
    }

    /// Whether it says who spoke the quotation before: `Reid said`, `Mr. Reid asked`.
    pub(super) fn is_attribution(&self) -> bool {
        if self.starts_sentences() && !matches!(self.word, "I" | "He" | "She" | "They" | "We") {
            return false;
        }
        let mut at = self.end;
        for _ in 0..MAX_NAME {
            at += self.text[at..].bytes().take(2).take_while(|b| matches!(b, b' ' | b'.')).count();
            let word = word_at(self.text, at);
            if contains(VERBS_OF_SAYING, word) {
                return true;
            }
            if !word.starts_with(char::is_uppercase) {
                return false;
            }
            at += word.len();
        }
        false
    }
}

/// Verbs that name the speaker of a quotation.
#[rustfmt::skip]
const VERBS_OF_SAYING: Words = &words([
    "added", "asked", "asks", "called", "continued", "cried", "exclaimed", "muttered", "replied", "said", "says",
    "shouted", "started", "told", "tweeted", "whispered", "wrote", "yelled",
]);

/// Whether `c` can open before the first word of a sentence.
fn is_opener(c: char) -> bool {
    is_quote(c) || matches!(c, '(' | '[' | '{' | '*' | '-' | '–' | '—' | '$')
}

/// Whether `c` can open a quotation.
fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '‘' | '\'' | '`' | '«' | '「' | '『')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_opens_is_skipped() {
        let next = Next::at("— “The end", 0).unwrap();
        assert_eq!((next.first, next.word), ('T', "The"));
        assert!(next.follows_dash() && next.starts_sentences());
    }

    #[test]
    fn nothing_is_next_at_the_end_of_the_line() {
        assert!(Next::at("\nThe", 0).is_none());
        assert!(Next::at("", 0).is_none());
    }

    #[test]
    fn a_speaker_and_a_verb_attribute_a_quotation() {
        assert!(Next::at("Mr. Roe said so.", 0).unwrap().is_attribution());
        assert!(!Next::at("When she said so, he left.", 0).unwrap().is_attribution());
    }
}
