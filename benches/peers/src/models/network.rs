//! The network of two layers.

use crate::{Model, Scalar};
use chainrule_benches::kernels::mlp::{HIDDEN, INPUT, Mlp, OUTPUT};

/// Half the squared error of the network whose weights are rows.
pub struct Network<'a> {
    /// The kernel.
    pub data: &'a Mlp,
}

impl Model for Network<'_> {
    fn value<T: Scalar>(&self, w: &[Vec<T>]) -> T {
        let [w1, b1, w2, b2] = w else { unreachable!() };
        let mut loss = T::constant(0.0);
        let mut hidden = [T::constant(0.0); HIDDEN];
        let samples = self.data.x.chunks_exact(INPUT).zip(self.data.target.chunks_exact(OUTPUT));
        for (input, target) in samples {
            for (unit, row) in w1.chunks_exact(INPUT).enumerate() {
                let mut sum = b1[unit];
                for (w, x) in row.iter().zip(input) {
                    sum += *w * *x;
                }
                hidden[unit] = sum.tanh();
            }
            for (unit, row) in w2.chunks_exact(HIDDEN).enumerate() {
                let mut sum = b2[unit];
                for (w, h) in row.iter().zip(&hidden) {
                    sum += *w * *h;
                }
                let error = sum - target[unit];
                loss += error * error * 0.5;
            }
        }
        loss
    }
}
