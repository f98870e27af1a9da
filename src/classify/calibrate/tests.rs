use super::*;
use crate::random::Rng;

/// A number in 0..1.
fn uniform(rng: &mut Rng) -> f32 {
    rng.below(1 << 24) as f32 / (1 << 24) as f32
}

/// Documents whose classes are drawn with the probabilities that `exact` makes of their scores.
fn drawn_from(exact: &Calibration, n_documents: usize, n_classes: usize) -> (Vec<f32>, Vec<usize>) {
    let mut rng = Rng::new(5);
    let (mut scores, mut truth) = (Vec::new(), Vec::new());
    for _ in 0..n_documents {
        let row: Vec<f32> = (0..n_classes).map(|_| 3.0 * uniform(&mut rng) - 2.0).collect();
        let mut probabilities = row.clone();
        exact.probabilities(&mut probabilities);
        let mut left = uniform(&mut rng);
        let class = probabilities.iter().position(|p| {
            left -= p;
            left < 0.0
        });
        truth.push(class.unwrap_or(0));
        scores.extend(row);
    }
    (scores, truth)
}

fn assert_probabilities(found: &[f32]) {
    assert!(found.iter().all(|p| (0.0..=1.0).contains(p)), "{found:?}");
    let sum: f64 = found.iter().map(|&p| f64::from(p)).sum();
    assert!((sum - 1.0).abs() < 1e-5, "sum {sum}");
}

fn sigmoid(slopes: &[f32], intercepts: &[f32]) -> Calibration {
    let (slopes, intercepts) = (slopes.to_vec(), intercepts.to_vec());
    Calibration::Sigmoid { slopes, intercepts, sharpness: 1.0, confidence: None }
}

fn sure(slopes: &[f32], intercepts: &[f32], slope: f32, intercept: f32) -> Calibration {
    let (slopes, intercepts) = (slopes.to_vec(), intercepts.to_vec());
    let confidence = Some(Confidence { slope, intercept });
    Calibration::Sigmoid { slopes, intercepts, sharpness: 1.0, confidence }
}

#[test]
fn a_temperature_is_found_again() {
    let exact = Calibration::Temperature { inverse_temperature: 2.5 };
    let (scores, truth) = drawn_from(&exact, 20_000, 4);
    match Calibration::fit(&scores, &truth) {
        Calibration::Temperature { inverse_temperature: found } => {
            assert!((found - 2.5).abs() < 0.1, "{found}")
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn classes_that_score_too_high_get_sigmoids() {
    let exact = sigmoid(&[4.0, 2.0, 1.0], &[-3.0, 1.0, -2.0]);
    let (scores, truth) = drawn_from(&exact, 4_000, 3);
    let found = Calibration::fit(&scores, &truth);
    assert_eq!(found.n_classes(), Some(3));
    let held_out = HeldOut::new(&scores, &truth).unwrap();
    let [found, temperature] = [found, super::temperature::fit(&held_out)].map(|c| c.log_loss(&held_out));
    assert!(found < 0.95 * temperature, "{found} against {temperature}");
}

#[test]
fn a_sigmoid_is_fitted_to_its_minimum() {
    // One class against the other with σ(3 s − 1); Platt's targets hardly matter for so many documents.
    let mut rng = Rng::new(2);
    let scores: Vec<f32> = (0..20_000).map(|_| 4.0 * uniform(&mut rng) - 2.0).collect();
    let truth: Vec<usize> =
        scores.iter().map(|s| usize::from(uniform(&mut rng) < 1.0 / (1.0 + (1.0 - 3.0 * s).exp()))).collect();
    let rows: Vec<f32> = scores.iter().flat_map(|&s| [-s, s]).collect();
    let Calibration::Sigmoid { slopes, intercepts, .. } =
        super::sigmoid::fit(&HeldOut::new(&rows, &truth).unwrap())
    else {
        panic!("a sigmoid fit gives sigmoids")
    };
    assert!((slopes[1] - 3.0).abs() < 0.15 && (intercepts[1] + 1.0).abs() < 0.1, "{slopes:?} {intercepts:?}");
}

#[test]
fn a_first_class_that_is_not_as_sure_as_it_should_be_is_set_right() {
    let exact = sure(&[4.0, 3.0, 2.0], &[-1.0, 0.0, 1.0], 2.0, -0.5);
    let (scores, truth) = drawn_from(&exact, 20_000, 3);
    let found = Calibration::fit(&scores, &truth);
    assert!(matches!(found, Calibration::Sigmoid { confidence: Some(_), .. }), "{found:?}");
    let sure: Vec<(f32, bool)> = (scores.chunks_exact(3).zip(&truth))
        .map(|(row, &truth)| {
            let mut probabilities = row.to_vec();
            found.probabilities(&mut probabilities);
            let first = (0..3).max_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b])).unwrap();
            (probabilities[first], first == truth)
        })
        .collect();
    for low in [0.4, 0.5, 0.6, 0.7, 0.8] {
        let bin: Vec<_> = sure.iter().filter(|(p, _)| (low..low + 0.1).contains(p)).collect();
        let gap =
            bin.iter().map(|(p, right)| p - f32::from(u8::from(*right))).sum::<f32>() / bin.len() as f32;
        assert!(gap.abs() < 0.03, "{low}: {gap} of {}", bin.len());
    }
}

