//! Page furniture: what a news page holds besides the article, and how it is told from the article.
//!
//! A page is looked at as lines. Known forms of furniture (`phrases.txt`), template lines learned from the corpus and
//! the shape of lines say what is furniture; where running text starts and ends says how far they are trusted. A text
//! that shows no sign of being a page comes through untouched: body text lost is worse than furniture kept.

mod blocked;
mod byline;
mod chrome;
mod contact;
mod date;
mod dateline;
mod footer;
mod header;
mod headline;
mod lines;
mod marks;
mod page;
mod phrases;
mod rule;
mod shape;

use super::{Document, Markup, Meta, RawDocument, Removed, Span};
pub use chrome::ChromeLines;
use page::{Mark, Page};
use phrases::Phrases;
use rule::Rule;

/// Less evidence than this, and a text is no page.
const PAGE_EVIDENCE: usize = 2;
/// From this evidence on, lines without a known form are taken out for where they stand.
const WHOLE_EVIDENCE: usize = 3;

/// The first line of the text may be this many lines above the first that is known to be running text.
const TOP_LINES: usize = 3;

/// How page furniture is treated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CleanParams {
    /// Whether the body is the whole text and nothing is taken out. Default: no.
    pub keep_chrome: bool,
}

/// Turns raw texts into articles.
#[derive(Debug)]
pub struct Cleaner {
    params: CleanParams,
    chrome: ChromeLines,
    phrases: Phrases,
}

impl Cleaner {
    /// A cleaner that knows the general forms of furniture and no template lines.
    pub fn new(params: CleanParams) -> Self {
        Self { params, chrome: ChromeLines::default(), phrases: Phrases::new() }
    }

    /// The same cleaner with the template lines of a corpus.
    pub fn with_chrome(self, lines: ChromeLines) -> Self {
        Self { chrome: lines, ..self }
    }

    /// The article that `raw` holds.
    ///
    /// The title and date of `raw` win over what the text says. Title, byline, agency, date line and dateline leave the
    /// body without being reported as removed; everything else that leaves the body is.
    pub fn clean(&self, raw: RawDocument) -> Document {
        if raw.markup == Markup::Html {
            return html(raw, self.params.keep_chrome);
        }
        let mut article = self.article(&raw);
        if self.params.keep_chrome {
            article.body = None;
            article.removed.clear();
        }
        let mut document = Document::new(raw.id, raw.text);
        document.title = raw.title.or(article.title);
        document.meta = article.meta;
        if let Some(date) = raw.date.as_deref().and_then(date::date_of_field) {
            document.meta.date = Some(date.iso());
        }
        document.removed = article.removed;
        if let Some(body) = article.body {
            document.body = body;
        }
        document
    }

    /// What is found in a plain text.
    fn article(&self, raw: &RawDocument) -> Article {
        let text = raw.text.as_str();
        if blocked::is_blocked_page(text) {
            return Article::without_body(text, Rule::BlockedPage);
        }
        let mut page = Page::new(text, &self.phrases, &self.chrome);
        let mut article = Article::default();
        let Some(prose) = page.prose() else {
            return if footer::is_navigation(&page) {
                Article::without_body(text, Rule::Navigation)
            } else {
                article
            };
        };
        if page.evidence >= PAGE_EVIDENCE {
            self.clean_page(&mut page, prose, raw, &mut article);
        }
        article.cut_dateline(&page);
        article.assemble(&page);
        article
    }

    /// Decides about the lines of a page; `prose` are the lines from the first to the last of running text.
    fn clean_page(&self, page: &mut Page<'_>, prose: Span, raw: &RawDocument, article: &mut Article) {
        let tail = footer::tail(page, prose.start);
        let last = page.items[..tail].iter().rposition(|item| item.prose).map_or(prose.end, |at| at + 1);
        let starts = |at: &usize| dateline::dateline(page.line(*at)).is_some_and(|dateline| dateline.sure);
        let top = (prose.start.saturating_sub(TOP_LINES)..prose.start).find(starts).unwrap_or(prose.start);
        let headline = headline::headline(page, top, raw.title.as_deref());
        header::clean_header(page, top, headline.as_ref(), &self.phrases, &mut article.meta);
        footer::clean_middle(page, prose.start, last);
        footer::clean_footer(page, last, tail, page.evidence >= WHOLE_EVIDENCE);
        article.title = headline.map(|headline| headline.text);
    }
}

/// What was found in a text; no body stands for the whole text.
#[derive(Debug, Default)]
struct Article {
    title: Option<String>,
    meta: Meta,
    body: Option<Vec<Span>>,
    removed: Vec<Removed>,
    /// Where the text starts after a dateline: the line, and the bytes of it.
    dateline: Option<Span>,
}

impl Article {
    /// A text that is all furniture.
    fn without_body(text: &str, rule: Rule) -> Self {
        let span = Span::new(0, text.len()).trimmed(text);
        let removed = if span.is_empty() { Vec::new() } else { vec![Removed { span, rule: rule.name() }] };
        Self { body: Some(Vec::new()), removed, ..Self::default() }
    }

    /// Reads the dateline that the body starts with.
    fn cut_dateline(&mut self, page: &Page<'_>) {
        let is_body = |item: &&page::Item| item.mark == Mark::Body;
        for item in page.items.iter().filter(is_body).take(4) {
            let start = item.line.span.start;
            let Some(dateline) = dateline::dateline(&page.text[start..]) else { continue };
            if dateline.sure || page.evidence >= PAGE_EVIDENCE && item.prose {
                self.meta.dateline = Some(dateline.place);
                self.meta.date = self.meta.date.take().or(dateline.date.map(date::Date::iso));
                self.dateline = Some(Span::new(start, start + dateline.len));
                return;
            }
        }
    }

    /// Makes spans of the decisions about lines.
    fn assemble(&mut self, page: &Page<'_>) {
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

/// Lengthens the last span to hold `span`, or adds it.
fn extend(spans: &mut Vec<Span>, span: Span, goes_on: bool) {
    match spans.last_mut().filter(|_| goes_on) {
        Some(last) => last.end = span.end,
        None => spans.push(span),
    }
}

/// The article of a web page.
fn html(raw: RawDocument, _keep_chrome: bool) -> Document {
    let document = Document::new(raw.id, raw.text);
    Document { title: raw.title, ..document }
}
