//! Scores blocks and elements: how much running text they hold, and which element is the article.

use super::blocks::Block;
use super::element::Tag;
use super::hints::Hints;
use super::page::Page;
use super::tree::NodeId;

/// The fewest bytes of a block that reads as running text whatever its punctuation.
const MIN_PROSE_BYTES: usize = 60;

/// The fewest bytes of a block that reads as running text because it ends as a sentence does.
const MIN_SENTENCE_BYTES: usize = 30;

/// The part of a block inside links up to which it can be running text.
const MAX_PROSE_LINK_DENSITY: f32 = 0.5;

/// The part of a block inside links from which on it is a link.
const MIN_LINK_DENSITY: f32 = 0.7;

/// What a byte of running text counts for outside paragraphs.
const OUTSIDE_PARAGRAPHS: f32 = 0.8;

/// What a byte of running text counts for in the teaser of another article.
const IN_TEASER: f32 = 0.2;

/// What a byte of furniture or links counts for.
const NO_PROSE: f32 = -0.2;

/// The part of an element's score that one inside it must have to be the article in its place.
const MIN_ARTICLE_SHARE: f32 = 0.85;

/// The part of a block's bytes that is inside links.
pub(crate) fn link_density(block: &Block) -> f32 {
    block.link_bytes as f32 / block.span.len() as f32
}

/// Whether a block is nothing but links.
pub(crate) fn is_link(block: &Block) -> bool {
    link_density(block) > MIN_LINK_DENSITY
}

/// The bytes of a block that count as running text: none if it is short or mostly links.
pub(crate) fn prose_bytes(page: &Page, block: &Block) -> usize {
    let text = block.span.of(&page.text);
    let is_sentence = text.ends_with(['.', '!', '?', '"', '”', ':', ';']);
    let enough = if is_sentence { MIN_SENTENCE_BYTES } else { MIN_PROSE_BYTES };
    if text.len() < enough || link_density(block) >= MAX_PROSE_LINK_DENSITY {
        return 0;
    }
    text.len().saturating_sub(block.link_bytes)
}

/// The running text within every element, in bytes.
pub(crate) fn prose_by_node(page: &Page) -> Vec<usize> {
    sum_by_node(page, |block| prose_bytes(page, block))
}

/// The text of links within every element, in bytes.
pub(crate) fn links_by_node(page: &Page) -> Vec<usize> {
    sum_by_node(page, |block| block.link_bytes)
}

/// The sum over the blocks within every element.
fn sum_by_node(page: &Page, value: impl Fn(&Block) -> usize) -> Vec<usize> {
    let mut sums = vec![0; page.nodes.len()];
    for block in &page.blocks {
        sums[block.node as usize] += value(block);
    }
    for id in (1..page.nodes.len()).rev() {
        sums[page.nodes[id].parent as usize] += sums[id];
    }
    sums
}

/// The smallest element that holds nearly all of the running text that is not furniture, or none without such text.
///
/// An element's score is the sum of its blocks'. The element with the best score is the article, or one inside it
/// that has [`MIN_ARTICLE_SHARE`] of the score.
pub(crate) fn article_node(page: &Page, furniture: &[Option<&'static str>]) -> Option<NodeId> {
    let mut score = vec![0.0_f32; page.nodes.len()];
    for (at, block) in page.blocks.iter().enumerate() {
        score[block.node as usize] += block_score(page, at, furniture[block.node as usize].is_some());
    }
    for id in (1..page.nodes.len()).rev() {
        score[page.nodes[id].parent as usize] += score[id];
    }
    let containers = || (0..page.nodes.len()).filter(|&id| page.nodes[id].tag.is_container());
    // The first of equals is the outermost.
    let best = containers().fold(0, |best, id| if score[id] > score[best] { id } else { best });
    if score[best] <= 0.0 {
        return None;
    }
    let enough = score[best] * MIN_ARTICLE_SHARE;
    let inner = |around, id: usize| page.nodes[id].parent as usize == around && score[id] >= enough;
    let article = containers().fold(best, |article, id| if inner(article, id) { id } else { article });
    NodeId::try_from(article).ok()
}

/// What a block says for its element being the article: its bytes where it is running text, less where it is not.
fn block_score(page: &Page, at: usize, is_furniture: bool) -> f32 {
    let block = &page.blocks[at];
    let tag = page.node(block).tag;
    let prose = prose_bytes(page, block) as f32;
    if is_furniture || (prose == 0.0 && (tag != Tag::Paragraph || is_link(block))) {
        NO_PROSE * block.span.len() as f32
    } else if is_teaser(page, at) {
        IN_TEASER * prose
    } else if tag == Tag::Paragraph {
        prose
    } else {
        OUTSIDE_PARAGRAPHS * prose
    }
}

/// Whether a block of running text announces another article: it stands alone between two links, or is the summary
/// of an item of a list.
fn is_teaser(page: &Page, at: usize) -> bool {
    let is_link = |at: usize| page.blocks.get(at).is_some_and(is_link);
    let node = page.node(&page.blocks[at]);
    (at > 0 && is_link(at - 1) && is_link(at + 1))
        || (node.within(Tag::Item) && node.path_hints.any(Hints::LEAD))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prose(html: &str) -> usize {
        let page = Page::read(html);
        prose_by_node(&page)[0]
    }

    #[test]
    fn a_short_line_is_no_prose_but_a_short_sentence_is() {
        assert_eq!(prose("<p>Office of the Press Secretary"), 0);
        assert_eq!(prose("<p>The committee met for two hours."), 32);
    }

    #[test]
    fn links_are_no_prose() {
        assert_eq!(prose("<p><a href=x>The committee met for two hours.</a>"), 0);
    }

    #[test]
    fn the_article_is_the_element_of_the_paragraphs() {
        let page = Page::read(
            "<div><a href=x>Home</a></div><main><p>The committee met for two hours on Monday.</p>\
             <p>It sent the bill to the floor by a vote of nine to four.</p></main><div>Links</div>",
        );
        let article = article_node(&page, &vec![None; page.nodes.len()]).unwrap();
        assert_eq!(page.nodes[article as usize].tag, Tag::Main);
    }
}
