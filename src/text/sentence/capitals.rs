//! Headlines in capitals that share their line with the text, as they do where a page lost its line ends.

use super::abbreviations::Abbreviation;
use super::cursor::skip_blanks;

/// The fewest words and letters of a headline: names and initials in capitals are shorter.
const MIN_WORDS: usize = 4;
const MIN_LETTERS: usize = 20;

/// The longest headline in bytes.
const MAX_LEN: usize = 300;

/// Where the text starts after a headline in capitals that starts at `at`: `BOARD APPROVES NEW FERRY LINE The board …`.
///
/// `None` where a mark ends the headline, as before what a speaker says, or a dash, as after a place.
pub(super) fn headline_end(text: &str, at: usize) -> Option<usize> {
    let mut rest = words(text, at);
    let (mut n_words, mut n_letters, mut last) = (0, 0, None);
    let (text_start, next) = loop {
        let (start, word) = rest.next().filter(|(start, word)| start + word.len() - at <= MAX_LEN)?;
        if !is_in_capitals(word) {
            break (start, word);
        }
        if ends_with_mark(word) {
            return None;
        }
        n_words += 1;
        n_letters += word.bytes().filter(u8::is_ascii_uppercase).count();
        last = Some((start, word));
    };
    let (last_start, last) = last?;
    let goes_on = rest.next().is_some_and(|(_, word)| is_in_capitals(word) && n_capitals(word) > 3);
    let begins_text = match last.trim_start_matches(['"', '“']) {
        "A" => true,
        "I" => !starts_in_capital(next),
        word => word.ends_with('.') && n_capitals(word) < 4 && starts_in_capital(next),
    };
    let is_long = n_words - usize::from(begins_text) >= MIN_WORDS && n_letters >= MIN_LETTERS;
    if !is_long || goes_on || is_dash(last) || last.ends_with(':') {
        return None;
    }
    match begins_text {
        true => Some(last_start),
        false => starts_in_capital(next).then_some(text_start),
    }
}

/// The words of the line from `at` on, each with its place.
fn words(text: &str, mut at: usize) -> impl Iterator<Item = (usize, &str)> {
    std::iter::from_fn(move || {
        let start = skip_blanks(text, at);
        let rest = &text[start..];
        let len = rest.find(char::is_whitespace).unwrap_or(rest.len());
        at = start + len;
        (len > 0).then_some((start, &rest[..len]))
    })
}

/// Whether a word is set in capitals, as far as it has letters: `$2`, `McCAIN`, `(D-ND)`.
fn is_in_capitals(word: &str) -> bool {
    let n_small = word.chars().filter(|c| c.is_lowercase()).count();
    n_small == 0 || (n_small < 3 && n_capitals(word) > n_small + 1)
}

fn n_capitals(word: &str) -> usize {
    word.chars().filter(|c| c.is_uppercase()).count()
}

fn starts_in_capital(word: &str) -> bool {
    word.trim_start_matches(['"', '“', '‘', '\'', '(']).starts_with(char::is_uppercase)
}

/// Whether a word ends a sentence or is likely to: no period of an abbreviation or initial.
fn ends_with_mark(word: &str) -> bool {
    let word = word.trim_end_matches(['"', '”', '’', '\'', ')', ']']);
    match word.strip_suffix('.') {
        Some(word) => word.len() > 1 && !word.contains('.') && Abbreviation::of(word).is_none(),
        None => word.ends_with(['?', '!', ';']),
    }
}

fn is_dash(word: &str) -> bool {
    word.ends_with(['–', '—', '-'])
}

#[cfg(test)]
mod tests {
    use crate::text::sentence::tests::sentences;

    #[test]
    fn a_headline_in_capitals_ends_where_the_text_begins() {
        for (headline, text) in [
            ("SEN. ODUYA: $2 MILLION FOR FERRIES TO U.S. PORTS", "Sen. Ann Oduya praised the plan."),
            ("HARBOR BOARD APPROVES FERRY LINE", "A new line will open in May."),
            ("HARBOR BOARD APPROVES FERRY LINE", "\"I am glad,\" said Ms Oduya."),
            ("McROE PRAISES HARBOR BOARD'S FERRY LINE", "U.S. Senator Roe was glad."),
            ("HARBOR BOARD APPROVES FERRY LINE", "“The line will open in May,” Ms Oduya said."),
        ] {
            assert_eq!(sentences(&format!("{headline} {text}")), [headline, text]);
            assert_eq!(sentences(&format!("It met.\n\n{headline} {text}"))[1..], [headline, text]);
        }
    }

    #[test]
    fn other_words_in_capitals_belong_to_their_sentence() {
        for text in [
            "PORT ELLIS, NORTH HARBOR ISLANDS (AP) — The board met.",
            "IBM, NEC AND AT&T Officials met.",
            "HARBOR BOARD APPROVES THE FERRY LINE bluntly.",
            "THE HARBOR BOARD APPROVES Ferry LINE BEFORE MAY",
            "HARBOR BOARD APPROVES THE NEW FERRY LINE",
            "HARBOR COMMISSIONERS APPROVE A new ferry line.",
        ] {
            assert_eq!(sentences(text), [text]);
        }
    }

    #[test]
    fn what_a_mark_ends_is_split_by_its_mark() {
        let text = "THE BOARD OF THE HARBOR MET. NOBODY SPOKE. The plan passed.";
        assert_eq!(sentences(text).len(), 3);
    }
}
