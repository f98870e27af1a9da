//! Whether two lists of answers to the same documents differ by more than chance.

use serde::Serialize;

use super::bootstrap::{Bootstrap, Interval};
use super::metrics::Counts;

/// How two classifiers differ on the same documents; differences are first minus second.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// The difference of the accuracies.
    pub accuracy: f64,
    /// Its 95 % interval.
    pub accuracy_ci: Interval,
    /// The difference of the macro-averaged F1s.
    pub macro_f1: f64,
    /// Its 95 % interval.
    pub macro_f1_ci: Interval,
    /// The test of whether one of them is right more often.
    pub mcnemar: McNemar,
}

impl Comparison {
    /// The comparison of the answers `first` and `second` to `truth`, indices below `n_labels`.
    ///
    /// The intervals are of the paired bootstrap: each resample has the same documents for both, so what makes a
    /// document hard for both does not widen them.
    ///
    /// # Panics
    /// If the slices differ in length or hold an index that is not below `n_labels`.
    pub fn new(
        truth: &[usize],
        first: &[Option<usize>],
        second: &[Option<usize>],
        n_labels: usize,
        bootstrap: Bootstrap,
    ) -> Self {
        let mcnemar = McNemar::new(truth, first, second);
        let counts = |predicted: &[Option<usize>]| {
            Counts::of(truth.iter().copied().zip(predicted.iter().copied()), n_labels)
        };
        let (a, b) = (counts(first), counts(second));
        let intervals = bootstrap.differences(truth, first, second, n_labels);
        Self {
            accuracy: a.accuracy() - b.accuracy(),
            accuracy_ci: intervals.accuracy,
            macro_f1: a.macro_f1() - b.macro_f1(),
            macro_f1_ci: intervals.macro_f1,
            mcnemar,
        }
    }
}

/// A [`Comparison`] with the other model's name, as a report has it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Compared {
    /// The other model.
    pub model: String,
    /// What this model is above the other one.
    #[serde(flatten)]
    pub difference: Comparison,
    /// [`McNemar::is_significant`].
    pub significant: bool,
}

impl Compared {
    /// The comparison with the model of this name.
    pub fn new(model: String, difference: Comparison) -> Self {
        Self { model, difference, significant: difference.mcnemar.is_significant() }
    }

    /// What follows, as a sentence: which one is right more often, or that it cannot be told.
    pub fn verdict(&self) -> String {
        let McNemar { only_first, only_second, p_value } = self.difference.mcnemar;
        let p = if p_value < 0.001 { "p < 0.001".to_owned() } else { format!("p = {p_value:.3}") };
        match self.significant {
            false => format!("no significant difference (McNemar, {p}): it could be chance"),
            true if only_first > only_second => {
                format!("this model is right significantly more often (McNemar, {p})")
            }
            true => {
                format!("the other model, {}, is right significantly more often (McNemar, {p})", self.model)
            }
        }
    }
}

/// McNemar's test of two classifiers on the same documents.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct McNemar {
    /// The number of documents that only the first got right.
    pub only_first: usize,
    /// The number of documents that only the second got right.
    pub only_second: usize,
    /// The probability of a split at least this uneven if both were equally good, 0..=1.
    pub p_value: f64,
}

impl McNemar {
    /// The exact two-sided test of `first` against `second`; `None` is no answer, which is never right.
    ///
    /// Of the n documents that exactly one of them got right, each is a fair coin's throw if they are equally good:
    /// p = min(1, 2 · Σ C(n, i) / 2ⁿ for i from 0 to the smaller count) (McNemar 1947, in its exact form). The sum
    /// is cheap for any n, so the usual chi-square approximation for large n is not needed. 1 where n is 0.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn new(truth: &[usize], first: &[Option<usize>], second: &[Option<usize>]) -> Self {
        assert!(truth.len() == first.len() && truth.len() == second.len(), "one answer a document");
        let (mut only_first, mut only_second) = (0, 0);
        for ((&truth, &first), &second) in truth.iter().zip(first).zip(second) {
            match (first == Some(truth), second == Some(truth)) {
                (true, false) => only_first += 1,
                (false, true) => only_second += 1,
                _ => {}
            }
        }
        let tail = coin_tail(only_first + only_second, only_first.min(only_second));
        Self { only_first, only_second, p_value: (2.0 * tail).min(1.0) }
    }

    /// Whether one of them is right more often at the 5 % level: p < 0.05.
    pub fn is_significant(&self) -> bool {
        self.p_value < 0.05
    }
}

/// The probability of at most `k` heads in `n` throws of a fair coin.
fn coin_tail(n: usize, k: usize) -> f64 {
    // In logarithms: 2ⁿ overflows at n = 1024.
    let mut ln_term = -(n as f64) * std::f64::consts::LN_2;
    let mut sum = ln_term.exp();
    for i in 1..=k {
        ln_term += ((n - i + 1) as f64 / i as f64).ln();
        sum += ln_term.exp();
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_values_are_those_of_scipys_binomial_test() {
        // 2 · scipy.stats.binom.cdf(k, n, 0.5)
        for (n, k, expected) in [
            (10, 2, 0.109_375),
            (40, 12, 0.016_589_003_374_974_71),
            (3_000, 1_400, 0.000_278_563_961_039_233_66),
        ] {
            let found = 2.0 * coin_tail(n, k);
            assert!((found / expected - 1.0).abs() < 1e-9, "{n} {k}: found {found}, expected {expected}");
        }
    }

    #[test]
    fn documents_that_both_get_right_or_wrong_do_not_count() {
        let test =
            McNemar::new(&[0, 0, 0, 1], &[Some(0), Some(0), None, None], &[Some(0), None, Some(0), None]);
        assert_eq!(test, McNemar { only_first: 1, only_second: 1, p_value: 1.0 });
    }

    #[test]
    fn a_clear_winner_has_intervals_above_zero() {
        let truth: Vec<usize> = (0..300).map(|n| n % 2).collect();
        let right: Vec<_> = truth.iter().map(|&label| Some(label)).collect();
        let worse: Vec<_> =
            truth.iter().zip(0..).map(|(&t, n)| if n % 9 == 0 { None } else { Some(t) }).collect();
        let found = Comparison::new(&truth, &right, &worse, 2, Bootstrap::default());
        assert!((found.accuracy - 34.0 / 300.0).abs() < 1e-12);
        assert!(found.accuracy_ci[0] > 0.05 && found.macro_f1_ci[0] > 0.02 && found.mcnemar.p_value < 1e-9);
        let same = Comparison::new(&truth, &worse, &worse, 2, Bootstrap::default());
        assert_eq!((same.accuracy_ci, same.macro_f1_ci), ([0.0; 2], [0.0; 2]));
    }

    #[test]
    fn equal_answers_do_not_differ() {
        assert_eq!(McNemar::new(&[1], &[Some(1)], &[Some(1)]).p_value, 1.0);
        assert_eq!(McNemar::new(&[], &[], &[]).p_value, 1.0);
    }
}
