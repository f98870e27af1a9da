//! The record of `classify`.

use std::fmt::Write;

use serde::Serialize;

use super::{Entry, Origin, Style, printable};
use crate::model::{Evidence, Model, Prediction};
use crate::summarize::Summary;
use crate::text::Document;

/// What a model says about one document.
#[derive(Clone, Debug, Serialize)]
pub struct Classified {
    id: String,
    label: Option<String>,
    score: f64,
    labels: Vec<LabelScore>,
    abstain: bool,
    abstain_reason: Option<&'static str>,
    title: Option<String>,
    byline: Option<String>,
    dateline: Option<String>,
    date: Option<String>,
    words: usize,
    known_terms: f64,
    removed_bytes: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<Vec<Term>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    source: String,
    record: u64,
    model: String,
}

/// A label with its probability.
#[derive(Clone, Debug, Serialize)]
pub struct LabelScore {
    label: String,
    score: f64,
}

/// A term that speaks for the label.
#[derive(Clone, Debug, Serialize)]
struct Term {
    term: String,
    weight: f64,
    start: Option<usize>,
    end: Option<usize>,
}

/// A number with at most four digits after the point.
pub(crate) fn rounded(number: f32) -> f64 {
    (f64::from(number) * 1e4).round() / 1e4
}

/// The `k` best labels, or all for 0.
pub(crate) fn best_labels(model: &Model, prediction: &Prediction, k: usize) -> Vec<LabelScore> {
    let k = if k == 0 { usize::MAX } else { k };
    let label = |ranked: &crate::model::Ranked| LabelScore {
        label: model.label(ranked.class).to_owned(),
        score: rounded(ranked.probability),
    };
    prediction.ranked.iter().take(k).map(label).collect()
}

impl Classified {
    /// The record of a prediction with the `k` best labels (0: all); `model_id` is [`Model::id`], which takes time.
    pub fn new(
        model: &Model,
        model_id: &str,
        document: &Document,
        prediction: &Prediction,
        k: usize,
        origin: Origin,
    ) -> Self {
        let label = prediction.abstain.is_none().then(|| model.label(prediction.class).to_owned());
        let words = document.body_parts().map(|part| part.split_ascii_whitespace().count()).sum();
        Self {
            id: document.id.clone(),
            label,
            score: rounded(prediction.probability),
            labels: best_labels(model, prediction, k),
            abstain: prediction.abstain.is_some(),
            abstain_reason: prediction.abstain.map(|reason| reason.name()),
            title: document.title.clone(),
            byline: document.meta.byline.clone(),
            dateline: document.meta.dateline.clone(),
            date: document.meta.date.clone(),
            words,
            known_terms: rounded(prediction.known_terms),
            removed_bytes: document.removed_bytes(),
            evidence: None,
            summary: None,
            source: origin.source,
            record: origin.record,
            model: model_id.to_owned(),
        }
    }

    /// The same with the terms that decided.
    pub fn with_evidence(mut self, evidence: &[Evidence<'_>]) -> Self {
        let term = |evidence: &Evidence<'_>| Term {
            term: evidence.term.to_owned(),
            weight: rounded(evidence.weight),
            start: evidence.span.map(|span| span.start),
            end: evidence.span.map(|span| span.end),
        };
        self.evidence = Some(evidence.iter().map(term).collect());
        self
    }

    /// The same with a summary.
    pub fn with_summary(mut self, document: &Document, summary: &Summary) -> Self {
        self.summary = Some(summary_text(document, summary));
        self
    }
}

/// The sentences of a summary, each on one line of its own.
pub(crate) fn summary_text(document: &Document, summary: &Summary) -> String {
    let sentence = |s: &crate::summarize::ScoredSpan| one_line(s.span.of(&document.text));
    summary.sentences.iter().map(sentence).collect::<Vec<_>>().join("\n")
}

/// Text with every run of white space as one space.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Entry for Classified {
    const FIELDS: &'static [&'static str] = &[
        "id",
        "label",
        "score",
        "labels",
        "abstain",
        "abstain_reason",
        "title",
        "byline",
        "dateline",
        "date",
        "words",
        "known_terms",
        "removed_bytes",
        "evidence",
        "summary",
        "source",
        "record",
        "model",
    ];

    fn text(&self, style: &Style) -> String {
        let mut out = String::new();
        let label = match (&self.label, self.abstain_reason) {
            (Some(label), _) => style.topic(label).into_owned(),
            (None, reason) => {
                style.warning(&format!("no label: {}", reason.unwrap_or("unknown"))).into_owned()
            }
        };
        let name = self.title.as_deref().map(one_line).filter(|title| !title.is_empty());
        let name = name.map_or(String::new(), |title| format!("  {}", printable(&title)));
        // Writing to a string does not fail.
        let _ =
            writeln!(out, "{:>3.0}%  {label}  {}{name}", self.score * 100.0, style.dim(&printable(&self.id)));
        for other in self.labels.iter().skip(1) {
            let _ = writeln!(out, "      {:>3.0}%  {}", other.score * 100.0, printable(&other.label));
        }
        if let Some(evidence) = &self.evidence {
            let terms: Vec<String> = evidence
                .iter()
                .map(|term| format!("{} {:+.2}", printable(&term.term), term.weight))
                .collect();
            let _ = writeln!(out, "      {}", style.dim(&terms.join(", ")));
        }
        if let Some(summary) = &self.summary {
            for line in summary.lines() {
                let _ = writeln!(out, "      {}", printable(line));
            }
        }
        out
    }
}
