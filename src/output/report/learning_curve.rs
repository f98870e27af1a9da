//! Whether more labels will help.

use super::chart::{Axis, Chart};
use super::section::Section;
use crate::model::{CurvePoint, LearningCurve};
use crate::output::grouped;

/// The scores against the number of training documents.
pub(super) fn section(curve: &LearningCurve) -> Section {
    let mut section = Section::new("learning", "Will more labels help?");
    section.paragraph(&verdict(curve));
    section.figure(
        &chart(&curve.points),
        "Scores of models trained on a part of the documents, all judged by the same held-out documents; the bands \
         are 95\u{202f}% intervals. Each step to the right doubles the documents.",
    );
    let score = |value: f64, [low, high]: [f64; 2]| format!("{value:.3} [{low:.3}, {high:.3}]");
    let rows = curve.points.iter().map(|point| {
        vec![
            grouped(point.n_documents.round() as u64),
            score(point.accuracy, point.accuracy_ci),
            score(point.macro_f1, point.macro_f1_ci),
        ]
    });
    section.numbers(&["training documents", "accuracy", "macro-F1"], rows);
    section
}

/// What the last doubling brought, and what to expect of the next.
pub(super) fn verdict(curve: &LearningCurve) -> String {
    let gain = &curve.last_doubling;
    let points = |value: f64| format!("{:+.1}", value * 100.0);
    let n = |point: Option<&CurvePoint>| point.map_or(0, |point| point.n_documents.round() as u64);
    let [.., half, all] = curve.points.as_slice() else { return String::new() };
    let doubling = format!(
        "The last doubling, from {} to {} documents, changed macro-F1 by {} points [{}, {}] and accuracy by {}",
        grouped(n(Some(half))),
        grouped(n(Some(all))),
        points(gain.macro_f1),
        points(gain.macro_f1_ci[0]),
        points(gain.macro_f1_ci[1]),
        points(gain.accuracy),
    );
    let follows = if will_help(curve) {
        "More labels will help: expect somewhat less of the next doubling."
    } else {
        "More labels of the same kind will bring little."
    };
    format!("{follows} {doubling}.")
}

/// Whether the last doubling brought a point or more in either score, and more than chance would.
pub(super) fn will_help(curve: &LearningCurve) -> bool {
    let gain = &curve.last_doubling;
    let is_gain = |value: f64, [low, _]: [f64; 2]| value >= 0.01 && low > 0.0;
    is_gain(gain.macro_f1, gain.macro_f1_ci) || is_gain(gain.accuracy, gain.accuracy_ci)
}

fn chart(points: &[CurvePoint]) -> String {
    let log = |point: &CurvePoint| point.n_documents.max(1.0).log2();
    let ticks = points.iter().map(|point| (log(point), grouped(point.n_documents.round() as u64)));
    let ends = [points.first().map_or(0.0, log) - 0.15, points.last().map_or(1.0, log) + 0.65];
    let lowest = points.iter().flat_map(|point| [point.accuracy_ci[0], point.macro_f1_ci[0]]);
    let lowest = lowest.fold(1.0, f64::min);
    let x = Axis::new("training documents", ends, ticks.collect());
    let mut chart = Chart::new(x, Axis::shares("score", lowest));
    let accuracy = |point: &CurvePoint| (point.accuracy, point.accuracy_ci);
    let macro_f1 = |point: &CurvePoint| (point.macro_f1, point.macro_f1_ci);
    let last = points.last().map(|point| point.accuracy >= point.macro_f1);
    let names = if last == Some(true) { [-7.0, 15.0] } else { [15.0, -7.0] };
    type Score = fn(&CurvePoint) -> (f64, [f64; 2]);
    let lines: [(Score, &str, &str); 2] = [(accuracy, "one", "accuracy"), (macro_f1, "two", "macro-F1")];
    for ((score, class, name), dy) in lines.into_iter().zip(names) {
        let band: Vec<(f64, [f64; 2])> = points.iter().map(|point| (log(point), score(point).1)).collect();
        chart.band(&band, class);
        chart.line(points.iter().map(|point| (log(point), score(point).0)), class);
        for point in points {
            let hover = format!("{name} {:.3} with {:.0} documents", score(point).0, point.n_documents);
            chart.dot((log(point), score(point).0), 3.5, class, hover);
        }
        if let Some(point) = points.last() {
            chart.text((log(point), score(point).0), (9.0, 4.0 + dy * 0.6), name, &format!("name {class}"));
        }
    }
    chart.html("Scores by number of training documents")
}
