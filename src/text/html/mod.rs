//! The article of an HTML page.
//!
//! | step | in | out |
//! |---|---|---|
//! | `mend` | the source | the source without scripts and comments that never end |
//! | `page`, `tree`, `blocks` | tags and text, from html5gum's tokenizer | blocks of text, the elements around them |
//! | `hints`, `furniture` | class names, tags, set phrases | what furniture an element or block is |
//! | `score` | blocks, elements | which element is the article |
//! | `article` | all of these | which blocks are the body, why the others are not |
//! | `metadata`, `title`, `json_ld`, `date` | `meta`, JSON-LD, headings | title, byline, date, site |
//!
//! No tree is built and nothing recurses: a page is read in one pass, in time linear in its length.

mod article;
mod blocks;
mod date;
mod element;
mod furniture;
mod hints;
mod json_ld;
mod mend;
mod metadata;
mod page;
mod score;
mod source;
mod title;
mod tree;

use super::{Document, Meta, RawDocument, Removed, Span, blocked, list};
use blocks::Block;
use element::Tag;
use metadata::Statements;
use page::Page;

/// What a block is to the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Part of the article.
    Body,
    /// The title or byline: told by [`Document::title`] and [`Document::meta`].
    Metadata,
    /// Page furniture, and the rule that found it.
    Furniture(furniture::Rule),
}

/// The article of an HTML page.
///
/// `text` is the text of all blocks of the page, in order, a blank line between them; `body` the blocks that are the
/// article, neighbours joined; `removed` the others, but for title and byline. With `keep_chrome` every block is body.
/// Scripts, styles and hidden elements are no text. A page without running text, and one that a site serves to robots,
/// has an empty body.
///
/// The title is the record's own, or the page's `og:title`, `h1` or `title` without the name of the site.
pub fn extract(raw: &RawDocument, keep_chrome: bool) -> Document {
    let page = Page::read(&raw.text);
    let statements = page.facts.statements();
    let title = raw.title.clone().or_else(|| headline(&page, &statements));
    let mut roles = article::roles(&page, title.as_deref());
    let mut meta = statements.meta;
    if is_refusal(&page, &roles, title.as_deref()) {
        roles.fill(Role::Furniture("blocked_page"));
    } else if is_list(&page, &roles) {
        roles.fill(Role::Furniture("navigation"));
    }
    mark_title(&page, &mut roles, title.as_deref());
    mark_byline(&page, &mut roles, &mut meta);
    if keep_chrome {
        roles.fill(Role::Body);
    }
    Document {
        id: raw.id.clone(),
        title,
        body: body_spans(&page.blocks, &roles),
        removed: removed_spans(&page.blocks, &roles),
        text: page.text,
        meta,
    }
}

/// The headline that the page states, shows, or is named by.
fn headline(page: &Page, statements: &Statements) -> Option<String> {
    let site = statements.meta.site.as_deref();
    let stated = statements.title.as_deref().map(|stated| title::without_site(stated, site));
    let shown = || {
        let headings = page.blocks.iter().filter(|block| page.node(block).tag == Tag::Headline);
        let mut texts = headings.map(|block| block.span.of(&page.text));
        let first = texts.clone().next();
        texts.find(|text| statements.page_title.starts_with(text)).or(first)
    };
    let named = || Some(title::without_site(&statements.page_title, site));
    stated.or_else(shown).or_else(named).filter(|title| !title.is_empty()).map(metadata::collapse)
}

/// Whether the page, by its headings and what is taken for its body, is one that a site shows instead of an article.
fn is_refusal(page: &Page, roles: &[Role], title: Option<&str>) -> bool {
    let mut text = title.unwrap_or(&page.facts.page_title()).to_owned();
    for (block, role) in page.blocks.iter().zip(roles) {
        if *role != Role::Body && !page.node(block).tag.is_heading() {
            continue;
        }
        text.push('\n');
        text.push_str(block.span.of(&page.text));
    }
    blocked::is_blocked_page(&text)
}

/// Whether what is taken for the page's body is a list without running text.
fn is_list(page: &Page, roles: &[Role]) -> bool {
    let body = page.blocks.iter().zip(roles).filter(|(_, role)| **role == Role::Body);
    list::is_list(body.flat_map(|(block, _)| block.span.of(&page.text).lines()))
}

/// Takes the blocks that repeat the title out of the furniture.
fn mark_title(page: &Page, roles: &mut [Role], title: Option<&str>) {
    let Some(title) = title else { return };
    for (block, role) in page.blocks.iter().zip(roles) {
        let text = block.span.of(&page.text);
        let is_heading = page.node(block).tag.is_heading();
        if (is_heading || *role != Role::Body) && title::same(text, title) {
            *role = Role::Metadata;
        }
    }
}

/// Completes the byline from the first block that is one, and takes that block out of the furniture.
///
/// The line under the names is the agency, unless it is a date.
fn mark_byline(page: &Page, roles: &mut [Role], meta: &mut Meta) {
    for (block, role) in page.blocks.iter().zip(roles) {
        let text = block.span.of(&page.text);
        if *role != Role::Furniture(furniture::BYLINE) || text.len() > metadata::MAX_BYLINE_BYTES {
            continue;
        }
        let mut lines = text.lines();
        let shown = lines.next().filter(|line| furniture::is_byline(line)).and_then(metadata::byline);
        let is_stated = meta.byline.as_deref().is_some_and(|stated| text.contains(stated));
        if !is_stated && (meta.byline.is_some() || shown.is_none()) {
            continue;
        }
        meta.byline = meta.byline.take().or_else(|| shown.clone());
        meta.agency =
            lines.next().filter(|line| shown.is_some() && date::iso_date(line).is_none()).map(str::to_owned);
        *role = Role::Metadata;
        return;
    }
}

/// The spans of the body, those of neighbouring blocks joined.
fn body_spans(blocks: &[Block], roles: &[Role]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut open = false;
    for (block, role) in blocks.iter().zip(roles) {
        let is_body = *role == Role::Body;
        match spans.last_mut() {
            Some(last) if open && is_body => last.end = block.span.end,
            _ if is_body => spans.push(block.span),
            _ => {}
        }
        open = is_body;
    }
    spans
}

fn removed_spans(blocks: &[Block], roles: &[Role]) -> Vec<Removed> {
    let removed = blocks.iter().zip(roles).filter_map(|(block, role)| match role {
        Role::Furniture(rule) => Some(Removed { span: block.span, rule }),
        Role::Body | Role::Metadata => None,
    });
    removed.collect()
}

#[cfg(test)]
mod tests;
