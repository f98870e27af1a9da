//! The records that were read and wait for the workers.

use std::mem;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::Stop;
use crate::corpus::Record;
use crate::error::Result;

/// Records in a block, at most.
const BLOCK_RECORDS: usize = 512;
/// Bytes of text after which a block is full.
const BLOCK_BYTES: usize = 4 << 20;
/// How long a record waits for others to come into its block, and how often a stop is looked for.
const LINGER: Duration = Duration::from_millis(20);

/// A block that one thread fills while the one before it is worked on.
///
/// Memory is bounded by two blocks. A record from a slow pipe does not wait until its block is full.
#[derive(Default)]
pub(super) struct Queue {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    block: Vec<Result<Record>>,
    bytes: usize,
    /// When the first record of the block came.
    since: Option<Instant>,
    /// Nothing more will come.
    ended: bool,
    /// Nothing more will be taken.
    closed: bool,
}

impl State {
    fn is_full(&self) -> bool {
        self.block.len() >= BLOCK_RECORDS || self.bytes >= BLOCK_BYTES
    }

    fn is_due(&self) -> bool {
        self.ended || self.is_full() || self.since.is_some_and(|since| since.elapsed() >= LINGER)
    }
}

impl Queue {
    /// Adds a record as soon as there is room; false if nobody takes it any more.
    pub(super) fn push(&self, record: Result<Record>) -> bool {
        let mut state = self.lock();
        while state.is_full() && !state.closed {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.bytes += record.as_ref().map_or(0, |record| record.document.text.len());
        state.block.push(record);
        if state.block.len() == 1 {
            state.since = Some(Instant::now());
        }
        if state.is_full() {
            self.changed.notify_all();
        }
        !state.closed
    }

    /// Says that nothing more will come.
    pub(super) fn end(&self) {
        self.lock().ended = true;
        self.changed.notify_all();
    }

    /// Says that nothing more will be taken.
    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    /// The next block; none at the end.
    ///
    /// # Errors
    /// [`Interrupted`](crate::error::ErrorKind::Interrupted) as soon as `stop` is requested, even while the reader
    /// waits for input.
    pub(super) fn take(&self, stop: &Stop) -> Result<Option<Vec<Result<Record>>>> {
        let mut state = self.lock();
        loop {
            stop.check()?;
            if state.is_due() {
                state.bytes = 0;
                state.since = None;
                let block = mem::take(&mut state.block);
                self.changed.notify_all();
                return Ok((!block.is_empty()).then_some(block));
            }
            let waited = self.changed.wait_timeout(state, LINGER);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    fn lost() -> Result<Record> {
        Err(Error::usage("lost", None))
    }

    #[test]
    fn a_record_does_not_wait_for_its_block_to_fill() {
        let queue = Queue::default();
        assert!(queue.push(lost()));
        let block = queue.take(&Stop::default()).unwrap();
        assert_eq!(block.unwrap().len(), 1);
    }

    #[test]
    fn a_full_block_makes_the_reader_wait_until_it_is_taken_or_nobody_takes_it() {
        let queue = Queue::default();
        assert!((0..BLOCK_RECORDS).all(|_| queue.push(lost())));
        std::thread::scope(|scope| {
            let reader = scope.spawn(|| (0..=BLOCK_RECORDS).map(|_| queue.push(lost())).last());
            let block = queue.take(&Stop::default()).unwrap();
            assert_eq!(block.unwrap().len(), BLOCK_RECORDS);
            queue.close();
            assert_eq!(reader.join().unwrap(), Some(false));
        });
    }

    #[test]
    fn a_stop_does_not_wait_for_the_reader() {
        let (queue, stop) = (Queue::default(), Stop::default());
        stop.request(15);
        assert_eq!(queue.take(&stop).unwrap_err().to_string(), "stopped by SIGTERM");
    }

    #[test]
    fn the_end_comes_after_the_last_records() {
        let queue = Queue::default();
        queue.push(lost());
        queue.end();
        assert_eq!(queue.take(&Stop::default()).unwrap().unwrap().len(), 1);
        assert!(queue.take(&Stop::default()).unwrap().is_none());
    }
}
