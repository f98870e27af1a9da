//! What threads work with, kept from block to block.

use std::sync::Mutex;

/// Scratches that nobody uses now: what they hold (stems, for one) takes time to fill.
pub(super) struct Scratches<S>(Mutex<Vec<S>>);

impl<S> Default for Scratches<S> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<S: Default> Scratches<S> {
    /// A scratch that nobody else has until the loan ends.
    pub(super) fn lend(&self) -> Loan<'_, S> {
        let kept = self.0.lock().ok().and_then(|mut kept| kept.pop());
        Loan { scratches: self, scratch: kept.unwrap_or_default() }
    }
}

/// A scratch, given back when dropped.
pub(super) struct Loan<'s, S: Default> {
    scratches: &'s Scratches<S>,
    pub(super) scratch: S,
}

impl<S: Default> Drop for Loan<'_, S> {
    fn drop(&mut self) {
        if let Ok(mut kept) = self.scratches.0.lock() {
            kept.push(std::mem::take(&mut self.scratch));
        }
    }
}
