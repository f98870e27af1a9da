//! The edges of summaries.

use proptest::prelude::*;

use super::*;

const STORY: &str = "The Harbor Board approved a new ferry line to Port Ellis on Tuesday. \
    The ferry line will open in May and carry freight as well as commuters. \
    Dana Whit, the board's chair, praised the ferry line and its builders. \
    Nobody at the meeting of the board spoke against the plan for the ferry. \
    A cold wind blew over the empty market square for most of the afternoon.";

fn summarize(text: &str, params: SummaryParams) -> Vec<String> {
    let document = Document::new("a", text);
    let summary = Summarizer::new(params).unwrap().summarize(&document, None, &mut Scratch::default());
    summary.sentences.iter().map(|sentence| sentence.span.of(text).to_owned()).collect()
}

fn with_budget(budget: Budget) -> SummaryParams {
    SummaryParams { budget, ..SummaryParams::default() }
}

const METHODS: [Method; 8] = [
    Method::Auto,
    Method::News,
    Method::Lead,
    Method::TfIdf,
    Method::Central,
    Method::LexRank,
    Method::TextRank,
    Method::Topic,
];

#[test]
fn a_story_gives_its_lead_first_and_leaves_the_weather() {
    let summary = summarize(STORY, SummaryParams::default());
    assert_eq!(summary.len(), 3);
    assert!(summary[0].starts_with("The Harbor Board approved"));
    assert!(!summary.iter().any(|sentence| sentence.contains("wind")));
}

#[test]
fn one_sentence_is_its_own_summary_by_every_method() {
    for method in METHODS {
        let params = SummaryParams { method, ..SummaryParams::default() };
        assert_eq!(summarize("  The Senate voted.\n", params), ["The Senate voted."], "{method}");
    }
}

#[test]
fn a_lone_headline_and_capitals_are_summarized() {
    assert_eq!(summarize("Senate Votes", SummaryParams::default()), ["Senate Votes"]);
    assert_eq!(summarize("SENATE VOTES ON TAX BILL", SummaryParams::default()), ["SENATE VOTES ON TAX BILL"]);
}

#[test]
fn empty_and_blank_bodies_have_no_summary() {
    for text in ["", " \n\t "] {
        assert!(summarize(text, SummaryParams::default()).is_empty());
    }
    let document = Document { text: "A title.".to_owned(), ..Document::default() };
    let summarizer = Summarizer::new(SummaryParams::default()).unwrap();
    assert!(summarizer.summarize(&document, None, &mut Scratch::default()).sentences.is_empty());
}

#[test]
fn text_without_spaces_or_terms_is_summarized() {
    assert!(!summarize("参议院周一投票。众议院周二投票。", SummaryParams::default()).is_empty());
    assert!(summarize("!!! ... ???", SummaryParams::default()).is_empty(), "there is no word");
    assert!(!summarize("It was. She is. We are.", SummaryParams::default()).is_empty());
}

#[test]
fn more_sentences_than_there_are_gives_all_in_order() {
    let summary = summarize(STORY, with_budget(Budget::Sentences(99)));
    assert_eq!(summary.join(" "), STORY);
}

#[test]
fn a_repetition_is_in_no_summary_and_comes_last_among_all() {
    let text = "The Senate voted on the tax bill on Monday evening. ".repeat(1000)
        + "The House will take up the farm bill next week. Nobody knows.";
    for method in METHODS {
        let params = SummaryParams { method, ..SummaryParams::default() };
        let mut summary = summarize(&text, params);
        summary.sort_unstable();
        summary.dedup();
        assert_eq!(summary.len(), 3, "{method}");
    }
    let text = "It is so. ".repeat(1000) + "Nobody knows.";
    assert_eq!(summarize(&text, with_budget(Budget::Sentences(5))), ["It is so.", "Nobody knows."]);
    let document = Document::new("a", text);
    let summarizer = Summarizer::new(SummaryParams::default()).unwrap();
    let all = summarizer.rank_all(&document, None, &mut Scratch::default()).sentences;
    assert_eq!((all.len(), all[1000].rank), (1001, 2));
}

