//! Dates as news pages write them.

use crate::text::Span;

/// Month names; three letters are enough to know one.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
/// Names of the days of the week.
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Date {
    year: u32,
    month: u32,
    day: u32,
}

impl Date {
    /// The date, or `None` where the calendar has no such day.
    fn new(year: u32, month: u32, day: u32) -> Option<Self> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        let valid = (1600..2200).contains(&year) && (1..=12).contains(&month) && (1..=days).contains(&day);
        valid.then_some(Self { year, month, day })
    }

    /// The date as `YYYY-MM-DD`.
    pub(super) fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// The date that `text` starts with and the number of bytes it takes.
///
/// Understood: `June 5, 2013`, `Sept. 5th 2013`, `Wednesday, June 5, 2013`, `5 June 2013`, `2013-06-05`, and
/// `06/25/2013` where only one order of day and month can be meant (or both are the same number).
pub(super) fn date_at(text: &str) -> Option<(Date, usize)> {
    let mut words = Words::new(text);
    let mut first = words.next()?;
    if is_name(first, &WEEKDAYS).is_some() && first.len() >= 3 {
        first = words.next()?;
    }
    let date = if let Some(month) = month(first) {
        let day = ordinal(words.next()?)?;
        Date::new(year(words.next()?)?, month, day)
    } else {
        let number = ordinal(first)?;
        let next = words.next()?;
        match month(next) {
            Some(month) => Date::new(year(words.next()?)?, month, number),
            None => numeric(first, next, words.next()?),
        }
    }?;
    Some((date, words.at))
}

/// The date that a field such as `2013-06-05T10:00:00Z` or `Wed, 05 Jun 2013 10:00` holds.
pub(super) fn date_of_field(field: &str) -> Option<Date> {
    date_at(field.trim()).map(|(date, _)| date)
}

/// The date of a line that says nothing else but a label, a weekday, a time: `Published: June 5, 2013 | 3:30 PM`.
pub(super) fn date_line(line: &str) -> Option<Date> {
    let (date, span) = find_date(line)?;
    let rest_is_date_words = |text: &str| {
        Words::new(text).all(|word| {
            word.bytes().all(|b| b.is_ascii_digit()) && word.len() <= 4
                || DATE_WORDS.iter().any(|known| word.eq_ignore_ascii_case(known))
                || is_name(word, &WEEKDAYS).is_some()
        })
    };
    let (before, after) = (&line[..span.start], &line[span.end..]);
    // `Admin | June 5, 2013`: whoever posted it, set off by a bar.
    let author = || after.trim_start().starts_with("by ") && after.len() <= 30;
    let poster = || before.len() <= 30 && before.trim_end().ends_with(['|', '•', '·']);
    ((rest_is_date_words(before) || poster()) && (rest_is_date_words(after) || author())).then_some(date)
}

/// Words that stand beside the date in a date line.
const DATE_WORDS: [&str; 26] = [
    "a",
    "am",
    "at",
    "cdt",
    "created",
    "cst",
    "date",
    "edt",
    "est",
    "et",
    "for",
    "immediate",
    "last",
    "m",
    "modified",
    "news",
    "on",
    "p",
    "pm",
    "posted",
    "press",
    "publish",
    "published",
    "release",
    "released",
    "updated",
];

/// The first date in a short text.
pub(super) fn find_date(text: &str) -> Option<(Date, Span)> {
    let mut words = Words::new(text);
    loop {
        let word = words.next()?;
        let start = words.at - word.len();
        // A date starts with a digit or with a name that it can hold.
        let likely = word.as_bytes()[0].is_ascii_digit()
            || month(word).is_some()
            || is_name(word, &WEEKDAYS).is_some();
        if !likely {
            continue;
        }
        if let Some((date, len)) = date_at(&text[start..]) {
            return Some((date, Span::new(start, start + len)));
        }
    }
}

