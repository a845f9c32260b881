//! Structs that the file shows: arithmetic on their fields is written out, and what their methods and operators
//! give is known.

use chainrule::{Differentiable, check_gradients, differentiable};

use crate::second_order_agrees;

/// A vector whose operations are named like those of arrays.
#[derive(Differentiable, Clone, Copy, Debug)]
struct Arrow {
    x: f64,
    y: f64,
}

#[differentiable(second_order)]
impl std::ops::Add for Arrow {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { x: self.x + other.x, y: self.y + other.y }
    }
}

#[differentiable(second_order)]
impl std::ops::Sub for Arrow {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self { x: self.x - other.x, y: self.y - other.y }
    }
}

#[differentiable(second_order)]
impl std::ops::Mul<f64> for Arrow {
    type Output = Self;
    fn mul(self, factor: f64) -> Self {
        Self { x: self.x * factor, y: self.y * factor }
    }
}

#[differentiable(second_order)]
impl Arrow {
    fn dot(self, other: Self) -> f64 {
        self.x * other.x + self.y * other.y
    }

    fn norm(self) -> f64 {
        self.dot(self).sqrt()
    }
}

/// A struct of structs, with fields of every kind.
#[derive(Differentiable, Clone, Debug)]
struct Star {
    at: Arrow,
    speed: Arrow,
    mass: f64,
    history: Vec<f64>,
    weights: [f64; 2],
    pair: (f64, usize),
    #[no_diff]
    label: f64,
    count: usize,
    shown: bool,
}

#[differentiable(second_order)]
impl Star {
    fn drift(&mut self, step: f64) {
        self.at = self.at + self.speed * step;
        self.history.push(self.at.x * self.mass);
    }

    fn weight(&self) -> f64 {
        let mut sum = self.pair.0 * self.pair.1 as f64;
        for k in 0..self.count {
            sum += self.weights[k % 2] * self.label;
        }
        if self.shown { sum * self.mass } else { sum }
    }
}

fn stars(x: [f64; 5]) -> Vec<Star> {
    let star = |k: usize| Star {
        at: Arrow { x: x[0] + k as f64, y: x[1] },
        speed: Arrow { x: x[2], y: 0.5 - x[1] },
        mass: x[3],
        history: Vec::new(),
        weights: [x[4], 2.0 * x[4]],
        pair: (x[0], k),
        label: 1.5,
        count: k + 1,
        shown: k == 1,
    };
    vec![star(0), star(1), star(2)]
}

/// The method of a difference, of an element and of a part: `dot` and `norm` are not those of arrays.
#[differentiable(second_order)]
fn swarm(all: &[Star], steps: usize) -> f64 {
    let mut stars = all.to_vec();
    for _ in 0..steps {
        for i in 0..stars.len() {
            let mut pull = Arrow { x: 0.0, y: 0.0 };
            for j in 0..stars.len() {
                if i != j {
                    let d = stars[j].at - stars[i].at;
                    let r2 = d.dot(d) + 0.1;
                    pull = pull + d * (stars[j].mass / (r2 * r2.sqrt()));
                }
            }
            stars[i].speed = stars[i].speed + pull * 0.1;
        }
        for star in stars.iter_mut() {
            star.drift(0.1);
            star.pair.0 += star.at.y;
        }
    }
    let travelled: f64 = stars.iter().map(|star| star.at.norm() * star.weight()).sum();
    let kept: f64 = stars.iter().map(|star| star.history.iter().sum::<f64>()).sum();
    travelled + kept
}

#[differentiable(second_order)]
fn of_numbers(a: f64, b: f64, c: f64, d: f64, e: f64) -> f64 {
    let star = |k: usize| Star {
        at: Arrow { x: a + k as f64, y: b },
        speed: Arrow { x: c, y: 0.5 - b },
        mass: d,
        history: Vec::new(),
        weights: [e, 2.0 * e],
        pair: (a, k),
        label: 1.5,
        count: k + 1,
        shown: k == 1,
    };
    swarm(&[star(0), star(1), star(2)], 2)
}

#[test]
fn fields_methods_and_operators_of_structs_that_the_file_shows() {
    let x = [0.3, -0.2, 0.4, 1.2, 0.7];
    check_gradients::<of_numbers>((x[0], x[1], x[2], x[3], x[4])).unwrap();
    let value = swarm(&stars(x), 2);
    assert_eq!(of_numbers(x[0], x[1], x[2], x[3], x[4]).to_bits(), value.to_bits());
    let (again, gradient) = value_and_grad_swarm(&stars(x), 2);
    assert_eq!(again.to_bits(), value.to_bits());
    // `mass` of the second star by a difference
    let moved = |h: f64| {
        let mut moved = stars(x);
        moved[1].mass += h;
        swarm(&moved, 2)
    };
    let difference = (moved(1e-5) - moved(-1e-5)) / 2e-5;
    assert!((gradient[1].mass - difference).abs() < 1e-8 * (1.0 + difference.abs()));
    second_order_agrees(
        x,
        |x| grad_of_numbers(x[0], x[1], x[2], x[3], x[4]).into(),
        |x, v| hvp_of_numbers(x[0], x[1], x[2], x[3], x[4], v[0], v[1], v[2], v[3], v[4]).1.into(),
    );
}

/// State that each step reads and writes, by `self` and by a copy.
#[derive(Differentiable, Clone, Debug)]
struct Biquad {
    b: [f64; 3],
    a1: f64,
    a2: f64,
    z: (f64, f64),
}

#[differentiable(second_order)]
impl Biquad {
    fn tick(&mut self, x: f64) -> f64 {
        let y = self.b[0] * x + self.z.0;
        self.z.0 = self.b[1] * x - self.a1 * y + self.z.1;
        self.z.1 = self.b[2] * x - self.a2 * y;
        y
    }
}

#[differentiable(second_order)]
fn filtered(b: [f64; 3], a1: f64, a2: f64, x: &[f64]) -> f64 {
    let mut filter = Biquad { b, a1, a2, z: (0.0, 0.0) };
    let mut sum = 0.0;
    for &v in x {
        let y = filter.tick(v);
        sum += y * y;
    }
    sum
}

#[test]
fn state_in_the_fields_of_a_receiver() {
    let x = [1.0, -0.5, 0.25, 2.0, 0.3];
    check_gradients::<filtered>(([0.2, 0.3, 0.1], -0.5, 0.2, &x[..])).unwrap();
}

/// Lists in fields, whose elements are known.
#[derive(Differentiable, Clone, Debug)]
struct Table {
    rows: Vec<Vec<f64>>,
    scale: f64,
}

#[differentiable(second_order)]
fn total(table: &Table, all: bool) -> f64 {
    let first: f64 =
        if all { table.rows.iter().flatten().sum() } else { table.rows[0].iter().sum() };
    table.scale * first * first
}

#[differentiable(second_order)]
fn total_of(x: &[f64], scale: f64, all: bool) -> f64 {
    total(&Table { rows: vec![x.to_vec(), vec![scale; 2]], scale }, all)
}

#[test]
fn chains_over_lists_in_fields() {
    for all in [true, false] {
        check_gradients::<total_of>((&[0.5, -1.5, 2.0][..], 0.7, all)).unwrap();
    }
    // s (a + b + c)^2 of the first row: 2 s (a + b + c) each
    let table = Table { rows: vec![vec![1.0, 2.0], vec![4.0]], scale: 0.5 };
    let gradient = grad_total(&table, false);
    assert_eq!(gradient.rows, [vec![3.0, 3.0], vec![0.0]]);
    assert!((gradient.scale - 9.0).abs() < 1e-15);
}
