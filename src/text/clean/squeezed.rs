//! The head of a page that was squeezed on one line: where its line ends were, and a dateline that lost its dash.

use crate::text::Span;

use super::contact::has_phone;
use super::date::find_date;
use super::dateline::{CITIES, is_place, is_state};
use super::marks::RELEASE;

/// The head of a page has at most so many lines.
pub(super) const HEAD_LINES: usize = 24;
/// The end of a lost line is looked for in so many bytes.
const MAX_BYTES: usize = 300;
/// Names of who to call and their numbers take at most so many bytes.
const CONTACT_BYTES: usize = 100;
/// A gap of so many bytes stands for more lines than part two paragraphs.
const WIDE_GAP: usize = 40;
/// What stands for a lost mark and the space after it.
const GAP: &str = "  ";
/// How the region of the city that most datelines name reads.
const REGIONS: [&str; 4] = ["D C", "D.C.", "DC", "D. C."];
/// A place with its region is no longer than this.
const MAX_PLACE: usize = 60;
/// The short form of a region is no longer than this.
const MAX_REGION: usize = 5;

/// Whether many line ends stood between two stretches, as between a headline and the text of a page.
pub(super) fn is_wide(before: Span, next: Span) -> bool {
    next.start - before.end >= WIDE_GAP
}

/// The lines that a stretch above the text was made of, as far as it shows: a release mark, a day and who to call stand
/// on lines of their own.
pub(super) fn lines(text: &str, stretch: Span) -> impl Iterator<Item = Span> {
    let (mut rest, mut cuts) = (Some(stretch), 0);
    std::iter::from_fn(move || {
        let all = rest?;
        cuts += 1;
        let cut = line_end(all.of(text)).filter(|_| cuts < HEAD_LINES).map(|at| all.start + at);
        rest = cut.map(|cut| Span::new(cut, all.end).trimmed(text)).filter(|rest| !rest.is_empty());
        Some(Span::new(all.start, cut.unwrap_or(all.end)).trimmed(text))
    })
}

/// Where the first line of `stretch` ends, if another follows.
fn line_end(stretch: &str) -> Option<usize> {
    let window = &stretch[..stretch.floor_char_boundary(MAX_BYTES)];
    let end = match window.find(RELEASE) {
        Some(0) => Some(RELEASE.len()),
        Some(at) => day_end(&window[..at], &window[..at]).or(Some(at)),
        None => contact_end(window).or_else(|| day_end(window, stretch)),
    };
    end.filter(|&end| !stretch[end..].trim().is_empty())
}

/// Where the telephone number ends of who to call, named first.
fn contact_end(window: &str) -> Option<usize> {
    let rest = window.strip_prefix("Contact")?;
    let head = &rest[..rest.floor_char_boundary(CONTACT_BYTES)];
    let mut gaps = head.match_indices(' ').map(|(at, _)| at);
    let end =
        gaps.find(|&at| head[..at].ends_with(|c: char| c.is_ascii_digit()) && has_phone(&head[..at]))?;
    Some(window.len() - rest.len() + end)
}

/// Where a day ends that the stretch starts with, or starts that it ends with; a place may stand after it.
fn day_end(window: &str, stretch: &str) -> Option<usize> {
    let (_, day) = find_date(window)?;
    let after = stretch[day.end..].trim();
    if day.start == 0 {
        return Some(day.end);
    }
    let before = window[..day.start].trim_end();
    let labelled = before.ends_with("Date") && has_phone(before);
    (after.is_empty() || is_bare_place(after) || labelled).then_some(day.start)
}

/// Whether a stretch is a place and nothing else.
fn is_bare_place(stretch: &str) -> bool {
    stretch.len() <= MAX_PLACE && place(stretch, true) == Some(stretch.len())
}

