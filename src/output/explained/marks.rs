//! A text cut where the terms that cover it change.

use std::ops::Range;

use super::{Explained, Place};

/// A part of a text with what the listed terms over it add together; n-grams and the words in them overlap.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Segment {
    pub(super) range: Range<usize>,
    pub(super) weight: f32,
    /// Places in the list of terms, rising.
    pub(super) terms: Vec<usize>,
}

impl Explained {
    /// The parts of the body, each cut into segments that tile it.
    pub(super) fn body_segments(&self) -> impl Iterator<Item = Vec<Segment>> {
        let mut marks: Vec<(Place, usize)> = Vec::new();
        for (at, term) in self.terms.iter().enumerate() {
            marks.extend(term.spans.iter().map(|&place| (place, at)));
        }
        marks.sort_by_key(|(place, at)| (place.start, place.end, *at));
        let mut from = 0;
        self.body.iter().map(move |part| {
            from += marks[from..].partition_point(|(place, _)| place.start < part.start);
            let n = marks[from..].partition_point(|(place, _)| place.start < part.end);
            self.segments(part.start..part.end, &marks[from..from + n])
        })
    }

    /// A text cut at the ends of the marks, which are sorted and lie in it.
    fn segments(&self, text: Range<usize>, marks: &[(Place, usize)]) -> Vec<Segment> {
        let mut cuts: Vec<usize> = marks.iter().flat_map(|(place, _)| [place.start, place.end]).collect();
        cuts.extend([text.start, text.end]);
        cuts.sort_unstable();
        cuts.dedup();
        let mut segments = Vec::with_capacity(cuts.len());
        let (mut next, mut covering): (usize, Vec<(Place, usize)>) = (0, Vec::new());
        for ends in cuts.windows(2) {
            covering.retain(|(place, _)| place.end > ends[0]);
            while next < marks.len() && marks[next].0.start <= ends[0] {
                covering.push(marks[next]);
                next += 1;
            }
            let mut terms: Vec<usize> = covering.iter().map(|&(_, at)| at).collect();
            terms.sort_unstable();
            terms.dedup();
            let weight = terms.iter().map(|&at| self.terms[at].weight).sum();
            segments.push(Segment { range: ends[0]..ends[1], weight, terms });
        }
        segments
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::explained;

    #[test]
    fn segments_tile_the_body_and_a_pair_covers_the_space_in_it() {
        let text = "A tax cut or farm aid.";
        let found = explained(text, 0);
        let parts: Vec<_> = found.body_segments().collect();
        let texts: Vec<&str> = parts[0].iter().map(|segment| &text[segment.range.clone()]).collect();
        assert_eq!(texts, ["A ", "tax", " ", "cut", " or ", "farm", " ", "aid", "."]);
        let n_terms: Vec<usize> = parts[0].iter().map(|segment| segment.terms.len()).collect();
        assert_eq!(n_terms, [0, 2, 1, 2, 0, 2, 1, 2, 0]);
    }
}
