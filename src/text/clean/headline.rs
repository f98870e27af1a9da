//! Which line above the text is the headline.

use super::byline::{byline, is_agency_name};
use super::contact::is_contact;
use super::date::{date_at, date_line, find_date};
use super::header::{is_bare, is_breadcrumb};
use super::marks::release_mark;
use super::page::Page;
use super::rule::Rule;
use super::{shape, squeezed};

/// What a page's title puts between the headline and the site's name.
const SEPARATORS: [&str; 6] = [" | ", " - ", " – ", " — ", " :: ", " » "];
/// The title of a page is no longer than this.
const PAGE_TITLE_BYTES: usize = 400;
/// A headline may run over so many lines.
const MAX_LINES: usize = 4;
/// Between a headline and the text are fewer lines than so many.
const LINES_BELOW: usize = 30;
/// A line with fewer bytes is a headline only where nothing better is there.
const HEADLINE_BYTES: usize = 28;
/// A headline above a text without furniture has at least so many words.
const OPENING_WORDS: usize = 3;
/// Words of the names of agencies.
const AGENCY_WORDS: [&str; 10] = [
    "administration",
    "agency",
    "attorney",
    "bureau",
    "commission",
    "county",
    "department",
    "ministry",
    "office",
    "state",
];

/// The headline's lines, as a range of lines of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Headline {
    /// The headline as one line.
    pub(super) text: String,
    /// Its first line and one past its last; empty where it stands only in the page's title.
    pub(super) lines: std::ops::Range<usize>,
    /// The line that is the page's title: headline and site.
    pub(super) page_title: Option<usize>,
    /// The site, which the page's title names before or after the headline.
    pub(super) site: Option<String>,
}

/// The headline among the first `end` lines; `known` is the title that the input gave.
pub(super) fn headline(page: &Page<'_>, end: usize, known: Option<&str>) -> Option<Headline> {
    if let Some(known) = known {
        return (0..end).find_map(|at| repeated(page, at, end, known)).map(|lines| found(page, lines));
    }
    of_page_title(page, end)
        .or_else(|| twice(page, end))
        .or_else(|| below_mark(page, end).map(|lines| found(page, lines)))
        .or_else(|| best(page, end).map(|at| found(page, at..at + 1)))
}

/// The headline that the page's title, the first line, holds before or after the site's name.
fn of_page_title(page: &Page<'_>, end: usize) -> Option<Headline> {
    let top = (0..end).find(|&at| page.items[at].form.is_none())?;
    let first = Some(page.line(top)).filter(|first| first.len() <= PAGE_TITLE_BYTES)?;
    let cuts = SEPARATORS.iter().flat_map(|s| first.match_indices(s).map(|(at, s)| (at, at + s.len())));
    let mut parts: Vec<&str> = cuts.flat_map(|(before, after)| [&first[..before], &first[after..]]).collect();
    parts.sort_unstable_by_key(|part| std::cmp::Reverse(part.len()));
    let in_page =
        parts.iter().filter(|part| part.len() >= HEADLINE_BYTES / 2 && !is_agency(part)).find_map(|part| {
            let lines =
                (top + 1..page.items.len()).find_map(|at| repeated(page, at, page.items.len(), part))?;
            let above = if lines.start < end { lines } else { 0..0 };
            let whole = !above.is_empty() && !shape::is_teaser(page.line(above.end - 1));
            let text = if whole { joined(page, &above) } else { part.trim().to_owned() };
            Some(Headline { text, lines: above, page_title: Some(top), site: site(first, part) })
        });
    in_page.filter(|headline| shape::words(&headline.text) >= 3)
}

/// What a page's title says besides the headline.
fn site(page_title: &str, headline: &str) -> Option<String> {
    let rest = page_title.strip_prefix(headline).or_else(|| page_title.strip_suffix(headline))?;
    let mark =
        SEPARATORS.into_iter().find_map(|mark| rest.strip_prefix(mark).or_else(|| rest.strip_suffix(mark)));
    mark.map(str::trim).filter(|site| !site.is_empty() && !is_bare(site)).map(str::to_owned)
}

