//! Whether two lists of answers to the same documents differ by more than chance.

use serde::Serialize;

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
    fn equal_answers_do_not_differ() {
        assert_eq!(McNemar::new(&[1], &[Some(1)], &[Some(1)]).p_value, 1.0);
        assert_eq!(McNemar::new(&[], &[], &[]).p_value, 1.0);
    }
}
