//! How far a mean could be off: percentile bootstrap intervals.

use serde::Serialize;

/// A mean and the interval that holds it in 95 % of the resamples.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Interval {
    /// The mean of the values as they are.
    pub mean: f64,
    /// The 2.5th percentile of the resampled means.
    pub low: f64,
    /// The 97.5th percentile of the resampled means.
    pub high: f64,
}

/// The mean of `values` with its 95 % bootstrap interval over `n_resamples` resamples; zeros without values.
///
/// The same seed gives the same interval.
pub fn bootstrap_mean(values: &[f64], n_resamples: usize, seed: u64) -> Interval {
    if values.is_empty() {
        return Interval::default();
    }
    let n = values.len();
    let mean = values.iter().sum::<f64>() / n as f64;
    let mut random = SplitMix(seed);
    let mut means: Vec<f64> =
        (0..n_resamples).map(|_| (0..n).map(|_| values[random.below(n)]).sum::<f64>() / n as f64).collect();
    means.sort_by(f64::total_cmp);
    let at =
        |share: f64| means.get(((n_resamples as f64 * share) as usize).min(n_resamples.saturating_sub(1)));
    Interval { mean, low: *at(0.025).unwrap_or(&mean), high: *at(0.975).unwrap_or(&mean) }
}

/// The mean of `a[i] - b[i]` with its 95 % interval: above 0 where `a` is better than `b` beyond chance.
///
/// Pairs are resampled together, so what is hard for both does not widen the interval.
///
/// # Panics
/// If the slices differ in length.
pub fn paired_bootstrap(a: &[f64], b: &[f64], n_resamples: usize, seed: u64) -> Interval {
    assert_eq!(a.len(), b.len(), "paired_bootstrap needs as many values of one as of the other");
    let differences: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
    bootstrap_mean(&differences, n_resamples, seed)
}

/// Steele, Lea and Flood's SplitMix64: enough for resampling, and the same on every machine.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_holds_the_mean_and_repeats() {
        let values: Vec<f64> = (0..100).map(f64::from).collect();
        let interval = bootstrap_mean(&values, 1000, 7);
        assert!(interval.low < 49.5 && 49.5 < interval.high && interval.mean == 49.5);
        assert_eq!(interval, bootstrap_mean(&values, 1000, 7));
        assert_ne!(interval, bootstrap_mean(&values, 1000, 8));
    }

    #[test]
    fn a_constant_lead_has_an_interval_of_no_width() {
        let interval = paired_bootstrap(&[3.0, 4.0, 9.0], &[2.0, 3.0, 8.0], 100, 1);
        assert_eq!((interval.mean, interval.low, interval.high), (1.0, 1.0, 1.0));
    }

    #[test]
    fn no_values_or_no_resamples_give_no_surprise() {
        assert_eq!(bootstrap_mean(&[], 10, 1), Interval::default());
        assert_eq!(bootstrap_mean(&[2.0], 0, 1), Interval { mean: 2.0, low: 2.0, high: 2.0 });
    }
}
