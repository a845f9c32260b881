use chainrule::differentiable;

mod other {
    use chainrule::differentiable;

    #[differentiable]
    pub fn pair(x: f64) -> (f64, f64) {
        (x, x * x)
    }
}

#[differentiable]
fn f(x: f64) -> f64 {
    let mut p;
    p = other::pair(x);
    p.0 *= x;
    p.0 + p.1
}

fn main() {}
