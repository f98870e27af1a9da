//! A brief as one page: no other file, no network, readable without its script.

mod story;

use std::fmt::Write;

use super::{EMPTY, count, facts};
use crate::brief::{Brief, Story, Topic};
use crate::output::classified::one_line;
use crate::output::grouped;
use crate::output::html::{self, Escaped};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Bytes of full texts on a page; documents after that are shown without.
const FULL_TEXT_BYTES: usize = 24 << 20;
/// Errors that are listed.
const ERRORS: usize = 100;

/// The page. Writing to a string does not fail.
pub(super) fn page(brief: &Brief) -> String {
    let title = one_line(&brief.title);
    let mut out = html::head(&title, STYLE, SCRIPT);
    let _ = writeln!(out, "<header>\n<h1>{}</h1>", Escaped(&title));
    let facts = [facts(brief), vec![brief.model.clone()]].concat().join(" \u{b7} ");
    let _ = writeln!(out, "<p class=\"facts\">{}</p>\n</header>", Escaped(&facts));
    let sections = sections(brief);
    if brief.n_documents() > 1 {
        out += &find_form(&sections);
        out += &overview(&sections);
    }
    out += "<main>\n";
    let mut page = story::Page::new(FULL_TEXT_BYTES);
    for section in &sections {
        section.write(&mut out, &mut page);
    }
    if sections.is_empty() {
        let _ = writeln!(out, "<p>{EMPTY}</p>");
    }
    out += &errors(brief);
    let _ = writeln!(out, "</main>\n<script>{SCRIPT}</script>\n</body>\n</html>");
    out
}

/// The documents under one heading.
struct Section<'a> {
    name: &'a str,
    n: usize,
    days: Option<(&'a str, &'a str)>,
    stories: &'a [Story],
}

impl<'a> From<&'a Topic> for Section<'a> {
    fn from(topic: &'a Topic) -> Self {
        Self { name: &topic.name, n: topic.n, days: topic.days(), stories: &topic.stories }
    }
}

/// The topics, then what has none.
fn sections(brief: &Brief) -> Vec<Section<'_>> {
    let mut sections: Vec<Section<'_>> = brief.topics.iter().map(Section::from).collect();
    if !brief.no_topic.is_empty() {
        let (n, stories) = (brief.no_topic.len(), &brief.no_topic[..]);
        sections.push(Section { name: "No topic", n, days: None, stories });
    }
    sections
}

/// Search and choice of a topic; the script shows it.
fn find_form(sections: &[Section<'_>]) -> String {
    let mut out = "<form id=\"find\" role=\"search\" hidden>\n\
         <label><span>Search</span> <input type=\"search\" id=\"words\" autocomplete=\"off\" placeholder=\"Search words\"></label>\n\
         <label><span>Topic</span> <select id=\"topic\">\n<option value=\"\">All topics</option>\n"
        .to_owned();
    for (section, number) in sections.iter().zip(1..) {
        let name = one_line(section.name);
        let _ = writeln!(out, "<option value=\"t{number}\">{} ({})</option>", Escaped(&name), section.n);
    }
    out + "</select></label>\n<output id=\"shown\" aria-live=\"polite\"></output>\n</form>\n"
}

/// The topics with their counts, as links.
fn overview(sections: &[Section<'_>]) -> String {
    let most = sections.iter().map(|section| section.n).max().unwrap_or(1);
    let mut out = "<nav aria-label=\"Topics\">\n<ul>\n".to_owned();
    for (section, number) in sections.iter().zip(1..) {
        let days = section.days.map_or(String::new(), |(first, last)| match first == last {
            true => first.to_owned(),
            false => format!("{first} \u{2013} {last}"),
        });
        let name = one_line(section.name);
        let _ = writeln!(
            out,
            "<li><a href=\"#t{number}\">{}</a> <span class=\"n\">{}</span> \
             {} <span class=\"days\">{}</span></li>",
            Escaped(&name),
            grouped(section.n as u64),
            bar(section.n as f64 / most as f64),
            Escaped(&days),
        );
    }
    out + "</ul>\n</nav>\n"
}

/// A bar for a share, 0..=1; the number stands beside it for those who do not see it.
fn bar(share: f64) -> String {
    format!(
        "<svg class=\"bar\" viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
         <rect width=\"{:.0}\" height=\"1\"/></svg>",
        (share * 100.0).clamp(1.0, 100.0)
    )
}

impl Section<'_> {
    fn write(&self, out: &mut String, page: &mut story::Page) {
        let number = page.next_section();
        let (name, n) = (one_line(self.name), count(self.n, "document"));
        let _ = writeln!(
            out,
            "<section id=\"t{number}\">\n<h2>{} <span class=\"n\">{n}</span></h2>",
            Escaped(&name)
        );
        for story in self.stories {
            page.write(out, story);
        }
        if self.n > self.stories.len() {
            let more = grouped((self.n - self.stories.len()) as u64);
            let _ = writeln!(out, "<p class=\"facts\">and {more} more</p>");
        }
        *out += "</section>\n";
    }
}

/// What could not be read.
fn errors(brief: &Brief) -> String {
    if brief.errors.is_empty() {
        return String::new();
    }
    let n = count(brief.errors.len(), "record");
    let mut out = format!(
        "<section class=\"errors\">\n<h2>Could not be read <span class=\"n\">{n}</span></h2>\n<ul>\n"
    );
    for error in brief.errors.iter().take(ERRORS) {
        let _ = writeln!(out, "<li>{} <code>{}</code></li>", Escaped(&error.to_string()), error.code());
    }
    if brief.errors.len() > ERRORS {
        let _ = writeln!(out, "<li>{} more</li>", grouped((brief.errors.len() - ERRORS) as u64));
    }
    out + "</ul>\n</section>\n"
}

#[cfg(test)]
mod tests {
    use super::super::tests::{brief, hostile};
    use super::*;

    #[test]
    fn no_text_of_the_input_becomes_markup() {
        let mut brief = brief(vec![hostile(), hostile()]);
        brief.title = "<script>".to_owned();
        brief.model = "<script>".to_owned();
        brief.topics[0].name = "\"><script>".to_owned();
        brief.no_topic = vec![hostile()];
        brief.errors = vec![crate::Error::usage("<script>", None)];
        let page = page(&brief);
        assert_eq!(page.matches("<script").count(), 1, "{page}");
        assert!(!page.contains("<br>") && !page.contains('\x1b'), "{page}");
    }

    #[test]
    fn the_page_asks_for_nothing_from_outside() {
        let page = page(&brief(vec![hostile(), hostile()]));
        for outside in ["http:", "https:", "src=", "url(", "@import"] {
            assert!(!page.contains(outside), "{outside}");
        }
    }

    #[test]
    fn links_lead_to_what_is_on_the_page() {
        let page = page(&brief(vec![hostile(), Story::sample("b")]));
        for link in page.split("href=\"#").skip(1) {
            let target = link.split('"').next().unwrap();
            assert_eq!(page.matches(&format!(" id=\"{target}\"")).count(), 1, "{target}");
        }
    }
}
