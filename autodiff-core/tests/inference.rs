//! The primitives resolve as the operators do: literals take their type from the operand beside
//! them, references are seen through, integers work and have no derivative. That this file compiles
//! is most of the test.

use autodiff_core::prim::{add, cast, div, map, mul, neg, rem, sub, to_owned};
use autodiff_core::{NoTangent, Real, accumulate, take_tangent, zero_tangent};

#[test]
fn a_float_literal_takes_the_type_of_the_operand_beside_it() {
    let (x, mut d_x): (f32, f32) = (3.0, 0.0);
    let y = mul::call(&x, &2.0);
    let y = add::call(&1.5, &y);
    mul::pull_0(&2.0, &mut d_x, &1.0);
    div::pull_0(&4.0, &mut d_x, &1.0);
    let _: f32 = y;
    assert_eq!((y, d_x), (7.5, 2.25));
    let z = sub::call(&div::call(&x, &2.0), &rem::call(&7.5, &x));
    assert_eq!(z.to_bits(), 0.0_f32.to_bits());
}

#[test]
fn integers_and_their_literals_work_and_have_no_derivative() {
    let n: usize = 5;
    let m = mul::call(&add::call(&n, &1), &n);
    let _: usize = m;
    assert_eq!(m, 30);
    let mut d_n = zero_tangent(&n);
    let d_m = zero_tangent(&m);
    mul::pull_0(&n, &mut d_n, &d_m);
    mul::pull_1(&n, &mut d_n, &d_m);
    add::pull_0(&mut d_n, &d_m);
    rem::pull_1(&n, &n, &mut d_n, &d_m);
    div::pull_1(&n, &m, &mut d_n, &d_m);
    assert_eq!((d_n, add::call(&d_n, &mul::call(&d_n, &3_usize))), (NoTangent, NoTangent));
    let k: i32 = 2;
    assert_eq!((neg::call(&k), sub::call(&1, &k), neg::call(&&k)), (-2, -1, -2));
}

#[test]
fn references_are_seen_through() {
    let (x, y) = (3.0_f64, 2.0_f64);
    let (r, s) = (&x, &y);
    assert_eq!(mul::call(&r, &s), 6.0);
    assert_eq!(mul::call(&r, &y), 6.0);
    assert_eq!(mul::call(&x, &s), 6.0);
    assert_eq!(mul::call(&2.0, &s), 4.0);
    assert_eq!(neg::call(&&r), -3.0);
    let (mut d_x, mut d_y) = (zero_tangent(&r), zero_tangent(&s));
    mul::pull_0(&s, &mut d_x, &1.0);
    div::pull_1(&s, &1.5, &mut d_y, &1.0);
    assert_eq!((d_x, d_y), (2.0, -0.75));
    let n = 4_usize;
    assert_eq!(add::call(&&n, &1), 5);
}

/// `(a * b + a) / b % a` and its gradient, over any scalar.
fn generic<T: Real>(a: T, b: T) -> (T, T, T) {
    let p = mul::call(&a, &b);
    let q = add::call(&p, &a);
    let r = div::call(&q, &b);
    let y = rem::call(&r, &a);
    let (mut d_a, mut d_b, mut d_q, mut d_r) = (T::zero(), T::zero(), T::zero(), T::zero());
    rem::pull_0(&mut d_r, &T::one());
    rem::pull_1(&r, &a, &mut d_a, &T::one());
    div::pull_0(&b, &mut d_q, &d_r);
    div::pull_1(&b, &r, &mut d_b, &d_r);
    let mut d_p = zero_tangent(&p);
    add::pull_0(&mut d_p, &d_q);
    add::pull_1(&mut d_a, &d_q);
    mul::pull_0(&b, &mut d_a, &d_p);
    mul::pull_1(&a, &mut d_b, &d_p);
    (y, d_a, d_b)
}

#[test]
fn a_generic_body_resolves_and_agrees_with_the_formula() {
    // (a b + a) / b = a + a/b; modulo a, with 0 < a/b < a: a/b
    let (y, d_a, d_b) = generic(3.0, 2.0);
    assert_eq!((y, d_a, d_b), (1.5, 0.5, -0.75));
    let (y, d_a, d_b) = generic(3.0_f32, 2.0);
    assert_eq!((y, d_a, d_b), (1.5, 0.5, -0.75));
}

#[test]
fn a_kernel_of_map_knows_its_element_type() {
    let x = 0.5_f32;
    let y = map::call(&x, |v| v.sin());
    let mut d_x = zero_tangent(&x);
    let mut d_c = 0.0;
    let c = 2.0_f32;
    map::pull(&x, &mut d_x, &1.0_f32, |v, d_v, d_r| {
        *d_v += d_r * c * v.cos();
        d_c += d_r * v.sin();
    });
    assert_eq!((y, d_x, d_c), (x.sin(), 2.0 * x.cos(), x.sin()));
    let (mut d_x, mut d_dx) = (0.0_f32, 0.0_f32);
    map::pull_2(&x, &1.0_f32, &mut d_x, &mut d_dx, &1.0_f32, &1.0_f32, |v, dv, a, b, r, s| {
        *a += r * v.cos() - s * dv * v.sin();
        *b += s * v.cos();
    });
    assert_eq!((d_x, d_dx), (x.cos() - x.sin(), x.cos()));
    let n = 3_usize;
    assert_eq!(map::call(&n, |v| v.pow(2)), 9);
    map::pull(&n, &mut NoTangent, &NoTangent, |_, _, _| unreachable!());
}

