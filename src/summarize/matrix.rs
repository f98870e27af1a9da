//! The sentences of one document as rows of terms.

use super::string_map::{Key, StringMap};
use crate::text::stem::Analyzer;
use crate::text::tokenize::for_each_token;

/// Stands in [`TermMatrix::forms`] for the stem of a form that is a stop word.
const STOP: u32 = u32::MAX;

/// Stands there for a stop word by which a speaker names themselves or the listener.
const SPEAKER: u32 = u32::MAX - 1;

/// Those words, but "I" and "us": the one is no token, the other a country too.
const SPEAKERS: [&str; 10] = ["me", "mine", "my", "myself", "our", "ours", "ourselves", "we", "you", "your"];

/// Tokens that are looked up one right after the other, so that the processor waits for memory once for several.
const KEYS_AT_A_TIME: usize = 16;

/// The forms kept from one document for the next; beyond it, all are forgotten.
const MAX_KEPT_FORMS: usize = 1 << 16;

/// The bytes of long forms kept, likewise.
const MAX_KEPT_BYTES: usize = 1 << 20;

/// The entries kept allocated from one document for the next.
const MAX_KEPT_ENTRIES: usize = 1 << 17;

/// A term of a sentence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Entry {
    /// The term's number in this document, from 0 in order of first sight.
    pub(crate) term: u32,
    /// How often it occurs; after [`TermMatrix::weigh`] its weight.
    pub(crate) weight: f32,
}

/// The sentences of one document as sparse rows of terms.
///
/// Surface forms and their stems are kept between documents, so a form is stemmed once in a while and not once an
/// occurrence. Terms are numbered afresh in each document: no answer depends on the documents before.
#[derive(Debug, Default)]
pub(crate) struct TermMatrix {
    /// From surface forms to stems, [`STOP`] or [`SPEAKER`].
    forms: StringMap,
    stems: StringMap,
    /// For each stem the document that saw it last, and its term there.
    term_of: Vec<(u32, u32)>,
    document: u32,
    /// Where each row ends in `entries`.
    ends: Vec<u32>,
    entries: Vec<Entry>,
    n_tokens: Vec<u32>,
    speaks: Vec<bool>,
    /// For each term the number of sentences that hold it.
    sentence_frequency: Vec<u32>,
    /// For each term its newest place in `entries`.
    newest: Vec<u32>,
    /// The inverse sentence frequency for each number of sentences, after [`TermMatrix::weigh`].
    isf: Vec<f32>,
}

impl TermMatrix {
    /// Begins a new document.
    pub(crate) fn clear(&mut self) {
        let is_large = self.forms.len() > MAX_KEPT_FORMS || self.forms.n_bytes() > MAX_KEPT_BYTES;
        if is_large || self.entries.capacity() > MAX_KEPT_ENTRIES {
            *self = Self::default();
        }
        self.document += 1;
        if self.document == u32::MAX {
            self.term_of.fill((0, 0));
            self.document = 1;
        }
        self.ends.clear();
        self.entries.clear();
        self.n_tokens.clear();
        self.speaks.clear();
        self.sentence_frequency.clear();
        self.newest.clear();
    }

    /// Adds a sentence.
    pub(crate) fn push_row(&mut self, sentence: &str, analyzer: &Analyzer) {
        let start = self.entries.len() as u32;
        let mut n_tokens = 0;
        let mut speaks = false;
        let mut keys = [Key::from(""); KEYS_AT_A_TIME];
        let mut n_keys = 0;
        for_each_token(sentence, |_, token| {
            keys[n_keys] = Key::at(token, sentence);
            n_keys += 1;
            n_tokens += 1;
            if n_keys == KEYS_AT_A_TIME {
                speaks |= self.count_all(&keys, start, analyzer);
                n_keys = 0;
            }
        });
        speaks |= self.count_all(&keys[..n_keys], start, analyzer);
        self.speaks.push(speaks);
        self.n_tokens.push(n_tokens);
        self.ends.push(self.entries.len() as u32);
    }

    /// The number of sentences.
    pub(crate) fn n_rows(&self) -> usize {
        self.ends.len()
    }

    /// The number of distinct terms.
    pub(crate) fn n_terms(&self) -> usize {
        self.newest.len()
    }

    /// The tokens of sentence `row`, stop words counted.
    pub(crate) fn n_tokens(&self, row: usize) -> usize {
        self.n_tokens[row] as usize
    }

    /// Whether sentence `row` has a word by which a speaker names themselves or the listener, "I" left aside.
    pub(crate) fn speaks(&self, row: usize) -> bool {
        self.speaks[row]
    }

