//! `newsdesk train`.

use std::fmt;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;

use super::args::{ErrorArgs, InputArgs, OnError, ReportArgs, check_distinct};
use super::context::{Context, grouped, human};
use super::labels::{say_about_blanks, say_about_names, warn_about_labels};
use super::numbers::{any_number, any_u64, one_or_more};
use crate::classify::{Algorithm, ClassWeight};
use crate::error::{Error, ErrorKind, Level, Notice, Place, Result};
use crate::features::Lead;
use crate::files::NewFile;
use crate::model::{
    CrossValidation, Example, LabelNames, Model, RareLabels, Study, TrainParams, Tune, Tuning, WeightType,
};
use crate::output::Sink;
use crate::output::report::{Basis, Report};
use crate::text::stop_words;

/// More would leave the search, which judges a few of them, few documents to judge on.
const MAX_FOLDS: usize = 50;

/// Flags of `train`.
#[derive(Debug, Args)]
pub(super) struct Train {
    #[command(flatten)]
    inputs: InputArgs,
    /// Model file to write
    #[arg(short, long, value_name = "MODEL")]
    output: PathBuf,
    /// How weights are found: auto (chosen by --tune), svm, nbsvm, logistic, naive-bayes, multinomial-naive-bayes, linfa-logistic, linfa-bayes
    #[arg(long, value_name = "NAME", default_value = "auto")]
    algorithm: String,
    /// How much to try, by cross-validation, for each setting that no flag sets: off (a fixed recipe), quick or full
    #[arg(long, value_name = "LEVEL", default_value = "quick", value_parser = ["off", "quick", "full"])]
    tune: String,
    /// Words of the shortest and the longest term, such as 1-2 [default: chosen by --tune]
    #[arg(long, value_name = "MIN-MAX", allow_negative_numbers = true)]
    ngrams: Option<String>,
    /// Characters of the shortest and the longest run inside words, features beside the words; or none [default:
    /// chosen by --tune]
    #[arg(long, value_name = "MIN-MAX", allow_negative_numbers = true)]
    chars: Option<String>,
    /// Features at most, the most frequent, of words and of characters each
    #[arg(long, value_name = "N", value_parser = one_or_more, allow_negative_numbers = true)]
    max_features: Option<usize>,
    /// Let the first WORDS words of a document count TIMES times, such as 60:4 [default: all alike]
    #[arg(long, value_name = "WORDS:TIMES")]
    lead: Option<String>,
    /// Documents a term must occur in [default: 2; 1 for texts of fewer than 200 bytes in the mean]
    #[arg(long, value_name = "N", value_parser = one_or_more, allow_negative_numbers = true)]
    min_df: Option<usize>,
    /// Cost of an error in svm, nbsvm, logistic and linfa-logistic [default: chosen by --tune]
    #[arg(long = "cost", short = 'C', value_name = "C", allow_negative_numbers = true)]
    cost: Option<f32>,
    /// Weight of naive-bayes in a mixture with svm, nbsvm or logistic, 0 for none [default: chosen by --tune]
    #[arg(long, value_name = "W", allow_negative_numbers = true)]
    mixture: Option<f32>,
    /// Features of linfa-logistic and linfa-bayes: those with the largest chi-squared
    #[arg(long, value_name = "N", default_value_t = 2000, value_parser = one_or_more, allow_negative_numbers = true)]
    best_features: usize,
    /// Language of the stemmer, or none
    #[arg(long, value_name = "LANGUAGE", default_value = "english")]
    stemmer: String,
    /// Words to leave out: english, none, or a file with one a line [default: chosen by --tune]
    #[arg(long, value_name = "LIST")]
    stop_words: Option<String>,
    /// How much records of each label count: none (all alike) or balanced (all labels alike) [default: chosen by --tune]
    #[arg(long, value_name = "HOW", value_parser = ["none", "balanced"])]
    class_weight: Option<String>,
    /// Folds of cross-validation, up to 50; 0 for none, and then probabilities are not calibrated
    #[arg(long, value_name = "N", default_value = "5", value_parser = any_number, allow_negative_numbers = true)]
    folds: usize,
    /// Share of runs of four words in common from which texts are near-copies and stay in one fold, or off. Short texts
    /// are also near-copies where they differ in a word or two (at 0.85), unless most of what they share is a formula of
    /// many texts; titles that differ in one word only stay together, even if they are of different bills
    #[arg(long, value_name = "0..1", default_value = "0.85", allow_negative_numbers = true)]
    dedupe: String,
    /// Column whose values are never parted by the folds, for example the author
    #[arg(long, value_name = "COLUMN", help_heading = "Input")]
    group_column: Option<String>,
    /// What becomes of rare labels: keep, drop, merge:NAME or error
    #[arg(long, value_name = "HOW", default_value = "keep")]
    rare: String,
    /// Records that a label must have not to be rare
    #[arg(long, value_name = "N", default_value = "2", value_parser = one_or_more, allow_negative_numbers = true)]
    min_count: usize,
    /// Records may have several labels, with this between them; an empty label means none. Nothing is tuned then
    #[arg(long, value_name = "SEP", conflicts_with = "none_label")]
    multi_label: Option<String>,
    /// Names of labels that are codes: a table with the columns code and name
    #[arg(long, value_name = "FILE")]
    labels: Option<PathBuf>,
    /// Label that stands for "no policy topic"; documents that fit it best get no label
    #[arg(long, value_name = "LABEL")]
    none_label: Option<String>,
    /// How weights are stored: f32 (as fitted), i8 (a byte each), or sparse (as i8, without those that are nothing
    /// beside the others, where that is smaller)
    #[arg(long, value_name = "TYPE", default_value = "sparse", value_parser = ["sparse", "i8", "f32"])]
    weights: String,
    #[command(flatten)]
    report: ReportArgs,
    /// Leave page furniture in
    #[arg(long)]
    keep_chrome: bool,
    /// Seed of everything that is drawn
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = any_u64, allow_negative_numbers = true)]
    seed: u64,
    #[command(flatten)]
    errors: ErrorArgs,
}

