//! Batches: read, work in parallel, write in order; one thing out per record in.
//!
//! A reader thread fills a block while a pool works on the one before it; a writer thread takes the results in the
//! order of the input. Memory is bounded by a few blocks however long the input is.

mod ledger;
mod queue;
mod scratches;
mod stop;

use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::Instant;

use rayon::prelude::*;

use crate::corpus::{Record, Records};
use crate::error::{Error, Result};
use queue::Queue;
use scratches::Scratches;

pub use ledger::{Ledger, Outcome};
pub use stop::Stop;

/// Blocks of results that wait for the writer.
const RESULT_BLOCKS: usize = 2;

/// Records that a thread takes at a time: at the end of a block none waits longer for another than these take.
const TASK_RECORDS: usize = 2;

/// Where results go, in the order of the records. Every closure that takes a result is one.
pub trait Writer<R> {
    /// Takes the next result.
    ///
    /// # Errors
    /// What ends the run.
    fn write(&mut self, result: R) -> Result<()>;

    /// Called now and then, with what became of all records whose results were taken.
    ///
    /// # Errors
    /// What ends the run.
    fn checkpoint(&mut self, _: &Ledger) -> Result<()> {
        Ok(())
    }
}

impl<R, F: FnMut(R) -> Result<()>> Writer<R> for F {
    fn write(&mut self, result: R) -> Result<()> {
        self(result)
    }
}

/// A run that ended before its records did.
#[derive(Debug)]
pub struct Stopped {
    /// What became of the records whose results were written.
    pub ledger: Ledger,
    /// Why there are no more.
    pub error: Error,
}

impl From<Stopped> for Error {
    fn from(stopped: Stopped) -> Self {
        stopped.error
    }
}

/// Works on every record and hands the results on in the order of the records.
///
/// `work` gets each record, or the error that stands in its place, and a scratch that the thread uses again; it runs
/// in parallel. `writer` gets the results in order. Neither sees a difference between one thread and many. `stop`
/// ends the run from outside; it then waits for nothing but the block that is worked on.
///
/// # Errors
/// The first error of `work` or `writer` ends the run, as does one of the reader that is not a record's, and a stop;
/// what was complete before it has been written.
pub fn run<S, R>(
    records: Records<'static>,
    stop: &Stop,
    work: impl Fn(Result<Record>, &mut S) -> Result<(R, Outcome)> + Sync,
    writer: impl Writer<R> + Send,
) -> Result<Ledger, Stopped>
where
    S: Default + Send,
    R: Send,
{
    let start = Instant::now();
    let _watch = stop.watch();
    let (to_write, results) = sync_channel(RESULT_BLOCKS);
    let (mut ledger, end) = thread::scope(|scope| {
        let writer = scope.spawn(move || write_blocks(&results, writer));
        let worked = work_on_blocks(records, stop, &work, &to_write);
        drop(to_write);
        let (ledger, written) = writer.join().unwrap_or_else(|panic| resume_unwind(panic));
        (ledger, written.and(worked))
    });
    ledger.elapsed = start.elapsed();
    end.map(|()| ledger).map_err(|error| Stopped { ledger, error })
}

/// Reads on a thread of its own, which is left behind where the run ends early: it may wait for input that never comes.
fn work_on_blocks<S: Default + Send, R: Send>(
    records: Records<'static>,
    stop: &Stop,
    work: &(impl Fn(Result<Record>, &mut S) -> Result<(R, Outcome)> + Sync),
    to_write: &SyncSender<Vec<Worked<R>>>,
) -> Result<()> {
    let queue = Arc::new(Queue::default());
    let reader = thread::spawn({
        let queue = Arc::clone(&queue);
        move || read(records, &queue)
    });
    let _close = Close(&queue);
    let scratches = Scratches::default();
    while let Some(block) = queue.take(stop)? {
        let worked: Vec<Result<Worked<R>>> = block
            .into_par_iter()
            .with_max_len(TASK_RECORDS)
            .map_init(|| scratches.lend(), |loan, record| work_on(work, record, &mut loan.scratch))
            .collect();
        let mut good = Vec::with_capacity(worked.len());
        let end = worked.into_iter().try_for_each(|result| result.map(|result| good.push(result)));
        // A closed channel means that writing failed: the writer's own error says why.
        if to_write.send(good).is_err() {
            return Ok(());
        }
        end?;
    }
    reader.join().unwrap_or_else(|panic| resume_unwind(panic));
    Ok(())
}

/// Ends the reader with the run.
struct Close<'a>(&'a Queue);

impl Drop for Close<'_> {
    fn drop(&mut self) {
        self.0.close();
    }
}

fn read(records: Records<'static>, queue: &Queue) {
    /// Tells the end also if reading panics.
    struct End<'a>(&'a Queue);
    impl Drop for End<'_> {
        fn drop(&mut self) {
            self.0.end();
        }
    }
    let _end = End(queue);
    for record in records {
        if !queue.push(record) {
            return;
        }
    }
}

/// A result with what the ledger counts.
struct Worked<R> {
    result: R,
    outcome: Outcome,
    bytes: u64,
}

fn work_on<S, R>(
    work: impl Fn(Result<Record>, &mut S) -> Result<(R, Outcome)>,
    record: Result<Record>,
    scratch: &mut S,
) -> Result<Worked<R>> {
    let record = match record {
        Err(error) if !error.is_record() => return Err(error),
        record => record,
    };
    let bytes = record.as_ref().map_or(0, |record| record.document.text.len() as u64);
    work(record, scratch).map(|(result, outcome)| Worked { result, outcome, bytes })
}

fn write_blocks<R>(results: &Receiver<Vec<Worked<R>>>, mut writer: impl Writer<R>) -> (Ledger, Result<()>) {
    let mut ledger = Ledger::default();
    let mut write = |block: Vec<Worked<R>>| {
        for Worked { result, outcome, bytes } in block {
            writer.write(result)?;
            ledger.count(outcome, bytes);
        }
        writer.checkpoint(&ledger)
    };
    let end = results.iter().try_for_each(&mut write);
    (ledger, end)
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
        let ledger = run(records(2000), &Stop::default(), work, |id| {
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
        let write = |id| if id == "700" { Err(full()) } else { Ok(()) };
        let stopped = run(records(5000), &Stop::default(), work, write).unwrap_err();
        assert_eq!(stopped.error.to_string(), "out: cannot write");
        assert_eq!(stopped.ledger.read, 700);
    }

    #[test]
    fn a_stop_from_outside_leaves_what_was_written() {
        let stop = Stop::default();
        let mut written = 0;
        let stopped = run(records(5000), &stop, work, |_| {
            written += 1;
            stop.request(2);
            Ok(())
        });
        let stopped = stopped.unwrap_err();
        assert_eq!(stopped.error.to_string(), "stopped by SIGINT");
        assert!(!stop.is_watched());
        assert_eq!(stopped.ledger.read, written);
        assert!(written < 5000);
    }
}
