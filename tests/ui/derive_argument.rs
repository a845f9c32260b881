use chainrule::Differentiable;

#[derive(Differentiable)]
#[chainrule(bound = "T: Real")]
struct Model {
    weight: f64,
}

fn main() {}
