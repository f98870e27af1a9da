//! What training can tell about its own documents, for a report.

use super::learning_curve::{Fitting, LearningCurve};
use crate::error::Result;
use crate::evaluate::bootstrap::Bootstrap;
use crate::evaluate::cases::{Case, DocumentName};
use crate::evaluate::report::{Evaluation, Outcome};
use crate::text::Document;

/// What cross-validation found, document by document.
#[derive(Clone, Debug, PartialEq)]
pub struct Study {
    /// The scores of the held-out answers.
    pub evaluation: Evaluation,
    /// Each training document with its held-out answer, in an order that does not depend on that of the input.
    pub cases: Vec<Case>,
    /// How the scores grew with the number of documents.
    pub learning_curve: LearningCurve,
}

impl Study {
    /// The study of documents with these held-out outcomes.
    pub(super) fn new(
        documents: &[Document],
        outcomes: Vec<Outcome>,
        evaluation: Evaluation,
        fitting: &Fitting<'_>,
        bootstrap: Bootstrap,
    ) -> Result<Self> {
        let learning_curve = fitting.learning_curve(&outcomes, &evaluation, bootstrap)?;
        let case = |(document, outcome)| Case { document: DocumentName::of(document), outcome };
        Ok(Self { evaluation, cases: documents.iter().zip(outcomes).map(case).collect(), learning_curve })
    }
}
