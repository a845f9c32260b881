use chainrule::differentiable;

#[differentiable]
fn f(p: &[f64], x: f64) -> f64 {
    #[cfg(target_os = "none")]
    return unsafe { *p.as_ptr() } * x;
    #[cfg(not(target_os = "none"))]
    return unsafe { std::ptr::read(p.as_ptr()) } * x;
}

fn main() {}
