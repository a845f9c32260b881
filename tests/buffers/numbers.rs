//! What a reverse sweep says that it reads: callees that are run again on numbers that their caller did not
//! keep, and that must not look at them.

#[chainrule_oracle::corpus]
pub mod functions {
    fn times(a: [f64; 2], b: [f64; 2]) -> [f64; 2] {
        [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]]
    }

    /// One factor is constant, then none is.
    #[at(vec![0.5, -1.0, 0.3, 0.8])]
    pub fn powers(x: &[f64]) -> f64 {
        let mut z = [x[0], x[1]];
        z = times([0.6, 0.8], z);
        z = times(z, [x[2], x[3]]);
        z = times(z, z);
        z = times(z, [0.8, -0.6]);
        z[0] * z[1]
    }

    fn weighted(a: &[f64; 2], b: &[f64; 2]) -> f64 {
        assert!(a[0] > 0.0, "not positive");
        a[0] * b[0] + a[1] * b[1]
    }

    /// An assertion on what the derivative alone would not need.
    #[at(0.5, 0.7)]
    pub fn asserted(x: f64, y: f64) -> f64 {
        let mut w = [1.0, 2.0];
        let mut sum = weighted(&w, &[x, y]);
        w = [3.0, -1.0];
        sum += weighted(&w, &[x * y, y]);
        w = [-1.0, 0.0];
        sum * sum + w[0]
    }

    fn stepped(a: &[f64; 2], b: &[f64; 2]) -> f64 {
        let n = a[0] as usize;
        b[n] * 2.0 + b[0]
    }

    /// An index is made of the number.
    #[at(0.5, 0.7)]
    pub fn indexed(x: f64, y: f64) -> f64 {
        let mut w = [1.0, 2.0];
        let mut sum = stepped(&w, &[x, y]);
        w = [0.0, 2.0];
        sum *= stepped(&w, &[x * y, y]);
        w = [9.0, 0.0];
        sum * sum + w[0]
    }

    fn chosen(a: &[f64; 2], b: &[f64; 2]) -> f64 {
        if a[0] > a[1] { b[0] } else { 3.0 * b[1] }
    }

    /// Which arm ran is told by the number.
    #[at(0.5, 0.7)]
    pub fn branches(x: f64, y: f64) -> f64 {
        let mut w = [1.0, 2.0];
        let mut sum = chosen(&w, &[x, y]);
        w = [5.0, 2.0];
        sum *= chosen(&w, &[x * y, y]);
        w = [0.0, 0.0];
        sum * sum + w[0]
    }

    fn counted(a: &[f64; 2], b: f64) -> f64 {
        let mut t = a[0];
        let mut y = b;
        while t > 0.5 {
            t -= 1.0;
            y *= 2.0;
        }
        y
    }

    /// How often a loop ran is told by the number.
    #[at(0.5)]
    pub fn trips(x: f64) -> f64 {
        let mut w = [3.0, 0.0];
        let y = counted(&w, x);
        w = [1.0, 0.0];
        let z = counted(&w, y * x);
        w = [7.0, 0.0];
        y * z + w[0]
    }

    fn sum_of_squares(x: &[f64]) -> f64 {
        let mut sum = 0.0;
        for i in 0..x.len() {
            sum += x[i] * x[i];
        }
        sum
    }

    fn sum(x: &[f64]) -> f64 {
        let mut sum = 0.0;
        for i in 0..x.len() {
            sum += x[i];
        }
        sum
    }

    fn both(x: &[f64], y: &[f64]) -> f64 {
        sum(x) * sum_of_squares(y)
    }

    /// A callee that reads its argument in the reverse sweep, one that does not, and one that hands on to both.
    #[at(vec![0.5, -1.0, 0.3])]
    pub fn handed_on(x: &[f64]) -> f64 {
        let mut y = x.to_vec();
        let a = sum(&y);
        y[0] = a * y[1];
        let b = sum_of_squares(&y);
        y[1] = b * y[2];
        let c = both(&y, x);
        y[2] = c * y[0];
        let d = both(x, &y);
        y[0] = d;
        sum(&y) * a
    }
}
