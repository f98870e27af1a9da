//! Output that a later run can go on with.
//!
//! While a run writes `out.csv`, its records stand in `out.csv.partial`, and `out.csv.resume` says of which run they
//! are and how many input records they answer: JSON lines that are only appended to, first the [`Stamp`], then a
//! checkpoint now and then. What stands behind the last checkpoint was interrupted, and is cut off.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::corpus::SourceStamp;
use crate::error::{Error, ErrorKind, Place, Result};
use crate::pipeline::Ledger;

/// Which run an output belongs to: another one would not write the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// The release.
    pub newsdesk: String,
    /// The verb and its flags, in any form that differs where they do.
    pub settings: String,
    /// [`Model::id`](crate::Model::id).
    pub model: String,
    /// The inputs with their sizes and times.
    pub sources: Vec<SourceStamp>,
}

impl Stamp {
    /// What differs from the stamp of this run.
    fn change_since(&self, old: &Self) -> Option<String> {
        if self.newsdesk != old.newsdesk {
            return Some(format!("newsdesk {} began it, this is {}", old.newsdesk, self.newsdesk));
        }
        if self.model != old.model {
            return Some(format!("the model was {}, now it is {}", old.model, self.model));
        }
        if self.settings != old.settings {
            return Some("the flags are not the same".to_owned());
        }
        let changed = self.sources.iter().zip(&old.sources).find(|(new, old)| new != old);
        match changed {
            Some((new, old)) if new.path == old.path => Some(format!("{} has changed", new.path.display())),
            Some((new, old)) => {
                Some(format!("the inputs had {} where {} is now", old.path.display(), new.path.display()))
            }
            None if self.sources.len() != old.sources.len() => {
                Some(format!("there were {} inputs, now {}", old.sources.len(), self.sources.len()))
            }
            None => None,
        }
    }
}

/// How far the output had come.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Checkpoint {
    #[serde(flatten)]
    ledger: Ledger,
    /// The bytes of output, and their CRC-32.
    output_bytes: u64,
    crc: u32,
}

/// An output between its beginning and its end, over several runs.
pub(crate) struct Partial {
    path: PathBuf,
    partial: PathBuf,
    journal_path: PathBuf,
    file: BufWriter<File>,
    journal: File,
    bytes: u64,
    crc: crc32fast::Hasher,
    done: Ledger,
}

impl Partial {
    /// Goes on with the output at `path`, or begins it.
    ///
    /// # Errors
    /// E0216 where what is there belongs to another run, and [`Io`](ErrorKind::Io).
    pub(crate) fn open(path: &Path, stamp: &Stamp) -> Result<Self> {
        let (partial, journal_path) = (beside(path, ".partial"), beside(path, ".resume"));
        let failed = |error| Error::io(&journal_path, "write the file", error);
        let mut journal = open_or_create(&journal_path).map_err(failed)?;
        if journal.try_lock().is_err() {
            let message = "another run is writing this output".to_owned();
            return Err(refused(&journal_path, message, "wait for it, or pass another -o".to_owned()));
        }
        let found = read_journal(&journal).map_err(failed)?;
        let file = open_or_create(&partial).map_err(|error| Error::io(&partial, "write the file", error))?;
        let failed_output = |error| Error::io(&partial, "read the file", error);
        let checkpoints = match found {
            Some((old, checkpoints)) => {
                if let Some(change) = stamp.change_since(&old) {
                    return Err(changed(&partial, &journal_path, &change));
                }
                checkpoints
            }
            None => {
                journal.set_len(0).map_err(failed)?;
                append(&mut journal, stamp).map_err(failed)?;
                Vec::new()
            }
        };
        let (last, crc) = last_good(&file, &checkpoints).map_err(failed_output)?;
        let bytes = last.map_or(0, |checkpoint| checkpoint.output_bytes);
        file.set_len(bytes).map_err(failed_output)?;
        let done = last.map_or_else(Ledger::default, |checkpoint| checkpoint.ledger);
        let file = BufWriter::new(file);
        Ok(Self { path: path.to_owned(), partial, journal_path, file, journal, bytes, crc, done })
    }

    /// What became of the records that earlier runs have answered.
    pub(crate) fn done(&self) -> &Ledger {
        &self.done
    }

    /// Says that the output so far answers all records of `ledger`, which counts from the beginning of this run.
    pub(crate) fn checkpoint(&mut self, ledger: &Ledger) -> io::Result<()> {
        self.file.flush()?;
        let ledger = self.done.plus(*ledger);
        let crc = self.crc.clone().finalize();
        append(&mut self.journal, &Checkpoint { ledger, output_bytes: self.bytes, crc })
    }

    /// Gives the output its name.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.file.flush()?;
        self.file.get_ref().sync_all()?;
        fs::rename(&self.partial, &self.path)?;
        fs::remove_file(&self.journal_path)
    }
}

impl Write for Partial {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.file.write(bytes)?;
        self.crc.update(&bytes[..n]);
        self.bytes += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// The path with more at its end: `out.csv` → `out.csv.partial`.
fn beside(path: &Path, extension: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(extension);
    name.into()
}

/// Opens a file to be read and appended to.
fn open_or_create(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).append(true).create(true).open(path)
}

fn append(journal: &mut File, line: &impl Serialize) -> io::Result<()> {
    let mut line = serde_json::to_vec(line).map_err(io::Error::other)?;
    line.push(b'\n');
    journal.write_all(&line)
}

