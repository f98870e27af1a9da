//! Whether the probabilities mean what they say.

use super::Report;
use super::chart::{Axis, Chart};
use super::section::Section;
use crate::evaluate::reliability::Bin;

/// The largest dot's radius.
const LARGEST: f64 = 11.0;

/// The accuracy of the answers against their probability.
pub(super) fn section(report: &Report<'_>) -> Section {
    let found = &report.evaluation;
    let mut section = Section::new("reliability", "Do the probabilities mean what they say?");
    let Some(ece) = found.ece else {
        section.paragraph("No document got an answer.");
        return section;
    };
    let verdict = match ece {
        ece if ece <= 0.03 => {
            "Read them as shares: of the answers at 70\u{202f}%, about 70\u{202f}% are right."
        }
        ece if ece <= 0.06 => "Read them as shares, with a grain of salt.",
        _ => "Do not read them as shares; use them to rank documents only.",
    };
    section.paragraph(&format!(
        "Probability and share of right answers lie {:.1} points apart on average (ECE {ece:.3}). {verdict}",
        ece * 100.0
    ));
    section.figure(
        &chart(&found.reliability),
        "Each dot is a group of answers of about the same probability; its area is their number. On the dashed line \
         the probability is right; below it the model is too sure, above it too modest.",
    );
    section
}

fn chart(bins: &[Bin]) -> String {
    let mut chart =
        Chart::new(Axis::shares("probability of the answer", 0.0), Axis::shares("right answers", 0.0));
    chart.line([(0.0, 0.0), (1.0, 1.0)], "ideal");
    let most = bins.iter().map(|bin| bin.n).max().unwrap_or(1).max(1) as f64;
    let filled: Vec<(f64, f64, usize)> =
        bins.iter().filter_map(|bin| Some((bin.mean_probability?, bin.accuracy?, bin.n))).collect();
    chart.line(filled.iter().map(|&(x, y, _)| (x, y)), "one");
    for (probability, accuracy, n) in filled {
        let radius = (LARGEST * (n as f64 / most).sqrt()).max(2.5);
        let hover = format!(
            "{n} answers at {:.0} % on average, {:.0} % of them right",
            probability * 100.0,
            accuracy * 100.0
        );
        chart.dot((probability, accuracy), (radius * 10.0).round() / 10.0, "one", hover);
    }
    chart.html("Share of right answers by probability")
}
