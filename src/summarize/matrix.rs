//! The sentences of one document as rows of terms.

use std::mem;

use super::string_map::{Key, StringMap};
use crate::text::Span;
use crate::text::stem::Analyzer;
use crate::text::tokenize::{for_each_token, for_each_token_in};

/// Stands in [`TermMatrix::forms`] for the stem of a form that is a stop word.
const STOP: u32 = u32::MAX;

/// Stands there for a stop word by which a speaker names themselves or the listener.
const SPEAKER: u32 = u32::MAX - 1;

/// Those words, but "I" and "us": the one is no token, the other a country too.
const SPEAKERS: [&str; 10] = ["me", "mine", "my", "myself", "our", "ours", "ourselves", "we", "you", "your"];

/// Tokens that are looked up one right after the other, so that the processor waits for memory once for several.
const KEYS_AT_A_TIME: usize = 64;

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
    /// Tokens to be looked up.
    keys: Vec<Key>,
    /// Where each row ends in `entries`.
    ends: Vec<u32>,
    entries: Vec<Entry>,
    n_tokens: Vec<u32>,
    speaks: Vec<bool>,
    /// The terms in order of first sight, with room for those to come.
    terms: Vec<Term>,
    n_terms: u32,
    /// The inverse sentence frequency for each number of sentences, after [`TermMatrix::weigh`].
    isf: Vec<f32>,
}

/// A term of a document.
#[derive(Clone, Copy, Debug, Default)]
struct Term {
    /// One past its newest place in the entries, from 1; 0 before the first.
    newest: u32,
    /// The number of sentences that hold it.
    frequency: u32,
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
        self.terms.clear();
        self.n_terms = 0;
    }

    /// Adds the sentence at `span` of `text`.
    pub(crate) fn push_row(&mut self, text: &str, span: Span, analyzer: &Analyzer) {
        let start = self.entries.len() as u32;
        let mut n_tokens = 0;
        let mut speaks = false;
        for_each_token_in(text, span, |token| {
            self.keys.push(Key::at(token, text));
            n_tokens += 1;
            if self.keys.len() == KEYS_AT_A_TIME {
                speaks |= self.count_keys(text, start, analyzer);
            }
        });
        speaks |= self.count_keys(text, start, analyzer);
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
        self.n_terms as usize
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
        let terms = &self.terms[..self.n_terms as usize];
        let most = terms.iter().map(|term| term.frequency).max().unwrap_or(0);
        self.isf.clear();
        self.isf.extend((0..=most).map(|sf| ((n + 1.0) / (0.5 + sf as f32)).ln()));
        let mut start = 0;
        for end in &self.ends {
            let row = &mut self.entries[start..*end as usize];
            let mut squares = 0.0;
            for entry in row.iter_mut() {
                entry.weight *= self.isf[terms[entry.term as usize].frequency as usize];
                squares += entry.weight * entry.weight;
            }
            scale_to_one(row, squares);
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
            let stem = self.stem(text, Key::at(token, text), analyzer) as usize;
            let Some((document, term)) = self.term_of.get(stem).copied() else { return };
            if document == self.document && dense[term as usize] == 0.0 {
                dense[term as usize] = 1.0;
                row.push(Entry { term, weight: self.isf[self.terms[term as usize].frequency as usize] });
            }
        });
        row.iter().for_each(|entry| dense[entry.term as usize] = 0.0);
        let squares = row.iter().map(|entry| entry.weight * entry.weight).sum();
        scale_to_one(row, squares);
    }

    /// The stem of a token, or [`STOP`] or [`SPEAKER`].
    #[inline]
    fn stem(&mut self, text: &str, token: Key, analyzer: &Analyzer) -> u32 {
        self.forms.find(text, token).unwrap_or_else(|slot| self.add_form(slot, text, token, analyzer))
    }

    /// The same for a form that was not seen before.
    #[cold]
    fn add_form(&mut self, slot: usize, text: &str, token: Key, analyzer: &Analyzer) -> u32 {
        let form = token.span.of(text);
        let stem = match analyzer.term(form) {
            Some(stem) => {
                let key = Key::all(&stem);
                self.stems.find(&stem, key).unwrap_or_else(|slot| {
                    let next = self.stems.len() as u32;
                    self.stems.insert(slot, &stem, key, next);
                    next
                })
            }
            None if SPEAKERS.iter().any(|word| form.eq_ignore_ascii_case(word)) => SPEAKER,
            None => STOP,
        };
        self.forms.insert(slot, text, token, stem);
        stem
    }

    /// Counts the keys in the row that begins at `start` and forgets them; whether one is a [`SPEAKER`].
    fn count_keys(&mut self, text: &str, start: u32, analyzer: &Analyzer) -> bool {
        let mut speaks = false;
        let mut found = [STOP; KEYS_AT_A_TIME];
        let mut n_found = 0;
        let mut keys = mem::take(&mut self.keys);
        // Without a branch, here and below: which words are stop words, or new, cannot be foretold.
        for key in &keys {
            let stem = self.stem(text, *key, analyzer);
            found[n_found] = stem;
            n_found += usize::from(stem < SPEAKER);
            speaks |= stem == SPEAKER;
        }
        keys.clear();
        self.keys = keys;
        self.term_of.resize(self.stems.len(), (0, 0));
        self.terms.resize(self.n_terms as usize + KEYS_AT_A_TIME, Term::default());
        for stem in &found[..n_found] {
            self.count(*stem, start);
        }
        speaks
    }

    /// Counts a stem in the row that begins at `start`.
    #[inline]
    fn count(&mut self, stem: u32, start: u32) {
        let (document, term) = self.term_of[stem as usize];
        let is_new = document != self.document;
        let number = if is_new { self.n_terms } else { term };
        self.n_terms += u32::from(is_new);
        self.term_of[stem as usize] = (self.document, number);
        let term = &mut self.terms[number as usize];
        if term.newest > start {
            self.entries[term.newest as usize - 1].weight += 1.0;
            return;
        }
        self.entries.push(Entry { term: number, weight: 1.0 });
        term.newest = self.entries.len() as u32;
        term.frequency += 1;
    }
}

/// Scales a row whose squares have this sum to Euclidean length 1; one of zeros stays.
fn scale_to_one(row: &mut [Entry], squares: f32) {
    let scale = if squares > 0.0 { squares.sqrt().recip() } else { 0.0 };
    row.iter_mut().for_each(|entry| entry.weight *= scale);
}
