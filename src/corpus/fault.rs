//! How the errors of this folder are made; the table of codes is in the [module](super) above.

use std::io;
use std::path::Path;

use super::inflate::Damage;
use crate::error::{Error, ErrorKind, Place};

/// The bytes of names in a message after which no other is listed.
const MAX_LIST_BYTES: usize = 300;
/// The characters shown of one name.
const MAX_NAME_CHARS: usize = 40;

/// An input that cannot be used at all.
pub(crate) fn input(code: &'static str, place: Place, message: String, help: Option<String>) -> Error {
    ErrorKind::Input { code, place, message, help }.into()
}

/// A record that is lost; the next ones are not.
pub(crate) fn record(code: &'static str, place: Place, message: String, help: Option<String>) -> Error {
    record_of(None, code, place, message, help)
}

/// A record that is lost although its id is known.
pub(crate) fn record_of(
    id: Option<String>,
    code: &'static str,
    place: Place,
    message: String,
    help: Option<String>,
) -> Error {
    ErrorKind::Record { code, place, id, message, help }.into()
}

/// The error for a stream that could not be read on.
pub(crate) fn read(path: &Path, error: io::Error) -> Error {
    let damage = match error.downcast::<Damage>() {
        Ok(damage) => damage,
        Err(error) => return Error::io(path, "read the file", error),
    };
    let place = Place::file(path).with_byte(damage.compressed_bytes);
    if damage.limit {
        return inflates_too_far(place, damage.message);
    }
    let help = "get the file again, or decompress it as far as it goes".to_owned();
    input("E0211", place, damage.message, Some(help))
}

/// A file that becomes larger than it may once it is decompressed.
pub(crate) fn inflates_too_far(place: Place, message: String) -> Error {
    let help = "pass a larger --max-inflate (in MiB), if the file is to be trusted".to_owned();
    input("E0212", place, message, Some(help))
}

/// A record over the limit.
pub(crate) fn too_large(place: Place, max_record: usize) -> Error {
    let limit = match max_record >> 20 {
        0 => format!("{max_record} bytes"),
        mib => format!("{mib} MiB"),
    };
    record("E0208", place, format!("record larger than {limit} (--max-record)"), None)
}

/// Bytes that are not valid in the encoding of the file.
pub(crate) fn invalid_bytes(id: Option<String>, place: Place, byte: Option<u8>, encoding: &str) -> Error {
    let found = byte.map_or("bytes".to_owned(), |byte| format!("the byte 0x{byte:02X}"));
    let help = "pass --encoding-errors replace, or --encoding with the encoding that the file is in";
    let message = format!("found {found}, which is not valid {encoding}");
    record_of(id, "E0207", place, message, Some(help.to_owned()))
}

/// The same error as the loss of one record, which has this number unless the error knows better.
pub(crate) fn as_record(error: Error, number: u64) -> Error {
    let (code, message) = match error.kind() {
        ErrorKind::Input { code, message, .. } => (*code, message.clone()),
        ErrorKind::Io { action, source, .. } => ("E0213", format!("cannot {action}: {source}")),
        _ => return error,
    };
    let place = error.place().cloned().unwrap_or_default();
    let number = place.record.unwrap_or(number);
    record(code, place.with_record(number), message, error.help().map(str::to_owned))
}

/// Names in quotes, with commas, shortened.
pub(crate) fn quoted<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> String {
    let mut listed = String::new();
    for (i, name) in names.into_iter().enumerate() {
        if listed.len() > MAX_LIST_BYTES {
            return listed + ", …";
        }
        if i > 0 {
            listed.push_str(", ");
        }
        listed.push_str(&short(name.as_ref()));
    }
    listed
}

/// One name in quotes, shortened.
pub(crate) fn short(name: &str) -> String {
    match name.char_indices().nth(MAX_NAME_CHARS) {
        Some((end, _)) => format!("\"{}…\"", name[..end].escape_debug()),
        None => format!("{name:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_and_long_lists_are_cut() {
        assert_eq!(quoted(["id", "a\tb"]), "\"id\", \"a\\tb\"");
        assert_eq!(short(&"x".repeat(50)), format!("\"{}…\"", "x".repeat(40)));
        assert!(quoted(vec!["a"; 100]).ends_with("\"a\", …"));
    }

    #[test]
    fn a_file_lost_in_a_directory_is_one_record() {
        let error = Error::io("d/x.txt", "open the file", io::ErrorKind::PermissionDenied.into());
        let lost = as_record(error, 1);
        assert!(lost.is_record());
        assert_eq!(lost.to_string(), "d/x.txt: record 1: cannot open the file: permission denied");
    }
}
