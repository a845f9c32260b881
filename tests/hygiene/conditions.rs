//! `#[cfg]` inside bodies: derivatives of what rustc compiles, whatever the rest is.

use chainrule::{check_gradients, differentiable};

#[differentiable(second_order)]
fn configured(x: f64, k: usize) -> f64 {
    #[cfg(unix)]
    const C: f64 = 2.0;
    #[cfg(not(unix))]
    const C: f64 = 3.0;
    #[cfg(debug_assertions)]
    let y = x * x;
    #[cfg(not(debug_assertions))]
    let y = x * x * x;
    #[cfg(target_os = "none")]
    {
        missing(y);
    }
    #[cfg(unix)]
    if k > 3 {
        return y;
    }
    match k {
        #[cfg(not(unix))]
        0 => missing(),
        0 => x,
        _ => y * C,
    }
}

#[test]
fn derivatives_are_of_what_is_compiled() {
    for k in 0..5 {
        let _ = check_gradients::<configured>((0.3, k)).unwrap();
    }
    assert!((grad_configured(0.3, 0) - 1.0).abs() < f64::EPSILON);
}

struct Scale(f64);

impl Scale {
    #[differentiable]
    fn method(#[no_diff] &self, x: f64) -> f64 {
        #[cfg(target_os = "none")]
        return missing(x);
        #[cfg(not(target_os = "none"))]
        return x * x * self.0;
    }
}

#[test]
fn methods_are_configured_too() {
    assert!((Scale(2.0).grad_method(3.0) - 12.0).abs() < f64::EPSILON);
}

/// What rustc does not compile may be what no derivative is known for.
#[differentiable(second_order)]
fn with_other_libraries(x: &[f64]) -> f64 {
    #[cfg(target_os = "none")]
    {
        unsafe { other::library(x.as_ptr()) }
    }
    #[cfg(not(target_os = "none"))]
    {
        x.iter().map(|v| v * v).sum()
    }
}

#[test]
fn parts_that_are_not_compiled_may_be_anything() {
    assert_eq!(grad_with_other_libraries(&[1.5, -2.0]), [3.0, -4.0]);
}