#[test]
fn casts_go_both_ways() {
    let mut d_x = 0.0_f32;
    cast::pull_0(&1.0_f32, &mut d_x, &0.1_f64);
    assert_eq!(d_x, 0.1_f32);
    let mut d_z = 0.0_f64;
    cast::pull_0(&1.0_f64, &mut d_z, &0.1_f32);
    assert_eq!(d_z, f64::from(0.1_f32));
    let mut d_n = NoTangent;
    cast::pull_0(&7_u8, &mut d_n, &1.0_f64);
    cast::pull_0(&true, &mut d_n, &NoTangent);
    cast::pull_0(&1.5_f64, &mut d_z, &NoTangent);
    assert_eq!(d_z, f64::from(0.1_f32));
    let (a, b): (f64, f32) = (cast::call(&d_n), cast::call(&0.1_f64));
    assert_eq!((a, b), (0.0, 0.1_f32));
    let _: NoTangent = cast::call(&1.0);
}

#[test]
fn copies_own_and_flow_back() {
    let x: &[f64] = &[1.0, 2.0];
    let mut y = to_owned::call(&x);
    y.push(3.0);
    y.pop();
    let mut d_x = zero_tangent(&x);
    to_owned::pull_0(&mut d_x, &y);
    to_owned::pull_0(&mut d_x[..], &y);
    assert_eq!(d_x, [2.0, 4.0]);
    accumulate(&mut d_x, &[1.0, 1.0]);
    assert_eq!(take_tangent(&mut d_x), [3.0, 5.0]);
    assert_eq!(d_x, [0.0, 0.0]);
    assert_eq!(to_owned::call(&&(1.0, 2_usize)), (1.0, 2));
}

/// The same resolution with arrays on either side.
#[cfg(feature = "ndarray")]
mod arrays {
    use autodiff_core::Real;
    use autodiff_core::prim::{add, dot, map, mul, row, sub, sum, transpose};
    use ndarray::{Array1, Array2, ArrayView1, array};

    #[test]
    fn literals_and_references_beside_arrays() {
        let a: Array1<f32> = array![1.0, 2.0];
        let r = &a;
        let v = a.view();
        assert_eq!(mul::call(&a, &2.0), array![2.0, 4.0]);
        assert_eq!(mul::call(&2.0, &r), array![2.0, 4.0]);
        assert_eq!(sub::call(&1.0, &v), array![0.0, -1.0]);
        assert_eq!(add::call(&r, &v), array![2.0, 4.0]);
        assert_eq!(add::call(&r, &r), array![2.0, 4.0]);
        assert_eq!(add::call(&a, &a), array![2.0, 4.0]);
        let mut d_a = Array1::zeros(2);
        mul::pull_0(&2.0, &mut d_a, &array![1.0, 1.0]);
        mul::pull_1(&r, &mut d_a, &array![1.0, 1.0]);
        assert_eq!(d_a, array![3.0, 4.0]);
        let mut d_s = 0.0;
        mul::pull_1(&v, &mut d_s, &array![1.0, 1.0]);
        assert_eq!(d_s, 3.0);
    }

    #[test]
    fn shadows_may_be_borrowed() {
        let a = array![[1.0, 2.0], [3.0, 4.0]];
        let mut d_a = Array2::zeros((2, 2));
        let shadow = &mut d_a;
        let r = &a;
        let v: ArrayView1<f64> = row::call(&a, 1);
        // generated code borrows every operand, the borrowed ones too
        #[allow(clippy::needless_borrow)]
        let s = dot::call(&v, &row::call(&r, 0));
        row::pull_0(1, shadow, &array![1.0, 1.0]);
        sum::pull_0(shadow, &1.0);
        transpose::pull_0(shadow, &transpose::call(&a));
        add::pull_0(shadow, &a);
        map::pull(&&a, &mut *shadow, &a, |_, d_v, d_r| *d_v += d_r);
        assert_eq!(s, 11.0);
        assert_eq!(d_a, array![[4.0, 7.0], [11.0, 14.0]]);
    }

    /// `sum((s a + a) (a . a))` over any scalar.
    fn generic<T: Real>(a: &Array1<T>, s: T) -> T {
        let scaled = mul::call(a, &s);
        let shifted = add::call(&scaled, a);
        let product = mul::call(&shifted, &dot::call(a, a));
        sum::call(&map::call(&product, |v| v))
    }

    #[test]
    fn a_generic_body_with_arrays_resolves() {
        assert_eq!(generic(&array![1.0, 2.0], 3.0), 60.0);
        assert_eq!(generic(&array![1.0_f32, 2.0], 3.0), 60.0);
    }
}
