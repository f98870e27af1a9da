//! The count of what became of records.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// What became of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was answered.
    Ok,
    /// The model gave no label, and a reason.
    Abstained,
    /// It could not be read or used.
    Error,
}

/// How many records came in and what became of them: `read = ok + abstained + errors`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// Records read, whole or not.
    pub read: u64,
    /// Records answered.
    pub ok: u64,
    /// Records without a label.
    pub abstained: u64,
    /// Records that could not be used.
    pub errors: u64,
    /// Bytes of decoded text.
    pub bytes: u64,
    /// Wall time.
    #[serde(skip)]
    pub elapsed: Duration,
}

impl Ledger {
    pub(super) fn count(&mut self, outcome: Outcome, bytes: u64) {
        self.read += 1;
        self.bytes += bytes;
        match outcome {
            Outcome::Ok => self.ok += 1,
            Outcome::Abstained => self.abstained += 1,
            Outcome::Error => self.errors += 1,
        }
    }

    /// The counts of two runs, one of which went on where the other was interrupted.
    pub fn plus(self, other: Self) -> Self {
        Self {
            read: self.read + other.read,
            ok: self.ok + other.ok,
            abstained: self.abstained + other.abstained,
            errors: self.errors + other.errors,
            bytes: self.bytes + other.bytes,
            elapsed: self.elapsed + other.elapsed,
        }
    }
}
