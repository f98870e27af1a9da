//! Bytes that are no UTF-8, and no text.

use insta::assert_snapshot;

use super::{classify, run};
use crate::support::Case;

#[test]
fn windows_1252_is_decoded_and_said_once() {
    let table = b"id,text\n1,\x93Tax cuts\x94 won\x92t pass \x96 yet\n2,\x93No\x94\n";
    assert_snapshot!(run("a.csv", table, "sentences"), @r#"
exit: 0
--- stdout
{"id":"1","sentences":[{"start":0,"end":35,"text":"“Tax cuts” won’t pass – yet"}],"source":"a.csv","record":1}
{"id":"2","sentences":[{"start":0,"end":8,"text":"“No”"}],"source":"a.csv","record":2}
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
    for bytes in [le.clone(), be.clone(), [vec![0xFF, 0xFE], le].concat(), [vec![0xFE, 0xFF], be].concat()] {
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
{"id":"1","sentences":[{"start":0,"end":9,"text":"café tax"}],"source":"a.csv","record":1}
{"id":"2","record":2,"source":"a.csv","line":3,"error":{"code":"E0207","message":"found the byte 0xFF, which is not valid UTF-8","byte":25}}
{"id":"3","sentences":[{"start":0,"end":9,"text":"café tax"}],"source":"a.csv","record":3}
{"id":"4","sentences":[{"start":0,"end":9,"text":"café tax"}],"source":"a.csv","record":4}
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
