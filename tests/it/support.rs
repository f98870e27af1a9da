//! A directory with files, the command run in it, and what it said.

use std::fmt;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use serde_json::Value;
use tempfile::TempDir;

/// A file of the repository.
pub(crate) fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The bytes of a small model, trained once on the sample with two folds.
pub(crate) fn sample_model() -> &'static [u8] {
    static MODEL: OnceLock<Vec<u8>> = OnceLock::new();
    MODEL.get_or_init(|| {
        let case = Case::new().file("sample.csv", fs::read(repository("data/sample.csv")).unwrap());
        let ran = case.run("train sample.csv -o policy.ndm --folds 2 --algorithm svm --tune off");
        assert_eq!(ran.code, 0, "{ran}");
        fs::read(case.path("policy.ndm")).unwrap()
    })
}

/// A temporary directory in which the command runs.
pub(crate) struct Case {
    directory: TempDir,
}

impl Case {
    /// An empty directory.
    pub(crate) fn new() -> Self {
        Self { directory: tempfile::tempdir().unwrap() }
    }

    /// A directory with the sample's model as `policy.ndm`.
    pub(crate) fn with_model() -> Self {
        Self::new().file("policy.ndm", sample_model())
    }

    /// The same with a file more.
    pub(crate) fn file(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    /// Where a file of the directory is.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// The names in the directory, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
        let mut names: Vec<String> = fs::read_dir(self.directory.path()).unwrap().map(name).collect();
        names.sort();
        names
    }

    /// The command with arguments that are separated by spaces.
    pub(crate) fn command(&self, args: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_newsdesk"));
        command.current_dir(self.directory.path()).args(args.split_whitespace());
        for name in ["NEWSDESK_MODEL", "NO_COLOR", "CLICOLOR", "RAYON_NUM_THREADS", "RUST_BACKTRACE"] {
            command.env_remove(name);
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// What the command says.
    pub(crate) fn run(&self, args: &str) -> Ran {
        self.ran(&self.command(args).output().unwrap())
    }

    /// What the command says to these arguments, as they are.
    pub(crate) fn run_args(&self, args: &[&str]) -> Ran {
        self.ran(&self.command("").args(args).output().unwrap())
    }

    /// What the command says to this standard input.
    pub(crate) fn run_with(&self, args: &str, stdin: &[u8]) -> Ran {
        let mut child = self.command(args).stdin(Stdio::piped()).spawn().unwrap();
        // A command that ends before it has read everything closes the pipe: its own message says why.
        let _ = child.stdin.take().unwrap().write_all(stdin);
        self.ran(&child.wait_with_output().unwrap())
    }

    /// What a run said, without what differs from run to run.
    pub(crate) fn ran(&self, output: &Output) -> Ran {
        let directory = self.directory.path().to_str().unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap().replace(directory, "[TMP]");
        Ran {
            code: output.status.code().expect("the command was not killed"),
            stdout: without_ids(&text(&output.stdout)),
            stderr: without_ids(&text(&output.stderr))
                .lines()
                .map(|line| without_times(line) + "\n")
                .collect(),
        }
    }
}

/// What a run said.
pub(crate) struct Ran {
    /// The exit code.
    pub(crate) code: i32,
    /// Standard output; the digits of a model's id are `[ID]`.
    pub(crate) stdout: String,
    /// Standard error, likewise; sizes and times are `[MB]` and `[TIME]`.
    pub(crate) stderr: String,
}

impl Ran {
    /// The records of standard output.
    pub(crate) fn records(&self) -> Vec<Value> {
        self.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The records with every score as `null`, and the labels where there is no answer: these are no promise, what
    /// stands around them is.
    pub(crate) fn without_scores(&self) -> String {
        let plain = |mut record: Value| {
            hide_scores(&mut record);
            if record["abstain"] == true {
                record["labels"] = Value::Null;
            }
            format!("{record}\n")
        };
        self.records().into_iter().map(plain).collect()
    }
}

impl fmt::Display for Ran {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "exit: {}", self.code)?;
        for (name, text) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if !text.is_empty() {
                write!(f, "\n--- {name}\n{}", text.trim_end_matches('\n'))?;
            }
        }
        Ok(())
    }
}

fn hide_scores(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(hide_scores),
        Value::Object(fields) => {
            for (name, value) in fields.iter_mut() {
                match name.as_str() {
                    "score" | "weight" | "known_terms" => *value = Value::Null,
                    _ => hide_scores(value),
                }
            }
        }
        _ => {}
    }
}

/// A line of standard error without the size and the time at its end.
pub(crate) fn without_times(line: &str) -> String {
    match line.rsplit_once(" in ") {
        Some((head, time)) if time.ends_with(" s") => match head.rsplit_once(" · ") {
            Some((head, megabytes)) if megabytes.ends_with(" MB") => format!("{head} · [MB] in [TIME]"),
            _ => format!("{head} in [TIME]"),
        },
        _ => line.to_owned(),
    }
}

/// Text without the digits of the ids of models.
fn without_ids(text: &str) -> String {
    let mut parts = text.split("policy@");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_hexdigit());
        out += "policy@[ID]";
        out += rest;
    }
    out
}
