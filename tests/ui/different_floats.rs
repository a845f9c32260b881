use chainrule::differentiable;

pub trait Vector: Copy + std::ops::Add<Output = Self> + std::ops::Mul<f64, Output = Self> {}

#[differentiable]
fn f<V: Vector>(a: V, b: V, t: f64) -> V {
    a + b * t
}

fn main() {}