/// The lines between a release mark and the text, where the first of them stands in the line of the mark:
/// `For Immediate Release: City Opens a Bridge`.
fn below_mark(page: &Page<'_>, end: usize) -> Option<std::ops::Range<usize>> {
    let shares_line = |at: &usize| {
        let (mark, next) = (&page.items[*at], &page.items[at + 1]);
        let gap = &page.text[mark.line.span.end..next.line.span.start];
        mark.form.is_some_and(|form| form.rule == Rule::ReleaseMark)
            && !gap.contains('\n')
            && !next.line.squeezed
    };
    let first = (0..end.saturating_sub(1)).rfind(shares_line)? + 1;
    let goes_on = |at: &usize| {
        let item = &page.items[*at];
        item.form.is_none() && (*at == first || !item.line.apart && !is_contact(page.line(*at)))
    };
    let last = (first..end).take_while(goes_on).last()?;
    (last + 1 == end && end - first <= MAX_LINES).then_some(first..end)
}

/// The lines of the head of a text that has no furniture: a headline, in capitals above running text, with words in
/// capitals and set apart, or above lines that say who wrote and when. None where the first line is no headline.
pub(super) fn opening(page: &Page<'_>) -> Option<usize> {
    let [first, below, ..] = page.items.as_slice() else { return None };
    let line = page.line(0);
    if first.line.squeezed || !is_candidate(page, 0) || shape::words(line) < OPENING_WORDS {
        return None;
    }
    let capitals = !line.contains(char::is_lowercase) && line.contains(char::is_alphabetic);
    let is_signature = |at: &usize| {
        let line = page.line(*at);
        byline(line).is_some() || date_line(line).is_some()
    };
    let signed = (1..page.items.len().min(MAX_LINES)).take_while(is_signature).count();
    let text_below = page.items.get(1 + signed).is_some_and(|item| item.prose);
    if signed > 0 && text_below && shape::words(line) > OPENING_WORDS {
        return Some(1 + signed);
    }
    let apart = || below.line.apart && shape::words(line) > OPENING_WORDS && shape::is_heading(line);
    let announces = || page.line(1).ends_with(':') && shape::words(page.line(1)) > 2 * OPENING_WORDS;
    let headed = capitals && (below.prose || announces()) || below.prose && apart();
    headed.then_some(1)
}

/// The lines from `at` that say the same as `title`, or the line that breaks it off in dots.
fn repeated(page: &Page<'_>, at: usize, end: usize, title: &str) -> Option<std::ops::Range<usize>> {
    let line = without_date(page.line(at));
    if is_bare(line) {
        return None;
    }
    let mut rest = shape::letters(without_mark(title));
    let mut last = at;
    loop {
        let part = if last == at { without_mark(line) } else { page.line(last) };
        for c in shape::letters(part) {
            if rest.next() != Some(c) {
                return None;
            }
        }
        last += 1;
        if rest.clone().next().is_none() {
            return Some(at..last);
        }
        if shape::is_teaser(line) && line.len() >= HEADLINE_BYTES {
            return Some(at..last);
        }
        if last >= end.min(page.items.len()) || last - at >= MAX_LINES {
            return None;
        }
    }
}

/// A line without the day that a headline may start with: `June 5, 2026: Jury Convicts Two`.
fn without_date(line: &str) -> &str {
    match date_at(line) {
        Some((_, len)) => line[len..].strip_prefix(": ").unwrap_or(line),
        None => line,
    }
}

/// A headline without the release mark before it.
fn without_mark(title: &str) -> &str {
    release_mark(title).map_or(title, |mark| &title[mark..])
}

/// A line with four or more words that stands twice above the text, the second time near to it: a site's name stands
/// above all of its menus.
fn twice(page: &Page<'_>, end: usize) -> Option<Headline> {
    let candidates: Vec<usize> =
        (0..end).filter(|&at| is_candidate(page, at) && shape::words(page.line(at)) >= 4).collect();
    // Headers are short; the bound keeps a page of nothing but menus cheap.
    let candidates = &candidates[..candidates.len().min(60)];
    let at = candidates.iter().enumerate().find_map(|(n, &at)| {
        let twin =
            candidates[n + 1..].iter().rev().find(|&&twin| shape::same_text(page.line(at), page.line(twin)));
        twin.copied().filter(|twin| end - twin <= LINES_BELOW)
    })?;
    Some(found(page, at..at + 1))
}

