//! The lines of a text with what is known of each, before anything is decided.

use crate::text::Span;
use crate::text::list::advisory_label;

use super::chrome::ChromeLines;
use super::date::date_line;
use super::lines::{Line, for_each_line};
use super::marks::{RELEASE, end_mark, release_mark};
use super::phrases::Phrases;
use super::rule::{Form, Rule, Strength};
use super::{headline, shape, squeezed};

/// Lines longer than this are not compared with the known forms.
const MAX_FORM_BYTES: usize = 300;
/// A notice above a menu is no longer than this.
const NOTICE_BYTES: usize = 180;
/// So many lines below a notice are a menu if two of them are of known forms.
const MENU_LINES: usize = 6;
/// A headline that stands twice is looked for in so many lines.
const MAX_TOP: usize = 60;
/// A line that stands twice is a headline from this length.
const TITLE_BYTES: usize = 28;
/// Links and labels are no longer than this.
const MAX_LINK_BYTES: usize = 120;
/// Lines that go on from one another are prose from this length together.
const BLOCK_BYTES: usize = 80;

/// What becomes of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// It belongs to the article.
    Body,
    /// It was read as title, byline, agency, date.
    Meta,
    /// It is furniture.
    Out(Rule),
}

/// A line and what is known of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub(super) line: Line,
    /// The known form of furniture that it has.
    pub(super) form: Option<Form>,
    /// Whether it is part of a sentence that started in the line before.
    pub(super) joined: bool,
    /// Whether it is, or is part of, running text.
    pub(super) prose: bool,
    pub(super) mark: Mark,
}

/// A text as lines.
#[derive(Debug)]
pub(super) struct Page<'t> {
    pub(super) text: &'t str,
    pub(super) items: Vec<Item>,
    /// How much speaks for a web page: 0 for plain text.
    pub(super) evidence: usize,
}

impl<'t> Page<'t> {
    /// Reads the lines of `text`.
    pub(super) fn new(text: &'t str, phrases: &Phrases, chrome: &ChromeLines) -> Self {
        let mut items = Vec::new();
        let mut in_head = true;
        for_each_line(text, |line| {
            let content = line.span.of(text);
            if in_head && line.squeezed && items.len() < squeezed::HEAD_LINES {
                squeezed::lines(text, line.span)
                    .for_each(|span| add_line(&mut items, text, Line { span, ..line }, phrases, chrome));
            } else {
                add_line(&mut items, text, line, phrases, chrome);
            }
            in_head &= !is_prose(line, content);
        });
        let mut page = Self { text, items, evidence: 0 };
        // Most texts show no sign of a page: the dear look at how lines hang together is not for them.
        if page.may_be_page() {
            page.join();
            page.evidence = page.count_evidence();
        }
        page
    }

