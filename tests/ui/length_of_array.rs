use chainrule::differentiable;

#[differentiable]
fn f(x: f64) -> f64 {
    let powers = std::array::from_fn(|i| x.powi(i as i32));
    let [a, b] = powers;
    a * b
}

fn main() {}
