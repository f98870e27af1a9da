//! Terms: tokens lower-cased, stemmed, without stop words.

mod english;

use std::borrow::Cow;

use rust_stemmers::{Algorithm, Stemmer};
use serde::{Deserialize, Serialize};

use super::Span;
use super::tokenize::for_each_token;
use crate::error::{Error, Result};

/// The languages that there is a stemmer for, by name.
const LANGUAGES: [(&str, Algorithm); 18] = [
    ("arabic", Algorithm::Arabic),
    ("danish", Algorithm::Danish),
    ("dutch", Algorithm::Dutch),
    ("english", Algorithm::English),
    ("finnish", Algorithm::Finnish),
    ("french", Algorithm::French),
    ("german", Algorithm::German),
    ("greek", Algorithm::Greek),
    ("hungarian", Algorithm::Hungarian),
    ("italian", Algorithm::Italian),
    ("norwegian", Algorithm::Norwegian),
    ("portuguese", Algorithm::Portuguese),
    ("romanian", Algorithm::Romanian),
    ("russian", Algorithm::Russian),
    ("spanish", Algorithm::Spanish),
    ("swedish", Algorithm::Swedish),
    ("tamil", Algorithm::Tamil),
    ("turkish", Algorithm::Turkish),
];

/// How tokens become terms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnalyzerParams {
    /// The Snowball stemmer's language, or `none`. Default `english`.
    pub stemmer: String,
    /// Words that are no terms, lower-case, sorted. Default: none.
    pub stop_words: Vec<String>,
}

impl Default for AnalyzerParams {
    fn default() -> Self {
        Self { stemmer: "english".to_owned(), stop_words: Vec::new() }
    }
}

/// Turns text into terms: lower-cased, stop words out, stemmed.
pub struct Analyzer {
    stemmer: Option<Stemmer>,
    is_english: bool,
    stop_words: Vec<String>,
}

impl Analyzer {
    /// The analyzer that `params` describe.
    ///
    /// # Errors
    /// [`Usage`](crate::error::ErrorKind::Usage) where there is no stemmer for the language.
    pub fn new(params: &AnalyzerParams) -> Result<Self> {
        let mut stop_words = params.stop_words.clone();
        stop_words.sort_unstable();
        Ok(Self { stemmer: stemmer(&params.stemmer)?, is_english: params.stemmer == "english", stop_words })
    }

    /// The term of a token, or `None` for a stop word.
    pub fn term<'t>(&self, token: &'t str) -> Option<Cow<'t, str>> {
        let lower = if token.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
            Cow::Borrowed(token)
        } else {
            Cow::Owned(token.to_lowercase())
        };
        if self.stop_words.binary_search_by(|word| word.as_str().cmp(&lower)).is_ok() {
            return None;
        }
        let Some(stemmer) = &self.stemmer else { return Some(lower) };
        let stem = if self.is_english { english::stem(stemmer, &lower) } else { stemmer.stem(&lower) };
        match stem {
            Cow::Borrowed(stem) if stem == lower => Some(lower),
            stem => Some(Cow::Owned(stem.into_owned())),
        }
    }

    /// Calls `f` with every term of `text` and the span of its token, in order; stop words are left out.
    pub fn for_each_term(&self, text: &str, mut f: impl FnMut(&str, Span)) {
        for_each_token(text, |token, span| {
            if let Some(term) = self.term(token) {
                f(&term, span);
            }
        });
    }
}

/// The stemmer of a language; `none` gives none.
fn stemmer(language: &str) -> Result<Option<Stemmer>> {
    if language == "none" {
        return Ok(None);
    }
    match LANGUAGES.iter().find(|(name, _)| *name == language) {
        Some((_, algorithm)) => Ok(Some(Stemmer::create(*algorithm))),
        None => Err(Error::usage(
            format!("no stemmer for the language {language:?}"),
            format!("choose one of: none, {}", LANGUAGES.map(|(name, _)| name).join(", ")),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str, params: &AnalyzerParams) -> Vec<String> {
        let mut out = Vec::new();
        Analyzer::new(params).unwrap().for_each_term(text, |term, _| out.push(term.to_owned()));
        out
    }

    #[test]
    fn tokens_are_lower_cased_and_stemmed() {
        assert_eq!(terms("Running SENATORS vote", &AnalyzerParams::default()), ["run", "senat", "vote"]);
    }

    #[test]
    fn stop_words_are_left_out_before_stemming() {
        let params = AnalyzerParams { stop_words: vec!["the".into(), "having".into()], ..Default::default() };
        assert_eq!(terms("The House having voted", &params), ["hous", "vote"]);
    }

    #[test]
    fn an_unknown_language_names_the_known_ones() {
        let params = AnalyzerParams { stemmer: "klingon".into(), ..Default::default() };
        let error = Analyzer::new(&params).err().unwrap();
        assert!(error.to_string().contains("\"klingon\""));
        assert!(error.help().unwrap().contains("none, arabic"));
    }
}
