//! Patterns: `match`, `if let`, `matches!`, `let`, on numbers, tuples, slices, enums and options.

#[chainrule_oracle::corpus]
pub mod functions {
    /// How a step is taken.
    #[derive(Clone, Copy, PartialEq, Eq)]
    pub enum Mode {
        Fast,
        Slow,
        Off,
    }

    const LIMIT: usize = 3;

    // ----- numbers -----

    #[at(0.8, 1)]
    #[at(0.8, 3)]
    #[at(0.8, 7)]
    #[at(0.8, 40)]
    pub fn literals_and_ranges(x: f64, n: usize) -> f64 {
        match n {
            0 | 1 => x,
            LIMIT => x.sin(),
            k @ 4..=9 => x * k as f64,
            usize::MAX => 0.0,
            k => x / k as f64,
        }
    }

    #[at(0.8)]
    #[at(-0.8)]
    #[at(2.5)]
    pub fn guards_on_floats(x: f64) -> f64 {
        match x {
            v if v < 0.0 => v * v,
            v if v > 2.0 => v.ln(),
            v => v.exp(),
        }
    }

    #[at(0.8, 'a')]
    #[at(0.8, 'q')]
    #[at(0.8, '7')]
    pub fn characters(x: f64, c: char) -> f64 {
        match c {
            'a' | 'b' => x * x,
            'c'..='z' => x.sin(),
            _ => x,
        }
    }

    #[at(0.8, "linear".to_string())]
    #[at(0.8, "square".to_string())]
    #[at(0.8, "cube".to_string())]
    pub fn names(x: f64, kind: String) -> f64 {
        match kind.as_str() {
            "linear" => x,
            "square" => x * x,
            _ => x * x * x,
        }
    }

    #[at(0.8, true, 2)]
    #[at(0.8, false, 2)]
    #[at(0.8, false, -2)]
    pub fn inactive_tuples(x: f64, flag: bool, n: i32) -> f64 {
        match (flag, n) {
            (true, _) => x * x,
            (false, k) if k > 0 => x * f64::from(k),
            (false, k) => x.sin() - f64::from(k),
        }
    }

    // ----- tuples -----

    #[at(0.8, 0.3)]
    #[at(-0.8, 0.3)]
    #[at(-0.8, -0.3)]
    pub fn tuples_with_guards(x: f64, y: f64) -> f64 {
        match (x, (y, x * y)) {
            (a, (b, _)) if a > b => a * b,
            (_, (b, c)) if b > 0.0 => b + c * c,
            (a, (_, c)) => a * c,
        }
    }

    #[at((0.8, 0.3, -0.7))]
    pub fn rest_of_a_tuple(p: (f64, f64, f64)) -> f64 {
        let (first, ..) = p;
        let (.., last) = p;
        let (a, _, c) = &p;
        first * last + a * c
    }

    #[at((0.8, (0.3, [1.0, 2.0])))]
    pub fn nested_let(p: (f64, (f64, [f64; 2]))) -> f64 {
        let (a, (b, [c, d])) = p;
        a * b + c * d * a
    }

    #[at(0.8, 0.3)]
    pub fn bound_twice(x: f64, y: f64) -> f64 {
        let both @ (a, b) = (x * y, y);
        both.0 * a + both.1 * b
    }

    #[at(0.8, 0.3)]
    pub fn by_reference(x: f64, y: f64) -> f64 {
        let pair = (x * y, vec![x, y]);
        let (ref a, ref v) = pair;
        let &b = a;
        *a * v[0] + b * v[1]
    }

    // ----- slices and arrays -----

    #[at([0.8, 0.3, -0.7])]
    pub fn array(x: [f64; 3]) -> f64 {
        let [a, b, c] = x;
        a * b + b * c * c
    }

    #[at(vec![])]
    #[at(vec![0.8])]
    #[at(vec![0.8, 0.3])]
    #[at(vec![0.8, 0.3, -0.7])]
    #[at(vec![0.8, 0.3, -0.7, 1.2])]
    pub fn slices(x: &[f64]) -> f64 {
        match x {
            [] => 1.0,
            [a] => a * a,
            [a, b] => a * b.sin(),
            [first, .., last] if first > last => first * last * last,
            [first, middle @ .., last] => {
                let mut s = first * last;
                for i in 0..middle.len() {
                    s += middle[i] * middle[i];
                }
                s
            }
        }
    }

    #[at(vec![0.8, 0.3, -0.7, 1.2])]
    #[at(vec![0.8])]
    pub fn rest_of_a_slice(x: &[f64]) -> f64 {
        if let [first, rest @ ..] = x {
            let mut s = *first;
            for i in 0..rest.len() {
                s = s * rest[i] + first;
            }
            s
        } else {
            0.0
        }
    }

