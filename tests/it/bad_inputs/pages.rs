//! Pages that hold no article, articles that no model is for, and markup that breaks.

use insta::assert_snapshot;

use super::{classify, run};
use crate::support::Case;

#[test]
fn a_page_of_furniture_gets_no_label_and_says_how_much_went() {
    let page = "Skip to main content\nMenu\nHome\nTaxes & Refunds\nFarm Programs\nNewsroom\nContact Us\nSite Map\n\
        Share on Facebook\nPrivacy Policy\n";
    assert_snapshot!(run("a.txt", page, "classify --fields id,label,abstain_reason,removed_bytes"), @r#"
exit: 0
--- stdout
{"id":"a","label":null,"abstain_reason":"empty","removed_bytes":122}
--- stderr
read 1 · ok 0 · abstained 1 · errors 0 · [MB] in [TIME]
"#);
    assert_snapshot!(run("a.txt", page, "clean -q"), @r#"
exit: 0
--- stdout
{"id":"a","title":null,"byline":null,"agency":null,"dateline":null,"date":null,"site":null,"body":"","removed":[{"start":0,"end":122,"rule":"navigation"}],"source":"a.txt","record":1}
"#);
    assert_snapshot!(run("a.txt", page, "summarize -q"), @r#"
exit: 0
--- stdout
{"id":"a","method":"news","topic":null,"title":null,"summary":"","sentences":[],"truncated":false,"source":"a.txt","record":1}
"#);
}

#[test]
fn a_page_shown_instead_of_the_article_gets_no_label_even_with_a_title() {
    let page = "<title>Farm aid and income tax</title><h1>One moment, please</h1>\
        <p>We check that your browser accepts cookies. Please allow scripts on this site and reload the page.</p>";
    let ran = run("a.html", page, "classify --fields id,label,abstain_reason,title,removed_bytes");
    assert_snapshot!(ran, @r#"
exit: 0
--- stdout
{"id":"a","label":null,"abstain_reason":"empty","title":"One moment, please","removed_bytes":98}
--- stderr
read 1 · ok 0 · abstained 1 · errors 0 · [MB] in [TIME]
"#);
}

#[test]
fn an_article_in_another_language_gets_a_label_only_on_demand() {
    let text = "Der Senat hat am Montag ein Gesetz beschlossen, das die Steuer auf Einkommen senkt. Die Bauern sollen \
        mehr Geld für Milch bekommen, und das Gesetz tritt erst im Mai in Kraft.";
    let case = Case::with_model().file("de.txt", text);
    assert_snapshot!(case.run("classify -m policy.ndm --fields id,label,abstain_reason de.txt"), @r#"
exit: 0
--- stdout
{"id":"de","label":null,"abstain_reason":"language"}
--- stderr
read 1 · ok 0 · abstained 1 · errors 0 · [MB] in [TIME]
"#);
    for verb in ["classify --fields abstain", "brief -f json", "summarize --method topic"] {
        let gated = case.run(&format!("{verb} -q -m policy.ndm de.txt"));
        let open = case.run(&format!("{verb} -q -m policy.ndm --no-language-gate de.txt"));
        assert_eq!((gated.code, open.code), (0, 0), "{gated}{open}");
        assert_ne!(gated.stdout, open.stdout, "{verb}");
    }
}

#[test]
fn markup_of_any_depth_and_without_an_end_gives_its_text() {
    let text = "<p>The senate cut the income tax today, and the farmers got their aid.</p>";
    let pages = [
        "<div>".repeat(200_000) + text,
        "<ul><li>".repeat(1 << 16) + text,
        format!("{text}<script>let page = '</p>';"),
        format!("{text}<!-- the end of this note is lost"),
        format!("<script>let page = 1; {text}"),
    ];
    for page in pages {
        let ran = run("a.html", &page, "sentences -q");
        let found = ran.records()[0]["sentences"].to_string();
        assert!(ran.code == 0 && found.contains("The senate cut the income tax today"), "{ran}");
    }
}

#[test]
fn entities_are_decoded_and_unknown_ones_kept() {
    let page = "<p>The&nbsp;tax &#x1F4A9; &#xD800; &bogus; of the senate was cut today, they said.</p>";
    assert_snapshot!(run("a.html", page, "clean -q"), @r#"
exit: 0
--- stdout
{"id":"a","title":null,"byline":null,"agency":null,"dateline":null,"date":null,"site":null,"body":"The tax 💩 � &bogus; of the senate was cut today, they said.","removed":[],"source":"a.html","record":1}
"#);
}

#[test]
fn a_nul_byte_is_a_space_and_offsets_stay() {
    let ran =
        run("a.jsonl", "{\"id\":\"1\",\"text\":\"The tax\\u0000was cut. Farm aid rose.\"}\n", "sentences -q");
    assert_snapshot!(ran, @r#"
exit: 0
--- stdout
{"id":"1","sentences":[{"start":0,"end":16,"text":"The tax was cut."},{"start":17,"end":31,"text":"Farm aid rose."}],"source":"a.jsonl","record":1}
"#);
    let ran = run("a.csv", b"id,text\n1,The tax\0was cut. Farm aid rose.\n", "sentences -q");
    assert_snapshot!(ran, @r#"
exit: 0
--- stdout
{"id":"1","sentences":[{"start":0,"end":16,"text":"The tax was cut."},{"start":17,"end":31,"text":"Farm aid rose."}],"source":"a.csv","record":1}
"#);
    assert_eq!(classify("b.csv", b"id,text\n1,\0\n").records()[0]["abstain_reason"], "empty");
}
