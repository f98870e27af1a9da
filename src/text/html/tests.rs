use proptest::prelude::*;

use super::*;

/// A page with furniture all around two paragraphs.
const PAGE: &str = r#"<!doctype html><html><head><title>Senate passes farm bill | The Daily Example</title>
<meta property="og:site_name" content="The Daily Example">
<meta property="article:published_time" content="2021-05-04T10:00:00Z"><style>p { color: red }</style></head>
<body class="has-sidebar"><nav><ul><li><a href="/">Home</a><li><a href="/p">Politics</a></ul></nav>
<main><h1>Senate passes farm bill</h1><div class="byline">By Ann Lee</div>
<div class="share-bar"><a href="f">Facebook</a></div>
<p>The Senate passed the farm bill on <b>Tuesday</b>, by a vote of 60&nbsp;to 40.</p>
<div class="related-links"><h3>Related</h3><ul><li><a href="x">Farm bill explained in five charts</a></ul></div>
<script>document.write("<p>not text</p>")</script>
<p>&ldquo;It is a good bill,&rdquo; said Senator Bo Day,<br>who leads the committee.</p>
<figure><img src="i.jpg"><figcaption>Senator Day at the Capitol on Tuesday after the vote.</figcaption></figure>
<div class="newsletter"><p>Sign up for our newsletter and read all the news of the day.</p></div></main>
<footer><p>Copyright The Daily Example. All rights reserved, in every country.</p></footer></body></html>"#;

fn read(html: &str) -> Document {
    extract(&RawDocument { text: html.to_owned(), ..RawDocument::default() }, false)
}

fn rules(document: &Document) -> Vec<(&'static str, &str)> {
    document.removed.iter().map(|removed| (removed.rule, removed.span.of(&document.text))).collect()
}

#[test]
fn the_body_is_the_paragraphs() {
    let document = read(PAGE);
    let parts: Vec<&str> = document.body_parts().collect();
    assert_eq!(
        parts,
        [
            "The Senate passed the farm bill on Tuesday, by a vote of 60 to 40.",
            "“It is a good bill,” said Senator Bo Day,\nwho leads the committee."
        ]
    );
}

#[test]
fn every_removed_block_has_its_rule() {
    let document = read(PAGE);
    let rules: Vec<&str> = rules(&document).into_iter().map(|(rule, _)| rule).collect();
    let expected = ["navigation", "navigation", "share", "related", "related", "caption", "signup", "footer"];
    assert_eq!(rules, expected);
}

#[test]
fn title_and_byline_are_metadata_and_nothing_else() {
    let document = read(PAGE);
    assert_eq!(document.title.as_deref(), Some("Senate passes farm bill"));
    assert_eq!(document.meta.byline.as_deref(), Some("Ann Lee"));
    assert_eq!(document.meta.date.as_deref(), Some("2021-05-04"));
    assert_eq!(document.meta.site.as_deref(), Some("The Daily Example"));
    assert!(rules(&document).iter().all(|(_, text)| !text.contains("Ann Lee") && !text.contains("passes")));
}

#[test]
fn the_agency_stands_under_the_byline() {
    let document =
        read("<h1>Talks</h1><p>By Ann Lee<br>Example Press Service<p>The talks began on Monday at noon.");
    assert_eq!(document.meta.byline.as_deref(), Some("Ann Lee"));
    assert_eq!(document.meta.agency.as_deref(), Some("Example Press Service"));
    assert_eq!(document.body_text(), "The talks began on Monday at noon.");
}

#[test]
fn the_title_of_the_record_wins() {
    let raw = RawDocument { title: Some("Mine".to_owned()), text: PAGE.to_owned(), ..RawDocument::default() };
    assert_eq!(extract(&raw, false).title.as_deref(), Some("Mine"));
}

#[test]
fn keep_chrome_keeps_every_block() {
    let raw = RawDocument { text: PAGE.to_owned(), ..RawDocument::default() };
    let document = extract(&raw, true);
    assert_eq!(document.body, [Span::new(0, document.text.len())]);
    assert!(document.removed.is_empty());
}

#[test]
fn a_bare_release_is_all_body() {
    let document = read(
        "<title>Travel</title><p>Office of the Spokesperson</p><p>The Secretary will travel to Geneva.</p>\
         <table><tr><th>Day</th><td><a href=x>Geneva</a></td></tr></table>\
         <p>For details see <a href=y>www.agency.example</a>.</p>",
    );
    assert_eq!(document.body_text(), document.text);
}

#[test]
fn a_list_of_links_has_no_body() {
    let document =
        read("<h1>News</h1><ul><li><a href=a>First headline of the day</a><li><a href=b>Second</a></ul>");
    assert!(document.body.is_empty());
    assert_eq!(document.removed.len(), 2);
}

#[test]
fn a_page_for_robots_has_no_body() {
    let document =
        read("<h1>Pardon Our Interruption</h1><p>Something made us think you were a bot. Please wait.</p>");
    assert!(document.body.is_empty());
}

#[test]
fn a_page_laid_out_in_tables_gives_its_article() {
    let document = read(
        "<table><tr><td><a href=a>Home</a><br><a href=b>News</a></td><td><font size=2>The agency announced a grant of \
         five million dollars.<br><br>The money goes to twelve counties in the north.</font></td></tr></table>",
    );
    let body = document.body_text();
    assert!(body.starts_with("The agency") && body.ends_with("north."), "{body}");
}

