//! The Porter stemmer that ROUGE's reference implementation uses.
//!
//! M. F. Porter, "An algorithm for suffix stripping", Program 14 (1980), with the changes that NLTK calls its
//! extensions: a dozen irregular forms, `ies` and `ied` kept as `ie` in four-letter words, `y` to `i` only after a
//! consonant that does not start the word, `alli` tried again after it became `al`, and a two-letter stem of vowel
//! and consonant counted as short. It is not Snowball's `porter` or `english`: they differ on hundreds of words.

/// Forms that the rules get wrong, and their stems, sorted.
const IRREGULAR: [(&str, &str); 16] = [
    ("canning", "canning"),
    ("cannings", "canning"),
    ("dying", "die"),
    ("exceed", "exceed"),
    ("howe", "howe"),
    ("inning", "inning"),
    ("innings", "inning"),
    ("lying", "lie"),
    ("news", "news"),
    ("outing", "outing"),
    ("outings", "outing"),
    ("proceed", "proceed"),
    ("skies", "sky"),
    ("sky", "sky"),
    ("succeed", "succeed"),
    ("tying", "tie"),
];

/// Suffixes of step 2 and what they become after a stem of measure 1 or more; the first that fits counts.
const STEP_2: [(&str, &str); 21] = [
    ("ational", "ate"),
    ("tional", "tion"),
    ("enci", "ence"),
    ("anci", "ance"),
    ("izer", "ize"),
    ("bli", "ble"),
    ("alli", "al"),
    ("entli", "ent"),
    ("eli", "e"),
    ("ousli", "ous"),
    ("ization", "ize"),
    ("ation", "ate"),
    ("ator", "ate"),
    ("alism", "al"),
    ("iveness", "ive"),
    ("fulness", "ful"),
    ("ousness", "ous"),
    ("aliti", "al"),
    ("iviti", "ive"),
    ("biliti", "ble"),
    ("fulli", "ful"),
];

/// Suffixes of step 3, likewise.
const STEP_3: [(&str, &str); 7] = [
    ("icate", "ic"),
    ("ative", ""),
    ("alize", "al"),
    ("iciti", "ic"),
    ("ical", "ic"),
    ("ful", ""),
    ("ness", ""),
];

/// Suffixes of step 4, which go after a stem of measure 2 or more; the first that fits counts.
const STEP_4: [&str; 19] = [
    "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism",
    "ate", "iti", "ous", "ive", "ize",
];

/// Replaces `word`, in lower-case ASCII letters and digits, by its stem.
pub(crate) fn stem(word: &mut String) {
    if let Ok(at) = IRREGULAR.binary_search_by(|(form, _)| (*form).cmp(word)) {
        IRREGULAR[at].1.clone_into(word);
        return;
    }
    if word.len() <= 2 {
        return;
    }
    plurals(word);
    past_and_participle(word);
    final_y(word);
    double_suffixes(word);
    replace_first(word, &STEP_3);
    strip_suffix_of_long_stem(word);
    final_e(word);
    if word.ends_with("ll") && measure(&word.as_bytes()[..word.len() - 1]) > 1 {
        word.pop();
    }
}

/// Step 1a: `sses` to `ss`, `ies` to `i`, `s` away.
fn plurals(word: &mut String) {
    if word.ends_with("sses") || (word.ends_with("ies") && word.len() > 4) {
        word.truncate(word.len() - 2);
    } else if word.ends_with('s') && !word.ends_with("ss") {
        word.pop();
    }
}

/// Step 1b: `ied`, `eed`, `ed`, `ing`.
fn past_and_participle(word: &mut String) {
    if word.ends_with("ied") {
        word.truncate(word.len() - if word.len() == 4 { 1 } else { 2 });
        return;
    }
    if let Some(stem) = word.strip_suffix("eed") {
        if measure(stem.as_bytes()) > 0 {
            word.pop();
        }
        return;
    }
    let Some(stem) = word.strip_suffix("ed").or_else(|| word.strip_suffix("ing")) else { return };
    if !has_vowel(stem.as_bytes()) {
        return;
    }
    word.truncate(stem.len());
    mend_ending(word);
}

/// The end of step 1b: what is left after `ed` or `ing` gets its `e` back or loses a doubled consonant.
fn mend_ending(word: &mut String) {
    if word.ends_with("at") || word.ends_with("bl") || word.ends_with("iz") {
        word.push('e');
    } else if ends_in_double_consonant(word.as_bytes()) {
        if !word.ends_with(['l', 's', 'z']) {
            word.pop();
        }
    } else if measure(word.as_bytes()) == 1 && is_short(word.as_bytes()) {
        word.push('e');
    }
}

