//! `explain`.

use std::fs;

use serde_json::Value;

use super::case;

/// The weights of a record, with what is not listed.
fn sum(record: &Value) -> f64 {
    let listed = record["terms"].as_array().unwrap().iter().map(|term| term["weight"].as_f64().unwrap());
    record["intercept"].as_f64().unwrap()
        + listed.sum::<f64>()
        + record["other_terms"]["weight"].as_f64().unwrap()
}

#[test]
fn the_terms_sum_to_the_score_and_stand_where_they_are_said_to() {
    let case = case();
    let text = fs::read_to_string(case.path("article.txt")).unwrap();
    for flags in ["", "--top 3", "--label Defense", "--label Education --vs Health", "--vs Education --top 0"]
    {
        let ran = case.run(&format!("explain -m policy.ndm article.txt {flags}"));
        assert_eq!(ran.code, 0, "{ran}");
        let record = &ran.records()[0];
        assert!((sum(record) - record["margin"].as_f64().unwrap()).abs() < 1e-4, "{flags}: {record}");
        for term in record["terms"].as_array().unwrap() {
            for span in term["spans"].as_array().unwrap() {
                let at = |name: &str| span[name].as_u64().unwrap() as usize;
                let words = text[at("start")..at("end")].split_whitespace().count();
                assert_eq!(words, term["term"].as_str().unwrap().split(' ').count(), "{term}");
            }
        }
    }
}

#[test]
fn several_documents_are_explained_in_order() {
    let ran = case().run("explain -m policy.ndm news.csv article.txt --label Education");
    let ids: Vec<String> = ran.records().iter().map(|record| record["id"].to_string()).collect();
    assert_eq!(ids.join(" "), r#""n1" "n2" "n3" "article""#);
    assert!(ran.records().iter().all(|record| record["label"] == "Education"));
}

#[test]
fn why_not_another_label_is_the_difference() {
    let case = case();
    let margin = |flags: &str| {
        let ran = case.run(&format!("explain -m policy.ndm article.txt {flags}"));
        ran.records()[0]["margin"].as_f64().unwrap()
    };
    let difference = margin("--label Education") - margin("--label Health");
    assert!((margin("--label Education --vs Health") - difference).abs() < 1e-5);
    // Against the model's own answer, the question is about the next best label.
    let ran = case.run("explain -m policy.ndm article.txt --vs Education");
    let record = &ran.records()[0];
    assert!(record["predicted"] == "Education" && record["label"] != "Education", "{record}");
}

#[test]
fn a_label_that_there_is_not_is_refused_with_what_was_meant() {
    let case = case();
    let ran = case.run("explain -m policy.ndm article.txt --label educaton");
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!(ran.stderr, @r#"
    newsdesk: error[E0101]: --label "educaton" is no label of the model policy@[ID]
    help: did you mean "Education"?
    "#);
    let far = case.run("explain -m policy.ndm article.txt --vs Sports");
    assert!(far.code == 2 && far.stderr.contains("help: choose one of: Agriculture, "), "{far}");
    let same = case.run("explain -m policy.ndm article.txt --label Health --vs Health");
    assert!(same.code == 2 && same.stderr.contains("are the same label"), "{same}");
}

#[test]
fn text_has_colours_only_where_they_are_wanted() {
    let case = case();
    let plain = case.run("explain -m policy.ndm article.txt -f text");
    assert!(plain.stdout.starts_with("Education ") && !plain.stdout.contains('\x1b'), "{plain}");
    assert!(plain.stdout.contains("raw score ") && plain.stdout.contains("\u{2026}"), "{plain}");
    let colored = case.run("explain -m policy.ndm article.txt -f text --color always");
    assert!(colored.stdout.contains("\x1b[1;4;36m"), "{colored}");
}

#[test]
fn a_page_is_one_file_that_asks_for_nothing() {
    let case =
        case().file("hostile.txt", "The school said <script>alert(1)</script> & closed. Teachers left.");
    let ran = case.run("explain -m policy.ndm hostile.txt article.txt -o why.html");
    assert_eq!(ran.code, 0, "{ran}");
    let page = fs::read_to_string(case.path("why.html")).unwrap();
    assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
    assert_eq!(page.matches("<article>").count(), 2);
    for outside in ["<script", "http:", "https:", "src=", "url(", "@import"] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(page.contains("<mark class=\"for s3\""), "{page}");
}
