use chainrule::differentiable;

fn jvp_of_f(x: f64, g: impl Fn(f64) -> f64, dx: f64) -> (f64, f64) {
    (g(x), dx)
}

#[differentiable(jvp = jvp_of_f)]
fn f(x: f64, g: impl Fn(f64) -> f64) -> f64 {
    g(x)
}

fn main() {}
