//! Local closures: captures by reference, by `move` and by change, patterns, exits, closures that call
//! and take closures.

#[chainrule_oracle::corpus]
pub mod functions {
    // ----- captures -----

    /// The name that the closure captured is another variable later.
    #[at(1.3, 0.4, 0.9)]
    pub fn shadowed(k: f64, a: f64, b: f64) -> f64 {
        let g = |x: f64| k * x * x.sin();
        let k = 3.0 * a;
        g(a) + k * g(b) + g(2.0)
    }

    /// `move` takes the value that is there when the closure is made.
    #[at(1.3, 0.4)]
    pub fn taken(k: f64, a: f64) -> f64 {
        let mut s = k * k;
        let g = move |x: f64| s * x;
        s = a.sin();
        g(a) + s * g(k)
    }

    /// The closure's own `s` changes with each call, the function's does not.
    #[at(1.3, 0.4)]
    pub fn own_state(k: f64, a: f64) -> f64 {
        let mut s = k;
        let mut next = move |x: f64| {
            s = s * x + 1.0;
            s
        };
        let p = next(a);
        let q = next(p);
        s *= q;
        q * s
    }

    #[at([0.3, 0.5, 1.2], 0.7)]
    pub fn own_array(a: [f64; 3], x: f64) -> f64 {
        let mut w = a;
        let mut turn = move |by: f64| {
            w[0] += by * w[1];
            w[1] *= w[2];
            w[0] * w[1]
        };
        let first = turn(x);
        let second = turn(first);
        w[2] = x;
        second * w[0] + w[2]
    }

    /// Made anew in each iteration, of the value that the iteration begins with.
    #[at(1.3, 4)]
    #[at(1.3, 0)]
    pub fn taken_in_a_loop(k: f64, n: usize) -> f64 {
        let (mut s, mut sum) = (k, 0.0);
        for i in 0..n {
            let g = move |x: f64| s * x + s.sin();
            s = g(0.5) + i as f64;
            sum += g(s);
        }
        sum
    }

    #[at(1.3, vec![0.3, -0.4, 0.9])]
    #[at(1.3, vec![])]
    pub fn changes_captures(k: f64, v: &[f64]) -> f64 {
        let (mut total, mut count) = (0.0, 1);
        let mut add = |x: f64| {
            total += k * x;
            count += 1;
        };
        for i in 0..v.len() {
            if v[i] > 0.0 {
                add(v[i] * v[i]);
            }
            add(v[i]);
        }
        total * total / count as f64
    }

    #[at(vec![0.3, 0.5, 1.2], 0.7)]
    pub fn grows_a_capture(v: Vec<f64>, x: f64) -> f64 {
        let mut out = Vec::new();
        let mut keep = |a: f64, b: f64| {
            out.push(a * b);
            out.push(b - a);
        };
        for i in 1..v.len() {
            keep(v[i - 1], v[i] * x);
        }
        keep(x, x);
        let mut s = 0.0;
        for i in 0..out.len() {
            s += out[i] * (i as f64 + 1.0);
        }
        s
    }

    #[at([0.3, 0.5, 1.2], vec![1.0, 2.0, 3.0])]
    pub fn array_captures(a: [f64; 3], v: &[f64]) -> f64 {
        let mut w = a;
        w[1] *= v[2];
        let at = |i: usize| w[i] * v[i];
        let mut s = at(0) * at(2);
        for i in 0..3 {
            s += at(i) * at((i + 1) % 3);
        }
        w[0] = s;
        w[0] * w[1]
    }

    // ----- parameters -----

    #[at([0.3, 0.5, 1.2], vec![1.0, 2.0, 3.0])]
    pub fn parameters(a: [f64; 3], v: &[f64]) -> f64 {
        let dot = |x: &[f64], y: &[f64]| -> f64 {
            let mut s = 0.0;
            for i in 0..x.len() {
                s += x[i] * y[i];
            }
            s
        };
        let scale = |out: &mut [f64], by: f64| {
            for i in 0..out.len() {
                out[i] *= by;
            }
        };
        let mut w = a;
        scale(&mut w, a[0]);
        scale(&mut w[1..], a[2]);
        let (f, g) = (|x: f64| x * a[1], |(x, y): (f64, f64)| x * y);
        let h = |[p, q]: [f64; 2], _: usize, mut r: f64| {
            r *= p;
            r + q
        };
        dot(&w, v) + f(w[2]) + g((a[0], w[1])) + h([a[0], w[0]], 3, v[0])
    }

    #[at(0.3, 0.5)]
    pub fn numbers_by_reference(a: f64, b: f64) -> f64 {
        let mut low = a;
        let mut high = b;
        let lift = |x: &mut f64, by: &f64| *x += by * by;
        let product = |x: &f64, y: &f64| x * y;
        lift(&mut low, &high);
        lift(&mut high, &low);
        product(&low, &high)
    }

    // ----- exits -----

