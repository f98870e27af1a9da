//! `newsdesk evaluate --summaries`: our summaries and the first sentences, each against references.

use std::process::ExitCode;

use clap::Args;

use super::Evaluate;
use crate::cli::context::{Context, exit_code};
use crate::cli::rouge::report::Beside;
use crate::cli::summarize::BudgetArgs;
use crate::corpus::{Record, Records};
use crate::error::{Error, ErrorKind, Level, Notice, Place, Result};
use crate::evaluate::rouge::{RougeScorer, RougeScores};
use crate::output::{Format, Sink};
use crate::pipeline::{self, Outcome};
use crate::summarize::{Method, Scratch, Summarizer, SummaryParams};
use crate::text::Document;

/// The names of the column with the references; of two that are there the earlier wins.
const REFERENCE: [&str; 3] = ["summary", "reference", "highlights"];

/// Arguments of `evaluate` that are about labels.
const OF_LABELS: [&str; 11] = [
    "label_column",
    "unseen_labels",
    "labels",
    "by",
    "predictions",
    "compare",
    "path",
    "min_accuracy",
    "min_macro_f1",
    "max_ece",
    "no_language_gate",
];

/// Flags of `evaluate --summaries`.
#[derive(Debug, Args)]
pub(super) struct SummariesArgs {
    /// Score our summaries against the column summary or reference, beside the first sentences at the same budget
    #[arg(long, help_heading = "Summaries", conflicts_with_all = OF_LABELS)]
    pub(super) summaries: bool,
    /// Column or field of the reference: a text, or in JSON lines a list of them
    #[arg(long, value_name = "COLUMN", requires = "summaries", help_heading = "Summaries")]
    reference_column: Option<String>,
    /// How sentences are ranked: auto, news, lead, tfidf, central, lexrank, textrank
    #[arg(
        long,
        value_name = "NAME",
        default_value = "auto",
        requires = "summaries",
        help_heading = "Summaries"
    )]
    method: String,
    #[command(flatten)]
    budget: BudgetArgs,
}

impl SummariesArgs {
    /// Refuses a budget without `--summaries`.
    pub(super) fn check(&self) -> Result<()> {
        match self.summaries || !self.budget.is_given() {
            true => Ok(()),
            false => {
                Err(Error::usage("a budget is for summaries".to_owned(), "pass --summaries too".to_owned()))
            }
        }
    }

    /// Our summarizer and the one that takes the first sentences.
    fn summarizers(&self) -> Result<[Summarizer; 2]> {
        let method: Method = self.method.parse()?;
        if method == Method::Topic {
            let message = "--method topic: a reference does not say whose topic it has".to_owned();
            return Err(Error::usage(message, "choose another method".to_owned()));
        }
        let budget = self.budget.budget()?;
        let summarizer =
            |method| Summarizer::new(SummaryParams { method, budget, ..SummaryParams::default() });
        Ok([summarizer(method)?, summarizer(Method::Lead)?])
    }

    /// The place of the column with the references.
    fn column(&self, records: &mut Records<'_>, place: Place) -> Result<usize> {
        let headers = records.read_headers();
        let at = |name: &str| headers.iter().position(|header| header.eq_ignore_ascii_case(name));
        let found = match &self.reference_column {
            Some(name) => at(name),
            None => REFERENCE.into_iter().find_map(at),
        };
        found.ok_or_else(|| {
            let name = self.reference_column.as_deref().unwrap_or(REFERENCE[0]);
            ErrorKind::Input {
                code: "E0201",
                place,
                message: format!("no column named {name:?}; found {}", headers.join(", ")),
                help: Some("name the one with the reference summaries: --reference-column".to_owned()),
            }
            .into()
        })
    }
}

