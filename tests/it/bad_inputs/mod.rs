//! What a bad input gets: the whole message, the exit code, and what is left alone.

mod archives;
mod articles;
mod encodings;
mod environment;
mod labels;
mod models;
mod pages;
#[cfg(unix)]
mod signals;
mod tables;
mod usage;

use crate::support::{Case, Ran};

/// The command on a file, with the sample's model where the verb takes one.
fn run(name: &str, bytes: impl AsRef<[u8]>, args: &str) -> Ran {
    let case = Case::with_model().file(name, bytes);
    let model = if args.starts_with("train") { "" } else { "-m policy.ndm" };
    case.run(&format!("{args} {model} {name}"))
}

fn classify(name: &str, bytes: impl AsRef<[u8]>) -> Ran {
    run(name, bytes, "classify --fields id,label,abstain_reason")
}

fn train(bytes: impl AsRef<[u8]>, flags: &str) -> Ran {
    let folds = if flags.contains("--folds") { "" } else { "--folds 0" };
    let min_df = if flags.contains("--min-df") { "" } else { "--min-df 1" };
    run("t.csv", bytes, &format!("train -o m.ndm {folds} {min_df} {flags}"))
}
