//! Loops whose neighbouring iterations meet in one element of a shadow: stencils, chains,
//! recurrences over pairs, sums into one element. Each runs in every mode against the oracle.
//!
//! Invariant: the lengths include those at which a loop has no iteration or one, where an index
//! of the first or last neighbour is not valid.

#[chainrule_oracle::corpus]
pub mod functions {
    /// `x[i]` and `x[i + 1]`.
    #[at(vec![0.5, -1.0, 2.0, 0.25])]
    #[at(vec![0.5, -1.0])]
    #[at(vec![0.5])]
    pub fn rosenbrock(x: &[f64]) -> f64 {
        let mut s = 0.0;
        for i in 0..x.len() - 1 {
            let a = x[i + 1] - x[i] * x[i];
            let b = 1.0 - x[i];
            s += 100.0 * a * a + b * b;
        }
        s
    }

    /// The upper one first, and the loop begins at one.
    #[at(vec![0.5, -1.0, 2.0, 0.25], 1.5)]
    #[at(vec![0.5], 1.5)]
    #[at(vec![], 1.5)]
    pub fn stretches(x: &[f64], k: f64) -> f64 {
        let mut s = 0.0;
        for i in 1..x.len() {
            let stretch = x[i] - x[i - 1] - 1.0;
            s += 0.5 * k * stretch * stretch;
        }
        s
    }

    /// Three neighbours, one of them once more on a condition.
    #[at(vec![0.5, -1.0, 2.0, 0.25, 0.75], 1.5)]
    #[at(vec![0.5, 2.0, -1.0], 1.5)]
    #[at(vec![0.5, 2.0], 1.5)]
    pub fn curvature(x: &[f64], k: f64) -> f64 {
        let n = x.len();
        let mut s = 0.0;
        for i in 1..n - 1 {
            let d = x[i - 1] - 2.0 * x[i] + x[i + 1];
            if d > 0.0 {
                s += k * x[i] * d;
            }
            s += k * d * d;
        }
        s
    }

    /// Neighbours two apart: the one between is not read.
    #[at(vec![0.5, -1.0, 2.0, 0.25, 0.75, 1.25])]
    #[at(vec![0.5, -1.0, 2.0])]
    #[at(vec![0.5, -1.0])]
    pub fn two_apart(x: &[f64]) -> f64 {
        let mut s = 0.0;
        for i in 2..x.len() {
            s += x[i] * x[i - 2] * x[i];
        }
        s
    }

    /// Neighbours that only some iterations reach: their index is not valid in the others.
    #[at(vec![0.5, -1.0, 2.0, 0.25])]
    #[at(vec![0.5])]
    #[at(vec![])]
    pub fn guarded_neighbours(x: &[f64]) -> f64 {
        let n = x.len();
        let mut s = 0.0;
        for i in 0..n {
            s += x[i] * x[i];
            if i + 1 < n {
                s += x[i] * x[i + 1];
            }
            if i > 0 {
                s += x[i - 1] * x[i].sin();
            }
        }
        s
    }

    /// A recurrence that records, so that the reverse loop runs downwards.
    #[at(0.3, vec![0.5, -1.0, 2.0, 0.25])]
    #[at(0.3, vec![0.5])]
    pub fn recurrence_over_pairs(start: f64, x: &[f64]) -> f64 {
        let mut s = start;
        for i in 0..x.len() - 1 {
            s = s.sin() * x[i] + x[i + 1] * s;
        }
        s
    }

    /// Downwards in the source: upwards in the reverse sweep.
    #[at(0.3, vec![0.5, -1.0, 2.0, 0.25])]
    #[at(0.3, vec![0.5])]
    pub fn recurrence_downwards(start: f64, x: &[f64]) -> f64 {
        let mut s = start;
        for i in (1..x.len()).rev() {
            s = s.cos() * x[i] + x[i - 1] * s * s;
        }
        s
    }

    /// A plane in one slice, with rows above and below.
    #[at(vec![0.5, -1.0, 2.0, 0.25, 1.5, 0.75, -0.5, 0.3, 0.9, 1.1, -0.2, 0.6], 4)]
    #[at(vec![0.5, -1.0, 2.0, 0.25, 1.5, 0.75, -0.5, 0.3, 0.9], 3)]
    #[at(vec![0.5, -1.0, 2.0, 0.25], 2)]
    pub fn laplacian(u: &[f64], n: usize) -> f64 {
        let rows = u.len() / n;
        let mut s = 0.0;
        for i in 1..rows - 1 {
            for j in 1..n - 1 {
                let k = i * n + j;
                let d = u[k - n] + u[k + n] + u[k - 1] + u[k + 1] - 4.0 * u[k];
                s += d * d * u[k];
            }
        }
        s
    }

