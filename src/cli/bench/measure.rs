//! How a stage is timed.
//!
//! After a warm-up, each repeat is one pass: as many rounds through the documents as fill [`MIN_PASS`], on a pool of its
//! own. Its wall time is taken as a whole, so that no clock runs inside it. One more pass takes the time of each
//! document, for the percentiles. Every pass must come to the same answers, on any number of threads.

use std::hint::black_box;
use std::time::{Duration, Instant};

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use serde::Serialize;

use super::stage::{Scratch, Stage, Workbench};
use crate::error::{Error, Result};
use crate::evaluate::rouge::bootstrap_mean;

/// The shortest time of a pass: clocks, the start of the pool and the scheduler then count for little.
const MIN_PASS: Duration = Duration::from_millis(50);

/// Resamples for the interval.
const RESAMPLES: usize = 1_000;

/// The figures of a stage on a number of threads.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Measurement {
    /// The stage.
    pub(super) stage: Stage,
    /// The threads of the pool.
    pub(super) threads: usize,
    /// Documents a second: the mean over the repeats.
    pub(super) docs_per_s: f64,
    /// Its 95 % bootstrap interval over the repeats.
    pub(super) docs_per_s_ci: [f64; 2],
    /// Megabytes (10⁶) a second of what the stage is given.
    pub(super) mb_per_s: f64,
    /// The median time of one document in µs.
    pub(super) p50_us: f64,
    /// The time in µs that 99 of 100 documents take no more than.
    pub(super) p99_us: f64,
}

impl Measurement {
    /// Half the width of the interval as a share of the mean.
    pub(super) fn uncertainty(&self) -> f64 {
        (self.docs_per_s_ci[1] - self.docs_per_s_ci[0]) / (2.0 * self.docs_per_s)
    }
}

/// Measures `stage` with `repeats` passes on `threads` threads.
///
/// # Errors
/// If the threads cannot be started or the inputs not be read again.
///
/// # Panics
/// If two passes come to different answers, which would be a fault of this program.
pub(super) fn measure(
    bench: &Workbench<'_>,
    stage: Stage,
    threads: usize,
    repeats: usize,
) -> Result<Measurement> {
    let pool = ThreadPoolBuilder::new().num_threads(threads).build().map_err(|error| {
        Error::usage(format!("cannot start {threads} threads: {error}"), "pass smaller --threads".to_owned())
    })?;
    let expected = answers(bench, stage);
    let start = Instant::now();
    let mut rounds = 0;
    while rounds == 0 || start.elapsed() < MIN_PASS {
        assert_eq!(pass(bench, stage, &pool, 1)?, expected, "{} gave different answers", stage.name());
        rounds += 1;
    }
    let expected = expected.wrapping_mul(rounds as u64);
    let n_documents = bench.corpus.documents.len();
    let mut rates = Vec::with_capacity(repeats);
    for _ in 0..repeats {
        let start = Instant::now();
        let found = pass(bench, stage, &pool, rounds)?;
        rates.push((n_documents * rounds) as f64 / start.elapsed().as_secs_f64());
        assert_eq!(found, expected, "{} gave different answers", stage.name());
    }
    let mut times = timed_pass(bench, stage, &pool, rounds)?;
    times.sort_unstable();
    let rate = bootstrap_mean(&rates, RESAMPLES, 0);
    Ok(Measurement {
        stage,
        threads,
        docs_per_s: rate.mean,
        docs_per_s_ci: [rate.low, rate.high],
        mb_per_s: rate.mean * bench.bytes(stage) as f64 / n_documents as f64 / 1e6,
        p50_us: percentile(&times, 50) as f64 / 1e3,
        p99_us: percentile(&times, 99) as f64 / 1e3,
    })
}

/// What one round must come to: worked out on this thread alone.
fn answers(bench: &Workbench<'_>, stage: Stage) -> u64 {
    let mut scratch = Scratch::default();
    let n_documents = bench.corpus.documents.len();
    (0..n_documents).fold(0, |sum, n| bench.work(stage, n, &mut scratch).wrapping_add(sum))
}

/// Goes `rounds` times through the documents; the sum of what the stage says about them, in no order.
fn pass(bench: &Workbench<'_>, stage: Stage, pool: &ThreadPool, rounds: usize) -> Result<u64> {
    if stage == Stage::Read {
        let mut sum = 0u64;
        for _ in 0..rounds {
            bench.corpus.reread(|document| sum += black_box(document).text.len() as u64)?;
        }
        return Ok(sum);
    }
    let n_documents = bench.corpus.documents.len();
    let work =
        |scratch: &mut Scratch, n: usize| black_box(bench.work(stage, black_box(n % n_documents), scratch));
    Ok(pool.install(|| {
        let items = (0..n_documents * rounds).into_par_iter();
        items.map_init(Scratch::default, work).reduce(|| 0, u64::wrapping_add)
    }))
}

/// The same with a clock around every document; nanoseconds.
fn timed_pass(bench: &Workbench<'_>, stage: Stage, pool: &ThreadPool, rounds: usize) -> Result<Vec<u64>> {
    let mut last = Instant::now();
    if stage == Stage::Read {
        let mut times = Vec::with_capacity(bench.corpus.raw.len() * rounds);
        for _ in 0..rounds {
            bench.corpus.reread(|document| {
                black_box(document);
                times.push(nanos(std::mem::replace(&mut last, Instant::now())));
            })?;
        }
        return Ok(times);
    }
    let n_documents = bench.corpus.documents.len();
    let work = |scratch: &mut Scratch, n: usize| {
        let start = Instant::now();
        black_box(bench.work(stage, black_box(n % n_documents), scratch));
        nanos(start)
    };
    Ok(pool.install(|| (0..n_documents * rounds).into_par_iter().map_init(Scratch::default, work).collect()))
}

/// The nanoseconds since `start`.
fn nanos(start: Instant) -> u64 {
    u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX)
}

/// The smallest of `sorted` that at least `percent` of 100 are no larger than (nearest rank); 0 of none.
fn percentile(sorted: &[u64], percent: usize) -> u64 {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_one_of_the_values() {
        let values: Vec<u64> = (1..=200).collect();
        assert_eq!((percentile(&values, 50), percentile(&values, 99)), (100, 198));
        assert_eq!((percentile(&[7], 50), percentile(&[7], 99)), (7, 7));
        assert_eq!(percentile(&[], 99), 0);
    }
}
