//! What stands above the text: menus, headline, byline, contacts, dates.

use crate::text::Meta;

use super::article::Article;
use super::byline::{byline, is_agency, is_agency_name};
use super::contact::is_contact;
use super::date::{date_at, date_line};
use super::dateline::place_and_date;
use super::headline::{Headline, is_doubled, opening};
use super::page::{Mark, Page};
use super::phrases::Phrases;
use super::rule::{Rule, Strength};
use super::shape;

/// A contact is named within so many lines of its number.
const CONTACT_LINES: usize = 4;
/// A name or a post in a contact block has at most so many words.
const CONTACT_WORDS: usize = 6;
/// How those who hold an office are named on the sites that they own.
const HOLDERS: [&str; 9] = [
    "attorney general ",
    "congressman ",
    "congresswoman ",
    "governor ",
    "mayor ",
    "representative ",
    "senator ",
    "u.s. senator ",
    "united states senator ",
];

/// Decides about the first `end` lines; the headline's are among them.
pub(super) fn clean_header(
    page: &mut Page<'_>,
    end: usize,
    headline: Option<&Headline>,
    phrases: &Phrases,
    meta: &mut Meta,
) {
    let repeat = mark_headline(page, end, headline, meta);
    for at in 0..end {
        if page.items[at].mark == Mark::Body {
            mark_line(page, at, phrases, meta);
        }
    }
    mark_contacts(page, end);
    for at in 0..end.saturating_sub(1) {
        mark_office(page, at, meta);
    }
    let is_out = |page: &Page<'_>, at: usize| matches!(page.items[at].mark, Mark::Out(_));
    // Without a headline, the last line of a known form is the end of what the site put on top.
    let is_known = |at: &usize| page.items[*at].mark != Mark::Body;
    let top = repeat.unwrap_or_else(|| (0..end).rfind(is_known).unwrap_or(0));
    if (0..top).any(|at| is_out(page, at)) {
        (0..top).for_each(|at| take_above(page, at));
    }
}

/// Reads the headline, the byline and the day that a text without furniture starts with.
pub(super) fn read_opening(page: &mut Page<'_>, article: &mut Article) {
    let Some(lines) = opening(page) else { return };
    article.title = Some(page.line(0).split_whitespace().collect::<Vec<_>>().join(" "));
    page.items[0].mark = Mark::Meta;
    for at in 1..lines {
        if let Some(date) = date_line(page.line(at)) {
            article.meta.date = Some(date.iso());
        } else if let Some((name, agency)) = byline(page.line(at)) {
            article.meta.byline = Some(name.to_owned());
            article.meta.agency = agency.map(str::to_owned);
        }
        page.items[at].mark = Mark::Meta;
    }
}

/// Takes out a line above the headline. On a squeezed page it may be a part of the headline, unless it is a name that
/// stands with furniture.
fn take_above(page: &mut Page<'_>, at: usize) {
    let line = page.line(at);
    let beside = at > 0 && matches!(page.items[at - 1].mark, Mark::Out(_));
    if !page.items[at].line.squeezed || beside && shape::words(line) <= 3 && shape::is_name(line) {
        page.take(at, Rule::Header);
    }
}

/// Marks the headline, the page's title and what repeats them; returns the last of these lines.
fn mark_headline(
    page: &mut Page<'_>,
    end: usize,
    headline: Option<&Headline>,
    meta: &mut Meta,
) -> Option<usize> {
    let headline = headline?;
    let mut last = headline.lines.clone().last();
    for at in headline.lines.clone() {
        page.items[at].mark = Mark::Meta;
        meta.date = date_at(page.line(at)).map(|(date, _)| date.iso()).or(meta.date.take());
    }
    if let Some(at) = headline.page_title {
        page.take(at, Rule::PageTitle);
    }
    for at in 0..end {
        if page.items[at].mark == Mark::Body && shape::same_text(page.line(at), &headline.text) {
            page.take(at, Rule::Repeated);
            last = last.max(Some(at));
        }
    }
    last
}

/// Decides about a line by itself.
fn mark_line(page: &mut Page<'_>, at: usize, phrases: &Phrases, meta: &mut Meta) {
    let line = page.line(at);
    if mark_byline(page, at, meta) || mark_date(page, at, phrases, meta) {
        return;
    }
    if let Some(form) = page.items[at].form {
        let is_menu = form.strength == Strength::Opens && form.rule == Rule::Related;
        page.take(at, if is_menu { Rule::Menu } else { form.rule });
        mark_author(page, at, meta);
    } else if is_contact(line) {
        page.take(at, Rule::Contact);
    } else if is_breadcrumb(line) {
        page.take(at, Rule::Breadcrumb);
    } else if is_bare(line) {
        page.take(at, Rule::Header);
    } else if is_doubled(line) {
        meta.site = meta.site.take().or_else(|| Some(line[..line.len() / 2].trim().to_owned()));
        page.take(at, Rule::Site);
    }
}

/// Reads a byline, and the agency under it.
fn mark_byline(page: &mut Page<'_>, at: usize, meta: &mut Meta) -> bool {
    let Some((name, agency)) = byline(page.line(at)).filter(|_| meta.byline.is_none()) else { return false };
    meta.byline = Some(name.to_owned());
    meta.agency = agency.map(str::to_owned);
    page.items[at].mark = Mark::Meta;
    mark_agency(page, at + 1, meta);
    true
}

