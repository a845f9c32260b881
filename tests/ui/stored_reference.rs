use chainrule::differentiable;

#[differentiable]
fn f(x: &[f64]) -> f64 {
    let mut large = Vec::new();
    for v in x {
        if *v > 1.0 {
            large.push(v);
        }
    }
    large[0] * x[0]
}

fn main() {}
