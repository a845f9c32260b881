//! Kernels with their models: a kernel of `chainrule-benches` comes in, what its emitted functions
//! compute goes out as other libraries compute it.

use crate::models::{
    Attractor, Carry, Chain, Growth, Heat, Mixture, Network, Observation, Reaction, Sequence,
    Squares, Transform,
};
use crate::{dual, tape};
use chainrule_benches::Kernel;
use chainrule_benches::kernels::bundle::{Bundle, Problem};
use chainrule_benches::kernels::{
    brusselator, carry, fft, fisher, gmm, heat, lorenz, lstm, mlp, rosenbrock, sum_of_squares,
};

/// A kernel that other libraries can differentiate.
pub trait Peer: Kernel {
    /// What the kernel's shadows hold after its adjoint, by echidna's tape.
    fn tape(&self, inputs: &[Vec<f64>]) -> Vec<f64>;

    /// The objective and its derivative along a direction, by num-dual's dual numbers.
    fn dual(&self, inputs: &[Vec<f64>], direction: &[Vec<f64>]) -> (f64, f64);
}

/// Vectors as slices.
fn slices(vectors: &[Vec<f64>]) -> Vec<&[f64]> {
    vectors.iter().map(Vec::as_slice).collect()
}

macro_rules! peers {
    ($($kernel:ty: |$this:pat_param| $model:expr;)*) => {$(
        impl Peer for $kernel {
            fn tape(&self, inputs: &[Vec<f64>]) -> Vec<f64> {
                let $this = self;
                tape(&$model, &slices(inputs))
            }

            fn dual(&self, inputs: &[Vec<f64>], direction: &[Vec<f64>]) -> (f64, f64) {
                let $this = self;
                dual(&$model, &slices(inputs), &slices(direction))
            }
        }
    )*};
}

peers! {
    sum_of_squares::SumOfSquares: |_| Squares;
    rosenbrock::Rosenbrock: |_| Chain;
    carry::Carry: |_| Carry;
    lorenz::Lorenz: |kernel| Attractor { steps: kernel.steps };
    mlp::Mlp: |data| Network { data };
    heat::Heat: |data| Heat { data };
    fisher::Fisher: |data| Growth { data };
    gmm::Gmm: |data| Mixture { data };
    lstm::Lstm: |data| Sequence { data };
    brusselator::Distance: |data| Reaction { data };
    fft::Fft: |data| Transform { data };
}

/// Where the camera, the point and the weight of an observation are in the inputs.
fn of_observation<'a>(problem: &Problem, arrays: &'a [Vec<f64>], i: usize) -> [&'a [f64]; 3] {
    let (camera, point) = problem.observations[i];
    [
        &arrays[0][11 * camera..11 * (camera + 1)],
        &arrays[1][3 * point..3 * (point + 1)],
        &arrays[2][i..=i],
    ]
}

/// The Jacobian: two tapes per observation. The errors of the weights are by hand.
impl Peer for Bundle {
    fn tape(&self, inputs: &[Vec<f64>]) -> Vec<f64> {
        let problem = &self.problem;
        let mut values = Vec::new();
        for index in 0..problem.observations.len() {
            let inputs = of_observation(problem, inputs, index);
            for seed in [[1.0, 0.0], [0.0, 1.0]] {
                values.extend(tape(&Observation { problem, index, seed }, &inputs));
            }
        }
        values.extend(inputs[2].iter().map(|w| -2.0 * w));
        values
    }

    fn dual(&self, inputs: &[Vec<f64>], direction: &[Vec<f64>]) -> (f64, f64) {
        let problem = &self.problem;
        let (mut value, mut derivative) = (0.0, 0.0);
        for index in 0..problem.observations.len() {
            let [x, v] = [inputs, direction].map(|arrays| of_observation(problem, arrays, index));
            let (error, d_error) = dual(&Observation { problem, index, seed: [1.0, 1.0] }, &x, &v);
            let (w, dw) = (x[2][0], v[2][0]);
            value += error + 1.0 - w * w;
            derivative += d_error - 2.0 * w * dw;
        }
        (value, derivative)
    }
}
