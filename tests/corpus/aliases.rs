//! References and loops over elements: names that stand for parts of other variables.

#[chainrule_oracle::corpus]
pub mod functions {
    const NODES: [f64; 3] = [-0.7, 0.0, 0.7];
    const WEIGHTS: [f64; 3] = [0.5, 0.8, 0.5];

    #[at(0.7)]
    pub fn scalar_through_a_reference(x: f64) -> f64 {
        let mut y = x * x;
        let r = &mut y;
        *r *= x;
        *r += 1.0;
        let z = *r * *r;
        y * z
    }

    #[at(vec![0.5, -1.0, 2.0, 0.8])]
    pub fn part_through_a_reference(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let part = &mut v[1..3];
        part[0] *= part[1];
        part[1] += part[0] * part[0];
        let inner = &mut part[1..];
        inner[0] *= 0.5;
        v[0] * v[1] + v[2] * v[3]
    }

    /// The reference stays where it was made although its index moves on.
    #[at(vec![0.5, -1.0, 2.0, 0.8])]
    pub fn index_changed_after_the_reference(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let mut i = 1;
        let e = &mut v[i];
        i += 1;
        *e *= x[i];
        i += 1;
        *e += x[i];
        v[1] * v[i]
    }

    #[at([[0.5, 1.2], [0.3, -0.8]], 0.3)]
    pub fn row_through_a_reference(m: [[f64; 2]; 2], x: f64) -> f64 {
        let mut m = m;
        for i in 0..2 {
            let row = &mut m[i];
            row[0] *= x;
            let e = &mut row[1];
            *e *= *e;
        }
        m[0][0] * m[1][1] + m[0][1] * m[1][0]
    }

    #[at((0.5, [1.2, 0.3]), 0.4)]
    pub fn tuple_fields_through_references(t: (f64, [f64; 2]), x: f64) -> f64 {
        let mut t = t;
        let first = &mut t.0;
        *first *= x;
        let rest = &mut t.1;
        rest[0] += x * x;
        let again = &mut *rest;
        again[1] *= 2.0;
        t.0 * t.1[0] * t.1[1]
    }

    #[at(vec![0.5, -1.0, 2.0, 0.8], 1)]
    #[at(vec![0.5, -1.0, 2.0, 0.8], 3)]
    pub fn split_in_two(x: &[f64], k: usize) -> f64 {
        let mut v = x.to_vec();
        let (left, right) = v.split_at_mut(k);
        left[0] *= right[0];
        right[0] += left[0] * left[0];
        std::mem::swap(&mut left[0], &mut right[0]);
        let product = left[0] * right[0];
        product + v[0] * v[3] + v[1] * v[2]
    }

