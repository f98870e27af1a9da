//! Longest common subsequences.

/// The length of the longest common subsequence.
///
/// Time is the product of the lengths, memory the length of `b`.
pub(crate) fn length(a: &[u32], b: &[u32], row: &mut Vec<u32>) -> usize {
    row.clear();
    row.resize(b.len() + 1, 0);
    for x in a {
        let mut diagonal = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y { diagonal + 1 } else { above.max(row[j]) };
            diagonal = above;
        }
    }
    row[b.len()] as usize
}

/// Marks in `hits` the places of `a` that lie on one longest common subsequence with `b`.
///
/// Among several it takes the one that the reference implementation takes: from the end, a step back in `b` only
/// where that is strictly better than a step back in `a`. Memory: one bit a cell.
pub(crate) fn mark(a: &[u32], b: &[u32], row: &mut Vec<u32>, hits: &mut [bool]) {
    let width = b.len().div_ceil(64);
    let mut back_in_b = vec![0u64; width * a.len()];
    row.clear();
    row.resize(b.len() + 1, 0);
    for (x, bits) in a.iter().zip(back_in_b.chunks_exact_mut(width.max(1))) {
        let mut diagonal = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            if row[j] > above {
                bits[j / 64] |= 1 << (j % 64);
            }
            row[j + 1] = if x == y { diagonal + 1 } else { above.max(row[j]) };
            diagonal = above;
        }
    }
    let (mut i, mut j) = (a.len(), b.len());
    while i > 0 && j > 0 {
        if a[i - 1] == b[j - 1] {
            (i, j) = (i - 1, j - 1);
            hits[i] = true;
        } else if back_in_b[(i - 1) * width + (j - 1) / 64] >> ((j - 1) % 64) & 1 == 1 {
            j -= 1;
        } else {
            i -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_counts_and_gaps_do_not() {
        assert_eq!(length(&[1, 2, 3, 4], &[2, 9, 4, 1], &mut Vec::new()), 2);
        assert_eq!(length(&[], &[1], &mut Vec::new()), 0);
    }

    #[test]
    fn the_marked_places_are_as_many_as_the_length() {
        let (a, b) = ([1, 2, 3, 2, 1], [3, 2, 1, 2]);
        let mut hits = [false; 5];
        mark(&a, &b, &mut Vec::new(), &mut hits);
        assert_eq!(hits.iter().filter(|hit| **hit).count(), length(&a, &b, &mut Vec::new()));
    }
}
