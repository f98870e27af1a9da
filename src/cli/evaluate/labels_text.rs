//! An evaluation of a multi-label model as text.

use std::fmt::Write;

use super::text::{group_table, interval, label_table, number};
use crate::cli::context::grouped;
use crate::evaluate::multi_label::LabelsEvaluation;
use crate::model::Model;
use crate::output::Style;

/// The report for a person. Writing to a string does not fail.
pub(super) fn text(found: &LabelsEvaluation, model: &Model, style: &Style) -> String {
    let mut out = String::new();
    let n = grouped(found.n_documents as u64);
    let _ = writeln!(out, "{}, {n} documents that may have several labels", style.bold(&model.id()));
    let _ = writeln!(out, "exact match  {}", interval(found.exact_match, found.accuracy_ci));
    let _ = writeln!(out, "macro-F1     {}", interval(found.macro_f1, found.macro_f1_ci));
    let micro = [found.micro_f1, found.micro_precision, found.micro_recall];
    let _ = writeln!(out, "micro-F1     {:.3} (precision {:.3}, recall {:.3})", micro[0], micro[1], micro[2]);
    let _ = writeln!(out, "weighted F1  {:.3}", found.weighted_f1);
    let _ = writeln!(out, "ECE          {}", number(found.ece));
    let (own, given) = (found.labels_per_document, found.given_per_document);
    let _ = writeln!(out, "labels a document: {own:.2}, given {given:.2}");
    let _ = writeln!(out, "always the most frequent labels: {:.3}", found.baseline.majority_accuracy);
    let _ = writeln!(out, "given no label: {}", grouped(found.abstained as u64));
    label_table(&mut out, &found.per_label, style);
    if let Some(by) = &found.by {
        group_table(&mut out, by, style);
    }
    out
}
