//! Pullbacks of arrays add into the shadow and allocate nothing (matrix products aside, which pack
//! their operands inside the product's kernel).
#![cfg(feature = "ndarray")]

use autodiff_core::accumulate;
use autodiff_core::prim::{
    add, column, div, dot, insert_axis, map, mean, mean_axis, mul, rem, row, sub, sum, sum_axis,
    to_owned, transpose,
};
use ndarray::{Array1, Array2, Axis};

/// How many allocations `f` makes.
fn allocations(f: impl FnOnce()) -> u64 {
    allocation_counter::measure(f).count_total
}

#[test]
fn elementwise_pullbacks_do_not_allocate() {
    let (a, d_y) = (Array2::from_elem((8, 16), 1.5_f64), Array2::from_elem((8, 16), 2.0));
    let (bias, factors) = (Array1::from_elem(16, 0.5), Array2::from_elem((8, 1), 0.25));
    let (mut d_a, mut d_bias) = (Array2::zeros((8, 16)), Array1::zeros(16));
    let (mut d_factors, mut d_s) = (Array2::zeros((8, 1)), 0.0);
    let count = allocations(|| {
        add::pull_0(&mut d_a, &d_y);
        sub::pull_1(&mut d_bias, &d_y);
        mul::pull_0(&factors, &mut d_a, &d_y);
        mul::pull_1(&a, &mut d_factors, &d_y);
        mul::pull_1(&a, &mut d_s, &d_y);
        mul::pull_0(&2.0, &mut d_bias, &d_y);
        div::pull_1(&bias, &a, &mut d_bias, &d_y);
        rem::pull_1(&a, &factors, &mut d_factors, &d_y);
        map::pull(&a, &mut d_a, &d_y, |v, d_v, d_r| *d_v += d_r * v.cos());
        to_owned::pull_0(&mut d_a, &d_y);
        accumulate(&mut d_a, &d_y.view());
    });
    assert_eq!(count, 0);
}

#[test]
fn pullbacks_of_reductions_views_and_vector_products_do_not_allocate() {
    let a = Array2::from_elem((8, 16), 1.5);
    let (short, long) = (Array1::from_elem(8, 2.0), Array1::from_elem(16, 0.5));
    let (mut d_a, mut d_short, mut d_long) =
        (Array2::zeros((8, 16)), Array1::zeros(8), Array1::zeros(16));
    let column_of_short = short.clone().insert_axis(Axis(1));
    let count = allocations(|| {
        sum::pull_0(&mut d_a, &1.0);
        mean::pull_0(&mut d_a, &1.0);
        sum_axis::pull_0(Axis(0), &mut d_a, &long);
        mean_axis::pull_0(Axis(1), &mut d_a, &short);
        row::pull_0(3, &mut d_a, &long);
        column::pull_0(3, &mut d_a, &short);
        transpose::pull_0(&mut d_a, &a.t());
        insert_axis::pull_0(Axis(1), &mut d_short, &column_of_short);
        dot::pull_0(&long, &mut d_long, &1.0);
        dot::pull_0(&long, &mut d_a, &short);
        dot::pull_1(&a, &mut d_long, &short);
        dot::pull_0(&a, &mut d_short, &long);
        dot::pull_1(&short, &mut d_a, &long);
    });
    assert_eq!(count, 0);
}
