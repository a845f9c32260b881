//! ADBench's bundle adjustment (Srajer, Kukelova, Fitzgibbon, 2018): how far the projection of a
//! point by a camera is from where the point was seen. Many small functions, and a sparse Jacobian:
//! each observation depends on one camera, one point and one weight.

use crate::{Kernel, Random};
use chainrule::{batch, differentiable};

/// What a camera has: an axis of rotation times its angle (3), centre (3), focal length, principal
/// point (2) and radial distortion (2).
pub const CAMERA: usize = 11;

/// The scalar product.
#[differentiable]
fn dot(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The vector product.
#[differentiable]
fn cross(a: &[f64; 3], b: &[f64; 3]) -> [f64; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

/// `x` rotated about the axis `rotation` by its length: Rodrigues' formula, and its limit at 0.
#[differentiable]
pub fn rotate(rotation: &[f64; 3], x: &[f64; 3]) -> [f64; 3] {
    let square = dot(rotation, rotation);
    if square == 0.0 {
        let across = cross(rotation, x);
        return std::array::from_fn(|i| x[i] + across[i]);
    }
    let angle = square.sqrt();
    let (sin, cos) = angle.sin_cos();
    let axis = rotation.map(|r| r / angle);
    let across = cross(&axis, x);
    let along = dot(&axis, x) * (1.0 - cos);
    std::array::from_fn(|i| x[i] * cos + across[i] * sin + axis[i] * along)
}

/// Where a camera sees a point.
#[differentiable]
pub fn project(camera: &[f64; CAMERA], point: &[f64; 3]) -> [f64; 2] {
    let [r0, r1, r2, c0, c1, c2, focal, u0, v0, k1, k2] = *camera;
    let [x, y, z] = rotate(&[r0, r1, r2], &[point[0] - c0, point[1] - c1, point[2] - c2]);
    let (x, y) = (x / z, y / z);
    let rho = x * x + y * y;
    let scale = focal * (1.0 + k1 * rho + k2 * rho * rho);
    [scale * x + u0, scale * y + v0]
}

/// The weighted error of one observation of a point.
#[differentiable]
pub fn reprojection_error(
    camera: &[f64; CAMERA],
    point: &[f64; 3],
    weight: f64,
    #[no_diff] seen: [f64; 2],
) -> [f64; 2] {
    let [u, v] = project(camera, point);
    [weight * (u - seen[0]), weight * (v - seen[1])]
}

/// What keeps the weights at one.
#[differentiable]
pub fn weight_error(weight: f64) -> f64 {
    1.0 - weight * weight
}

/// Cameras, points, weights, and which camera saw which point where.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// The cameras.
    pub cameras: Vec<[f64; CAMERA]>,
    /// The points.
    pub points: Vec<[f64; 3]>,
    /// A weight per observation.
    pub weights: Vec<f64>,
    /// What was seen in each observation.
    pub seen: Vec<[f64; 2]>,
    /// Camera and point of each observation.
    pub observations: Vec<(usize, usize)>,
}

impl Problem {
    /// The residuals: two errors per observation, then a weight error per observation.
    pub fn residuals(&self, residuals: &mut [f64]) {
        let (errors, weight_errors) = residuals.split_at_mut(2 * self.observations.len());
        for (i, (camera, point)) in self.observations.iter().enumerate() {
            let w = self.weights[i];
            let (camera, point) = (&self.cameras[*camera], &self.points[*point]);
            let error = reprojection_error(camera, point, w, self.seen[i]);
            errors[2 * i..2 * i + 2].copy_from_slice(&error);
            weight_errors[i] = weight_error(w);
        }
    }

    /// The Jacobian of [`Problem::residuals`] without its values: zeros where it has entries.
    pub fn sparsity(&self) -> Csr {
        let (n, m) = (self.cameras.len(), self.points.len());
        let mut columns = Vec::new();
        let mut starts = vec![0];
        for (i, (camera, point)) in self.observations.iter().enumerate() {
            for _ in 0..2 {
                columns.extend(CAMERA * camera..CAMERA * (camera + 1));
                columns.extend(CAMERA * n + 3 * point..CAMERA * n + 3 * (point + 1));
                columns.push(CAMERA * n + 3 * m + i);
                starts.push(columns.len());
            }
        }
        for i in 0..self.observations.len() {
            columns.push(CAMERA * n + 3 * m + i);
            starts.push(columns.len());
        }
        let values = vec![0.0; columns.len()];
        Csr { starts, columns, values }
    }

    /// The residuals and their Jacobian, whose sparsity is in place: two reverse passes of the
    /// emitted adjoint per observation, straight into its rows.
    pub fn jacobian(&self, residuals: &mut [f64], jacobian: &mut Csr) {
        self.fill(residuals, jacobian, emitted);
    }

    /// The same by hand.
    pub fn jacobian_by_hand(&self, residuals: &mut [f64], jacobian: &mut Csr) {
        self.fill(residuals, jacobian, by_hand);
    }

    /// The same on all cores: observations share nothing that they write.
    pub fn jacobian_on_all_cores(&self, residuals: &mut [f64], jacobian: &mut Csr) {
        let (mut own, weights) = self.places(residuals, jacobian);
        batch::each(&mut own, |i, (error, block)| **error = self.block(i, block, emitted));
        self.fill_weights(weights);
    }

    /// Fills the rows of each observation by `rows`, which adds into zeros.
    #[inline(always)]
    fn fill(
        &self,
        residuals: &mut [f64],
        jacobian: &mut Csr,
        rows: impl Fn(&[f64; CAMERA], &[f64; 3], f64, [f64; 2], &mut Block) -> [f64; 2],
    ) {
        let p = self.observations.len();
        let (errors, weight_errors) = residuals.split_at_mut(2 * p);
        let (blocks, of_weights) = jacobian.values.split_at_mut(2 * p * BLOCK);
        let (blocks, _) = blocks.as_chunks_mut::<BLOCK>();
        let (blocks, _) = blocks.as_chunks_mut::<2>();
        for (i, block) in blocks.iter_mut().enumerate() {
            errors[2 * i..2 * i + 2].copy_from_slice(&self.block(i, block, &rows));
        }
        self.fill_weights((weight_errors, of_weights));
    }

    /// The error of an observation, and its rows.
    #[inline(always)]
    fn block(
        &self,
        i: usize,
        block: &mut Block,
        rows: impl Fn(&[f64; CAMERA], &[f64; 3], f64, [f64; 2], &mut Block) -> [f64; 2],
    ) -> [f64; 2] {
        *block = [[0.0; BLOCK]; 2];
        let (camera, point) = self.observations[i];
        rows(&self.cameras[camera], &self.points[point], self.weights[i], self.seen[i], block)
    }

    /// The errors of the weights, and their derivatives.
    fn fill_weights(&self, (errors, derivatives): (&mut [f64], &mut [f64])) {
        for (i, w) in self.weights.iter().enumerate() {
            derivatives[i] = 0.0;
            errors[i] = adjoint_weight_error(*w, &mut derivatives[i], 1.0);
        }
    }

    /// Where the error and the rows of each observation go, and then those of the weights.
    #[expect(clippy::type_complexity, reason = "a name would not say more")]
    fn places<'a>(
        &self,
        residuals: &'a mut [f64],
        jacobian: &'a mut Csr,
    ) -> (Vec<(&'a mut [f64; 2], &'a mut Block)>, (&'a mut [f64], &'a mut [f64])) {
        let p = self.observations.len();
        let (errors, weight_errors) = residuals.split_at_mut(2 * p);
        let (blocks, of_weights) = jacobian.values.split_at_mut(2 * p * BLOCK);
        let (errors, _) = errors.as_chunks_mut::<2>();
        let (blocks, _) = blocks.as_chunks_mut::<BLOCK>();
        let (blocks, _) = blocks.as_chunks_mut::<2>();
        (errors.iter_mut().zip(blocks).collect(), (weight_errors, of_weights))
    }
}

