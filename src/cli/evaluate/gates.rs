//! Bounds that an evaluation must keep.

use clap::Args;

use crate::error::{Error, ErrorKind, Result};

/// The flags that make `evaluate` exit with 5.
#[derive(Debug, Args)]
pub(super) struct Gates {
    /// Exit with 5 if the accuracy is below this
    #[arg(long, value_name = "X", allow_negative_numbers = true)]
    min_accuracy: Option<f64>,
    /// Exit with 5 if the macro-F1 is below this
    #[arg(long, value_name = "X", allow_negative_numbers = true)]
    min_macro_f1: Option<f64>,
    /// Exit with 5 if the calibration error is above this
    #[arg(long, value_name = "X", allow_negative_numbers = true)]
    max_ece: Option<f64>,
}

impl Gates {
    /// Refuses a bound that nothing can keep, or everything does.
    pub(super) fn check_range(&self) -> Result<()> {
        let gates = [
            ("--min-accuracy", self.min_accuracy),
            ("--min-macro-f1", self.min_macro_f1),
            ("--max-ece", self.max_ece),
        ];
        let wrong = gates
            .into_iter()
            .find_map(|(flag, gate)| Some((flag, gate.filter(|x| !(0.0..=1.0).contains(x))?)));
        wrong.map_or(Ok(()), |(flag, gate)| {
            Err(Error::usage(format!("{flag} {gate}: expected a number from 0 to 1"), None))
        })
    }

    /// The error that names every bound that was missed.
    pub(super) fn check(&self, accuracy: f64, macro_f1: f64, ece: Option<f64>) -> Result<()> {
        let below = |name: &str, value: f64, gate: Option<f64>| {
            gate.filter(|&gate| value < gate).map(|gate| format!("{name} {value:.4} is below {gate}"))
        };
        let ece = ece.unwrap_or(f64::INFINITY);
        let missed: Vec<String> = [
            below("accuracy", accuracy, self.min_accuracy),
            below("macro-F1", macro_f1, self.min_macro_f1),
            self.max_ece.filter(|&gate| ece > gate).map(|gate| format!("ECE {ece:.4} is above {gate}")),
        ]
        .into_iter()
        .flatten()
        .collect();
        if missed.is_empty() { Ok(()) } else { Err(ErrorKind::Gate { message: missed.join("; ") }.into()) }
    }
}
