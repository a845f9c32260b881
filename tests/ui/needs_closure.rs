use chainrule::differentiable;

#[differentiable]
fn f(x: f64, #[no_diff] narrow: bool) -> f64 {
    let part = Some(x);
    part.map(if narrow { f64::sin } else { f64::cos }).unwrap_or(0.0)
}

fn main() {}
