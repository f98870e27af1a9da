//! Known forms of furniture: whole lines, beginnings of lines, and the words that menus are made of.

use super::rule::{Form, Rule, Strength};

/// The forms, as a list that people can read and add to.
const LIST: &str = include_str!("phrases.txt");
/// A line is compared by so many of its first bytes; no form is longer.
const MAX_BYTES: usize = 64;
/// The size of the table of first letters, in bits.
const HEAD_BITS: usize = 1 << 14;
/// A menu entry has at most so many words.
const MAX_MENU_WORDS: usize = 5;

/// The forms of `phrases.txt`, sorted for look-up.
#[derive(Debug)]
pub(super) struct Phrases {
    whole: Vec<(&'static str, Form)>,
    starts: Vec<(&'static str, Form)>,
    menu_words: Vec<&'static str>,
    /// A bit for the first letters of every form and word, by which most lines are told apart.
    heads: Vec<u64>,
}

impl Phrases {
    /// Reads the list.
    pub(super) fn new() -> Self {
        let mut phrases = Self {
            whole: Vec::new(),
            starts: Vec::new(),
            menu_words: Vec::new(),
            heads: vec![0; HEAD_BITS / 64],
        };
        let mut form = None;
        for line in LIST.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(head) = line.strip_prefix('[') {
                form = form_of_head(head.trim_end_matches(']'));
                continue;
            }
            match (form, line.strip_suffix('*')) {
                (Some(form), Some(start)) => phrases.starts.push((start, form)),
                (Some(form), None) => phrases.whole.push((line, form)),
                (None, _) => phrases.menu_words.extend(line.split(' ')),
            }
        }
        phrases.whole.sort_unstable_by_key(|&(phrase, _)| phrase);
        phrases.starts.sort_unstable_by_key(|&(phrase, _)| phrase);
        phrases.menu_words.sort_unstable();
        let forms = phrases.whole.iter().chain(&phrases.starts).map(|(phrase, _)| *phrase);
        for phrase in forms.chain(phrases.menu_words.iter().copied()) {
            let bit = head_bit(phrase.as_bytes());
            phrases.heads[bit / 64] |= 1 << (bit % 64);
        }
        phrases
    }

    /// The form of `line`, without white space at its ends, if it is a known one.
    pub(super) fn form(&self, line: &str) -> Option<Form> {
        let line = line.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©');
        let bit = head_bit(line.as_bytes());
        if self.heads[bit / 64] >> (bit % 64) & 1 == 0 {
            return None;
        }
        let mut buffer = [0; MAX_BYTES];
        let (key, whole) = key(line, &mut buffer);
        if key.is_empty() {
            return None;
        }
        if whole && let Ok(at) = self.whole.binary_search_by(|(phrase, _)| (*phrase).as_bytes().cmp(key)) {
            return Some(self.whole[at].1);
        }
        let menu = || whole && !line.ends_with(':') && self.is_menu(key);
        self.start(key).or_else(|| menu().then_some(if is_archive(key) { ARCHIVE } else { MENU }))
    }

    /// The form of the one start that `key` begins with; no start begins with another.
    fn start(&self, key: &[u8]) -> Option<Form> {
        let after = self.starts.partition_point(|(start, _)| start.as_bytes() <= key);
        let (start, form) = self.starts[..after].last()?;
        key.starts_with(start.as_bytes()).then_some(*form)
    }

    /// Whether `key` is a few words, all of them from menus.
    fn is_menu(&self, key: &[u8]) -> bool {
        let mut words = 0;
        for word in key.split(|&b| !is_word(b)).filter(|word| !word.is_empty()) {
            words += 1;
            let known =
                is_year(word) || self.menu_words.binary_search_by(|menu| menu.as_bytes().cmp(word)).is_ok();
            if !known || words > MAX_MENU_WORDS {
                return false;
            }
        }
        words > 0
    }
}

/// The form of a line that is made of words of menus.
const MENU: Form = Form { rule: Rule::Menu, strength: Strength::Words };

/// The form of a link to the releases of a month or year.
const ARCHIVE: Form = Form { rule: Rule::Related, strength: Strength::Sure };

/// Whether `key`, made of words of menus, is a link to other releases: `June 2007 News Releases`.
fn is_archive(key: &[u8]) -> bool {
    let mut words = key.split(|&b| !is_word(b)).filter(|word| !word.is_empty());
    words.any(is_year) && words.next_back().is_some_and(|last| last == b"releases")
}

/// Whether a word is the number of a year of the web.
fn is_year(word: &[u8]) -> bool {
    word.len() == 4
        && (word.starts_with(b"19") || word.starts_with(b"20"))
        && word[2..].iter().all(u8::is_ascii_digit)
}

/// The bit of the first letters of a text, up to six of its first word.
fn head_bit(text: &[u8]) -> usize {
    let mut hash: u32 = 0;
    for &byte in text.iter().take(6).take_while(|&&b| b.is_ascii_alphanumeric()) {
        hash = hash.wrapping_mul(31).wrapping_add(u32::from(byte.to_ascii_lowercase()));
    }
    hash as usize % HEAD_BITS
}

/// Whether a byte stands within a word.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 128 || matches!(byte, b'-' | b'\'')
}