impl Train {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode> {
        let start = Instant::now();
        let names = self.labels.as_ref().map(LabelNames::read).transpose()?.unwrap_or_default();
        let params = self.params()?.label_names(names.clone());
        params.check()?;
        self.check_outputs()?;
        // An output that cannot be written is found before the work, not after it.
        drop(NewFile::create(&self.output)?);
        drop(self.report.open()?);

        let (examples, skipped) = self.read(context)?;
        let n_examples = examples.len() as u64;
        warn_about_labels(context, &examples, self.multi_label.as_deref());
        say_about_blanks(context, &examples, self.group_column.is_some());
        let notify = |notice| context.notice(&notice);
        let fitted = match self.report.path {
            Some(_) => params.fit_and_study(examples, &notify),
            None => params.fit_with(examples, &notify).map(|model| (model, None)),
        };
        let (model, study) = fitted.map_err(|error| error.at(self.inputs.place()))?;
        model.save(&self.output)?;
        if let (Some(report), Some(study)) = (self.report.open()?, study) {
            self.write_report(report, &model, &study)?;
        }

        if let Some(file) = &self.labels {
            say_about_names(context, &names, file, &model);
        }
        let header = model.header();
        if let Some(tuning) = &header.tuning {
            context.say(describe_tuning(tuning));
        }
        if let Some(found) = &header.cross_validation {
            context.say(describe(found));
        }
        context.say(format!(
            "{}: {} labels, {} terms, {} records ({} left out), {:.1} MB, {} in {}",
            self.output.display(),
            header.labels.len(),
            grouped(header.n_features as u64),
            grouped(header.n_documents as u64),
            // Rare labels may have been left out too.
            grouped(skipped + n_examples - header.n_documents as u64),
            model.to_bytes().len() as f64 / 1e6,
            header.classifier.algorithm(),
            human(start.elapsed()),
        ));
        Ok(ExitCode::SUCCESS)
    }

    /// Refuses outputs that are inputs or one another, and a report that would have nothing to say.
    fn check_outputs(&self) -> Result<()> {
        self.inputs.check_output(Some(&self.output))?;
        let Some(report) = &self.report.path else { return Ok(()) };
        self.inputs.check_output(Some(report))?;
        check_distinct(&[("-o", Some(&self.output)), ("--report", Some(report))])?;
        if self.multi_label.is_some() {
            return Err(Error::usage(
                "--report with --multi-label: the report is about documents with one label",
                "use inspect --labels, or evaluate on other documents".to_owned(),
            ));
        }
        if self.folds == 0 {
            return Err(Error::usage(
                "--report with --folds 0: the report is about cross-validation",
                "pass --folds 5, or evaluate --report on other documents".to_owned(),
            ));
        }
        Ok(())
    }

