//! Looking around a place in a text, never further than a bounded number of bytes.

/// How far to look back or ahead for a word, in bytes.
const WINDOW: usize = 40;

/// The character that starts at `at`. An ASCII one, as nearly all are, needs no look at the bytes around it.
#[inline]
pub(super) fn char_at(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at) {
        Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
        _ => text[at..].chars().next(),
    }
}

/// The character that ends at `at`, likewise.
#[inline]
pub(super) fn char_before(text: &str, at: usize) -> Option<char> {
    match text.as_bytes()[..at].last() {
        Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
        _ => text[..at].chars().next_back(),
    }
}

/// Whether `c` can stand inside a word: `U.S`, `Hagel’s`, `N°`, `AT&T`.
#[inline]
fn in_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '\'' | '’' | '&' | '°')
}

/// The word that ends at `at`, with the periods and apostrophes inside it; cut short where it is longer than the window.
pub(super) fn word_before(text: &str, at: usize) -> &str {
    let mut start = at;
    while let Some(c) = char_before(text, start).filter(|&c| in_word(c) && at - start < WINDOW) {
        start -= c.len_utf8();
    }
    let word = &text[start..at];
    if word.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return word;
    }
    word.trim_start_matches(['\'', '’', '.'])
}

/// The word that starts at `at`, without periods; cut short where it is longer than the window.
pub(super) fn word_at(text: &str, at: usize) -> &str {
    let mut end = at;
    while let Some(c) = char_at(text, end).filter(|&c| in_word(c) && c != '.' && end - at < WINDOW) {
        end += c.len_utf8();
    }
    &text[at..end]
}

/// The first place from `at` on that is not white space, within a line.
pub(super) fn skip_blanks(text: &str, mut at: usize) -> usize {
    while let Some(c) = char_at(text, at).filter(|&c| c.is_whitespace() && !is_line_end(c)) {
        at += c.len_utf8();
    }
    at
}

/// Whether `c` ends a line.
pub(super) fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_before_keeps_its_periods() {
        assert_eq!(word_before("the U.S", 7), "U.S");
        assert_eq!(word_before("“café", 8), "café");
        assert_eq!(word_before("a, ", 3), "");
    }

    #[test]
    fn the_word_at_a_place_ends_before_a_period() {
        assert_eq!(word_at("Mr. Roe", 0), "Mr");
    }

    #[test]
    fn a_long_word_is_cut_short() {
        let text = "x".repeat(1000);
        assert_eq!(word_before(&text, 1000).len(), WINDOW);
        assert_eq!(word_at(&text, 0).len(), WINDOW);
    }

    #[test]
    fn blanks_end_with_the_line() {
        assert_eq!(skip_blanks(" \u{a0}\n ", 0), 3);
    }
}
