//! Numbers on the command line, refused with their range.

use std::str::FromStr;

/// A whole number, 0 or more.
pub(super) fn any_number<T: FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| "expected a whole number, 0 or more".to_owned())
}

/// A whole number, 1 or more.
pub(super) fn one_or_more(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|&number| number > 0);
    number.ok_or_else(|| "expected a whole number, 1 or more".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_such_number_is_told_the_range() {
        assert_eq!((any_number("0"), one_or_more("1")), (Ok(0), Ok(1)));
        for text in ["-1", "x", "1.5", "", "99999999999999999999999"] {
            assert!(any_number::<usize>(text).unwrap_err().ends_with("0 or more"), "{text}");
            assert!(one_or_more(text).unwrap_err().ends_with("1 or more"), "{text}");
        }
        assert!(one_or_more("0").is_err());
    }
}
