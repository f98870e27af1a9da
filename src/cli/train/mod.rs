//! `newsdesk train`.

mod examples;
mod said;
mod values;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;

pub(super) use self::values::dedupe;

use self::said::{describe, describe_tuning, warn_about_chance};
use self::values::{lead, not_a_range, range, rare, stop_words};
use super::args::{ErrorArgs, InputArgs, ReportArgs, check_distinct};
use super::context::{Context, grouped, human};
use super::labels::{say_about_blanks, say_about_names, warn_about_labels};
use super::numbers::{any_number, one_or_more};
use crate::classify::{Algorithm, ClassWeight};
use crate::error::{Error, Result};
use crate::files::NewFile;
use crate::model::{LabelNames, Model, Study, TrainParams, Tune, WeightType};
use crate::output::Sink;
use crate::output::report::{Basis, Report};

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
    /// Train also on pieces of each text: its first WORDS words, then twice as many, and so on. Helps where new texts
    /// are shorter than these, takes twice the time; 30 is a good start [default: whole texts only]
    #[arg(long, value_name = "WORDS", value_parser = one_or_more, allow_negative_numbers = true)]
    pieces: Option<usize>,
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
    #[arg(long, value_name = "N", default_value = "5", value_parser = any_number::<usize>, allow_negative_numbers = true)]
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
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = any_number::<u64>, allow_negative_numbers = true)]
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
            warn_about_chance(context, found);
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
            .pieces(self.pieces)
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
}
