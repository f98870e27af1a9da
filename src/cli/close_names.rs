//! What a user may have meant by a name that there is not.

/// Names that are suggested, at most.
const SUGGESTED: usize = 3;

/// The names that are like `wanted`, quoted, the likest first: the same but for case, few letters apart, or with
/// `wanted` in them.
pub(super) fn close_names(wanted: &str, names: &[String]) -> Vec<String> {
    let wanted: Vec<char> = wanted.to_lowercase().chars().collect();
    let far = wanted.len() / 3 + 1;
    let distance = |name: &&String| {
        let chars: Vec<char> = name.to_lowercase().chars().collect();
        let has_it = wanted.len() > 2 && chars.windows(wanted.len()).any(|part| part == wanted.as_slice());
        let distance = edits(&wanted, &chars);
        (distance <= far || has_it).then_some(distance)
    };
    let mut close: Vec<(usize, &String)> =
        names.iter().filter_map(|name| Some((distance(&name)?, name))).collect();
    close.sort();
    close.into_iter().take(SUGGESTED).map(|(_, name)| format!("{name:?}")).collect()
}

/// Letters to insert, delete or replace to make one word of the other (Levenshtein 1966).
fn edits(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, a) in a.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, b) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(wanted: &str) -> String {
        let names = ["Defense", "Energy", "Health", "Law and Crime"].map(str::to_owned);
        close_names(wanted, &names).join(" ")
    }

    #[test]
    fn case_typing_errors_and_parts_find_a_name() {
        assert_eq!(close("defense"), "\"Defense\"");
        assert_eq!(close("Helth"), "\"Health\"");
        assert_eq!(close("crime"), "\"Law and Crime\"");
        assert_eq!(close("Agriculture"), "");
        assert_eq!(close(""), "");
    }

    #[test]
    fn edits_are_counted() {
        let chars = |word: &str| word.chars().collect::<Vec<_>>();
        assert_eq!(edits(&chars("kitten"), &chars("sitting")), 3);
        assert_eq!(edits(&[], &chars("tax")), 3);
    }
}
