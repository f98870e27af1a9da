//! A part of the page: a heading and what stands under it.

use std::fmt::Write;

use crate::output::html::Escaped;

/// A part of the page that can be linked to.
pub(super) struct Section {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    html: String,
}

impl Section {
    pub(super) fn new(id: &'static str, title: &'static str) -> Self {
        Self { id, title, html: String::new() }
    }

    /// Adds a paragraph of plain text.
    pub(super) fn paragraph(&mut self, text: &str) {
        self.html(format_args!("<p>{}</p>\n", Escaped(text)));
    }

    /// Adds markup. Writing to a string does not fail.
    pub(super) fn html(&mut self, html: std::fmt::Arguments<'_>) {
        let _ = self.html.write_fmt(html);
    }

    /// Adds a drawing with the words on how to read it.
    pub(super) fn figure(&mut self, svg: &str, caption: &str) {
        let caption = Escaped(caption);
        self.html(format_args!("<figure>{svg}\n<figcaption>{caption}</figcaption></figure>\n"));
    }

    /// Adds a folded table of the numbers behind a drawing.
    pub(super) fn numbers(&mut self, head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) {
        self.html(format_args!("<details><summary>The numbers</summary>\n<table class=\"numbers\">\n<tr>"));
        head.iter().for_each(|name| self.html(format_args!("<th scope=\"col\">{}</th>", Escaped(name))));
        for row in rows {
            self.html(format_args!("</tr>\n<tr>"));
            row.iter().for_each(|cell| self.html(format_args!("<td>{}</td>", Escaped(cell))));
        }
        self.html(format_args!("</tr>\n</table></details>\n"));
    }

    /// The section with its heading.
    pub(super) fn write(&self, out: &mut String) {
        let Self { id, title, html } = self;
        let _ = write!(out, "<section id=\"{id}\">\n<h2>{}</h2>\n{html}</section>\n", Escaped(title));
    }
}

/// A share as whole percents.
pub(super) fn percent(share: f64) -> String {
    format!("{:.0}\u{202f}%", share * 100.0)
}

/// A score with three digits, or `n/a`.
pub(super) fn score(value: Option<f64>) -> String {
    value.map_or("n/a".to_owned(), |value| format!("{value:.3}"))
}

/// A bar for a share, 0..=1; the number stands beside it for those who do not see it.
pub(super) fn bar(share: f64, class: &str) -> String {
    format!(
        "<svg class=\"bar {class}\" viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
         <rect width=\"{:.1}\" height=\"1\"/></svg>",
        (share * 100.0).clamp(0.0, 100.0)
    )
}
