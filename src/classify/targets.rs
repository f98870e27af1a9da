//! Which classes each row belongs to.

/// The classes of every row: one each, or any number where documents may have several labels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Targets {
    /// The class of every row.
    One(Vec<usize>),
    /// The classes of every row, rising; a row without any is an example of what no class is.
    Many(Vec<Vec<usize>>),
}

impl Targets {
    /// The classes of a row, rising.
    pub(crate) fn of(&self, row: usize) -> &[usize] {
        match self {
            Self::One(classes) => std::slice::from_ref(&classes[row]),
            Self::Many(sets) => &sets[row],
        }
    }

    /// The number of rows.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::One(classes) => classes.len(),
            Self::Many(sets) => sets.len(),
        }
    }

    /// The classes of every row, one row after the other.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[usize]> {
        (0..self.len()).map(|row| self.of(row))
    }

    /// The targets of these rows.
    pub(crate) fn select(&self, rows: &[usize]) -> Self {
        match self {
            Self::One(classes) => Self::One(rows.iter().map(|&row| classes[row]).collect()),
            Self::Many(sets) => Self::Many(rows.iter().map(|&row| sets[row].clone()).collect()),
        }
    }

    /// The number of rows of each class.
    pub(crate) fn counts(&self, n_classes: usize) -> Vec<usize> {
        let mut counts = vec![0; n_classes];
        self.iter().flatten().for_each(|&class| counts[class] += 1);
        counts
    }

    /// One number for each row, so that rows of one number can be spread evenly over folds: its rarest class, and
    /// n_classes where it has none.
    pub(crate) fn strata(&self, n_classes: usize) -> Vec<usize> {
        let counts = self.counts(n_classes);
        let rarest = |classes: &[usize]| classes.iter().copied().min_by_key(|&class| counts[class]);
        self.iter().map(|classes| rarest(classes).unwrap_or(n_classes)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_dealt_out_by_its_rarest_class() {
        let targets = Targets::Many(vec![vec![0, 1], vec![0], vec![], vec![0, 2], vec![2]]);
        assert_eq!(targets.counts(3), [3, 1, 2]);
        assert_eq!(targets.strata(3), [1, 0, 3, 2, 2]);
        assert_eq!(Targets::One(vec![1, 1, 0]).strata(2), [1, 1, 0]);
    }

    #[test]
    fn selected_rows_keep_their_classes() {
        let many = Targets::Many(vec![vec![0, 1], vec![], vec![1]]);
        assert_eq!(many.select(&[2, 0]), Targets::Many(vec![vec![1], vec![0, 1]]));
        assert_eq!(Targets::One(vec![4, 5, 6]).select(&[1]).of(0), [5]);
    }
}
