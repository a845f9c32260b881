//! Loops with working storage that is made once in front of them: each iteration overwrites it before
//! it reads it, or does not quite.

#[chainrule_oracle::corpus]
pub mod functions {
    /// Storage of the inner loop and of the outer one, and a sum at the end.
    #[at(vec![0.5, -1.0, 2.0, 0.25], vec![0.3, 0.8, -0.4, 1.1, 0.2, -0.6], 2, 2)]
    #[at(vec![0.5, -1.0], vec![0.3, 0.8], 1, 2)]
    #[at(vec![0.5, -1.0], vec![], 2, 1)]
    pub fn mixture(means: &[f64], x: &[f64], d: usize, components: usize) -> f64 {
        let mut exponents = vec![0.0; components];
        let mut centered = vec![0.0; d];
        let mut total = 0.0;
        for s in 0..x.len() / d {
            for k in 0..components {
                for i in 0..d {
                    centered[i] = x[s * d + i] - means[k * d + i];
                }
                let mut square = 0.0;
                for i in 0..d {
                    square += centered[i] * centered[i];
                }
                exponents[k] = square;
            }
            let mut sum = 0.0;
            for k in 0..components {
                sum += exponents[k].exp();
            }
            total += sum.ln();
        }
        total
    }

    /// The storage is changed behind the store that begins an iteration.
    #[at(vec![0.5, -1.0, 2.0], vec![0.3, 0.8, -0.4], 3)]
    pub fn changed_again(x: &[f64], w: &[f64], n: usize) -> f64 {
        let mut z = vec![0.0; n];
        let mut total = 0.0;
        for s in 0..x.len() {
            for i in 0..n {
                z[i] = w[i] * x[s];
            }
            for i in 1..n {
                z[i] += z[i - 1] * z[i - 1];
            }
            for i in 0..n {
                z[i] = z[i].sin();
            }
            total += z[n - 1] * z[0];
        }
        total
    }

    /// Only a part is overwritten: the last element carries from one iteration to the next.
    #[at(vec![0.5, -1.0, 2.0], 3)]
    pub fn partly_overwritten(x: &[f64], n: usize) -> f64 {
        let mut z = vec![0.0; n];
        let mut total = 0.0;
        for s in 0..x.len() {
            for i in 0..n - 1 {
                z[i] = x[s] * x[s];
            }
            total += z[0] * z[n - 1];
            z[n - 1] += z[0] * x[s];
        }
        total
    }

    /// Overwritten on a condition: some iterations find what an earlier one has left.
    #[at(vec![0.5, -1.0, 2.0], 2)]
    pub fn overwritten_on_a_condition(x: &[f64], n: usize) -> f64 {
        let mut z = vec![0.0; n];
        let mut total = 0.0;
        for s in 0..x.len() {
            if x[s] < 1.0 {
                for i in 0..n {
                    z[i] = x[s] * x[s];
                }
            }
            total += z[0] * x[s] + z[n - 1];
        }
        total
    }

    /// Read before it is overwritten.
    #[at(vec![0.5, -1.0, 2.0], 2)]
    pub fn read_first(x: &[f64], n: usize) -> f64 {
        let mut z = vec![0.0; n];
        let mut total = 0.0;
        for s in 0..x.len() {
            total += z[0] * x[s];
            for i in 0..n {
                z[i] = x[s] * x[s];
            }
            total += z[n - 1];
        }
        total
    }

    /// The loop that overwrites reads a neighbour that it has not written yet.
    #[at(vec![0.5, -1.0, 2.0], 3)]
    pub fn reads_ahead(x: &[f64], n: usize) -> f64 {
        let mut z = vec![0.0; n];
        let mut total = 0.0;
        for s in 0..x.len() {
            for i in 0..n {
                let ahead = if i + 1 < n { z[i + 1] } else { 1.0 };
                z[i] = x[s] * x[s] + 0.5 * ahead;
            }
            total += z[0] * z[n - 1];
        }
        total
    }

