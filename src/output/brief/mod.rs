//! A brief as text, Markdown, a page or JSON.

mod html;
mod json;
mod markdown;
mod text;

use super::classified::one_line;
use super::{Format, Style, grouped};
use crate::brief::{Brief, Sentence, Story};

/// The forms of a brief.
pub const FORMATS: [Format; 4] = [Format::Text, Format::Md, Format::Html, Format::Json];

/// Near-copies, errors and the like that are listed for a person; the others are counted.
const LISTED: usize = 5;

/// The brief in a form; in one that it does not come in, as text. `style` is the look of text.
pub fn render(brief: &Brief, format: Format, style: &Style) -> String {
    match format {
        Format::Html => html::page(brief),
        Format::Json | Format::Jsonl => json::report(brief),
        Format::Md => markdown::report(brief),
        _ => text::report(brief, style),
    }
}

/// Characters of a headline or sentence that are shown to a person, at most; its bytes are told in any case.
const SHOWN_CHARS: usize = 1000;

/// What stands in a brief of nothing.
const EMPTY: &str = "There is no document in it.";

/// `1 document`, `1,204 documents`.
fn count(n: usize, noun: &str) -> String {
    format!("{} {noun}{}", grouped(n as u64), if n == 1 { "" } else { "s" })
}

/// What the brief holds and what it leaves out, as phrases.
fn facts(brief: &Brief) -> Vec<String> {
    let mut facts = vec![count(brief.n_documents(), "document"), count(brief.topics.len(), "topic")];
    if brief.near_duplicates > 0 {
        let noun = if brief.near_duplicates == 1 { "copy" } else { "copies" };
        facts.push(format!("{} near-{noun} folded in", grouped(brief.near_duplicates as u64)));
    }
    if let Some(since) = &brief.since {
        facts.push(format!("since {since}"));
    }
    if brief.too_early > 0 {
        facts.push(format!("{} earlier left out", grouped(brief.too_early as u64)));
    }
    if brief.ledger.errors > 0 {
        facts.push(format!("{} unreadable", grouped(brief.ledger.errors)));
    }
    facts
}

/// The date and place of a document, as phrases.
fn origin(story: &Story) -> Vec<String> {
    let date = story.date.clone().unwrap_or_else(|| "no date".to_owned());
    let source = if story.source == "-" { "standard input" } else { &story.source };
    let place =
        if is_in_table(story) { format!("{source}, record {}", story.record) } else { source.to_owned() };
    vec![date, one_line(&place)]
}

/// Whether the file holds other records: an id that is the file's own name says that it does not.
fn is_in_table(story: &Story) -> bool {
    let name = story.source.rsplit('/').next().unwrap_or_default();
    story.record > 1 || name != "-" && !name.starts_with(&story.id)
}

/// The labels that come after the first, with their probabilities, as far as they are worth a word.
fn runners_up(story: &Story) -> Option<String> {
    let others = story.labels.iter().skip(1).filter(|label| label.score >= 0.05);
    let others: Vec<String> =
        others.map(|label| format!("{} {}", label.text(), percent(label.score))).collect();
    let word = if story.has_several { "and" } else { "or" };
    (!others.is_empty()).then(|| format!("{word} {}", others.join(", ")))
}

/// The near-copies, the first few by name.
fn also(story: &Story) -> Option<String> {
    (!story.also.is_empty()).then(|| {
        let ids: Vec<String> = story.also.iter().take(LISTED).map(|id| one_line(id)).collect();
        format!("also: {}{}", ids.join(", "), and_more(story.also.len(), LISTED))
    })
}

/// ` and 12 more`, or nothing where all of `n` are listed.
fn and_more(n: usize, listed: usize) -> String {
    if n > listed { format!(" and {} more", grouped((n - listed) as u64)) } else { String::new() }
}

fn percent(score: f64) -> String {
    format!("{:.0}%", score * 100.0)
}

/// A headline or sentence as one line, cut where it is no such thing but a text without full stops.
fn shown(text: &str) -> String {
    let mut line = one_line(text);
    if let Some((end, _)) = line.char_indices().nth(SHOWN_CHARS) {
        line.truncate(end);
        line += " \u{2026}";
    }
    line
}

