//! Labels that few documents have.

use super::examples::{Example, training};
use super::labels::split_labels;
use crate::error::{Error, Level, Notice, Place, Result, grouped};

/// What becomes of labels with too few documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum RareLabels {
    /// They are trained like the others.
    #[default]
    Keep,
    /// Their documents are left out; a document with other labels loses only the rare ones.
    Drop,
    /// Their documents get this label in their place.
    Merge(String),
    /// Training stops with an error.
    Error,
}

impl RareLabels {
    /// The examples after what becomes of labels with fewer than `min_count` documents.
    ///
    /// # Errors
    /// E0305 for [`RareLabels::Error`] where there is such a label.
    pub(super) fn handle(
        &self,
        mut examples: Vec<Example>,
        min_count: usize,
        separator: Option<&str>,
        notify: &dyn Fn(Notice),
    ) -> Result<Vec<Example>> {
        let rare = rare_labels(&examples, min_count, separator);
        if rare.is_empty() {
            return Ok(examples);
        }
        let is_rare = |label: &str| rare.binary_search_by(|rare| rare.as_str().cmp(label)).is_ok();
        let has_rare = |example: &Example| split_labels(&example.label, separator).into_iter().any(is_rare);
        let what = match min_count {
            2 => format!("labels with one record: {}", list(&rare)),
            n => format!("labels with fewer than {} records: {}", grouped(n as u64), list(&rare)),
        };
        let done = match self {
            Self::Keep => "trained like the others (--rare drop leaves them out)",
            Self::Drop => {
                examples.retain_mut(|example| {
                    let change = has_rare(example);
                    if change {
                        example.label =
                            replaced(&example.label, separator, |label| (!is_rare(label)).then_some(label));
                    }
                    !change || !example.label.is_empty()
                });
                "left out"
            }
            Self::Merge(name) => {
                for example in examples.iter_mut().filter(|example| has_rare(example)) {
                    let merged = |label| Some(if is_rare(label) { name.as_str() } else { label });
                    example.label = replaced(&example.label, separator, merged);
                }
                "merged"
            }
            Self::Error => return Err(training("E0305", what, "pass --rare drop, merge:NAME or keep")),
        };
        notify(Notice { level: Level::Warning, place: Place::default(), message: format!("{what}; {done}") });
        Ok(examples)
    }
}

/// The error of labels that could be trained on before the rare ones went.
pub(super) fn too_few_left(error: &Error) -> Error {
    let message = format!("without the rare labels: {error}");
    training(error.code(), message, "pass a smaller --min-count, or --rare keep")
}

/// The labels with fewer than `min_count` documents, sorted.
fn rare_labels(examples: &[Example], min_count: usize, separator: Option<&str>) -> Vec<String> {
    let mut labels: Vec<&str> =
        examples.iter().flat_map(|example| split_labels(&example.label, separator)).collect();
    labels.sort_unstable();
    let few = labels.chunk_by(|a, b| a == b).filter(|same| same.len() < min_count);
    few.map(|same| same[0].to_owned()).collect()
}

/// A label cell whose labels `f` replaces or takes out.
fn replaced<'a>(cell: &'a str, separator: Option<&str>, f: impl Fn(&'a str) -> Option<&'a str>) -> String {
    let labels: Vec<&str> = split_labels(cell, separator).into_iter().filter_map(f).collect();
    labels.join(separator.unwrap_or_default())
}

/// At most five names, quoted, and how many more there are.
fn list(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(5).map(|name| format!("{name:?}")).collect();
    let more = if names.len() > 5 { format!(" and {} more", names.len() - 5) } else { String::new() };
    shown.join(", ") + &more
}

#[cfg(test)]
mod tests {
    use super::*;

    fn handled(how: &RareLabels, cells: &[&str], min_count: usize, separator: Option<&str>) -> Vec<String> {
        let examples = cells.iter().map(|&cell| Example::new("x", cell)).collect();
        let examples = how.handle(examples, min_count, separator, &|_| ()).unwrap();
        examples.into_iter().map(|example| example.label).collect()
    }

    #[test]
    fn a_label_below_the_count_is_rare() {
        let cells = ["a", "a", "a", "b", "b", "c"];
        assert_eq!(handled(&RareLabels::Drop, &cells, 2, None), ["a", "a", "a", "b", "b"]);
        assert_eq!(handled(&RareLabels::Drop, &cells, 3, None), ["a", "a", "a"]);
        let merge = RareLabels::Merge("other".to_owned());
        assert_eq!(handled(&merge, &cells, 3, None), ["a", "a", "a", "other", "other", "other"]);
        assert_eq!(handled(&RareLabels::Keep, &cells, 3, None), cells);
    }

    #[test]
    fn a_document_with_several_labels_loses_only_the_rare_ones() {
        let cells = ["a;b", "b", "", "c", "c;b;d"];
        assert_eq!(handled(&RareLabels::Drop, &cells, 2, Some(";")), ["b", "b", "", "c", "b;c"]);
        assert_eq!(handled(&RareLabels::Drop, &cells, 3, Some(";")), ["b", "b", "", "b"]);
        let merge = RareLabels::Merge("b".to_owned());
        assert_eq!(handled(&merge, &cells, 3, Some(";")), ["b;b", "b", "", "b", "b;b;b"]);
    }

    #[test]
    fn many_rare_labels_are_counted() {
        let cells = ["a", "b", "c", "d", "e", "f", "g"];
        let examples = cells.iter().map(|&cell| Example::new("x", cell)).collect();
        let error = RareLabels::Error.handle(examples, 5, None, &|_| ()).unwrap_err();
        let list = "\"a\", \"b\", \"c\", \"d\", \"e\" and 2 more";
        assert_eq!(error.to_string(), format!("labels with fewer than 5 records: {list}"));
    }
}
