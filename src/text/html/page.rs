//! Reads a page: tags and text in, blocks and elements out.

use std::borrow::Cow;
use std::cell::Cell;
use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Emitter, ForwardingEmitter, Span, Tokenizer};

use super::blocks::{Block, BlockWriter, Style};
use super::element::Tag;
use super::hints::Hints;
use super::mend;
use super::metadata::Facts;
use super::source::Source;
use super::tree::{Node, Tree};

/// A page as it was read.
#[derive(Debug)]
pub(crate) struct Page {
    /// The text of all blocks.
    pub(crate) text: String,
    /// The blocks, in order.
    pub(crate) blocks: Vec<Block>,
    /// The block elements that [`Block::node`] points into.
    pub(crate) nodes: Vec<Node>,
    /// What the page's head and marked-up elements say about it.
    pub(crate) facts: Facts,
}

impl Page {
    /// Reads a page from its source.
    pub(crate) fn read(html: &str) -> Self {
        let html = mend::close_open_ends(html);
        let mut reader = PageReader::new();
        let attributes = Cell::new(0);
        let mut rest = &*html;
        loop {
            let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| {
                reader.event(event);
                None::<Infallible>
            });
            emitter.naively_switch_states(true);
            let mut source = Source::new(rest, &attributes);
            let emitter = Lenient { emitter, attributes: &attributes };
            if Tokenizer::new_with_emitter(&mut source, emitter).finish().is_ok() {
                return reader.finish();
            }
            rest = source.after_tag();
            attributes.set(0);
        }
    }

    /// The element that a block lies in.
    pub(crate) fn node(&self, block: &Block) -> &Node {
        &self.nodes[block.node as usize]
    }
}

/// Passes on what a page says without checking that it is valid or keeping its comments, which costs a third of the
/// time. Counts the attributes of the tag being read.
struct Lenient<'c, E> {
    emitter: E,
    attributes: &'c Cell<usize>,
}

impl<E: Emitter<Token = Infallible>> ForwardingEmitter for Lenient<'_, E> {
    type Token = Infallible;

    fn inner(&mut self) -> &mut impl Emitter<Token = Infallible> {
        &mut self.emitter
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn push_comment(&mut self, _: &[u8]) {}

    fn init_start_tag(&mut self) {
        self.attributes.set(0);
        self.emitter.init_start_tag();
    }

    fn init_end_tag(&mut self) {
        self.attributes.set(0);
        self.emitter.init_end_tag();
    }

    fn init_attribute(&mut self) {
        self.attributes.set(self.attributes.get() + 1);
        self.emitter.init_attribute();
    }
}

/// The attributes that matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Attribute {
    #[default]
    Other,
    Class,
    Style,
    Rel,
    Type,
    Name,
    Content,
    DateTime,
    Href,
}

/// The start tag being read.
#[derive(Debug, Default)]
struct StartTag {
    tag: Tag,
    attribute: Attribute,
    hints: Hints,
    hidden: bool,
    is_canonical: bool,
    name: String,
    content: String,
}

#[derive(Debug)]
struct PageReader {
    tree: Tree,
    writer: BlockWriter,
    facts: Facts,
    start: StartTag,
    /// Whether the script being read is data about the page.
    in_json: bool,
}

impl PageReader {
    fn new() -> Self {
        Self {
            tree: Tree::new(),
            writer: BlockWriter::default(),
            facts: Facts::default(),
            start: StartTag::default(),
            in_json: false,
        }
    }

