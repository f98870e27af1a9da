//! Flags that several verbs share.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::numbers::{any_number, one_or_more};
use crate::corpus::{EncodingErrors, Input, InputFormat, ReadParams};
use crate::error::{Error, Place, Result};
use crate::model::Model;
use crate::output::{Format, Sink};

/// When something is shown or done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum When {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl When {
    /// Whether it is so, where `auto` means `is_terminal`.
    pub(super) fn holds(self, is_terminal: bool) -> bool {
        self == Self::Always || self == Self::Auto && is_terminal
    }
}

/// Flags of every verb.
#[derive(Debug, Args)]
pub(super) struct Common {
    /// Threads; 0 for all cores. The output does not depend on it
    #[arg(short = 'j', long, global = true, value_name = "N", default_value = "0", value_parser = any_number::<usize>, allow_negative_numbers = true)]
    pub(super) threads: usize,
    /// Say nothing but errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Say also what was found out about the input
    #[arg(short, long, global = true)]
    pub(super) verbose: bool,
    /// Show a progress bar on standard error
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value = "auto")]
    pub(super) progress: When,
    /// Use colours (also off with NO_COLOR)
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value = "auto")]
    pub(super) color: When,
}

/// Where documents come from.
#[derive(Debug, Args)]
pub(super) struct InputArgs {
    /// Files, directories, or - for standard input; csv, tsv, jsonl, txt, html, each also .gz or .zst
    #[arg(value_name = "INPUT")]
    pub(super) inputs: Vec<OsString>,
    /// Read every input as csv, tsv, jsonl, text or html
    #[arg(long, value_name = "FORMAT", help_heading = "Input")]
    input_format: Option<String>,
    /// Column or field of the text: a name or a number from 1
    #[arg(long, value_name = "COLUMN", help_heading = "Input")]
    text_column: Option<String>,
    /// Column or field of the label
    #[arg(long, value_name = "COLUMN", help_heading = "Input")]
    label_column: Option<String>,
    /// Column or field of the id
    #[arg(long, value_name = "COLUMN", help_heading = "Input")]
    id_column: Option<String>,
    /// Column or field of the title
    #[arg(long, value_name = "COLUMN", help_heading = "Input")]
    title_column: Option<String>,
    /// Column or field of the date
    #[arg(long, value_name = "COLUMN", help_heading = "Input")]
    date_column: Option<String>,
    /// The table has no header row; columns are numbers
    #[arg(long, help_heading = "Input")]
    no_header: bool,
    /// Delimiter of tables: one character, `tab`, or auto
    #[arg(short, long, value_name = "C", default_value = "auto", help_heading = "Input")]
    delimiter: String,
    /// Encoding of the input: auto, utf-8, windows-1252, …
    #[arg(long, value_name = "LABEL", default_value = "auto", help_heading = "Input")]
    encoding: String,
    /// What becomes of bytes that are not valid: the record is lost, or they become U+FFFD
    #[arg(long, value_parser = ["error", "replace"], value_name = "HOW", default_value = "error", help_heading = "Input")]
    encoding_errors: String,
    /// Largest record, in MiB
    #[arg(long, value_name = "MIB", default_value = "64", value_parser = one_or_more, allow_negative_numbers = true, help_heading = "Input")]
    max_record: usize,
    /// Largest size that a compressed input may unpack to, in MiB
    #[arg(long, value_name = "MIB", value_parser = any_number::<u64>, allow_negative_numbers = true, help_heading = "Input")]
    max_inflate: Option<u64>,
}

impl InputArgs {
    /// The inputs; standard input where there is none and somebody writes to it.
    pub(super) fn inputs(&self) -> Result<Vec<Input>> {
        if !self.inputs.is_empty() {
            return Ok(self.inputs.iter().map(Input::from_arg).collect());
        }
        if std::io::stdin().is_terminal() {
            return Err(Error::usage("no input", "pass files or directories, or pipe text in".to_owned()));
        }
        Ok(vec![Input::from_arg("-")])
    }

