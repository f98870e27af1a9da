//! What the README shows is what the command says.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::{repository, without_times};

/// A line that stands for any number of lines.
const ELLIPSIS: &str = "…";

/// A command with the output that is shown below it.
#[derive(Debug, PartialEq)]
struct Step {
    command: String,
    output: Vec<String>,
}

#[test]
fn every_console_block_of_the_readme_does_what_it_shows() {
    let readme = fs::read_to_string(repository("README.md")).expect("there is a README.md");
    let steps = steps(&readme);
    assert!(!steps.is_empty(), "README.md has no ```console block with a `$ newsdesk` line");
    let directory = tempfile::tempdir().unwrap();
    copy(&repository("data"), &directory.path().join("data"));
    for step in steps {
        let said = run(&step.command, directory.path());
        let plain = |lines: &[String]| lines.iter().map(|line| without_times(line)).collect::<Vec<_>>();
        let (shown, said) = (plain(&step.output), plain(&said));
        assert!(
            matches(&shown, &said),
            "$ {}\nREADME.md shows:\n{}\nit says:\n{}",
            step.command,
            shown.join("\n"),
            said.join("\n")
        );
    }
}

/// The commands of the fenced `console` blocks that start with `$ newsdesk`. A command goes on after a `\` at the end
/// of its line.
fn steps(readme: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for block in readme.split("\n```console\n").skip(1) {
        let (block, _) = block.split_once("\n```").expect("a block is closed");
        if !block.starts_with("$ newsdesk") {
            continue;
        }
        let mut continued = false;
        for line in block.lines() {
            match (line.strip_prefix("$ "), steps.last_mut()) {
                (None, Some(step)) if continued => step.command += line,
                (None, Some(step)) => step.output.push(line.to_owned()),
                (Some(command), _) => steps.push(Step { command: command.to_owned(), output: Vec::new() }),
                (None, None) => unreachable!("the block starts with a command"),
            }
            let command = &mut steps.last_mut().expect("a command was pushed").command;
            continued = command.ends_with('\\');
            if continued {
                command.pop();
            }
        }
    }
    steps
}

/// What a command says on standard output and standard error together, as on a terminal.
fn run(command: &str, directory: &Path) -> Vec<String> {
    let binary = Path::new(env!("CARGO_BIN_EXE_newsdesk"));
    let mut path = OsString::from(binary.parent().unwrap());
    path.push(":");
    path.push(env::var_os("PATH").unwrap_or_default());
    let output = Command::new("sh")
        .args(["-c", &format!("exec 2>&1\n{command}")])
        .current_dir(directory)
        .env("PATH", path)
        .env_remove("NEWSDESK_MODEL")
        .output()
        .unwrap();
    // A blank line at the end cannot be told from the end of the block.
    String::from_utf8(output.stdout).unwrap().trim_end().lines().map(str::to_owned).collect()
}

/// Whether lines are as shown, where a line with an ellipsis stands for any number of lines.
fn matches(shown: &[String], said: &[String]) -> bool {
    let mut parts = shown.split(|line| line.trim() == ELLIPSIS);
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = said.strip_prefix(first) else { return false };
    let mut last: &[String] = &[];
    let parts: Vec<&[String]> = parts.collect();
    if parts.is_empty() {
        return rest.is_empty();
    }
    for (n, part) in parts.iter().enumerate() {
        if n + 1 == parts.len() {
            last = part;
        } else if !part.is_empty() {
            let Some(at) = rest.windows(part.len()).position(|lines| lines == *part) else { return false };
            rest = &rest[at + part.len()..];
        }
    }
    rest.ends_with(last)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, target).unwrap();
        }
    }
}

#[test]
fn an_ellipsis_stands_for_any_lines() {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let matches = |shown: &str, said: &str| matches(&lines(shown), &lines(said));
    assert!(matches("a\n…\nd", "a\nb\nc\nd") && matches("…\nc\n…", "a\nb\nc\nd") && matches("a", "a"));
    assert!(
        !matches("a\n…\nx", "a\nb") && !matches("a", "a\nb") && !matches("a\n…\na", "a") && matches("", "")
    );
}

#[test]
fn a_command_goes_on_after_a_backslash() {
    let readme = "x\n```console\n$ newsdesk a \\\n    b\nout\n$ cat c\n```\n\n```console\n$ cargo x\n```\n";
    let step = |command: &str, output: &[&str]| Step {
        command: command.to_owned(),
        output: output.iter().map(|&line| line.to_owned()).collect(),
    };
    assert_eq!(steps(readme), [step("newsdesk a     b", &["out"]), step("cat c", &[])]);
}
