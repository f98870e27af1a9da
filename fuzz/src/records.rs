//! What must hold for any input of records.

use newsdesk::corpus::{Input, ReadParams, Record, documents};
use newsdesk::error::{Error, ErrorKind};

/// Every record and every error in the place of one has its number, in order; the lines never go back; reading
/// ends, at the latest with the first error that is not a record's; and it ends for good.
pub fn assert_records(name: &str, bytes: &[u8], params: ReadParams) {
    let keeps_columns = params.keep_columns;
    let input = Input::Bytes { name: name.into(), bytes: bytes.into() };
    let mut records = match documents(vec![input], params, |notice| drop(notice.to_string())) {
        Ok(records) => records,
        Err(error) => return assert_input_error(&error),
    };
    let mut line = 1;
    let mut is_over = false;
    let mut n_records = 0;
    while let Some(record) = records.next() {
        assert!(!is_over, "a record after the error that ends the run");
        n_records += 1;
        assert!(n_records <= bytes.len() as u64 + 1, "more records than bytes");
        let place = match record {
            Ok(record) => {
                assert_record(&record);
                let n_columns = records.headers().map(<[String]>::len);
                assert!(
                    !keeps_columns || record.columns.is_none_or(|values| Some(values.len()) == n_columns)
                );
                (record.record, record.line)
            }
            Err(error) if error.is_record() => {
                let place = error.place().expect("the error of a record has a place");
                (place.record.expect("a record's number"), place.line.expect("a record's line"))
            }
            Err(error) => {
                assert_input_error(&error);
                is_over = true;
                continue;
            }
        };
        assert_eq!(place.0, n_records, "the number of a record");
        // A CR ends a row but no line in a table whose lines end with LF.
        assert!(place.1 >= line, "line {} after line {line}", place.1);
        line = place.1;
    }
    assert!(records.next().is_none(), "records after the end");
}

fn assert_record(record: &Record) {
    let document = &record.document;
    assert!(!document.id.is_empty(), "an empty id");
    assert!(!document.text.contains('\0'), "a NUL in the text");
    assert!(record.label.as_ref().is_none_or(|label| !label.trim().is_empty()), "a blank label");
}

/// It is an error of the input, with a code and a message.
fn assert_input_error(error: &Error) {
    assert!(matches!(error.kind(), ErrorKind::Input { .. }), "{error:?}");
    assert!(error.code().starts_with("E02"), "{error:?}");
    assert!(!error.to_string().is_empty(), "{error:?}");
}
