//! Tuples of floats: parameters, results, patterns, fields.

#[chainrule_oracle::corpus]
pub mod functions {
    #[at((0.5, 1.2))]
    pub fn tuple_parameter(p: (f64, f64)) -> f64 {
        p.0 * p.1 + p.0.sin()
    }

    #[at((0.5, 1.2), 0.4)]
    pub fn tuple_by_reference(p: &(f64, f64), x: f64) -> f64 {
        p.0 * x + p.1 * p.1
    }

    #[at((0.5, 1.2), 3)]
    pub fn destructured_parameter((x, y): (f64, f64), n: i32) -> f64 {
        x.powi(n) * y
    }

    #[at(0.5, 1.2)]
    pub fn tuple_result(x: f64, y: f64) -> (f64, f64) {
        (x * y, x.sin() + y)
    }

    #[at(0.5, vec![1.2, 0.7])]
    pub fn mixed_result(x: f64, v: &[f64]) -> (f64, [f64; 2]) {
        (x * v[0], [v[1] * v[1], x])
    }

    #[at(0.5, 1.2)]
    pub fn tuple_local(x: f64, y: f64) -> f64 {
        let (a, b) = (x + y, x - y);
        let t = (a * b, (b, a * a));
        let (c, (d, e)) = t;
        c * d + e + t.0
    }

    #[at(0.5, 1.2)]
    pub fn mutable_tuple_pattern(x: f64, y: f64) -> f64 {
        let (mut a, mut b) = (x, y);
        a *= b;
        b += a * a;
        a * b
    }

    #[at(0.5, 1.2)]
    pub fn tuple_field_assignment(x: f64, y: f64) -> f64 {
        let mut t = (x, y);
        t.0 = t.0 * t.1;
        t.1 += t.0;
        t.0 *= t.1;
        t.0 + t.1
    }

    #[at(0.5, 4)]
    pub fn tuple_carried_by_loop(x: f64, n: usize) -> f64 {
        let mut state = (x, 1.0);
        for _ in 0..n {
            state = (state.0 * 0.9 + state.1 * x, state.0 * state.1);
        }
        state.0 + state.1
    }

    #[at(0.5, true)]
    #[at(0.5, false)]
    pub fn tuple_from_branch(x: f64, flag: bool) -> f64 {
        let (a, b) = if flag { (x, x * x) } else { (x.sin(), 2.0) };
        a * b
    }

    #[at(0.5, 2)]
    #[at(0.5, 0)]
    pub fn tuple_from_match(x: f64, n: usize) -> f64 {
        let (value, weight) = match n {
            0 => (x, 1.0),
            1 => (1.0, x),
            _ => (x * x, x.cos()),
        };
        value * weight
    }

    #[at([(0.5, 1.0), (2.0, -0.5)])]
    pub fn array_of_tuples(points: [(f64, f64); 2]) -> f64 {
        let mut s = 0.0;
        for i in 0..2 {
            s += points[i].0 * points[i].1 * points[i].1;
        }
        s
    }

    #[at(vec![(0.5, 1.0), (2.0, -0.5)])]
    pub fn slice_of_tuples(points: &[(f64, f64)]) -> f64 {
        let mut s = 1.0;
        for i in 0..points.len() {
            let (x, y) = points[i];
            s *= x + y * y;
        }
        s
    }

    #[at((0.5, [1.0, -0.3]), 0.2)]
    pub fn tuple_with_array(p: (f64, [f64; 2]), x: f64) -> f64 {
        let mut q = p;
        q.1[0] *= x;
        q.0 += q.1[0] * q.1[1];
        q.0 * p.1[0]
    }

    /// An integer travels beside the floats.
    #[at(0.5, 3)]
    pub fn integer_in_tuple(x: f64, n: usize) -> f64 {
        let mut t = (x, n, 1.0);
        while t.1 > 0 {
            t.2 *= t.0;
            t.1 -= 1;
        }
        t.2 + t.0
    }
}
