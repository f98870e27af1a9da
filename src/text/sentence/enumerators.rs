//! Numbers and letters that count the items of a list, and the numbers of headings.

use super::cursor::{char_before, word_before};

/// The most bytes that bullets and brackets before an item's number take.
const MAX_LEAD: usize = 8;

/// An item's number or letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Enumerator {
    /// `1.` or `1)`
    Number(u16),
    /// `a.` or `a)`
    Letter(u8),
}

impl Enumerator {
    /// The enumerator that `word` is.
    pub(super) fn parse(word: &str) -> Option<Self> {
        match word.as_bytes() {
            [letter @ b'a'..=b'z'] => Some(Self::Letter(*letter)),
            digits @ [_, ..] if digits.len() <= 3 && digits.iter().all(u8::is_ascii_digit) => {
                word.parse().ok().map(Self::Number)
            }
            _ => None,
        }
    }

    /// Whether this is the one after `previous`.
    pub(super) fn follows(self, previous: Self) -> bool {
        match (previous, self) {
            (Self::Number(a), Self::Number(b)) => b == a + 1,
            (Self::Letter(a), Self::Letter(b)) => b == a + 1,
            _ => false,
        }
    }
}

/// Whether `c` marks an item of a list.
pub(super) fn is_bullet(c: char) -> bool {
    matches!(c, '•' | '⁃' | '‣' | '◦' | '▪' | '●' | '■' | '▸' | '►' | '∙')
}

/// Where the list mark of `word` starts: at bullets before it, else at the word.
pub(super) fn mark_start(text: &str, word_start: usize) -> usize {
    let head = text[..word_start].trim_end_matches(' ');
    match char_before(text, head.len()).filter(|&c| is_bullet(c)) {
        Some(bullet) => head.len() - bullet.len_utf8(),
        None => word_start,
    }
}

/// Whether only white space, bullets and brackets stand between `sentence` and `at`.
pub(super) fn leads(text: &str, sentence: usize, at: usize) -> bool {
    let is_lead =
        |c: char| c.is_whitespace() || is_bullet(c) || matches!(c, '(' | '[' | '"' | '“' | '*' | '-' | '#');
    text.get(sentence..at).is_some_and(|lead| lead.chars().take(MAX_LEAD + 1).all(is_lead))
}

/// Whether `word`, which starts at `start`, numbers a heading or item at the start of a sentence: `2.`, `Sec. 2.`, `IV.`
pub(super) fn is_numbered_heading(text: &str, sentence: usize, start: usize, word: &str) -> bool {
    if leads(text, sentence, start) {
        return Enumerator::parse(word).is_some() || is_decimal(word) || is_roman(word);
    }
    if !(is_decimal(word) || is_roman(word) || Enumerator::parse(word).is_some()) {
        return false;
    }
    let head = text[..start].trim_end_matches([' ', '.']);
    let label = word_before(text, head.len());
    is_label(label) && leads(text, sentence, head.len() - label.len())
}

/// Whether `word` numbers a part of a text when a number follows.
fn is_label(word: &str) -> bool {
    const LABELS: [&str; 14] = [
        "art", "article", "chapter", "fig", "figure", "no", "part", "rule", "sec", "section", "subtitle",
        "table", "title", "step",
    ];
    LABELS.iter().any(|label| label.eq_ignore_ascii_case(word))
}

/// Whether `word` is a number of parts: `2.1`.
fn is_decimal(word: &str) -> bool {
    word.len() <= 8 && word.contains('.') && word.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// Whether `word` is a small Roman number.
fn is_roman(word: &str) -> bool {
    word.len() <= 5 && !word.is_empty() && word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::sentence::tests::sentences;

    #[test]
    fn the_next_number_of_a_list_starts_a_sentence() {
        assert_eq!(sentences("1) Taxes 2) Spending"), ["1) Taxes", "2) Spending"]);
        assert_eq!(sentences("a. Taxes b. Spending"), ["a. Taxes", "b. Spending"]);
    }

    #[test]
    fn a_list_starts_after_a_colon() {
        assert_eq!(sentences("The agenda: 1. Taxes. 2. Debt."), ["The agenda:", "1. Taxes.", "2. Debt."]);
    }

    #[test]
    fn a_bullet_starts_a_sentence() {
        assert_eq!(sentences("• 9. Taxes • 10. Debt"), ["• 9. Taxes", "• 10. Debt"]);
    }

    #[test]
    fn a_number_at_the_start_of_a_heading_ends_no_sentence() {
        assert_eq!(sentences("Sec. 2. Short title. It is so."), ["Sec. 2. Short title.", "It is so."]);
        assert_eq!(sentences("IV. Results\n2.1. Scope"), ["IV. Results", "2.1. Scope"]);
    }

    #[test]
    fn enumerators_follow_within_their_kind() {
        assert!(Enumerator::Number(10).follows(Enumerator::Number(9)));
        assert!(!Enumerator::Letter(b'b').follows(Enumerator::Number(1)));
        assert_eq!(Enumerator::parse("1990"), None);
    }
}
