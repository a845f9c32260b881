//! The kernels, one per file: a size comes in, a [`Kernel`] goes out.
//!
//! Every hand-written adjoint is in a form that a compiler can emit: range loops over slices, one
//! record per loop at most, no knowledge of the problem beyond the primal's own statements.

pub mod carry;
pub mod heat;
pub mod lorenz;
pub mod mlp;
pub mod rosenbrock;
pub mod smoothing;
pub mod sum_of_squares;

use crate::Kernel;

/// How large the kernels are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// As the marks were measured.
    Full,
    /// Small enough to compare every partial derivative with differences.
    Small,
}

impl Size {
    fn choose(self, full: usize, small: usize) -> usize {
        match self {
            Size::Full => full,
            Size::Small => small,
        }
    }
}

/// All kernels, in the order of the table.
pub fn all(size: Size) -> Vec<Box<dyn Kernel>> {
    vec![
        Box::new(sum_of_squares::SumOfSquares::new(size.choose(1_000_000, 40))),
        Box::new(rosenbrock::Rosenbrock::new(size.choose(100_000, 40))),
        Box::new(carry::Carry::new(size.choose(100_000, 60))),
        Box::new(lorenz::Lorenz::new(size.choose(10_000, 300))),
        Box::new(mlp::Mlp::new(mlp::Layout::Rows, size.choose(64, 2))),
        Box::new(mlp::Mlp::new(mlp::Layout::Columns, size.choose(64, 2))),
        Box::new(heat::Heat::new(size.choose(64, 9), size.choose(100, 10))),
        Box::new(smoothing::Smoothing::new(size.choose(100_000, 50))),
    ]
}
