//! How often each feature occurs in a row that is being made.

/// Counts the features of one row after another.
///
/// One number a feature, and the list of those that are not 0: fewer are sorted than occur, and none is looked for.
#[derive(Default)]
pub(super) struct RowCounter {
    counts: Vec<f32>,
    /// The features that were counted are the first `n_present`.
    present: Vec<u32>,
    n_present: usize,
}

impl RowCounter {
    /// Makes room for the features below `n_features`.
    pub(super) fn resize(&mut self, n_features: usize) {
        self.counts.resize(n_features, 0.0);
    }

    /// Counts a feature `times` times.
    ///
    /// # Panics
    /// If there is no room for it.
    #[inline]
    pub(super) fn add(&mut self, feature: u32, times: f32) {
        let count = &mut self.counts[feature as usize];
        if self.n_present == self.present.len() {
            self.present.resize(2 * self.n_present + 64, 0);
        }
        // Without a branch: whether a feature is new cannot be foretold, and its count may be far away.
        self.present[self.n_present] = feature;
        self.n_present += usize::from(*count == 0.0);
        *count += times;
    }

    /// The features that were counted, rising, with their counts. Read to its end, it leaves nothing for the next row.
    pub(super) fn drain(&mut self) -> impl Iterator<Item = (u32, f32)> + '_ {
        let present = &mut self.present[..std::mem::take(&mut self.n_present)];
        present.sort_unstable();
        let counts = &mut self.counts;
        present.iter().map(|&feature| (feature, std::mem::take(&mut counts[feature as usize])))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_is_counted_from_nothing() {
        let mut counter = RowCounter::default();
        counter.resize(8);
        counter.add(7, 1.0);
        counter.add(2, 4.0);
        counter.add(7, 1.0);
        assert_eq!(counter.drain().collect::<Vec<_>>(), [(2, 4.0), (7, 2.0)]);
        counter.add(7, 1.0);
        assert_eq!(counter.drain().collect::<Vec<_>>(), [(7, 1.0)]);
    }
}
