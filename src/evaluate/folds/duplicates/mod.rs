//! Near-copies: texts that share most of their runs of four words, or all words but one or two.
//!
//! Two texts are near-copies where the Jaccard similarity |A ∩ B| / |A ∪ B| of their sets of 4-word shingles reaches
//! a threshold (Broder 1997, "On the resemblance and containment of documents"). Case, punctuation and line breaks do
//! not count. Each text keeps the 128 smallest hashes of its shingles (a bottom-k sketch): up to 128 shingles the
//! similarity is exact, beyond that its standard error is at most 0.045, and 0.032 at 0.85.
//!
//! Not every pair is looked at. A pair is a candidate if it shares one of the eight smallest hashes of both, which a
//! pair of similarity s fails with probability (1 − s)⁸: 3 · 10⁻⁷ at 0.85, 7 · 10⁻⁴ at 0.6. Where many texts share a
//! hash (the opening formula of a bill), they are sorted by the hashes that follow it, which brings near-copies next
//! to each other, and each is compared with the few before it only. So time is near-linear whatever the texts.
//!
//! A changed word changes four runs, of a headline most of them: texts of up to 100 words are compared word by word too.
//! Words that few texts have count more there, so that what all bills say makes no copies of them.

mod short;
mod sketch;

use rayon::prelude::*;

use short::WordSets;
pub(crate) use sketch::Sketch;
use sketch::word_hashes;

/// The smallest hashes under which a text is filed.
const N_KEYS: usize = 8;

/// The neighbours that a text is compared with under each key.
const N_NEIGHBOURS: usize = 4;

/// Which documents belong together: a disjoint-set forest.
#[derive(Clone, Debug, Default)]
pub struct Clusters {
    parent: Vec<u32>,
}

impl Clusters {
    /// Each of `n_documents` by itself.
    ///
    /// # Panics
    /// If there are more than 2³² documents.
    pub fn apart(n_documents: usize) -> Self {
        let n = u32::try_from(n_documents).expect("fewer than 2^32 documents are read");
        Self { parent: (0..n).collect() }
    }

    /// The clusters of texts that are near-copies of each other, or linked by near-copies in between.
    ///
    /// `threshold` is the smallest similarity of near-copies, above 0 and up to 1; it also says how many words of a
    /// short text may be others. Equal texts are always together; texts without words are near-copies of nothing else.
    pub fn of<T: AsRef<str> + Sync>(texts: &[T], threshold: f64) -> Self {
        let of_text = |text: &T| {
            let words = word_hashes(text.as_ref());
            (Sketch::of_words(&words), short::words(&words))
        };
        let (sketches, sets): (Vec<Sketch>, Vec<_>) = texts.par_iter().map(of_text).unzip();
        let mut clusters = Self::of_sketches(&sketches, threshold);
        let mut short = Self::apart(texts.len());
        WordSets::new(sets, threshold).join_near_copies(&mut short);
        clusters.join_all(short.without_templates());
        clusters.join_wordless(texts, &sketches);
        clusters
    }

    /// The same for texts of which only the sketches are at hand; one without words stays by itself.
    pub(crate) fn of_sketches(sketches: &[Sketch], threshold: f64) -> Self {
        let mut clusters = Self::apart(sketches.len());
        let filed = file(sketches);
        for (place, &(document, key)) in filed.iter().enumerate() {
            for &(other, other_key) in filed[place.saturating_sub(N_NEIGHBOURS)..place].iter().rev() {
                let (a, b) = (&sketches[document as usize], &sketches[other as usize]);
                if a.hashes[key as usize] != b.hashes[other_key as usize] {
                    break;
                }
                let (document, other) = (document as usize, other as usize);
                if clusters.cluster(document) != clusters.cluster(other) && a.similarity(b) >= threshold {
                    clusters.join(document, other);
                }
            }
        }
        clusters
    }

    /// The cluster of a document: the number of its first document, the same for all that belong together.
    pub fn cluster(&mut self, document: usize) -> usize {
        let mut at = document;
        while self.parent[at] as usize != at {
            // Path halving: each look-up shortens the way for the next.
            self.parent[at] = self.parent[self.parent[at] as usize];
            at = self.parent[at] as usize;
        }
        at
    }

