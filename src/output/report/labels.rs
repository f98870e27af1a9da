//! How well each label is told from the others.

use super::Report;
use super::section::{Section, bar, score};
use crate::evaluate::metrics::LabelScores;
use crate::output::grouped;
use crate::output::html::Escaped;

/// The table of labels with bars, the weakest first.
pub(super) fn section(report: &Report<'_>) -> Section {
    let mut section = Section::new("labels", "How well is each label recognised?");
    section.paragraph(
        "The weakest first. Precision: of the documents given this label, the share that have it. Recall: of the \
         documents that have it, the share that were given it. F1 is their harmonic mean.",
    );
    let mut labels: Vec<&LabelScores> =
        report.evaluation.per_label.iter().filter(|scores| scores.support + scores.predicted > 0).collect();
    labels.sort_by(|a, b| a.f1.unwrap_or(0.0).total_cmp(&b.f1.unwrap_or(0.0)));
    let most = labels.iter().map(|scores| scores.support).max().unwrap_or(1).max(1);
    section.html(format_args!(
        "<div class=\"scroll\"><table class=\"labels\">\n<tr><th scope=\"col\">label</th><th scope=\"col\">F1</th>\
         <th scope=\"col\">precision</th><th scope=\"col\">recall</th><th scope=\"col\">documents</th></tr>\n"
    ));
    for scores in labels {
        section.html(format_args!("<tr><th scope=\"row\">{}</th>", Escaped(&scores.label)));
        for (value, class) in [(scores.f1, "f1"), (scores.precision, ""), (scores.recall, "")] {
            let bar = bar(value.unwrap_or(0.0), class);
            section.html(format_args!("<td>{}{bar}</td>", score(value)));
        }
        let bar = bar(scores.support as f64 / most as f64, "count");
        section.html(format_args!("<td>{}{bar}</td></tr>\n", grouped(scores.support as u64)));
    }
    section.html(format_args!("</table></div>\n"));
    section
}
