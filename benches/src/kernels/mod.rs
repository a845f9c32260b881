//! The kernels, one per file: a size comes in, a [`Kernel`] goes out.
//!
//! Every hand-written adjoint is in a form that a compiler can emit: range loops over slices, one
//! record per loop at most, no knowledge of the problem beyond the primal's own statements.

mod arrays;
pub mod brusselator;
pub mod bundle;
pub mod carry;
pub mod fft;
pub mod fisher;
pub mod gmm;
pub mod heat;
pub mod lorenz;
pub mod lstm;
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
        Box::new(fisher::Fisher::new(size.choose(64, 9), size.choose(100, 10))),
        gmm(size, 10, 25, 2.2),
        gmm(size, 20, 50, 2.3),
        gmm(size, 64, 25, 2.8),
        match size {
            Size::Full => Box::new(bundle::Bundle::new(49, 7_776, 31_843)),
            Size::Small => Box::new(bundle::Bundle::new(3, 4, 12)),
        },
        Box::new(lstm::Lstm::new(2, size.choose(1024, 6), size.choose(14, 3))),
        Box::new(brusselator::Rates::new(size.choose(32, 4))),
        Box::new(brusselator::Distance::new(size.choose(64, 4))),
        Box::new(fft::Fft::new(size.choose(65_536, 16))),
        Box::new(smoothing::Smoothing::new(size.choose(100_000, 50))),
    ]
}

/// A mixture of `components` Gaussians in `d` dimensions: a thousand samples, as ADBench has it.
fn gmm(size: Size, d: usize, components: usize, mark: f64) -> Box<dyn Kernel> {
    Box::new(match size {
        Size::Full => gmm::Gmm::new(1_000, d, components, Some(mark)),
        Size::Small => gmm::Gmm::new(6, d.min(4), components / 10, Some(mark)),
    })
}
