//! Blocks: the page's text, a paragraph, heading, item or cell at a time.

use super::hints::Hints;
use super::tree::NodeId;
use crate::text::Span;

/// What separates two blocks in the text of a page.
const SEPARATOR: &str = "\n\n";

/// A piece of text that no block element begins or ends inside of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Block {
    /// Where it is in the text of the page; never blank at its ends.
    pub(crate) span: Span,
    /// The innermost block element around it.
    pub(crate) node: NodeId,
    /// The number of its bytes inside links.
    pub(crate) link_bytes: usize,
    /// What the inline elements around all of its text say.
    pub(crate) inline_hints: Hints,
    /// Whether all of it is inside a `button` or `label`.
    pub(crate) is_button: bool,
}

/// How a chunk of text stands on the page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    pub(crate) node: NodeId,
    pub(crate) inline_hints: Hints,
    pub(crate) in_link: bool,
    pub(crate) in_button: bool,
    pub(crate) preformatted: bool,
}

/// Writes the text of a page block by block, white space collapsed.
#[derive(Debug, Default)]
pub(crate) struct BlockWriter {
    pub(crate) text: String,
    pub(crate) blocks: Vec<Block>,
    /// The block being written, from its first character on.
    current: Option<Block>,
    /// The white space that the next character of this block is to be preceded by.
    gap: Option<char>,
}

impl BlockWriter {
    /// Appends a chunk of decoded text to the current block.
    pub(crate) fn push(&mut self, chunk: &str, style: Style) {
        let mut rest = chunk;
        while let Some(start) = rest.find(|c| !is_space(c)) {
            self.note_gap(&rest[..start], style);
            rest = &rest[start..];
            let end = rest.find(is_space).unwrap_or(rest.len());
            self.push_word(&rest[..end], style);
            rest = &rest[end..];
        }
        self.note_gap(rest, style);
    }

    /// A `<br>`: ends the line; two in a row end the block.
    pub(crate) fn line_break(&mut self) {
        if self.gap == Some('\n') {
            self.end_block();
        } else {
            self.gap = Some('\n');
        }
    }

    /// Ends the current block.
    pub(crate) fn end_block(&mut self) {
        self.gap = None;
        if let Some(mut block) = self.current.take() {
            block.span.end = self.text.len();
            self.blocks.push(block);
        }
    }

    fn note_gap(&mut self, space: &str, style: Style) {
        if space.is_empty() || self.gap == Some('\n') {
            return;
        }
        let newline = style.preformatted && space.contains('\n');
        self.gap = Some(if newline { '\n' } else { ' ' });
    }

    fn push_word(&mut self, word: &str, style: Style) {
        let gap = self.gap.take();
        let Some(block) = &mut self.current else {
            self.start_block(word, style);
            return;
        };
        let before = self.text.len();
        self.text.extend(gap);
        self.text.push_str(word);
        if style.in_link {
            block.link_bytes += self.text.len() - before;
        }
        block.inline_hints = block.inline_hints & style.inline_hints;
        block.is_button &= style.in_button;
    }

    fn start_block(&mut self, word: &str, style: Style) {
        if !self.text.is_empty() {
            self.text.push_str(SEPARATOR);
        }
        let start = self.text.len();
        self.text.push_str(word);
        self.current = Some(Block {
            span: Span::new(start, start),
            node: style.node,
            link_bytes: if style.in_link { word.len() } else { 0 },
            inline_hints: style.inline_hints,
            is_button: style.in_button,
        });
    }
}

/// White space, and the characters without width that pages break words with.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Style =
        Style { node: 0, inline_hints: Hints::NONE, in_link: false, in_button: false, preformatted: false };

    fn written(f: impl Fn(&mut BlockWriter)) -> BlockWriter {
        let mut writer = BlockWriter::default();
        f(&mut writer);
        writer.end_block();
        writer
    }

    #[test]
    fn white_space_collapses_across_chunks() {
        let writer = written(|w| {
            w.push("  The \n\t", PLAIN);
            w.push("\u{a0}bill  ", PLAIN);
            w.push("passed", PLAIN);
        });
        assert_eq!(writer.text, "The bill passed");
    }

    #[test]
    fn one_br_ends_the_line_and_two_the_block() {
        let writer = written(|w| {
            w.push("a", PLAIN);
            w.line_break();
            w.push(" b", PLAIN);
            w.line_break();
            w.push(" ", PLAIN);
            w.line_break();
            w.push("c", PLAIN);
        });
        assert_eq!(writer.text, "a\nb\n\nc");
        assert_eq!(writer.blocks.len(), 2);
    }

    #[test]
    fn link_bytes_are_those_inside_links() {
        let writer = written(|w| {
            w.push("see ", PLAIN);
            w.push("the bill", Style { in_link: true, ..PLAIN });
        });
        assert_eq!(writer.blocks[0].link_bytes, " the bill".len());
    }
}