#[test]
fn a_long_summary_repeats_none_of_its_sentences() {
    let sentence = |n: usize| format!("Member {n} spoke of matter {} and left by door {}. ", n * 7, n * 11);
    let text: String = (0..50).chain(0..50).map(sentence).collect();
    for method in METHODS {
        let params = SummaryParams { method, ..with_budget(Budget::Sentences(90)) };
        assert_eq!(summarize(&text, params).len(), 50, "{method}");
    }
}

#[test]
fn what_says_nearly_the_same_is_taken_before_a_repetition() {
    let text = "Member 1 voted. ".repeat(9) + "Member 2 voted. Member 3 voted.";
    let expected = ["Member 1 voted.", "Member 2 voted.", "Member 3 voted."];
    assert_eq!(summarize(&text, SummaryParams::default()), expected);
}

#[test]
fn budgets_are_kept() {
    let words = |summary: &[String]| summary.join(" ").split_whitespace().count();
    let summary = summarize(STORY, with_budget(Budget::Words(26)));
    assert!((12..=26).contains(&words(&summary)), "{summary:?}");
    let summary = summarize(STORY, with_budget(Budget::Chars(140)));
    assert!((60..=140).contains(&summary.join(" ").chars().count()), "{summary:?}");
    assert_eq!(summarize(STORY, with_budget(Budget::Ratio(0.3))).len(), 2);
    assert!(summarize(STORY, with_budget(Budget::Words(3))).is_empty());
    let thirty: String = (0..30).map(|n| format!("Member {n} voted for the bill in room {n}. ")).collect();
    assert_eq!(summarize(&thirty, with_budget(Budget::Ratio(0.1))).len(), 3);
}

#[test]
fn a_bill_goes_by_its_centre_and_a_story_by_its_lead() {
    let summarizer = Summarizer::new(SummaryParams::default()).unwrap();
    let method =
        |text: &str| summarizer.summarize(&Document::new("a", text), None, &mut Scratch::default()).method;
    assert_eq!(method(STORY), Method::News);
    assert_eq!(
        method("SEC. 2. FERRIES. (a) The board shall run ferries. (b) It shall report."),
        Method::TfIdf
    );
}

#[test]
fn the_caller_s_evidence_decides_between_like_sentences() {
    let params = SummaryParams { method: Method::Topic, budget: Budget::Sentences(1), ..Default::default() };
    let summarizer = Summarizer::new(params).unwrap();
    let document = Document::new("a", STORY);
    let choose = |said: fn(&str) -> f32| {
        let summary = summarizer.summarize(&document, Some(&mut Said(said)), &mut Scratch::default());
        (summary.method, summary.sentences[0].span.of(STORY).to_owned())
    };
    let (method, sentence) = choose(|sentence| if sentence.contains("wind") { 90.0 } else { -3.0 });
    assert_eq!((method, sentence.contains("wind")), (Method::Topic, true));
    assert!(choose(|_| f32::NAN).1.starts_with("The Harbor Board approved"), "no number is no evidence");
    assert!(choose(|_| 90.0).1.starts_with("The Harbor Board approved"), "enough is enough");
}

#[test]
fn the_title_is_taken_where_only_it_says_the_topic() {
    let params = SummaryParams { method: Method::Topic, budget: Budget::Sentences(1), ..Default::default() };
    let title = "New Line to Port Ellis Opens in May".to_owned();
    let document =
        Document { title: Some(title.clone()), ..Document::new("a", format!("{title}\n\n{STORY}")) };
    let choose = |said: fn(&str) -> f32| {
        let summarizer = Summarizer::new(params.clone()).unwrap();
        let summary = summarizer.summarize(&document, Some(&mut Said(said)), &mut Scratch::default());
        summary.sentences[0].span.of(&document.text) == title
    };
    assert!(choose(|sentence| if sentence.contains("Opens") { 1.0 } else { -1.0 }));
    assert!(!choose(|sentence| if sentence.contains("Opens") { 9.0 } else { 1.0 }));
    assert!(!choose(|_| -1.0));
}

