use chainrule::Differentiable;

#[derive(Differentiable)]
struct Model {
    weight: f64,
    #[no_diff(steps)]
    steps: usize,
}

fn main() {}
