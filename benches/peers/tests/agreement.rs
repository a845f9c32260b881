//! The other libraries and chainrule agree, on kernels of small size: so the benchmark compares the
//! cost of the same thing.

use chainrule_benches::kernels::{
    brusselator, bundle, carry, fft, fisher, gmm, heat, lorenz, lstm, mlp, rosenbrock,
    sum_of_squares,
};
use chainrule_peers::Peer;

/// Whether two numbers agree to rounding of what they are made of.
fn close(a: f64, b: f64, largest: f64) -> bool {
    (a - b).abs() <= 1e-11 * largest.max(1.0)
}

#[test]
fn values_and_derivatives_agree() {
    let kernels: Vec<Box<dyn Peer>> = vec![
        Box::new(sum_of_squares::SumOfSquares::new(40)),
        Box::new(rosenbrock::Rosenbrock::new(40)),
        Box::new(carry::Carry::new(60)),
        Box::new(lorenz::Lorenz::new(300)),
        Box::new(mlp::Mlp::new(mlp::Layout::Rows, 2)),
        Box::new(heat::Heat::new(9, 10)),
        Box::new(fisher::Fisher::new(9, 10)),
        Box::new(gmm::Gmm::new(6, 4, 3, None)),
        Box::new(bundle::Bundle::new(3, 4, 12)),
        Box::new(lstm::Lstm::new(2, 6, 3)),
        Box::new(brusselator::Distance::new(5)),
        Box::new(fft::Fft::new(16)),
    ];
    for mut kernel in kernels {
        let name = kernel.name();
        let owned = |slices: Vec<&mut [f64]>| slices.iter().map(|x| x.to_vec()).collect::<Vec<_>>();
        let (inputs, direction) = (owned(kernel.inputs()), owned(kernel.direction()));
        kernel.shadows().into_iter().for_each(|shadow| shadow.fill(0.0));
        kernel.adjoint();
        let emitted = kernel.shadows().concat();
        let tape = kernel.tape(&inputs);
        assert_eq!(tape.len(), emitted.len(), "{name}");
        let largest = emitted.iter().fold(0.0, |most: f64, d| most.max(d.abs()));
        for (i, (tape, emitted)) in tape.iter().zip(&emitted).enumerate() {
            assert!(close(*tape, *emitted, largest), "{name}, {i}: {tape}, emitted {emitted}");
        }
        let (value, derivative) = kernel.dual(&inputs, &direction);
        let objective = kernel.objective();
        assert!(close(value, objective, objective.abs()), "{name}: {value}, primal {objective}");
        let tangent = kernel.jvp().1;
        let terms = emitted.len() as f64 * largest;
        assert!(close(derivative, tangent, terms), "{name}: {derivative}, jvp_ {tangent}");
    }
}
