//! The dateline: the place, and often the day, that a news text starts with.

use super::date::{Date, date_at, find_date};

/// The separator is looked for in so many bytes.
const MAX_BYTES: usize = 100;
/// Cities that a dateline names without their state or country.
#[rustfmt::skip]
pub(super) const CITIES: [&str; 62] = [
    "AMSTERDAM", "ANKARA", "ATHENS", "ATLANTA", "BAGHDAD", "BALTIMORE", "BANGKOK", "BEIJING", "BEIRUT", "BERLIN",
    "BOSTON", "BRUSSELS", "CAIRO", "CHICAGO", "CINCINNATI", "CLEVELAND", "DALLAS", "DENVER", "DETROIT", "DUBLIN",
    "GENEVA", "HAVANA", "HELSINKI", "HONG KONG", "HONOLULU", "HOUSTON", "INDIANAPOLIS", "ISLAMABAD", "ISTANBUL",
    "JERUSALEM", "KABUL", "KIEV", "KYIV", "LAS VEGAS", "LONDON", "LOS ANGELES", "MADRID", "MEXICO CITY", "MIAMI",
    "MILWAUKEE", "MINNEAPOLIS", "MOSCOW", "NAIROBI", "NEW DELHI", "NEW ORLEANS", "NEW YORK", "OSLO", "OTTAWA", "PARIS",
    "PHILADELPHIA", "PHOENIX", "PITTSBURGH", "ROME", "SAN FRANCISCO", "SEATTLE", "SEOUL", "STOCKHOLM", "TEHRAN",
    "TOKYO", "UNITED NATIONS", "VIENNA", "WASHINGTON",
];
/// A colon at the beginning of a line.
const COLON: &str = "\n: ";
/// The letters of the states and of the capital's district.
const STATES: &str = "AK AL AR AZ CA CO CT DC DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE NH NJ NM NV NY \
    OH OK OR PA RI SC SD TN TX UT VA VT WA WI WV WY";
/// Words of an office, which stands after a name as a region does.
const OFFICES: [&str; 8] =
    ["Ambassador", "Chair", "Chairman", "Commissioner", "Director", "Minister", "President", "Secretary"];
/// Words in capitals that stand before a dash without being a place.
const NO_PLACES: [&str; 19] = [
    "ADVISORY",
    "ALERT",
    "BREAKING",
    "CORRECTION",
    "EDITOR",
    "EXCLUSIVE",
    "MEDIA",
    "NEWS",
    "NOTE",
    "PRESS",
    "PS",
    "QUESTION",
    "RELEASE",
    "REMINDER",
    "STATEMENT",
    "SUBJECT",
    "SUMMARY",
    "UPDATE",
    "WARNING",
];

/// A dateline read from the beginning of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Dateline {
    /// The place, for example `WASHINGTON` or `Miami`.
    pub(super) place: String,
    /// The day, where it is named.
    pub(super) date: Option<Date>,
    /// Where the text proper starts.
    pub(super) len: usize,
    /// Whether nothing else can be meant: a place in capitals that is known, or that a region, an agency or a date
    /// stands with; a known one with its region; or one in brackets.
    pub(super) sure: bool,
}

