//! Page furniture: what a news page holds besides the article, and how it is told from the article.
//!
//! A page is looked at as lines. Known forms of furniture (`phrases.txt`), template lines learned from the corpus and
//! the shape of lines say what is furniture; where running text starts and ends says how far they are trusted. From a
//! text that shows no sign of being a page nothing is removed: body text lost is worse than furniture kept.

mod article;
mod byline;
mod chrome;
mod contact;
mod date;
mod dateline;
mod footer;
mod header;
mod headline;
mod lines;
mod marks;
mod opening;
mod page;
mod phrases;
mod rule;
mod shape;
mod squeezed;

use super::{Document, Markup, RawDocument, Span};
use super::{blocked, html};
use article::Article;
pub use chrome::ChromeLines;
use page::Page;
use phrases::Phrases;
use rule::Rule;

/// Less evidence than this, and a text is no page.
const PAGE_EVIDENCE: usize = 2;
/// From this evidence on, lines without a known form are taken out for where they stand.
const WHOLE_EVIDENCE: usize = 3;

/// The first line of the text may be this many lines above the first that is known to be running text.
const TOP_LINES: usize = 3;

/// How page furniture is treated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CleanParams {
    /// Whether the body is the whole text and nothing is taken out. Default: no.
    pub keep_chrome: bool,
}

/// Turns raw texts into articles.
#[derive(Debug)]
pub struct Cleaner {
    params: CleanParams,
    chrome: ChromeLines,
    phrases: Phrases,
}

impl Cleaner {
    /// A cleaner that knows the general forms of furniture and no template lines.
    pub fn new(params: CleanParams) -> Self {
        Self { params, chrome: ChromeLines::default(), phrases: Phrases::new() }
    }

    /// The same cleaner with the template lines of a corpus.
    pub fn with_chrome(self, lines: ChromeLines) -> Self {
        Self { chrome: lines, ..self }
    }

    /// The article that `raw` holds.
    ///
    /// The title and date of `raw` win over what the text says. Title, byline, agency, date line and dateline leave the
    /// body without being reported as removed; everything else that leaves the body is.
    pub fn clean(&self, raw: RawDocument) -> Document {
        let field_date = raw.date.as_deref().and_then(date::date_of_field).map(date::Date::iso);
        if raw.markup == Markup::Html {
            let mut document = html::extract(&raw, self.params.keep_chrome);
            document.meta.date = field_date.or(document.meta.date);
            if !self.params.keep_chrome {
                opening::read_opening(&mut document, &self.phrases);
            }
            return document;
        }
        let mut article = self.article(&raw);
        if self.params.keep_chrome {
            article.body = None;
            article.removed.clear();
        }
        let mut document = Document::new(raw.id, raw.text);
        document.title = raw.title.or(article.title);
        document.meta = article.meta;
        document.meta.date = field_date.or(document.meta.date);
        document.removed = article.removed;
        if let Some(body) = article.body {
            document.body = body;
        }
        document
    }

    /// What is found in a plain text.
    fn article(&self, raw: &RawDocument) -> Article {
        let text = raw.text.as_str();
        if blocked::is_blocked_page(text) {
            return Article::without_body(text, Rule::BlockedPage);
        }
        let mut page = Page::new(text, &self.phrases, &self.chrome);
        let mut article = Article::default();
        let Some(prose) = page.prose() else {
            return if footer::is_navigation(&page) {
                Article::without_body(text, Rule::Navigation)
            } else {
                article
            };
        };
        if page.evidence >= PAGE_EVIDENCE {
            self.clean_page(&mut page, prose, raw, &mut article);
        } else if raw.title.is_none() {
            header::read_opening(&mut page, &mut article);
        }
        article.cut_dateline(&page);
        article.assemble(&page);
        article
    }

