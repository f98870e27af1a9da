//! What every verb has: the threads, the terminal, the way to tell the user something.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use indicatif::HumanDuration;

use super::args::{Common, InputArgs};
use super::console::{Console, Progress};
use crate::corpus::{ReadParams, Records, documents};
pub(super) use crate::error::grouped;
use crate::error::{Error, Level, Notice, Place, Result};
use crate::output::{Sink, Style};
use crate::pipeline::{Ledger, Stop};

/// More threads than this bring nothing on any machine, and take seconds to start.
const MAX_THREADS: usize = 512;

/// The settings of a run.
pub(super) struct Context {
    common: Common,
    console: Arc<Console>,
    /// Asked for by a signal.
    pub(super) stop: Stop,
}

impl Context {
    pub(super) fn new(common: Common) -> Result<Self> {
        rayon::ThreadPoolBuilder::new().num_threads(common.threads.min(MAX_THREADS)).build_global().map_err(
            |error| {
                Error::usage(
                    format!("cannot start {} threads: {error}", common.threads),
                    "pass a smaller -j".to_owned(),
                )
            },
        )?;
        let context = Self { console: Arc::new(Console::new(&common)), common, stop: Stop::default() };
        #[cfg(unix)]
        super::signals::listen(context.stop.clone(), Arc::clone(&context.console)).map_err(|source| {
            Error::from(crate::error::ErrorKind::Io {
                place: Place::default(),
                action: "listen for signals",
                source,
            })
        })?;
        Ok(context)
    }

    /// The look of text on standard output.
    pub(super) fn style(&self, output: Option<&Path>) -> Style {
        let is_terminal = Sink::is_terminal(output);
        let auto = is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let width = if is_terminal {
            terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))
        } else {
            None
        };
        Style { color: self.common.color.holds(auto), width: width.unwrap_or(80).clamp(40, 120) }
    }

    /// Tells the user something, as loud as was asked for.
    pub(super) fn notice(&self, notice: &Notice) {
        self.console.notice(notice);
    }

    /// Tells the user something about the run.
    pub(super) fn say(&self, message: impl Into<String>) {
        let (level, place) = (Level::Info, Place::default());
        self.notice(&Notice { level, place, message: message.into() });
    }

    /// Warns the user of something about the run.
    pub(super) fn warn(&self, message: impl Into<String>) {
        let (level, place) = (Level::Warning, Place::default());
        self.notice(&Notice { level, place, message: message.into() });
    }

    /// Opens the inputs.
    pub(super) fn records(&self, inputs: &InputArgs, params: ReadParams) -> Result<Records<'static>> {
        let console = Arc::clone(&self.console);
        documents(inputs.inputs()?, params, move |notice| console.notice(&notice))
    }

    /// Shows how far the reading has come, as long as the guard lives.
    pub(super) fn progress(&self, records: &Records<'_>) -> Progress {
        self.console.progress(records)
    }

    /// Prints what became of the records.
    pub(super) fn ledger(&self, ledger: &Ledger) {
        self.console.ledger(ledger);
    }
}

/// 3 where some records could not be used, unless that is allowed.
pub(super) fn exit_code(ledger: &Ledger, allow_errors: bool) -> ExitCode {
    if ledger.errors > 0 && !allow_errors { ExitCode::from(3) } else { ExitCode::SUCCESS }
}

/// How long something took, for a person.
pub(super) fn human(elapsed: Duration) -> String {
    if elapsed < Duration::from_secs(60) {
        format!("{:.1} s", elapsed.as_secs_f64())
    } else {
        HumanDuration(elapsed).to_string()
    }
}
