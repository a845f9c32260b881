//! Calls of functions with `&mut` parameters: what the callee changes is needed before and behind the
//! call, in loops, arms and conditions.

#[chainrule_oracle::corpus]
pub mod functions {
    fn scale(x: &mut [f64], a: f64) {
        for i in 0..x.len() {
            x[i] *= a;
        }
    }

    fn axpy(a: f64, x: &[f64], y: &mut [f64]) {
        for i in 0..x.len() {
            y[i] += a * x[i];
        }
    }

    fn prefix_sums(x: &mut [f64]) {
        for i in 1..x.len() {
            x[i] += x[i - 1];
        }
    }

    fn swapped(x: &mut [f64], y: &mut [f64]) {
        for i in 0..x.len() {
            let t = x[i];
            x[i] = y[i];
            y[i] = t;
        }
    }

    fn squared(x: &mut f64) {
        *x *= *x;
    }

    fn add(total: &mut f64, x: f64) {
        *total += x * x;
    }

    fn taken(x: &mut f64, y: f64) -> f64 {
        let old = *x;
        *x = y * y;
        old * *x
    }

    fn counted(x: &mut [f64], count: &mut usize) {
        for i in 0..x.len() {
            if x[i] < 0.0 {
                *count += 1;
                x[i] *= *count as f64;
            }
        }
    }

    #[at(vec![0.5, -1.25, 2.0], 0.75)]
    pub fn calls_in_a_loop(x: &[f64], a: f64) -> f64 {
        let mut y = x.to_vec();
        for k in 0..3 {
            axpy(a * x[k], x, &mut y);
            scale(&mut y, a + 0.1 * (k as f64));
        }
        y[0] * y[1] + y[2]
    }

    /// The accumulator is a scalar variable.
    #[at(vec![0.5, -1.25, 2.0])]
    pub fn accumulated(x: &[f64]) -> f64 {
        let mut total = 1.0;
        for i in 0..x.len() {
            let now = total;
            add(&mut total, x[i] * now);
            if total > 3.0 {
                squared(&mut total);
            }
        }
        total * x[0]
    }

    /// The callee overwrites what is read before and after the call.
    #[at(0.4, 1.3)]
    pub fn overwritten_by_callee(x: f64, y: f64) -> f64 {
        let mut v = [x, y, x * y];
        let before = v[0] * v[1];
        let kept = v[2];
        prefix(&mut v, y);
        let between = v[0] * v[2] * kept;
        prefix(&mut v, x);
        before * between + v[1] * v[2]
    }

    fn prefix(v: &mut [f64; 3], a: f64) {
        v[0] = v[0] * a;
        v[1] = v[1] * v[0];
        v[2] = v[2].sin() * v[1];
    }

    #[at(vec![0.5, -1.25, 2.0, 0.75], 1)]
    pub fn parts_of_a_slice(x: &mut [f64], k: usize) -> f64 {
        scale(&mut x[k..], 1.5);
        scale(&mut x[..=k], 0.5);
        squared(&mut x[k]);
        axpy(2.0, &[0.1, 0.2], &mut x[k..k + 2]);
        let old = taken(&mut x[0], 0.3);
        old * x[k]
    }

    /// Handed on by its name, reborrowed, and read in between.
    #[at(vec![0.5, -1.25, 2.0], 0.75)]
    pub fn handed_on(x: &mut [f64], a: f64) -> f64 {
        scale(x, a);
        let s = total(x);
        scale(&mut *x, s);
        prefix_sums(x);
        total(x) * s
    }

    fn total(x: &[f64]) -> f64 {
        let mut s = 0.0;
        for i in 0..x.len() {
            s += x[i] * x[i];
        }
        s
    }

    #[at(0.4, 1.3)]
    pub fn scalar_handed_on(x: &mut f64, y: f64) {
        squared(x);
        add(x, y);
        *x = x.sin();
        squared(&mut *x);
    }

    /// Two `&mut` at once, of two variables and of two parts of one.
    #[at(0.4, 1.3)]
    pub fn two_at_once(x: f64, y: f64) -> f64 {
        let mut a = [x, y];
        let mut b = [y, x * x];
        swapped(&mut a, &mut b);
        let mut pair = (x, (y, x * y));
        exchange(&mut pair.0, &mut pair.1.0);
        exchange(&mut pair.1.0, &mut pair.1.1);
        a[0] * b[1] * pair.0 + a[1] * b[0] * pair.1.0 - pair.1.1
    }

