//! Template lines: what a site repeats on every page.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::lines::for_each_line;

/// Longer lines are text, however often they are repeated.
const MAX_BYTES: usize = 120;
/// A line of fewer documents than this is not learned.
const MIN_DOCUMENTS: usize = 4;
/// One document in so many must have the line.
const ONE_IN: usize = 200;
/// Once so many different lines are held, those seen once are dropped.
const MAX_LINES: usize = 1 << 20;

/// Lines that repeat over the documents of a corpus: menus, slogans, addresses.
///
/// By default none. The lines are sorted and each stands once, so the same corpus gives the same value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<String>", into = "Vec<String>")]
pub struct ChromeLines {
    lines: Vec<String>,
}

impl From<Vec<String>> for ChromeLines {
    fn from(mut lines: Vec<String>) -> Self {
        lines.sort_unstable();
        lines.dedup();
        Self { lines }
    }
}

impl From<ChromeLines> for Vec<String> {
    fn from(chrome: ChromeLines) -> Self {
        chrome.lines
    }
}

impl ChromeLines {
    /// The short lines that stand in at least 4 of `texts`, and in at least one of every 200.
    ///
    /// Lines that end like a sentence are left out: they may be quoted or syndicated text. Memory is bounded: beyond
    /// a million different lines those seen in one text so far are forgotten.
    pub fn learn<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut seen: HashMap<String, Count> = HashMap::new();
        let mut documents = 0;
        for text in texts {
            documents += 1;
            for_each_line(text, |line| {
                let line = line.span.of(text);
                if may_be_chrome(line) {
                    count(&mut seen, line, documents);
                }
            });
            if seen.len() > MAX_LINES {
                seen.retain(|_, count| count.documents > 1);
            }
        }
        let enough = MIN_DOCUMENTS.max(documents.div_ceil(ONE_IN));
        let often = seen.into_iter().filter(|(_, count)| count.documents >= enough);
        Self::from(often.map(|(line, _)| line).collect::<Vec<_>>())
    }

    /// Whether `line`, without white space at its ends, is one of them.
    pub fn contains(&self, line: &str) -> bool {
        !self.lines.is_empty() && self.lines.binary_search_by(|known| known.as_str().cmp(line.trim())).is_ok()
    }

    /// The lines, sorted.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }
}

/// In how many documents a line stands, and the last of them.
struct Count {
    documents: usize,
    last: usize,
}

/// Counts `line` once a document.
fn count(seen: &mut HashMap<String, Count>, line: &str, document: usize) {
    match seen.get_mut(line) {
        Some(count) if count.last == document => {}
        Some(count) => *count = Count { documents: count.documents + 1, last: document },
        None => drop(seen.insert(line.to_owned(), Count { documents: 1, last: document })),
    }
}

/// Whether a line has the shape of a template line.
fn may_be_chrome(line: &str) -> bool {
    line.len() <= MAX_BYTES
        && !line.ends_with(['.', '!', '?', ',', ';', '”', '"'])
        && line.bytes().any(|b| b.is_ascii_alphabetic() || b >= 128)
        && !line.starts_with(|c: char| c.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_many_documents_are_learned_sorted() {
        let texts: Vec<String> =
            (0..5).map(|n| format!("Site Menu\nTitle {n}\nA sentence.\nAgency News\n")).collect();
        let chrome = ChromeLines::learn(texts.iter().map(String::as_str));
        assert_eq!(chrome.lines(), ["Agency News", "Site Menu"]);
        assert!(chrome.contains(" Site Menu ") && !chrome.contains("Title 1"));
    }

    #[test]
    fn a_line_repeated_in_one_document_counts_once() {
        assert!(ChromeLines::learn(["Menu\nMenu\nMenu\nMenu\nMenu"].into_iter()).lines().is_empty());
    }

    #[test]
    fn they_survive_a_round_trip_as_a_plain_list() {
        let chrome = ChromeLines::from(vec!["b".to_owned(), "a".to_owned(), "a".to_owned()]);
        let json = serde_json::to_string(&chrome).unwrap();
        assert_eq!(json, r#"["a","b"]"#);
        assert_eq!(serde_json::from_str::<ChromeLines>(&json).unwrap(), chrome);
    }
}
