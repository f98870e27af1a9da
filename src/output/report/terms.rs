//! The terms that speak most for each label.

use std::borrow::Cow;

use super::Report;
use super::section::Section;
use crate::output::html::Escaped;

/// Terms of a label.
const TERMS: usize = 15;
/// Terms among which they are looked for: parts of words, which stand in brackets, tell a reader little.
const LOOKED_AT: usize = 400;

/// The terms of every label of the model.
pub(super) fn section(report: &Report<'_>) -> Section {
    let mut section = Section::new("terms", "Which terms speak for each label?");
    section.paragraph(
        "Stems of words and groups of words, the strongest first. Names, dates and phrases of one source among them \
         are a sign that the model has learned the source, not the topic.",
    );
    section.html(format_args!("<dl class=\"terms\">\n"));
    for (class, terms) in report.model.top_terms(LOOKED_AT).into_iter().enumerate() {
        let is_word = |(term, weight): &(Cow<'_, str>, f32)| *weight > 0.0 && !term.starts_with('[');
        let terms = terms.into_iter().filter(is_word).take(TERMS);
        let terms: Vec<String> = terms.map(|(term, _)| format!("<span>{}</span>", Escaped(&term))).collect();
        section.html(format_args!(
            "<div><dt>{}</dt><dd>{}</dd></div>\n",
            Escaped(&report.model.label_text(class)),
            terms.join(" ")
        ));
    }
    section.html(format_args!("</dl>\n"));
    section
}