    #[at(1.3, vec![0.3, -0.4, 0.9, 1.5])]
    pub fn returns_early(k: f64, v: &[f64]) -> f64 {
        let clip = |x: f64| -> f64 {
            if x > 1.0 {
                return 1.0 + (x - 1.0) * k;
            }
            for i in 0..3 {
                if x * (i as f64) > 0.7 {
                    return x * x * k;
                }
            }
            x.exp()
        };
        let mut t = 0.0;
        for x in v {
            t += clip(*x);
        }
        t
    }

    /// The function's own exits behind those of a closure.
    #[at(1.3, vec![0.3, 0.9, 1.5])]
    #[at(1.3, vec![0.3, -0.9, 1.5])]
    pub fn returns_around(k: f64, v: &[f64]) -> f64 {
        let root = |x: f64| {
            if x < 0.0 {
                return -1.0;
            }
            (x * k).sqrt()
        };
        let mut t = 0.0;
        for x in v {
            let r = root(*x);
            if r < 0.0 {
                return t * x;
            }
            t += r;
        }
        t
    }

    #[at(1.3, 0.4)]
    #[at(1.3, -0.4)]
    pub fn question_marks(a: f64, b: f64) -> f64 {
        let ratio = |x: f64, y: f64| if y < 0.0 { None } else { Some(x / y) };
        let both = |x: f64, y: f64| {
            let p = ratio(x, y)?;
            let q = ratio(y, p)?;
            Some(p * q)
        };
        match both(a, b) {
            Some(v) => v,
            None => a * b,
        }
    }

    #[at(1.3, 0.4)]
    #[at(1.3, -0.4)]
    pub fn results(a: f64, b: f64) -> Result<f64, String> {
        let checked = |x: f64| -> Result<f64, String> {
            if x < 0.0 { Err("negative".to_string()) } else { Ok(x.sqrt() * a) }
        };
        let twice = |x: f64| -> Result<f64, String> { checked(checked(x)?) };
        Ok(twice(b)? + checked(a)?)
    }

    // ----- closures and functions in closures -----

    #[at(1.3, 0.4)]
    pub fn nested(a: f64, b: f64) -> f64 {
        let scale = |x: f64| x * a;
        let wave = |x: f64| {
            let inner = |y: f64| scale(y).sin() + b;
            inner(x) * inner(scale(x))
        };
        wave(b) + wave(a) * scale(2.0)
    }

    #[at(1.3, 0.4)]
    pub fn takes_closures(a: f64, b: f64) -> f64 {
        let twice = |f: &dyn Fn(f64) -> f64, x: f64| f(f(x));
        let k = a * b;
        let wave = f64::sin;
        twice(&|t| t * k + 1.0, a) + twice(&wave, b) + twice(&f64::cos, a)
    }

    pub fn helper(x: f64, y: f64) -> f64 {
        x * y.exp()
    }

    #[at(0.3, 0.7)]
    pub fn functions_by_name(x: f64, y: f64) -> f64 {
        let h = helper;
        let g = {
            let c = x * x;
            move |t: f64| h(t, c)
        };
        (|t: f64| t * g(t))(y)
    }

    // ----- as numeric programs use them -----

    /// Simpson's rule with the integrand beside it.
    #[at(0.7, 0.2, 1.9)]
    pub fn simpson(k: f64, a: f64, b: f64) -> f64 {
        let f = |x: f64| (k * x).sin() * (-x * x).exp();
        let n = 8;
        let h = (b - a) / n as f64;
        let mut s = f(a) + f(b);
        for i in 1..n {
            let weight = if i % 2 == 1 { 4.0 } else { 2.0 };
            s += weight * f(a + i as f64 * h);
        }
        s * h / 3.0
    }

    /// Newton's iteration for `x^3 + p x = q`, to its end.
    #[at(0.7, 1.2)]
    pub fn newton(p: f64, q: f64) -> f64 {
        let f = |x: f64| x * x * x + p * x - q;
        let df = |x: f64| 3.0 * x * x + p;
        let mut x = q;
        for _ in 0..40 {
            let step = f(x) / df(x);
            x -= step;
            if step.abs() < 1e-14 {
                break;
            }
        }
        x
    }

    /// Runge-Kutta steps of the pendulum.
    #[at(0.7, 0.1, 1.1)]
    pub fn pendulum(angle: f64, speed: f64, k: f64) -> f64 {
        let rate = |y: [f64; 2]| [y[1], -k * y[0].sin()];
        let along = |y: [f64; 2], d: [f64; 2], h: f64| [y[0] + h * d[0], y[1] + h * d[1]];
        let h = 0.1;
        let mut y = [angle, speed];
        for _ in 0..10 {
            let k1 = rate(y);
            let k2 = rate(along(y, k1, h / 2.0));
            let k3 = rate(along(y, k2, h / 2.0));
            let k4 = rate(along(y, k3, h));
            for i in 0..2 {
                y[i] += h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]);
            }
        }
        y[0] * y[1]
    }
}
