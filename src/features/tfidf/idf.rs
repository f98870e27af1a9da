//! The idf of every feature, in few bytes.

use crate::features::Layout;
use crate::features::bytes::{Bytes, f32_at, f32s, u16_at, u32_at};

/// The idf of every feature.
///
/// Features in the same number of documents have the same idf: there are about a thousand different ones. The section
/// of the model file holds their number as a `u32`, them as `f32`, rising, then for each feature a `u16`, its place
/// among them. Where there are more than 2¹⁶ the number is 0, and each feature's `f32` follows, as in format 1.
#[derive(Clone, Debug)]
pub(super) struct Idf {
    section: Bytes,
    /// Where the features' own numbers start.
    start: usize,
    is_listed: bool,
}

impl Idf {
    pub(super) fn new(idf: &[f32]) -> Self {
        let mut values = idf.to_vec();
        values.sort_unstable_by(f32::total_cmp);
        values.dedup_by_key(|value| value.to_bits());
        if values.len() > 1 << 16 {
            values.clear();
        }
        let mut section = (values.len() as u32).to_le_bytes().to_vec();
        section.extend(values.iter().flat_map(|value| value.to_le_bytes()));
        let start = section.len();
        if values.is_empty() {
            section.extend(idf.iter().flat_map(|value| value.to_le_bytes()));
        } else {
            let place = |value: &f32| values.binary_search_by(|listed| listed.total_cmp(value));
            let places = idf.iter().map(|value| place(value).expect("every idf is listed"));
            section.extend(places.flat_map(|place| (place as u16).to_le_bytes()));
        }
        Self { section: section.into(), start, is_listed: !values.is_empty() }
    }

    /// The idf of `n` features that stand in a section, or `None` where these can't be so many numbers. `verify` looks
    /// at every one.
    pub(super) fn open(section: Bytes, layout: Layout, n: usize, verify: bool) -> Option<Self> {
        let n_values = match layout {
            Layout::Plain => 0,
            Layout::Packed if section.len() < 4 => return None,
            Layout::Packed => u32_at(&section, 0) as usize,
        };
        let start = if layout == Layout::Plain { 0 } else { 4 + n_values.checked_mul(4)? };
        let is_listed = n_values > 0;
        let width = if is_listed { 2 } else { 4 };
        if section.len() != start.checked_add(n.checked_mul(width)?)? {
            return None;
        }
        let idf = Self { section, start, is_listed };
        let numbers = if is_listed { &idf.section[4..start] } else { &idf.section[start..] };
        let is_sound = !verify
            || f32s(numbers).all(f32::is_finite)
                && (!is_listed || (0..n).all(|feature| idf.place(feature) < n_values));
        is_sound.then_some(idf)
    }

    /// The idf of a feature.
    pub(super) fn get(&self, feature: usize) -> f32 {
        self.of_feature()(feature)
    }

    /// Multiplies the values of a row by the idf of its features.
    pub(super) fn multiply(&self, features: &[u32], values: &mut [f32]) {
        let idf = self.of_feature();
        for (&feature, value) in features.iter().zip(values) {
            *value *= idf(feature as usize);
        }
    }

    /// What gives the idf of each feature: the section is taken apart once for many.
    #[inline]
    fn of_feature(&self) -> impl Fn(usize) -> f32 {
        let (listed, of_features) = self.section.split_at(self.start);
        move |feature| match self.is_listed {
            true => f32_at(&listed[4..], u16_at(of_features, feature).into()),
            false => f32_at(of_features, feature),
        }
    }

    fn place(&self, feature: usize) -> usize {
        u16_at(&self.section[self.start..], feature).into()
    }

    /// The section of the model file.
    pub(super) fn section(&self) -> &Bytes {
        &self.section
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(idf: &[f32]) -> usize {
        let section = Idf::new(idf).section().clone();
        let open = Idf::open(section.clone(), Layout::Packed, idf.len(), true).unwrap();
        assert!(idf.iter().enumerate().all(|(feature, &idf)| open.get(feature) == idf));
        assert!(Idf::open(section, Layout::Packed, idf.len() + 1, true).is_none());
        open.section().len()
    }

    #[test]
    fn equal_numbers_are_kept_once_and_many_different_ones_as_they_are() {
        assert_eq!(check(&[]), 4);
        assert_eq!(check(&[2.5, 1.0, 2.5, 1.0, 1.0]), 4 + 8 + 10);
        let many: Vec<f32> = (0..70_000).map(|n| n as f32).collect();
        assert_eq!(check(&many), 4 + 4 * 70_000);
    }

    #[test]
    fn numbers_of_format_1_are_read_and_others_refused() {
        let open = |bytes: &[u8], layout, n| Idf::open(bytes.to_vec().into(), layout, n, true);
        assert_eq!(open(&2.5f32.to_le_bytes(), Layout::Plain, 1).unwrap().get(0), 2.5);
        assert!(open(&f32::NAN.to_le_bytes(), Layout::Plain, 1).is_none());
        assert!(open(&[1, 0, 0], Layout::Packed, 0).is_none(), "no number");
        assert!(open(&[255; 4], Layout::Packed, 0).is_none(), "more than there are bytes");
        assert!(open(&[1, 0, 0, 0, 0, 0, 0, 0, 1, 0], Layout::Packed, 1).is_none(), "a place past the end");
    }
}
