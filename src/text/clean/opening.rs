//! What the body of a web page opens with, whose blocks stand on lines of their own: who speaks, for whom, and where.

use crate::text::{Document, Removed, Span};

use super::byline::{is_agency_name, speaker};
use super::date::Date;
use super::dateline::{dateline, is_place_line};
use super::phrases::Phrases;
use super::rule::Rule;
use super::shape;

/// Lines that are looked at.
const MAX_LINES: usize = 4;
/// A line of so many bytes may be a heading.
const SHORT_BYTES: usize = 100;

/// Takes agency, byline and dateline out of the body into the metadata, and the notes between them into what is removed.
pub(super) fn read_opening(document: &mut Document, phrases: &Phrases) {
    let Some(&first) = document.body.first() else { return };
    let text = std::mem::take(&mut document.text);
    let mut head = Head { document: &mut *document, removed: Vec::new(), spoken: false };
    let mut rest = first;
    for line in lines(&text, first).take(MAX_LINES) {
        if !head.take(&text, line, phrases) {
            break;
        }
        rest = Span::new(line.end, first.end).trimmed(&text);
    }
    let removed = head.removed;
    let start =
        lines(&text, rest).take(MAX_LINES).find_map(|line| read_dateline(document, &text, line, rest.end));
    let mut body: Vec<Span> = match start {
        Some((at, len)) => vec![Span::new(rest.start, at), Span::new(at + len, rest.end)],
        None => vec![rest],
    };
    body.retain(|span| !span.is_empty());
    document.body.splice(0..1, body);
    document.removed.extend(removed);
    document.removed.sort_unstable_by_key(|removed| removed.span);
    document.text = text;
}

/// The lines of `part` that are not blank, without the white space at their ends.
fn lines(text: &str, part: Span) -> impl Iterator<Item = Span> {
    let lines = part.of(text).split_inclusive('\n').scan(part.start, |next, line| {
        let start = *next;
        *next += line.len();
        Some(Span::new(start, *next).trimmed(text))
    });
    lines.filter(|line| !line.is_empty())
}

/// The lines above the first paragraph.
struct Head<'d> {
    document: &'d mut Document,
    removed: Vec<Removed>,
    /// Whether a line named who speaks.
    spoken: bool,
}

impl Head<'_> {
    /// Takes a line for what it says; `false` where it belongs to the article.
    fn take(&mut self, text: &str, line: Span, phrases: &Phrases) -> bool {
        let meta = &mut self.document.meta;
        let content = line.of(text);
        if content.len() > SHORT_BYTES || shape::is_prose(content) {
            return false;
        }
        if is_agency_name(content) && meta.agency.is_none() && meta.dateline.is_none() {
            meta.agency = Some(content.to_owned());
        } else if speaker(content) && meta.byline.is_none() {
            meta.byline = Some(content.to_owned());
            self.spoken = true;
        } else if let Some(form) = phrases.form(content).filter(|form| form.rule == Rule::ReleaseMark) {
            self.removed.push(Removed { span: line, rule: form.rule.name() });
        } else if self.spoken && meta.dateline.is_none() && is_place_line(content) {
            meta.dateline = Some(content.to_owned());
        } else if self.spoken && meta.dateline.is_some() && shape::is_name(content) && !content.ends_with(':')
        {
            // The room, under the place.
            self.removed.push(Removed { span: line, rule: Rule::Header.name() });
        } else {
            return false;
        }
        true
    }
}

/// Reads the dateline that `line` starts with; returns where it starts and its length.
///
/// A paragraph of a page that starts like a dateline starts with one; a short line may be a heading.
fn read_dateline(document: &mut Document, text: &str, line: Span, end: usize) -> Option<(usize, usize)> {
    let dateline = dateline(&text[line.start..end])?;
    if !dateline.sure && line.len() <= SHORT_BYTES {
        return None;
    }
    document.meta.dateline = Some(dateline.place);
    document.meta.date = document.meta.date.take().or(dateline.date.map(Date::iso));
    Some((line.start, dateline.len))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::clean::{CleanParams, Cleaner};
    use crate::text::{Markup, RawDocument};

    fn clean(html: &str) -> Document {
        let raw = RawDocument { text: html.to_owned(), markup: Markup::Html, ..RawDocument::default() };
        Cleaner::new(CleanParams::default()).clean(raw)
    }

    const PARAGRAPH: &str =
        "<p>The minister welcomed the treaty on rivers, and thanked all those who wrote it.</p>";

    #[test]
    fn the_speaker_and_the_place_are_no_text() {
        let head = "<p>Ann B. Lee, Secretary of Rivers</p><p>Elkton, Ohio</p><p>Blue Room</p>";
        let document = clean(&format!("{head}{PARAGRAPH}"));
        assert_eq!(document.meta.byline.as_deref(), Some("Ann B. Lee, Secretary of Rivers"));
        assert_eq!(document.meta.dateline.as_deref(), Some("Elkton, Ohio"));
        assert!(document.body_text().starts_with("The minister"), "{}", document.body_text());
        assert_eq!(document.removed[0].rule, "header");
    }

    #[test]
    fn the_agency_and_the_attribution_are_no_text() {
        let head =
            "<p>Office of the Spokesperson</p><p>The below is attributable to Spokesperson Ann Lee:</p>";
        let document = clean(&format!("{head}{PARAGRAPH}"));
        assert_eq!(document.meta.agency.as_deref(), Some("Office of the Spokesperson"));
        assert!(document.body_text().starts_with("The minister"), "{}", document.body_text());
        assert_eq!(document.removed[0].rule, "release_mark");
    }

    #[test]
    fn a_first_heading_stays() {
        let document = clean(&format!("<p>Rivers, Lakes and Seas</p>{PARAGRAPH}"));
        assert!(document.body_text().starts_with("Rivers, Lakes"), "{}", document.body_text());
    }
}
