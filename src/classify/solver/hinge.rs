//! The SVM: squared hinge loss, with shrinking.
//!
//! Algorithm 3 of Hsieh, Chang, Lin, Keerthi and Sundararajan (2008), "A dual coordinate descent method for large-scale
//! linear SVM".

use super::block::{Block, LANES, Lanes};
use crate::classify::params::LinearValidParams;
use crate::random::Rng;

/// No bound: every record of the class is visited.
const OPEN: f32 = f32::INFINITY;

/// The largest and the smallest projected gradient of each class over a pass.
struct Gradients {
    max: Lanes,
    min: Lanes,
}

/// Passes over the records until every class is done; returns weights by column and intercepts.
pub(super) fn solve(mut block: Block<'_>, params: &LinearValidParams) -> (Vec<Lanes>, Lanes) {
    let n_rows = block.rows.n_rows();
    let mut rng = Rng::new(params.seed());
    let present = block.present();
    let mut live = present;
    let mut alpha = vec![[0.0; LANES]; n_rows];
    let mut active = vec![present; n_rows];
    let mut order: Vec<u32> = (0..n_rows as u32).collect();
    let mut bounds = [OPEN; LANES];
    for _ in 0..params.max_iterations() {
        rng.shuffle(&mut order);
        let mut seen = Gradients { max: [f32::NEG_INFINITY; LANES], min: [f32::INFINITY; LANES] };
        for record in order.iter().map(|&record| record as usize) {
            active[record] &=
                visit(&mut block, record, &mut alpha[record], active[record], &bounds, &mut seen);
        }
        for (lane, bound) in bounds.iter_mut().enumerate() {
            let bit = 1u8 << lane;
            if live & bit == 0 {
                continue;
            }
            if seen.max[lane] - seen.min[lane] > params.tolerance() {
                *bound = if seen.max[lane] > 0.0 { seen.max[lane] } else { OPEN };
            } else if active.iter().all(|mask| mask & bit != 0) {
                live &= !bit;
                active.iter_mut().for_each(|mask| *mask &= !bit);
            } else {
                // Solved for the records that were kept: look at all of them again.
                active.iter_mut().for_each(|mask| *mask |= bit);
                *bound = OPEN;
            }
        }
        if live == 0 {
            break;
        }
        order.clear();
        order.extend((0..).zip(&active).filter(|&(_, &mask)| mask != 0).map(|(record, _)| record));
    }
    (block.weights, block.intercept)
}

/// Moves the dual variables of a record, those of the classes in `mask`; returns the mask without the classes for
/// which the record can be left out until they are nearly solved.
fn visit(
    block: &mut Block<'_>,
    record: usize,
    alpha: &mut Lanes,
    mut mask: u8,
    bounds: &Lanes,
    seen: &mut Gradients,
) -> u8 {
    let row = block.rows.row(record);
    let dots = block.dots(row);
    let mut steps = [0.0; LANES];
    let mut moved = false;
    for lane in 0..LANES {
        if mask >> lane & 1 == 0 {
            continue;
        }
        let (y, cost) = block.side(record, lane);
        let diagonal = 0.5 / cost;
        let old = alpha[lane];
        let gradient = y * dots[lane] - 1.0 + old * diagonal;
        if old == 0.0 && gradient > bounds[lane] {
            mask &= !(1 << lane);
            continue;
        }
        let projected = if old == 0.0 { gradient.min(0.0) } else { gradient };
        seen.max[lane] = seen.max[lane].max(projected);
        seen.min[lane] = seen.min[lane].min(projected);
        if projected.abs() > 1e-12 {
            let new = (old - gradient / (block.lengths[record][lane] + diagonal)).max(0.0);
            alpha[lane] = new;
            steps[lane] = (new - old) * y;
            moved |= steps[lane] != 0.0;
        }
    }
    if moved {
        block.step(row, &steps);
    }
    mask
}
