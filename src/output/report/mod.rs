//! A report with figures on how good a model is, as one page: no other file, no network, no script.
//!
//! Each figure has a file of its own and makes a `Section`; `chart` draws axes and lines.

mod advice;
mod chart;
mod confusion;
mod coverage;
mod groups;
mod headline;
mod label_errors;
mod labels;
mod learning_curve;
mod reliability;
mod section;
mod terms;

use std::fmt::Write;

use super::grouped;
use super::html::{self, Escaped};
use crate::evaluate::cases::{self, Case};
use crate::evaluate::report::Evaluation;
use crate::model::{LearningCurve, Model};
use section::Section;

const STYLE: &str = include_str!("page.css");

/// Where the figures of a report come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Basis {
    /// From cross-validation while this model was trained.
    Training {
        /// The model's name.
        name: String,
    },
    /// From documents that the model was not trained on.
    Evaluation {
        /// The files, as the user named them.
        inputs: Vec<String>,
    },
}

/// What the page is made of.
pub struct Report<'a> {
    model: &'a Model,
    basis: Basis,
    /// Its labels are as a person reads them: names beside codes.
    evaluation: Evaluation,
    cases: &'a [Case],
    learning_curve: Option<&'a LearningCurve>,
}

impl<'a> Report<'a> {
    /// The report on `model` by its evaluation and the cases that were evaluated.
    pub fn new(
        model: &'a Model,
        basis: Basis,
        evaluation: &Evaluation,
        cases: &'a [Case],
        learning_curve: Option<&'a LearningCurve>,
    ) -> Self {
        let mut evaluation = evaluation.clone();
        let labels = evaluation.per_label.iter_mut().zip(&mut evaluation.confusion.labels);
        for (class, (scores, label)) in (0..model.labels().len()).zip(labels) {
            *label = model.label_text(class).into_owned();
            scores.label.clone_from(label);
        }
        Self { model, basis, evaluation, cases, learning_curve }
    }

    /// The page. The same figures give the same bytes: it has no date. Writing to a string does not fail.
    pub fn page(&self) -> String {
        let title = self.title();
        let mut out = html::head(&title, STYLE, "");
        let _ = writeln!(out, "<header>\n<h1>{}</h1>", Escaped(&title));
        let _ = writeln!(out, "<p class=\"facts\">{}</p>\n</header>\n<main>", Escaped(&self.facts()));
        out += &headline::cards(self);
        let sections = self.sections();
        self.write_advice(&mut out);
        out += "<nav aria-label=\"Figures\">\n<ul>\n";
        for section in &sections {
            let _ = writeln!(out, "<li><a href=\"#{}\">{}</a></li>", section.id, Escaped(section.title));
        }
        out += "</ul>\n</nav>\n";
        sections.iter().for_each(|section| section.write(&mut out));
        out += "</main>\n<footer>\n";
        let _ = writeln!(out, "<p class=\"facts\">{}</p>", Escaped(&self.settings()));
        out + "</footer>\n</body>\n</html>\n"
    }

    fn sections(&self) -> Vec<Section> {
        let found = &self.evaluation;
        let mut sections = Vec::new();
        sections.extend(found.comparison.as_ref().map(groups::comparison));
        sections.push(labels::section(self));
        sections.push(confusion::section(self));
        sections.push(label_errors::section(self));
        sections.extend(self.learning_curve.map(learning_curve::section));
        sections.push(coverage::section(self));
        sections.push(reliability::section(self));
        sections.extend(found.by.as_ref().map(groups::section));
        sections.push(terms::section(self));
        sections
    }

    fn write_advice(&self, out: &mut String) {
        let advice = advice::advice(self);
        if advice.is_empty() {
            return;
        }
        *out += "<section id=\"next\">\n<h2>What to do next</h2>\n<ol>\n";
        for advice in advice {
            let text = Escaped(&advice.text);
            let _ = writeln!(out, "<li>{text} <a href=\"#{}\">Show</a></li>", advice.section);
        }
        *out += "</ol>\n</section>\n";
    }

    /// The label of an index of the outcomes.
    fn label(&self, index: usize) -> &str {
        self.evaluation.per_label.get(index).map_or("", |scores| scores.label.as_str())
    }

    fn label_errors(&self) -> Vec<&'a Case> {
        cases::label_errors(self.cases, self.model.labels().len())
    }

    fn title(&self) -> String {
        match &self.basis {
            Basis::Training { name } => format!("How good is the model {name}?"),
            Basis::Evaluation { .. } => format!("How good is the model {}?", self.model.id()),
        }
    }

    /// How the figures were found.
    fn facts(&self) -> String {
        let n = grouped(self.evaluation.n_documents as u64);
        match (&self.basis, &self.model.header().cross_validation) {
            (Basis::Evaluation { inputs }, _) => {
                format!("Measured on {n} documents of {}, compared with their labels.", inputs.join(", "))
            }
            (Basis::Training { .. }, Some(found)) => format!(
                "Measured by cross-validation in {} folds: each of the {n} training documents was judged by a model \
                 that had seen neither it nor a near-copy of it ({} near-copies).",
                found.folds,
                grouped(found.near_duplicates as u64)
            ),
            (Basis::Training { .. }, None) => format!("Measured on {n} documents."),
        }
    }

    /// What the model is, for whoever wants to make it again.
    fn settings(&self) -> String {
        let header = self.model.header();
        let (shortest, longest) = header.tfidf.ngram_range();
        format!(
            "{}: {} on {} terms of {shortest} to {longest} words, {} labels, {} training documents (SHA-256 {}), seed \
             {}. Written by newsdesk {}. Intervals: 95\u{202f}%, bootstrap over documents.",
            self.model.id(),
            header.classifier.algorithm(),
            grouped(header.n_features as u64),
            header.labels.len(),
            grouped(header.n_documents as u64),
            &header.training_sha256[..12.min(header.training_sha256.len())],
            header.seed,
            header.newsdesk,
        )
    }
}
