//! The open elements at a place of the page, and the block elements of the whole page.

use super::element::{N_TAGS, Tag};
use super::hints::Hints;

/// How far up an end tag looks for its start tag. Bounds the work on pages of unclosed elements.
const MAX_CLIMB: usize = 128;

/// The index of a [`Node`] in [`Tree::nodes`].
pub(crate) type NodeId = u32;

/// A block element.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    /// The block element around it; the root is its own parent.
    pub(crate) parent: NodeId,
    /// What it is.
    pub(crate) tag: Tag,
    /// What its own attributes say.
    pub(crate) hints: Hints,
    /// What its attributes and those of the elements around it say.
    pub(crate) path_hints: Hints,
    /// The tags of itself and the elements around it, a bit each.
    pub(crate) path_tags: u64,
}

impl Node {
    /// Whether it is a `tag` or lies within one.
    pub(crate) fn within(&self, tag: Tag) -> bool {
        self.path_tags & (1 << tag.index()) != 0
    }
}

/// An element whose end tag was not seen yet.
#[derive(Clone, Copy, Debug)]
struct Open {
    tag: Tag,
    node: NodeId,
    /// What the inline elements between the block element and here say.
    inline_hints: Hints,
    hidden: bool,
}

/// The elements of a page while it is read.
///
/// Keeps what browsers keep for the sake of the text: `p`, `li`, cells and rows end where the next begins, and an end
/// tag without a start tag means nothing. Every start tag is pushed and popped once, and [`MAX_CLIMB`] bounds the rest.
#[derive(Debug)]
pub(crate) struct Tree {
    /// The block elements, in the order of their start tags; the first is the page.
    pub(crate) nodes: Vec<Node>,
    open: Vec<Open>,
    n_open: [u32; N_TAGS],
}

impl Tree {
    /// A tree with the page as its only element.
    pub(crate) fn new() -> Self {
        let page =
            Node { parent: 0, tag: Tag::Html, hints: Hints::NONE, path_hints: Hints::NONE, path_tags: 0 };
        Self { nodes: vec![page], open: Vec::new(), n_open: [0; N_TAGS] }
    }

    /// Opens an element. Returns whether the line of text ends before it.
    pub(crate) fn start(&mut self, tag: Tag, hints: Hints, hidden: bool) -> bool {
        self.close_implied(tag);
        let around = self.innermost();
        let mut open = Open { tag, hidden: hidden || around.hidden, ..around };
        if tag.is_block() {
            open.node = self.add_node(tag, hints, around);
            open.inline_hints = Hints::NONE;
        } else {
            open.inline_hints |= hints;
        }
        self.n_open[tag.index()] += 1;
        self.open.push(open);
        tag.is_block()
    }

    /// Closes the innermost open `tag`, and everything open inside it. Returns whether the line of text ends there.
    pub(crate) fn end(&mut self, tag: Tag) -> bool {
        if let Some(depth) = self.find(|open| open.tag == tag, |open| !tag.is_block() && open.tag.is_block())
        {
            self.close_to(depth);
        }
        tag.is_block()
    }

    /// The innermost block element.
    pub(crate) fn node(&self) -> NodeId {
        self.innermost().node
    }

    /// What the inline elements around this place say.
    pub(crate) fn inline_hints(&self) -> Hints {
        self.innermost().inline_hints
    }

    /// Whether text here is never shown.
    pub(crate) fn is_hidden(&self) -> bool {
        self.innermost().hidden
    }

    /// Whether this place is inside a `tag`.
    pub(crate) fn is_inside(&self, tag: Tag) -> bool {
        self.n_open[tag.index()] > 0
    }

    fn innermost(&self) -> Open {
        let page = Open { tag: Tag::Html, node: 0, inline_hints: Hints::NONE, hidden: false };
        self.open.last().copied().unwrap_or(page)
    }

    fn add_node(&mut self, tag: Tag, hints: Hints, around: Open) -> NodeId {
        // The classes of `body` name every part that any page of the site has.
        let hints = if matches!(tag, Tag::Html | Tag::Body) { Hints::NONE } else { hints };
        let parent = &self.nodes[around.node as usize];
        let node = Node {
            parent: around.node,
            tag,
            hints,
            path_hints: parent.path_hints | around.inline_hints | hints,
            path_tags: parent.path_tags | 1 << tag.index(),
        };
        self.nodes.push(node);
        NodeId::try_from(self.nodes.len() - 1).unwrap_or(NodeId::MAX)
    }

    /// Closes what a start tag closes without an end tag.
    fn close_implied(&mut self, tag: Tag) {
        let found = match tag {
            Tag::Item => self.find(
                |open| open.tag == Tag::Item,
                |open| matches!(open.tag, Tag::List | Tag::Definitions | Tag::Table | Tag::Cell),
            ),
            Tag::Cell => {
                self.find(|open| open.tag == Tag::Cell, |open| matches!(open.tag, Tag::Row | Tag::Table))
            }
            Tag::Row => {
                // A row also begins inside `tbody`, which is a row here: only a row with an open cell ends.
                let cell = self.find(|open| open.tag == Tag::Cell, |open| open.tag == Tag::Table);
                cell.filter(|&depth| depth > 0).map(|depth| depth - 1)
            }
            _ if tag.is_block() => self.find(|open| open.tag == Tag::Paragraph, |open| open.tag.is_block()),
            _ => None,
        };
        if let Some(depth) = found {
            self.close_to(depth);
        }
    }

    /// The place in the stack of the innermost element that `is` accepts, unless `stops` accepts one further in.
    fn find(&self, is: impl Fn(&Open) -> bool, stops: impl Fn(&Open) -> bool) -> Option<usize> {
        for (depth, open) in self.open.iter().enumerate().rev().take(MAX_CLIMB) {
            if is(open) {
                return Some(depth);
            }
            if stops(open) {
                return None;
            }
        }
        None
    }

    fn close_to(&mut self, depth: usize) {
        for open in self.open.drain(depth..) {
            self.n_open[open.tag.index()] -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_ends_where_the_next_begins() {
        let mut tree = Tree::new();
        tree.start(Tag::Div, Hints::NONE, false);
        tree.start(Tag::Paragraph, Hints::NONE, false);
        let first = tree.node();
        tree.start(Tag::Paragraph, Hints::NONE, false);
        assert_eq!(tree.nodes[tree.node() as usize].parent, tree.nodes[first as usize].parent);
    }

    #[test]
    fn an_inline_end_tag_does_not_close_blocks() {
        let mut tree = Tree::new();
        tree.start(Tag::Inline, Hints::NONE, false);
        tree.start(Tag::Div, Hints::NONE, false);
        let div = tree.node();
        tree.end(Tag::Inline);
        assert_eq!(tree.node(), div);
    }

    #[test]
    fn an_end_tag_without_a_start_tag_means_nothing() {
        let mut tree = Tree::new();
        tree.start(Tag::Div, Hints::NONE, false);
        let div = tree.node();
        tree.end(Tag::Table);
        assert_eq!(tree.node(), div);
    }

    #[test]
    fn hidden_ends_with_its_element() {
        let mut tree = Tree::new();
        tree.start(Tag::Div, Hints::NONE, true);
        tree.start(Tag::Paragraph, Hints::NONE, false);
        assert!(tree.is_hidden());
        tree.end(Tag::Div);
        assert!(!tree.is_hidden());
    }
}
