//! Folds for cross-validation that do not leak: stratified, groups in one piece, near-copies never on both sides.

pub mod duplicates;
mod unit;

use crate::error::{Error, ErrorKind, Place, Result};
use crate::random::Rng;
use unit::{Balance, Unit};

/// How to cut a corpus into folds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FoldParams {
    /// The number of folds, 2 or more. Default 5.
    pub folds: usize,
    /// The seed. Default 0.
    pub seed: u64,
    /// The similarity from which two texts are near-copies and never on both sides of a split, above 0 and up to 1, or
    /// `None` for no such look. Short texts with one word or two changed are near-copies too. See [`duplicates`].
    /// Default 0.85.
    pub dedupe: Option<f64>,
}

impl Default for FoldParams {
    fn default() -> Self {
        Self { folds: 5, seed: 0, dedupe: Some(0.85) }
    }
}

/// Which fold each document is in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folds {
    /// The fold of each document, from 0 to below `n_folds`.
    pub fold_of: Vec<u32>,
    /// The cluster of each document: near-copies of each other have the same number.
    pub cluster_of: Vec<u32>,
    /// The number of folds, none of them empty: less than asked for where there is not enough to tell apart.
    pub n_folds: usize,
    /// The number of documents that are a near-copy of an earlier one in the same cluster: what would go if one of
    /// each were kept. 0 where `dedupe` was off.
    pub near_duplicates: usize,
    /// The number of documents or bundles of documents that could be put into a fold independently.
    pub n_units: usize,
    /// The documents that are never trained on, rising; they are held out like the others. Usually none.
    untrained: Vec<usize>,
}

impl Folds {
    /// The documents to train on and those to test on, in order, where `fold` is held out.
    ///
    /// A document of another fold that is a near-copy of one held out is in neither.
    pub fn split(&self, fold: usize) -> (Vec<usize>, Vec<usize>) {
        let (mut training, held_out): (Vec<usize>, Vec<usize>) =
            (0..self.fold_of.len()).partition(|&document| self.fold_of[document] as usize != fold);
        let mut seen = vec![false; self.fold_of.len()];
        held_out.iter().for_each(|&document| seen[self.cluster_of[document] as usize] = true);
        training.retain(|&document| !seen[self.cluster_of[document] as usize]);
        training.retain(|document| self.untrained.binary_search(document).is_err());
        (training, held_out)
    }

    /// The same folds, which train only on the first `share` of each label's documents, rounded up; what is held out
    /// stays as it is.
    pub(crate) fn with_part(&self, share: f64, labels: &[usize]) -> Self {
        let n_labels = labels.iter().max().map_or(0, |max| max + 1);
        let mut wanted = vec![0; n_labels];
        labels.iter().for_each(|&label| wanted[label] += 1);
        wanted.iter_mut().for_each(|n| *n = (*n as f64 * share).ceil() as usize);
        let is_over = |&document: &usize| {
            let wanted: &mut usize = &mut wanted[labels[document]];
            let is_over = *wanted == 0;
            *wanted = wanted.saturating_sub(1);
            is_over
        };
        Self { untrained: (0..labels.len()).filter(is_over).collect(), ..self.clone() }
    }

    /// The mean number of documents that a fold's classifier is trained on.
    pub(crate) fn mean_training_documents(&self) -> f64 {
        let n_trained: usize = (0..self.n_folds).map(|fold| self.split(fold).0.len()).sum();
        n_trained as f64 / self.n_folds.max(1) as f64
    }

    /// The number of documents in each fold.
    pub fn sizes(&self) -> Vec<usize> {
        let mut sizes = vec![0; self.n_folds];
        self.fold_of.iter().for_each(|&fold| sizes[fold as usize] += 1);
        sizes
    }
}

