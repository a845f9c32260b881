//! ndarray over [`Dual`]: coordinates of arrays, and duals as scalars of array expressions.
//!
//! What comes in: arrays of any dimension. What goes out: coordinates in
//! logical order, whatever the strides. Invariant: ndarray's own generic code
//! computes with duals; no array operation is written here but `scalar op array`,
//! which ndarray has for primitive scalars only.

use std::ops::{Add, Div, Mul, Sub};

use ndarray::{Array, Dimension, ScalarOperand};

use crate::coordinates::{Coordinates, DualCoordinates, Source};
use crate::dual::Dual;

impl ScalarOperand for Dual {}

impl<C: Coordinates, D: Dimension> Coordinates for Array<C, D> {
    type Dual = Array<C::Dual, D>;
    fn write(&self, out: &mut Vec<f64>) {
        self.iter().for_each(|item| item.write(out));
    }
    fn read(&self, from: Source<'_, f64>) -> Self {
        let items = self.iter().map(|item| item.read(from)).collect();
        Self::from_shape_vec(self.raw_dim(), items).expect("one item per element")
    }
    fn lift(&self, from: Source<'_, Dual>) -> Self::Dual {
        let items = self.iter().map(|item| item.lift(from)).collect();
        Array::from_shape_vec(self.raw_dim(), items).expect("one item per element")
    }
}

impl<C: DualCoordinates, D: Dimension> DualCoordinates for Array<C, D> {
    fn write(&self, out: &mut Vec<Dual>) {
        self.iter().for_each(|item| item.write(out));
    }
}

macro_rules! scalar_first {
    ($($operator:ident $method:ident),*) => {$(
        impl<D: Dimension> $operator<Array<Dual, D>> for Dual {
            type Output = Array<Dual, D>;
            fn $method(self, array: Array<Dual, D>) -> Self::Output {
                array.mapv_into(|item| $operator::$method(self, item))
            }
        }
        impl<D: Dimension> $operator<&Array<Dual, D>> for Dual {
            type Output = Array<Dual, D>;
            fn $method(self, array: &Array<Dual, D>) -> Self::Output {
                array.mapv(|item| $operator::$method(self, item))
            }
        }
    )*};
}
scalar_first!(Add add, Sub sub, Mul mul, Div div);
