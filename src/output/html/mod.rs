//! What every page has: one file, no network, nothing that the input says becomes markup.

mod escape;
mod policy;

pub(super) use escape::Escaped;

/// The colours, light and dark, and the look of what every page has.
const BASE: &str = include_str!("base.css");

/// The head of a page, up to the start of its body. `style` comes after what every page has; an empty `script` is none.
pub(super) fn head(title: &str, style: &str, script: &str) -> String {
    let title = Escaped(title);
    let style = format!("{BASE}{style}");
    let policy = policy::content_security_policy(&style, script);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n"
    )
}
