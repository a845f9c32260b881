use chainrule::Differentiable;

#[derive(Differentiable)]
struct Model {
    weight: f64,
    #[no_diff]
    #[no_diff]
    scale: f64,
}

fn main() {}
