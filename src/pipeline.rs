//! Batches: read, work in parallel, write in order; one thing out per record in.
//!
//! A reader thread fills blocks, a pool works on one block at a time, a writer thread takes the results in the order
//! of the input. Blocks wait in short queues, so that memory is bounded by a few blocks however long the input is.

use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::corpus::{Record, Records};
use crate::error::{Error, Result};

/// Records in a block, at most.
const BLOCK_RECORDS: usize = 512;
/// Bytes of text after which a block is full.
const BLOCK_BYTES: usize = 4 << 20;
/// Blocks that wait between two threads.
const QUEUE: usize = 2;

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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
    pub elapsed: Duration,
}

impl Ledger {
    fn count(&mut self, outcome: Outcome, bytes: u64) {
        self.read += 1;
        self.bytes += bytes;
        match outcome {
            Outcome::Ok => self.ok += 1,
            Outcome::Abstained => self.abstained += 1,
            Outcome::Error => self.errors += 1,
        }
    }
}

/// Works on every record and hands the results on in the order of the records.
///
/// `work` gets each record, or the error that stands in its place, and a scratch that the thread uses again; it runs
/// in parallel. `write` gets the results in order. Neither sees a difference between one thread and many.
///
/// # Errors
/// The first error of `work` or `write` ends the run, as does one of the reader that is not a record's; what was
/// complete before it has been written.
pub fn run<S, R>(
    records: Records<'_>,
    work: impl Fn(Result<Record>, &mut S) -> Result<(R, Outcome)> + Sync,
    write: impl FnMut(R) -> Result<()> + Send,
) -> Result<Ledger>
where
    S: Default + Send,
    R: Send,
{
    let start = Instant::now();
    let (to_work, blocks) = sync_channel(QUEUE);
    let (to_write, results) = sync_channel(QUEUE);
    let scratches = Scratches::default();
    let mut ledger = std::thread::scope(|scope| {
        scope.spawn(move || read_blocks(records, &to_work));
        let writer = scope.spawn(move || write_blocks(&results, write));
        let mut end = Ok(());
        for block in blocks {
            let worked: Vec<Result<(R, Outcome, u64)>> = block
                .into_par_iter()
                .map_init(|| scratches.lend(), |loan, record| work_on(&work, record, &mut loan.scratch))
                .collect();
            let mut good = Vec::with_capacity(worked.len());
            for result in worked {
                match result {
                    Ok(result) => good.push(result),
                    Err(error) => {
                        end = Err(error);
                        break;
                    }
                }
            }
            // A closed queue means that writing failed: the writer's own error says why.
            if to_write.send(good).is_err() || end.is_err() {
                break;
            }
        }
        drop(to_write);
        let written = writer.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        written.and_then(|ledger| end.map(|()| ledger))
    })?;
    ledger.elapsed = start.elapsed();
    Ok(ledger)
}

/// What threads work with, kept from block to block: what it holds (stems, for one) takes time to fill.
struct Scratches<S>(Mutex<Vec<S>>);

impl<S> Default for Scratches<S> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<S: Default> Scratches<S> {
    /// A scratch that nobody else has until the loan ends.
    fn lend(&self) -> Loan<'_, S> {
        let kept = self.0.lock().ok().and_then(|mut kept| kept.pop());
        Loan { scratches: self, scratch: kept.unwrap_or_default() }
    }
}

struct Loan<'s, S: Default> {
    scratches: &'s Scratches<S>,
    scratch: S,
}

impl<S: Default> Drop for Loan<'_, S> {
    fn drop(&mut self) {
        if let Ok(mut kept) = self.scratches.0.lock() {
            kept.push(std::mem::take(&mut self.scratch));
        }
    }
}

fn work_on<S, R>(
    work: impl Fn(Result<Record>, &mut S) -> Result<(R, Outcome)>,
    record: Result<Record>,
    scratch: &mut S,
) -> Result<(R, Outcome, u64)> {
    let record = match record {
        Err(error) if !error.is_record() => return Err(error),
        record => record,
    };
    let bytes = record.as_ref().map_or(0, |record| record.document.text.len() as u64);
    work(record, scratch).map(|(result, outcome)| (result, outcome, bytes))
}

/// Fills blocks until the records or the readers of the blocks are at an end.
fn read_blocks(records: Records<'_>, blocks: &SyncSender<Vec<Result<Record>>>) {
    let mut block = Vec::new();
    let mut bytes = 0;
    for record in records {
        bytes += record.as_ref().map_or(0, |record| record.document.text.len());
        block.push(record);
        if block.len() >= BLOCK_RECORDS || bytes >= BLOCK_BYTES {
            bytes = 0;
            if blocks.send(std::mem::take(&mut block)).is_err() {
                return;
            }
        }
    }
    // Nobody left to read it means that the run has failed already.
    let _ = blocks.send(block);
}

fn write_blocks<R>(
    results: &Receiver<Vec<(R, Outcome, u64)>>,
    mut write: impl FnMut(R) -> Result<()>,
) -> Result<Ledger, Error> {
    let mut ledger = Ledger::default();
    for block in results {
        for (result, outcome, bytes) in block {
            write(result)?;
            ledger.count(outcome, bytes);
        }
    }
    Ok(ledger)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Input, ReadParams, documents};

    fn records(n: usize) -> Records<'static> {
        let mut table = "id,text\n".to_owned();
        (0..n).for_each(|id| table += &format!("{id},text {id}\n"));
        table += "ragged\n";
        let input = Input::Bytes { name: "t.csv".into(), bytes: table.into_bytes().into() };
        documents(vec![input], ReadParams::default(), |_| ()).unwrap()
    }

    fn work(record: Result<Record>, _: &mut ()) -> Result<(String, Outcome)> {
        Ok(record.map_or(("error".to_owned(), Outcome::Error), |record| (record.document.id, Outcome::Ok)))
    }

    #[test]
    fn results_come_in_the_order_of_the_records_and_the_ledger_adds_up() {
        let mut out = Vec::new();
        let ledger = run(records(2000), work, |id| {
            out.push(id);
            Ok(())
        });
        let ledger = ledger.unwrap();
        assert_eq!((ledger.read, ledger.ok, ledger.abstained, ledger.errors), (2001, 2000, 0, 1));
        assert!(out[..2000].iter().enumerate().all(|(n, id)| *id == n.to_string()));
        assert_eq!(out[2000], "error");
    }

    #[test]
    fn a_write_that_fails_ends_the_run() {
        let full = || Error::io("out", "write", std::io::Error::other("disk full"));
        let error = run(records(5000), work, |id| if id == "700" { Err(full()) } else { Ok(()) });
        assert_eq!(error.unwrap_err().to_string(), "out: cannot write");
    }
}
