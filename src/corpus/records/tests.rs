//! Several inputs, what is wrong with them, and what is said about them.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use super::super::testing::{messages, notices};
use super::*;

/// Everything that comes of some files, as `id: text` or the message, without the path of the directory.
fn read_files(files: &[(&str, &[u8])], inputs: &[&str], params: &ReadParams) -> Vec<String> {
    let root = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = root.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    let inputs = inputs.iter().map(|name| Input::Path(root.path().join(name))).collect();
    let records = match documents(inputs, params.clone(), |_| {}) {
        Ok(records) => records,
        Err(error) => return vec![error.to_string().replace(&format!("{}/", root.path().display()), "")],
    };
    let show = |record: Result<Record>| match record {
        Ok(record) => format!("{}: {}", record.document.id, record.document.text),
        Err(error) => error.to_string().replace(&format!("{}/", root.path().display()), ""),
    };
    records.map(show).collect()
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn the_keys_of_json_lines_can_be_known_before_the_first_record() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.jsonl");
    fs::write(&path, "{\"text\":\"a\",\"gist\":\"b\"}\n{\"text\":\"c\"}\n").unwrap();
    let params = ReadParams { keep_columns: true, ..ReadParams::default() };
    let mut records = documents(vec![Input::Path(path)], params, |_| ()).unwrap();
    assert_eq!(records.read_headers(), ["text", "gist"]);
    assert_eq!(records.filter_map(|record| record.unwrap().columns).count(), 2);
}

#[test]
fn several_inputs_come_one_after_the_other() {
    let zst = zstd::encode_all(&b"{\"text\": \"c\"}"[..], 1).unwrap();
    let gz = gzip(b"id,text\n2,b\n");
    let files: [(&str, &[u8]); 4] =
        [("x.csv", b"id;text\n1;a\n"), ("d/a.csv.gz", &gz), ("d/b.jsonl.zst", &zst), ("d/c.txt", b"d")];
    assert_eq!(
        read_files(&files, &["x.csv", "d"], &ReadParams::default()),
        ["1: a", "2: b", "b-1: c", "c: d"]
    );
}

#[test]
fn a_bad_file_ends_the_run_where_it_is_alone_and_costs_only_itself_among_others() {
    let files: [(&str, &[u8]); 3] =
        [("d/a.csv", b"PK\x03\x04\x14\0"), ("d/b.csv", b"id,words\n1,b\n"), ("d/c.txt", b"c")];
    let a = "not text: found a ZIP archive, such as .xlsx or .docx";
    assert_eq!(read_files(&files, &["d/a.csv"], &ReadParams::default()), [format!("d/a.csv: {a}")]);
    assert_eq!(
        read_files(&files, &["d/no.txt", "d/a.csv", "d/c.txt"], &ReadParams::default()),
        [
            "d/no.txt: record 1: no such file or directory".to_owned(),
            format!("d/a.csv: record 1: {a}"),
            "c: c".to_owned()
        ]
    );
    let all = read_files(&files, &["d"], &ReadParams::default());
    assert_eq!((all[0].as_str(), all[2].as_str()), (format!("d/a.csv: record 1: {a}").as_str(), "c: c"));
    assert!(all[1].starts_with("d/b.csv: record 1: no text column"), "{}", all[1]);
}

#[test]
fn a_file_of_a_directory_that_breaks_off_goes_on_with_the_next() {
    let files: [(&str, &[u8]); 2] = [("d/a.csv", b"id,text\n1,a\n2,\"b"), ("d/b.txt", b"b")];
    let read = read_files(&files, &["d"], &ReadParams::default());
    assert_eq!((read[0].as_str(), read[2].as_str()), ("1: a", "b: b"));
    assert!(
        read[1].starts_with("d/a.csv: line 3, record 2: found a quote that is never closed"),
        "{}",
        read[1]
    );
}

#[test]
fn a_truncated_file_gives_its_records_and_then_the_place() {
    let table: String = (0..20_000).map(|n| format!("{n},text {}\n", n * 7919 % 10_007)).collect();
    let whole = gzip(format!("id,text\n{table}").as_bytes());
    let half = &whole[..whole.len() / 2];
    let read = read_files(&[("x.csv.gz", half)], &["x.csv.gz"], &ReadParams::default());
    assert!(read.len() > 5000);
    let place = format!("x.csv.gz: byte {}: found the end of the file inside a gzip stream", half.len());
    assert_eq!(read.last(), Some(&place));
    assert_eq!(read[0], "0: text 0");
}

#[test]
fn kept_columns_must_be_the_same_in_all_tables() {
    let files: [(&str, &[u8]); 2] = [("a.csv", b"id,text\n1,a\n"), ("b.csv", b"text,id\nb,2\n")];
    let keep = ReadParams { keep_columns: true, ..ReadParams::default() };
    let message =
        "b.csv: record 1: found the header \"text\", \"id\", expected \"id\", \"text\" as in the first table";
    assert_eq!(read_files(&files, &["a.csv", "b.csv"], &keep), ["1: a", message]);
    assert_eq!(read_files(&files, &["a.csv", "b.csv"], &ReadParams::default()), ["1: a", "2: b"]);
}

#[test]
fn what_was_decided_is_said_once() {
    assert_eq!(
        notices("x.csv", b"id;body\n1;it\x92s\n2;it\x92s\n"),
        [
            "Detail x.csv: delimiter ';'",
            "Info x.csv: columns: text = \"body\", id = \"id\"",
            "Info x.csv: read as windows-1252"
        ]
    );
    assert_eq!(
        notices("x.jsonl", "{\"text\": \"a\"}\n{\"text\": \"b\"}"),
        ["Info x.jsonl: fields: text = \"text\""]
    );
    assert_eq!(notices("x.jsonl", "{\n{\"body\": \"a\"}"), ["Info x.jsonl: fields: text = \"body\""]);
    assert_eq!(notices("x.csv", "id,text\n").last().unwrap(), "Warning x.csv: no records");
    assert_eq!(notices("x.csv", "\n\r\n"), ["Warning x.csv: no records"]);
    assert_eq!(notices("-", ""), ["Warning -: no records"]);
}

#[test]
fn utf_16_is_read_with_and_without_a_mark() {
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    for table in ["id;text\n1;Łódź \u{10348}\n", "\u{feff}id;text\n1;Łódź \u{10348}\n"] {
        assert_eq!(messages("x.csv", utf16(table), &ReadParams::default()), ["1: Łódź \u{10348}"]);
    }
}

#[test]
fn an_encoding_can_be_forced_but_must_exist() {
    let forced = |label: &str| ReadParams { encoding: Some(label.into()), ..ReadParams::default() };
    assert_eq!(messages("x.txt", b"\xc3\xa9", &forced("windows-1252")), ["x: Ã©"]);
    let error = documents(Vec::new(), forced("cp-what"), |_| {}).err().unwrap();
    assert_eq!(
        error.to_string(),
        "found the encoding \"cp-what\", expected a label such as utf-8 or windows-1252"
    );
}

#[test]
fn records_can_be_read_on_another_thread() {
    fn is_send<T: Send>(_: &T) {}
    let records = documents(
        vec![Input::Bytes { name: PathBuf::from("a.txt"), bytes: (*b"a").into() }],
        ReadParams::default(),
        |_| {},
    )
    .unwrap();
    is_send(&records);
    assert_eq!((records.headers(), records.total_bytes()), (None, Some(1)));
}