    /// Butterflies of a transform: halves of halves.
    #[at(vec![0.5, -1.0, 2.0, 0.8])]
    pub fn walsh_transform(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let n = v.len();
        let mut half = n / 2;
        while half > 0 {
            for block in v.chunks_exact_mut(2 * half) {
                let (low, high) = block.split_at_mut(half);
                for (a, b) in low.iter_mut().zip(high.iter_mut()) {
                    let (sum, difference) = (*a + *b, *a - *b);
                    *a = sum;
                    *b = difference * 0.9;
                }
            }
            half /= 2;
        }
        let mut s = 0.0;
        for (i, v) in v.iter().enumerate() {
            s += v * v * (i + 1) as f64;
        }
        s
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn ends_of_a_slice(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let (first, rest) = v.split_first_mut().unwrap();
        *first *= rest[0];
        rest[1] += *first;
        let (last, front) = v.split_last().unwrap();
        let s = last * front[0];
        *v.last_mut().unwrap() *= s;
        *v.first_mut().unwrap() += 1.0;
        *v.get_mut(1).unwrap() *= 2.0;
        v.first().unwrap() * v.last().unwrap() * v[1]
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn sum_over_elements(x: &[f64]) -> f64 {
        let mut s = 0.0;
        for v in x {
            s += v * v;
        }
        for &v in x.iter() {
            s *= v.cos();
        }
        for v in x.iter().copied().rev() {
            s += v * s;
        }
        s
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn prefix_sums(x: &[f64]) -> Vec<f64> {
        let mut v = x.to_vec();
        let mut total = 0.0;
        for e in v.iter_mut() {
            total += *e * *e;
            *e = total;
        }
        v
    }

    #[at([0.5, -1.0, 2.0])]
    pub fn array_by_value(x: [f64; 3]) -> f64 {
        let mut s = 1.0;
        for v in x {
            s = s * v + v.sin();
        }
        for mut v in x {
            v *= s;
            s += v;
        }
        s
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn elements_changed_by_mut_borrow(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        for e in &mut v {
            *e *= *e;
        }
        for (i, e) in v.iter_mut().enumerate() {
            *e += x[i] * i as f64;
        }
        for (i, e) in v.iter_mut().enumerate().rev() {
            *e *= x[x.len() - 1 - i];
        }
        for e in &mut v[1..] {
            *e += 1.0;
        }
        v[0] * v[1] + v[2]
    }

    #[at(vec![0.5, -1.0, 2.0], vec![0.3, 0.9, -0.4, 1.0])]
    pub fn zipped(x: &[f64], y: &[f64]) -> f64 {
        let mut s = 0.0;
        for (a, b) in x.iter().zip(y) {
            s += a * b;
        }
        for (i, (a, b)) in x.iter().zip(y.iter().skip(1)).enumerate() {
            s += a * b * i as f64;
        }
        for ((a, b), c) in x.iter().rev().zip(y.iter()).zip(&y[1..]) {
            s += a * b * c;
        }
        s
    }

    #[at(vec![0.5, -1.0, 2.0], vec![0.3, 0.9, -0.4], 2.0)]
    pub fn axpy_by_zip(x: &[f64], y: &[f64], a: f64) -> Vec<f64> {
        let mut out = y.to_vec();
        for (o, v) in out.iter_mut().zip(x) {
            *o += a * v;
        }
        out
    }

    #[at(vec![0.5, -1.0, 2.0, 0.3, 0.9, -0.4], 2)]
    #[at(vec![0.5, -1.0, 2.0, 0.3, 0.9, -0.4], 4)]
    pub fn parts_of_a_size(x: &[f64], k: usize) -> f64 {
        let mut s = 0.0;
        for part in x.chunks(k) {
            s += part[0] * part[part.len() - 1];
        }
        for part in x.chunks_exact(k) {
            s *= part[k - 1];
        }
        for w in x.windows(k) {
            s += w[0] * w[k - 1];
        }
        s
    }

    /// Rows of a matrix in one slice.
    #[at(vec![0.5, -1.0, 2.0, 0.3, 0.9, -0.4], vec![0.7, 0.2, -0.3])]
    pub fn matrix_times_vector(m: &[f64], x: &[f64]) -> Vec<f64> {
        let mut y = vec![0.0; m.len() / x.len()];
        for (y, row) in y.iter_mut().zip(m.chunks_exact(x.len())) {
            for (a, b) in row.iter().zip(x) {
                *y += a * b;
            }
        }
        y
    }

    #[at(vec![0.5, -1.0, 2.0, 0.3, 0.9, -0.4], 3)]
    pub fn rows_scaled_in_place(m: &[f64], n: usize) -> f64 {
        let mut m = m.to_vec();
        for row in m.chunks_exact_mut(n) {
            let scale = row[0];
            for v in row.iter_mut() {
                *v *= scale;
            }
        }
        for part in m.chunks_mut(4) {
            let last = part.len() - 1;
            part[last] *= part[0];
        }
        let mut s = 0.0;
        for (i, v) in m.iter().enumerate() {
            s += v * v * i as f64;
        }
        s
    }

    #[at(vec![0.5, -1.0, 2.0, 0.3, 0.9], 1, 3)]
    #[at(vec![0.5, -1.0, 2.0, 0.3, 0.9], 4, 9)]
    #[at(vec![0.5, -1.0, 2.0, 0.3, 0.9], 7, 0)]
    pub fn skipped_and_taken(x: &[f64], skip: usize, take: usize) -> f64 {
        let mut s = x[0];
        for v in x.iter().skip(skip).take(take) {
            s += v * s;
        }
        for v in x.iter().rev().skip(skip).take(take) {
            s = s * 0.5 + v * v;
        }
        for (i, v) in x.iter().skip(skip).enumerate().take(take) {
            s += v * i as f64;
        }
        for (i, v) in x.iter().enumerate().skip(skip).rev() {
            s += s * v * i as f64;
        }
        for v in x.iter().take(take).rev().take(2) {
            s = s * v + 1.0;
        }
        for v in x.iter().step_by(2).skip(1) {
            s += v * s;
        }
        s
    }

    /// Horner's scheme, backwards through the coefficients.
    #[at(vec![0.5, -1.0, 2.0, 0.3], 0.7)]
    pub fn horner(c: &[f64], x: f64) -> f64 {
        let mut y = 0.0;
        for c in c.iter().rev() {
            y = y * x + c;
        }
        y
    }

    /// Gauss quadrature with constant tables.
    #[at(0.3, 1.7)]
    pub fn quadrature(a: f64, b: f64) -> f64 {
        let (middle, half) = (0.5 * (a + b), 0.5 * (b - a));
        let mut s = 0.0;
        for (node, weight) in NODES.iter().zip(&WEIGHTS) {
            s += weight * (middle + half * node).sin();
        }
        for w in WEIGHTS {
            s += w * half;
        }
        s * half
    }

    /// Neville's interpolation in one array.
    #[at(vec![0.0, 0.5, 1.1, 1.9], vec![0.5, -1.0, 2.0, 0.3], 0.8)]
    pub fn neville(x: &[f64], y: &[f64], t: f64) -> f64 {
        let mut p = y.to_vec();
        let n = p.len();
        for k in 1..n {
            for i in 0..n - k {
                let (low, high) = (t - x[i], t - x[i + k]);
                let next = p[i + 1];
                let here = &mut p[i];
                *here = (low * next - high * *here) / (x[i + k] - x[i]);
            }
        }
        p[0]
    }

    /// Aitken's acceleration of a growing sequence.
    #[at(0.4, 3)]
    pub fn aitken(x: f64, rounds: usize) -> f64 {
        let mut s = Vec::new();
        let (mut sum, mut term) = (0.0, 1.0);
        for k in 1..=2 * rounds + 1 {
            sum += term;
            term *= x / k as f64;
            s.push(sum);
        }
        for _ in 0..rounds {
            let mut better = Vec::with_capacity(s.len());
            for w in s.windows(3) {
                let (d0, d1) = (w[1] - w[0], w[2] - w[1]);
                better.push(w[2] - d1 * d1 / (d1 - d0));
            }
            s = better;
        }
        s[0]
    }

    /// Thomas' algorithm for a tridiagonal system.
    #[at(vec![0.3, 0.2, 0.4], vec![2.0, 2.5, 1.8, 3.0], vec![0.5, -0.3, 0.2], vec![1.0, 0.5, -0.2, 0.7])]
    pub fn tridiagonal(lower: &[f64], diagonal: &[f64], upper: &[f64], right: &[f64]) -> Vec<f64> {
        let n = diagonal.len();
        let mut c = diagonal.to_vec();
        let mut d = right.to_vec();
        for i in 1..n {
            let factor = lower[i - 1] / c[i - 1];
            c[i] -= factor * upper[i - 1];
            let (done, todo) = d.split_at_mut(i);
            todo[0] -= factor * done[i - 1];
        }
        d[n - 1] /= c[n - 1];
        for i in (0..n - 1).rev() {
            let (here, known) = d.split_at_mut(i + 1);
            let last = here.last_mut().unwrap();
            *last = (*last - upper[i] * known[0]) / c[i];
        }
        d
    }

    /// Nested loops over rows of arrays.
    #[at([[0.5, 1.2], [0.3, -0.8]])]
    pub fn nested_elements(m: [[f64; 2]; 2]) -> f64 {
        let mut m = m;
        let mut s = 0.0;
        for row in m.iter_mut() {
            for v in row.iter_mut() {
                s += *v * *v;
                *v *= s;
            }
            row[0] += row[1];
        }
        for [a, b] in &m {
            s += a * b;
        }
        for row in &m {
            for v in row {
                s += v.sin();
            }
        }
        s
    }

    #[at(vec![(0.5, 1.2), (0.3, -0.8)])]
    pub fn pairs(p: &[(f64, f64)]) -> f64 {
        let mut p = p.to_vec();
        for (a, b) in &mut p {
            *a *= *b;
            *b += *a;
        }
        let mut s = 0.0;
        for &(a, b) in &p {
            s += a * b;
        }
        for (i, (a, _)) in p.iter().enumerate() {
            s += a * a * i as f64;
        }
        s
    }

    /// Early exits of loops over elements.
    #[at(vec![0.5, -1.0, 2.0, 0.8])]
    pub fn left_early(x: &[f64]) -> f64 {
        let mut s = 0.0;
        for (i, v) in x.iter().enumerate() {
            if *v < 0.0 {
                continue;
            }
            s += v * v;
            if i == 2 {
                break;
            }
        }
        let mut v = x.to_vec();
        for e in v.iter_mut() {
            *e *= s;
            if *e > 5.0 {
                return *e * s;
            }
        }
        s
    }

    /// Adds a multiple of one vector to another.
    pub fn add_multiple(y: &mut [f64], x: &[f64], a: f64) {
        for (y, x) in y.iter_mut().zip(x) {
            *y += a * x;
        }
    }

    /// Exchanges with a twist.
    pub fn twist(a: &mut f64, b: &mut f64) {
        let t = *a * *b;
        *a = *b;
        *b = t;
    }

    /// Parts of one variable go to callees, several at once.
    #[at(vec![0.5, -1.0, 2.0, 0.3])]
    pub fn parts_passed_on(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let (l, r) = v.split_at_mut(2);
        add_multiple(l, &r[..2], 2.0);
        let c = l[0];
        add_multiple(&mut l[1..], &r[1..], c);
        add_multiple(r, l, 3.0);
        twist(&mut l[0], &mut r[1]);
        let mut s = 0.0;
        for (i, row) in v.chunks_exact_mut(2).enumerate() {
            let (a, b) = row.split_at_mut(1);
            add_multiple(a, b, x[i]);
            s += a[0] * b[0];
        }
        s + v[0] * v[3]
    }
}
