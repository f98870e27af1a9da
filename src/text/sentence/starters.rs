//! Words that, written with a capital in running text, most likely start a sentence.

use super::words::{Words, contains, words};

/// Function words and the like: no names.
#[rustfmt::skip]
const STARTERS: Words = &words([
    "a", "about", "according", "accordingly", "across", "additionally", "after", "again", "against", "ago",
    "all", "almost", "along", "already", "also", "although", "always", "am", "among", "an", "and", "another",
    "any", "anyone", "anyway", "apparently", "are", "aren", "around", "as", "at", "back", "based", "because",
    "before", "being", "besides", "between", "beyond", "both", "but", "by", "can", "clearly", "come",
    "consequently", "could", "currently", "despite", "did", "do", "does", "don", "due", "during", "each",
    "earlier", "either", "elsewhere", "especially", "even", "eventually", "ever", "every", "everybody",
    "everyone", "everything", "except", "few", "finally", "first", "five", "following", "for", "formerly",
    "fortunately", "four", "from", "further", "furthermore", "generally", "given", "had", "has", "have",
    "having", "he", "hence", "her", "here", "his", "how", "however", "i", "if", "in", "indeed", "instead",
    "into", "is", "isn", "it", "its", "just", "last", "lastly", "lately", "later", "less", "let", "like",
    "likewise", "many", "maybe", "meanwhile", "more", "moreover", "most", "much", "my", "near", "nearly",
    "neither", "never", "nevertheless", "no", "nobody", "none", "nonetheless", "nor", "not", "nothing", "now",
    "of", "often", "on", "once", "one", "only", "or", "originally", "other", "others", "otherwise", "our",
    "out", "over", "overall", "perhaps", "please", "previously", "rather", "recently", "regardless",
    "separately", "several", "shall", "she", "should", "similarly", "since", "six", "so", "some", "someone",
    "something", "sometimes", "soon", "still", "such", "suddenly", "ten", "than", "thank", "thanks", "that",
    "the", "their", "them", "then", "there", "therefore", "these", "they", "this", "those", "though", "three",
    "through", "throughout", "thus", "to", "today", "together", "tomorrow", "too", "toward", "two",
    "typically", "under", "unfortunately", "unless", "unlike", "until", "upon", "usually", "very", "was",
    "we", "well", "were", "what", "whatever", "when", "whenever", "where", "whereas", "wherever", "whether",
    "which", "while", "who", "whoever", "whom", "whose", "why", "will", "with", "within", "without", "would",
    "yes", "yesterday", "yet", "you", "your",
]);

/// Whether `word` is one that starts sentences rather than a name; what follows an apostrophe does not matter.
pub(super) fn starts_sentences(word: &str) -> bool {
    let word = word.split(['\'', '’']).next().unwrap_or(word);
    contains(STARTERS, word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn function_words_start_sentences_and_names_do_not() {
        assert!(starts_sentences("The") && starts_sentences("It’s") && starts_sentences("DON'T"));
        assert!(!starts_sentences("Senate") && !starts_sentences(""));
    }
}
