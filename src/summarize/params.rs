//! What a summary should be like: method, budget, redundancy.

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, Result};

/// How sentences are ranked. Written in lower case: `auto`, `news`, `lead`, …
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// [`TfIdf`](Self::TfIdf) for a text in numbered clauses such as a bill, else [`News`](Self::News).
    #[default]
    Auto,
    /// What the rest of the text goes on about, and early in it.
    News,
    /// The first sentences.
    Lead,
    /// Nearness to the document's TF-IDF centroid, and early in it.
    TfIdf,
    /// What all other sentences are about, wherever it stands.
    Central,
    /// Continuous LexRank (Erkan & Radev 2004).
    LexRank,
    /// TextRank (Mihalcea & Tarau 2004).
    TextRank,
    /// Like `Auto`, but the sentences together say the label that the caller gives [`Evidence`](super::Evidence) for.
    Topic,
}

/// The methods by name.
const METHODS: [(&str, Method); 8] = [
    ("auto", Method::Auto),
    ("news", Method::News),
    ("lead", Method::Lead),
    ("tfidf", Method::TfIdf),
    ("central", Method::Central),
    ("lexrank", Method::LexRank),
    ("textrank", Method::TextRank),
    ("topic", Method::Topic),
];

impl FromStr for Method {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        METHODS.iter().find(|(known, _)| *known == name).map(|(_, method)| *method).ok_or_else(|| {
            Error::usage(
                format!("no summary method {name:?}"),
                format!("choose one of: {}", METHODS.map(|(name, _)| name).join(", ")),
            )
        })
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = METHODS.iter().find(|(_, method)| method == self).map_or("", |(name, _)| *name);
        f.pad(name)
    }
}

/// How long a summary may be. It is never longer, and never shorter for want of trying.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Budget {
    /// So many sentences, or all where there are fewer; of equal ones the first.
    Sentences(usize),
    /// So many words, parted by white space.
    Words(usize),
    /// So many characters (code points), counting one between two sentences.
    Chars(usize),
    /// This share of the body's sentences, over 0 up to 1, rounded up.
    Ratio(f64),
}

/// What a summary should be like.
#[derive(Clone, Debug, PartialEq)]
pub struct SummaryParams {
    /// How sentences are ranked. Default [`Method::Auto`].
    pub method: Method,
    /// How long the summary may be. Default: 3 sentences.
    pub budget: Budget,
    /// The largest cosine (0..=1) of a sentence with one that was chosen before it.
    ///
    /// Sentences beyond it are taken only where there are no others. 1 lets everything but a repetition through.
    /// Default: 0.5 in news; 1 for `lead`; 0.3 for the other methods, which a text with many like clauses needs.
    pub redundancy: Option<f32>,
    /// The weight (0..=1) of the topic beside the method's own score, where there is one. Default 0.8: the summary says
    /// the topic unless no sentence does.
    pub topic_weight: f32,
}

impl Default for SummaryParams {
    fn default() -> Self {
        Self { method: Method::Auto, budget: Budget::Sentences(3), redundancy: None, topic_weight: 0.8 }
    }
}

impl SummaryParams {
    /// The bound on redundancy for the method that ranked the sentences.
    pub(crate) fn redundancy_of(&self, method: Method) -> f32 {
        self.redundancy.unwrap_or(usual_redundancy(method))
    }

    /// Checks every value.
    ///
    /// # Errors
    /// [`Usage`](crate::error::ErrorKind::Usage) for a budget of nothing or a value outside its range.
    pub(crate) fn check(&self) -> Result<()> {
        let share = |name: &str, value: f32| match (0.0..=1.0).contains(&value) {
            true => Ok(()),
            false => Err(Error::usage(format!("{name} is {value}; it must lie in 0..=1"), None)),
        };
        share("redundancy", self.redundancy.unwrap_or(0.0))?;
        share("topic weight", self.topic_weight)?;
        match self.budget {
            Budget::Sentences(0) | Budget::Words(0) | Budget::Chars(0) => {
                Err(Error::usage("a summary of 0 holds nothing", "ask for 1 or more".to_owned()))
            }
            Budget::Ratio(ratio) if !(ratio > 0.0 && ratio <= 1.0) => {
                Err(Error::usage(format!("ratio is {ratio}; it must lie over 0, up to 1"), None))
            }
            _ => Ok(()),
        }
    }
}

/// The bound on redundancy by which a method is at its best.
pub(crate) fn usual_redundancy(method: Method) -> f32 {
    match method {
        Method::Lead => 1.0,
        Method::News => 0.5,
        _ => 0.3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_method_reads_back_from_its_name() {
        for (name, method) in METHODS {
            assert_eq!(name.parse::<Method>().unwrap(), method);
            assert_eq!(method.to_string(), name);
        }
    }

    #[test]
    fn an_unknown_method_names_the_known_ones() {
        let error = "luhn".parse::<Method>().err().unwrap();
        assert!(error.help().unwrap().contains("auto, news, lead"));
    }

    #[test]
    fn values_out_of_range_are_refused() {
        for params in [
            SummaryParams { redundancy: Some(1.5), ..Default::default() },
            SummaryParams { topic_weight: f32::NAN, ..Default::default() },
            SummaryParams { budget: Budget::Sentences(0), ..Default::default() },
            SummaryParams { budget: Budget::Ratio(0.0), ..Default::default() },
            SummaryParams { budget: Budget::Ratio(f64::NAN), ..Default::default() },
        ] {
            assert!(params.check().is_err(), "{params:?}");
        }
        assert!(SummaryParams::default().check().is_ok());
    }
}
