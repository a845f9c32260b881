//! The Lorenz system (Lorenz, "Deterministic nonperiodic flow", J. Atmos. Sci. 20, 1963) by the
//! classical Runge-Kutta method: a long loop over three carried numbers, a callee with three
//! outputs, and parameters that every step accumulates into.

use crate::{Kernel, Random};
use chainrule::differentiable;

/// The step of time.
pub const DT: f64 = 1e-3;

/// The right-hand side of the Lorenz equations.
#[differentiable]
pub fn slope(x: f64, y: f64, z: f64, sigma: f64, rho: f64, beta: f64) -> (f64, f64, f64) {
    (sigma * (y - x), x * (rho - z) - y, x * y - beta * z)
}

/// `x^2 + y^2 + z^2` after `steps` steps from `(x0, y0, z0)`.
#[differentiable]
pub fn lorenz(x0: f64, y0: f64, z0: f64, sigma: f64, rho: f64, beta: f64, steps: usize) -> f64 {
    let mut x = x0;
    let mut y = y0;
    let mut z = z0;
    let half = 0.5 * DT;
    for _ in 0..steps {
        let (ax, ay, az) = slope(x, y, z, sigma, rho, beta);
        let (bx, by, bz) = slope(x + half * ax, y + half * ay, z + half * az, sigma, rho, beta);
        let (cx, cy, cz) = slope(x + half * bx, y + half * by, z + half * bz, sigma, rho, beta);
        let (ex, ey, ez) = slope(x + DT * cx, y + DT * cy, z + DT * cz, sigma, rho, beta);
        x += DT / 6.0 * (ax + 2.0 * bx + 2.0 * cx + ex);
        y += DT / 6.0 * (ay + 2.0 * by + 2.0 * cy + ey);
        z += DT / 6.0 * (az + 2.0 * bz + 2.0 * cz + ez);
    }
    x * x + y * y + z * z
}

/// A point of the state space, or a cotangent of one.
type Point = [f64; 3];

/// `at + h * k`.
#[inline(always)]
fn moved(at: Point, h: f64, k: Point) -> Point {
    [at[0] + h * k[0], at[1] + h * k[1], at[2] + h * k[2]]
}

/// [`slope`] on points; `p` holds sigma, rho and beta.
#[inline(always)]
fn slope_at(at: Point, p: Point) -> Point {
    let (x, y, z) = slope(at[0], at[1], at[2], p[0], p[1], p[2]);
    [x, y, z]
}

/// The adjoint of [`slope_at`]: adds into the shadow of the parameters, returns the cotangent of
/// the point.
#[inline(always)]
fn pull_slope(at: Point, p: Point, d_p: &mut Point, d_k: Point) -> Point {
    d_p[0] += (at[1] - at[0]) * d_k[0];
    d_p[1] += at[0] * d_k[1];
    d_p[2] -= at[2] * d_k[2];
    [
        -p[0] * d_k[0] + (p[1] - at[2]) * d_k[1] + at[1] * d_k[2],
        p[0] * d_k[0] - d_k[1] + at[0] * d_k[2],
        -at[0] * d_k[1] - p[2] * d_k[2],
    ]
}

/// The four points at which a step takes the slope.
type Stages = [Point; 4];

/// One step: the points of its stages, and the state after it.
#[inline(always)]
fn step(at: Point, p: Point) -> (Stages, Point) {
    let a = slope_at(at, p);
    let b_at = moved(at, 0.5 * DT, a);
    let b = slope_at(b_at, p);
    let c_at = moved(at, 0.5 * DT, b);
    let c = slope_at(c_at, p);
    let e_at = moved(at, DT, c);
    let e = slope_at(e_at, p);
    let after = std::array::from_fn(|i| at[i] + DT / 6.0 * (a[i] + 2.0 * b[i] + 2.0 * c[i] + e[i]));
    ([at, b_at, c_at, e_at], after)
}

