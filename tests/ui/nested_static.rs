use chainrule::differentiable;
use std::sync::atomic::{AtomicUsize, Ordering};

#[differentiable]
fn f(x: f64) -> f64 {
    fn count() -> usize {
        static CALLS: AtomicUsize = AtomicUsize::new(0);
        CALLS.fetch_add(1, Ordering::Relaxed)
    }
    x * count() as f64
}

fn main() {}
