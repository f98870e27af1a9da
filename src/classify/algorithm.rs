//! The list of algorithms.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

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
    /// L2-regularised logistic regression a class against the rest (Yu, Huang and Lin 2011).
    Logistic,
    /// Complement naive Bayes (Rennie et al. 2003): w_jk = −ln((α + Σ_{i∉k} x_ij) / Σ_j (α + Σ_{i∉k} x_ij)).
    NaiveBayes,
    /// Multinomial naive Bayes: w_jk = ln((α + Σ_{i∈k} x_ij) / Σ_j (α + Σ_{i∈k} x_ij)), intercept ln(n_k / n).
    MultinomialNaiveBayes,
    /// Softmax regression as the crate `linfa-logistic` fits it, on dense rows of the
    /// [`best_features`](super::LinearParams::best_features): the reference for [`Logistic`](Self::Logistic).
    LinfaLogistic,
    /// Multinomial naive Bayes as the crate `linfa-bayes` fits it, on the
    /// [`best_features`](super::LinearParams::best_features). It is computed here, as `MultinomialNb::fit` of
    /// linfa-bayes 0.8.1 prints its working to standard error; a test compares the two.
    LinfaBayes,
}

impl Algorithm {
    /// All algorithms.
    pub const ALL: [Self; 7] = [
        Self::Svm,
        Self::NbSvm,
        Self::Logistic,
        Self::NaiveBayes,
        Self::MultinomialNaiveBayes,
        Self::LinfaLogistic,
        Self::LinfaBayes,
    ];

    /// The name on the command line and in the model file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Svm => "svm",
            Self::NbSvm => "nbsvm",
            Self::Logistic => "logistic",
            Self::NaiveBayes => "naive-bayes",
            Self::MultinomialNaiveBayes => "multinomial-naive-bayes",
            Self::LinfaLogistic => "linfa-logistic",
            Self::LinfaBayes => "linfa-bayes",
        }
    }

    /// Whether it has a cost of errors: naive Bayes counts, and has none.
    pub(crate) fn has_cost(self) -> bool {
        !matches!(self, Self::NaiveBayes | Self::MultinomialNaiveBayes | Self::LinfaBayes)
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
}
