//! Helpers that get elements of two parts of one array in every iteration of a loop.

#[chainrule_oracle::corpus]
pub mod functions {
    /// A rotation in the plane of two elements.
    fn rotate(a: &mut f64, b: &mut f64, c: f64, s: f64) {
        let turned = c * *a + s * *b;
        *b = c * *b - s * *a * *b;
        *a = turned;
    }

    /// Rows of a flat matrix, each with the next: Givens rotations.
    #[at(vec![0.5, -1.0, 2.0, 0.25, 0.75, 1.5], 3, 0.4)]
    #[at(vec![0.5, -1.0], 1, 0.4)]
    #[at(vec![0.5], 0, 0.4)]
    pub fn rows(x: &[f64], n: usize, angle: f64) -> f64 {
        let mut m = x.to_vec();
        if n > 0 {
            for i in 0..x.len() / n - 1 {
                let (upper, lower) = m[i * n..(i + 2) * n].split_at_mut(n);
                for j in 0..n {
                    rotate(&mut upper[j], &mut lower[j], angle.cos(), angle.sin());
                }
            }
        }
        m.iter().map(|v| v * v * v).sum()
    }

    /// The parts reach beyond the array, where the loop does not run.
    #[at(vec![0.5, -1.0, 2.0, 0.25], 2)]
    #[at(vec![0.5, -1.0], 0)]
    pub fn without_iterations(x: &[f64], n: usize) -> f64 {
        let mut m = x.to_vec();
        for j in 0..n {
            let (low, high) = m.split_at_mut(2);
            rotate(&mut low[j], &mut high[j], 0.6, 0.8);
        }
        m.iter().map(|v| v * v).sum()
    }

    /// Two arrays at once, from the last element down.
    #[at(vec![0.5, -1.0, 2.0, 0.25], vec![1.0, 2.0, -0.5, 0.125], 2)]
    pub fn two_arrays(x: &[f64], y: &[f64], half: usize) -> f64 {
        let (mut a, mut b) = (x.to_vec(), y.to_vec());
        for j in (0..half).rev() {
            let (low, high) = a.split_at_mut(half);
            rotate(&mut low[j], &mut high[j], 0.6, 0.8);
            let (left, right) = b.split_at_mut(half);
            rotate(&mut right[j], &mut left[j], 0.8, 0.6);
        }
        a.iter().zip(&b).map(|(a, b)| a * b).sum()
    }

    /// The loop reads the array beside the split too: each iteration sees what the one before has changed.
    #[at(vec![0.5, -1.0, 2.0, 0.25], 2)]
    pub fn read_beside(x: &[f64], half: usize) -> f64 {
        let mut m = x.to_vec();
        for j in 0..half {
            let angle = m[half - 1];
            let (low, high) = m.split_at_mut(half);
            rotate(&mut low[j], &mut high[j], angle.cos(), angle.sin());
        }
        m[0] * m[1] + m[2] * m[3]
    }

    /// The split moves with the loop.
    #[at(vec![0.5, -1.0, 2.0, 0.25, 0.75])]
    pub fn moving(x: &[f64]) -> f64 {
        let mut m = x.to_vec();
        for j in 1..m.len() {
            let (low, high) = m.split_at_mut(j);
            rotate(&mut low[j - 1], &mut high[0], 0.6, 0.8);
        }
        m.iter().map(|v| v * v * v).sum()
    }

    /// The loop is left before a part would be too short.
    #[at(vec![0.5, -1.0, 2.0], 5)]
    pub fn left_early(x: &[f64], n: usize) -> f64 {
        let mut m = x.to_vec();
        for j in 0..n {
            if j >= m.len() / 2 {
                break;
            }
            let half = m.len() / 2;
            let (low, high) = m.split_at_mut(half);
            rotate(&mut low[j], &mut high[j], 0.6, 0.8);
        }
        m.iter().map(|v| v * v).sum()
    }

    /// A loop around: all strides of a transform, with an angle that depends on what is transformed.
    #[at(vec![0.5, -1.0, 2.0, 0.25, 0.75, 1.5, -0.5, 1.0])]
    #[at(vec![0.5])]
    pub fn strides(x: &[f64]) -> f64 {
        let mut m = x.to_vec();
        let n = m.len();
        let mut half = 1;
        while half < n {
            for block in m.chunks_exact_mut(2 * half) {
                let (low, high) = block.split_at_mut(half);
                for j in 0..half {
                    let angle = x[j] / half as f64;
                    rotate(&mut low[j], &mut high[j], angle.cos(), angle.sin());
                }
            }
            half *= 2;
        }
        m.iter().map(|v| v * v * v).sum()
    }
}
