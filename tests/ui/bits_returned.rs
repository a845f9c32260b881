use chainrule::differentiable;

#[differentiable]
fn bits_of(x: f64) -> u64 {
    x.to_bits()
}

fn word_of(x: f64) -> u64 {
    x.to_bits()
}

#[differentiable]
fn rough_logarithm(x: f64) -> f64 {
    word_of(x) as f64 * 1e-16 + x
}

#[differentiable]
fn exponent(x: f64) -> i32 {
    ((x.to_bits() >> 52) & 0x7ff) as i32 - 1023
}

#[differentiable]
fn scaled(x: f64) -> f64 {
    x * exponent(x) as f64
}

fn main() {}
