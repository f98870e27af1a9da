//! Every verb: what it prints, where, and how it ends.

use std::fs;

use insta::assert_snapshot;
use serde_json::Value;

use crate::support::{Case, Ran, repository};

const TABLE: &str = "\
id,text,desk
n1,The senate passed the farm bill and dairy farmers get aid when milk prices fall.,rural
n2,Teachers and schools get money for math classes under the education bill.,city
n3,,none
";

/// Four plain sentences without page furniture.
const ARTICLE: &str = "\
The county opened two new schools on Monday after three years of work. Teachers said the classes are smaller now. \
Parents asked the board for a bus line to the eastern school before winter. The board will vote on the bus line in May.
";

fn case() -> Case {
    Case::with_model().file("news.csv", TABLE).file("article.txt", ARTICLE)
}

#[test]
fn train_says_what_it_read_and_what_it_made() {
    let case = Case::new().file("sample.csv", fs::read(repository("data/sample.csv")).unwrap());
    let ran = case.run("train sample.csv -o policy.ndm --folds 2");
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""));
    let lines: Vec<&str> = ran.stderr.lines().collect();
    assert_snapshot!(lines[0], @r#"newsdesk: note: sample.csv: columns: text = "text", label = "label", id = "id", title = "title", date = "date""#);
    assert!(lines[1].starts_with("newsdesk: note: cross-validation, 2 folds: accuracy 0."), "{}", lines[1]);
    assert!(lines[1].contains("; always the most frequent label: 0.071; "), "{}", lines[1]);
    assert!(lines[2].starts_with("newsdesk: note: policy.ndm: 14 labels, "), "{}", lines[2]);
    assert!(lines[2].contains(" terms, 266 records (0 left out), "), "{}", lines[2]);
    assert!(lines[2].ends_with(" MB, svm in [TIME]"), "{}", lines[2]);
    assert_eq!(lines.len(), 3, "{ran}");
    assert_eq!(case.names(), ["policy.ndm", "sample.csv"]);
    assert_snapshot!(case.run("train sample.csv -o policy.ndm --folds 0 -q"), @"exit: 0");
}

#[test]
fn train_takes_every_algorithm_and_parameter() {
    let case = Case::new().file("sample.csv", fs::read(repository("data/sample.csv")).unwrap());
    for flags in [
        "--algorithm nbsvm --ngrams 1-3 --min-df 3",
        "--algorithm naive-bayes --ngrams 1 --stop-words english",
        "--stemmer none --class-weight balanced --dedupe off --seed 7 -C 0.5 --keep-chrome",
        "--none-label Agriculture --rare drop --group-column date --weights f32",
    ] {
        let ran = case.run(&format!("train sample.csv -o m.ndm --folds 2 -q {flags}"));
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{flags}");
        let settings: Value =
            serde_json::from_str(&case.run("inspect m.ndm -f json").stdout).expect("inspect writes JSON");
        let algorithm = flags.strip_prefix("--algorithm ").and_then(|rest| rest.split(' ').next());
        assert_eq!(settings["header"]["classifier"]["algorithm"], algorithm.unwrap_or("svm"), "{flags}");
    }
    let said = case.run("classify -m m.ndm sample.csv --fields label,abstain_reason -q");
    let none = |record: &Value| record["abstain_reason"] == "no_policy_content" && record["label"].is_null();
    assert!(said.records().iter().filter(|record| none(record)).count() >= 15, "the none label abstains");
}

