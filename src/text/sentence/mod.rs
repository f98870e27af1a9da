//! Sentences of news prose, as spans that tile the text.
//!
//! One pass looks at the bytes where a sentence can end and decides from a bounded window around each:
//!
//! | at | a sentence ends | for example |
//! |---|---|---|
//! | a blank line, or a line end in text that is not hard-wrapped | always | headlines, lists |
//! | `?` `!` | unless a lower-case word follows a quote or a name | `“Why?” he asked` · `Yahoo! in` |
//! | `.` | before a capital or a number, unless the word before is an abbreviation that goes on | `Sen. Reid` · `Sec. 2` |
//! | `...` | before a capital | |
//! | `。` `！` `？` `।` `؟` and their like | always | |
//! | a bullet, or the next number of a list | before it | `1) one 2) two` |
//! | two or more spaces without a stop | before a word that starts sentences | text that lost its punctuation |
//!
//! Quotes and brackets that close after the stop stay with its sentence, and so does all white space up to the next.

mod abbreviations;
mod boundary;
mod cursor;
mod enumerators;
mod gaps;
mod headings;
mod next;
mod paragraphs;
mod period;
mod scan;
mod starters;
mod stop;
mod words;

use super::Span;

/// Splits text into sentences.
#[derive(Clone, Copy, Debug, Default)]
pub struct SentenceSplitter;

impl SentenceSplitter {
    /// A splitter for English news prose.
    pub fn new() -> Self {
        Self
    }

    /// The sentences of `text` as spans that tile it: white space after a sentence belongs to it.
    ///
    /// White space at the start of the text belongs to the first sentence. A text of nothing but white space is one
    /// sentence, an empty text has none.
    pub fn split(&self, text: &str) -> Vec<Span> {
        let mut out = Vec::new();
        self.split_into(text, &mut out);
        out
    }

    /// Replaces what `out` holds by what [`split`](Self::split) returns, without any other allocation.
    pub fn split_into(&self, text: &str, out: &mut Vec<Span>) {
        out.clear();
        scan::Scanner::new(text, out).run();
    }
}
