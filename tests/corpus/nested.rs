//! Functions inside functions, recursion that branches, and calls by every kind of path.

#[chainrule_oracle::corpus]
pub mod functions {
    use self::shapes::areas::{self, disc as circle};
    use shapes::*;

    pub mod shapes {
        pub mod areas {
            pub fn disc(r: f64) -> f64 {
                std::f64::consts::PI * r * r
            }

            pub fn ring(inner: f64, outer: f64) -> f64 {
                disc(outer) - self::disc(inner)
            }
        }

        pub fn cone(r: f64, h: f64) -> f64 {
            areas::disc(r) * h / 3.0
        }

        pub fn stack(r: &[f64], h: f64) -> f64 {
            let mut v = 0.0;
            for i in 0..r.len() {
                v += super::frustum(r[i], super::shapes::areas::disc(h).sqrt(), h);
            }
            v
        }
    }

    pub fn frustum(a: f64, b: f64, h: f64) -> f64 {
        use std::f64::consts::PI as HALF_TURN;
        HALF_TURN * h / 3.0 * (a * a + a * b + b * b)
    }

    #[at(0.7, 1.2)]
    pub fn by_every_path(r: f64, h: f64) -> f64 {
        cone(r, h) + circle(r) * areas::ring(r, h) + self::frustum(r, h, 0.5)
    }

    #[at(vec![0.3, 0.8, 1.1], 0.6)]
    pub fn through_globs(r: &[f64], h: f64) -> f64 {
        stack(r, h) * areas::disc(r[0])
    }

    #[at(0.7, -0.4)]
    pub fn inside(x: f64, y: f64) -> f64 {
        fn cube(t: f64) -> f64 {
            t * t * t
        }
        cube(x) * cube(y + 1.0) + x
    }

    #[at(0.7)]
    pub fn inside_after_use(x: f64) -> f64 {
        return twice(x) * twice(twice(x));

        fn twice(t: f64) -> f64 {
            t.sin() + t
        }
    }

    #[at(0.6, 4)]
    pub fn inside_recursive(x: f64, n: usize) -> f64 {
        fn nested_root(x: f64, depth: usize) -> f64 {
            if depth == 0 { x } else { (x + nested_root(x, depth - 1)).sqrt() }
        }
        nested_root(x, n) * x
    }

    #[at(0.6, 5)]
    pub fn inside_mutually_recursive(x: f64, n: usize) -> f64 {
        fn ping(x: f64, n: usize) -> f64 {
            if n == 0 { x } else { pong(x * 1.1, n - 1) + x }
        }
        fn pong(x: f64, n: usize) -> f64 {
            if n == 0 { x * x } else { ping(x.cos(), n - 1) * x }
        }
        ping(x, n)
    }

    #[at(0.6)]
    pub fn inside_of_inside(x: f64) -> f64 {
        fn outer(x: f64) -> f64 {
            fn inner(x: f64) -> f64 {
                x * x + 0.5
            }
            inner(x) * inner(inner(x))
        }
        fn inner(x: f64) -> f64 {
            x.exp()
        }
        outer(x) + inner(x)
    }

    #[at(0.6)]
    pub fn inside_hides_outside(x: f64) -> f64 {
        fn circle(r: f64) -> f64 {
            r * r * r
        }
        circle(x) + areas::disc(x)
    }

    #[at(vec![0.6, 0.2, -0.7])]
    pub fn inside_with_slices(x: &[f64]) -> f64 {
        fn weighted(x: &[f64], w: f64) -> Vec<f64> {
            let mut out = x.to_vec();
            for i in 0..out.len() {
                out[i] = x[i] * w + shift(i);
            }
            out
        }
        fn shift(i: usize) -> f64 {
            0.25 * i as f64
        }
        let y = weighted(x, x[0]);
        let mut s = 0.0;
        for i in 0..y.len() {
            s += y[i] * y[i] * shift(i + 1);
        }
        s
    }

