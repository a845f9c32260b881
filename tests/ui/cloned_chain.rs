use chainrule::differentiable;

#[differentiable]
fn f(x: &[f64]) -> f64 {
    let mut s = 0.0;
    let sums = x.iter().map(move |v| {
        s += v;
        s
    });
    sums.clone().sum::<f64>() * sums.product::<f64>()
}

fn main() {}