    #[at(vec![0.8, 0.3, -0.7, 1.2])]
    #[at(vec![0.8])]
    pub fn slice_or_leave(x: &[f64]) -> f64 {
        let [a, b, ..] = x else {
            return 2.0;
        };
        a * b + a.sin()
    }

    /// By the recursion that slices invite.
    #[at(vec![0.8, 0.3, -0.7, 1.2])]
    pub fn horner(x: &[f64]) -> f64 {
        match x {
            [] => 0.0,
            [c, rest @ ..] => *c + 0.5 * horner(rest) * c,
        }
    }

    // ----- enums -----

    #[at(0.8, 0)]
    #[at(0.8, 1)]
    #[at(0.8, 2)]
    pub fn unit_variants(x: f64, n: usize) -> f64 {
        let mode = match n {
            0 => Mode::Fast,
            1 => Mode::Slow,
            _ => Mode::Off,
        };
        let mut s = x;
        for _ in 0..3 {
            s = match mode {
                Mode::Fast => s * x,
                Mode::Slow => s.sin(),
                Mode::Off => s,
            };
        }
        if matches!(mode, Mode::Fast | Mode::Off) { s * s } else { s }
    }

    #[at(0.8, 0.3)]
    #[at(-0.8, 0.3)]
    pub fn orderings(x: f64, y: f64) -> f64 {
        match x.partial_cmp(&y) {
            Some(std::cmp::Ordering::Less) => x * y,
            Some(_) => x / y,
            None => 0.0,
        }
    }

    // ----- options -----

    #[at(Some(0.8), Some(0.3))]
    #[at(Some(0.8), None)]
    #[at(None, Some(0.3))]
    #[at(None, None)]
    pub fn alternatives(x: Option<f64>, y: Option<f64>) -> f64 {
        match (x, y) {
            (Some(a), Some(b)) => a * b,
            (Some(v), None) | (None, Some(v)) => v * v,
            (None, None) => 0.0,
        }
    }

    #[at(Some(vec![0.8, 0.3]))]
    #[at(Some(vec![]))]
    #[at(None)]
    pub fn guards_on_vectors(x: Option<Vec<f64>>) -> f64 {
        match x {
            None => 1.0,
            Some(v) if v.is_empty() => 2.0,
            Some(v) => v[0] * v[1],
        }
    }

    #[at(Some(0.8))]
    #[at(Some(-0.8))]
    #[at(None)]
    pub fn through_references(x: Option<f64>) -> f64 {
        match &x {
            Some(v) if *v > 0.0 => v * v,
            Some(v) => v.exp(),
            &None => 0.5,
        }
    }

    #[at(Some((0.8, 0.3)))]
    #[at(Some((-0.8, 0.3)))]
    #[at(None)]
    pub fn named_and_tested(x: Option<(f64, f64)>) -> f64 {
        match x {
            whole @ Some((a, _)) if a > 0.0 => {
                let (p, q) = whole.unwrap();
                p * q * a
            }
            Some((a, b)) => a - b,
            None => 0.0,
        }
    }

    #[at(Some(2), 0.8)]
    #[at(Some(5), 0.8)]
    #[at(None, 0.8)]
    pub fn inactive_payloads(n: Option<usize>, x: f64) -> f64 {
        match n {
            Some(0..=3) => x * x,
            Some(k) => x * k as f64,
            None => x.sin(),
        }
    }

    #[at(0.8, 0.3)]
    #[at(-0.8, 0.3)]
    #[at(0.2, 0.3)]
    pub fn matches_with_guards(x: f64, y: f64) -> f64 {
        let o = if x > 0.0 { Some(x * y) } else { None };
        let mut s = x;
        if matches!(o, Some(v) if v > 0.1) {
            s *= y;
        }
        if !matches!((o, y > 0.0), (None, true)) && matches!(o, Some(_) | None if x > 0.1) {
            s += y * y;
        }
        s
    }

    /// The arms change what is matched.
    #[at(0.8)]
    #[at(-0.8)]
    pub fn changed_in_its_arms(x: f64) -> f64 {
        let mut o = if x > 0.0 { Some(x * x) } else { None };
        for _ in 0..3 {
            match o {
                Some(v) if v < 0.3 => o = None,
                Some(v) => o = Some(v * x),
                None => o = Some(x.cos()),
            }
        }
        o.unwrap_or(x)
    }

    /// An early return in an arm, and arms of different exits.
    #[at(vec![0.8, 0.3, -0.7, 1.2])]
    #[at(vec![0.8, 0.3, 5.0, 1.2])]
    pub fn exits_in_arms(x: &[f64]) -> f64 {
        let mut s = 1.0;
        for i in 0..x.len() {
            match x.get(i) {
                Some(v) if *v > 3.0 => return s * v,
                Some(v) if *v < 0.0 => continue,
                Some(v) => s = s * v + v.sin(),
                None => break,
            }
        }
        s
    }
}
