//! Terms for people to read.

use std::borrow::Cow;

use super::printable;

/// A term for a person: stems as they are, and characters with what they leave out of their word, `tax…`, `…ax…` or
/// `…ion`, as letters.
pub(crate) fn readable_term(term: &str) -> Cow<'_, str> {
    let Some(chars) = term.strip_prefix('[').and_then(|term| term.strip_suffix(']')) else {
        return printable(term);
    };
    let before = if chars.starts_with(' ') { "" } else { "…" };
    let after = if chars.ends_with(' ') { "" } else { "…" };
    format!("letters {before}{}{after}", printable(chars.trim_matches(' '))).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_say_where_in_a_word_they_stand() {
        let read = ["tax bill", "[ tax]", "[ax,]", "[ion ]", "[ i ]"].map(readable_term);
        assert_eq!(read, ["tax bill", "letters tax…", "letters …ax,…", "letters …ion", "letters i"]);
    }
}
