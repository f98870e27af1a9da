//! The record of `explain`: which terms made a score, and where they stand.

mod html;
mod marks;
mod text;

use serde::Serialize;

use super::{Entry, Origin, Style};
use crate::model::{Contribution, Explanation, Model, Prediction, with_name};
use crate::text::{Document, Span};

/// Why a label has the score it has for a document.
#[derive(Clone, Debug, Serialize)]
pub struct Explained {
    id: String,
    label: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    vs: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vs_name: Option<String>,
    score: f32,
    vs_score: Option<f32>,
    margin: f32,
    intercept: f32,
    terms: Vec<Term>,
    other_terms: Rest,
    predicted: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    predicted_name: Option<String>,
    abstain_reason: Option<&'static str>,
    title: Option<String>,
    source: String,
    record: u64,
    model: String,
    /// The text that the offsets count in, and the parts of it that are the body.
    #[serde(skip)]
    text: String,
    #[serde(skip)]
    body: Vec<Span>,
}

/// A term with what it adds to the margin.
#[derive(Clone, Debug, Serialize)]
struct Term {
    term: String,
    weight: f32,
    spans: Vec<Place>,
    title_spans: Vec<Place>,
}

/// Bytes of a text.
#[derive(Clone, Copy, Debug, Serialize)]
struct Place {
    start: usize,
    end: usize,
}

/// The terms that are not listed, together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
struct Rest {
    n: usize,
    weight: f32,
}

impl Explained {
    /// The record of an explanation of `class`, against `versus` where there is one, with the `top` largest terms (0:
    /// all); `model_id` is [`Model::id`], which takes time.
    pub fn new(
        model: &Model,
        model_id: &str,
        document: Document,
        prediction: &Prediction,
        (class, versus): (usize, Option<usize>),
        top: usize,
        origin: Origin,
    ) -> Self {
        let Explanation { score, intercept, contributions } = model.explain(&document, class, versus);
        let top = if top == 0 { contributions.len() } else { top.min(contributions.len()) };
        let (listed, others) = contributions.split_at(top);
        let rest = others.iter().map(|part| f64::from(part.weight)).sum::<f64>() as f32;
        let probability = |class| {
            let ranked = prediction.ranked.iter().find(|ranked| ranked.class == class);
            ranked.map_or(0.0, |ranked| ranked.probability)
        };
        let name = |class| model.label_name(class).map(str::to_owned);
        Self {
            label: model.label(class).to_owned(),
            name: name(class),
            vs: versus.map(|class| model.label(class).to_owned()),
            vs_name: versus.and_then(name),
            score: probability(class),
            vs_score: versus.map(probability),
            margin: score,
            intercept,
            terms: listed.iter().map(Term::new).collect(),
            other_terms: Rest { n: others.len(), weight: rest },
            predicted: model.label(prediction.class).to_owned(),
            predicted_name: name(prediction.class),
            abstain_reason: prediction.abstain.map(|reason| reason.name()),
            source: origin.source,
            record: origin.record,
            model: model_id.to_owned(),
            id: document.id,
            title: document.title,
            text: document.text,
            body: document.body,
        }
    }

    /// The label and its probability, and those of the other label.
    fn question(&self) -> String {
        let percent = |share: f32| format!("{:.0}%", share * 100.0);
        let label = format!("{} {}", with_name(&self.label, self.name.as_deref()), percent(self.score));
        match (&self.vs, self.vs_score) {
            (Some(vs), Some(score)) => {
                let vs = with_name(vs, self.vs_name.as_deref());
                format!("{label} against {vs} {}", percent(score))
            }
            _ => label,
        }
    }

    /// What the model says instead, where it gives no label or another one.
    fn answer(&self) -> Option<String> {
        match self.abstain_reason {
            Some(reason) => Some(format!("The model gives no label: {reason}")),
            None if self.predicted != self.label => {
                let predicted = with_name(&self.predicted, self.predicted_name.as_deref());
                Some(format!("The model says {predicted}"))
            }
            None => None,
        }
    }

