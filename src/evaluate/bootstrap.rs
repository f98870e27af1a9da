//! How far a metric could be off, had other documents been drawn.

use rayon::prelude::*;
use serde::Serialize;

use super::metrics::Counts;
use crate::random::Rng;

/// The lower and upper end of a 95 % interval.
pub type Interval = [f64; 2];

/// The shares of resamples below the two ends of an [`Interval`].
const TAILS: Interval = [0.025, 0.975];

/// How to resample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bootstrap {
    /// The number of resamples. Default 1,000: the ends then move by about a tenth of the interval's width with the
    /// seed.
    pub n_resamples: usize,
    /// The seed. Default 0.
    pub seed: u64,
}

impl Default for Bootstrap {
    fn default() -> Self {
        Self { n_resamples: 1_000, seed: 0 }
    }
}

/// The 95 % intervals of two metrics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Intervals {
    /// Of the accuracy.
    pub accuracy: Interval,
    /// Of the macro-averaged F1.
    pub macro_f1: Interval,
}

impl Bootstrap {
    /// The percentile intervals of the answers `predicted` to `truth`, indices below `n_labels`.
    ///
    /// Draws as many documents as there are, with replacement, `n_resamples` times, and takes the 2.5th and the
    /// 97.5th percentile of each metric (Efron 1979). Documents are taken to be independent: with near-copies among
    /// them the true interval is wider. A label that a resample misses is left out of that resample's macro average.
    ///
    /// Each resample has its own generator, so the answer does not depend on the number of threads. All ends are 0
    /// where there are no documents or no resamples.
    ///
    /// # Panics
    /// If the slices differ in length or hold an index that is not below `n_labels`.
    pub fn intervals(&self, truth: &[usize], predicted: &[Option<usize>], n_labels: usize) -> Intervals {
        assert_eq!(truth.len(), predicted.len(), "one answer a document");
        self.percentiles(truth.len(), |drawn| {
            let counts =
                Counts::of(drawn.iter().map(|&document| (truth[document], predicted[document])), n_labels);
            (counts.accuracy(), counts.macro_f1())
        })
    }

    /// The intervals of what the metrics of `first` are above those of `second`, both on the same resamples.
    ///
    /// # Panics
    /// If the slices differ in length or hold an index that is not below `n_labels`.
    pub fn differences(
        &self,
        truth: &[usize],
        first: &[Option<usize>],
        second: &[Option<usize>],
        n_labels: usize,
    ) -> Intervals {
        assert!(truth.len() == first.len() && truth.len() == second.len(), "one answer a document");
        self.percentiles(truth.len(), |drawn| {
            let counts = |predicted: &[Option<usize>]| {
                Counts::of(drawn.iter().map(|&document| (truth[document], predicted[document])), n_labels)
            };
            let (a, b) = (counts(first), counts(second));
            (a.accuracy() - b.accuracy(), a.macro_f1() - b.macro_f1())
        })
    }

    /// The percentiles of accuracy and macro F1, as `metrics` makes them of documents drawn with replacement.
    pub(super) fn percentiles(
        &self,
        n_documents: usize,
        metrics: impl Fn(&[usize]) -> (f64, f64) + Sync,
    ) -> Intervals {
        let rng = Rng::new(self.seed);
        let (mut accuracy, mut macro_f1): (Vec<f64>, Vec<f64>) = (0..self.n_resamples as u64)
            .into_par_iter()
            .map(|n| {
                let mut rng = rng.fork(n);
                let drawn: Vec<usize> = (0..n_documents).map(|_| rng.below(n_documents)).collect();
                metrics(&drawn)
            })
            .unzip();
        Intervals { accuracy: interval(&mut accuracy), macro_f1: interval(&mut macro_f1) }
    }
}

/// The percentiles at [`TAILS`].
fn interval(values: &mut [f64]) -> Interval {
    values.sort_unstable_by(f64::total_cmp);
    TAILS.map(|share| quantile(values, share))
}

/// The value below which a `share` of the sorted `values` lies, linear between neighbours as in R's type 7; 0 for none.
fn quantile(values: &[f64], share: f64) -> f64 {
    let Some(last) = values.len().checked_sub(1) else { return 0.0 };
    let place = share * last as f64;
    let below = values[place as usize];
    let above = values[(place as usize + 1).min(last)];
    below + place.fract() * (above - below)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(n: usize) -> (Vec<usize>, Vec<Option<usize>>) {
        let truth: Vec<usize> = (0..n).map(|i| i % 3).collect();
        let predicted =
            truth.iter().enumerate().map(|(i, &t)| Some(if i % 5 == 0 { 0 } else { t })).collect();
        (truth, predicted)
    }

    #[test]
    fn the_interval_of_a_share_is_that_of_the_normal_approximation() {
        let truth = vec![0; 1_000];
        let predicted: Vec<_> = (0..1_000).map(|i| Some(usize::from(i < 200))).collect();
        let [low, high] = Bootstrap::default().intervals(&truth, &predicted, 2).accuracy;
        // 0.8 ± 1.96 · √(0.8 · 0.2 / 1000)
        assert!((low - 0.7752).abs() < 0.004 && (high - 0.8248).abs() < 0.004, "{low} {high}");
    }

    #[test]
    fn the_thread_count_changes_nothing() {
        let (truth, predicted) = answers(200);
        let run = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| Bootstrap::default().intervals(&truth, &predicted, 3))
        };
        assert_eq!(run(1), run(3));
    }

    #[test]
    fn the_seed_changes_the_interval_a_little() {
        let (truth, predicted) = answers(200);
        let run = |seed| Bootstrap { seed, ..Default::default() }.intervals(&truth, &predicted, 3).macro_f1;
        assert_ne!(run(0), run(1));
        assert!((run(0)[0] - run(1)[0]).abs() < 0.02);
    }

    #[test]
    fn nothing_and_certainty_have_no_width() {
        assert_eq!(Bootstrap::default().intervals(&[], &[], 0), Intervals::default());
        assert_eq!(Bootstrap::default().intervals(&[0], &[Some(0)], 1).accuracy, [1.0, 1.0]);
    }

    #[test]
    fn quantiles_lie_between_neighbours() {
        assert_eq!(quantile(&[1.0, 2.0, 4.0], 0.75), 3.0);
        assert_eq!((quantile(&[5.0], 0.9), quantile(&[], 0.5)), (5.0, 0.0));
    }
}
