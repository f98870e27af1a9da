//! What the decisions about lines come to: title, body, what was taken out.

use crate::text::{Meta, Removed, Span};

use super::PAGE_EVIDENCE;
use super::date::{Date, date_line};
use super::dateline::{Dateline, dateline};
use super::page::{Item, Mark, Page};
use super::rule::Rule;
use super::squeezed;

/// What was found in a text; no body stands for the whole text.
#[derive(Debug, Default)]
pub(super) struct Article {
    pub(super) title: Option<String>,
    pub(super) meta: Meta,
    pub(super) body: Option<Vec<Span>>,
    pub(super) removed: Vec<Removed>,
    /// Where the text starts after a dateline: the line, and the bytes of it.
    dateline: Option<Span>,
}

impl Article {
    /// A text that is all furniture.
    pub(super) fn without_body(text: &str, rule: Rule) -> Self {
        let span = Span::new(0, text.len()).trimmed(text);
        let removed = if span.is_empty() { Vec::new() } else { vec![Removed { span, rule: rule.name() }] };
        Self { body: Some(Vec::new()), removed, ..Self::default() }
    }

    /// Reads the dateline that the body starts with.
    pub(super) fn cut_dateline(&mut self, page: &Page<'_>) {
        let is_body = |(_, item): &(usize, &Item)| item.mark == Mark::Body;
        for (at, item) in page.items.iter().enumerate().filter(is_body).take(4) {
            let start = item.line.span.start;
            let fits = |found: &Dateline| found.sure || page.evidence >= PAGE_EVIDENCE && item.prose;
            let found = lost_dash(page, at).or_else(|| dateline(&page.text[start..]).filter(fits));
            let Some(dateline) = found else { continue };
            self.meta.dateline = Some(dateline.place);
            self.meta.date = self.meta.date.take().or(dateline.date.map(Date::iso));
            self.dateline = Some(Span::new(start, start + dateline.len));
            return;
        }
    }

    /// Makes spans of the decisions about lines.
    pub(super) fn assemble(&mut self, page: &Page<'_>) {
        if self.dateline.is_none() && page.items.iter().all(|item| item.mark == Mark::Body) {
            return;
        }
        let mut body: Vec<Span> = Vec::new();
        let mut before = None;
        for item in &page.items {
            let mut span = item.line.span;
            if let Some(cut) = self.dateline.filter(|cut| cut.start <= span.start && span.start < cut.end) {
                before = None;
                if cut.end >= span.end {
                    continue;
                }
                span.start = cut.end;
            }
            let goes_on = before == Some(item.mark);
            match item.mark {
                Mark::Body => extend(&mut body, span, goes_on),
                Mark::Meta => {}
                Mark::Out(rule) => match self.removed.last_mut().filter(|_| goes_on) {
                    Some(last) => last.span.end = span.end,
                    None => self.removed.push(Removed { span, rule: rule.name() }),
                },
            }
            before = Some(item.mark);
        }
        self.body = Some(body);
    }
}

/// The dateline that line `at` of a squeezed page starts with, if the text follows it; the day may stand below.
fn lost_dash(page: &Page<'_>, at: usize) -> Option<Dateline> {
    let (line, span) = (page.line(at), page.items[at].line.span);
    if !page.items[at].line.squeezed {
        return None;
    }
    let above = at.checked_sub(1).map(|at| (page.line(at), page.items[at].mark));
    let dated = above.is_some_and(|(line, mark)| matches!(mark, Mark::Out(_)) || date_line(line).is_some());
    let below = page.items.get(at + 1);
    let any = || squeezed::place(line, dated).filter(|_| below.is_some_and(|item| item.prose));
    let len = squeezed::place(line, false).or_else(any)?;
    let place = line[..len].split_whitespace().collect::<Vec<_>>().join(" ");
    let mut found = Dateline { place, date: None, len, sure: true };
    if len == line.len() {
        let day = below?.line.span;
        found.date = date_line(day.of(page.text));
        found.len = if found.date.is_some() { day.end - span.start } else { len };
    }
    Some(found)
}

/// Lengthens the last span to hold `span`, or adds it.
fn extend(spans: &mut Vec<Span>, span: Span, goes_on: bool) {
    match spans.last_mut().filter(|_| goes_on) {
        Some(last) => last.end = span.end,
        None => spans.push(span),
    }
}
