//! Headings that share their line with what follows: captions, dated headlines, heads of mails.

use super::cursor::{char_at, char_before, skip_blanks, word_before};

/// The days, as the date under a headline starts.
const DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// The most characters of a date under a headline: `Wednesday, September 30, 2015`.
const MAX_DATE: usize = 32;

/// Where the text after the label of a caption (`Figure 1.3`) or after a date starts that itself starts at `at`.
pub(super) fn label_end(text: &str, at: usize) -> Option<usize> {
    let label_end = at + caption_len(&text[at..]).or_else(|| date_len(&text[at..]))?;
    let next = skip_blanks(text, label_end);
    (next > label_end && char_at(text, next).is_some_and(char::is_uppercase)).then_some(next)
}

/// The length of the label of a caption with which `text` starts.
fn caption_len(text: &str) -> Option<usize> {
    let rest = ["Figure ", "Table "].iter().find_map(|label| text.strip_prefix(label))?;
    let number = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    (number > 0 && !rest[..number].ends_with('.')).then_some(text.len() - rest.len() + number)
}

/// Where the credit of a picture starts, whose colon is at `colon`: `Image: NASA`.
pub(super) fn credit_start(text: &str, colon: usize) -> Option<usize> {
    const LABELS: [&str; 5] = ["Image", "Photo", "Photograph", "Picture", "Video"];
    let word = word_before(text, colon);
    let start = colon - word.len();
    (LABELS.contains(&word) && text[..start].ends_with(' ')).then_some(start)
}

/// Whether `head`, before a colon, is a heading that shares its line with the text: two words or more in capitals.
pub(super) fn is_run_in(head: &str) -> bool {
    const LEN: std::ops::Range<usize> = 8..60;
    LEN.contains(&head.len())
        && head.contains(' ')
        && head
            .chars()
            .all(|c| c.is_uppercase() || c.is_whitespace() || matches!(c, ',' | '\'' | '’' | '-' | '&'))
}

/// Where the date starts that ends the line from `start` to `end`: `Talks resume Friday, May 3, 2013`.
///
/// `None` where nothing stands before it, or a sentence leads up to it.
pub(super) fn date_line(text: &str, start: usize, end: usize) -> Option<usize> {
    let line = text[start..end].trim_end();
    if !line.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let tail = line.char_indices().rev().take(MAX_DATE).last().map_or(line, |(at, _)| &line[at..]);
    let date = line.len() - tail.len() + DAYS.iter().filter_map(|day| tail.rfind(day)).max()?;
    let before = line[..date].trim_end();
    let follows_headline =
        char_before(before, before.len()).is_some_and(|c| c.is_alphanumeric() || "'\"”’".contains(c));
    (follows_headline && date + date_len(&line[date..])? == line.len()).then_some(start + date)
}

/// The length of the date with which `text` starts: `Friday, May 3, 2013`.
fn date_len(text: &str) -> Option<usize> {
    let rest = DAYS.iter().find_map(|day| text.strip_prefix(day))?.strip_prefix(", ")?;
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_alphabetic()).strip_prefix(' ')?;
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix(", ")?;
    let year = rest.bytes().take_while(u8::is_ascii_digit).count();
    (year == 4).then_some(text.len() - rest.len() + year)
}

/// Where the text after the head of a mail starts, whose time (`05/03/2001 09:22 AM`) has its colon at `colon`.
pub(super) fn mail_head_end(text: &str, colon: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    if !(colon > 8 && is_digit(colon - 1) && is_digit(colon + 1) && is_digit(colon + 2)) {
        return None;
    }
    let head = text[..colon].trim_end_matches(|c: char| c.is_ascii_digit());
    let date = head.strip_suffix(' ')?;
    if !(date.ends_with(|c: char| c.is_ascii_digit())
        && date.len() > 5
        && date.as_bytes()[date.len() - 5..].contains(&b'/'))
    {
        return None;
    }
    let rest = [" AM ", " PM "].iter().find_map(|half| text[colon + 3..].strip_prefix(half))?;
    rest.starts_with(char::is_uppercase).then_some(text.len() - rest.len())
}

#[cfg(test)]
mod tests {
    use crate::text::sentence::tests::sentences;

    #[test]
    fn a_date_under_a_headline_stands_alone() {
        assert_eq!(
            sentences("Talks resume Friday, May 3, 2013\n\nThey met."),
            ["Talks resume", "Friday, May 3, 2013", "They met."]
        );
        assert_eq!(
            sentences("They met.\nFriday, May 3, 2013 The talks began.")[1..],
            ["Friday, May 3, 2013", "The talks began."]
        );
    }

    #[test]
    fn a_date_that_a_sentence_leads_up_to_does_not() {
        assert_eq!(sentences("They met on Friday, May 3, 2013.").len(), 1);
        assert_eq!(sentences("It opened in Salem, Friday, May 3, 2013").len(), 1);
    }

    #[test]
    fn captions_and_credits_are_kept_apart() {
        assert_eq!(sentences("Text.\n\nFigure 1.3 Votes by state")[1..], ["Figure 1.3", "Votes by state"]);
        assert_eq!(sentences("The floor at noon Photo: Ann Roe"), ["The floor at noon", "Photo: Ann Roe"]);
    }

    #[test]
    fn a_heading_in_capitals_ends_at_its_colon() {
        assert_eq!(sentences("RULING UPHELD: A court agreed."), ["RULING UPHELD:", "A court agreed."]);
        assert_eq!(sentences("The NATO: an alliance.").len(), 1);
    }

    #[test]
    fn a_heading_whose_colon_ends_its_line_leaves_no_blank_sentence() {
        assert_eq!(sentences("RULING UPHELD: \nA court agreed."), ["RULING UPHELD:", "A court agreed."]);
        assert_eq!(sentences("R       : \n").len(), 1);
    }

    #[test]
    fn the_head_of_a_mail_ends_at_its_time() {
        assert_eq!(
            sentences("Ann Roe 05/03/2001 09:22 AM Please call."),
            ["Ann Roe 05/03/2001 09:22 AM", "Please call."]
        );
    }
}
