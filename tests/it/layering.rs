//! Modules use each other in one direction only.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::repository;

/// What each module may use. `lib`, `main` and the command line may use everything.
const ARROWS: &[(&str, &[&str])] = &[
    ("error", &[]),
    ("random", &[]),
    ("files", &["error"]),
    ("text", &["error"]),
    ("corpus", &["text", "error"]),
    ("features", &["text", "error"]),
    ("classify", &["features", "error", "random"]),
    ("summarize", &["text", "error"]),
    ("evaluate", &["text", "error", "random"]),
    ("model", &["text", "features", "classify", "summarize", "evaluate", "files", "error"]),
    ("brief", &["text", "corpus", "summarize", "evaluate", "model", "pipeline", "error"]),
    ("pipeline", &["corpus", "error"]),
    ("output", &["text", "corpus", "summarize", "evaluate", "model", "pipeline", "brief", "files", "error"]),
];

/// The modules that may use every other one.
const TOP: &[&str] = &["lib", "main", "cli", "serve"];

#[test]
fn no_module_uses_one_that_stands_above_it() {
    let mut wrong = Vec::new();
    for path in sources(&repository("src")) {
        let own = module(&path);
        if TOP.contains(&own.as_str()) {
            continue;
        }
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == own) else {
            panic!("{}: give the module {own} a line in this test's table", path.display());
        };
        for used in used_modules(&fs::read_to_string(&path).unwrap()) {
            if used != own && !allowed.contains(&used.as_str()) {
                wrong.push(format!("{}: {own} must not use {used}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_itself_has_no_cycle() {
    let mut done: BTreeSet<&str> = BTreeSet::new();
    while done.len() < ARROWS.len() {
        let ready: Vec<&str> = (ARROWS.iter())
            .filter(|(name, uses)| !done.contains(name) && uses.iter().all(|used| done.contains(used)))
            .map(|(name, _)| *name)
            .collect();
        assert!(!ready.is_empty(), "a cycle among what is not in {done:?}");
        done.extend(ready);
    }
}

#[test]
fn uses_are_found_in_lists_and_not_in_comments() {
    let code = "//! See [`crate::cli`].\nuse crate::text::Span;\nuse crate::{error, files::{NewFile, write}};\nlet x = crate::model::Model::load; // crate::cli";
    assert_eq!(used_modules(code), ["error", "files", "model", "text"].map(str::to_owned).into());
}

/// Every Rust file under a directory.
fn sources(directory: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// The top module that a file belongs to.
fn module(path: &Path) -> String {
    let path = path.strip_prefix(repository("src")).unwrap();
    let top = path.components().next().unwrap();
    Path::new(top.as_os_str()).with_extension("").to_string_lossy().into_owned()
}

/// The top modules that code names by `crate::`.
fn used_modules(code: &str) -> BTreeSet<String> {
    let code: Vec<&str> = code.lines().map(|line| line.split("//").next().unwrap_or("")).collect();
    let code = code.join("\n");
    let mut used = BTreeSet::new();
    for (at, start) in code.match_indices("crate::") {
        let path = &code[at + start.len()..];
        match path.strip_prefix('{') {
            Some(list) => used.extend(first_names(list)),
            None => used.extend(name(path)),
        }
    }
    used
}

/// The first name of each path of a list, up to the brace that closes it.
fn first_names(list: &str) -> Vec<String> {
    let (mut depth, mut start, mut names) = (0, 0, Vec::new());
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                names.extend(name(list[start..at].trim_start()));
                start = at + 1;
            }
            _ => {}
        }
        if c == '}' && depth == 0 && at + 1 == start {
            break;
        }
    }
    names
}

/// The name of a module at the start of a path; types and macros start otherwise.
fn name(path: &str) -> Option<String> {
    let end = path.find(|c: char| !(c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit()));
    let name = &path[..end.unwrap_or(path.len())];
    (!name.is_empty()).then(|| name.to_owned())
}
