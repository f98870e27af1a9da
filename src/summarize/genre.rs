//! What kind of text it is, by measured signs.

use memchr::memchr2_iter;

use crate::text::Document;

/// One numbered clause in so many bytes or fewer makes a text a legal one. Of bills that number anything nearly all
/// have one in 500 or fewer; of news stories, releases, speeches and papers 1 in 200 has one in 1,000.
const MAX_BYTES_A_CLAUSE: usize = 1300;

/// Fewer numbered clauses prove nothing.
const MIN_CLAUSES: usize = 2;

/// The longest number of a clause: `(viii)`.
const MAX_NUMBER_BYTES: usize = 4;

/// Whether `documents` are set in numbered clauses, `(a)`, `(2)`, `SEC. 3.`, as bills, orders and reports are.
pub(crate) fn is_numbered(documents: &[&Document]) -> bool {
    let parts = || documents.iter().flat_map(|document| document.body_parts());
    let bytes: usize = parts().map(str::len).sum();
    let clauses: usize = parts().map(|part| clauses(part.as_bytes())).sum();
    clauses >= MIN_CLAUSES && clauses * MAX_BYTES_A_CLAUSE >= bytes
}

/// The number of clause numbers and section headings.
fn clauses(text: &[u8]) -> usize {
    let at_start = |at: usize| at == 0 || text[at - 1].is_ascii_whitespace();
    memchr2_iter(b'(', b'S', text)
        .filter(|at| at_start(*at) && (is_number(&text[*at..]) || is_section(&text[*at..])))
        .count()
}

/// Whether `text` begins with `(a)`, `(12)`, `(iv)` or the like, and white space.
fn is_number(text: &[u8]) -> bool {
    let Some(inner) = text.strip_prefix(b"(") else { return false };
    let n = inner.iter().take(MAX_NUMBER_BYTES + 1).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let number = &inner[..n];
    let is_kind = number.iter().all(u8::is_ascii_digit)
        || number.iter().all(|byte| b"ivxIVX".contains(byte))
        || number.iter().all(|byte| *byte == number[0]);
    (1..=MAX_NUMBER_BYTES).contains(&n)
        && is_kind
        && inner.get(n) == Some(&b')')
        && inner.get(n + 1).is_none_or(u8::is_ascii_whitespace)
}

/// Whether `text` begins with `SEC. 2`, `Section 2` or the like.
fn is_section(text: &[u8]) -> bool {
    [&b"SEC. "[..], b"Sec. ", b"SECTION ", b"Section "]
        .iter()
        .find_map(|word| text.strip_prefix(*word))
        .is_some_and(|rest| rest.first().is_some_and(u8::is_ascii_digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clause_numbers_and_section_headings_count() {
        assert_eq!(clauses(b"SECTION 1. TITLE. (a) In general.-- (2) Funds (iv) x (bb) y (viii)"), 6);
    }

    #[test]
    fn other_brackets_do_not() {
        assert_eq!(clauses(b"(CNN) NATO (2) (see below) f(a) Sections 3 (2014 (AP) (a)nd"), 1);
        assert_eq!(clauses(b"("), 0);
        assert_eq!(clauses(b"()"), 0);
    }

    #[test]
    fn one_clause_in_a_long_story_is_no_bill() {
        let story = "The board met on Monday and (1) heard a report. ".to_owned()
            + &"It then went home. ".repeat(200);
        assert!(!is_numbered(&[&Document::new("story", story)]));
        assert!(is_numbered(&[&Document::new(
            "bill",
            "SEC. 2. (a) The agency shall report. (b) It shall do so yearly."
        )]));
        assert!(!is_numbered(&[&Document::new("empty", "")]));
    }
}
