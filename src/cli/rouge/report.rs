//! Mean scores as text and as JSON.

use std::fmt::Write;

use serde::Serialize;

use crate::cli::context::grouped;
use crate::evaluate::rouge::{Interval, Prf, RougeScores, bootstrap_mean, paired_bootstrap};
use crate::output::Style;

/// Resamples behind an interval.
const RESAMPLES: usize = 1_000;

/// A value for each measure.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Measures<T> {
    rouge1: T,
    rouge2: T,
    #[serde(rename = "rougeL")]
    rouge_l: T,
    #[serde(rename = "rougeLsum")]
    rouge_lsum: T,
}

impl<T> Measures<T> {
    /// What `f` makes of each measure; it gets the way to the measure's scores.
    fn of(f: impl Fn(fn(&RougeScores) -> Prf) -> T) -> Self {
        Self {
            rouge1: f(|scores| scores.rouge1),
            rouge2: f(|scores| scores.rouge2),
            rouge_l: f(|scores| scores.rouge_l),
            rouge_lsum: f(|scores| scores.rouge_lsum),
        }
    }

    fn map<U>(&self, f: impl Fn(&T) -> U) -> Measures<U> {
        Measures {
            rouge1: f(&self.rouge1),
            rouge2: f(&self.rouge2),
            rouge_l: f(&self.rouge_l),
            rouge_lsum: f(&self.rouge_lsum),
        }
    }

    fn named(&self) -> [(&'static str, &T); 4] {
        [
            ("rouge1", &self.rouge1),
            ("rouge2", &self.rouge2),
            ("rougeL", &self.rouge_l),
            ("rougeLsum", &self.rouge_lsum),
        ]
    }
}

/// The means of one measure.
#[derive(Clone, Copy, Debug, Serialize)]
struct Means {
    precision: f64,
    recall: f64,
    f1: f64,
    /// The 95 % bootstrap interval of the F1.
    f1_ci: [f64; 2],
}

/// How the first file's summaries do beside those of another.
#[derive(Clone, Debug, Serialize)]
struct Comparison {
    /// The other file's means.
    #[serde(flatten)]
    means: Measures<Means>,
    /// F1 of the first file above that of the other, pair by pair.
    difference: Measures<Interval>,
}

/// The scores of a file of pairs.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Report {
    n: usize,
    stemmer: bool,
    #[serde(flatten)]
    means: Measures<Means>,
    #[serde(skip_serializing_if = "Option::is_none")]
    compare: Option<Comparison>,
}

impl Report {
    /// The means of `scores`, and what they are above those of `other`, in the same order.
    pub(super) fn new(
        scores: &[RougeScores],
        other: Option<&[RougeScores]>,
        stemmer: bool,
        seed: u64,
    ) -> Self {
        let compare = other.map(|other| Comparison {
            means: means(other, seed),
            difference: Measures::of(|measure| {
                paired_bootstrap(&f1(scores, measure), &f1(other, measure), RESAMPLES, seed)
            }),
        });
        Self { n: scores.len(), stemmer, means: means(scores, seed), compare }
    }

    /// The report for a person. Writing to a string does not fail.
    pub(super) fn text(&self, style: &Style) -> String {
        let mut out = String::new();
        let with = if self.stemmer { "with" } else { "without" };
        let pairs = if self.n == 1 { "pair" } else { "pairs" };
        let _ = writeln!(out, "{} {pairs}, {with} stemmer\n", grouped(self.n as u64));
        table(&mut out, &self.means, style);
        if let Some(compare) = &self.compare {
            let _ = writeln!(out, "\n{}", style.bold("compared with"));
            table(&mut out, &compare.means, style);
            let head = format!("{:<9}  {:>13}  {:>16}", "measure", "F1 difference", "95 % interval");
            let _ = writeln!(out, "\n{}", style.bold(&head));
            for (name, difference) in compare.difference.named() {
                let interval = format!("[{:+.4}, {:+.4}]", difference.low, difference.high);
                let _ = writeln!(out, "{name:<9}  {:>+13.4}  {interval:>18}", difference.mean);
            }
        }
        out
    }
}

/// Summaries beside the first sentences of the same documents.
#[derive(Clone, Debug, Serialize)]
pub(in crate::cli) struct Beside {
    n: usize,
    method: String,
    budget: String,
    stemmer: bool,
    summaries: Measures<Means>,
    lead: Measures<Means>,
    /// F1 of the summaries above that of the first sentences, document by document.
    difference: Measures<Interval>,
    /// Whether all of the interval is above 0.
    better: Measures<bool>,
}

impl Beside {
    /// The report of `ours` and `lead`, scored with the stemmer and in the same order.
    pub(in crate::cli) fn new(
        ours: &[RougeScores],
        lead: &[RougeScores],
        method: String,
        budget: String,
        seed: u64,
    ) -> Self {
        let difference =
            Measures::of(|measure| paired_bootstrap(&f1(ours, measure), &f1(lead, measure), RESAMPLES, seed));
        let better = difference.map(|interval| interval.low > 0.0);
        let (summaries, lead) = (means(ours, seed), means(lead, seed));
        Self { n: ours.len(), method, budget, stemmer: true, summaries, lead, difference, better }
    }

