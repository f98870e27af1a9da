//! What stands above the text: menus, headline, byline, contacts, dates.

use crate::text::Meta;

use super::byline::{byline, is_agency};
use super::contact::is_contact;
use super::date::date_line;
use super::headline::{Headline, is_doubled};
use super::page::{Mark, Page};
use super::rule::{Rule, Strength};
use super::shape;

/// A contact is named within so many lines of its number.
const CONTACT_LINES: usize = 4;
/// A name or a post in a contact block has at most so many words.
const CONTACT_WORDS: usize = 6;

/// Decides about the first `end` lines.
pub(super) fn clean_header(page: &mut Page<'_>, end: usize, headline: Option<&Headline>, meta: &mut Meta) {
    mark_headline(page, end, headline);
    for at in 0..end {
        if page.items[at].mark == Mark::Body {
            mark_line(page, at, meta);
        }
    }
    mark_contacts(page, end);
    let top = match headline {
        Some(headline) if !headline.lines.is_empty() => headline.lines.start,
        // Without a headline, the last line of a known form is the end of what the site put on top.
        _ => (0..end).rfind(|&at| matches!(page.items[at].mark, Mark::Out(_))).unwrap_or(0),
    };
    let decided = |page: &Page<'_>| (0..top).any(|at| matches!(page.items[at].mark, Mark::Out(_)));
    if decided(page) {
        (0..top).for_each(|at| page.take(at, Rule::Header));
    }
}

/// Marks the headline, the page's title and what repeats them.
fn mark_headline(page: &mut Page<'_>, end: usize, headline: Option<&Headline>) {
    let Some(headline) = headline else { return };
    headline.lines.clone().for_each(|at| page.items[at].mark = Mark::Meta);
    if let Some(at) = headline.page_title {
        page.take(at, Rule::PageTitle);
    }
    for at in 0..end {
        if page.items[at].mark == Mark::Body && shape::same_text(page.line(at), &headline.text) {
            page.take(at, Rule::Repeated);
        }
    }
}

/// Decides about a line by itself.
fn mark_line(page: &mut Page<'_>, at: usize, meta: &mut Meta) {
    let line = page.line(at);
    if let Some((name, agency)) = byline(line).filter(|_| meta.byline.is_none()) {
        meta.byline = Some(name.to_owned());
        meta.agency = agency.map(str::to_owned);
        page.items[at].mark = Mark::Meta;
        mark_agency(page, at + 1, meta);
    } else if let Some(date) = date_line(line) {
        if meta.date.is_none() {
            meta.date = Some(date.iso());
        }
        page.items[at].mark = Mark::Meta;
    } else if let Some(form) = page.items[at].form {
        let rule = if form.strength == Strength::Opens && form.rule == Rule::Related {
            Rule::Menu
        } else {
            form.rule
        };
        page.take(at, rule);
    } else if is_contact(line) {
        page.take(at, Rule::Contact);
    } else if is_breadcrumb(line) {
        page.take(at, Rule::Breadcrumb);
    } else if is_bare(line) {
        page.take(at, Rule::Header);
    } else if is_doubled(line) {
        page.take(at, Rule::Site);
    }
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
        if let Some(next) = next.filter(|next| contacts.contains(&(next + 1))) {
            (at + 1..=next).for_each(|n| page.take(n, Rule::Contact));
        }
        let above = (at.saturating_sub(2)..at).rev().take_while(|&n| is_name(page, n)).last();
        if let Some(above) = above {
            (above..at).for_each(|n| page.take(n, Rule::Contact));
        }
    }
}

/// Whether a line is the way from the start page to this one: `Home > News > 2013`.
fn is_breadcrumb(line: &str) -> bool {
    [" > ", " » ", " › ", " / ", " >> ", " :: ", " → "].iter().any(|mark| line.matches(mark).count() >= 2)
}

/// Whether a line holds no word: a number, a dash, a bar.
pub(super) fn is_bare(line: &str) -> bool {
    !line.chars().any(char::is_alphabetic)
}
