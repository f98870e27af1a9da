//! Documents whose label is likely wrong.

use super::Report;
use super::section::{Section, percent};
use crate::evaluate::cases::Case;
use crate::output::grouped;
use crate::output::html::Escaped;

/// Documents that are shown at once, and those that can be unfolded.
const LISTED: [usize; 2] = [15, 485];

/// The list, the likeliest first.
pub(super) fn section(report: &Report<'_>) -> Section {
    let mut section = Section::new("errors", "Which labels are likely wrong?");
    let found = report.label_errors();
    if found.is_empty() {
        section.paragraph("No answer contradicts a label with certainty.");
        return section;
    }
    section.paragraph(&format!(
        "{} of {} documents ({}) carry a label that a model which never saw them contradicts with the certainty of \
         its usual right answers. The likeliest first: some of these are coding errors, the others are hard cases \
         that the codebook should decide.",
        grouped(found.len() as u64),
        grouped(report.cases.len() as u64),
        percent(found.len() as f64 / report.cases.len().max(1) as f64),
    ));
    let (first, rest) = found.split_at(found.len().min(LISTED[0]));
    list(&mut section, report, first, 1);
    let shown = &rest[..rest.len().min(LISTED[1])];
    if !shown.is_empty() {
        section.html(format_args!("<details><summary>{} more</summary>\n", grouped(shown.len() as u64)));
        list(&mut section, report, shown, LISTED[0] + 1);
        section.html(format_args!("</details>\n"));
    }
    if rest.len() > shown.len() {
        let left = grouped((rest.len() - shown.len()) as u64);
        section.paragraph(&format!("{left} less likely ones are not listed."));
    }
    section
}

fn list(section: &mut Section, report: &Report<'_>, cases: &[&Case], from: usize) {
    section.html(format_args!("<ol class=\"suspects\" start=\"{from}\">\n"));
    for Case { document, outcome } in cases {
        let answer = outcome.predicted.map_or("", |answer| report.label(answer));
        section.html(format_args!(
            "<li>{} <span class=\"id\">{}</span><br>\
             <span class=\"was\">labelled <b>{}</b> ({})</span> <span class=\"is\">rather <b>{}</b> ({})</span></li>\n",
            Escaped(&document.title),
            Escaped(&document.id),
            Escaped(report.label(outcome.truth)),
            percent(outcome.truth_probability.into()),
            Escaped(answer),
            percent(outcome.probability.into()),
        ));
    }
    section.html(format_args!("</ol>\n"));
}
