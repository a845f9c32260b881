//! A struct is an operation; its tangent is made by writing the fields of a tangent.
//!
//! shows: adjoint, jvp

fn f(x: f64, p: &Point) -> f64 {
    let Point { x: a, .. } = *p;
    let q = Point { x: a * x, y: x };
    let r = Point { y: q.x, ..q };
    r.x * r.y
}

// expands to:

pub fn adjoint(
    x: f64,
    p: &Point,
    shadow_0: &mut f64,
    shadow_1: &mut <Point as ::chainrule::__private::Differentiable>::Tangent,
    seed: f64,
) -> f64 {
    let t = ::chainrule::__private::prim::mul::call(&p.x, &x);
    let q = Point { x: ::chainrule::__private::keep(&t), y: x };
    let r = Point { y: ::chainrule::__private::keep(&q.x), ..::chainrule::__private::keep(&q) };
    let t_4 = ::chainrule::__private::prim::mul::call(&r.x, &r.y);
    let d_p = shadow_1;
    let mut d_r = ::chainrule::__private::zero_tangent(&r);
    let mut d_again_2 = ::chainrule::__private::zero_tangent(&r.y);
    ::chainrule::__private::prim::mul::rev(&r.x, &r.y, &mut d_r.x, &mut d_again_2, seed);
    ::chainrule::__private::accumulate(&mut d_r.y, &d_again_2);
    let mut d_q = ::chainrule::__private::zero_tangent(&q);
    ::chainrule::__private::accumulate(&mut d_q.x, &d_r.y);
    let mut rest_2 = ::chainrule::__private::keep(&d_r);
    rest_2.y = ::chainrule::__private::keep(&d_q.y);
    ::chainrule::__private::set_zero(&mut rest_2.y);
    ::chainrule::__private::accumulate(&mut d_q, &rest_2);
    let mut d_t = ::chainrule::__private::zero_tangent(&t);
    ::chainrule::__private::accumulate(&mut d_t, &d_q.x);
    let mut d_x = d_q.y;
    ::chainrule::__private::prim::mul::rev(&p.x, &x, &mut d_p.x, &mut d_x, d_t);
    *shadow_0 += d_x;
    t_4
}

pub fn jvp(
    x: f64,
    p: &Point,
    dot_x: f64,
    dot_p: &<Point as ::chainrule::__private::Differentiable>::Tangent,
) -> (f64, f64) {
    let (t, dot_t) = ::chainrule::__private::prim::mul::jvp(&p.x, &x, &dot_p.x, &dot_x);
    let q = Point { x: ::chainrule::__private::keep(&t), y: x };
    let dot_q = ::chainrule::__private::written(
        ::chainrule::__private::blank_tangent(&q),
        |written| {
            written.x = ::chainrule::__private::keep(&dot_t);
            written.y = dot_x;
        },
    );
    let r = Point { y: ::chainrule::__private::keep(&q.x), ..::chainrule::__private::keep(&q) };
    let dot_r = ::chainrule::__private::written(::chainrule::__private::keep(&dot_q), |written_2| {
        written_2.y = ::chainrule::__private::keep(&dot_q.x);
    });
    let (t_4, dot_t_4) = ::chainrule::__private::prim::mul::jvp(&r.x, &r.y, &dot_r.x, &dot_r.y);
    (t_4, dot_t_4)
}
