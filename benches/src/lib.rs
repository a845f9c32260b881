//! Benchmark kernels: what comes in is a problem size, what goes out is a primal annotated
//! `#[differentiable]`, its hand-written adjoint, and inputs for both.
//!
//! The kernels are the loops that papers on automatic differentiation measure. Each stands in
//! [`kernels`], as users would write it, and is driven through one trait, [`Kernel`]:
//! `benches/ratios.rs` times them, `benches/elements.rs` some of them at growing sizes,
//! `benches/memory.rs` counts what they allocate, `benches/batch.rs` runs them on all cores, and
//! `tests/agreement.rs` compares the emitted gradients with the hand-written ones and with central
//! differences. ADBench's are compared with its references in `tests/adbench`. [`sources`] has
//! functions as text: `benches/expansion.rs` expands them, `benches/compile.rs` compiles them.
//! [`Harness`] times with criterion and hands back what it measured.
//!
//! Invariant: every run of a kernel sees the same inputs; nothing is read from a clock or from
//! the environment.
// The kernels are written in range loops over elements, which is how the literature states them.
#![allow(clippy::needless_range_loop, clippy::manual_memcpy)]

mod harness;
pub mod kernels;
mod random;
pub mod sources;

pub use harness::{Harness, Timing};
pub use random::Random;

/// One kernel with its inputs, a direction and shadows.
///
/// The shadows belong to the kernel, so that [`Kernel::adjoint`] and [`Kernel::by_hand`] can be
/// timed without an allocation of their own. Both *add* into them.
pub trait Kernel {
    /// What the table of ratios calls it, with its size.
    fn name(&self) -> String;

    /// The ratio (value and gradient) / primal to reach, where one has been measured.
    fn mark(&self) -> Option<f64>;

    /// The annotated function. Of a kernel with many results it returns one of them.
    fn primal(&mut self) -> f64;

    /// The number whose gradient the adjoints give: the value, or a weighted sum of many results.
    fn objective(&mut self) -> f64 {
        self.primal()
    }

    /// The emitted `adjoint_`: returns what [`Kernel::primal`] does, adds into the shadows.
    fn adjoint(&mut self) -> f64;

    /// The emitted `value_and_grad_`, whose gradients are fresh: returns the value. A kernel with
    /// many results has none.
    fn value_and_grad(&mut self) -> Option<f64> {
        None
    }

    /// The emitted `jvp_` along the kernel's direction: what [`Kernel::primal`] returns, and the
    /// derivative of the objective.
    fn jvp(&mut self) -> (f64, f64);

    /// One partial derivative of the objective by a central difference: a gradient by differences
    /// costs as many of these as there are inputs.
    fn difference(&mut self) -> f64 {
        // the cube root of the unit roundoff balances truncation and rounding
        const STEP: f64 = 6e-6;
        let x = self.inputs()[0][0];
        self.inputs()[0][0] = x + STEP;
        let above = self.objective();
        self.inputs()[0][0] = x - STEP;
        let below = self.objective();
        self.inputs()[0][0] = x;
        (above - below) / (2.0 * STEP)
    }

    /// The hand-written adjoint: as [`Kernel::adjoint`].
    fn by_hand(&mut self) -> f64;

    /// The differentiable inputs, one slice per parameter.
    fn inputs(&mut self) -> Vec<&mut [f64]>;

    /// The direction of [`Kernel::jvp`], shaped as the inputs.
    fn direction(&mut self) -> Vec<&mut [f64]>;

    /// What the adjoints add into, from zero: for most kernels the shadows of the inputs.
    fn shadows(&mut self) -> Vec<&mut [f64]>;

    /// The gradients of the objective, shaped as the inputs, from what the adjoints have left.
    fn gradients(&mut self) -> Vec<Vec<f64>> {
        self.shadows().iter().map(|shadow| shadow.to_vec()).collect()
    }
}
