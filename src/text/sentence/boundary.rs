//! Whether a stop ends a sentence.

use super::abbreviations::Abbreviation;
use super::cursor::{char_at, char_before, skip_blanks, word_at, word_before};
use super::enumerators::{is_numbered_heading, starts_sentence};
use super::starters::starts_sentences;
use super::stop::{Mark, Stop};
use super::words::{Words, contains, words};

/// What stands after a stop, behind opening quotes, brackets and dashes.
struct Next<'t> {
    /// The first character of the line's next word, or whatever stands there instead.
    first: char,
    /// The next word, empty where `first` starts none.
    word: &'t str,
    /// The place after the next word.
    end: usize,
    /// Whether a quotation opens before it.
    opens_quote: bool,
    /// Whether a dash stands before it, as after the place of a dateline.
    after_dash: bool,
    /// Whether anything at all opens before it.
    opens: bool,
}

impl<'t> Next<'t> {
    /// What is at `at`, or `None` at the end of the line.
    fn at(text: &'t str, at: usize) -> Option<Self> {
        const OPENERS: [char; 14] = ['"', '“', '‘', '\'', '`', '«', '(', '[', '{', '*', '-', '–', '—', '$'];
        let rest = text[at..].chars();
        let skipped: usize =
            rest.take(4).take_while(|c| OPENERS.contains(c) || *c == ' ').map(char::len_utf8).sum();
        let opening = &text[at..at + skipped];
        let first = char_at(text, at + skipped).filter(|&c| c != '\n' && c != '\r')?;
        let word = word_at(text, at + skipped);
        Some(Self {
            first,
            word,
            end: at + skipped + word.len(),
            opens_quote: opening.starts_with(['"', '“', '‘', '\'', '`', '«']),
            after_dash: opening.contains(['-', '–', '—']),
            opens: !opening.is_empty(),
        })
    }

    fn starts_sentences(&self) -> bool {
        self.first.is_uppercase() && starts_sentences(self.word)
    }

    /// Whether it is a title (`Mr.`), which starts a sentence more often than it goes on after an abbreviation.
    fn is_title(&self, text: &str) -> bool {
        text[self.end..].starts_with('.')
            && matches!(self.word, "Mr" | "Mrs" | "Ms" | "Dr" | "Sen" | "Rep" | "Gov")
    }
}

/// Whether `stop` ends the sentence that starts at `sentence`.
pub(super) fn ends_sentence(text: &str, sentence: usize, stop: &Stop<'_>) -> bool {
    if stop.mark == Mark::Wide {
        return true;
    }
    let Some(next) = Next::at(text, stop.next) else { return false };
    if !stop.is_spaced_from_next() {
        return ends_before_glued(text, sentence, stop, &next);
    }
    if matches!(next.first, ',' | ';' | ':' | '.' | '?' | '!' | '/' | '%' | '&' | '=' | '|') {
        return false;
    }
    if stop.is_bracketed() {
        return stop.mark == Mark::Ellipsis && next.starts_sentences();
    }
    match stop.mark {
        Mark::Exclamation => exclamation_ends(text, sentence, stop, &next),
        Mark::Ellipsis => next.first.is_uppercase() && !(stop.spaced && next.word == "I"),
        _ => period_ends(text, sentence, stop, &next),
    }
}

/// Whether a stop ends a sentence although no white space follows: `said.“We`, `last year.The`.
fn ends_before_glued(text: &str, sentence: usize, stop: &Stop<'_>, next: &Next<'_>) -> bool {
    if !next.first.is_uppercase() {
        return false;
    }
    if next.opens || stop.closers().contains(['"', '”']) {
        return next.opens_quote || !next.opens;
    }
    if !stop.closers().is_empty() {
        return false;
    }
    let word = stop.word(sentence);
    let stands_alone =
        char_before(text, stop.start - word.len()).is_none_or(|c| c.is_whitespace() || c == '“');
    if next.is_title(text) || is_price(word) {
        return next.is_title(text) || next.starts_sentences();
    }
    let goes_on = char_at(text, next.end).is_some_and(|c| matches!(c, '.' | '/' | '@' | '(' | '_' | '-'));
    let is_plain = word.len() >= 3 && word.bytes().all(|b| b.is_ascii_lowercase());
    is_plain && stands_alone && !goes_on && !next.word.chars().skip(1).any(char::is_uppercase)
}

