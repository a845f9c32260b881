//! Arrays of ndarray.

use chainrule::differentiable;
use chainrule::ndarray::{Array1, Array2, ArrayBase, ArrayD, Axis, Data, Ix1, Slice, Zip, array};
use chainrule::nn;

use crate::row::section;

section! {
    "Arrays of ndarray", (x: f64, v: &Array1<f64>, m: &Array2<f64>)
        at (0.75, &array![0.5, -1.25], &array![[1.0, 2.0], [-0.25, 0.5]]);

    "arithmetic, also with numbers" { (v * x + v - 1.0).sum() }
    "broadcasting" { (m * v).sum() * x }
    "`dot` of vectors, matrices and both" { v.dot(&m.dot(v)) + m.dot(m).sum() * x }
    "transposition: `t`" { m.t().dot(v).sum() * x }
    "`mapv` with a closure" { v.mapv(|a| (a * x).tanh()).sum() }
    "`sum`, `mean`" { v.sum() * x + m.mean().unwrap() }
    "`sum_axis`, `mean_axis`" { m.sum_axis(Axis(0)).dot(&m.mean_axis(Axis(1)).unwrap()) * x }
    "reading and writing elements" { let mut a = m.clone(); a[[0, 1]] *= x; a[[0, 1]] * v[0] }
    "rows and columns" { m.row(0).dot(&m.column(1)) * x }
    "`Array1::zeros`, filled element by element" { let mut a = Array1::zeros(2); a[0] = x; a[1] = v[1]; a.dot(v) }
    "`array!` of active values" { let a = array![x, x * x]; array![[x, 1.0], [2.0, x * x]].dot(&a).dot(v) }
    "`from_vec`, `from_elem`, `from_shape_vec`" {
        let a = Array1::from_vec(vec![x, x * x]); let b = Array2::from_shape_vec((2, 2), vec![x, 1.0, 2.0, x]).unwrap(); b.dot(&a).dot(&Array1::from_elem(2, x))
    }
    "`mapv_inplace`, `mapv_into`" { let mut a = v.clone(); a.mapv_inplace(|b| b * x); a.mapv_into(f64::sin).sum() }
    "`assign`" { let mut a = v.clone(); a.assign(&(v * x)); a.dot(v) }
    "layers and losses: `nn::relu`, `nn::softmax`" { nn::relu(&(m.dot(m) * x)).sum() + nn::softmax(m)[[0, 0]] }
    "`slice_axis`, `index_axis`" { m.slice_axis(Axis(1), Slice::from(..1)).sum() * m.index_axis(Axis(0), 1).dot(v) * x }
    "`fold_axis`, `map_axis`" { m.fold_axis(Axis(1), 0.0, |s, a| s + a * a).dot(&m.map_axis(Axis(0), |c| c.dot(v))) * x }
    "`into_shape_with_order`, `to_shape`" { m.to_shape(4).unwrap().dot(&m.view().into_shape_with_order(4).unwrap()) * x }
    "`from_iter`, `from_shape_fn`, `collect`" {
        let a: Array1<f64> = v.iter().map(|a| a * x).collect(); let b = Array2::from_shape_fn((2, 2), |(i, j)| v[i] * a[j]); b.dot(&Array1::from_iter(v.iter().map(|a| a * a))).sum()
    }
    "`Zip` with `for_each`, `fold`" {
        let mut a = Array1::zeros(2); Zip::from(&mut a).and(v).and(m.rows()).for_each(|a, &b, r| *a = b * r.sum() * x); Zip::from(&a).and(v).fold(0.0, |s, a, b| s + a * b)
    }
    "`Zip` with `map_collect`" refused { Zip::from(v).and(v).map_collect(|a, b| a * b * x).sum() }
    "a view as a result" refused_items { #[differentiable] fn f(m: &Array2<f64>) -> ArrayView1<'_, f64> { m.row(0) } }
    "arrays of any ownership: `ArrayBase`" items {
        #[differentiable] fn norm<S: Data<Elem = f64>>(v: &ArrayBase<S, Ix1>) -> f64 { v.dot(v).sqrt() }
        #[differentiable] fn f(v: &Array1<f64>, m: &Array2<f64>) -> f64 { norm(v) * norm(&m.row(0)) }
    } at (&array![0.5, -1.25], &array![[1.0, 2.0], [-0.5, 0.25]])
    "a loop over the elements, rows or columns of a matrix" { m.iter().map(|a| a * x).sum::<f64>() + m.rows().into_iter().map(|r| r.dot(v)).product::<f64>() }
    "a loop over the elements of an array of any number of dimensions" items {
        #[differentiable] fn f(m: &ArrayD<f64>) -> f64 { let mut s = 0.0; for a in m { s += a * a; } s }
    } at (&array![[1.0, 2.0], [-0.5, 0.25]].into_dyn(),)
    "`iter_mut` of an array of three dimensions" refused_items {
        #[differentiable]
        fn f(m: &Array3<f64>) -> f64 { let mut n = m.clone(); for a in n.iter_mut() { *a *= 2.0; } n.sum() }
    }
    "`slice_mut`" refused { let mut a = v.clone(); a.slice_mut(s![..1]).fill(x); a.sum() }
    "a closure of `mapv` that changes a variable" refused { let mut k = x; v.mapv(|a| { k += a; a }).sum() }
}
