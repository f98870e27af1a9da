//! `train --report`, `evaluate --report` and `evaluate --compare`.

use std::fs;

use serde_json::Value;

use crate::support::{Case, repository};

fn case() -> Case {
    Case::with_model().file("sample.csv", fs::read(repository("data/sample.csv")).unwrap())
}

fn read(case: &Case, name: &str) -> String {
    fs::read_to_string(case.path(name)).unwrap()
}

/// What holds for every report: one file, whole, whose links lead to what is in it.
fn check(page: &str) {
    assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
    for outside in ["<script", "http:", "https:", "src=", "url(", "@import"] {
        assert!(!page.contains(outside), "{outside}");
    }
    for link in page.split("href=\"#").skip(1) {
        let target = link.split('"').next().unwrap();
        assert_eq!(page.matches(&format!(" id=\"{target}\"")).count(), 1, "{target}");
    }
    for section in ["next", "labels", "confusion", "errors", "coverage", "reliability", "terms"] {
        assert!(page.contains(&format!("<section id=\"{section}\">")), "{section}");
    }
}

#[test]
fn a_training_report_has_every_figure_and_leaves_the_model_as_it_is() {
    let case = case();
    for flags in ["-o plain.ndm", "-o again.ndm --report report.html"] {
        let ran = case.run(&format!("train sample.csv --folds 2 --tune off {flags}"));
        assert_eq!(ran.code, 0, "{ran}");
    }
    assert!(fs::read(case.path("again.ndm")).unwrap() == fs::read(case.path("plain.ndm")).unwrap());
    let page = read(&case, "report.html");
    check(&page);
    assert!(page.contains("<section id=\"learning\">") && page.contains("How good is the model again?"));
}

#[test]
fn a_report_does_not_depend_on_threads_or_the_order_of_the_rows() {
    let case = case();
    let table = read(&case, "sample.csv");
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(reader.headers().unwrap()).unwrap();
    let mut rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    rows.reverse();
    rows.iter().for_each(|row| writer.write_record(row).unwrap());
    let case = case.file("reversed.csv", writer.into_inner().unwrap());
    for (input, threads) in [("sample.csv", 1), ("sample.csv", 3), ("reversed.csv", 2)] {
        let name = format!("{threads}.html");
        let ran =
            case.run(&format!("train {input} -o m.ndm --folds 2 --tune off -q -j {threads} --report {name}"));
        assert_eq!(ran.code, 0, "{ran}");
        assert!(read(&case, "1.html") == read(&case, &name), "{name}");
    }
}

#[test]
fn an_evaluation_report_has_what_was_asked_for() {
    let case = case();
    let ran = case.run("evaluate -m policy.ndm sample.csv -q --report r.html --by date --compare policy.ndm");
    assert_eq!(ran.code, 0, "{ran}");
    let page = read(&case, "r.html");
    check(&page);
    assert!(page.contains("<section id=\"groups\">") && page.contains("<section id=\"comparison\">"));
    assert!(!page.contains("<section id=\"learning\">"));
}

#[test]
fn nothing_of_the_input_becomes_markup() {
    let rows = |label: &str, word: &str| -> String {
        (0..12).map(|n| format!("<i>{n}</i>,\"<u>{word}</u> {word} number{n}\",{label}\n")).collect()
    };
    let table = format!("id,text,label\n{}{}", rows("<b>tax</b>", "income"), rows("\"\"\">farm\"", "dairy"));
    let case = Case::new().file("t.csv", table);
    let ran = case.run("train t.csv -o <m>.ndm --folds 2 -q --min-df 1 --dedupe off --report r.html");
    assert_eq!(ran.code, 0, "{ran}");
    let page = read(&case, "r.html");
    check(&page);
    // A label's name is bold, the input's own tags are text.
    for markup in ["<i>", "<u>", "<b>tax", "<b><b>", "<m>", "\">farm"] {
        assert!(!page.contains(markup), "{markup}");
    }
    assert!(page.contains("&lt;b&gt;tax&lt;/b&gt;"));
}

#[test]
fn a_report_that_cannot_be_written_is_found_before_the_work() {
    let case = case();
    for verb in ["train sample.csv -o m.ndm", "evaluate sample.csv -m policy.ndm"] {
        let ran = case.run(&format!("{verb} --report no/r.html"));
        assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{ran}");
        assert!(ran.stderr.contains("error[E0102]: no/r.html: cannot find its directory"), "{ran}");
        assert!(!ran.stderr.contains("note: cross-validation"), "{ran}");
    }
    assert_eq!(case.names(), ["policy.ndm", "sample.csv"]);
}