#[test]
fn evaluate_gives_scores_as_text() {
    let case = case().file("sample.csv", fs::read(repository("data/sample.csv")).unwrap());
    let ran = case.run("evaluate -m policy.ndm sample.csv");
    assert_eq!(ran.code, 0, "{ran}");
    let names: Vec<&str> = ran.stdout.lines().map(|line| line.split("  ").next().unwrap()).collect();
    assert_snapshot!(names.join("\n"), @r#"
    policy@[ID], 266 documents
    accuracy
    macro-F1
    weighted F1
    kappa
    ECE
    always the most frequent label: 0.071

    label
    Agriculture
    Civil Rights
    Defense
    Education
    Energy
    Environment
    Health
    Housing
    Immigration
    International Affairs
    Labor
    Law and Crime
    Macroeconomics
    Transportation

    threshold
    "#);
    assert_snapshot!(ran.stderr, @r#"
    newsdesk: note: sample.csv: columns: text = "text", label = "label", id = "id", title = "title", date = "date"
    read 266 · ok 266 · abstained 0 · errors 0 · [MB] in [TIME]
    "#);
}

#[test]
fn evaluate_gives_all_scores_as_json() {
    let case = case().file("sample.csv", fs::read(repository("data/sample.csv")).unwrap());
    let ran = case.run("evaluate -m policy.ndm sample.csv -f json --by date");
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    for (name, kind) in [
        ("n_documents", "266"),
        ("accuracy", "0..1"),
        ("macro_f1", "0..1"),
        ("micro_f1", "0..1"),
        ("weighted_f1", "0..1"),
        ("ece", "0..1"),
    ] {
        let number = report[name].as_f64().unwrap_or(f64::NAN);
        assert!(
            if kind == "266" { number == 266.0 } else { (0.0..=1.0).contains(&number) },
            "{name} {number}"
        );
    }
    for name in ["accuracy_ci", "macro_f1_ci"] {
        let (low, high) = (report[name][0].as_f64().unwrap(), report[name][1].as_f64().unwrap());
        let value = report[name.trim_end_matches("_ci")].as_f64().unwrap();
        assert!(low <= value && value <= high, "{name}");
    }
    let labels = &report["confusion"]["labels"].as_array().unwrap();
    assert_eq!((labels.len(), report["confusion"]["matrix"].as_array().unwrap().len()), (14, 14));
    assert_eq!(report["confusion"]["rows_are"], "true");
    let per_label = report["per_label"].as_array().unwrap();
    assert!(per_label.iter().all(|scores| scores["support"] == 19 && scores["f1"].is_number()));
    assert_eq!(report["coverage"][0]["threshold"], 0.0);
    assert!(report["baseline"]["majority_accuracy"].is_number() && report["unseen_labels"].is_object());
    assert_eq!(report["by"]["column"], "date");
}

#[test]
fn evaluate_writes_predictions_and_holds_gates() {
    let case = case().file("sample.csv", fs::read(repository("data/sample.csv")).unwrap());
    let ran =
        case.run("evaluate -m policy.ndm sample.csv -q -o r.json --predictions p.csv --min-accuracy 0.5");
    assert_snapshot!(ran, @"exit: 0");
    let predictions = fs::read_to_string(case.path("p.csv")).unwrap();
    assert!(predictions.starts_with("true_label,id,label,score,"), "{}", &predictions[..60]);
    assert_eq!(csv::Reader::from_reader(predictions.as_bytes()).records().count(), 266);
    let missed =
        case.run("evaluate -m policy.ndm sample.csv -q -o r.json --min-accuracy 1 --min-macro-f1 1.5");
    assert_eq!(missed.code, 5);
    assert!(missed.stderr.starts_with("newsdesk: error[E0501]: "), "{missed}");
    assert!(missed.stderr.contains("macro-F1 ") && missed.stderr.contains(" is below 1.5"), "{missed}");
}

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
    assert_snapshot!(head.lines().next().unwrap(), @"id,label,score,labels,abstain,abstain_reason,title,byline,dateline,date,words,known_terms,removed_bytes,evidence,summary,source,record,model,error");
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
    assert_snapshot!(ran.without_scores(), @r#"{"id":"article","method":"lead","sentences":[{"char_end":70,"char_start":0,"end":70,"rank":1,"score":null,"start":0,"text":"The county opened two new schools on Monday after three years of work."},{"char_end":113,"char_start":71,"end":113,"rank":2,"score":null,"start":71,"text":"Teachers said the classes are smaller now."}],"summary":"The county opened two new schools on Monday after three years of work.\nTeachers said the classes are smaller now.","title":null,"topic":null,"truncated":false}"#);
    assert_snapshot!(ran.stderr, @"read 1 · ok 1 · abstained 0 · errors 0 · [MB] in [TIME]");
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

#[test]
fn clean_leaves_a_plain_article_alone() {
    let ran = case().run("clean -m policy.ndm article.txt");
    assert_snapshot!(ran, @r#"
    exit: 0
    --- stdout
    {"id":"article","title":null,"byline":null,"agency":null,"dateline":null,"date":null,"site":null,"body":"The county opened two new schools on Monday after three years of work. Teachers said the classes are smaller now. Parents asked the board for a bus line to the eastern school before winter. The board will vote on the bus line in May.\n","removed":[]}
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

#[test]
fn sentences_have_their_places() {
    let case = case().file("s.txt", "Dr. Roe arrived at 5 p.m. on Monday. “Vote!” she said. It passed.\n");
    assert_snapshot!(case.run("sentences -m policy.ndm s.txt"), @r#"
    exit: 0
    --- stdout
    {"id":"s","sentences":[{"start":0,"end":36,"text":"Dr. Roe arrived at 5 p.m. on Monday."},{"start":37,"end":58,"text":"“Vote!” she said."},{"start":59,"end":69,"text":"It passed."}]}
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
fn version_and_help_go_to_standard_output() {
    let case = Case::new();
    let version = case.run("--version");
    assert_eq!((version.code, version.stdout), (0, format!("newsdesk {}\n", env!("CARGO_PKG_VERSION"))));
    for verb in ["train", "evaluate", "classify", "summarize", "clean", "sentences", "inspect", "completions"]
    {
        let help = case.run(&format!("{verb} --help"));
        assert!(help.code == 0 && help.stderr.is_empty(), "{verb}");
        assert!(help.stdout.contains(&format!("Usage: newsdesk {verb}")), "{verb}");
    }
}