    /// The report for a person. Writing to a string does not fail.
    pub(in crate::cli) fn text(&self, style: &Style) -> String {
        let mut out = String::new();
        let documents = if self.n == 1 { "document" } else { "documents" };
        let n = grouped(self.n as u64);
        let _ = writeln!(out, "{n} {documents}, {} by {}, with stemmer\n", self.budget, self.method);
        let head = format!(
            "{:<9}  {:>7}  {:>7}  {:>10}  {:>18}",
            "F1", "summary", "lead", "difference", "95 % interval"
        );
        let _ = writeln!(out, "{}", style.bold(&head));
        let rows = self.summaries.named().into_iter().zip(self.lead.named()).zip(self.difference.named());
        for (((name, ours), (_, lead)), (_, Interval { mean, low, high })) in rows {
            let interval = format!("[{low:+.4}, {high:+.4}]");
            let _ =
                writeln!(out, "{name:<9}  {:>7.4}  {:>7.4}  {mean:>+10.4}  {interval:>18}", ours.f1, lead.f1);
        }
        let named = |better: bool| {
            let named = self.better.named().into_iter().filter(|(_, found)| **found == better);
            named.map(|(name, _)| name).collect::<Vec<_>>().join(", ")
        };
        let (won, not) = (named(true), named(false));
        if !won.is_empty() {
            let _ = writeln!(out, "\nbetter than the first sentences on {won}");
        }
        if !not.is_empty() {
            let line = format!("not better than the first sentences on {not}: the interval is not above 0");
            let _ = writeln!(out, "{}{}", if won.is_empty() { "\n" } else { "" }, style.warning(&line));
        }
        out
    }
}

fn table(out: &mut String, means: &Measures<Means>, style: &Style) {
    let head = format!(
        "{:<9}  {:>9}  {:>6}  {:>6}  {:>16}",
        "measure", "precision", "recall", "F1", "95 % interval"
    );
    let _ = writeln!(out, "{}", style.bold(&head));
    for (name, means) in means.named() {
        let Means { precision, recall, f1, f1_ci: [low, high] } = means;
        let _ = writeln!(out, "{name:<9}  {precision:>9.4}  {recall:>6.4}  {f1:>6.4}  [{low:.4}, {high:.4}]");
    }
}

fn means(scores: &[RougeScores], seed: u64) -> Measures<Means> {
    let n = scores.len().max(1) as f64;
    Measures::of(|measure| {
        let sum = scores.iter().map(measure).fold(Prf::default(), |sum, prf| sum + prf);
        let interval = bootstrap_mean(&f1(scores, measure), RESAMPLES, seed);
        Means {
            precision: sum.precision / n,
            recall: sum.recall / n,
            f1: sum.f1 / n,
            f1_ci: [interval.low, interval.high],
        }
    })
}

fn f1(scores: &[RougeScores], measure: fn(&RougeScores) -> Prf) -> Vec<f64> {
    scores.iter().map(|scores| measure(scores).f1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::rouge::RougeScorer;

    #[test]
    fn the_fields_are_the_measures_names() {
        let scores = [RougeScorer::new(false).score("a b", "a b"), RougeScorer::new(false).score("a", "b")];
        let report = Report::new(&scores, Some(&scores), false, 0);
        let json = serde_json::to_value(&report).unwrap();
        assert_eq!((&json["n"], &json["rouge2"]["f1"]), (&2.into(), &0.5.into()));
        assert_eq!(json["compare"]["rougeLsum"]["precision"], 0.5);
        assert_eq!(
            json["compare"]["difference"]["rougeL"],
            serde_json::json!({"mean": 0.0, "low": 0.0, "high": 0.0})
        );
    }

    #[test]
    fn what_is_not_better_than_the_lead_is_said() {
        let scorer = RougeScorer::new(true);
        let (good, bad) = (scorer.score("a b c", "a b c"), scorer.score("a b c", "a x y"));
        let report = |ours: &[RougeScores], lead: &[RougeScores]| {
            Beside::new(ours, lead, "auto".to_owned(), "1 sentence".to_owned(), 0)
        };
        let won = report(&[good, good], &[bad, bad]);
        assert!(
            won.text(&Style::default())
                .ends_with("\nbetter than the first sentences on rouge1, rouge2, rougeL, rougeLsum\n")
        );
        assert_eq!(serde_json::to_value(&won).unwrap()["better"]["rouge2"], true);
        let text = report(&[bad, good], &[good, bad]).text(&Style::default());
        assert!(!text.contains("\nbetter") && text.contains("not better than"), "{text}");
    }

    #[test]
    fn without_a_comparison_there_is_no_field_for_it() {
        let report = Report::new(&[RougeScores::default()], None, true, 0);
        assert!(!serde_json::to_string(&report).unwrap().contains("compare"));
        assert!(report.text(&Style::default()).starts_with("1 pair, with stemmer\n"));
    }
}
