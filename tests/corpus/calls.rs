//! Annotated functions that call annotated functions, here and in other modules.

#[chainrule_oracle::corpus]
pub mod functions {
    use inner::cube as third_power;
    use inner::deeper;

    pub mod inner {
        pub fn cube(x: f64) -> f64 {
            x * x * x
        }

        pub fn norm(v: &[f64]) -> f64 {
            let mut s = 0.0;
            for i in 0..v.len() {
                s += square(v[i]);
            }
            s.sqrt()
        }

        fn square(x: f64) -> f64 {
            x * x
        }

        pub mod deeper {
            pub fn blend(a: f64, b: f64, t: f64) -> f64 {
                a * (1.0 - t) + super::cube(b) * t
            }
        }
    }

    pub fn square(x: f64) -> f64 {
        x * x
    }

    pub fn scale(v: &[f64], a: f64) -> Vec<f64> {
        let mut out = v.to_vec();
        for i in 0..out.len() {
            out[i] *= a;
        }
        out
    }

    pub fn pair(x: f64, y: f64) -> (f64, f64) {
        (x * y, x - y)
    }

    pub fn chosen(x: f64, n: usize) -> f64 {
        if n % 2 == 0 { x.sin() } else { x * x }
    }

    #[at(0.5)]
    pub fn one_call(x: f64) -> f64 {
        square(x) + 1.0
    }

    #[at(0.5)]
    pub fn nested_calls(x: f64) -> f64 {
        square(square(x + 1.0) * square(x))
    }

    #[at(0.5, 0.7)]
    pub fn calls_into_modules(x: f64, y: f64) -> f64 {
        third_power(x) + deeper::blend(x, y, 0.3) * self::inner::cube(y)
    }

    #[at(vec![0.5, 0.7, -1.2], 0.4)]
    pub fn call_with_slice(v: &[f64], a: f64) -> f64 {
        let w = scale(v, a);
        inner::norm(&w) * inner::norm(v)
    }

    #[at(vec![0.5, 0.7, -1.2])]
    pub fn the_same_slice_twice(v: &[f64]) -> f64 {
        inner_product(v, v) + inner_product(v, &scale(v, 2.0))
    }

    pub fn inner_product(a: &[f64], b: &[f64]) -> f64 {
        let mut s = 0.0;
        for i in 0..a.len() {
            s += a[i] * b[i];
        }
        s
    }

    #[at(0.5, 0.7)]
    pub fn call_with_tuple_result(x: f64, y: f64) -> f64 {
        let (a, b) = pair(x, y);
        let c = pair(a, b);
        c.0 * c.1
    }

    #[at(0.5, 5)]
    pub fn call_in_loop(x: f64, n: usize) -> f64 {
        let mut s = x;
        for i in 0..n {
            s = chosen(s, i) + 0.5 * square(s);
        }
        s
    }

    #[at(0.5)]
    #[at(-0.5)]
    pub fn call_in_branch(x: f64) -> f64 {
        if x > 0.0 { third_power(x) } else { square(x) * x }
    }

    #[at(3.7)]
    pub fn call_in_condition(x: f64) -> f64 {
        let mut y = x;
        while square(y) > 1.0 {
            y = chosen(y, 1) * 0.1 + y * 0.5;
        }
        y
    }

    #[at(1.3, 4)]
    pub fn recursive_power(x: f64, n: u32) -> f64 {
        if n == 0 { 1.0 } else { x * recursive_power(x, n - 1) }
    }

    #[at(0.4, 5)]
    pub fn mutual_even(x: f64, n: u32) -> f64 {
        if n == 0 { x } else { mutual_odd(x.sin(), n - 1) * x }
    }

    pub fn mutual_odd(x: f64, n: u32) -> f64 {
        if n == 0 { x * x } else { mutual_even(x + 0.3, n - 1) }
    }

    #[at(0.9, 4)]
    pub fn double_recursion(x: f64, n: usize) -> f64 {
        if n < 2 { x } else { double_recursion(x * 0.9, n - 1) + double_recursion(x, n - 2) * x }
    }

    #[at(0.9, 0.4)]
    pub fn arguments_of_arguments(x: f64, y: f64) -> f64 {
        square(x).max(square(y)).powf(1.5) + deeper::blend(square(x), third_power(y), x * y)
    }

    #[at([0.4, 0.8], 3)]
    pub fn state_through_calls(state: [f64; 2], n: usize) -> f64 {
        let mut s = state;
        for _ in 0..n {
            s = step(s, 0.1);
        }
        s[0] * s[1]
    }

    pub fn step(s: [f64; 2], h: f64) -> [f64; 2] {
        [s[0] + h * s[1], s[1] - h * s[0].sin()]
    }

    #[at(0.4, 0.8)]
    pub fn call_overwrites_its_argument(x: f64, y: f64) -> f64 {
        let mut a = x;
        a = square(a + y);
        a = square(a) * a;
        a
    }

    /// The first value of `u` is never read.
    #[allow(unused_assignments)]
    #[at(0.4)]
    pub fn dead_value_of_a_call(x: f64) -> f64 {
        let mut v = square(x);
        v = x.sin() + v * 0.0;
        let mut u = square(v);
        u = x.cos();
        u * v
    }

    /// A call in a loop whose last value is overwritten before anything reads it.
    #[allow(unused_assignments)]
    #[at(0.4, 0.7, 3)]
    pub fn dead_call_in_loop(x: f64, y: f64, n: usize) -> f64 {
        let mut a = y;
        let mut s = x * 0.5;
        for _ in 0..n {
            a = level_one(x + s) * level_two(y);
            s = (level_one(x * s) - s).sin();
        }
        a = x;
        a * y + s
    }

    #[at(vec![0.4, 0.8, 0.1])]
    pub fn call_with_element(v: &[f64]) -> f64 {
        let mut w = v.to_vec();
        w[0] = square(w[1]) + w[0];
        w[2] += third_power(w[0]);
        inner::norm(&w)
    }

    #[at(0.4, 4)]
    pub fn call_depth(x: f64, n: usize) -> f64 {
        level_one(x) + level_one(x * n as f64)
    }

    pub fn level_one(x: f64) -> f64 {
        level_two(x * x) * x
    }

    pub fn level_two(x: f64) -> f64 {
        let mut s = x;
        for i in 0..3 {
            s = chosen(s, i);
        }
        s
    }
}
