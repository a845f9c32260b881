//! Structs as crates have them, with getters.

use crate::check;
use chainrule::{Differentiable, differentiable};

#[derive(Differentiable, Clone)]
struct Polynomial {
    coefficients: Vec<f64>,
}

#[differentiable(second_order)]
impl Polynomial {
    fn coefficients(&self) -> &[f64] {
        &self.coefficients
    }

    fn degree(&self) -> usize {
        self.coefficients.len() - 1
    }

    fn leading(&self) -> &f64 {
        self.coefficients.last().unwrap()
    }

    fn value(&self, x: f64) -> f64 {
        self.coefficients().iter().rev().fold(0.0, |sum, c| sum * x + c)
    }

    fn slope(&self, x: f64) -> f64 {
        let c = self.coefficients();
        let mut sum = 0.0;
        for k in 1..=self.degree() {
            sum += k as f64 * c[k] * x.powi(k as i32 - 1);
        }
        sum / self.leading()
    }
}

#[differentiable(second_order)]
fn polynomial(v: &[f64]) -> f64 {
    let p = Polynomial { coefficients: v[..4].to_vec() };
    let norm: f64 = p.coefficients().iter().map(|c| c * c).sum();
    p.value(v[4]) * p.slope(v[5]) + norm * *p.leading() + p.coefficients()[1] * v[0]
}

#[derive(Differentiable, Clone)]
struct Matrix {
    data: Vec<f64>,
    columns: usize,
}

#[differentiable(second_order)]
impl Matrix {
    fn row(&self, i: usize) -> &[f64] {
        let start = i * self.columns;
        assert!(start < self.data.len(), "row {i}");
        &self.data[start..start + self.columns]
    }

    fn row_mut(&mut self, i: usize) -> &mut [f64] {
        let start = i * self.columns;
        &mut self.data[start..start + self.columns]
    }

    fn at(&self, i: usize, j: usize) -> &f64 {
        &self.row(i)[j]
    }

    fn at_mut(&mut self, i: usize, j: usize) -> &mut f64 {
        &mut self.data[i * self.columns + j]
    }

    fn get(&self, i: usize, j: usize) -> Option<&f64> {
        self.data.get(i * self.columns + j)
    }

    fn as_slice(&self) -> &[f64] {
        self.data.as_slice()
    }

    fn data_mut(&mut self) -> &mut [f64] {
        self.data.as_mut_slice()
    }

    fn trace(&self) -> f64 {
        (0..self.columns).map(|i| self.at(i, i)).sum()
    }

    fn times(&self, x: &[f64]) -> Vec<f64> {
        let rows = self.data.len() / self.columns;
        (0..rows).map(|i| dot(self.row(i), x)).collect()
    }

    fn scale_row(&mut self, i: usize, by: f64) {
        for a in self.row_mut(i) {
            *a *= by;
        }
    }
}

#[differentiable(second_order)]
fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[differentiable(second_order)]
fn matrix_is_read(v: &[f64]) -> f64 {
    let m = Matrix { data: v.to_vec(), columns: 2 };
    let y = m.times(&[v[0], 2.0]);
    let there = m.get(2, 1).copied().unwrap_or(9.0) * m.get(7, 1).map_or(v[3], |a| a * a);
    let mut sum = y[0] * y[1] + y[2] * m.trace() + there + m.as_slice()[3].powi(3);
    if let Some(a) = m.get(1, 0) {
        sum += a * a * m.row(1)[1];
    }
    for i in 0..3 {
        let row = m.row(i);
        sum += row[0] * row[1] * i as f64;
    }
    sum
}

#[differentiable(second_order)]
fn matrix_is_changed(v: &[f64]) -> f64 {
    let mut m = Matrix { data: v.to_vec(), columns: 3 };
    m.scale_row(1, v[0]);
    m.row_mut(0)[1] *= v[5];
    *m.at_mut(1, 2) += v[2] * m.at(0, 1);
    let row = m.row_mut(1);
    row[0] = row[1] * row[2];
    row.swap(0, 2);
    for a in m.data_mut() {
        *a = *a * *a;
    }
    m.data_mut()[4] += v[4];
    m.row_mut(0).fill(v[3]);
    dot(m.row(0), m.row(1)) * m.trace_of_two()
}

#[differentiable(second_order)]
impl Matrix {
    fn trace_of_two(&self) -> f64 {
        self.at(0, 0) + self.at(1, 1) * *self.at(1, 0)
    }
}

#[derive(Differentiable, Clone, Copy, Debug)]
struct Vec3 {
    x: f64,
    y: f64,
    z: f64,
}

#[differentiable(second_order)]
impl Vec3 {
    fn dot(&self, other: &Vec3) -> f64 {
        self.x * other.x + self.y * other.y + self.z * other.z
    }

    fn x(&self) -> &f64 {
        &self.x
    }

    fn y_mut(&mut self) -> &mut f64 {
        &mut self.y
    }
}

#[derive(Differentiable, Clone)]
struct Body {
    position: Vec3,
    velocity: Vec3,
    mass: f64,
}

#[differentiable(second_order)]
impl Body {
    fn position(&self) -> &Vec3 {
        &self.position
    }

    #[inline]
    fn position_mut(&mut self) -> &mut Vec3 {
        &mut self.position
    }

    fn velocity(&self) -> &Vec3 {
        &self.velocity
    }

    fn energy(&self) -> f64 {
        0.5 * self.mass * self.velocity().dot(self.velocity()) + self.position().z * self.mass
    }

    fn step(&mut self, dt: f64) {
        let v = *self.velocity();
        self.position_mut().x += dt * v.x;
        *self.position_mut().y_mut() += dt * v.y;
        let p = self.position_mut();
        p.z += dt * v.z * p.x;
    }
}

