//! All terms: which words and n-grams are features, and the tables that find them.

use std::borrow::Cow;

use super::Layout;
use super::bytes::Bytes;
use super::chars::{self, CharLookup, MAX_CHARS};
use super::hash::{hash_bytes, hash_pair};
use super::strings::Strings;
use super::table::{LARGEST_VALUE, Slots, Table};
use super::unseen::UnseenForms;
use crate::text::Span;
use crate::text::stem::Analyzer;
use crate::text::tokenize::for_each_token;

/// The longest n-gram.
pub const MAX_NGRAM: usize = 5;

/// Where the last words start is kept by their numbers in the text, modulo this.
const STARTS: usize = MAX_NGRAM.next_power_of_two();

/// Tokens that are looked up together. The tables of a large model do not fit the caches; slots that are asked for one
/// right after the other, before any of them decides a branch, come at once.
const TOGETHER: usize = 16;

/// The node of a stop word: left out, and the words beside it are neighbours.
pub(super) const STOP_WORD: u32 = LARGEST_VALUE;
/// The node of a word that is not in the vocabulary, and of the end of a part of a text: no n-gram spans it.
pub(super) const UNKNOWN: u32 = u32::MAX;
/// One more than the number of nodes that a vocabulary may have.
pub(super) const MAX_NODES: usize = LARGEST_VALUE as usize;

/// The terms that training found, as tables that are used in place.
///
/// A *node* is a word or an n-gram. Nodes below `n_features` are features: words and their n-grams, numbered in the
/// order of their terms (the order of `str`), then n-grams of characters in the order of theirs. The other nodes are
/// only steps to longer n-grams. A word is looked up by the form in which it
/// stands in the text; only a form that training did not see is lower-cased, stemmed and looked up again. An n-gram
/// is looked up from the node of all its words but the last, and the last word's node; an n-gram of characters by its
/// text, in the same table.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    pub(super) ngram_range: (usize, usize),
    pub(super) chars: Option<(usize, usize)>,
    pub(super) n_features: usize,
    pub(super) n_nodes: usize,
    pub(super) terms: Strings,
    pub(super) forms: Table,
    pub(super) stems: Table,
    pub(super) ngrams: Table,
}

impl Vocabulary {
    /// The number of features.
    pub fn n_features(&self) -> usize {
        self.n_features
    }

    /// The number of features that are words and their n-grams. Those of characters follow: their terms start with a
    /// bracket, and no word does.
    pub fn n_word_features(&self) -> usize {
        let (mut low, mut high) = (0, self.n_features);
        while low < high {
            let middle = low.midpoint(high);
            if self.term(middle).starts_with('[') { high = middle } else { low = middle + 1 }
        }
        low
    }

    /// The term of a feature: stems, joined by a space; characters stand in brackets, as in `[ tax]`.
    ///
    /// # Panics
    /// If there are not that many features.
    pub fn term(&self, feature: usize) -> Cow<'_, str> {
        self.terms.get(feature)
    }

    /// All terms in the order of their features.
    pub fn terms(&self) -> Vec<Cow<'_, str>> {
        (0..self.n_features).map(|feature| self.term(feature)).collect()
    }

    /// The tables, ready to look up in.
    pub(super) fn lookup<'v>(&'v self, analyzer: &'v Analyzer, unseen: &'v mut UnseenForms) -> Lookup<'v> {
        Lookup {
            analyzer,
            unseen,
            forms: self.forms.slots(),
            stems: self.stems.slots(),
            walk: Walk::new(self.ngrams.slots(), self.ngram_range.1),
            chars: self.chars.map(|range| CharLookup::new(self.ngrams.slots(), range)),
            n_features: self.n_features as u32,
        }
    }

    /// The table of [`Vocabulary`] sections: see `model::format`.
    pub(crate) fn sections(&self) -> [&Bytes; 5] {
        [self.terms.offsets(), self.terms.pool(), self.forms.bytes(), self.stems.bytes(), self.ngrams.bytes()]
    }

    /// The vocabulary of these sections, in the order of [`sections`](Self::sections), or the number of the section
    /// that cannot be used: 1 to 5, or 0 where the numbers are out of range. `verify` looks at every entry.
    pub(crate) fn open(
        (ngram_range, chars): ((usize, usize), Option<(usize, usize)>),
        n_features: usize,
        n_nodes: usize,
        sections: [Bytes; 5],
        layout: Layout,
        verify: bool,
    ) -> Result<Self, usize> {
        let [offsets, pool, forms, stems, ngrams] = sections;
        let chars_fit = chars.is_none_or(|(shortest, longest)| shortest <= longest && longest <= MAX_CHARS);
        let words_fit = (1..=MAX_NGRAM).contains(&ngram_range.1);
        if n_nodes > MAX_NODES || n_features > n_nodes || !words_fit || !chars_fit {
            return Err(0);
        }
        let table = |bytes, section: usize| Table::open(bytes, layout, n_nodes as u32, verify).ok_or(section);
        Ok(Self {
            ngram_range,
            chars,
            n_features,
            n_nodes,
            terms: Strings::open(offsets, pool, layout, n_features, verify).ok_or(1usize)?,
            forms: table(forms, 3)?,
            stems: table(stems, 4)?,
            ngrams: table(ngrams, 5)?,
        })
    }

    /// The number of nodes: features and steps to longer n-grams.
    pub(crate) fn n_nodes(&self) -> usize {
        self.n_nodes
    }
}

/// How many tokens a text had, and how many of them the vocabulary knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TokenCounts {
    /// Tokens that are no stop words.
    pub tokens: usize,
    /// Those whose term is in the vocabulary.
    pub known: usize,
}