/// The bytes of a sentence: `256–512`, or `id 256–512` where it stands in a near-copy.
fn bytes(sentence: &Sentence) -> String {
    let id = sentence.document.as_deref().map_or_else(String::new, |id| one_line(id) + " ");
    format!("{id}{}\u{2013}{}", sentence.span.start, sentence.span.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brief::{BriefParams, LabelScore, Part};
    use crate::pipeline::Ledger;
    use crate::text::Span;

    /// A story whose every text could be taken for markup.
    pub(super) fn hostile() -> Story {
        let bad = "<script>alert('x')</script> & [a](b) *c* \x1b[31m";
        let text = format!("{bad} ends.");
        Story {
            title: Some(bad.to_owned()),
            date: Some("2024-05-31".to_owned()),
            labels: vec![
                LabelScore { label: "Energy".to_owned(), name: None, score: 0.8 },
                LabelScore { label: bad.to_owned(), name: None, score: 0.1 },
            ],
            sentences: vec![Sentence {
                rank: 1,
                score: 1.0,
                span: Span::new(10, 10 + text.len()),
                text: text.clone(),
                document: None,
            }],
            also: (0..8).map(|n| format!("{bad}{n}")).collect(),
            full_text: vec![Part { start: 0, text: format!("Zero <br> {text}") }],
            ..Story::sample(bad)
        }
    }

    pub(super) fn brief(stories: Vec<Story>) -> Brief {
        let ledger = Ledger { read: stories.len() as u64, ok: stories.len() as u64, ..Ledger::default() };
        let mut brief = Brief::new(Vec::new(), Vec::new(), ledger, "m@1".to_owned(), &BriefParams::default());
        brief.topics = vec![crate::brief::Topic {
            label: "Energy".to_owned(),
            name: "Energy".to_owned(),
            n: stories.len(),
            stories,
        }];
        brief
    }

    #[test]
    fn a_sentence_of_a_whole_page_is_cut() {
        assert_eq!(shown(&"é ".repeat(9_000)).chars().count(), SHOWN_CHARS + 2);
        assert_eq!(shown("It ends. "), "It ends.");
    }

    #[test]
    fn a_long_list_of_copies_is_counted() {
        let copies = Story { also: (0..1_007).map(|n| n.to_string()).collect(), ..Story::sample("a") };
        assert_eq!(also(&copies).unwrap(), "also: 0, 1, 2, 3, 4 and 1,002 more");
        assert_eq!(also(&Story::sample("a")), None);
    }

    #[test]
    fn a_sentence_of_a_near_copy_is_told_with_its_id() {
        let mut sentence = hostile().sentences.remove(0);
        sentence.document = Some("<b>\n`c`".to_owned());
        assert!(bytes(&sentence).starts_with("<b> `c` 10\u{2013}"));
        let story = Story { sentences: vec![sentence], ..Story::sample("a") };
        let brief = brief(vec![story]);
        let page = render(&brief, Format::Html, &Style::default());
        assert!(page.contains("&lt;b&gt; `c` 10") && !page.contains("<b>"), "{page}");
        assert!(render(&brief, Format::Md, &Style::default()).contains("`<b> 'c' 10"));
        assert!(render(&brief, Format::Json, &Style::default()).contains(r#""document":"<b>\n`c`""#));
    }

    #[test]
    fn a_record_of_a_table_is_told_with_its_number() {
        let row = Story { source: "d/news.csv".to_owned(), record: 7, ..Story::sample("x") };
        assert_eq!(origin(&row), ["no date", "d/news.csv, record 7"]);
        assert_eq!(origin(&Story::sample("a")), ["no date", "a.txt"]);
        let piped = Story { source: "-".to_owned(), ..Story::sample("stdin") };
        assert_eq!(origin(&piped), ["no date", "standard input"]);
    }

    #[test]
    fn a_brief_of_nothing_says_so_in_every_form() {
        let mut nothing = brief(Vec::new());
        nothing.topics.clear();
        for format in [Format::Text, Format::Md, Format::Html] {
            assert!(render(&nothing, format, &Style::default()).contains(EMPTY), "{format}");
        }
    }

    #[test]
    fn what_is_left_out_is_said() {
        let mut brief = brief(vec![Story::sample("a")]);
        assert_eq!(facts(&brief), ["1 document", "1 topic"]);
        brief.near_duplicates = 2;
        brief.ledger.errors = 1;
        assert_eq!(facts(&brief)[2..], ["2 near-copies folded in", "1 unreadable"]);
    }
}
