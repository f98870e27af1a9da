//! Labels that are codes, and their names.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::{Case, Ran, repository};

const NAMES: &str = "code,name\n1,Macroeconomics\n4,Agriculture\n16,Defense\n";

/// Texts with the codes 1, 4 and 99; 16 never occurs, 99 has no name.
fn case() -> Case {
    let mut table = "id,text,label\n".to_owned();
    for n in 0..8 {
        table += &format!("t{n},The senate cut the income tax by {n} points.,1\n");
        table += &format!("f{n},Growers get aid for hay and milk on {n} farms.,4\n");
        table += &format!("x{n},The choir sang {n} songs on the green.,99\n");
    }
    Case::new().file("t.csv", table).file("names.csv", NAMES)
}

fn train(case: &Case) -> Ran {
    case.run("train t.csv -o policy.ndm --labels names.csv --min-df 1 --dedupe off --folds 2")
}

#[test]
fn names_stand_beside_codes() {
    let case = case();
    let ran = train(&case);
    assert_snapshot!(ran.stderr.lines().nth(1).unwrap(), @r#"newsdesk: note: names.csv: 2 of 3 labels have a name; 1 of 3 codes are no label of the training records; without a name: "99""#);
    let news = b"id,text\n1,The income tax was cut.\n2,The choir sang.\n";
    let records = case.run_with("classify -m policy.ndm -q -k 2", news).records();
    assert_eq!((&records[0]["label"], &records[0]["name"]), (&json!("1"), &json!("Macroeconomics")));
    assert_eq!(
        (&records[0]["labels"][0]["name"], &records[1]["label"]),
        (&json!("Macroeconomics"), &json!("99"))
    );
    assert_eq!(records[1].get("name"), None);
    let csv = case.run_with("classify -m policy.ndm -q -f csv --fields id,label,name", news).stdout;
    assert_eq!(csv, "id,label,name,error\n1,1,Macroeconomics,\n2,99,,\n");
    let text = case.run_with("classify -m policy.ndm -q -f text", news).stdout;
    assert!(text.contains("%  1 Macroeconomics  1\n") && text.contains("%  99  2\n"), "{text}");
    assert!(case.run("inspect policy.ndm --labels").stdout.contains("\n4 Agriculture "));
    let brief = case
        .run_with("brief -m policy.ndm -q", b"id,text\n1,The income tax was cut.\n2,Farms get hay.\n")
        .stdout;
    assert!(
        brief.contains(" 1 Macroeconomics (1 document) ") && brief.contains(" 4 Agriculture (1 document) ")
    );
    let brief: Value =
        serde_json::from_str(&case.run_with("brief -m policy.ndm -q -f json", news).stdout).unwrap();
    let topics = brief["topics"].as_array().unwrap();
    assert!(topics.iter().any(|topic| topic["topic"] == "1" && topic["name"] == "Macroeconomics"), "{brief}");
}

#[test]
fn explain_and_summarize_take_and_show_names() {
    let case = case().file("n.txt", "The senate cut the income tax by 3 points. Growers get aid for hay.");
    train(&case);
    let explain =
        |flags: &[&str]| case.run_args(&[&["explain", "-m", "policy.ndm", "n.txt", "-q"], flags].concat());
    for [label, vs] in [["1", "4"], ["macroeconomics", "AGRICULTURE"], ["1 Macroeconomics", "4 agriculture"]]
    {
        let flags = ["--label", label, "--vs", vs];
        let record = &explain(&flags).records()[0];
        let shown =
            ["label", "name", "vs", "vs_name"].map(|field| record[field].as_str().unwrap().to_owned());
        assert_eq!(shown, ["1", "Macroeconomics", "4", "Agriculture"]);
    }
    let text = explain(&["--label", "Agriculture", "--vs", "99", "-f", "text"]).stdout;
    assert!(text.starts_with("4 Agriculture ") && text.contains(" against 99 "), "{text}");
    assert!(text.contains("\nThe model says 1 Macroeconomics\n"), "{text}");
    let page = explain(&["--label", "4", "-f", "html"]).stdout;
    assert!(page.contains("<strong>4 Agriculture ") && page.contains("says 1 Macroeconomics."), "{page}");
    assert_snapshot!(explain(&["--label", "agricultur"]), @r#"
exit: 2
--- stderr
newsdesk: error[E0101]: --label "agricultur" is no label of the model policy@[ID]
help: did you mean "Agriculture"?
"#);
    assert_snapshot!(explain(&["--vs", "Sports"]), @r#"
exit: 2
--- stderr
newsdesk: error[E0101]: --vs "Sports" is no label of the model policy@[ID]
help: choose one of: 1 Macroeconomics, 4 Agriculture, 99
"#);

    let topic = case.run("summarize -m policy.ndm n.txt -q --method topic --topic agriculture --sentences 1");
    let record = &topic.records()[0];
    assert_eq!((&record["topic"], &record["topic_name"]), (&json!("4"), &json!("Agriculture")));
}

#[test]
fn a_name_of_several_labels_is_refused() {
    let case = case().file("same.csv", "1,Policy\n4,policy\n");
    case.run("train t.csv -o policy.ndm --labels same.csv --min-df 1 --dedupe off --folds 2");
    assert_snapshot!(case.run("explain -m policy.ndm t.csv --label policy"), @r#"
exit: 2
--- stderr
newsdesk: error[E0101]: --label "policy" is the name of several labels: "1", "4"
help: pass one of these labels
"#);
}

#[test]
fn evaluate_matches_codes_and_names() {
    let case = case().file("by_name.csv", "text,label\nThe income tax.,Macroeconomics\nHay on farms.,4\n");
    train(&case);
    let ran = case.run("evaluate -m policy.ndm by_name.csv -f json");
    let found: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((&found["accuracy"], &found["unseen_labels"]), (&json!(1.0), &json!({})));
    assert_eq!(
        (&found["per_label"][0]["name"], &found["per_label"][2].get("name")),
        (&json!("Macroeconomics"), &None)
    );
    assert!(
        ran.stderr
            .contains("newsdesk: note: 1 label is matched by code and name: \"Macroeconomics\" is \"1\"\n"),
        "{ran}"
    );
    let text = case.run("evaluate -m policy.ndm t.csv -q").stdout;
    let labels: Vec<&str> = text
        .lines()
        .filter(|line| line.ends_with("        8"))
        .map(|line| line.split("  ").next().unwrap())
        .collect();
    assert_eq!(labels, ["1 Macroeconomics", "4 Agriculture", "99"], "{text}");
}

#[test]
fn a_file_of_codes_is_matched_with_a_model_of_names() {
    let table = "text,label\nFarmers get aid for hay and milk.,4\nThe army bought tanks and ships.,16\n";
    let case = Case::with_model()
        .file("codes.csv", table)
        .file("cap.csv", std::fs::read(repository("data/cap-topics.csv")).unwrap());
    assert_snapshot!(case.run("evaluate -m policy.ndm codes.csv"), @r#"
exit: 3
--- stderr
newsdesk: note: codes.csv: columns: text = "text", label = "label"
newsdesk: error[E0312]: codes.csv: the model knows none of the labels: found "4" (1), "16" (1), expected "Agriculture", "Civil Rights", "Defense", "Education", "Energy" and 9 more
help: pass --labels FILE with the code and name of each label, or --label-column with the column that holds the model's labels
"#);
    let ran = case.run("evaluate -m policy.ndm codes.csv --labels cap.csv -f json");
    let found: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((&found["n_documents"], &found["accuracy"]), (&json!(2), &json!(1.0)));
    assert!(ran.stderr.contains("2 labels are matched by code and name: \"16\" is \"Defense\""), "{ran}");
}

#[test]
fn a_labels_file_that_cannot_be_used_is_told_with_its_line() {
    let case = case().file("two.csv", "16,Defense\n16,War\n").file("head.csv", "code,title\n16,Defense\n");
    assert_snapshot!(case.run("train t.csv -o m.ndm --labels two.csv"), @r#"
exit: 3
--- stderr
newsdesk: error[E0217]: two.csv: line 2: found the code "16" with two names, "Defense" and "War"
help: leave one name for each code
"#);
    assert_snapshot!(case.run("train t.csv -o m.ndm --labels head.csv"), @r#"
exit: 3
--- stderr
newsdesk: error[E0217]: head.csv: line 1: no column named "name"; the header has "code", "title"
help: give a table with the columns code and name, for example `16,Defense`
"#);
    let missing = case.run("train t.csv -o m.ndm --labels nope.csv");
    assert_eq!(missing.code, 1);
    assert!(
        missing.stderr.starts_with("newsdesk: error[E0102]: nope.csv: cannot read the names of the labels")
    );
    assert_eq!(case.names(), ["head.csv", "names.csv", "t.csv", "two.csv"]);
}

#[test]
fn names_that_fit_no_label_are_a_warning() {
    let case = case().file("other.csv", "A,Alpha\nB,Beta\n");
    let ran = case.run("train t.csv -o m.ndm --labels other.csv --folds 0 --min-df 1 -q");
    assert_snapshot!(ran, @r#"
exit: 0
--- stderr
newsdesk: warning: other.csv: 0 of 3 labels have a name; 2 of 2 codes are no label of the training records; without a name: "1", "4", "99"
"#);
}
