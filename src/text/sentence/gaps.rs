//! Runs of blanks in text that lost its punctuation.

use super::abbreviations::Abbreviation;
use super::cursor::{word_at, word_before};
use super::starters::starts_sentences;

/// The fewest blanks that a lost period and the blank after it left, where two are as likely a lost comma.
const STOP: usize = 3;

/// The fewest blanks that set off a heading or a new column.
const COLUMN: usize = 8;

/// Whether the blanks from `at` to `next`, two or more, stand for a stop that was lost.
///
/// They never do without a word before and a capital after. Two are enough before a word that starts sentences, three
/// after a word in lower case; between two names, which a line end can have left apart, it takes eight.
pub(super) fn gap_ends_sentence(text: &str, at: usize, next: usize) -> bool {
    let (before, after) = (word_before(text, at), word_at(text, next));
    let blanks = next - at;
    if before.is_empty() || !after.starts_with(char::is_uppercase) {
        return false;
    }
    if blanks >= COLUMN {
        return true;
    }
    if starts_sentences(after) || matches!(before, "said" | "says") {
        return !leads_on(before);
    }
    blanks >= STOP && !before.starts_with(char::is_uppercase) && !leads_on(before)
}

/// Whether no sentence ends in `word`: a title, an initial, an article or preposition.
fn leads_on(word: &str) -> bool {
    const WORDS: [&str; 16] = [
        "a", "and", "as", "at", "by", "for", "from", "his", "in", "of", "on", "or", "our", "that", "the",
        "with",
    ];
    word.len() == 1 || WORDS.contains(&word) || matches!(Abbreviation::of(word), Some(Abbreviation::Title))
}

#[cfg(test)]
mod tests {
    use crate::text::sentence::tests::sentences;

    #[test]
    fn three_blanks_stand_for_a_lost_stop() {
        assert_eq!(
            sentences("It pays for training   Roe voted for it"),
            ["It pays for training", "Roe voted for it"]
        );
    }

    #[test]
    fn two_blanks_do_so_before_a_word_that_starts_sentences() {
        assert_eq!(sentences("It pays for gear  The rest waits"), ["It pays for gear", "The rest waits"]);
        assert_eq!(sentences("training  wellness  Salem  and fitness").len(), 1);
    }

    #[test]
    fn names_that_a_line_end_left_apart_are_not_split() {
        assert_eq!(sentences("said Senator      Roe of the      Budget Committee").len(), 1);
        assert_eq!(sentences("Mr   Roe and J   Doe left").len(), 1);
    }
}
