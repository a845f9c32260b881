use chainrule::differentiable;

#[differentiable]
fn f(state: &mut u64) -> f64 {
    *state += 1;
    *state as f64
}

fn main() {}