    /// The terms of sentence `row`, in order of first sight.
    pub(crate) fn row(&self, row: usize) -> &[Entry] {
        let start = if row == 0 { 0 } else { self.ends[row - 1] };
        &self.entries[start as usize..self.ends[row] as usize]
    }

    /// Makes counts into weights `tf · isf`, each row of Euclidean length 1.
    ///
    /// The inverse sentence frequency is `isf = ln((n + 1) / (0.5 + sf))`, of `n` sentences and the `sf` that hold
    /// the term: within the document, since a background idf was no better on news.
    pub(crate) fn weigh(&mut self) {
        let n = self.n_rows() as f32;
        let most = self.sentence_frequency.iter().max().map_or(0, |sf| *sf as usize);
        self.isf.clear();
        self.isf.extend((0..=most).map(|sf| ((n + 1.0) / (0.5 + sf as f32)).ln()));
        let mut start = 0;
        for end in &self.ends {
            let row = &mut self.entries[start..*end as usize];
            for entry in row.iter_mut() {
                entry.weight *= self.isf[self.sentence_frequency[entry.term as usize] as usize];
            }
            scale_to_one(row);
            start = *end as usize;
        }
    }

    /// The row of a text that is no sentence of the document: the terms that occur in the document, each counted
    /// once. For after [`TermMatrix::weigh`]; `dense` holds a 0 for each term, also afterwards.
    pub(crate) fn row_of(
        &mut self,
        text: &str,
        analyzer: &Analyzer,
        dense: &mut [f32],
        row: &mut Vec<Entry>,
    ) {
        row.clear();
        for_each_token(text, |_, token| {
            let stem = self.stem(Key::at(token, text), analyzer) as usize;
            let Some((document, term)) = self.term_of.get(stem).copied() else { return };
            if document == self.document && dense[term as usize] == 0.0 {
                dense[term as usize] = 1.0;
                row.push(Entry { term, weight: self.isf[self.sentence_frequency[term as usize] as usize] });
            }
        });
        row.iter().for_each(|entry| dense[entry.term as usize] = 0.0);
        scale_to_one(row);
    }

    /// The stem of a token, or [`STOP`] or [`SPEAKER`].
    #[inline]
    fn stem(&mut self, token: Key<'_>, analyzer: &Analyzer) -> u32 {
        let Self { forms, stems, .. } = self;
        forms.get_or_insert_with(token, || stem_of_new_form(token.text, analyzer, stems))
    }

    /// Counts tokens in the row that begins at `start`; whether one is a [`SPEAKER`].
    fn count_all(&mut self, tokens: &[Key<'_>], start: u32, analyzer: &Analyzer) -> bool {
        let mut speaks = false;
        let mut found = [STOP; KEYS_AT_A_TIME];
        for (token, stem) in tokens.iter().zip(&mut found) {
            *stem = self.stem(*token, analyzer);
        }
        for stem in &found[..tokens.len()] {
            match *stem {
                STOP => {}
                SPEAKER => speaks = true,
                stem => self.count(stem, start),
            }
        }
        speaks
    }

    /// Counts a stem in the row that begins at `start`.
    fn count(&mut self, stem: u32, start: u32) {
        if stem as usize >= self.term_of.len() {
            self.term_of.resize(self.stems.len(), (0, 0));
        }
        let slot = &mut self.term_of[stem as usize];
        if slot.0 != self.document {
            *slot = (self.document, self.newest.len() as u32);
            self.newest.push(u32::MAX);
            self.sentence_frequency.push(0);
        }
        let term = slot.1;
        let newest = &mut self.newest[term as usize];
        if *newest != u32::MAX && *newest >= start {
            self.entries[*newest as usize].weight += 1.0;
            return;
        }
        *newest = self.entries.len() as u32;
        self.sentence_frequency[term as usize] += 1;
        self.entries.push(Entry { term, weight: 1.0 });
    }
}

/// The stem of a form that was not seen before, or [`STOP`] or [`SPEAKER`].
#[cold]
fn stem_of_new_form(form: &str, analyzer: &Analyzer, stems: &mut StringMap) -> u32 {
    match analyzer.term(form) {
        Some(stem) => {
            let next = stems.len() as u32;
            stems.get_or_insert_with(Key::from(&*stem), || next)
        }
        None if SPEAKERS.iter().any(|word| form.eq_ignore_ascii_case(word)) => SPEAKER,
        None => STOP,
    }
}

/// Scales a row to Euclidean length 1; one of zeros stays.
fn scale_to_one(row: &mut [Entry]) {
    let squares: f32 = row.iter().map(|entry| entry.weight * entry.weight).sum();
    let scale = if squares > 0.0 { squares.sqrt().recip() } else { 0.0 };
    row.iter_mut().for_each(|entry| entry.weight *= scale);
}