/// The adjoint of [`step`]: `d` is the cotangent of the state after it, the result that of the
/// state before.
#[inline(always)]
fn pull_step(stages: &Stages, p: Point, d_p: &mut Point, d: Point) -> Point {
    let [at, b_at, c_at, e_at] = *stages;
    let sixth = d.map(|d| DT / 6.0 * d);
    let third = d.map(|d| DT / 3.0 * d);
    let d_e_at = pull_slope(e_at, p, d_p, sixth);
    let d_c_at = pull_slope(c_at, p, d_p, moved(third, DT, d_e_at));
    let d_b_at = pull_slope(b_at, p, d_p, moved(third, 0.5 * DT, d_c_at));
    let d_a_at = pull_slope(at, p, d_p, moved(sixth, 0.5 * DT, d_b_at));
    std::array::from_fn(|i| d[i] + d_e_at[i] + d_c_at[i] + d_b_at[i] + d_a_at[i])
}

/// The adjoint by hand: the record holds the four stages of each step, which cost less to write
/// and read than to compute again, since a step is a chain of dependent operations. `shadow` is
/// that of `x0, y0, z0, sigma, rho, beta`.
pub fn by_hand(parameters: &[f64; 6], steps: usize, shadow: &mut [f64; 6], seed: f64) -> f64 {
    let [x, y, z, sigma, rho, beta] = *parameters;
    let p = [sigma, rho, beta];
    let mut at = [x, y, z];
    let mut record = Vec::with_capacity(steps);
    for _ in 0..steps {
        let (stages, after) = step(at, p);
        record.push(stages);
        at = after;
    }
    let value = at[0] * at[0] + at[1] * at[1] + at[2] * at[2];
    let mut d = at.map(|v| 2.0 * v * seed);
    let mut d_p = [0.0; 3];
    for stages in record.iter().rev() {
        d = pull_step(stages, p, &mut d_p, d);
    }
    for i in 0..3 {
        shadow[i] += d[i];
        shadow[3 + i] += d_p[i];
    }
    value
}

/// [`lorenz`] with inputs.
pub struct Lorenz {
    parameters: [f64; 6],
    /// Steps of time.
    pub steps: usize,
    direction: [f64; 6],
    shadow: [f64; 6],
}

impl Lorenz {
    /// `steps` steps of time, with Lorenz's own parameters.
    pub fn new(steps: usize) -> Self {
        let mut random = Random::new(4);
        let direction = std::array::from_fn(|_| random.uniform(-1.0, 1.0));
        let parameters = [1.0, 2.0, 1.5, 10.0, 28.0, 8.0 / 3.0];
        Self { parameters, steps, direction, shadow: [0.0; 6] }
    }
}

impl Kernel for Lorenz {
    fn name(&self) -> String {
        format!("Lorenz RK4, {} steps, 6 parameters", self.steps)
    }

    fn mark(&self) -> Option<f64> {
        Some(1.9)
    }

    fn primal(&mut self) -> f64 {
        let [x, y, z, sigma, rho, beta] = self.parameters;
        lorenz(x, y, z, sigma, rho, beta, self.steps)
    }

    fn adjoint(&mut self) -> f64 {
        let [x, y, z, sigma, rho, beta] = self.parameters;
        let [d_x, d_y, d_z, d_sigma, d_rho, d_beta] = &mut self.shadow;
        adjoint_lorenz(
            x, y, z, sigma, rho, beta, self.steps, d_x, d_y, d_z, d_sigma, d_rho, d_beta, 1.0,
        )
    }

    fn value_and_grad(&mut self) -> Option<f64> {
        let [x, y, z, sigma, rho, beta] = self.parameters;
        Some(value_and_grad_lorenz(x, y, z, sigma, rho, beta, self.steps).0)
    }

    fn jvp(&mut self) -> (f64, f64) {
        let [x, y, z, sigma, rho, beta] = self.parameters;
        let [dx, dy, dz, dsigma, drho, dbeta] = self.direction;
        jvp_lorenz(x, y, z, sigma, rho, beta, self.steps, dx, dy, dz, dsigma, drho, dbeta)
    }

    fn by_hand(&mut self) -> f64 {
        by_hand(&self.parameters, self.steps, &mut self.shadow, 1.0)
    }

    fn inputs(&mut self) -> Vec<&mut [f64]> {
        vec![&mut self.parameters]
    }

    fn direction(&mut self) -> Vec<&mut [f64]> {
        vec![&mut self.direction]
    }

    fn shadows(&mut self) -> Vec<&mut [f64]> {
        vec![&mut self.shadow]
    }
}