    /// How they are read.
    pub(super) fn params(&self) -> Result<ReadParams> {
        Ok(ReadParams {
            format: self.input_format.as_deref().map(str::parse::<InputFormat>).transpose()?,
            delimiter: delimiter(&self.delimiter)?,
            encoding: Some(self.encoding.clone()),
            encoding_errors: match self.encoding_errors.as_str() {
                "replace" => EncodingErrors::Replace,
                _ => EncodingErrors::Error,
            },
            text_column: self.text_column.clone(),
            label_column: self.label_column.clone(),
            id_column: self.id_column.clone(),
            title_column: self.title_column.clone(),
            date_column: self.date_column.clone(),
            no_header: self.no_header,
            max_record: self.max_record.saturating_mul(1 << 20),
            max_inflate: self.max_inflate.map(|mib| mib.saturating_mul(1 << 20)),
            ..ReadParams::default()
        })
    }

    /// The input as a place, where there is only one.
    pub(super) fn place(&self) -> Place {
        match self.inputs.as_slice() {
            [input] => Place::file(input),
            _ => Place::default(),
        }
    }

    /// The inputs as the user named them; `-` for standard input.
    pub(super) fn names(&self) -> Vec<String> {
        if self.inputs.is_empty() {
            return vec!["-".to_owned()];
        }
        self.inputs.iter().map(|input| input.to_string_lossy().into_owned()).collect()
    }

    /// Refuses an output file that is also an input, or will be one in the next run.
    pub(super) fn check_output(&self, output: Option<&Path>) -> Result<()> {
        refuse_same(output, &self.inputs, "the output is also an input")?;
        let Some((output, target)) = target(output) else { return Ok(()) };
        let holds = |directory: &&OsString| {
            let directory = Path::new(directory).canonicalize();
            directory.is_ok_and(|path| path.is_dir() && target.starts_with(path))
        };
        match self.inputs.iter().find(holds) {
            Some(directory) => Err(Error::usage(
                format!(
                    "{}: the output is in the input directory {}, where it would be read too",
                    output.display(),
                    directory.display()
                ),
                "pass a file in another directory with -o".to_owned(),
            )),
            None => Ok(()),
        }
    }
}

/// Refuses an output file that is one of the files that are read.
fn refuse_same<P: AsRef<Path>>(output: Option<&Path>, read: &[P], message: &str) -> Result<()> {
    let Some((output, target)) = target(output) else { return Ok(()) };
    if !read
        .iter()
        .any(|path| path.as_ref().canonicalize().is_ok_and(|path| path == target && path.is_file()))
    {
        return Ok(());
    }
    let help = "pass another file with -o".to_owned();
    Err(Error::usage(format!("{}: {message}", output.display()), help))
}

/// An output file with where it is or will be; none for standard output and where there is no such directory.
fn target(output: Option<&Path>) -> Option<(&Path, PathBuf)> {
    let output = output.filter(|path| path.as_os_str() != "-")?;
    if let Ok(target) = output.canonicalize() {
        return Some((output, target));
    }
    let directory = output.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Some((output, directory.canonicalize().ok()?.join(output.file_name()?)))
}

fn delimiter(name: &str) -> Result<Option<u8>> {
    match name.as_bytes() {
        b"auto" => Ok(None),
        b"tab" | b"\\t" => Ok(Some(b'\t')),
        [byte] if byte.is_ascii() => Ok(Some(*byte)),
        _ => Err(Error::usage(
            format!("the delimiter {name:?}: expected one ASCII character"),
            "pass -d ';', -d tab or -d auto".to_owned(),
        )),
    }
}

/// Where the output goes.
#[derive(Debug, Args)]
pub(super) struct OutputArgs {
    /// Output file, written whole or not at all; - for standard output
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub(super) output: Option<PathBuf>,
    /// Form of the output; by default that of the file's extension; else text for a report, and for records text on a
    /// terminal and jsonl elsewhere
    #[arg(short, long, value_name = "FORMAT", help_heading = "Output")]
    format: Option<String>,
}

