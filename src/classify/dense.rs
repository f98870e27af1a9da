//! linfa's own estimators, on the best features only: they take dense rows.

use linfa::DatasetBase;
use linfa::traits::Fit;
use linfa_logistic::MultiLogisticRegression;
use ndarray::{Array1, Array2};

use super::algorithm::Algorithm;
use super::bayes;
use super::chi2::best_features;
use super::linear::LinearClassifier;
use super::params::LinearValidParams;
use super::targets::Targets;
use crate::error::{Error, Result, grouped};
use crate::features::CsrMatrix;

/// The largest dense matrix in bytes: 1 GiB.
const MAX_BYTES: usize = 1 << 30;

/// Softmax regression by linfa-logistic, with 1 / C as its `alpha` and its own defaults otherwise. Features that are
/// not among the best have weight 0.
pub(super) fn logistic(
    rows: &CsrMatrix,
    targets: &Targets,
    n_classes: usize,
    params: &LinearValidParams,
) -> Result<LinearClassifier> {
    check_size(rows, params)?;
    let best = best_features(rows, targets, n_classes, params.best_features());
    let classes: Array1<usize> = targets.iter().map(|classes| classes[0]).collect();
    let dataset = DatasetBase::new(dense(rows, &best), classes);
    let estimator = MultiLogisticRegression::default().alpha(1.0 / f64::from(params.c()));
    let fitted = estimator
        .fit(&dataset)
        .map_err(|error| Error::usage(format!("{}: {error}", Algorithm::LinfaLogistic), None))?;
    let mut weights = vec![0.0; rows.n_features() * n_classes];
    let mut intercepts = vec![f32::NEG_INFINITY; n_classes];
    for (column, &class) in fitted.classes().iter().enumerate() {
        intercepts[class] = fitted.intercept()[column] as f32;
        for (row, &feature) in best.iter().enumerate() {
            weights[feature * n_classes + class] = fitted.params()[(row, column)] as f32;
        }
    }
    Ok(LinearClassifier::from_f32s(weights, intercepts))
}

/// Multinomial naive Bayes on the best features; the others have weight 0.
pub(super) fn bayes(
    rows: &CsrMatrix,
    targets: &Targets,
    n_classes: usize,
    params: &LinearValidParams,
) -> LinearClassifier {
    let best = best_features(rows, targets, n_classes, params.best_features());
    let fitted = bayes::multinomial(&rows.select_columns(&best), targets, n_classes, params.alpha());
    let mut weights = vec![0.0; rows.n_features() * n_classes];
    for (column, &feature) in best.iter().enumerate() {
        for class in 0..n_classes {
            weights[feature * n_classes + class] = fitted.weight(column, class);
        }
    }
    LinearClassifier::from_f32s(weights, fitted.intercepts().to_vec())
}

/// Refuses a dense matrix that is too large.
pub(super) fn check_size(rows: &CsrMatrix, params: &LinearValidParams) -> Result<()> {
    let (n_rows, n_features) = (rows.n_rows(), params.best_features().min(rows.n_features()));
    let bytes = n_rows.saturating_mul(n_features).saturating_mul(size_of::<f64>());
    if bytes <= MAX_BYTES {
        return Ok(());
    }
    Err(Error::usage(
        format!(
            "{}: {} rows of {} features take {:.1} GiB as a dense matrix, expected at most 1 GiB",
            Algorithm::LinfaLogistic,
            grouped(n_rows as u64),
            grouped(n_features as u64),
            bytes as f64 / MAX_BYTES as f64
        ),
        format!(
            "pass --best-features {}, or --algorithm logistic, which needs no dense matrix",
            MAX_BYTES / size_of::<f64>() / n_rows
        ),
    ))
}

/// These columns of the rows, as a dense matrix.
fn dense(rows: &CsrMatrix, columns: &[usize]) -> Array2<f64> {
    let mut matrix = Array2::zeros((rows.n_rows(), columns.len()));
    for (n, row) in rows.select_columns(columns).rows().enumerate() {
        row.iter().for_each(|(column, value)| matrix[(n, column)] = f64::from(value));
    }
    matrix
}
