//! Which label is taken for which, with documents to look at.

use std::collections::BTreeMap;

use super::Report;
use super::section::{Section, percent};
use crate::evaluate::cases::{Case, by_pair};
use crate::output::grouped;
use crate::output::html::Escaped;

/// Labels in the map, at most.
const MAX_LABELS: usize = 40;
/// Documents of a cell that are listed.
const EXAMPLES: usize = 5;
/// Pairs that are listed without being asked for.
const LISTED: usize = 5;
/// Characters of a label that stands over its column.
const SHORT: usize = 4;
/// The upper ends of the shades, as shares of a row.
const SHADES: [f64; 6] = [0.02, 0.05, 0.1, 0.2, 0.4, 0.7];

type Pairs<'a> = BTreeMap<(usize, usize), (usize, Vec<&'a Case>)>;

/// The heat map, and examples of each of its cells.
pub(super) fn section(report: &Report<'_>) -> Section {
    let mut section = Section::new("confusion", "Which labels are mixed up?");
    let pairs = by_pair(report.cases, EXAMPLES);
    let rows = shown_labels(report, &pairs);
    let n_labels =
        report.evaluation.per_label.iter().filter(|label| label.support + label.predicted > 0).count();
    let which = if rows.len() < n_labels {
        format!("The {} labels of {n_labels} with the most mistakes. ", rows.len())
    } else {
        String::new()
    };
    section.paragraph(&format!(
        "{which}A row has the documents of one label, a column what they were given. Blue is right, orange is wrong; \
         the darker, the larger the share of the row. Choose a number to see its documents."
    ));
    map(&mut section, report, &pairs, &rows);
    lists(&mut section, report, &pairs, &rows);
    section
}

/// The labels of the rows, in their order: all, or those with the most mistakes.
fn shown_labels(report: &Report<'_>, pairs: &Pairs<'_>) -> Vec<usize> {
    let mut mistakes = vec![0; report.evaluation.per_label.len()];
    for (&(truth, answer), (n, _)) in pairs.iter().filter(|((truth, answer), _)| truth != answer) {
        mistakes[truth] += n;
        mistakes[answer] += n;
    }
    let occurs = |&label: &usize| {
        let scores = &report.evaluation.per_label[label];
        scores.support + scores.predicted > 0
    };
    let mut rows: Vec<usize> = (0..mistakes.len()).filter(occurs).collect();
    rows.sort_by_key(|&label| std::cmp::Reverse(mistakes[label]));
    rows.truncate(MAX_LABELS);
    rows.sort_unstable();
    rows
}

fn map(section: &mut Section, report: &Report<'_>, pairs: &Pairs<'_>, rows: &[usize]) {
    section.html(format_args!("<div class=\"scroll\"><table class=\"heat\">\n<tr><td></td>"));
    // Long names do not fit over a column: numbers stand for them.
    let is_short = rows.iter().all(|&label| report.label(label).chars().count() <= SHORT);
    for (number, &label) in (1..).zip(rows) {
        let name = Escaped(report.label(label));
        match is_short {
            true => section.html(format_args!("<th scope=\"col\">{name}</th>")),
            false => section.html(format_args!("<th scope=\"col\" title=\"{name}\">{number}</th>")),
        }
    }
    section.html(format_args!("</tr>\n"));
    for (number, &truth) in (1..).zip(rows) {
        let name = Escaped(report.label(truth));
        match is_short {
            true => section.html(format_args!("<tr><th scope=\"row\">{name}</th>")),
            false => section.html(format_args!("<tr><th scope=\"row\"><span>{name}</span> {number}</th>")),
        }
        let support = report.evaluation.per_label[truth].support.max(1);
        for &answer in rows {
            match pairs.get(&(truth, answer)) {
                Some((n, _)) => {
                    let shade = shade(*n as f64 / support as f64);
                    let kind = if truth == answer { "hit" } else { "miss" };
                    section.html(format_args!(
                        "<td class=\"{kind} s{shade}\"><a href=\"#c{truth}-{answer}\">{n}</a></td>"
                    ));
                }
                None => section.html(format_args!("<td></td>")),
            }
        }
        section.html(format_args!("</tr>\n"));
    }
    section.html(format_args!("</table></div>\n"));
}

fn shade(share: f64) -> usize {
    SHADES.iter().filter(|&&end| share > end).count()
}

/// The documents of the cells: those of the most frequent mistakes, the others where they are chosen.
fn lists(section: &mut Section, report: &Report<'_>, pairs: &Pairs<'_>, rows: &[usize]) {
    let mut cells: Vec<_> = pairs.iter().collect();
    cells.retain(|((truth, answer), _)| rows.contains(truth) && rows.contains(answer));
    cells.sort_by_key(|((truth, answer), (n, _))| (truth == answer, std::cmp::Reverse(*n)));
    for (at, (&(truth, answer), (n, examples))) in cells.into_iter().enumerate() {
        let is_listed = at < LISTED && truth != answer;
        let class = if is_listed { "cell" } else { "cell other" };
        let (is, given) = (Escaped(report.label(truth)), Escaped(report.label(answer)));
        let share = percent(*n as f64 / report.evaluation.per_label[truth].support.max(1) as f64);
        let count = grouped(*n as u64);
        let heading = match truth == answer {
            true => format!("{count} of <b>{is}</b> ({share}) are recognised"),
            false => format!("{count} of <b>{is}</b> ({share}) are taken for <b>{given}</b>"),
        };
        section.html(format_args!(
            "<div class=\"{class}\" id=\"c{truth}-{answer}\">\n<h3>{heading}</h3>\n<ul>\n"
        ));
        for case in examples {
            let Case { document, outcome } = case;
            section.html(format_args!(
                "<li>{} <span class=\"id\">{}</span> <span class=\"facts\">{}</span></li>\n",
                Escaped(&document.title),
                Escaped(&document.id),
                percent(outcome.probability.into())
            ));
        }
        let more = n - examples.len();
        if more > 0 {
            section.html(format_args!("<li class=\"facts\">and {} more</li>\n", grouped(more as u64)));
        }
        section.html(format_args!("</ul>\n</div>\n"));
    }
}