    fn event(&mut self, event: CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.start = StartTag { tag: Tag::of(name), ..StartTag::default() };
            }
            CallbackEvent::AttributeName { name } => self.attribute_name(name),
            CallbackEvent::AttributeValue { value } => self.attribute_value(value),
            CallbackEvent::CloseStartTag { .. } => self.start_tag(),
            CallbackEvent::EndTag { name } => self.end_tag(Tag::of(name)),
            CallbackEvent::String { value } => self.string(value),
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
    }

    fn attribute_name(&mut self, name: &[u8]) {
        self.start.attribute = match name {
            b"class" | b"id" | b"role" | b"data-component" | b"data-testid" => Attribute::Class,
            b"style" => Attribute::Style,
            b"rel" => Attribute::Rel,
            b"type" => Attribute::Type,
            b"name" | b"property" | b"itemprop" => Attribute::Name,
            b"content" => Attribute::Content,
            b"datetime" => Attribute::DateTime,
            b"href" => Attribute::Href,
            _ => Attribute::Other,
        };
        self.start.hidden |= name == b"hidden";
    }

    fn attribute_value(&mut self, value: &[u8]) {
        let start = &mut self.start;
        match start.attribute {
            Attribute::Class => start.hints |= Hints::of(value),
            Attribute::Style => start.hidden |= hides(value),
            Attribute::Rel if value == b"author" => start.hints |= Hints::AUTHOR,
            Attribute::Rel if value == b"canonical" => start.is_canonical = true,
            Attribute::Type => start.name = lossy(value).into_owned(),
            Attribute::Name if start.tag == Tag::Meta => start.name = lossy(value).to_ascii_lowercase(),
            Attribute::Name => start.hints |= Hints::of(value),
            Attribute::Content | Attribute::DateTime => start.content = lossy(value).into_owned(),
            Attribute::Href if start.tag == Tag::Void => start.content = lossy(value).into_owned(),
            Attribute::Href | Attribute::Rel | Attribute::Other => {}
        }
    }

    fn start_tag(&mut self) {
        let start = std::mem::take(&mut self.start);
        match start.tag {
            Tag::Break => return self.writer.line_break(),
            Tag::Rule => return self.writer.end_block(),
            Tag::Meta => return self.facts.add_meta(start.name, start.content),
            Tag::Void if start.is_canonical => return self.facts.add_canonical(start.content),
            Tag::Void => return,
            _ => {}
        }
        self.in_json = start.tag == Tag::Script && start.name.eq_ignore_ascii_case("application/ld+json");
        if start.tag == Tag::Time {
            self.facts.add_time(start.content);
        }
        if self.tree.start(start.tag, start.hints, start.hidden || start.tag.is_hidden()) {
            self.writer.end_block();
        }
    }

    fn end_tag(&mut self, tag: Tag) {
        if tag == Tag::Break {
            self.writer.line_break();
        } else if self.tree.end(tag) {
            self.writer.end_block();
        }
    }

    fn string(&mut self, chunk: &[u8]) {
        if self.tree.is_inside(Tag::Script) {
            if self.in_json {
                self.facts.add_json_ld(&lossy(chunk));
            }
        } else if self.tree.is_inside(Tag::Title) {
            // Drawings have titles too.
            if !self.tree.is_inside(Tag::Hidden) {
                self.facts.add_title(&lossy(chunk));
            }
        } else if !self.tree.is_hidden() {
            let style = Style {
                node: self.tree.node(),
                inline_hints: self.tree.inline_hints(),
                in_link: self.tree.is_inside(Tag::Anchor),
                in_button: self.tree.is_inside(Tag::Button),
                preformatted: self.tree.is_inside(Tag::Preformatted),
            };
            self.writer.push(&lossy(chunk), style);
        }
    }

    fn finish(mut self) -> Page {
        self.writer.end_block();
        Page { text: self.writer.text, blocks: self.writer.blocks, nodes: self.tree.nodes, facts: self.facts }
    }
}

/// Whether the value of a `style` attribute takes the element off the page.
fn hides(style: &[u8]) -> bool {
    let compact: Vec<u8> =
        style.iter().filter(|b| !b.is_ascii_whitespace()).map(u8::to_ascii_lowercase).collect();
    let has = |what: &[u8]| compact.windows(what.len()).any(|window| window == what);
    has(b"display:none") || has(b"visibility:hidden")
}

fn lossy(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}
