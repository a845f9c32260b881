use chainrule::differentiable;

#[differentiable]
fn f(x: f64) -> ! {
    loop {
        assert!(x > 0.0);
    }
}

fn main() {}
