//! What a bad input gets: the whole message, the exit code, and what is left alone.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::Stdio;

use insta::{allow_duplicates, assert_snapshot};
use newsdesk::Model;
use serde_json::{Value, json};

use crate::model_file::{self, CALIBRATION, HEADER, IDF, INTERCEPTS, SCALES};
use crate::support::{Case, Ran, sample_model};

/// The command on a file, with the sample's model where the verb takes one.
fn run(name: &str, bytes: impl AsRef<[u8]>, args: &str) -> Ran {
    let case = Case::with_model().file(name, bytes);
    let model = if args.starts_with("train") { "" } else { "-m policy.ndm" };
    case.run(&format!("{args} {model} {name}"))
}

fn classify(name: &str, bytes: impl AsRef<[u8]>) -> Ran {
    run(name, bytes, "classify --fields id,label,abstain_reason")
}

fn train(bytes: impl AsRef<[u8]>, flags: &str) -> Ran {
    let folds = if flags.contains("--folds") { "" } else { "--folds 0" };
    let min_df = if flags.contains("--min-df") { "" } else { "--min-df 1" };
    run("t.csv", bytes, &format!("train -o m.ndm {folds} {min_df} {flags}"))
}

mod tables {
    use super::*;

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
    help: quote fields that contain the delimiter
    "#);
        assert_snapshot!(train(table, "--errors skip"), @r#"
    exit: 0
    --- stderr
    newsdesk: note: t.csv: columns: text = "text", label = "label"
    newsdesk: warning: t.csv: line 3, record 2: found 1 field, expected 2 as in the header; left out
    newsdesk: note: m.ndm: 2 labels, 10 terms, 4 records (1 left out), 0.0 MB, svm in [TIME]
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
    fn an_unclosed_quote_names_the_line_where_it_opened() {
        assert_snapshot!(classify("a.csv", "id,text\n1,ok tax\n2,\"never closed\n3,b\n4,c\n"), @r#"
    exit: 3
    --- stdout
    {"id":"1","label":"Macroeconomics","abstain_reason":null}
    --- stderr
    newsdesk: note: a.csv: columns: text = "text", id = "id"
    newsdesk: error[E0206]: a.csv: line 3: found a quote that is never closed, expected another before the end of the file
    help: close the quote on line 3, or double it if it is part of the text
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
    {"id":"1","sentences":[{"start":0,"end":10,"text":"income tax"}]}
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
    newsdesk: warning: t.csv: no records
    newsdesk: error[E0302]: t.csv: no records
    help: pass a file with labelled records
    "#);
            let ran = run("t.csv", bytes, "evaluate -q");
            assert_snapshot!(ran, @r#"
    exit: 3
    --- stderr
    newsdesk: warning: t.csv: no records
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
}

mod encodings {
    use super::*;

    #[test]
    fn windows_1252_is_decoded_and_said_once() {
        let table = b"id,text\n1,\x93Tax cuts\x94 won\x92t pass \x96 yet\n2,\x93No\x94\n";
        assert_snapshot!(run("a.csv", table, "sentences"), @r#"
    exit: 0
    --- stdout
    {"id":"1","sentences":[{"start":0,"end":35,"text":"“Tax cuts” won’t pass – yet"}]}
    {"id":"2","sentences":[{"start":0,"end":8,"text":"“No”"}]}
    --- stderr
    newsdesk: note: a.csv: columns: text = "text", id = "id"
    newsdesk: note: a.csv: read as windows-1252
    read 2 · ok 2 · abstained 0 · errors 0 · [MB] in [TIME]
    "#);
        assert_snapshot!(run("a.csv", table, "sentences --encoding utf-8 -q"), @r#"
    exit: 3
    --- stdout
    {"id":"1","record":1,"source":"a.csv","line":2,"error":{"code":"E0207","message":"found the byte 0x93, which is not valid UTF-8","byte":10}}
    {"id":"2","record":2,"source":"a.csv","line":3,"error":{"code":"E0207","message":"found the byte 0x93, which is not valid UTF-8","byte":40}}
    "#);
    }

    #[test]
    fn utf_16_is_decoded_with_and_without_a_mark() {
        let text = "id,text\n1,The senate cut the tax on “farm” income.\n";
        let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in
            [le.clone(), be.clone(), [vec![0xFF, 0xFE], le].concat(), [vec![0xFE, 0xFF], be].concat()]
        {
            let ran = run("a.csv", &bytes, "sentences -q");
            let text = ran.records()[0]["sentences"][0]["text"].as_str().map(str::to_owned);
            assert_eq!(text.as_deref(), Some("The senate cut the tax on “farm” income."), "{ran}");
        }
    }

    #[test]
    fn one_invalid_record_of_a_utf_8_file_is_lost_or_mended() {
        let table = b"id,text\n1,caf\xc3\xa9 tax\n2,caf\xff tax\n3,caf\xc3\xa9 tax\n4,caf\xc3\xa9 tax\n";
        assert_snapshot!(run("a.csv", table, "sentences --encoding utf-8 -q"), @r#"
    exit: 3
    --- stdout
    {"id":"1","sentences":[{"start":0,"end":9,"text":"café tax"}]}
    {"id":"2","record":2,"source":"a.csv","line":3,"error":{"code":"E0207","message":"found the byte 0xFF, which is not valid UTF-8","byte":25}}
    {"id":"3","sentences":[{"start":0,"end":9,"text":"café tax"}]}
    {"id":"4","sentences":[{"start":0,"end":9,"text":"café tax"}]}
    "#);
        let mended = run("a.csv", table, "sentences --encoding utf-8 --encoding-errors replace -q");
        assert_eq!(mended.records()[1]["sentences"][0]["text"], "caf\u{fffd} tax");
    }

    #[test]
    fn escapes_are_shown_on_a_terminal_and_kept_in_json() {
        let table = "id,text,title\n1,income tax,a\u{1b}[31m\u{202e}b\n";
        let text = run("a.csv", table, "classify -q -f text");
        assert!(text.stdout.ends_with("a\\u{1b}[31m\\u{202e}b\n"), "{text}");
        let json = run("a.csv", table, "classify -q --fields title");
        assert_eq!(json.records()[0]["title"], "a\u{1b}[31m\u{202e}b");
    }

    #[test]
    fn a_binary_file_is_a_record_in_a_directory_and_an_error_alone() {
        let elf = b"\x7fELF\x02\x01\x01\0\0\0\0\0";
        assert_snapshot!(classify("a.txt", elf), @r#"
    exit: 3
    --- stderr
    newsdesk: error[E0209]: a.txt: not text: found a program
    help: save it as text: CSV, JSON lines, plain text or HTML
    "#);
        let case = Case::with_model().file("d/a.txt", elf).file("d/b.txt", "The senate cut the income tax.");
        assert_snapshot!(case.run("classify -m policy.ndm --fields id,label d"), @r#"
    exit: 3
    --- stdout
    {"id":null,"record":1,"source":"d/a.txt","line":null,"error":{"code":"E0209","message":"not text: found a program"}}
    {"id":"b","label":"Macroeconomics"}
    --- stderr
    read 2 · ok 1 · abstained 0 · errors 1 · [MB] in [TIME]
    "#);
    }

    #[test]
    fn an_unknown_encoding() {
        assert_snapshot!(run("a.csv", "id,text\n1,tax\n", "classify --encoding klingon"), @r#"
    exit: 2
    --- stderr
    newsdesk: error[E0101]: found the encoding "klingon", expected a label such as utf-8 or windows-1252
    "#);
    }
}

mod labels {
    use super::*;

    #[test]
    fn missing_labels_are_counted_with_their_first_lines() {
        let rows =
            "income tax,tax\nx,\nfarm aid,farm\n\"a\nb\", \nfarm hay,farm\nx,\nx,\nx,\nx,\nsales tax,tax\n";
        let table = format!("text,label\n{rows}");
        assert_snapshot!(train(&table, ""), @r#"
    exit: 3
    --- stderr
    newsdesk: note: t.csv: columns: text = "text", label = "label"
    newsdesk: error[E0307]: t.csv: 6 records without a label: lines 3, 5, 8, 9, 10, …
    help: label them, or pass --errors skip to train on the rest
    "#);
        assert_snapshot!(train(&table, "--errors skip"), @r#"
    exit: 0
    --- stderr
    newsdesk: note: t.csv: columns: text = "text", label = "label"
    newsdesk: warning: t.csv: 6 records without a label: lines 3, 5, 8, 9, 10, …; left out
    newsdesk: note: m.ndm: 2 labels, 10 terms, 4 records (6 left out), 0.0 MB, svm in [TIME]
    "#);
    }

    #[test]
    fn one_class_only() {
        assert_snapshot!(train("text,label\nincome tax,tax\nsales tax,tax\ntax cut,tax\n", ""), @r#"
    exit: 3
    --- stderr
    newsdesk: note: t.csv: columns: text = "text", label = "label"
    newsdesk: error[E0301]: t.csv: all 3 records have the label "tax"; a classifier needs at least 2 labels
    help: pass --label-column with the column that holds the labels
    "#);
    }

    #[test]
    fn a_label_with_one_record_is_trained_and_named() {
        let table =
            "text,label\nincome tax,tax\nsales tax,tax\nfarm hay,farm\nfarm aid,farm\nschool bus,school\n";
        assert_snapshot!(train(table, "--folds 2 --quiet"), @r#"
    exit: 0
    --- stderr
    newsdesk: warning: labels with one record: "school"; trained like the others (--rare drop leaves them out)
    "#);
        assert_snapshot!(train(table, "--rare drop"), @r#"
    exit: 0
    --- stderr
    newsdesk: note: t.csv: columns: text = "text", label = "label"
    newsdesk: warning: labels with one record: "school"; left out
    newsdesk: note: m.ndm: 2 labels, 10 terms, 4 records (1 left out), 0.0 MB, svm in [TIME]
    "#);
        assert_snapshot!(train(table, "--rare merge:other"), @r#"
    exit: 0
    --- stderr
    newsdesk: note: t.csv: columns: text = "text", label = "label"
    newsdesk: warning: labels with one record: "school"; merged
    newsdesk: note: m.ndm: 3 labels, 13 terms, 5 records (0 left out), 0.0 MB, svm in [TIME]
    "#);
        assert_snapshot!(train(table, "--rare error"), @r#"
    exit: 3
    --- stderr
    newsdesk: note: t.csv: columns: text = "text", label = "label"
    newsdesk: error[E0305]: t.csv: labels with one record: "school"
    help: pass --rare drop, merge:NAME or keep
    "#);
    }

    #[test]
    fn any_string_is_a_label_and_comes_back() {
        let labels = ["a, \"b\" #1", "  spaced ", "😀\u{202e}", "line\nend"];
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["text", "label"]).unwrap();
        for (n, label) in labels.iter().enumerate() {
            for word in ["tax", "farm"] {
                writer.write_record([format!("{word} number{n} number{n}"), (*label).to_owned()]).unwrap();
            }
        }
        let table = writer.into_inner().unwrap();
        let case = Case::new().file("t.csv", &table);
        assert_eq!(case.run("train t.csv -o m.ndm --folds 2 --min-df 1 -q").code, 0);
        let model = Model::load(case.path("m.ndm")).unwrap();
        let mut sorted = labels;
        sorted.sort_unstable();
        assert_eq!(model.labels(), sorted);
        let csv = case.run("classify t.csv -m m.ndm -q -f csv --fields label").stdout;
        let read: Vec<csv::StringRecord> =
            csv::Reader::from_reader(csv.as_bytes()).records().map(|record| record.unwrap()).collect();
        let answers: Vec<&str> = read.iter().map(|record| &record[0]).collect();
        assert_eq!(answers, labels.iter().flat_map(|&label| [label, label]).collect::<Vec<_>>());
    }

    #[test]
    fn a_label_over_1_kb() {
        let table = format!("text,label\nincome tax,{}\nfarm aid,farm\nfarm hay,farm\n", "long ".repeat(300));
        assert_snapshot!(train(table, ""), @r#"
    exit: 3
    --- stderr
    newsdesk: note: t.csv: columns: text = "text", label = "label"
    newsdesk: error[E0306]: t.csv: a label of 1500 bytes, expected at most 1024: it starts with "long long long long long long long long "
    help: pass --label-column with the column that holds the labels
    "#);
    }

    #[test]
    fn labels_that_look_alike_are_kept_apart_with_a_warning() {
        let table = "text,label\nincome tax,Tax\nsales tax,tax\ntax cut,Tax\na farm,16\nfarm hay,16.0\nfarm aid, 16\n";
        assert_snapshot!(train(table, "-q"), @r#"
    exit: 0
    --- stderr
    newsdesk: warning: labels that look alike are kept apart: " 16" (1), "16" (1), "16.0" (1)
    newsdesk: warning: labels that look alike are kept apart: "Tax" (2), "tax" (1)
    newsdesk: warning: labels with one record: " 16", "16", "16.0", "tax"; trained like the others (--rare drop leaves them out)
    "#);
    }

    #[test]
    fn an_id_column_taken_for_the_label() {
        let rows: String = (0..1204).map(|n| format!("income tax {n},x{n}\n")).collect();
        assert_snapshot!(train(format!("text,label\n{rows}"), ""), @r#"
    exit: 3
    --- stderr
    newsdesk: note: t.csv: columns: text = "text", label = "label"
    newsdesk: error[E0304]: t.csv: 1,204 labels for 1,204 records — is this the id column?
    help: pass --label-column with the column that holds the labels
    "#);
    }

    #[test]
    fn labels_that_training_never_saw_are_misses_errors_or_left_out() {
        let table = "text,label\nThe senate cut the income tax.,Nope\nFarmers get aid for hay and milk.,Agriculture\n";
        let ran = run("t.csv", table, "evaluate -f json");
        let report: Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!((&report["n_documents"], &report["accuracy"]), (&json!(2), &json!(0.5)));
        assert_eq!(report["unseen_labels"], json!({"Nope": 1}));
        assert_snapshot!(ran.stderr, @r#"
    newsdesk: note: t.csv: columns: text = "text", label = "label"
    newsdesk: warning: labels that training never saw: "Nope" (1); they count as misses
    read 2 · ok 2 · abstained 0 · errors 0 · [MB] in [TIME]
    "#);
        assert_snapshot!(run("t.csv", table, "evaluate --unseen-labels error"), @r#"
    exit: 3
    --- stderr
    newsdesk: note: t.csv: columns: text = "text", label = "label"
    newsdesk: error[E0308]: t.csv: labels that training never saw: "Nope" (1)
    help: pass --unseen-labels count or drop, or train on them
    "#);
        let ran = run("t.csv", table, "evaluate -f json --unseen-labels drop");
        let report: Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!((&report["n_documents"], &report["accuracy"]), (&json!(1), &json!(1.0)));
        assert_snapshot!(ran.stderr, @r#"
    newsdesk: note: t.csv: columns: text = "text", label = "label"
    newsdesk: warning: labels that training never saw: "Nope" (1); their records are left out
    read 2 · ok 2 · abstained 0 · errors 0 · [MB] in [TIME]
    "#);
    }

    #[test]
    fn a_record_without_a_label_cannot_be_evaluated() {
        assert_snapshot!(run("t.csv", "text,label\nincome tax,Energy\nfarm aid,\n", "evaluate"), @r#"
    exit: 3
    --- stderr
    newsdesk: note: t.csv: columns: text = "text", label = "label"
    newsdesk: error[E0307]: t.csv: line 3, record 2: no label: expected one to compare with
    help: label the record, or take it out
    "#);
    }

    #[test]
    fn no_term_is_left() {
        let table = "text,label\nincome tax,a\nsales cut,a\nfarm hay,b\n,b\n";
        assert_snapshot!(train(table, "--min-df 2"), @r#"
    exit: 3
    --- stderr
    newsdesk: note: t.csv: columns: text = "text", label = "label"
    newsdesk: error[E0303]: t.csv: no term is left: 4 documents, 1 of them without a body, have 6 tokens of 6 distinct terms, and none occurs in 2 documents (--min-df)
    help: pass --min-df 1, or check that the text column is the right one
    "#);
        assert_snapshot!(train("text,label\n?,a\n!,a\n-,b\n,b\n", ""), @r#"
    exit: 3
    --- stderr
    newsdesk: note: t.csv: columns: text = "text", label = "label"
    newsdesk: error[E0303]: t.csv: no term is left: 4 documents, 1 of them without a body, have 0 tokens
    help: check that the text column is the right one
    "#);
    }
}

mod articles {
    use super::*;

    #[test]
    fn nothing_to_read_gets_no_label_and_no_summary() {
        let lines = "{\"id\":\"empty\",\"text\":\"\"}\n{\"id\":\"blank\",\"text\":\" \\n\\t \"}\n{\"id\":\"marks\",\"text\":\"?! ... --- ,\"}\n";
        assert_snapshot!(classify("a.jsonl", lines), @r#"
    exit: 0
    --- stdout
    {"id":"empty","label":null,"abstain_reason":"empty"}
    {"id":"blank","label":null,"abstain_reason":"empty"}
    {"id":"marks","label":null,"abstain_reason":"empty"}
    --- stderr
    newsdesk: note: a.jsonl: fields: text = "text", id = "id"
    read 3 · ok 0 · abstained 3 · errors 0 · [MB] in [TIME]
    "#);
        assert_snapshot!(run("a.jsonl", lines, "summarize"), @r#"
    exit: 0
    --- stdout
    {"id":"empty","method":"news","topic":null,"title":null,"summary":"","sentences":[],"truncated":false}
    {"id":"blank","method":"news","topic":null,"title":null,"summary":"","sentences":[],"truncated":false}
    {"id":"marks","method":"news","topic":null,"title":null,"summary":"?! ... --- ,","sentences":[{"rank":1,"score":0.65,"start":0,"end":12,"char_start":0,"char_end":12,"text":"?! ... --- ,"}],"truncated":false}
    --- stderr
    newsdesk: note: a.jsonl: fields: text = "text", id = "id"
    read 3 · ok 3 · abstained 0 · errors 0 · [MB] in [TIME]
    "#);
    }

    #[test]
    fn unknown_words_only_get_no_label() {
        assert_snapshot!(classify("a.txt", "Zzqx wvutq jjkkl qqwwee."), @r#"
    exit: 0
    --- stdout
    {"id":"a","label":null,"abstain_reason":"no_known_terms"}
    --- stderr
    read 1 · ok 0 · abstained 1 · errors 0 · [MB] in [TIME]
    "#);
    }

    #[test]
    fn a_record_over_the_limit_is_lost_and_the_next_one_is_read() {
        let lines = format!(
            "{{\"id\":\"1\",\"text\":\"{}\"}}\n{{\"id\":\"2\",\"text\":\"The senate cut the income tax.\"}}\n",
            "income tax ".repeat(150_000)
        );
        assert_snapshot!(run("a.jsonl", lines, "classify --max-record 1 --fields id,words -q"), @r#"
    exit: 3
    --- stdout
    {"id":null,"record":1,"source":"a.jsonl","line":1,"error":{"code":"E0208","message":"record larger than 1 MiB (--max-record)"}}
    {"id":"2","words":6}
    "#);
    }

    #[test]
    fn very_long_and_very_many_sentences_take_linear_time() {
        let one = "income tax farm aid ".repeat(50_000);
        let many = "Tax. ".repeat(200_000);
        for text in [one, many] {
            let ran = run("a.txt", text, "summarize --sentences 1");
            assert_eq!((ran.code, ran.records().len()), (0, 1));
        }
    }

    #[test]
    fn more_sentences_than_there_are() {
        let ran = run(
            "a.txt",
            "The senate cut the income tax today. Farmers get aid for hay.",
            "summarize --sentences 99",
        );
        assert_eq!((ran.code, ran.records()[0]["sentences"].as_array().unwrap().len()), (0, 2));
    }
}

mod archives {
    use super::*;

    fn gzip(text: &str) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn members_that_follow_each_other_are_all_read() {
        let bytes = [gzip("id,text\n1,income tax\n"), gzip("2,farm aid\n")].concat();
        assert_eq!(
            run("a.csv.gz", bytes, "classify -q --fields id").stdout,
            "{\"id\":\"1\"}\n{\"id\":\"2\"}\n"
        );
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
}

mod models {
    use super::*;

    fn inspect(bytes: impl AsRef<[u8]>) -> Ran {
        Case::new().file("m.ndm", bytes).run("inspect m.ndm")
    }

    #[test]
    fn what_is_no_model_is_named() {
        assert_snapshot!(inspect(b"\xff\xd8\xff\xe0\0\x10JFIF"), @r#"
    exit: 4
    --- stderr
    newsdesk: error[E0401]: m.ndm: not a newsdesk model: found a JPEG picture
    help: pass a file that `newsdesk train -o FILE.ndm` wrote
    "#);
        assert_snapshot!(inspect(b"\x80\x04\x95\x10\0\0\0"), @r#"
    exit: 4
    --- stderr
    newsdesk: error[E0401]: m.ndm: not a newsdesk model: found a Python pickle
    help: pass a file that `newsdesk train -o FILE.ndm` wrote
    "#);
        assert_snapshot!(inspect([0xBA, 0x16, 0x4F, 0x2F, 12, 0, 0, 0]), @r#"
    exit: 4
    --- stderr
    newsdesk: error[E0401]: m.ndm: not a newsdesk model: found a fastText model
    help: pass a file that `newsdesk train -o FILE.ndm` wrote
    "#);
        assert_snapshot!(inspect(b"PK\x03\x04"), @r#"
    exit: 4
    --- stderr
    newsdesk: error[E0401]: m.ndm: not a newsdesk model: found a zip archive
    help: pass a file that `newsdesk train -o FILE.ndm` wrote
    "#);
        assert_snapshot!(inspect(b"id,text\n1,a\n"), @r#"
    exit: 4
    --- stderr
    newsdesk: error[E0401]: m.ndm: not a newsdesk model: found a file that starts with "id,text\n"
    help: pass a file that `newsdesk train -o FILE.ndm` wrote
    "#);
        assert_snapshot!(inspect(b""), @r#"
    exit: 4
    --- stderr
    newsdesk: error[E0401]: m.ndm: not a newsdesk model: found an empty file
    help: pass a file that `newsdesk train -o FILE.ndm` wrote
    "#);
    }

    #[test]
    fn a_model_that_is_not_there() {
        let case = Case::new().file("a.txt", "income tax");
        assert_snapshot!(case.run("classify -m no.ndm a.txt"), @r#"
    exit: 4
    --- stderr
    newsdesk: error[E0405]: no.ndm: cannot read the model: No such file or directory (os error 2)
    help: pass an existing file with -m, or leave -m out to use the built-in model
    "#);
    }

    #[test]
    fn newer_and_too_old_formats_name_both_versions() {
        let mut bytes = sample_model().to_vec();
        bytes[8..12].copy_from_slice(&9u32.to_le_bytes());
        bytes[12..28].copy_from_slice(b"9.8.7\0\0\0\0\0\0\0\0\0\0\0");
        assert_snapshot!(inspect(&bytes), @r#"
    exit: 4
    --- stderr
    newsdesk: error[E0402]: m.ndm: model format 9; this build reads format 1
    help: its header says newsdesk 9.8.7 wrote it: use that release, or train again
    "#);
        bytes[8..12].copy_from_slice(&0u32.to_le_bytes());
        assert_snapshot!(inspect(&bytes), @r#"
    exit: 4
    --- stderr
    newsdesk: error[E0403]: m.ndm: model format 0; this build reads format 1
    help: its header says newsdesk 9.8.7 wrote it: train again with this release
    "#);
    }

    #[test]
    fn a_damaged_model_names_the_section() {
        let mut bytes = sample_model().to_vec();
        *bytes.last_mut().unwrap() ^= 1;
        let byte = bytes.len() - model_file::sections(sample_model()).last().unwrap().len();
        assert_snapshot!(inspect(bytes).to_string().replace(&byte.to_string(), "[BYTE]"), @r#"
    exit: 4
    --- stderr
    newsdesk: error[E0404]: m.ndm: byte [BYTE]: the model file is damaged: its chrome lines cannot be used
    help: copy it again from where it came from, or train again
    "#);
    }

    #[test]
    fn every_flip_and_every_cut_is_noticed() {
        let model = sample_model();
        let damaged = |bytes: Vec<u8>, what: String| {
            let error = Model::from_bytes(bytes).err().unwrap_or_else(|| panic!("{what} went unnoticed"));
            assert!(["E0401", "E0402", "E0403", "E0404"].contains(&error.code()), "{what}: {error}");
            if error.code() == "E0404" {
                let said = error.to_string();
                assert!(
                    said.contains(": the model file is damaged: its ") && said.contains("byte "),
                    "{said}"
                );
            }
        };
        for at in (0..model.len()).step_by(997) {
            let mut bytes = model.to_vec();
            bytes[at] ^= 0x40;
            damaged(bytes, format!("byte {at}"));
        }
        for cut in 0..50 {
            let length = model.len() * cut / 50;
            damaged(model[..length].to_vec(), format!("cut at {length}"));
        }
    }

    /// The message about a model whose header says something else, with checksums that are right.
    fn with_header(change: impl FnOnce(&mut Value)) -> String {
        let mut sections = model_file::sections(sample_model());
        let mut header: Value = serde_json::from_slice(&sections[HEADER]).unwrap();
        change(&mut header);
        sections[HEADER] = serde_json::to_vec(&header).unwrap();
        refused(model_file::file(sample_model(), &sections))
    }

    fn refused(bytes: Vec<u8>) -> String {
        let error = Model::from_bytes(bytes).err().expect("a forged model is refused");
        assert_eq!(error.code(), "E0404", "{error}");
        let said = error.to_string();
        said.split_once("its ").unwrap().1.to_owned()
    }

    #[test]
    fn counts_that_cannot_be_are_refused_before_memory_is_asked_for() {
        let huge = [u64::MAX, 1 << 63, (1 << 63) - 1, 1 << 32, (1 << 32) - 1, 1 << 31];
        for count in huge {
            for name in ["n_features", "n_nodes"] {
                with_header(|header| header[name] = count.into());
            }
        }
        assert_snapshot!(with_header(|header| header["n_features"] = (1u64 << 63).into()), @"header cannot be used");
        assert_snapshot!(with_header(|header| header["labels"] = json!(["a", "b"])), @"header cannot be used");
        assert_snapshot!(with_header(|header| header["labels"] = json!([])), @"header cannot be used");
        assert_snapshot!(with_header(|header| header["labels"][0] = "zzz".into()), @"header cannot be used");
        assert_snapshot!(with_header(|header| header["tfidf"]["ngram_range"] = json!([1, 1u64 << 40])), @"header cannot be used");
        assert_snapshot!(with_header(|header| header["tfidf"]["analyzer"]["stemmer"] = "klingon".into()), @"header cannot be used");
        assert_snapshot!(with_header(|header| *header = Value::Null), @"header cannot be used");
    }

    #[test]
    fn lengths_that_cannot_be_are_refused() {
        for section in 0..model_file::sections(sample_model()).len() {
            for length in [u64::MAX, 1 << 63, sample_model().len() as u64, 0] {
                let mut bytes = sample_model().to_vec();
                model_file::set_length(&mut bytes, section, length);
                refused(bytes);
            }
        }
    }

    #[test]
    fn weights_that_are_no_numbers_are_refused() {
        for section in [IDF, SCALES, INTERCEPTS] {
            for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
                let mut sections = model_file::sections(sample_model());
                sections[section][4..8].copy_from_slice(&value.to_le_bytes());
                refused(model_file::file(sample_model(), &sections));
            }
        }
        let mut sections = model_file::sections(sample_model());
        sections[CALIBRATION] = b"{\"kind\":1e999}".to_vec();
        assert_snapshot!(refused(model_file::file(sample_model(), &sections)), @"calibration cannot be used");
    }
}

mod environment {
    use super::*;

    const NEWS: &str = "id,text\n1,The senate cut the income tax.\n2,Farmers get aid for hay.\n";

    #[test]
    fn an_input_that_is_not_there() {
        assert_snapshot!(Case::with_model().run("classify -m policy.ndm no.csv"), @r#"
    exit: 3
    --- stderr
    newsdesk: error[E0213]: no.csv: no such file or directory
    "#);
    }

    #[test]
    fn an_output_that_cannot_be_is_found_before_anything_is_read() {
        let case = Case::with_model().file("file", "x");
        fs::create_dir(case.path("dir")).unwrap();
        for args in ["train no.csv", "classify -m policy.ndm no.csv"] {
            let train = args.starts_with("train");
            for output in ["no/such/m.ndm", "file/m.ndm", "dir"] {
                let ran = case.run(&format!("{args} -o {output}"));
                // Training opens its output first; the others find their inputs first, which costs no time.
                assert_eq!(ran.code, if train { 1 } else { 3 }, "{ran}");
            }
        }
        assert_snapshot!(case.run("train no.csv -o no/such/m.ndm"), @r#"
    exit: 1
    --- stderr
    newsdesk: error[E0102]: no/such/m.ndm: cannot find its directory
      cause: No such file or directory (os error 2)
    "#);
        assert_snapshot!(case.run("train no.csv -o dir"), @r#"
    exit: 1
    --- stderr
    newsdesk: error[E0102]: dir: cannot write the file
      cause: is a directory
    "#);
        assert_snapshot!(case.run("classify -m policy.ndm file -o no/such/a.jsonl"), @r#"
    exit: 1
    --- stderr
    newsdesk: error[E0102]: no/such/a.jsonl: cannot find its directory
      cause: No such file or directory (os error 2)
    "#);
        assert_eq!(case.names(), ["dir", "file", "policy.ndm"]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn an_output_directory_that_is_not_writable() {
        // Not even root makes files here.
        let ran = Case::with_model().run("train no.csv -o /sys/kernel/m.ndm");
        assert_snapshot!(ran, @r#"
    exit: 1
    --- stderr
    newsdesk: error[E0102]: /sys/kernel/m.ndm: cannot create a file in its directory
      cause: permission denied
    "#);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_an_error_and_a_device_stays_a_device() {
        let case = Case::with_model().file("a.csv", NEWS);
        for args in ["classify -m policy.ndm -q a.csv", "inspect policy.ndm", "completions bash"] {
            let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
            let ran = case.ran(&case.command(args).stdout(full).output().unwrap());
            assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{args}");
            assert_eq!(
                ran.stderr,
                "newsdesk: error[E0102]: stdout: cannot write the output\n  cause: No space left on device (os error 28)\n",
                "{args}"
            );
        }
        let named = case.run("classify -m policy.ndm -q a.csv -o /dev/full");
        assert_eq!(named.code, 1, "{named}");
        assert!(!fs::metadata("/dev/full").unwrap().is_file());
    }

    #[test]
    fn a_run_that_fails_leaves_the_old_output() {
        let case = Case::with_model()
            .file("out.jsonl", "old")
            .file("m.ndm", "old")
            .file("a.csv", "id,text\n1,tax\n2,\"open\n");
        assert_eq!(case.run("classify -m policy.ndm a.csv -o out.jsonl").code, 3);
        assert_eq!(case.run("train a.csv -o m.ndm --text-column text --label-column id").code, 3);
        assert_eq!(fs::read(case.path("out.jsonl")).unwrap(), b"old");
        assert_eq!(fs::read(case.path("m.ndm")).unwrap(), b"old");
        assert_eq!(case.names(), ["a.csv", "m.ndm", "out.jsonl", "policy.ndm"]);
    }

    #[test]
    fn an_output_that_is_also_read() {
        let case = Case::with_model().file("d/a.csv", NEWS);
        assert_snapshot!(case.run("classify -m policy.ndm d/a.csv -o ./d/a.csv"), @r#"
    exit: 2
    --- stderr
    newsdesk: error[E0101]: ./d/a.csv: the output is also an input
    help: pass another file with -o
    "#);
        assert_snapshot!(case.run("classify -m policy.ndm d -o d/a.csv"), @r#"
    exit: 2
    --- stderr
    newsdesk: error[E0101]: d/a.csv: the output is also an input
    help: pass another file with -o
    "#);
        assert_snapshot!(case.run("classify -m policy.ndm d/a.csv -o policy.ndm"), @r#"
    exit: 2
    --- stderr
    newsdesk: error[E0101]: policy.ndm: the output is also the model
    help: pass another file with -o
    "#);
        assert_snapshot!(case.run("train d/a.csv -o d/a.csv"), @r#"
    exit: 2
    --- stderr
    newsdesk: error[E0101]: d/a.csv: the output is also an input
    help: pass another file with -o
    "#);
        assert_snapshot!(case.run("evaluate -m policy.ndm d/a.csv --predictions d/a.csv"), @r#"
    exit: 2
    --- stderr
    newsdesk: error[E0101]: d/a.csv: the output is also an input
    help: pass another file with -o
    "#);
        assert_eq!(fs::read_to_string(case.path("d/a.csv")).unwrap(), NEWS);
        assert_eq!(fs::read(case.path("policy.ndm")).unwrap(), sample_model());
    }

    #[test]
    fn a_reader_that_closes_the_pipe_is_no_failure() {
        let rows: String = (0..20_000).map(|n| format!("{n},The senate cut the income tax.\n")).collect();
        let case = Case::with_model().file("a.csv", format!("id,text\n{rows}"));
        let mut child = case.command("classify -m policy.ndm a.csv").spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert!(line.starts_with("{\"id\":\"0\","), "{line}");
        let mut stderr = String::new();
        child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0), "{stderr}");
        assert_snapshot!(stderr.trim_end(), @r#"newsdesk: note: a.csv: columns: text = "text", id = "id""#);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_terminal_and_no_input_is_a_usage_error() {
        // `script` gives its child a terminal. Where it is missing there is nothing to ask.
        let case = Case::with_model();
        let command = format!("{} classify -m policy.ndm", env!("CARGO_BIN_EXE_newsdesk"));
        let output = std::process::Command::new("script")
            .args(["-qec", &command, "/dev/null"])
            .current_dir(case.path(""))
            .stdin(Stdio::null())
            .output();
        if let Ok(output) = output {
            let said = String::from_utf8_lossy(&output.stdout).replace('\r', "");
            assert_snapshot!(format!("exit: {}\n{said}", output.status.code().unwrap()), @r#"
    exit: 2
    newsdesk: error[E0101]: no input
    help: pass files or directories, or pipe text in
    "#);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_directory_with_what_cannot_be_read() {
        let case = Case::with_model().file("d/a.csv", NEWS);
        std::os::unix::fs::symlink("nowhere", case.path("d/dangling.txt")).unwrap();
        std::os::unix::fs::symlink("../d", case.path("d/loop")).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(case.path("d/socket")).unwrap();
        assert_snapshot!(case.run("classify -m policy.ndm --fields id d"), @r#"
    exit: 3
    --- stdout
    {"id":"1"}
    {"id":"2"}
    {"id":null,"record":1,"source":"d/dangling.txt","line":null,"error":{"code":"E0214","message":"found a link that cannot be followed (No such file or directory (os error 2))"}}
    {"id":null,"record":1,"source":"d/loop","line":null,"error":{"code":"E0214","message":"found a link to a directory that it is in, which would never end"}}
    {"id":null,"record":1,"source":"d/socket","line":null,"error":{"code":"E0214","message":"found a pipe, socket or device, expected a regular file"}}
    --- stderr
    newsdesk: note: d/a.csv: columns: text = "text", id = "id"
    read 5 · ok 2 · abstained 0 · errors 3 · [MB] in [TIME]
    "#);
    }

    #[test]
    fn errors_are_skipped_stopped_at_or_allowed() {
        let case = Case::with_model().file("a.csv", "id,text\n1,income tax\n2\n3,farm aid\n4\n");
        let run = |flags: &str| case.run(&format!("classify -m policy.ndm a.csv --fields id {flags}"));
        assert_snapshot!(run("--errors skip -q"), @r#"
    exit: 3
    --- stdout
    {"id":"1"}
    {"id":"3"}
    "#);
        assert_snapshot!(run("--errors fail -q"), @r#"
    exit: 3
    --- stdout
    {"id":"1"}
    --- stderr
    newsdesk: error[E0205]: a.csv: line 3, record 2: found 1 field, expected 2 as in the header
    help: quote fields that contain the delimiter
    "#);
        assert_snapshot!(run("--max-errors 1 -q"), @r#"
    exit: 3
    --- stdout
    {"id":"1"}
    {"id":null,"record":2,"source":"a.csv","line":3,"error":{"code":"E0205","message":"found 1 field, expected 2 as in the header"}}
    {"id":"3"}
    --- stderr
    newsdesk: error[E0205]: a.csv: line 5, record 4: found 1 field, expected 2 as in the header
    help: quote fields that contain the delimiter
    "#);
        assert_eq!(run("--allow-errors").code, 0);
    }
}

mod usage {
    use super::*;

    #[test]
    fn values_out_of_range_are_told_with_the_range() {
        let case = Case::with_model().file("a.txt", "income tax");
        for (args, said) in [
            (
                "classify a.txt --threshold 1.5",
                "newsdesk: error[E0101]: --threshold 1.5: expected a number from 0 to 1\n",
            ),
            (
                "classify a.txt -t -0.5",
                "newsdesk: error[E0101]: --threshold -0.5: expected a number from 0 to 1\n",
            ),
            (
                "classify a.txt -t NaN",
                "newsdesk: error[E0101]: --threshold NaN: expected a number from 0 to 1\n",
            ),
            (
                "summarize a.txt --ratio 0",
                "newsdesk: error[E0101]: --ratio 0: expected a number above 0 and up to 1\n",
            ),
            (
                "summarize a.txt --ratio -1",
                "newsdesk: error[E0101]: --ratio -1: expected a number above 0 and up to 1\n",
            ),
            (
                "summarize a.txt --sentences -1",
                "error: invalid value '-1' for '--sentences <N>': -1 is not in 1..=4294967295\n",
            ),
            (
                "summarize a.txt --sentences 0",
                "error: invalid value '0' for '--sentences <N>': 0 is not in 1..=4294967295\n",
            ),
            (
                "summarize a.txt --words 1 --chars 1",
                "error: the argument '--words <N>' cannot be used with '--chars <N>'\n",
            ),
            (
                "train a.txt -o m.ndm --folds 1",
                "newsdesk: error[E0101]: --folds 1: expected 0, or 2 and more\n",
            ),
            ("train a.txt -o m.ndm -C 0", "newsdesk: error[E0101]: C 0: expected a number above 0\n"),
            ("train a.txt -o m.ndm -C nan", "newsdesk: error[E0101]: C NaN: expected a number above 0\n"),
            ("train a.txt -o m.ndm --min-df 0", "newsdesk: error[E0101]: min_df 0: expected 1 or more\n"),
            (
                "train a.txt -o m.ndm --dedupe 2",
                "newsdesk: error[E0101]: --dedupe 2: expected a number above 0 and up to 1, or off\n",
            ),
            (
                "train a.txt -o m.ndm --ngrams 3-1",
                "newsdesk: error[E0101]: n-grams 3-1: expected two rising numbers from 1 to 5\nhelp: pass --ngrams 1-2\n",
            ),
            (
                "train a.txt -o m.ndm --ngrams x",
                "newsdesk: error[E0101]: --ngrams \"x\": expected two numbers\nhelp: pass --ngrams 1-2\n",
            ),
            (
                "train a.txt -o m.ndm --rare x",
                "newsdesk: error[E0101]: --rare \"x\" is not known\nhelp: pass keep, drop, merge:NAME or error\n",
            ),
            (
                "classify -m policy.ndm a.txt -d xx",
                "newsdesk: error[E0101]: the delimiter \"xx\": expected one ASCII character\nhelp: pass -d ';', -d tab or -d auto\n",
            ),
            (
                "classify a.txt -f pdf",
                "newsdesk: error[E0101]: no format \"pdf\"\nhelp: choose one of: jsonl, csv, tsv, json, text, md, html\n",
            ),
            (
                "classify a.txt -f html",
                "newsdesk: error[E0101]: the format html is not one of this verb's\nhelp: choose one of: jsonl, csv, tsv, json, text\n",
            ),
            (
                "classify a.txt --threads x",
                "error: invalid value 'x' for '--threads <N>': invalid digit found in string\n",
            ),
            ("classify a.txt -q -v", "error: the argument '--quiet' cannot be used with '--verbose'\n"),
            ("frobnicate a.txt", "error: unrecognized subcommand 'frobnicate'\n"),
            (
                "train a.txt",
                "error: the following required arguments were not provided:\n  --output <MODEL>\n",
            ),
        ] {
            let ran = case.run(args);
            assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{args}: {ran}");
            assert!(ran.stderr.starts_with(said), "{args}: {ran}");
            // The parser of the command line says more: the usage and where help is.
            assert!(ran.stderr == said || said.starts_with("error: "), "{args}: {ran}");
        }
        assert_eq!(case.names(), ["a.txt", "policy.ndm"]);
    }

    #[test]
    fn names_that_are_not_known_are_told_with_the_choice() {
        let case = Case::with_model().file("a.txt", "income tax");
        assert_snapshot!(case.run("classify -m policy.ndm a.txt --fields id,nope"), @r#"
    exit: 2
    --- stderr
    newsdesk: error[E0101]: no field "nope"
    help: choose among: id, label, score, labels, abstain, abstain_reason, title, byline, dateline, date, words, known_terms, removed_bytes, evidence, summary, source, record, model
    "#);
        assert_snapshot!(case.run("train a.txt -o m.ndm --stemmer klingon"), @r#"
    exit: 2
    --- stderr
    newsdesk: error[E0101]: no stemmer for the language "klingon"
    help: choose one of: none, arabic, danish, dutch, english, finnish, french, german, greek, hungarian, italian, norwegian, portuguese, romanian, russian, spanish, swedish, tamil, turkish
    "#);
        assert_snapshot!(case.run("train a.txt -o m.ndm --algorithm magic"), @r#"
    exit: 2
    --- stderr
    newsdesk: error[E0101]: no algorithm "magic"
    help: choose one of: svm, nbsvm, naive-bayes
    "#);
        assert_snapshot!(case.run("summarize -m policy.ndm a.txt --topic Sports"), @r#"
    exit: 2
    --- stderr
    newsdesk: error[E0101]: --topic "Sports" is no label of the model policy@[ID]
    help: choose one of: auto, none, Agriculture, Civil Rights, Defense, Education, Energy, Environment, Health, Housing, Immigration, International Affairs, Labor, Law and Crime, Macroeconomics, Transportation
    "#);
        assert_eq!(case.run("summarize -m policy.ndm a.txt --method magic").code, 2);
    }

    #[test]
    fn columns_that_are_not_there_are_told_with_the_header() {
        let table = "nr,words,desk\n1,income tax,a\n";
        assert_snapshot!(classify("a.csv", table), @r#"
    exit: 3
    --- stderr
    newsdesk: error[E0201]: a.csv: no text column: expected "text", "body", "content" or "article"; the header has "nr", "words", "desk"
    help: pass --text-column NAME
    "#);
        assert_snapshot!(run("a.csv", table, "train -o m.ndm --text-column words"), @r#"
    exit: 3
    --- stderr
    newsdesk: error[E0201]: a.csv: no label column: expected "label", "topic", "major_topic", "majortopic", "major" or "category"; the header has "nr", "words", "desk"
    help: pass --label-column NAME
    "#);
        assert_snapshot!(run("a.csv", table, "classify --text-column body"), @r#"
    exit: 3
    --- stderr
    newsdesk: error[E0201]: a.csv: no column named "body"; the header has "nr", "words", "desk"
    help: pass --text-column with one of these names
    "#);
        assert_snapshot!(run("a.csv", "text,label\nfarm aid,x\n", "evaluate --by desk"), @r#"
    exit: 2
    --- stderr
    newsdesk: note: a.csv: columns: text = "text", label = "label"
    newsdesk: error[E0101]: --by "desk": no such column
    help: choose one of: text, label
    "#);
    }

    #[test]
    fn no_verb_at_all() {
        let ran = Case::new().run("");
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
        assert!(ran.stderr.contains("Usage: newsdesk [OPTIONS] <COMMAND>"), "{ran}");
    }
}
