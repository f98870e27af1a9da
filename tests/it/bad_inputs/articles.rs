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

/// The sentences of the summary of a text.
fn summary(text: &str, flags: &str) -> Vec<String> {
    let ran = run("a.txt", text, &format!("summarize {flags}"));
    assert_eq!(ran.code, 0, "{ran}");
    let record = &ran.records()[0];
    assert_eq!(record["truncated"], false);
    let sentence = |sentence: &serde_json::Value| {
        let at = |name: &str| sentence[name].as_u64().unwrap() as usize;
        assert_eq!(text[at("start")..at("end")], *sentence["text"].as_str().unwrap());
        sentence["text"].as_str().unwrap().to_owned()
    };
    record["sentences"].as_array().unwrap().iter().map(sentence).collect()
}

#[test]
fn a_page_of_furniture_only_has_no_summary() {
    let menu = "Skip to content\nHome\nAbout Us\nNews\nContact Us\nSite Map\n";
    assert!(summary(menu, "").is_empty());
    let ran = run("a.txt", menu, "classify --fields label,abstain_reason,removed_bytes -q");
    assert_eq!(ran.records()[0]["abstain_reason"], "empty");
    assert!(ran.records()[0]["removed_bytes"].as_u64() > Some(40));
}

#[test]
fn the_same_sentence_a_thousand_times_is_said_once_where_there_is_another() {
    let same = "The county opened two new schools on Monday after years of work. ";
    let other = "Farmers will get aid for hay from the state this winter.";
    let found = summary(&(same.repeat(1000) + other), "--sentences 2");
    assert_eq!(found, [same.trim(), other]);
    assert_eq!(summary(&same.repeat(1000), "--words 100"), [same.trim()]);
    assert_eq!(summary(&same.repeat(1000), ""), [same.trim()], "once is enough");
}

#[test]
fn capitals_one_sentence_and_a_lone_headline_are_summarized() {
    let capitals =
        "THE COUNTY OPENED TWO NEW SCHOOLS ON MONDAY. TEACHERS SAID THE CLASSES ARE SMALLER NOW. IT RAINED.";
    assert_eq!(
        summary(capitals, "--sentences 2"),
        ["THE COUNTY OPENED TWO NEW SCHOOLS ON MONDAY.", "TEACHERS SAID THE CLASSES ARE SMALLER NOW."]
    );
    for text in ["The senate cut the income tax today.", "Senate Cuts Income Tax", "SENATE", "5"] {
        for method in ["auto", "news", "lead", "tfidf", "central", "lexrank", "textrank", "topic"] {
            assert_eq!(summary(text, &format!("--method {method}")), [text], "{method}");
        }
    }
}

#[test]
fn a_text_without_spaces_has_sentences_too() {
    let text = "参议院周一投票通过了法案。众议院周二将投票。总统表示他会签署该法案。";
    assert_eq!(summary(text, "--sentences 1"), ["参议院周一投票通过了法案。"]);
    assert_eq!(summary(text, "--sentences 9").concat(), text);
    let long = "税收法案".repeat(20_000);
    assert_eq!(summary(&long, ""), [long]);
}
