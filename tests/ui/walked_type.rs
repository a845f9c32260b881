use std::ops::Index;

use chainrule::differentiable;

struct Backwards {
    values: Vec<f64>,
}

impl Backwards {
    fn iter(&self) -> std::iter::Rev<std::slice::Iter<'_, f64>> {
        self.values.iter().rev()
    }

    fn len(&self) -> usize {
        self.values.len()
    }
}

impl Index<usize> for Backwards {
    type Output = f64;

    fn index(&self, i: usize) -> &f64 {
        &self.values[i]
    }
}

#[differentiable]
fn f(k: f64, #[no_diff] x: &Backwards) -> f64 {
    x.iter().fold(0.0, |sum, v| k * sum + v)
}

fn main() {}
