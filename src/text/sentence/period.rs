//! Whether a single period ends a sentence, or only the word before it.

use super::abbreviations::Abbreviation;
use super::cursor::{skip_blanks, word_at, word_before};
use super::enumerators::{is_numbered_heading, leads};
use super::next::Next;
use super::starters::starts_sentences;
use super::stop::Stop;
use super::words::{Words, contains, words};

/// Whether a single period ends a sentence.
pub(super) fn period_ends(text: &str, sentence: usize, stop: &Stop<'_>, next: &Next<'_>) -> bool {
    let word = stop.word(sentence);
    if stop.doubled {
        return !next.first.is_lowercase();
    }
    if next.first.is_lowercase() {
        return ends_before_lower_case(word, stop, next);
    }
    let word_start = stop.start - word.len();
    if is_numbered_heading(text, sentence, word_start, word) {
        return false;
    }
    if is_initial(word) {
        return !leads(text, sentence, word_start) && initial_ends(text, word_start, word, next);
    }
    let Some(kind) = Abbreviation::of(word).or_else(|| is_acronym(word).then_some(Abbreviation::Other))
    else {
        return true;
    };
    let closes_place =
        text[..word_start].ends_with(", ") && !matches!(word, "St" | "U.S" | "U.N" | "U.K" | "E.U");
    let closes = kind == Abbreviation::Closing || closes_place;
    match kind {
        Abbreviation::Title | Abbreviation::Link => false,
        Abbreviation::Numbered | Abbreviation::Date if next.first.is_numeric() => false,
        Abbreviation::Numbered if matches!(word, "no" | "No" | "Art") => true,
        _ if next.follows_dash() || leads(text, sentence, word_start) => false,
        Abbreviation::Final => final_ends(text, sentence, stop, next),
        _ if closes => closing_ends(text, next),
        _ => abbreviation_ends(next),
    }
}

/// Whether a period before a lower-case word ends a sentence: only after a plain word, as in careless text.
fn ends_before_lower_case(word: &str, stop: &Stop<'_>, next: &Next<'_>) -> bool {
    stop.closers().is_empty()
        && (next.is_bare() || next.opens_bracket())
        && (word.len() > 2 || starts_sentences(word))
        && word.bytes().all(|b| b.is_ascii_lowercase())
        && !Abbreviation::is_listed(word)
}

/// Whether `word` is one capital.
fn is_initial(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
}

/// Whether the period after a single capital ends a sentence: `you and I. Did` does, `George W. Bush` does not.
fn initial_ends(text: &str, word_start: usize, word: &str, next: &Next<'_>) -> bool {
    let before = word_before(text, text[..word_start].trim_end_matches(' ').len());
    let after_name = before.starts_with(char::is_uppercase);
    next.starts_sentences() && (!after_name || word == "I")
}

/// Whether `word` is letters with periods between: `U.S`, `Ph.D`, `N.V`.
fn is_acronym(word: &str) -> bool {
    word.contains('.') && word.split('.').all(|part| part.len() <= 2 && part.chars().all(char::is_alphabetic))
}

/// Whether the period of an abbreviation ends a sentence as well.
fn abbreviation_ends(next: &Next<'_>) -> bool {
    next.first.is_uppercase() && (next.opens_quote() || next.starts_sentences() || next.is_title())
}

/// Whether the period of `Corp.` or of `, Calif.` ends a sentence as well: also before a name that a verb can follow.
fn closing_ends(text: &str, next: &Next<'_>) -> bool {
    const JOINING: [&str; 8] = ["and", "at", "de", "for", "in", "of", "or", "to"];
    let blank = skip_blanks(text, next.end);
    let after = word_at(text, blank);
    let is_subject = blank > next.end && after.starts_with(char::is_lowercase) && !JOINING.contains(&after);
    abbreviation_ends(next) || (next.first.is_uppercase() && is_subject)
}

