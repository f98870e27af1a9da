//! Pages that a site shows instead of the article: to robots, before it lets a visitor in, when it fails.
//!
//! They are short, speak to the visitor, and speak of nothing but the visit: of browser, page, request, access. An
//! article that does so too reports it, and says who said so.

use std::cmp::Ordering;

/// A page longer than this is no such page.
const MAX_BYTES: usize = 3000;
/// One set phrase is enough where it is a line of at most so many bytes at the start of a page of at most so many.
const CURT_LINE_BYTES: usize = 60;
const CURT_BYTES: usize = 300;
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

/// Words for the visit to a site, sorted, and whether they seldom mean anything else.
#[rustfmt::skip]
const TERMS: [(&str, bool); 89] = [
    ("access", false), ("accessing", false), ("address", false), ("administrator", false), ("ads", false),
    ("automated", false), ("automatic", false), ("automatically", false), ("blocked", false), ("blocker", false),
    ("bot", true), ("bots", true), ("browser", true), ("browsing", true), ("button", false), ("captcha", true),
    ("click", false), ("code", false), ("computer", false), ("connection", false), ("consent", false),
    ("continue", false), ("cookie", true), ("cookies", true), ("denied", false), ("device", false),
    ("devices", false), ("error", false), ("expired", false), ("extension", false), ("firewall", true),
    ("forbidden", false), ("http", true), ("https", true), ("human", false), ("ip", true), ("javascript", true),
    ("link", false), ("login", true), ("maintenance", false), ("mistyped", false), ("monitored", false),
    ("network", false), ("page", true), ("pages", false), ("password", true), ("permission", false),
    ("personalization", false), ("personalize", false), ("personalized", false), ("privacy", false),
    ("redirect", false), ("redirected", false), ("refresh", false), ("reload", false), ("request", false),
    ("requested", false), ("requests", false), ("restricted", false), ("retry", false), ("robot", true),
    ("robots", true), ("script", true), ("scripts", true), ("search", false), ("security", false),
    ("server", true), ("servers", true), ("session", true), ("sign", false), ("signed", false), ("site", true),
    ("sites", false), ("subscriber", true), ("system", false), ("temporarily", false), ("traffic", false),
    ("unauthorized", false), ("unavailable", false), ("url", true), ("user", false), ("verification", false),
    ("verify", false), ("visit", false), ("visitor", false), ("web", false), ("webmaster", true),
    ("website", true), ("websites", false),
];
/// Where in the set of terms the number of an error (404, 503) stands: after the words.
const STATUS: usize = TERMS.len();
/// Words by which a page speaks to its visitor.
const ADDRESS: [&str; 7] = ["my", "our", "please", "us", "we", "you", "your"];
/// Words by which a text reports.
const REPORT: [&str; 7] = ["according", "added", "announced", "reported", "said", "says", "told"];

/// Whether a text, with its title as the first line, is such a page.
pub(super) fn is_blocked_page(text: &str) -> bool {
    text.len() <= MAX_BYTES && (Wording::of(text).is_of_visit() || is_signed(text))
}

/// Whether a text holds the set phrases of such pages, one of them at its beginning.
fn is_signed(text: &str) -> bool {
    let lower = text.to_ascii_lowercase().replace('’', "'");
    let signs = SIGNS.iter().filter(|sign| lower.contains(**sign)).take(2).count();
    let head = (0..=HEAD_BYTES.min(lower.len())).rfind(|&at| lower.is_char_boundary(at)).unwrap_or(0);
    let opens = || SIGNS.iter().any(|sign| lower[..head].contains(sign));
    let first = lower.lines().next().unwrap_or_default();
    let is_curt = text.len() <= CURT_BYTES && first.len() <= CURT_LINE_BYTES;
    let curt = || is_curt && SIGNS.iter().any(|sign| first.contains(sign));
    signs == 2 && opens() || signs == 1 && curt()
}

/// What the words of a text are about.
#[derive(Default)]
struct Wording {
    words: usize,
    /// Words for the visit, and which of them, by the bits of [`TERMS`].
    terms: usize,
    distinct: u128,
    addresses: bool,
    reports: bool,
}

impl Wording {
    /// Counts the words of `text`, as long as it may be such a page: these come to the point at once.
    fn of(text: &str) -> Self {
        let mut wording = Self::default();
        for word in text.split(|c: char| !c.is_ascii_alphanumeric()) {
            wording.count(word);
            let begins_otherwise = wording.words == 40 && wording.terms == 0;
            let goes_on_otherwise = wording.words >= 100 && wording.terms * 16 < wording.words;
            if wording.reports || begins_otherwise || goes_on_otherwise {
                return Self::default();
            }
        }
        wording
    }

    fn count(&mut self, word: &str) {
        let is_status =
            word.len() == 3 && word.starts_with(['4', '5']) && word.bytes().all(|b| b.is_ascii_digit());
        if !is_status && !word.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return;
        }
        self.words += 1;
        let term = TERMS.binary_search_by(|(term, _)| in_order(term, word)).ok();
        if let Some(at) = term.or(is_status.then_some(STATUS)) {
            self.terms += 1;
            self.distinct |= 1 << at;
        }
        let is_any_of = |known: &[&str]| known.binary_search_by(|known| in_order(known, word)).is_ok();
        self.addresses |= is_any_of(&ADDRESS);
        self.reports |= is_any_of(&REPORT);
    }

    /// Whether the text speaks to its visitor of the visit and of nothing else.
    fn is_of_visit(&self) -> bool {
        let distinct = self.distinct.count_ones();
        let is_sure = |at: usize| TERMS.get(at).is_none_or(|&(_, is_sure)| is_sure);
        let names_it = (0..=STATUS).any(|at| self.distinct >> at & 1 == 1 && is_sure(at));
        let dense =
            distinct >= 4 && self.terms * 13 >= self.words || distinct >= 3 && self.terms * 7 >= self.words;
        self.addresses && dense && (names_it || distinct >= 6)
    }
}

/// The order of a word in lower case and one in any.
fn in_order(known: &str, word: &str) -> Ordering {
    known.bytes().cmp(word.bytes().map(|byte| byte.to_ascii_lowercase()))
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
        assert!(TERMS.is_sorted() && ADDRESS.is_sorted() && REPORT.is_sorted());
    }
}
