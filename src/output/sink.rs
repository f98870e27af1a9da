//! Where output goes: standard output, or a file that is there whole or not at all.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::resume::{Partial, Stamp};
use crate::error::{Error, Result};
use crate::files::NewFile;
use crate::pipeline::Ledger;

/// An output that is being written.
pub struct Sink {
    path: PathBuf,
    target: Target,
}

enum Target {
    Stdout(BufWriter<io::Stdout>),
    File(BufWriter<NewFile>),
    Partial(Box<Partial>),
}

impl Sink {
    /// The output at `path`, or standard output for none and `-`.
    ///
    /// A file is written under another name in its directory, which therefore must be there and writable now, before
    /// any long work; [`finish`](Self::finish) gives it its name.
    ///
    /// # Errors
    /// [`Io`](crate::error::ErrorKind::Io) where the directory is not there or not writable.
    pub fn open(path: Option<&Path>) -> Result<Self> {
        match path {
            Some(path) if path.as_os_str() != "-" => {
                let file = BufWriter::new(NewFile::create(path)?);
                Ok(Self { path: path.to_path_buf(), target: Target::File(file) })
            }
            _ => Ok(Self { path: "stdout".into(), target: Target::Stdout(BufWriter::new(io::stdout())) }),
        }
    }

    /// The output at `path` from where an interrupted run has left it, or from its beginning.
    ///
    /// Until it is complete, it stands under the same name with `.partial` at its end.
    ///
    /// # Errors
    /// E0216 where what was left belongs to another run, and as [`open`](Self::open).
    pub fn resume(path: &Path, stamp: &Stamp) -> Result<Self> {
        let target = Target::Partial(Box::new(Partial::open(path, stamp)?));
        Ok(Self { path: path.to_path_buf(), target })
    }

    /// What became of the records that the output holds already.
    pub fn done(&self) -> Ledger {
        match &self.target {
            Target::Partial(partial) => *partial.done(),
            Target::Stdout(_) | Target::File(_) => Ledger::default(),
        }
    }

    /// Writes bytes.
    ///
    /// # Errors
    /// [`Io`](crate::error::ErrorKind::Io) where they cannot be written.
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let written = match &mut self.target {
            Target::Stdout(out) => out.write_all(bytes),
            Target::File(file) => file.write_all(bytes),
            Target::Partial(partial) => partial.write_all(bytes),
        };
        written.map_err(|error| self.failed(error))
    }

    /// Writes what is still in memory to a terminal or pipe: someone may be waiting for it. In a file to be resumed,
    /// what was written now answers the records of `ledger`.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub fn checkpoint(&mut self, ledger: &Ledger) -> Result<()> {
        let written = match &mut self.target {
            Target::Stdout(out) => out.flush(),
            Target::File(_) => Ok(()),
            Target::Partial(partial) => partial.checkpoint(ledger),
        };
        written.map_err(|error| self.failed(error))
    }

    /// Writes what is still in memory to a terminal or pipe.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub fn flush(&mut self) -> Result<()> {
        match &mut self.target {
            Target::Stdout(out) => out.flush().map_err(|error| self.failed(error)),
            Target::File(_) | Target::Partial(_) => Ok(()),
        }
    }

    /// Completes the output: a file gets its name.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub fn finish(self) -> Result<()> {
        let failed = |error| Error::io(&self.path, "write the output", error);
        match self.target {
            Target::Stdout(mut out) => out.flush().map_err(failed),
            Target::File(file) => {
                let file = file.into_inner().map_err(|error| failed(error.into_error()))?;
                file.finish().map_err(failed)
            }
            Target::Partial(partial) => partial.finish().map_err(failed),
        }
    }

    /// Whether a person is looking at it.
    pub fn is_terminal(path: Option<&Path>) -> bool {
        path.is_none_or(|path| path.as_os_str() == "-") && io::stdout().is_terminal()
    }

    fn failed(&self, error: io::Error) -> Error {
        Error::io(&self.path, "write the output", error)
    }
}
