//! Lines of telephone numbers, mail addresses and postal addresses.

/// Longer lines are text that happens to hold a number.
const MAX_BYTES: usize = 130;

/// Whether a line is there to reach somebody.
pub(super) fn is_contact(line: &str) -> bool {
    line.len() <= MAX_BYTES
        && (has_mail(line) || has_phone(line) || has_post_code(line) || is_url(line) || is_room(line))
}

/// Whether a line is the foot or head of an office's paper: a postal address and a telephone number.
pub(super) fn is_letterhead(line: &str) -> bool {
    let has_code = || line.split(|c: char| !c.is_ascii_digit()).any(|group| group.len() == 5);
    line.len() <= MAX_BYTES && has_phone(line) && has_code() && line.contains(", ")
}

/// Whether a line holds a mail address, or the mark that a site puts in its place.
fn has_mail(line: &str) -> bool {
    let bytes = line.as_bytes();
    let around = |at: usize| {
        at > 0
            && bytes[at - 1].is_ascii_alphanumeric()
            && bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric)
    };
    memchr::memchr_iter(b'@', bytes).any(around) || line.contains("[email")
}

/// Whether a line holds a telephone number: groups of 3, 3 and 4 digits, or of 3 and 4.
pub(super) fn has_phone(line: &str) -> bool {
    let mut groups = [0; 3];
    for group in line.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()) {
        groups = [groups[1], groups[2], group.len()];
        if groups == [3, 3, 4] {
            return true;
        }
    }
    false
}

/// Whether a line ends in a state and a post code: `Springfield, IL 62701`.
fn has_post_code(line: &str) -> bool {
    let digits = line.trim_end_matches(['-', '.']).len();
    let head = line[..digits].trim_end_matches(|c: char| c.is_ascii_digit() || c == '-');
    let code = line[head.len()..digits].len();
    let state = head.trim_end().trim_end_matches('.');
    let known = state.len() >= 2 && state.bytes().rev().take(2).all(|b| b.is_ascii_alphabetic());
    (5..=10).contains(&code) && head.ends_with(' ') && known && (line.contains(", ") || line.contains("  "))
}

/// Whether a line is the room of an office of the Senate: `SR 493`.
fn is_room(line: &str) -> bool {
    let number = |rest: &str| rest.len() == 4 && rest[1..].bytes().all(|b| b.is_ascii_digit());
    ["SD", "SH", "SR"].iter().any(|house| line.strip_prefix(house).is_some_and(number))
}

/// Whether a line is an address on the web and nothing else.
fn is_url(line: &str) -> bool {
    const ENDS: [&str; 6] = [".gov", ".mil", ".com", ".org", ".net", ".edu"];
    let ends =
        |end: &&str| line.len() > end.len() && line[line.len() - end.len()..].eq_ignore_ascii_case(end);
    let starts = |start: &&str| line.starts_with(start);
    let is_site = || line.is_ascii() && ENDS.iter().any(ends);
    !line.contains(' ') && (["http://", "https://", "www."].iter().any(starts) || is_site())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_addresses_are_contacts() {
        for line in [
            "Office: 555-347-8408",
            "(305) 555-0535",
            "press@example.gov",
            "Springfield, IL 62701",
            "SR 493",
            "202 555 1212",
        ] {
            assert!(is_contact(line), "{line}");
        }
    }

    #[test]
    fn other_numbers_are_not() {
        for line in ["In 2013, 120 people", "Public Law 108 176 5", "the $ 100 000 grant", "Item 12345"] {
            assert!(!is_contact(line), "{line}");
        }
    }
}
