use chainrule::differentiable;

#[differentiable]
fn f(x: &[f64], n: usize) -> f64 {
    let part = loop {
        if n > 2 {
            break x;
        }
        if n > 1 {
            break &x[1..];
        }
    };
    part[0]
}

fn main() {}
