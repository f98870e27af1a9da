//! `newsdesk rouge`.

mod pairs;
pub(super) mod report;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use rayon::prelude::*;

use super::args::OutputArgs;
use super::context::Context;
use super::numbers::any_number;
use crate::error::{Error, Result};
use crate::evaluate::rouge::{RougeScorer, RougeScores};
use crate::output::{Format, Sink};
use pairs::Pair;
use report::Report;

/// Flags of `rouge`.
#[derive(Debug, Args)]
pub(super) struct Rouge {
    /// JSON lines with the fields id, summary and reference, which is a string or a list; - for standard input
    #[arg(value_name = "PAIRS.jsonl")]
    pairs: PathBuf,
    /// Compare words by their Porter stems
    #[arg(long)]
    stemmer: bool,
    /// Other summaries for the same ids and references, to compare with
    #[arg(long, value_name = "OTHER.jsonl")]
    compare: Option<PathBuf>,
    /// Seed of the bootstrap
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = any_number::<u64>, allow_negative_numbers = true)]
    seed: u64,
    #[command(flatten)]
    output: OutputArgs,
}

impl Rouge {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode> {
        let format = self.output.format(&[Format::Text, Format::Json], Some(Format::Text))?;
        self.check_output()?;
        let pairs = pairs::read(&self.pairs)?;
        let other = match &self.compare {
            Some(path) => Some(pairs::matched(&pairs, &self.pairs, pairs::read(path)?, path)?),
            None => None,
        };
        let mut sink = Sink::open(self.output.output.as_deref())?;
        let other = other.map(|other| self.scores(&other));
        let report = Report::new(&self.scores(&pairs), other.as_deref(), self.stemmer, self.seed);
        let text = match format {
            Format::Json => {
                format!("{}\n", serde_json::to_string(&report).expect("a report has string keys only"))
            }
            _ => report.text(&context.style(self.output.output.as_deref())),
        };
        sink.write(text.as_bytes())?;
        sink.finish()?;
        Ok(ExitCode::SUCCESS)
    }

    fn scores(&self, pairs: &[Pair]) -> Vec<RougeScores> {
        let scorer = RougeScorer::new(self.stemmer);
        pairs.par_iter().map(|pair| scorer.score_multi(&pair.references, &pair.summary)).collect()
    }

    /// Refuses an output file that is also an input.
    fn check_output(&self) -> Result<()> {
        let Some(output) = self.output.output.as_deref().filter(|path| path.as_os_str() != "-") else {
            return Ok(());
        };
        let Ok(target) = output.canonicalize() else { return Ok(()) };
        let mut inputs = std::iter::once(&self.pairs).chain(&self.compare);
        if inputs.any(|input| input.canonicalize().is_ok_and(|path| path == target)) {
            let message = format!("{}: the output is also an input", output.display());
            return Err(Error::usage(message, "pass another file with -o".to_owned()));
        }
        Ok(())
    }
}
