use chainrule::differentiable;

#[differentiable]
fn f(x: f64) -> f64 {
    let mut s = 0.0;
    for i in 0.. {
        assert!(i < 3);
        s += x;
    }
    s
}

fn main() {}
