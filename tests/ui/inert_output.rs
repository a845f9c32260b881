use chainrule::differentiable;

#[differentiable]
fn f(x: f64, tries: &mut usize) -> bool {
    *tries += 1;
    x > 0.0
}

fn main() {}
