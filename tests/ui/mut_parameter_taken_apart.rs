use chainrule::differentiable;

#[differentiable]
fn f((a, b): &mut (f64, f64)) {
    *a *= *b;
}

fn main() {}
