//! `newsdesk inspect`.

use std::borrow::Cow;
use std::fmt::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::{Value, json};

use super::args::{ModelArgs, OutputArgs};
use super::context::{Context, grouped};
use super::labels::by_number;
use super::numbers::any_number;
use crate::error::Result;
use crate::model::{Header, Model, Trial, Tuning, WeightType};
use crate::output::{Format, Sink, Style, printable, readable_term};

/// Flags of `inspect`.
#[derive(Debug, Args)]
pub(super) struct Inspect {
    /// Model file; without it the built-in one
    #[arg(value_name = "MODEL")]
    model: Option<PathBuf>,
    #[command(flatten)]
    output: OutputArgs,
    /// Labels with their counts and cross-validated scores
    #[arg(long)]
    labels: bool,
    /// The terms that speak most for each label
    #[arg(long, value_name = "N", value_parser = any_number::<usize>, allow_negative_numbers = true)]
    terms: Option<usize>,
    /// Every setting that training compared, with its scores
    #[arg(long)]
    tuning: bool,
    /// All parameters, as JSON
    #[arg(long)]
    settings: bool,
    /// The template lines that are taken for page furniture
    #[arg(long)]
    chrome: bool,
    /// Check every checksum and table, also of the built-in model
    #[arg(long)]
    verify: bool,
}

impl Inspect {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode> {
        let format = self.output.format(&[Format::Text, Format::Json], Some(Format::Text))?;
        let chosen = ModelArgs { model: self.model.clone() };
        chosen.check_output(self.output.output.as_deref())?;
        let mut model = chosen.load()?;
        if self.verify {
            model = Model::from_bytes(model.to_bytes().to_vec())?;
        }
        let report = match format {
            Format::Json => format!("{:#}\n", self.json(&model)),
            _ => self.text(&model, &context.style(self.output.output.as_deref())),
        };
        let mut sink = Sink::open(self.output.output.as_deref())?;
        sink.write(report.as_bytes())?;
        sink.finish()?;
        Ok(ExitCode::SUCCESS)
    }

