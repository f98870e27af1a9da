//! What a linear classifier is fitted with, and linfa's `Fit`.

use linfa::dataset::AsSingleTargets;
use linfa::traits::Fit;
use linfa::{DatasetBase, ParamGuard};
use ndarray::Array1;
use serde::{Deserialize, Serialize};

use super::algorithm::Algorithm;
use super::linear::LinearClassifier;
use super::mixture::Parts;
use super::solver::{self, Loss};
use super::targets::Targets;
use super::{bayes, dense};
use crate::error::{Error, Result};
use crate::features::CsrMatrix;

/// How much the records of each class count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClassWeight {
    /// Every record counts 1.
    #[default]
    None,
    /// A record of class k counts n / (n_classes · n_k): all classes weigh the same.
    Balanced,
}

/// The parameters of a linear classifier, unchecked.
///
/// # Examples
/// ```
/// use linfa::DatasetBase;
/// use linfa::traits::{Fit, Predict};
/// use ndarray::array;
/// use newsdesk::{Document, LinearParams, TfIdfParams};
///
/// let docs = Document::from_bodies(["tax bill", "tax vote", "farm aid", "farm prices"]);
/// let tfidf = TfIdfParams::new().min_df(1).fit(&docs)?;
/// let dataset = DatasetBase::new(tfidf.transform(&docs), array![0, 0, 1, 1]);
/// let classifier = LinearParams::new().fit(&dataset)?;
/// let new = tfidf.transform(&Document::from_bodies(["a farm bill on prices"]));
/// assert_eq!(classifier.predict(&DatasetBase::new(new, ())), array![1]);
/// # Ok::<(), newsdesk::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LinearParams(LinearValidParams);

/// Checked [`LinearParams`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinearValidParams {
    algorithm: Algorithm,
    c: f32,
    alpha: f32,
    class_weight: ClassWeight,
    #[serde(default)]
    mixture: f32,
    #[serde(default = "default_best_features")]
    best_features: usize,
    tolerance: f32,
    max_iterations: usize,
    seed: u64,
}

/// 2,000: a dense matrix of them has room for 67,000 rows in 1 GiB.
fn default_best_features() -> usize {
    2000
}

impl Default for LinearValidParams {
    fn default() -> Self {
        Self {
            algorithm: Algorithm::default(),
            c: 1.0,
            alpha: 1.0,
            class_weight: ClassWeight::default(),
            mixture: 0.0,
            best_features: default_best_features(),
            tolerance: 0.3,
            max_iterations: 1000,
            seed: 0,
        }
    }
}

impl LinearParams {
    /// The defaults: an SVM with C = 1, all records alike.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets how the weights are found. Default [`Algorithm::Svm`].
    pub fn algorithm(mut self, algorithm: Algorithm) -> Self {
        self.0.algorithm = algorithm;
        self
    }

    /// Sets the cost of an error against the size of the weights, in every algorithm but naive Bayes; more fits closer.
    /// Default 1.
    pub fn c(mut self, c: f32) -> Self {
        self.0.c = c;
        self
    }

    /// Sets the count that naive Bayes, and the ratios of `nbsvm`, add to every feature. Default 1.
    pub fn alpha(mut self, alpha: f32) -> Self {
        self.0.alpha = alpha;
        self
    }

    /// Sets how much the records of each class count in `svm`, `nbsvm` and `logistic`. Default [`ClassWeight::None`].
    pub fn class_weight(mut self, class_weight: ClassWeight) -> Self {
        self.0.class_weight = class_weight;
        self
    }

    /// Sets the weight of complement naive Bayes in a mixture with `svm`, `nbsvm` or `logistic`. Default 0, none.
    ///
    /// Its scores are brought to the spread of the other's, times this, and added. Both become one matrix of weights:
    ///
    /// > w = w₁ + weight · σ₁/σ₂ · (w₂ − w̄₂)
    ///
    /// where σ is the standard deviation of a row's scores over the classes, in the mean over the training rows, and
    /// w̄ a feature's mean weight over the classes.
    pub fn mixture(mut self, weight: f32) -> Self {
        self.0.mixture = weight;
        self
    }

    /// How the weights are found.
    pub(crate) fn chosen_algorithm(&self) -> Algorithm {
        self.0.algorithm
    }

