//! Files, disks, pipes and terminals.

use std::fs;
use std::io::{BufRead, BufReader, Read};

use insta::{allow_duplicates, assert_snapshot};

use crate::support::{Case, sample_model};

const NEWS: &str = "id,text\n1,The senate cut the income tax.\n2,Farmers get aid for hay.\n";

#[test]
fn an_input_that_is_not_there() {
    assert_snapshot!(Case::with_model().run("classify -m policy.ndm no.csv"), @r#"
exit: 3
--- stderr
newsdesk: error[E0213]: no.csv: no such file or directory
"#);
}

#[test]
fn a_bad_input_among_others_is_an_error_record_in_its_place() {
    let case =
        Case::with_model().file("a.csv", NEWS).file("b.csv", b"PK\x03\x04\x14\0").file("c.csv", "x\n1\n");
    assert_snapshot!(case.run("classify -m policy.ndm --fields id b.csv no.csv c.csv a.csv"), @r#"
exit: 3
--- stdout
{"id":null,"record":1,"source":"b.csv","line":null,"error":{"code":"E0209","message":"not text: found a ZIP archive, such as .xlsx or .docx"}}
{"id":null,"record":1,"source":"no.csv","line":null,"error":{"code":"E0213","message":"no such file or directory"}}
{"id":null,"record":1,"source":"c.csv","line":null,"error":{"code":"E0201","message":"no text column: expected \"text\", \"body\", \"content\" or \"article\"; the header has \"x\""}}
{"id":"1"}
{"id":"2"}
--- stderr
newsdesk: note: a.csv: columns: text = "text", id = "id"
read 5 · ok 2 · abstained 0 · errors 3 · [MB] in [TIME]
"#);
    assert_eq!(case.run("classify -m policy.ndm --allow-errors b.csv a.csv").code, 0);
    assert_eq!(case.run("classify -m policy.ndm --allow-errors b.csv").code, 3);
}

#[test]
fn a_directory_without_files() {
    let case = Case::with_model();
    fs::create_dir(case.path("d")).unwrap();
    assert_snapshot!(case.run("classify -m policy.ndm d"), @r#"
exit: 0
--- stderr
newsdesk: warning: d: no files in this directory (hidden ones are passed over)
read 0 · ok 0 · abstained 0 · errors 0 · [MB] in [TIME]
"#);
}

#[test]
fn an_output_that_cannot_be_is_found_before_anything_is_read() {
    let case = Case::with_model().file("file", "x");
    fs::create_dir(case.path("dir")).unwrap();
    for args in ["train no.csv", "classify -m policy.ndm no.csv"] {
        let train = args.starts_with("train");
        for output in ["no/such/m.jsonl", "file/m.jsonl", "dir"] {
            let ran = case.run(&format!("{args} -o {output}"));
            // Training opens its output first; the others find their inputs first, which costs no time.
            assert_eq!(ran.code, if train { 1 } else { 3 }, "{ran}");
        }
    }
    assert_snapshot!(case.run("train no.csv -o no/such/m.ndm"), @r#"
exit: 1
--- stderr
newsdesk: error[E0102]: no/such/m.ndm: cannot find its directory
  cause: No such file or directory (os error 2)
"#);
    assert_snapshot!(case.run("train no.csv -o dir"), @r#"
exit: 1
--- stderr
newsdesk: error[E0102]: dir: cannot write the file
  cause: is a directory
"#);
    assert_snapshot!(case.run("classify -m policy.ndm file -o no/such/a.jsonl"), @r#"
exit: 1
--- stderr
newsdesk: error[E0102]: no/such/a.jsonl: cannot find its directory
  cause: No such file or directory (os error 2)
"#);
    assert_eq!(case.names(), ["dir", "file", "policy.ndm"]);
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_directory_that_is_not_writable() {
    // Not even root makes files here.
    let ran = Case::with_model().run("train no.csv -o /sys/kernel/m.ndm");
    assert_snapshot!(ran, @r#"
exit: 1
--- stderr
newsdesk: error[E0102]: /sys/kernel/m.ndm: cannot create a file in its directory
  cause: permission denied
"#);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_and_a_device_stays_a_device() {
    let case = Case::with_model().file("a.csv", NEWS);
    for args in ["classify -m policy.ndm -q a.csv", "inspect policy.ndm", "completions bash"] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let ran = case.ran(&case.command(args).stdout(full).output().unwrap());
        assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{args}");
        assert_eq!(
            ran.stderr,
            "newsdesk: error[E0102]: stdout: cannot write the output\n  cause: No space left on device (os error 28)\n",
            "{args}"
        );
    }
    let named = case.run("classify -m policy.ndm -q a.csv -o /dev/full");
    assert_eq!(named.code, 1, "{named}");
    assert!(!fs::metadata("/dev/full").unwrap().is_file());
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_finds_no_room_is_removed_and_the_old_one_stays() {
    let rows: String = (0..4000).map(|n| format!("{n},The senate cut the income tax.\n")).collect();
    let case = Case::with_model().file("a.csv", format!("id,text\n{rows}")).file("out.jsonl", "old");
    let command = format!(
        "ulimit -f 100; exec {} classify -m policy.ndm a.csv -q -o out.jsonl",
        env!("CARGO_BIN_EXE_newsdesk")
    );
    let output =
        std::process::Command::new("sh").args(["-c", &command]).current_dir(case.path("")).output().unwrap();
    assert_snapshot!(case.ran(&output), @r#"
exit: 1
--- stderr
newsdesk: error[E0102]: out.jsonl: cannot write the output
  cause: File too large (os error 27)
"#);
    assert_eq!(case.names(), ["a.csv", "out.jsonl", "policy.ndm"]);
    assert_eq!(fs::read(case.path("out.jsonl")).unwrap(), b"old");
}

#[test]
fn a_run_that_fails_leaves_the_old_output() {
    let case = Case::with_model()
        .file("out.jsonl", "old")
        .file("m.ndm", "old")
        .file("a.csv", "id,text\n1,tax\n2,\"open\n");
    assert_eq!(case.run("classify -m policy.ndm a.csv -o out.jsonl").code, 3);
    assert_eq!(case.run("train a.csv -o m.ndm --text-column text --label-column id").code, 3);
    assert_eq!(fs::read(case.path("out.jsonl")).unwrap(), b"old");
    assert_eq!(fs::read(case.path("m.ndm")).unwrap(), b"old");
    assert_eq!(case.names(), ["a.csv", "m.ndm", "out.jsonl", "policy.ndm"]);
}

#[test]
fn an_output_that_is_also_read() {
    let case = Case::with_model().file("d/a.csv", NEWS);
    assert_snapshot!(case.run("classify -m policy.ndm d/a.csv -o ./d/a.csv"), @r#"
exit: 2
--- stderr
newsdesk: error[E0101]: ./d/a.csv: the output is also an input
help: pass another file with -o
"#);
    assert_snapshot!(case.run("classify -m policy.ndm d -o d/a.csv"), @r#"
exit: 2
--- stderr
newsdesk: error[E0101]: d/a.csv: the output is in the input directory d, where it would be read too
help: pass a file in another directory with -o
"#);
    let first = case.run("brief -m policy.ndm d -o d/new.html").to_string();
    assert_snapshot!(first, @r#"
exit: 2
--- stderr
newsdesk: error[E0101]: d/new.html: the output is in the input directory d, where it would be read too
help: pass a file in another directory with -o
"#);
    assert_snapshot!(case.run("classify -m policy.ndm d/a.csv -o policy.ndm"), @r#"
exit: 2
--- stderr
newsdesk: error[E0101]: policy.ndm: the output is also the model
help: pass another file with -o
"#);
    assert_snapshot!(case.run("train d/a.csv -o d/a.csv"), @r#"
exit: 2
--- stderr
newsdesk: error[E0101]: d/a.csv: the output is also an input
help: pass another file with -o
"#);
    assert_snapshot!(case.run("evaluate -m policy.ndm d/a.csv --predictions d/a.csv"), @r#"
exit: 2
--- stderr
newsdesk: error[E0101]: d/a.csv: the output is also an input
help: pass another file with -o
"#);
    assert_eq!(fs::read_to_string(case.path("d/a.csv")).unwrap(), NEWS);
    assert_eq!(fs::read(case.path("policy.ndm")).unwrap(), sample_model());
}

#[test]
fn a_reader_that_closes_the_pipe_is_no_failure() {
    let rows: String = (0..20_000).map(|n| format!("{n},The senate cut the income tax.\n")).collect();
    let case = Case::with_model().file("a.csv", format!("id,text\n{rows}"));
    let mut child = case.command("classify -m policy.ndm a.csv").spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.starts_with("{\"id\":\"0\","), "{line}");
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0), "{stderr}");
    assert_snapshot!(stderr.trim_end(), @r#"newsdesk: note: a.csv: columns: text = "text", id = "id""#);
}

#[test]
fn every_verb_is_silent_where_nobody_reads() {
    let pairs = "{\"summary\":\"income tax\",\"reference\":\"income tax\"}\n";
    let case = Case::with_model()
        .file("a.csv", NEWS)
        .file("l.csv", "text,label\nincome tax,Macroeconomics\n")
        .file("p.jsonl", pairs);
    for args in [
        "classify -q -m policy.ndm a.csv",
        "summarize -q -m policy.ndm a.csv",
        "clean -q -m policy.ndm a.csv",
        "sentences -q -m policy.ndm a.csv",
        "brief -q -m policy.ndm a.csv",
        "evaluate -q -m policy.ndm l.csv",
        "bench -q -m policy.ndm --stage tokenize --repeat 1 a.csv",
        "inspect policy.ndm",
        "rouge p.jsonl",
        "completions bash",
        "man",
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let ran = case.ran(&case.command(args).stdout(writer).output().unwrap());
        assert_eq!(ran.to_string(), "exit: 0", "{args}");
    }
}

#[cfg(unix)]
#[test]
fn a_terminal_and_no_input_is_a_usage_error() {
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&terminal).unwrap();
    unlockpt(&terminal).unwrap();
    let name = ptsname(&terminal, Vec::new()).unwrap().into_string().unwrap();
    let case = Case::with_model();
    for verb in ["classify", "brief"] {
        let stdin = fs::OpenOptions::new().read(true).write(true).open(&name).unwrap();
        let ran = case.ran(&case.command(&format!("{verb} -m policy.ndm")).stdin(stdin).output().unwrap());
        allow_duplicates! {
            assert_snapshot!(ran, @r#"
exit: 2
--- stderr
newsdesk: error[E0101]: no input
help: pass files or directories, or pipe text in
"#);
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_directory_with_what_cannot_be_read() {
    let case = Case::with_model().file("d/a.csv", NEWS);
    std::os::unix::fs::symlink("nowhere", case.path("d/dangling.txt")).unwrap();
    std::os::unix::fs::symlink("../d", case.path("d/loop")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(case.path("d/socket")).unwrap();
    let fifo = (rustix::fs::CWD, case.path("d/fifo"));
    rustix::fs::mknodat(fifo.0, &fifo.1, rustix::fs::FileType::Fifo, 0o644.into(), 0).unwrap();
    // Not even root reads this.
    std::os::unix::fs::symlink("/proc/self/mem", case.path("d/mem.txt")).unwrap();
    assert_snapshot!(case.run("classify -m policy.ndm --fields id d"), @r#"
exit: 3
--- stdout
{"id":"1"}
{"id":"2"}
{"id":null,"record":1,"source":"d/dangling.txt","line":null,"error":{"code":"E0214","message":"found a link that cannot be followed (No such file or directory (os error 2))"}}
{"id":null,"record":1,"source":"d/fifo","line":null,"error":{"code":"E0214","message":"found a pipe, socket or device, expected a regular file"}}
{"id":null,"record":1,"source":"d/loop","line":null,"error":{"code":"E0214","message":"found a link to a directory that it is in, which would never end"}}
{"id":null,"record":1,"source":"d/mem.txt","line":null,"error":{"code":"E0213","message":"cannot read the file: Input/output error (os error 5)"}}
{"id":null,"record":1,"source":"d/socket","line":null,"error":{"code":"E0214","message":"found a pipe, socket or device, expected a regular file"}}
--- stderr
newsdesk: note: d/a.csv: columns: text = "text", id = "id"
read 7 · ok 2 · abstained 0 · errors 5 · [MB] in [TIME]
"#);
}

#[test]
fn the_record_at_which_a_run_stops_does_not_depend_on_the_threads() {
    let rows: String =
        (0..3000).map(|n| if n % 7 == 0 { "lost\n".into() } else { format!("{n},income tax\n") }).collect();
    let case = Case::with_model().file("a.csv", format!("id,text\n{rows}"));
    for flags in ["--max-errors 100", "--errors fail", "--errors skip --max-errors 200"] {
        let run =
            |threads| case.run(&format!("classify -m policy.ndm a.csv --fields id {flags} -j {threads}"));
        let one = run(1);
        assert_eq!(one.code, 3, "{one}");
        for threads in [2, 8] {
            assert_eq!(run(threads).to_string(), one.to_string(), "{flags} -j {threads}");
        }
    }
}

#[test]
fn errors_are_skipped_stopped_at_or_allowed() {
    let case = Case::with_model().file("a.csv", "id,text\n1,income tax\n2\n3,farm aid\n4\n");
    let run = |flags: &str| case.run(&format!("classify -m policy.ndm a.csv --fields id {flags}"));
    assert_snapshot!(run("--errors skip -q"), @r#"
exit: 3
--- stdout
{"id":"1"}
{"id":"3"}
"#);
    assert_snapshot!(run("--errors fail -q"), @r#"
exit: 3
--- stdout
{"id":"1"}
--- stderr
newsdesk: error[E0205]: a.csv: line 3, record 2: found 1 field, expected 2 as in the header
help: quote fields that contain the delimiter
"#);
    assert_snapshot!(run("--max-errors 1 -q"), @r#"
exit: 3
--- stdout
{"id":"1"}
{"id":null,"record":2,"source":"a.csv","line":3,"error":{"code":"E0205","message":"found 1 field, expected 2 as in the header"}}
{"id":"3"}
--- stderr
newsdesk: error[E0205]: a.csv: line 5, record 4: found 1 field, expected 2 as in the header
help: quote fields that contain the delimiter
"#);
    assert_snapshot!(run("--max-errors 0").stderr, @r#"
newsdesk: note: a.csv: columns: text = "text", id = "id"
newsdesk: error[E0205]: a.csv: line 3, record 2: found 1 field, expected 2 as in the header
help: quote fields that contain the delimiter
read 1 · ok 1 · abstained 0 · errors 0 · [MB] in [TIME]
"#);
    assert_eq!(run("--allow-errors").code, 0);
}
