use chainrule::differentiable;

#[differentiable]
fn f(x: &[f64]) -> f64 {
    x.iter()
        .chain(x.iter().chain(x.iter().chain(x.iter().chain(x.iter().chain(x)))))
        .sum()
}

fn main() {}
