use chainrule::differentiable;

#[differentiable]
fn f(x: &[f64]) -> f64 {
    total(x.iter().map(|v| v * v))
}

fn total(items: impl Iterator<Item = f64>) -> f64 {
    items.sum()
}

fn main() {}
