//! What a page says about itself: title, byline, date, site.

use super::date::iso_date;
use super::json_ld::JsonLd;
use crate::text::Meta;

/// The longest byline, in bytes; what is longer is no byline.
pub(crate) const MAX_BYLINE_BYTES: usize = 150;

/// The `meta` names of the title, best first.
const TITLE: [&str; 3] = ["og:title", "twitter:title", "dc.title"];

/// The `meta` names of the author, best first.
const AUTHOR: [&str; 6] =
    ["author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "byl"];

/// The `meta` names of the day of publication, best first.
const DATE: [&str; 14] = [
    "article:published_time",
    "datepublished",
    "og:published_time",
    "parsely-pub-date",
    "sailthru.date",
    "publishdate",
    "publish-date",
    "pubdate",
    "dcterms.created",
    "dc.date.issued",
    "dc.date.created",
    "dcterms.date",
    "dc.date",
    "date",
];

/// The `meta` names of the site, best first.
const SITE: [&str; 3] = ["og:site_name", "application-name", "dc.publisher"];

/// What the page's head and marked-up elements say about it, as written.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    meta: Vec<(String, String)>,
    title: String,
    scripts: Vec<String>,
    time: Option<String>,
    canonical: Option<String>,
}

/// The page's statements about itself, in order of trust.
#[derive(Debug)]
pub(crate) struct Statements {
    pub(crate) title: Option<String>,
    /// The text of `title`, with the name of the site.
    pub(crate) page_title: String,
    pub(crate) meta: Meta,
}

impl Facts {
    /// Notes a `meta` element.
    pub(crate) fn add_meta(&mut self, name: String, content: String) {
        if !name.is_empty() && !content.trim().is_empty() {
            self.meta.push((name, content));
        }
    }

    /// Notes the text of `title`; the first counts.
    pub(crate) fn add_title(&mut self, chunk: &str) {
        if self.title.is_empty() {
            self.title.push_str(chunk);
        }
    }

    /// Notes a JSON-LD script.
    pub(crate) fn add_json_ld(&mut self, script: &str) {
        self.scripts.push(script.to_owned());
    }

    /// Notes the `datetime` of a `time` element; the first counts.
    pub(crate) fn add_time(&mut self, datetime: String) {
        if self.time.is_none() && !datetime.is_empty() {
            self.time = Some(datetime);
        }
    }

    /// Notes the page's own address.
    pub(crate) fn add_canonical(&mut self, address: String) {
        self.canonical = Some(address);
    }

    /// The text of `title`, with the name of the site.
    pub(crate) fn page_title(&self) -> String {
        collapse(&self.title)
    }

    /// What the page says about itself.
    pub(crate) fn statements(&self) -> Statements {
        let json = JsonLd::read(&self.scripts);
        let date = self.all(&DATE).find_map(iso_date);
        let date =
            date.or_else(|| iso_date(json.date.as_deref()?)).or_else(|| iso_date(self.time.as_deref()?));
        let site = self.all(&SITE).next().map(collapse).or(json.publisher).or_else(|| self.host());
        let byline = self.all(&AUTHOR).find_map(byline).or_else(|| byline(json.author.as_deref()?));
        let title = self.all(&TITLE).next().map(collapse).or(json.headline);
        Statements {
            title,
            page_title: self.page_title(),
            meta: Meta { byline, date, site, ..Meta::default() },
        }
    }

    /// The values of the `meta` elements with these names, in the order of the names.
    fn all<'a>(&'a self, names: &'a [&str]) -> impl Iterator<Item = &'a str> {
        names
            .iter()
            .flat_map(|name| self.meta.iter().filter(move |meta| meta.0 == *name).map(|meta| meta.1.as_str()))
    }

    /// The host of the page's own address, without `www.`.
    fn host(&self) -> Option<String> {
        let address = self.canonical.as_deref().or_else(|| self.all(&["og:url"]).next())?;
        let host = address.split("://").nth(1)?.split(['/', '?', '#', ':']).next()?;
        let host = host.strip_prefix("www.").unwrap_or(host);
        (!host.is_empty()).then(|| host.to_owned())
    }
}

/// The names in a byline, without `By`; none where it is an address or too long for names.
pub(crate) fn byline(text: &str) -> Option<String> {
    let text = collapse(text);
    let names = match text.get(..3) {
        Some(by) if by.eq_ignore_ascii_case("by ") || by.eq_ignore_ascii_case("by:") => text[3..].trim(),
        _ => text.as_str(),
    };
    let is_name =
        names.len() <= MAX_BYLINE_BYTES && names.chars().any(char::is_alphabetic) && !names.contains("://");
    is_name.then(|| names.to_owned())
}

/// `text` with every run of white space as one space, and none at the ends.
pub(crate) fn collapse(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(meta: &[(&str, &str)]) -> Facts {
        let mut facts = Facts::default();
        for (name, content) in meta {
            facts.add_meta((*name).to_owned(), (*content).to_owned());
        }
        facts
    }

    #[test]
    fn the_better_name_wins_whatever_the_order() {
        let facts = facts(&[("date", "2001-01-01"), ("article:published_time", "2021-05-04T10:00Z")]);
        assert_eq!(facts.statements().meta.date.as_deref(), Some("2021-05-04"));
    }

    #[test]
    fn an_address_is_no_byline() {
        let facts = facts(&[("article:author", "https://social.example/ann"), ("byl", "By Ann  Lee")]);
        assert_eq!(facts.statements().meta.byline.as_deref(), Some("Ann Lee"));
    }

    #[test]
    fn the_host_stands_in_for_the_name_of_the_site() {
        let facts = facts(&[("og:url", "https://www.agency.example/news/1")]);
        assert_eq!(facts.statements().meta.site.as_deref(), Some("agency.example"));
    }
}
