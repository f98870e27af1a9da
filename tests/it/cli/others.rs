//! `clean`, `sentences`, `inspect`, `completions`.

use insta::assert_snapshot;
use serde_json::Value;

use super::case;
use crate::support::{Case, repository};

#[test]
fn clean_leaves_a_plain_article_alone() {
    let ran = case().run("clean -m policy.ndm article.txt");
    assert_snapshot!(ran, @r#"
    exit: 0
    --- stdout
    {"id":"article","title":null,"byline":null,"agency":null,"dateline":null,"date":null,"site":null,"body":"The county opened two new schools on Monday after three years of work. Teachers said the classes are smaller now. Parents asked the board for a bus line to the eastern school before winter. The board will vote on the bus line in May.\n","removed":[],"source":"article.txt","record":1}
    --- stderr
    read 1 · ok 1 · abstained 0 · errors 0 · [MB] in [TIME]
    "#);
}

#[test]
fn clean_names_what_it_took_out() {
    let case = case();
    let articles = repository("data/articles");
    let ran = case.run(&format!("clean -m policy.ndm {}", articles.display()));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let records = ran.records();
    assert_eq!(records.len(), 12);
    for record in &records {
        let id = record["id"].as_str().unwrap();
        let removed = record["removed"].as_array().unwrap();
        assert!(!removed.is_empty(), "{id}: every sample page has furniture");
        assert!(
            removed.iter().all(|r| r["start"].as_u64() < r["end"].as_u64() && r["rule"].is_string()),
            "{id}"
        );
        for field in ["title", "byline", "agency", "dateline", "date", "site"] {
            assert!(record[field].is_null() || record[field].is_string(), "{id} {field}");
        }
        assert!(record["body"].as_str().unwrap().len() > 1000, "{id}");
    }
    let kept = case.run(&format!("clean -m policy.ndm --keep-chrome {}", articles.display()));
    assert!(kept.records().iter().all(|record| record["removed"].as_array().unwrap().is_empty()));
}

/// A release of an office, as news services send them.
const RELEASE: &str = "MAYOR ROE OPENS TWO NEW SCHOOLS\n  The county opened two new schools on Monday after three years \
    of work, the mayor said.\n   Contact: Bo Day, 555/555-0100.\n";

#[test]
fn clean_as_text_says_what_it_read_and_took_out() {
    let case = case().file("r.txt", RELEASE);
    assert_snapshot!(case.run("clean -m policy.ndm -q -f text r.txt"), @r#"
    exit: 0
    --- stdout
    title: MAYOR ROE OPENS TWO NEW SCHOOLS
    removed: 30 bytes: contact

    The county opened two new schools on Monday after three years of work, the mayor said.
    "#);
}

#[test]
fn a_headline_is_a_sentence_where_there_is_no_furniture() {
    let text =
        "Two New Schools for the County\n\nThe county opened two new schools on Monday, the mayor said.\n";
    let ran = case().file("s.txt", text).run("sentences -m policy.ndm -q -f text s.txt");
    assert_snapshot!(ran, @r#"
    exit: 0
    --- stdout
    s
    Two New Schools for the County
    The county opened two new schools on Monday, the mayor said.
    "#);
}

#[test]
fn sentences_have_their_places() {
    let case = case().file("s.txt", "Dr. Roe arrived at 5 p.m. on Monday. “Vote!” she said. It passed.\n");
    assert_snapshot!(case.run("sentences -m policy.ndm s.txt"), @r#"
    exit: 0
    --- stdout
    {"id":"s","sentences":[{"start":0,"end":36,"text":"Dr. Roe arrived at 5 p.m. on Monday."},{"start":37,"end":58,"text":"“Vote!” she said."},{"start":59,"end":69,"text":"It passed."}],"source":"s.txt","record":1}
    --- stderr
    read 1 · ok 1 · abstained 0 · errors 0 · [MB] in [TIME]
    "#);
    assert_snapshot!(case.run("sentences -m policy.ndm -q -f text s.txt"), @r#"
    exit: 0
    --- stdout
    s
    Dr. Roe arrived at 5 p.m. on Monday.
    “Vote!” she said.
    It passed.
    "#);
}

#[test]
fn inspect_shows_a_model() {
    let case = case();
    let ran = case.run("inspect policy.ndm --verify");
    let names: Vec<&str> = ran.stdout.lines().map(|line| line.split_once(':').unwrap().0).collect();
    assert_snapshot!(names.join("\n"), @r#"
    model
    size
    sha-256
    written by
    trained on
    features
    classifier
    weights
    cross-validation
      accuracy
      macro-F1
      ECE
      most frequent
    verified
    "#);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let labels = case.run("inspect policy.ndm --labels --terms 2 --settings --chrome").stdout;
    for line in
        ["label                  documents  precision  recall     F1", "lines taken for page furniture"]
    {
        assert!(labels.contains(line), "{labels}");
    }
}

#[test]
fn inspect_gives_everything_as_json() {
    let ran = case().run("inspect policy.ndm -f json --terms 2 --chrome");
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    let mut names: Vec<&String> = report.as_object().unwrap().keys().collect();
    names.sort();
    assert_snapshot!(format!("{names:?}"), @r#"["bytes", "calibration", "chrome", "format", "header", "id", "sha256", "terms"]"#);
    assert_eq!(report["header"]["n_documents"], 266);
    assert!(report["terms"].as_object().unwrap().values().all(|terms| terms.as_array().unwrap().len() == 2));
}

#[test]
fn completions_are_written_for_every_shell() {
    let case = Case::new();
    for (shell, start) in
        [("bash", "_newsdesk"), ("zsh", "#compdef newsdesk"), ("fish", "# Print an optspec")]
    {
        let ran = case.run(&format!("completions {shell}"));
        assert!(ran.code == 0 && ran.stderr.is_empty() && ran.stdout.starts_with(start), "{shell}");
        assert!(ran.stdout.contains("summarize"), "{shell}");
    }
}

#[test]
fn the_manual_has_a_page_for_every_verb() {
    let case = Case::new();
    let page = |args: &str| {
        let ran = case.run(args);
        assert!(ran.code == 0 && ran.stderr.is_empty(), "{args}");
        ran.stdout
    };
    assert!(page("man").contains(".TH newsdesk 1"));
    let classify = page("man classify");
    for part in [".TH newsdesk-classify 1", "\\-\\-resume", "\\-\\-threads"] {
        assert!(classify.contains(part), "{part}: {classify}");
    }
    let ran = case.run("man nothing");
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.starts_with("newsdesk: error[E0101]: no verb \"nothing\"\nhelp: choose one of: train, ")
    );
}

#[test]
fn version_and_help_go_to_standard_output() {
    let case = Case::new();
    let version = case.run("--version");
    assert_eq!((version.code, version.stdout), (0, format!("newsdesk {}\n", env!("CARGO_PKG_VERSION"))));
    for verb in [
        "train",
        "evaluate",
        "classify",
        "explain",
        "summarize",
        "clean",
        "sentences",
        "inspect",
        "completions",
        "man",
    ] {
        let help = case.run(&format!("{verb} --help"));
        assert!(help.code == 0 && help.stderr.is_empty(), "{verb}");
        assert!(help.stdout.contains(&format!("Usage: newsdesk {verb}")), "{verb}");
    }
}
