//! A brief as one JSON object.

use serde::Serialize;

use crate::brief::{Brief, Story};
use crate::output::ErrorEntry;

#[derive(Serialize)]
struct Report<'a> {
    title: &'a str,
    model: &'a str,
    generated_from: Source<'a>,
    topics: Vec<Topic<'a>>,
    no_topic: &'a [Story],
    errors: Vec<ErrorEntry>,
}

/// What became of the records. No time: the same input gives the same bytes.
#[derive(Serialize)]
struct Source<'a> {
    read: u64,
    ok: u64,
    abstained: u64,
    errors: u64,
    bytes: u64,
    near_duplicates: usize,
    since: Option<&'a str>,
    before_since: usize,
}

#[derive(Serialize)]
struct Topic<'a> {
    topic: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    n: usize,
    documents: &'a [Story],
}

/// The object, with a line end.
pub(super) fn report(brief: &Brief) -> String {
    let report = Report {
        title: &brief.title,
        model: &brief.model,
        generated_from: Source {
            read: brief.ledger.read,
            ok: brief.ledger.ok,
            abstained: brief.ledger.abstained,
            errors: brief.ledger.errors,
            bytes: brief.ledger.bytes,
            near_duplicates: brief.near_duplicates,
            since: brief.since.as_deref(),
            before_since: brief.too_early,
        },
        topics: brief.topics.iter().map(Topic::from).collect(),
        no_topic: &brief.no_topic,
        errors: brief.errors.iter().map(ErrorEntry::new).collect(),
    };
    let mut json = serde_json::to_string(&report).expect("a brief has string keys only");
    json.push('\n');
    json
}

impl<'a> From<&'a crate::brief::Topic> for Topic<'a> {
    fn from(topic: &'a crate::brief::Topic) -> Self {
        let name = topic.stories.first().and_then(|story| story.label_name.as_deref());
        Self { topic: &topic.label, name, n: topic.n, documents: &topic.stories }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{brief, hostile};
    use super::*;

    #[test]
    fn fields_have_their_names_and_texts_come_back_as_they_were() {
        let brief = brief(vec![hostile()]);
        let json: serde_json::Value = serde_json::from_str(&report(&brief)).unwrap();
        let document = &json["topics"][0]["documents"][0];
        assert_eq!((&json["generated_from"]["read"], &json["topics"][0]["n"]), (&1.into(), &1.into()));
        assert_eq!(
            (&document["sentences"][0]["start"], &document["sentences"][0]["rank"]),
            (&10.into(), &1.into())
        );
        assert_eq!(document["title"], hostile().title.unwrap());
        assert!(document.get("full_text").is_none());
    }
}
