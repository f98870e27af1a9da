//! Pages that a site shows to robots instead of the article, and error pages.

/// A page longer than this is no such page.
const MAX_BYTES: usize = 6000;

/// What such pages say, in lower case. Two of them are needed.
const SIGNS: [&str; 24] = [
    "403 forbidden",
    "404 not found",
    "access denied",
    "access to this page has been denied",
    "are a human",
    "are you a robot",
    "attention required",
    "checking your browser",
    "checking if the site connection is secure",
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
    "verify you are human",
];

/// Whether `text` is such a page.
pub(super) fn is_blocked_page(text: &str) -> bool {
    if text.len() > MAX_BYTES || !may_be_blocked(text) {
        return false;
    }
    let lower = text.to_ascii_lowercase().replace('’', "'");
    let head: String = lower.chars().take(300).collect();
    let mut signs = SIGNS.iter().filter(|sign| lower.contains(**sign));
    signs.by_ref().take(2).count() == 2 && SIGNS.iter().any(|sign| head.contains(sign))
}

/// A cheap look at the first lines: such pages name the trouble at the start.
fn may_be_blocked(text: &str) -> bool {
    const HEADS: [&str; 11] = [
        "pardon",
        "access",
        "attention",
        "just a",
        "checking",
        "403",
        "404",
        "are you",
        "verify",
        "page not",
        "please",
    ];
    let starts =
        |line: &str, head: &str| line.get(..head.len()).is_some_and(|s| s.eq_ignore_ascii_case(head));
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .take(2)
        .any(|line| HEADS.iter().any(|h| starts(line, h)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_for_robots_is_known() {
        assert!(is_blocked_page(
            "Access Denied\nYou don’t have permission to access this page.\nReference #18.2"
        ));
    }

    #[test]
    fn an_article_about_robots_is_not_one() {
        assert!(!is_blocked_page(
            "Are you a robot? A new test asks this question of every visitor of the library."
        ));
    }
}
