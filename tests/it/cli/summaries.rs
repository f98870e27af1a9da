//! `evaluate --summaries`, and the summaries of near-copies in a brief.

use insta::assert_snapshot;

use super::ARTICLE;
use crate::support::Case;

/// Two texts with references, the second with two; one without.
fn scored() -> Case {
    let line = |id: &str, reference: &str| {
        format!("{{\"id\":\"{id}\",\"text\":{},\"summary\":{reference}}}\n", serde_json::json!(ARTICLE))
    };
    let lines = line("a", "\"Two schools opened.\"")
        + &line("b", "[\"A bus line is voted on.\",\"The county opened two schools on Monday.\"]")
        + &line("c", "null");
    Case::with_model().file("s.jsonl", lines)
}

#[test]
fn summaries_stand_beside_the_first_sentences() {
    let ran = scored().run("evaluate -m policy.ndm --summaries --sentences 1 s.jsonl");
    assert_snapshot!(ran, @r#"
    exit: 0
    --- stdout
    2 documents, 1 sentence by auto, with stemmer

    F1         summary     lead  difference       95 % interval
    rouge1      0.2088   0.5375     -0.3287  [-0.4000, -0.2574]
    rouge2      0.1111   0.2778     -0.1667  [-0.3333, +0.0000]
    rougeL      0.2088   0.4750     -0.2662  [-0.4000, -0.1324]
    rougeLsum   0.2088   0.4750     -0.2662  [-0.4000, -0.1324]

    not better than the first sentences on rouge1, rouge2, rougeL, rougeLsum: the interval is not above 0
    --- stderr
    newsdesk: note: s.jsonl: fields: text = "text", id = "id"
    newsdesk: warning: s.jsonl: left out for want of a reference: 1
    read 3 · ok 3 · abstained 0 · errors 0 · [MB] in [TIME]
    "#);
}

#[test]
fn what_is_about_labels_is_refused_for_summaries() {
    for flag in ["--min-accuracy 0.9", "--report r.html", "--label-column topic", "--unseen-labels drop"] {
        let ran = scored().run(&format!("evaluate -m policy.ndm --summaries {flag} s.jsonl"));
        assert_eq!(ran.code, 2, "{flag}");
        let name = flag.split(' ').next().unwrap();
        assert!(ran.stderr.contains(&format!("'--summaries' cannot be used with '{name}")), "{}", ran.stderr);
    }
}

#[test]
fn summaries_are_scored_as_json() {
    let ran = scored().run("evaluate -m policy.ndm --summaries --words 20 --method tfidf -f json -q s.jsonl");
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((&report["n"], &report["budget"]), (&2.into(), &"20 words".into()));
    for measure in ["rouge1", "rouge2", "rougeL", "rougeLsum"] {
        assert!(report["summaries"][measure]["f1"].is_f64() && report["lead"][measure]["f1_ci"].is_array());
        assert!(report["difference"][measure]["low"].is_f64() && report["better"][measure].is_boolean());
    }
}

#[test]
fn a_table_brings_its_references_in_a_column() {
    let case = Case::with_model()
        .file("s.csv", "id,text,gist\n1,The senate cut the income tax today.,Senate cut tax\n")
        .file("none.csv", "id,text,summary\n1,The senate cut the income tax today.,\n");
    let ran = case.run("evaluate -m policy.ndm --summaries s.csv");
    assert_snapshot!(ran, @r#"
    exit: 3
    --- stderr
    newsdesk: note: s.csv: columns: text = "text", id = "id"
    newsdesk: error[E0201]: s.csv: no column named "summary"; found id, text, gist
    help: name the one with the reference summaries: --reference-column
    "#);
    assert_eq!(case.run("evaluate -m policy.ndm --summaries --reference-column gist s.csv").code, 0);
    assert_snapshot!(case.run("evaluate -m policy.ndm --summaries none.csv"), @r#"
    exit: 3
    --- stderr
    newsdesk: note: none.csv: columns: text = "text", id = "id"
    newsdesk: warning: none.csv: left out for want of a reference: 1
    newsdesk: error[E0302]: none.csv: no records
    help: pass a file of texts with reference summaries
    "#);
    assert_snapshot!(case.run("evaluate -m policy.ndm --words 9 s.csv"), @r#"
    exit: 2
    --- stderr
    newsdesk: error[E0101]: a budget is for summaries
    help: pass --summaries too
    "#);
    assert_eq!(case.run("evaluate -m policy.ndm --summaries --method topic s.csv").code, 2);
}

#[test]
fn a_brief_sums_up_near_copies_as_one() {
    let (room, more) = (
        "The new halls have room for nine hundred children, a kitchen and a library of two floors.",
        "The sheriff will close Mill Road for the opening of the eastern school on Friday.",
    );
    let case = Case::with_model()
        .file("in/full.txt", format!("{ARTICLE}{room}"))
        .file("in/copy.txt", format!("{more} {ARTICLE}"));
    let ran = case.run("brief -m policy.ndm in -f json -q --sentences 3 --dedupe 0.4");
    let brief: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let stories = brief["topics"][0]["documents"].as_array().or(brief["no_topic"].as_array()).unwrap();
    let story = &stories[0];
    assert_eq!((&story["id"], &story["also"]), (&"full".into(), &serde_json::json!(["copy"])), "{brief}");
    let sentences = story["sentences"].as_array().unwrap();
    let own = sentences.iter().filter(|sentence| sentence.get("document").is_none()).count();
    let added =
        sentences.iter().find(|sentence| sentence["document"] == "copy").expect("the copy's own news");
    assert_eq!((sentences.len(), own, &added["text"], &added["start"]), (3, 2, &more.into(), &0.into()));
}
