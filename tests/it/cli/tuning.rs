//! `train --tune`, and whether cross-validation is honest.

use std::fs;

use serde_json::Value;

use crate::support::{Case, repository};

/// A number that looks random, the same in every run.
fn draw(n: usize) -> usize {
    let hash = (n as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((hash ^ (hash >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 33) as usize
}

/// A text of `n_words` words that say nothing about its label.
fn text(seed: usize, n_words: usize) -> Vec<String> {
    (0..n_words).map(|n| format!("word{}", draw(seed * 1_000 + n) % 400)).collect()
}

/// 100 texts with one of four labels at random, each five times; a copy differs in one word, or in none.
fn random_labels(n_words: usize, differ: bool) -> String {
    let mut table = "text,label\n".to_owned();
    for n in 0..500 {
        let mut words = text(n % 100, n_words);
        if differ {
            words[n / 100 * 20] = format!("other{n}");
        }
        table += &format!("{},{}\n", words.join(" "), ["red", "blue", "green", "white"][draw(n % 100) % 4]);
    }
    table
}

fn header(case: &Case) -> Value {
    let ran = case.run("inspect m.ndm -f json");
    assert_eq!(ran.code, 0, "{ran}");
    serde_json::from_str::<Value>(&ran.stdout).unwrap()["header"].clone()
}

#[test]
fn random_labels_on_copied_texts_score_at_chance() {
    for (n_words, differ) in [(12, false), (150, true)] {
        let case = Case::new().file("t.csv", random_labels(n_words, differ));
        let accuracy = |flags: &str| {
            let ran = case.run(&format!("train t.csv -o m.ndm {flags}"));
            assert_eq!(ran.code, 0, "{ran}");
            let found = &header(&case)["cross_validation"];
            (found["accuracy"].as_f64().unwrap(), found["near_duplicates"].as_u64().unwrap())
        };
        let (honest, copies) = accuracy("");
        assert_eq!(copies, 400);
        // 100 texts, right by chance with 1 in 4: the standard deviation is 0.043. Four of them.
        assert!(honest < 0.25 + 4.0 * 0.043, "{n_words} words: {honest}");
        let (flattered, _) = accuracy("--dedupe off --tune off");
        assert!(flattered > 0.9, "without the look for copies the test would show nothing: {flattered}");
    }
}

#[test]
fn every_setting_that_was_compared_is_in_the_model() {
    let case = Case::new().file("sample.csv", fs::read(repository("data/sample.csv")).unwrap());
    let ran = case.run("train sample.csv -o m.ndm --folds 3");
    assert_eq!(ran.code, 0, "{ran}");
    assert!(ran.stderr.contains("newsdesk: note: chose "), "{ran}");
    let header = header(&case);
    let trials = header["tuning"]["trials"].as_array().unwrap();
    assert_eq!(trials[0]["algorithm"], header["classifier"]["algorithm"]);
    assert_eq!(trials[0]["mixture"], header["classifier"]["mixture"]);
    assert!(trials.len() >= 20, "{} settings", trials.len());
    let said = case.run("inspect m.ndm --tuning").stdout;
    assert_eq!(said.matches(" (chosen)").count(), 1, "{said}");
    assert_eq!(said.lines().skip_while(|line| !line.starts_with("accuracy  ")).count(), trials.len() + 1);
}

#[test]
fn nothing_is_compared_where_nothing_is_open_or_held_out() {
    let case = Case::new().file("sample.csv", fs::read(repository("data/sample.csv")).unwrap());
    let all =
        "--algorithm svm -C 1 --mixture 0 --class-weight none --stop-words none --ngrams 1 --chars none";
    for flags in ["--tune off", "--folds 0", all] {
        let ran = case.run(
            &format!("train sample.csv -o m.ndm --folds 2 {flags}")
                .replace("--folds 2 --folds 0", "--folds 0"),
        );
        assert_eq!(ran.code, 0, "{ran}");
        assert!(!ran.stderr.contains("chose "), "{ran}");
        assert!(header(&case)["tuning"].is_null(), "{flags}");
    }
    assert_eq!(header(&case)["classifier"]["algorithm"], "svm");
}

#[test]
fn rare_labels_and_few_rows_are_no_trouble() {
    let rows = "text,label\ntax cut vote,tax\ntax rise vote,tax\nfarm aid vote,farm\nfarm price vote,farm\nwar vote,war\n";
    let case = Case::new().file("t.csv", rows);
    for tune in ["off", "quick", "full"] {
        let ran = case.run(&format!("train t.csv -o m.ndm --min-df 1 -q --tune {tune}"));
        assert_eq!(ran.code, 0, "{tune}: {ran}");
        assert_eq!(case.run("classify t.csv -m m.ndm -q").records().len(), 5);
    }
}
