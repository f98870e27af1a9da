//! The figures as text and as JSON.

use std::fmt::Write;

use serde::Serialize;

use super::measure::Measurement;
use crate::cli::context::grouped;
use crate::output::{Style, printable};

/// What was measured, on what.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    /// The figures, in the order in which they were taken.
    pub(super) stages: Vec<Measurement>,
    /// The inputs, or the built-in sample.
    pub(super) corpus: String,
    /// The number of documents.
    pub(super) n_documents: usize,
    /// Their decoded text in megabytes (10⁶ bytes).
    pub(super) megabytes: f64,
    /// The passes behind each figure.
    pub(super) repeats: usize,
    /// The model.
    pub(super) model: String,
    /// The median time to load it, in ms.
    pub(super) model_load_ms: f64,
    /// The most memory that the process had, in megabytes; only on Linux.
    pub(super) peak_rss_mb: Option<f64>,
    /// The processor; only on Linux.
    pub(super) cpu: Option<String>,
    /// The number of threads that can run at once.
    pub(super) cores: usize,
    /// The operating system.
    pub(super) os: &'static str,
    /// This release.
    pub(super) version: &'static str,
}

impl Report {
    /// The lines above the table. Writing to a string does not fail.
    pub(super) fn head(&self, style: &Style) -> String {
        let mut out = String::new();
        let cpu = self.cpu.as_deref().unwrap_or("unknown processor");
        let cores = if self.cores == 1 { "core" } else { "cores" };
        let _ = writeln!(
            out,
            "newsdesk {} on {}, {} {cores}, {}",
            self.version,
            printable(cpu),
            self.cores,
            self.os
        );
        let _ = writeln!(
            out,
            "{} documents, {:.2} MB ({}), {} repeats",
            grouped(self.n_documents as u64),
            self.megabytes,
            printable(&self.corpus),
            self.repeats
        );
        let _ = writeln!(out, "model {}, loaded in {:.2} ms\n", printable(&self.model), self.model_load_ms);
        let head = format!(
            "{:<9}  {:>7}  {:>10}  {:>22}  {:>8}  {:>9}  {:>9}",
            "stage", "threads", "docs/s", "95 % interval", "MB/s", "p50 µs", "p99 µs"
        );
        let _ = writeln!(out, "{}", style.bold(&head));
        out
    }

    /// The line below the table.
    pub(super) fn tail(&self) -> String {
        self.peak_rss_mb.map_or(String::new(), |mb| format!("\npeak memory {mb:.1} MB\n"))
    }
}

/// A row of the table.
pub(super) fn row(found: &Measurement) -> String {
    let [low, high] = found.docs_per_s_ci.map(whole);
    format!(
        "{:<9}  {:>7}  {:>10}  {:>22}  {:>8.1}  {:>9.1}  {:>9.1}\n",
        found.stage.name(),
        found.threads,
        whole(found.docs_per_s),
        format!("[{low}, {high}]"),
        found.mb_per_s,
        found.p50_us,
        found.p99_us,
    )
}

/// A rate without a fraction, with commas.
fn whole(rate: f64) -> String {
    grouped(rate.round() as u64)
}
