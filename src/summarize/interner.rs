//! Numbers for strings.

/// Distinct strings, numbered from 0 in order of first sight.
///
/// Open addressing over one arena: no allocation a string, and clearing keeps the memory.
#[derive(Debug, Default)]
pub(crate) struct Interner {
    /// Hash and number + 1; 0 where free. The length is a power of two, at least twice the number of strings.
    slots: Vec<(u32, u32)>,
    /// Where each string ends in `bytes`.
    ends: Vec<u32>,
    bytes: Vec<u8>,
}

impl Interner {
    /// The number of distinct strings.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The number of `key`, and whether it was not seen before.
    pub(crate) fn intern(&mut self, key: &[u8]) -> (u32, bool) {
        if self.ends.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let hash = hash(key);
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let (known, number) = self.slots[at];
            if number == 0 {
                break;
            }
            if known == hash && self.get(number - 1) == key {
                return (number - 1, false);
            }
            at = (at + 1) & mask;
        }
        self.bytes.extend_from_slice(key);
        self.ends.push(u32::try_from(self.bytes.len()).expect("a text of under 4 GB"));
        let number = self.ends.len() as u32;
        self.slots[at] = (hash, number);
        (number - 1, true)
    }

    /// The string with a number.
    fn get(&self, number: u32) -> &[u8] {
        let number = number as usize;
        let start = if number == 0 { 0 } else { self.ends[number - 1] as usize };
        &self.bytes[start..self.ends[number] as usize]
    }

    /// Doubles the table.
    fn grow(&mut self) {
        let mut slots = vec![(0, 0); (self.slots.len() * 2).max(1024)];
        let mask = slots.len() - 1;
        for slot in self.slots.iter().filter(|(_, number)| *number != 0) {
            let mut at = slot.0 as usize & mask;
            while slots[at].1 != 0 {
                at = (at + 1) & mask;
            }
            slots[at] = *slot;
        }
        self.slots = slots;
    }
}

/// A hash that mixes eight bytes a step.
fn hash(key: &[u8]) -> u32 {
    const MIX: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut state = key.len() as u64;
    let mut chunks = key.chunks_exact(8);
    let mut step = |word: u64| state = ((state ^ word).wrapping_mul(MIX)).rotate_left(29);
    for chunk in &mut chunks {
        step(u64::from_le_bytes(chunk.try_into().expect("a chunk of 8 bytes")));
    }
    let mut rest = [0; 8];
    let tail = chunks.remainder();
    rest[..tail.len()].copy_from_slice(tail);
    step(u64::from_le_bytes(rest));
    (state.wrapping_mul(MIX) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_strings_share_a_number_through_growth() {
        let mut interner = Interner::default();
        let keys: Vec<String> = (0..5000).map(|n| format!("key number {n}")).collect();
        for (n, key) in keys.iter().enumerate() {
            assert_eq!(interner.intern(key.as_bytes()), (n as u32, true));
        }
        for (n, key) in keys.iter().enumerate() {
            assert_eq!(interner.intern(key.as_bytes()), (n as u32, false));
        }
    }
}
