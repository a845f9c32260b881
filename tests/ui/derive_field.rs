use chainrule::Differentiable;

struct Config {
    steps: usize,
}

#[derive(Differentiable)]
struct Model {
    weights: Vec<f64>,
    config: Config,
}

fn main() {}
