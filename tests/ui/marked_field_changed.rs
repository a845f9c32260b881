use chainrule::{Differentiable, differentiable};

#[derive(Differentiable, Clone)]
struct Spring {
    stiffness: f64,
    #[no_diff]
    scale: f64,
    #[no_diff]
    counts: Vec<usize>,
}

#[differentiable]
fn f(x: f64) -> f64 {
    let mut spring = Spring { stiffness: x, scale: 2.5, counts: Vec::new() };
    spring.scale = spring.scale * 2.0;
    spring.counts.push(3);
    spring.stiffness * spring.scale
}

fn main() {}