    fn exchange(x: &mut f64, y: &mut f64) {
        let t = *x;
        *x = *y * 1.5;
        *y = t * *x;
    }

    /// A callee that changes one part and reads another of the same variable.
    #[at(0.4, 1.3)]
    pub fn changed_and_read(x: f64, y: f64) -> f64 {
        let mut state = ([x, y], [y, x, x]);
        for _ in 0..3 {
            axpy(x, &state.0, &mut state.1);
            add(&mut state.0[1], y);
        }
        state.1[0] * state.1[1] + state.0[1]
    }

    #[at(vec![0.5, -1.25, 2.0], 4)]
    pub fn counters_of_callees(x: &[f64], n: usize) -> f64 {
        let mut y = x.to_vec();
        let mut count = 0;
        let mut calls = [0; 2];
        let mut s = 0.0;
        for i in 0..n {
            counted(&mut y, &mut count);
            counted(&mut y, &mut calls[i % 2]);
            s += y[i % 3] * (count as f64) + (calls[0] as f64) * y[0];
        }
        s
    }

    /// Functions without derivative that change a number.
    #[at(vec![0.5, -1.25, 2.0])]
    pub fn passive_changes(x: &[f64]) -> f64 {
        let mut k = 0;
        let mut order = [2, 0, 1];
        let mut s = 1.0;
        for _ in 0..5 {
            k = usize::min(k + 1, 2);
            order[k] = usize::max(order[k], 1);
            s = s * x[order[k]] + x[k];
        }
        s
    }

    #[at(vec![0.5, -1.25, 2.0], 1)]
    #[at(vec![0.5, -1.25, 2.0], 0)]
    pub fn in_one_arm(x: &mut [f64], n: usize) -> f64 {
        if n == 1 {
            scale(x, 1.5);
        } else {
            x[0] *= x[1];
        }
        match n {
            0 => squared(&mut x[1]),
            1 => axpy(x[0], &[1.0, 2.0, 3.0], &mut x[..]),
            _ => {}
        }
        x[0] * x[2]
    }

    #[at(vec![4.0, 0.5], 0.05)]
    pub fn until_small(x: &mut [f64], tolerance: f64) -> f64 {
        let mut s = 0.0;
        while shrink(x) > tolerance {
            s += x[0];
        }
        s
    }

    fn shrink(x: &mut [f64]) -> f64 {
        for i in 0..x.len() {
            x[i] = 0.5 * x[i] / (1.0 + x[i] * x[i]);
        }
        total(x)
    }

    #[at(0.4, 1.3)]
    pub fn in_a_condition(x: f64, y: f64) -> f64 {
        let mut a = x;
        let mut v = [y, x];
        if y > 1.0 && taken(&mut a, y) > 0.1 && shrink(&mut v) > 0.01 {
            a *= v[0];
        }
        if y < 1.0 || taken(&mut a, v[1]) > 1e3 {
            a += 1.0;
        }
        a * v[1]
    }

    // ----- several times the same variable, by shared reference -----

    #[at(vec![0.5, -1.25, 2.0])]
    pub fn twice_the_same(x: &[f64]) -> f64 {
        dot(x, x) * dot(&x[1..], &x[..2]) + dot(&x[..2], &x[1..])
    }

    fn dot(x: &[f64], y: &[f64]) -> f64 {
        let mut s = 0.0;
        for i in 0..x.len() {
            s += x[i] * y[i];
        }
        s
    }

    #[at(vec![0.5, -1.25, 2.0], 1, 1)]
    #[at(vec![0.5, -1.25, 2.0], 0, 2)]
    pub fn elements_of_one(x: &[f64], i: usize, j: usize) -> f64 {
        let mut v = x.to_vec();
        let mut s = 0.0;
        for k in 0..2 {
            s += both(v[i], v[j]) * by_reference(&v[i], &v[j], &v);
            v[k] = s;
        }
        s * v[0]
    }

    fn both(x: f64, y: f64) -> f64 {
        x * y.sin()
    }

    fn by_reference(x: &f64, y: &f64, all: &[f64]) -> f64 {
        *x * *y * all[0] + all[1]
    }

    /// A `&mut` parameter, passed twice to a function that only reads.
    #[at(vec![0.5, -1.25, 2.0])]
    pub fn read_twice(x: &mut [f64]) -> f64 {
        let s = dot(x, x);
        x[0] *= s;
        s * dot(&x[..2], x)
    }

    // ----- references of the body -----

