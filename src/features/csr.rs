//! A sparse matrix in compressed rows that linfa takes as records.

use linfa::dataset::Records;

/// One row: its non-zero features and their values.
///
/// `indices` rise strictly and stay below the number of features; `values` has the same length.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CsrRow<'a> {
    /// The features, strictly rising.
    pub indices: &'a [u32],
    /// Their values.
    pub values: &'a [f32],
}

impl<'a> CsrRow<'a> {
    /// The features with their values.
    pub fn iter(self) -> impl Iterator<Item = (usize, f32)> + 'a {
        self.indices.iter().zip(self.values).map(|(&index, &value)| (index as usize, value))
    }

    /// The L2 norm, summed in `f64`.
    pub fn norm(&self) -> f64 {
        self.values.iter().map(|&v| f64::from(v) * f64::from(v)).sum::<f64>().sqrt()
    }
}

/// Sparse rows of `f32`, shape n_documents × n_features.
///
/// Implements linfa's [`Records`], so that `DatasetBase::new(matrix, targets)` goes into any estimator of this crate
/// through linfa's `Fit`.
#[derive(Clone, Debug, PartialEq)]
pub struct CsrMatrix {
    indptr: Vec<usize>,
    indices: Vec<u32>,
    values: Vec<f32>,
    n_features: usize,
}

impl CsrMatrix {
    /// A matrix without rows.
    pub fn new(n_features: usize) -> Self {
        Self { indptr: vec![0], indices: Vec::new(), values: Vec::new(), n_features }
    }

    /// A matrix without rows, with room for so many rows and values.
    pub(crate) fn with_capacity(n_rows: usize, n_values: usize, n_features: usize) -> Self {
        let mut indptr = Vec::with_capacity(n_rows + 1);
        indptr.push(0);
        let (indices, values) = (Vec::with_capacity(n_values), Vec::with_capacity(n_values));
        Self { indptr, indices, values, n_features }
    }

    /// The matrix of `rows`, each with its features strictly rising.
    ///
    /// # Panics
    /// If a row's features do not rise strictly or pass `n_features`.
    pub fn from_rows<R: AsRef<[(u32, f32)]>>(rows: impl IntoIterator<Item = R>, n_features: usize) -> Self {
        let mut matrix = Self::new(n_features);
        for row in rows {
            matrix.push(row.as_ref().iter().copied());
        }
        matrix
    }

    /// Adds a row.
    ///
    /// # Panics
    /// If its features do not rise strictly or pass the number of features.
    pub fn push(&mut self, row: impl IntoIterator<Item = (u32, f32)>) {
        let start = self.indices.len();
        for (index, value) in row {
            let rises = self.indices[start..].last().is_none_or(|&last| last < index);
            assert!(rises && (index as usize) < self.n_features, "feature {index} out of order or range");
            self.indices.push(index);
            self.values.push(value);
        }
        self.indptr.push(self.indices.len());
    }

    /// Adds the rows of another matrix with the same features.
    pub(crate) fn append(&mut self, other: &Self) {
        debug_assert_eq!(self.n_features, other.n_features);
        let base = self.indices.len();
        self.indices.extend_from_slice(&other.indices);
        self.values.extend_from_slice(&other.values);
        self.indptr.extend(other.indptr[1..].iter().map(|end| base + end));
    }