    /// Steps between two buffers on a plane: what an element gets from its row is added at once, and the rows
    /// have from no to four iterations.
    #[at(vec![0.5, -1.0, 2.0, 0.25, 1.5, 0.75], 2, 2)]
    #[at(vec![0.5, -1.0, 2.0, 0.25, 1.5, 0.75, -0.5, 0.3, 0.9], 3, 3)]
    #[at(vec![0.5, -1.0, 2.0, 0.25, 1.5, 0.75, -0.5, 0.3, 0.9, 1.1, -0.2, 0.6, 0.8, 0.1, -0.7, 1.3], 4, 2)]
    #[at((0..24).map(|i| f64::from(i * i % 7) - 2.5).collect::<Vec<_>>(), 6, 3)]
    pub fn relaxed(start: &[f64], n: usize, steps: usize) -> f64 {
        let mut u = start.to_vec();
        let mut v = start.to_vec();
        let rows = start.len() / n;
        for _ in 0..steps {
            for i in 1..rows - 1 {
                for j in 1..n - 1 {
                    let k = i * n + j;
                    v[k] = u[k] + 0.2 * (u[k - n] + u[k + n] + u[k - 1] + u[k + 1] - 4.0 * u[k]);
                }
            }
            for i in 1..rows - 1 {
                for j in 1..n - 1 {
                    let k = i * n + j;
                    u[k] = v[k] - 0.1 * (v[k - n] + v[k + 1]) * start[k];
                }
            }
        }
        let mut s = 0.0;
        for k in 0..u.len() {
            s += u[k] * u[k];
        }
        s
    }

    /// Neighbours up to two to both sides and in the row above, all taken away, with weights of their own.
    #[at((0..21).map(|i| f64::from(i * i % 5) - 1.5).collect::<Vec<_>>(), vec![0.5, -0.3, 0.2, 0.9, 1.1, -0.4, 0.7], 7)]
    #[at((0..18).map(|i| f64::from(i * i % 5) - 1.5).collect::<Vec<_>>(), vec![0.5, -0.3, 0.2, 0.9, 1.1, -0.4], 6)]
    #[at((0..15).map(|i| f64::from(i * i % 5) - 1.5).collect::<Vec<_>>(), vec![0.5, -0.3, 0.2, 0.9, 1.1], 5)]
    #[at((0..8).map(|i| f64::from(i * i % 5) - 1.5).collect::<Vec<_>>(), vec![0.5, -0.3, 0.2, 0.9], 4)]
    pub fn taken_away(u: &[f64], w: &[f64], n: usize) -> f64 {
        let mut v = vec![0.0; u.len()];
        for i in 1..u.len() / n {
            for j in 2..n - 2 {
                let around =
                    u[i * n + j - 2] + 3.0 * u[i * n + j + 2] + 0.5 * u[(i - 1) * n + j + 1];
                v[i * n + j] -= w[j] * (around + w[j] * u[i * n + j]);
            }
        }
        let mut s = 0.0;
        for k in 0..v.len() {
            s += v[k] * v[k] * v[k];
        }
        s
    }

    /// A row whose end is a small number: no more iterations than neighbours, from a place that is not known.
    #[at(vec![0.5, -1.0, 2.0, 0.25, 1.5, 0.75, -0.5, 0.3], 1)]
    #[at(vec![0.5, -1.0, 2.0, 0.25, 1.5, 0.75, -0.5, 0.3], 2)]
    pub fn short_rows(u: &[f64], first: usize) -> f64 {
        let mut v = vec![0.0; u.len()];
        for i in 0..u.len() / 4 {
            for j in first..2 {
                v[i * 4 + j] += u[i * 4 + j - 1] + 3.0 * u[i * 4 + j + 2] + 0.5 * u[j];
            }
        }
        let mut s = 0.0;
        for k in 0..v.len() {
            s += v[k] * v[k];
        }
        s
    }

    /// Explicit steps of a nonlinear diffusion between two buffers.
    #[at(vec![0.5, 0.1, 0.9, 0.25, 0.75, 0.4], 3)]
    #[at(vec![0.5, 0.1], 3)]
    pub fn diffusion(start: &[f64], steps: usize) -> f64 {
        let n = start.len();
        let mut u = start.to_vec();
        let mut v = start.to_vec();
        for _ in 0..steps {
            for i in 1..n - 1 {
                v[i] = u[i] + 0.1 * (u[i - 1] - 2.0 * u[i] + u[i + 1]) + 0.05 * u[i] * (1.0 - u[i]);
            }
            std::mem::swap(&mut u, &mut v);
        }
        let mut s = 0.0;
        for i in 0..n {
            s += u[i] * u[i];
        }
        s
    }