impl FoldParams {
    /// Puts each document into a fold so that every fold has about the same share of each label.
    ///
    /// `texts`, `labels` (indices) and `groups`, where there are any, have one entry a document. Documents of one
    /// group are never in different folds. Neither are near-copies without a group (an empty name is none). Near-copies
    /// in different groups may be, or a few of them would tie all groups into one fold: there, [`Folds::split`] leaves
    /// out of the training part what has a near-copy in the part held out.
    ///
    /// Depends on what the documents are, not on the order in which they come: the bundles are put in the order of
    /// their texts, shuffled by the seed, and dealt out from the largest to the smallest, each to the fold where it
    /// raises χ² = Σ (n − e)² / e the least, with n the documents of a label in a fold and e an equal share of the
    /// label; the smallest fold wins a tie.
    ///
    /// # Errors
    /// [`Usage`](ErrorKind::Usage) where `folds` is below 2 or `dedupe` is not a similarity;
    /// [`Training`](ErrorKind::Training) where all documents belong together, so that nothing is left to train on.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn assign<T: AsRef<str> + Sync, G: AsRef<str>>(
        &self,
        texts: &[T],
        labels: &[usize],
        groups: Option<&[G]>,
    ) -> Result<Folds> {
        self.check()?;
        assert!(texts.len() == labels.len(), "one label a document");
        let mut clusters = match self.dedupe {
            Some(threshold) => duplicates::Clusters::of(texts, threshold),
            None => duplicates::Clusters::apart(texts.len()),
        };
        let near_duplicates = texts.len() - clusters.count();
        let cluster_of: Vec<u32> =
            (0..texts.len()).map(|document| clusters.cluster(document) as u32).collect();
        if let Some(groups) = groups {
            assert!(texts.len() == groups.len(), "one group a document");
            clusters = bundles(&cluster_of, groups);
        }
        let mut order: Vec<usize> = (0..texts.len()).collect();
        let group = |document: usize| groups.map_or("", |groups| groups[document].as_ref());
        order.sort_by_cached_key(|&d| (texts[d].as_ref(), labels[d], group(d)));

        let mut units = unit::units(&order, &mut clusters);
        Rng::new(self.seed).shuffle(&mut units);
        let folds = Folds { near_duplicates, cluster_of, ..deal(units, labels, self.folds) };
        match (0..folds.n_folds).all(|fold| !folds.split(fold).0.is_empty()) {
            true => Ok(folds),
            false => Err(nothing_to_train_on(texts.len())),
        }
    }

    /// Checks the values.
    fn check(&self) -> Result<()> {
        if self.folds < 2 {
            return Err(Error::usage(
                format!("{} folds: cross-validation needs at least 2", self.folds),
                "use 5 folds, or switch cross-validation off".to_owned(),
            ));
        }
        match self.dedupe {
            Some(threshold) if !(threshold > 0.0 && threshold <= 1.0) => Err(Error::usage(
                format!("a dedupe threshold of {threshold}: expected above 0 and up to 1"),
                "use 0.85, or switch the look for near-copies off".to_owned(),
            )),
            _ => Ok(()),
        }
    }
}

/// The error that some fold has nothing to train on.
fn nothing_to_train_on(n_documents: usize) -> Error {
    ErrorKind::Training {
        code: "E0310",
        place: Place::default(),
        message: format!(
            "all {n_documents} records are near-copies of each other or of one group; nothing can be held out"
        ),
        help: Some(
            "give records that differ, leave --group-column out, or pass --dedupe off or --folds 0"
                .to_owned(),
        ),
    }
    .into()
}

/// The documents of each group together, and near-copies without a group.
fn bundles<G: AsRef<str>>(cluster_of: &[u32], groups: &[G]) -> duplicates::Clusters {
    let key = |document: usize| match groups[document].as_ref() {
        "" => (None, cluster_of[document]),
        group => (Some(group), 0),
    };
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_by_key(|&document| key(document));
    let mut bundles = duplicates::Clusters::apart(groups.len());
    for pair in order.windows(2).filter(|pair| key(pair[0]) == key(pair[1])) {
        bundles.join(pair[0], pair[1]);
    }
    bundles
}

