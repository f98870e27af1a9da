//! Text in HTML.

use std::fmt::{self, Write};

/// Text that means itself, in an element or in an attribute between double quotes.
///
/// Control characters other than white space, which HTML does not allow, are shown as U+FFFD.
pub(in crate::output) struct Escaped<'t>(pub(in crate::output) &'t str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some(at) = rest.find(is_special) {
            f.write_str(&rest[..at])?;
            let mut chars = rest[at..].chars();
            match chars.next() {
                Some('&') => f.write_str("&amp;")?,
                Some('<') => f.write_str("&lt;")?,
                Some('>') => f.write_str("&gt;")?,
                Some('"') => f.write_str("&quot;")?,
                Some('\'') => f.write_str("&#39;")?,
                _ => f.write_char('\u{fffd}')?,
            }
            rest = chars.as_str();
        }
        f.write_str(rest)
    }
}

fn is_special(c: char) -> bool {
    matches!(c, '&' | '<' | '>' | '"' | '\'') || c.is_control() && !matches!(c, '\n' | '\t')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_controls_are_text() {
        let text = "a<b c=\"d\" e='f'>&amp;\n\0é\x1b";
        let escaped = "a&lt;b c=&quot;d&quot; e=&#39;f&#39;&gt;&amp;amp;\n\u{fffd}é\u{fffd}";
        assert_eq!(Escaped(text).to_string(), escaped);
        assert_eq!(Escaped("").to_string(), "");
    }
}
