//! A brief for a terminal.

use std::borrow::Cow;
use std::fmt::Write;

use textwrap::core::display_width;
use textwrap::{Options, WordSeparator, WordSplitter};

use super::{EMPTY, also, and_more, bytes, count, facts, origin, percent, runners_up, shown};
use crate::brief::{Brief, Story, Topic};
use crate::output::classified::one_line;
use crate::output::{Style, grouped, printable};

/// Columns of a probability bar.
const BAR: usize = 10;
/// Errors that are listed.
const ERRORS: usize = 20;
/// Columns of `2024-01-01 – 2024-01-31`.
const DAYS: usize = 23;

/// The text. Writing to a string does not fail.
pub(super) fn report(brief: &Brief, style: &Style) -> String {
    let mut out = String::new();
    // One document is an answer, not a pile: no heading and no table stand before it.
    let is_single = brief.ledger.read == 1;
    if !is_single {
        let _ = writeln!(out, "{}", style.bold(&printable(&one_line(&brief.title))));
        let facts = [facts(brief), vec![brief.model.clone()]].concat().join(" \u{b7} ");
        let _ = writeln!(out, "{}\n", fill(&printable(&facts), style, 0));
        out += &overview(brief, style);
        if brief.n_documents() == 0 {
            let _ = writeln!(out, "{EMPTY}\n");
        }
    }
    for topic in &brief.topics {
        if !is_single {
            let n = count(topic.n, "document");
            out += &heading(&format!("{} ({n})", one_line(&topic.name)), style);
        }
        for story in &topic.stories {
            out += &self::story(story, is_single, style);
        }
        if topic.n > topic.stories.len() {
            let more = and_more(topic.n, topic.stories.len());
            let _ = writeln!(out, "{}\n", style.dim(more.trim_start()));
        }
    }
    if !brief.no_topic.is_empty() {
        if !is_single {
            out += &heading(&format!("No topic ({})", count(brief.no_topic.len(), "document")), style);
        }
        for story in &brief.no_topic {
            out += &self::story(story, is_single, style);
        }
    }
    out += &errors(brief, style);
    out
}

