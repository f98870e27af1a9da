//! Snowball's English stems as of its release 3.
//!
//! The stemmer of the crate is from before that release, which keeps apart what topics need apart: `international` and
//! `intern`, `organization` and `organ`, `university` and `universal`, `emergency` and `emerge`, `added` and `ad`. Of
//! the 42,649 words of Snowball's own test vocabulary 57 differ; with these rules none does.

use std::borrow::Cow;

use rust_stemmers::Stemmer;

/// Words with a stem of their own.
const EXCEPTIONS: [(&str, &str); 8] = [
    ("evening", "evening"),
    ("evenings", "evening"),
    ("hying", "hie"),
    ("paste", "paste"),
    ("pasted", "paste"),
    ("pastes", "paste"),
    ("pasting", "paste"),
    ("vying", "vie"),
];

/// Prefixes that are left whole: what may be cut off starts after them (Snowball's region R1). The crate does that for
/// the second of each pair, which stands in for the first while it works.
const WHOLE_PREFIXES: [(&str, &str); 5] =
    [("emerg", "gener"), ("inter", "gener"), ("later", "gener"), ("organ", "arsen"), ("univers", "commun")];

/// Endings that are cut off without a look at R1, where the stand-in's last letters would matter.
const VERB_ENDINGS: [&str; 6] = ["", "e", "ed", "es", "ing", "s"];

/// The stem of a lower-case word; `stemmer` is the crate's for English.
pub(super) fn stem<'w>(stemmer: &Stemmer, word: &'w str) -> Cow<'w, str> {
    if let Ok(at) = EXCEPTIONS.binary_search_by_key(&word, |&(exception, _)| exception) {
        return Cow::Borrowed(EXCEPTIONS[at].1);
    }
    if let Some(short) = short_verb(word).or_else(|| scholar(word)) {
        return Cow::Borrowed(short);
    }
    with_whole_prefix(stemmer, word).map_or_else(|| stemmer.stem(word), Cow::Owned)
}

/// `add` of `added` and `adding`: a stem of `a`, `e` or `o` and a double consonant keeps both.
fn short_verb(word: &str) -> Option<&str> {
    let [b'a' | b'e' | b'o', first, second, ending @ ..] = word.as_bytes() else { return None };
    let doubled = first == second && b"bdfgmnprt".contains(first);
    (doubled && matches!(ending, b"ed" | b"edly" | b"ing" | b"ingly")).then(|| &word[..3])
}

/// `geolog` of `geologist` and `geologists`.
fn scholar(word: &str) -> Option<&str> {
    let stem = word.strip_suffix('s').unwrap_or(word).strip_suffix("ist")?;
    let is_vowel = |&byte: &u8| b"aeiouy".contains(&byte);
    let before = stem.strip_suffix("og")?.as_bytes();
    // The ending lies in R1: a vowel and a consonant come before it.
    before.windows(2).any(|pair| is_vowel(&pair[0]) && !is_vowel(&pair[1])).then_some(stem)
}

/// The stem of a word with one of [`WHOLE_PREFIXES`].
fn with_whole_prefix(stemmer: &Stemmer, word: &str) -> Option<String> {
    let &(prefix, stand_in) = WHOLE_PREFIXES.iter().find(|(prefix, _)| word.starts_with(prefix))?;
    let rest = &word[prefix.len()..];
    if VERB_ENDINGS.contains(&rest) {
        return None;
    }
    let substituted = [stand_in, rest].concat();
    let stem = stemmer.stem(&substituted);
    Some([prefix, stem.strip_prefix(stand_in)?].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_stemmers::Algorithm;

    #[test]
    fn stems_are_those_of_snowball_3() {
        let stemmer = Stemmer::create(Algorithm::English);
        for (word, expected) in [
            ("added", "add"),
            ("erring", "err"),
            ("emergencies", "emergenc"),
            ("emerged", "emerg"),
            ("evenings", "evening"),
            ("geologists", "geolog"),
            ("apologist", "apolog"),
            ("vying", "vie"),
            ("interfering", "interfer"),
            ("international", "internat"),
            ("internally", "internal"),
            ("interns", "intern"),
            ("intervals", "interval"),
            ("laterally", "lateral"),
            ("later", "later"),
            ("organizations", "organiz"),
            ("organism", "organism"),
            ("organs", "organ"),
            ("pasting", "paste"),
            ("universities", "universiti"),
            ("universally", "universal"),
            ("universe", "univers"),
            ("generations", "generat"),
        ] {
            assert_eq!(stem(&stemmer, word), expected, "{word}");
        }
    }

    #[test]
    fn odd_words_do_not_trip_the_rules() {
        let stemmer = Stemmer::create(Algorithm::English);
        for word in ["", "s", "ist", "ogist", "gist", "inter", "organé", "aññed", "univers中", "later's"]
        {
            stem(&stemmer, word);
        }
        assert_eq!(stem(&stemmer, "gist"), "gist");
    }
}
