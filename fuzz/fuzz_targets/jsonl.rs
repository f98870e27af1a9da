//! Any bytes, read as JSON lines, give numbered records and errors; also with a limit and bad bytes replaced.
#![no_main]

use libfuzzer_sys::fuzz_target;
use newsdesk::corpus::{EncodingErrors, ReadParams};
use newsdesk_fuzz::assert_records;

fuzz_target!(|bytes: &[u8]| {
    assert_records("fuzz.jsonl", bytes, ReadParams::default());
    let limited = ReadParams {
        encoding_errors: EncodingErrors::Replace,
        needs_label: true,
        max_record: 64,
        ..ReadParams::default()
    };
    assert_records("fuzz.jsonl", bytes, limited);
});
