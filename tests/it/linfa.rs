//! This crate's classifiers against linfa's own on the same dense problem.

use linfa::DatasetBase;
use linfa::traits::Fit;
use linfa_bayes::{MultinomialNb, NaiveBayes};
use linfa_logistic::{LogisticRegression, MultiLogisticRegression};
use ndarray::{Array1, Array2, Axis, concatenate};
use newsdesk::{Algorithm, CsrMatrix, LinearClassifier, LinearParams};

const N_FEATURES: usize = 6;

/// Sixty rows of three classes, dense and sparse: counts that overlap, so that no class is told apart for sure.
fn problem() -> (Array2<f64>, CsrMatrix, Array1<usize>) {
    let value = |row: usize, column: usize| {
        let own = if column % 3 == row % 3 { 2 } else { 0 };
        ((row * 7 + column * 11 + row * column) % 5 + own).saturating_sub(2) as f64 / 4.0
    };
    let dense = Array2::from_shape_fn((60, N_FEATURES), |(row, column)| value(row, column));
    let sparse = dense.rows().into_iter().map(|row| {
        let values = row.iter().zip(0..).filter(|(value, _)| **value > 0.0);
        values.map(|(&value, column)| (column, value as f32)).collect::<Vec<_>>()
    });
    let sparse = CsrMatrix::from_rows(sparse, N_FEATURES);
    (dense, sparse, (0..60).map(|row| row % 3).collect())
}

fn fit(params: LinearParams, rows: &CsrMatrix, classes: &Array1<usize>) -> LinearClassifier {
    params.fit(&DatasetBase::new(rows.clone(), classes.clone())).unwrap()
}

#[track_caller]
fn assert_close(ours: f32, theirs: f64) {
    assert!((f64::from(ours) - theirs).abs() < 2e-3, "{ours}, linfa has {theirs}");
}

/// linfa's intercept is free of the penalty; as a column of ones without an intercept it is not, as here.
#[test]
fn logistic_finds_the_weights_of_linfa_logistic() {
    let (dense, sparse, classes) = problem();
    let params = LinearParams::new().algorithm(Algorithm::Logistic).c(2.0).tolerance(1e-6);
    let ours = fit(params, &sparse, &classes);
    let with_ones = concatenate![Axis(1), dense, Array2::ones((60, 1))];
    for class in 0..3 {
        let dataset = DatasetBase::new(with_ones.clone(), classes.mapv(|own| own == class));
        let theirs = LogisticRegression::default().alpha(0.5).with_intercept(false);
        let theirs = theirs.max_iterations(1000).gradient_tolerance(1e-7).fit(&dataset).unwrap();
        // Which side is linfa's positive one depends on their sizes.
        let sign = if theirs.labels().pos.class { 1.0 } else { -1.0 };
        for feature in 0..N_FEATURES {
            assert_close(ours.weight(feature, class), sign * theirs.params()[feature]);
        }
        assert_close(ours.intercepts()[class], sign * theirs.params()[N_FEATURES]);
    }
}

#[test]
fn linfa_logistic_is_linfa_s_own_fit_on_the_best_features() {
    let (dense, sparse, classes) = problem();
    let ours = fit(LinearParams::new().algorithm(Algorithm::LinfaLogistic).c(2.0), &sparse, &classes);
    let theirs =
        MultiLogisticRegression::default().alpha(0.5).fit(&DatasetBase::new(dense, classes)).unwrap();
    for class in 0..3 {
        for feature in 0..N_FEATURES {
            assert_close(ours.weight(feature, class), theirs.params()[(feature, class)]);
        }
        assert_close(ours.intercepts()[class], theirs.intercept()[class]);
    }
}

#[test]
fn linfa_logistic_gives_other_features_no_weight() {
    let (_, sparse, classes) = problem();
    let params = LinearParams::new().algorithm(Algorithm::LinfaLogistic).best_features(2);
    let ours = fit(params, &sparse, &classes);
    let used = (0..N_FEATURES).filter(|&feature| ours.weight(feature, 0) != 0.0).count();
    assert_eq!(used, 2);
}

/// linfa keeps its weights to itself: what it says of rows with a single feature shows them.
#[test]
fn linfa_bayes_is_the_estimator_of_linfa_bayes() {
    let (dense, sparse, classes) = problem();
    for algorithm in [Algorithm::LinfaBayes, Algorithm::MultinomialNaiveBayes] {
        let ours = fit(LinearParams::new().algorithm(algorithm), &sparse, &classes);
        let dataset = DatasetBase::new(dense.clone(), classes.clone());
        let theirs = MultinomialNb::<f64, usize>::params().alpha(1.0).fit(&dataset).unwrap();
        let units = concatenate![Axis(0), Array2::eye(N_FEATURES), Array2::zeros((1, N_FEATURES))];
        let (log_probabilities, labels) = theirs.predict_log_proba(units.view());
        // linfa's classes come in the order of a hash map.
        let column = |class: usize| labels.iter().position(|&&label| label == class).unwrap();
        for (row, of_unit) in log_probabilities.rows().into_iter().enumerate() {
            let score = |class: usize| {
                let weight = if row < N_FEATURES { ours.weight(row, class) } else { 0.0 };
                weight + ours.intercepts()[class]
            };
            for class in 1..3 {
                assert_close(score(class) - score(0), of_unit[column(class)] - of_unit[column(0)]);
            }
        }
    }
}

#[test]
fn a_dense_matrix_of_more_than_a_gibibyte_is_refused() {
    let rows = CsrMatrix::from_rows(vec![[(0, 1.0)]; 1000], 200_000);
    let classes: Array1<usize> = (0..1000).map(|row| row % 2).collect();
    let params = LinearParams::new().algorithm(Algorithm::LinfaLogistic).best_features(150_000);
    let error = params.fit(&DatasetBase::new(rows, classes)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "linfa-logistic: 1,000 rows of 150,000 features take 1.1 GiB as a dense matrix, expected at most 1 GiB"
    );
    let help = error.help().unwrap();
    assert!(help.starts_with("pass --best-features 134217, or --algorithm logistic"), "{help}");
}
