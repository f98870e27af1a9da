//! What the command line says about labels.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::close_names::close_names;
use super::context::{Context, grouped};
use crate::error::{Error, Level, Notice, Place, Result};
use crate::model::{Example, LabelNames, Model, split_labels};

/// The items by label: first those whose label is a number, in the order of the numbers, then the others as they come.
pub(super) fn by_number<'a, T>(items: &'a [T], label: impl Fn(&'a T) -> &'a str) -> Vec<&'a T> {
    let number = |item: &'a T| label(item).parse::<f64>().ok().filter(|number| number.is_finite());
    let mut items: Vec<&'a T> = items.iter().collect();
    items.sort_by(|a, b| match (number(a), number(b)) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    });
    items
}

/// The class of the label that a flag names: by the label itself, or by its name in any case, alone or after the label
/// as it is shown. `others` are what the flag takes besides labels.
pub(super) fn class_of(flag: &str, wanted: &str, model: &Model, others: &[&str]) -> Result<usize> {
    if let Some(class) = model.class(wanted) {
        return Ok(class);
    }
    let is_wanted = |text: &str| text.to_lowercase() == wanted.to_lowercase();
    let is_named = |&class: &usize| {
        model.label_name(class).is_some_and(|name| is_wanted(name) || is_wanted(&model.label_text(class)))
    };
    match (0..model.labels().len()).filter(is_named).collect::<Vec<_>>().as_slice() {
        [class] => Ok(*class),
        [] => Err(unknown_label(flag, wanted, model, others)),
        several => {
            let labels: Vec<String> =
                several.iter().map(|&class| format!("{:?}", model.label(class))).collect();
            let message = format!("{flag} {wanted:?} is the name of several labels: {}", labels.join(", "));
            Err(Error::usage(message, "pass one of these labels".to_owned()))
        }
    }
}

fn unknown_label(flag: &str, wanted: &str, model: &Model, others: &[&str]) -> Error {
    let classes = 0..model.labels().len();
    let names = classes.clone().filter_map(|class| model.label_name(class).map(str::to_owned));
    let words: Vec<String> = model.labels().iter().cloned().chain(names).collect();
    let help = match close_names(wanted, &words).as_slice() {
        [] => {
            let all = others.iter().map(|&other| other.into());
            let all: Vec<Cow<'_, str>> = all.chain(classes.map(|class| model.label_text(class))).collect();
            format!("choose one of: {}", all.join(", "))
        }
        close => format!("did you mean {}?", close.join(" or ")),
    };
    Error::usage(format!("{flag} {wanted:?} is no label of the model {}", model.id()), help)
}

/// Says what in the labels of the training records is most likely not meant.
pub(super) fn warn_about_labels(context: &Context, examples: &[Example], separator: Option<&str>) {
    warn_about_spellings(context, examples, separator);
    warn_about_copies(context, examples);
    if let Some(separator) = separator {
        say_about_sets(context, examples, separator);
    }
}

/// Labels that differ only in case, in spaces at the ends, in a `.0` or in zeros before a number are most likely one
/// label.
fn warn_about_spellings(context: &Context, examples: &[Example], separator: Option<&str>) {
    let mut labels: Vec<&str> =
        examples.iter().flat_map(|example| split_labels(&example.label, separator)).collect();
    labels.sort_unstable();
    let mut counted: Vec<(String, &str, usize)> =
        labels.chunk_by(|a, b| a == b).map(|same| (plain(same[0]), same[0], same.len())).collect();
    counted.sort();
    for alike in counted.chunk_by(|a, b| a.0 == b.0).filter(|alike| alike.len() > 1) {
        let spellings: Vec<String> =
            alike.iter().map(|(_, label, n)| format!("{label:?} ({})", grouped(*n as u64))).collect();
        context.warn(format!("labels that look alike are kept apart: {}", spellings.join(", ")));
    }
}

fn plain(label: &str) -> String {
    let label = label.trim().to_lowercase();
    let label = label.strip_suffix(".0").unwrap_or(&label);
    match label.parse::<u64>() {
        Ok(number) => number.to_string(),
        Err(_) => label.to_owned(),
    }
}

