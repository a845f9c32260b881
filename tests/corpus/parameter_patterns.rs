//! Patterns in parameters, slices taken apart, alternatives, bindings behind `@`.

#[chainrule_oracle::corpus]
pub mod functions {
    #[at([0.1, 0.2, 0.3])]
    pub fn array_parameter([r, g, b]: [f64; 3]) -> f64 {
        r * g + b.sin()
    }

    #[at([0.1, 0.2, 0.3], (0.4, 0.5))]
    pub fn references_in_parameters(&[r, g, b]: &[f64; 3], &(c, d): &(f64, f64)) -> f64 {
        r * g + b.sin() * c / d
    }

    #[at([0.1, 0.2, 0.3, 0.4], [0.1, 0.2, 0.3])]
    pub fn rest_in_parameters([first, .., last]: [f64; 4], [a, rest @ ..]: &[f64; 3]) -> f64 {
        first * last * a + rest[1]
    }

    #[at([[0.1, 0.2], [0.3, 0.4]], 0.5)]
    pub fn nested_parameters([[a, b], [c, mut d]]: [[f64; 2]; 2], &x: &f64) -> f64 {
        d *= x;
        a * d - b * c
    }

    #[at((0.1, [0.2, 0.3]), 0.5)]
    pub fn array_in_a_tuple((a, [b, c]): (f64, [f64; 2]), x: f64) -> f64 {
        (a * x).exp() * b - c / x
    }

    #[at(vec![0.1, 0.2])]
    #[at(vec![0.1, 0.2, 0.3])]
    pub fn slices_by_length(p: &[f64]) -> f64 {
        let &[x, y] = p else { return p[0] * p[2] };
        let [a, b] = [x * y, y];
        let (mut s, mut t) = (a, b);
        s += t;
        t *= s;
        match p {
            [] => 0.0,
            [x] => *x,
            [x, y] => x * y + s * t,
            [x, .., y] => x / y,
        }
    }

    #[at(vec![0.1, 0.2, 0.4])]
    pub fn head_and_tail(p: &[f64]) -> f64 {
        match p {
            [] => 0.5,
            &[x] => x * x,
            [head, tail @ ..] => head * head_and_tail(tail) + head,
        }
    }

    #[at(vec![(0.1, 0.2), (0.3, 0.4)], vec![[0.1, 0.2], [0.3, 0.4]])]
    pub fn items_of_loops(ps: &[(f64, f64)], rs: &[[f64; 2]]) -> f64 {
        let mut s = 0.0;
        for &(a, b) in ps {
            s += a * b;
        }
        for &[a, b] in rs {
            s += a / b;
        }
        for (i, [a, b]) in rs.iter().enumerate() {
            s += a * b * i as f64;
        }
        s
    }

    #[at(0.3, None, 3)]
    #[at(0.3, Some(0.4), 2)]
    #[at(0.3, Some(0.4), 7)]
    #[at(0.3, Some(0.4), 8)]
    #[at(0.3, Some(0.4), 100)]
    pub fn alternatives_with_names(x: f64, k: Option<f64>, n: usize) -> f64 {
        match (k, n, x) {
            (Some(v), n @ 0..=3, x) if x > 0.0 => v * x * n as f64,
            (Some(v), 7 | 9, _) | (Some(_), 8, v) => v * v,
            (Some(ref v), _, _) => *v,
            (None, _, x) => x,
        }
    }
}
