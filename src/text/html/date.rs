//! Dates as pages write them, turned into `YYYY-MM-DD`.

/// How the names of the months begin.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The first date in `text` as `YYYY-MM-DD`.
///
/// Reads `2019-11-19T08:00Z`, `2019/11/19`, `20191119`, `November 19, 2019` and `Tue, 19 Nov 2019 08:00:00 GMT`. Dates of
/// digits alone with the year last (`11/12/2019`) are read nowhere the same way, and are none.
pub(crate) fn iso_date(text: &str) -> Option<String> {
    let parts: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).take(24).collect();
    parts
        .windows(3)
        .find_map(named_month)
        .or_else(|| (0..parts.len()).find_map(|at| year_first(&parts[at..])))
}

/// A date that begins with the year.
fn year_first(parts: &[&str]) -> Option<String> {
    let first = *parts.first()?;
    if first.len() == 8 && first.bytes().all(|b| b.is_ascii_digit()) {
        return iso(&first[..4], number(&first[4..6])?, number(&first[6..])?);
    }
    let day = parts.get(2)?;
    let digits = day.find(|c: char| !c.is_ascii_digit()).unwrap_or(day.len());
    iso(first, number(parts[1])?, number(&day[..digits.min(2)])?)
}

/// A date with the month's name before or after the day.
fn named_month(parts: &[&str]) -> Option<String> {
    let (month, day) = match (month(parts[0]), month(parts[1])) {
        (Some(month), _) => (month, parts[1]),
        (None, Some(month)) => (month, parts[0]),
        (None, None) => return None,
    };
    iso(parts[2], month, number(day.trim_end_matches(|c: char| c.is_ascii_alphabetic()))?)
}

/// The number of the month that `name` is, abbreviated or not.
fn month(name: &str) -> Option<u32> {
    let start = name.get(..3)?;
    let at = MONTHS.iter().position(|month| start.eq_ignore_ascii_case(month))?;
    u32::try_from(at + 1).ok()
}

fn number(digits: &str) -> Option<u32> {
    if digits.len() > 2 { None } else { digits.parse().ok() }
}

fn iso(year: &str, month: u32, day: u32) -> Option<String> {
    let plausible = year.len() == 4
        && matches!(year.parse::<u32>(), Ok(1800..=2199))
        && (1..=12).contains(&month)
        && (1..=31).contains(&day);
    plausible.then(|| format!("{year}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machine_dates_are_read() {
        for date in
            ["2019-11-19", "2019-11-19T08:03:00-05:00", "2019/11/19 08:03", "20191119", "2019-11-19T080300Z"]
        {
            assert_eq!(iso_date(date).as_deref(), Some("2019-11-19"), "{date}");
        }
    }

    #[test]
    fn written_dates_are_read() {
        for date in
            ["November 19, 2019", "Tue, 19 Nov 2019 08:00:00 GMT", "Posted on Nov. 19th, 2019 at 8 am"]
        {
            assert_eq!(iso_date(date).as_deref(), Some("2019-11-19"), "{date}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for date in ["", "11/12/2019", "2019-13-19", "today", "may 99 2019", "é-é-é"] {
            assert_eq!(iso_date(date), None, "{date}");
        }
    }
}
