//! Arrays: primitives with a pullback for each operand, which adds into its shadow.
//! shows: adjoint

fn loss(w: &Array2<f64>, b: &Array1<f64>, x: &Array2<f64>, y: &Array2<f64>) -> f64 {
    let residual = x.dot(w) + b - y;
    (&residual * &residual).sum() / 2.0
}

// expands to:

pub fn adjoint(
    w: &Array2<f64>,
    b: &Array1<f64>,
    x: &Array2<f64>,
    y: &Array2<f64>,
    shadow_0: &mut ::chainrule::ndarray::Array2<f64>,
    shadow_1: &mut ::chainrule::ndarray::Array1<f64>,
    shadow_2: &mut ::chainrule::ndarray::Array2<f64>,
    shadow_3: &mut ::chainrule::ndarray::Array2<f64>,
    seed: f64,
) -> f64 {
    let t = ::chainrule::__private::prim::dot::call(x, w);
    let t_2 = ::chainrule::__private::prim::add::call(&t, b);
    let residual = ::chainrule::__private::prim::sub::call(&t_2, y);
    let t_4 = ::chainrule::__private::prim::mul::call(&residual, &residual);
    let t_6 = ::chainrule::__private::prim::sum::call(&t_4) / 2.0;
    let d_t_5 = seed / 2.0;
    let mut d_t_4 = ::chainrule::__private::zero_tangent(&t_4);
    ::chainrule::__private::prim::sum::pull_0(&mut d_t_4, &d_t_5);
    let mut d_residual = ::chainrule::__private::zero_tangent(&residual);
    ::chainrule::__private::prim::mul::pull_0(&residual, &mut d_residual, &d_t_4);
    ::chainrule::__private::prim::mul::pull_1(&residual, &mut d_residual, &d_t_4);
    let mut d_t_2 = ::chainrule::__private::zero_tangent(&t_2);
    ::chainrule::__private::prim::sub::pull_0(&mut d_t_2, &d_residual);
    ::chainrule::__private::prim::sub::pull_1(shadow_3, &d_residual);
    let mut d_t = ::chainrule::__private::zero_tangent(&t);
    ::chainrule::__private::prim::add::pull_0(&mut d_t, &d_t_2);
    ::chainrule::__private::prim::add::pull_1(shadow_1, &d_t_2);
    ::chainrule::__private::prim::dot::pull_0(w, shadow_2, &d_t);
    ::chainrule::__private::prim::dot::pull_1(x, shadow_0, &d_t);
    t_6
}
