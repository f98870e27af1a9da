//! Near-copies summed up as one.

use super::Sentence;
use crate::summarize::{Budget, ScoredSpan, Scratch, Summarizer, SummaryParams};
use crate::text::{Document, Span};

/// Candidates that are kept of each document, at least.
const CANDIDATES: usize = 12;

/// Parts candidates, so that they do not run into each other.
const GAP: &str = "\n\n";

/// The sentences to keep of a document for a summary of `n_sentences` with its near-copies.
pub(super) fn n_candidates(n_sentences: usize) -> usize {
    n_sentences.saturating_mul(2).max(CANDIDATES)
}

/// Picks the sentences of near-copies out of those that were kept of each.
pub(super) struct Merger {
    summarizer: Summarizer,
    scratch: Scratch,
}

impl Merger {
    /// A merger for at most so many sentences; none for none.
    pub(super) fn new(n_sentences: usize) -> Option<Self> {
        let budget = Budget::Sentences(n_sentences);
        let summarizer = Summarizer::new(SummaryParams { budget, ..SummaryParams::default() }).ok()?;
        Some(Self { summarizer, scratch: Scratch::default() })
    }

    /// The sentences of a cluster, given as ids and candidates; the document that is shown comes first.
    pub(super) fn merge(&mut self, members: &[(&str, &[Sentence])]) -> Vec<Sentence> {
        let documents: Vec<Document> = members.iter().map(|(id, kept)| joined(id, kept)).collect();
        let documents: Vec<&Document> = documents.iter().collect();
        let summary = self.summarizer.summarize_many(&documents, &mut self.scratch);
        let mut sentences: Vec<Sentence> =
            summary.sentences.iter().filter_map(|found| told(found, members)).collect();
        let own = members.first().map_or(&[][..], |(_, own)| *own);
        sentences.iter_mut().for_each(|sentence| prefer_own(sentence, own));
        // Stable: the copies' sentences stay in their order.
        sentences.sort_by_key(|sentence| (sentence.document.is_some(), own_start(sentence)));
        sentences
    }
}

/// The candidates of a document as one of their own.
fn joined(id: &str, candidates: &[Sentence]) -> Document {
    let texts: Vec<&str> = candidates.iter().map(|sentence| sentence.text.as_str()).collect();
    let mut document = Document::new(id, texts.join(GAP));
    document.body.clear();
    let mut start = 0;
    for text in texts {
        document.body.push(Span::new(start, start + text.len()));
        start += text.len() + GAP.len();
    }
    document
}

/// Tells a sentence of a copy where the shown document has it too.
fn prefer_own(sentence: &mut Sentence, own: &[Sentence]) {
    if let Some(same) = own.iter().find(|same| same.text == sentence.text) {
        *sentence = Sentence { rank: sentence.rank, ..same.clone() };
    }
}

/// Where a sentence of the shown document starts; 0 for those of copies.
fn own_start(sentence: &Sentence) -> usize {
    if sentence.document.is_none() { sentence.span.start } else { 0 }
}

/// A chosen sentence as it stands in its document.
fn told(found: &ScoredSpan, members: &[(&str, &[Sentence])]) -> Option<Sentence> {
    let (id, candidates) = members[found.document];
    let mut start = 0;
    for candidate in candidates {
        let end = start + candidate.text.len();
        if found.span.start >= start && found.span.end <= end {
            let span = Span::new(found.span.start - start, found.span.end - start);
            return Some(Sentence {
                rank: found.rank,
                text: span.of(&candidate.text).to_owned(),
                span: span.shifted(candidate.span.start),
                document: (found.document > 0).then(|| id.to_owned()),
                ..candidate.clone()
            });
        }
        start = end + GAP.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &str, sentences: &[&str]) -> Vec<Sentence> {
        let sentence = |(rank, sentence): (usize, &&str)| {
            let start = text.find(*sentence).unwrap();
            let span = Span::new(start, start + sentence.len());
            Sentence { rank: rank + 1, score: 0.5, span, text: (*sentence).to_owned(), document: None }
        };
        sentences.iter().enumerate().map(sentence).collect()
    }

    #[test]
    fn a_copy_adds_only_what_is_new_with_its_id_and_place() {
        let lead = "The board voted on Monday to buy the old dam at Ross Creek.";
        let news = "Two towns below the dam will go to court over its price.";
        let (shown, copy) = (lead.to_owned(), format!("CORRECTED: {lead} {news}"));
        let (shown, copy) = (kept(&shown, &[lead]), kept(&copy, &[lead, news]));
        let found = Merger::new(3).unwrap().merge(&[("shown", &shown), ("copy", &copy)]);
        let ids: Vec<_> = found.iter().map(|sentence| sentence.document.as_deref()).collect();
        assert_eq!(ids, [None, Some("copy")]);
        assert_eq!((found[1].text.as_str(), found[1].span), (news, copy[1].span));
    }

    #[test]
    fn what_the_shown_document_says_too_is_told_from_there() {
        let lead = "The board voted on Monday to buy the old dam at Ross Creek.";
        let news = "Two towns below the dam will go to court over its price.";
        let (shown, copy) = (format!("{news} {lead}"), lead.to_owned());
        let (shown, copy) = (kept(&shown, &[news, lead]), kept(&copy, &[lead]));
        let found = Merger::new(3).unwrap().merge(&[("shown", &shown), ("copy", &copy)]);
        let texts: Vec<_> = found.iter().map(|sentence| sentence.text.as_str()).collect();
        assert_eq!(texts, [news, lead]);
        assert!(found.iter().all(|sentence| sentence.document.is_none()));
    }

    #[test]
    fn no_sentences_are_merged_to_none() {
        assert!(Merger::new(0).is_none());
        assert!(Merger::new(1).unwrap().merge(&[("a", &[]), ("b", &[])]).is_empty());
    }
}
