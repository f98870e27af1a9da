//! How a run is ended from outside.

use std::sync::Arc;
use std::sync::atomic::{AtomicI32, AtomicUsize, Ordering};

use crate::error::{ErrorKind, Result};

/// A request to end a run early, made from another thread, for example where signals arrive.
///
/// Clones are the same request.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<State>);

#[derive(Debug, Default)]
struct State {
    /// 0 while there is no request.
    signal: AtomicI32,
    runs: AtomicUsize,
}

impl Stop {
    /// Asks for it, and names the signal by its number.
    pub fn request(&self, signal: i32) {
        self.0.signal.store(signal, Ordering::SeqCst);
    }

    /// The signal for which an end was asked.
    pub fn requested(&self) -> Option<i32> {
        Some(self.0.signal.load(Ordering::SeqCst)).filter(|&signal| signal != 0)
    }

    /// Whether a run looks at it, and will end by itself.
    pub fn is_watched(&self) -> bool {
        self.0.runs.load(Ordering::SeqCst) > 0
    }

    /// An error once an end was asked for.
    pub(super) fn check(&self) -> Result<()> {
        match self.requested() {
            Some(signal) => Err(ErrorKind::Interrupted { signal }.into()),
            None => Ok(()),
        }
    }

    /// Counts as a run as long as the guard lives.
    pub(super) fn watch(&self) -> Watch<'_> {
        self.0.runs.fetch_add(1, Ordering::SeqCst);
        Watch(self)
    }
}

/// A run that looks at a [`Stop`].
pub(super) struct Watch<'a>(&'a Stop);

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        self.0.0.runs.fetch_sub(1, Ordering::SeqCst);
    }
}
