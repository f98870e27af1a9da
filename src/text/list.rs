//! Pages that are lists: menus, links to other pages, directories of offices and names.

use super::count_words;

/// Fewer lines are a short text.
const MIN_LINES: usize = 5;
/// A line of a list is no longer than this.
const MAX_LINE_BYTES: usize = 200;
/// Of so many lines of a list, one and more hold a word: others may be numbers, of telephones or pages.
const ONE_WORDED_IN: usize = 3;
/// The lines of a list have at most so many words, on average.
const MAX_WORDS: usize = 7;
/// A word takes no more bytes than this, on average.
const LONG_WORD_BYTES: usize = 20;
/// Of so many lines of a list, one may end as a sentence does.
const ONE_END_IN: usize = 5;
/// Of so many lines of a list, one may go on in the next, as verse and wrapped lines do.
const ONE_RUNNING_IN: usize = 10;
/// How the lines of an advisory begin, which tells in a list what others tell in sentences.
const ADVISORY: [&str; 5] = ["what:", "when:", "where:", "who:", "why:"];

/// Whether lines, without white space at their ends, are the entries of a list.
///
/// Titles, names and numbers: many short lines of words, of which hardly any ends a sentence or goes on in the next.
pub(super) fn is_list<'t>(lines: impl Iterator<Item = &'t str>) -> bool {
    let (mut all, mut worded, mut words, mut ends, mut running) = (0, 0, 0, 0, 0);
    for line in lines {
        // Some scripts put no space between words.
        let n_words = count_words(line).max(line.len() / LONG_WORD_BYTES);
        let ends_sentence = line.ends_with(['.', '!', '?', '。']) && !line.ends_with("..");
        let is_sentence = ends_sentence && n_words > MAX_WORDS;
        if line.len() > MAX_LINE_BYTES || is_sentence || advisory_label(line).is_some() {
            return false;
        }
        all += 1;
        worded += usize::from(line.chars().any(char::is_alphabetic));
        words += n_words;
        ends += usize::from(ends_sentence);
        let goes_on = line.starts_with(char::is_lowercase) || line.ends_with([',', ';', '-', '–', '—', '(']);
        running += usize::from(goes_on && !is_address(line));
    }
    all >= MIN_LINES
        && worded * ONE_WORDED_IN > all
        && words <= MAX_WORDS * all
        && ends * ONE_END_IN <= all
        && running * ONE_RUNNING_IN <= all
}

/// Whether a line is an address of the web or of mail, which starts in no capital.
fn is_address(line: &str) -> bool {
    !line.contains(' ') && (line.contains("://") || line.contains('@'))
}

/// The bytes of the label of an advisory that a line begins with: `WHEN:`.
pub(super) fn advisory_label(line: &str) -> Option<usize> {
    let starts = |label: &&&str| line.get(..label.len()).is_some_and(|head| head.eq_ignore_ascii_case(label));
    ADVISORY.iter().find(starts).map(|label| label.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn menus_and_directories_are_lists() {
        assert!(is_list("Taxes\nPermits\nBirds & Trees\nOur Offices\nEspañol\n1 2 3".lines()));
        assert!(is_list("Ann Lee, Director   555-0100\nBo Day, Clerk   555-0101\nDesk\nHall\nMap".lines()));
    }

    #[test]
    fn addresses_are_a_list() {
        assert!(is_list("https://a.example/1\nhttps://a.example/2\nhttps://b.example\nmailto:jo@a.example\nftp://c.example".lines()));
    }

    #[test]
    fn verse_wrapped_lines_and_figures_are_none() {
        assert!(!is_list("Slow goes the river,\nand slow\ngoes the day,\nnobody\ncounts the boats".lines()));
        assert!(!is_list("The board met.\nIt voted.\nAll agreed.\nNone left.\nIt rained.".lines()));
        assert!(!is_list("1 2\n3 4\n5 6\n7 8\n9 10\nAll 45".lines()));
    }

    #[test]
    fn few_lines_and_advisories_are_none() {
        assert!(!is_list("Council Meets\nTuesday\nCity Hall".lines()));
        assert!(!is_list(
            "Advisory\nWhat: Hearing on Bridges\nWhen: Monday\nWhere: Room 5\nPress Only".lines()
        ));
    }
}
