use chainrule::differentiable;

fn bits(x: f64) -> u64 {
    x.to_bits()
}

#[differentiable]
fn f(x: f64) -> f64 {
    f64::from_bits(bits(x) & !1) * x
}

fn main() {}
