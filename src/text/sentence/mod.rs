//! Sentences of news prose, as spans that tile the text.
//!
//! One pass looks at the bytes where a sentence can end and decides from a bounded window around each:
//!
//! | at | a sentence ends | for example |
//! |---|---|---|
//! | a blank line | always | headlines |
//! | a line end | unless the text is wrapped to a width, or the sentence plainly goes on | lists, menus |
//! | `?` `!` | unless a lower-case word follows a quote or a name | `“Why?” he asked` · `Yahoo! in` |
//! | `.` | before a capital or a number, unless the word before is an abbreviation that goes on | `Sen. Reid` · `Sec. 2` |
//! | `...` | before a capital | `Well ... maybe` |
//! | `。` `！` `？` `।` `؟` and their like | always | |
//! | a bullet, or the next number of a list | before it | `1) one 2) two` |
//! | two or more spaces without a stop | before a word that starts sentences | text that lost its punctuation |
//!
//! Quotes and brackets that close after the stop stay with its sentence, and so does all white space up to the next.
//! Labels that share a line with the text (captions, dates, heads of mails, headlines in capitals) are sentences of
//! their own.

mod abbreviations;
mod boundary;
mod candidates;
mod capitals;
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The sentences of `text` without the white space around them.
    pub(super) fn sentences(text: &str) -> Vec<&str> {
        SentenceSplitter::new().split(text).into_iter().map(|span| span.of(text).trim()).collect()
    }

    #[test]
    fn white_space_belongs_to_the_sentence_before_and_at_the_start_to_the_first() {
        let spans = SentenceSplitter::new().split("  One.  Two.\n");
        assert_eq!(spans, [Span::new(0, 8), Span::new(8, 13)]);
    }

    #[test]
    fn an_empty_text_has_no_sentence_and_a_blank_one_has_one() {
        assert!(sentences("").is_empty());
        assert_eq!(SentenceSplitter::new().split(" \n\n"), [Span::new(0, 3)]);
    }

    #[test]
    fn split_into_replaces_what_the_vector_held() {
        let mut out = vec![Span::new(7, 9)];
        SentenceSplitter::new().split_into("No.", &mut out);
        assert_eq!(out, [Span::new(0, 3)]);
    }

    #[test]
    fn text_in_capitals_is_split_at_its_stops() {
        assert_eq!(
            sentences("SEN. ROE SPOKE. THE U.S. SENATE ROSE."),
            ["SEN. ROE SPOKE.", "THE U.S. SENATE ROSE."]
        );
    }

    #[test]
    fn a_million_sentences_of_one_word_are_that_many() {
        assert_eq!(SentenceSplitter::new().split(&"Go. ".repeat(1_000_000)).len(), 1_000_000);
    }

    #[test]
    fn one_sentence_of_many_words_is_one() {
        assert_eq!(SentenceSplitter::new().split(&"word ".repeat(200_000)).len(), 1);
    }

    /// Runs of one mark must not be read again from each of its places.
    #[test]
    fn long_runs_of_marks_do_not_stall() {
        for unit in [
            ".",
            ". ",
            ". ) ",
            "\n",
            " ",
            ": ",
            "A B C D E: ",
            "1) ",
            "• ",
            "\"",
            "[1]",
            "。",
            "a\nb ",
            "1:11 AM ",
        ] {
            let text = format!("{}{}", " ".repeat(100_000), unit.repeat(100_000));
            SentenceSplitter::new().split(&text);
        }
    }

    fn assert_tiles(text: &str) {
        let mut end = 0;
        for span in SentenceSplitter::new().split(text) {
            assert_eq!(span.start, end);
            assert!(!span.is_empty() && text.is_char_boundary(span.end));
            assert!(text.trim().is_empty() || !span.of(text).trim().is_empty(), "blank sentence at {span:?}");
            assert!(end == 0 || !span.of(text).starts_with(char::is_whitespace));
            end = span.end;
        }
        assert_eq!(end, text.len());
    }

    proptest! {
        #[test]
        fn spans_tile_any_text(text in "\\PC{0,60}") {
            assert_tiles(&text);
        }

        #[test]
        fn spans_tile_texts_of_marks_and_blanks(
            parts in prop::collection::vec(prop::sample::select(vec![
                ".", "..", "?", "!", "…", "。", ":", "(", ")", "[1]", "\"", "”", "“", "'", "•", "—", " ", "  ", "\n", "\r\n",
                "\n\n", "\u{85}", "\u{a0}", "\u{2028}", "1", "2", "a", "b", "A", "I", "é", "中", "U.S", "Mr", "p.m", "Sec",
                "Corp", "The", "said", "word", "Figure 1", "Friday, May 3, 2013", "05/03/2001 09:22 AM", "Image", "AB CD EF GH",
            ]), 0..40),
        ) {
            assert_tiles(&parts.concat());
        }
    }
}
