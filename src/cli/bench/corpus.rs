//! The documents that are measured on.

use std::io::Read;

use super::sample;
use crate::cli::args::InputArgs;
use crate::corpus::{Input, ReadParams, documents};
use crate::error::{Error, ErrorKind, Level, Notice, Place, Result};
use crate::text::clean::Cleaner;
use crate::text::{Document, RawDocument};

/// Documents in memory, before and after cleaning, and where to read them from once more.
pub(super) struct Corpus {
    /// What it is called in the report.
    pub(super) name: String,
    /// The records as they were read.
    pub(super) raw: Vec<RawDocument>,
    /// The same cleaned.
    pub(super) documents: Vec<Document>,
    /// Records that cannot be used.
    pub(super) left_out: u64,
    inputs: Vec<Input>,
    params: ReadParams,
}

impl Corpus {
    /// Reads and cleans all documents; the built-in sample where no input is named.
    pub(super) fn read(
        args: &InputArgs,
        cleaner: &Cleaner,
        notify: &(dyn Fn(&Notice) + Sync),
    ) -> Result<Self> {
        let (name, inputs) = if args.inputs.is_empty() {
            (sample::NAME.to_owned(), sample::inputs())
        } else {
            let names: Vec<_> = args.inputs.iter().map(|input| input.to_string_lossy()).collect();
            (names.join(", "), args.inputs()?.into_iter().map(buffered).collect::<Result<_>>()?)
        };
        let params = args.params()?;
        let (mut raw, mut left_out) = (Vec::new(), 0);
        for record in documents(inputs.clone(), params.clone(), |notice| notify(&notice))? {
            match record {
                Ok(record) => raw.push(record.document),
                Err(error) if error.is_record() => {
                    left_out += 1;
                    let message = format!("left out: {error}");
                    notify(&Notice { level: Level::Warning, place: Place::default(), message });
                }
                Err(error) => return Err(error),
            }
        }
        if raw.is_empty() {
            return Err(ErrorKind::Training {
                code: "E0302",
                place: Place::default(),
                message: "no records to measure on".to_owned(),
                help: Some("pass a file with documents, or no input for the built-in sample".to_owned()),
            }
            .into());
        }
        let documents = raw.iter().map(|raw| cleaner.clean(raw.clone())).collect();
        Ok(Self { name, raw, documents, left_out, inputs, params })
    }

    /// Reads all inputs once more and calls `f` with every document.
    ///
    /// # Errors
    /// What ends a run. A record that cannot be used is passed over.
    pub(super) fn reread(&self, mut f: impl FnMut(RawDocument)) -> Result<()> {
        for record in documents(self.inputs.clone(), self.params.clone(), |_| ())? {
            match record {
                Ok(record) => f(record.document),
                Err(error) if error.is_record() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Bytes of decoded text.
    pub(super) fn raw_bytes(&self) -> usize {
        self.raw.iter().map(|raw| raw.text.len()).sum()
    }

    /// Bytes of the bodies.
    pub(super) fn body_bytes(&self) -> usize {
        self.documents.iter().flat_map(|document| &document.body).map(|part| part.len()).sum()
    }
}

/// The same input, in memory where it could be read only once.
fn buffered(input: Input) -> Result<Input> {
    if input != Input::Stdin {
        return Ok(input);
    }
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().read_to_end(&mut bytes);
    read.map_err(|error| Error::io("-", "read standard input", error))?;
    Ok(Input::Bytes { name: "-".into(), bytes: bytes.into() })
}