    /// The text of line `at`.
    pub(super) fn line(&self, at: usize) -> &'t str {
        self.items[at].line.span.of(self.text)
    }

    /// The first and one past the last line of running text, without the notices that a site puts above its menus.
    pub(super) fn prose(&self) -> Option<Span> {
        let mut first = self.items.iter().position(|item| item.prose)?;
        while let Some(next) = self.after_notice(first) {
            first = next;
        }
        let last = self.items.iter().rposition(|item| item.prose)?;
        Some(Span::new(first, last + 1))
    }

    /// The next line of running text, if line `at` is a short notice with a menu below: `We use cookies on this site.`
    fn after_notice(&self, at: usize) -> Option<usize> {
        if at >= MAX_TOP || self.line(at).len() > NOTICE_BYTES {
            return None;
        }
        let next = self.items[at + 1..].iter().position(|item| item.prose).map(|n| at + 1 + n)?;
        let below = &self.items[at + 1..next];
        let known = below.iter().filter(|item| item.form.is_some()).count();
        let sure = below.iter().filter(|item| item.form.is_some_and(|form| form.strength != Strength::Words));
        let menu =
            below.len() >= MENU_LINES && sure.count() >= 2 || below.len() > 2 && known * 2 > below.len();
        let longer = self.items[next..].iter().filter(|item| item.prose).nth(1).is_some();
        (menu && longer).then_some(next)
    }

    /// Takes a line out, unless something was already decided about it.
    pub(super) fn take(&mut self, at: usize, rule: Rule) {
        if self.items[at].mark == Mark::Body {
            self.items[at].mark = Mark::Out(rule);
        }
    }

    /// Finds the lines that go on from the line before, and the running text that they make together.
    fn join(&mut self) {
        let mut start = 0;
        for at in 1..=self.items.len() {
            if at < self.items.len() && self.goes_on(at) {
                self.items[at].joined = true;
                continue;
            }
            let block = Span::new(self.items[start].line.span.start, self.items[at - 1].line.span.end);
            let lines = at - start;
            let whole = lines > 1 && shape::ends_sentence(self.line(at - 1)) || lines > 2;
            if block.len() >= BLOCK_BYTES && whole || self.items[start..at].iter().any(|item| item.prose) {
                self.items[start..at].iter_mut().for_each(|item| item.prose = true);
            }
            start = at;
        }
        // An advisory tells in lists what other texts tell in sentences; what a label announces may be below it.
        for at in 0..self.items.len() {
            let Some(label) = advisory_label(self.line(at)) else { continue };
            let lines = if label == self.line(at).len() { 2 } else { 1 };
            self.items[at..].iter_mut().take(lines).for_each(|item| item.prose = true);
        }
    }

    /// Whether line `at` goes on from the line before it.
    fn goes_on(&self, at: usize) -> bool {
        let (before, item) = (&self.items[at - 1], &self.items[at]);
        let is_sure = |form: Option<Form>| {
            form.is_some_and(|form| matches!(form.strength, Strength::Sure | Strength::Opens))
        };
        if item.line.apart || is_sure(before.form) || is_sure(item.form) {
            return false;
        }
        let (last, next) = (self.line(at - 1), self.line(at));
        if next.starts_with("http") || last.bytes().all(|b| b.is_ascii_digit()) {
            return false;
        }
        if before.form.is_some() || item.form.is_some() {
            // A word of menus in the midst of a sentence, because a link or bold type broke the line.
            return shape::ends_inside(last) || before.joined && shape::starts_inside(next);
        }
        !shape::ends_sentence(last) && (shape::starts_inside(next) || shape::ends_inside(last))
    }

    /// Whether the first long line stands twice above the text, which starts at line `end`.
    fn repeats_headline(&self, end: usize) -> bool {
        let mut long = (0..end.min(MAX_TOP)).map(|at| self.line(at)).filter(|line| line.len() >= TITLE_BYTES);
        long.next().is_some_and(|first| long.any(|line| shape::same_text(first, line)))
    }

    /// Whether a squeezed line has a release mark somewhere within.
    fn is_marked(&self) -> bool {
        let squeezed = self.items.iter().filter(|item| item.line.squeezed).take(MAX_TOP);
        squeezed.into_iter().any(|item| item.line.span.of(self.text).contains(RELEASE))
    }

    /// Whether the day or many lost lines stand above running text, on a page that was squeezed on one line.
    fn is_squeezed_page(&self, end: usize) -> bool {
        let mut pairs = self.items[..self.items.len().min(end + 1)].windows(2).take(squeezed::HEAD_LINES);
        pairs.any(|pair| {
            let (above, below) = (pair[0].line, pair[1].line);
            let dated = || above.squeezed && date_line(above.span.of(self.text)).is_some();
            below.squeezed && (squeezed::is_wide(above.span, below.span) || dated())
        })
    }

    /// Whether the last line is the mark that a release ends with, or says whom to ask about the text below a headline.
    fn is_release(&self) -> bool {
        match self.items.last().and_then(|item| item.form).map(|form| form.rule) {
            Some(Rule::EndMark) => true,
            Some(Rule::Contact) => headline::opening(self).is_some(),
            _ => false,
        }
    }

    /// Whether the known forms can add up to a page, wherever they stand.
    fn may_be_page(&self) -> bool {
        let weight = |item: &Item| match item.form.map(|form| form.strength) {
            Some(Strength::Sure) => 2,
            Some(_) => 1,
            None => 2 * usize::from(item.line.squeezed),
        };
        let weight: usize = self.items.iter().map(weight).sum();
        weight > 1 || weight == 1 && (self.repeats_headline(self.items.len()) || self.is_release())
    }

    /// How much speaks for a page with furniture.
    fn count_evidence(&self) -> usize {
        let prose = self.prose().unwrap_or_default();
        let (mut sure, mut likely, mut words) = (0, 0, 0);
        for (at, item) in self.items.iter().enumerate().filter(|(_, item)| !item.joined) {
            let Some(form) = item.form else { continue };
            let outside = !(prose.start..prose.end).contains(&at);
            match form.strength {
                // Plain texts have such lines too.
                _ if form.rule == Rule::Copyright => likely += 1,
                Strength::Sure => sure += 2,
                Strength::Opens => sure += usize::from(at >= prose.start),
                // A squeezed page has lost the lines that would say more.
                Strength::Likely if item.line.squeezed => sure += 2,
                Strength::Likely => likely += usize::from(outside),
                Strength::Words => words += usize::from(outside),
            }
        }
        let repeats = 2 * usize::from(self.repeats_headline(prose.start));
        let marked = 2 * usize::from(self.is_marked() || self.is_squeezed_page(prose.start));
        sure + (likely + words.min(1)).min(3) + repeats + marked + usize::from(self.is_release())
    }
}

/// Adds a line; the release mark that it starts with becomes a line of its own.
fn add_line(items: &mut Vec<Item>, text: &str, mut line: Line, phrases: &Phrases, chrome: &ChromeLines) {
    if let Some(mark) = release_mark(line.span.of(text)) {
        let span = Span::new(line.span.start, line.span.start + mark);
        let form = Some(Form { rule: Rule::ReleaseMark, strength: Strength::Sure });
        items.push(Item { line: Line { span, ..line }, form, joined: false, prose: false, mark: Mark::Body });
        line.span = Span::new(span.end, line.span.end).trimmed(text);
    }
    let content = line.span.of(text);
    let form = if content.len() <= MAX_FORM_BYTES { form(content, phrases, chrome) } else { None };
    let prose = form.is_none() && is_prose(line, content);
    items.push(Item { line, form, joined: false, prose, mark: Mark::Body });
}

/// The form of a line: a known one, or one learned from the corpus.
fn form(line: &str, phrases: &Phrases, chrome: &ChromeLines) -> Option<Form> {
    match phrases.form(line).or_else(|| end_mark(line)) {
        // A long line that starts like a link may be a paragraph with a link in it.
        Some(form) if line.len() > MAX_LINK_BYTES && !is_wordy(form.rule) => None,
        Some(form) if form.strength != Strength::Words => Some(form),
        _ if chrome.contains(line) => Some(Form { rule: Rule::Template, strength: Strength::Likely }),
        form => form,
    }
}

/// Whether furniture of a kind is written in sentences.
fn is_wordy(rule: Rule) -> bool {
    matches!(rule, Rule::Banner | Rule::Contact | Rule::Copyright | Rule::Subscribe)
}

/// Whether a line is running text by itself.
fn is_prose(line: Line, content: &str) -> bool {
    if line.squeezed { shape::is_squeezed_prose(content) } else { shape::is_prose(content) }
}
