//! Whether a stop ends a sentence.

use super::cursor::{char_at, char_before};
use super::next::Next;
use super::period::period_ends;
use super::stop::{Mark, Stop};

/// Whether `stop` ends the sentence that starts at `sentence`.
pub(super) fn ends_sentence(text: &str, sentence: usize, stop: &Stop<'_>) -> bool {
    let Some(next) = Next::at(text, stop.next) else { return false };
    if stop.mark == Mark::Wide {
        return true;
    }
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
        Mark::Exclamation => exclamation_ends(sentence, stop, &next),
        Mark::Ellipsis => next.first.is_uppercase() && !(stop.stands_free() && next.word == "I"),
        _ => period_ends(text, sentence, stop, &next),
    }
}

/// Whether a stop ends a sentence although no white space follows: `said.“We`, `last year.The`.
fn ends_before_glued(text: &str, sentence: usize, stop: &Stop<'_>, next: &Next<'_>) -> bool {
    if !next.first.is_uppercase() {
        return false;
    }
    if !next.is_bare() || stop.closers().contains(['"', '”']) {
        return next.is_bare() || next.opens_quote();
    }
    if !stop.closers().is_empty() {
        return false;
    }
    let word = stop.word(sentence);
    let stands_alone =
        char_before(text, stop.start - word.len()).is_none_or(|c| c.is_whitespace() || c == '“');
    if next.is_title() || is_number(word) {
        return next.is_title() || next.starts_sentences();
    }
    let goes_on = char_at(text, next.end).is_some_and(|c| matches!(c, '.' | '/' | '@' | '(' | '_' | '-'));
    let is_plain = word.len() >= 3 && word.bytes().all(|b| b.is_ascii_lowercase());
    is_plain && stands_alone && !goes_on && !next.word.chars().skip(1).any(char::is_uppercase)
}

/// Whether `word` is digits alone.
fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a run with `?` or `!` ends a sentence.
fn exclamation_ends(sentence: usize, stop: &Stop<'_>, next: &Next<'_>) -> bool {
    if next.first.is_lowercase() {
        return stop.closers().is_empty()
            && next.is_bare()
            && !stop.word(sentence).starts_with(char::is_uppercase);
    }
    if is_exclaiming_name(stop.word(sentence)) {
        return next.starts_sentences();
    }
    let is_year = next.opens_bracket() && next.first.is_numeric();
    !(is_year || stop.closes_quote() && next.is_attribution())
}

/// Whether `word` is a name that is written with an exclamation mark.
fn is_exclaiming_name(word: &str) -> bool {
    matches!(word, "Yahoo" | "Yum" | "Jeopardy")
}

#[cfg(test)]
mod tests {
    use crate::text::sentence::tests::sentences;

    #[test]
    fn a_closing_quote_stays_with_its_sentence() {
        assert_eq!(sentences("“We act.” Roe and Doe also left."), ["“We act.”", "Roe and Doe also left."]);
    }

    #[test]
    fn a_quotation_goes_on_with_its_speaker() {
        assert_eq!(
            sentences("“Stop.” he said. “Why?” Roe asked."),
            ["“Stop.” he said.", "“Why?” Roe asked."]
        );
    }

    #[test]
    fn a_name_with_an_exclamation_mark_does_not_end_a_sentence() {
        assert_eq!(sentences("She works at Yahoo! in the city."), ["She works at Yahoo! in the city."]);
        assert_eq!(sentences("She left Yahoo! The rest stayed."), ["She left Yahoo!", "The rest stayed."]);
    }

    #[test]
    fn an_ellipsis_ends_a_sentence_only_before_a_capital() {
        assert_eq!(
            sentences("Well ... maybe. I thought... Then I knew."),
            ["Well ... maybe.", "I thought...", "Then I knew."]
        );
        assert_eq!(sentences("We must [...] act now."), ["We must [...] act now."]);
    }

    #[test]
    fn addresses_and_decimals_hold_no_stop() {
        for text in
            ["See www.example.gov/a.b?c=d today.", "Write to a.roe@example.org now.", "It rose 3.5 percent."]
        {
            assert_eq!(sentences(text), [text]);
        }
    }

    #[test]
    fn a_missing_blank_after_a_stop_is_seen() {
        assert_eq!(
            sentences("It passed last year.The rest failed."),
            ["It passed last year.", "The rest failed."]
        );
        assert_eq!(sentences("“We won.”“They lost.”"), ["“We won.”", "“They lost.”"]);
    }

    #[test]
    fn stops_of_other_scripts_need_no_blank() {
        assert_eq!(sentences("我走了！好吗？是。"), ["我走了！", "好吗？", "是。"]);
    }
}
