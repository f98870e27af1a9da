//! A brief as Markdown.

use std::fmt::Write;

use super::{EMPTY, also, and_more, bytes, count, facts, origin, percent, runners_up, shown};
use crate::brief::{Brief, Story};
use crate::output::classified::one_line;
use crate::output::{grouped, printable};

/// The document. Writing to a string does not fail.
pub(super) fn report(brief: &Brief) -> String {
    let mut out = format!("# {}\n\n", plain(&brief.title));
    let _ = writeln!(out, "{} \u{b7} {}\n", plain(&facts(brief).join(" \u{b7} ")), plain(&brief.model));
    if brief.n_documents() == 0 {
        let _ = writeln!(out, "{EMPTY}");
    } else {
        out += "| documents | topic | dates |\n|---:|:---|:---|\n";
    }
    for topic in &brief.topics {
        let days = topic.days().map_or(String::new(), |(first, last)| format!("{first} \u{2013} {last}"));
        let _ = writeln!(out, "| {} | {} | {days} |", grouped(topic.n as u64), plain(&topic.name));
    }
    if !brief.no_topic.is_empty() {
        let _ = writeln!(out, "| {} | No topic | |", grouped(brief.no_topic.len() as u64));
    }
    for topic in &brief.topics {
        let _ = writeln!(out, "\n## {} ({})", plain(&topic.name), grouped(topic.n as u64));
        topic.stories.iter().for_each(|story| out += &self::story(story));
        if topic.n > topic.stories.len() {
            let _ = writeln!(out, "\n\u{2026}{}", and_more(topic.n, topic.stories.len()));
        }
    }
    if !brief.no_topic.is_empty() {
        let _ = writeln!(out, "\n## No topic ({})", grouped(brief.no_topic.len() as u64));
        brief.no_topic.iter().for_each(|story| out += &self::story(story));
    }
    if !brief.errors.is_empty() {
        let _ = writeln!(out, "\n## Could not be read ({})\n", count(brief.errors.len(), "record"));
        for error in &brief.errors {
            let _ = writeln!(out, "- {} ({})", plain(&error.to_string()), error.code());
        }
    }
    out
}

fn story(story: &Story) -> String {
    let mut out = format!("\n### {}\n\n", plain(&shown(story.name())));
    let verdict = match story.reason() {
        Some(reason) => format!("no topic: {reason}"),
        None => percent(story.score),
    };
    let others = runners_up(story).filter(|_| story.label.is_some());
    let rest = others.into_iter().chain(origin(story));
    let rest: Vec<String> = rest.map(|phrase| plain(&phrase)).collect();
    let _ = writeln!(out, "**{}** \u{b7} {}", plain(&verdict), rest.join(" \u{b7} "));
    if !story.sentences.is_empty() {
        out.push('\n');
    }
    for sentence in &story.sentences {
        let _ = writeln!(
            out,
            "- {} `{}`",
            plain(&shown(&sentence.text)),
            printable(&bytes(sentence)).replace('`', "'")
        );
    }
    if let Some(also) = also(story) {
        let _ = writeln!(out, "\n*{}*", plain(&also));
    }
    out
}

/// `text` as one line that means nothing in Markdown but itself.
fn plain(text: &str) -> String {
    let text = one_line(text);
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    // A line that starts like a list or a heading would become one.
    let marker = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let marker = text.len() - marker.len();
    for (at, c) in printable(&text).char_indices() {
        let is_marker =
            at == marker && matches!(c, '.' | ')') && at > 0 || at == 0 && matches!(c, '-' | '+' | '=');
        if is_marker
            || matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '!' | '~' | '&' | '$')
        {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::tests::{brief, hostile};
    use super::*;

    #[test]
    fn marks_of_the_language_are_escaped() {
        assert_eq!(plain("1. *a* [b](c)\n| <d>"), "1\\. \\*a\\* \\[b\\](c) \\| \\<d\\>");
        assert_eq!(
            (plain("- a - b"), plain("2024 was 1. in")),
            ("\\- a - b".into(), "2024 was 1. in".into())
        );
    }

    #[test]
    fn a_document_is_a_heading_a_line_of_facts_and_a_list() {
        let text = report(&brief(vec![Story { score: 0.87, ..hostile() }]));
        assert!(text.contains("\n## Energy (1)\n\n### \\<script\\>alert"), "{text}");
        assert!(text.contains("\n**87%** · or \\<script\\>"), "{text}");
        assert!(text.contains(" ends. `10–"), "{text}");
    }
}
