//! What stands below the text: end marks, related articles, contacts, menus.

use super::contact::is_contact;
use super::date::date_line;
use super::header::is_bare;
use super::page::{Mark, Page};
use super::rule::{Rule, Strength};
use super::shape;

/// A paragraph of this length after a heading such as "Related stories" is the article going on.
const PARAGRAPH_BYTES: usize = 200;

/// The line at which the furniture below the text starts; `prose` is where running text starts.
pub(super) fn tail(page: &Page<'_>, prose: usize) -> usize {
    let opens = |at: &usize| {
        page.items[*at].form.is_some_and(|form| form.strength == Strength::Opens) && !page.items[*at].joined
    };
    let mut at = prose + 1;
    while let Some(open) = (at..page.items.len()).find(opens) {
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
            range.filter(|&at| page.items[at].prose).map(|at| page.items[at].line.span.len()).sum()
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
/// Below the text every line goes from the first one on that is known to be furniture; what stands between the text
/// and that line may be the end of the article, and stays. Unknown lines go only if `whole`.
pub(super) fn clean_footer(page: &mut Page<'_>, last: usize, tail: usize, whole: bool) {
    let end = page.items.len();
    let mut rule = None;
    for at in last..end {
        let item = page.items[at];
        let line = page.line(at);
        if let Some(form) = item.form {
            rule = Some(if form.strength == Strength::Opens { form.rule } else { Rule::Footer });
            page.take(at, form.rule);
        } else if is_contact(line) {
            rule = rule.or(Some(Rule::Footer));
            page.take(at, Rule::Contact);
        } else if let Some(rule) = rule.filter(|_| at >= tail || whole) {
            page.take(at, if date_line(line).is_some() { Rule::Date } else { after(rule) });
        }
    }
}

/// The rule for the lines that follow one of `rule`.
fn after(rule: Rule) -> Rule {
    if rule == Rule::EndMark { Rule::Footer } else { rule }
}

/// Takes out furniture that stands between paragraphs.
pub(super) fn clean_middle(page: &mut Page<'_>, first: usize, last: usize) {
    let mut run = 0;
    for at in first..last {
        let item = page.items[at];
        let free =
            item.form.filter(|_| !item.joined && !page.items.get(at + 1).is_some_and(|next| next.joined));
        run = if free.is_some() || run > 0 && is_bare(page.line(at)) { run + 1 } else { 0 };
        let Some(form) = free else { continue };
        match form.strength {
            Strength::Sure => page.take(at, form.rule),
            Strength::Likely if form.rule == Rule::Template => page.take(at, Rule::Template),
            // Three in a row are a menu.
            _ if run >= 3 => (at + 1 - run..=at).for_each(|n| page.take(n, Rule::Menu)),
            _ => {}
        }
    }
}

/// Whether a page without running text is nothing but menus.
pub(super) fn is_navigation(page: &Page<'_>) -> bool {
    let known = page.items.iter().filter(|item| item.form.is_some()).count();
    page.evidence >= 3 && known >= 2 && page.items.iter().all(|item| item.mark == Mark::Body)
}
