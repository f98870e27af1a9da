//! Elements: which name means what for the text of a page.

/// What an element is, as far as reading its text needs it. Block elements come first, those that hold them before all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tag {
    Html,
    Head,
    Body,
    Main,
    Article,
    Section,
    Aside,
    Nav,
    Header,
    Footer,
    Div,
    Paragraph,
    /// `h1`.
    Headline,
    /// `h2` to `h6`.
    Heading,
    List,
    Item,
    Definitions,
    Table,
    Row,
    Cell,
    Quote,
    Preformatted,
    Figure,
    Caption,
    Form,
    Address,
    /// A link.
    Anchor,
    Button,
    Time,
    /// An inline element of the page's wording: `b`, `span`, a custom element, anything unknown.
    #[default]
    Inline,
    /// An element without content of its own, such as `img`.
    Void,
    Break,
    Rule,
    Meta,
    Title,
    Script,
    /// An element whose content is never shown as text: `style`, `template`, `svg`.
    Hidden,
}

/// The number of values that [`Tag::index`] can have.
pub(crate) const N_TAGS: usize = Tag::Hidden as usize + 1;

// The tags around an element are kept as a bit each.
const _: () = assert!(N_TAGS <= u64::BITS as usize);

impl Tag {
    /// The tag of an element's name in lower case.
    pub(crate) fn of(name: &[u8]) -> Self {
        match name {
            b"html" => Self::Html,
            b"head" => Self::Head,
            b"body" => Self::Body,
            b"main" => Self::Main,
            b"article" => Self::Article,
            b"section" => Self::Section,
            b"aside" => Self::Aside,
            b"nav" | b"menu" => Self::Nav,
            b"header" | b"hgroup" => Self::Header,
            b"footer" => Self::Footer,
            b"div" | b"center" | b"details" | b"summary" | b"dialog" | b"fieldset" => Self::Div,
            b"p" => Self::Paragraph,
            b"h1" => Self::Headline,
            b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => Self::Heading,
            b"ul" | b"ol" | b"dir" => Self::List,
            b"li" | b"dt" | b"dd" => Self::Item,
            b"dl" => Self::Definitions,
            b"table" => Self::Table,
            b"tr" | b"thead" | b"tbody" | b"tfoot" => Self::Row,
            b"td" | b"th" => Self::Cell,
            b"blockquote" => Self::Quote,
            b"pre" | b"listing" => Self::Preformatted,
            b"figure" => Self::Figure,
            b"figcaption" | b"caption" => Self::Caption,
            b"form" => Self::Form,
            b"address" => Self::Address,
            b"a" => Self::Anchor,
            b"button" | b"label" => Self::Button,
            b"time" => Self::Time,
            b"br" => Self::Break,
            b"hr" => Self::Rule,
            b"meta" => Self::Meta,
            b"title" => Self::Title,
            b"script" => Self::Script,
            b"img" | b"input" | b"link" | b"source" | b"wbr" | b"area" | b"base" | b"col" | b"embed"
            | b"param" | b"track" => Self::Void,
            b"style" | b"template" | b"noscript" | b"svg" | b"math" | b"iframe" | b"object" | b"select"
            | b"datalist" | b"textarea" | b"canvas" | b"audio" | b"video" | b"map" | b"noembed"
            | b"noframes" => Self::Hidden,
            _ => Self::Inline,
        }
    }

    /// A number for this tag below [`N_TAGS`].
    pub(crate) fn index(self) -> usize {
        self as usize
    }

    /// Whether it begins and ends a line of text.
    pub(crate) fn is_block(self) -> bool {
        self <= Self::Address
    }

    /// Whether it is a heading of any level.
    pub(crate) fn is_heading(self) -> bool {
        matches!(self, Self::Headline | Self::Heading)
    }

    /// Whether it is made to hold paragraphs rather than to be one.
    pub(crate) fn is_container(self) -> bool {
        self <= Self::Div || matches!(self, Self::Table | Self::Row | Self::Cell | Self::Form)
    }

    /// Whether text inside it is never part of the page's text.
    pub(crate) fn is_hidden(self) -> bool {
        matches!(self, Self::Title | Self::Script | Self::Hidden)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn block_elements_are_those_that_break_lines() {
        assert!(
            ["div", "p", "h1", "li", "td", "address"].iter().all(|name| Tag::of(name.as_bytes()).is_block())
        );
        assert!(
            ["a", "b", "br", "script", "my-element"].iter().all(|name| !Tag::of(name.as_bytes()).is_block())
        );
    }
}
