use chainrule::differentiable;

#[differentiable]
fn f(x: [f64; 2]) -> f64 {
    let [a, 0.0] = x else { panic!() };
    a
}

fn main() {}