#[test]
fn a_sidebar_that_holds_the_title_is_the_article() {
    let document = read(
        "<div class=sidebar-layout><h1>Storm</h1><p>A storm hit the coast at noon.</p></div>\
         <div><p>Our customer service can be reached by telephone, by letter, and on this site.</p></div>",
    );
    assert!(document.body_text().contains("A storm hit"));
}

#[test]
fn a_section_about_a_menu_keeps_its_text() {
    let text = "The school lunch program sets what a menu must hold, and how often. ".repeat(4);
    let section = format!("<section id=menu><h2>Menus</h2><p>{text}</p></section>");
    let document = read(&format!("<p>{text}</p><p>{text}</p>{section}<p>{text}</p>"));
    assert_eq!(document.body_text(), document.text);
}

#[test]
fn entities_are_decoded_as_browsers_do() {
    let document = read("<p>&nbsp;a&#x1F4A9;b &#xD800; &bogus; &eacute &amp;amp; AT&T &#8217;</p>");
    assert_eq!(document.text, "a💩b \u{fffd} &bogus; é &amp; AT&T ’");
}

#[test]
fn hidden_elements_are_no_text() {
    let html = "<p>seen</p><div hidden>a</div><p style='display: none'>b</p><template><p>c</template>\
                <noscript>d</noscript><textarea>e</textarea><svg><title>f</title><text>g</text></svg>";
    assert_eq!(read(html).text, "seen");
}

#[test]
fn deep_and_unclosed_pages_keep_their_text() {
    let text = "The text of the page is found.";
    for before in ["<div>".repeat(200_000), "<b>".repeat(200_000), "<ul><li>".repeat(100_000)] {
        assert_eq!(read(&(before + text)).body_text(), text);
    }
    for before in ["<script>", "<!-- ", "<p>x</p><style>", "<title>"] {
        assert!(read(&format!("{before}{text}")).text.contains(text), "{before}");
    }
}

#[test]
fn a_tag_of_endless_attributes_is_passed_over() {
    for attribute in ["a=\"b\" ", "a='b' ", "a=b ", "a ", "a=\">\" "] {
        for tag in ["p", "/p", "meta"] {
            let many = attribute.repeat(50_000);
            let html = format!("<p>Before.</p><{tag} {many}><p>The text of the page.</p>");
            let text = read(&html).body_text();
            assert!(
                text.starts_with("Before.") && text.ends_with("The text of the page."),
                "{tag} {attribute}"
            );
        }
    }
    let some = "data-a=\"b\" ".repeat(100);
    assert_eq!(read(&format!("<p {some}>The text of the page.</p>")).body_text(), "The text of the page.");
}

#[test]
fn nested_lists_take_linear_time() {
    let start = std::time::Instant::now();
    read(&"<ul><li>".repeat(1 << 17));
    assert!(start.elapsed().as_secs() < 5);
}

/// Markup-like strings: tags, entities and text in any order.
fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<p>".to_owned()),
        Just("</div><div class=related>".to_owned()),
        Just("<table><tr><td>".to_owned()),
        Just("<a href=x>".to_owned()),
        Just("</a><br><br>".to_owned()),
        Just("<script>".to_owned()),
        Just("</script><!--".to_owned()),
        Just("<h1>By &#x1F4A9; é</h1>".to_owned()),
        Just("The committee sent the bill to the floor, by nine to four.".to_owned()),
        ".{0,12}",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Panics unless body and removed are ordered, disjoint, not blank, and within the text.
fn check(document: &Document) {
    let removed = document.removed.iter().map(|removed| removed.span);
    let mut spans: Vec<Span> = document.body.iter().copied().chain(removed).collect();
    spans.sort();
    for span in &spans {
        assert_eq!(span.trimmed(&document.text), *span);
        assert!(!span.is_empty());
    }
    assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start));
}

proptest! {
    #[test]
    fn any_string_gives_valid_spans(html in "\\PC*") {
        check(&read(&html));
    }

    #[test]
    fn any_markup_gives_valid_spans(html in soup()) {
        check(&read(&html));
    }

    #[test]
    fn what_is_neither_body_nor_removed_is_metadata(html in soup()) {
        let document = read(&html);
        let removed = document.removed.iter().map(|removed| removed.span);
        let covered: Vec<Span> = document.body.iter().copied().chain(removed).collect();
        let mut at = 0;
        for block in document.text.split("\n\n") {
            let is_covered = covered.iter().any(|span| span.start <= at && at + block.len() <= span.end);
            let is_title = document.title.as_deref().is_some_and(|title| title::same(title, block));
            let is_byline = document.meta.byline.as_deref().is_some_and(|byline| block.contains(byline));
            prop_assert!(is_covered || is_title || is_byline || block.is_empty(), "{:?}", block);
            at += block.len() + 2;
        }
    }

    #[test]
    fn keep_chrome_changes_the_body_alone(html in soup()) {
        let raw = RawDocument { text: html, ..RawDocument::default() };
        let (all, some) = (extract(&raw, true), extract(&raw, false));
        prop_assert_eq!(all.body_text(), all.text.clone());
        prop_assert_eq!((all.text, all.title, all.meta), (some.text, some.title, some.meta));
    }
}
