use chainrule::differentiable;

#[differentiable]
fn f(x: f64, count: &mut usize) {
    *count += (x > 0.0) as usize;
}

fn main() {}
