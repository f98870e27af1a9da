//! `newsdesk evaluate`.

mod summaries;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::args::{ErrorArgs, InputArgs, ModelArgs, OutputArgs};
use super::context::Context;
use super::report;
use crate::corpus::{Record, Records};
use crate::error::{Error, ErrorKind, Level, Notice, Place, Result};
use crate::evaluate::bootstrap::Bootstrap;
use crate::evaluate::report::{Evaluation, Outcome};
use crate::model::{Floor, Model, Scratch};
use crate::output::classified::Classified;
use crate::output::{Format, Layout, Origin, Sink, Style};
use crate::pipeline;
use summaries::SummariesArgs;

/// The forms of `--predictions`.
const PREDICTION_FORMATS: [Format; 4] = [Format::Jsonl, Format::Csv, Format::Tsv, Format::Json];

/// What becomes of records whose label training never saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Unseen {
    /// They count as misses and are listed.
    Count,
    /// Evaluation stops.
    Error,
    /// They are left out and counted.
    Drop,
}

/// Flags of `evaluate`.
#[derive(Debug, Args)]
pub(super) struct Evaluate {
    #[command(flatten)]
    inputs: InputArgs,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    output: OutputArgs,
    /// What becomes of records whose label training never saw
    #[arg(long, value_enum, value_name = "HOW", default_value = "count")]
    unseen_labels: Unseen,
    /// Scores also by the values of this column of the table
    #[arg(long, value_name = "COLUMN")]
    by: Option<String>,
    /// Write what the model said about every record to this file (csv, tsv, jsonl or json)
    #[arg(long, value_name = "FILE")]
    predictions: Option<PathBuf>,
    /// Exit with 5 if the accuracy is below this
    #[arg(long, value_name = "X")]
    min_accuracy: Option<f64>,
    /// Exit with 5 if the macro-F1 is below this
    #[arg(long, value_name = "X")]
    min_macro_f1: Option<f64>,
    /// Exit with 5 if the calibration error is above this
    #[arg(long, value_name = "X")]
    max_ece: Option<f64>,
    /// Seed of the bootstrap
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// Give documents in other languages a label too
    #[arg(long)]
    no_language_gate: bool,
    /// Leave page furniture in
    #[arg(long)]
    keep_chrome: bool,
    #[command(flatten)]
    summaries: SummariesArgs,
    #[command(flatten)]
    errors: ErrorArgs,
}

/// What the model said about a record, and what is true.
struct Judged {
    truth: String,
    predicted: Option<usize>,
    probabilities: Vec<f32>,
    group: Option<String>,
    line: Option<Vec<u8>>,
}

impl Evaluate {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode> {
        let format = self.output.format(&[Format::Text, Format::Json], Some(Format::Text))?;
        self.inputs.check_output(self.output.output.as_deref())?;
        self.model.check_output(self.output.output.as_deref())?;
        self.inputs.check_output(self.predictions.as_deref())?;
        self.model.check_output(self.predictions.as_deref())?;
        self.summaries.check()?;
        if self.summaries.summaries {
            return self.run_summaries(context, format);
        }
        let model = self.model.load()?.language_gate(!self.no_language_gate).floor(Floor::default());
        let mut params = self.inputs.params()?;
        params.needs_label = true;
        params.keep_columns = self.by.is_some();
        let records = context.records(&self.inputs, params)?;
        let by = self.by_column(&records)?;
        let mut predictions = self.open_predictions()?;
        let mut sink = Sink::open(self.output.output.as_deref())?;

        let progress = context.progress(&records);
        let mut judged = Vec::new();
        let ledger = self.judge(
            context,
            &model,
            records,
            by,
            predictions.as_ref().map(|(layout, _)| layout),
            &mut judged,
        )?;
        drop(progress);
        if let Some((layout, mut file)) = predictions.take() {
            file.write(&layout.head())?;
            for (n, line) in judged.iter().filter_map(|judged| judged.line.as_deref()).enumerate() {
                file.write(if n > 0 { layout.between() } else { b"" })?;
                file.write(line)?;
            }
            file.write(layout.tail())?;
            file.finish()?;
        }