/// Reads a line that holds a date: alone, after a place, or before a contact.
///
/// The date nearest to the text is the article's; a site may put today's on top.
fn mark_date(page: &mut Page<'_>, at: usize, phrases: &Phrases, meta: &mut Meta) -> bool {
    let line = page.line(at);
    let goes_on = page.items.get(at + 1).is_some_and(|next| next.joined);
    let (date, mark) = if let Some(date) = date_line(line) {
        (date, Mark::Meta)
    } else if let Some((place, date)) = place_and_date(line).filter(|_| !goes_on) {
        meta.dateline = Some(place);
        (date, Mark::Meta)
    } else if let Some((date, len)) = date_at(line)
        && phrases.form(line[len..].trim_start()).is_some()
    {
        (date, Mark::Out(Rule::Contact))
    } else {
        return false;
    };
    meta.date = Some(date.iso());
    page.items[at].mark = mark;
    true
}

/// Reads the line under a byline as the agency, if it is one.
fn mark_agency(page: &mut Page<'_>, at: usize, meta: &mut Meta) {
    let Some(item) = page.items.get(at).filter(|item| meta.agency.is_none() && !item.prose) else { return };
    let line = page.line(at);
    if is_agency(line, item.line.apart) && date_line(line).is_none() {
        meta.agency = Some(line.to_owned());
        page.items[at].mark = Mark::Meta;
    }
}

/// Decides about the name of an office on a line of its own.
fn mark_office(page: &mut Page<'_>, at: usize, meta: &mut Meta) {
    let line = page.line(at);
    if page.items[at].mark != Mark::Body {
        return;
    }
    if is_agency_name(line) && meta.agency.is_none() {
        meta.agency = Some(line.to_owned());
        page.items[at].mark = Mark::Meta;
    } else if is_agency_name(line) || is_office(line) && !page.line(at + 1).starts_with(char::is_lowercase) {
        // Before a word in lower case it is who did what follows.
        page.take(at, Rule::Site);
    }
}

/// Reads the line after the label `Author` as the byline.
fn mark_author(page: &mut Page<'_>, at: usize, meta: &mut Meta) {
    const LABELS: [&str; 4] = ["author", "by", "posted by", "written by"];
    let label = page.line(at).trim_end_matches(':');
    if meta.byline.is_some() || !LABELS.iter().any(|known| label.eq_ignore_ascii_case(known)) {
        return;
    }
    let Some(name) = (at + 1 < page.items.len()).then(|| page.line(at + 1)) else { return };
    if page.items[at + 1].mark == Mark::Body && (2..=4).contains(&shape::words(name)) && shape::is_name(name)
    {
        meta.byline = Some(name.to_owned());
        page.items[at + 1].mark = Mark::Meta;
    }
}

/// Takes out the names that stand with the numbers of a contact block.
fn mark_contacts(page: &mut Page<'_>, end: usize) {
    let is_name = |page: &Page<'_>, at: usize| {
        let line = page.line(at);
        page.items[at].mark == Mark::Body
            && shape::words(line) <= CONTACT_WORDS
            && !shape::ends_sentence(line)
    };
    let contacts: Vec<usize> =
        (0..end).filter(|&at| page.items[at].mark == Mark::Out(Rule::Contact)).collect();
    for &at in &contacts {
        let next = (at + 1..end.min(at + 1 + CONTACT_LINES)).take_while(|&n| is_name(page, n)).last();
        // Below a contact come names only where another number follows them.
        if let Some(next) = next.filter(|next| contacts.binary_search(&(next + 1)).is_ok()) {
            (at + 1..=next).for_each(|n| page.take(n, Rule::Contact));
        }
        let above = (at.saturating_sub(2)..at).rev().take_while(|&n| is_name(page, n)).last();
        if let Some(above) = above {
            (above..at).for_each(|n| page.take(n, Rule::Contact));
        }
    }
}

/// Whether a line is the way from the start page to this one: `Home > News > 2013`.
pub(super) fn is_breadcrumb(line: &str) -> bool {
    const MARKS: [&str; 7] = [" > ", " » ", " › ", " / ", " >> ", " :: ", " → "];
    let marks = |mark: &str| line.matches(mark).count();
    line.len() <= 160
        && MARKS.iter().any(|mark| marks(mark) >= 2 || marks(mark) == 1 && *mark != " / " && line.len() <= 60)
}

/// Whether a line names who holds an office and says nothing else: `U.S. Senator Jane Doe`.
fn is_office(line: &str) -> bool {
    if line.len() > 80 || shape::words(line) > 7 || !shape::is_name(line) {
        return false;
    }
    // Squeezed pages lose the stops: `U S  Senator Jane Doe`.
    let line = line.replacen("U S ", "U.S.", 1).replacen("  ", " ", 1).to_ascii_lowercase();
    line == "united states senator" || HOLDERS.iter().any(|holder| line.starts_with(holder))
}

/// Whether a line holds no word: a number, a dash, a bar.
pub(super) fn is_bare(line: &str) -> bool {
    !line.chars().any(char::is_alphabetic)
}
