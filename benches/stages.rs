//! The time of each stage on the sample data, a criterion group a stage.
//!
//! Everything runs on one thread; set-up stands outside the timing, and every loop checks its result, so that a stage
//! cannot become fast by becoming wrong. Beside a stage stands the obvious other way to do it, or a floor: less work
//! that nothing could do without. `benches/README.md` says how to run it and how to record a run.

use std::hint::black_box;
use std::path::Path;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput};
use newsdesk::corpus::{Input, ReadParams, Record, documents};
use newsdesk::features::tfidf::RowScratch;
use newsdesk::summarize::{self, Budget, Method, Summarizer, SummaryParams};
use newsdesk::text::clean::Cleaner;
use newsdesk::text::sentence::SentenceSplitter;
use newsdesk::text::tokenize::for_each_token;
use newsdesk::text::{RawDocument, Span};
use newsdesk::{Document, Example, Model, TrainParams, model};
use unicode_segmentation::UnicodeSegmentation;

fn main() {
    // One thread, so that a figure does not depend on who else wants the other cores.
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().expect("no pool was started before");
    let mut criterion = Criterion::default().configure_from_args();
    let sample = Sample::read();
    clean(&mut criterion, &sample);
    tokenize(&mut criterion, &sample);
    sentences(&mut criterion, &sample);
    train(&mut criterion, &sample);
    let model = sample.model();
    vectorize(&mut criterion, &sample, &model);
    classify(&mut criterion, &sample, &model);
    summarize(&mut criterion, &sample);
    criterion.final_summary();
}

/// The data of the repository: short labelled texts, and articles as they stand on a page.
struct Sample {
    /// `data/sample.csv`: 266 texts of 70 words.
    examples: Vec<Example>,
    /// `data/articles`: 12 saved pages.
    pages: Vec<RawDocument>,
    /// Both, cleaned.
    documents: Vec<Document>,
}

impl Sample {
    fn read() -> Self {
        let example = |record: Record| Example {
            document: record.document,
            label: record.label.expect("every row has a label"),
            group: String::new(),
        };
        let examples: Vec<Example> = records("sample.csv").map(example).collect();
        let pages: Vec<RawDocument> = records("articles").map(|record| record.document).collect();
        assert_eq!((examples.len(), pages.len()), (266, 12));
        let cleaner = Cleaner::new(Default::default());
        let raw = examples.iter().map(|example| &example.document).chain(&pages);
        let documents = raw.map(|raw| cleaner.clean(raw.clone())).collect();
        Self { examples, pages, documents }
    }

    /// A model of the examples, always the same.
    fn model(&self) -> Model {
        params().fit(self.examples.clone()).expect("the sample can be trained on")
    }

    /// The parts of all bodies.
    fn bodies(&self) -> Vec<&str> {
        self.documents.iter().flat_map(Document::body_parts).collect()
    }

    /// Documents and bytes a second of the bodies.
    fn throughput(&self) -> Throughput {
        let bytes = self.bodies().iter().map(|body| body.len() as u64).sum();
        Throughput::ElementsAndBytes { elements: self.documents.len() as u64, bytes }
    }
}

fn records(name: &str) -> impl Iterator<Item = Record> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(name);
    let records = documents(vec![Input::Path(path)], ReadParams::default(), |_| ());
    records.expect("the sample data is there").map(|record| record.expect("the sample data is whole"))
}

/// Without cross-validation, which trains several times and measures itself.
fn params() -> TrainParams {
    TrainParams::new().folds(0).seed(0)
}

/// Times `work`, which must always come to `expected`.
fn case(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    expected: usize,
    mut work: impl FnMut() -> usize,
) {
    group.bench_function(name, |bencher| bencher.iter(|| assert_eq!(work(), expected, "{name}")));
}

fn clean(criterion: &mut Criterion, sample: &Sample) {
    let mut group = criterion.benchmark_group("clean");
    let bytes = sample.pages.iter().map(|page| page.text.len() as u64).sum();
    group.throughput(Throughput::ElementsAndBytes { elements: sample.pages.len() as u64, bytes });
    let cleaner = Cleaner::new(Default::default());
    case(&mut group, "newsdesk", CLEAN_BYTES, || {
        let body = |page: &RawDocument| cleaner.clean(black_box(page).clone()).body_text().len();
        sample.pages.iter().map(body).sum()
    });
}

