//! Iterator chains: consumers that choose an item, test them, or collect them.

#[chainrule_oracle::corpus]
pub mod functions {
    #[at(vec![0.5, -1.0, 2.0])]
    pub fn reduced_maximum(x: &[f64]) -> f64 {
        x.iter().copied().reduce(f64::max).unwrap()
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn reduced_by_closure(x: &[f64]) -> f64 {
        x.iter().map(|v| v * v).reduce(|a, b| a * b + 1.0).unwrap_or(0.0)
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn reduced_filtered(x: &[f64]) -> f64 {
        x.iter().filter(|v| **v > 0.0).copied().reduce(|a, b| a.sin() * b).unwrap()
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn nothing_to_reduce(x: &[f64]) -> f64 {
        x.iter().filter(|v| **v > 9.0).copied().reduce(f64::max).unwrap_or(x[0])
            + x[3..].iter().copied().reduce(f64::min).unwrap_or(x[1] * x[1])
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn least_by_partial_cmp(x: &[f64]) -> f64 {
        *x.iter().min_by(|a, b| a.partial_cmp(b).unwrap()).unwrap() * x[0]
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn greatest_by_total_cmp(x: &[f64]) -> f64 {
        x.iter().copied().max_by(|a, b| a.total_cmp(b)).unwrap().exp()
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn greatest_by_path(x: &[f64]) -> f64 {
        x.iter().copied().max_by(f64::total_cmp).unwrap().exp()
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn greatest_of_mapped(x: &[f64]) -> f64 {
        x.iter().map(|v| v * v + v).max_by(|a, b| a.partial_cmp(b).unwrap()).unwrap()
    }

    #[at(vec![0.5, -1.0, 2.0, 1.3])]
    pub fn position_of_the_greatest(x: &[f64]) -> f64 {
        let (i, v) =
            x.iter().enumerate().max_by(|(_, a), (_, b)| a.partial_cmp(b).unwrap()).unwrap();
        v * v * x[i - 1]
    }

    #[at(vec![0.5, -1.0, 2.0, 1.3])]
    pub fn position_by_fields(x: &[f64]) -> f64 {
        let i = x.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1)).map(|(i, _)| i).unwrap();
        x[i] * x[0]
    }

    #[at(vec![0.5, -1.0, 2.0, 1.3])]
    pub fn least_index_by_key(x: &[f64]) -> f64 {
        let i = (0..x.len()).min_by_key(|i| (i + 2) % x.len()).unwrap();
        let j = (0..x.len()).max_by_key(|&i| i % 2).unwrap();
        x[i] * x[j] * x[j]
    }

    #[at(vec![0.5, -1.0, 2.0, 1.3])]
    pub fn extreme_integers(x: &[f64]) -> f64 {
        let small = (2..x.len()).map(|i| i * i % 3).min().unwrap();
        let large = [1_usize, 3, 2].iter().max().unwrap();
        x[small] * x[*large]
    }

    #[at(vec![0.5, -1.0, 2.0, 1.3])]
    pub fn found_item(x: &[f64]) -> f64 {
        let big = x.iter().find(|v| **v > 1.0).unwrap();
        let none = x.iter().copied().find(|v| *v > 9.0).unwrap_or(3.0);
        big * big * none
    }

    #[at(vec![0.5, -1.0, 2.0, 1.3])]
    pub fn found_value(x: &[f64]) -> f64 {
        x.iter().find_map(|v| if *v < 0.0 { Some(v * v) } else { None }).unwrap() + x[0]
    }

    #[at(vec![0.5, -1.0, 2.0, 1.3])]
    pub fn found_position(x: &[f64]) -> f64 {
        let i = x.iter().position(|&v| v < 0.0).unwrap();
        let j = x.iter().skip(1).position(|&v| v > 1.9).unwrap_or(0);
        x[i + j] * x[i]
    }

    /// Linear interpolation in a table.
    #[at(0.7, vec![0.0, 0.5, 1.0, 2.0], vec![1.0, 0.3, -0.5, 2.0])]
    pub fn interpolated(t: f64, x: &[f64], y: &[f64]) -> f64 {
        match x.iter().position(|&v| v > t) {
            Some(i) if i > 0 => y[i - 1] + (t - x[i - 1]) / (x[i] - x[i - 1]) * (y[i] - y[i - 1]),
            Some(_) => y[0],
            None => y[y.len() - 1],
        }
    }

    #[at(vec![0.5, -1.0, 2.0, 1.3])]
    pub fn all_and_any(x: &[f64]) -> f64 {
        let small = x.iter().all(|v| v.abs() < 3.0);
        let negative = x.iter().any(|&v| v < 0.0);
        if small && negative { x[0] * x[1] } else { x[2] }
    }

    #[at(vec![0.5, -1.0, 2.0, 1.3])]
    pub fn counted_condition(x: &[f64]) -> f64 {
        let n = x.iter().filter(|v| **v > 0.0).count();
        x.iter().sum::<f64>() / n as f64
    }

    #[at(vec![0.5, -1.0, 2.0, 1.3])]
    pub fn first_and_last(x: &[f64]) -> f64 {
        let first = x.iter().next().unwrap();
        let last = x.iter().last().unwrap();
        let second = x.iter().nth(1).unwrap();
        let mapped = x.iter().map(|v| v * v).nth(2).unwrap();
        let kept = x.iter().filter(|v| **v > 0.7).last().unwrap();
        first * last + second * mapped * kept
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn collected_squares(x: &[f64]) -> Vec<f64> {
        x.iter().map(|v| v * v).collect()
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn softmax(x: &[f64]) -> Vec<f64> {
        let top = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let e: Vec<f64> = x.iter().map(|v| (v - top).exp()).collect();
        let total: f64 = e.iter().sum();
        e.iter().map(|v| v / total).collect()
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn collected_by_turbofish(x: &[f64]) -> f64 {
        let y = x.iter().zip(1..).map(|(v, k)| v.powi(k)).collect::<Vec<f64>>();
        y.iter().rev().fold(0.0, |a, v| 0.5 * a + v) + y[1] * y[2]
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn collected_with_placeholder(x: &[f64]) -> f64 {
        let mut y: Vec<_> = x.iter().filter(|v| **v > 0.0).map(|v| v.ln()).collect();
        y.push(x[1]);
        y[0] *= 2.0;
        y.iter().product()
    }

    #[at(0.3, 4)]
    pub fn collected_from_a_range(x: f64, n: usize) -> f64 {
        let grid: Vec<f64> = (0..n).map(|i| x * i as f64).collect();
        grid.windows(2).map(|w| (w[1] - w[0]) * w[1].sin()).sum()
    }

    #[at(0.3, 4)]
    pub fn collected_from_part_of_a_range(x: f64, n: usize) -> f64 {
        let grid: Vec<f64> = (1..=n).rev().map(|i| x.powi(i as i32)).collect();
        let odd: Vec<usize> = (0..n).filter(|i| i % 2 == 1).collect();
        odd.iter().map(|&i| grid[i] * grid[0]).sum()
    }

    #[at(vec![0.5, -1.0, 2.0], vec![1.0, 0.2, 0.1])]
    pub fn collected_pairs(x: &[f64], y: &[f64]) -> f64 {
        let pairs: Vec<(f64, f64)> = x.iter().copied().zip(y.iter().copied()).collect();
        pairs.iter().map(|(a, b)| a * b).sum::<f64>() + pairs[0].0
    }

    #[at(vec![vec![0.5, -1.0], vec![2.0, 0.3]], vec![0.7, -0.2])]
    pub fn matrix_vector_product(m: &[Vec<f64>], v: &[f64]) -> Vec<f64> {
        m.iter().map(|row| row.iter().zip(v).map(|(a, b)| a * b).sum()).collect()
    }

    #[at(vec![vec![0.5, -1.0], vec![2.0, 0.3]])]
    pub fn collected_rows(m: &[Vec<f64>]) -> f64 {
        let squares: Vec<Vec<f64>> =
            m.iter().map(|row| row.iter().map(|v| v * v).collect()).collect();
        squares.iter().flatten().sum::<f64>() * squares[1][0]
    }

    #[at(vec![vec![0.5, -1.0, 0.2], vec![2.0, 0.3, 0.4]])]
    pub fn transposed(m: &[Vec<f64>]) -> f64 {
        let t: Vec<Vec<f64>> =
            (0..m[0].len()).map(|j| m.iter().map(|row| row[j]).collect::<Vec<f64>>()).collect();
        t[2][0] * t[1][1] + t[0][1]
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn unzipped(x: &[f64]) -> f64 {
        let (sines, cosines): (Vec<f64>, Vec<f64>) = x.iter().map(|v| (v.sin(), v.cos())).unzip();
        sines.iter().zip(&cosines).map(|(s, c)| s * c).sum::<f64>() * sines[0]
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn extended(x: &[f64]) -> f64 {
        let mut y = vec![1.0];
        y.extend(x.iter().map(|v| v * v));
        y.extend(x.iter().filter(|v| **v > 0.0));
        y.iter().enumerate().map(|(i, v)| v * i as f64).sum()
    }

    #[at(vec![0.5, -1.0, 2.0], 0.3)]
    pub fn prefix_sums(x: &[f64], k: f64) -> Vec<f64> {
        x.iter()
            .scan(k, |s, v| {
                *s += v * k;
                Some(*s)
            })
            .collect()
    }

    #[at(vec![0.5, -1.0, 2.0, 0.7])]
    pub fn normalized(x: &[f64]) -> Vec<f64> {
        let n = x.len() as f64;
        let mean = x.iter().sum::<f64>() / n;
        let deviation = (x.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n).sqrt();
        x.iter().map(|v| (v - mean) / deviation).collect()
    }

    #[at(vec![0.5, -1.0, 2.0, 0.7], 0.4)]
    pub fn finite_difference_step(u: &[f64], k: f64) -> Vec<f64> {
        let n = u.len();
        (0..n)
            .map(|i| {
                let left = if i == 0 { 0.0 } else { u[i - 1] };
                let right = if i + 1 == n { 0.0 } else { u[i + 1] };
                u[i] + k * (left - 2.0 * u[i] + right)
            })
            .collect()
    }

    #[at([1.0, 0.4, -0.3])]
    pub fn mapped_array(x: [f64; 3]) -> f64 {
        let y = x.map(|v| v * v);
        let [a, b, c] = [0.3, 0.7, 1.1].map(|v| v * x[1]);
        y[0] * a + y[1] * b + y[2] * c
    }

    #[at(0.4)]
    pub fn array_from_a_function(x: f64) -> f64 {
        let y: [f64; 4] = std::array::from_fn(|i| x.powi(i as i32));
        y.iter().sum()
    }

    #[at(vec![0.9, 0.2, 0.4])]
    pub fn argument_of_a_call(x: &[f64]) -> f64 {
        total(&x.iter().map(|v| v.sqrt()).collect::<Vec<_>>())
    }

    fn total(x: &[f64]) -> f64 {
        x.iter().sum()
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn first_then_the_rest(x: &[f64]) -> f64 {
        let mut iter = x.iter();
        match iter.next() {
            None => 0.0,
            Some(first) => iter.map(|v| v * v).fold(*first, |a, v| a * v + 1.0),
        }
    }

    #[at(vec![0.5, -1.0, 2.0, 0.1])]
    pub fn taken_one_by_one(x: &[f64]) -> f64 {
        let mut it = x.iter().map(|v| v.sin()).enumerate();
        let mut s = 1.0;
        it.next();
        while let Some((i, v)) = it.next() {
            s = s * v + i as f64;
        }
        s
    }

    #[at(vec![0.5, -1.0, 2.0, 0.1, 0.7])]
    pub fn taken_in_pairs(x: &[f64]) -> f64 {
        let mut it = x.iter().copied();
        let mut s = 0.0;
        while let (Some(a), Some(b)) = (it.next(), it.next()) {
            s += a * b;
        }
        s
    }

    #[at(vec![0.5, -1.0, 2.0, 0.1, 0.7])]
    pub fn taken_from_two(x: &[f64]) -> f64 {
        let mut up = x.iter();
        let mut down = x.iter().rev();
        let mut s = 0.0;
        loop {
            let Some(a) = up.next() else { break };
            if *a > 1.5 {
                break;
            }
            s += a * down.next().unwrap();
        }
        s + up.sum::<f64>() * down.product::<f64>()
    }
}
