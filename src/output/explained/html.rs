//! Explanations as one page: for each document the terms with bars, and the text with the terms marked.

use std::fmt::Write;

use super::{Explained, Term};
use crate::output::classified::one_line;
use crate::output::html::{self, Escaped};
use crate::output::readable_term;

const STYLE: &str = include_str!("page.css");

/// The head of the page, up to the first document.
pub(super) fn head() -> String {
    html::head("Which words decided?", STYLE, "")
        + "<header>\n<h1>Which words decided?</h1>\n\
         <p class=\"facts\">Each term adds its number to the raw score; together they are the score, exactly. \
         <mark class=\"for s2\">Blue with a solid line</mark> speaks for the label, \
         <mark class=\"against s2\">orange with a dotted line</mark> against it.</p>\n</header>\n<main>\n"
}

/// One document. Writing to a string does not fail.
pub(super) fn article(found: &Explained) -> String {
    let mut out = String::from("<article>\n");
    let title = found.title.as_deref().map(one_line).filter(|title| !title.is_empty());
    let _ = writeln!(out, "<h2>{}</h2>", Escaped(title.as_deref().unwrap_or(&found.id)));
    let _ = writeln!(
        out,
        "<p><strong>{}</strong> <span class=\"facts\">{} \u{b7} {}</span></p>",
        Escaped(&found.question()),
        Escaped(&found.id),
        Escaped(&found.model)
    );
    if let Some(answer) = found.answer() {
        let _ = writeln!(out, "<p>{}.</p>", Escaped(&answer));
    }
    let _ = writeln!(out, "<p class=\"facts\">{}</p>", Escaped(&found.sum()));
    terms(&mut out, found);
    marked(&mut out, found);
    out + "</article>\n"
}

fn terms(out: &mut String, found: &Explained) {
    let largest = found.largest().max(f32::MIN_POSITIVE);
    *out += "<table>\n<tr><th scope=\"col\">term</th><th scope=\"col\">adds</th><th scope=\"col\"></th>\
             <th scope=\"col\">occurs</th></tr>\n";
    for term in &found.terms {
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{:+.3}</td><td class=\"bars\">{}</td><td>{}\u{d7}</td></tr>",
            Escaped(&readable_term(&term.term)),
            term.weight,
            bar(term, largest),
            term.count()
        );
    }
    *out += "</table>\n";
}

/// A bar to the right of the middle for what speaks for the label, to the left for what speaks against it.
fn bar(term: &Term, largest: f32) -> String {
    let width = term.weight.abs() / largest * 50.0;
    let (class, x) = if term.weight > 0.0 { ("for", 50.0) } else { ("against", 50.0 - width) };
    format!(
        "<svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
         <rect class=\"{class}\" x=\"{x:.1}\" width=\"{width:.1}\" height=\"10\"/>\
         <rect class=\"middle\" x=\"49.8\" width=\".4\" height=\"10\"/></svg>"
    )
}

/// The body with the terms marked; the numbers of each show on hover.
fn marked(out: &mut String, found: &Explained) {
    let largest = found.largest().max(f32::MIN_POSITIVE);
    for part in found.body_segments() {
        *out += "<div class=\"text\">";
        for segment in part {
            let text = Escaped(&found.text[segment.range.clone()]);
            if segment.terms.is_empty() {
                let _ = write!(out, "{text}");
                continue;
            }
            let class = if segment.weight > 0.0 { "for" } else { "against" };
            let shade = (segment.weight.abs() / largest * 3.0).ceil().clamp(1.0, 3.0);
            let terms = segment.terms.iter().map(|&at| &found.terms[at]);
            let names: Vec<String> =
                terms.map(|term| format!("{} {:+.3}", readable_term(&term.term), term.weight)).collect();
            let names = names.join(", ");
            let _ =
                write!(out, "<mark class=\"{class} s{shade}\" title=\"{}\">{text}</mark>", Escaped(&names));
        }
        *out += "</div>\n";
    }
}
