use chainrule::differentiable;

#[differentiable]
fn float_of(bits: u64) -> f64 {
    f64::from_bits(bits)
}

fn main() {}