    /// The weight of complement naive Bayes in a mixture.
    pub(crate) fn mixture_weight(&self) -> f32 {
        self.0.mixture
    }

    /// Sets how many features `linfa-logistic` and `linfa-bayes` use: those with the largest χ². Default 2,000.
    pub fn best_features(mut self, best_features: usize) -> Self {
        self.0.best_features = best_features;
        self
    }

    /// Sets when `svm`, `nbsvm` and `logistic` stop: when no dual variable violates its condition by more than this.
    /// Default 0.3. LIBLINEAR's 0.1 takes two fifths longer, and moved accuracy and macro-F1 of cross-validation on five
    /// sets of documents by less than 0.002 either way.
    pub fn tolerance(mut self, tolerance: f32) -> Self {
        self.0.tolerance = tolerance;
        self
    }

    /// Sets the largest number of passes over the records. Default 1,000.
    pub fn max_iterations(mut self, max_iterations: usize) -> Self {
        self.0.max_iterations = max_iterations;
        self
    }

    /// Sets the seed of the order in which the records are visited. Default 0.
    pub fn seed(mut self, seed: u64) -> Self {
        self.0.seed = seed;
        self
    }
}

impl LinearValidParams {
    /// How the weights are found.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The cost of an error.
    pub fn c(&self) -> f32 {
        self.c
    }

    /// The count added to every feature.
    pub fn alpha(&self) -> f32 {
        self.alpha
    }

    /// How much the records of each class count.
    pub fn class_weight(&self) -> ClassWeight {
        self.class_weight
    }

    /// The weight of complement naive Bayes in a mixture; 0 for none.
    pub fn mixture(&self) -> f32 {
        self.mixture
    }

    /// How many features linfa's own estimators use.
    pub fn best_features(&self) -> usize {
        self.best_features
    }

    /// When the fit stops.
    pub fn tolerance(&self) -> f32 {
        self.tolerance
    }

    /// The largest number of passes over the records.
    pub fn max_iterations(&self) -> usize {
        self.max_iterations
    }

    /// The seed of the order of visits.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Refuses rows that are too many for the algorithm, before any time is spent on a part of them.
    ///
    /// # Errors
    /// [`Usage`](crate::error::ErrorKind::Usage) where the dense matrix of `linfa-logistic` would be too large.
    pub(crate) fn check_size(&self, rows: &CsrMatrix) -> Result<()> {
        match self.algorithm {
            Algorithm::LinfaLogistic => dense::check_size(rows, self),
            _ => Ok(()),
        }
    }

    /// The weights for classes 0 … n_classes − 1; a class without records gets a score that never wins.
    ///
    /// Where rows have several classes, each class is told from the rows without it. Naive Bayes compares the classes
    /// of one row with each other; there it is the multinomial one, a class against the rest.
    ///
    /// # Errors
    /// [`Usage`](crate::error::ErrorKind::Usage) where the dense matrix of `linfa-logistic` would be too large, or rows
    /// have several classes that the algorithm cannot tell.
    pub(crate) fn fit_classes(
        &self,
        rows: &CsrMatrix,
        targets: &Targets,
        n_classes: usize,
    ) -> Result<LinearClassifier> {
        if let Targets::Many(_) = targets {
            self.check_several()?;
        }
        match self.mixture {
            0.0 => self.fit_alone(rows, targets, n_classes),
            weight => Ok(self.fit_parts(rows, targets, n_classes)?.mix(weight)),
        }
    }

    /// The classifier and naive Bayes, not mixed yet: for trying several weights.
    ///
    /// # Errors
    /// As [`fit_classes`](Self::fit_classes).
    pub(crate) fn fit_parts(&self, rows: &CsrMatrix, targets: &Targets, n_classes: usize) -> Result<Parts> {
        let second = bayes::complement(rows, targets, n_classes, self.alpha);
        Ok(Parts::new(self.fit_alone(rows, targets, n_classes)?, second, rows))
    }

