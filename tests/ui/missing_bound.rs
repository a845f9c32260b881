use chainrule::differentiable;

#[differentiable]
fn f<V: Copy + for<'a> std::ops::Mul<&'a f64, Output = V>>(x: V, t: f64) -> V {
    x * &t
}

fn main() {}
