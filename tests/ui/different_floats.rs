use chainrule::{Real, differentiable};

#[differentiable]
fn f<T: Real>(a: T, t: f64) -> T
where
    f64: std::ops::Mul<T, Output = T>,
{
    a.sin() + t * a
}

fn main() {}