/// The stamp and the checkpoints up to the first line that is not whole; none where there is not even a stamp. The
/// journal is cut there.
fn read_journal(journal: &File) -> io::Result<Option<(Stamp, Vec<Checkpoint>)>> {
    let mut reader = BufReader::new(journal);
    let (mut line, mut good) = (String::new(), 0);
    let mut next = |good: &mut u64| -> io::Result<Option<String>> {
        line.clear();
        let n = reader.read_line(&mut line)?;
        *good += n as u64;
        Ok(line.ends_with('\n').then(|| line.clone()))
    };
    let Some(stamp) = next(&mut good)?.and_then(|line| serde_json::from_str(&line).ok()) else {
        return Ok(None);
    };
    let mut checkpoints = Vec::new();
    let mut end = good;
    while let Some(checkpoint) = next(&mut good)?.and_then(|line| serde_json::from_str(&line).ok()) {
        checkpoints.push(checkpoint);
        end = good;
    }
    journal.set_len(end)?;
    Ok(Some((stamp, checkpoints)))
}

/// The last checkpoint whose output is there as it was written, and the checksum so far.
fn last_good(file: &File, checkpoints: &[Checkpoint]) -> io::Result<(Option<Checkpoint>, crc32fast::Hasher)> {
    let mut reader = BufReader::with_capacity(1 << 20, file);
    let (mut last, mut good, mut crc, mut bytes) =
        (None, crc32fast::Hasher::new(), crc32fast::Hasher::new(), 0);
    for &checkpoint in checkpoints {
        let more = checkpoint.output_bytes.saturating_sub(bytes);
        bytes += hash(&mut (&mut reader).take(more), &mut crc)?;
        if bytes != checkpoint.output_bytes || crc.clone().finalize() != checkpoint.crc {
            break;
        }
        (last, good) = (Some(checkpoint), crc.clone());
    }
    Ok((last, good))
}

/// Reads to the end and gives the number of bytes.
fn hash(reader: &mut impl BufRead, crc: &mut crc32fast::Hasher) -> io::Result<u64> {
    let mut n_bytes = 0;
    loop {
        let bytes = reader.fill_buf()?;
        if bytes.is_empty() {
            return Ok(n_bytes);
        }
        crc.update(bytes);
        let n = bytes.len();
        n_bytes += n as u64;
        reader.consume(n);
    }
}

fn changed(partial: &Path, journal: &Path, change: &str) -> Error {
    let help =
        format!("undo the change, or remove {} and {} to begin anew", partial.display(), journal.display());
    refused(partial, format!("cannot go on with this output: {change}"), help)
}

/// E0216: an unfinished output that this run must leave alone.
fn refused(path: &Path, message: String, help: String) -> Error {
    ErrorKind::Input { code: "E0216", place: Place::file(path), message, help: Some(help) }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(settings: &str) -> Stamp {
        let (newsdesk, model) = ("1.0.0".to_owned(), "m@1".to_owned());
        Stamp { newsdesk, settings: settings.to_owned(), model, sources: Vec::new() }
    }

    fn read(n: u64) -> Ledger {
        Ledger { read: n, ok: n, ..Ledger::default() }
    }

    #[test]
    fn what_stands_behind_the_last_checkpoint_is_written_again() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("out.jsonl");
        let mut output = Partial::open(&path, &stamp("-k 1")).unwrap();
        output.write_all(b"1\n").unwrap();
        output.checkpoint(&read(1)).unwrap();
        output.write_all(b"2\n\"to").unwrap();
        drop(output);
        for n in 2..5 {
            let mut output = Partial::open(&path, &stamp("-k 1")).unwrap();
            assert_eq!(output.done().read, n - 1);
            output.write_all(format!("{n}\n").as_bytes()).unwrap();
            output.checkpoint(&read(1)).unwrap();
            output.write_all(b"torn").unwrap();
        }
        Partial::open(&path, &stamp("-k 1")).unwrap().finish().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "1\n2\n3\n4\n");
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
    }

    #[test]
    fn output_that_is_not_what_was_written_is_not_trusted() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("out.jsonl");
        let mut output = Partial::open(&path, &stamp("")).unwrap();
        for n in 1..4 {
            output.write_all(format!("{n}\n").as_bytes()).unwrap();
            output.checkpoint(&read(n)).unwrap();
        }
        drop(output);
        for (damaged, left) in [("1\n2\n", 2), ("1\n9\n3\n", 1), ("", 0)] {
            fs::write(beside(&path, ".partial"), damaged).unwrap();
            assert_eq!(Partial::open(&path, &stamp("")).unwrap().done().read, left, "{damaged:?}");
        }
    }

    #[test]
    fn another_run_is_refused_with_what_has_changed() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("out.jsonl");
        drop(Partial::open(&path, &stamp("-k 1")).unwrap());
        let error = Partial::open(&path, &stamp("-k 2")).err().unwrap();
        assert_eq!(error.code(), "E0216");
        let shown = error.to_string().replace(directory.path().to_str().unwrap(), "");
        assert_eq!(shown, "/out.jsonl.partial: cannot go on with this output: the flags are not the same");
        let running = Partial::open(&path, &stamp("-k 1")).unwrap();
        assert!(Partial::open(&path, &stamp("-k 1")).is_err(), "two runs at once");
        drop(running);
    }
}
