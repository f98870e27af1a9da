//! Forms that training did not see, remembered from one text to the next.

use super::vocabulary::UNKNOWN;

/// Forms that are remembered at a time; a power of two. More would push the tables of the model out of the caches.
const SLOTS: usize = 8192;

/// The nodes of forms that training did not see: a name or a misspelling mostly stands several times in a text or in
/// the next ones, and stemming it costs more than all its look-ups.
///
/// A slot keeps the form that came last, by its 64-bit hash.
#[derive(Default)]
pub(super) struct UnseenForms {
    /// The vectorizer that the nodes are of.
    of: u64,
    slots: Vec<(u64, u32)>,
}

impl UnseenForms {
    /// Forgets the nodes of other vectorizers than this one; 0 is none.
    pub(super) fn begin(&mut self, vectorizer: u64) {
        if self.of != vectorizer {
            self.of = vectorizer;
            self.slots.clear();
        }
    }

    /// The node of the form of this hash: remembered or found.
    #[inline]
    pub(super) fn node(&mut self, hash: u64, find: impl FnOnce() -> u32) -> u32 {
        if self.slots.is_empty() {
            self.slots.resize(SLOTS, (0, UNKNOWN));
        }
        let slot = &mut self.slots[hash as usize & (SLOTS - 1)];
        if slot.0 != hash {
            *slot = (hash, find());
        }
        slot.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_found_once_until_another_takes_its_slot() {
        let mut forms = UnseenForms::default();
        forms.begin(1);
        assert_eq!(forms.node(5, || 7), 7);
        assert_eq!(forms.node(5, || unreachable!("remembered")), 7);
        assert_eq!(forms.node(5 + SLOTS as u64, || 8), 8);
        assert_eq!(forms.node(5, || 9), 9);
    }

    #[test]
    fn another_vectorizer_has_other_nodes() {
        let mut forms = UnseenForms::default();
        forms.begin(1);
        forms.node(5, || 7);
        forms.begin(2);
        assert_eq!(forms.node(5, || 8), 8);
    }
}