/// The rows of an observation.
pub type Block = [[f64; BLOCK]; 2];

/// The emitted adjoint for both errors of an observation: the error, and a row each.
#[inline(always)]
fn emitted(
    camera: &[f64; CAMERA],
    point: &[f64; 3],
    w: f64,
    seen: [f64; 2],
    rows: &mut Block,
) -> [f64; 2] {
    let mut error = [0.0; 2];
    for (i, row) in rows.iter_mut().enumerate() {
        let (d_camera, rest) = row.split_first_chunk_mut().expect("a row has a camera");
        let (d_point, d_w) = rest.split_first_chunk_mut().expect("and a point");
        let seed = SEEDS[i];
        error = adjoint_reprojection_error(
            camera,
            point,
            w,
            seen,
            d_camera,
            d_point,
            &mut d_w[0],
            seed,
        );
    }
    error
}

/// The cotangents of the two errors of an observation. A table in a local array would be written in each iteration,
/// a number at a time, and read at once as a pair of numbers, for which the processor waits.
static SEEDS: [[f64; 2]; 2] = [[1.0, 0.0], [0.0, 1.0]];

/// Entries in a row of an error: camera, point and weight.
pub const BLOCK: usize = CAMERA + 3 + 1;

/// A sparse matrix in compressed rows: row `i` has the entries `starts[i]..starts[i + 1]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Csr {
    /// Where each row starts, and where the last one ends.
    pub starts: Vec<usize>,
    /// The column of each entry.
    pub columns: Vec<usize>,
    /// The value of each entry.
    pub values: Vec<f64>,
}

