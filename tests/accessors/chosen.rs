//! Getters that choose among parts, and functions that give one of their arguments.

use crate::check;
use chainrule::{Differentiable, differentiable};

#[derive(Differentiable, Clone)]
struct State {
    x: f64,
    y: f64,
    left: Vec<f64>,
    right: Vec<f64>,
    #[no_diff]
    names: Vec<String>,
}

#[differentiable(second_order)]
impl State {
    fn axis(&self, k: usize) -> &f64 {
        match k {
            0 => &self.x,
            1 => &self.y,
            _ => panic!("axis {k}"),
        }
    }

    fn axis_mut(&mut self, k: usize) -> &mut f64 {
        match k {
            0 => &mut self.x,
            1 => &mut self.y,
            _ => panic!("axis {k}"),
        }
    }

    fn side(&self, left: bool) -> &[f64] {
        if left { &self.left } else { &self.right }
    }

    fn side_mut(&mut self, left: bool) -> &mut Vec<f64> {
        if left { &mut self.left } else { &mut self.right }
    }

    fn names(&self) -> &[String] {
        &self.names
    }

    fn find(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|n| n == name)
    }

    fn there(&self, k: usize) -> Option<&f64> {
        if k < 2 { Some(&self.left[k]) } else { None }
    }
}

#[differentiable(second_order)]
fn sides(v: &[f64]) -> f64 {
    let mut s = State {
        x: v[0],
        y: v[1],
        left: v[2..4].to_vec(),
        right: v[4..].to_vec(),
        names: vec!["a".to_owned()],
    };
    let a = s.axis_mut(1);
    *a *= v[0];
    let r = s.side_mut(v[2] > 0.0);
    r[0] *= r[1];
    r.push(v[5]);
    let mut sum = *s.axis(0) * s.axis(1).sin() * s.names().len() as f64;
    for k in 0..2 {
        sum += s.axis(k) * s.axis(k);
    }
    let w = s.side(v[0] < 0.0);
    sum += w[0] * w[1] + s.side(true)[2];
    sum += s.there(1).copied().unwrap_or(v[0]) * s.there(5).map_or(v[1], |a| a * a);
    if let Some(a) = s.there(0) {
        sum *= a;
    }
    sum
}

#[differentiable(second_order)]
fn longest<'a>(a: &'a [f64], b: &'a [f64]) -> &'a [f64] {
    if a.len() >= b.len() { a } else { b }
}

#[differentiable(second_order)]
fn tail(a: &[f64], from: usize) -> &[f64] {
    assert!(from < a.len());
    &a[from..]
}

#[differentiable(second_order)]
fn first_mut(a: &mut [f64]) -> &mut f64 {
    &mut a[0]
}

#[differentiable(second_order)]
fn free(v: &[f64]) -> f64 {
    let long = longest(&v[..2], &v[2..]);
    let mut u = tail(v, 3).to_vec();
    *first_mut(&mut u) *= long[1];
    let w = tail(&u, 1);
    long.iter().product::<f64>() * u[0] + w[0] * w[1] * tail(long, 2)[0]
}

#[test]
fn what_is_chosen_has_the_derivative() {
    check!(
        sides grad_sides value_and_grad_sides hvp_sides,
        free grad_free value_and_grad_free hvp_free,
    );
}
