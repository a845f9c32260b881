//! Parameters that are functions: closures, functions by name, and parameters handed on.

#[chainrule_oracle::corpus]
pub mod functions {

    pub fn quad(g: impl Fn(f64) -> f64, a: f64, b: f64) -> f64 {
        (b - a) / 6.0 * (g(a) + 4.0 * g(0.5 * (a + b)) + g(b))
    }

    pub fn simpson<F: Fn(f64) -> f64>(f: F, a: f64, b: f64, n: usize) -> f64 {
        let h = (b - a) / n as f64;
        let mut s = f(a) + f(b);
        for i in 1..n {
            let w = if i % 2 == 1 { 4.0 } else { 2.0 };
            s += w * f(a + i as f64 * h);
        }
        s * h / 3.0
    }

    #[at(1.3, 0.7)]
    pub fn user(k: f64, b: f64) -> f64 {
        let g = |x: f64| k * x * x.sin();
        quad(&g, 0.0, b) + quad(|x| x * k * b, k, b) + quad(f64::sin, 0.5, b)
    }

    pub fn helper(x: f64) -> f64 {
        x * x.exp()
    }

    #[at(1.3, vec![0.7, 1.6, 0.3])]
    pub fn user2(k: f64, v: &[f64]) -> f64 {
        let mut s: f64 = 0.0;
        for i in 0..v.len() {
            s += simpson(
                |x| {
                    if x > 1.0 {
                        return k * x;
                    }
                    x * v[i] * s.cos()
                },
                0.0,
                v[i],
                6,
            ) + quad(helper, 0.0, k);
        }
        simpson(|x| helper(x) * s, 0.0, k, 4)
    }

    pub fn passing(f: &dyn Fn(f64) -> f64, x: f64) -> f64 {
        quad(f, 0.0, x) + quad(|t| f(t) * x, 0.0, 1.0)
    }

    #[at(1.3, 0.7)]
    pub fn user3(k: f64, x: f64) -> f64 {
        passing(&|t| t * t * k, x)
    }

    pub fn rk4<F: Fn(f64, &[f64]) -> Vec<f64>>(
        f: F,
        y0: &[f64],
        t0: f64,
        h: f64,
        n: usize,
    ) -> Vec<f64> {
        let mut y = y0.to_vec();
        let mut t = t0;
        let m = y.len();
        for _ in 0..n {
            let k1 = f(t, &y);
            let mut z = y.clone();
            for i in 0..m {
                z[i] += 0.5 * h * k1[i];
            }
            let k2 = f(t + 0.5 * h, &z);
            for i in 0..m {
                z[i] = y[i] + h * k2[i];
            }
            let k3 = f(t + h, &z);
            for i in 0..m {
                y[i] += h / 6.0 * (k1[i] + 4.0 * k2[i] + k3[i]);
            }
            t += h;
        }
        y
    }

    #[at(1.3, vec![0.7, 0.2])]
    pub fn pendulum(k: f64, y0: &[f64]) -> f64 {
        let y = rk4(|t, y| vec![y[1], -k * y[0].sin() + 0.1 * t], y0, 0.0, 0.1, 5);
        y[0] * y[1]
    }

    #[at(1.3, vec![0.7, 0.2])]
    pub fn pendulum2(k: f64, y0: &[f64]) -> f64 {
        let rate = |t: f64, y: &[f64]| -> Vec<f64> { vec![y[1], -k * y[0].sin() + 0.1 * t * k] };
        let y: Vec<f64> = rk4(&rate, y0, 0.0, 0.1, 5);
        let z: Vec<f64> = rk4(rate, &y, 0.5, 0.1, 3);
        y[0] * z[1]
    }

    pub fn newton(f: impl Fn(f64) -> f64, df: impl Fn(f64) -> f64, x0: f64) -> f64 {
        let mut x = x0;
        for _ in 0..30 {
            let step = f(x) / df(x);
            x -= step;
            if step.abs() < 1e-14 {
                break;
            }
        }
        x
    }

    #[at(1.3, 0.7)]
    pub fn cubic(p: f64, q: f64) -> f64 {
        newton(|x| x * x * x + p * x - q, |x| 3.0 * x * x + p, q)
    }

    pub fn bisect(f: &dyn Fn(f64) -> f64, lo: f64, hi: f64) -> f64 {
        let (mut a, mut b) = (lo, hi);
        let fa = f(a);
        while b - a > 1e-3 {
            let m = 0.5 * (a + b);
            if f(m) * fa > 0.0 {
                a = m;
            } else {
                b = m;
            }
        }
        let m = 0.5 * (a + b);
        m - f(m) / ((f(m + 1e-2) - f(m - 1e-2)) / 2e-2)
    }

