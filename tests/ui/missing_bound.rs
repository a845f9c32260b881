use chainrule::differentiable;

#[differentiable]
fn f<V: Copy + std::ops::Add<Output = V> + std::ops::Mul<f64, Output = V>>(x: V, t: f64) -> V {
    x + x * t
}

fn main() {}