fn sum_of_products(a: [f64; 3], b: [f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

/// The adjoint by hand of [`reprojection_error`] for both of its results: the error, and a row of
/// the Jacobian each.
#[inline(always)]
fn by_hand(
    camera: &[f64; CAMERA],
    point: &[f64; 3],
    w: f64,
    seen: [f64; 2],
    rows: &mut Block,
) -> [f64; 2] {
    let [r0, r1, r2, c0, c1, c2, focal, u0, v0, k1, k2] = *camera;
    let r = [r0, r1, r2];
    let p = [point[0] - c0, point[1] - c1, point[2] - c2];
    let square = dot(&r, &r);
    let angle = square.sqrt();
    let (sin, cos) = angle.sin_cos();
    let axis = r.map(|r| r / angle);
    let across = cross(&axis, &p);
    let axial = dot(&axis, &p);
    let turned = rotate(&r, &p);
    let z = turned[2];
    let (x, y) = (turned[0] / z, turned[1] / z);
    let rho = x * x + y * y;
    let bend = 1.0 + k1 * rho + k2 * rho * rho;
    let scale = focal * bend;
    let (u, v) = (scale * x + u0, scale * y + v0);
    let off = [u - seen[0], v - seen[1]];
    for (i, row) in rows.iter_mut().enumerate() {
        let d_u = if i == 0 { w } else { 0.0 };
        let d_v = if i == 1 { w } else { 0.0 };
        let d_scale = d_u * x + d_v * y;
        let d_bend = d_scale * focal;
        let d_rho = d_bend * (k1 + 2.0 * k2 * rho);
        let d_x = d_u * scale + 2.0 * x * d_rho;
        let d_y = d_v * scale + 2.0 * y * d_rho;
        let g = [d_x / z, d_y / z, -(d_x * x + d_y * y) / z];
        let (d_r, d_p) = if square == 0.0 {
            let turn = cross(&g, &r);
            (cross(&p, &g), [g[0] + turn[0], g[1] + turn[1], g[2] + turn[2]])
        } else {
            let d_along = sum_of_products(g, axis);
            let d_axial = d_along * (1.0 - cos);
            let (g_axis, p_g) = (cross(&g, &axis), cross(&p, &g));
            let along = axial * (1.0 - cos);
            let d_p = [0, 1, 2].map(|i| cos * g[i] + sin * g_axis[i] + axis[i] * d_axial);
            let d_axis = [0, 1, 2].map(|i| sin * p_g[i] + along * g[i] + p[i] * d_axial);
            let d_cos = sum_of_products(g, p) - d_along * axial;
            let d_angle = sum_of_products(g, across) * cos
                - d_cos * sin
                - sum_of_products(d_axis, axis) / angle;
            ([0, 1, 2].map(|i| d_axis[i] / angle + axis[i] * d_angle), d_p)
        };
        let d_k2 = d_bend * rho * rho;
        *row = [
            d_r[0],
            d_r[1],
            d_r[2],
            -d_p[0],
            -d_p[1],
            -d_p[2],
            d_scale * bend,
            d_u,
            d_v,
            d_bend * rho,
            d_k2,
            d_p[0],
            d_p[1],
            d_p[2],
            off[i],
        ];
    }
    [w * off[0], w * off[1]]
}

/// [`Problem`] with a direction, residuals and a Jacobian.
pub struct Bundle {
    /// The problem.
    pub problem: Problem,
    direction: Problem,
    residuals: Vec<f64>,
    jacobian: Csr,
}

impl Bundle {
    /// `n` cameras, `m` points and `p` observations; every camera sees points before it.
    pub fn new(n: usize, m: usize, p: usize) -> Self {
        let mut random = Random::new(15);
        let mut problem = random_problem(&mut random, [n, m, p], 0.2);
        let direction = random_problem(&mut random, [n, m, p], 1.0);
        for camera in &mut problem.cameras {
            camera[6] += 400.0;
        }
        for point in &mut problem.points {
            point[2] += 9.0;
        }
        for weight in &mut problem.weights {
            *weight += 0.7;
        }
        Self { residuals: vec![0.0; 3 * p], jacobian: problem.sparsity(), problem, direction }
    }
}

impl Bundle {
    /// [`Problem::jacobian_on_all_cores`].
    pub fn adjoint_on_all_cores(&mut self) -> f64 {
        self.problem.jacobian_on_all_cores(&mut self.residuals, &mut self.jacobian);
        self.residuals[0]
    }
}

/// Numbers of magnitude up to `size` for `n` cameras, `m` points and `p` weights.
fn random_problem(random: &mut Random, [n, m, p]: [usize; 3], size: f64) -> Problem {
    let mut number = || random.uniform(-size, size);
    Problem {
        cameras: (0..n).map(|_| [0.0; CAMERA].map(|_| number())).collect(),
        points: (0..m).map(|_| [0.0; 3].map(|_| number())).collect(),
        weights: (0..p).map(|_| number()).collect(),
        seen: (0..p).map(|_| [0.0; 2].map(|_| number())).collect(),
        observations: (0..p).map(|i| (i % n, i % m)).collect(),
    }
}

impl Kernel for Bundle {
    fn name(&self) -> String {
        format!("BA Jacobian, {} observations", self.problem.observations.len())
    }

    fn mark(&self) -> Option<f64> {
        Some(4.0)
    }

    fn primal(&mut self) -> f64 {
        self.problem.residuals(&mut self.residuals);
        self.residuals[0]
    }

    fn objective(&mut self) -> f64 {
        self.primal();
        self.residuals.iter().sum()
    }

    fn adjoint(&mut self) -> f64 {
        self.problem.jacobian(&mut self.residuals, &mut self.jacobian);
        self.residuals[0]
    }

    fn jvp(&mut self) -> (f64, f64) {
        let (at, to) = (&self.problem, &self.direction);
        let mut sum = 0.0;
        for (i, (camera, point)) in at.observations.iter().enumerate() {
            let (error, [d_u, d_v]) = jvp_reprojection_error(
                &at.cameras[*camera],
                &at.points[*point],
                at.weights[i],
                at.seen[i],
                &to.cameras[*camera],
                &to.points[*point],
                to.weights[i],
            );
            let (weight_error, d_weight) = jvp_weight_error(at.weights[i], to.weights[i]);
            self.residuals[2 * i..2 * i + 2].copy_from_slice(&error);
            self.residuals[2 * at.observations.len() + i] = weight_error;
            sum += d_u + d_v + d_weight;
        }
        (self.residuals[0], sum)
    }

    fn by_hand(&mut self) -> f64 {
        self.problem.jacobian_by_hand(&mut self.residuals, &mut self.jacobian);
        self.residuals[0]
    }

    fn inputs(&mut self) -> Vec<&mut [f64]> {
        let Problem { cameras, points, weights, .. } = &mut self.problem;
        vec![cameras.as_flattened_mut(), points.as_flattened_mut(), weights]
    }

    fn direction(&mut self) -> Vec<&mut [f64]> {
        let Problem { cameras, points, weights, .. } = &mut self.direction;
        vec![cameras.as_flattened_mut(), points.as_flattened_mut(), weights]
    }

    fn shadows(&mut self) -> Vec<&mut [f64]> {
        vec![&mut self.jacobian.values]
    }

    fn gradients(&mut self) -> Vec<Vec<f64>> {
        let lengths: Vec<usize> = self.inputs().iter().map(|input| input.len()).collect();
        let mut gradient = vec![0.0; lengths.iter().sum()];
        for (column, value) in self.jacobian.columns.iter().zip(&self.jacobian.values) {
            gradient[*column] += value;
        }
        let mut rest = gradient.into_iter();
        lengths.iter().map(|len| rest.by_ref().take(*len).collect()).collect()
    }
}
