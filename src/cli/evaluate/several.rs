//! The evaluation of a multi-label model.

use super::judged::Judged;
use super::other::Other;
use super::truth::Truth;
use super::{Evaluate, check_some};
use crate::error::{Error, Result};
use crate::evaluate::bootstrap::Bootstrap;
use crate::evaluate::multi_label::{LabelsEvaluation, LabelsOutcome};
use crate::model::Model;

impl Evaluate {
    /// Refuses what is about documents with one label.
    pub(super) fn check_several(&self, model: &Model, other: Option<&Other>) -> Result<()> {
        let has_several = model.multi_label().is_some() || other.is_some_and(Other::has_several_labels);
        let flag = match (&self.compare, &self.report.path) {
            (Some(_), _) if has_several => "--compare",
            (_, Some(_)) if has_several => "--report",
            _ => return Ok(()),
        };
        Err(Error::usage(
            format!("{flag} with a multi-label model: it is about documents with one label"),
            "leave it out; -f json has every score".to_owned(),
        ))
    }

    /// What the labels are worth that the records were given.
    pub(super) fn several(
        &self,
        truth: &Truth<'_>,
        separator: &str,
        judged: &[Judged],
    ) -> Result<LabelsEvaluation> {
        let outcome = |judged: &Judged| {
            let mut given = judged.given.clone();
            given.sort_unstable_by_key(|ranked| ranked.class);
            Some(LabelsOutcome {
                truth: truth.indices(&judged.truth, separator)?,
                given: given.iter().map(|ranked| ranked.class).collect(),
                probabilities: given.iter().map(|ranked| ranked.probability).collect(),
            })
        };
        let (outcomes, values): (Vec<LabelsOutcome>, Vec<&str>) = judged
            .iter()
            .filter_map(|judged| Some((outcome(judged)?, judged.group.as_deref().unwrap_or(""))))
            .unzip();
        check_some(&outcomes)?;
        let bootstrap = Bootstrap { seed: self.seed, ..Bootstrap::default() };
        let mut found = LabelsEvaluation::new(&outcomes, &truth.labels(), truth.n_classes(), bootstrap);
        if let Some(column) = &self.by {
            found = found.with_groups(column, &values, &outcomes);
        }
        truth.name(&mut found.per_label);
        Ok(found)
    }
}
