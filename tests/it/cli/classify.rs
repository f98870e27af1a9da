//! `classify`.

use std::fs;

use insta::assert_snapshot;
use serde_json::Value;

use super::{ARTICLE, TABLE, case};
use crate::support::Ran;

#[test]
fn classify_writes_a_json_line_a_record() {
    let ran = case().run("classify -m policy.ndm news.csv");
    assert_snapshot!(ran.without_scores(), @r#"
    {"abstain":false,"abstain_reason":null,"byline":null,"date":null,"dateline":null,"id":"n1","known_terms":null,"label":"Agriculture","labels":[{"label":"Agriculture","score":null}],"model":"policy@[ID]","record":1,"removed_bytes":0,"score":null,"source":"news.csv","title":null,"words":15}
    {"abstain":false,"abstain_reason":null,"byline":null,"date":null,"dateline":null,"id":"n2","known_terms":null,"label":"Education","labels":[{"label":"Education","score":null}],"model":"policy@[ID]","record":2,"removed_bytes":0,"score":null,"source":"news.csv","title":null,"words":12}
    {"abstain":true,"abstain_reason":"empty","byline":null,"date":null,"dateline":null,"id":"n3","known_terms":null,"label":null,"labels":null,"model":"policy@[ID]","record":3,"removed_bytes":0,"score":null,"source":"news.csv","title":null,"words":0}
    "#);
    assert_snapshot!(ran.stderr, @r#"
    newsdesk: note: news.csv: columns: text = "text", id = "id"
    read 3 · ok 2 · abstained 1 · errors 0 · [MB] in [TIME]
    "#);
}

#[test]
fn classify_lists_labels_evidence_and_summary() {
    let ran = case().run("classify -m policy.ndm news.csv -k 0 --evidence 3 --summary 1");
    for record in ran.records() {
        let scores: Vec<f64> = record["labels"]
            .as_array()
            .unwrap()
            .iter()
            .map(|label| label["score"].as_f64().unwrap())
            .collect();
        assert_eq!(scores.len(), 14);
        assert!(scores.is_sorted_by(|a, b| a >= b));
        assert_eq!(record["score"], record["labels"][0]["score"]);
        let evidence = record["evidence"].as_array().unwrap();
        if record["id"] == "n3" {
            assert!(evidence.is_empty() && record["summary"] == "");
            continue;
        }
        let text = TABLE.lines().find(|line| line.starts_with(record["id"].as_str().unwrap())).unwrap();
        let text = text.split(',').nth(1).unwrap();
        assert_eq!(record["summary"], text);
        assert_eq!(evidence.len(), 3);
        for term in evidence {
            let place = term["start"].as_u64().unwrap() as usize..term["end"].as_u64().unwrap() as usize;
            let first = |text: &str| text.chars().next().unwrap().to_ascii_lowercase();
            assert_eq!(first(&text[place]), first(term["term"].as_str().unwrap()), "{term}");
        }
    }
    let two = case().run("classify -m policy.ndm news.csv -k 2").records();
    assert!(two.iter().all(|record| record["labels"].as_array().unwrap().len() == 2));
}

#[test]
fn classify_writes_tables() {
    let case = case();
    assert_snapshot!(case.run("classify -m policy.ndm news.csv -q -f csv --fields id,label,abstain,abstain_reason"), @r#"
    exit: 0
    --- stdout
    id,label,abstain,abstain_reason,error
    n1,Agriculture,false,,
    n2,Education,false,,
    n3,,true,empty,
    "#);
    assert_snapshot!(case.run("classify -m policy.ndm news.csv -q -f tsv --keep-columns --fields id,label,source"), @r#"
    exit: 0
    --- stdout
    input.id	text	desk	id	label	source	error
    n1	The senate passed the farm bill and dairy farmers get aid when milk prices fall.	rural	n1	Agriculture	news.csv	
    n2	Teachers and schools get money for math classes under the education bill.	city	n2	Education	news.csv	
    n3		none	n3		news.csv
    "#);
    let head = case.run("classify -m policy.ndm news.csv -q -f csv").stdout;
    assert_snapshot!(head.lines().next().unwrap(), @"id,label,score,labels,name,abstain,abstain_reason,title,byline,dateline,date,words,known_terms,removed_bytes,evidence,summary,source,record,model,error");
}

#[test]
fn classify_writes_json_and_text() {
    let case = case();
    assert_snapshot!(case.run("classify -m policy.ndm news.csv -q -f json --fields id,label"), @r#"
    exit: 0
    --- stdout
    [
    {"id":"n1","label":"Agriculture"},
    {"id":"n2","label":"Education"},
    {"id":"n3","label":null}
    ]
    "#);
    let value: Value =
        serde_json::from_str(&case.run("classify -m policy.ndm news.csv -f json").stdout).unwrap();
    assert_eq!(value.as_array().unwrap().len(), 3);
    let text = case.run("classify -m policy.ndm news.csv -q -f text").stdout;
    let without_percent: Vec<&str> = text.lines().map(|line| line.split_once('%').unwrap().1).collect();
    assert_snapshot!(without_percent.join("\n"), @r#"
    Agriculture  n1
    Education  n2
    no label: empty  n3
    "#);
}

#[test]
fn classify_takes_a_threshold() {
    let ran = case().run("classify -m policy.ndm news.csv -q -t 1 --fields id,label,abstain_reason");
    assert_snapshot!(ran, @r#"
    exit: 0
    --- stdout
    {"id":"n1","label":null,"abstain_reason":"low_score"}
    {"id":"n2","label":null,"abstain_reason":"low_score"}
    {"id":"n3","label":null,"abstain_reason":"empty"}
    "#);
}

#[test]
fn classify_keeps_columns_in_json() {
    let ran = case().run("classify -m policy.ndm news.csv -q --keep-columns --fields label");
    assert_snapshot!(ran, @r#"
    exit: 0
    --- stdout
    {"label":"Agriculture","columns":{"id":"n1","text":"The senate passed the farm bill and dairy farmers get aid when milk prices fall.","desk":"rural"}}
    {"label":"Education","columns":{"id":"n2","text":"Teachers and schools get money for math classes under the education bill.","desk":"city"}}
    {"label":null,"columns":{"id":"n3","text":"","desk":"none"}}
    "#);
}

#[test]
fn a_column_with_the_name_of_a_field_in_any_case_is_told_from_it() {
    let case = case().file("upper.csv", "ID,Text\n7,Farmers get aid for hay.\n");
    let ran = case.run("classify -m policy.ndm upper.csv -q -f csv --keep-columns --fields id,label");
    assert_eq!(ran.stdout, "input.ID,Text,id,label,error\n7,Farmers get aid for hay.,7,Agriculture,\n");
}

#[test]
fn an_empty_document_has_no_score() {
    let records = case().run("classify -m policy.ndm news.csv -q -k 2").records();
    assert_eq!((&records[2]["abstain_reason"], &records[2]["score"]), (&"empty".into(), &0.0.into()));
    assert!(records[2]["labels"].as_array().unwrap().iter().all(|of| of["score"] == 0.0));
    assert!(records[0]["score"].as_f64().unwrap() > 0.1);
}

#[test]
fn classify_reads_standard_input_and_writes_files_by_extension() {
    let case = case();
    let ran = case.run_with("classify -m policy.ndm -q -o out.csv --fields id,label -", TABLE.as_bytes());
    assert_snapshot!(ran, @"exit: 0");
    let same = case.run("classify -m policy.ndm -q -f csv --fields id,label news.csv").stdout;
    assert_eq!(fs::read_to_string(case.path("out.csv")).unwrap(), same);
    let text = case.run_with("classify -m policy.ndm -q --fields id,label", ARTICLE.as_bytes());
    assert_snapshot!(text, @r#"
    exit: 0
    --- stdout
    {"id":"stdin","label":"Education"}
    "#);
}

#[test]
fn classify_takes_the_model_of_the_environment_and_the_built_in_one() {
    let case = case();
    let model = |ran: &Ran| ran.records()[0]["model"].as_str().unwrap().to_owned();
    let mut command = case.command("classify news.csv --fields model");
    let output = command.env("NEWSDESK_MODEL", "policy.ndm").output().unwrap();
    assert_eq!(model(&case.ran(&output)), "policy@[ID]");
    assert!(model(&case.run("classify news.csv --fields model")).contains('@'));
}