    /// The row of a document.
    ///
    /// # Panics
    /// If there are not that many rows.
    pub fn row(&self, row: usize) -> CsrRow<'_> {
        let range = self.indptr[row]..self.indptr[row + 1];
        CsrRow { indices: &self.indices[range.clone()], values: &self.values[range] }
    }

    /// All rows, in order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = CsrRow<'_>> {
        (0..self.n_rows()).map(|row| self.row(row))
    }

    /// The number of rows.
    pub fn n_rows(&self) -> usize {
        self.indptr.len() - 1
    }

    /// The number of columns.
    pub fn n_features(&self) -> usize {
        self.n_features
    }

    /// The number of values that are stored.
    pub fn n_values(&self) -> usize {
        self.values.len()
    }

    /// The rows of `selection`, in its order.
    pub fn select(&self, selection: &[usize]) -> Self {
        let n_values = selection.iter().map(|&row| self.row(row).indices.len()).sum();
        let mut matrix = Self::with_capacity(selection.len(), n_values, self.n_features);
        for &row in selection {
            let row = self.row(row);
            matrix.indices.extend_from_slice(row.indices);
            matrix.values.extend_from_slice(row.values);
            matrix.indptr.push(matrix.indices.len());
        }
        matrix
    }

    /// Replaces each value by what `new` makes of its feature and it; what becomes 0 is left out.
    pub(crate) fn map(&mut self, new: impl Fn(usize, f32) -> f32) {
        let (mut read, mut write) = (0, 0);
        for end in &mut self.indptr[1..] {
            while read < *end {
                let feature = self.indices[read];
                let value = new(feature as usize, self.values[read]);
                if value != 0.0 {
                    (self.indices[write], self.values[write]) = (feature, value);
                    write += 1;
                }
                read += 1;
            }
            *end = write;
        }
        self.indices.truncate(write);
        self.values.truncate(write);
    }

    /// The values of all rows, in order, to be changed.
    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = &mut [f32]> {
        let mut rest = self.values.as_mut_slice();
        self.indptr.windows(2).map(move |ends| {
            let (row, others) = std::mem::take(&mut rest).split_at_mut(ends[1] - ends[0]);
            rest = others;
            row
        })
    }

    /// The rows of `parts`, one part after the other, each with `n_features` columns.
    pub(crate) fn concatenate(parts: Vec<Self>, n_features: usize) -> Self {
        let (n_rows, n_values) =
            (parts.iter().map(Self::n_rows).sum(), parts.iter().map(Self::n_values).sum());
        let mut matrix = Self::with_capacity(n_rows, n_values, n_features);
        // Each part makes room for the next one's copy.
        parts.into_iter().for_each(|part| matrix.append(&part));
        matrix
    }

    /// The rows of this matrix, each with that of `right` behind it.
    pub(crate) fn beside(&self, right: &Self) -> Self {
        debug_assert_eq!(self.n_rows(), right.n_rows());
        let mut matrix = Self::new(self.n_features + right.n_features);
        let shift = self.n_features as u32;
        for (left, right) in self.rows().zip(right.rows()) {
            let left = left.indices.iter().copied().zip(left.values.iter().copied());
            let right = right.indices.iter().map(|index| index + shift).zip(right.values.iter().copied());
            matrix.push(left.chain(right));
        }
        matrix
    }

    /// The columns of `selection`, which rises, numbered anew from 0.
    pub(crate) fn select_columns(&self, selection: &[usize]) -> Self {
        let mut new = vec![None; self.n_features];
        selection.iter().zip(0..).for_each(|(&old, column)| new[old] = Some(column));
        let mut matrix = Self::new(selection.len());
        for row in self.rows() {
            matrix.push(row.iter().filter_map(|(feature, value)| Some((new[feature]?, value))));
        }
        matrix
    }
}

impl Records for CsrMatrix {
    type Elem = f32;

    fn nsamples(&self) -> usize {
        self.n_rows()
    }

    fn nfeatures(&self) -> usize {
        self.n_features
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back_as_they_were_pushed() {
        let matrix = CsrMatrix::from_rows([vec![(0, 1.0), (3, 2.0)], vec![], vec![(1, 0.5)]], 4);
        assert_eq!((matrix.nsamples(), matrix.nfeatures(), matrix.n_values()), (3, 4, 3));
        assert_eq!(matrix.row(0).indices, [0, 3]);
        assert!(matrix.row(1).indices.is_empty());
        assert_eq!(matrix.select(&[2, 0]).row(0).values, [0.5]);
        assert_eq!(matrix.row(0).norm(), 5f64.sqrt());
        assert_eq!(matrix.beside(&matrix).row(0).indices, [0, 3, 4, 7]);
        assert_eq!(matrix.select_columns(&[1, 3]).row(0), CsrRow { indices: &[1], values: &[2.0] });
    }

    #[test]
    fn values_change_in_place_and_zeros_leave() {
        let mut matrix = CsrMatrix::from_rows([vec![(0, 1.0), (3, 2.0)], vec![(0, 4.0)], vec![(1, 0.5)]], 4);
        matrix.map(|feature, value| if feature == 0 { 0.0 } else { 2.0 * value });
        matrix.values_mut().for_each(|row| row.iter_mut().for_each(|value| *value += 1.0));
        assert_eq!(matrix, CsrMatrix::from_rows([vec![(3, 5.0)], vec![], vec![(1, 2.0)]], 4));
    }

    #[test]
    #[should_panic(expected = "out of order")]
    fn features_must_rise() {
        CsrMatrix::from_rows([[(3, 1.0), (3, 1.0)]], 4);
    }
}
