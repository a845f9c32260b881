//! Every primitive of arrays: its value bit for bit against ndarray's own operation, its pullbacks
//! against central differences of that operation, and the two modes against each other by
//! `<v, J u> = <J^T v, u>`; on contiguous, reversed, transposed, strided, broadcast and empty arrays.
#![cfg(feature = "ndarray")]

mod arithmetic;
mod broadcast;
mod linear;
mod map;
mod reduce;
mod view;

use autodiff_core::Tangent;
use ndarray::{Array, ArrayView, Axis, Dimension, ShapeBuilder, Slice};

/// Numbers between 1 and 2 without regularity: the fractional parts of multiples of an irrational,
/// so that quotients are tame and no two elements agree.
fn filled<D: Dimension, Sh: ShapeBuilder<Dim = D>>(shape: Sh, start: f64) -> Array<f64, D> {
    let mut state = start;
    Array::from_shape_simple_fn(shape, || {
        state = (state + 2.0_f64.sqrt()).fract();
        1.0 + state
    })
}

/// Part of a view: `range` along `axis`, every `step`-th, backwards when that is negative.
fn cut<D: Dimension>(
    view: ArrayView<'_, f64, D>,
    axis: usize,
    range: std::ops::Range<isize>,
    step: isize,
) -> ArrayView<'_, f64, D> {
    view.slice_axis_move(Axis(axis), Slice::new(range.start, Some(range.end), step))
}

/// The bits of every coordinate.
fn bits<T: Tangent>(value: &T) -> Vec<u64> {
    let mut all = Vec::new();
    value.for_each(&mut |x| all.push(x.to_bits()));
    all
}

/// `x` with coordinate `k` moved by `step`.
fn moved<T: Tangent>(x: &T, k: usize, step: f64) -> T {
    let (mut x, mut i) = (x.clone(), 0);
    x.for_each_mut(&mut |v| {
        if i == k {
            *v += step;
        }
        i += 1;
    });
    x
}

/// A direction of the shape of `x`.
fn direction<T: Tangent>(x: &T, start: f64) -> T {
    let (mut u, mut state) = (x.clone(), start);
    u.for_each_mut(&mut |v| {
        state = (state + 3.0_f64.sqrt()).fract();
        *v = 2.0 * state - 1.0;
    });
    u
}

/// The number of coordinates.
fn size<T: Tangent>(x: &T) -> usize {
    bits(x).len()
}

/// One operand: checks that `pull` adds `J^T v` to its shadow, for `f` by central differences, and
/// that it is the adjoint of `tangent`.
///
/// With a step of 2^-17 and numbers of order 1 the differences are off by the third derivative times
/// 2^-34 / 6 and by rounding, 2^-53 times the magnitudes over 2^-17: both below 1e-9 per term.
fn check_operand<X: Tangent, Y: Tangent>(
    name: &str,
    x: &X,
    f: impl Fn(&X) -> Y,
    tangent: impl Fn(&X) -> Y,
    pull: impl Fn(&mut X, &Y),
) {
    let y = f(x);
    let v = direction(&y, 0.3);
    let start = direction(x, 0.1);
    let mut shadow = start.clone();
    pull(&mut shadow, &v);
    let mut pulled = shadow;
    pulled.add_scaled(-1.0, &start);

    let step = 2.0_f64.powi(-17);
    let mut coordinate = 0;
    let terms = 1.0 + size(&y) as f64;
    pulled.for_each(&mut |found| {
        let mut difference = f(&moved(x, coordinate, step));
        difference.add_scaled(-1.0, &f(&moved(x, coordinate, -step)));
        let expected = v.inner(&difference) / (2.0 * step);
        assert!(
            (found - expected).abs() < 1e-9 * terms,
            "{name}: coordinate {coordinate}: pulled {found}, differences {expected}"
        );
        coordinate += 1;
    });

    let u = direction(x, 0.7);
    let (forward, adjoint) = (v.inner(&tangent(&u)), pulled.inner(&u));
    let scale = terms + size(x) as f64;
    assert!(
        (forward - adjoint).abs() < 1e-13 * scale,
        "{name}: <v, J u> is {forward}, <J^T v, u> is {adjoint}"
    );
}
