//! The record of `classify`.

use std::fmt::Write;

use serde::Serialize;

use super::{Entry, Origin, Style, printable, readable_term};
use crate::model::{Abstain, Evidence, Model, Prediction, Ranked, with_name};
use crate::summarize::Summary;
use crate::text::{Document, count_words};

/// What a model says about one document.
#[derive(Clone, Debug, Serialize)]
pub struct Classified {
    id: String,
    label: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
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
    /// The label's name, where it is a code that has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    score: f64,
    /// The probability from which the label is given, where documents may have several.
    #[serde(skip_serializing_if = "Option::is_none")]
    threshold: Option<f64>,
}

impl LabelScore {
    fn new(model: &Model, ranked: &Ranked) -> Self {
        let threshold = model.multi_label().map(|multi| rounded(multi.thresholds[ranked.class]));
        Self {
            label: model.label(ranked.class).to_owned(),
            name: model.label_name(ranked.class).map(str::to_owned),
            score: rounded(ranked.probability),
            threshold,
        }
    }

    /// The label for a person.
    fn text(&self) -> String {
        printable(&with_name(&self.label, self.name.as_deref())).into_owned()
    }
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

/// The `k` best labels, or all for 0. Without a `k` those that the document gets, where it may get several, and else the
/// best one, also where the model abstains.
fn labels(model: &Model, prediction: &Prediction, k: Option<usize>) -> Vec<LabelScore> {
    let label = |ranked: &Ranked| LabelScore::new(model, ranked);
    match (k, model.multi_label()) {
        (None, Some(_)) => prediction.given.iter().map(label).collect(),
        (Some(0), _) => prediction.ranked.iter().map(label).collect(),
        (k, _) => prediction.ranked.iter().take(k.unwrap_or(1)).map(label).collect(),
    }
}

impl Classified {
    /// The record of a prediction with the `k` best labels (0: all; none: what the document gets); `model_id` is
    /// [`Model::id`], which takes time.
    ///
    /// An empty document was not scored: its scores are 0.
    pub fn new(
        model: &Model,
        model_id: &str,
        document: &Document,
        prediction: &Prediction,
        k: Option<usize>,
        origin: Origin,
    ) -> Self {
        let class = prediction.abstain.is_none().then_some(prediction.class);
        let mut labels = labels(model, prediction, k);
        let mut score = rounded(prediction.probability);
        if prediction.abstain == Some(Abstain::Empty) {
            labels.iter_mut().for_each(|label| label.score = 0.0);
            score = 0.0;
        }
        let words = document.body_parts().map(count_words).sum();
        Self {
            id: document.id.clone(),
            label: class.map(|class| model.label(class).to_owned()),
            name: class.and_then(|class| model.label_name(class)).map(str::to_owned),
            score,
            labels,
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
            term: evidence.term.clone().into_owned(),
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
    let mut out = String::new();
    for sentence in &summary.sentences {
        if !out.is_empty() {
            out.push('\n');
        }
        push_one_line(&mut out, sentence.span.of(&document.text));
    }
    out
}

/// Text with every run of white space as one space.
pub(crate) fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_one_line(&mut out, text);
    out
}

fn push_one_line(out: &mut String, text: &str) {
    if is_one_line(text) {
        return out.push_str(text);
    }
    let mut words = text.split_whitespace();
    out.push_str(words.next().unwrap_or_default());
    for word in words {
        out.push(' ');
        out.push_str(word);
    }
}

/// Whether all white space of `text` is single blanks inside it, as far as is plain to see: most sentences are ASCII.
fn is_one_line(text: &str) -> bool {
    let is_printed = |all, byte: u8| all & (b' '..=b'~').contains(&byte);
    text.bytes().fold(true, is_printed) && text.trim_ascii().len() == text.len() && !text.contains("  ")
}

impl Entry for Classified {
    const FIELDS: &'static [&'static str] = &[
        "id",
        "label",
        "score",
        "labels",
        "name",
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
            (Some(label), _) => style.topic(&printable(&with_name(label, self.name.as_deref()))).into_owned(),
            (None, reason) => {
                style.warning(&format!("no label: {}", reason.unwrap_or("unknown"))).into_owned()
            }
        };
        let name = self.title.as_deref().map(one_line).filter(|title| !title.is_empty());
        let name = name.map_or(String::new(), |title| format!("  {}", printable(&title)));
        // Writing to a string does not fail.
        let _ =
            writeln!(out, "{:>3.0}%  {label}  {}{name}", self.score * 100.0, style.dim(&printable(&self.id)));
        let first = self.label.as_ref().or(self.labels.first().map(|best| &best.label));
        for other in self.labels.iter().filter(|other| Some(&other.label) != first) {
            let _ = writeln!(out, "      {:>3.0}%  {}", other.score * 100.0, other.text());
        }
        if let Some(evidence) = &self.evidence {
            let terms: Vec<String> = evidence
                .iter()
                .map(|term| format!("{} {:+.2}", readable_term(&term.term), term.weight))
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
