//! What to do next: the figures, read for a person who has to decide where the next day's work goes.

use super::section::percent;
use super::{Report, learning_curve};
use crate::evaluate::metrics::LabelScores;
use crate::evaluate::reliability::CoveragePoint;
use crate::output::grouped;

/// Documents below which a label's scores say little.
const FEW: usize = 20;
/// The accuracies that a threshold should reach; the first that can be.
const GOALS: [f64; 3] = [0.95, 0.9, 0.8];
/// The share of documents that a threshold must leave for it to be worth saying.
const WORTHWHILE: f64 = 0.2;

/// A thing to do, and the section that shows why.
#[derive(Debug, PartialEq)]
pub(super) struct Advice {
    pub(super) text: String,
    pub(super) section: &'static str,
}

/// The advice, the most pressing first.
pub(super) fn advice(report: &Report<'_>) -> Vec<Advice> {
    let all = [
        no_better_than_chance(report),
        unseen(report),
        suspects(report),
        confusion(report),
        more_labels(report),
        few(report),
        threshold(report),
        calibration(report),
    ];
    all.into_iter().flatten().collect()
}

fn advise(section: &'static str, text: String) -> Option<Advice> {
    Some(Advice { text, section })
}

fn no_better_than_chance(report: &Report<'_>) -> Option<Advice> {
    let found = &report.evaluation;
    let majority = found.baseline.majority_accuracy;
    let text = "The model is hardly better than always giving the most frequent label: do not use it. Is the text \
                column the right one, and can a person tell the labels from these texts?";
    if found.accuracy_ci[0] <= majority { advise("labels", text.to_owned()) } else { None }
}

fn unseen(report: &Report<'_>) -> Option<Advice> {
    let unseen = &report.evaluation.unseen_labels;
    let n: usize = unseen.values().sum();
    if n == 0 {
        return None;
    }
    let names = list(unseen.keys().map(String::as_str));
    let n = grouped(n as u64);
    advise(
        "labels",
        format!("{n} documents have labels that training never saw ({names}): train on examples of them."),
    )
}

fn suspects(report: &Report<'_>) -> Option<Advice> {
    let n = report.label_errors().len();
    let share = percent(n as f64 / report.cases.len().max(1) as f64);
    let documents = if n == 1 { "document" } else { "documents" };
    let n_shown = grouped(n as u64);
    let text = format!(
        "Check {n_shown} {documents} ({share}) whose label is likely wrong, from the top of the list."
    );
    if n > 0 { advise("errors", text) } else { None }
}

/// The two labels that are most often taken for one another.
fn confusion(report: &Report<'_>) -> Option<Advice> {
    let table = &report.evaluation.confusion;
    let n_labels = table.labels.len();
    let pairs = (0..n_labels).flat_map(|a| (a + 1..n_labels).map(move |b| (a, b)));
    let count = |&(a, b): &(usize, usize)| table.matrix[a][b] + table.matrix[b][a];
    // The first of equals.
    let (a, b) = pairs.min_by_key(|pair| std::cmp::Reverse(count(pair)))?;
    let total: usize = (0..n_labels)
        .map(|a| (0..n_labels).filter(|&b| a != b).map(|b| table.matrix[a][b]).sum::<usize>())
        .sum();
    let n = count(&(a, b));
    if n < 3 {
        return None;
    }
    advise(
        "confusion",
        format!(
            "{} and {} are mixed up most: {} documents, {} of all mistakes. Read the examples; a sharper rule in the \
             codebook helps more than more labels, or the two are one topic.",
            quoted(&table.labels[a]),
            quoted(&table.labels[b]),
            grouped(n as u64),
            percent(n as f64 / total as f64)
        ),
    )
}

fn more_labels(report: &Report<'_>) -> Option<Advice> {
    let curve = report.learning_curve?;
    if !learning_curve::will_help(curve) {
        return advise("learning", learning_curve::verdict(curve));
    }
    let weakest = weakest(&report.evaluation.per_label);
    let where_to = if weakest.is_empty() { String::new() } else { format!(" Begin with {weakest}.") };
    advise("learning", format!("{}{where_to}", learning_curve::verdict(curve)))
}

/// Up to three labels with the lowest F1 among those with at most the median number of documents.
fn weakest(per_label: &[LabelScores]) -> String {
    let mut supports: Vec<usize> = per_label.iter().map(|scores| scores.support).collect();
    supports.sort_unstable();
    let median = supports.get(supports.len() / 2).copied().unwrap_or(0);
    let mut rare: Vec<&LabelScores> = per_label.iter().filter(|scores| scores.support <= median).collect();
    rare.sort_by(|a, b| a.f1.unwrap_or(0.0).total_cmp(&b.f1.unwrap_or(0.0)));
    let name = |scores: &&LabelScores| {
        format!(
            "{} ({} documents, F1 {:.2})",
            quoted(&scores.label),
            grouped(scores.support as u64),
            scores.f1.unwrap_or(0.0)
        )
    };
    rare.iter().take(3).map(name).collect::<Vec<_>>().join(", ")
}

