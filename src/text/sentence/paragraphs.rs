//! Line ends: which of them are boundaries.

use memchr::{memchr, memchr_iter};

use super::cursor::{char_at, char_before};

/// The fewest line ends before a non-blank line that tell hard-wrapped text.
const MIN_WRAPPED: usize = 5;

/// Whether the lines of `text` were cut to a width rather than at the ends of paragraphs.
///
/// So it is where at least 5 line ends come before a non-blank line and more than half of these lines have no
/// closing mark.
pub(super) fn is_hard_wrapped(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut lines, mut open) = (0, 0);
    let mut start = 0;
    for end in memchr_iter(b'\n', bytes) {
        let line = bytes[start..end].trim_ascii_end();
        start = end + 1;
        let next_is_blank = bytes[start..].iter().find(|&&b| b == b'\n' || !b.is_ascii_whitespace());
        if line.is_empty() || next_is_blank.is_none_or(|&b| b == b'\n') {
            continue;
        }
        lines += 1;
        open += usize::from(!ends_in_closing_mark(line));
    }
    lines >= MIN_WRAPPED && open * 2 > lines
}

/// Whether the sentence from `sentence` goes on from the line that ends at `end` to the one at `next`.
///
/// So it does where it starts with a capital, has four words or more, breaks off inside, and the next line goes on in
/// lower case to a closing mark.
pub(super) fn goes_on_after(text: &str, sentence: usize, end: usize, next: usize) -> bool {
    if !char_at(text, next).is_some_and(char::is_lowercase) {
        return false;
    }
    let line = text[sentence..end].trim();
    let breaks_off = char_before(line, line.len()).is_some_and(|c| c.is_alphanumeric() || c == ',');
    if !breaks_off || !line.starts_with(char::is_uppercase) || line.split_ascii_whitespace().nth(3).is_none()
    {
        return false;
    }
    let rest = &text.as_bytes()[next..];
    let line = rest[..memchr(b'\n', rest).unwrap_or(rest.len())].trim_ascii_end();
    line.last().is_some_and(|b| b".:?!".contains(b))
}

/// Whether a line ends as a sentence does.
fn ends_in_closing_mark(line: &[u8]) -> bool {
    let Ok(line) = str::from_utf8(&line[line.len().saturating_sub(8)..]) else {
        // Cut inside a character: only the last one counts.
        return line.ends_with("”".as_bytes())
            || line.ends_with("…".as_bytes())
            || line.last().is_some_and(|b| b".?!:;\")]".contains(b));
    };
    line.ends_with(['.', '?', '!', ':', ';', '"', '”', ')', ']', '…', '。', '！', '？'])
}
