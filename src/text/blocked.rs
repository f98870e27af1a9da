//! Pages that a site shows instead of the article: to robots, before it lets a visitor in, when it fails.
//!
//! They are short, speak to the visitor, and speak of nothing but the visit: of browser, page, request, access. An
//! article that does so too reports it, and says who said so.

use std::sync::LazyLock;

use memchr::memmem::Finder;

/// A page longer than this is no such page.
const MAX_BYTES: usize = 2000;
/// One set phrase is enough where it is a line of at most so many bytes at the start of a page of at most so many.
const CURT_LINE_BYTES: usize = 60;
const CURT_BYTES: usize = 300;
/// Of so many words, one and more are words for the visit.
const SPARSE: usize = 13;
/// A set phrase stands within so many bytes from the start.
const HEAD_BYTES: usize = 300;

/// Set phrases of such pages, in lower case.
const SIGNS: [&str; 23] = [
    "403 forbidden",
    "404 not found",
    "access denied",
    "access to this page has been denied",
    "are you a robot",
    "attention required",
    "checking if the site connection is secure",
    "checking your browser",
    "cloudflare",
    "disabled cookies",
    "disabled javascript",
    "don't have permission to access",
    "enable javascript and cookies",
    "incident id",
    "javascript and cookies are enabled",
    "made us think you were a bot",
    "page could not be found",
    "page not found",
    "pardon our interruption",
    "please complete the security check",
    "reference #",
    "unusual traffic from your",
    "you have been blocked",
];

/// What a word says about the page that it stands on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// It is a word for the visit to a site.
    Visit,
    /// The same, and it seldom means anything else.
    Sure,
    /// By it a page speaks to its visitor.
    Address,
    /// By it a text reports.
    Report,
}

use Kind::{Address, Report, Sure, Visit};

/// The words that count, sorted.
#[rustfmt::skip]
const WORDS: [(&str, Kind); 103] = [
    ("access", Visit), ("accessing", Visit), ("according", Report), ("added", Report), ("address", Visit),
    ("administrator", Visit), ("ads", Visit), ("announced", Report), ("automated", Visit), ("automatic", Visit),
    ("automatically", Visit), ("blocked", Visit), ("blocker", Visit), ("bot", Sure), ("bots", Sure),
    ("browser", Sure), ("browsing", Sure), ("button", Visit), ("captcha", Sure), ("click", Visit), ("code", Visit),
    ("computer", Visit), ("connection", Visit), ("consent", Visit), ("continue", Visit), ("cookie", Sure),
    ("cookies", Sure), ("denied", Visit), ("device", Visit), ("devices", Visit), ("error", Visit),
    ("expired", Visit), ("extension", Visit), ("firewall", Sure), ("forbidden", Visit), ("http", Sure),
    ("https", Sure), ("human", Visit), ("ip", Sure), ("javascript", Sure), ("link", Visit), ("login", Sure),
    ("maintenance", Visit), ("mistyped", Visit), ("monitored", Visit), ("my", Address), ("network", Visit),
    ("our", Address), ("page", Sure), ("pages", Visit), ("password", Sure), ("permission", Visit),
    ("personalization", Visit), ("personalize", Visit), ("personalized", Visit), ("please", Address),
    ("privacy", Visit), ("redirect", Visit), ("redirected", Visit), ("refresh", Visit), ("reload", Visit),
    ("reported", Report), ("request", Visit), ("requested", Visit), ("requests", Visit), ("restricted", Visit),
    ("retry", Visit), ("robot", Sure), ("robots", Sure), ("said", Report), ("says", Report), ("script", Sure),
    ("scripts", Sure), ("search", Visit), ("security", Visit), ("server", Sure), ("servers", Sure),
    ("session", Sure), ("sign", Visit), ("signed", Visit), ("site", Sure), ("sites", Visit), ("subscriber", Sure),
    ("system", Visit), ("temporarily", Visit), ("told", Report), ("traffic", Visit), ("unauthorized", Visit),
    ("unavailable", Visit), ("url", Sure), ("us", Address), ("user", Visit), ("verification", Visit),
    ("verify", Visit), ("visit", Visit), ("visitor", Visit), ("we", Address), ("web", Visit), ("webmaster", Sure),
    ("website", Sure), ("websites", Visit), ("you", Address), ("your", Address),
];
/// Where in the set of words the number of an error (404, 503) stands: after them.
const STATUS: usize = WORDS.len();

/// Whether a text, with its title as the first line, is such a page.
pub(super) fn is_blocked_page(text: &str) -> bool {
    text.len() <= MAX_BYTES && (Wording::of(text).is_of_visit() || is_signed(text))
}

/// [`SIGNS`], ready to be searched for.
static FINDERS: LazyLock<Vec<Finder<'static>>> = LazyLock::new(|| SIGNS.map(Finder::new).into());

/// Whether a text holds the set phrases of such pages, one of them at its beginning.
fn is_signed(text: &str) -> bool {
    let head = lower(&text[..text.floor_char_boundary(HEAD_BYTES)]);
    if n_signs(&head) == 0 {
        return false;
    }
    let first = head.lines().next().unwrap_or_default();
    let is_curt = text.len() <= CURT_BYTES && first.len() <= CURT_LINE_BYTES;
    let signs = n_signs(&lower(text));
    signs >= 2 || signs == 1 && is_curt && n_signs(first) == 1
}

