//! Loops that overwrite an array element by element, between calls that change it: what such a loop leaves
//! in the array is needed, or is not.

#[chainrule_oracle::corpus]
pub mod functions {
    fn mixed(z: &mut [f64]) {
        for i in 1..z.len() {
            z[i] += 2.0 * z[i - 1];
        }
    }

    fn squared(z: &mut [f64]) {
        for i in 0..z.len() {
            z[i] *= z[i];
        }
    }

    /// Each element is read and then overwritten.
    #[at(vec![0.5, -1.0, 0.3], vec![1.5, 0.25, -0.75])]
    #[at(vec![0.5, -1.0, 0.3], vec![1.5, 0.25])]
    pub fn filter(x: &[f64], weights: &[f64]) -> f64 {
        let mut z = x.to_vec();
        mixed(&mut z);
        for (z, w) in z.iter_mut().zip(weights) {
            *z = *z * *z * w;
        }
        mixed(&mut z);
        squared(&mut z);
        z[0] + z[1] * z[2]
    }

    /// Only some elements are overwritten: the others are needed as they were before the loop.
    #[at(vec![0.5, -1.0, 0.3, 0.8], 2)]
    pub fn some(x: &[f64], n: usize) -> f64 {
        let mut z = x.to_vec();
        let mut product = 1.0;
        for i in 0..z.len() {
            product *= z[i];
        }
        for i in 0..n {
            z[i] = z[i] * z[i] * product;
        }
        mixed(&mut z);
        squared(&mut z);
        z[0] + z[1] * z[3] * product
    }

    /// The neighbour is read too, after it has been overwritten.
    #[at(vec![0.5, -1.0, 0.3, 0.8])]
    pub fn neighbour(x: &[f64]) -> f64 {
        let mut z = x.to_vec();
        mixed(&mut z);
        for i in 1..z.len() {
            z[i] = z[i] * z[i - 1];
        }
        mixed(&mut z);
        squared(&mut z);
        z[1] * z[2] + z[3]
    }

    /// The new element is read behind the store.
    #[at(vec![0.5, -1.0, 0.3])]
    pub fn behind(x: &[f64]) -> f64 {
        let mut z = x.to_vec();
        let mut sum = 0.0;
        for i in 0..z.len() {
            z[i] = z[i] * z[i];
            sum += z[i] * z[i] * x[0];
        }
        mixed(&mut z);
        sum * z[2]
    }

    /// The element is overwritten in one arm only.
    #[at(vec![0.5, -1.25, 0.3])]
    pub fn in_an_arm(x: &[f64]) -> f64 {
        let mut z = x.to_vec();
        mixed(&mut z);
        let mut sum = 0.0;
        for i in 0..z.len() {
            sum += z[i] * z[i];
            if z[i] > 0.0 {
                z[i] = z[i] * sum;
            }
        }
        mixed(&mut z);
        z[0] * z[1] + z[2]
    }

    /// The loop is left before all elements are overwritten.
    #[at(vec![0.5, -1.0, 0.3], 0.2)]
    pub fn left(x: &[f64], bound: f64) -> f64 {
        let mut z = x.to_vec();
        squared(&mut z);
        for i in 0..z.len() {
            if z[i] * z[i] < bound {
                break;
            }
            z[i] = z[i] * z[i];
        }
        mixed(&mut z);
        squared(&mut z);
        z[0] + z[1] * z[2]
    }

    /// Pairs, of which a part is overwritten.
    #[at(vec![0.5, -1.0, 0.3])]
    pub fn pairs(x: &[f64]) -> f64 {
        let mut z: Vec<[f64; 2]> = x.iter().map(|x| [*x, x * x]).collect();
        for i in 0..z.len() {
            z[i][0] = z[i][0] * z[i][1];
        }
        for i in 0..z.len() {
            z[i] = [z[i][1] * z[i][0], z[i][0]];
        }
        z[0][0] * z[1][1] + z[2][0]
    }

    /// In a loop around: each round needs what the round before has left.
    #[at(vec![0.5, -0.9, 0.3], 3)]
    pub fn rounds(x: &[f64], n: usize) -> f64 {
        let mut z = x.to_vec();
        for _ in 0..n {
            for i in 0..z.len() {
                z[i] = z[i] * (1.0 - z[i]);
            }
            mixed(&mut z);
        }
        z[0] * z[1] + z[2]
    }
}
