//! What a threshold on the probability costs and brings.

use super::Report;
use super::chart::{Axis, Chart};
use super::section::{Section, percent};
use crate::evaluate::reliability::CoveragePoint;

/// The thresholds that are written on the curve.
const NAMED: [f64; 4] = [0.5, 0.7, 0.8, 0.9];

/// The accuracy that is left at each share of answered documents.
pub(super) fn section(report: &Report<'_>) -> Section {
    let points = &report.evaluation.coverage;
    let mut section = Section::new("coverage", "Answer less and be right more often?");
    section.paragraph(
        "With a threshold (classify -t), documents whose best probability is below it get no label and are left to \
         a person.",
    );
    section.figure(
        &chart(points),
        "From right to left the threshold rises: fewer documents get a label, and more of these labels are right.",
    );
    let rows = points.iter().step_by(2).map(|point| {
        vec![
            format!("{:.2}", point.threshold),
            percent(point.coverage),
            point.accuracy.map_or("n/a".to_owned(), percent),
        ]
    });
    section.numbers(&["threshold", "answered", "right of these"], rows);
    section
}

fn chart(points: &[CoveragePoint]) -> String {
    let curve: Vec<(f64, f64, f64)> =
        points.iter().filter_map(|point| Some((point.coverage, point.accuracy?, point.threshold))).collect();
    let lowest = curve.iter().map(|&(_, accuracy, _)| accuracy).fold(1.0, f64::min);
    let mut chart =
        Chart::new(Axis::shares("documents answered", 0.0), Axis::shares("right answers among them", lowest));
    chart.line(curve.iter().map(|&(coverage, accuracy, _)| (coverage, accuracy)), "one");
    for &(coverage, accuracy, threshold) in &curve {
        let hover = format!(
            "threshold {threshold:.2}: {} answered, {} of these right",
            percent(coverage),
            percent(accuracy)
        );
        let is_named = NAMED.contains(&threshold);
        chart.dot((coverage, accuracy), if is_named { 4.0 } else { 2.0 }, "one", hover);
        if is_named {
            chart.text((coverage, accuracy), (-7.0, 14.0), &format!("-t {threshold}"), "note end");
        }
    }
    chart.html("Share of right answers by share of answered documents")
}
