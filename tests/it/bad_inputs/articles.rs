//! Texts with nothing in them, or too much.

use std::io::Write;
use std::process::Stdio;

use insta::assert_snapshot;

use super::{classify, run};
use crate::support::Case;

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
{"id":"empty","method":"news","topic":null,"title":null,"summary":"","sentences":[],"truncated":false,"source":"a.jsonl","record":1}
{"id":"blank","method":"news","topic":null,"title":null,"summary":"","sentences":[],"truncated":false,"source":"a.jsonl","record":2}
{"id":"marks","method":"news","topic":null,"title":null,"summary":"","sentences":[],"truncated":false,"source":"a.jsonl","record":3}
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

#[cfg(target_os = "linux")]
#[test]
fn a_line_of_any_length_is_passed_over_in_little_memory() {
    let case = Case::with_model();
    let mut child = case
        .command("classify -m policy.ndm --input-format jsonl --max-record 1 --fields id,words -q")
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let megabyte = vec![b'x'; 1 << 20];
    (0..200).for_each(|_| stdin.write_all(&megabyte).unwrap());
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let peak_kib: u64 = peak.trim().strip_suffix(" kB").unwrap().parse().unwrap();
    assert!(peak_kib < 60 << 10, "{peak_kib} KiB");
    stdin.write_all(b"\n{\"id\":\"next\",\"text\":\"income tax\"}\n").unwrap();
    drop(stdin);
    assert_snapshot!(case.ran(&child.wait_with_output().unwrap()), @r#"
exit: 3
--- stdout
{"id":null,"record":1,"source":"-","line":1,"error":{"code":"E0208","message":"record larger than 1 MiB (--max-record)"}}
{"id":"next","words":2}
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
