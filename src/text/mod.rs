//! From a raw text to a [`Document`]: page furniture out, sentences, tokens, stems.

mod block;
mod blocked;
pub mod clean;
pub mod html;
pub(crate) mod language;
mod list;
pub mod sentence;
pub mod stem;
pub mod stop_words;
pub mod tokenize;

use std::ops::Range;

use serde::Serialize;

/// The number of words: runs of bytes that are no ASCII white space.
pub(crate) fn count_words(text: &str) -> usize {
    // Without branches, and in sums that fit a byte, many bytes are compared at a time.
    const CHUNK: usize = u8::MAX as usize;
    let is_space = |b: u8| (b == b' ') | (b == b'\n') | (b == b'\r') | (b == b'\t') | (b == b'\x0c');
    let bytes = text.as_bytes();
    let [_, next @ ..] = bytes else { return 0 };
    let ends_in = |(bytes, next): (&[u8], &[u8])| {
        let ends = bytes.iter().zip(next).map(|(&byte, &next)| u8::from(!is_space(byte) & is_space(next)));
        usize::from(ends.sum::<u8>())
    };
    let before_last: usize = bytes.chunks(CHUNK).zip(next.chunks(CHUNK)).map(ends_in).sum();
    before_last + usize::from(bytes.last().is_some_and(|&last| !is_space(last)))
}

/// A half-open range of bytes of a text, always on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` up to `end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "span {start}..{end}");
        Self { start, end }
    }

    /// The number of bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The same bytes, `by` bytes further on.
    pub fn shifted(self, by: usize) -> Self {
        Self { start: self.start + by, end: self.end + by }
    }

    /// The part of `text` that this span covers.
    ///
    /// # Panics
    /// If the span does not lie within `text` on character boundaries.
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// This span without the white space at its ends.
    pub fn trimmed(self, text: &str) -> Self {
        let inner = self.of(text);
        let start = self.start + (inner.len() - inner.trim_start().len());
        Self { start, end: start + inner.trim().len() }
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// What a raw text is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Markup {
    /// Plain text.
    #[default]
    Plain,
    /// HTML, from which the article's text is still to be taken.
    Html,
}

/// A text as it was read, before anything was taken out of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawDocument {
    /// The record's id, or the file name without extensions.
    pub id: String,
    /// The title, where the input has a column or field for it.
    pub title: Option<String>,
    /// The date, where the input has a column or field for it, as written there.
    pub date: Option<String>,
    /// The decoded text.
    pub text: String,
    /// What the text is written in.
    pub markup: Markup,
}

/// Something taken out of a text, and the rule that did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Removed {
    /// The bytes of [`Document::text`].
    #[serde(flatten)]
    pub span: Span,
    /// The rule's name, for example `share`.
    pub rule: &'static str,
}

/// What a document says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta {
    /// Who wrote it, without "By".
    pub byline: Option<String>,
    /// The agency under the byline.
    pub agency: Option<String>,
    /// The place of the dateline, for example `WASHINGTON`.
    pub dateline: Option<String>,
    /// The date as `YYYY-MM-DD`.
    pub date: Option<String>,
    /// The site or publisher.
    pub site: Option<String>,
}

/// One article: its text, which parts of it are the body, and what was taken out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The record's id, or the file name without extensions.
    pub id: String,
    /// The headline, from the input's own field or found in the text.
    pub title: Option<String>,
    /// The decoded text that every offset refers to. For HTML: the text of the page's blocks, one a paragraph.
    pub text: String,
    /// The parts of `text` that are the article, in order and disjoint.
    pub body: Vec<Span>,
    /// Byline, dateline, date, site.
    pub meta: Meta,
    /// The page furniture: parts of `text` that are not the article, in order.
    pub removed: Vec<Removed>,
}

impl Document {
    /// A document whose body is all of `text`.
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let body = if text.is_empty() { Vec::new() } else { vec![Span::new(0, text.len())] };
        Self { id: id.into(), text, body, ..Self::default() }
    }

    /// One document a text, numbered from 1, each with all of its text as the body.
    pub fn from_bodies<T: Into<String>>(bodies: impl IntoIterator<Item = T>) -> Vec<Self> {
        bodies.into_iter().zip(1..).map(|(body, n)| Self::new(n.to_string(), body)).collect()
    }

    /// The parts of the body, in order.
    pub fn body_parts(&self) -> impl Iterator<Item = &str> {
        self.body.iter().map(|span| span.of(&self.text))
    }

    /// The body as one string: its parts, each as it stands, joined by a line end where they do not end in one.
    pub fn body_text(&self) -> String {
        let mut out = String::with_capacity(self.body.iter().map(|s| s.len() + 1).sum());
        for part in self.body_parts() {
            if !out.is_empty() && !out.ends_with('\n') {
                out.push('\n');
            }
            out.push_str(part);
        }
        out
    }

    /// The texts that features are counted in: the title, unless the body starts with it, and the body's parts; none of
    /// a document whose body has no words, which gets no label either.
    pub(crate) fn feature_parts(&self) -> impl Iterator<Item = &str> {
        let title = self.separate_title().filter(|_| self.has_words());
        title.into_iter().chain(self.body_parts())
    }

    /// Whether the body has a letter or a digit.
    pub(crate) fn has_words(&self) -> bool {
        self.body_parts().any(|part| part.chars().any(char::is_alphanumeric))
    }

    /// The title, unless the body starts with it.
    pub(crate) fn separate_title(&self) -> Option<&str> {
        /// Bytes of the body in which a title is looked for.
        const HEAD: usize = 1000;
        let head = self.body.first().map_or("", |span| span.of(&self.text)).as_bytes();
        let head = &head[..head.len().min(HEAD)];
        self.title.as_deref().filter(|title| memchr::memmem::find(head, title.as_bytes()).is_none())
    }

    /// The number of bytes of page furniture.
    pub fn removed_bytes(&self) -> usize {
        self.removed.iter().map(|removed| removed.span.len()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_runs_of_what_is_no_white_space() {
        for text in ["", " ", "a", " a", "a ", "The tax\tbill,\r\n\x0cat \u{a0} last.\n"] {
            let text = text.repeat(300);
            assert_eq!(count_words(&text), text.split_ascii_whitespace().count(), "{text:?}");
        }
    }
}
