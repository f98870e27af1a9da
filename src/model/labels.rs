//! The labels of the training documents.

use serde::{Deserialize, Serialize};

use super::examples::{Example, training};
use crate::classify::Targets;
use crate::error::{Error, Result, grouped};

/// The longest label in bytes.
const MAX_LABEL: usize = 1024;

/// What a model knows whose documents may have several labels.
///
/// Each label is told from the documents without it, by a sigmoid of its own score: probabilities of different labels
/// do not sum to 1. A threshold is the probability with the highest F1 on held-out documents; a label with fewer than ten
/// documents takes the one threshold that is best for all labels together. Without cross-validation it is ½.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MultiLabel {
    /// What stands between two labels of a document.
    pub separator: String,
    /// The probability from which a document gets a label, one a class.
    pub thresholds: Vec<f32>,
}

impl MultiLabel {
    /// Whether there is a threshold, and a possible one, for each class.
    pub(super) fn fits(&self, n_classes: usize) -> bool {
        self.thresholds.len() == n_classes && self.thresholds.iter().all(|t| (0.0..=1.0).contains(t))
    }
}

/// The labels that stand in a label cell, sorted, each once: parted at `separator`, without spaces at their ends. An
/// empty cell has none. Without a separator the cell is the one label, as it stands there.
pub fn split_labels<'a>(cell: &'a str, separator: Option<&str>) -> Vec<&'a str> {
    let Some(separator) = separator else { return vec![cell] };
    let mut labels: Vec<&str> =
        cell.split(separator).map(str::trim).filter(|label| !label.is_empty()).collect();
    labels.sort_unstable();
    labels.dedup();
    labels
}

/// The labels, sorted, and the classes of every document.
pub(super) struct Labels {
    pub(super) names: Vec<String>,
    pub(super) targets: Targets,
}

/// Labels that an error about another one lists.
const EXAMPLES: usize = 5;

impl Labels {
    pub(super) fn of(examples: &[Example], separator: Option<&str>) -> Result<Self> {
        let sets: Vec<Vec<&str>> =
            examples.iter().map(|example| split_labels(&example.label, separator)).collect();
        let mut names: Vec<String> = sets.iter().flatten().map(|&name| name.to_owned()).collect();
        let n_given = names.len();
        names.sort_unstable();
        names.dedup();
        check(&names, n_given, examples.len(), separator)?;
        let class = |label: &str| {
            names.binary_search_by(|name| name.as_str().cmp(label)).expect("every label was put in")
        };
        let targets = match separator {
            None => Targets::One(examples.iter().map(|example| class(&example.label)).collect()),
            Some(_) => {
                let classes = |set: &Vec<&str>| set.iter().map(|label| class(label)).collect();
                Targets::Many(sets.iter().map(classes).collect())
            }
        };
        Ok(Self { names, targets })
    }

    /// Refuses a label for "no policy topic" that no record has: a typing error would switch it off.
    pub(super) fn check_none_label(&self, none: Option<&str>) -> Result<()> {
        let is_there = |none: &str| self.names.iter().any(|name| name == none);
        match none {
            Some(none) if !is_there(none) => {
                let some: Vec<&str> = self.names.iter().take(EXAMPLES).map(String::as_str).collect();
                Err(Error::usage(
                    format!("no record has the label {none:?}, which is to stand for no policy topic"),
                    format!("pass one of the {} labels, such as {}", self.names.len(), some.join(", ")),
                ))
            }
            _ => Ok(()),
        }
    }

    pub(super) fn counts(&self) -> Vec<usize> {
        self.targets.counts(self.names.len())
    }
}

/// Whether a classifier can be trained on these labels, which stand there `n_given` times in `n` records.
fn check(names: &[String], n_given: usize, n: usize, separator: Option<&str>) -> Result<()> {
    if let Some(long) = names.iter().find(|name| name.len() > MAX_LABEL) {
        let start: String = long.chars().take(40).collect();
        let message = format!(
            "a label of {} bytes, expected at most {MAX_LABEL}: it starts with {start:?}",
            long.len()
        );
        return Err(wrong_column("E0306", message));
    }
    match (names, separator) {
        _ if n == 0 => {
            let help = "pass a file with labelled records";
            Err(training("E0302", "no records".to_owned(), help))
        }
        ([], _) => {
            Err(wrong_column("E0301", format!("none of the {} records has a label", grouped(n as u64))))
        }
        ([one], None) => Err(wrong_column(
            "E0301",
            format!("all {n} records have the label {one:?}; a classifier needs at least 2 labels"),
        )),
        ([one], Some(_)) => Err(wrong_column(
            "E0301",
            format!(
                "the only label is {one:?}, of {n_given} in {n} records; a classifier needs at least 2 labels"
            ),
        )),
        (names, _) if names.len() == n && n_given == n && n > 2 => Err(wrong_column(
            "E0304",
            format!("{0} labels for {0} records \u{2014} is this the id column?", grouped(n as u64)),
        )),
        _ => Ok(()),
    }
}

fn wrong_column(code: &'static str, message: String) -> Error {
    training(code, message, "pass --label-column with the column that holds the labels")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_parted_at_the_separator_only() {
        assert_eq!(split_labels(" Law, Crime ;Health;; Health", Some(";")), ["Health", "Law, Crime"]);
        assert_eq!(split_labels("a | b", Some(" | ")), ["a", "b"]);
        assert!(split_labels(" ; ", Some(";")).is_empty());
        assert_eq!(split_labels(" a;b", None), [" a;b"]);
    }

    #[test]
    fn classes_are_indices_into_the_sorted_labels() {
        let examples = [Example::new("1", "b;a"), Example::new("2", ""), Example::new("3", "c;b")];
        let labels = Labels::of(&examples, Some(";")).unwrap();
        assert_eq!(labels.names, ["a", "b", "c"]);
        assert_eq!(labels.targets, Targets::Many(vec![vec![0, 1], vec![], vec![1, 2]]));
        assert_eq!(labels.counts(), [1, 2, 1]);
    }

    #[test]
    fn a_label_for_no_topic_must_be_there() {
        let examples = ["a", "None"].map(|label| Example::new("x", label));
        let labels = Labels::of(&examples, None).unwrap();
        assert!(labels.check_none_label(None).is_ok() && labels.check_none_label(Some("None")).is_ok());
        let error = labels.check_none_label(Some("none")).unwrap_err().to_string();
        assert!(error.starts_with("no record has the label \"none\""), "{error}");
    }

    #[test]
    fn labels_that_cannot_be_trained_on_are_told() {
        let error = |cells: &[&str], separator| {
            let examples: Vec<Example> = cells.iter().map(|&cell| Example::new("x", cell)).collect();
            Labels::of(&examples, separator).err().expect("it is refused").to_string()
        };
        assert_eq!(error(&["", ";"], Some(";")), "none of the 2 records has a label");
        assert!(error(&["a", "", "a"], Some(";")).starts_with("the only label is \"a\", of 2 in 3 records;"));
        assert!(error(&["a", "b", "c"], Some(";")).contains("is this the id column?"));
        assert!(error(&["a", "b", "c"], None).contains("is this the id column?"));
    }
}
