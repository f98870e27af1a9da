//! `newsdesk bench`.

mod corpus;
mod machine;
mod measure;
mod report;
mod sample;
mod stage;

use std::process::ExitCode;
use std::time::Instant;

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::args::{InputArgs, ModelArgs, OutputArgs};
use super::context::Context;
use super::numbers::any_number;
use crate::error::Result;
use crate::model::Model;
use crate::output::{Format, Sink};
use corpus::Corpus;
use measure::{Measurement, measure};
use report::Report;
use stage::{Stage, Workbench};

/// How often the model is loaded, to report the median.
const LOADS: usize = 5;

/// From this half-width of an interval on, as a share of the figure, the user is told.
const NOISY: f64 = 0.1;

/// What `--help` ends with.
const ABOUT_FIGURES: &str = "Without INPUT, 12 sample articles are measured that are built in. All documents are held in \
    memory. Each figure is the mean of --repeat passes of 50 ms or more with its 95 % bootstrap interval; the \
    percentiles are those of the time of one document. vectorize includes tokenizing, classify includes vectorize, \
    summarize includes sentences. MB count the decoded text for read and clean, the bodies for the rest.";

/// Flags of `bench`.
#[derive(Debug, Args)]
#[command(after_help = ABOUT_FIGURES)]
pub(super) struct Bench {
    #[command(flatten)]
    inputs: InputArgs,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    output: OutputArgs,
    /// Stages to measure
    #[arg(long, value_name = "STAGE,…", value_delimiter = ',', default_value = "all", value_parser = stage_names())]
    stage: Vec<String>,
    /// Numbers of threads to measure with; 0 for all cores. Reading always takes one
    // The same id as the flag of all verbs, whose place it takes here.
    #[arg(short = 'j', long, value_name = "N,…", value_delimiter = ',', default_value = "1,0", value_parser = any_number::<usize>, allow_negative_numbers = true)]
    threads: Vec<usize>,
    /// Passes behind each figure
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..), allow_negative_numbers = true)]
    repeat: u16,
    /// Leave page furniture in
    #[arg(long)]
    keep_chrome: bool,
}

fn stage_names() -> PossibleValuesParser {
    PossibleValuesParser::new(["all"].into_iter().chain(Stage::ALL.map(Stage::name)))
}

impl Bench {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode> {
        let format = self.output.format(&[Format::Text, Format::Json], Some(Format::Text))?;
        self.inputs.check_output(self.output.output.as_deref())?;
        if cfg!(debug_assertions) {
            context.say("this is a debug build: its figures say little about a release build");
        }
        let (model, model_load_ms) = self.load()?;
        let cleaner = model.cleaner(self.keep_chrome);
        let corpus = Corpus::read(&self.inputs, &cleaner, &|notice| context.notice(notice))?;
        let bench = Workbench::new(&corpus, &cleaner, &model)?;
        let mut report = Report {
            stages: Vec::new(),
            corpus: corpus.name.clone(),
            n_documents: corpus.documents.len(),
            megabytes: corpus.raw_bytes() as f64 / 1e6,
            repeats: self.repeat.into(),
            model: model.id(),
            model_load_ms,
            peak_rss_mb: None,
            cpu: machine::cpu(),
            cores: machine::cores(),
            os: std::env::consts::OS,
            version: env!("CARGO_PKG_VERSION"),
        };
        let mut sink = Sink::open(self.output.output.as_deref())?;
        if format == Format::Text {
            sink.write(report.head(&context.style(self.output.output.as_deref())).as_bytes())?;
        }
        for (stage, threads) in self.plan() {
            let found = measure(&bench, stage, threads, self.repeat.into())?;
            if format == Format::Text {
                sink.write(report::row(&found).as_bytes())?;
                sink.flush()?;
            }
            report.stages.push(found);
        }
        report.peak_rss_mb = machine::peak_rss_mb();
        if format == Format::Text {
            sink.write(report.tail().as_bytes())?;
        } else {
            let json = serde_json::to_string(&report).expect("a report has string keys only");
            sink.write(format!("{json}\n").as_bytes())?;
        }
        sink.finish()?;
        say_if_noisy(context, &report.stages);
        Ok(if corpus.left_out > 0 { ExitCode::from(3) } else { ExitCode::SUCCESS })
    }

    /// The model, and the median time in ms to load it.
    fn load(&self) -> Result<(Model, f64)> {
        let mut times = Vec::with_capacity(LOADS);
        for _ in 1..LOADS {
            let start = Instant::now();
            std::hint::black_box(self.model.load()?);
            times.push(start.elapsed());
        }
        let start = Instant::now();
        let model = self.model.load()?;
        times.push(start.elapsed());
        times.sort_unstable();
        Ok((model, times[LOADS / 2].as_secs_f64() * 1e3))
    }

    /// What is measured, in order: each stage on each number of threads.
    fn plan(&self) -> Vec<(Stage, usize)> {
        let mut threads: Vec<usize> =
            self.threads.iter().map(|&n| if n == 0 { machine::cores() } else { n }).collect();
        threads.sort_unstable();
        threads.dedup();
        let wanted = |stage: &Stage| self.stage.iter().any(|name| name == "all" || name == stage.name());
        let mut plan = Vec::new();
        for stage in Stage::ALL.into_iter().filter(wanted) {
            match stage {
                Stage::Read => plan.push((stage, 1)),
                _ => plan.extend(threads.iter().map(|&threads| (stage, threads))),
            }
        }
        plan
    }
}

fn say_if_noisy(context: &Context, stages: &[Measurement]) {
    let noisy = stages.iter().filter(|found| found.uncertainty() > NOISY).count();
    if noisy > 0 {
        context.say(format!(
            "{noisy} of {} figures are uncertain by more than {:.0} %: something else keeps the machine busy, or \
             --repeat is small",
            stages.len(),
            NOISY * 100.0
        ));
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Cli {
        #[command(flatten)]
        bench: Bench,
    }

    fn plan(args: &[&str]) -> Vec<(&'static str, usize)> {
        let args = std::iter::once("bench").chain(args.iter().copied());
        let plan = Cli::try_parse_from(args).unwrap().bench.plan();
        plan.into_iter().map(|(stage, threads)| (stage.name(), threads)).collect()
    }

    #[test]
    fn reading_is_measured_on_one_thread_only() {
        assert_eq!(
            plan(&["--stage", "clean,read", "--threads", "4,1"]),
            [("read", 1), ("clean", 1), ("clean", 4)]
        );
    }

    #[test]
    fn a_number_of_threads_given_twice_is_measured_once() {
        assert_eq!(plan(&["--stage", "tokenize", "-j", "3,3"]), [("tokenize", 3)]);
    }

    #[test]
    #[cfg(feature = "default-model")]
    fn every_stage_gives_the_same_answers_on_any_number_of_threads() {
        let model = Model::built_in().unwrap();
        let cleaner = model.cleaner(false);
        let args = Cli::try_parse_from(["bench"]).unwrap().bench.inputs;
        let corpus = Corpus::read(&args, &cleaner, &|_| ()).unwrap();
        let bench = Workbench::new(&corpus, &cleaner, &model).unwrap();
        for stage in Stage::ALL {
            let found = measure(&bench, stage, 2, 1).unwrap();
            assert!(found.docs_per_s > 0.0 && found.p50_us <= found.p99_us, "{found:?}");
        }
    }
}
