//! Iterator chains: sources, adapters that keep positions, sums and folds.

#[chainrule_oracle::corpus]
pub mod functions {
    #[at(vec![0.5, -1.0, 2.0])]
    pub fn sum_of_elements(x: &[f64]) -> f64 {
        x.iter().sum()
    }

    #[at([0.5, -1.0, 2.0])]
    pub fn mean(x: &[f64; 3]) -> f64 {
        x.iter().sum::<f64>() / x.len() as f64
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn variance(x: &[f64]) -> f64 {
        let n = x.len() as f64;
        let mean = x.iter().sum::<f64>() / n;
        x.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n - 1.0)
    }

    #[at(vec![0.5, -1.0, 2.0], vec![1.5, 0.3, -0.7])]
    pub fn dot(x: &[f64], y: &[f64]) -> f64 {
        x.iter().zip(y).map(|(a, b)| a * b).sum()
    }

    #[at(vec![0.5, -1.0, 2.0], vec![1.5, 0.3])]
    pub fn dot_of_unequal_lengths(x: &[f64], y: &[f64]) -> f64 {
        let s: f64 = x.iter().zip(y.iter()).map(|(&a, &b)| a * b).sum();
        s.sin()
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn norm(x: &[f64]) -> f64 {
        x.iter().map(|v| v * v).sum::<f64>().sqrt()
    }

    #[at(vec![0.5, -1.2, 2.0])]
    pub fn product_of_elements(x: Vec<f64>) -> f64 {
        x.iter().product::<f64>()
    }

    #[at(vec![0.5, -1.2, 2.0])]
    pub fn product_of_mapped(x: Vec<f64>) -> f64 {
        let p: f64 = x.iter().map(|v| 1.0 + v * v).product();
        p.ln()
    }

    #[at(0.7, vec![1.0, -0.5, 0.25, 2.0])]
    pub fn horner(x: f64, coefficients: &[f64]) -> f64 {
        coefficients.iter().rev().fold(0.0, |acc, c| acc * x + c)
    }

    #[at(0.7, [1.0, -0.5, 0.25])]
    pub fn polynomial_by_powers(x: f64, c: [f64; 3]) -> f64 {
        c.iter().enumerate().map(|(i, c)| c * x.powi(i as i32)).sum()
    }

    #[at(vec![0.5, -1.0, 2.0, 0.1])]
    pub fn sum_of_differences(x: &[f64]) -> f64 {
        x.windows(2).map(|w| (w[1] - w[0]).powi(2)).sum()
    }

    #[at(vec![0.5, -1.0, 2.0, 0.1])]
    pub fn neighbours_by_zip(x: &[f64]) -> f64 {
        x.iter().zip(x.iter().skip(1)).map(|(a, b)| a * b).sum()
    }

    #[at(vec![0.5, -1.0, 2.0, 0.1])]
    pub fn neighbours_by_parts(x: &[f64]) -> f64 {
        x[1..].iter().zip(&x[..x.len() - 1]).map(|(a, b)| (a - b).sin()).sum()
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn max_by_fold(x: &[f64]) -> f64 {
        x.iter().fold(f64::NEG_INFINITY, |a, &b| a.max(b))
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn max_by_path(x: &[f64]) -> f64 {
        x.iter().copied().fold(f64::NEG_INFINITY, f64::max)
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn log_sum_exp(x: &[f64]) -> f64 {
        let top = x.iter().cloned().fold(f64::MIN, f64::max);
        top + x.iter().map(|v| (v - top).exp()).sum::<f64>().ln()
    }

    #[at(5, 0.3)]
    pub fn sum_over_a_range(n: usize, x: f64) -> f64 {
        (0..n).map(|i| (x * i as f64).sin()).sum()
    }

    #[at(0.3)]
    pub fn sum_through_a_range(x: f64) -> f64 {
        (1..=4).map(|k| x.powi(k) / k as f64).sum::<f64>()
    }

    #[at(0.3)]
    pub fn range_backwards(x: f64) -> f64 {
        (0..5).rev().fold(1.0, |acc, i| 1.0 + x * acc / (i + 1) as f64)
    }

    #[at(0.3)]
    pub fn every_second_number(x: f64) -> f64 {
        (1..10).step_by(2).map(|k| x.powi(k) / f64::from(k)).sum()
    }

    #[at(0.3)]
    pub fn every_third_number_backwards(x: f64) -> f64 {
        (0..11).step_by(3).rev().fold(0.2, |acc, k| acc * x + f64::from(k))
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn range_beside_elements(x: &[f64]) -> f64 {
        (1..).zip(x).map(|(k, v)| v.powi(k)).sum()
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn elements_beside_range(x: &[f64]) -> f64 {
        x.iter().zip(1..=2).map(|(v, k)| v * f64::from(k)).sum()
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn elements_beside_numbers_backwards(x: &[f64]) -> f64 {
        x.iter().zip((-3_i64..9).rev().step_by(4)).map(|(v, k)| v * k as f64).sum()
    }

    #[at(vec![0.5, -1.0, 2.0, 0.3, 0.2])]
    pub fn part_of_elements(x: &[f64]) -> f64 {
        x.iter().skip(1).take(3).map(|v| v.exp()).sum()
    }

    #[at(vec![0.5, -1.0, 2.0, 0.3, 0.2])]
    pub fn part_of_elements_backwards(x: &[f64]) -> f64 {
        x.iter().rev().skip(1).take(3).enumerate().map(|(i, v)| v * v * i as f64).sum()
    }

    #[at(vec![0.5, -1.0, 2.0, 0.3, 0.2])]
    pub fn every_second_element(x: &[f64]) -> f64 {
        x.iter().step_by(2).sum::<f64>() - x.iter().skip(1).step_by(2).sum::<f64>()
    }

    #[at(vec![0.5, -1.0, 2.0, 0.3, 0.2])]
    pub fn numbers_in_part(x: &[f64]) -> f64 {
        (0..x.len()).skip(1).take(2).map(|i| x[i] * x[i + 1]).sum()
    }

    #[at(vec![vec![0.5, -1.0], vec![2.0, 0.3]], vec![0.7, -0.2])]
    pub fn matrix_times_vector(m: &[Vec<f64>], v: &[f64]) -> f64 {
        m.iter().map(|row| row.iter().zip(v).map(|(a, b)| a * b).sum::<f64>().tanh()).sum()
    }

    #[at(vec![0.5, -1.0, 2.0, 0.3], vec![0.7, -0.2])]
    pub fn rows_of_flat_matrix(m: &[f64], v: &[f64]) -> f64 {
        m.chunks_exact(v.len())
            .map(|row| row.iter().zip(v).map(|(a, b)| a * b).sum::<f64>())
            .map(|y| y * y)
            .sum()
    }

    #[at(vec![0.5, -1.0, 2.0, 0.3, 1.1])]
    pub fn chunks_with_a_rest(x: &[f64]) -> f64 {
        x.chunks(2).map(|part| part.iter().product::<f64>()).sum()
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn functions_by_path(x: &[f64]) -> f64 {
        x.iter().copied().map(f64::exp).map(f64::sqrt).sum()
    }

    fn squashed(x: f64) -> f64 {
        x / (1.0 + x.abs())
    }

    fn squashed_by_reference(x: &f64) -> f64 {
        *x / (2.0 + x.abs())
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn annotated_function_by_path(x: &[f64]) -> f64 {
        x.iter().copied().map(squashed).sum::<f64>()
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn annotated_function_of_reference(x: &[f64]) -> f64 {
        x.iter().map(squashed_by_reference).sum::<f64>()
    }

    #[at(vec![0.5, -1.0, 2.0], 0.3)]
    pub fn local_closure_by_name(x: &[f64], k: f64) -> f64 {
        let f = |v: &f64| (k * v).sin();
        x.iter().map(f).sum::<f64>() + x.iter().map(&f).product::<f64>()
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn fold_over_a_pair(x: &[f64]) -> f64 {
        let (s, q) = x.iter().fold((0.0, 0.0), |(s, q), &v| (s + v, q + v * v));
        q - s * s / x.len() as f64
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn fold_over_a_pair_by_fields(x: &[f64]) -> f64 {
        let t = x.iter().fold((0.0, 1.0), |t, v| (t.0 + v, t.1 * v));
        t.0 * t.1
    }

    #[at(vec![0.5, 1e8, 2.0, -1e8, 0.25])]
    pub fn kahan_sum(x: &[f64]) -> f64 {
        let (sum, _) = x.iter().fold((0.0, 0.0), |(sum, c), v| {
            let y = v - c;
            let t = sum + y;
            (t, (t - sum) - y)
        });
        sum
    }

    #[at(vec![0.5, -1.0, 2.0, 0.7])]
    pub fn welford(x: &[f64]) -> f64 {
        let (n, _, m2) = x.iter().fold((0, 0.0, 0.0), |(n, mean, m2), &v| {
            let n = n + 1;
            let delta = v - mean;
            let mean = mean + delta / n as f64;
            (n, mean, m2 + delta * (v - mean))
        });
        m2 / (n - 1) as f64
    }

    #[at(vec![0.5, -1.0, 2.0, 0.7])]
    pub fn fold_over_an_array(x: &[f64]) -> f64 {
        let m = x.iter().fold([0.0; 3], |m, v| [m[0] + v, m[1] + v * v, m[2] + v * v * v]);
        m[0] * m[1] + m[2]
    }

    #[at(vec![0.5, -1.0, 2.0, 0.7])]
    pub fn fold_into_an_array(x: &[f64]) -> f64 {
        let sums = x.iter().enumerate().fold([0.0; 2], |mut sums, (i, v)| {
            sums[i % 2] += v * v;
            sums
        });
        sums[0] / sums[1]
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn swapping_fold(x: &[f64]) -> f64 {
        let (a, b) = x.iter().fold((1.0, 2.0), |(a, b), v| (b, a * v));
        a - b
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn for_each_adds(x: &[f64]) -> f64 {
        let mut total = 0.0;
        x.iter().for_each(|v| total += v * v);
        total
    }

    #[at(vec![0.5, -1.0, 2.0], vec![1.5, 0.3, -0.7])]
    pub fn for_each_writes(x: &[f64], y: &[f64]) -> f64 {
        let mut z = x.to_vec();
        z.iter_mut().zip(y).for_each(|(a, b)| *a = *a * b + a.sin());
        z.iter().sum()
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn for_over_mapped(x: &[f64]) -> f64 {
        let mut s = 1.0;
        for (i, v) in x.iter().map(|v| v * v).enumerate() {
            s = s * 0.5 + v * i as f64;
        }
        s
    }

    #[at(vec![0.5, -1.0, 2.0, 0.1])]
    pub fn moving_average(x: &[f64]) -> f64 {
        let means = x.windows(3).map(|w| w.iter().sum::<f64>() / 3.0);
        means.map(|m| m * m).sum()
    }

    #[at([1.0, -2.0], 0.3)]
    pub fn sum_over_values(x: [f64; 2], k: f64) -> f64 {
        x.into_iter().map(|v| (k * v).exp()).sum()
    }

    #[at(vec![[0.5, -1.0], [2.0, 0.3]])]
    pub fn pairs_in_patterns(points: &[[f64; 2]]) -> f64 {
        points.iter().map(|&[a, b]| a * b).sum::<f64>()
            + points.iter().map(|[a, b]| a - b).product::<f64>()
    }

    #[at(vec![(0.5, -1.0), (2.0, 0.3)])]
    pub fn tuples_in_patterns(points: &[(f64, f64)]) -> f64 {
        points.iter().map(|&(a, b)| a * b).sum::<f64>()
            + points.iter().map(|p| p.0 - p.1).product::<f64>()
    }

    #[at(vec![0.5, -1.0, 2.0], vec![1.5, 0.3, -0.7], vec![0.1, 0.2, 0.3])]
    pub fn three_sequences(a: &[f64], b: &[f64], c: &[f64]) -> f64 {
        let t = 0.7;
        a.iter().zip(b).zip(c).fold(0_f64, |term, ((a, b), c)| term + a * (b + c * t).cos())
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn moved_captures(x: &[f64]) -> f64 {
        let mut k = 2.0;
        let squares = x.iter().map(move |v| k * v * v);
        k = 3.0;
        squares.sum::<f64>() * k
    }

    const WEIGHTS: [f64; 3] = [0.25, 0.5, 0.125];

    #[at([0.5, -1.0, 2.0])]
    pub fn constant_weights(x: [f64; 3]) -> f64 {
        WEIGHTS.iter().zip(&x).map(|(w, v)| w * v * v).sum()
    }

    #[at(0.5)]
    pub fn table_only(x: f64) -> f64 {
        WEIGHTS.iter().enumerate().skip(1).map(|(i, w)| w / (x + i as f64)).sum()
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn empty_sums(x: &[f64]) -> f64 {
        let none: f64 = x[3..].iter().sum();
        let one: f64 = x[3..].iter().product();
        x[0] * one - none
    }

    #[at(vec![1.0, 2.0], 3)]
    pub fn counts(x: &[f64], n: usize) -> f64 {
        let long = x.iter().count() + (0..n).count();
        let sum: usize = (0..n).sum();
        let product: usize = (1..=n).product();
        x[0] * long as f64 + x[1] * sum as f64 - product as f64 * x[0] * x[1]
    }

    #[at(1.1, vec![0.5, -1.0, 2.0])]
    pub fn repeated_and_single(x: f64, y: &[f64]) -> f64 {
        let a: f64 = std::iter::repeat(x).take(3).product();
        let b: f64 = std::iter::once(x * x).chain(y.iter().copied()).map(|v| v.sin()).sum();
        let c: f64 = std::iter::zip(y, std::iter::repeat(x)).map(|(a, b)| a * b).sum();
        a * b + c
    }

    #[at(vec![0.5, -1.0, 2.0, 0.3], vec![0.7, -0.2])]
    pub fn cycled(x: &[f64], y: &[f64]) -> f64 {
        x.iter().zip(y.iter().cycle()).map(|(a, b)| a * b.exp()).sum()
    }

    #[at(vec![0.5_f32, -1.0, 2.0])]
    pub fn single_precision(x: &[f32]) -> f32 {
        x.iter().map(|v| v * v).sum::<f32>().sqrt()
    }
}
