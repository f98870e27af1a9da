//! The marks that releases begin and end with.

use super::rule::{Form, Rule, Strength};

/// The mark that most releases begin with.
pub(super) const RELEASE: &str = "FOR IMMEDIATE RELEASE";

/// What a release says of itself before its headline.
const RELEASE_MARKS: [&str; 6] = [
    RELEASE,
    "PARA PUBLICACIÓN INMEDIATA",
    "MEDIA ADVISORY:",
    "MEDIA RELEASE:",
    "NEWS RELEASE:",
    "PRESS RELEASE:",
];

/// The bytes of the release mark that stands before other text in one line: `FOR IMMEDIATE RELEASE: Man Charged`.
pub(super) fn release_mark(line: &str) -> Option<usize> {
    if !line.starts_with(['F', 'f', 'M', 'm', 'N', 'n', 'P', 'p']) {
        return None;
    }
    let head = |mark: &&str| line.get(..mark.len()).is_some_and(|head| head.eq_ignore_ascii_case(mark));
    let mark = RELEASE_MARKS.into_iter().find(head)?;
    let rest = &line[mark.len()..];
    let text =
        rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '-' | '–' | '—' | '|'));
    let parted = mark.ends_with(':') || rest.len() - text.len() > 1 || line.starts_with(mark);
    (parted && !text.is_empty()).then(|| line.len() - text.len())
}

/// The sign that a release ends: `###`, `# # #`, `-30-`, `-END-`, `-EPA-`.
pub(super) fn end_mark(line: &str) -> Option<Form> {
    let dash = |c: char| matches!(c, '-' | '–' | '—' | '*' | '#');
    if !line.starts_with(dash) {
        return None;
    }
    let hashes = line.bytes().filter(|&b| b == b'#').count();
    let is_hashes = (1..=7).contains(&hashes) && line.bytes().all(|b| matches!(b, b'#' | b' '));
    let inner = line.trim_start_matches(dash).trim_end_matches(dash).trim();
    let dashed = line.starts_with(dash) && line.ends_with(dash) && line.len() <= 20;
    let capitals = || (2..=6).contains(&inner.len()) && inner.bytes().all(|b| b.is_ascii_uppercase());
    let is_word = dashed && (inner == "30" || inner.eq_ignore_ascii_case("end") || capitals());
    (is_hashes || is_word).then_some(Form { rule: Rule::EndMark, strength: Strength::Opens })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_mark_is_parted_from_the_headline() {
        let line = "For Immediate Release: Council Votes";
        assert_eq!(release_mark(line).map(|at| &line[at..]), Some("Council Votes"));
        assert_eq!(release_mark("FOR IMMEDIATE RELEASE"), None);
        assert_eq!(release_mark("For immediate released funds"), None);
    }

    #[test]
    fn end_marks_are_signs_and_agencies_between_dashes() {
        for line in ["###", "# # #", "-30-", "- END -", "--EPA--"] {
            assert!(end_mark(line).is_some(), "{line}");
        }
        for line in ["# Heading", "- item", "---", "-", "########################"] {
            assert!(end_mark(line).is_none(), "{line}");
        }
    }
}
