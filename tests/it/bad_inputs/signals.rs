//! Runs that are ended from outside, and gone on with.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use insta::assert_snapshot;
use rustix::process::{Pid, Signal, kill_process};

use crate::support::Case;

/// Rows that take a while.
fn rows(n: usize) -> String {
    let text = "The senate cut the income tax and gave farmers aid for hay. ".repeat(20);
    let rows: String = (0..n).map(|n| format!("{n},\"{text}\nline {n}\"\n")).collect();
    format!("id,text\n{rows}")
}

fn send(child: &Child, signal: Signal) {
    kill_process(Pid::from_child(child), signal).unwrap();
}

/// Waits until a file is there.
fn wait_for(case: &Case, mut is_there: impl FnMut(&str) -> bool) {
    let start = Instant::now();
    while !case.names().iter().any(|name| is_there(name)) {
        assert!(start.elapsed() < Duration::from_secs(60), "it never came: {:?}", case.names());
        thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn a_run_that_waits_for_input_gives_what_is_complete_and_the_ledger() {
    for (signal, code, name) in [(Signal::INT, 130, "SIGINT"), (Signal::TERM, 143, "SIGTERM")] {
        let case = Case::with_model();
        let mut child =
            case.command("classify -m policy.ndm --fields id").stdin(Stdio::piped()).spawn().unwrap();
        // More than is looked at before the first record; then the pipe stays open.
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(rows(100).as_bytes()).unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        assert_eq!(lines.by_ref().take(100).last().unwrap(), "{\"id\":\"99\"}");
        send(&child, signal);
        assert_eq!(lines.next(), None);
        let ran = case.ran(&child.wait_with_output().unwrap());
        drop(stdin);
        assert_eq!(ran.code, code);
        assert_eq!(
            ran.stderr,
            format!(
                "newsdesk: note: -: columns: text = \"text\", id = \"id\"\nnewsdesk: error[E0104]: stopped by {name}\n\
                 read 100 · ok 100 · abstained 0 · errors 0 · [MB] in [TIME]\n"
            )
        );
    }
}

#[test]
fn a_stopped_run_leaves_the_old_output_and_no_temporary_file() {
    let case = Case::with_model().file("a.csv", rows(20_000)).file("out.csv", "old");
    for (args, code) in [("classify", 143), ("summarize", 143)] {
        let child = case.command(&format!("{args} -m policy.ndm -q -j 1 a.csv -o out.csv")).spawn().unwrap();
        wait_for(&case, |name| name.starts_with(".newsdesk-"));
        send(&child, Signal::TERM);
        let ran = case.ran(&child.wait_with_output().unwrap());
        assert_eq!((ran.code, ran.stderr.as_str()), (code, "newsdesk: error[E0104]: stopped by SIGTERM\n"));
        assert_eq!(case.names(), ["a.csv", "out.csv", "policy.ndm"]);
        assert_eq!(fs::read(case.path("out.csv")).unwrap(), b"old");
    }
}

#[test]
fn stopped_training_leaves_the_old_model() {
    let rows: String =
        (0..30_000).map(|n| format!("{} {n} tax,{}\n", n % 977, ["a", "b", "c"][n % 3])).collect();
    let case = Case::new().file("t.csv", format!("text,label\n{rows}")).file("m.ndm", "old");
    let child = case.command("train t.csv -o m.ndm -q").spawn().unwrap();
    thread::sleep(Duration::from_millis(100));
    send(&child, Signal::INT);
    let ran = case.ran(&child.wait_with_output().unwrap());
    assert_snapshot!(ran, @r#"
exit: 130
--- stderr
newsdesk: error[E0104]: stopped by SIGINT
"#);
    assert_eq!(case.names(), ["m.ndm", "t.csv"]);
    assert_eq!(fs::read(case.path("m.ndm")).unwrap(), b"old");
}

#[test]
fn a_run_that_is_killed_goes_on_to_the_same_bytes() {
    let table = rows(3000).replace("\n1500,", "\nlost\n1500,");
    let case = Case::with_model().file("a.csv", table);
    for (verb, output) in [("classify", "out.csv"), ("sentences --errors skip", "out.jsonl")] {
        let args = format!("{verb} -m policy.ndm -q -j 1 a.csv");
        assert_eq!(case.run(&format!("{args} -o whole-{output}")).code, 3);
        let mut kills = 0;
        for wait_ms in (5..).step_by(35) {
            let mut child = case.command(&format!("{args} --resume -o {output}")).spawn().unwrap();
            thread::sleep(Duration::from_millis(wait_ms));
            send(&child, Signal::KILL);
            if child.wait().unwrap().code() == Some(3) {
                break;
            }
            kills += 1;
        }
        assert!(kills > 0);
        let read = |name: &str| fs::read(case.path(name)).unwrap();
        assert!(read(output) == read(&format!("whole-{output}")), "{verb} after {kills} kills");
        fs::remove_file(case.path(output)).unwrap();
        fs::remove_file(case.path(&format!("whole-{output}"))).unwrap();
        assert_eq!(case.names(), ["a.csv", "policy.ndm"]);
    }
}

#[test]
fn a_run_is_not_gone_on_with_where_something_has_changed() {
    let case = Case::with_model().file("a.csv", rows(10_000));
    let args = "classify -m policy.ndm -q a.csv -o out.jsonl --resume";
    let child = case.command(args).spawn().unwrap();
    wait_for(&case, |name| {
        name == "out.jsonl.partial" && fs::metadata(case.path(name)).is_ok_and(|found| found.len() > 0)
    });
    send(&child, Signal::INT);
    assert_eq!(case.ran(&child.wait_with_output().unwrap()).code, 130);
    assert_eq!(case.names(), ["a.csv", "out.jsonl.partial", "out.jsonl.resume", "policy.ndm"]);
    assert_snapshot!(case.run(&format!("{args} -k 2")), @r#"
exit: 3
--- stderr
newsdesk: error[E0216]: out.jsonl.partial: cannot go on with this output: the flags are not the same
help: undo the change, or remove out.jsonl.partial and out.jsonl.resume to begin anew
"#);
    fs::write(case.path("a.csv"), rows(9_999)).unwrap();
    assert_snapshot!(case.run(args), @r#"
exit: 3
--- stderr
newsdesk: error[E0216]: out.jsonl.partial: cannot go on with this output: a.csv has changed
help: undo the change, or remove out.jsonl.partial and out.jsonl.resume to begin anew
"#);
}

#[test]
fn what_cannot_be_gone_on_with_is_a_usage_error() {
    let case = Case::with_model().file("a.csv", "id,text\n1,tax\n");
    for (args, said) in [
        ("a.csv", "--resume: the output is not a file\nhelp: pass one with -o\n"),
        ("a.csv -o /dev/null", "--resume: the output is not a file\nhelp: pass one with -o\n"),
        ("a.csv -o out.json", "--resume: json cannot be appended to\nhelp: choose one of: jsonl, csv, tsv\n"),
        (
            "- -o out.csv",
            "out.csv: --resume: an input can be read only once\nhelp: pass files or directories instead of standard input or a pipe\n",
        ),
    ] {
        let ran = case.run(&format!("classify -m policy.ndm --resume {args}"));
        assert_eq!(
            (ran.code, ran.stderr.as_str()),
            (2, format!("newsdesk: error[E0101]: {said}").as_str()),
            "{args}"
        );
    }
    assert_eq!(case.names(), ["a.csv", "policy.ndm"]);
}