#[test]
fn a_report_takes_no_other_file_s_place() {
    let case = case();
    let before = read(&case, "sample.csv");
    for (flags, message) in [
        ("train sample.csv -o m.ndm --report sample.csv", "the output is also an input"),
        ("train sample.csv -o m.ndm --report m.ndm", "--report m.ndm: -o goes there too"),
        ("train sample.csv -o m.ndm --report r.html --folds 0", "the report is about cross-validation"),
        ("evaluate sample.csv -m policy.ndm --report sample.csv", "the output is also an input"),
        ("evaluate sample.csv -m policy.ndm --report policy.ndm", "the output is also the model"),
        ("evaluate sample.csv --compare policy.ndm --report policy.ndm", "the output is also the model"),
        ("evaluate sample.csv -m policy.ndm --report r.txt -o r.txt", "--report r.txt: -o goes there too"),
        ("evaluate sample.csv -m policy.ndm --report -", "--report -: -o goes there too"),
    ] {
        let ran = case.run(flags);
        assert_eq!(ran.code, 2, "{flags}: {ran}");
        assert!(ran.stderr.contains(message), "{flags}: {ran}");
    }
    assert_eq!((case.names().len(), read(&case, "sample.csv")), (2, before));
}

#[test]
fn a_model_compared_with_itself_does_not_differ() {
    let case = case();
    let ran = case.run("evaluate -m policy.ndm sample.csv --compare policy.ndm -f json");
    let comparison = &serde_json::from_str::<Value>(&ran.stdout).unwrap()["comparison"];
    assert_eq!((&comparison["accuracy"], &comparison["significant"]), (&0.0.into(), &false.into()));
    assert_eq!(comparison["mcnemar"]["p_value"], 1.0);
    assert_eq!(
        (&comparison["mcnemar"]["only_first"], &comparison["accuracy_ci"][1]),
        (&0.into(), &0.0.into())
    );
}

#[test]
fn a_model_with_other_labels_is_compared_by_their_names() {
    let case = case();
    let ran = case.run("evaluate -m policy.ndm sample.csv --compare policy.ndm");
    assert!(ran.stdout.contains("no significant difference (McNemar, p = 1.000)"), "{ran}");
    let table = read(&case, "sample.csv").replace("Agriculture", "Farms");
    let case = case.file("other.csv", table);
    assert_eq!(case.run("train other.csv -o other.ndm --folds 0 -q").code, 0);
    let ran = case.run("evaluate -m policy.ndm sample.csv -q --compare other.ndm -f json");
    let comparison = &serde_json::from_str::<Value>(&ran.stdout).unwrap()["comparison"];
    // The other model calls the 19 documents of one label something else.
    assert!(comparison["mcnemar"]["only_first"].as_u64() >= Some(15), "{comparison}");
    assert_eq!(comparison["significant"], true);
    assert!(comparison["model"].as_str().unwrap().starts_with("other@"));
}

#[test]
fn a_model_of_codes_is_compared_with_one_of_names_and_one_of_other_labels_is_refused() {
    let case = case();
    let table = read(&case, "sample.csv");
    let (codes, names) = (
        table.replace("Agriculture", "4").replace("Defense", "16"),
        "code,name\n4,Agriculture\n16,Defense\n",
    );
    let other = table.replace(",Agriculture", ",x-Agriculture");
    let case = case.file("codes.csv", codes).file("names.csv", names).file("other.csv", other);
    assert_eq!(case.run("train codes.csv -o codes.ndm --labels names.csv --folds 0 -q").code, 0);
    let ran = case.run("evaluate -m policy.ndm sample.csv -q --compare codes.ndm -f json");
    let comparison = &serde_json::from_str::<Value>(&ran.stdout).unwrap()["comparison"];
    assert_eq!(comparison["significant"], false, "{comparison}");

    let two = "text,label\nfarms and hay,x\nbuses and trains,y\nhay for farms,x\ntrains and buses,y\n";
    let case = case.file("two.csv", two);
    assert_eq!(case.run("train two.csv -o two.ndm --folds 0 --min-df 1 -q").code, 0);
    let ran = case.run("evaluate -m policy.ndm sample.csv -q --compare two.ndm");
    assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{ran}");
    let said = "error[E0312]: sample.csv: the models to compare have no label in common: found \"x\", \"y\", expected \
                \"Agriculture\", ";
    assert!(ran.stderr.contains(said), "{ran}");
}

#[test]
fn a_report_shows_the_names_of_codes() {
    let case = case();
    let table = read(&case, "sample.csv").replace("Agriculture", "4");
    let case = case.file("codes.csv", table).file("names.csv", "code,name\n4,Agriculture\n");
    let ran =
        case.run("train codes.csv -o codes.ndm --labels names.csv --folds 2 --tune off -q --report r.html");
    assert_eq!(ran.code, 0, "{ran}");
    assert!(read(&case, "r.html").matches("4 Agriculture").count() >= 3);
}
