//! Any bytes, read as a table, give numbered records and errors; with and without a header, limits and kept columns.
#![no_main]

use libfuzzer_sys::fuzz_target;
use newsdesk::corpus::{EncodingErrors, ReadParams};
use newsdesk_fuzz::assert_records;

fuzz_target!(|bytes: &[u8]| {
    assert_records("fuzz.csv", bytes, ReadParams { keep_columns: true, ..ReadParams::default() });
    let first_column = ReadParams {
        text_column: Some("1".to_owned()),
        no_header: true,
        encoding_errors: EncodingErrors::Replace,
        max_record: 64,
        ..ReadParams::default()
    };
    assert_records("fuzz.csv", bytes, first_column);
});