/// A vocabulary made ready for one text after another.
pub(super) struct Lookup<'v> {
    analyzer: &'v Analyzer,
    unseen: &'v mut UnseenForms,
    forms: Slots<'v>,
    stems: Slots<'v>,
    walk: Walk<'v>,
    chars: Option<CharLookup<'v>>,
    n_features: u32,
}

impl Lookup<'_> {
    /// Calls `f` with every feature of `text`, and for n-grams of words the place of the last word: how many `counts`
    /// held before it.
    pub(crate) fn for_each_feature(
        &mut self,
        text: &str,
        counts: &mut TokenCounts,
        mut f: impl FnMut(u32, Option<usize>),
    ) {
        self.for_each_word_feature(text, counts, |feature, _, word| f(feature, Some(word)));
        if let Some(chars) = &mut self.chars {
            chars.for_each_feature(text, self.n_features, |feature, _, _| f(feature, None));
        }
    }

    /// Calls `f` with every feature of `text` and its span: from its first word to its last, or its characters.
    pub(crate) fn for_each_occurrence(&mut self, text: &str, mut f: impl FnMut(u32, Span)) {
        self.for_each_word_feature(text, &mut TokenCounts::default(), |feature, span, _| f(feature, span));
        if let Some(chars) = &mut self.chars {
            chars.for_each_feature(text, self.n_features, |feature, word, chars| {
                f(feature, chars::span_of(text, word, &chars));
            });
        }
    }

    fn for_each_word_feature(
        &mut self,
        text: &str,
        counts: &mut TokenCounts,
        mut f: impl FnMut(u32, Span, usize),
    ) {
        self.walk.reset();
        let mut starts = [0; STARTS];
        let mut tokens = [("", Span::new(0, 0)); TOGETHER];
        let mut n = 0;
        for_each_token(text, |token, span| {
            tokens[n] = (token, span);
            n += 1;
            if n == TOGETHER {
                self.look_up(&tokens, &mut starts, counts, &mut f);
                n = 0;
            }
        });
        self.look_up(&tokens[..n], &mut starts, counts, &mut f);
    }

    /// Looks up the next tokens, [`TOGETHER`] at most.
    fn look_up(
        &mut self,
        tokens: &[(&str, Span)],
        starts: &mut [usize; STARTS],
        counts: &mut TokenCounts,
        f: &mut impl FnMut(u32, Span, usize),
    ) {
        let mut hashes = [0; TOGETHER];
        for (hash, (token, _)) in hashes.iter_mut().zip(tokens) {
            *hash = hash_bytes(token.as_bytes());
            self.forms.fetch(*hash);
        }
        // Without the stop words.
        let mut words = [(UNKNOWN, Span::new(0, 0)); TOGETHER];
        let mut n = 0;
        for (&hash, &(token, span)) in hashes.iter().zip(tokens) {
            let node = self.forms.get(hash).unwrap_or_else(|| self.unseen(hash, token));
            words[n] = (node, span);
            n += usize::from(node != STOP_WORD);
        }
        self.walk.fetch(words[..n].iter().map(|&(node, _)| node));
        for &(node, span) in &words[..n] {
            let word = counts.tokens;
            starts[word % STARTS] = span.start;
            counts.tokens += 1;
            counts.known += usize::from(node != UNKNOWN);
            self.walk.push(node, |node, n_words| {
                if node < self.n_features {
                    f(node, Span::new(starts[(word + 1 - n_words) % STARTS], span.end), word);
                }
            });
        }
    }

    /// The node of a form that training did not see, [`STOP_WORD`] or [`UNKNOWN`].
    #[cold]
    fn unseen(&mut self, hash: u64, token: &str) -> u32 {
        self.unseen.node(hash, || match self.analyzer.term(token) {
            None => STOP_WORD,
            Some(stem) => self.stems.get(hash_bytes(stem.as_bytes())).unwrap_or(UNKNOWN),
        })
    }
}

/// Goes from word to word and finds the n-grams that end at each.
pub(super) struct Walk<'v> {
    pairs: Slots<'v>,
    longest: usize,
    /// The node of the n-gram of 1, 2, … words that ends at the last word, or [`UNKNOWN`].
    ending_here: [u32; MAX_NGRAM],
}

impl<'v> Walk<'v> {
    pub(super) fn new(pairs: Slots<'v>, longest: usize) -> Self {
        Self { pairs, longest, ending_here: [UNKNOWN; MAX_NGRAM] }
    }

    /// Starts a new text.
    pub(super) fn reset(&mut self) {
        self.ending_here = [UNKNOWN; MAX_NGRAM];
    }

    /// Brings the slots where the pairs of the next words are looked for into the caches.
    fn fetch(&self, words: impl Iterator<Item = u32>) {
        if self.longest < 2 {
            return;
        }
        let mut left = self.ending_here[0];
        for node in words {
            if left != UNKNOWN && node != UNKNOWN {
                self.pairs.fetch(hash_pair(left, node));
            }
            left = node;
        }
    }

    /// Goes on to the next word; calls `f` with the node and the number of words of every n-gram that ends at it.
    #[inline]
    pub(super) fn push(&mut self, node: u32, mut f: impl FnMut(u32, usize)) {
        if node == UNKNOWN {
            return self.reset();
        }
        for words in (1..self.longest).rev() {
            let left = self.ending_here[words - 1];
            let longer = if left == UNKNOWN { None } else { self.pairs.get(hash_pair(left, node)) };
            self.ending_here[words] = longer.unwrap_or(UNKNOWN);
            if let Some(longer) = longer {
                f(longer, words + 1);
            }
        }
        self.ending_here[0] = node;
        f(node, 1);
    }
}