/// Evidence of one number.
struct Said(fn(&str) -> f32);

impl Evidence for Said {
    fn width(&self) -> usize {
        1
    }

    fn read(&mut self, sentences: &[&str], evidence: &mut [f32]) {
        evidence[0] = sentences.iter().map(|sentence| self.0(sentence)).sum();
    }

    fn margin(&mut self, evidence: &[f32]) -> f32 {
        evidence[0]
    }
}

#[test]
fn parts_of_a_body_do_not_run_into_each_other() {
    let text = "The Senate voted on Monday.SHARE THISThe House did not.";
    let body = vec![Span::new(0, 27), Span::new(37, text.len())];
    let document = Document { text: text.to_owned(), body, ..Document::default() };
    let summarizer = Summarizer::new(SummaryParams::default()).unwrap();
    let all = summarizer.rank_all(&document, None, &mut Scratch::default()).sentences;
    let texts: Vec<&str> = all.iter().map(|sentence| sentence.span.of(text)).collect();
    assert_eq!(texts, ["The Senate voted on Monday.", "The House did not."]);
}

#[test]
fn words_are_rather_left_than_spent_on_whom_to_call() {
    let contact = "Contact: Bo Day of the Harbor Board in Port Ellis, telephone 202/555-0100.";
    let text = format!("{STORY} {contact}");
    for method in [Method::Auto, Method::TfIdf, Method::LexRank] {
        let summary =
            |budget| summarize(&text, SummaryParams { method, budget, ..Default::default() }).concat();
        assert!(!summary(Budget::Words(99)).contains("Contact"), "{method}");
        assert!(summary(Budget::Sentences(99)).contains(contact), "{method}");
    }
}

#[test]
fn where_nothing_is_unlike_enough_what_is_least_alike_comes_first() {
    let text = "The Senate passed the farm bill on Tuesday night. The Senate passed the farm bill on Tuesday \
        evening. Researchers at the college found lead in the drinking water of forty schools. Gasoline prices \
        rose sharply across the western states after a refinery fire.";
    for redundancy in [None, Some(0.0), Some(0.3)] {
        let found = summarize(text, SummaryParams { redundancy, ..Default::default() });
        assert!(found.iter().filter(|sentence| sentence.starts_with("The Senate")).count() == 1, "{found:?}");
    }
}

#[test]
fn the_headline_is_not_repeated_in_the_summary() {
    let text = format!("Harbor Board Approves a New Ferry Line to Port Ellis\n\n{STORY}");
    let title = "Harbor Board Approves a New Ferry Line to Port Ellis".to_owned();
    let document = Document { title: Some(title.clone()), ..Document::new("a", text.as_str()) };
    let summarizer = Summarizer::new(SummaryParams::default()).unwrap();
    let summary = summarizer.summarize(&document, None, &mut Scratch::default());
    assert!(summary.sentences.iter().all(|sentence| sentence.span.of(&text) != title));
}

#[test]
fn a_sentence_that_shares_the_headline_s_terms_gains() {
    let rank_of_wind = |title: Option<&str>| {
        let document = Document { title: title.map(str::to_owned), ..Document::new("a", STORY) };
        let summarizer = Summarizer::new(SummaryParams::default()).unwrap();
        let all = summarizer.rank_all(&document, None, &mut Scratch::default()).sentences;
        all.iter().find(|sentence| sentence.span.of(STORY).contains("wind")).unwrap().rank
    };
    assert_eq!(rank_of_wind(None), 5);
    assert!(rank_of_wind(Some("Cold Wind Over Empty Market Square")) < 5);
    assert_eq!(rank_of_wind(Some("Zebras")), 5, "a title of other words changes nothing");
}

