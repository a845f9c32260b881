//! The tangent of every supported type: its shape, its arithmetic, and what happens when two do not
//! fit.

use autodiff_core::{
    Coordinates, Differentiable, Inert, NoTangent, Perturb, Real, Tangent, accumulate,
    take_tangent, zero_tangent,
};

/// The coordinates of a tangent.
fn coordinates(t: &impl Tangent) -> Vec<f64> {
    let mut all = Vec::new();
    t.for_each(&mut |x| all.push(x));
    all
}

/// Checks the vector-space operations on the tangent of `primal`, which has `n` coordinates, against
/// plain arithmetic on lists of numbers. The numbers are small dyadic fractions: exact in both
/// precisions.
fn check_space<P: Differentiable + ?Sized>(primal: &P, n: usize) {
    let zero = zero_tangent(primal);
    assert_eq!(coordinates(&zero), vec![0.0; n]);
    let number = |i: usize| 0.5 * i as f64 - 1.25;
    let (mut a, mut i) = (zero.clone(), 0);
    a.for_each_mut(&mut |x| {
        assert_eq!(*x, 0.0);
        *x = number(i);
        i += 1;
    });
    assert_eq!(i, n);
    assert_eq!(coordinates(&a), (0..n).map(number).collect::<Vec<_>>());
    assert_eq!(a.inner(&a), (0..n).map(|i| number(i) * number(i)).sum::<f64>());
    let mut b = a.clone();
    b.accumulate(&a);
    b.add_scaled(-0.5, &a);
    assert_eq!(coordinates(&b), (0..n).map(|i| 1.5 * number(i)).collect::<Vec<_>>());
    let taken: Vec<f64> = (0..n).map(|i| 1.5 * number(i)).collect();
    assert_eq!(coordinates(&take_tangent(&mut b)), taken);
    assert_eq!(coordinates(&b), vec![0.0; n]);
    assert_eq!(coordinates(&a.zero_tangent()), vec![0.0; n]);
    a.fill_zero();
    assert_eq!(coordinates(&a), vec![0.0; n]);
}

#[test]
fn every_type_has_the_tangent_space_of_its_numbers() {
    check_space(&1.5_f64, 1);
    check_space(&1.5_f32, 1);
    check_space(&7_usize, 0);
    check_space(&true, 0);
    check_space("text", 0);
    check_space(&(), 0);
    check_space(&[1.0, 2.0, 3.0], 3);
    check_space(&[[1.0_f32, 2.0], [3.0, 4.0]], 4);
    check_space(&[1.0, 2.0][..], 2);
    check_space(&vec![vec![1.0], vec![], vec![2.0, 3.0]], 3);
    check_space(&(1.0, 3_i32, [2.0_f32; 2], vec![4.0]), 4);
    check_space(&(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1_u8), 11);
    check_space(&Some(vec![1.0, 2.0]), 2);
    check_space(&None::<f64>, 0);
    check_space(&Box::new([1.0, 2.0]), 2);
    check_space(&&&1.0, 1);
    check_space(&&mut 1.0, 1);
    check_space(&Vec::<f64>::new(), 0);
    check_space(&[0.0; 0], 0);
}

#[test]
fn tangents_without_coordinates_take_no_room() {
    assert_eq!(size_of::<<(usize, bool, char, String) as Differentiable>::Tangent>(), 0);
    assert_eq!(size_of::<<[i64; 100] as Differentiable>::Tangent>(), 0);
    assert_eq!(size_of::<(Inert<Vec<f64>>, Inert<String>)>(), 0);
    assert_eq!(zero_tangent(&vec![1_u8; 3]).len(), 3);
}

#[test]
fn an_inert_field_is_empty() {
    struct Settings;
    let mut inert = Inert::of(&Settings);
    check_space(&inert, 0);
    inert.accumulate(&Inert::new());
    assert_eq!(format!("{:?}", Inert::<Settings>::new()), "Inert");
}

#[test]
fn accumulation_works_between_forms() {
    let mut list = vec![1.0, 2.0];
    accumulate(&mut list, &[10.0, 20.0]);
    accumulate(&mut list, &[100.0, 200.0][..]);
    accumulate(&mut list[..], &vec![1000.0, 2000.0]);
    accumulate(&mut list, &vec![0.5, 0.5]);
    assert_eq!(list, [1111.5, 2222.5]);
    let mut fixed = [[1.0_f32], [2.0]];
    accumulate(&mut fixed, &vec![vec![1.0], vec![1.0]]);
    accumulate(&mut fixed[..], &[[1.0], [1.0]]);
    assert_eq!(fixed, [[3.0], [4.0]]);
    let mut mixed = (1.0, NoTangent, vec![Some(2.0), None]);
    accumulate(&mut mixed, &(1.0, NoTangent, [Some(1.0), None]));
    assert_eq!(mixed, (2.0, NoTangent, vec![Some(3.0), None]));
    let mut number = 1.0;
    accumulate(&mut number, &&2.0);
    assert_eq!(number, 3.0);
}

