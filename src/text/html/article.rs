//! Finds the article: which blocks of a page are its body, and why the others are not.

use super::Role;
use super::blocks::Block;
use super::element::Tag;
use super::furniture::{self, Rule};
use super::page::Page;
use super::score::{article_node, is_link, link_density, links_by_node, prose_by_node, prose_bytes};
use super::title;
use super::tree::NodeId;

/// The part of a page's running text above which an element is not furniture, whatever it is called.
const MAX_FURNITURE_SHARE: f32 = 0.4;

/// The same for furniture that nothing else is named after, see [`furniture::is_certain`].
const MAX_CERTAIN_SHARE: f32 = 0.7;

/// The running text, in bytes, above which an element with fewer links than that is no menu.
const MIN_TEXT_BYTES: usize = 200;

/// The fewest bytes of a full sentence that is all link and yet not the headline of another article.
const MIN_LINKED_SENTENCE_BYTES: usize = 100;

/// The role of every block of a page with this title.
///
/// First the elements: those whose tag or class says furniture are, unless they hold the title or too much of the
/// running text. Then the article's element, by the running text that is left. Then the blocks inside it, one by one;
/// and last, what stands before its first and after its last running text goes.
pub(crate) fn roles(page: &Page, title: Option<&str>) -> Vec<Role> {
    let furniture = furniture_by_node(page, title);
    let Some(article) = article_node(page, &furniture) else {
        return roles_without_prose(page, &furniture);
    };
    let inside = descendants(page, article);
    let role = |block: &Block| {
        if inside[block.node as usize] {
            role(page, block, article, &furniture)
        } else {
            outside(block, &furniture)
        }
    };
    let mut roles: Vec<Role> = page.blocks.iter().map(role).collect();
    trim_ends(page, &mut roles);
    roles
}

/// The roles on a page without running text: a list of links is no article, a few short lines are.
fn roles_without_prose(page: &Page, furniture: &[Option<Rule>]) -> Vec<Role> {
    let links: usize = page.blocks.iter().map(|block| block.link_bytes).sum();
    let is_list_of_links = links * 2 > page.text.len();
    let role =
        |block| if is_list_of_links { outside(block, furniture) } else { role(page, block, 0, furniture) };
    page.blocks.iter().map(role).collect()
}

/// The role of a block outside the article's element.
fn outside(block: &Block, furniture: &[Option<Rule>]) -> Role {
    Role::Furniture(furniture[block.node as usize].unwrap_or(furniture::BOILERPLATE))
}

/// The role of a block inside the article's element.
fn role(page: &Page, block: &Block, article: NodeId, furniture: &[Option<Rule>]) -> Role {
    let text = block.span.of(&page.text);
    let rule = furniture[block.node as usize]
        .or_else(|| furniture::of_inline(block))
        .or_else(|| furniture::of_text(text, link_density(block)))
        .or_else(|| is_link_to_another(page, block, article).then_some(furniture::RELATED));
    rule.map_or(Role::Body, Role::Furniture)
}

/// Whether a block is nothing but the link to another page. Cells of a table, addresses and full sentences are not.
fn is_link_to_another(page: &Page, block: &Block, article: NodeId) -> bool {
    let text = block.span.of(&page.text);
    let is_cell = page.node(block).within(Tag::Table) && !page.nodes[article as usize].within(Tag::Table);
    let is_sentence = text.len() >= MIN_LINKED_SENTENCE_BYTES && text.ends_with('.');
    is_link(block) && !is_cell && !is_sentence && !furniture::is_address(text)
}

/// The furniture that every element is or is part of.
fn furniture_by_node(page: &Page, title: Option<&str>) -> Vec<Option<Rule>> {
    let prose = prose_by_node(page);
    let titled = around_title(page, title);
    let links = links_by_node(page);
    let own = |id: usize| {
        let is_text = prose[id] > links[id].max(MIN_TEXT_BYTES);
        let rule = if titled[id] { None } else { furniture::of_node(&page.nodes[id]) };
        rule.filter(|rule| !(is_text && furniture::is_made_of_links(rule)))
    };
    let mut furniture: Vec<Option<Rule>> = vec![None; page.nodes.len()];
    let mut rest = prose[0];
    let most = prose[0] as f32 * MAX_CERTAIN_SHARE;
    for id in 1..page.nodes.len() {
        let around = furniture[page.nodes[id].parent as usize];
        furniture[id] = around
            .or_else(|| own(id).filter(|&rule| furniture::is_certain(rule) && prose[id] as f32 <= most));
        if around.is_none() && furniture[id].is_some() {
            rest -= prose[id];
        }
    }
    let most = rest as f32 * MAX_FURNITURE_SHARE;
    for id in 1..page.nodes.len() {
        let node = &page.nodes[id];
        // A quoted post is often wrapped in an element named after the network's buttons.
        let around = furniture[node.parent as usize]
            .filter(|&rule| node.tag != Tag::Quote || furniture::is_certain(rule));
        let uncertain = || own(id).filter(|&rule| !furniture::is_certain(rule) && prose[id] as f32 <= most);
        furniture[id] = around.or(furniture[id]).or_else(uncertain);
    }
    furniture
}

/// Whether each element holds the headline.
fn around_title(page: &Page, title: Option<&str>) -> Vec<bool> {
    let mut titled = vec![false; page.nodes.len()];
    let Some(title) = title else { return titled };
    let headings = || {
        let is_heading = |block: &&Block| page.node(block).tag.is_heading() && !is_link(block);
        page.blocks.iter().filter(is_heading).filter(|block| title::same(block.span.of(&page.text), title))
    };
    let first = headings().find(|block| page.node(block).tag == Tag::Headline).or_else(|| headings().next());
    if let Some(block) = first {
        let mut id = block.node;
        while id != 0 {
            id = page.nodes[id as usize].parent;
            titled[id as usize] = true;
        }
    }
    titled
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

/// Drops what stands before the first and after the last running text: headlines, dates, names of sections.
fn trim_ends(page: &Page, roles: &mut [Role]) {
    let is_text = |(block, role): (&Block, &Role)| {
        let tag = page.node(block).tag;
        let is_line = matches!(tag, Tag::Paragraph | Tag::Item | Tag::Cell) || prose_bytes(page, block) > 0;
        *role == Role::Body && is_line && !tag.is_heading()
    };
    let Some(first) = page.blocks.iter().zip(&*roles).position(is_text) else { return };
    let last = |end: usize| page.blocks[..end].iter().zip(&*roles).rposition(is_text).unwrap_or(first);
    let is_note = |at: usize| at > first && furniture::is_contact_note(page.blocks[at].span.of(&page.text));
    let mut end = page.blocks.len();
    while end > 0 && is_note(last(end)) {
        end = last(end);
    }
    let last = last(end);
    for (at, role) in roles.iter_mut().enumerate() {
        if *role == Role::Body && !(first..=last).contains(&at) {
            *role = Role::Furniture(furniture::BOILERPLATE);
        }
    }
}
