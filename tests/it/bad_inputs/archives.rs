//! Compressed files.

use std::io::Write;

use insta::assert_snapshot;

use super::run;

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn members_that_follow_each_other_are_all_read() {
    let bytes = [gzip("id,text\n1,income tax\n"), gzip("2,farm aid\n")].concat();
    assert_eq!(run("a.csv.gz", bytes, "classify -q --fields id").stdout, "{\"id\":\"1\"}\n{\"id\":\"2\"}\n");
}

#[test]
fn a_cut_archive_gives_its_records_and_the_place() {
    let whole = gzip("id,text\n1,income tax\n2,farm aid\n");
    assert_snapshot!(run("a.csv.gz", &whole[..whole.len() - 8], "classify -q --fields id"), @r#"
exit: 3
--- stdout
{"id":"1"}
{"id":"2"}
--- stderr
newsdesk: error[E0211]: a.csv.gz: byte 44: found the end of the file inside a gzip stream
help: get the file again, or decompress it as far as it goes
"#);
    let said = run("a.csv.gz", &whole[..whole.len() - 8], "classify --fields id").stderr;
    assert!(said.ends_with("\nread 2 · ok 2 · abstained 0 · errors 0 · [MB] in [TIME]\n"), "{said}");
    let garbage = [whole, b"garbage".to_vec()].concat();
    let ran = run("a.csv.gz", garbage, "classify -q --fields id");
    assert_eq!((ran.code, ran.records().len()), (3, 2), "{ran}");
}

#[test]
fn a_decompression_bomb_stops_at_the_limit() {
    let bomb = gzip(&format!("id,text\n{}", "1,tax\n".repeat(500_000)));
    let ran = run("a.csv.gz", bomb, "classify -q --fields id --max-inflate 1 -o out.jsonl");
    assert_eq!(ran.code, 3, "{ran}");
    assert!(ran.stderr.starts_with("newsdesk: error[E0212]: a.csv.gz: byte "), "{ran}");
    assert!(ran.stderr.contains("found more than 1048576 bytes in "), "{ran}");
}
