//! Newton's method and that of Levenberg and Marquardt, as short as they can be.
//!
//! What comes in: a start and a quadratic model of the objective at any point.
//! What goes out: the point where no step goes down any more, or where the
//! objective is roundoff beside what it was. Invariant: the
//! objective never rises.
//!
//! Sources: K. Levenberg, Quart. Appl. Math. 2 (1944) 164-168; D. W. Marquardt,
//! J. SIAM 11 (1963) 431-441.

/// The objective at a point with its gradient and a matrix of curvature (symmetric, by rows).
pub struct Model {
    pub value: f64,
    pub gradient: Vec<f64>,
    pub matrix: Vec<Vec<f64>>,
}

/// Where a search ended.
#[derive(Debug)]
pub struct Minimum {
    pub point: Vec<f64>,
    pub value: f64,
}

/// Goes down from `start`: each step solves `(matrix + damping scale) step = -gradient` with the
/// least damping that makes the matrix positive definite and the objective smaller.
pub fn minimise(start: &[f64], model: impl Fn(&[f64]) -> Model) -> Minimum {
    let mut point = start.to_vec();
    let mut at = model(&point);
    let mut damping = 1e-3;
    let mut steps = 0;
    let zero = f64::EPSILON * f64::EPSILON * at.value.min(1.0);
    while damping < 1e20 && steps < 2000 && at.value > zero {
        let moved: Option<Vec<f64>> = step(&at, damping)
            .map(|step| std::iter::zip(&point, step).map(|(x, step)| x + step).collect());
        let next = moved.map(|moved| (model(&moved), moved));
        match next {
            Some((next, moved)) if next.value < at.value => {
                (at, point) = (next, moved);
                damping = (damping / 10.0).max(1e-20);
                steps += 1;
            }
            _ => damping *= 8.0,
        }
    }
    Minimum { point, value: at.value }
}

/// The step, if the damped matrix is positive definite.
fn step(at: &Model, damping: f64) -> Option<Vec<f64>> {
    let mut matrix = at.matrix.clone();
    for (j, row) in matrix.iter_mut().enumerate() {
        row[j] += damping * row[j].abs().max(1e-12);
    }
    let down: Vec<f64> = at.gradient.iter().map(|slope| -slope).collect();
    let step = solve(cholesky(matrix)?, down);
    step.iter().all(|x| x.is_finite()).then_some(step)
}

/// The lower triangle `L` with `L L^T = matrix`, if there is one.
fn cholesky(mut matrix: Vec<Vec<f64>>) -> Option<Vec<Vec<f64>>> {
    for i in 0..matrix.len() {
        for j in 0..=i {
            let known: f64 = (0..j).map(|k| matrix[i][k] * matrix[j][k]).sum();
            let rest = matrix[i][j] - known;
            if i != j {
                matrix[i][j] = rest / matrix[j][j];
            } else if rest > 0.0 {
                matrix[i][i] = rest.sqrt();
            } else {
                return None;
            }
        }
    }
    Some(matrix)
}

/// `x` with `L L^T x = right`.
fn solve(lower: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let n = right.len();
    for i in 0..n {
        let known: f64 = (0..i).map(|k| lower[i][k] * right[k]).sum();
        right[i] = (right[i] - known) / lower[i][i];
    }
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|k| lower[k][i] * right[k]).sum();
        right[i] = (right[i] - known) / lower[i][i];
    }
    right
}
