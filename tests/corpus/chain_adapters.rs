//! Iterator chains: adapters that look at items, several chains, and chains inside chains.

#[chainrule_oracle::corpus]
pub mod functions {
    #[at(vec![0.5, -1.0, 2.0])]
    pub fn positive_sum(x: &[f64]) -> f64 {
        x.iter().filter(|v| **v > 0.0).map(|v| v * v).sum()
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn filter_by_patterns(x: &[f64]) -> f64 {
        x.iter().filter(|&&v| v < 1.0).copied().filter(|v| *v > -2.0).map(f64::sin).sum()
    }

    #[at(vec![0.5, -1.0, 2.0, 0.3])]
    pub fn filter_of_pairs(x: &[f64]) -> f64 {
        x.iter()
            .enumerate()
            .filter(|(i, v)| i % 2 == 0 && **v > 0.0)
            .map(|(i, v)| v * i as f64)
            .sum()
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn filter_map_of_logarithms(x: &[f64]) -> f64 {
        x.iter().filter_map(|&v| if v > 0.0 { Some(v.ln()) } else { None }).sum()
    }

    #[at(vec![Some(0.5), None, Some(2.0)])]
    pub fn filter_map_of_options(x: &[Option<f64>]) -> f64 {
        x.iter().filter_map(|v| *v).map(|v| v * v).sum()
    }

    fn safe_ln(x: f64) -> Option<f64> {
        if x > 0.0 { Some(x.ln()) } else { None }
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn filter_map_of_a_function(x: &[f64]) -> f64 {
        x.iter().copied().filter_map(safe_ln).sum()
    }

    #[at(vec![0.5, 0.7, 2.0, 0.1])]
    pub fn take_while_small(x: &[f64]) -> f64 {
        x.iter().take_while(|v| **v < 1.0).map(|v| v.exp()).sum()
    }

    #[at(vec![0.5, 0.7, 2.0, 0.1])]
    pub fn skip_while_small(x: &[f64]) -> f64 {
        x.iter().skip_while(|v| **v < 1.0).map(|v| v.exp()).sum()
    }

    #[at(vec![0.5, 0.7, -2.0, 0.1])]
    pub fn map_while_positive(x: &[f64]) -> f64 {
        x.iter().map_while(|&v| if v > 0.0 { Some(v.sqrt()) } else { None }).sum()
    }

    #[at(vec![0.5, 0.7, -2.0, 0.1])]
    pub fn cumulative_sums(x: &[f64]) -> f64 {
        x.iter()
            .scan(0.0, |acc, v| {
                *acc += v;
                Some(*acc)
            })
            .map(|s| s * s)
            .sum()
    }

    #[at(vec![0.4, 0.7, 2.0, 0.1])]
    pub fn scan_that_ends(x: &[f64]) -> f64 {
        x.iter()
            .scan(1.0, |p, &v| {
                *p *= v;
                if *p > 0.5 { None } else { Some(*p + v) }
            })
            .sum()
    }

    #[at(vec![0.5, 0.7, -2.0, 0.1])]
    pub fn scan_over_a_pair(x: &[f64]) -> f64 {
        x.iter()
            .scan((1.0, 0.0), |state, &v| {
                *state = (state.1 + v, state.0);
                Some(state.0 * state.1)
            })
            .sum()
    }

    #[at(vec![0.5, 0.7, -2.0], vec![0.1, 0.4])]
    pub fn one_behind_another(x: &[f64], y: &[f64]) -> f64 {
        x.iter().chain(y).map(|v| v.sin()).sum()
    }

    #[at(vec![0.5, 0.7, -2.0], vec![0.1, 0.4])]
    pub fn one_behind_another_counted(x: &[f64], y: &[f64]) -> f64 {
        x.iter()
            .chain(y.iter().rev())
            .enumerate()
            .map(|(i, v)| v * (i + 1) as f64)
            .sum::<f64>()
            .sin()
    }

    #[at(vec![0.5, 0.7, -2.0], vec![0.1, 0.4])]
    pub fn both_backwards(x: &[f64], y: &[f64]) -> f64 {
        x.iter().chain(y).rev().fold(0.3, |a, v| a * v + 1.0)
    }

    #[at(vec![0.5, 0.7, -2.0], vec![0.1, 0.4])]
    pub fn part_of_both(x: &[f64], y: &[f64]) -> f64 {
        x.iter().chain(y).skip(1).step_by(2).take(2).map(|v| v * v).sum()
    }

    #[at(vec![0.5, 0.7, -2.0])]
    pub fn ends_by_once(x: &[f64]) -> f64 {
        let padded = std::iter::once(x[0]).chain(x.iter().copied()).chain(std::iter::once(x[2]));
        padded.fold(0.0, |a, v| 0.5 * a + v * v)
    }

    #[at(vec![0.5, 0.7, -2.0, 0.1])]
    pub fn pairs_of_elements(x: &[f64]) -> f64 {
        (0..x.len())
            .flat_map(|i| (i + 1..x.len()).map(move |j| (i, j)))
            .map(|(i, j)| (x[i] - x[j]).powi(2))
            .sum()
    }

    #[at(vec![vec![0.5, -1.0], vec![2.0, 0.3, 0.1]])]
    pub fn all_entries(m: &[Vec<f64>]) -> f64 {
        m.iter().flatten().map(|v| v * v).sum::<f64>().sqrt()
    }

    #[at(vec![vec![0.5, -1.0], vec![2.0, 0.3, 0.1]])]
    pub fn all_entries_by_rows(m: &[Vec<f64>]) -> f64 {
        m.iter().flat_map(|row| row.iter().skip(1)).zip(1..).map(|(v, k)| v.powi(k)).sum()
    }

    #[at([[0.5, -1.0], [2.0, 0.3]])]
    pub fn shadowed_names(m: [[f64; 2]; 2]) -> f64 {
        let v = 3.0;
        m.iter().flat_map(|row| row.iter().map(|v| v * v)).map(|w| w * v).sum()
    }

    #[at(vec![0.5, 0.7, -2.0, 0.1])]
    pub fn zipped_with_a_filtered_chain(x: &[f64]) -> f64 {
        let positive = x.iter().filter(|v| **v > 0.0);
        let a: f64 = positive.zip(x).map(|(a, b)| a * b).sum();
        let b: f64 = x.iter().zip(x.iter().filter(|v| **v > 0.0)).map(|(a, b)| a - b * b).product();
        a + b
    }

    #[at(vec![0.5, 0.7, -2.0, 0.1])]
    pub fn inspected(x: &[f64]) -> f64 {
        let mut seen = 0.0;
        let s: f64 = x.iter().inspect(|v| seen += **v).filter(|v| **v > 0.2).sum();
        s * seen
    }

    #[at(0.5)]
    pub fn powers_by_successors(x: f64) -> f64 {
        std::iter::successors(Some(1.0), |p| if *p > 0.01 { Some(p * x) } else { None }).sum()
    }

    #[at(0.5)]
    pub fn few_successors(x: f64) -> f64 {
        std::iter::successors(Some(x), |p| Some(p.sin() + 0.1)).take(4).map(|v| v * v).sum()
    }

    #[at(0.5)]
    pub fn unbounded_range(x: f64) -> f64 {
        (1..).map(|k| x.powi(k)).take_while(|t| *t > 1e-3).sum()
    }

    #[at(0.5)]
    pub fn unbounded_range_taken(x: f64) -> f64 {
        (0..).filter(|k| k % 3 != 1).map(|k| x.powi(k)).take(4).sum()
    }

    #[at(vec![0.5, 0.7, -2.0, 0.1])]
    pub fn for_with_exits(x: &[f64]) -> f64 {
        let mut s = 0.0;
        for (i, v) in x.iter().chain(x.iter().rev()).enumerate() {
            if i == 1 {
                continue;
            }
            if i == 6 {
                break;
            }
            s += v * v * i as f64;
        }
        s
    }

    #[at(vec![vec![0.5, -1.0], vec![2.0, 0.3, 0.1]])]
    pub fn labelled_for_over_flat_items(m: &[Vec<f64>]) -> f64 {
        let mut s = 1.0;
        'all: for v in m.iter().flat_map(|row| row.iter()) {
            for k in 0..2 {
                if *v < 0.0 {
                    continue 'all;
                }
                if *v > 0.05 && *v < 0.2 {
                    break 'all;
                }
                s += s * v + k as f64;
            }
        }
        s
    }

    #[at(vec![0.5, 0.7, -2.0, 0.1])]
    pub fn continue_among_the_first_few(x: &[f64]) -> f64 {
        let mut s = 0.0;
        for v in x.iter().filter(|v| **v < 0.6).take(2) {
            if *v < 0.0 {
                continue;
            }
            s += v.exp();
        }
        s
    }

    #[at(vec![0.5, 0.7, -2.0, 0.1])]
    pub fn returns_from_the_loop(x: &[f64]) -> f64 {
        for (a, b) in x.iter().zip(x.iter().skip(1)).filter(|(a, b)| a < b) {
            if a + b > 1.0 {
                return a * b;
            }
        }
        x[0]
    }

    #[at(vec![0.5, 0.7, -2.0], 0.4)]
    pub fn closures_that_write(x: &[f64], k: f64) -> f64 {
        let mut last = k;
        let smoothed = x.iter().map(|v| {
            last = 0.5 * last + v;
            last * last
        });
        smoothed.sum()
    }

    #[at(vec![0.5, 0.7, -2.0, 0.3])]
    pub fn writing_closures_of_skipped_items(x: &[f64]) -> f64 {
        let mut count = 0.0;
        let s: f64 = x
            .iter()
            .map(|v| {
                count += 1.0;
                v * count
            })
            .skip(1)
            .take(2)
            .sum();
        s * count
    }

    #[at(vec![0.5, 0.7, -2.0, 0.3])]
    pub fn nested_sums(x: &[f64]) -> f64 {
        x.iter().enumerate().map(|(i, a)| x.iter().take(i).map(|b| a * b).sum::<f64>()).sum()
    }

    #[at(vec![0.5, 0.7, -2.0, 0.3], vec![0.2, 0.5, 0.3])]
    pub fn convolution(x: &[f64], kernel: &[f64]) -> f64 {
        x.windows(kernel.len())
            .map(|w| w.iter().zip(kernel.iter().rev()).map(|(a, b)| a * b).sum::<f64>())
            .map(|y| y * y)
            .sum()
    }

    #[at(vec![vec![0.5, 0.7], vec![-2.0, 0.3], vec![1.0, 0.1]])]
    pub fn pairwise_distances(points: &[Vec<f64>]) -> f64 {
        points
            .iter()
            .enumerate()
            .flat_map(|(i, p)| points[i + 1..].iter().map(move |q| (p, q)))
            .map(|(p, q)| p.iter().zip(q).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt())
            .sum()
    }

    #[at(vec![0.5, 0.7, -2.0, 0.3])]
    pub fn second_differences(x: &[f64]) -> f64 {
        x.iter().zip(&x[1..]).zip(&x[2..]).map(|((a, b), c)| a - 2.0 * b + c).map(|d| d * d).sum()
    }

    #[at(vec![0.5, 0.7, -2.0, 0.3], vec![0.1, 0.2, 0.4, 0.3])]
    pub fn weighted_mean(x: &[f64], w: &[f64]) -> f64 {
        let total: f64 = w.iter().sum();
        x.iter().zip(w.iter().map(|w| w / total)).map(|(x, w)| x * w).sum()
    }

    #[at(vec![0.1, 0.2, 0.4, 0.3])]
    pub fn entropy(p: &[f64]) -> f64 {
        -p.iter().filter(|&&p| p > 0.0).map(|&p| p * p.ln()).sum::<f64>()
    }

    #[at(vec![0.5, 0.7, -2.0], vec![0.1, 0.2, 0.4])]
    pub fn cosine_similarity(a: &[f64], b: &[f64]) -> f64 {
        let (dot, aa, bb) = a
            .iter()
            .zip(b.iter())
            .fold((0.0, 0.0, 0.0), |(d, p, q), (a, b)| (d + a * b, p + a * a, q + b * b));
        dot / (aa.sqrt() * bb.sqrt())
    }

    #[at(vec![0.1, 0.5, 1.2, 2.0])]
    pub fn trapezoid_over_pairs(t: &[f64]) -> f64 {
        t.windows(2)
            .map(|w| {
                let (a, b) = (w[0], w[1]);
                0.5 * (b - a) * (a.sin() + b.sin())
            })
            .sum()
    }

    #[at(vec![0.1, 0.5, 1.2, 2.0], 0.3)]
    pub fn early_return_in_a_closure(x: &[f64], k: f64) -> f64 {
        x.iter()
            .map(|&v| {
                if v < k {
                    return v * v;
                }
                let w = v - k;
                w.exp()
            })
            .sum()
    }
}