#[test]
fn the_first_class_stays_the_first() {
    for (slope, intercept) in [(0.0, -3.0), (0.5, -1.0), (1.5, 0.0), (3.0, 9.0)] {
        let calibration = sure(&[1.0; 3], &[0.0; 3], slope, intercept);
        for scores in [[0.1, 0.2, 0.15], [-5.0, -4.0, 9.0], [0.0, 1.0, 14.0], [-80.0, 80.0, -90.0]] {
            let mut probabilities = scores;
            calibration.probabilities(&mut probabilities);
            assert_probabilities(&probabilities);
            let order = |of: &[f32]| {
                let mut order = [0, 1, 2];
                order.sort_by(|&a, &b| of[b].total_cmp(&of[a]));
                order
            };
            assert_eq!(order(&probabilities), order(&scores), "{slope} {intercept}: {probabilities:?}");
        }
    }
}

#[test]
fn infinite_scores_and_nan_give_probabilities() {
    let extreme = [f32::INFINITY, f32::NEG_INFINITY, f32::NAN, f32::MAX, f32::MIN, 0.0];
    let calibrations = [
        Calibration::uncalibrated(),
        Calibration::Temperature { inverse_temperature: 1e3 },
        sigmoid(&[3.0; 6], &[-1.0; 6]),
        sigmoid(&[0.0; 6], &[-90.0; 6]),
        sigmoid(&[1.0], &[f32::INFINITY]),
        sure(&[1.0; 6], &[0.0; 6], 2.0, -1.0),
        sure(&[3.0; 6], &[9.0; 6], 0.0, 90.0),
    ];
    for calibration in calibrations {
        for rotated in 0..extreme.len() {
            let mut scores = extreme;
            scores.rotate_left(rotated);
            for n_classes in 1..=extreme.len() {
                let mut probabilities = scores[..n_classes].to_vec();
                calibration.probabilities(&mut probabilities);
                assert_probabilities(&probabilities);
            }
        }
        calibration.probabilities(&mut []);
    }
    let fitted = Calibration::fit(&extreme, &[0, 1, 0]);
    let mut probabilities = [0.5, f32::NEG_INFINITY];
    fitted.probabilities(&mut probabilities);
    assert_probabilities(&probabilities);
}

#[test]
fn scores_without_a_mistake_leave_some_doubt() {
    let scores: Vec<f32> = (0..20).flat_map(|n| if n % 2 == 0 { [1.0, -1.0] } else { [-1.0, 1.0] }).collect();
    let truth: Vec<usize> = (0..20).map(|n| n % 2).collect();
    let mut probabilities = [1.0, -1.0];
    Calibration::fit(&scores, &truth).probabilities(&mut probabilities);
    assert!(probabilities[0] > 0.9 && probabilities[0] < 0.999, "{probabilities:?}");
}

#[test]
fn the_order_of_the_documents_does_not_matter() {
    let (scores, truth) = drawn_from(&sigmoid(&[2.0, 3.0, 1.0], &[-1.0, 0.0, 1.0]), 3_000, 3);
    let mut order: Vec<usize> = (0..truth.len()).collect();
    Rng::new(8).shuffle(&mut order);
    let shuffled: Vec<f32> = order.iter().flat_map(|&d| scores[3 * d..3 * d + 3].to_vec()).collect();
    let shuffled_truth: Vec<usize> = order.iter().map(|&d| truth[d]).collect();
    assert_eq!(Calibration::fit(&scores, &truth), Calibration::fit(&shuffled, &shuffled_truth));
}

#[test]
fn a_thousand_classes_most_of_them_without_documents_are_fine() {
    let (scores, truth) = drawn_from(&Calibration::Temperature { inverse_temperature: 3.0 }, 300, 1_000);
    let mut probabilities = scores[..1_000].to_vec();
    Calibration::fit(&scores, &truth).probabilities(&mut probabilities);
    assert_probabilities(&probabilities);
}

#[test]
fn nothing_to_fit_on_leaves_the_scores_uncalibrated() {
    let plain = Calibration::uncalibrated();
    assert_eq!(Calibration::fit(&[], &[]), plain);
    assert_eq!(Calibration::fit(&[1.0, 2.0], &[0]), plain);
    assert_eq!(Calibration::fit(&[1.0, 2.0, 3.0, 4.0], &[2, 9]), plain);
    assert_eq!(Calibration::fit(&[], &[0, 0]), plain);
}

#[test]
fn a_calibration_survives_json_bit_by_bit() {
    for exact in [
        Calibration::Temperature { inverse_temperature: 1.0 / 3.0 },
        sure(&[0.1, 1e-20], &[-1.7, 3.3], 0.7, 0.1),
        sigmoid(&[0.1, 1e-20], &[-1.7, 3.3]),
    ] {
        let json = serde_json::to_string(&exact).unwrap();
        assert_eq!(serde_json::from_str::<Calibration>(&json).unwrap(), exact);
    }
}