    /// `&mut` under other names, of parts and of scalars.
    #[at(vec![0.5, -1.25, 2.0], 0.75)]
    pub fn renamed_references(x: &mut [f64], a: f64) -> f64 {
        let mut s = a;
        {
            let part = &mut x[1..];
            axpy(a, &[1.0, s], part);
            squared(&mut part[0]);
            let total = &mut s;
            add(total, a);
            *total *= a;
        }
        let all = x;
        let first = &mut all[0];
        squared(first);
        *first += s;
        scale(all, s);
        all[0] * all[1] + s
    }

    #[at(0.4, 1.3)]
    pub fn renamed_scalar(x: &mut f64, y: f64) {
        let r = x;
        squared(r);
        *r += y;
        add(r, y);
    }

    fn mixed(x: &mut [f64], y: &mut [f64], a: f64) {
        for i in 0..x.len() {
            let t = x[i];
            x[i] = t + a * y[i];
            y[i] = t * y[i] - a;
        }
    }

    /// Halves of one slice that go to one call, both changed or one only read.
    #[at(vec![0.5, -1.25, 2.0, 0.25], 0.75)]
    #[at(vec![0.5, -1.25, 2.0, 0.25, 1.5, -0.5, 0.1, 0.9], 0.75)]
    pub fn split_halves(x: &mut [f64], a: f64) {
        let n = x.len();
        if n > 1 {
            let (left, right) = x.split_at_mut(n / 2);
            split_halves(left, a);
            split_halves(right, 0.5 * a);
            mixed(left, right, a);
            axpy(a, left, right);
            axpy(0.5, &right[..1], left);
            swapped(&mut left[..1], right);
            let k = taken(&mut left[0], right[0]);
            scaled_by(right, &left[0]);
            scaled_by(left, &k);
        }
    }

    fn scaled_by(x: &mut [f64], a: &f64) {
        for i in 0..x.len() {
            x[i] *= *a;
        }
    }

    #[at(vec![[0.5, 1.5], [-0.5, 2.0]], 0.75)]
    pub fn rows_by_reference(m: &mut [[f64; 2]], a: f64) {
        for row in m.iter_mut() {
            squared(&mut row[0]);
            axpy(a, &[1.0, 2.0], row);
        }
        let (first, rest) = m.split_at_mut(1);
        mixed(&mut first[0], &mut rest[0], a);
        first[0].swap(0, 1);
    }

    /// Parts of one tuple under two names.
    #[at((0.7, [1.1, 0.3]), 0.9)]
    pub fn fields_by_reference(p: &mut (f64, [f64; 2]), a: f64) {
        let u = &mut p.0;
        let v = &mut p.1;
        coupled(u, v, a);
        coupled(&mut p.0, &mut p.1, a * a);
    }

    fn coupled(u: &mut f64, v: &mut [f64; 2], a: f64) {
        *u += v[0] * a;
        v[1] *= *u;
    }

    /// The vectors themselves change, in length too.
    #[at(vec![0.5, -1.25, 2.0], vec![0.3, 0.7, 1.1], 1)]
    pub fn changed_vectors(v: &mut Vec<f64>, w: &mut Vec<f64>, k: usize) -> f64 {
        v.swap(0, k);
        v.push(w[0] * v[1]);
        std::mem::swap(v, w);
        let last = v[v.len() - 1];
        w.truncate(3);
        v.fill(last);
        v[0] *= w[1];
        squared(&mut w[2]);
        last * w[2]
    }

    #[at(0.4, 1.3)]
    pub fn vectors_of_the_caller(x: f64, y: f64) -> f64 {
        let mut v = vec![x, y, x * y];
        let mut w = vec![y, y * y, x];
        let mut s = 0.0;
        for k in 0..3 {
            s += changed_vectors(&mut v, &mut w, k % 2);
            s = s * v[0] + w[1];
        }
        s
    }

    /// Left early, with an option.
    #[at(vec![0.5, 1.25], 0.75)]
    #[at(vec![0.5, 1.25], -0.75)]
    pub fn tried(x: &[f64], a: f64) -> f64 {
        let mut v = x.to_vec();
        let mut s = a;
        while let Some(r) = try_scale(&mut v, s) {
            s = 0.7 - s * r;
            if s > 3.0 || v[0] < 0.01 {
                break;
            }
        }
        if let Some(r) = try_scale(&mut v[1..], 2.0) {
            s += r;
        }
        s * v[0] + v[1]
    }

    fn try_scale(x: &mut [f64], a: f64) -> Option<f64> {
        if a < 0.0 {
            return None;
        }
        for i in 0..x.len() {
            x[i] *= a;
        }
        Some(x[0] * a)
    }
}