fn few(report: &Report<'_>) -> Option<Advice> {
    let few = report.evaluation.per_label.iter().filter(|scores| (1..FEW).contains(&scores.support));
    let few: Vec<&str> = few.map(|scores| scores.label.as_str()).collect();
    let text = || {
        let (labels, have) = if few.len() == 1 { ("label", "has") } else { ("labels", "have") };
        format!(
            "{} {labels} {have} fewer than {FEW} documents ({}): too few to say how well they are recognised.",
            few.len(),
            list(few.iter().copied())
        )
    };
    if few.is_empty() { None } else { advise("labels", text()) }
}

fn threshold(report: &Report<'_>) -> Option<Advice> {
    let found = &report.evaluation;
    let reaches = |goal: f64| {
        let good = |point: &&CoveragePoint| {
            point.coverage >= WORTHWHILE && point.accuracy.is_some_and(|accuracy| accuracy >= goal)
        };
        found.coverage.iter().find(good).map(|point| (goal, point))
    };
    let (goal, point) = GOALS.into_iter().find_map(reaches)?;
    let text = || {
        format!(
            "For {} right labels, leave documents below a probability of {:.2} to a person (classify -t {:.2}): {} get \
             a label.",
            percent(goal),
            point.threshold,
            point.threshold,
            percent(point.coverage)
        )
    };
    if point.threshold > 0.0 { advise("coverage", text()) } else { None }
}

fn calibration(report: &Report<'_>) -> Option<Advice> {
    let ece = report.evaluation.ece?;
    let text = || {
        format!(
            "Do not read the probabilities as shares: they are off by {:.0} points on average. The documents differ \
             from those that the model was trained on, or are few.",
            ece * 100.0
        )
    };
    if ece > 0.06 { advise("reliability", text()) } else { None }
}

/// A label, told from the words and numbers around it.
fn quoted(label: &str) -> String {
    format!("\u{201c}{label}\u{201d}")
}

/// At most five names, and how many more there are.
fn list<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> String {
    let more = names.len().saturating_sub(5);
    let list = names.take(5).map(quoted).collect::<Vec<_>>().join(", ");
    if more > 0 { format!("{list} and {more} more") } else { list }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::bootstrap::Bootstrap;
    use crate::evaluate::cases::{Case, DocumentName};
    use crate::evaluate::report::{Evaluation, Outcome};
    use crate::model::{Example, Model, TrainParams};
    use crate::output::report::Basis;

    fn model() -> Model {
        let examples = [("tax", "tax cut"), ("tax", "income tax"), ("farm", "farm aid"), ("farm", "farm")];
        let examples = examples.map(|(label, text)| Example::new(text, label)).to_vec();
        TrainParams::new().folds(0).min_df(1).fit(examples).unwrap()
    }

    /// The sections that are pointed to after 60 documents of two labels, of which `wrong` get a sure wrong answer.
    fn sections(wrong: usize) -> Vec<&'static str> {
        let outcome = |n: usize| {
            let truth = n % 2;
            let answer = if n < wrong { 1 - truth } else { truth };
            let probabilities = if answer == 0 { [0.9, 0.1] } else { [0.1, 0.9] };
            Outcome::new(truth, Some(answer), &probabilities)
        };
        let outcomes: Vec<Outcome> = (0..60).map(outcome).collect();
        let labels = ["farm", "tax"].map(str::to_owned);
        let found = Evaluation::new(&outcomes, &labels, 2, Bootstrap { n_resamples: 50, seed: 0 });
        let document = DocumentName { id: "1".to_owned(), title: "x".to_owned() };
        let cases: Vec<Case> =
            outcomes.iter().map(|&outcome| Case { document: document.clone(), outcome }).collect();
        let (model, basis) = (model(), Basis::Evaluation { inputs: Vec::new() });
        advice(&Report::new(&model, basis, &found, &cases, None))
            .iter()
            .map(|advice| advice.section)
            .collect()
    }

    #[test]
    fn a_good_model_needs_little_and_a_bad_one_is_told_first() {
        assert_eq!(sections(0), ["reliability"]);
        assert_eq!(sections(6), ["errors", "confusion"]);
        assert_eq!(sections(30)[0], "labels");
    }

    #[test]
    fn labels_are_quoted_and_the_list_of_them_is_short() {
        let names = ["1", "2", "3", "4", "5", "6"];
        assert_eq!(
            list(names.into_iter()),
            "\u{201c}1\u{201d}, \u{201c}2\u{201d}, \u{201c}3\u{201d}, \u{201c}4\u{201d}, \u{201c}5\u{201d} and 1 more"
        );
    }
}
