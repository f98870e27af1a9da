//! An evaluation as text.

use std::fmt::Write;

use crate::cli::context::grouped;
use crate::cli::labels::by_number;
use crate::evaluate::compare::Compared;
use crate::evaluate::metrics::LabelScores;
use crate::evaluate::report::{By, Evaluation};
use crate::model::Model;
use crate::output::{Style, printable};

/// The report for a person. Writing to a string does not fail.
pub(super) fn text(found: &Evaluation, model: &Model, style: &Style) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}, {} documents", style.bold(&model.id()), grouped(found.n_documents as u64));
    let _ = writeln!(out, "accuracy     {}", interval(found.accuracy, found.accuracy_ci));
    let _ = writeln!(out, "macro-F1     {}", interval(found.macro_f1, found.macro_f1_ci));
    let _ = writeln!(out, "weighted F1  {:.3}", found.weighted_f1);
    let _ = writeln!(out, "kappa        {}", number(found.kappa));
    let _ = writeln!(out, "ECE          {}", number(found.ece));
    let _ = writeln!(out, "always the most frequent label: {:.3}", found.baseline.majority_accuracy);
    if found.abstained > 0 {
        let _ = writeln!(out, "without an answer (counted as misses): {}", grouped(found.abstained as u64));
    }
    if let Some(compared) = &found.comparison {
        comparison(&mut out, found, compared, style);
    }
    label_table(&mut out, &found.per_label, style);
    if let Some(by) = &found.by {
        group_table(&mut out, by, style);
    }
    let _ = writeln!(out, "\n{}", style.bold("threshold  coverage  accuracy"));
    for point in found.coverage.iter().step_by(2) {
        let _ =
            writeln!(out, "{:>9.2}  {:>8.3}  {:>8}", point.threshold, point.coverage, number(point.accuracy));
    }
    out
}

/// How two models differ, and whether that could be chance.
fn comparison(out: &mut String, found: &Evaluation, compared: &Compared, style: &Style) {
    let (difference, test) = (&compared.difference, &compared.difference.mcnemar);
    let _ = writeln!(out, "\n{}", style.bold(&format!("against {} on the same documents", compared.model)));
    let mut line = |name: &str, value: f64, above: f64, ci: [f64; 2]| {
        let _ = writeln!(
            out,
            "{name}  {value:.3} against {:.3}: {above:+.3} [{:+.3}, {:+.3}]",
            value - above,
            ci[0],
            ci[1]
        );
    };
    line("accuracy", found.accuracy, difference.accuracy, difference.accuracy_ci);
    line("macro-F1", found.macro_f1, difference.macro_f1, difference.macro_f1_ci);
    let _ = writeln!(
        out,
        "only this model is right on {} documents, only the other one on {}",
        grouped(test.only_first as u64),
        grouped(test.only_second as u64)
    );
    let _ = writeln!(out, "{}", compared.verdict());
}

pub(super) fn number(value: Option<f64>) -> String {
    value.map_or("n/a".to_owned(), |value| format!("{value:.3}"))
}

pub(super) fn interval(value: f64, ci: [f64; 2]) -> String {
    format!("{value:.3} [{:.3}, {:.3}]", ci[0], ci[1])
}

/// The scores of every label; labels that are numbers in their order.
pub(super) fn label_table(out: &mut String, per_label: &[LabelScores], style: &Style) {
    let name = |scores: &LabelScores| match &scores.name {
        Some(name) => printable(&format!("{} {name}", scores.label)).into_owned(),
        None => printable(&scores.label).into_owned(),
    };
    let width = per_label.iter().map(|scores| name(scores).chars().count()).max().unwrap_or(0).max(5);
    let head = format!("{:width$}  precision  recall     F1  documents", "label");
    let _ = writeln!(out, "\n{}", style.bold(&head));
    for scores in by_number(per_label, |scores| &scores.label) {
        let precision =
            scores.precision.map_or("n/a (never predicted)".to_owned(), |value| format!("{value:.3}"));
        let _ = writeln!(
            out,
            "{:width$}  {precision:>9}  {:>6}  {:>5}  {:>9}",
            name(scores),
            number(scores.recall),
            number(scores.f1),
            grouped(scores.support as u64),
        );
    }
}

/// The scores by the values of a column; values that are numbers in their order.
pub(super) fn group_table(out: &mut String, by: &By, style: &Style) {
    let values = by.groups.iter().map(|group| printable(&group.value).chars().count());
    let width = values.max().unwrap_or(0).max(by.column.chars().count());
    let head = format!("{:width$}  accuracy  macro-F1  documents", printable(&by.column));
    let _ = writeln!(out, "\n{}", style.bold(&head));
    for group in by_number(&by.groups, |group| &group.value) {
        let _ = writeln!(
            out,
            "{:width$}  {:>8.3}  {:>8.3}  {:>9}",
            printable(&group.value),
            group.accuracy,
            group.macro_f1,
            grouped(group.n as u64)
        );
    }
}
