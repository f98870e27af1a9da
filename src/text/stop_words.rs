//! Words that carry no topic.

/// English function words as tokens (lower-case, of two letters or more, cut at apostrophes: `don`, `ll`), sorted.
///
/// Beside the closed classes it holds the verbs that any news text is full of (`said`, `made`, `went`) and forms of
/// address. No negation or number changes what a sentence is about, so those are in it too.
#[rustfmt::skip]
pub const ENGLISH: &[&str] = &[
    "about", "above", "across", "after", "again", "against", "ago", "all", "almost", "along", "already",
    "also", "although", "always", "am", "among", "an", "and", "another", "any", "anyone", "anything", "are",
    "aren", "around", "as", "at", "away", "back", "be", "became", "because", "been", "before", "began",
    "behind", "being", "below", "between", "both", "but", "by", "came", "can", "cannot", "come", "could",
    "couldn", "did", "didn", "do", "does", "doesn", "doing", "don", "done", "down", "dr", "during", "each",
    "either", "else", "enough", "even", "ever", "every", "everyone", "everything", "far", "few", "for",
    "from", "further", "gave", "get", "gets", "getting", "give", "given", "gives", "go", "goes", "going",
    "gone", "got", "had", "hadn", "has", "hasn", "have", "haven", "having", "he", "hence", "her", "here",
    "hers", "herself", "him", "himself", "his", "how", "however", "if", "in", "indeed", "instead", "into",
    "is", "isn", "it", "its", "itself", "just", "least", "less", "let", "like", "ll", "made", "make",
    "makes", "making", "many", "may", "maybe", "me", "might", "mine", "more", "most", "mr", "mrs", "ms",
    "much", "must", "my", "myself", "near", "neither", "never", "no", "nobody", "none", "nor", "not",
    "nothing", "now", "of", "off", "often", "on", "once", "one", "only", "onto", "or", "other", "others",
    "otherwise", "our", "ours", "ourselves", "out", "over", "own", "per", "perhaps", "put", "quite",
    "rather", "re", "really", "said", "same", "saw", "say", "saying", "says", "see", "seem", "seemed",
    "seems", "seen", "several", "shall", "she", "should", "shouldn", "since", "so", "some", "someone",
    "something", "sometimes", "soon", "still", "such", "take", "taken", "takes", "than", "that", "the",
    "their", "theirs", "them", "themselves", "then", "there", "therefore", "these", "they", "thing",
    "things", "this", "those", "though", "through", "thus", "to", "together", "too", "took", "toward",
    "towards", "under", "until", "up", "upon", "used", "using", "ve", "very", "via", "want", "was",
    "wasn", "way", "we", "well", "went", "were", "weren", "what", "whatever", "when", "where", "whether",
    "which", "while", "who", "whoever", "whole", "whom", "whose", "why", "will", "with", "within",
    "without", "won", "would", "wouldn", "yes", "yet", "you", "your", "yours", "yourself", "yourselves",
];

/// The English list, as parameters take it.
pub fn english() -> Vec<String> {
    ENGLISH.iter().map(|&word| word.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::ENGLISH;

    #[test]
    fn the_list_is_sorted_and_holds_nothing_twice() {
        assert!(ENGLISH.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn every_word_is_a_token_as_it_stands() {
        for word in ENGLISH {
            let mut tokens = Vec::new();
            crate::text::tokenize::for_each_token(word, |token, _| tokens.push(token));
            assert_eq!(tokens, [*word]);
            assert_eq!(word.to_lowercase(), *word);
        }
    }
}
