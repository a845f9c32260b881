use chainrule::differentiable;

#[differentiable]
fn f(x: f64) -> f64 {
    let b = std::rc::Rc::new(x * x);
    *b * x
}

fn main() {}
