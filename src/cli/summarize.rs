//! `newsdesk summarize`.

use std::process::ExitCode;

use clap::Args;

use super::args::{ErrorArgs, InputArgs, ModelArgs, OutputArgs};
use super::classify::RECORD_FORMATS;
use super::context::Context;
use super::labels::class_of;
use super::numbers::one_or_more;
use super::stream::{ResumeArgs, Stream};
use crate::error::{Error, Result};
use crate::model;
use crate::output::Origin;
use crate::output::summarized::Summarized;
use crate::pipeline::Outcome;
use crate::summarize::{self, Budget, Evidence, Method, Summarizer, SummaryParams};

/// Sentences of a summary where nothing else is asked for.
const SENTENCES: usize = 3;

/// Flags of `summarize`.
#[derive(Debug, Args)]
pub(super) struct Summarize {
    #[command(flatten)]
    inputs: InputArgs,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    output: OutputArgs,
    /// How sentences are ranked: auto, news, lead, tfidf, central, lexrank, textrank, topic
    #[arg(long, value_name = "NAME", default_value = "auto")]
    method: String,
    /// Whose evidence is weighed with the scores: auto (with `--method topic` the document's label), none, or a label
    /// or its name; then ranks are in the order in which the sentences were chosen
    #[arg(long, value_name = "LABEL", default_value = "auto")]
    topic: String,
    #[command(flatten)]
    budget: BudgetArgs,
    /// Largest likeness of two chosen sentences while there are enough others
    /// [default: 0.5 for news, 1 for lead, else 0.3]
    #[arg(long, value_name = "0..1", allow_negative_numbers = true)]
    redundancy: Option<f32>,
    /// Every sentence with its score and rank, whatever the budget
    #[arg(long)]
    all: bool,
    /// Take the topic of documents in other languages too
    #[arg(long)]
    no_language_gate: bool,
    /// Leave page furniture in
    #[arg(long)]
    keep_chrome: bool,
    #[command(flatten)]
    resume: ResumeArgs,
    #[command(flatten)]
    errors: ErrorArgs,
}

/// How long a summary may be.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub(super) struct BudgetArgs {
    /// At most so many sentences [default: 3]
    #[arg(long, value_name = "N", value_parser = one_or_more, allow_negative_numbers = true)]
    sentences: Option<usize>,
    /// At most so many words
    #[arg(long, value_name = "N", value_parser = one_or_more, allow_negative_numbers = true)]
    words: Option<usize>,
    /// At most so many characters
    #[arg(long, value_name = "N", value_parser = one_or_more, allow_negative_numbers = true)]
    chars: Option<usize>,
    /// This share of the sentences, above 0 and up to 1
    #[arg(long, value_name = "R", allow_negative_numbers = true)]
    ratio: Option<f64>,
}

impl BudgetArgs {
    pub(super) fn budget(&self) -> Result<Budget> {
        Ok(match (self.sentences, self.words, self.chars, self.ratio) {
            (_, Some(words), _, _) => Budget::Words(words),
            (_, _, Some(chars), _) => Budget::Chars(chars),
            (_, _, _, Some(ratio)) if ratio > 0.0 && ratio <= 1.0 => Budget::Ratio(ratio),
            (_, _, _, Some(ratio)) => {
                return Err(Error::usage(
                    format!("--ratio {ratio}: expected a number above 0 and up to 1"),
                    None,
                ));
            }
            (sentences, ..) => Budget::Sentences(sentences.unwrap_or(SENTENCES)),
        })
    }
}

impl BudgetArgs {
    /// Whether the user asked for one.
    pub(super) fn is_given(&self) -> bool {
        self.sentences.is_some() || self.words.is_some() || self.chars.is_some() || self.ratio.is_some()
    }
}

impl std::fmt::Display for BudgetArgs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.sentences, self.words, self.chars, self.ratio) {
            (_, Some(words), ..) => write!(f, "{words} words"),
            (_, _, Some(chars), _) => write!(f, "{chars} characters"),
            (_, _, _, Some(ratio)) => write!(f, "{ratio} of the sentences"),
            (Some(1), ..) => f.write_str("1 sentence"),
            (sentences, ..) => write!(f, "{} sentences", sentences.unwrap_or(SENTENCES)),
        }
    }
}

#[derive(Default)]
struct Scratch {
    model: model::Scratch,
    summary: summarize::Scratch,
}

impl Summarize {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode> {
        self.inputs.check_output(self.output.output.as_deref())?;
        self.model.check_output(self.output.output.as_deref())?;
        let format = self.output.format(&RECORD_FORMATS, None)?;
        let method: Method = self.method.parse()?;
        let params = SummaryParams {
            method,
            budget: self.budget.budget()?,
            redundancy: self.redundancy,
            ..SummaryParams::default()
        };
        let summarizer = Summarizer::new(params)?;
        let model = self.model.load()?.language_gate(!self.no_language_gate);
        let topic = Topic::new(&self.topic, method, &model)?;
        if matches!(topic, Topic::Class(_)) && method == Method::Lead {
            let message =
                format!("--topic {}: lead takes the first sentences, whatever they say", self.topic);
            return Err(Error::usage(message, "choose another method".to_owned()));
        }
        let cleaner = model.cleaner(self.keep_chrome);
        let run = Stream::new(&self.inputs, &self.output, format, &self.errors)?.resumable(
            &self.resume,
            &self,
            || model.id(),
        )?;
        context.stream(run, |record, scratch: &mut Scratch| {
            let origin = Origin::of(&record);
            let document = cleaner.clean(record.document);
            let class = match topic {
                Topic::None => None,
                Topic::Class(class) => Some(class),
                Topic::OfDocument => {
                    let prediction = model.classify_with(&document, 0.0, &mut scratch.model);
                    prediction.abstain.is_none().then_some(prediction.class)
                }
            };
            let mut evidence = class.map(|class| model.topic_evidence(class));
            let evidence = evidence.as_mut().map(|evidence| evidence as &mut dyn Evidence);
            let summary = if self.all {
                summarizer.rank_all(&document, evidence, &mut scratch.summary)
            } else {
                summarizer.summarize(&document, evidence, &mut scratch.summary)
            };
            let topic = class.map(|class| (model.label(class), model.label_name(class)));
            Ok((Summarized::new(&document, &summary, topic, origin), Outcome::Ok))
        })
    }
}

/// Whose evidence goes into the scores.
enum Topic {
    None,
    OfDocument,
    Class(usize),
}

impl Topic {
    fn new(name: &str, method: Method, model: &model::Model) -> Result<Self> {
        match name {
            "auto" if method == Method::Topic => Ok(Self::OfDocument),
            "auto" | "none" => Ok(Self::None),
            label => class_of("--topic", label, model, &["auto", "none"]).map(Self::Class),
        }
    }
}
