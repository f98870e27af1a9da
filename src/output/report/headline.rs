//! The figures that come first, with their intervals.

use std::fmt::Write;

use super::Report;
use super::section::{percent, score};
use crate::output::grouped;
use crate::output::html::Escaped;

/// The cards at the top of the page.
pub(super) fn cards(report: &Report<'_>) -> String {
    let found = &report.evaluation;
    let majority = found.baseline.majority_accuracy;
    let mut out = "<div class=\"cards\">\n".to_owned();
    let strip = |value, ci| (Some(strip(value, ci, majority)), interval(ci));
    let (svg, ci) = strip(found.accuracy, found.accuracy_ci);
    card(
        &mut out,
        "Accuracy",
        &score(Some(found.accuracy)),
        svg,
        &format!("{ci} \u{b7} share of right labels"),
    );
    let (svg, ci) = strip(found.macro_f1, found.macro_f1_ci);
    card(
        &mut out,
        "Macro-F1",
        &score(Some(found.macro_f1)),
        svg,
        &format!("{ci} \u{b7} every label counts alike"),
    );
    card(
        &mut out,
        "Without a model",
        &score(Some(majority)),
        None,
        "accuracy of always giving the most frequent label (the notch in the bars)",
    );
    card(
        &mut out,
        "Calibration error",
        &score(found.ece),
        None,
        "distance of probability from share of right answers",
    );
    let n = grouped(found.n_documents as u64);
    let n_labels = found.per_label.iter().filter(|scores| scores.support > 0).count();
    let abstained = match found.abstained {
        0 => format!("of {n_labels} labels"),
        abstained => {
            let share = percent(abstained as f64 / found.n_documents.max(1) as f64);
            format!(
                "of {n_labels} labels \u{b7} {} without an answer ({share}), counted as misses",
                grouped(abstained as u64)
            )
        }
    };
    card(&mut out, "Documents judged", &n, None, &abstained);
    out + "</div>\n"
}

fn card(out: &mut String, name: &str, value: &str, svg: Option<String>, note: &str) {
    let _ = writeln!(
        out,
        "<div class=\"card\"><h3>{}</h3><p class=\"value\">{}</p>{}<p class=\"facts\">{}</p></div>",
        Escaped(name),
        Escaped(value),
        svg.unwrap_or_default(),
        Escaped(note)
    );
}

fn interval([low, high]: [f64; 2]) -> String {
    format!("95\u{202f}%: {low:.3} to {high:.3}")
}

/// A bar up to the value, its interval, and a notch for the baseline.
fn strip(value: f64, [low, high]: [f64; 2], baseline: f64) -> String {
    let at = |share: f64| format!("{:.1}", share.clamp(0.0, 1.0) * 100.0);
    format!(
        "<svg class=\"strip\" viewBox=\"0 0 100 6\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
         <rect class=\"ground\" width=\"100\" height=\"6\"/><rect class=\"value\" width=\"{}\" height=\"6\"/>\
         <rect class=\"interval\" x=\"{}\" width=\"{:.1}\" y=\"2\" height=\"2\"/>\
         <rect class=\"notch\" x=\"{}\" width=\".7\" height=\"6\"/></svg>",
        at(value),
        at(low),
        (high - low).max(0.003) * 100.0,
        at(baseline)
    )
}
