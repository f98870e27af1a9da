//! How text for a person looks: colours, width, and characters that a terminal must not act on.

use std::borrow::Cow;
use std::fmt::Write;

/// The look of text output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether there are colours.
    pub color: bool,
    /// The width in columns.
    pub width: usize,
}

impl Default for Style {
    fn default() -> Self {
        Self { color: false, width: 80 }
    }
}

impl Style {
    /// `text` in bold.
    pub fn bold<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.paint(text, "1")
    }

    /// `text` in a quiet colour.
    pub fn dim<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.paint(text, "2")
    }

    /// `text` in the colour of a topic.
    pub fn topic<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.paint(text, "1;36")
    }

    /// `text` in the colour of a warning.
    pub fn warning<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.paint(text, "33")
    }

    /// `text` in the colour of what speaks for something or against it, underlined and bold where it is strong.
    pub(super) fn side<'t>(&self, text: &'t str, is_for: bool, is_strong: bool) -> Cow<'t, str> {
        let code = match (is_for, is_strong) {
            (true, true) => "1;4;36",
            (true, false) => "36",
            (false, true) => "1;4;33",
            (false, false) => "33",
        };
        self.paint(text, code)
    }

    fn paint<'t>(&self, text: &'t str, code: &str) -> Cow<'t, str> {
        if self.color { Cow::Owned(format!("\x1b[{code}m{text}\x1b[0m")) } else { Cow::Borrowed(text) }
    }
}

/// `text` with the characters made visible that a terminal would act on: control characters, and those that turn or
/// hide text. Line ends and tabs become spaces.
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| needs_escape(c) || is_space(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_space(c) {
            out.push(' ');
        } else if needs_escape(c) {
            // Writing to a string does not fail.
            let _ = write!(out, "{}", c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

fn is_space(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\t')
}

/// Controls, bidirectional marks, zero-width characters.
fn needs_escape(c: char) -> bool {
    let hidden =
        matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    (c.is_control() && !is_space(c)) || hidden
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_a_terminal_acts_on_are_shown() {
        assert_eq!(printable("a\x1b[31mb\u{202e}c\n“é”"), "a\\u{1b}[31mb\\u{202e}c “é”");
        assert!(matches!(printable("plain"), Cow::Borrowed(_)));
    }

    #[test]
    fn colours_are_left_out_where_there_are_none() {
        assert_eq!(Style::default().bold("x"), "x");
        assert_eq!(Style { color: true, width: 80 }.bold("x"), "\x1b[1mx\x1b[0m");
    }
}
