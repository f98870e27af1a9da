//! One document on the page.

use std::fmt::Write;

use crate::brief::{Part, Sentence, Story};
use crate::output::brief::{also, bytes, origin, percent, runners_up, shown};
use crate::output::html::Escaped;

/// What was written so far.
pub(super) struct Page {
    n_sections: usize,
    n_stories: usize,
    /// Bytes of full text that there is room for.
    room: usize,
}

impl Page {
    pub(super) fn new(room: usize) -> Self {
        Self { n_sections: 0, n_stories: 0, room }
    }

    /// The number of a new section, from 1.
    pub(super) fn next_section(&mut self) -> usize {
        self.n_sections += 1;
        self.n_sections
    }

    /// Writes a document. Writing to a string does not fail.
    pub(super) fn write(&mut self, out: &mut String, story: &Story) {
        self.n_stories += 1;
        let number = self.n_stories;
        let name = shown(story.name());
        let _ = writeln!(out, "<article id=\"d{number}\">\n<h3>{}</h3>", Escaped(&name));
        let _ = writeln!(out, "<p class=\"facts\">{}</p>", facts(story));
        let length = story.full_text.iter().map(|part| part.text.len()).sum::<usize>();
        let has_text = length > 0 && length <= self.room;
        if !story.sentences.is_empty() {
            *out += "<ul class=\"sentences\">\n";
            for (sentence, n) in story.sentences.iter().zip(1..) {
                let is_marked =
                    has_text && story.full_text.iter().any(|part| within(part, sentence).is_some());
                let id = is_marked.then(|| format!("d{number}s{n}"));
                let text = shown(&sentence.text);
                let _ = writeln!(out, "<li>{} {}</li>", Escaped(&text), place(sentence, id.as_deref()));
            }
            *out += "</ul>\n";
        }
        if let Some(also) = also(story) {
            let _ = writeln!(out, "<p class=\"also\">{}</p>", Escaped(&also));
        }
        if has_text {
            self.room -= length;
            full_text(out, story, number);
        }
        *out += "</article>\n";
    }
}

/// The line under the headline.
fn facts(story: &Story) -> String {
    let mut out = match story.reason() {
        Some(reason) => format!("<strong class=\"reason\">no topic: {}</strong>", Escaped(&reason)),
        None => format!(
            "{} <strong>{}</strong> <span class=\"label\">{}</span>",
            super::bar(story.score),
            percent(story.score),
            Escaped(&story.topic()),
        ),
    };
    if let Some(others) = runners_up(story).filter(|_| story.label.is_some()) {
        let _ = write!(out, " {}", Escaped(&others));
    }
    for phrase in origin(story) {
        let _ = write!(out, " <span class=\"fact\">{}</span>", Escaped(&phrase));
    }
    out
}

/// The bytes of a sentence, as a link to it in the full text.
fn place(sentence: &Sentence, id: Option<&str>) -> String {
    let bytes = bytes(sentence);
    let bytes = Escaped(&bytes);
    match id {
        Some(id) => format!("<a class=\"place\" href=\"#{id}\" title=\"Show in the text\">{bytes}</a>"),
        None => format!("<span class=\"place\">{bytes}</span>"),
    }
}

/// The body, with the sentences marked.
fn full_text(out: &mut String, story: &Story, number: usize) {
    *out += "<details>\n<summary>Full text</summary>\n";
    for part in &story.full_text {
        *out += "<div class=\"text\">";
        let mut from = 0;
        for (sentence, n) in story.sentences.iter().zip(1..) {
            let Some(range) = within(part, sentence) else { continue };
            let (before, text) = (&part.text[from..range.start], &part.text[range.clone()]);
            let _ = write!(out, "{}<mark id=\"d{number}s{n}\">{}</mark>", Escaped(before), Escaped(text));
            from = range.end;
        }
        let _ = writeln!(out, "{}</div>", Escaped(&part.text[from..]));
    }
    if story.is_cut {
        *out += "<p class=\"facts\">The text goes on; this is its beginning.</p>\n";
    }
    *out += "</details>\n";
}

/// Where a sentence stands in a part of the story's own document, if it is all there.
fn within(part: &Part, sentence: &Sentence) -> Option<std::ops::Range<usize>> {
    if sentence.document.is_some() {
        return None;
    }
    let start = sentence.span.start.checked_sub(part.start)?;
    let end = start + sentence.span.len();
    (end <= part.text.len()).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::hostile;
    use super::*;
    use crate::text::Span;

    fn html(story: &Story, room: usize) -> String {
        let mut out = String::new();
        Page::new(room).write(&mut out, story);
        out
    }

    #[test]
    fn sentences_are_marked_where_they_stand_and_linked() {
        let sentence = |rank, start, text: &str| {
            let span = Span::new(start, start + text.len());
            Sentence { rank, score: 1.0, span, text: text.to_owned(), document: None }
        };
        let part = |start, text: &str| Part { start, text: text.to_owned() };
        let story = Story {
            sentences: vec![sentence(2, 105, "b & b"), sentence(1, 200, "d")],
            full_text: vec![part(100, "a a\n b & b c"), part(198, "c d e")],
            ..Story::sample("x")
        };
        let page = html(&story, 100);
        assert!(
            page.contains("<div class=\"text\">a a\n <mark id=\"d1s1\">b &amp; b</mark> c</div>"),
            "{page}"
        );
        assert!(page.contains("c <mark id=\"d1s2\">d</mark> e"), "{page}");
        assert!(page.contains("<a class=\"place\" href=\"#d1s2\""), "{page}");
    }

    #[test]
    fn without_room_for_the_text_there_is_no_link_into_it() {
        let page = html(&hostile(), 3);
        assert!(!page.contains("<details>") && !page.contains("href"), "{page}");
    }
}
