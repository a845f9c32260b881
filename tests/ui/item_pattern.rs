use chainrule::differentiable;

#[differentiable]
fn f(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for ref v in x.iter() {
        s += **v * **v;
    }
    s
}

fn main() {}
