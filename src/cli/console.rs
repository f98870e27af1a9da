//! What is said on standard error: notices, a progress bar, the ledger.

use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::args::{Common, When};
use crate::corpus::Records;
use crate::error::{Level, Notice, grouped};
use crate::pipeline::Ledger;

/// Standard error, as loud as was asked for. That it is closed cannot be told to anyone.
pub(super) struct Console {
    quiet: bool,
    verbose: bool,
    progress: When,
    bar: Mutex<Option<ProgressBar>>,
}

impl Console {
    pub(super) fn new(common: &Common) -> Self {
        let Common { quiet, verbose, progress, .. } = *common;
        Self { quiet, verbose, progress, bar: Mutex::new(None) }
    }

    /// Tells the user something.
    pub(super) fn notice(&self, notice: &Notice) {
        let loud = match notice.level {
            Level::Detail => self.verbose,
            Level::Info => !self.quiet,
            Level::Warning => true,
        };
        if loud {
            let kind = if notice.level == Level::Warning { "warning" } else { "note" };
            self.line(&format!("newsdesk: {kind}: {notice}"));
        }
    }

    /// Prints what became of the records.
    pub(super) fn ledger(&self, ledger: &Ledger) {
        if self.quiet {
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

    /// Shows how far the reading has come, as long as the guard lives.
    pub(super) fn progress(self: &Arc<Self>, records: &Records<'_>) -> Progress {
        if self.quiet || !self.progress.holds(std::io::stderr().is_terminal()) {
            return Progress { console: Arc::clone(self) };
        }
        let bar = match records.total_bytes() {
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
        watch(bar, records.bytes_read());
        Progress { console: Arc::clone(self) }
    }

    /// Takes the progress bar away.
    pub(super) fn clear(&self) {
        if let Some(bar) = self.bar.lock().ok().and_then(|mut slot| slot.take()) {
            bar.finish_and_clear();
        }
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
}

/// A progress bar; it goes when this is dropped.
pub(super) struct Progress {
    console: Arc<Console>,
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.console.clear();
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
