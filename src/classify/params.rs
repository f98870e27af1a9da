//! What a linear classifier is fitted with, and linfa's `Fit`.

use std::fmt;
use std::str::FromStr;

use linfa::dataset::AsSingleTargets;
use linfa::traits::Fit;
use linfa::{DatasetBase, ParamGuard};
use ndarray::Array1;
use serde::{Deserialize, Serialize};

use super::linear::LinearClassifier;
use super::{bayes, solver};
use crate::error::{Error, Result};
use crate::features::CsrMatrix;

/// How the weights are found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Algorithm {
    /// A linear support vector machine a class against the rest, with squared hinge loss (Hsieh et al. 2008).
    #[default]
    Svm,
    /// The same machine on features scaled by each class's log-count ratio (Wang and Manning 2012, β = 1).
    #[serde(rename = "nbsvm")]
    NbSvm,
    /// Complement naive Bayes (Rennie et al. 2003).
    NaiveBayes,
}

impl Algorithm {
    /// All algorithms.
    pub const ALL: [Self; 3] = [Self::Svm, Self::NbSvm, Self::NaiveBayes];

    /// The name on the command line and in the model file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Svm => "svm",
            Self::NbSvm => "nbsvm",
            Self::NaiveBayes => "naive-bayes",
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Algorithm {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.name() == name).ok_or_else(|| {
            let names = Self::ALL.map(Self::name).join(", ");
            Error::usage(format!("no algorithm {name:?}"), format!("choose one of: {names}"))
        })
    }
}

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
    tolerance: f32,
    max_iterations: usize,
    seed: u64,
}

impl Default for LinearValidParams {
    fn default() -> Self {
        Self {
            algorithm: Algorithm::default(),
            c: 1.0,
            alpha: 1.0,
            class_weight: ClassWeight::default(),
            tolerance: 0.1,
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

    /// Sets the cost of an error in the SVM against the size of the weights; more fits closer. Default 1.
    pub fn c(mut self, c: f32) -> Self {
        self.0.c = c;
        self
    }

    /// Sets the count that naive Bayes, and the ratios of `nbsvm`, add to every feature. Default 1.
    pub fn alpha(mut self, alpha: f32) -> Self {
        self.0.alpha = alpha;
        self
    }

    /// Sets how much the records of each class count in the SVM. Default [`ClassWeight::None`].
    pub fn class_weight(mut self, class_weight: ClassWeight) -> Self {
        self.0.class_weight = class_weight;
        self
    }

    /// Sets when the SVM stops: when no dual variable violates its condition by more than this. Default 0.1: smaller
    /// values cost time and do not change accuracy on text.
    pub fn tolerance(mut self, tolerance: f32) -> Self {
        self.0.tolerance = tolerance;
        self
    }

    /// Sets the largest number of passes over the records. Default 1,000.
    pub fn max_iterations(mut self, max_iterations: usize) -> Self {
        self.0.max_iterations = max_iterations;
        self
    }

    /// Sets the seed of the order in which the SVM visits the records. Default 0.
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

    /// When the SVM stops.
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

    /// The weights for classes 0 … n_classes − 1; a class without records gets a score that never wins.
    pub(crate) fn fit_classes(
        &self,
        rows: &CsrMatrix,
        classes: &[usize],
        n_classes: usize,
    ) -> LinearClassifier {
        match self.algorithm {
            Algorithm::Svm => solver::fit(rows, classes, n_classes, None, self),
            Algorithm::NbSvm => {
                let ratios = bayes::log_count_ratios(rows, classes, n_classes, self.alpha);
                solver::fit(rows, classes, n_classes, Some(&ratios), self)
            }
            Algorithm::NaiveBayes => bayes::complement(rows, classes, n_classes, self.alpha),
        }
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
        Ok(self.fit_classes(dataset.records(), &classes.to_vec(), n_classes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_algorithm_has_a_name_that_parses_back() {
        for algorithm in Algorithm::ALL {
            assert_eq!(algorithm.name().parse::<Algorithm>().unwrap(), algorithm);
            assert_eq!(serde_json::to_value(algorithm).unwrap(), algorithm.name());
        }
        assert!("magic".parse::<Algorithm>().unwrap_err().help().unwrap().contains("svm, nbsvm"));
    }

    #[test]
    fn values_out_of_range_are_refused() {
        for params in
            [LinearParams::new().c(0.0), LinearParams::new().c(f32::NAN), LinearParams::new().alpha(-1.0)]
        {
            assert!(params.check().is_err());
        }
    }
}