/// Step 1c: `y` to `i` after a consonant, unless the consonant is the whole stem.
fn final_y(word: &mut String) {
    if let Some(stem) = word.strip_suffix('y')
        && stem.len() > 1
        && is_consonant(stem.as_bytes(), stem.len() - 1)
    {
        word.pop();
        word.push('i');
    }
}

/// Step 2: double suffixes become single ones.
fn double_suffixes(word: &mut String) {
    if let Some(stem) = word.strip_suffix("alli")
        && measure(stem.as_bytes()) > 0
    {
        word.truncate(word.len() - 2);
    }
    let matched = replace_first(word, &STEP_2);
    // The measure is that of the stem with the `l` of `logi`.
    if !matched && word.ends_with("logi") && measure(&word.as_bytes()[..word.len() - 3]) > 0 {
        word.pop();
    }
}

/// Replaces the first suffix of `rules` that `word` ends in, if the stem has measure 1 or more; whether one fitted.
fn replace_first(word: &mut String, rules: &[(&str, &str)]) -> bool {
    let Some((suffix, replacement)) = rules.iter().find(|(suffix, _)| word.ends_with(suffix)) else {
        return false;
    };
    let stem = word.len() - suffix.len();
    if measure(&word.as_bytes()[..stem]) > 0 {
        word.truncate(stem);
        word.push_str(replacement);
    }
    true
}

/// Step 4: a suffix goes where the stem before it is long.
fn strip_suffix_of_long_stem(word: &mut String) {
    let Some(suffix) = STEP_4.iter().find(|suffix| word.ends_with(**suffix)) else { return };
    let stem = &word[..word.len() - suffix.len()];
    if measure(stem.as_bytes()) > 1 && (*suffix != "ion" || stem.ends_with(['s', 't'])) {
        word.truncate(stem.len());
    }
}

/// Step 5a: a final `e` goes unless the stem is short.
fn final_e(word: &mut String) {
    let Some(stem) = word.strip_suffix('e') else { return };
    let measure = measure(stem.as_bytes());
    if measure > 1 || (measure == 1 && !is_short(stem.as_bytes())) {
        word.pop();
    }
}

/// For each letter, whether it is a consonant: no `aeiou`, and no `y` after a consonant. Digits are consonants.
fn consonants(word: &[u8]) -> impl Iterator<Item = bool> {
    word.iter().scan(false, |previous, byte| {
        *previous = match byte {
            b'a' | b'e' | b'i' | b'o' | b'u' => false,
            b'y' => !*previous,
            _ => true,
        };
        Some(*previous)
    })
}

/// Whether the letter at `at` is a consonant.
fn is_consonant(word: &[u8], at: usize) -> bool {
    consonants(&word[..=at]).last().unwrap_or(false)
}

/// Porter's m: how often a vowel is followed by a consonant.
fn measure(stem: &[u8]) -> usize {
    consonants(stem).zip(consonants(stem).skip(1)).filter(|(first, second)| !first && *second).count()
}

/// Whether there is a vowel.
fn has_vowel(stem: &[u8]) -> bool {
    consonants(stem).any(|consonant| !consonant)
}

/// Whether it ends in the same consonant twice.
fn ends_in_double_consonant(word: &[u8]) -> bool {
    let n = word.len();
    n >= 2 && word[n - 1] == word[n - 2] && is_consonant(word, n - 1)
}

/// Whether it ends in consonant, vowel, consonant other than `wxy`, or is a vowel and a consonant.
fn is_short(stem: &[u8]) -> bool {
    let n = stem.len();
    let ends = |at: usize| !is_consonant(stem, at - 1) && is_consonant(stem, at);
    match n {
        0 | 1 => false,
        2 => ends(1),
        _ => ends(n - 1) && is_consonant(stem, n - 3) && !b"wxy".contains(&stem[n - 1]),
    }
}

#[cfg(test)]
mod tests {
    fn stem(word: &str) -> String {
        let mut word = word.to_owned();
        super::stem(&mut word);
        word
    }

    #[test]
    fn the_paper_s_examples_hold() {
        for (word, expected) in [
            ("caresses", "caress"),
            ("ponies", "poni"),
            ("agreed", "agre"),
            ("hopping", "hop"),
            ("filing", "file"),
            ("relational", "relat"),
            ("triplicate", "triplic"),
            ("adoption", "adopt"),
            ("controlling", "control"),
            ("probate", "probat"),
        ] {
            assert_eq!(stem(word), expected);
        }
    }

    #[test]
    fn the_extensions_hold() {
        for (word, expected) in [
            ("dying", "die"),
            ("dies", "die"),
            ("spied", "spi"),
            ("died", "die"),
            ("enjoy", "enjoy"),
            ("by", "by"),
        ] {
            assert_eq!(stem(word), expected);
        }
    }

    #[test]
    fn a_long_run_of_y_takes_linear_time() {
        let word = "y".repeat(1_000_000);
        assert_eq!(stem(&word).len(), 1_000_000);
    }
}
