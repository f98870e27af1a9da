//! The shape of a line: whether it reads like a sentence, a heading, a name.

/// A line that ends a sentence is prose from this length.
const SENTENCE_BYTES: usize = 50;
/// A line is prose from this length if a sentence ends anywhere in it.
pub(super) const LONG_BYTES: usize = 220;
/// A line is prose from this length, even if all punctuation was lost.
const HUGE_BYTES: usize = 800;
/// The fewest words of a line of prose.
const SENTENCE_WORDS: usize = 7;

/// A word from this length on has a capital in a headline.
const LONG_WORD_BYTES: usize = 5;
/// So many long words make a headline.
const LONG_WORDS: usize = 3;

/// Short words that no line of its own ends in.
const OPEN_WORDS: [&str; 27] = [
    "a", "an", "and", "as", "at", "before", "between", "but", "by", "called", "for", "from", "in", "include",
    "into", "is", "named", "of", "on", "or", "said", "that", "the", "to", "was", "will", "with",
];

/// Whether a line ends as sentences end.
pub(super) fn ends_sentence(line: &str) -> bool {
    let inner = line.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', ' ', '*']);
    inner.ends_with(['.', '!', '?']) && !is_teaser(line)
}

/// Whether a sentence ends within a line: a full stop before a word in a capital.
fn holds_sentence_end(line: &str) -> bool {
    let starts = |rest: &str| rest.starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '"'));
    line.match_indices(". ").any(|(at, stop)| starts(&line[at + stop.len()..]))
}

/// Whether a line breaks off in dots, as the beginnings of other articles do in lists.
pub(super) fn is_teaser(line: &str) -> bool {
    line.ends_with('…') || line.ends_with("...") || line.ends_with("[…]") || line.ends_with("[...]")
}

/// The number of words, counted by the space between them.
pub(super) fn words(line: &str) -> usize {
    line.split_ascii_whitespace()
        .filter(|word| word.bytes().any(|b| b.is_ascii_alphanumeric() || b >= 128))
        .count()
}

/// Whether a line has at least so many words, and so many that start in a lower-case letter.
fn has_words(line: &str, mut all: usize, mut lower: usize) -> bool {
    let mut before = b' ';
    for &byte in line.as_bytes() {
        if before == b' ' && byte != b' ' {
            all = all.saturating_sub(usize::from(byte.is_ascii_alphanumeric() || byte >= 128));
            lower = lower.saturating_sub(usize::from(byte.is_ascii_lowercase()));
            if all == 0 && lower == 0 {
                return true;
            }
        }
        before = byte;
    }
    false
}

/// Whether a line reads like a sentence or more.
pub(super) fn is_prose(line: &str) -> bool {
    if line.len() < SENTENCE_BYTES {
        return false;
    }
    if line.len() >= LONG_BYTES {
        return line.len() >= HUGE_BYTES
            || ends_sentence(line)
            || holds_sentence_end(line) && !is_teaser(line);
    }
    ends_sentence(line) && has_words(line, SENTENCE_WORDS, 3)
}

/// Whether a stretch of a squeezed line, whose punctuation is lost, reads like a sentence.
pub(super) fn is_squeezed_prose(stretch: &str) -> bool {
    stretch.len() >= 2 * SENTENCE_BYTES && has_words(stretch, 6, 6)
}

/// Whether a stretch of a squeezed line reads like a part of a sentence: by two longer words in lower case.
pub(super) fn is_running(stretch: &str) -> bool {
    let mut long = stretch.split_ascii_whitespace().filter(|word| word.len() > 4);
    long.by_ref().filter(|word| word.as_bytes()[0].is_ascii_lowercase()).nth(1).is_some()
}

/// Whether a line starts as one that goes on from the line before.
pub(super) fn starts_inside(line: &str) -> bool {
    line.starts_with(|c: char| {
        c.is_lowercase() || matches!(c, ',' | '.' | ';' | ':' | ')' | '’' | '”' | '–' | '—')
    })
}

/// Whether a line ends as one that goes on in the next.
pub(super) fn ends_inside(line: &str) -> bool {
    if line.ends_with([',', '(', '“', '–', '—', '-', '$']) {
        return true;
    }
    let last = line.rsplit(' ').next().unwrap_or(line);
    last.len() < line.len() && OPEN_WORDS.binary_search(&last).is_ok()
}

/// Whether every word starts in a capital, as in names of people and agencies; short joining words are free.
pub(super) fn is_name(line: &str) -> bool {
    let mut capitals = 0;
    for word in line.split_ascii_whitespace() {
        let first = word.chars().find(|c| c.is_alphanumeric());
        match first {
            Some(c) if c.is_uppercase() => capitals += 1,
            None => {}
            Some(_)
                if matches!(
                    word,
                    "of" | "and" | "the" | "for" | "de" | "la" | "van" | "von" | "in" | "to"
                ) => {}
            Some(_) => return false,
        }
    }
    capitals > 0
}

/// Whether the longer words of a line start in capitals, as in headlines.
pub(super) fn is_heading(line: &str) -> bool {
    let long = || line.split_ascii_whitespace().filter(|word| word.len() >= LONG_WORD_BYTES);
    let figures =
        line.split_ascii_whitespace().filter(|word| word.bytes().any(|b| b.is_ascii_digit())).count();
    line.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '“' | '‘' | '"' | '\''))
        && figures * 2 <= words(line)
        && long().count() >= LONG_WORDS
        && long().all(|word| !word.starts_with(char::is_lowercase))
}

/// Whether two texts are the same but for case and white space.
pub(super) fn same_text(a: &str, b: &str) -> bool {
    letters(a).eq(letters(b))
}

/// The characters of a text that count when texts are compared.
pub(super) fn letters(text: &str) -> impl Iterator<Item = char> + Clone + '_ {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_prose_and_headings_are_not() {
        assert!(is_prose("The committee will meet again next week, the chairman said."));
        assert!(!is_prose("Committee to Meet Again Next Week, Says the Chairman of It"));
        assert!(!is_prose("He agreed."));
    }

    #[test]
    fn the_beginning_of_another_article_is_no_prose() {
        assert!(!is_prose("The attorney announced today that a man was charged with the theft of …"));
    }

    #[test]
    fn headlines_have_capitals() {
        assert!(is_heading("Ranger Finds Bears in Four of Five Valleys"));
        assert!(!is_heading("Ranger finds bears in four valleys") && !is_heading("On the Way"));
        assert!(!is_heading("Result: Elkton 6-7 6-2 7-6 8-6 Springfield"));
    }

    #[test]
    fn open_words_are_sorted() {
        assert!(OPEN_WORDS.is_sorted());
    }

    #[test]
    fn a_line_broken_at_a_link_goes_on() {
        assert!(ends_inside("read the report of") && starts_inside("said the sheriff"));
        assert!(!ends_inside("Of") && !starts_inside("The sheriff"));
    }
}
