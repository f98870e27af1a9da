//! ROUGE's own notion of a word, apart from [`crate::text::tokenize`]'s.

use std::collections::HashMap;

use super::stem::stem;

/// The longest word, in bytes, that is not stemmed.
const MAX_UNSTEMMED_BYTES: usize = 3;

/// Numbers words in order of first sight.
pub(crate) struct Words {
    use_stemmer: bool,
    ids: HashMap<String, u32>,
}

/// The words of a text, line by line.
#[derive(Default)]
pub(crate) struct Lines {
    words: Vec<u32>,
    ends: Vec<usize>,
}

impl Lines {
    /// All words, over the line ends.
    pub(crate) fn words(&self) -> &[u32] {
        &self.words
    }

    /// The words of each line.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u32]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.words[start..*end])
    }
}

impl Words {
    /// No words yet.
    pub(crate) fn new(use_stemmer: bool) -> Self {
        Self { use_stemmer, ids: HashMap::new() }
    }

    /// How many distinct words there have been.
    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    /// The words of `text` by lines; lines without a word are left out.
    pub(crate) fn lines(&mut self, text: &str) -> Lines {
        let mut out = Lines::default();
        let mut word = String::new();
        for line in text.split('\n') {
            // Some capitals outside ASCII have lower-case forms within it, such as the Kelvin sign.
            for c in line.chars().flat_map(char::to_lowercase) {
                if c.is_ascii_alphanumeric() {
                    word.push(c);
                } else {
                    self.push(&mut word, &mut out);
                }
            }
            self.push(&mut word, &mut out);
            if out.words.len() > out.ends.last().copied().unwrap_or(0) {
                out.ends.push(out.words.len());
            }
        }
        out
    }

    /// Moves `word`, if there is one, into `out`.
    fn push(&mut self, word: &mut String, out: &mut Lines) {
        if word.is_empty() {
            return;
        }
        if self.use_stemmer && word.len() > MAX_UNSTEMMED_BYTES {
            stem(word);
        }
        let id = match self.ids.get(word.as_str()) {
            Some(id) => *id,
            None => {
                let id = u32::try_from(self.ids.len()).expect("fewer distinct words than bytes in 4 GB");
                self.ids.insert(word.clone(), id);
                id
            }
        };
        out.words.push(id);
        word.clear();
    }
}