    /// How the parts add up.
    fn sum(&self) -> String {
        let weights = self.terms.iter().map(|term| f64::from(term.weight));
        let (mut for_it, mut against) = (0.0, 0.0);
        weights.for_each(|weight| if weight > 0.0 { for_it += weight } else { against += weight });
        format!(
            "raw score {:+.3} = {:+.3} without any term {:+.3} for {:+.3} against {:+.3} from {} other terms",
            self.margin, self.intercept, for_it, against, self.other_terms.weight, self.other_terms.n
        )
    }

    /// The largest weight of a term, either way.
    fn largest(&self) -> f32 {
        self.terms.iter().map(|term| term.weight.abs()).fold(0.0, f32::max)
    }
}

impl Term {
    fn new(part: &Contribution<'_>) -> Self {
        let places = |spans: &[Span]| {
            spans.iter().map(|span| Place { start: span.start, end: span.end }).collect::<Vec<_>>()
        };
        Self {
            term: part.term.clone().into_owned(),
            weight: part.weight,
            spans: places(&part.spans),
            title_spans: places(&part.title_spans),
        }
    }

    /// How often it occurs.
    fn count(&self) -> usize {
        self.spans.len() + self.title_spans.len()
    }
}

impl Entry for Explained {
    const FIELDS: &'static [&'static str] = &[
        "id",
        "label",
        "name",
        "vs",
        "vs_name",
        "score",
        "vs_score",
        "margin",
        "intercept",
        "terms",
        "other_terms",
        "predicted",
        "predicted_name",
        "abstain_reason",
        "title",
        "source",
        "record",
        "model",
    ];

    fn text(&self, style: &Style) -> String {
        text::text(self, style)
    }

    fn page_head() -> String {
        html::head()
    }

    fn html(&self) -> String {
        html::article(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Example, TrainParams};

    pub(super) fn explained(text: &str, top: usize) -> Explained {
        let examples =
            [("tax", "tax cut vote"), ("tax", "income tax cut"), ("farm", "farm aid"), ("farm", "farm vote")];
        let examples = examples.map(|(label, text)| Example::new(text, label)).to_vec();
        let names = [("farm", "Agriculture"), ("tax", "Taxes")].into_iter().collect();
        let params = TrainParams::new().folds(0).min_df(1).ngram_range(1, 2).chars(None).label_names(names);
        let model = params.fit(examples).unwrap();
        let document = Document { title: Some("<b>Aid</b>".to_owned()), ..Document::new("a&1", text) };
        let prediction = model.classify(&document);
        let origin = Origin { source: "x.txt".to_owned(), record: 1 };
        Explained::new(&model, "m@1", document, &prediction, (1, Some(0)), top, origin)
    }

    #[test]
    fn what_is_listed_and_the_rest_sum_to_the_margin() {
        for top in [0, 1, 2, 100] {
            let found = explained("A tax cut or <i>farm aid</i>.", top);
            let listed: f32 = found.terms.iter().map(|term| term.weight).sum();
            assert!(
                (found.intercept + listed + found.other_terms.weight - found.margin).abs() < 1e-5,
                "{top}"
            );
            assert_eq!(found.other_terms.n == 0, top != 1 && top != 2);
        }
    }

    #[test]
    fn the_fields_are_those_that_are_named() {
        let json = serde_json::to_value(explained("tax", 0)).unwrap();
        let mut names: Vec<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
        let mut fields = Explained::FIELDS.to_vec();
        names.sort_unstable();
        fields.sort_unstable();
        assert_eq!(names, fields);
    }

    #[test]
    fn the_text_has_marks_only_in_colour_and_the_page_no_markup_of_the_input() {
        let found = explained("A tax cut or <i>farm aid</i>.", 0);
        assert!(!found.text(&Style::default()).contains('\x1b'));
        let colored = found.text(&Style { color: true, width: 80 });
        assert!(colored.contains("tax\x1b[0m"), "{colored:?}");
        let page = found.html();
        assert!(page.contains("&lt;i&gt;") && !page.contains("<i>") && !page.contains("<b>Aid"), "{page}");
        assert!(page.contains("a&amp;1") && page.contains("<mark class=\"for"), "{page}");
    }
}