    #[at(2.3)]
    pub fn root(c: f64) -> f64 {
        bisect(&|x| x * x - c, 0.0, 3.1)
    }

    pub fn minimize(f: impl Fn(&[f64]) -> f64, x: &[f64], rate: f64) -> f64 {
        let mut y = x.to_vec();
        for _ in 0..3 {
            for i in 0..y.len() {
                let mut up = y.clone();
                up[i] += 1e-3;
                let slope = (f(&up) - f(&y)) / 1e-3;
                y[i] -= rate * slope;
            }
        }
        f(&y)
    }

    #[at(vec![0.7, 0.4], vec![0.3, 0.6], 0.1)]
    pub fn descend(a: &[f64], x: &[f64], r: f64) -> f64 {
        minimize(
            |y| {
                let mut s = 0.0;
                for i in 0..y.len() {
                    s += a[i] * y[i] * y[i] + y[i].cos();
                }
                s
            },
            x,
            r,
        )
    }

    #[at(vec![0.7, 0.4], vec![0.3, 0.6], 0.1)]
    pub fn descend2(a: &[f64], x: &[f64], r: f64) -> f64 {
        minimize(
            |y: &[f64]| {
                let mut s = 0.0;
                for i in 0..y.len() {
                    s += a[i] * y[i] * y[i];
                }
                s * r
            },
            x,
            0.1,
        )
    }

    pub fn total(f: impl Fn(usize, f64) -> f64, x: f64, n: usize) -> f64 {
        let mut s = 0.0;
        for i in 0..n {
            s += f(i, x) * f(i, s);
        }
        s
    }

    #[at([0.1, 0.5, -0.3, 0.7], 0.6)]
    pub fn series(c: [f64; 4], x: f64) -> f64 {
        total(|i, t| c[i] * t + i as f64 * t * t + 0.3, x, 4)
    }
    #[derive(chainrule::Differentiable, Clone, Copy, Debug)]
    pub struct P {
        pub x: f64,
        pub y: f64,
    }

    pub fn flow(f: impl Fn(P) -> P, p: P, n: usize) -> f64 {
        let mut q = p;
        for _ in 0..n {
            q = f(q);
        }
        q.x * q.y
    }

    #[at(0.3, 0.2)]
    pub fn orbit(a: f64, b: f64) -> f64 {
        flow(|p| P { x: p.x + a * p.y, y: p.y - b * p.x }, P { x: a, y: b }, 4)
    }

    #[at(0.3, 0.2)]
    pub fn orbit2(a: f64, b: f64) -> f64 {
        flow(|p: P| P { x: p.x + a * p.y, y: p.y - b * p.x.sin() }, P { x: a, y: b }, 4)
    }

    pub fn pick(f: fn(f64) -> f64, x: f64) -> f64 {
        f(x) * x
    }

    pub fn sq(x: f64) -> f64 {
        x * x
    }

    #[at(0.8)]
    pub fn picked(x: f64) -> f64 {
        pick(sq, x) + pick(f64::exp, x) + pick(|t| t.sin() * t, x)
    }

    pub fn deep<F: Fn(f64) -> f64>(f: &F, x: f64, n: usize) -> f64 {
        if n == 0 { x } else { f(deep(f, x, n - 1)) }
    }

    #[at(1.3, 0.4)]
    pub fn nest(k: f64, x: f64) -> f64 {
        deep(&|t: f64| (t * k).sin(), x, 3)
    }

    #[at(0.3)]
    pub fn constant_point(k: f64) -> f64 {
        let a = 2.0;
        deep(&|t: f64| t * k + 1.0, 0.5, 2) + pick2(|t| k * t, a)
    }

    pub fn pick2(mut f: impl FnMut(f64) -> f64, x: f64) -> f64 {
        let u = f(x);
        f(u) * x
    }

    #[at(0.3, vec![0.7, 0.4])]
    pub fn shared(k: f64, w: &[f64]) -> f64 {
        newton(|x| x * x * w[0] + k * x - w[1], |x| 2.0 * x * w[0] + k, w[1])
    }

    pub fn opt(f: impl Fn(f64) -> Option<f64>, x: f64) -> f64 {
        match f(x) {
            Some(v) => v * x,
            None => x,
        }
    }

    #[at(0.3, 0.8)]
    pub fn use_opt(k: f64, x: f64) -> f64 {
        opt(|t| if t > 0.0 { Some(t * k) } else { None }, x)
            + opt(
                |t| {
                    let r: Option<f64> = if t > 9.0 { Some(t) } else { None };
                    Some(r? * k)
                },
                x,
            )
    }
}
