//! The scores by the values of a column, and against another model.

use super::section::Section;
use crate::evaluate::compare::Compared;
use crate::evaluate::report::By;
use crate::output::grouped;
use crate::output::html::Escaped;

/// Values of the column that are shown.
const VALUES: usize = 100;

/// The scores by the values of a column.
pub(super) fn section(by: &By) -> Section {
    let mut section = Section::new("groups", "Is it as good everywhere?");
    section.paragraph(&format!("The scores by {}. Scores of few documents move by chance.", by.column));
    section.html(format_args!(
        "<div class=\"scroll\"><table class=\"numbers\">\n<tr><th scope=\"col\">{}</th><th scope=\"col\">accuracy</th>\
         <th scope=\"col\">macro-F1</th><th scope=\"col\">documents</th></tr>\n",
        Escaped(&by.column)
    ));
    for group in by.groups.iter().take(VALUES) {
        section.html(format_args!(
            "<tr><th scope=\"row\">{}</th><td>{:.3}</td><td>{:.3}</td><td>{}</td></tr>\n",
            Escaped(&group.value),
            group.accuracy,
            group.macro_f1,
            grouped(group.n as u64)
        ));
    }
    section.html(format_args!("</table></div>\n"));
    if by.groups.len() > VALUES {
        section.paragraph(&format!("{} more values are not shown.", by.groups.len() - VALUES));
    }
    section
}

/// How the model differs from another one.
pub(super) fn comparison(compared: &Compared) -> Section {
    let mut section = Section::new("comparison", "Is it better than the other model?");
    let difference = &compared.difference;
    let change = |value: f64, [low, high]: [f64; 2]| {
        format!("{:+.1} points [{:+.1}, {:+.1}]", value * 100.0, low * 100.0, high * 100.0)
    };
    section.paragraph(&format!(
        "Against {} on the same documents: accuracy {}, macro-F1 {}. Only this model is right on {}, only the other \
         one on {}: {}.",
        compared.model,
        change(difference.accuracy, difference.accuracy_ci),
        change(difference.macro_f1, difference.macro_f1_ci),
        grouped(difference.mcnemar.only_first as u64),
        grouped(difference.mcnemar.only_second as u64),
        compared.verdict(),
    ));
    section
}