    #[at(0.6, 3)]
    pub fn inside_without_derivative(x: f64, n: usize) -> f64 {
        fn triangle(n: usize) -> usize {
            let mut sum = 0;
            while sum < n * (n + 1) / 2 {
                sum += 1;
            }
            sum
        }
        fn weights() -> [f64; 3] {
            [0.5, 0.25, 0.125]
        }
        let w = weights();
        let mut s = x;
        for i in 0..triangle(n) {
            s += w[i % 3] * s.sin();
        }
        s
    }

    #[at(0.65)]
    pub fn inside_at_a_step(x: f64) -> f64 {
        fn cells(x: f64) -> usize {
            (x * 10.0) as usize
        }
        let n = chainrule::no_diff!(cells(x));
        x.powi(2) * n as f64
    }

    #[with(T = f64)]
    #[at(0.6, 0.3)]
    pub fn inside_generic<T: Real>(x: T, y: T) -> T {
        fn blend<T: Real>(a: T, b: T, t: T) -> T {
            a + (b - a) * t
        }
        blend(x, y, x * y) + blend::<T>(y, x, x)
    }

    #[at(0.6)]
    pub fn items_of_all_kinds(x: f64) -> f64 {
        type Pair = [f64; 2];
        const HALF: f64 = 0.5;
        static TABLE: [f64; 3] = [1.0, 2.0, 4.0];
        use std::f64::consts::E;
        fn spread(x: f64) -> Pair {
            [x * TABLE[1], x * HALF]
        }
        let p: Pair = spread(x);
        p[0] * p[1] + E * TABLE[2] * x
    }

    #[at(0.4, 0.9, 0.2)]
    pub fn inside_captures_nothing(a: f64, b: f64, t: f64) -> f64 {
        let scale = a * b;
        fn scale_by(t: f64, scale: f64) -> f64 {
            t * scale.exp()
        }
        scale_by(t, scale) * scale
    }

    #[at(0.8, 3)]
    pub fn inside_in_a_loop(x: f64, n: usize) -> f64 {
        fn newton(y: f64, x: f64) -> f64 {
            0.5 * (y + x / y)
        }
        let mut y = x;
        for _ in 0..n {
            y = newton(y, x);
        }
        y
    }

    #[at(0.8, 0.3)]
    pub fn inside_with_a_pair(x: f64, y: f64) -> f64 {
        fn polar(x: f64, y: f64) -> (f64, f64) {
            (x.hypot(y), y.atan2(x))
        }
        let (r, phi) = polar(x, y);
        r.powi(3) * phi
    }

    #[at(1.3, 6)]
    pub fn power_by_squaring(x: f64, n: u32) -> f64 {
        if n == 0 {
            1.0
        } else if n % 2 == 0 {
            let half = power_by_squaring(x, n / 2);
            half * half
        } else {
            x * power_by_squaring(x, n - 1)
        }
    }

    #[at(vec![0.9, -0.3, 0.4, 1.2, 0.7])]
    pub fn divide_and_conquer(x: &[f64]) -> f64 {
        if x.len() == 1 {
            return x[0].sin();
        }
        let middle = x.len() / 2;
        divide_and_conquer(&x[..middle]) * 0.5 + divide_and_conquer(&x[middle..]) * x[0]
    }

    #[at(0.3, 3, 2)]
    pub fn ackermann_like(x: f64, m: u32, n: u32) -> f64 {
        if m == 0 {
            x * x + n as f64
        } else if n == 0 {
            ackermann_like(x * 0.5, m - 1, 1)
        } else {
            ackermann_like(ackermann_like(x, m, n - 1) * 0.01, m - 1, n)
        }
    }

    #[at(0.7, 6)]
    pub fn three_in_a_circle(x: f64, n: usize) -> f64 {
        if n == 0 { x } else { second_in_a_circle(x * 0.9, n - 1) + x }
    }

    pub fn second_in_a_circle(x: f64, n: usize) -> f64 {
        if n == 0 { x.cos() } else { third_in_a_circle(x, n - 1) * x }
    }

    pub fn third_in_a_circle(x: f64, n: usize) -> f64 {
        let mut y = x;
        for i in 0..n {
            y = y * 0.5 + three_in_a_circle(y, i / 2) * 0.1;
        }
        y
    }
}
