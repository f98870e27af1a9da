//! A run over records: one thing out per record in.

use std::fmt::Debug;
use std::process::ExitCode;

use clap::Args;

use super::args::{ErrorArgs, InputArgs, OnError, OutputArgs};
use super::context::{Context, exit_code};
use crate::corpus::{Input, ReadParams, Record, source_stamps};
use crate::error::{Error, Result};
use crate::output::{Encoder, Entry, Format, Layout, Sink, Stamp};
use crate::pipeline::{self, Ledger, Outcome, Stopped, Writer};

/// The forms in which a record can be appended to what an interrupted run left.
const RESUMABLE: [Format; 3] = [Format::Jsonl, Format::Csv, Format::Tsv];

/// Whether a run can be gone on with.
#[derive(Clone, Debug, Args)]
pub(super) struct ResumeArgs {
    /// Keep what is complete in FILE.partial while -o FILE is written, and go on where an interrupted run with the
    /// same flag and inputs has left it (jsonl, csv, tsv)
    #[arg(long, help_heading = "Output")]
    resume: bool,
}

/// The flags that say what a run over records reads and writes.
pub(super) struct Stream<'a> {
    pub(super) inputs: &'a InputArgs,
    pub(super) params: ReadParams,
    pub(super) output: &'a OutputArgs,
    pub(super) format: Format,
    pub(super) fields: &'a [String],
    pub(super) keep_columns: bool,
    pub(super) errors: &'a ErrorArgs,
    stamp: Option<Stamp>,
}

impl<'a> Stream<'a> {
    /// A run that writes every field of its records and no column of the input.
    pub(super) fn new(
        inputs: &'a InputArgs,
        output: &'a OutputArgs,
        format: Format,
        errors: &'a ErrorArgs,
    ) -> Result<Self> {
        let params = inputs.params()?;
        Ok(Self { inputs, params, output, format, fields: &[], keep_columns: false, errors, stamp: None })
    }

    /// The same run, to be gone on with where `resume` says so: by a run with the same `verb`, which shows all its
    /// flags, and the same model.
    pub(super) fn resumable(
        mut self,
        resume: &ResumeArgs,
        verb: &impl Debug,
        model: impl FnOnce() -> String,
    ) -> Result<Self> {
        if !resume.resume {
            return Ok(self);
        }
        let inputs = self.inputs.inputs()?;
        self.check_resumable(&inputs)?;
        self.stamp = Some(Stamp {
            newsdesk: env!("CARGO_PKG_VERSION").to_owned(),
            settings: format!("{verb:?}"),
            model: model(),
            sources: source_stamps(inputs)?,
        });
        Ok(self)
    }

    fn check_resumable(&self, inputs: &[Input]) -> Result<()> {
        let refuse = |message: &str, help: &str| Err(Error::usage(message, help.to_owned()));
        let output = self.output.output.as_deref().filter(|path| path.as_os_str() != "-");
        let Some(output) = output.filter(|path| path.metadata().map_or(true, |found| found.is_file())) else {
            return refuse("--resume: the output is not a file", "pass one with -o");
        };
        if !RESUMABLE.contains(&self.format) {
            let message = format!("--resume: {} cannot be appended to", self.format);
            return refuse(&message, "choose one of: jsonl, csv, tsv");
        }
        let read_once = |input: &Input| match input {
            Input::Stdin => true,
            Input::Path(path) => path.metadata().is_ok_and(|found| !found.is_file() && !found.is_dir()),
            Input::Bytes { .. } => false,
        };
        if inputs.iter().any(read_once) {
            let message = format!("{}: --resume: an input can be read only once", output.display());
            return refuse(&message, "pass files or directories instead of standard input or a pipe");
        }
        Ok(())
    }

    fn sink(&self) -> Result<Sink> {
        match (&self.output.output, &self.stamp) {
            (Some(path), Some(stamp)) => Sink::resume(path, stamp),
            (path, _) => Sink::open(path.as_deref()),
        }
    }
}