    fn json(&self, model: &Model) -> Value {
        let header = model.header();
        let mut report = json!({
            "id": model.id(),
            "sha256": model.sha256(),
            "bytes": model.to_bytes().len(),
            "format": model.format(),
            "calibration": model.calibration(),
            "header": header,
        });
        if let Some(n) = self.terms {
            let term = |(term, weight): (Cow<'_, str>, f32)| json!({"term": term, "weight": weight});
            let of_label = |(label, terms): (&String, Vec<(Cow<'_, str>, f32)>)| {
                (label.clone(), Value::from_iter(terms.into_iter().map(term)))
            };
            let terms = model.labels().iter().zip(model.top_terms(n)).map(of_label);
            report["terms"] = terms.collect::<serde_json::Map<_, _>>().into();
        }
        if self.chrome {
            report["chrome"] = json!(model.chrome().lines());
        }
        report
    }

    /// Writing to a string does not fail.
    fn text(&self, model: &Model, style: &Style) -> String {
        let header = model.header();
        let mut out = String::new();
        let mut line = |name: &str, value: String| {
            let _ = writeln!(out, "{:<18}{value}", format!("{name}:"));
        };
        line("model", style.bold(&model.id()).into_owned());
        line("size", format!("{:.1} MB, format {}", model.to_bytes().len() as f64 / 1e6, model.format()));
        line("sha-256", model.sha256());
        line("written by", format!("newsdesk {}", header.newsdesk));
        let pieces = header.pieces.map_or(String::new(), |first| {
            format!(" and pieces of them of {first}, {}, {} … words", first * 2, first * 4)
        });
        line(
            "trained on",
            format!("{} documents{pieces}, {}", grouped(header.n_documents as u64), header.training_sha256),
        );
        let (shortest, longest) = header.tfidf.ngram_range();
        let n_words = model.vectorizer().vocabulary().n_word_features();
        let mut features = format!("{} terms of {shortest} to {longest} words", grouped(n_words as u64));
        if let Some((shortest, longest)) = header.tfidf.chars() {
            let n_chars = grouped((header.n_features - n_words) as u64);
            features += &format!(", {n_chars} of {shortest} to {longest} characters");
        }
        if let Some(lead) = header.tfidf.lead() {
            features += &format!("; the first {} words count {} times", lead.words, lead.times);
        }
        line("features", features);
        let mixture = match header.classifier.mixture() {
            0.0 => String::new(),
            weight => format!(" with {weight} × naive-bayes"),
        };
        line(
            "classifier",
            format!("{}{mixture}, {} labels", header.classifier.algorithm(), header.labels.len()),
        );
        line("weights", weights(header));
        if let Some(multi) = &header.multi_label {
            line(
                "multi-label",
                format!("documents may have several labels, separated by {:?}", multi.separator),
            );
        }
        if let Some(tuning) = &header.tuning {
            line("tuning", compared(tuning));
            line("  chosen", tuning.chosen().to_string());
        }
        if let Some(found) = &header.cross_validation {
            line(
                "cross-validation",
                format!(
                    "{} folds, {} near-copies kept together",
                    found.folds,
                    grouped(found.near_duplicates as u64)
                ),
            );
            line(
                if found.micro_f1.is_some() { "  exact match" } else { "  accuracy" },
                format!("{:.3} [{:.3}, {:.3}]", found.accuracy, found.accuracy_ci[0], found.accuracy_ci[1]),
            );
            line(
                "  macro-F1",
                format!("{:.3} [{:.3}, {:.3}]", found.macro_f1, found.macro_f1_ci[0], found.macro_f1_ci[1]),
            );
            if let Some(micro_f1) = found.micro_f1 {
                line("  micro-F1", format!("{micro_f1:.3}"));
            }
            line("  ECE", found.ece.map_or("n/a".to_owned(), |ece| format!("{ece:.3}")));
            line("  most frequent", format!("{:.3}", found.majority_accuracy));
        } else {
            line("cross-validation", "none: probabilities are not calibrated".to_owned());
        }
        if self.verify {
            line("verified", "every checksum and table".to_owned());
        }
        if self.labels {
            labels(&mut out, model);
        }
        if let Some(tuning) = header.tuning.as_ref().filter(|_| self.tuning) {
            trials(&mut out, tuning);
        }
        if let Some(n) = self.terms {
            terms(&mut out, model, n, style);
        }
        if self.settings {
            let settings = json!({"tfidf": header.tfidf, "classifier": header.classifier, "keep_chrome": header.keep_chrome, "none_label": header.none_label, "seed": header.seed, "calibration": model.calibration()});
            let _ = writeln!(out, "\n{settings:#}");
        }
        if self.chrome {
            let _ = writeln!(out, "\n{} lines taken for page furniture", model.chrome().lines().len());
            model.chrome().lines().iter().for_each(|line| {
                let _ = writeln!(out, "  {}", printable(line));
            });
        }
        out
    }
}

fn compared(tuning: &Tuning) -> String {
    format!(
        "{} settings, each trained on {} documents or fewer and judged on {} others in {} folds",
        tuning.trials.len(),
        grouped(tuning.training_documents as u64),
        grouped(tuning.judged_documents as u64),
        tuning.folds,
    )
}

/// The settings, best first; the one that was chosen is marked.
fn trials(out: &mut String, tuning: &Tuning) {
    let mut ranked: Vec<&Trial> = tuning.trials.iter().collect();
    ranked.sort_by(|a, b| b.score().total_cmp(&a.score()));
    let _ = writeln!(out, "\naccuracy  macro-F1   mean  setting");
    for trial in ranked {
        let mark = if std::ptr::eq(trial, tuning.chosen()) { " (chosen)" } else { "" };
        let (accuracy, macro_f1, score) = (trial.accuracy, trial.macro_f1, trial.score());
        let _ = writeln!(out, "{accuracy:8.4}  {macro_f1:8.4} {score:6.4}  {trial}{mark}");
    }
}

fn labels(out: &mut String, model: &Model) {
    let header = model.header();
    let classes: Vec<usize> = (0..header.labels.len()).collect();
    let name = |class: usize| printable(&model.label_text(class)).into_owned();
    let width = classes.iter().map(|&class| name(class).chars().count()).max().unwrap_or(0).max(5);
    let (head, thresholds) = match model.multi_label() {
        Some(multi) => ("  threshold", Some(&multi.thresholds)),
        None => ("", None),
    };
    let _ = writeln!(out, "\n{:width$}  documents  precision  recall     F1{head}", "label");
    for &class in by_number(&classes, |&class| model.label(class)) {
        let scores = header.cross_validation.as_ref().and_then(|found| found.per_label.get(class));
        let number = |value: Option<f64>| value.map_or("n/a".to_owned(), |value| format!("{value:.3}"));
        let threshold = thresholds.map_or(String::new(), |of| format!("  {:>9.3}", of[class]));
        let _ = writeln!(
            out,
            "{:width$}  {:>9}  {:>9}  {:>6}  {:>5}{threshold}",
            name(class),
            grouped(header.label_counts[class] as u64),
            number(scores.and_then(|s| s.precision)),
            number(scores.and_then(|s| s.recall)),
            number(scores.and_then(|s| s.f1)),
        );
    }
}

/// How the weights are stored, and what that costs.
fn weights(header: &Header) -> String {
    let stored = match header.weights {
        WeightType::F32 => "as fitted".to_owned(),
        WeightType::I8 => "a byte each".to_owned(),
        WeightType::Sparse => "a byte each, without those next to nothing".to_owned(),
    };
    match header.cross_validation.as_ref().and_then(|found| found.changed_by_weights) {
        Some(changed) if header.weights != WeightType::F32 => {
            let (changed, all) = (grouped(changed as u64), grouped(header.n_documents as u64));
            format!("{stored}; changes the answer for {changed} of {all} held-out documents")
        }
        _ => stored,
    }
}

/// The terms that speak most for each label, with how far their weights are above the mean over the labels.
fn terms(out: &mut String, model: &Model, n: usize, style: &Style) {
    let options = textwrap::Options::new(style.width).initial_indent("  ").subsequent_indent("  ");
    for (class, terms) in model.top_terms(n).into_iter().enumerate() {
        let terms: Vec<String> = terms
            .into_iter()
            // A term and its weight stay on one line.
            .map(|(term, weight)| format!("{} {weight:+.2}", readable_term(&term)).replace(' ', "\u{a0}"))
            .collect();
        let lines = textwrap::fill(&terms.join(", "), &options).replace('\u{a0}', " ");
        let _ = writeln!(out, "\n{}\n{lines}", style.topic(&printable(&model.label_text(class))));
    }
}
