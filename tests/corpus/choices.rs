//! Where a value goes is decided later or elsewhere: references that a condition chooses or that
//! change places, variables initialised later, several places assigned at once.

#[chainrule_oracle::corpus]
pub mod functions {
    #[at(0.4, 1.7, true)]
    #[at(0.4, 1.7, false)]
    pub fn initialised_later(x: f64, y: f64, up: bool) -> f64 {
        let a;
        let b: f64;
        let pair;
        if up {
            a = x * y;
            b = x;
            pair = [a, b];
        } else {
            let t = y.sin();
            a = t;
            b = t * x;
            pair = [y, a];
        }
        let n;
        n = 2;
        a * b + pair[0] * pair[1] * n as f64
    }

    /// Initialised later, overwritten after its content was used.
    #[at(vec![0.5, -1.0, 2.0], true)]
    #[at(vec![0.5, -1.0, 2.0], false)]
    pub fn overwritten_after_late_start(x: &[f64], long: bool) -> f64 {
        let mut v;
        if long {
            v = x.to_vec();
        } else {
            v = vec![x[1], x[0]];
        }
        let mut s = 1.0;
        for i in 0..v.len() {
            s += v[i] * v[i] * s;
        }
        v[0] = s;
        for e in &v {
            s += e.sin();
        }
        v = vec![s, s * x[0]];
        v[0] * v[1]
    }

    #[at(0.4, 1.7, [0.3, 0.9])]
    pub fn several_places_assigned(x: f64, y: f64, v: [f64; 2]) -> f64 {
        let (mut a, mut b) = (x, y);
        let mut v = v;
        (a, b) = (b, a * b);
        [a, v[0]] = [v[0], a];
        (v[1], _) = (v[1] * v[0], a);
        _ = a * b;
        (a, (b, v[0])) = (b, (v[1], a * v[0]));
        a * b + v[0] * v[1]
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn moved_and_changed(x: Vec<f64>) -> f64 {
        let v = x;
        let mut w = v;
        w[0] *= w[1];
        let mut u = w.clone();
        u.swap(0, 2);
        let z = u;
        z[0] * w[0] + z[2]
    }

    #[at(0.7, 1.3, true)]
    #[at(0.7, 1.3, false)]
    pub fn chosen_reference(x: f64, y: f64, c: bool) -> f64 {
        let (mut a, mut b) = (x * x, y);
        let r = if c { &mut a } else { &mut b };
        *r *= y;
        *r += *r * x;
        let s = a * b;
        s + a.sin() - b
    }

    /// Which row is changed depends on the values.
    #[at([[0.5, 1.2], [0.3, -0.8]], 0.35)]
    #[at([[0.1, 1.2], [0.3, -0.8]], 0.35)]
    pub fn chosen_row(m: [[f64; 2]; 2], x: f64) -> f64 {
        let mut m = m;
        for k in 0..3 {
            let i = k % 2;
            let row = if m[i][0] > x {
                m[i][1] += 1.0;
                &mut m[i]
            } else {
                &mut m[1 - i]
            };
            row[0] *= row[1];
            row[1] -= x * row[0];
        }
        m[0][0] * m[1][1] + m[0][1] * m[1][0]
    }

    #[at(vec![0.1, 0.9, 0.4], 5)]
    #[at(vec![0.1, 0.9, 0.4], 4)]
    pub fn ping_pong(u: &[f64], steps: usize) -> f64 {
        let n = u.len();
        let mut a = u.to_vec();
        let mut b = vec![0.0; n];
        for k in 0..steps {
            let (from, to) = if k % 2 == 0 { (&a, &mut b) } else { (&b, &mut a) };
            for i in 0..n {
                to[i] = from[i] + 0.1 * from[(i + 1) % n] * from[i];
            }
        }
        let last = if steps % 2 == 0 { &a } else { &b };
        last[0] * last[1] + a[2] * b[2]
    }

    #[at(0.7, 1.3, 0.2, 0)]
    #[at(0.7, 1.3, 0.2, 1)]
    #[at(0.7, 1.3, 0.2, 7)]
    pub fn matched_reference(x: f64, y: f64, z: f64, n: usize) -> f64 {
        let (mut a, mut b, mut c) = (x, y, z);
        let (r, weight) = match n {
            0 => (&mut a, x),
            1 => (&mut b, y * y),
            _ => (&mut c, 2.0),
        };
        *r *= weight;
        a * b + c * a
    }

    /// Two references change places behind every step.
    #[at(vec![0.1, 0.9, 0.4], 5)]
    #[at(vec![0.1, 0.9, 0.4], 4)]
    pub fn swapped_references(u: &[f64], steps: usize) -> f64 {
        let n = u.len();
        let mut first = u.to_vec();
        let mut second = vec![0.0; n];
        let (mut now, mut next) = (&mut first, &mut second);
        for k in 0..steps {
            for i in 0..n {
                next[i] = now[i] + 0.1 * now[(i + 1) % n] * now[i];
            }
            if k == 3 {
                next[0] *= 2.0;
            }
            std::mem::swap(&mut now, &mut next);
        }
        let energy = now[0] * now[1] + next[2];
        energy + first[0] * second[1]
    }

    /// A loop that is left between two swaps.
    #[at([0.3, 0.7], [1.1, -0.4])]
    pub fn swapped_until(x: [f64; 2], y: [f64; 2]) -> f64 {
        let (mut x, mut y) = (x, y);
        let mut a = &mut x;
        let mut b = &mut y;
        let mut n = 0;
        loop {
            a[0] += 0.5 * b[0] * a[1];
            n += 1;
            if n > 4 || a[0] > 3.0 {
                break;
            }
            std::mem::swap(&mut a, &mut b);
        }
        x[0] * y[0] + x[1]
    }
}