/// The line that reads like a headline: the first of the long lines next above the text.
///
/// Menus part those from what a site says of itself; dates, contacts and links to share stand between a headline and
/// the line below it.
fn best(page: &Page<'_>, end: usize) -> Option<usize> {
    let full = |at: usize| {
        let line = page.line(at);
        is_candidate(page, at) && line.len() >= HEADLINE_BYTES && shape::words(line) >= 4 && !is_agency(line)
    };
    let near = end.saturating_sub(LINES_BELOW);
    let mut found = None;
    for at in (near..end).rev() {
        if full(at) {
            found = Some(at);
        } else if found.is_some() && !is_beside_headline(page, at) {
            break;
        }
    }
    let found = found.or_else(|| {
        // A short line above a menu is the site's name more often than a headline.
        let is_menu = |at: &usize| page.items[*at].form.is_some_and(|form| form.rule == Rule::Menu);
        let below_menus = (near..end).rfind(is_menu).map_or(near, |at| at + 1);
        let candidates =
            (below_menus..end).filter(|&at| is_candidate(page, at) && shape::words(page.line(at)) >= 3);
        candidates.max_by_key(|&at| page.line(at).len())
    });
    found.or_else(|| (near..end).find(|&at| is_above_day(page, at)))
}

/// Whether a stretch of a squeezed page stands directly above the day, as headlines do that read like a sentence.
fn is_above_day(page: &Page<'_>, at: usize) -> bool {
    let item = &page.items[at];
    let dated = || page.items.get(at + 1).is_some_and(|_| date_line(page.line(at + 1)).is_some());
    item.line.squeezed
        && item.form.is_none()
        && !item.prose
        && shape::words(page.line(at)) > OPENING_WORDS
        && dated()
}

/// Whether a line may stand between a headline and the line below it.
fn is_beside_headline(page: &Page<'_>, at: usize) -> bool {
    let line = page.line(at);
    match page.items[at].form.map(|form| form.rule) {
        Some(Rule::Share | Rule::Print | Rule::Contact | Rule::Tags) => true,
        Some(_) => false,
        None => is_contact(line) || date_line(line).is_some() || byline(line).is_some() || is_bare(line),
    }
}

/// Whether a line may be a headline at all.
fn is_candidate(page: &Page<'_>, at: usize) -> bool {
    let item = &page.items[at];
    let line = page.line(at);
    let runs_on = item.line.squeezed && (shape::is_running(line) || squeezed::place(line, false).is_some());
    if item.form.is_some() || item.prose || runs_on || line.ends_with(['.', ':', ',', '>', '»']) {
        return false;
    }
    let of_site = line.contains(" | ") || is_breadcrumb(line) || is_contact(line) || is_doubled(line);
    let dated = find_date(line).is_some_and(|(_, span)| span.len() * 3 >= line.len());
    !(of_site || dated || shape::is_teaser(line))
}

/// Whether a line is a name said twice: `Department of State Department of State`.
pub(super) fn is_doubled(line: &str) -> bool {
    let half = line.len() / 2;
    line.is_char_boundary(half) && line.len() > 10 && line[..half].trim() == line[half..].trim()
}

/// Whether a line is the name of an agency.
fn is_agency(line: &str) -> bool {
    let word = |word: &str| {
        AGENCY_WORDS.iter().any(|agency| word.trim_end_matches(',').eq_ignore_ascii_case(agency))
    };
    let possessive = || {
        shape::is_name(line)
            && (line.contains(" of ") || line.contains("'s ") || line.contains("’s "))
            && line.split(' ').any(word)
            && shape::words(line) <= 10
    };
    is_agency_name(line) || possessive()
}

/// The headline that stands in `lines`.
fn found(page: &Page<'_>, lines: std::ops::Range<usize>) -> Headline {
    Headline { text: joined(page, &lines), lines, page_title: None, site: None }
}

/// Lines as one.
fn joined(page: &Page<'_>, lines: &std::ops::Range<usize>) -> String {
    let words = lines.clone().flat_map(|at| without_date(page.line(at)).split_whitespace());
    words.collect::<Vec<_>>().join(" ")
}
