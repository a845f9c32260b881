//! Lengths that the reverse sweep asks for again though elements have been written since, and lengths that it must
//! not, since lists have grown, shrunk or changed places.

#[chainrule_oracle::corpus]
pub mod functions {
    /// One buffer for all rows; the inner loops end with what is left of it.
    #[at(vec![0.5, -1.0, 2.0, 0.25], vec![0.3, 0.8, -0.4, 1.1, 0.2, 0.7, -0.6, 0.9], 4)]
    #[at(vec![0.5, -1.0, 2.0, 0.25], vec![0.3, 0.8, -0.4, 1.1], 2)]
    #[at(vec![], vec![], 1)]
    pub fn rest_of_a_buffer(w: &[f64], x: &[f64], d: usize) -> f64 {
        let mut z = vec![0.0; d];
        let mut total = 0.0;
        for k in 0..x.len() / d {
            for i in 0..d {
                z[i] = x[k * d + i] * w[i];
            }
            for i in 0..d {
                let c = z[i];
                for (z, w) in z[i + 1..].iter_mut().zip(w) {
                    *z += c * w;
                }
            }
            let s: f64 = z.iter().map(|z| z * z).sum();
            total = (total + s).sin();
        }
        total
    }

    /// Rows in a list: their elements change, and then whole rows change places.
    #[at(vec![0.5, -1.0, 2.0, 0.25], 0.7)]
    pub fn rows_that_move(x: &[f64], y: f64) -> f64 {
        let mut rows = vec![vec![y; 1], vec![0.5; 2], x.to_vec()];
        let mut total = 0.0;
        for k in 0..4 {
            for i in 0..rows[0].len() {
                rows[0][i] = rows[0][i] * x[i] + y;
            }
            let n = rows[0].len();
            for i in 0..n {
                total += (rows[0][i] * rows[0][n - 1 - i] + total).sin();
            }
            rows.swap(0, k % 3);
        }
        total
    }

    /// Grows by one number in every round, and is overwritten in the same.
    #[at(vec![0.5, -1.0, 2.0, 0.25])]
    pub fn grown(x: &[f64]) -> f64 {
        let mut z = Vec::new();
        let mut total = 0.0;
        for x in x {
            z.push(x * x);
            for i in 0..z.len() {
                z[i] = z[i] * x + total;
            }
            total = (total + z[0] * z[z.len() - 1]).sin();
        }
        total
    }

    /// Adds a number at the end.
    pub fn extend(z: &mut Vec<f64>, by: f64) {
        z.push(by);
        z[0] *= by;
    }

    /// The same in a callee.
    #[at(vec![0.5, -1.0, 2.0, 0.25])]
    pub fn grown_by_a_callee(x: &[f64]) -> f64 {
        let mut z = vec![1.0];
        let mut total = 0.0;
        for x in x {
            extend(&mut z, *x);
            for i in 0..z.len() {
                z[i] = z[i] * x + total;
            }
            total = (total + z[0] * z[z.len() - 1]).sin();
        }
        total
    }

    /// Two buffers of different lengths that are exchanged.
    #[at(vec![0.5, -1.0, 2.0, 0.25])]
    pub fn exchanged(x: &[f64]) -> f64 {
        let mut long = x.to_vec();
        let mut short = vec![x[0] * x[1]; 2];
        let mut total = 0.0;
        for k in 0..3 {
            for i in 0..long.len() {
                long[i] = long[i] * x[k] + total;
            }
            total = (total + long[long.len() - 1]).sin();
            std::mem::swap(&mut long, &mut short);
        }
        total
    }

    /// A slice that is walked: another part each time.
    #[at(vec![0.5, -1.0, 2.0, 0.25])]
    pub fn walked(x: &[f64]) -> f64 {
        let mut rest = x;
        let mut total = 0.0;
        while !rest.is_empty() {
            for i in 0..rest.len() {
                total = (total + rest[i] * rest[rest.len() - 1]).sin();
            }
            rest = &rest[1..];
        }
        total
    }

    /// Halves the numbers of a slice and sums them up.
    pub fn halve(z: &mut [f64]) -> f64 {
        let mut sum = 0.0;
        for i in 0..z.len() {
            z[i] *= 0.5 * z[z.len() - 1];
            sum += z[i];
        }
        sum
    }

    /// Points, whose elements are as long as ever, and a callee that cannot change the length.
    #[at(vec![0.5, -1.0, 2.0, 0.25])]
    pub fn points(x: &[f64]) -> f64 {
        let mut z: Vec<[f64; 2]> = x.iter().map(|x| [*x, x * x]).collect();
        let mut y = x.to_vec();
        let mut total = 0.0;
        for k in 0..3 {
            for i in 1..z.len().min(y.len()) {
                z[i] = [z[i][1] * y[i], z[i - 1][0] * total];
            }
            total = (total + z[k][0] * halve(&mut y[1..])).sin();
            y.reverse();
        }
        total
    }
}
