//! Labels and training data.

use insta::assert_snapshot;
use newsdesk::Model;
use serde_json::{Value, json};

use super::{run, train};
use crate::support::Case;

#[test]
fn missing_labels_are_counted_with_their_first_lines() {
    let rows =
        "income tax,tax\nx,\nfarm aid,farm\n\"a\nb\", \nfarm hay,farm\nx,\nx,\nx,\nx,\nsales tax,tax\n";
    let table = format!("text,label\n{rows}");
    assert_snapshot!(train(&table, ""), @r#"
exit: 3
--- stderr
newsdesk: note: t.csv: columns: text = "text", label = "label"
newsdesk: error[E0307]: t.csv: 6 records without a label: lines 3, 5, 8, 9, 10, …
help: label them, or pass --errors skip to train on the rest
"#);
    assert_snapshot!(train(&table, "--errors skip"), @r#"
exit: 0
--- stderr
newsdesk: note: t.csv: columns: text = "text", label = "label"
newsdesk: warning: t.csv: 6 records without a label: lines 3, 5, 8, 9, 10, …; left out
newsdesk: note: m.ndm: 2 labels, 64 terms, 4 records (6 left out), 0.0 MB, nbsvm in [TIME]
"#);
}

#[test]
fn one_class_only() {
    assert_snapshot!(train("text,label\nincome tax,tax\nsales tax,tax\ntax cut,tax\n", ""), @r#"
exit: 3
--- stderr
newsdesk: note: t.csv: columns: text = "text", label = "label"
newsdesk: error[E0301]: t.csv: all 3 records have the label "tax"; a classifier needs at least 2 labels
help: pass --label-column with the column that holds the labels
"#);
}

#[test]
fn a_label_with_one_record_is_trained_and_named() {
    let table =
        "text,label\nincome tax,tax\nsales tax,tax\nfarm hay,farm\nfarm aid,farm\nschool bus,school\n";
    assert_snapshot!(train(table, "--folds 2 --quiet"), @r#"
exit: 0
--- stderr
newsdesk: warning: labels with one record: "school"; trained like the others (--rare drop leaves them out)
"#);
    assert_snapshot!(train(table, "--rare drop"), @r#"
exit: 0
--- stderr
newsdesk: note: t.csv: columns: text = "text", label = "label"
newsdesk: warning: labels with one record: "school"; left out
newsdesk: note: m.ndm: 2 labels, 64 terms, 4 records (1 left out), 0.0 MB, nbsvm in [TIME]
"#);
    assert_snapshot!(train(table, "--rare merge:other"), @r#"
exit: 0
--- stderr
newsdesk: note: t.csv: columns: text = "text", label = "label"
newsdesk: warning: labels with one record: "school"; merged
newsdesk: note: m.ndm: 3 labels, 88 terms, 5 records (0 left out), 0.0 MB, nbsvm in [TIME]
"#);
    assert_snapshot!(train(table, "--rare error"), @r#"
exit: 3
--- stderr
newsdesk: note: t.csv: columns: text = "text", label = "label"
newsdesk: error[E0305]: t.csv: labels with one record: "school"
help: pass --rare drop, merge:NAME or keep
"#);
}

#[test]
fn any_string_is_a_label_and_comes_back() {
    let labels = ["a, \"b\" #1", "  spaced ", "😀\u{202e}", "line\nend"];
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["text", "label"]).unwrap();
    for (n, label) in labels.iter().enumerate() {
        for word in ["tax", "farm"] {
            writer.write_record([format!("{word} number{n} number{n}"), (*label).to_owned()]).unwrap();
        }
    }
    let table = writer.into_inner().unwrap();
    let case = Case::new().file("t.csv", &table);
    assert_eq!(case.run("train t.csv -o m.ndm --folds 2 --min-df 1 -q").code, 0);
    let model = Model::load(case.path("m.ndm")).unwrap();
    let mut sorted = labels;
    sorted.sort_unstable();
    assert_eq!(model.labels(), sorted);
    let csv = case.run("classify t.csv -m m.ndm -q -f csv --fields label").stdout;
    let read: Vec<csv::StringRecord> =
        csv::Reader::from_reader(csv.as_bytes()).records().map(|record| record.unwrap()).collect();
    let answers: Vec<&str> = read.iter().map(|record| &record[0]).collect();
    assert_eq!(answers, labels.iter().flat_map(|&label| [label, label]).collect::<Vec<_>>());
}

#[test]
fn rare_labels_have_fewer_records_than_was_asked_for() {
    let table = "text,label\na tax,tax\nb tax,tax\nc tax,tax\nd farm,farm\ne farm,farm\nf hay,farm\ng bus,school\nh bus,school\n";
    assert_snapshot!(train(table, "--rare drop --min-count 3"), @r#"
exit: 0
--- stderr
newsdesk: note: t.csv: columns: text = "text", label = "label"
newsdesk: warning: labels with fewer than 3 records: "school"; left out
newsdesk: note: m.ndm: 2 labels, 30 terms, 6 records (2 left out), 0.0 MB, nbsvm in [TIME]
"#);
    assert_snapshot!(train(table, "--rare drop --min-count 0"), @r#"
exit: 2
--- stderr
error: invalid value '0' for '--min-count <N>': expected a whole number, 1 or more

For more information, try '--help'.
"#);
}

#[test]
fn copies_of_a_text_with_other_labels_are_counted_and_stay_in_one_fold() {
    // Nothing general can be learned from texts of random words: whoever is better than chance has seen the text.
    let mut state = 1u64;
    let mut random = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let texts: Vec<(String, &str)> = (0..40)
        .map(|n| {
            let words: Vec<String> = (0..30).map(|_| format!("w{}", random(3_000))).collect();
            (words.join(" "), if n < 20 { "tax" } else { "farm" })
        })
        .collect();
    let text = |n: usize| &texts[n].0;
    let row = |n: usize| format!("{},{}\n", text(n % 40), texts[n % 40].1);
    let table: String = (0..200).map(row).collect();
    let contradictions = format!("{},farm\n{},tax\n", text(0), text(39));
    let case = Case::new().file("t.csv", format!("text,label\n{table}{contradictions}"));
    let ran = case.run("train t.csv -o m.ndm --min-df 1 --algorithm svm --tune off");
    let lines: Vec<&str> = ran.stderr.lines().collect();
    assert_eq!(lines[1], "newsdesk: note: 162 records are exact copies of others; trained like the others");
    assert_eq!(
        lines[2],
        "newsdesk: warning: 12 records have the same text and other labels (2 texts); trained as they are"
    );
    assert!(lines[3].ends_with("; 162 near-copies kept together"), "{ran}");
    let header: Value = serde_json::from_str(&case.run("inspect m.ndm -f json").stdout).unwrap();
    let accuracy = header["header"]["cross_validation"]["accuracy"].as_f64().unwrap();
    assert!(accuracy < 0.7, "chance is 0.5: {accuracy}");
}

#[test]
fn a_label_over_1_kb() {
    let table = format!("text,label\nincome tax,{}\nfarm aid,farm\nfarm hay,farm\n", "long ".repeat(300));
    assert_snapshot!(train(table, ""), @r#"
exit: 3
--- stderr
newsdesk: note: t.csv: columns: text = "text", label = "label"
newsdesk: error[E0306]: t.csv: a label of 1500 bytes, expected at most 1024: it starts with "long long long long long long long long "
help: pass --label-column with the column that holds the labels
"#);
}

#[test]
fn labels_that_look_alike_are_kept_apart_with_a_warning() {
    let table = "text,label\nincome tax,Tax\nsales tax,tax\ntax cut,Tax\na farm,16\nfarm hay,16.0\nfarm aid, 16\nfarm oats,016\n";
    assert_snapshot!(train(table, "-q"), @r#"
exit: 0
--- stderr
newsdesk: warning: labels that look alike are kept apart: " 16" (1), "016" (1), "16" (1), "16.0" (1)
newsdesk: warning: labels that look alike are kept apart: "Tax" (2), "tax" (1)
newsdesk: warning: labels with one record: " 16", "016", "16", "16.0", "tax"; trained like the others (--rare drop leaves them out)
"#);
}

#[test]
fn an_id_column_taken_for_the_label() {
    let rows: String = (0..1204).map(|n| format!("income tax {n},x{n}\n")).collect();
    assert_snapshot!(train(format!("text,label\n{rows}"), ""), @r#"
exit: 3
--- stderr
newsdesk: note: t.csv: columns: text = "text", label = "label"
newsdesk: error[E0304]: t.csv: 1,204 labels for 1,204 records — is this the id column?
help: pass --label-column with the column that holds the labels
"#);
}

#[test]
fn labels_that_training_never_saw_are_misses_errors_or_left_out() {
    let table =
        "text,label\nThe senate cut the income tax.,Nope\nFarmers get aid for hay and milk.,Agriculture\n";
    let ran = run("t.csv", table, "evaluate -f json");
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((&report["n_documents"], &report["accuracy"]), (&json!(2), &json!(0.5)));
    assert_eq!(report["unseen_labels"], json!({"Nope": 1}));
    assert_snapshot!(ran.stderr, @r#"
newsdesk: note: t.csv: columns: text = "text", label = "label"
newsdesk: warning: labels that training never saw: "Nope" (1); they count as misses
read 2 · ok 2 · abstained 0 · errors 0 · [MB] in [TIME]
"#);
    assert_snapshot!(run("t.csv", table, "evaluate --unseen-labels error"), @r#"
exit: 3
--- stderr
newsdesk: note: t.csv: columns: text = "text", label = "label"
newsdesk: error[E0308]: t.csv: labels that training never saw: "Nope" (1)
help: pass --unseen-labels count or drop, or train on them
"#);
    let ran = run("t.csv", table, "evaluate -f json --unseen-labels drop");
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((&report["n_documents"], &report["accuracy"]), (&json!(1), &json!(1.0)));
    let labels: Vec<&Value> = report["per_label"].as_array().unwrap().iter().map(|of| &of["label"]).collect();
    assert!(
        labels.len() == 14 && !labels.contains(&&json!("Nope")),
        "a dropped label has no row: {labels:?}"
    );
    assert_snapshot!(ran.stderr, @r#"
newsdesk: note: t.csv: columns: text = "text", label = "label"
newsdesk: warning: labels that training never saw: "Nope" (1); their records are left out
read 2 · ok 2 · abstained 0 · errors 0 · [MB] in [TIME]
"#);
}

#[test]
fn a_record_without_a_label_cannot_be_evaluated() {
    assert_snapshot!(run("t.csv", "text,label\nincome tax,Energy\nfarm aid,\n", "evaluate"), @r#"
exit: 3
--- stderr
newsdesk: note: t.csv: columns: text = "text", label = "label"
newsdesk: error[E0307]: t.csv: line 3, record 2: no label: expected one to compare with
help: label the record, or pass --errors skip to leave it out
"#);
    let table = "text,label\nincome tax,Energy\nfarm aid,\n";
    let ran = run("t.csv", table, "evaluate --errors skip -f json");
    let found: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((ran.code, &found["n_documents"]), (3, &json!(1)));
    assert!(ran.stderr.contains("read 2 · ") && ran.stderr.contains(" · errors 1 · "), "{ran}");
    assert_eq!(run("t.csv", table, "evaluate --errors skip --allow-errors").code, 0);
}

#[test]
fn what_rare_labels_leave_over_is_told_with_the_way_out() {
    let table = "text,label\nincome tax,a\nsales tax,a\ntax cut,a\nfarm aid,b\nfarm hay,b\n";
    let ran = train(table, "--rare drop --min-count 3");
    assert!(
        ran.stderr.ends_with(
            "error[E0301]: t.csv: without the rare labels: all 3 records have the label \"a\"; a classifier needs at \
             least 2 labels\nhelp: pass a smaller --min-count, or --rare keep\n"
        ),
        "{ran}"
    );
}

#[test]
fn blank_texts_and_groups_are_counted() {
    let table = "text,label,who\nincome tax,a,x\n,a,\ntax cut,a,y\nfarm aid,b,\nfarm hay,b,x\n";
    let ran = train(table, "--group-column who --min-df 1");
    assert!(ran.stderr.contains("warning: records without a text: 1; trained like the others\n"), "{ran}");
    assert!(ran.stderr.contains("warning: records without a group: 2; each is in no group\n"), "{ran}");
}

#[test]
fn no_term_is_left() {
    let table = "text,label\nincome tax,a\nsales cut,a\nfarm hay,b\n,b\n";
    assert_snapshot!(train(table, "--min-df 2"), @r#"
exit: 3
--- stderr
newsdesk: note: t.csv: columns: text = "text", label = "label"
newsdesk: warning: records without a text: 1; trained like the others
newsdesk: error[E0303]: t.csv: no term is left: 4 documents, 1 of them without a body, have 6 tokens of 6 distinct terms, and none occurs in 2 documents (--min-df)
help: pass --min-df 1, or check that the text column is the right one
"#);
    assert_snapshot!(train("text,label\n?,a\n!,a\n-,b\n,b\n", ""), @r#"
exit: 3
--- stderr
newsdesk: note: t.csv: columns: text = "text", label = "label"
newsdesk: warning: records without a text: 1; trained like the others
newsdesk: error[E0303]: t.csv: no term is left: 4 documents, 1 of them without a body, have 0 tokens
help: check that the text column is the right one
"#);
}
