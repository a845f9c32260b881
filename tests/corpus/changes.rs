//! Changes in place in the middle of everything: in operands and lazy conditions, in options, on some
//! paths of loops that are left early, in recursion.

#[chainrule_oracle::corpus]
pub mod functions {
    #[at(vec![0.5, 1.0, 2.0, 0.3])]
    pub fn taken_in_order(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let a = v.pop().unwrap() - v.pop().unwrap();
        v.push(a);
        let b = (v[0], {
            v.swap(0, 1);
            v[0]
        });
        let c = [
            v[0] * v[1],
            {
                v.push(a * a);
                v.len() as f64
            },
            v.pop().unwrap(),
        ];
        b.0 * b.1 + c[0] * c[1] - c[2]
    }

    #[at(vec![0.5, 1.0, 2.0, 0.3])]
    #[at(vec![0.5, 1.0, 0.2, 0.7])]
    pub fn popped_in_lazy_conditions(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let mut s = 1.0;
        if v.pop().unwrap() > 0.5 && v.pop().unwrap() < 1.0 {
            s *= v[0];
        }
        s += v[v.len() - 1] * v[0];
        while !v.is_empty() && v.pop().unwrap() > 0.6 {
            s *= 1.5 + v.len() as f64;
        }
        match v.pop() {
            Some(t) if t > 0.4 => s * t,
            Some(t) => s + t,
            None => s,
        }
    }

    #[at(0.7, 1.2, true)]
    #[at(0.7, 1.2, false)]
    pub fn changed_in_options(x: f64, y: f64, c: bool) -> f64 {
        let mut o = if c { Some(vec![x, y]) } else { None };
        let mut s = x;
        for k in 0..3 {
            if let Some(v) = &mut o {
                v.push(v[k] * y);
                v.swap(0, 1);
                s += v[0] * v[v.len() - 1];
            } else {
                s *= y;
            }
        }
        if let Some(v) = o {
            for e in v {
                s += e * e;
            }
        }
        s
    }

    #[at(vec![0.5, 1.0, 2.0])]
    pub fn rows_exchanged_with_a_buffer(x: &[f64]) -> f64 {
        let mut rows = vec![x.to_vec(), vec![x[0]; 2]];
        let mut buf = vec![x[1] * x[2]];
        let mut s = 0.0;
        for k in 0..4 {
            std::mem::swap(&mut rows[k % 2], &mut buf);
            let row = &mut rows[k % 2];
            row.push(x[k % 3] * row[0]);
            s += row[row.len() - 1];
            buf.reverse();
            if buf.len() > 3 {
                buf.truncate(2);
            }
            for (a, b) in buf.iter_mut().zip(&rows[(k + 1) % 2]) {
                *a += 0.5 * *b * *a;
            }
        }
        let out = std::mem::take(&mut rows[1]);
        for e in &out {
            s += e * s;
        }
        s + buf[0] * rows[0][0] + rows[1].len() as f64
    }

    #[at(0.7, 1.2)]
    pub fn aliases_of_scalars(x: f64, y: f64) -> f64 {
        let (mut a, mut b) = (x, y);
        let mut t = (x * y, [a, b]);
        for k in 0..3 {
            let r = &mut a;
            *r *= y;
            let q = &mut t.1[k % 2];
            *q += *r;
            std::mem::swap(&mut a, &mut b);
            std::mem::swap(&mut b, &mut t.0);
            let old = std::mem::replace(&mut a, t.0 * x);
            t.1[0] += old;
        }
        a * b + t.0 * t.1[0] - t.1[1]
    }

    /// One path exchanges, another shrinks, a third grows.
    #[at(vec![0.5, 1.0, 2.0], 0)]
    #[at(vec![0.5, 1.0, 2.0], 3)]
    pub fn changed_on_some_paths(x: &[f64], n: usize) -> f64 {
        let mut v = x.to_vec();
        let mut w = vec![x[0]; 5];
        for i in 0..n {
            if i == 1 {
                std::mem::swap(&mut v, &mut w);
                continue;
            }
            v[0] *= w[1];
            if v.len() > 4 {
                v.remove(1);
                break;
            }
            w.insert(1, v[0] * v[1]);
        }
        let mut s = 0.0;
        for (i, (a, b)) in v.iter().zip(w.iter().rev()).enumerate() {
            s += a * b * (i + 1) as f64;
        }
        s * v[v.len() - 1] * w[w.len() - 1]
    }

    pub fn gather(v: &[f64], out: &mut Vec<f64>, depth: usize) {
        if depth == 0 {
            for e in v {
                out.push(e * e);
            }
            return;
        }
        let (l, r) = v.split_at(v.len() / 2);
        gather(r, out, depth - 1);
        let t = out.pop().unwrap();
        gather(l, out, depth - 1);
        out.push(t * out[0]);
    }

    #[at(vec![0.5, 1.0, 2.0, -0.3])]
    pub fn gathered_by_recursion(x: &[f64]) -> f64 {
        let mut out = Vec::new();
        gather(x, &mut out, 2);
        let mut s = 1.0;
        for e in &out {
            s = s * e + 0.5;
        }
        s
    }

    #[at(vec![3.0, 1.0, 2.0, -0.3, 0.7])]
    pub fn quicksort(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let mut todo = vec![(0, v.len())];
        while let Some((lo, hi)) = todo.pop() {
            if hi - lo < 2 {
                continue;
            }
            let pivot = v[hi - 1];
            let mut m = lo;
            for i in lo..hi - 1 {
                if v[i] < pivot {
                    v.swap(i, m);
                    m += 1;
                }
            }
            v.swap(m, hi - 1);
            todo.push((lo, m));
            todo.push((m + 1, hi));
        }
        let mut s = 0.0;
        for (i, e) in v.iter().enumerate() {
            s += e * e * (i * i) as f64;
        }
        s
    }
}
