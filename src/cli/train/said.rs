//! What is said about a training.

use crate::cli::context::{Context, grouped};
use crate::model::{CrossValidation, Tuning};

/// The figures of cross-validation.
pub(super) fn describe(found: &CrossValidation) -> String {
    let interval = |value: f64, ci: [f64; 2]| format!("{value:.3} [{:.3}, {:.3}]", ci[0], ci[1]);
    let (accuracy, micro_f1) = match found.micro_f1 {
        Some(micro_f1) => ("exact match", format!(", micro-F1 {micro_f1:.3}")),
        None => ("accuracy", String::new()),
    };
    let changed = match found.changed_by_weights.unwrap_or(0) {
        0 => String::new(),
        1 => "; 1 answer changed by smaller weights".to_owned(),
        n => format!("; {} answers changed by smaller weights", grouped(n as u64)),
    };
    format!(
        "cross-validation, {} folds: {accuracy} {}, macro-F1 {}{micro_f1}, ECE {:.3}; always the most frequent {}: {:.3}; \
         {} near-copies kept together{changed}",
        found.folds,
        interval(found.accuracy, found.accuracy_ci),
        interval(found.macro_f1, found.macro_f1_ci),
        found.ece.unwrap_or(f64::NAN),
        if found.micro_f1.is_some() { "labels" } else { "label" },
        found.majority_accuracy,
        grouped(found.near_duplicates as u64),
    )
}

/// Says that nothing was learned that holds for other documents.
pub(super) fn warn_about_chance(context: &Context, found: &CrossValidation) {
    if found.accuracy > found.majority_accuracy {
        return;
    }
    let message = "cross-validation is no better than always giving the most frequent label: look at the columns of texts, \
                   labels and groups (a label that only one group has is never trained on)";
    context.warn(message);
}

/// The settings that a search chose.
pub(super) fn describe_tuning(tuning: &Tuning) -> String {
    let chosen = tuning.chosen();
    format!(
        "chose {chosen}: mean of accuracy and macro-F1 {:.3}, the best of {} settings {:.3}, on {} documents",
        chosen.score(),
        tuning.trials.len(),
        tuning.best_score(),
        grouped(tuning.judged_documents as u64),
    )
}