/// `2013 06 05`, or `06 25 2013` and `25 06 2013` where the order is sure.
fn numeric(a: &str, b: &str, c: &str) -> Option<Date> {
    if a.len() == 4 && b.len() <= 2 && c.len() <= 2 {
        return Date::new(number(a)?, number(b)?, number(c)?);
    }
    let (a, b) = (number(a)?, number(b)?);
    match (a, b) {
        _ if c.len() != 4 => None,
        (1..=12, 13..) => Date::new(year(c)?, a, b),
        (13.., 1..=12) => Date::new(year(c)?, b, a),
        _ if a == b => Date::new(year(c)?, a, b),
        _ => None,
    }
}

/// The month's number, 1 to 12.
fn month(word: &str) -> Option<u32> {
    is_name(word, &MONTHS).and_then(|at| u32::try_from(at + 1).ok())
}

/// The place in `names` of the one that `word` is, or is a beginning of three or more letters of.
fn is_name(word: &str, names: &[&str]) -> Option<usize> {
    if word.len() < 3 || !word.is_ascii() {
        return None;
    }
    let is_start = |name: &str| name.len() >= word.len() && name[..word.len()].eq_ignore_ascii_case(word);
    names.iter().position(|name| is_start(name) && (word.len() <= 5 || word.len() == name.len()))
}

/// The number of a day: `5`, `05`, `5th`.
fn ordinal(word: &str) -> Option<u32> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let suffix = &word[digits.len()..];
    let plain = suffix.is_empty() || ["st", "nd", "rd", "th"].iter().any(|s| suffix.eq_ignore_ascii_case(s));
    if plain { number(digits) } else { None }
}

/// A year of four digits; what a page glued to it (`2007Contact`, `2013T10`) is left alone.
fn year(word: &str) -> Option<u32> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 4 { number(&word[..4]) } else { None }
}

/// A number of at most four digits.
fn number(word: &str) -> Option<u32> {
    if (1..=4).contains(&word.len()) { word.parse().ok() } else { None }
}

/// The runs of letters and digits of a text; `at` is where the last one ended.
struct Words<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Words<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }
}

impl<'t> Iterator for Words<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        let rest = &self.text[self.at..];
        let start = self.at + rest.find(|c: char| c.is_alphanumeric())?;
        let bytes = &self.text.as_bytes()[start..];
        let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
        let time = bytes.get(digits) == Some(&b'T') && bytes.get(digits + 1).is_some_and(u8::is_ascii_digit);
        let len = if digits == 4 || digits > 0 && time {
            // A year ends after four digits, whatever is glued to it; a day ends before a time.
            digits
        } else {
            let rest = &self.text[start..];
            rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())
        };
        self.at = start + len;
        Some(&self.text[start..self.at])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iso(text: &str) -> Option<String> {
        date_at(text).map(|(date, _)| date.iso())
    }

    #[test]
    fn dates_in_words_are_read_in_both_orders() {
        for text in [
            "June 5, 2013",
            "Wednesday, June 5, 2013",
            "5 June 2013",
            "Jun. 5th 2013",
            "Wed, 05 Jun 2013 10:00",
        ] {
            assert_eq!(iso(text).as_deref(), Some("2013-06-05"), "{text}");
        }
    }

    #[test]
    fn numbers_are_read_only_where_the_order_is_sure() {
        assert_eq!(iso("2013-06-05T10:00:00Z").as_deref(), Some("2013-06-05"));
        assert_eq!(iso("06/25/2013").as_deref(), Some("2013-06-25"));
        assert_eq!(iso("25.06.2013").as_deref(), Some("2013-06-25"));
        assert_eq!(iso("06/05/2013"), None);
    }

    #[test]
    fn days_that_no_calendar_has_are_no_dates() {
        assert_eq!(iso("February 30, 2013"), None);
        assert_eq!(iso("2013-13-01"), None);
    }

    #[test]
    fn a_date_line_holds_nothing_else() {
        assert!(date_line("Published: Wednesday, June 5, 2013 | 3:30 PM EST").is_some());
        assert!(date_line("On June 5, 2013 the Senate voted").is_none());
        assert!(date_line("May 2013").is_none());
    }
}