/// Whether `word` is digits alone.
fn is_price(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a run with `?` or `!` ends a sentence.
fn exclamation_ends(text: &str, sentence: usize, stop: &Stop<'_>, next: &Next<'_>) -> bool {
    if next.first.is_lowercase() {
        return stop.closers().is_empty()
            && !next.opens
            && !stop.word(sentence).starts_with(char::is_uppercase);
    }
    if is_exclaiming_name(stop.word(sentence)) {
        return next.starts_sentences();
    }
    !(stop.closes_quote() && is_attribution(text, next))
}

/// Whether `word` is a name that is written with an exclamation mark.
fn is_exclaiming_name(word: &str) -> bool {
    matches!(word, "Yahoo" | "Yum" | "Jeopardy")
}

/// Whether what follows a quotation says who spoke: `Reid said`, `Mr. Reid asked`.
fn is_attribution(text: &str, next: &Next<'_>) -> bool {
    const VERBS: [&str; 18] = [
        "said",
        "says",
        "asked",
        "asks",
        "added",
        "wrote",
        "replied",
        "shouted",
        "cried",
        "exclaimed",
        "tweeted",
        "told",
        "called",
        "yelled",
        "whispered",
        "muttered",
        "continued",
        "started",
    ];
    if next.starts_sentences() && !matches!(next.word, "I" | "He" | "She" | "They" | "We") {
        return false;
    }
    let mut at = next.end;
    for _ in 0..3 {
        at += text[at..].bytes().take(2).take_while(|b| matches!(b, b' ' | b'.')).count();
        let word = word_at(text, at);
        if VERBS.contains(&word) {
            return true;
        }
        at += word.len();
    }
    false
}

/// Whether a single period ends a sentence.
fn period_ends(text: &str, sentence: usize, stop: &Stop<'_>, next: &Next<'_>) -> bool {
    let word = stop.word(sentence);
    if stop.doubled {
        return !next.first.is_lowercase();
    }
    if next.first.is_lowercase() {
        return ends_before_lower_case(text, word, stop, next);
    }
    let word_start = stop.start - word.len();
    if is_numbered_heading(text, sentence, word_start, word) {
        return false;
    }
    if is_initial(word) {
        return initial_ends(text, word_start, word, next);
    }
    let Some(kind) = Abbreviation::of(word).or_else(|| is_acronym(word).then_some(Abbreviation::Other))
    else {
        return true;
    };
    let closes_place =
        text[..word_start].ends_with(", ") && !matches!(word, "St" | "U.S" | "U.N" | "U.K" | "E.U");
    let closes = kind == Abbreviation::Closing || closes_place;
    match kind {
        Abbreviation::Title => false,
        Abbreviation::Numbered | Abbreviation::Date if next.first.is_numeric() => false,
        Abbreviation::Numbered if matches!(word, "no" | "No" | "Art") => true,
        _ if next.after_dash || starts_sentence(text, sentence, word_start) => false,
        Abbreviation::Final => final_ends(text, sentence, stop, next),
        _ if closes => closing_ends(text, next),
        _ => abbreviation_ends(text, next),
    }
}

/// Whether a period before a lower-case word ends a sentence: only after a plain word, as in careless text.
fn ends_before_lower_case(text: &str, word: &str, stop: &Stop<'_>, next: &Next<'_>) -> bool {
    let opens = next.opens && !text[stop.next..].starts_with('(');
    let is_plain = word.len() > 2 || starts_sentences(word);
    stop.closers().is_empty()
        && !opens
        && is_plain
        && word.bytes().all(|b| b.is_ascii_lowercase())
        && Abbreviation::of(word).is_none()
}

/// Whether `word` is one letter, or a few joined by a hyphen or apostrophe.
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
fn abbreviation_ends(text: &str, next: &Next<'_>) -> bool {
    next.first.is_uppercase() && (next.opens_quote || next.starts_sentences() || next.is_title(text))
}

/// Whether the period of `Corp.` or of `, Calif.` ends a sentence as well: also before a name that a verb can follow.
fn closing_ends(text: &str, next: &Next<'_>) -> bool {
    const JOINING: [&str; 8] = ["and", "at", "de", "for", "in", "of", "or", "to"];
    let blank = skip_blanks(text, next.end);
    let after = word_at(text, blank);
    let is_subject = blank > next.end && after.starts_with(char::is_lowercase) && !JOINING.contains(&after);
    abbreviation_ends(text, next) || (next.first.is_uppercase() && is_subject)
}

/// Whether the period of `a.m.` or `etc.` ends a sentence as well.
fn final_ends(text: &str, sentence: usize, stop: &Stop<'_>, next: &Next<'_>) -> bool {
    const PREPOSITIONS: [&str; 8] = ["After", "Around", "At", "Before", "By", "In", "On", "Since"];
    let is_fronted = stop.start - sentence < 24 && PREPOSITIONS.contains(&word_at(text, sentence));
    let is_zone = (2..=3).contains(&next.word.len()) && next.word.bytes().all(|b| b.is_ascii_uppercase());
    next.first.is_uppercase() && !is_fronted && !is_zone && !is_date_or_zone(next.word)
}

/// Whether `word` goes on after a time of day: `a.m. Monday`, `p.m. Eastern`.
fn is_date_or_zone(word: &str) -> bool {
    const WORDS: Words = &words([
        "april",
        "august",
        "central",
        "december",
        "eastern",
        "february",
        "friday",
        "gmt",
        "january",
        "july",
        "june",
        "local",
        "march",
        "monday",
        "mountain",
        "november",
        "october",
        "pacific",
        "saturday",
        "september",
        "sunday",
        "thursday",
        "tuesday",
        "wednesday",
    ]);
    contains(WORDS, word) || Abbreviation::of(word) == Some(Abbreviation::Date)
}
