//! What every verb has: the threads, the terminal, the way to tell the user something.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::args::{Common, ErrorArgs, InputArgs, OnError, OutputArgs};
use crate::corpus::{ReadParams, Record, Records, documents};
pub(super) use crate::error::grouped;
use crate::error::{Error, Level, Notice, Result};
use crate::output::{Entry, Format, Layout, Sink, Style};
use crate::pipeline::{self, Ledger, Outcome};

/// The settings of a run.
pub(super) struct Context {
    common: Common,
    bar: Mutex<Option<ProgressBar>>,
}

impl Context {
    pub(super) fn new(common: Common) -> Result<Self> {
        rayon::ThreadPoolBuilder::new().num_threads(common.threads).build_global().map_err(|error| {
            Error::usage(
                format!("cannot start {} threads: {error}", common.threads),
                "pass a smaller -j".to_owned(),
            )
        })?;
        Ok(Self { common, bar: Mutex::new(None) })
    }

    /// The look of text on standard output.
    pub(super) fn style(&self, output: Option<&std::path::Path>) -> Style {
        let is_terminal = Sink::is_terminal(output);
        let auto = is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let width = if is_terminal {
            terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))
        } else {
            None
        };
        Style { color: self.common.color.holds(auto), width: width.unwrap_or(80).clamp(40, 120) }
    }

    /// Tells the user something, as loud as was asked for. That standard error is closed cannot be told to anyone.
    pub(super) fn notice(&self, notice: &Notice) {
        let loud = match notice.level {
            Level::Detail => self.common.verbose,
            Level::Info => !self.common.quiet,
            Level::Warning => true,
        };
        if loud {
            let kind = if notice.level == Level::Warning { "warning" } else { "note" };
            self.line(&format!("newsdesk: {kind}: {notice}"));
        }
    }

    /// Tells the user something about the run.
    pub(super) fn say(&self, message: impl Into<String>) {
        let (level, place) = (Level::Info, crate::error::Place::default());
        self.notice(&Notice { level, place, message: message.into() });
    }

    fn line(&self, line: &str) {
        let print = || {
            let _ = writeln!(std::io::stderr().lock(), "{line}");
        };
        match self.bar.lock().ok().and_then(|bar| bar.clone()) {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }

    /// Opens the inputs.
    pub(super) fn records(&self, inputs: &InputArgs, params: ReadParams) -> Result<Records<'_>> {
        documents(inputs.inputs()?, params, |notice| self.notice(&notice))
    }

    /// Shows how far the reading has come, as long as the guard lives.
    pub(super) fn progress(&self, records: &Records<'_>) -> Progress<'_> {
        if self.common.quiet || !self.common.progress.holds(std::io::stderr().is_terminal()) {
            return Progress { context: self, bar: None };
        }
        let (read, total) = (records.bytes_read(), records.total_bytes());
        let bar = match total {
            Some(total) => ProgressBar::new(total).with_style(
                ProgressStyle::with_template("{wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta}")
                    .unwrap_or_else(|_| ProgressStyle::default_bar()),
            ),
            None => ProgressBar::new_spinner(),
        };
        bar.set_draw_target(ProgressDrawTarget::stderr());
        if let Ok(mut slot) = self.bar.lock() {
            *slot = Some(bar.clone());
        }
        watch(bar.clone(), read);
        Progress { context: self, bar: Some(bar) }
    }

    /// Reads, works and writes records one for one, prints the ledger; the exit code.
    ///
    /// `work` gives a record's entry. A record that cannot be used becomes an error record in its place, or what else
    /// `errors` says.
    pub(super) fn stream<S: Default + Send, E: Entry>(
        &self,
        run: Stream<'_>,
        work: impl Fn(Record, &mut S) -> Result<(E, Outcome)> + Sync,
    ) -> Result<ExitCode> {
        let records = self.records(run.inputs, run.params)?;
        let kept = if run.keep_columns { records.headers().unwrap_or_default().to_vec() } else { Vec::new() };
        let layout =
            Layout::new::<E>(run.format, self.style(run.output.output.as_deref()), run.fields, &kept)?;
        let mut sink = Sink::open(run.output.output.as_deref())?;
        let progress = self.progress(&records);
        sink.write(&layout.head())?;
        let failed = AtomicU64::new(0);
        let on_error = |error: Error| -> Result<(Option<Vec<u8>>, Outcome)> {
            let n = failed.fetch_add(1, Ordering::Relaxed) + 1;
            let too_many = run.errors.max_errors.is_some_and(|max| n > max);
            if too_many || run.errors.errors == OnError::Fail {
                return Err(error);
            }
            let line = (run.errors.errors == OnError::Emit).then(|| layout.error(&error));
            Ok((line, Outcome::Error))
        };
        let mut first = true;
        let result = pipeline::run(
            records,
            |record: Result<Record>, scratch: &mut S| {
                let mut record = match record {
                    Ok(record) => record,
                    Err(error) => return on_error(error),
                };
                let columns = record.columns.take().filter(|_| run.keep_columns);
                match work(record, scratch) {
                    Ok((entry, outcome)) => Ok((Some(layout.record(&entry, columns)), outcome)),
                    Err(error) if error.is_record() => on_error(error),
                    Err(error) => Err(error),
                }
            },
            |line| {
                let Some(line) = line else { return Ok(()) };
                if !std::mem::replace(&mut first, false) {
                    sink.write(layout.between())?;
                }
                sink.write(&line)
            },
        );
        drop(progress);
        match result {
            Ok(ledger) => {
                sink.write(layout.tail())?;
                sink.finish()?;
                self.ledger(&ledger);
                Ok(exit_code(&ledger, run.errors.allow_errors))
            }
            Err(error) => {
                // What is complete goes out; the error says why there is no more.
                sink.flush()?;
                Err(error)
            }
        }
    }

    /// Prints what became of the records.
    pub(super) fn ledger(&self, ledger: &Ledger) {
        if self.common.quiet {
            return;
        }
        self.line(&format!(
            "read {} · ok {} · abstained {} · errors {} · {:.1} MB in {:.1} s",
            grouped(ledger.read),
            grouped(ledger.ok),
            grouped(ledger.abstained),
            grouped(ledger.errors),
            ledger.bytes as f64 / 1e6,
            ledger.elapsed.as_secs_f64(),
        ));
    }
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
        Ok(Self { inputs, params, output, format, fields: &[], keep_columns: false, errors })
    }
}

/// 3 where some records could not be used, unless that is allowed.
pub(super) fn exit_code(ledger: &Ledger, allow_errors: bool) -> ExitCode {
    if ledger.errors > 0 && !allow_errors { ExitCode::from(3) } else { ExitCode::SUCCESS }
}

/// A progress bar; it goes when this is dropped.
pub(super) struct Progress<'a> {
    context: &'a Context,
    bar: Option<ProgressBar>,
}

impl Drop for Progress<'_> {
    fn drop(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
            if let Ok(mut slot) = self.context.bar.lock() {
                *slot = None;
            }
        }
    }
}

/// Moves the bar while the reader reads; ends with the bar.
fn watch(bar: ProgressBar, read: Arc<AtomicU64>) {
    std::thread::spawn(move || {
        while !bar.is_finished() {
            bar.set_position(read.load(Ordering::Relaxed));
            std::thread::sleep(Duration::from_millis(100));
        }
    });
}

/// How long something took, for a person.
pub(super) fn human(elapsed: Duration) -> String {
    if elapsed < Duration::from_secs(60) {
        format!("{:.1} s", elapsed.as_secs_f64())
    } else {
        HumanDuration(elapsed).to_string()
    }
}
