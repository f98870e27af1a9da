//! An explanation for a person at a terminal.

use std::fmt::Write;

use super::{Explained, Term};
use crate::output::classified::one_line;
use crate::output::{Style, printable, readable_term};

/// Characters of a passage on each side of a term.
const AROUND: usize = 24;

/// The terms with their weights and places; in colour also the text with the terms marked. Writing to a string does
/// not fail.
pub(super) fn text(found: &Explained, style: &Style) -> String {
    let mut out = String::new();
    let question = printable(&found.question()).into_owned();
    let _ = write!(out, "{}  {}", style.topic(&question), style.dim(&printable(&found.id)));
    let title = found.title.as_deref().map(one_line).filter(|title| !title.is_empty());
    let _ = writeln!(out, "{}", title.map_or(String::new(), |title| format!("  {}", printable(&title))));
    if let Some(answer) = found.answer() {
        let answer = printable(&answer);
        let is_none = found.abstain_reason.is_some();
        let _ = writeln!(out, "{}", if is_none { style.warning(&answer) } else { answer });
    }
    let _ = writeln!(out, "{}", found.sum());
    let width =
        found.terms.iter().map(|term| readable_term(&term.term).chars().count()).max().unwrap_or(0).max(4);
    for term in &found.terms {
        let weight = format!("{:+.3}", term.weight);
        let name = format!("{:width$}", readable_term(&term.term));
        let _ = writeln!(
            out,
            "  {}  {}  {:>2}\u{d7}  {}",
            style.side(&weight, term.weight > 0.0, false),
            name,
            term.count(),
            style.dim(&passage(found, term))
        );
    }
    if style.color {
        out.push('\n');
        marked(&mut out, found, style);
    }
    out.push('\n');
    out
}

/// The first occurrence with its bytes and the words around it.
fn passage(found: &Explained, term: &Term) -> String {
    let Some(place) = term.spans.first() else {
        return term.title_spans.first().map_or(String::new(), |p| format!("title {}-{}", p.start, p.end));
    };
    let before = found.text[..place.start].char_indices().rev().take(AROUND).last();
    let after = found.text[place.end..].char_indices().nth(AROUND);
    let from = before.map_or(place.start, |(at, _)| at);
    let to = after.map_or(found.text.len(), |(at, _)| place.end + at);
    let passage = one_line(&found.text[from..to]);
    format!("{}-{} \u{2026}{}\u{2026}", place.start, place.end, printable(&passage))
}

/// The body with the terms in colour: strong where they add at least half of what the largest does.
fn marked(out: &mut String, found: &Explained, style: &Style) {
    let strong = found.largest() / 2.0;
    for part in found.body_segments() {
        for segment in part {
            let raw = &found.text[segment.range.clone()];
            // Line ends stay, whatever else a terminal would act on is shown.
            let lines: Vec<_> = raw.split('\n').map(printable).collect();
            let text = lines.join("\n");
            if segment.terms.is_empty()
                || text.trim().is_empty() && segment.terms.len() < 2 && text.contains('\n')
            {
                *out += &text;
            } else {
                *out += &style.side(&text, segment.weight > 0.0, segment.weight.abs() >= strong);
            }
        }
        if !out.ends_with('\n') {
            out.push('\n');
        }
    }
}
