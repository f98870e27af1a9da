//! Finds the article: which blocks of a page are its body, and why the others are not.

use super::blocks::Block;
use super::element::Tag;
use super::furniture;
use super::Role;
use super::page::Page;
use super::title;
use super::tree::NodeId;

/// The fewest bytes of a block that reads as running text whatever its punctuation.
const MIN_PROSE_BYTES: usize = 60;

/// The part of a page's prose from which on an element is not furniture, whatever it is called.
const MAX_FURNITURE_SHARE: f32 = 0.4;

/// The part of the best element's score that an element inside it must have to be the article.
const MIN_ARTICLE_SHARE: f32 = 0.85;

/// The part of a block inside links from which on it is a link.
const LINK_DENSITY: f32 = 0.7;

/// The role of every block of the page.
pub(crate) fn roles(page: &Page, title: Option<&str>) -> Vec<Role> {
    let prose = prose_by_node(page);
    let titled = around_title(page, title);
    let furniture = furniture_by_node(page, &prose, &titled);
    let Some(root) = article_node(page, &furniture) else {
        return roles_without_prose(page, &furniture);
    };
    let inside = descendants(page, root);
    let mut roles: Vec<Role> = page
        .blocks
        .iter()
        .map(|block| if inside[block.node as usize] { role(page, block, &furniture) } else { Role::Furniture(outside(block, &furniture)) })
        .collect();
    trim_ends(page, &mut roles);
    roles
}

