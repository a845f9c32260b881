//! What an optimizer can move: every shape of parameters steps as its flat list of numbers does.
//!
//! In come parameters of all kinds with gradients of the same shape; the oracle is the formula of
//! Adam, written once more on scalars, and the invariant that the walk is in logical order.

use autodiff_core::optim::{Adam, GradientDescent, Parameters};

/// Three steps of Adam on one coordinate, from the paper's algorithm 1.
fn adam_on_one(mut x: f64, gradients: [f64; 3]) -> f64 {
    let (mut m, mut s) = (0.0, 0.0);
    for (t, g) in (1..).zip(gradients) {
        m = 0.9 * m + 0.1 * g;
        s = 0.999 * s + 0.001 * g * g;
        let (m, s) = (m / (1.0 - 0.9f64.powi(t)), s / (1.0 - 0.999f64.powi(t)));
        x -= 0.01 * m / (s.sqrt() + 1e-8);
    }
    x
}

/// The gradient of coordinate `i` at step `t`: all differ.
fn slope(i: usize, t: usize) -> f64 {
    ((7 * i + 3 * t) % 11) as f64 - 4.5
}

/// Steps three times with gradients that `shape` builds from flat ones; `flat` reads the result.
fn check<P: Parameters>(
    mut parameters: P,
    count: usize,
    tolerance: f64,
    shape: impl Fn(&[f64]) -> P::Tangent,
    flat: impl Fn(&P) -> Vec<f64>,
) {
    let start = flat(&parameters);
    assert_eq!(start.len(), count);
    let mut adam = Adam::new(0.01);
    for t in 0..3 {
        let gradient: Vec<f64> = (0..count).map(|i| slope(i, t)).collect();
        adam.step(&mut parameters, &shape(&gradient)).unwrap();
    }
    for (i, (x, start)) in flat(&parameters).into_iter().zip(start).enumerate() {
        let expected = adam_on_one(start, [0, 1, 2].map(|t| slope(i, t)));
        assert!((x - expected).abs() <= tolerance, "coordinate {i}: {x} against {expected}");
    }
}

/// A few roundings of numbers near 1 in three steps.
const F64: f64 = 4e-15;
/// Three roundings to `f32` of numbers below 8.
const F32: f64 = 3.0 * 4.0 * f32::EPSILON as f64;

#[test]
fn numbers_and_containers() {
    check(1.5, 1, F64, |g| g[0], |&x| vec![x]);
    check(1.5f32, 1, F32, |g| g[0] as f32, |&x| vec![f64::from(x)]);
    check([1.0, 2.0], 2, F64, |g| [g[0], g[1]], |x| x.to_vec());
    check(vec![0.5; 700], 700, F64, <[f64]>::to_vec, Vec::clone);
    check(
        vec![0.5f32; 700],
        700,
        F32,
        |g| g.iter().map(|&g| g as f32).collect(),
        |x| x.iter().map(|&x| f64::from(x)).collect(),
    );
    check(
        vec![[1.0, 2.0], [3.0, 4.0]],
        4,
        F64,
        |g| vec![[g[0], g[1]], [g[2], g[3]]],
        |x| x.concat(),
    );
    check(
        (1.0, vec![2.0, 3.0], [4.0f32], Some(5.0), Box::new(6.0)),
        6,
        F32,
        |g| (g[0], g[1..3].to_vec(), [g[3] as f32], Some(g[4]), Box::new(g[5])),
        |x| vec![x.0, x.1[0], x.1[1], f64::from(x.2[0]), x.3.unwrap(), *x.4],
    );
}

#[test]
fn slices_and_separate_variables() {
    let mut x = [1.0, 2.0, 3.0];
    GradientDescent::new(1.0).step(&mut x[1..], &vec![0.5, 0.25]).unwrap();
    assert_eq!(x, [1.0, 1.5, 2.75]);
    let mut bias = 1.0;
    let gradient = (vec![1.0, 1.0, 1.0], 0.5);
    GradientDescent::new(1.0).step(&mut (&mut x[..], &mut bias), &gradient).unwrap();
    assert_eq!((x, bias), ([0.0, 0.5, 1.75], 0.5));
}