    /// The classifier without naive Bayes.
    fn fit_alone(&self, rows: &CsrMatrix, targets: &Targets, n_classes: usize) -> Result<LinearClassifier> {
        let solve = |loss, ratios| solver::fit(loss, rows, targets, n_classes, ratios, self);
        Ok(match (self.algorithm, targets) {
            (Algorithm::Svm, _) => solve(Loss::SquaredHinge, None),
            (Algorithm::NbSvm, _) => {
                let ratios = bayes::log_count_ratios(rows, targets, n_classes, self.alpha, |_| 1.0);
                solve(Loss::SquaredHinge, Some(&ratios))
            }
            (Algorithm::Logistic, _) => solve(Loss::Logistic, None),
            (Algorithm::NaiveBayes | Algorithm::MultinomialNaiveBayes, Targets::Many(_)) => {
                bayes::one_vs_rest(rows, targets, n_classes, self.alpha)
            }
            (Algorithm::NaiveBayes, _) => bayes::complement(rows, targets, n_classes, self.alpha),
            (Algorithm::MultinomialNaiveBayes, _) => bayes::multinomial(rows, targets, n_classes, self.alpha),
            (Algorithm::LinfaLogistic, _) => dense::logistic(rows, targets, n_classes, self)?,
            (Algorithm::LinfaBayes, _) => dense::bayes(rows, targets, n_classes, self),
        })
    }

    /// Refuses what only tells one class of a row from the others.
    pub(crate) fn check_several(&self) -> Result<()> {
        let what = match self.algorithm {
            Algorithm::LinfaLogistic | Algorithm::LinfaBayes => self.algorithm.name(),
            _ if self.mixture != 0.0 => "a mixture with naive Bayes",
            _ => return Ok(()),
        };
        Err(Error::usage(
            format!("{what} gives a document one label, not several"),
            "use svm, nbsvm, logistic or naive-bayes for several labels".to_owned(),
        ))
    }
}

impl ParamGuard for LinearParams {
    type Checked = LinearValidParams;
    type Error = Error;

    fn check_ref(&self) -> Result<&LinearValidParams> {
        for (name, value) in [("C", self.0.c), ("alpha", self.0.alpha), ("tolerance", self.0.tolerance)] {
            if !(value.is_finite() && value > 0.0) {
                return Err(Error::usage(format!("{name} {value}: expected a number above 0"), None));
            }
        }
        if !(self.0.mixture.is_finite() && self.0.mixture >= 0.0) {
            return Err(Error::usage(format!("mixture {}: expected 0 or more", self.0.mixture), None));
        }
        let solved = [Algorithm::Svm, Algorithm::NbSvm, Algorithm::Logistic].contains(&self.0.algorithm);
        if self.0.mixture > 0.0 && !solved {
            return Err(Error::usage(
                format!("a mixture of {} and naive-bayes", self.0.algorithm),
                "take one of svm, nbsvm and logistic, or leave --mixture out".to_owned(),
            ));
        }
        if self.0.best_features < 1 {
            return Err(Error::usage("best features 0: expected 1 or more", None));
        }
        Ok(&self.0)
    }

    fn check(self) -> Result<LinearValidParams> {
        self.check_ref()?;
        Ok(self.0)
    }
}

impl<T: AsSingleTargets<Elem = usize>> Fit<CsrMatrix, T, Error> for LinearValidParams {
    type Object = LinearClassifier;

    /// Fits on classes 0 … n − 1, where n is one more than the largest.
    fn fit(&self, dataset: &DatasetBase<CsrMatrix, T>) -> Result<LinearClassifier> {
        let classes: Array1<usize> = dataset.targets().as_single_targets().to_owned();
        let n_classes = classes.iter().max().map_or(0, |&largest| largest + 1);
        if n_classes < 2 || classes.len() != dataset.records().n_rows() {
            return Err(Error::usage(
                format!(
                    "{} rows with {} targets of {n_classes} classes: expected a target a row and two classes",
                    dataset.records().n_rows(),
                    classes.len()
                ),
                None,
            ));
        }
        self.fit_classes(dataset.records(), &Targets::One(classes.to_vec()), n_classes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_out_of_range_are_refused() {
        let params = LinearParams::new;
        for params in [
            params().c(0.0),
            params().c(f32::NAN),
            params().alpha(-1.0),
            params().mixture(-0.5),
            params().algorithm(Algorithm::NaiveBayes).mixture(0.5),
            params().best_features(0),
        ] {
            assert!(params.check().is_err());
        }
    }
}