/// The dateline at the beginning of `text`.
///
/// `PLACE –`, `PLACE, State –`, `Place, June 5, 2013 –`, `PLACE (Agency) –`, `(Place, State) –`; the parts may stand
/// on lines of their own.
pub(super) fn dateline(text: &str) -> Option<Dateline> {
    if !text.starts_with(|c: char| c.is_uppercase() || c == '(') {
        return None;
    }
    let end = (0..=MAX_BYTES.min(text.len())).rfind(|&at| text.is_char_boundary(at))?;
    let window = &text[..end];
    let (at, separator) = separator(window).into_iter().chain(lone_colon(window)).min()?;
    let (head, agency) = without_agency(window[..at].trim());
    let bracketed = head.starts_with('(') && head.ends_with(')');
    if !bracketed && head.contains('(') && !head.contains(')') {
        return None;
    }
    let head = head.trim_start_matches('(').trim_end_matches([')', ' ', ',']);
    let (place, date) = match find_date(head) {
        Some((date, span)) if head[span.end..].trim_matches([',', '.', ')', ' ']).is_empty() => {
            (&head[..span.start], Some(date))
        }
        Some(_) => return None,
        None => (head, None),
    };
    let place = place.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | '–'));
    let (city, region) = place.split_once(',').unwrap_or((place, ""));
    if !is_place(city) || !(region.is_empty() || region.split(',').all(is_place)) {
        return None;
    }
    let after = &text[at + separator.len()..];
    let blank = |c: char| c.is_whitespace() || matches!(c, '–' | '—' | '-');
    let mut rest = after.trim_start_matches(blank);
    let mut date = date;
    if let Some((day, len)) = date_at(rest).filter(|_| date.is_none()) {
        // The day may have a dash of its own: `Miami – May 2, 2025 – `.
        let after = rest[len..].trim_start_matches([',', '.', ' ', '\n', '\r']);
        if after.starts_with(['–', '—', '-']) {
            (rest, date) = (after.trim_start_matches(blank), Some(day));
        }
    }
    if rest.is_empty() {
        return None;
    }
    let capitals = !city.chars().any(char::is_lowercase) && city.len() >= 4;
    let fixed = !region.is_empty() || agency || date.is_some() || CITIES.binary_search(&city.trim()).is_ok();
    let known = CITIES.iter().any(|known| known.eq_ignore_ascii_case(city.trim()));
    let alone = (separator == COLON || known) && !region.is_empty();
    let sure = capitals && fixed || bracketed && (capitals || !region.is_empty()) || alone;
    let place = place.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(Dateline { place, date, len: text.len() - rest.len(), sure })
}

/// The first dash that can end a dateline; a hyphen can between blanks.
fn separator(text: &str) -> Option<(usize, &str)> {
    memchr::memchr2_iter(b'-', "–".as_bytes()[0], text.as_bytes()).find_map(|at| {
        let rest = text.get(at..)?;
        if let Some(dash) = ["–", "—", "‒", "--"].into_iter().find(|dash| rest.starts_with(dash)) {
            return Some((at, dash));
        }
        let alone = rest.starts_with("- ") && text[..at].ends_with([' ', '\n']);
        alone.then(|| (at - 1, &text[at - 1..at + 2]))
    })
}

/// The colon that starts the line below a place, where bold type ended: `Elkton, Ohio`, `: The mayor said`.
fn lone_colon(text: &str) -> Option<(usize, &str)> {
    text.find(COLON).map(|at| (at, COLON))
}

/// The place and the day of a line that holds nothing else: `Washington, June 5, 2013`, `Elkton (May 3, 2012)`.
pub(super) fn place_and_date(line: &str) -> Option<(String, Date)> {
    let (date, span) = find_date(line)?;
    let blank = |c: char| c.is_whitespace() || matches!(c, ',' | '–' | '—' | '-' | '.' | ':' | '(' | ')');
    let place = line[..span.start].trim_matches(blank);
    let alone = line[span.end..].trim_matches(blank).is_empty();
    let parted = !line[..span.start].ends_with(char::is_alphanumeric) && place.split(',').all(is_place);
    (alone && parted).then(|| (place.to_owned(), date))
}

/// Whether a line is a place with its region and nothing else: `New York, New York`, `Washington D.C.`.
pub(super) fn is_place_line(line: &str) -> bool {
    let is_known = |city: &str| CITIES.iter().any(|known| known.eq_ignore_ascii_case(city));
    match line.split_once(", ") {
        // `Jo Doe, Foreign Secretary` has the same form.
        Some((city, region)) => {
            is_place(city) && is_place(region) && !region.split(' ').any(|word| OFFICES.contains(&word))
        }
        None => line.rsplit_once(' ').is_some_and(|(city, region)| is_known(city) && is_state(region)),
    }
}