/// Puts the units into at most `n_folds` folds, from the largest to the smallest.
fn deal(mut units: Vec<Unit>, labels: &[usize], n_folds: usize) -> Folds {
    // Stable: units of one size stay in their random order.
    units.sort_by_key(|unit| std::cmp::Reverse(unit.documents.len()));
    let mut balance = Balance::new(labels, n_folds.min(units.len()));
    let mut fold_of = vec![0; labels.len()];
    for unit in &units {
        let fold = balance.place(unit, labels);
        unit.documents.iter().for_each(|&document| fold_of[document] = fold as u32);
    }
    Folds { fold_of, n_folds: balance.n_folds(), n_units: units.len(), ..Folds::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NO_GROUPS: Option<&[&str]> = None;

    /// A text of 40 words that are random for each `n`.
    fn text(n: u64) -> String {
        let mut rng = Rng::new(n);
        (0..40).map(|_| format!("w{} ", rng.below(5_000))).collect()
    }

    fn params(folds: usize) -> FoldParams {
        FoldParams { folds, ..FoldParams::default() }
    }

    #[test]
    fn five_copies_of_every_text_are_in_one_fold_even_with_random_labels() {
        let texts: Vec<String> = (0..500).map(|n| text(n % 100)).collect();
        let mut rng = Rng::new(9);
        let labels: Vec<usize> = texts.iter().map(|_| rng.below(4)).collect();
        let folds = params(5).assign(&texts, &labels, NO_GROUPS).unwrap();
        for (document, fold) in folds.fold_of.iter().enumerate() {
            assert_eq!(*fold, folds.fold_of[document % 100]);
        }
        assert_eq!((folds.near_duplicates, folds.n_units, folds.sizes()), (400, 100, vec![100; 5]));
    }

    #[test]
    fn headlines_with_a_word_changed_in_each_are_in_one_fold() {
        let texts: Vec<String> = (0..300)
            .map(|n| {
                let mut words: Vec<String> = text(n % 60).split(' ').take(8).map(str::to_owned).collect();
                words[n as usize / 60] = format!("other{n}");
                words.join(" ")
            })
            .collect();
        let folds = params(5).assign(&texts, &[0; 300], NO_GROUPS).unwrap();
        assert!((0..300).all(|document| folds.fold_of[document] == folds.fold_of[document % 60]));
        assert_eq!((folds.near_duplicates, folds.n_units), (240, 60));
    }

    #[test]
    fn labels_are_spread_evenly() {
        let texts: Vec<String> = (0..230).map(text).collect();
        let labels: Vec<usize> = (0..230).map(|n| usize::from(n >= 200)).collect();
        let folds = params(5).assign(&texts, &labels, NO_GROUPS).unwrap();
        for fold in 0..5 {
            let (train, test) = folds.split(fold);
            assert_eq!((train.len(), test.len()), (184, 46));
            assert_eq!(test.iter().filter(|&&document| labels[document] == 1).count(), 6);
        }
    }

    #[test]
    fn groups_are_never_split_and_empty_names_are_none() {
        let texts: Vec<String> = (0..60).map(text).collect();
        let groups: Vec<String> =
            (0..60).map(|n| if n < 40 { format!("senator {}", n % 8) } else { String::new() }).collect();
        let folds = params(4).assign(&texts, &[0; 60], Some(&groups)).unwrap();
        for document in 0..40 {
            assert_eq!(folds.fold_of[document], folds.fold_of[document % 8]);
        }
        assert_eq!((folds.n_units, folds.sizes()), (28, vec![15; 4]));
    }

    #[test]
    fn a_near_copy_in_another_group_is_in_neither_part() {
        let texts: Vec<String> = (0..40).map(|n| text(n % 39)).collect();
        let groups: Vec<String> = (0..40).map(|n| format!("congress {}", n % 4)).collect();
        let folds = params(4).assign(&texts, &[0; 40], Some(&groups)).unwrap();
        assert_eq!((folds.n_units, folds.sizes()), (4, vec![10; 4]));
        let (first, copy) = (0, 39);
        assert_ne!(folds.fold_of[first], folds.fold_of[copy]);
        let (training, held_out) = folds.split(folds.fold_of[first] as usize);
        assert_eq!((training.len(), held_out.len()), (29, 10));
        assert!(!training.contains(&copy));
    }

    #[test]
    fn the_order_of_the_documents_does_not_matter() {
        let texts: Vec<String> = (0..120).map(|n| text(n % 90)).collect();
        let labels: Vec<usize> = (0..120).map(|n| n % 7).collect();
        let mut order: Vec<usize> = (0..120).collect();
        Rng::new(4).shuffle(&mut order);
        let shuffled_texts: Vec<_> = order.iter().map(|&d| &texts[d]).collect();
        let shuffled_labels: Vec<_> = order.iter().map(|&d| labels[d]).collect();
        let plain = params(5).assign(&texts, &labels, NO_GROUPS).unwrap();
        let shuffled = params(5).assign(&shuffled_texts, &shuffled_labels, NO_GROUPS).unwrap();
        for (place, &document) in order.iter().enumerate() {
            assert_eq!(shuffled.fold_of[place], plain.fold_of[document]);
        }
        let seeded = FoldParams { seed: 1, ..params(5) }.assign(&texts, &labels, NO_GROUPS).unwrap();
        assert_ne!(seeded.fold_of, plain.fold_of);
    }

    #[test]
    fn a_label_with_one_record_and_fewer_records_than_folds_are_fine() {
        let folds =
            params(10).assign(&["tax bill", "farm vote", "court case"], &[0, 1, 1], NO_GROUPS).unwrap();
        assert_eq!((folds.n_folds, folds.sizes()), (3, vec![1; 3]));
        assert_eq!(params(5).assign(&[""; 0], &[], NO_GROUPS).unwrap(), Folds::default());
    }

    #[test]
    fn a_part_trains_on_some_documents_of_every_label_and_holds_out_all() {
        let texts: Vec<String> = (0..90).map(text).collect();
        let labels: Vec<usize> = (0..90).map(|n| usize::from(n >= 80)).collect();
        let folds = params(3).assign(&texts, &labels, NO_GROUPS).unwrap();
        let (half, quarter) = (folds.with_part(0.5, &labels), folds.with_part(0.25, &labels));
        assert_eq!((half.mean_training_documents(), folds.mean_training_documents()), (30.0, 60.0));
        let mut n_trained = 0;
        for fold in 0..3 {
            let (training, held_out) = half.split(fold);
            assert_eq!(held_out, folds.split(fold).1);
            assert!(quarter.split(fold).0.iter().all(|document| training.contains(document)), "nested");
            n_trained += training.len();
        }
        assert_eq!(n_trained, 90);
    }

    #[test]
    fn copies_are_apart_where_dedupe_is_off() {
        let off = FoldParams { dedupe: None, folds: 2, seed: 0 };
        let folds = off.assign(&["tax bill"; 6], &[0; 6], NO_GROUPS).unwrap();
        assert_eq!((folds.near_duplicates, folds.sizes()), (0, vec![3, 3]));
    }

    #[test]
    fn one_unit_and_bad_parameters_are_errors() {
        let error = params(5).assign(&["tax bill"; 6], &[0; 6], NO_GROUPS).unwrap_err();
        assert!(error.to_string().starts_with("all 6 records"), "{error}");
        assert!(params(1).assign(&["a"], &[0], NO_GROUPS).is_err());
        let nan = FoldParams { dedupe: Some(f64::NAN), ..params(2) };
        assert_eq!(nan.assign(&["a"], &[0], NO_GROUPS).unwrap_err().code(), "E0101");
    }
}