/// What a line is compared by: lower-cased, curly apostrophes straight, spaces single, punctuation at the ends gone.
///
/// The second value says whether the key is the whole line and not only its beginning.
fn key<'b>(line: &str, buffer: &'b mut [u8; MAX_BYTES]) -> (&'b [u8], bool) {
    let bytes = line.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '©').as_bytes();
    let (mut at, mut len) = (0, 0);
    while at < bytes.len() && len < MAX_BYTES {
        let (byte, width) = match bytes[at] {
            0xE2 if bytes[at..].starts_with("’".as_bytes()) => (b'\'', 3),
            0xC2 if bytes.get(at + 1) == Some(&0xA0) => (b' ', 2),
            byte if byte.is_ascii_whitespace() => (b' ', 1),
            byte => (byte.to_ascii_lowercase(), 1),
        };
        at += width;
        if byte != b' ' || (len > 0 && buffer[len - 1] != b' ') {
            buffer[len] = byte;
            len += 1;
        }
    }
    (&buffer[..len], at >= bytes.len())
}

/// The form that a section of the list is of; `None` for the words of menus.
fn form_of_head(head: &str) -> Option<Form> {
    let (rule, strength) = head.split_once(' ')?;
    let strength = match strength {
        "sure" => Strength::Sure,
        "opens" => Strength::Opens,
        "words" => Strength::Words,
        _ => Strength::Likely,
    };
    let rule = Rule::LISTED.into_iter().find(|known| known.name() == rule)?;
    Some(Form { rule, strength })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(line: &str) -> Option<Rule> {
        Phrases::new().form(line).map(|form| form.rule)
    }

    #[test]
    fn case_and_outer_punctuation_do_not_matter() {
        assert_eq!(rule("Skip to Main Content"), Some(Rule::SkipLink));
        assert_eq!(rule("» READ  MORE »"), Some(Rule::Menu));
        assert_eq!(rule("Here’s how you know"), Some(Rule::Banner));
    }

    #[test]
    fn starts_hold_for_lines_of_any_length() {
        let line = format!("Copyright © 2013 {}", "Some Agency ".repeat(20));
        assert_eq!(rule(&line), Some(Rule::Copyright));
        assert_eq!(rule("Tags: cyber, China"), Some(Rule::Tags));
    }

    #[test]
    fn a_few_words_of_menus_are_a_menu_entry() {
        assert_eq!(rule("Publications & Reports"), Some(Rule::Menu));
        assert_eq!(rule("The cat sat on the mat"), None);
    }

    #[test]
    fn every_form_can_be_found() {
        let phrases = Phrases::new();
        assert!(phrases.whole.len() > 100 && phrases.starts.len() > 50 && phrases.menu_words.len() > 100);
        for (phrase, form) in &phrases.whole {
            assert_eq!(phrases.form(phrase), Some(*form), "{phrase}");
        }
        for (start, form) in &phrases.starts {
            assert_eq!(phrases.form(&format!("{start} qqq")), Some(*form), "{start}");
        }
        assert!(phrases.starts.windows(2).all(|pair| !pair[1].0.starts_with(pair[0].0)));
        let words = phrases.whole.iter().chain(&phrases.starts).map(|(phrase, _)| phrase.len());
        assert!(words.max() <= Some(MAX_BYTES));
    }
}
