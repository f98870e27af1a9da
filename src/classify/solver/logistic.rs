//! Logistic regression: each coordinate by Newton's method.
//!
//! Algorithm 5 of Yu, Huang and Lin (2011), "Dual coordinate descent methods for logistic regression and maximum entropy
//! models". The dual of a class against the rest is
//!
//! > min over 0 < α_i < C of ½ ‖Σ_i α_i y_i x_i‖² + Σ_i (α_i ln α_i + (C − α_i) ln(C − α_i))
//!
//! Both α_i and C − α_i are kept: near an end, one cannot be told from the other. No record can be left out, as no α_i
//! reaches an end.

use super::block::{Block, LANES, Lanes};
use crate::classify::params::LinearValidParams;
use crate::random::Rng;

/// Newton steps on one coordinate, at most.
const MAX_STEPS: usize = 100;
/// How exactly a coordinate is solved at first, and at last.
const FIRST_TOLERANCE: f64 = 1e-2;
const LAST_TOLERANCE: f64 = 1e-8;

/// α and C − α of a record, for each class.
#[derive(Clone, Copy)]
struct Duals {
    alpha: Lanes,
    rest: Lanes,
}

/// Passes over the records until every class is done; returns weights by column and intercepts.
pub(super) fn solve(mut block: Block<'_>, params: &LinearValidParams) -> (Vec<Lanes>, Lanes) {
    let n_rows = block.rows.n_rows();
    let mut rng = Rng::new(params.seed());
    let mut live = block.present();
    let mut duals: Vec<Duals> = (0..n_rows).map(|record| start(&mut block, record, live)).collect();
    let mut order: Vec<u32> = (0..n_rows as u32).collect();
    let mut tolerance = FIRST_TOLERANCE;
    for _ in 0..params.max_iterations() {
        rng.shuffle(&mut order);
        let mut largest = [0.0f32; LANES];
        let mut newton_steps = 0;
        for record in order.iter().map(|&record| record as usize) {
            newton_steps += visit(&mut block, record, &mut duals[record], live, tolerance, &mut largest);
        }
        for (lane, &largest) in largest.iter().enumerate() {
            if largest < params.tolerance() {
                live &= !(1 << lane);
            }
        }
        if live == 0 {
            break;
        }
        if newton_steps <= n_rows * live.count_ones() as usize / 10 {
            tolerance = (0.1 * tolerance).max(LAST_TOLERANCE);
        }
    }
    (block.weights, block.intercept)
}

/// The first duals of a record, close to 0, and the weights that belong to them.
fn start(block: &mut Block<'_>, record: usize, live: u8) -> Duals {
    let mut duals = Duals { alpha: [0.0; LANES], rest: [0.0; LANES] };
    let mut steps = [0.0; LANES];
    for lane in (0..LANES).filter(|lane| live >> lane & 1 == 1) {
        let (y, cost) = block.side(record, lane);
        duals.alpha[lane] = (0.001 * cost).min(1e-8);
        duals.rest[lane] = cost - duals.alpha[lane];
        steps[lane] = duals.alpha[lane] * y;
    }
    block.step(block.rows.row(record), &steps);
    duals
}

/// Moves the duals of a record, those of the classes in `live`; returns the number of Newton steps.
fn visit(
    block: &mut Block<'_>,
    record: usize,
    duals: &mut Duals,
    live: u8,
    tolerance: f64,
    largest: &mut Lanes,
) -> usize {
    let row = block.rows.row(record);
    let dots = block.dots(row);
    let mut steps = [0.0; LANES];
    let mut newton_steps = 0;
    for lane in (0..LANES).filter(|lane| live >> lane & 1 == 1) {
        let (y, cost) = block.side(record, lane);
        let coordinate = Coordinate {
            cost: f64::from(cost),
            length: f64::from(block.lengths[record][lane]),
            slope: f64::from(y * dots[lane]),
        };
        let (alpha, rest) = (f64::from(duals.alpha[lane]), f64::from(duals.rest[lane]));
        // The smaller of the two at the solution is the one that is solved for.
        let solved = if 0.5 * coordinate.length * (rest - alpha) + coordinate.slope < 0.0 {
            let solved = Coordinate { slope: -coordinate.slope, ..coordinate }.solve(rest, tolerance);
            Solved { step: -solved.step, alpha: solved.rest, rest: solved.alpha, ..solved }
        } else {
            coordinate.solve(alpha, tolerance)
        };
        largest[lane] = largest[lane].max(solved.gradient as f32);
        if solved.newton_steps > 0 {
            newton_steps += solved.newton_steps;
            duals.alpha[lane] = solved.alpha as f32;
            duals.rest[lane] = solved.rest as f32;
            steps[lane] = solved.step as f32 * y;
        }
    }
    if newton_steps > 0 {
        block.step(row, &steps);
    }
    newton_steps
}

/// One coordinate: z ln z + (C − z) ln(C − z) + ½ a (z − old)² + b (z − old), to be minimised over 0 < z < C.
#[derive(Clone, Copy)]
struct Coordinate {
    /// C
    cost: f64,
    /// a
    length: f64,
    /// b
    slope: f64,
}

struct Solved {
    /// The size of the gradient before the first step.
    gradient: f64,
    newton_steps: usize,
    step: f64,
    alpha: f64,
    rest: f64,
}

impl Coordinate {
    /// Newton's method from `old`; a step that would leave the range goes a tenth of the way to 0 instead.
    fn solve(&self, old: f64, tolerance: f64) -> Solved {
        let cost = self.cost;
        let mut z = if cost - old < 0.5 * cost { 0.1 * old } else { old };
        let gradient = |z: f64| self.length * (z - old) + self.slope + (z / (cost - z)).ln();
        let mut slope = gradient(z);
        let first = slope.abs();
        let mut newton_steps = 0;
        while newton_steps < MAX_STEPS && slope.abs() >= tolerance {
            let next = z - slope / (self.length + cost / (cost - z) / z);
            z = if next <= 0.0 { 0.1 * z } else { next };
            slope = gradient(z);
            newton_steps += 1;
        }
        Solved { gradient: first, newton_steps, step: z - old, alpha: z, rest: cost - z }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coordinate_ends_where_its_gradient_is_zero() {
        for (old, slope) in [(0.4, 0.2), (0.9, 20.0), (1e-8, 0.5), (1e-8, 20.0)] {
            let coordinate = Coordinate { cost: 1.0, length: 2.0, slope };
            let found = coordinate.solve(old, 1e-9);
            let z = found.alpha;
            let gradient = 2.0 * (z - old) + slope + (z / (1.0 - z)).ln();
            assert!(z > 0.0 && z < 1.0 && gradient.abs() < 1e-9, "{old} {slope}: {z} {gradient}");
        }
    }
}