    /// Read behind the loop: the last iteration's content is the result's.
    #[at(vec![0.5, -1.0, 2.0], 2)]
    #[at(vec![], 2)]
    pub fn read_behind_the_loop(x: &[f64], n: usize) -> f64 {
        let mut z = vec![0.0; n];
        let mut total = 0.0;
        for s in 0..x.len() {
            for i in 0..n {
                z[i] = x[s] * x[s];
            }
            total += z[0] * x[s];
        }
        total + z[n - 1] * total
    }

    /// Two lengths: the loop does not reach the end of the storage.
    #[at(vec![0.5, -1.0, 2.0], 2, 3)]
    #[at(vec![0.5, -1.0, 2.0], 3, 3)]
    pub fn shorter_loop(x: &[f64], m: usize, n: usize) -> f64 {
        let mut z = vec![1.0; n];
        let mut total = 0.0;
        for s in 0..x.len() {
            for i in 0..m {
                z[i] = x[s] * z[n - 1];
            }
            total += z[0] * z[n - 1];
        }
        total
    }

    /// A penalty behind the loop, which has nothing to do with it.
    #[at(vec![0.5, -1.0, 2.0], 0.7)]
    pub fn penalty_behind(x: &[f64], w: f64) -> f64 {
        fn penalty(w: f64, x: &[f64]) -> f64 {
            w * w * x[0]
        }
        let mut total = 0.0;
        for s in 0..x.len() {
            total += (w * x[s]).exp();
        }
        let p = penalty(w, x);
        total + 0.5 * p
    }

    /// What stands behind the loop needs what it computes.
    #[at(vec![0.5, -1.0, 2.0], 0.7)]
    pub fn penalty_of_the_sum(x: &[f64], w: f64) -> f64 {
        fn penalty(w: f64, total: f64) -> f64 {
            (w * total).sin()
        }
        let mut total = 0.0;
        for s in 0..x.len() {
            total += (w * x[s]).exp();
        }
        let p = penalty(w, total);
        total * p + penalty(w, w)
    }

    /// What stands behind the loop changes what the loop reads.
    #[at(vec![0.5, -1.0, 2.0], 0.7)]
    pub fn changed_behind(x: &[f64], w: f64) -> f64 {
        let mut v = x.to_vec();
        let mut total = 0.0;
        for s in 0..v.len() {
            total += (w * v[s]).exp() * v[s];
        }
        v[0] = w * total;
        total + v[0] * v[1]
    }
}

/// A prior whose type the file shows.
#[chainrule::differentiable(second_order)]
fn prior(w: f64) -> f64 {
    w * w * w
}

/// A mixture behind whose loop something else stands.
#[chainrule::differentiable(second_order)]
fn mixture_with_prior(x: &[f64], w: f64, n: usize) -> f64 {
    let mut z = vec![0.0; n];
    let mut total = 0.0;
    for s in 0..x.len() {
        for i in 0..n {
            z[i] = w * x[s] * (i as f64);
        }
        let mut sum = 0.0;
        for i in 0..n {
            sum += z[i].exp();
        }
        total += sum.ln();
    }
    total - prior(w)
}

#[test]
fn a_prior_behind_the_loop() {
    let x = [0.5, -1.0, 2.0];
    let (w, n) = (0.7, 4);
    chainrule::check_gradients::<mixture_with_prior>((x.as_slice(), w, n)).unwrap();
    // d/dw: the mean position under the weights, times x
    let mean = |x: f64| {
        let weights: Vec<f64> = (0..n).map(|i| (w * x * i as f64).exp()).collect();
        let moment: f64 = weights.iter().enumerate().map(|(i, p)| i as f64 * p).sum();
        moment / weights.iter().sum::<f64>()
    };
    let by_hand = x.iter().map(|x| x * mean(*x)).sum::<f64>() - 3.0 * w * w;
    let (_, d_w) = grad_mixture_with_prior(&x, w, n);
    assert!((d_w - by_hand).abs() < 1e-14 * by_hand.abs(), "{d_w} against {by_hand}");
}
