//! Gradients of annotated functions on all cores: the bits of one thread, and the gradient that one
//! sweep over all items gives.

use chainrule_benches::Kernel;
use chainrule_benches::kernels::bundle::Bundle;
use chainrule_benches::kernels::mlp::{Layout, Mlp};
use rayon::ThreadPoolBuilder;

/// Runs on `n` threads.
fn on<T: Send>(n: usize, run: impl FnOnce() -> T + Send) -> T {
    ThreadPoolBuilder::new().num_threads(n).build().expect("threads").install(run)
}

#[test]
fn rows_of_a_matrix() {
    let gradient = |threads| {
        let mut kernel = Mlp::new(Layout::Rows, 100);
        let value = on(threads, || kernel.adjoint_on_all_cores());
        (value, kernel.gradients())
    };
    let one = gradient(1);
    for threads in [2, 3, 8] {
        assert_eq!(gradient(threads), one, "{threads} threads");
    }
    let mut kernel = Mlp::new(Layout::Rows, 100);
    let value = kernel.adjoint();
    // a hundred terms of the order of one, in another order
    assert!((one.0 - value).abs() <= 1e-13 * value.abs());
    for (parallel, serial) in one.1.iter().flatten().zip(kernel.gradients().iter().flatten()) {
        assert!((parallel - serial).abs() <= 1e-12, "{parallel}, in one sweep {serial}");
    }
}

#[test]
fn residual_blocks() {
    let mut bundle = Bundle::new(5, 30, 200);
    bundle.adjoint();
    let serial = bundle.gradients();
    for threads in [1, 2, 3, 8] {
        bundle.shadows().into_iter().for_each(|shadow| shadow.fill(f64::NAN));
        on(threads, || bundle.adjoint_on_all_cores());
        assert_eq!(bundle.gradients(), serial, "{threads} threads");
    }
}
