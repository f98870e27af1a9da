//! Every message a user can see: what is wrong, where it is, and the one thing to do about it.

use std::fmt;
use std::path::{Path, PathBuf};

/// A result whose error is [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Where in the input something is: the path first, then as much as is known.
///
/// Lines and records count from 1; the header of a table is line 1 and no record. `byte` is an offset from 0 into
/// the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The file as the user named it; `-` is standard input.
    pub path: Option<PathBuf>,
    /// The record's number, from 1.
    pub record: Option<u64>,
    /// The physical line on which the record starts, from 1.
    pub line: Option<u64>,
    /// The byte in the file, from 0.
    pub byte: Option<u64>,
}

impl Place {
    /// The place that is a whole file.
    pub fn file(path: impl AsRef<Path>) -> Self {
        Self { path: Some(path.as_ref().to_path_buf()), ..Self::default() }
    }

    /// The same place, narrowed to a record.
    pub fn with_record(mut self, record: u64) -> Self {
        self.record = Some(record);
        self
    }

    /// The same place, narrowed to a line.
    pub fn with_line(mut self, line: u64) -> Self {
        self.line = Some(line);
        self
    }

    /// The same place, narrowed to a byte.
    pub fn with_byte(mut self, byte: u64) -> Self {
        self.byte = Some(byte);
        self
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        if let Some(path) = &self.path {
            write!(f, "{}", path.display())?;
            separator = ": ";
        }
        for (name, value) in [("line", self.line), ("record", self.record), ("byte", self.byte)] {
            if let Some(value) = value {
                write!(f, "{separator}{name} {value}")?;
                separator = ", ";
            }
        }
        Ok(())
    }
}

/// What went wrong, with its place, a stable code, and a way out.
///
/// One pointer wide. [`Error::kind`] gives the data, [`Error::code`] a code that does not change between releases,
/// [`Error::help`] the one thing to do.
#[derive(Debug)]
pub struct Error(Box<ErrorKind>);

/// The data of an [`Error`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The command line or a parameter has a value that cannot be used. E0101
    #[error("{message}")]
    Usage {
        /// What is wrong: found X, expected Y.
        message: String,
        /// What to do.
        help: Option<String>,
    },

    /// An operating-system call failed. E0102
    #[error("{}cannot {action}", prefix(.place))]
    Io {
        /// The file, where there is one.
        place: Place,
        /// What was tried, as a verb phrase: "read the file".
        action: &'static str,
        /// The system's own error.
        source: std::io::Error,
    },

    /// An input as a whole cannot be used; `code` tells which rule. E02xx
    #[error("{}{message}", prefix(.place))]
    Input {
        /// The stable code.
        code: &'static str,
        /// Where.
        place: Place,
        /// What is wrong: found X, expected Y.
        message: String,
        /// What to do.
        help: Option<String>,
    },

    /// One record cannot be used; the records after it can. E02xx
    #[error("{}{message}", prefix(.place))]
    Record {
        /// The stable code.
        code: &'static str,
        /// Where: always with the record's number.
        place: Place,
        /// The record's id, where it has one.
        id: Option<String>,
        /// What is wrong: found X, expected Y.
        message: String,
        /// What to do.
        help: Option<String>,
    },

    /// The labels or texts cannot be trained on. E03xx
    #[error("{}{message}", prefix(.place))]
    Training {
        /// The stable code.
        code: &'static str,
        /// Where.
        place: Place,
        /// What is wrong: found X, expected Y.
        message: String,
        /// What to do.
        help: Option<String>,
    },

    /// A model file cannot be used. E04xx
    #[error("{}{message}", prefix(.place))]
    Model {
        /// The stable code.
        code: &'static str,
        /// Where.
        place: Place,
        /// What is wrong: found X, expected Y.
        message: String,
        /// What to do.
        help: Option<String>,
    },

    /// A gate of `evaluate` was missed. E0501
    #[error("{message}")]
    Gate {
        /// Which gate, the value, and the bound.
        message: String,
    },

    /// A signal asked for the end. E0104
    #[error("stopped by {}", signal_name(*.signal))]
    Interrupted {
        /// The signal's number.
        signal: i32,
    },

    /// An error of the linfa framework. E0103
    #[error(transparent)]
    Linfa(linfa::Error),
}

fn signal_name(signal: i32) -> String {
    match signal {
        2 => "SIGINT".to_owned(),
        15 => "SIGTERM".to_owned(),
        other => format!("signal {other}"),
    }
}

