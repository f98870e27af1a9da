//! What goes into a brief, and in which order.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::merge::Merger;
use super::{Draft, Story, Topic};
use crate::evaluate::folds::duplicates::Clusters;

/// Near-copies whose sentences are looked at beside those of the document that is shown.
const MAX_MERGED: usize = 16;

/// The drafts whose date is not before `since`; those without a date stay.
pub(super) fn since(mut drafts: Vec<Draft>, since: Option<&str>) -> Vec<Draft> {
    if let Some(since) = since {
        drafts.retain(|draft| draft.story.date.as_deref().is_none_or(|date| date >= since));
    }
    drafts
}

/// One story for each cluster of near-copies, in the order of the input, with the ids of the others and at most
/// `n_sentences` of all.
///
/// The longest text stays, of equal ones the earliest date, then the first in the input.
pub(super) fn without_copies(drafts: Vec<Draft>, similarity: f64, n_sentences: usize) -> Vec<Story> {
    let mut sketches = Vec::with_capacity(drafts.len());
    let mut left = Vec::with_capacity(drafts.len());
    for Draft { story, length, sketch, candidates } in drafts {
        sketches.push(sketch);
        left.push((length, story, candidates));
    }
    let mut clusters = Clusters::of_sketches(&sketches, similarity);
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); left.len()];
    (0..left.len()).for_each(|n| members[clusters.cluster(n)].push(n));
    let mut merger = Merger::new(n_sentences);
    let mut is_kept = vec![true; left.len()];
    for mut cluster in members.into_iter().filter(|cluster| cluster.len() > 1) {
        let rank = |&n: &usize| {
            let (length, story, _) = &left[n];
            (Reverse(*length), story.date.is_none(), story.date.clone(), n)
        };
        let keeper = cluster.iter().copied().min_by_key(rank).expect("the cluster has members");
        cluster.retain(|&n| n != keeper);
        cluster.iter().for_each(|&n| is_kept[n] = false);
        let all = std::iter::once(&keeper).chain(cluster.iter().take(MAX_MERGED));
        let all: Vec<_> = all.map(|&n| (left[n].1.id.as_str(), left[n].2.as_slice())).collect();
        let merged = merger.as_mut().map(|merger| merger.merge(&all));
        let also = cluster.iter().map(|&n| left[n].1.id.clone()).collect();
        let story = &mut left[keeper].1;
        story.also = also;
        story.sentences = merged.unwrap_or_default();
    }
    let kept = left.into_iter().zip(is_kept).filter(|(_, is_kept)| *is_kept);
    kept.map(|((_, story, _), _)| story).collect()
}

/// The stories by label, the label with the most first, of each the best `per_topic`.
pub(super) fn topics(stories: Vec<Story>, per_topic: Option<usize>) -> Vec<Topic> {
    let mut by_label: BTreeMap<String, Vec<Story>> = BTreeMap::new();
    for story in stories {
        by_label.entry(story.label.clone().unwrap_or_default()).or_default().push(story);
    }
    let topic = |(label, mut stories): (String, Vec<Story>)| {
        let name = stories.first().map(Story::topic).unwrap_or_default();
        let n = stories.len();
        // Stable: what is left equal stays in the order of the input.
        stories.sort_by_cached_key(|story| (Reverse(tenths(story.score)), Reverse(story.date.clone())));
        stories.truncate(per_topic.unwrap_or(usize::MAX));
        Topic { label, name, n, stories }
    };
    let mut topics: Vec<Topic> = by_label.into_iter().map(topic).collect();
    topics.sort_by_key(|topic| Reverse(topic.n));
    topics
}

/// The step of a probability, 0..=9: a finer order would leave nothing to the date.
fn tenths(score: f64) -> u8 {
    ((score * 10.0).floor() as u8).min(9)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::folds::duplicates::Sketch;

    fn draft(id: &str, text: &str, date: Option<&str>) -> Draft {
        let story = Story { date: date.map(str::to_owned), ..Story::sample(id) };
        Draft { story, length: text.len(), sketch: Sketch::of(text), candidates: Vec::new() }
    }

    fn story(id: &str, label: &str, score: f64, date: &str) -> Story {
        let date = Some(date).filter(|date| !date.is_empty());
        Story { label: Some(label.to_owned()), score, ..draft(id, "", date).story }
    }

    fn ids(stories: &[Story]) -> Vec<&str> {
        stories.iter().map(|story| story.id.as_str()).collect()
    }

    const TEXT: &str =
        "The board voted on Monday to buy the old dam and to sell its power to the valley towns";

    #[test]
    fn the_longest_copy_stays_and_lists_the_others() {
        let longer = format!("{TEXT} below");
        let drafts = vec![
            draft("first", TEXT, Some("2024-01-01")),
            draft("other", "A quite different text on schools and on what they teach", None),
            draft("long", &longer, None),
            draft("last", TEXT, None),
        ];
        let stories = without_copies(drafts, 0.6, 3);
        assert_eq!(ids(&stories), ["other", "long"]);
        assert_eq!(stories[1].also, ["first", "last"]);
    }

    #[test]
    fn of_copies_of_one_length_the_earliest_stays() {
        let drafts = [("a", None), ("b", Some("2024-02-01")), ("c", Some("2024-01-01"))];
        let stories = without_copies(drafts.map(|(id, date)| draft(id, TEXT, date)).into(), 0.6, 3);
        assert_eq!((ids(&stories), stories[0].also.len()), (vec!["c"], 2));
    }

    #[test]
    fn documents_without_words_are_no_copies_of_each_other() {
        assert_eq!(without_copies(vec![draft("a", "", None), draft("b", "", None)], 0.6, 3).len(), 2);
    }

    #[test]
    fn only_a_known_date_before_the_day_leaves_a_document_out() {
        let dates = [None, Some("2023-12-31"), Some("2024-01-01")];
        let left = since(dates.map(|date| draft("x", TEXT, date)).into(), Some("2024-01-01"));
        assert_eq!(left.len(), 2);
    }

    #[test]
    fn the_largest_topic_comes_first_and_equal_ones_by_name() {
        let labels = ["Water", "Energy", "Labor", "Labor"];
        let topics = topics(labels.map(|label| story("x", label, 0.5, "")).into(), None);
        assert_eq!(topics.iter().map(|topic| &*topic.name).collect::<Vec<_>>(), ["Labor", "Energy", "Water"]);
    }

    #[test]
    fn sure_documents_come_first_and_new_ones_among_equally_sure() {
        let stories = vec![
            story("undated", "Energy", 0.95, ""),
            story("doubtful", "Energy", 0.41, "2024-09-09"),
            story("old", "Energy", 0.99, "2023-01-01"),
            story("new", "Energy", 0.91, "2024-01-01"),
        ];
        let topics = topics(stories, Some(3));
        assert_eq!((ids(&topics[0].stories), topics[0].n), (vec!["new", "old", "undated"], 4));
        assert_eq!(topics[0].days(), Some(("2023-01-01", "2024-01-01")));
    }
}
