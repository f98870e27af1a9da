//! Documents that may have several labels.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::Case;

/// Forty texts: of tax, of farms, of both, of neither.
fn table() -> String {
    let mut table = "id,text,label\n".to_owned();
    for n in 0..10 {
        table += &format!("t{n},The senate cut the income tax by {n} points.,tax\n");
        table += &format!("f{n},Growers get aid for hay and milk on {n} farms.,farm\n");
        table += &format!("b{n},The income tax on farms falls and growers keep {n} points.,farm; tax\n");
        table += &format!("n{n},The choir sang {n} songs on the green.,\n");
    }
    table
}

fn trained(flags: &str) -> Case {
    let case = Case::new().file("t.csv", table());
    let ran =
        case.run(&format!("train t.csv -o policy.ndm --multi-label ; --min-df 1 --dedupe off -q {flags}"));
    assert_eq!(ran.to_string(), "exit: 0", "{flags}");
    case
}

#[test]
fn a_document_gets_every_label_above_its_threshold() {
    let case = trained("");
    let news = "id,text\n1,The senate cut the income tax.\n2,The income tax on growers and farms falls and they keep points.\n\
                3,A choir sang songs.\n4,\n";
    let ran =
        case.run_with("classify -m policy.ndm -q --fields id,label,labels,abstain_reason", news.as_bytes());
    let records = ran.records();
    let labels = |record: &Value| {
        let labels = record["labels"].as_array().unwrap().iter();
        let mut labels: Vec<String> = labels.map(|of| of["label"].as_str().unwrap().to_owned()).collect();
        labels.sort();
        labels.join("+")
    };
    assert_eq!(records.iter().map(labels).collect::<Vec<_>>(), ["tax", "farm+tax", "", ""]);
    assert_eq!(
        records.iter().map(|r| r["abstain_reason"].clone()).collect::<Vec<_>>(),
        [json!(null), json!(null), json!("low_score"), json!("empty")]
    );
    for of in records[1]["labels"].as_array().unwrap() {
        assert!(of["score"].as_f64() >= of["threshold"].as_f64(), "{of}");
    }
    let sum: f64 =
        records[1]["labels"].as_array().unwrap().iter().map(|of| of["score"].as_f64().unwrap()).sum();
    assert!(sum > 1.0, "probabilities of labels that do not compete: {sum}");
    assert_eq!(records[1]["label"], records[1]["labels"][0]["label"], "the first is the best");
}

#[test]
fn k_lists_labels_that_are_not_given_and_t_withholds_those_that_are() {
    let case = trained("");
    let text = b"id,text\n1,The senate cut the income tax.\n";
    let all = case.run_with("classify -m policy.ndm -q -k 0", text).records();
    assert_eq!(all[0]["labels"].as_array().unwrap().len(), 2);
    assert_eq!((&all[0]["label"], &all[0]["abstain"]), (&json!("tax"), &json!(false)));
    let none = case.run_with("classify -m policy.ndm -q -t 1", text).records();
    assert_eq!((&none[0]["label"], &none[0]["abstain_reason"]), (&json!(null), &json!("low_score")));
    assert_eq!(none[0]["labels"], json!([]));
    let shown = case.run_with(
        "classify -m policy.ndm -q -f text",
        "id,text\n7,The income tax on farms falls and growers keep 3 points.\n".as_bytes(),
    );
    let lines: Vec<&str> =
        shown.stdout.lines().map(|line| line.trim_start().split_once("%  ").unwrap().1).collect();
    assert_eq!(lines.len(), 2, "{shown}");
    assert!(
        lines.iter().any(|line| line.starts_with("tax")) && lines.iter().any(|line| line.starts_with("farm"))
    );
}

#[test]
fn training_says_how_many_labels_there_are_and_what_they_are_worth() {
    let case = Case::new().file("t.csv", table());
    let ran = case.run("train t.csv -o policy.ndm --multi-label ; --min-df 1 --dedupe off");
    let lines: Vec<&str> = ran.stderr.lines().collect();
    assert_eq!(
        lines[1],
        "newsdesk: note: 1.00 labels a record; 10 records have several, 10 none (examples of what no label is)"
    );
    assert!(lines[2].starts_with("newsdesk: note: cross-validation, 5 folds: exact match "), "{ran}");
    assert!(
        lines[2].contains(", micro-F1 ") && lines[2].contains("; always the most frequent labels: 0.250; ")
    );
    assert!(lines[3].starts_with("newsdesk: note: policy.ndm: 2 labels, "), "{ran}");
    let shown = case.run("inspect policy.ndm --labels").stdout;
    assert!(
        shown.contains("multi-label:      documents may have several labels, separated by \";\"\n"),
        "{shown}"
    );
    assert!(shown.contains("label  documents  precision  recall     F1  threshold\n"), "{shown}");
    let header: Value = serde_json::from_str(&case.run("inspect policy.ndm -f json").stdout).unwrap();
    assert_eq!(header["header"]["multi_label"]["separator"], ";");
    assert_eq!(header["header"]["multi_label"]["thresholds"].as_array().unwrap().len(), 2);
    assert!(header["header"]["cross_validation"]["micro_f1"].is_number());
    assert_eq!(header["calibration"]["method"], "independent");
}

