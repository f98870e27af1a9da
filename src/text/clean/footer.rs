//! What stands below the text: end marks, related articles, contacts, menus.

use crate::text::list::is_list;

use super::contact::{is_contact, is_letterhead};
use super::date::date_line;
use super::header::is_bare;
use super::page::Page;
use super::rule::{Rule, Strength};
use super::shape;

/// A paragraph of this length after a heading such as "Related stories" is the article going on.
const PARAGRAPH_BYTES: usize = 200;
/// Between lines of furniture below the text may stand so many others.
const MAX_BETWEEN: usize = 4;
/// A line between lines of furniture is no longer than this.
const SHORT_BYTES: usize = 60;
/// So many lines of known forms together are a menu, wherever they stand.
const MENU_LINES: usize = 3;
/// So many places are tried at which the furniture below the text may start.
const MAX_OPENS: usize = 40;
/// So many lines are looked at to tell a menu from the end of an article.
const FOOTER_WINDOW: usize = 6;

/// The line at which the furniture below the text starts; `prose` is where running text starts.
pub(super) fn tail(page: &Page<'_>, prose: usize) -> usize {
    let opens = |at: &usize| {
        page.items[*at].form.is_some_and(|form| form.strength == Strength::Opens) && !page.items[*at].joined
    };
    let mut at = prose + 1;
    for _ in 0..MAX_OPENS {
        let Some(open) = (at..page.items.len()).find(opens) else { break };
        match resumes(page, prose, open) {
            Some(resume) => at = resume,
            None => return open,
        }
    }
    page.items.len()
}

/// The line after `open` at which the article goes on, if it does.
fn resumes(page: &Page<'_>, prose: usize, open: usize) -> Option<usize> {
    let is_text = |at: &usize| page.items[*at].prose && !page.items[*at].joined;
    if page.items[open].form.is_some_and(|form| form.rule == Rule::EndMark) {
        // After an end mark stand notes about the agency; another release would be as long as the first.
        let bytes = |range: std::ops::Range<usize>| -> usize {
            let lines = range.filter(|&at| page.items[at].prose).map(|at| page.line(at));
            lines.filter(|line| shape::ends_sentence(line)).map(str::len).sum()
        };
        let goes_on = bytes(open + 1..page.items.len()) * 2 > bytes(prose..open);
        return if goes_on { (open + 1..page.items.len()).find(is_text) } else { None };
    }
    (open + 1..page.items.len()).filter(is_text).find(|&at| {
        let paragraph = page.line(at).len() >= PARAGRAPH_BYTES && shape::ends_sentence(page.line(at));
        paragraph || page.items.get(at + 1).is_some_and(|next| next.prose)
    })
}

/// Decides about the lines from `last`, after the last line of running text, given where the tail starts.
///
/// Below the text every line goes from the first one on that is sure to be furniture, if `whole`; what stands between
/// the text and that line may be the end of the article, and stays.
pub(super) fn clean_footer(page: &mut Page<'_>, last: usize, tail: usize, whole: bool) {
    let first = (last..tail).find(|&at| starts_furniture(page, at)).unwrap_or(tail);
    let first = chain_start(page, last, first);
    let mut rule = Rule::Footer;
    for at in last..page.items.len() {
        let line = page.line(at);
        let own = page.items[at].form.map(|form| form.rule).or(is_contact(line).then_some(Rule::Contact));
        if page.items[at].form.is_some_and(|form| form.strength == Strength::Opens) {
            rule = own.filter(|&own| own != Rule::EndMark).unwrap_or(Rule::Footer);
        }
        match own {
            Some(own) if at >= first || is_aside(page, at) => page.take(at, own),
            None if at >= tail || at >= first && whole => {
                page.take(at, if date_line(line).is_some() { Rule::Date } else { rule });
            }
            _ => {}
        }
    }
}

/// The first of the lines of known forms above line `first`; up to two short lines may stand between them.
fn chain_start(page: &Page<'_>, last: usize, first: usize) -> usize {
    let mut start = first;
    for at in (last..first).rev() {
        let weak = page.items[at].form.is_some_and(|form| form.strength == Strength::Words);
        if is_known(page, at) && !weak {
            start = at;
        } else if start - at > MAX_BETWEEN || !weak && page.line(at).len() > SHORT_BYTES {
            break;
        }
    }
    start
}

/// Whether line `at` goes even where no furniture follows it: who to call, where advertisements were.
fn is_aside(page: &Page<'_>, at: usize) -> bool {
    let line = page.line(at);
    match page.items[at].form {
        Some(form) => {
            matches!(form.rule, Rule::Contact | Rule::Advertisement) && form.strength != Strength::Words
        }
        None => is_contact(line) && !shape::ends_sentence(line),
    }
}

/// Whether line `at` is the first of the furniture below the text: it is sure to be furniture, or it is of a known form
/// and so are most of the lines after it.
fn starts_furniture(page: &Page<'_>, at: usize) -> bool {
    let strength = page.items[at].form.map(|form| form.strength);
    if page.items[at].form.is_some_and(|form| form.rule == Rule::Advertisement) {
        return false;
    }
    if matches!(strength, Some(Strength::Sure | Strength::Opens)) {
        return true;
    }
    let window = at..page.items.len().min(at + FOOTER_WINDOW);
    let known = window.clone().filter(|&at| is_known(page, at)).count();
    is_known(page, at) && strength != Some(Strength::Words) && known * 2 > window.len()
}

/// Whether line `at` is of a form that lines of furniture have.
fn is_known(page: &Page<'_>, at: usize) -> bool {
    let line = page.line(at);
    page.items[at].form.is_some() || is_contact(line) || is_bare(line) || date_line(line).is_some()
}

/// Takes out furniture that stands between paragraphs.
pub(super) fn clean_middle(page: &mut Page<'_>, first: usize, last: usize) {
    // The lines of known forms that stand together, and how many say more than single words do.
    let (mut run, mut known) = (first, 0);
    for at in first..last {
        let free = !page.items[at].joined && !page.items.get(at + 1).is_some_and(|next| next.joined);
        let form = page.items[at].form.filter(|_| free);
        let Some(form) = form else {
            if !is_bare(page.line(at)) {
                (run, known) = (at + 1, 0);
            }
            if free && is_letterhead(page.line(at)) {
                page.take(at, Rule::Contact);
            }
            continue;
        };
        known += usize::from(form.strength != Strength::Words);
        match (form.rule, form.strength) {
            (rule, Strength::Sure) | (rule @ Rule::Subscribe, Strength::Opens) => page.take(at, rule),
            (Rule::Template, _) => page.take(at, Rule::Template),
            (_, Strength::Likely) if known >= MENU_LINES => {
                (run..=at).for_each(|n| page.take(n, Rule::Menu));
                run = at + 1;
            }
            _ => {}
        }
    }
}

/// Whether a page without running text is nothing but menus and lists.
pub(super) fn is_navigation(page: &Page<'_>) -> bool {
    let menus = || page.evidence >= 3 && page.items.iter().filter(|item| item.form.is_some()).count() >= 2;
    menus() || is_list((0..page.items.len()).map(|at| page.line(at)))
}
