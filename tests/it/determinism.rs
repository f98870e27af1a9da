//! The same input gives the same bytes: on any number of threads, in any order, alone or among others.

use std::fs;

use serde_json::Value;

use crate::support::{Case, repository};

/// The rows of the sample's table, its header first. No field holds a line end.
fn sample() -> Vec<String> {
    let text = fs::read_to_string(repository("data/sample.csv")).unwrap();
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let rows = csv::Reader::from_reader(text.as_bytes()).records().count();
    assert_eq!(lines.len(), rows + 1, "a row of the sample spans lines: this test must read it otherwise");
    lines
}

fn model_of(lines: &[String], flags: &str) -> Vec<u8> {
    let case = Case::new().file("rows.csv", lines.join("\n") + "\n");
    let ran = case.run(&format!("train rows.csv -o policy.ndm --folds 2 {flags}"));
    assert_eq!(ran.code, 0, "{ran}");
    fs::read(case.path("policy.ndm")).unwrap()
}

/// The rows in another order, always the same.
fn shuffled(lines: &[String]) -> Vec<String> {
    let mut rows = lines[1..].to_vec();
    rows.sort_by_key(|row| {
        row.bytes().fold(17u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
    });
    assert_ne!(rows, lines[1..]);
    [vec![lines[0].clone()], rows].concat()
}

#[test]
fn a_model_does_not_depend_on_the_threads_the_order_or_the_run() {
    let lines = sample();
    let one = model_of(&lines, "-j 1");
    for threads in [2, 3, 8] {
        assert!(model_of(&lines, &format!("-j {threads}")) == one, "{threads} threads");
    }
    assert!(model_of(&shuffled(&lines), "") == one, "shuffled rows");
    assert!(model_of(&lines, "-j 1") == one, "a second run");
}

#[test]
fn the_other_algorithms_do_not_depend_on_the_threads_either() {
    let lines = sample();
    for algorithm in
        ["nbsvm", "naive-bayes", "logistic --mixture 0.5 --chars 3-4", "linfa-logistic --best-features 20"]
    {
        let flags = format!("--algorithm {algorithm} --min-df 1 --class-weight balanced");
        let one = model_of(&lines, &format!("-j 1 {flags}"));
        assert!(model_of(&shuffled(&lines), &format!("-j 3 {flags}")) == one, "{algorithm}");
    }
}

#[test]
fn a_model_of_several_labels_does_not_depend_on_the_threads_or_the_order_either() {
    // The month as a second label, and every third record without any.
    let several = |(n, line): (usize, &String)| {
        let mut fields = line.splitn(4, ',').map(str::to_owned).collect::<Vec<_>>();
        fields[1] = match n {
            0 => fields[1].clone(),
            n if n % 3 == 0 => String::new(),
            _ => format!("{};{}", &fields[2][5..7], fields[1]),
        };
        fields.join(",")
    };
    let lines: Vec<String> = sample().iter().enumerate().map(several).collect();
    let one = model_of(&lines, "-j 1 --multi-label ;");
    for threads in [2, 3, 8] {
        let flags = format!("-j {threads} --multi-label ;");
        assert!(model_of(&shuffled(&lines), &flags) == one, "{threads} threads");
    }
}

#[test]
fn the_seed_is_in_the_model() {
    let lines = sample();
    assert!(model_of(&lines, "--seed 1") != model_of(&lines, "--seed 2"));
}

#[test]
fn answers_do_not_depend_on_the_threads_or_a_line_end_at_the_end() {
    // More rows than one block of a batch holds.
    let lines = sample();
    let rows: Vec<String> = (0..3).flat_map(|_| lines[1..].to_vec()).collect();
    let table = format!("{}\n{}", lines[0], rows.join("\n"));
    let case = Case::with_model().file("cut.csv", &table).file("whole.csv", table + "\n");
    for verb in ["classify -k 0 --evidence 3", "summarize", "clean", "sentences"] {
        let run = |input: &str, threads: usize| {
            let ran = case.run(&format!("{verb} -m policy.ndm -j {threads} {input}"));
            assert_eq!(ran.code, 0, "{ran}");
            ran.stdout.replace("cut.csv", "whole.csv")
        };
        let one = run("whole.csv", 1);
        assert_eq!(one.lines().count(), rows.len());
        assert!([2, 8].iter().all(|&threads| run("whole.csv", threads) == one), "{verb}");
        assert!([1, 2, 8].iter().all(|&threads| run("cut.csv", threads) == one), "{verb}: no line end");
    }
}

/// A record without what says where it stood.
fn record(stdout: &str, n: usize) -> Value {
    let mut record: Value = serde_json::from_str(stdout.lines().nth(n).unwrap()).unwrap();
    ["source", "record"].iter().for_each(|field| drop(record.as_object_mut().unwrap().remove(*field)));
    record
}

#[test]
fn a_document_alone_gets_the_answer_it_gets_among_others() {
    let lines = sample();
    let case = Case::with_model().file("all.csv", lines.join("\n"));
    for verb in ["classify -k 0 --evidence 3 --fields id,label,score,labels,evidence", "summarize --all"] {
        let all = case.run(&format!("{verb} -m policy.ndm all.csv")).stdout;
        for row in [1, 57, 133, lines.len() - 1] {
            let table = format!("{}\n{}\n", lines[0], lines[row]);
            let alone = case.run_with(&format!("{verb} -m policy.ndm"), table.as_bytes());
            assert_eq!(record(&alone.stdout, 0), record(&all, row - 1), "row {row} of {verb}");
        }
    }
}

#[test]
fn a_file_is_read_like_its_text_in_a_table() {
    let text = "The state senate voted on Monday to raise the tax on tobacco by 50 cents a pack.";
    let case = Case::with_model()
        .file("a1.txt", text)
        .file("t.csv", format!("id,text\na1,{text}\n"))
        .file("t.jsonl", format!("{{\"id\":\"a1\",\"text\":\"{text}\"}}\n"));
    let run =
        |input: &str| case.run(&format!("classify -m policy.ndm --fields id,label,score {input}")).stdout;
    assert_eq!(run("a1.txt"), run("t.csv"));
    assert_eq!(run("t.jsonl"), run("t.csv"));
}