#[differentiable(second_order)]
fn bodies(v: &[f64]) -> f64 {
    let at = Vec3 { x: v[0], y: v[1], z: v[2] };
    let along = Vec3 { x: v[3], y: v[4], z: v[5] };
    let mut b = Body { position: at, velocity: along, mass: v[0] * 2.0 };
    for _ in 0..3 {
        b.step(0.1 * v[5]);
    }
    let p = b.position();
    let other = Body { mass: v[4], ..b.clone() };
    b.energy() + p.x * p.y + *b.velocity().x() * p.dot(other.position()) + other.energy()
}

#[derive(Differentiable, Clone)]
struct Layer {
    weights: Matrix,
    bias: Vec<f64>,
}

#[differentiable(second_order)]
impl Layer {
    fn weights(&self) -> &Matrix {
        &self.weights
    }

    fn bias(&self) -> &[f64] {
        &self.bias[..]
    }

    fn forward(&self, x: &[f64]) -> Vec<f64> {
        let y = self.weights().times(x);
        y.iter().zip(self.bias()).map(|(y, b)| (y + b).tanh()).collect()
    }
}

#[derive(Differentiable, Clone)]
struct Network {
    layers: Vec<Layer>,
}

#[differentiable(second_order)]
impl Network {
    fn layer(&self, i: usize) -> &Layer {
        &self.layers[i]
    }

    fn layer_mut(&mut self, i: usize) -> &mut Layer {
        &mut self.layers[i]
    }

    fn layers(&self) -> &[Layer] {
        &self.layers
    }

    fn penalty(&self) -> f64 {
        self.layers()
            .iter()
            .map(|l| l.weights().as_slice().iter().map(|w| w * w).sum::<f64>())
            .sum()
    }
}

#[differentiable(second_order)]
fn network(v: &[f64]) -> f64 {
    let first =
        Layer { weights: Matrix { data: v[..4].to_vec(), columns: 2 }, bias: v[4..].to_vec() };
    let mut second = first.clone();
    second.bias[0] *= v[2];
    let mut net = Network { layers: vec![first, second] };
    net.layer_mut(1).weights.row_mut(0)[1] += v[5];
    let mut y = net.layer(0).forward(&[v[1], 0.5]);
    y = net.layer(1).forward(&y);
    let mut sum = net.penalty() + y[0] * y[1];
    for layer in net.layers() {
        sum += layer.bias()[1] * *layer.weights().at(0, 1);
    }
    sum
}

#[derive(Differentiable, Clone)]
struct Spline {
    knots: Vec<f64>,
    values: [f64; 3],
}

#[differentiable(second_order)]
impl Spline {
    fn knots(&self) -> &Vec<f64> {
        &self.knots
    }

    fn values(&self) -> &[f64; 3] {
        &self.values
    }

    fn interval(&self, x: f64) -> usize {
        let knots = self.knots();
        if x < knots[1] { 0 } else { 1 }
    }

    fn value(&self, x: f64) -> f64 {
        let i = self.interval(x);
        let (k, y) = (self.knots(), self.values());
        let t = (x - k[i]) / (k[i + 1] - k[i]);
        y[i] + t * t * (y[i + 1] - y[i])
    }
}

#[differentiable(second_order)]
fn spline(v: &[f64]) -> f64 {
    let s = Spline { knots: vec![v[1], v[4], v[0]], values: [v[2], v[3], v[5]] };
    s.value(0.1) + s.value(0.9) * s.values()[1] + s.knots().iter().product::<f64>()
}

#[derive(Differentiable, Clone)]
struct Grid<T> {
    cells: Vec<T>,
    width: usize,
}

#[differentiable(second_order)]
impl<T: Clone> Grid<T> {
    fn cell(&self, i: usize, j: usize) -> &T {
        &self.cells[i * self.width + j]
    }

    fn cells(&self) -> &[T] {
        &self.cells
    }
}

#[differentiable(second_order)]
fn grid(v: &[f64]) -> f64 {
    let g: Grid<f64> = Grid { cells: v.to_vec(), width: 2 };
    let mut sum = 0.0;
    for i in 1..3 {
        sum += g.cell(i, 0) * g.cell(i - 1, 1);
    }
    sum * *g.cell(0, 0) + g.cells()[5]
}

#[derive(Differentiable, Clone)]
struct Small<const R: usize, const C: usize> {
    data: [[f64; C]; R],
}

#[differentiable(second_order)]
impl<const R: usize, const C: usize> Small<R, C> {
    fn row(&self, i: usize) -> &[f64; C] {
        &self.data[i]
    }

    fn last_row(&self) -> &[f64; C] {
        &self.data[R - 1]
    }

    fn total(&self) -> f64 {
        let mut sum = 0.0;
        for j in 0..C {
            sum += self.row(0)[j] * self.last_row()[j];
        }
        sum
    }
}

#[differentiable(second_order)]
fn small(v: &[f64]) -> f64 {
    let m = Small::<2, 3> { data: [[v[0], v[1], v[2]], [v[3], v[4], v[5]]] };
    m.total() * m.row(1)[2]
}

#[test]
fn getters_stand_for_their_parts() {
    check!(
        polynomial grad_polynomial value_and_grad_polynomial hvp_polynomial,
        matrix_is_read grad_matrix_is_read value_and_grad_matrix_is_read hvp_matrix_is_read,
        matrix_is_changed grad_matrix_is_changed value_and_grad_matrix_is_changed hvp_matrix_is_changed,
        bodies grad_bodies value_and_grad_bodies hvp_bodies,
        network grad_network value_and_grad_network hvp_network,
        spline grad_spline value_and_grad_spline hvp_spline,
        grid grad_grid value_and_grad_grid hvp_grid,
        small grad_small value_and_grad_small hvp_small,
    );
}
