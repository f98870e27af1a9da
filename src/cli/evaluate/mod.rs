//! `newsdesk evaluate`.

mod judged;
mod other;
mod text;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::args::{ErrorArgs, InputArgs, ModelArgs, OutputArgs, ReportArgs, check_distinct};
use super::context::Context;
use crate::corpus::Records;
use crate::error::{Error, ErrorKind, Level, Notice, Place, Result};
use crate::evaluate::bootstrap::Bootstrap;
use crate::evaluate::cases::Case;
use crate::evaluate::report::{Evaluation, Outcome};
use crate::model::{Floor, Model};
use crate::output::classified::Classified;
use crate::output::report::{Basis, Report};
use crate::output::{Format, Layout, Sink, Style};
use judged::{Judge, Judged};
use other::Other;

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
    /// Compare with this model on the same records, by a paired test
    #[arg(long, value_name = "MODEL2")]
    compare: Option<PathBuf>,
    #[command(flatten)]
    report: ReportArgs,
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
    errors: ErrorArgs,
}

impl Evaluate {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode> {
        let format = self.output.format(&[Format::Text, Format::Json], Some(Format::Text))?;
        self.check_outputs()?;
        let model = self.model.load()?.language_gate(!self.no_language_gate).floor(Floor::default());
        let load = |path: &PathBuf| Other::load(path, !self.no_language_gate, self.keep_chrome);
        let other = self.compare.as_ref().map(load).transpose()?;
        let mut params = self.inputs.params()?;
        params.needs_label = true;
        params.keep_columns = self.by.is_some();
        let records = context.records(&self.inputs, params)?;
        let by = self.by_column(&records)?;
        let predictions = self.open_predictions()?;
        let report = self.report.open()?;
        let mut sink = Sink::open(self.output.output.as_deref())?;

        let progress = context.progress(&records);
        let judge = Judge {
            model: &model,
            cleaner: model.cleaner(self.keep_chrome),
            other: other.as_ref(),
            by,
            names: report.is_some(),
            predictions: predictions.as_ref().map(|(layout, _)| layout),
            on_error: self.errors.errors,
        };
        let answers = judge.run(records, &context.stop)?;
        drop(progress);
        if let Some((layout, file)) = predictions {
            write_records(&layout, file, &answers.lines)?;
        }

        let (evaluation, cases) = self
            .evaluation(context, &model, other.as_ref(), &answers.judged)
            .map_err(|error| error.at(self.inputs.place()))?;
        if let Some(mut report) = report {
            let basis = Basis::Evaluation { inputs: self.inputs.names() };
            let page = Report::new(&model, basis, &evaluation, &cases, None).page();
            report.write(page.as_bytes())?;
            report.finish()?;
        }
        let text = match format {
            Format::Json => {
                format!("{}\n", serde_json::to_string(&evaluation).expect("a report has string keys only"))
            }
            _ => text::text(&evaluation, &model, &context.style(self.output.output.as_deref())),
        };
        sink.write(text.as_bytes())?;
        sink.finish()?;
        context.ledger(&answers.ledger);
        self.check_gates(&evaluation)?;
        Ok(super::context::exit_code(&answers.ledger, self.errors.allow_errors))
    }

    /// Refuses outputs that are inputs, models, or one another.
    fn check_outputs(&self) -> Result<()> {
        let other = ModelArgs { model: self.compare.clone() };
        let output = self.output.output.as_deref();
        for path in [output, self.predictions.as_deref(), self.report.path.as_deref()] {
            self.inputs.check_output(path)?;
            self.model.check_output(path)?;
            other.check_output(path)?;
        }
        let optional = [("--predictions", &self.predictions), ("--report", &self.report.path)];
        let optional = optional.iter().filter_map(|(flag, path)| Some((*flag, Some(path.as_deref()?))));
        check_distinct(&[("-o", output)].into_iter().chain(optional).collect::<Vec<_>>())
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

    /// The evaluation; and its cases where there are names.
    fn evaluation(
        &self,
        context: &Context,
        model: &Model,
        other: Option<&Other>,
        judged: &[Judged],
    ) -> Result<(Evaluation, Vec<Case>)> {
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
        let mut evaluation = Evaluation::new(&outcomes, &labels, n_classes, bootstrap)
            .with_comparison(other.map(|other| other.compare(model, &kept, bootstrap)));
        if let Some(column) = &self.by {
            let values: Vec<&str> = kept.iter().map(|judged| judged.group.as_deref().unwrap_or("")).collect();
            evaluation = evaluation.with_groups(column, &values, &outcomes);
        }
        let case =
            |(judged, outcome): (&&Judged, Outcome)| Some(Case { document: judged.name.clone()?, outcome });
        Ok((evaluation, kept.iter().zip(outcomes).filter_map(case).collect()))
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

/// Writes the predictions file.
fn write_records(layout: &Layout, mut file: Sink, lines: &[Vec<u8>]) -> Result<()> {
    file.write(&layout.head())?;
    for (n, line) in lines.iter().enumerate() {
        file.write(if n > 0 { layout.between() } else { b"" })?;
        file.write(line)?;
    }
    file.write(layout.tail())?;
    file.finish()
}