impl Evaluate {
    /// Scores summaries in place of labels.
    pub(super) fn run_summaries(&self, context: &Context, format: Format) -> Result<ExitCode> {
        let args = &self.summaries;
        let summarizers = args.summarizers()?;
        let cleaner = self.model.load()?.cleaner(self.keep_chrome);
        let mut params = self.inputs.params()?;
        params.keep_columns = true;
        let mut records = context.records(&self.inputs, params)?;
        let column = args.column(&mut records, self.inputs.place())?;
        let mut sink = Sink::open(self.output.output.as_deref())?;
        let progress = context.progress(&records);
        let (mut ours, mut lead, mut n_without) = (Vec::new(), Vec::new(), 0);
        let scorer = RougeScorer::new(true);
        let work = |record: Result<Record>, scratch: &mut Scratch| {
            let mut record = match record {
                Err(error) if self.errors.errors == crate::cli::args::OnError::Fail => return Err(error),
                Err(_) => return Ok((None, Outcome::Error)),
                Ok(record) => record,
            };
            let references = references(record.columns.take(), column);
            let document = cleaner.clean(record.document);
            let score = |summarizer: &Summarizer, scratch: &mut Scratch| {
                scorer.score_multi(&references, &summary(summarizer, &document, scratch))
            };
            let [ours, lead] = &summarizers;
            let scores = (!references.is_empty()).then(|| (score(ours, scratch), score(lead, scratch)));
            Ok((Some(scores), Outcome::Ok))
        };
        let ledger = pipeline::run(
            records,
            &context.stop,
            work,
            |scores: Option<Option<(RougeScores, RougeScores)>>| {
                match scores {
                    Some(Some((our, first))) => {
                        ours.push(our);
                        lead.push(first);
                    }
                    Some(None) => n_without += 1,
                    None => {}
                }
                Ok(())
            },
        )?;
        drop(progress);
        if n_without > 0 {
            let message = format!("left out for want of a reference: {n_without}");
            context.notice(&Notice { level: Level::Warning, place: self.inputs.place(), message });
        }
        if ours.is_empty() {
            return Err(ErrorKind::Training {
                code: "E0302",
                place: self.inputs.place(),
                message: "no records".to_owned(),
                help: Some("pass a file of texts with reference summaries".to_owned()),
            }
            .into());
        }
        let report = Beside::new(&ours, &lead, args.method.clone(), args.budget.to_string(), self.seed);
        let text = match format {
            Format::Json => {
                format!("{}\n", serde_json::to_string(&report).expect("a report has string keys only"))
            }
            _ => report.text(&context.style(self.output.output.as_deref())),
        };
        sink.write(text.as_bytes())?;
        sink.finish()?;
        context.ledger(&ledger);
        Ok(exit_code(&ledger, self.errors.allow_errors))
    }
}

/// The references of a record: a list in JSON is several.
fn references(columns: Option<Vec<String>>, column: usize) -> Vec<String> {
    let Some(cell) =
        columns.and_then(|mut columns| (column < columns.len()).then(|| columns.swap_remove(column)))
    else {
        return Vec::new();
    };
    if cell.trim().is_empty() {
        return Vec::new();
    }
    match serde_json::from_str::<Vec<String>>(&cell) {
        Ok(several) => several,
        Err(_) => vec![cell],
    }
}

/// A summary with a line for each sentence, as ROUGE reads it.
fn summary(summarizer: &Summarizer, document: &Document, scratch: &mut Scratch) -> String {
    let found = summarizer.summarize(document, None, scratch);
    let line = |span: crate::text::Span| span.of(&document.text).replace('\n', " ");
    found.sentences.iter().map(|sentence| line(sentence.span)).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_a_text_or_a_list() {
        let cell = |text: &str| references(Some(vec!["a".to_owned(), text.to_owned()]), 1);
        assert_eq!(cell("[AP] Taxes rise"), ["[AP] Taxes rise"]);
        assert_eq!(cell(r#"["one", "two"]"#), ["one", "two"]);
        assert!(cell(" ").is_empty() && cell("[]").is_empty() && references(None, 1).is_empty());
    }
}