/// The place as a prefix of a message: empty, or ending in `: `.
fn prefix(place: &Place) -> String {
    let place = place.to_string();
    if place.is_empty() { place } else { place + ": " }
}

impl Error {
    /// A bad command line or parameter.
    pub fn usage(message: impl Into<String>, help: impl Into<Option<String>>) -> Self {
        ErrorKind::Usage { message: message.into(), help: help.into() }.into()
    }

    /// A failed system call on a file.
    pub fn io(path: impl AsRef<Path>, action: &'static str, source: std::io::Error) -> Self {
        ErrorKind::Io { place: Place::file(path), action, source }.into()
    }

    /// The data of this error.
    pub fn kind(&self) -> &ErrorKind {
        &self.0
    }

    /// The code of this kind of error, for example `E0201`. Codes do not change between releases.
    pub fn code(&self) -> &'static str {
        match self.kind() {
            ErrorKind::Usage { .. } => "E0101",
            ErrorKind::Io { .. } => "E0102",
            ErrorKind::Linfa(_) => "E0103",
            ErrorKind::Interrupted { .. } => "E0104",
            ErrorKind::Gate { .. } => "E0501",
            ErrorKind::Input { code, .. }
            | ErrorKind::Record { code, .. }
            | ErrorKind::Training { code, .. }
            | ErrorKind::Model { code, .. } => code,
        }
    }

    /// The one thing to do about it, where there is one.
    pub fn help(&self) -> Option<&str> {
        match self.kind() {
            ErrorKind::Usage { help, .. }
            | ErrorKind::Input { help, .. }
            | ErrorKind::Record { help, .. }
            | ErrorKind::Training { help, .. }
            | ErrorKind::Model { help, .. } => help.as_deref(),
            _ => None,
        }
    }

    /// Where it is, as far as is known.
    pub fn place(&self) -> Option<&Place> {
        match self.kind() {
            ErrorKind::Io { place, .. }
            | ErrorKind::Input { place, .. }
            | ErrorKind::Record { place, .. }
            | ErrorKind::Training { place, .. }
            | ErrorKind::Model { place, .. } => Some(place),
            _ => None,
        }
    }

    /// The same error at `place`, where it has none.
    pub fn at(mut self, place: Place) -> Self {
        match &mut *self.0 {
            ErrorKind::Io { place: own, .. }
            | ErrorKind::Input { place: own, .. }
            | ErrorKind::Record { place: own, .. }
            | ErrorKind::Training { place: own, .. }
            | ErrorKind::Model { place: own, .. }
                if *own == Place::default() =>
            {
                *own = place;
            }
            _ => {}
        }
        self
    }

    /// The same error of a record with one more way out in its help.
    #[cfg(feature = "cli")]
    pub(crate) fn and_help(mut self, way_out: &str) -> Self {
        if let ErrorKind::Record { help, .. } = &mut *self.0 {
            *help = Some(help.take().map_or(way_out.to_owned(), |help| format!("{help}, or {way_out}")));
        }
        self
    }

    /// Whether only one record is lost and the run can go on.
    pub fn is_record(&self) -> bool {
        matches!(self.kind(), ErrorKind::Record { .. })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        std::error::Error::source(&*self.0)
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self(Box::new(kind))
    }
}

impl From<linfa::Error> for Error {
    fn from(error: linfa::Error) -> Self {
        ErrorKind::Linfa(error).into()
    }
}

/// How much a [`Notice`] matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Said only when asked for (`-v`).
    Detail,
    /// What was decided: a column, an encoding.
    Info,
    /// Something that the user should look at.
    Warning,
}

/// Something to tell the user that does not stop the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How much it matters.
    pub level: Level,
    /// Where.
    pub place: Place,
    /// What.
    pub message: String,
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", prefix(&self.place), self.message)
    }
}

/// A number as messages show it, with commas: `1,204`.
pub(crate) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_names_the_path_first() {
        let place = Place::file("x.csv").with_record(42).with_line(1091);
        assert_eq!(place.to_string(), "x.csv: line 1091, record 42");
        assert_eq!(Place::default().to_string(), "");
    }

    #[test]
    fn display_does_not_repeat_the_source() {
        let error = Error::io("x.csv", "read the file", std::io::Error::other("broken"));
        assert_eq!(error.to_string(), "x.csv: cannot read the file");
        assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "broken");
        assert_eq!(error.code(), "E0102");
    }

    #[test]
    fn numbers_get_a_comma_every_three_digits() {
        assert_eq!([0, 999, 1000, 1204, 1_234_567].map(grouped), ["0", "999", "1,000", "1,204", "1,234,567"]);
    }
}