        let evaluation =
            self.evaluation(context, &model, &judged).map_err(|error| error.at(self.inputs.place()))?;
        let text = match format {
            Format::Json => {
                format!("{}\n", serde_json::to_string(&evaluation).expect("a report has string keys only"))
            }
            _ => report::text(&evaluation, &model, &context.style(self.output.output.as_deref())),
        };
        sink.write(text.as_bytes())?;
        sink.finish()?;
        context.ledger(&ledger);
        self.check_gates(&evaluation)?;
        Ok(super::context::exit_code(&ledger, self.errors.allow_errors))
    }

    /// The place of the `--by` column.
    fn by_column(&self, records: &Records<'_>) -> Result<Option<usize>> {
        let Some(name) = &self.by else { return Ok(None) };
        let headers = records.headers().unwrap_or_default();
        match headers.iter().position(|header| header == name) {
            Some(at) => Ok(Some(at)),
            None => Err(Error::usage(
                format!("--by {name:?}: no such column"),
                format!("choose one of: {}", headers.join(", ")),
            )),
        }
    }

    fn open_predictions(&self) -> Result<Option<(Layout, Sink)>> {
        let Some(path) = &self.predictions else { return Ok(None) };
        let format = Format::of_path(path, &PREDICTION_FORMATS)?.unwrap_or(Format::Jsonl);
        let layout = Layout::new::<Classified>(format, Style::default(), &[], &["true_label".to_owned()])?;
        Ok(Some((layout, Sink::open(Some(path))?)))
    }

    fn judge(
        &self,
        context: &Context,
        model: &Model,
        records: Records<'static>,
        by: Option<usize>,
        layout: Option<&Layout>,
        judged: &mut Vec<Judged>,
    ) -> Result<pipeline::Ledger> {
        let cleaner = model.cleaner(self.keep_chrome);
        let id = model.id();
        let work = |record: Result<Record>, scratch: &mut Scratch| {
            let mut record = match record {
                Ok(record) => record,
                Err(error) if self.errors.errors == super::args::OnError::Fail => return Err(error),
                Err(error) => {
                    let line = layout.map(|layout| layout.error(&error));
                    return Ok((Err((error, line)), pipeline::Outcome::Error));
                }
            };
            let truth = record.label.take().filter(|label| !label.trim().is_empty());
            let Some(truth) = truth else {
                return Err(no_label(&record));
            };
            let origin = Origin::of(&record);
            let group = by.and_then(|at| record.columns.take().map(|columns| columns[at].clone()));
            let document = cleaner.clean(record.document);
            let prediction = model.classify_with(&document, 0.0, scratch);
            let mut probabilities = vec![0.0; prediction.ranked.len()];
            prediction.ranked.iter().for_each(|ranked| probabilities[ranked.class] = ranked.probability);
            let line = layout.map(|layout| {
                let entry = Classified::new(model, &id, &document, &prediction, 1, origin);
                layout.record(&entry, Some(vec![truth.clone()]))
            });
            // The label that stands for "no topic" is an answer here: it is right or wrong like any other.
            let predicted = match prediction.abstain {
                None | Some(crate::model::Abstain::NoPolicyContent) => Some(prediction.class),
                Some(_) => None,
            };
            let outcome = if prediction.abstain.is_some() {
                pipeline::Outcome::Abstained
            } else {
                pipeline::Outcome::Ok
            };
            Ok((Ok(Judged { truth, predicted, probabilities, group, line }), outcome))
        };
        let ledger = pipeline::run(records, &context.stop, work, |result| {
            if let Ok(result) = result {
                judged.push(result);
            }
            Ok(())
        })?;
        Ok(ledger)
    }