/// Whether a text is the two letters of a state, with periods or blanks or without: `NJ`, `N.J.`, `N J`.
pub(super) fn is_state(text: &str) -> bool {
    let mut letters = text.bytes().filter(|byte| !matches!(byte, b'.' | b' '));
    let (first, second, more) = (letters.next(), letters.next(), letters.next());
    let state = |first, second| STATES.split(' ').any(|state| state.as_bytes() == [first, second]);
    more.is_none() && first.zip(second).is_some_and(|(first, second)| state(first, second))
}

/// A head without an agency in brackets at its end, `WASHINGTON (AP)`, and whether there was one.
fn without_agency(head: &str) -> (&str, bool) {
    match head.rfind('(') {
        Some(at) if at > 0 && head.ends_with(')') && find_date(&head[at..]).is_none() => {
            (head[..at].trim_end(), true)
        }
        _ => (head, false),
    }
}

/// Whether a text can be the name of a place: up to four words, each in a capital, without digits.
pub(super) fn is_place(name: &str) -> bool {
    let mut words = 0;
    for word in name.split_whitespace() {
        words += 1;
        let letters = word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '\'' | '’' | '-'));
        if words > 4
            || NO_PLACES.contains(&word)
            || !letters
            || !word.starts_with(char::is_uppercase) && word != "of" && word != "and"
        {
            return false;
        }
    }
    words > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cities_are_sorted() {
        assert!(CITIES.is_sorted());
    }

    fn read(text: &str) -> Option<(String, Option<String>, &str, bool)> {
        dateline(text).map(|d| (d.place, d.date.map(Date::iso), &text[d.len..], d.sure))
    }

    #[test]
    fn place_and_day_before_a_dash_are_a_dateline() {
        let (place, date, rest, sure) = read("WASHINGTON, June 5, 2013 – The President spoke.").unwrap();
        assert_eq!((place.as_str(), date.as_deref()), ("WASHINGTON", Some("2013-06-05")));
        assert_eq!((rest, sure), ("The President spoke.", true));
    }

    #[test]
    fn brackets_lines_and_agencies_are_understood() {
        for text in ["(Washington, DC) - He spoke.", "CHICAGO\n—\nHe spoke.", "BOSTON (AP) -- He spoke."] {
            let (_, _, rest, sure) = read(text).unwrap();
            assert_eq!((rest, sure), ("He spoke.", true), "{text}");
        }
    }

    #[test]
    fn a_place_may_stand_above_a_colon_or_before_a_day_in_brackets() {
        let (place, _, rest, sure) = read("Elkton, Ohio\n: The mayor spoke.").unwrap();
        assert_eq!((place.as_str(), rest, sure), ("Elkton, Ohio", "The mayor spoke.", true));
        for line in ["Elkton (May 3, 2012)", "(Elkton – May 3, 2012)"] {
            assert_eq!(place_and_date(line).map(|(place, _)| place).as_deref(), Some("Elkton"), "{line}");
        }
        assert!(is_place_line("Washington D.C.") && !is_place_line("Elkton Rivers"));
        assert!(!is_place_line("Washington Post") && !is_place_line("Jo Doe, Foreign Secretary"));
        assert!(is_state("N J") && is_state("D.C.") && !is_state("U S") && !is_state("AP"));
    }

    #[test]
    fn a_dash_within_a_sentence_makes_no_dateline() {
        assert_eq!(read("The bill – the third this year – passed."), None);
        assert_eq!(read("WARNING — wet paint"), None);
        assert!(!read("Paris – the capital – is old.").unwrap().3);
        assert!(read("Washington, DC - The Senate met.").unwrap().3);
    }
}