    /// Puts the clusters of two documents together.
    pub fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.cluster(a), self.cluster(b));
        self.parent[a.max(b)] = a.min(b) as u32;
    }

    /// The same without clusters of more than a tenth of the documents, and more than 64: texts made by one template
    /// are linked from one to the next through their changing words, and no copies.
    fn without_templates(mut self) -> Self {
        let most = (self.parent.len() / 10).max(64);
        let of_document: Vec<usize> = (0..self.parent.len()).map(|document| self.cluster(document)).collect();
        let mut sizes = vec![0; of_document.len()];
        of_document.iter().for_each(|&cluster| sizes[cluster] += 1);
        for (document, &cluster) in of_document.iter().enumerate() {
            self.parent[document] = if sizes[cluster] > most { document as u32 } else { cluster as u32 };
        }
        self
    }

    /// Joins what is together in `others`.
    fn join_all(&mut self, mut others: Self) {
        (0..self.parent.len()).for_each(|document| self.join(document, others.cluster(document)));
    }

    /// The number of clusters.
    pub fn count(&self) -> usize {
        self.parent.iter().zip(0..).filter(|&(&parent, document)| parent == document).count()
    }

    /// Joins equal texts that have no shingle to be found by.
    fn join_wordless<T: AsRef<str>>(&mut self, texts: &[T], sketches: &[Sketch]) {
        let mut wordless: Vec<usize> = (0..texts.len()).filter(|&d| sketches[d].hashes.is_empty()).collect();
        wordless.sort_by_key(|&document| texts[document].as_ref());
        for pair in wordless.windows(2) {
            if texts[pair[0]].as_ref() == texts[pair[1]].as_ref() {
                self.join(pair[0], pair[1]);
            }
        }
    }
}

/// Each text under each of its keys, as (document, place of the key), so that similar texts are neighbours.
fn file(sketches: &[Sketch]) -> Vec<(u32, u8)> {
    let mut filed: Vec<(u32, u8)> = (0..)
        .zip(sketches)
        .flat_map(|(document, sketch)| {
            (0..sketch.hashes.len().min(N_KEYS) as u8).map(move |key| (document, key))
        })
        .collect();
    let hashes = |(document, key): (u32, u8)| &sketches[document as usize].hashes[key as usize..];
    // What the keys leave equal is set by the whole sketch, never by the order of the documents.
    let whole = |entry: (u32, u8)| &sketches[entry.0 as usize].hashes;
    filed.par_sort_by(|&a, &b| hashes(a).cmp(hashes(b)).then_with(|| whole(a).cmp(whole(b))));
    filed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Rng;

    /// `n` words that are random for each seed.
    fn words(seed: u64, n: usize) -> Vec<String> {
        let mut rng = Rng::new(seed);
        (0..n).map(|_| format!("word{}", rng.below(20_000))).collect()
    }

    fn clusters(texts: &[&str], threshold: f64) -> Vec<usize> {
        let mut clusters = Clusters::of(texts, threshold);
        (0..texts.len()).map(|document| clusters.cluster(document)).collect()
    }

    #[test]
    fn case_punctuation_and_line_breaks_do_not_make_a_difference() {
        let texts = [
            "The House passed the farm bill.",
            "the house PASSED\nthe farm bill",
            "Another text of six words",
        ];
        assert_eq!(clusters(&texts, 1.0), [0, 0, 2]);
    }

    #[test]
    fn short_texts_are_compared_whole() {
        assert_eq!(clusters(&["farm bill", "Farm bill!", "tax bill", "", " ", ""], 0.85), [0, 0, 2, 3, 4, 3]);
    }

    #[test]
    fn near_copies_are_found_among_texts_with_the_same_opening() {
        let opening = words(0, 60).join(" ");
        let texts: Vec<String> = (0..600)
            .map(|n| {
                let mut own = words(1 + n % 300, 200);
                // The second copy differs in one word: 4 of about 257 shingles.
                own[100 + (n / 300) as usize] = "changed".to_owned();
                format!("{opening} {}", own.join(" "))
            })
            .collect();
        let mut clusters = Clusters::of(&texts, 0.85);
        assert_eq!(clusters.count(), 300);
        assert!((0..300).all(|n| clusters.cluster(n + 300) == n));
    }

    #[test]
    fn joining_keeps_the_first_document_as_the_name() {
        let mut clusters = Clusters::apart(5);
        clusters.join(4, 2);
        clusters.join(2, 1);
        clusters.join(1, 4);
        assert_eq!((clusters.cluster(4), clusters.cluster(3), clusters.count()), (1, 3, 3));
    }

    #[test]
    fn texts_of_one_template_are_no_copies() {
        let count = |width: usize| {
            let text =
                |n: usize| format!("Senator Name{} spoke on topic{} on the floor", n / width, n % width);
            Clusters::of(&(0..width * width).map(text).collect::<Vec<_>>(), 0.85).count()
        };
        assert_eq!(count(30), 900);
        assert_eq!(count(8), 1, "too few to tell");
    }
}
