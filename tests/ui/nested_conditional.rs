use chainrule::differentiable;

#[differentiable]
fn f(x: f64) -> f64 {
    #[cfg(unix)]
    fn scaled(v: f64) -> f64 {
        2.0 * v
    }
    scaled(x)
}

fn main() {}