/// The sentences chosen from several texts, with the number of the text.
fn summarize_many(texts: &[&str], params: SummaryParams) -> Vec<(usize, String)> {
    let documents: Vec<Document> = texts.iter().map(|text| Document::new("a", *text)).collect();
    let documents: Vec<&Document> = documents.iter().collect();
    let summary = Summarizer::new(params).unwrap().summarize_many(&documents, &mut Scratch::default());
    let text = |sentence: &ScoredSpan| sentence.span.of(texts[sentence.document]).to_owned();
    summary.sentences.iter().map(|sentence| (sentence.document, text(sentence))).collect()
}

#[test]
fn copies_add_nothing_and_follow_ups_their_news() {
    let next = "Unions of dock workers sued the Harbor Board on Wednesday over pay on the ferry line. \
        The Harbor Board approved a new ferry line to Port Ellis on Tuesday.";
    let found = summarize_many(&[STORY, STORY, next], SummaryParams::default());
    assert_eq!(found.len(), 3, "{found:?}");
    assert_eq!(found.iter().filter(|(_, text)| text.starts_with("The Harbor Board")).count(), 1);
    assert!(found.iter().any(|(document, text)| *document == 2 && text.starts_with("Unions")), "{found:?}");
    assert!(found.iter().all(|(document, _)| *document != 1));
    let all = summarize_many(&[STORY, STORY], with_budget(Budget::Sentences(99)));
    assert!(all.len() <= 5 && all.iter().all(|(document, _)| *document == 0), "{all:?}");
}

#[test]
fn many_documents_of_one_are_that_one_without_its_repetitions() {
    for method in METHODS {
        let params = SummaryParams { method, redundancy: Some(0.3), ..Default::default() };
        let many: Vec<String> =
            summarize_many(&["", STORY], params.clone()).into_iter().map(|(_, text)| text).collect();
        let one = summarize(STORY, params);
        assert!(many.iter().all(|sentence| one.contains(sentence)), "{method}");
    }
    assert!(summarize_many(&[], SummaryParams::default()).is_empty());
    assert!(summarize_many(&["", " "], SummaryParams::default()).is_empty());
    assert_eq!(summarize_many(&["Votes", "Votes"], SummaryParams::default()), [(0, "Votes".to_owned())]);
}

#[test]
fn the_documents_before_change_nothing() {
    let summarizer = Summarizer::new(SummaryParams::default()).unwrap();
    let document = Document::new("a", STORY);
    let mut scratch = Scratch::default();
    let fresh = summarizer.summarize(&document, None, &mut scratch);
    for text in ["ferry Ferry market", "", "The afternoon was cold. The plan failed at the meeting."] {
        summarizer.summarize(&Document::new("b", text), None, &mut scratch);
    }
    assert_eq!(summarizer.summarize(&document, None, &mut scratch), fresh);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn summaries_lie_in_the_text_in_order_and_within_budget(
        text in "([A-Za-z“”\"'é中I()0-9.?! \n]{0,12}|The tax bill passed the Senate. |\\(a\\) |He ){0,40}",
        k in 1usize..6,
        method in 0usize..8,
    ) {
        let params = SummaryParams { method: METHODS[method], budget: Budget::Sentences(k), ..Default::default() };
        let summarizer = Summarizer::new(params).unwrap();
        let document = Document::new("a", text.clone());
        let mut scratch = Scratch::default();
        let all = summarizer.rank_all(&document, None, &mut scratch).sentences;
        let some = summarizer.summarize(&document, None, &mut scratch).sentences;
        let mut texts: Vec<&str> = all.iter().map(|sentence| sentence.span.of(&text)).collect();
        texts.sort_unstable();
        texts.dedup();
        prop_assert_eq!(some.len(), k.min(texts.len()));
        for sentence in &all {
            let found = sentence.span.of(&text);
            prop_assert!(!found.is_empty() && found.trim() == found);
            prop_assert!((0.0..=1.0).contains(&sentence.score));
        }
        prop_assert!(all.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
        let best: Vec<ScoredSpan> = all.into_iter().filter(|sentence| sentence.rank <= some.len()).collect();
        prop_assert_eq!(best, some);
    }
}
