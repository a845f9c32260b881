use chainrule::differentiable;

#[differentiable]
fn f<I: Iterator<Item = f64>>(items: &mut I) -> f64 {
    items.sum()
}

fn main() {}
