//! A run of stop marks with the quotes and brackets that close after it.

use super::cursor::{char_at, char_before, skip_blanks, word_before};

/// Longest run of marks and closers that is read as one; what follows is a new stop.
const MAX_RUN: usize = 64;

/// What kind of stop a run of marks is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// One period.
    Period,
    /// Two or more periods, spaced or not, or `…`.
    Ellipsis,
    /// A run that holds a question or exclamation mark.
    Exclamation,
    /// A full stop of a script that writes no space after it.
    Wide,
}

/// A run of stop marks in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stop<'t> {
    text: &'t str,
    /// The word that the marks follow directly; may be empty.
    word: &'t str,
    /// The first mark.
    pub(super) start: usize,
    /// One past the last mark before the closers.
    pub(super) marks_end: usize,
    /// One past the last closer: where the sentence would end.
    pub(super) end: usize,
    /// The next thing on the line that is no blank, or the line's end.
    pub(super) next: usize,
    /// What the marks are.
    pub(super) mark: Mark,
    /// Whether a mark follows the closers, as in `(U.S.).`
    pub(super) doubled: bool,
}

impl<'t> Stop<'t> {
    /// The stop whose first mark is at `start`, or `None` where there is none.
    pub(super) fn at(text: &'t str, start: usize) -> Option<Self> {
        let (mark, marks_end) = marks(text, start)?;
        let mut end = closers(text, marks_end);
        let mut doubled = false;
        if let Some((_, second)) = marks(text, end).filter(|_| end > marks_end) {
            end = closers(text, second);
            doubled = true;
        }
        let next = skip_blanks(text, end);
        Some(Self { text, word: word_before(text, start), start, marks_end, end, next, mark, doubled })
    }

    /// The word that the marks follow directly, from `sentence` on; may be empty.
    pub(super) fn word(&self, sentence: usize) -> &'t str {
        let start = (self.start - self.word.len()).max(sentence.min(self.start));
        &self.text[start..self.start]
    }

    /// The whole of it, also what stands before the sentence.
    pub(super) fn whole_word(&self) -> &'t str {
        self.word
    }

    /// What closes after the marks.
    pub(super) fn closers(&self) -> &'t str {
        &self.text[self.marks_end..self.end]
    }

    /// Whether a quotation closes after the marks.
    pub(super) fn closes_quote(&self) -> bool {
        self.closers().contains(['"', '”', '’', '\'', '»'])
    }

    /// Whether the marks stand alone in brackets: `[...]`, `(!)`.
    pub(super) fn is_bracketed(&self) -> bool {
        self.closers().starts_with([')', ']'])
            && char_before(self.text, self.start).is_some_and(|c| matches!(c, '(' | '['))
    }

    /// Whether white space stands before the marks as well, as around an ellipsis for words left out.
    pub(super) fn stands_free(&self) -> bool {
        char_before(self.text, self.start).is_some_and(char::is_whitespace)
    }

    /// Whether white space stands between the stop and what is next.
    pub(super) fn is_spaced_from_next(&self) -> bool {
        self.next > self.end
    }
}

/// The kind and end of the run of marks at `start`.
fn marks(text: &str, start: usize) -> Option<(Mark, usize)> {
    let mut kind = None;
    let mut at = start;
    while let Some(c) = char_at(text, at).filter(|_| at - start < MAX_RUN) {
        let mark = match c {
            '.' if kind.is_none() => Mark::Period,
            '.' => Mark::Ellipsis,
            '…' => Mark::Ellipsis,
            '?' | '!' | '‼' | '⁇' | '⁈' | '⁉' | '؟' | '‽' => Mark::Exclamation,
            _ if is_wide_stop(c) => Mark::Wide,
            ' ' if at > start && is_spaced_dot(text, at) => {
                at += 1;
                continue;
            }
            _ => break,
        };
        kind = Some(kind.map_or(mark, |kind| stronger(kind, mark)));
        at += c.len_utf8();
    }
    kind.map(|kind| (kind, at))
}

/// Which of two marks of one run tells what the run is.
fn stronger(a: Mark, b: Mark) -> Mark {
    match (a, b) {
        (Mark::Wide, _) | (_, Mark::Wide) => Mark::Wide,
        (Mark::Exclamation, _) | (_, Mark::Exclamation) => Mark::Exclamation,
        _ => Mark::Ellipsis,
    }
}

/// Whether the blank at `at` stands between two dots of a spaced ellipsis.
fn is_spaced_dot(text: &str, at: usize) -> bool {
    text.as_bytes()[at - 1] == b'.'
        && text[at..].starts_with(" .")
        && char_at(text, at + 2).is_none_or(|c| c == '.' || c.is_whitespace() || is_closer(c))
}

/// Whether `c` is a full stop of a script that writes no space after it, or one of another script.
pub(super) fn is_wide_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '．' | '｡' | '︒' | '।' | '॥' | '۔' | '։' | '።' | '፧' | '။' | '។')
}

/// Whether `c` can close a quotation or bracket.
fn is_closer(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '”' | '’' | ')' | ']' | '}' | '»' | '」' | '』' | '）' | '】' | '》' | '〉' | '＂'
    )
}

/// The end of the closers at `at`: quotes, brackets, and references like `[12]`.
fn closers(text: &str, at: usize) -> usize {
    let mut end = at;
    while let Some(c) = char_at(text, end).filter(|_| end - at < MAX_RUN) {
        if is_closer(c) {
            end += c.len_utf8();
        } else if let Some(len) = reference(&text[end..]) {
            end += len;
        } else if c == ' ' && text[end + 1..].starts_with(['”', ')', ']']) {
            end += 1;
        } else {
            break;
        }
    }
    end
}

/// The length of a reference like `[12]` at the start of `text`, with a blank before it.
fn reference(text: &str) -> Option<usize> {
    let blank = usize::from(text.starts_with(' '));
    let inner = text[blank..].strip_prefix('[')?;
    let digits = inner.bytes().take(4).take_while(u8::is_ascii_digit).count();
    (digits > 0 && inner[digits..].starts_with(']')).then_some(blank + digits + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stop(text: &str) -> (Mark, &str) {
        let start = text.find(['.', '?', '!', '。', '…']).unwrap();
        let stop = Stop::at(text, start).unwrap();
        (stop.mark, &text[stop.start..stop.end])
    }

    #[test]
    fn closing_quotes_and_brackets_stay_with_the_stop() {
        assert_eq!(stop("said.”) He"), (Mark::Period, ".”)"));
        assert_eq!(stop("Why?!\" He"), (Mark::Exclamation, "?!\""));
    }

    #[test]
    fn references_stay_with_the_stop() {
        assert_eq!(stop("done.[12] [3] He"), (Mark::Period, ".[12] [3]"));
    }

    #[test]
    fn spaced_dots_are_one_ellipsis() {
        assert_eq!(stop("and . . . then"), (Mark::Ellipsis, ". . ."));
    }

    #[test]
    fn a_stop_after_the_closer_belongs_to_the_run() {
        assert_eq!(stop("(done.). He"), (Mark::Period, ".)."));
    }

    #[test]
    fn stops_of_other_scripts_are_wide() {
        assert_eq!(stop("好。」他"), (Mark::Wide, "。」"));
    }
}
