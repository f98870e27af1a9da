//! The command line: flags → parameters → pipeline → output, a file for each verb.

mod args;
mod bench;
mod brief;
mod classify;
mod clean;
mod close_names;
mod completions;
mod console;
mod context;
mod evaluate;
mod explain;
mod inspect;
mod labels;
mod man;
mod numbers;
mod rouge;
mod sentences;
#[cfg(unix)]
mod signals;
mod stream;
mod summarize;
mod train;

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::error::{Error, ErrorKind, Result};
use args::Common;
use context::Context;

/// Policy topics and summaries of news and government releases, offline.
#[derive(Debug, Parser)]
#[command(name = "newsdesk", version, max_term_width = 100, propagate_version = true)]
#[command(
    after_help = "Exit codes: 0 done, 1 run-time failure, 2 bad command line, 3 input unusable or some records \
                        became error records, 4 model unusable, 5 a gate of evaluate was missed, 130 and 143 stopped by SIGINT and SIGTERM"
)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Train a model on labelled documents.
    Train(train::Train),
    /// Measure a model on labelled documents.
    ///
    /// Every answer counts, whatever its probability: the threshold below which the model gives no label in `classify` is
    /// not applied. The table of thresholds says what each would leave out, and how often the rest is right.
    Evaluate(evaluate::Evaluate),
    /// Say what topic each document is about.
    Classify(classify::Classify),
    /// Show which words made a document's score.
    Explain(explain::Explain),
    /// Pick the sentences that say what each document is about.
    Summarize(summarize::Summarize),
    /// Sort and summarise a pile of documents: the main job in one command.
    Brief(brief::Brief),
    /// Show what a model holds.
    Inspect(inspect::Inspect),
    /// Take page furniture out and show what was taken.
    Clean(clean::Clean),
    /// Split documents into sentences.
    Sentences(sentences::Sentences),
    /// Score summaries against references by ROUGE.
    Rouge(rouge::Rouge),
    /// Measure the throughput of each stage on this machine.
    Bench(bench::Bench),
    /// Print a completion script for a shell.
    Completions(completions::Completions),
    /// Print the manual page, for man(1): newsdesk man classify | man -l -
    Man(man::Man),
}

/// Runs the command line that the process was given.
///
/// # Errors
/// What went wrong; [`exit_code`] tells the exit code.
pub fn run() -> Result<ExitCode> {
    let cli = Cli::parse();
    let context = Context::new(cli.common)?;
    match cli.verb {
        Verb::Train(verb) => verb.run(&context),
        Verb::Evaluate(verb) => verb.run(&context),
        Verb::Classify(verb) => verb.run(&context),
        Verb::Explain(verb) => verb.run(&context),
        Verb::Summarize(verb) => verb.run(&context),
        Verb::Brief(verb) => verb.run(&context),
        Verb::Inspect(verb) => verb.run(&context),
        Verb::Clean(verb) => verb.run(&context),
        Verb::Sentences(verb) => verb.run(&context),
        Verb::Rouge(verb) => verb.run(&context),
        Verb::Bench(verb) => verb.run(&context),
        Verb::Completions(verb) => verb.run(),
        Verb::Man(verb) => verb.run(),
    }
}

/// The exit code of an error.
pub fn exit_code(error: &Error) -> u8 {
    match error.kind() {
        ErrorKind::Usage { .. } => 2,
        ErrorKind::Input { .. } | ErrorKind::Record { .. } | ErrorKind::Training { .. } => 3,
        ErrorKind::Model { .. } => 4,
        ErrorKind::Gate { .. } => 5,
        ErrorKind::Io { .. } | ErrorKind::Linfa(_) => 1,
        // As a shell tells the end by a signal.
        ErrorKind::Interrupted { signal } => u8::try_from(128 + signal).unwrap_or(1),
    }
}

/// Prints an error, what caused it, and what to do. That standard error is closed is nothing to be done about.
pub fn report(error: &Error) {
    let mut stderr = std::io::stderr().lock();
    let _ = writeln!(stderr, "newsdesk: error[{}]: {error}", error.code());
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        let _ = writeln!(stderr, "  cause: {cause}");
        source = cause.source();
    }
    if let Some(help) = error.help() {
        let _ = writeln!(stderr, "help: {help}");
    }
}

/// Whether the error is that nobody reads standard output any more, which is no failure.
pub fn is_closed_pipe(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Io { place, source, .. }
        if source.kind() == std::io::ErrorKind::BrokenPipe && place.path.as_deref().is_some_and(|p| p == "stdout"))
}
