//! Tables and JSON lines.

use insta::{allow_duplicates, assert_snapshot};
use serde_json::json;

use super::{classify, run, train};

#[test]
fn a_byte_order_mark_is_no_part_of_the_first_name() {
    assert_snapshot!(classify("a.csv", "\u{feff}id,text\n7,The senate cut the income tax.\n"), @r#"
exit: 0
--- stdout
{"id":"7","label":"Macroeconomics","abstain_reason":null}
--- stderr
newsdesk: note: a.csv: columns: text = "text", id = "id"
read 1 · ok 1 · abstained 0 · errors 0 · [MB] in [TIME]
"#);
}

#[test]
fn the_delimiter_is_sniffed_and_quoted_semicolons_do_not_win() {
    for delimiter in [";", "\t", "|", ","] {
        let rows = [["id", "text"], ["7", "\"tax; senate; vote; bill; income; rate\""]];
        let table: String = rows.iter().map(|row| row.join(delimiter) + "\n").collect();
        let ran = run("a.csv", table, "classify --fields id,words -q");
        assert_eq!(ran.stdout, "{\"id\":\"7\",\"words\":6}\n", "{delimiter:?}: {ran}");
    }
}

#[test]
fn one_column_after_a_wrong_delimiter() {
    assert_snapshot!(run("a.csv", "id;text\n1;tax\n", "classify -d ,"), @r#"
exit: 3
--- stderr
newsdesk: error[E0204]: a.csv: line 1: found one column, "id;text", with the delimiter ','; the delimiter looks like ';'
help: pass --delimiter ';', or leave it out
"#);
}

#[test]
fn a_ragged_row_becomes_an_error_record() {
    assert_snapshot!(classify("a.csv", "id,text\n1,income tax\n2\n3,\"farm\naid\"\n4,a,b\n"), @r#"
exit: 3
--- stdout
{"id":"1","label":"Macroeconomics","abstain_reason":null}
{"id":null,"record":2,"source":"a.csv","line":3,"error":{"code":"E0205","message":"found 1 field, expected 2 as in the header"}}
{"id":"3","label":"Agriculture","abstain_reason":null}
{"id":null,"record":4,"source":"a.csv","line":6,"error":{"code":"E0205","message":"found 3 fields, expected 2 as in the header"}}
--- stderr
newsdesk: note: a.csv: columns: text = "text", id = "id"
read 4 · ok 2 · abstained 0 · errors 2 · [MB] in [TIME]
"#);
}

#[test]
fn a_ragged_row_stops_training_unless_it_may_be_skipped() {
    let table = "text,label\nincome tax,tax\nfarm aid\nfarm hay,farm\nsales tax,tax\nhay price,farm\n";
    assert_snapshot!(train(table, ""), @r#"
exit: 3
--- stderr
newsdesk: note: t.csv: columns: text = "text", label = "label"
newsdesk: error[E0205]: t.csv: line 3, record 2: found 1 field, expected 2 as in the header
help: quote fields that contain the delimiter, or pass --errors skip to train on the rest
"#);
    assert_snapshot!(train(table, "--errors skip"), @r#"
exit: 0
--- stderr
newsdesk: note: t.csv: columns: text = "text", label = "label"
newsdesk: warning: t.csv: line 3, record 2: found 1 field, expected 2 as in the header; left out
newsdesk: note: m.ndm: 2 labels, 70 terms, 4 records (1 left out), 0.0 MB, nbsvm in [TIME]
"#);
}

#[test]
fn a_name_that_stands_twice() {
    assert_snapshot!(classify("a.csv", "id,text,text\n1,a,b\n"), @r#"
exit: 3
--- stderr
newsdesk: error[E0202]: a.csv: found "text" twice in the header, as columns 2 and 3
help: pass --text-column 2 or 3
"#);
}

#[test]
fn a_table_without_a_header() {
    let table = "1,The Senate passed the farm bill on Monday,Agriculture\n";
    assert_snapshot!(train(table, ""), @r#"
exit: 3
--- stderr
newsdesk: error[E0203]: t.csv: line 1: no header: the first row looks like data ("1", "The Senate passed the farm bill on Monda…", "Agriculture"), expected the names of the columns, such as "text", "body"
help: pass --no-header --text-column 2 --label-column 3
"#);
}

#[test]
fn a_table_without_a_header_is_read_by_the_numbers_of_its_columns() {
    let table = "1,farm aid and hay,farm\n2,income tax cut,tax\n3,farm prices,farm\n4,sales tax,tax\n";
    assert_snapshot!(train(table, "--no-header --text-column 2 --label-column 3"), @r#"
exit: 0
--- stderr
newsdesk: note: t.csv: columns: text = "2", label = "3"
newsdesk: note: m.ndm: 2 labels, 94 terms, 4 records (0 left out), 0.0 MB, nbsvm in [TIME]
"#);
}

#[test]
fn an_unclosed_quote_takes_no_more_memory_than_a_record_may() {
    let table = format!("id,text\n1,income tax\n2,\"open\n{}", "3,farm aid\n".repeat(300_000));
    assert_snapshot!(run("a.csv", table, "classify --max-record 1 --fields id"), @r#"
exit: 3
--- stdout
{"id":"1"}
--- stderr
newsdesk: note: a.csv: columns: text = "text", id = "id"
newsdesk: error[E0206]: a.csv: line 3: found a quote that is never closed, expected another before the end of the file
help: close the quote on line 3, or double it if it is part of the text
read 1 · ok 1 · abstained 0 · errors 0 · [MB] in [TIME]
"#);
}

#[test]
fn an_unclosed_quote_names_the_line_where_it_opened() {
    assert_snapshot!(classify("a.csv", "id,text\n1,ok tax\n2,\"never closed\n3,b\n4,c\n"), @r#"
exit: 3
--- stdout
{"id":"1","label":"Macroeconomics","abstain_reason":null}
--- stderr
newsdesk: note: a.csv: columns: text = "text", id = "id"
newsdesk: error[E0206]: a.csv: line 3: found a quote that is never closed, expected another before the end of the file
help: close the quote on line 3, or double it if it is part of the text
read 1 · ok 1 · abstained 0 · errors 0 · [MB] in [TIME]
"#);
}

#[test]
fn line_ends_of_every_kind_are_read_and_lines_stay_physical() {
    for end in ["\n", "\r\n", "\r"] {
        let table = "id,text\n1,\"tax \"\"cut\"\"\nof the senate\"\n2\n".replace('\n', end);
        let ran = run("a.csv", table, "classify --fields id,words -q");
        assert_eq!(ran.records()[0], json!({"id": "1", "words": 5}), "{end:?}: {ran}");
        assert_eq!(
            (&ran.records()[1]["record"], &ran.records()[1]["line"]),
            (&json!(2), &json!(4)),
            "{end:?}"
        );
    }
}

#[test]
fn a_field_of_5_mb_is_read() {
    let table = format!("id,text\n1,\"{}\"\n2,tax\n", "income tax ".repeat(500_000));
    let ran = run("a.csv", table, "classify --fields id,words -q");
    assert_eq!(ran.stdout, "{\"id\":\"1\",\"words\":1000000}\n{\"id\":\"2\",\"words\":1}\n");
}

#[test]
fn a_nul_byte_counts_as_a_space() {
    let ran = run("a.csv", "id,text\n1,income\0tax\n", "sentences -q");
    assert_snapshot!(ran, @r#"
exit: 0
--- stdout
{"id":"1","sentences":[{"start":0,"end":10,"text":"income tax"}],"source":"a.csv","record":1}
"#);
}

#[test]
fn nothing_to_classify_is_a_warning() {
    allow_duplicates! {
        for bytes in ["", "\n\n\n"] {
            assert_snapshot!(classify("a.csv", bytes), @r#"
exit: 0
--- stderr
newsdesk: warning: a.csv: no records
read 0 · ok 0 · abstained 0 · errors 0 · [MB] in [TIME]
"#);
        }
    }
    assert_snapshot!(classify("a.csv", "id,text\n"), @r#"
exit: 0
--- stderr
newsdesk: note: a.csv: columns: text = "text", id = "id"
newsdesk: warning: a.csv: no records
read 0 · ok 0 · abstained 0 · errors 0 · [MB] in [TIME]
"#);
}

#[test]
fn nothing_to_train_or_evaluate_on_is_an_error() {
    allow_duplicates! {
    for bytes in ["", "\n\n\n", "text,label\n"] {
        let ran = train(bytes, "-q");
        assert_snapshot!(ran, @r#"
exit: 3
--- stderr
newsdesk: error[E0302]: t.csv: no records
help: pass a file with labelled records
"#);
        let ran = run("t.csv", bytes, "evaluate -q");
        assert_snapshot!(ran, @r#"
exit: 3
--- stderr
newsdesk: error[E0302]: t.csv: no records
help: pass a file with labelled records
"#);
    }
    }
}

#[test]
fn a_zip_or_pdf_under_the_name_of_a_table() {
    assert_snapshot!(classify("a.csv", b"PK\x03\x04\x14\x00\x06\x00[Content_Types].xml"), @r#"
exit: 3
--- stderr
newsdesk: error[E0209]: a.csv: not text: found a ZIP archive, such as .xlsx or .docx
help: save it as text: CSV, JSON lines, plain text or HTML
"#);
    assert_snapshot!(train(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", ""), @r#"
exit: 3
--- stderr
newsdesk: error[E0209]: t.csv: not text: found a PDF document
help: save it as text: CSV, JSON lines, plain text or HTML
"#);
}

#[test]
fn a_json_line_that_is_none_becomes_an_error_record() {
    let lines = "{\"id\":\"a\",\"text\":\"income tax\"}\n{\"id\":\"b\",\n{\"id\":\"c\"}\n[1]\n";
    assert_snapshot!(classify("a.jsonl", lines), @r#"
exit: 3
--- stdout
{"id":"a","label":"Macroeconomics","abstain_reason":null}
{"id":null,"record":2,"source":"a.jsonl","line":2,"error":{"code":"E0210","message":"not a JSON object: EOF while parsing a value at column 10"}}
{"id":null,"record":3,"source":"a.jsonl","line":3,"error":{"code":"E0201","message":"no text field: expected \"text\", \"body\", \"content\" or \"article\"; the object has \"id\""}}
{"id":null,"record":4,"source":"a.jsonl","line":4,"error":{"code":"E0210","message":"found a JSON list, expected one object a line"}}
--- stderr
newsdesk: note: a.jsonl: fields: text = "text", id = "id"
read 4 · ok 1 · abstained 0 · errors 3 · [MB] in [TIME]
"#);
}