    fn write_report(&self, mut file: Sink, model: &Model, study: &Study) -> Result<()> {
        let name = self.output.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let curve = Some(&study.learning_curve);
        let report = Report::new(model, Basis::Training { name }, &study.evaluation, &study.cases, curve);
        file.write(report.page().as_bytes())?;
        file.finish()
    }

    fn params(&self) -> Result<TrainParams> {
        let params = TrainParams::new()
            .tune(match self.tune.as_str() {
                "off" => Tune::Off,
                "full" => Tune::Full,
                _ => Tune::Quick,
            })
            .best_features(self.best_features)
            .stemmer(&self.stemmer)
            .max_features(self.max_features)
            .lead(self.lead.as_deref().map(lead).transpose()?)
            .folds(match self.folds {
                folds @ (0 | 2..=MAX_FOLDS) => folds,
                folds => {
                    let message = format!("--folds {folds}: expected 0, or a number from 2 to {MAX_FOLDS}");
                    return Err(Error::usage(message, None));
                }
            })
            .dedupe(dedupe(&self.dedupe)?)
            .rare(rare(&self.rare)?)
            .min_count(self.min_count)
            .multi_label(self.multi_label.clone())
            .none_label(self.none_label.clone())
            .weights(match self.weights.as_str() {
                "f32" => WeightType::F32,
                "i8" => WeightType::I8,
                _ => WeightType::Sparse,
            })
            .keep_chrome(self.keep_chrome)
            .seed(self.seed);
        self.fixed(params)
    }

    /// The parameters with what flags set: all that they don't is up for choice.
    fn fixed(&self, mut params: TrainParams) -> Result<TrainParams> {
        if self.algorithm != "auto" {
            params = params.algorithm(self.algorithm.parse::<Algorithm>()?);
        }
        if let Some(cost) = self.cost {
            params = params.c(cost);
        }
        if let Some(weight) = self.mixture {
            params = params.mixture(weight);
        }
        if let Some(n_documents) = self.min_df {
            params = params.min_df(n_documents);
        }
        if let Some(ngrams) = &self.ngrams {
            let (shortest, longest) = range(ngrams).ok_or_else(|| not_a_range("--ngrams", ngrams, "1-2"))?;
            params = params.ngram_range(shortest, longest);
        }
        match self.chars.as_deref() {
            None => {}
            Some("none") => params = params.chars(None),
            Some(chars) => {
                let found = range(chars).ok_or_else(|| not_a_range("--chars", chars, "3-5"))?;
                params = params.chars(Some(found));
            }
        }
        if let Some(list) = &self.stop_words {
            params = params.stop_words(stop_words(list)?);
        }
        if let Some(how) = &self.class_weight {
            let balanced = how == "balanced";
            params = params.class_weight(if balanced { ClassWeight::Balanced } else { ClassWeight::None });
        }
        Ok(params)
    }

    /// All examples in memory, and how many records were left out.
    fn read(&self, context: &Context) -> Result<(Vec<Example>, u64)> {
        let mut params = self.inputs.params()?;
        params.needs_label = true;
        params.label_separator.clone_from(&self.multi_label);
        params.group_column.clone_from(&self.group_column);
        let records = context.records(&self.inputs, params)?;
        let _progress = context.progress(&records);
        let (mut examples, mut unlabelled, mut skipped) = (Vec::new(), Unlabelled::default(), 0);
        for record in records {
            let record = match record {
                Ok(record) => record,
                Err(error) if error.is_record() && self.errors.errors == OnError::Skip => {
                    skipped += 1;
                    context.notice(&Notice {
                        level: Level::Warning,
                        place: Place::default(),
                        message: format!("{error}; left out"),
                    });
                    continue;
                }
                Err(error) => return Err(error.or_else_help("pass --errors skip to train on the rest")),
            };
            let blank = self.multi_label.as_ref().map(|_| String::new());
            match record.label.filter(|label| !label.trim().is_empty()).or(blank) {
                Some(label) => examples.push(Example {
                    document: record.document,
                    label,
                    group: record.group.unwrap_or_default(),
                }),
                None => unlabelled.add(Place::file(&*record.source), record.line),
            }
        }
        if unlabelled.count > 0 {
            if self.errors.errors != OnError::Skip {
                return Err(unlabelled.error());
            }
            context.notice(&Notice {
                level: Level::Warning,
                place: unlabelled.place.clone(),
                message: format!("{unlabelled}; left out"),
            });
        }
        Ok((examples, skipped + unlabelled.count))
    }
}