    /// Decides about the lines of a page; `prose` are the lines from the first to the last of running text.
    fn clean_page(&self, page: &mut Page<'_>, prose: Span, raw: &RawDocument, article: &mut Article) {
        let tail = footer::tail(page, prose.start);
        let last = page.items[..tail].iter().rposition(|item| item.prose).map_or(prose.end, |at| at + 1);
        let starts = |at: &usize| {
            let lost_dash =
                || page.items[*at].line.squeezed && squeezed::place(page.line(*at), false).is_some();
            dateline::dateline(page.line(*at)).is_some_and(|dateline| dateline.sure) || lost_dash()
        };
        let top = (prose.start.saturating_sub(TOP_LINES)..prose.start).find(starts).unwrap_or(prose.start);
        let headline = headline::headline(page, top, raw.title.as_deref());
        header::clean_header(page, top, headline.as_ref(), &self.phrases, &mut article.meta);
        footer::clean_middle(page, prose.start, last);
        footer::clean_footer(page, last, tail, page.evidence >= WHOLE_EVIDENCE);
        if let Some(headline) = headline {
            article.meta.site = headline.site.or(article.meta.site.take());
            article.title = Some(headline.text);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PAGE: &str = "Department of Parks Department of Parks\n\nParks News\n\nBookmark and Share\n\n\
        Rangers Count Bears Across Four Valleys\n\nBy Ann Lee\nParks News Service\n\n\
        ELKTON, May 3, 2012 – Rangers have counted the bears of four valleys and found more than ever, they said.\n\n\
        \u{201c}We looked behind every tree,\u{201d} the chief ranger said to the press on Thursday.\n\n\
        Contact Author\n\nRelated Sites:\nSpecial Report: Bears\n\nStay Connected\n";

    fn raw(text: &str) -> RawDocument {
        RawDocument { text: text.to_owned(), ..RawDocument::default() }
    }

    fn clean(text: &str) -> Document {
        Cleaner::new(CleanParams::default()).clean(raw(text))
    }

    #[test]
    fn an_article_is_taken_out_of_its_page() {
        let document = clean(PAGE);
        assert_eq!(document.title.as_deref(), Some("Rangers Count Bears Across Four Valleys"));
        assert_eq!(document.meta.byline.as_deref(), Some("Ann Lee"));
        assert_eq!(document.meta.agency.as_deref(), Some("Parks News Service"));
        assert_eq!(document.meta.dateline.as_deref(), Some("ELKTON"));
        assert_eq!(document.meta.date.as_deref(), Some("2012-05-03"));
        let body = document.body_text();
        assert!(body.starts_with("Rangers have counted") && body.ends_with("on Thursday."), "{body}");
        let rules: Vec<_> = document.removed.iter().map(|removed| removed.rule).collect();
        assert_eq!(rules, ["site", "header", "share", "contact", "related", "share"]);
    }

    #[test]
    fn plain_text_comes_through_untouched() {
        let text =
            "Chapter 1\n\nThe sea\n\nIt was calm that day, and nobody thought of the storm.\n\nThe end\n";
        let document = clean(text);
        assert_eq!(document.body, [Span::new(0, text.len())]);
        assert!(document.removed.is_empty() && document.title.is_none());
    }

    #[test]
    fn the_headline_of_a_text_without_furniture_is_read() {
        let body = "Rangers have counted the bears of four valleys, they said on Thursday.\n";
        for head in ["RANGERS COUNT BEARS\n  ", "Rangers Count Bears in Four Valleys\n\n"] {
            let document = clean(&format!("{head}{body}"));
            assert_eq!(document.title.as_deref(), Some(head.trim()));
            assert_eq!((document.body_text().trim(), document.removed.len()), (body.trim(), 0));
        }
        let dated = clean(&format!("Rangers count bears in four valleys\n\nMay 3, 2012\n{body}"));
        assert_eq!(dated.title.as_deref(), Some("Rangers count bears in four valleys"));
        assert_eq!(dated.meta.date.as_deref(), Some("2012-05-03"));
        let sentence_case = clean(&format!("Rangers count bears in four valleys\n\n{body}"));
        assert!(sentence_case.title.is_none());
    }

    #[test]
    fn a_release_in_capitals_loses_its_contact() {
        let body = "The ranger said that the bears of four valleys are well, and that more will come.";
        let document = clean(&format!("RANGERS COUNT BEARS\n  {body}\n   Contact: Jo Lee, 555/555-0100.\n"));
        assert_eq!(document.body_text().trim(), body);
        assert_eq!(document.removed[0].rule, "contact");
    }

    #[test]
    fn a_headline_broken_below_its_release_mark_is_whole() {
        let head = "May 3, 2012 Contact: Jo Lee\nOffice of Parks\n555-555-0100\n\
            For Immediate Release: Office of Parks Counts the Bears of\nFour Valleys\n";
        let document = clean(&format!(
            "{head}(ELKTON) - Rangers have counted the bears of four valleys, and found more than ever.\n"
        ));
        assert_eq!(document.title.as_deref(), Some("Office of Parks Counts the Bears of Four Valleys"));
        assert_eq!(document.meta.dateline.as_deref(), Some("ELKTON"));
    }

    #[test]
    fn the_title_of_the_page_names_the_site() {
        let text = PAGE.replacen(
            "Department of Parks Department of Parks",
            "Rangers Count Bears Across Four Valleys - Parks Today",
            1,
        );
        assert_eq!(clean(&text).meta.site.as_deref(), Some("Parks Today"));
        assert_eq!(clean(PAGE).meta.site.as_deref(), Some("Department of Parks"));
    }

    #[test]
    fn what_an_advisory_announces_is_text() {
        let text = "Parks News\nSkip to content\nFOR IMMEDIATE RELEASE\nRangers to Count Bears in Four Valleys\n\
            Rangers will count the bears of four valleys this week, and the press may come along.\n\
            WHEN:\nMay 3, 2012 2:30 PM\nWHERE:\nRanger Station, 12 Main Street, Elkton, OH 44321\n###\nShare\n";
        let body = clean(text).body_text();
        assert!(body.trim_end().ends_with("Elkton, OH 44321"), "{body}");
    }

    #[test]
    fn a_page_squeezed_on_one_line_gives_its_parts() {
        let gap = " ".repeat(60);
        let body = "Senator Doe told the farmers of four valleys today that the bill will help them to keep bears  \
            he said that the rangers count them every spring and that more money is needed for it";
        let text = format!(
            "{gap}May 3  2012 Doe Helps Farmers With Bears{gap}New Money for Four Valleys  ELKTON{gap}\
            WASHINGTON  D C    {body}    {body}"
        );
        let document = clean(&text);
        assert_eq!(document.title.as_deref(), Some("Doe Helps Farmers With Bears"));
        assert_eq!(document.meta.date.as_deref(), Some("2012-05-03"));
        assert_eq!(document.meta.dateline.as_deref(), Some("WASHINGTON D C"));
        assert!(document.body_text().ends_with(body));
    }

    #[test]
    fn no_line_above_long_menus_is_the_headline() {
        let site = "Parks Office of Elk County";
        let menu = format!("Bear Counts of Earlier Years\n{}", "Trails\nWinter\nFishing\nDogs\n".repeat(9));
        let text = format!(
            "  | {site}\nSkip to main content\n{site}\nHome\n{menu}May 3, 2012\n\nRangers have counted the bears of \
            four valleys and found more of them than ever before, they said on Monday.\n\nSite Map\n"
        );
        let document = clean(&text);
        assert_eq!(document.title, None);
        assert!(document.body_text().starts_with("Rangers have counted"), "{}", document.body_text());
    }

    #[test]
    fn a_headline_above_who_wrote_and_when_opens_a_plain_text() {
        let text = "Rangers Count Bears Across Valleys\n\nBy Ann Lee and Bo Q. Day\nMay 3, 2012\n\nELKTON (PN) — Rangers \
            have counted the bears of four valleys and found more than ever, they said.\n";
        let document = clean(text);
        assert_eq!(document.title.as_deref(), Some("Rangers Count Bears Across Valleys"));
        assert_eq!(document.meta.byline.as_deref(), Some("Ann Lee and Bo Q. Day"));
        assert_eq!(document.meta.date.as_deref(), Some("2012-05-03"));
        assert!(document.body_text().starts_with("Rangers have counted"), "{}", document.body_text());
    }

    #[test]
    fn the_fields_of_the_input_win() {
        let title = Some("Bears".to_owned());
        let input = RawDocument { title: title.clone(), date: Some("2012-05-04".into()), ..raw(PAGE) };
        let document = Cleaner::new(CleanParams::default()).clean(input);
        assert_eq!((document.title, document.meta.date.as_deref()), (title, Some("2012-05-04")));
    }

    #[test]
    fn kept_chrome_is_all_body_with_its_metadata() {
        let document = Cleaner::new(CleanParams { keep_chrome: true }).clean(raw(PAGE));
        assert_eq!(document.body, [Span::new(0, PAGE.len())]);
        assert!(document.removed.is_empty());
        assert_eq!(document.meta.byline.as_deref(), Some("Ann Lee"));
    }

    #[test]
    fn pages_without_an_article_have_no_body() {
        let menu = clean("Skip to content\nHome\nAbout Us\nNews\nContact Us\nSite Map\n");
        assert_eq!((menu.body.len(), menu.removed[0].rule), (0, "navigation"));
        let blocked =
            clean("Access Denied\nYou don't have permission to access this server.\nReference #12\n");
        assert_eq!((blocked.body.len(), blocked.removed[0].rule), (0, "blocked_page"));
    }

    #[test]
    fn template_lines_are_taken_out_where_a_page_shows() {
        let chrome = ChromeLines::from(vec!["Parks Are Fun".to_owned()]);
        let text = PAGE.replace("Contact Author", "Parks Are Fun");
        let document = Cleaner::new(CleanParams::default()).with_chrome(chrome).clean(raw(&text));
        assert!(!document.body_text().contains("Fun"));
    }

    /// Checks that spans are ordered and disjoint, and cut the text at characters.
    fn check(document: &Document) {
        let mut spans = document.body.clone();
        spans.extend(document.removed.iter().map(|removed| removed.span));
        assert!(document.body.is_sorted() && document.removed.is_sorted_by_key(|removed| removed.span));
        spans.sort_unstable();
        assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start), "{spans:?}");
        for span in spans {
            assert!(!span.of(&document.text).is_empty());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_gives_ordered_spans(text in "\\PC{0,200}") {
            check(&clean(&text));
        }

        #[test]
        fn any_page_gives_ordered_spans(
            lines in prop::collection::vec(prop_oneof![
                "(Home|Share|###|By Ann Lee|Related Sites:|Skip to content|Contact: Jo, 555-555-0100|\u{a0}News|-)",
                "(FOR IMMEDIATE RELEASE: |BOSTON – |June 5, 2013|Read more|… | {4}|\t)[A-Za-zé]{0,9}",
                "[A-Z][a-z ,é]{0,120}[.:]?",
            ], 0..30),
            gap in "(\n|\r\n|\n\n| {5})",
        ) {
            let text = lines.join(&gap);
            check(&clean(&text));
        }
    }
}