/// Equal texts are counted, and those whose labels contradict each other are told.
fn warn_about_copies(context: &Context, examples: &[Example]) {
    let mut labels_of: BTreeMap<(Option<&str>, &str), Vec<&str>> = BTreeMap::new();
    for example in examples {
        let text = (example.document.title.as_deref(), example.document.text.as_str());
        labels_of.entry(text).or_default().push(&example.label);
    }
    let copies: Vec<&mut Vec<&str>> = labels_of.values_mut().filter(|labels| labels.len() > 1).collect();
    let n_copies: usize = copies.iter().map(|labels| labels.len() - 1).sum();
    let (mut n_torn, mut n_texts) = (0, 0);
    for labels in copies {
        labels.sort_unstable();
        if labels.first() != labels.last() {
            n_texts += 1;
            n_torn += labels.len();
        }
    }
    if n_copies > 0 {
        context.say(format!(
            "{} records are exact copies of others; trained like the others",
            grouped(n_copies as u64)
        ));
    }
    if n_texts > 0 {
        let (records, texts) = (grouped(n_torn as u64), grouped(n_texts));
        context.warn(format!(
            "{records} records have the same text and other labels ({texts} texts); trained as they are"
        ));
    }
}

/// How many labels documents have.
fn say_about_sets(context: &Context, examples: &[Example], separator: &str) {
    let sizes: Vec<usize> =
        examples.iter().map(|example| split_labels(&example.label, Some(separator)).len()).collect();
    let count = |is: fn(usize) -> bool| grouped(sizes.iter().filter(|&&n| is(n)).count() as u64);
    if sizes.iter().all(|&n| n < 2) {
        context.warn(format!("the separator {separator:?} parts no labels: no record has more than one"));
    }
    let mean = sizes.iter().sum::<usize>() as f64 / sizes.len().max(1) as f64;
    context.say(format!(
        "{mean:.2} labels a record; {} records have several, {} none (examples of what no label is)",
        count(|n| n > 1),
        count(|n| n == 0),
    ));
}

/// How many training records have no text, and how many no group where a column has groups.
pub(super) fn say_about_blanks(context: &Context, examples: &[Example], has_groups: bool) {
    let is_blank = |text: &str| text.trim().is_empty();
    let count = |is: &dyn Fn(&Example) -> bool| examples.iter().filter(|example| is(example)).count() as u64;
    let n_texts = count(&|example| {
        is_blank(&example.document.text) && example.document.title.as_deref().is_none_or(is_blank)
    });
    if n_texts > 0 {
        context.warn(format!("records without a text: {}; trained like the others", grouped(n_texts)));
    }
    let n_groups = count(&|example| has_groups && example.group.is_empty());
    if n_groups > 0 {
        context.warn(format!("records without a group: {}; each is in no group", grouped(n_groups)));
    }
}

/// Says which codes of the labels file are of use, and which labels it does not name.
pub(super) fn say_about_names(context: &Context, names: &LabelNames, file: &std::path::Path, model: &Model) {
    let n_named = (0..model.labels().len()).filter(|&class| model.label_name(class).is_some()).count();
    let n_codes = names.iter().count();
    let nameless: Vec<&str> = (0..model.labels().len())
        .filter(|&class| model.label_name(class).is_none())
        .map(|class| model.label(class))
        .collect();
    let mut message = format!(
        "{} of {} labels have a name; {} of {} codes are no label of the training records",
        grouped(n_named as u64),
        grouped(model.labels().len() as u64),
        grouped((n_codes - n_named) as u64),
        grouped(n_codes as u64),
    );
    if !nameless.is_empty() {
        let shown: Vec<String> = nameless.iter().take(5).map(|label| format!("{label:?}")).collect();
        let more = if nameless.len() > 5 { ", …" } else { "" };
        message += &format!("; without a name: {}{more}", shown.join(", "));
    }
    let level = if n_named == 0 { Level::Warning } else { Level::Info };
    context.notice(&Notice { level, place: Place::file(file), message });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_in_their_order_and_before_words() {
        let order = |labels: &[&'static str]| {
            by_number(labels, |label| label).into_iter().copied().collect::<Vec<&'static str>>()
        };
        assert_eq!(order(&["1", "10", "2", "99", "-3"]), ["-3", "1", "2", "10", "99"]);
        assert_eq!(order(&["Health", "10", "Defense", "9"]), ["9", "10", "Health", "Defense"]);
    }
}