/// Records whose label is missing.
#[derive(Default)]
struct Unlabelled {
    count: u64,
    place: Place,
    lines: Vec<u64>,
}

impl Unlabelled {
    fn add(&mut self, place: Place, line: u64) {
        if self.count == 0 {
            self.place = place;
        }
        self.count += 1;
        if self.lines.len() < 5 {
            self.lines.push(line);
        }
    }

    fn error(self) -> Error {
        ErrorKind::Training {
            code: "E0307",
            message: self.to_string(),
            place: self.place,
            help: Some("label them, or pass --errors skip to train on the rest".to_owned()),
        }
        .into()
    }
}

impl fmt::Display for Unlabelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.lines.iter().map(u64::to_string).collect();
        let more = if self.count > 5 { ", …" } else { "" };
        let (records, lines_word) = if self.count == 1 { ("record", "line") } else { ("records", "lines") };
        write!(
            f,
            "{} {records} without a label: {lines_word} {}{more}",
            grouped(self.count),
            lines.join(", ")
        )
    }
}

fn describe(found: &CrossValidation) -> String {
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

fn describe_tuning(tuning: &Tuning) -> String {
    let chosen = tuning.chosen();
    format!(
        "chose {chosen}: mean of accuracy and macro-F1 {:.3}, the best of {} settings {:.3}",
        chosen.score(),
        tuning.trials.len(),
        tuning.best_score(),
    )
}

/// Two numbers with a hyphen between them, or one that stands for both.
fn range(range: &str) -> Option<(usize, usize)> {
    let (shortest, longest) = range.split_once('-').unwrap_or((range, range));
    Some((shortest.parse().ok()?, longest.parse().ok()?))
}

fn not_a_range(flag: &str, found: &str, example: &str) -> Error {
    Error::usage(format!("{flag} {found:?}: expected two numbers"), format!("pass {flag} {example}"))
}

fn lead(value: &str) -> Result<Lead> {
    let parts =
        value.split_once(':').and_then(|(words, times)| Some((words.parse().ok()?, times.parse().ok()?)));
    let (words, times) = parts.ok_or_else(|| not_a_range("--lead", value, "60:4"))?;
    Ok(Lead { words, times })
}

/// The stop words of a name or a file, lower-case.
fn stop_words(list: &str) -> Result<Vec<String>> {
    match list {
        "none" => Ok(Vec::new()),
        "english" => Ok(stop_words::english()),
        path => {
            let text = std::fs::read_to_string(path)
                .map_err(|error| Error::io(path, "read the stop words", error))?;
            Ok(text.lines().map(|line| line.trim().to_lowercase()).filter(|word| !word.is_empty()).collect())
        }
    }
}

/// A similarity, or none for `off`.
pub(super) fn dedupe(value: &str) -> Result<Option<f64>> {
    match value.parse::<f64>() {
        _ if value == "off" => Ok(None),
        Ok(threshold) if threshold > 0.0 && threshold <= 1.0 => Ok(Some(threshold)),
        _ => Err(Error::usage(
            format!("--dedupe {value}: expected a number above 0 and up to 1, or off"),
            None,
        )),
    }
}

fn rare(value: &str) -> Result<RareLabels> {
    match value {
        "keep" => Ok(RareLabels::Keep),
        "drop" => Ok(RareLabels::Drop),
        "error" => Ok(RareLabels::Error),
        _ => match value.strip_prefix("merge:").filter(|name| !name.is_empty()) {
            Some(name) => Ok(RareLabels::Merge(name.to_owned())),
            None => {
                let help = "pass keep, drop, merge:NAME or error".to_owned();
                Err(Error::usage(format!("--rare {value:?} is not known"), help))
            }
        },
    }
}
