use chainrule::differentiable;

#[differentiable]
fn total<'a>(items: impl Iterator<Item = (usize, &'a f64)>) -> f64 {
    items.map(|(i, v)| v * i as f64).sum()
}

#[differentiable]
fn f(x: &[f64]) -> f64 {
    total(x.iter().enumerate())
}

fn main() {}
