//! `newsdesk evaluate`.

mod gates;
mod judged;
mod labels_text;
mod other;
mod several;
mod summaries;
mod text;
mod truth;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::args::{ErrorArgs, InputArgs, ModelArgs, OutputArgs, ReportArgs, check_distinct};
use super::context::Context;
use super::numbers::any_number;
use crate::corpus::Records;
use crate::error::{Error, ErrorKind, Place, Result};
use crate::evaluate::bootstrap::Bootstrap;
use crate::evaluate::cases::Case;
use crate::evaluate::report::{Evaluation, Outcome};
use crate::model::{Floor, LabelNames, Model};
use crate::output::classified::Classified;
use crate::output::report::{Basis, Report};
use crate::output::{Format, Layout, Sink, Style};
use gates::Gates;
use judged::{Judge, Judged};
use other::Other;
use summaries::SummariesArgs;
use truth::Truth;

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
    /// Table of codes and names, where the file has codes and the model has names or the other way
    #[arg(long, value_name = "FILE")]
    labels: Option<PathBuf>,
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
    #[command(flatten)]
    gates: Gates,
    /// Seed of the bootstrap
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = any_number::<u64>, allow_negative_numbers = true)]
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

impl Evaluate {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode> {
        let format = self.output.format(&[Format::Text, Format::Json], Some(Format::Text))?;
        self.check_outputs()?;
        self.gates.check_range()?;
        self.summaries.check()?;
        if self.summaries.summaries {
            return self.run_summaries(context, format);
        }
        let model = self.model.load()?.language_gate(!self.no_language_gate).floor(Floor::default());
        let load = |path: &PathBuf| Other::load(path, !self.no_language_gate, self.keep_chrome);
        let other = self.compare.as_ref().map(load).transpose()?;
        self.check_several(&model, other.as_ref())?;
        let names = self.labels.as_ref().map(LabelNames::read).transpose()?;
        let mut params = self.inputs.params()?;
        params.needs_label = true;
        params.label_separator = model.multi_label().map(|multi| multi.separator.clone());
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
            errors: &self.errors,
        };
        let mut answers = judge.run(records, &context.stop)?;
        drop(progress);
        if let Some((layout, file)) = predictions {
            write_records(&layout, file, &answers.lines)?;
        }

        let style = context.style(self.output.output.as_deref());
        let place = |error: Error| error.at(self.inputs.place());
        let cells = answers.judged.iter().map(|judged| judged.truth.as_str());
        let truth = Truth::new(context, &model, names.as_ref(), self.unseen_labels, cells).map_err(place)?;
        let (text, gates) = if let Some(multi) = model.multi_label() {
            let found = self.several(&truth, &multi.separator, &answers.judged).map_err(place)?;
            let gates = self.gates.check(found.accuracy, found.macro_f1, found.ece);
            let text = match format {
                Format::Json => json(&found),
                _ => labels_text::text(&found, &model, &style),
            };
            (text, gates)
        } else {
            // What the labels are called in the model is what a second model and a report know them by.
            truth.rename(&mut answers.judged);
            let (evaluation, cases) =
                self.evaluation(&model, &truth, other.as_ref(), &answers.judged).map_err(place)?;
            if let Some(mut report) = report {
                let basis = Basis::Evaluation { inputs: self.inputs.names() };
                let page = Report::new(&model, basis, &evaluation, &cases, None).page();
                report.write(page.as_bytes())?;
                report.finish()?;
            }
            let gates = self.gates.check(evaluation.accuracy, evaluation.macro_f1, evaluation.ece);
            let text = match format {
                Format::Json => json(&evaluation),
                _ => text::text(&evaluation, &model, &style),
            };
            (text, gates)
        };
        sink.write(text.as_bytes())?;
        sink.finish()?;
        context.ledger(&answers.ledger);
        gates?;
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
        model: &Model,
        truth: &Truth<'_>,
        other: Option<&Other>,
        judged: &[Judged],
    ) -> Result<(Evaluation, Vec<Case>)> {
        let kept: Vec<(usize, &Judged)> =
            judged.iter().filter_map(|judged| Some((truth.index(&judged.truth)?, judged))).collect();
        check_some(&kept)?;
        let outcome = |(truth, judged): &(usize, &Judged)| {
            Outcome::new(*truth, judged.predicted, &judged.probabilities)
        };
        let outcomes: Vec<Outcome> = kept.iter().map(outcome).collect();
        let kept: Vec<&Judged> = kept.into_iter().map(|(_, judged)| judged).collect();
        let bootstrap = Bootstrap { seed: self.seed, ..Bootstrap::default() };
        let mut evaluation = Evaluation::new(&outcomes, &truth.labels(), truth.n_classes(), bootstrap)
            .with_comparison(other.map(|other| other.compare(model, truth, &kept, bootstrap)).transpose()?);
        if let Some(column) = &self.by {
            let values: Vec<&str> = kept.iter().map(|judged| judged.group.as_deref().unwrap_or("")).collect();
            evaluation = evaluation.with_groups(column, &values, &outcomes);
        }
        truth.name(&mut evaluation.per_label);
        let case =
            |(judged, outcome): (&&Judged, Outcome)| Some(Case { document: judged.name.clone()?, outcome });
        Ok((evaluation, kept.iter().zip(outcomes).filter_map(case).collect()))
    }
}

fn json(found: &impl Serialize) -> String {
    serde_json::to_string(found).expect("a report has string keys only") + "\n"
}

/// Refuses an evaluation of nothing.
fn check_some<T>(kept: &[T]) -> Result<()> {
    match kept {
        [] => Err(ErrorKind::Training {
            code: "E0302",
            place: Place::default(),
            message: "no records".to_owned(),
            help: Some("pass a file with labelled records".to_owned()),
        }
        .into()),
        _ => Ok(()),
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