#[test]
fn every_algorithm_learns_several_labels() {
    for flags in [
        "--algorithm nbsvm",
        "--algorithm naive-bayes",
        "--algorithm logistic",
        "--folds 0",
        "--class-weight balanced --weights f32",
    ] {
        let case = trained(flags);
        let ran = case.run("evaluate -m policy.ndm t.csv -q -f json");
        let found: Value = serde_json::from_str(&ran.stdout).unwrap();
        assert!(found["exact_match"].as_f64().unwrap() >= 0.7, "{flags}: {found}");
    }
}

#[test]
fn evaluate_gives_the_scores_of_sets() {
    let case = trained("");
    let ran = case.run("evaluate -m policy.ndm t.csv -q -f json --by id");
    let found: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((&found["multi_label"], &found["n_documents"]), (&json!(true), &json!(40)));
    assert_eq!(found["accuracy"], found["exact_match"]);
    for field in ["macro_f1", "micro_f1", "micro_precision", "micro_recall", "weighted_f1"] {
        assert!(found[field].as_f64().unwrap() > 0.7, "{field}: {found}");
    }
    assert_eq!(
        (&found["per_label"][0]["label"], &found["per_label"][0]["support"]),
        (&json!("farm"), &json!(20))
    );
    assert_eq!(found["by"]["groups"].as_array().unwrap().len(), 40);
    let text = case.run("evaluate -m policy.ndm t.csv").stdout;
    let names: Vec<&str> = text.lines().map(|line| line.split("  ").next().unwrap()).collect();
    assert_snapshot!(names.join("\n"), @r#"
    policy@[ID], 40 documents that may have several labels
    exact match
    macro-F1
    micro-F1
    weighted F1
    ECE
    labels a document: 1.00, given 1.00
    always the most frequent labels: 0.250
    given no label: 10

    label
    farm
    tax
    "#);
    assert_eq!(case.run("evaluate -m policy.ndm t.csv -q --min-accuracy 1 --max-ece 0").code, 5);
}

#[test]
fn labels_that_training_never_saw_count_or_go() {
    let case = trained("")
        .file("e.csv", "text,label\nThe income tax falls.,tax;new\nHay songs.,new\nThe income tax.,tax\n");
    let json = |flags: &str| -> Value {
        serde_json::from_str(&case.run(&format!("evaluate -m policy.ndm e.csv -q -f json {flags}")).stdout)
            .unwrap()
    };
    let counted = json("");
    assert_eq!((&counted["n_documents"], &counted["unseen_labels"]), (&json!(3), &json!({"new": 2})));
    let dropped = json("--unseen-labels drop");
    assert_eq!((&dropped["n_documents"], &dropped["per_label"].as_array().unwrap().len()), (&json!(2), &2));
}

#[test]
fn what_does_not_go_with_several_labels_is_refused() {
    let case =
        Case::new().file("t.csv", table()).file("one.csv", "text,label\na tax,tax\nb farm,\nc tax,tax\n");
    assert_snapshot!(case.run_args(&["train", "t.csv", "-o", "m.ndm", "--multi-label", ""]), @r#"
exit: 2
--- stderr
newsdesk: error[E0101]: an empty separator of labels: expected one character or more
help: pass --multi-label ';'
"#);
    let both = case.run("train t.csv -o m.ndm --multi-label ; --none-label none");
    assert_eq!(both.code, 2);
    assert!(
        both.stderr.contains("'--multi-label <SEP>' cannot be used with '--none-label <LABEL>'"),
        "{both}"
    );
    assert_snapshot!(case.run("train t.csv -o m.ndm --multi-label ; --algorithm linfa-bayes"), @r#"
exit: 2
--- stderr
newsdesk: error[E0101]: linfa-bayes gives a document one label, not several
help: use svm, nbsvm, logistic or naive-bayes for several labels
"#);
    assert_eq!(case.run("train t.csv -o m.ndm --multi-label ; --mixture 0.5").code, 2);
    assert_snapshot!(case.run("train one.csv -o m.ndm --multi-label ; -q"), @r#"
exit: 3
--- stderr
newsdesk: warning: the separator ";" parts no labels: no record has more than one
newsdesk: error[E0301]: one.csv: the only label is "tax", of 2 in 3 records; a classifier needs at least 2 labels
help: pass --label-column with the column that holds the labels
"#);
}

#[test]
fn rare_labels_are_taken_out_of_sets() {
    let table =
        "text,label\na tax,tax|farm\nb tax,tax\nc farm,farm\nd farm,farm|school\ne bus,school\nf hay,zoo\n";
    let case = Case::new().file("t.csv", table);
    let ran = case.run("train t.csv -o m.ndm --multi-label | --folds 0 --min-df 1 --rare drop --min-count 3");
    assert_snapshot!(ran, @r#"
exit: 3
--- stderr
newsdesk: note: t.csv: columns: text = "text", label = "label"
newsdesk: note: 1.33 labels a record; 2 records have several, 0 none (examples of what no label is)
newsdesk: warning: labels with fewer than 3 records: "school", "tax", "zoo"; left out
newsdesk: error[E0301]: t.csv: without the rare labels: the only label is "farm", of 3 in 3 records; a classifier needs at least 2 labels
help: pass a smaller --min-count, or --rare keep
"#);
}