/// The topics with their counts.
fn overview(brief: &Brief, style: &Style) -> String {
    let mut out = String::new();
    let name = |topic: &Topic| printable(&one_line(&topic.name)).into_owned();
    let longest = brief.topics.iter().map(|topic| display_width(&name(topic))).max().unwrap_or(0);
    let most = brief.topics.iter().map(|topic| topic.n).max().unwrap_or(0);
    let digits = grouped(most.max(brief.no_topic.len()) as u64).len().max(3);
    let column = longest.max("No topic".len()).min(style.width.saturating_sub(digits + 4 + BAR));
    let row = |n: usize, name: &str, tail: &str| {
        let name: String = fitted(name, column);
        format!("{:>digits$}  {name}  {tail}", grouped(n as u64)).trim_end().to_owned() + "\n"
    };
    for topic in &brief.topics {
        let mut tail = bar(topic.n as f64 / most as f64, style);
        if digits + 2 + column + 2 + BAR + 2 + DAYS <= style.width {
            tail += &topic.days().map_or(String::new(), |(first, last)| {
                let days = if first == last { first.to_owned() } else { format!("{first} \u{2013} {last}") };
                format!("  {}", style.dim(&days))
            });
        }
        out += &row(topic.n, &name(topic), &tail);
    }
    if !brief.no_topic.is_empty() {
        out += &row(brief.no_topic.len(), "No topic", "");
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

/// `text` in exactly so many columns.
fn fitted(text: &str, columns: usize) -> String {
    let width = display_width(text);
    if width <= columns {
        return text.to_owned() + &" ".repeat(columns - width);
    }
    let mut out = String::new();
    for c in text.chars() {
        if display_width(&out) + 2 > columns {
            break;
        }
        out.push(c);
    }
    out.push('\u{2026}');
    fitted(&out, columns.max(display_width(&out)))
}

/// `text` within so many columns: of a long one the beginning, `2024-05-31 · `, and the end of the path stay.
fn shortened(text: &str, columns: usize) -> String {
    let width = display_width(text);
    let (date, path) = text.split_at(text.find("\u{b7} ").map_or(0, |at| at + "\u{b7} ".len()));
    if width <= columns {
        return text.to_owned();
    }
    let mut left = width + 1 - columns;
    let path = path.trim_start_matches(|c: char| {
        let goes = left > 0;
        left = left.saturating_sub(display_width(c.encode_utf8(&mut [0; 4])));
        goes
    });
    format!("{date}\u{2026}{path}")
}

/// The heading of a topic: a rule over the whole width.
fn heading(name: &str, style: &Style) -> String {
    let name = printable(name);
    let rule = "\u{2500}".repeat(style.width.saturating_sub(display_width(&name) + 4));
    format!("{} {} {}\n\n", style.dim("\u{2500}\u{2500}"), style.topic(&name), style.dim(&rule))
}

/// One document; with its topic where no heading says it.
fn story(story: &Story, with_topic: bool, style: &Style) -> String {
    let mut out = String::new();
    let name = printable(&shown(story.name())).into_owned();
    let _ = writeln!(out, "{}", paint_lines(&fill(&name, style, 0), |line| style.bold(line)));
    let _ = writeln!(out, "{}", verdict(story, with_topic, style));
    let origin = printable(&origin(story).join(" \u{b7} ")).into_owned();
    let _ = writeln!(out, "{}", style.dim(&shortened(&origin, style.width)));
    for sentence in &story.sentences {
        let place = printable(&format!("[{}]", bytes(sentence))).into_owned();
        let text = format!("{} {}", printable(&shown(&sentence.text)), style.dim(&place));
        let _ = writeln!(out, "{}", fill(&text, style, 2));
    }
    if let Some(also) = also(story) {
        let _ = writeln!(out, "{}", paint_lines(&fill(&printable(&also), style, 2), |line| style.dim(line)));
    }
    out.push('\n');
    out
}

/// The probability as a bar and a number, and the labels that come next; or why there is no label.
fn verdict(story: &Story, with_topic: bool, style: &Style) -> String {
    if let Some(reason) = story.reason() {
        return style.warning(&format!("no topic: {reason}")).into_owned();
    }
    let mut line = format!("{} {:>4}", bar(story.score, style), percent(story.score));
    if story.label.is_some() && with_topic {
        let _ = write!(line, "  {}", style.topic(&printable(&one_line(&story.topic()))));
    }
    if let Some(others) = runners_up(story) {
        let _ = write!(line, "  {}", style.dim(&printable(&one_line(&others))));
    }
    textwrap::fill(&line, options(style).subsequent_indent("                 "))
}

/// What could not be read.
fn errors(brief: &Brief, style: &Style) -> String {
    if brief.errors.is_empty() {
        return String::new();
    }
    let mut out = heading(&format!("Could not be read ({})", count(brief.errors.len(), "record")), style);
    for error in brief.errors.iter().take(ERRORS) {
        let line = format!("{error} [{}]", error.code());
        let _ = writeln!(out, "{}", fill(&printable(&one_line(&line)), style, 2));
    }
    if brief.errors.len() > ERRORS {
        let _ = writeln!(out, " {}", and_more(brief.errors.len(), ERRORS));
    }
    out.push('\n');
    out
}

/// A bar for a share, 0..=1.
fn bar(share: f64, style: &Style) -> String {
    let full = ((share * BAR as f64).round() as usize).clamp(usize::from(share > 0.0), BAR);
    format!("{}{}", "\u{2588}".repeat(full), style.dim(&"\u{2591}".repeat(BAR - full)))
}

/// `text` in lines of the width, each indented.
fn fill(text: &str, style: &Style, indent: usize) -> String {
    let indent = " ".repeat(indent);
    textwrap::fill(text, options(style).initial_indent(&indent).subsequent_indent(&indent))
}

/// Lines break at spaces only: offsets and names stay whole.
fn options<'a>(style: &Style) -> Options<'a> {
    Options::new(style.width)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
}

/// Each line painted by itself: pagers forget a colour at the end of a line.
fn paint_lines<'t>(text: &'t str, paint: impl Fn(&'t str) -> Cow<'t, str>) -> String {
    text.lines().map(paint).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::super::tests::{brief, hostile};
    use super::*;

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        let brief = brief(vec![hostile(), Story::sample("b")]);
        for width in [40, 80, 120] {
            let text = report(&brief, &Style { color: false, width });
            assert!(text.lines().all(|line| display_width(line) <= width), "{text}");
        }
    }

    #[test]
    fn nothing_that_a_terminal_acts_on_goes_through() {
        let text = report(&brief(vec![hostile()]), &Style::default());
        assert!(!text.contains('\x1b') && text.contains("\\u{1b}[31m"), "{text}");
    }

    #[test]
    fn one_document_comes_with_its_topic_and_without_a_table() {
        let one = Story { score: 0.87, ..Story::sample("a") };
        assert_eq!(
            report(&brief(vec![one]), &Style::default()),
            "a\n█████████░  87%  Energy\nno date · a.txt\n\n"
        );
    }

    #[test]
    fn names_are_cut_to_their_column() {
        assert_eq!(shortened("no date · a/long/path.txt", 18), "no date · …ath.txt");
        assert_eq!((fitted("ab", 3), fitted("abcdef", 4)), ("ab ".to_owned(), "abc…".to_owned()));
    }
}