impl Context {
    /// Reads, works and writes records one for one, prints the ledger; the exit code.
    ///
    /// `work` gives a record's entry. A record that cannot be used becomes an error record in its place, or what else
    /// `errors` says.
    pub(super) fn stream<S: Default + Send, E: Entry>(
        &self,
        run: Stream<'_>,
        work: impl Fn(Record, &mut S) -> Result<(E, Outcome)> + Sync,
    ) -> Result<ExitCode> {
        let mut records = self.records(run.inputs, run.params.clone())?;
        let kept = if run.keep_columns { records.headers().unwrap_or_default().to_vec() } else { Vec::new() };
        let layout =
            Layout::new::<E>(run.format, self.style(run.output.output.as_deref()), run.fields, &kept)?;
        let mut sink = run.sink()?;
        let progress = self.progress(&records);
        let done = sink.done();
        if done.read == 0 {
            sink.write(&layout.head())?;
        } else {
            // Records that earlier runs have answered, good or bad.
            records.by_ref().take(usize::try_from(done.read).unwrap_or(usize::MAX)).for_each(drop);
        }
        let mut encoder = layout.encoder();
        let output = Output {
            sink: &mut sink,
            encoder: &mut encoder,
            layout: &layout,
            errors: run.errors,
            failed: done.errors,
            is_first: true,
        };
        let result = pipeline::run(
            records,
            &self.stop,
            |record: Result<Record>, scratch: &mut S| {
                let worked = record.and_then(|mut record| {
                    let columns = record.columns.take().filter(|_| run.keep_columns);
                    let (entry, outcome) = work(record, scratch)?;
                    Ok((layout.record(&entry, columns), outcome))
                });
                match worked {
                    Ok((line, outcome)) => Ok((Ok(line), outcome)),
                    Err(error) if error.is_record() => Ok((Err(error), Outcome::Error)),
                    Err(error) => Err(error),
                }
            },
            output,
        );
        drop(progress);
        let (ledger, end) = match result {
            // Only now may the output have its name.
            Ok(ledger) => {
                let end = encoder.finish().and_then(|rest| sink.write(&rest));
                (ledger, end.and_then(|()| sink.write(layout.tail())).and_then(|()| sink.finish()))
            }
            // What is complete goes out; the error says why there is no more.
            Err(Stopped { ledger, error }) => (ledger, sink.flush().and(Err(error))),
        };
        let ledger = done.plus(ledger);
        let code = match end {
            Ok(()) => exit_code(&ledger, run.errors.allow_errors),
            Err(error) if super::is_closed_pipe(&error) => return Err(error),
            Err(error) => {
                super::report(&error);
                ExitCode::from(super::exit_code(&error))
            }
        };
        self.ledger(&ledger);
        Ok(code)
    }
}

/// The records on their way out, in order.
struct Output<'a> {
    sink: &'a mut Sink,
    encoder: &'a mut Encoder,
    layout: &'a Layout,
    errors: &'a ErrorArgs,
    failed: u64,
    is_first: bool,
}

impl Output<'_> {
    fn put(&mut self, record: Vec<u8>) -> Result<()> {
        if !std::mem::replace(&mut self.is_first, false) {
            self.sink.write(self.layout.between())?;
        }
        let complete = self.encoder.encode(record)?;
        self.sink.write(&complete)
    }
}

impl Writer<Result<Vec<u8>>> for Output<'_> {
    fn write(&mut self, record: Result<Vec<u8>>) -> Result<()> {
        let error = match record {
            Ok(record) => return self.put(record),
            Err(error) => error,
        };
        self.failed += 1;
        let too_many = self.errors.are_too_many(self.failed);
        match self.errors.errors {
            _ if too_many => Err(error),
            OnError::Fail => Err(error),
            OnError::Skip => Ok(()),
            OnError::Emit => self.put(self.layout.error(&error)),
        }
    }

    fn checkpoint(&mut self, ledger: &Ledger) -> Result<()> {
        self.sink.checkpoint(ledger)
    }
}