/// Whether the period of `a.m.` or `etc.` ends a sentence as well.
fn final_ends(text: &str, sentence: usize, stop: &Stop<'_>, next: &Next<'_>) -> bool {
    const PREPOSITIONS: [&str; 8] = ["After", "Around", "At", "Before", "By", "In", "On", "Since"];
    let is_fronted = stop.start - sentence < 24 && PREPOSITIONS.contains(&word_at(text, sentence));
    let is_zone = (2..=3).contains(&next.word.len()) && next.word.bytes().all(|b| b.is_ascii_uppercase());
    next.first.is_uppercase() && !is_fronted && !is_zone && !is_date_or_zone(next.word)
}

/// What follows a time of day without ending its sentence.
#[rustfmt::skip]
const DAYS_MONTHS_ZONES: Words = &words([
    "april", "august", "central", "december", "eastern", "february", "friday", "gmt", "january", "july", "june", "local",
    "march", "monday", "mountain", "november", "october", "pacific", "saturday", "september", "sunday", "thursday",
    "tuesday", "wednesday",
]);

/// Whether `word` goes on after a time of day: `a.m. Monday`, `p.m. Eastern`.
fn is_date_or_zone(word: &str) -> bool {
    contains(DAYS_MONTHS_ZONES, word) || Abbreviation::of(word) == Some(Abbreviation::Date)
}

#[cfg(test)]
mod tests {
    use crate::text::sentence::tests::sentences;

    fn is_one(text: &str) {
        assert_eq!(sentences(text), [text]);
    }

    #[test]
    fn a_title_does_not_end_a_sentence() {
        is_one("Lt. Gov. Ann Roe met Dr. Doe, Gen. Poe and Mrs. Coe.");
        assert_eq!(sentences("He is a sales rep. Ann is not."), ["He is a sales rep.", "Ann is not."]);
    }

    #[test]
    fn an_initial_does_not_end_a_sentence_but_the_pronoun_does() {
        is_one("Antony J. Roe met J. Edgar Doe.");
        assert_eq!(sentences("So did you and I. The rest left."), ["So did you and I.", "The rest left."]);
    }

    #[test]
    fn a_country_ends_a_sentence_before_a_word_that_starts_them() {
        is_one("The U.S. Senate voted in the U.S. on Monday.");
        assert_eq!(
            sentences("She moved to the U.S. The rest stayed."),
            ["She moved to the U.S.", "The rest stayed."]
        );
    }

    #[test]
    fn a_company_ends_a_sentence_before_a_subject() {
        is_one("Roe Inc. Chairman Ann Doe left.");
        assert_eq!(
            sentences("It bought Roe Corp. Terms were secret."),
            ["It bought Roe Corp.", "Terms were secret."]
        );
    }

    #[test]
    fn a_state_after_a_comma_ends_a_sentence_before_a_subject() {
        assert_eq!(
            sentences("He fled to Salem, Ore. Police followed."),
            ["He fled to Salem, Ore.", "Police followed."]
        );
        is_one("WASHINGTON, D.C. — The vote is off.");
    }

    #[test]
    fn a_time_of_day_goes_on_with_its_day_or_zone() {
        is_one("It starts at 5 p.m. Monday, or 6 p.m. EST on air.");
        is_one("At 5 a.m. Mr. Roe left.");
        assert_eq!(sentences("He left at 6 p.m. Mr. Roe stayed."), ["He left at 6 p.m.", "Mr. Roe stayed."]);
    }

    #[test]
    fn dates_and_numbers_go_on() {
        is_one("On Jan. 5 the No. 2 leader cited Sec. 12 on p. 7.");
        is_one(
            "S. Con. Res. 21, H. Res. 5, S.Res. 6, S.J. Res. 7, H. Rept. 110-5 and S. Amdt. 12 cite 79 Fed. Reg. 1234.",
        );
        assert_eq!(sentences("The answer is no. Ann left."), ["The answer is no.", "Ann left."]);
    }

    #[test]
    fn a_lower_case_word_starts_a_sentence_only_after_a_plain_word() {
        assert_eq!(sentences("i like it here. the food is good."), ["i like it here.", "the food is good."]);
        is_one("Fruit, nuts, etc. are sold by the approx. weight.");
    }
}