fn tokenize(criterion: &mut Criterion, sample: &Sample) {
    let mut group = criterion.benchmark_group("tokenize");
    group.throughput(sample.throughput());
    let bodies = sample.bodies();
    let count = |words: fn(&str) -> usize| bodies.iter().map(|body| words(black_box(body))).sum::<usize>();
    case(&mut group, "newsdesk", TOKENS, || {
        let mut n_tokens = 0;
        bodies.iter().for_each(|body| for_each_token(black_box(body), |_, _| n_tokens += 1));
        n_tokens
    });
    let white_space = |body: &str| body.split_whitespace().count();
    case(&mut group, "floor: split_whitespace", count(white_space), || count(white_space));
    let unicode_words = |body: &str| body.unicode_words().count();
    case(&mut group, "rival: unicode_words", count(unicode_words), || count(unicode_words));
}

fn sentences(criterion: &mut Criterion, sample: &Sample) {
    let mut group = criterion.benchmark_group("sentences");
    group.throughput(sample.throughput());
    let bodies = sample.bodies();
    let (splitter, mut spans) = (SentenceSplitter::new(), Vec::<Span>::new());
    case(&mut group, "newsdesk", SENTENCES, || {
        let mut count = |body: &&str| {
            splitter.split_into(black_box(body), &mut spans);
            spans.len()
        };
        bodies.iter().map(&mut count).sum()
    });
    let unicode = || bodies.iter().map(|body| black_box(body).split_sentence_bounds().count()).sum();
    case(&mut group, "rival: split_sentence_bounds", unicode(), unicode);
}

fn train(criterion: &mut Criterion, sample: &Sample) {
    let mut group = criterion.benchmark_group("train");
    let bytes = sample.examples.iter().map(|example| example.document.text.len() as u64).sum();
    group.sample_size(20);
    group.throughput(Throughput::ElementsAndBytes { elements: sample.examples.len() as u64, bytes });
    let expected = sample.model();
    group.bench_function("newsdesk", |bencher| {
        bencher.iter_batched(
            || sample.examples.clone(),
            |examples| {
                let model = params().fit(examples).expect("the sample can be trained on");
                assert!(model.to_bytes() == expected.to_bytes(), "another model from the same data");
            },
            criterion::BatchSize::LargeInput,
        );
    });
}

fn vectorize(criterion: &mut Criterion, sample: &Sample, model: &Model) {
    let mut group = criterion.benchmark_group("vectorize");
    group.throughput(sample.throughput());
    let (vectorizer, mut scratch) = (model.vectorizer(), RowScratch::default());
    let expected = vectorizer.transform(&sample.documents).n_values();
    case(&mut group, "newsdesk", expected, || {
        let mut n_values = |document| vectorizer.row(black_box(document), &mut scratch).values.len();
        sample.documents.iter().map(&mut n_values).sum()
    });
}

fn classify(criterion: &mut Criterion, sample: &Sample, model: &Model) {
    let mut group = criterion.benchmark_group("classify");
    group.throughput(sample.throughput());
    let mut scratch = model::Scratch::default();
    let mut right = || {
        let mut label = |document| {
            let prediction = model.classify_with(black_box(document), 0.0, &mut scratch);
            model.label(prediction.class)
        };
        let labels = sample.documents.iter().map(&mut label);
        labels.zip(&sample.examples).filter(|(label, example)| *label == example.label).count()
    };
    let expected = right();
    assert!(expected > 250, "{expected} of 266 training texts get their own label back");
    case(&mut group, "newsdesk", expected, right);
}

fn summarize(criterion: &mut Criterion, sample: &Sample) {
    let mut group = criterion.benchmark_group("summarize");
    group.throughput(sample.throughput());
    for (name, method) in
        [("newsdesk", Method::Auto), ("newsdesk: lexrank", Method::LexRank), ("floor: lead", Method::Lead)]
    {
        let params = SummaryParams { method, budget: Budget::Sentences(3), ..SummaryParams::default() };
        let summarizer = Summarizer::new(params).expect("the parameters are in range");
        let mut scratch = summarize::Scratch::default();
        case(&mut group, name, CHOSEN, || {
            let mut chosen =
                |document| summarizer.summarize(black_box(document), None, &mut scratch).sentences.len();
            sample.documents.iter().map(&mut chosen).sum()
        });
    }
}

/// What the stages find in the sample data. Another number is another answer: look at it before writing it down here.
const CLEAN_BYTES: usize = 37_766;
const TOKENS: usize = 23_989;
const SENTENCES: usize = 1_461;
const CHOSEN: usize = 834;
