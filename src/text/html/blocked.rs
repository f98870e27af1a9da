//! Pages that a site serves instead of the article: bot checks and refusals.

/// The longest body, in bytes, that a refusal has; an article may quote one.
const MAX_BODY_BYTES: usize = 1500;

/// What refusals say, in lower case.
const PHRASES: [&str; 12] = [
    "pardon our interruption",
    "access denied",
    "access to this page has been denied",
    "are you a robot",
    "you are a human",
    "you are human",
    "you're not a robot",
    "made us think you were a bot",
    "checking your browser",
    "enable javascript and cookies to continue",
    "you have been blocked",
    "request unsuccessful. incapsula",
];

/// Whether a page with this title and body is a refusal.
pub(crate) fn is_blocked(title: &str, body: &str) -> bool {
    if body.len() > MAX_BODY_BYTES {
        return false;
    }
    let (title, body) = (title.to_lowercase(), body.to_lowercase());
    PHRASES.iter().any(|phrase| title.contains(phrase) || body.contains(phrase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_refusal_is_one() {
        assert!(is_blocked("", "Please verify that you are human. Reload the page."));
        assert!(is_blocked("Access Denied", "Reference 18."));
    }

    #[test]
    fn an_article_that_quotes_a_refusal_is_none() {
        let article = "The site answered: access denied. ".repeat(60);
        assert!(!is_blocked("Outage", &article));
    }
}
