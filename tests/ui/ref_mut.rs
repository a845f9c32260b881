use chainrule::differentiable;

#[differentiable]
fn f(x: f64) -> f64 {
    let mut best = Some(x);
    if let Some(ref mut b) = best {
        *b += 1.0;
    }
    best.unwrap_or(0.0)
}

fn main() {}
