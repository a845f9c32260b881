use chainrule::differentiable;

fn number(order: &mut [usize]) {
    order[0] = 1;
}

#[differentiable]
fn f(x: &[f64]) -> f64 {
    let mut order = [0, 1];
    number(&mut order);
    x[order[0]]
}

fn main() {}
