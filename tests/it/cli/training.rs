//! `train` and `evaluate`.

use std::fs;

use insta::assert_snapshot;
use serde_json::Value;

use super::case;
use crate::support::{Case, repository};

#[test]
fn train_says_what_it_read_and_what_it_made() {
    let case = Case::new().file("sample.csv", fs::read(repository("data/sample.csv")).unwrap());
    let ran = case.run("train sample.csv -o policy.ndm --folds 2 --algorithm svm --tune off");
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
        "--algorithm multinomial-naive-bayes --max-features 500",
        "--algorithm logistic -C 10 --mixture 0.5 --chars 3-5",
        "--algorithm linfa-logistic --best-features 50",
        "--algorithm linfa-bayes --best-features 200",
        "--algorithm svm --stemmer none --class-weight balanced --dedupe off --seed 7 -C 0.5 --keep-chrome",
        "--algorithm svm --none-label Agriculture --rare drop --group-column date --weights f32",
    ] {
        let ran = case.run(&format!("train sample.csv -o m.ndm --folds 2 -q --tune off {flags}"));
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
fn train_learns_from_pieces_of_texts_too() {
    let case = Case::new().file("sample.csv", fs::read(repository("data/sample.csv")).unwrap());
    let train = |flags: &str| {
        let ran =
            case.run(&format!("train sample.csv -o m.ndm --folds 2 -q --tune off --algorithm svm {flags}"));
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{flags}");
        fs::read(case.path("m.ndm")).unwrap()
    };
    let (whole, pieces) = (train(""), train("--pieces 30 -j 1"));
    assert_ne!(whole, pieces);
    assert_eq!(pieces, train("--pieces 30 -j 2"));
    let inspected = case.run("inspect m.ndm").stdout;
    assert!(inspected.contains("266 documents and pieces of them of 30, 60, 120 … words, "), "{inspected}");
    let several =
        case.run("train sample.csv -o m.ndm --folds 2 -q --algorithm svm --multi-label ; --pieces 10");
    assert_eq!(several.code, 0, "{several}");
    assert_snapshot!(case.run("train sample.csv -o m.ndm --pieces 0"), @r"
    exit: 2
    --- stderr
    error: invalid value '0' for '--pieces <WORDS>': expected a whole number, 1 or more

    For more information, try '--help'.
    ");
}

#[test]
fn a_text_of_stop_words_has_no_known_term() {
    let case = Case::new().file("sample.csv", fs::read(repository("data/sample.csv")).unwrap());
    case.run("train sample.csv -o m.ndm --folds 0 --stop-words english -q");
    let text = b"text\nThe and of.\n?!\n";
    let ran = case.run_with("classify -m m.ndm --fields abstain_reason -q", text);
    let reasons: Vec<Value> = ran.records().iter().map(|record| record["abstain_reason"].clone()).collect();
    assert_eq!(reasons, ["no_known_terms", "empty"]);
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
    let missed = case.run("evaluate -m policy.ndm sample.csv -q -o r.json --min-accuracy 0.5 --max-ece 0");
    assert_eq!(missed.code, 5);
    assert!(missed.stderr.starts_with("newsdesk: error[E0501]: "), "{missed}");
    assert!(missed.stderr.contains("ECE ") && missed.stderr.contains(" is above 0"), "{missed}");
}

#[test]
fn a_title_without_a_text_is_trained_on_as_little_as_it_is_classified() {
    let rows =
        (0..12).map(|n| format!("Farm bill number{n},,farm\nBus line number{n},,bus\n")).collect::<String>();
    let case = Case::new().file("t.csv", format!("title,text,label\n{rows}"));
    let ran = case.run("train t.csv -o m.ndm --dedupe off");
    assert_eq!(ran.code, 3, "{ran}");
    assert!(
        ran.stderr.contains("error[E0303]: t.csv: no term is left: 24 documents, 24 of them without a body"),
        "{ran}"
    );
}

#[test]
fn training_and_evaluation_stop_after_too_many_bad_records() {
    let case = case().file("bad.csv", "text,label\na,b,c\nfarm,Agriculture\na,b,c\nhay,Defense\na,b,c\n");
    for verb in ["train bad.csv -o m.ndm --min-df 1 --folds 0", "evaluate bad.csv -m policy.ndm"] {
        let stopped = case.run(&format!("{verb} --errors skip --max-errors 2"));
        assert_eq!(stopped.code, 3, "{stopped}");
        assert!(stopped.stderr.contains("error[E0205]: bad.csv: line 6, record 5"), "{stopped}");
        let ran = case.run(&format!("{verb} --errors skip --max-errors 3 --allow-errors"));
        assert_eq!(ran.code, 0, "{ran}");
    }
}

#[test]
fn a_label_that_only_one_group_has_is_told() {
    let case = Case::new().file("sample.csv", fs::read(repository("data/sample.csv")).unwrap());
    let ran = case.run("train sample.csv -o m.ndm --group-column label --tune off");
    assert!(
        ran.stderr
            .contains("warning: cross-validation is no better than always giving the most frequent label"),
        "{ran}"
    );
}