#[test]
fn inactive_parts_stay() {
    use autodiff_core::NoTangent;
    let mut layer = (2.0, 7usize, String::from("tanh"), true);
    let gradient = (1.0, NoTangent, NoTangent, NoTangent);
    GradientDescent::new(0.5).step(&mut layer, &gradient).unwrap();
    assert_eq!(layer, (1.5, 7, String::from("tanh"), true));
}

#[test]
fn nothing_to_move_is_no_error() {
    let mut adam = Adam::new(0.1);
    adam.step(&mut Vec::<f64>::new(), &Vec::new()).unwrap();
    adam.step(&mut None::<f64>, &None).unwrap();
    adam.step(&mut (), &autodiff_core::NoTangent).unwrap();
}

/// The message of a step with a gradient of the wrong shape.
fn mismatch<P: Parameters>(mut parameters: P, gradient: &P::Tangent) -> String {
    GradientDescent::new(1.0).step(&mut parameters, gradient).unwrap_err().to_string()
}

#[test]
fn wrong_shapes_are_named_with_their_place() {
    assert_eq!(
        mismatch(vec![1.0, 2.0, 3.0], &vec![1.0]),
        "the gradient does not fit: parameters has length 3, gradient has length 1"
    );
    assert_eq!(
        mismatch((1.0, vec![vec![1.0], vec![2.0]]), &(1.0, vec![vec![1.0], vec![]])),
        "the gradient does not fit: parameters.1[1] has length 1, gradient.1[1] has length 0"
    );
    assert_eq!(
        mismatch((Some(1.0), None::<f64>), &(None, None)),
        "the gradient does not fit: parameters.0 has a value, gradient.0 has none"
    );
    assert_eq!(
        mismatch([None::<f64>], &[Some(1.0)]),
        "the gradient does not fit: parameters[0] has no value, gradient[0] has one"
    );
}

#[cfg(feature = "ndarray")]
mod arrays {
    use super::*;
    use ndarray::{Array1, Array2, ShapeBuilder, arr2, array};

    fn matrix(g: &[f64]) -> Array2<f64> {
        Array2::from_shape_vec((2, 3), g.to_vec()).unwrap()
    }

    /// The same values in standard, column-major and doubly reversed memory order.
    #[test]
    fn any_memory_order_moves_in_logical_order() {
        let standard = matrix(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        let mut columns = Array2::zeros((2, 3).f());
        columns.assign(&standard);
        let mut reversed = standard.clone();
        reversed.invert_axis(ndarray::Axis(0));
        let logical = |x: &Array2<f64>| x.iter().copied().collect::<Vec<_>>();
        for x in [standard, columns, reversed] {
            check(x.clone(), 6, 8.0 * f64::EPSILON * 6.0, matrix, logical);
            let column_gradient = |g: &[f64]| {
                let mut gradient = Array2::zeros((2, 3).f());
                gradient.assign(&matrix(g));
                gradient
            };
            check(x, 6, 8.0 * f64::EPSILON * 6.0, column_gradient, logical);
        }
    }

    #[test]
    fn layers_of_a_network() {
        let w: Array2<f32> = arr2(&[[1.0, 2.0], [3.0, 4.0]]);
        let b: Array1<f64> = array![5.0, 6.0];
        check(
            (w, b),
            6,
            F32,
            |g| {
                (
                    arr2(&[[g[0] as f32, g[1] as f32], [g[2] as f32, g[3] as f32]]),
                    array![g[4], g[5]],
                )
            },
            |x| x.0.iter().map(|&w| f64::from(w)).chain(x.1.iter().copied()).collect(),
        );
    }

    #[test]
    fn wrong_shapes_are_named() {
        assert_eq!(
            mismatch((Array2::<f64>::zeros((2, 3)), 1.0), &(Array2::zeros((3, 2)), 1.0)),
            "the gradient does not fit: parameters.0 has shape [2, 3], gradient.0 has shape [3, 2]"
        );
    }
}
