use chainrule::{Differentiable, differentiable};

#[derive(Differentiable, Clone)]
struct Weights {
    all: Vec<f64>,
}

#[differentiable]
impl Weights {
    fn largest(&self) -> &f64 {
        self.all.iter().max_by(|a, b| a.total_cmp(b)).unwrap()
    }
}

fn main() {}