    fn evaluation(&self, context: &Context, model: &Model, judged: &[Judged]) -> Result<Evaluation> {
        let mut unseen: BTreeMap<&str, usize> = BTreeMap::new();
        for judged in judged.iter().filter(|judged| model.class(&judged.truth).is_none()) {
            *unseen.entry(&judged.truth).or_default() += 1;
        }
        if !unseen.is_empty() {
            self.handle_unseen(context, &unseen)?;
        }
        let n_classes = model.labels().len();
        let labels: Vec<String> =
            model.labels().iter().cloned().chain(unseen.keys().map(|&label| label.to_owned())).collect();
        let index = |truth: &str| {
            let new = || n_classes + unseen.keys().take_while(|&&label| label < truth).count();
            model.class(truth).unwrap_or_else(new)
        };
        let keep =
            |judged: &&Judged| self.unseen_labels != Unseen::Drop || model.class(&judged.truth).is_some();
        let kept: Vec<&Judged> = judged.iter().filter(keep).collect();
        if kept.is_empty() {
            return Err(ErrorKind::Training {
                code: "E0302",
                place: Place::default(),
                message: "no records".to_owned(),
                help: Some("pass a file with labelled records".to_owned()),
            }
            .into());
        }
        let outcome =
            |judged: &&Judged| Outcome::new(index(&judged.truth), judged.predicted, &judged.probabilities);
        let outcomes: Vec<Outcome> = kept.iter().map(outcome).collect();
        let bootstrap = Bootstrap { seed: self.seed, ..Bootstrap::default() };
        let evaluation = Evaluation::new(&outcomes, &labels, n_classes, bootstrap);
        Ok(match &self.by {
            Some(column) => {
                let values: Vec<&str> =
                    kept.iter().map(|judged| judged.group.as_deref().unwrap_or("")).collect();
                evaluation.with_groups(column, &values, &outcomes)
            }
            None => evaluation,
        })
    }

    fn handle_unseen(&self, context: &Context, unseen: &BTreeMap<&str, usize>) -> Result<()> {
        let list: Vec<String> = unseen.iter().take(5).map(|(label, n)| format!("{label:?} ({n})")).collect();
        let more = if unseen.len() > 5 { format!(" and {} more", unseen.len() - 5) } else { String::new() };
        let message = format!("labels that training never saw: {}{more}", list.join(", "));
        let done = match self.unseen_labels {
            Unseen::Count => "they count as misses",
            Unseen::Drop => "their records are left out",
            Unseen::Error => {
                return Err(ErrorKind::Training {
                    code: "E0308",
                    place: Place::default(),
                    message,
                    help: Some("pass --unseen-labels count or drop, or train on them".to_owned()),
                }
                .into());
            }
        };
        let message = format!("{message}; {done}");
        context.notice(&Notice { level: Level::Warning, place: Place::default(), message });
        Ok(())
    }

    fn check_gates(&self, evaluation: &Evaluation) -> Result<()> {
        let below = |name: &str, value: f64, gate: Option<f64>| {
            gate.filter(|&gate| value < gate).map(|gate| format!("{name} {value:.4} is below {gate}"))
        };
        let ece = evaluation.ece.unwrap_or(f64::INFINITY);
        let missed: Vec<String> = [
            below("accuracy", evaluation.accuracy, self.min_accuracy),
            below("macro-F1", evaluation.macro_f1, self.min_macro_f1),
            self.max_ece.filter(|&gate| ece > gate).map(|gate| format!("ECE {ece:.4} is above {gate}")),
        ]
        .into_iter()
        .flatten()
        .collect();
        if missed.is_empty() { Ok(()) } else { Err(ErrorKind::Gate { message: missed.join("; ") }.into()) }
    }
}

fn no_label(record: &Record) -> Error {
    ErrorKind::Training {
        code: "E0307",
        place: Place::file(&*record.source).with_record(record.record).with_line(record.line),
        message: "no label: expected one to compare with".to_owned(),
        help: Some("label the record, or take it out".to_owned()),
    }
    .into()
}
