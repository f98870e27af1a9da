//! Mends pages that were cut short: a script or comment that never ends must not swallow the text after it.

use std::borrow::Cow;

use memchr::{memchr_iter, memmem};

/// The elements whose content the tokenizer reads as raw text up to their end tag.
const RAW: [&str; 8] = ["script", "style", "noscript", "iframe", "textarea", "title", "xmp", "noembed"];

/// `html` without the beginnings of comments and of raw elements that have no end.
///
/// Everything after the last `-->` or `</script` that opens another is opened in vain, and loses its `<`; the page is
/// otherwise as it was, and is not copied unless something had to be mended.
pub(crate) fn close_open_ends(html: &str) -> Cow<'_, str> {
    let bytes = html.as_bytes();
    let last_comment_end = memmem::rfind(bytes, b"-->");
    let mut last_end = [None; RAW.len()];
    let mut opened = Vec::new();
    for at in memchr_iter(b'<', bytes) {
        match bytes.get(at + 1) {
            Some(b'/') => {
                if let Some(raw) = raw_element(&bytes[at + 2..]) {
                    last_end[raw] = Some(at);
                }
            }
            Some(b'!') if Some(at) > last_comment_end && bytes[at..].starts_with(b"<!--") => {
                opened.push((at, None))
            }
            Some(_) => opened.extend(raw_element(&bytes[at + 1..]).map(|raw| (at, Some(raw)))),
            None => {}
        }
    }
    opened.retain(|&(at, raw)| raw.is_none_or(|raw| Some(at) > last_end[raw]));
    if opened.is_empty() { Cow::Borrowed(html) } else { Cow::Owned(without(html, &opened)) }
}

/// Which of [`RAW`] the name at the beginning of `bytes` is.
fn raw_element(bytes: &[u8]) -> Option<usize> {
    // Cheap rejection of nearly all tags.
    if !matches!(bytes.first()?.to_ascii_lowercase(), b's' | b'n' | b'i' | b't' | b'x') {
        return None;
    }
    RAW.iter().position(|name| {
        bytes.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
            && !bytes.get(name.len()).is_some_and(u8::is_ascii_alphanumeric)
    })
}

/// `html` with each opened tag's or comment's beginning turned into the start of an element without meaning.
fn without(html: &str, opened: &[(usize, Option<usize>)]) -> String {
    let mut out = String::with_capacity(html.len());
    let mut from = 0;
    for &(at, raw) in opened {
        out.push_str(&html[from..at]);
        from = at + raw.map_or("<!--".len(), |raw| 1 + RAW[raw].len());
        if raw.is_some() {
            out.push_str("<x");
        }
    }
    out.push_str(&html[from..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_page_is_not_copied() {
        let html = "<!-- a --><script>if (a < b) {}</script><p>text<style>p {}</style>";
        assert!(matches!(close_open_ends(html), Cow::Borrowed(_)));
    }

    #[test]
    fn an_unclosed_script_is_opened_in_vain() {
        assert_eq!(
            close_open_ends("<script>a</script><SCRIPT src=x><p>b"),
            "<script>a</script><x src=x><p>b"
        );
    }

    #[test]
    fn the_first_byte_can_open_in_vain() {
        assert_eq!(close_open_ends("<script>a<script>b"), "<x>a<x>b");
        assert_eq!(close_open_ends("<!--a"), "a");
    }

    #[test]
    fn an_unclosed_comment_is_opened_in_vain() {
        assert_eq!(close_open_ends("<!-- a --><p>b<!-- c"), "<!-- a --><p>b c");
    }

    #[test]
    fn script_in_a_longer_name_is_no_script() {
        assert!(matches!(close_open_ends("<scripted-thing>a<"), Cow::Borrowed(_)));
    }
}
