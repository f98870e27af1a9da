//! Looking around a place in a text, never further than a bounded number of bytes.

/// How far to look back or ahead for a word, in bytes.
const WINDOW: usize = 40;

/// The character that starts at `at`.
pub(super) fn char_at(text: &str, at: usize) -> Option<char> {
    text[at..].chars().next()
}

/// The character that ends at `at`.
pub(super) fn char_before(text: &str, at: usize) -> Option<char> {
    text[..at].chars().next_back()
}

/// Whether `c` can stand inside a word: `U.S`, `Hagel’s`, `N°`, `AT&T`.
fn in_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '\'' | '’' | '&' | '°')
}

/// The word that ends at `at`, with the periods and apostrophes inside it; cut short where it is longer than the window.
pub(super) fn word_before(text: &str, at: usize) -> &str {
    let len: usize =
        text[..at].chars().rev().take_while(|&c| in_word(c)).map(char::len_utf8).take(WINDOW).sum();
    text[at - len..at].trim_start_matches(['\'', '’', '.'])
}

/// The word that starts at `at`, without periods; cut short where it is longer than the window.
pub(super) fn word_at(text: &str, at: usize) -> &str {
    let in_word = |c: &char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '&');
    let len: usize = text[at..].chars().take_while(in_word).map(char::len_utf8).take(WINDOW).sum();
    &text[at..at + len]
}

/// The first place from `at` on that is not white space, within a line.
pub(super) fn skip_blanks(text: &str, at: usize) -> usize {
    let blanks = text[at..].chars().take_while(|&c| c.is_whitespace() && !is_line_end(c));
    at + blanks.map(char::len_utf8).sum::<usize>()
}

/// Whether `c` ends a line.
pub(super) fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}
