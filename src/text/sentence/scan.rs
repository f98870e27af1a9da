//! The pass over the bytes that finds every place where a sentence can end.

use super::boundary::ends_sentence;
use super::candidates::Candidates;
use super::capitals::headline_end;
use super::cursor::{char_at, char_before, is_line_end, skip_blanks, word_before};
use super::enumerators::{Enumerator, is_bullet, leads, mark_start};
use super::gaps::gap_ends_sentence;
use super::headings::{credit_start, date_line, is_run_in, label_end, mail_head_end};
use super::paragraphs::{Wrap, goes_on_after};
use super::stop::{Mark, Stop};
use crate::text::Span;

/// One pass over a text.
pub(super) struct Scanner<'t, 'o> {
    text: &'t str,
    out: &'o mut Vec<Span>,
    /// The width that the text was wrapped to; the end of a full line is a space then.
    wrap: Option<Wrap>,
    /// Where the sentence that is being read starts.
    start: usize,
    /// The enumerator that this sentence starts with.
    item: Option<Enumerator>,
}

impl<'t, 'o> Scanner<'t, 'o> {
    pub(super) fn new(text: &'t str, out: &'o mut Vec<Span>) -> Self {
        let start = text.len() - text.trim_start().len();
        Self { text, out, wrap: Wrap::of(text), start, item: None }
    }

    /// Fills `out`.
    pub(super) fn run(mut self) {
        let mut at = self.headline(self.start);
        let mut candidates = Candidates::new(self.text, at);
        while let Some(candidate) = candidates.next(at) {
            at = self.look_at(candidate);
        }
        self.date_line(self.text.len());
        if !self.text.is_empty() {
            self.out.push(Span::new(self.start, self.text.len()));
        }
        if let Some(first) = self.out.first_mut() {
            // White space at the start belongs to the first sentence.
            first.start = 0;
        }
    }

    /// Decides about the candidate at `at`; returns where to go on.
    fn look_at(&mut self, at: usize) -> usize {
        let Some(c) = char_at(self.text, at) else { return at + 1 };
        if is_line_end(c) {
            self.line_end(at)
        } else if c == ' ' {
            self.blanks(at)
        } else if c == ')' {
            self.bracket(at);
            at + 1
        } else if c == ':' {
            self.colon(at)
        } else if is_bullet(c) {
            self.bullet(at);
            at + c.len_utf8()
        } else if let Some(stop) = Stop::at(self.text, at) {
            self.stop(stop)
        } else {
            at + c.len_utf8()
        }
    }

    /// Ends the sentence before `at`, unless it or the next would be blank: white space belongs to the one before.
    fn split(&mut self, at: usize) {
        if at > self.start && self.text[at..].starts_with(|c: char| !c.is_whitespace()) {
            self.out.push(Span::new(self.start, at));
            self.start = at;
            self.item = None;
        }
    }

    /// A line end: a boundary, unless the sentence goes on on the next line.
    fn line_end(&mut self, at: usize) -> usize {
        let next = self.text.len() - self.text[at..].trim_start().len();
        if self.joins(at, next) {
            return next;
        }
        self.date_line(at);
        self.split(next);
        if let Some(end) = label_end(self.text, next) {
            self.split(end);
            return end;
        }
        self.headline(next)
    }

    /// Splits after a headline in capitals with which the line at `at` begins; returns where to go on.
    fn headline(&mut self, at: usize) -> usize {
        let Some(end) = headline_end(self.text, at) else { return at };
        self.split(end);
        end
    }

    /// Whether the line end at `at` is a space, where `next` is what is not blank after it.
    fn joins(&self, at: usize, next: usize) -> bool {
        let is_blank_line = self.text[at..next].bytes().filter(|&b| b == b'\n').nth(1).is_some();
        let joins = |wrap: Wrap| wrap.joins(self.text, at, next);
        !is_blank_line && (self.wrap.is_some_and(joins) || goes_on_after(self.text, self.start, at, next))
    }

    /// Splits before a date that ends the line which ends at `end`.
    fn date_line(&mut self, end: usize) {
        // A sentence that goes on over the line's end starts behind it.
        if self.start < end
            && let Some(date) = date_line(self.text, self.start, end)
        {
            self.split(date);
        }
    }

    fn stop(&mut self, mut stop: Stop<'_>) -> usize {
        if stop.mark == Mark::Period && self.enumerator(stop.whole_word(), stop.start, stop.start) {
            return stop.start + 1;
        }
        stop.next = self.over_line_end(stop.next);
        if ends_sentence(self.text, self.start, &stop) {
            self.split(stop.next);
        }
        stop.end.max(self.start)
    }

    /// What follows `at` on the next line, where `at` is a line end that is a space.
    fn over_line_end(&self, at: usize) -> usize {
        if self.wrap.is_none() || !char_at(self.text, at).is_some_and(is_line_end) {
            return at;
        }
        let next = self.text.len() - self.text[at..].trim_start().len();
        if self.joins(at, next) { next } else { at }
    }

    /// Reads `word`, which ends at `end`, as an enumerator whose `.` or `)` is at `at`; splits before it if it continues
    /// this sentence's.
    fn enumerator(&mut self, word: &str, end: usize, at: usize) -> bool {
        let Some(enumerator) = Enumerator::parse(word) else { return false };
        let start = end - word.len();
        if leads(self.text, self.start, start) {
            self.item = Some(enumerator);
            return true;
        }
        let follows = self.item.is_some_and(|item| enumerator.follows(item))
            && char_at(self.text, at + 1).is_some_and(|c| c == ' ' || c == ')')
            && char_before(self.text, start).is_some_and(|c| c.is_whitespace() || is_bullet(c));
        if follows {
            self.split(mark_start(self.text, start));
            self.item = Some(enumerator);
        }
        follows
    }

    /// A bracket that closes an enumerator or a smiley.
    fn bracket(&mut self, at: usize) {
        let head = &self.text[..at];
        let end = head.strip_suffix('.').unwrap_or(head).len();
        if !self.enumerator(word_before(self.text, end), end, at)
            && self.text[..at].ends_with([':', ';']) | self.text[..at].ends_with(":-")
        {
            let next = skip_blanks(self.text, at + 1);
            if next > at + 1 && char_at(self.text, next).is_some_and(char::is_uppercase) {
                self.split(next);
            }
        }
    }

    /// A colon before a list, or in the time that ends the head of a mail.
    fn colon(&mut self, at: usize) -> usize {
        if let Some(end) = mail_head_end(self.text, at) {
            self.split(end);
            return end;
        }
        let next = skip_blanks(self.text, at + 1);
        if let Some(credit) = credit_start(self.text, at).filter(|_| next > at + 1) {
            self.split(credit);
        } else if is_run_in(&self.text[self.start..at]) && next > at + 1 {
            self.split(next);
        } else if next > at + 1 && self.text[next..].starts_with("1. ") {
            self.split(next);
            self.item = Some(Enumerator::Number(1));
            return next + 2;
        }
        at + 1
    }

    fn bullet(&mut self, at: usize) {
        if char_before(self.text, at).is_some_and(char::is_whitespace) && !leads(self.text, self.start, at) {
            self.split(at);
        }
    }

    /// Two or more blanks, perhaps where a stop was lost.
    fn blanks(&mut self, at: usize) -> usize {
        let next = skip_blanks(self.text, at);
        if gap_ends_sentence(self.text, at, next) {
            self.split(next);
        }
        next
    }
}
