//! The lines of a text: what the furniture rules look at.

use memchr::memchr;
use memchr::memmem::Finder;

use crate::text::Span;

/// A physical line longer than this may be a page squeezed on one line.
const SQUEEZED_BYTES: usize = 200;
/// The spaces, or more of them, that stand for a line end in a squeezed line.
const GAP: &[u8] = b"   ";
/// The number of gaps from which a long line counts as squeezed.
const MIN_GAPS: usize = 3;

/// One line, or one stretch of a squeezed line, without the white space at its ends; never blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Where it stands.
    pub(super) span: Span,
    /// Whether a blank line or a wide gap stands before it.
    pub(super) apart: bool,
    /// Whether it is a stretch of a squeezed line, where punctuation was lost.
    pub(super) squeezed: bool,
}

/// Calls `f` with every line of `text` that is not blank, in order.
pub(super) fn for_each_line(text: &str, mut f: impl FnMut(Line)) {
    let bytes = text.as_bytes();
    let finder = Finder::new(GAP);
    let mut start = 0;
    let mut apart = false;
    while start < bytes.len() {
        let end = memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |at| start + at);
        let span = trimmed(text, Span::new(start, end));
        if span.is_empty() {
            apart = true;
        } else if span.len() > SQUEEZED_BYTES && is_squeezed(span.of(text), &finder) {
            for_each_stretch(text, span, &finder, &mut f);
            apart = true;
        } else {
            f(Line { span, apart, squeezed: false });
            apart = false;
        }
        start = end + 1;
    }
}

/// `span` without the white space and control characters at its ends.
fn trimmed(text: &str, span: Span) -> Span {
    let bytes = span.of(text).as_bytes();
    let plain = |b: &u8| b.is_ascii_graphic();
    // The usual line starts and ends in an ASCII letter: no character needs to be decoded.
    if bytes.first().is_some_and(plain) && bytes.last().is_some_and(plain) {
        return span;
    }
    let blank = |c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}' || c == '\u{200b}';
    let inner = span.of(text);
    let start = span.start + (inner.len() - inner.trim_start_matches(blank).len());
    Span::new(start, start + inner.trim_matches(blank).len())
}

/// Whether a line holds enough wide gaps to be a whole page.
fn is_squeezed(line: &str, finder: &Finder<'_>) -> bool {
    let mut from = 0;
    for _ in 0..MIN_GAPS {
        match gap(line.as_bytes(), from, finder) {
            Some(gap) => from = gap.end,
            None => return false,
        }
    }
    true
}

/// The next run of [`GAP`] or more spaces from `from`.
fn gap(bytes: &[u8], from: usize, finder: &Finder<'_>) -> Option<Span> {
    let start = from + finder.find(&bytes[from..])?;
    let len = bytes[start..].iter().take_while(|&&b| b == b' ' || b == b'\t').count();
    Some(Span::new(start, start + len))
}

/// Calls `f` with every stretch of a squeezed line.
fn for_each_stretch(text: &str, line: Span, finder: &Finder<'_>, f: &mut impl FnMut(Line)) {
    let bytes = line.of(text).as_bytes();
    let (mut start, mut apart) = (0, true);
    while start < bytes.len() {
        let gap = gap(bytes, start, finder).unwrap_or(Span::new(bytes.len(), bytes.len()));
        let span = trimmed(text, Span::new(start, gap.start).shifted(line.start));
        if !span.is_empty() {
            f(Line { span, apart, squeezed: true });
        }
        apart = gap.len() > 2 * GAP.len();
        start = gap.end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        for_each_line(text, |line| out.push(line.span.of(text)));
        out
    }

    #[test]
    fn lines_come_without_blank_ones_and_outer_space() {
        assert_eq!(lines(" One \r\n\n\u{a0}\n\tTwo\n"), ["One", "Two"]);
    }

    #[test]
    fn a_blank_line_sets_the_next_one_apart() {
        let mut apart = Vec::new();
        for_each_line("a\nb\n\nc", |line| apart.push(line.apart));
        assert_eq!(apart, [false, false, true]);
    }

    #[test]
    fn a_page_on_one_line_is_cut_at_wide_gaps() {
        let prose = "The Senator said today that the bill will help farmers. ".repeat(4);
        let page = format!("Senator Doe   Press Releases      {prose}   June 2007 News Releases");
        assert_eq!(lines(&page), ["Senator Doe", "Press Releases", prose.trim(), "June 2007 News Releases"]);
    }

    #[test]
    fn double_spaces_between_sentences_do_not_cut() {
        let prose = "One sentence.  Another sentence.  ".repeat(10);
        assert_eq!(lines(&prose).len(), 1);
    }
}
