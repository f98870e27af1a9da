//! Line ends: which of them are boundaries.

use memchr::{memchr, memchr_iter};

use super::abbreviations::Abbreviation;
use super::cursor::{char_at, word_before};

/// The fewest line ends before a non-blank line that tell hard-wrapped text.
const MIN_WRAPPED: usize = 5;

/// The shortest line, in bytes, that is the rest of a sentence rather than an item of a list.
const MIN_REST: usize = 40;

/// The longest line that someone wraps to, in bytes.
const MAX_WIDTH: usize = 120;

/// The width that the lines of a text were cut to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wrap {
    width: usize,
}

impl Wrap {
    /// The width of `text` if its lines were cut to one rather than at the ends of paragraphs.
    ///
    /// So they were where at least 5 line ends come before a non-blank line, more than half of these lines have no
    /// closing mark, and more than half of those are as full as the width allows: a list of headlines is not.
    pub(super) fn of(text: &str) -> Option<Self> {
        let width = inner_lines(text).map(|(line, _)| line.len()).filter(|&len| len <= MAX_WIDTH).max()?;
        let wrap = Self { width };
        let (mut lines, mut open, mut full) = (0, 0, 0);
        for (line, next) in inner_lines(text) {
            lines += 1;
            if !ends_in_closing_mark(line) {
                open += 1;
                full += usize::from(wrap.is_full(line.len(), next));
            }
        }
        (lines >= MIN_WRAPPED && open * 2 > lines && full * 2 > open).then_some(wrap)
    }

    /// Whether the line end at `end` is a space, where `next` is what is not blank after it.
    pub(super) fn joins(self, text: &str, end: usize, next: usize) -> bool {
        let bytes = text.as_bytes();
        // A line of which the start is not in sight is too long to have been wrapped.
        let window = &bytes[end.saturating_sub(MAX_WIDTH + 1)..end];
        let line = window.rsplit(|&b| b == b'\n').next().unwrap_or(window).trim_ascii_end();
        let ends_part = line.last().is_some_and(|b| b";:-".contains(b));
        self.is_full(line.len(), &bytes[next..]) && !(ends_part && starts_item(&bytes[next..]))
    }

    /// Whether a line of `len` bytes was cut for its width: the word at the start of `next` would not have fitted,
    /// give or take a quarter of the width.
    fn is_full(self, len: usize, next: &[u8]) -> bool {
        let word = next.iter().take(self.width).position(u8::is_ascii_whitespace).unwrap_or(next.len());
        len <= MAX_WIDTH && len + 1 + word > self.width - self.width / 4
    }
}

/// Whether a line starts with a number or letter in brackets: `(a)`, `(12)`.
fn starts_item(line: &[u8]) -> bool {
    let Some(inner) = line.strip_prefix(b"(") else { return false };
    let len = inner.iter().take(5).take_while(|b| b.is_ascii_alphanumeric()).count();
    len > 0 && inner.get(len) == Some(&b')')
}

/// The lines before a non-blank line, each without its end, and the text from the next line's first word on.
fn inner_lines(text: &str) -> impl Iterator<Item = (&[u8], &[u8])> {
    let bytes = text.as_bytes();
    let mut start = 0;
    memchr_iter(b'\n', bytes).filter_map(move |end| {
        let line = bytes[start..end].trim_ascii_end();
        start = end + 1;
        let next = &bytes[start..];
        let word = next.iter().position(|&b| b == b'\n' || !b.is_ascii_whitespace())?;
        (!line.is_empty() && next[word] != b'\n').then_some((line, &next[word..]))
    })
}

/// Whether the sentence from `sentence` goes on from the line that ends at `end` to the one at `next`, in text that is
/// not wrapped.
///
/// So it does where the next line starts with a mark, where the line breaks off in `,”`, or where it breaks off inside
/// and the next one goes on in lower case to a closing mark, and one of the two is long enough to be no list item.
pub(super) fn goes_on_after(text: &str, sentence: usize, end: usize, next: usize) -> bool {
    let Some(first) = char_at(text, next) else { return false };
    let line = text[sentence..end].trim_end();
    if matches!(first, '.' | ',' | ';' | ')') {
        return !text[next..].starts_with("..");
    }
    if first.is_uppercase() {
        return line.ends_with(",”") || line.ends_with(",\"") || ends_in_title(line);
    }
    let breaks_off =
        line.ends_with(|c: char| c.is_alphanumeric() || c == ',') && line.starts_with(char::is_uppercase);
    if !breaks_off || !first.is_lowercase() {
        return false;
    }
    let rest = first_line(&text.as_bytes()[next..]);
    ends_in_closing_mark(rest) && (rest.len() >= MIN_REST || line.split_ascii_whitespace().nth(3).is_some())
}

/// Whether a line ends in the title of the name that the next line starts with: `Sen.`.
fn ends_in_title(line: &str) -> bool {
    let Some(line) = line.strip_suffix('.') else { return false };
    let word = word_before(line, line.len());
    word.len() > 1
        && word.starts_with(char::is_uppercase)
        && Abbreviation::of(word) == Some(Abbreviation::Title)
}

/// The first line of `text`, without its end.
fn first_line(text: &[u8]) -> &[u8] {
    text[..memchr(b'\n', text).unwrap_or(text.len())].trim_ascii_end()
}

/// Whether a line ends as a sentence does.
fn ends_in_closing_mark(line: &[u8]) -> bool {
    const WIDE: [&str; 5] = ["”", "…", "。", "！", "？"];
    line.last().is_some_and(|b| b".?!:;\")]".contains(b))
        || WIDE.iter().any(|mark| line.ends_with(mark.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::sentence::tests::sentences;

    const WRAPPED: &str = "    The Secretary shall make a report on the use of\nthe funds that this Act makes available to the\n\
        States, and shall send it to the committees of\nthe House and the Senate not later than a year\nafter the day on \
        which this Act became law. The\nreport shall be public.\n";

    #[test]
    fn a_line_end_is_a_space_in_wrapped_text() {
        assert!(Wrap::of(WRAPPED).is_some());
        assert_eq!(sentences(WRAPPED).len(), 2);
    }

    #[test]
    fn lines_join_after_a_sentence_that_ended_with_its_line() {
        let text =
            WRAPPED.replace("law. The\nreport shall", "law.\nThe report of the year after that one\nshall");
        assert_eq!(sentences(&text).len(), 2);
    }

    #[test]
    fn items_in_wrapped_text_start_sentences() {
        let text = WRAPPED
            .replace("report shall", "report shall hold what the committees asked for:\n  (1) It shall");
        assert_eq!(sentences(&text).len(), 3);
    }

    #[test]
    fn a_list_of_headlines_is_not_wrapped() {
        let text = "House passes budget after long debate\nNews\nSenate leaves town\nVideo\nContact us\nCourt hears case\n";
        assert_eq!(sentences(text).len(), 6);
    }

    #[test]
    fn a_blank_line_is_always_a_boundary() {
        assert_eq!(sentences("By Ann\n \nRoe"), ["By Ann", "Roe"]);
        assert_eq!(sentences("By Ann\r\n\r\nRoe"), ["By Ann", "Roe"]);
    }

    #[test]
    fn a_single_line_end_is_one_unless_the_sentence_plainly_goes_on() {
        assert_eq!(sentences("taxes\nspending\ndebt"), ["taxes", "spending", "debt"]);
        assert_eq!(sentences("The vote came after\na long debate.").len(), 1);
        assert_eq!(sentences("“The vote is off,”\nRoe said.").len(), 1);
        assert_eq!(sentences("The bill is by Sen.\nRoe. It passed.").len(), 2);
    }
}
