use chainrule::differentiable;

enum Step {
    Fixed(f64),
    Free,
}

#[differentiable]
fn f(x: f64, #[no_diff] step: &Step) -> f64 {
    match step {
        Step::Fixed(h) => x * h,
        Step::Free => x,
    }
}

fn main() {}