    /// Rows of a nested array beside one another: the inner index is fixed per loop.
    #[at([[0.5, -1.0, 2.0], [0.25, 1.5, 0.75], [0.1, -0.4, 0.6], [1.1, 0.2, -0.3]])]
    pub fn nested_rows(x: &[[f64; 3]; 4]) -> f64 {
        let mut s = 0.0;
        for j in 0..3 {
            for i in 1..4 {
                s += x[i][j] * x[i - 1][j] + x[i][0] * x[i - 1][2];
            }
        }
        s
    }

    /// All iterations of the inner loop add to one element.
    #[at(vec![0.5, -1.0, 2.0], vec![0.25, 1.5])]
    #[at(vec![0.5, -1.0, 2.0], vec![])]
    #[at(vec![], vec![0.5])]
    pub fn outer_products(x: &[f64], y: &[f64]) -> f64 {
        let mut s = 0.0;
        for i in 0..x.len() {
            let mut t = 0.0;
            for j in 0..y.len() {
                t += x[i] * y[j] * y[j];
            }
            s += t.sin();
        }
        s
    }

    /// The fixed element is valid only where the inner loop runs.
    #[at(vec![0.5, -1.0, 2.0], 2)]
    #[at(vec![0.5, -1.0], 0)]
    #[at(vec![], 0)]
    pub fn fixed_element(x: &[f64], k: usize) -> f64 {
        let mut s = 1.0;
        for i in 0..k {
            s += x[i] * x[k] * x[0];
        }
        s * s
    }

    /// The index is a name that changes in the loop: no neighbour is where it was.
    #[at(vec![0.5, -1.0, 2.0, 0.25, 0.75, 1.25, -0.6])]
    pub fn moving_offset(x: &[f64]) -> f64 {
        let mut s = 0.0;
        let mut k = 0;
        for i in 0..3 {
            s += x[i + k] * x[i + k + 1];
            k += i;
        }
        s
    }

    /// Offsets in either direction from two names, one of which the body defines.
    #[at(vec![0.5, -1.0, 2.0, 0.25, 0.75, 1.25, -0.6], 2)]
    #[at(vec![0.5, -1.0, 2.0, 0.25], 0)]
    pub fn offset_by_name(x: &[f64], m: usize) -> f64 {
        let mut s = 0.0;
        for i in 0..x.len() - m - 1 {
            let at = i + m;
            s += x[at] * x[at + 1] + x[i].sin() * x[m];
        }
        s
    }

    /// Differences taken away on one side.
    #[at(vec![0.5, -1.0, 2.0, 0.25], vec![1.0, 3.0, 0.5, 2.0])]
    #[at(vec![0.5], vec![1.0])]
    pub fn upwind(u: &[f64], c: &[f64]) -> f64 {
        let mut s = 0.0;
        for i in 1..u.len() {
            let flux = c[i] * (u[i] - u[i - 1]);
            s -= flux * flux;
            s -= c[i - 1] / c[i];
        }
        s
    }

    /// A loop that is left early is not carried through.
    #[at(vec![0.5, 1.0, 2.0, 0.25], 2.0)]
    #[at(vec![0.5, 1.0, 2.0, 0.25], 100.0)]
    pub fn left_early(x: &[f64], limit: f64) -> f64 {
        let mut s = 0.0;
        for i in 0..x.len() - 1 {
            s += x[i] * x[i + 1];
            if s > limit {
                break;
            }
        }
        s * s
    }

    /// A window of five.
    #[at(vec![0.5, -1.0, 2.0, 0.25, 0.75, 1.25, -0.6])]
    #[at(vec![0.5, -1.0, 2.0, 0.25, 0.75])]
    #[at(vec![0.5, -1.0, 2.0, 0.25])]
    pub fn window_of_five(x: &[f64]) -> f64 {
        let mut s = 0.0;
        for i in 2..x.len() - 2 {
            let d = x[i - 2] - 4.0 * x[i - 1] + 6.0 * x[i] - 4.0 * x[i + 1] + x[i + 2];
            s += d * d;
        }
        s
    }

    /// The array grows behind the loop's bound.
    #[at(vec![0.5, -1.0, 2.0])]
    pub fn grows_inside(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        for i in 0..x.len() - 1 {
            let next = v[i] * v[i + 1];
            v.push(next);
        }
        let mut s = 0.0;
        for i in 0..v.len() - 1 {
            s += v[i] * v[i + 1];
        }
        s
    }
}

/// The sum of `x[i] x[i + 1]` over any float.
#[chainrule::differentiable]
fn pairs<T: num_traits::Float>(x: &[T]) -> T {
    let mut s = T::zero();
    for i in 0..x.len() - 1 {
        s = s + x[i] * x[i + 1];
    }
    s
}

#[test]
fn locals_have_the_floats_of_the_shadow() {
    assert_eq!(grad_pairs(&[2.0_f32, 3.0, 5.0]), [3.0, 7.0, 3.0]);
    assert_eq!(grad_pairs(&[2.0_f64, 3.0, 5.0]), [3.0, 7.0, 3.0]);
}