/// The roles on a page without running text: a list of links is no article, a few short lines are.
fn roles_without_prose(page: &Page, furniture: &[Option<&'static str>]) -> Vec<Role> {
    let links: usize = page.blocks.iter().map(|block| block.link_bytes).sum();
    let is_list_of_links = links * 2 > page.text.len();
    let role = |block: &Block| {
        if is_list_of_links { Role::Furniture(outside(block, furniture)) } else { role(page, block, furniture) }
    };
    page.blocks.iter().map(role).collect()
}

fn outside(block: &Block, furniture: &[Option<&'static str>]) -> &'static str {
    furniture[block.node as usize].unwrap_or(furniture::BOILERPLATE)
}

fn link_density(block: &Block) -> f32 {
    block.link_bytes as f32 / block.span.len() as f32
}

/// The bytes of a block that count as running text.
fn prose_bytes(page: &Page, block: &Block) -> usize {
    let text = block.span.of(&page.text);
    let ends = text.ends_with(['.', '!', '?', '"', '”', ':', ';']);
    if link_density(block) < 0.5 && (text.len() >= MIN_PROSE_BYTES || (text.len() >= MIN_PROSE_BYTES / 2 && ends)) {
        text.len() - block.link_bytes.min(text.len())
    } else {
        0
    }
}

/// The running text within every element.
fn prose_by_node(page: &Page) -> Vec<usize> {
    let mut prose = vec![0; page.nodes.len()];
    for block in &page.blocks {
        prose[block.node as usize] += prose_bytes(page, block);
    }
    for id in (1..page.nodes.len()).rev() {
        prose[page.nodes[id].parent as usize] += prose[id];
    }
    prose
}

/// Whether each element holds the headline: such an element is not furniture, whatever it is called.
fn around_title(page: &Page, title: Option<&str>) -> Vec<bool> {
    let mut titled = vec![false; page.nodes.len()];
    let is_title = |block: &&Block, level: fn(Tag) -> bool| {
        let text = block.span.of(&page.text);
        level(page.node(block).tag) && title.is_some_and(|title| text.len() <= 2 * title.len() && title::same(text, title))
    };
    let mut blocks = page.blocks.iter();
    let found = blocks.find(|block| is_title(block, |tag| tag == Tag::Heading(1)));
    let found = found.or_else(|| page.blocks.iter().find(|block| link_density(block) < 0.5 && is_title(block, |tag| matches!(tag, Tag::Heading(_)))));
    let Some(block) = found else { return titled };
    let mut id = block.node;
    while id != 0 {
        id = page.nodes[id as usize].parent;
        titled[id as usize] = true;
    }
    titled
}

/// The furniture that every element is or is part of.
fn furniture_by_node(page: &Page, prose: &[usize], titled: &[bool]) -> Vec<Option<&'static str>> {
    let all = prose[0] as f32;
    let mut certain = 0;
    let mut furniture: Vec<Option<&'static str>> = vec![None; page.nodes.len()];
    for id in 1..page.nodes.len() {
        let node = &page.nodes[id];
        if titled[id] {
            continue;
        }
        let own = furniture::of_node(node).filter(|rule| furniture::is_certain(rule) && prose[id] as f32 <= all * 0.7);
        let around = furniture[node.parent as usize];
        if around.is_none() && own.is_some() { certain += prose[id]; }
        furniture[id] = around.or(own);
    }
    let most = (all - certain as f32) * MAX_FURNITURE_SHARE;
    for id in 1..page.nodes.len() {
        let node = &page.nodes[id];
        let around = furniture[node.parent as usize].filter(|rule| node.tag != Tag::Quote || furniture::is_certain(rule));
        let own = if titled[id] || prose[id] as f32 > most { None } else { furniture::of_node(node).filter(|rule| !furniture::is_certain(rule)) };
        furniture[id] = around.or(furniture[id]).or(own);
    }
    furniture
}

/// The smallest element that holds nearly all of the running text that is not furniture.
fn article_node(page: &Page, furniture: &[Option<&'static str>]) -> Option<NodeId> {
    let mut score = vec![0.0_f32; page.nodes.len()];
    for block in &page.blocks {
        let id = block.node as usize;
        let text = block.span.len() as f32;
        score[id] += match furniture[id] {
            None => {
                let bytes = prose_bytes(page, block) as f32;
                let tag = page.node(block).tag;
                let weight = if tag == Tag::Paragraph { 1.0 } else { 0.8 };
                if bytes > 0.0 {
                    bytes * weight
                } else if tag == Tag::Paragraph && link_density(block) < LINK_DENSITY {
                    0.0
                } else {
                    -0.2 * text
                }
            }
            Some(_) => -0.2 * text,
        };
    }
    for id in (1..page.nodes.len()).rev() {
        score[page.nodes[id].parent as usize] += score[id];
    }
    let mut best = 0;
    for id in 1..page.nodes.len() {
        if page.nodes[id].tag.is_container() && score[id] > score[best] {
            best = id;
        }
    }
    if score[best] <= 0.0 {
        return None;
    }
    let enough = score[best] * MIN_ARTICLE_SHARE;
    let mut root = best;
    for id in best + 1..page.nodes.len() {
        if page.nodes[id].tag.is_container() && page.nodes[id].parent as usize == root && score[id] >= enough {
            root = id;
        }
    }
    NodeId::try_from(root).ok()
}

/// Whether each element is `root` or inside it.
fn descendants(page: &Page, root: NodeId) -> Vec<bool> {
    let mut inside = vec![false; page.nodes.len()];
    inside[root as usize] = true;
    for id in root as usize + 1..page.nodes.len() {
        inside[id] = inside[page.nodes[id].parent as usize];
    }
    inside
}

/// The role of a block inside the article's element.
fn role(page: &Page, block: &Block, furniture: &[Option<&'static str>]) -> Role {
    let text = block.span.of(&page.text);
    if let Some(rule) = furniture[block.node as usize] {
        return Role::Furniture(rule);
    }
    if let Some(rule) = furniture::of_inline(block).or_else(|| furniture::of_text(text, link_density(block))) {
        return Role::Furniture(rule);
    }
    let is_link = link_density(block) > LINK_DENSITY && !page.node(block).within(Tag::Table);
    if is_link && !furniture::is_address(text) && !(text.len() > 100 && text.ends_with('.')) {
        return Role::Furniture(furniture::RELATED);
    }
    Role::Body
}

/// Drops what stands before the first and after the last running text: headlines, dates, lists of links.
fn trim_ends(page: &Page, roles: &mut [Role]) {
    let is_prose = |at: usize, roles: &[Role]| {
        roles[at] == Role::Body
            && !matches!(page.node(&page.blocks[at]).tag, Tag::Heading(_))
            && (prose_bytes(page, &page.blocks[at]) > 0 || matches!(page.node(&page.blocks[at]).tag, Tag::Paragraph | Tag::Item | Tag::Cell))
    };
    let Some(first) = (0..roles.len()).find(|&at| is_prose(at, roles)) else {
        return;
    };
    let last = (first..roles.len()).rev().find(|&at| is_prose(at, roles)).unwrap_or(first);
    for at in (0..first).chain(last + 1..roles.len()) {
        if roles[at] == Role::Body {
            roles[at] = Role::Furniture(furniture::BOILERPLATE);
        }
    }
}