fn lower(text: &str) -> String {
    text.to_ascii_lowercase().replace('’', "'")
}

/// How many of [`SIGNS`] stand in a text in lower case.
fn n_signs(lower: &str) -> usize {
    FINDERS.iter().filter(|sign| sign.find(lower.as_bytes()).is_some()).count()
}

/// What the words of a text are about.
#[derive(Default)]
struct Wording {
    words: usize,
    /// Words for the visit, and which of them, by the bits of [`WORDS`].
    terms: usize,
    distinct: u128,
    addresses: bool,
    reports: bool,
}

impl Wording {
    /// Counts the words of `text`, as long as it may be such a page: these come to the point at once.
    fn of(text: &str) -> Self {
        let mut wording = Self::default();
        for word in text.as_bytes().split(|byte| !byte.is_ascii_alphanumeric()) {
            wording.count(word);
            let begins_otherwise = wording.words == 40 && wording.terms == 0;
            let goes_on_otherwise = wording.words >= 50 && wording.terms * 16 < wording.words;
            if wording.reports || begins_otherwise || goes_on_otherwise {
                return Self::default();
            }
        }
        wording
    }

    fn count(&mut self, word: &[u8]) {
        let is_status = matches!(word, [b'4' | b'5', b'0'..=b'9', b'0'..=b'9']);
        if !is_status && !word.first().is_some_and(u8::is_ascii_alphabetic) {
            return;
        }
        self.words += 1;
        let at = if is_status { Some(STATUS) } else { known(word) };
        let Some(at) = at else { return };
        match WORDS.get(at).map_or(Sure, |&(_, kind)| kind) {
            Visit | Sure => {
                self.terms += 1;
                self.distinct |= 1 << at;
            }
            Address => self.addresses = true,
            Report => self.reports = true,
        }
    }

    /// Whether the text speaks to its visitor of the visit and of nothing else.
    fn is_of_visit(&self) -> bool {
        let distinct = self.distinct.count_ones();
        let is_sure = |at: usize| WORDS.get(at).is_none_or(|&(_, kind)| kind == Sure);
        let names_it = (0..=STATUS).any(|at| self.distinct >> at & 1 == 1 && is_sure(at));
        let dense = distinct >= 4 && self.terms * SPARSE >= self.words
            || distinct >= 3 && self.terms * 7 >= self.words;
        self.addresses && dense && (names_it || distinct >= 6)
    }
}

/// Where the [`WORDS`] of each first letter start, and where the last ones end.
const STARTS: [usize; 27] = {
    let mut starts = [WORDS.len(); 27];
    let mut at = WORDS.len();
    while at > 0 {
        at -= 1;
        let letter = WORDS[at].0.as_bytes()[0] - b'a';
        let mut before = 0;
        while before <= letter {
            starts[before as usize] = at;
            before += 1;
        }
    }
    starts
};

/// Where a word that starts with a letter stands in [`WORDS`].
fn known(word: &[u8]) -> Option<usize> {
    let letter = usize::from(word[0].to_ascii_lowercase() - b'a');
    (STARTS[letter]..STARTS[letter + 1]).find(|&at| WORDS[at].0.as_bytes().eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn set_phrases_tell_a_page_for_robots() {
        assert!(is_blocked_page("Access Denied\nYou don’t have permission to access this.\nReference #18.2"));
        assert!(is_blocked_page("Access Denied\nReference 18."));
    }

    #[test]
    fn a_page_that_speaks_of_the_visit_alone_is_known_without_them() {
        for page in [
            "One moment\nWe look at your browser before the site opens. Please turn on cookies and reload this page.",
            "504\nThe server took too long. Please send your request again.",
            "Your session has expired. Enter your password to continue on this website, or sign in with a code.",
        ] {
            assert!(is_blocked_page(page), "{page}");
        }
    }

    #[test]
    fn an_article_about_the_web_is_not_one() {
        for article in [
            "Are you a robot? A new test asks this question of every visitor of the library.",
            "The attorney general said that the site set cookies in your browser before you could click on consent.",
            "Please join us on Monday. The agency opens its new website, and you can ask questions about the budget.",
            "We must extend the system of security on which access to justice and our network of aid rest.",
        ] {
            assert!(!is_blocked_page(article), "{article}");
        }
    }

    #[test]
    fn a_long_page_is_an_article() {
        let refusal =
            "Access denied. Please reload the page in your browser, or allow cookies for this site. ";
        assert!(is_blocked_page(refusal) && !is_blocked_page(&refusal.repeat(40)));
    }

    #[test]
    fn words_are_sorted() {
        assert!(WORDS.is_sorted());
        assert!((0..WORDS.len()).all(|at| known(WORDS[at].0.as_bytes()) == Some(at)));
        assert_eq!(known(b"COOKIES"), known(b"cookies"));
        assert!(known(b"budget").is_none() && known(b"zoo").is_none() && known(b"an").is_none());
    }
}