impl OutputArgs {
    /// The format among those that the verb offers; `default` where nothing else decides.
    pub(super) fn format(&self, offered: &[Format], default: Option<Format>) -> Result<Format> {
        if let Some(name) = &self.format {
            let format = offered.iter().copied().find(|format| format.name() == name);
            return format.ok_or_else(|| {
                let names: Vec<_> = offered.iter().map(|format| format.name()).collect();
                Error::usage(
                    format!("the format {name:?} is not one of this verb's"),
                    format!("choose one of: {}", names.join(", ")),
                )
            });
        }
        let path = self.output.as_deref().filter(|path| path.as_os_str() != "-");
        let from_path = path.map_or(Ok(None), |path| Format::of_path(path, offered))?;
        let by_place = if Sink::is_terminal(self.output.as_deref()) { Format::Text } else { Format::Jsonl };
        Ok(from_path.or(default).unwrap_or(by_place))
    }
}

/// A page with figures.
#[derive(Debug, Args)]
pub(super) struct ReportArgs {
    /// Write a report with figures to this file: one page, for a browser, without the network
    #[arg(long = "report", value_name = "FILE.html", help_heading = "Output")]
    pub(super) path: Option<PathBuf>,
}

impl ReportArgs {
    /// Opens the report, before any long work; [`Sink::finish`] gives it its name.
    pub(super) fn open(&self) -> Result<Option<Sink>> {
        self.path.as_deref().map(|path| Sink::open(Some(path))).transpose()
    }
}

/// Refuses two outputs to one file; `None` stands for standard output, as `-` does.
pub(super) fn check_distinct(outputs: &[(&str, Option<&Path>)]) -> Result<()> {
    let target = |path: Option<&Path>| {
        let path = path.unwrap_or(Path::new("-"));
        path.canonicalize().unwrap_or_else(|_| path.to_owned())
    };
    for (n, (flag, path)) in outputs.iter().enumerate() {
        if let Some((earlier, _)) = outputs[..n].iter().find(|(_, other)| target(*other) == target(*path)) {
            let name = target(*path);
            return Err(Error::usage(
                format!("{flag} {}: {earlier} goes there too", name.display()),
                format!("pass another file with {flag}"),
            ));
        }
    }
    Ok(())
}

/// The model to use.
#[derive(Debug, Args)]
pub(super) struct ModelArgs {
    /// Model file; without it the built-in one
    #[arg(short, long, value_name = "FILE", env = "NEWSDESK_MODEL")]
    pub(super) model: Option<PathBuf>,
}

impl ModelArgs {
    /// Refuses an output file that is the model.
    pub(super) fn check_output(&self, output: Option<&Path>) -> Result<()> {
        refuse_same(output, self.model.as_slice(), "the output is also the model")
    }

    pub(super) fn load(&self) -> Result<Model> {
        match &self.model {
            Some(path) => Model::load(path),
            None => built_in(),
        }
    }
}

#[cfg(feature = "default-model")]
fn built_in() -> Result<Model> {
    Model::built_in()
}

#[cfg(not(feature = "default-model"))]
fn built_in() -> Result<Model> {
    Err(Error::usage("this build has no built-in model", "pass a model file with -m".to_owned()))
}

/// What becomes of records that cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum OnError {
    /// An error record stands in the record's place.
    Emit,
    /// The record is left out and counted.
    Skip,
    /// The run ends.
    Fail,
}

/// How bad records are treated.
#[derive(Debug, Args)]
pub(super) struct ErrorArgs {
    /// What becomes of records that cannot be used
    #[arg(long, value_enum, value_name = "HOW", default_value = "emit", help_heading = "Bad records")]
    pub(super) errors: OnError,
    /// Stop after this many bad records
    #[arg(long, value_name = "N", value_parser = any_number::<u64>, allow_negative_numbers = true, help_heading = "Bad records")]
    pub(super) max_errors: Option<u64>,
    /// Exit with 0 even if there were bad records
    #[arg(long, help_heading = "Bad records")]
    pub(super) allow_errors: bool,
}

impl ErrorArgs {
    /// Whether so many bad records end the run.
    pub(super) fn are_too_many(&self, failed: u64) -> bool {
        self.max_errors.is_some_and(|max| failed > max)
    }
}
