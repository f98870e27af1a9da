//! The sentences at hand: of one document or of several.

use crate::text::{Document, Span};

/// Where a sentence stands. Texts are read up to 1 GiB: offsets fit into 32 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    document: u32,
    start: u32,
    end: u32,
}

impl Place {
    /// The place of `span` in document number `document`.
    pub(crate) fn new(document: usize, span: Span) -> Self {
        Self { document: document as u32, start: span.start as u32, end: span.end as u32 }
    }

    /// The document's number.
    pub(crate) fn document(self) -> usize {
        self.document as usize
    }

    /// The bytes of the document's text.
    pub(crate) fn span(self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }
}

/// The sentences of `documents`, those of each together and in its order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sentences<'a> {
    pub(crate) documents: &'a [&'a Document],
    pub(crate) places: &'a [Place],
}

impl<'a> Sentences<'a> {
    /// The number of sentences.
    pub(crate) fn len(self) -> usize {
        self.places.len()
    }

    /// A sentence as it stands.
    pub(crate) fn text(self, row: usize) -> &'a str {
        let place = self.places[row];
        place.span().of(&self.documents[place.document()].text)
    }

    /// Whether a sentence is the first of its document.
    pub(crate) fn is_first(self, row: usize) -> bool {
        row == 0 || self.places[row - 1].document != self.places[row].document
    }

    /// The rows of each document that has any.
    pub(crate) fn by_document(self) -> impl Iterator<Item = std::ops::Range<usize>> {
        let mut start = 0;
        self.places.chunk_by(|a, b| a.document == b.document).map(move |rows| {
            start += rows.len();
            start - rows.len()..start
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_known_by_their_document() {
        let (a, b) = (Document::new("a", "One. Two."), Document::new("b", "Three."));
        let places =
            [Place::new(0, Span::new(0, 4)), Place::new(0, Span::new(5, 9)), Place::new(2, Span::new(0, 6))];
        let empty = Document::default();
        let sentences = Sentences { documents: &[&a, &empty, &b], places: &places };
        assert_eq!((0..3).map(|row| sentences.text(row)).collect::<Vec<_>>(), ["One.", "Two.", "Three."]);
        assert_eq!((0..3).map(|row| sentences.is_first(row)).collect::<Vec<_>>(), [true, false, true]);
        assert_eq!(sentences.by_document().collect::<Vec<_>>(), [0..2, 2..3]);
    }
}