#[test]
#[should_panic(expected = "tangents of different lengths: 2 and 3")]
fn lengths_that_differ_are_named() {
    accumulate(&mut vec![1.0, 2.0], &[1.0; 3]);
}

#[test]
#[should_panic(expected = "tangents of different shapes: `Some` and `None`")]
fn variants_that_differ_are_named() {
    Some(1.0).accumulate(&None);
}

#[test]
fn moving_owns_and_leaves_integers() {
    let x: (&[f64], usize, f32) = (&[1.0, 2.0], 3, 0.5);
    let direction = (vec![1.0, -1.0], NoTangent, 2.0);
    assert_eq!(x.perturbed(&direction, 0.25), (vec![1.25, 1.75], 3, 1.0));
    assert_eq!("a".perturbed(&NoTangent, 1.0), "a");
    assert_eq!([Some(1.0), None].perturbed(&[Some(1.0), None], 2.0), [Some(3.0), None]);
    let mut all = Vec::new();
    (Box::new(1.0), "a", Some([2.0_f32])).for_each_coordinate(&mut |c| all.push(c));
    assert_eq!(all, [1.0, 2.0]);
}

#[test]
fn single_precision_rounds_once() {
    // in single precision throughout, the factor's own rounding would be left over
    let (start, factor, x) = (-1.0_f32, 0.1, 10.0_f32);
    let mut d = start;
    d.add_scaled(factor, &x);
    assert_eq!(d, (-1.0 + factor * f64::from(x)) as f32);
    let mut d = start;
    d.add_scaled(1.0 / 3.0, &3.0);
    assert_eq!(d, 0.0);
}

/// A body written against `num_traits::Float` is unambiguous with the bound `Real` beside it.
#[test]
fn real_adds_no_ambiguity() {
    fn body<T: num_traits::Float + num_traits::NumAssign + num_traits::FromPrimitive + Real>(
        x: T,
    ) -> Option<T> {
        let mut y = T::zero();
        y += x.sin() * x.max(T::one()) + T::from(2)? * T::from_f64(0.5)? + x.powi(2).abs();
        y.set_one();
        y.set_zero();
        y = y.mul_add(x, x.hypot(T::one())).min(x.recip()).to_radians().copysign(x);
        let parts = [x, y];
        Some(parts.iter().copied().sum::<T>() + T::epsilon() + T::from_literal(0.25))
    }
    assert!(body(1.5_f64).is_some() && body(1.5_f32).is_some());
    assert_eq!((0.1_f32.to_double(), f32::from_literal(0.1)), (f64::from(0.1_f32), 0.1));
}

#[cfg(feature = "ndarray")]
mod arrays {
    use super::*;
    use ndarray::{Array1, Array2, ArrayRef, CowArray, Ix2, array};

    #[test]
    fn arrays_and_views_have_the_owned_arrays_space() {
        let a = array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]];
        check_space(&a, 6);
        check_space(&a.t(), 6);
        check_space(&a.row(0), 3);
        check_space(&Array1::<f32>::zeros(0), 0);
        check_space(&CowArray::from(a.view()), 6);
        check_space(&array![[1.0_f32]].into_dyn(), 1);
        let borrowed: &ArrayRef<f64, Ix2> = &a;
        check_space(borrowed, 6);
        check_space(&(a, vec![array![1.0]]), 7);
    }

    #[test]
    fn a_zero_tangent_has_the_logical_shape_in_standard_layout() {
        let a: Array2<f64> = Array2::ones((2, 3));
        let zero = zero_tangent(&a.t());
        assert_eq!((zero.dim(), zero.is_standard_layout()), ((3, 2), true));
        let zero = zero_tangent(&array![1.0, 2.0].broadcast((3, 2)).unwrap());
        assert_eq!((zero.dim(), zero.is_standard_layout()), ((3, 2), true));
    }

    #[test]
    fn accumulation_works_between_forms() {
        let mut d = array![[1.0, 2.0], [3.0, 4.0]];
        let s = array![[10.0, 20.0], [30.0, 40.0]];
        accumulate(&mut d, &s);
        accumulate(&mut d, &s.t());
        let borrowed: &ArrayRef<f64, Ix2> = &s;
        accumulate(&mut d, borrowed);
        accumulate(&mut d.row_mut(0), &s.column(0));
        assert_eq!(d, array![[41.0, 102.0], [83.0, 124.0]]);
    }

    #[test]
    #[should_panic(expected = "tangents of different shapes: [2, 2] and [2, 3]")]
    fn shapes_that_differ_are_named() {
        accumulate(&mut Array2::<f64>::zeros((2, 2)), &Array2::zeros((2, 3)));
    }

    #[test]
    fn moving_a_view_owns() {
        let a = array![[1.0, 2.0], [3.0, 4.0]];
        let moved = a.t().perturbed(&array![[1.0, 0.0], [0.0, 1.0]], 0.5);
        assert_eq!(moved, array![[1.5, 3.0], [2.0, 4.5]]);
    }
}
