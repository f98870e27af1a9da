//! Who wrote it: the byline and the agency under it.

use super::shape;

/// A byline is no longer than this.
const MAX_BYTES: usize = 90;
/// Words that the name of an agency or a writer's post holds.
const AGENCY_WORDS: [&str; 20] = [
    "affairs",
    "agency",
    "bureau",
    "command",
    "correspondent",
    "department",
    "dod",
    "editor",
    "journal",
    "media",
    "news",
    "office",
    "press",
    "reporter",
    "service",
    "staff",
    "times",
    "tribune",
    "wire",
    "writer",
];

/// Words of the posts of those who speak for an agency.
const POSTS: [&str; 14] = [
    "Administrator",
    "Ambassador",
    "Attorney",
    "Chair",
    "Chief",
    "Commissioner",
    "Coordinator",
    "Director",
    "Envoy",
    "Minister",
    "Representative",
    "Secretary",
    "Spokes",
    "Undersecretary",
];

/// The writer, and the agency where it stands in the same line: `By Jane Doe, Army News Service`.
pub(super) fn byline(line: &str) -> Option<(&str, Option<&str>)> {
    let rest = line.strip_prefix("By ").or_else(|| line.strip_prefix("BY "))?;
    let rest = rest.strip_prefix(": ").unwrap_or(rest).trim();
    let (name, agency) = match rest.find([',', '|', '/', '–', '—']) {
        Some(at) => (rest[..at].trim(), Some(rest[at..].trim_start_matches([',', '|', '/', '–', '—', ' ']))),
        None => (rest, None),
    };
    let agency = agency.filter(|agency| !agency.is_empty());
    let capital = name.starts_with(char::is_uppercase) && !rest.bytes().any(|b| b.is_ascii_digit());
    let fits = line.len() <= MAX_BYTES && (2..=8).contains(&shape::words(name)) && shape::is_name(name);
    (capital && fits && agency.is_none_or(shape::is_name)).then_some((name, agency))
}

/// Whether the line after a byline names an agency or the writer's post.
pub(super) fn is_agency(line: &str, apart: bool) -> bool {
    let known = || {
        let mut words = line.split_ascii_whitespace();
        words.any(|word| AGENCY_WORDS.iter().any(|agency| word.eq_ignore_ascii_case(agency)))
    };
    line.len() <= MAX_BYTES
        && shape::is_name(line)
        && (1..=8).contains(&shape::words(line))
        && !line.bytes().any(|b| b.is_ascii_digit())
        && !shape::ends_sentence(line)
        && (!apart || known())
}

/// Whether a line is the name of an agency: `Department of Justice`, `Office of the Spokesperson`.
pub(super) fn is_agency_name(line: &str) -> bool {
    const STARTS: [&str; 15] = [
        "administration for ",
        "bureau of ",
        "department for ",
        "department of ",
        "division of ",
        "embassy of ",
        "ministry for ",
        "ministry of ",
        "office for ",
        "office of ",
        "the department of ",
        "the office of ",
        "u.s. department of ",
        "united states department of ",
        "us department of ",
    ];
    let starts = |start: &&str| line.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
    line.len() <= MAX_BYTES && STARTS.iter().any(starts) && shape::is_name(line) && shape::words(line) <= 10
}

/// Whether a line is who speaks, with the post: `Jane Q. Doe, Secretary of State`.
pub(super) fn speaker(line: &str) -> bool {
    let Some((name, post)) = line.split_once(", ") else { return false };
    let is_post = |word: &str| POSTS.iter().any(|known| word.trim_end_matches(',').starts_with(known));
    line.len() <= MAX_BYTES + 60
        && !line.ends_with(['.', ':', ','])
        && !line.bytes().any(|b| b.is_ascii_digit())
        && (2..=5).contains(&shape::words(name))
        && shape::is_name(name)
        && post.split(' ').take(4).any(is_post)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_after_by_are_bylines() {
        assert_eq!(byline("By Jane Q. Doe"), Some(("Jane Q. Doe", None)));
        assert_eq!(byline("By Jane Doe // City Tribune"), Some(("Jane Doe", Some("City Tribune"))));
        assert_eq!(byline("By the numbers"), None);
        assert_eq!(byline("By 2013 the Senate had voted"), None);
    }

    #[test]
    fn an_agency_stands_directly_below_or_is_known_by_its_words() {
        assert!(is_agency("American Forces Press Service", false));
        assert!(is_agency("Army News Service", true));
        assert!(!is_agency("Senators Reach Deal", true));
    }

    #[test]
    fn who_speaks_is_named_with_the_post() {
        assert!(speaker("Ann Lee, Acting Deputy Secretary of Rivers") && speaker("Bo Day, Spokesperson"));
        assert!(!speaker("Rivers, Lakes and Seas") && !speaker("Ann Lee, Secretary of Rivers, spoke."));
    }
}