/// The bytes of the place, with its region, that a stretch starts with whose dash was lost: `WASHINGTON  D C`.
///
/// It is a city that is known, in capitals or with its region; a name in capitals with its region; any name below a
/// day (`dated`). A name that is not known is the whole stretch.
pub(super) fn place(stretch: &str, dated: bool) -> Option<usize> {
    if let Some(city) = city(stretch) {
        let rest = stretch[city..].trim_start();
        let region = region(rest);
        let capitals = !stretch[..city].contains(char::is_lowercase) && is_parted(&stretch[city..]);
        let end = stretch.len() - rest.len();
        return match region {
            Some(region) => Some(end + region),
            None => (capitals || dated && rest.is_empty()).then_some(city),
        };
    }
    let (name, region) = stretch.split_once(GAP).unwrap_or((stretch, ""));
    let capitals = name.len() >= 4 && !name.contains(char::is_lowercase);
    let places = is_place(name) && (region.is_empty() || region.len() <= MAX_REGION && is_place(region));
    (places && (dated || capitals && !region.is_empty())).then_some(stretch.len())
}

/// The bytes of the city that a stretch starts with.
fn city(stretch: &str) -> Option<usize> {
    let starts = |city: &&str| stretch.get(..city.len()).is_some_and(|head| head.eq_ignore_ascii_case(city));
    let ends = |city: &&str| !stretch[city.len()..].starts_with(char::is_alphanumeric);
    CITIES.into_iter().filter(starts).find(ends).map(str::len)
}

/// The bytes of the region that the rest of a stretch starts with: `D C`, or the letters of a state up to a gap.
fn region(rest: &str) -> Option<usize> {
    let known = REGIONS.into_iter().find(|region| rest.strip_prefix(region).is_some_and(is_parted));
    let short = rest.find(GAP).unwrap_or(rest.len());
    known.map(str::len).or_else(|| is_state(&rest[..short]).then_some(short))
}

/// Whether what follows a place is no part of it: nothing, or a gap where a mark was lost.
fn is_parted(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(GAP)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(stretch: &str) -> Vec<&str> {
        lines(stretch, Span::new(0, stretch.len())).map(|span| span.of(stretch)).collect()
    }

    #[test]
    fn marks_days_and_contacts_stand_alone() {
        let head =
            "Doe Warns of Floods  FOR IMMEDIATE RELEASE  March 22  2007Contact  Jo Lee  555 555 0100 More";
        let lines = [
            "Doe Warns of Floods",
            "FOR IMMEDIATE RELEASE",
            "March 22  2007",
            "Contact  Jo Lee  555 555 0100",
            "More",
        ];
        assert_eq!(parts(head), lines);
        assert_eq!(
            parts("A Bill for Dams  May 3  2007 Washington  DC"),
            ["A Bill for Dams", "May 3  2007", "Washington  DC"]
        );
    }

    #[test]
    fn a_stretch_is_cut_so_many_times_and_no_more() {
        assert_eq!(parts(&"May 3  2007 ".repeat(100)).len(), HEAD_LINES);
    }

    #[test]
    fn a_day_within_a_sentence_does_not_part_it() {
        let sentence = "The hearing of May 3  2007 was about dams";
        assert_eq!(parts(sentence), [sentence]);
    }

    #[test]
    fn a_place_that_lost_its_dash_is_known_by_its_region_or_the_day_above() {
        let read = |text: &'static str, dated| place(text, dated).map(|len| &text[..len]);
        assert_eq!(read("WASHINGTON  D C", false), Some("WASHINGTON  D C"));
        assert_eq!(read("Washington D C  Senator Doe spoke", false), Some("Washington D C"));
        assert_eq!(read("ELKTON  N J", false), Some("ELKTON  N J"));
        assert_eq!(read("Elkton", true), Some("Elkton"));
        for text in [
            "WASHINGTON U S  Senator Doe spoke",
            "Boston  AP  The",
            "Elkton",
            "BEYOND ALL HONORS",
            "Washington Senators Meet",
            "Washington  we said",
        ] {
            assert_eq!(read(text, false), None, "{text}");
        }
    }
}
