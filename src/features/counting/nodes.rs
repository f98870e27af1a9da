//! The numbers of the features, and of the steps to them.

use super::ngrams::Level;
use crate::features::vocabulary::UNKNOWN;

/// The final numbers of all n-grams of words: features in the order of their terms, then the steps to longer ones.
pub(super) struct Nodes {
    pub(super) of_level: Vec<Vec<u32>>,
    /// (level, place in it) of each feature.
    pub(super) features: Vec<(usize, usize)>,
    pub(super) n_nodes: usize,
}

impl Nodes {
    /// All n-grams from `shortest` words are features.
    pub(super) fn number(levels: &[Level], shortest: usize) -> Self {
        let mut nodes = Self { of_level: Vec::new(), features: Vec::new(), n_nodes: 0 };
        let mut next = vec![0; levels.len() + 1];
        for place in 0..levels[0].keys.len() {
            nodes.visit(levels, 0, place, shortest, &mut next);
        }
        nodes.renumber(levels, 0);
        nodes
    }

    /// Adds an n-gram, then the longer ones that start with it: the order of terms, for a space sorts before every
    /// character of a word. Recursion is as deep as the longest n-gram has words.
    fn visit(&mut self, levels: &[Level], level: usize, place: usize, shortest: usize, next: &mut [usize]) {
        if level + 1 >= shortest {
            self.features.push((level, place));
        }
        let Some(longer) = levels.get(level + 1) else { return };
        while longer.keys.get(next[level + 1]).is_some_and(|key| (key >> 32) as usize == place) {
            let place = next[level + 1];
            next[level + 1] += 1;
            self.visit(levels, level + 1, place, shortest, next);
        }
    }

    /// Keeps the features of `chosen`, which rises. The others are steps, or nothing; [`renumber`](Self::renumber) says.
    pub(super) fn keep(&mut self, chosen: &[usize]) {
        self.features = chosen.iter().map(|&feature| self.features[feature]).collect();
    }

    /// Numbers the features, leaves room for `n_others` features of another kind, then numbers the steps: all words,
    /// and the n-grams that a feature starts with.
    pub(super) fn renumber(&mut self, levels: &[Level], n_others: usize) {
        self.of_level = levels.iter().map(|level| vec![UNKNOWN; level.keys.len()]).collect();
        for (&(level, place), node) in self.features.iter().zip(0..) {
            self.of_level[level][place] = node;
        }
        let needed = self.needed(levels);
        self.n_nodes = self.features.len() + n_others;
        for (level, needed) in self.of_level.iter_mut().zip(&needed) {
            for (node, _) in
                level.iter_mut().zip(needed).filter(|(node, needed)| **node == UNKNOWN && **needed)
            {
                *node = self.n_nodes as u32;
                self.n_nodes += 1;
            }
        }
    }

    /// Which n-grams are features or lead to one; all words, as the share of known words counts them.
    fn needed(&self, levels: &[Level]) -> Vec<Vec<bool>> {
        let mut needed: Vec<Vec<bool>> =
            self.of_level.iter().map(|nodes| nodes.iter().map(|&node| node != UNKNOWN).collect()).collect();
        for level in (1..levels.len()).rev() {
            let (shorter, longer) = needed.split_at_mut(level);
            for (key, _) in levels[level].keys.iter().zip(&longer[0]).filter(|(_, needed)| **needed) {
                shorter[level - 1][(key >> 32) as usize] = true;
            }
        }
        needed[0].fill(true);
        needed
    }

    /// Every n-gram of two words and more: the node of its first words, that of the last, and its own.
    pub(super) fn pairs<'a>(&'a self, levels: &'a [Level]) -> impl Iterator<Item = (u32, u32, u32)> + 'a {
        levels[1..].iter().zip(self.of_level.windows(2)).flat_map(|(level, nodes)| {
            let known = level.keys.iter().zip(&nodes[1]).filter(|(_, node)| **node != UNKNOWN);
            known.map(|(key, &node)| {
                (nodes[0][(key >> 32) as usize], self.of_level[0][*key as u32 as usize], node)
            })
        })
    }
}
