//! Sets of short words, found by one number a word.

/// The longest word of a set, in bytes.
const MAX_LEN: usize = 16;

/// A set of words, as sorted keys; made by [`words`].
pub(super) type Words = &'static [u128];

/// The keys of a list of words, sorted.
pub(super) const fn words<const N: usize>(list: [&str; N]) -> [u128; N] {
    let mut keys = [0; N];
    let mut n = 0;
    while n < N {
        let key = match key(list[n]) {
            Some(key) => key,
            None => panic!("a word is longer than 16 bytes"),
        };
        let mut at = n;
        while at > 0 && keys[at - 1] > key {
            keys[at] = keys[at - 1];
            at -= 1;
        }
        keys[at] = key;
        n += 1;
    }
    keys
}

/// Whether `set` has `word`; the case of ASCII letters does not matter.
pub(super) fn contains(set: Words, word: &str) -> bool {
    key(word).is_some_and(|key| set.binary_search(&key).is_ok())
}

/// The bytes of `word`, in lower case, as a number; `None` where they are too many for it.
pub(super) const fn key(word: &str) -> Option<u128> {
    let bytes = word.as_bytes();
    if bytes.len() > MAX_LEN {
        return None;
    }
    let mut key = 0;
    let mut at = 0;
    while at < bytes.len() {
        key = key << 8 | bytes[at].to_ascii_lowercase() as u128;
        at += 1;
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SET: Words = &words(["sept", "gov", "a.m"]);

    #[test]
    fn words_are_found_in_any_case() {
        assert!(contains(SET, "Gov") && contains(SET, "SEPT") && contains(SET, "a.m"));
    }

    #[test]
    fn other_words_are_not_found() {
        assert!(!contains(SET, "") && !contains(SET, "govern") && !contains(SET, &"gov".repeat(9)));
    }
}
