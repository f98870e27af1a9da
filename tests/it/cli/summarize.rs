//! `summarize`.

use insta::assert_snapshot;
use serde_json::Value;

use super::{ARTICLE, case};

/// The sentences of a summary: where they stand and what they say.
fn sentences(record: &Value) -> Vec<(usize, usize, String)> {
    let number = |value: &Value| value.as_u64().unwrap() as usize;
    let sentence =
        |s: &Value| (number(&s["start"]), number(&s["end"]), s["text"].as_str().unwrap().to_owned());
    record["sentences"].as_array().unwrap().iter().map(sentence).collect()
}

#[test]
fn summarize_by_lead_takes_the_first_sentences() {
    let ran = case().run("summarize -m policy.ndm --method lead --sentences 2 article.txt");
    assert_snapshot!(ran.without_scores(), @r#"{"id":"article","method":"lead","record":1,"sentences":[{"char_end":70,"char_start":0,"end":70,"rank":1,"score":null,"start":0,"text":"The county opened two new schools on Monday after three years of work."},{"char_end":113,"char_start":71,"end":113,"rank":2,"score":null,"start":71,"text":"Teachers said the classes are smaller now."}],"source":"article.txt","summary":"The county opened two new schools on Monday after three years of work.\nTeachers said the classes are smaller now.","title":null,"topic":null,"truncated":false}"#);
    assert_snapshot!(ran.stderr, @"read 1 · ok 1 · abstained 0 · errors 0 · [MB] in [TIME]");
}

#[test]
fn the_first_sentences_have_no_topic_to_say() {
    let ran = case().run("summarize -m policy.ndm --method lead --topic Education article.txt");
    assert_snapshot!(ran, @r"
    exit: 2
    --- stderr
    newsdesk: error[E0101]: --topic Education: lead takes the first sentences, whatever they say
    help: choose another method
    ");
}

#[test]
fn summaries_are_verbatim_and_in_the_order_of_the_document() {
    let case = case();
    for method in ["auto", "lead", "tfidf", "lexrank", "textrank", "topic"] {
        let ran = case.run(&format!("summarize -m policy.ndm --method {method} --sentences 2 article.txt"));
        let records = ran.records();
        let found = sentences(&records[0]);
        assert_eq!(found.len(), 2, "{method}");
        assert!(found[0].1 <= found[1].0, "{method}");
        assert!(found.iter().all(|(start, end, text)| ARTICLE[*start..*end] == *text), "{method}");
        let lines: Vec<&str> = records[0]["summary"].as_str().unwrap().lines().collect();
        assert_eq!(lines, found.iter().map(|found| found.2.as_str()).collect::<Vec<_>>(), "{method}");
        assert_eq!(records[0]["truncated"], false);
        assert_eq!(records[0]["topic"].is_string(), method == "topic", "{method}");
    }
}

#[test]
fn summaries_keep_to_their_budget() {
    let case = case();
    let run = |budget: &str| {
        let ran = case.run(&format!("summarize -m policy.ndm --method tfidf {budget} article.txt"));
        assert_eq!(ran.code, 0, "{ran}");
        ran.records().remove(0)
    };
    let words = |record: &Value| record["summary"].as_str().unwrap().split_whitespace().count();
    let n = |record: &Value| sentences(record).len();
    assert!((1..=20).contains(&words(&run("--words 20"))));
    assert!((1..=120).contains(&run("--chars 120")["summary"].as_str().unwrap().chars().count()));
    assert_eq!(n(&run("--ratio 0.5")), 2);
    assert_eq!(n(&run("--ratio 1")), 4);
    assert_eq!(n(&run("--sentences 99")), 4);
    assert_eq!(n(&run("")), 3);
}

#[test]
fn summarize_ranks_all_sentences() {
    let records = case().run("summarize -m policy.ndm --method tfidf --all article.txt").records();
    assert_eq!(sentences(&records[0]).len(), 4);
    let mut ranks: Vec<u64> =
        records[0]["sentences"].as_array().unwrap().iter().map(|s| s["rank"].as_u64().unwrap()).collect();
    ranks.sort_unstable();
    assert_eq!(ranks, [1, 2, 3, 4]);
}

#[test]
fn summarize_writes_text() {
    let ran = case().run("summarize -m policy.ndm --method lead --sentences 1 -f text -q article.txt");
    assert_snapshot!(ran, @r#"
    exit: 0
    --- stdout
    article
      The county opened two new schools on Monday after three years of work. [0–70]
    "#);
}
