use chainrule::differentiable;

enum Sign {
    Plus,
    Minus,
}

#[differentiable]
fn f(x: f64, #[no_diff] (Sign::Plus | Sign::Minus): Sign) -> f64 {
    x * x
}

fn main() {}
