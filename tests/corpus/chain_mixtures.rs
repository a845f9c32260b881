//! Iterator chains among everything else: conditions, guards, assertions, loops, unknown types.

#[chainrule_oracle::corpus]
pub mod functions {
    #[at(vec![0.5, -1.0, 2.0])]
    pub fn in_a_while_condition(x: &[f64]) -> f64 {
        let mut y = x.to_vec();
        let mut n = 0;
        while y.iter().any(|v| *v > 0.1) && n < 20 {
            y.iter_mut().for_each(|v| *v *= 0.5);
            n += 1;
        }
        y.iter().sum::<f64>() * n as f64
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn behind_and(x: &[f64]) -> f64 {
        if x.len() > 2 && x.iter().map(|v| v * v).sum::<f64>() > 1.0 { x[0] * x[1] } else { x[2] }
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn in_a_guard(x: &[f64]) -> f64 {
        match x.len() {
            3 if x.iter().all(|v| *v < 5.0) => x[0] * x[1],
            n if x.iter().map(|v| v * v).sum::<f64>() > n as f64 => x[0],
            _ => x[2],
        }
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn of_a_collected_chain(x: &[f64]) -> f64 {
        x.iter().map(|v| v * v).collect::<Vec<f64>>().iter().rev().fold(0.0, |a, b| 0.5 * a + b)
    }

    #[at(vec![vec![0.5, -1.0], vec![2.0, 0.3]])]
    pub fn rows_by_value(rows: Vec<Vec<f64>>) -> f64 {
        let long: Vec<Vec<f64>> = rows.into_iter().filter(|r| r.len() > 1).collect();
        long.iter().map(|r| r[0] * r[1]).sum()
    }

    #[at(vec![vec![0.5, -1.0], vec![2.0, 0.3]])]
    pub fn rows_cloned(rows: &[Vec<f64>]) -> f64 {
        let mut copy: Vec<Vec<f64>> = rows.iter().cloned().collect();
        copy[0][1] *= 3.0;
        let parts: Vec<Vec<f64>> = rows.iter().map(|r| r.to_vec()).collect();
        copy.iter().flatten().sum::<f64>() * parts[1][0]
    }

    fn g(x: f64) -> f64 {
        x.sin() * x
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn unknown_items(x: &[f64]) -> f64 {
        let a = x.iter().map(|v| g(*v)).fold(0.1, |a, b| a * 0.5 + b);
        let y: Vec<f64> = x.iter().map(|&v| g(v)).collect();
        let z: Vec<_> = x.iter().map(|&v| g(v)).collect();
        let m = x.iter().map(|&v| g(v)).fold(f64::NEG_INFINITY, f64::max);
        let b = x.iter().map(|&v| g(v)).reduce(f64::max).unwrap();
        let c = x.iter().map(|&v| g(v)).filter(|v| *v > 0.2).map(|v| v * v).sum::<f64>();
        let d = x.iter().map(|&v| g(v)).max_by(|a, b| a.partial_cmp(b).unwrap()).unwrap();
        a * y[0] + z[1] * m + b + c + d
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn without_types(x: &[f64]) -> f64 {
        let mut rows = Vec::new();
        for v in x {
            rows.push(vec![*v, v * v]);
        }
        let s = rows.iter().flatten().fold(0.0, |a, v| a + v * v);
        let ys: Vec<_> = x.iter().enumerate().map(|(i, v)| v * i as f64).collect();
        let zs: Vec<_> = rows.iter().map(|r| r[0] * r[1]).collect();
        let mut w = Vec::new();
        for (y, z) in ys.iter().zip(&zs) {
            w.push(y * z);
        }
        s + w.iter().sum::<f64>() + rows.iter().map(|r| r.iter().sum::<f64>()).product::<f64>()
    }

    #[at(vec![0.5, -1.0, 2.0], true)]
    pub fn in_arms(x: &[f64], c: bool) -> f64 {
        let s: f64 = if c { x.iter().sum() } else { x.iter().product() };
        let t = match x.len() {
            0 => 0.0,
            1 => x[0],
            _ => x.iter().map(|v| v * v).sum(),
        };
        s * t
    }

    #[at(vec![0.5, -1.0, 2.0, 0.3], 2)]
    pub fn loops_around(x: &[f64], n: usize) -> f64 {
        let mut y = x.to_vec();
        for k in 0..n {
            let mean = y.iter().sum::<f64>() / y.len() as f64;
            y = y.iter().map(|v| v - mean * 0.3).collect();
            let top = y.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            for v in y.iter_mut().skip(k) {
                *v /= 1.0 + top * top;
            }
        }
        y.iter().map(|v| v * v).sum()
    }

    #[at(vec![0.5, -1.0, 2.0, 0.3])]
    pub fn by_tuple_and_index(x: &[f64]) -> f64 {
        let mut acc = [0.0; 2];
        for (i, (a, b)) in x.iter().zip(x.iter().rev()).enumerate().filter(|(i, _)| i % 2 == 1) {
            acc[i % 2] += a * b;
        }
        for (i, &v) in x.iter().enumerate().skip(1).step_by(2) {
            acc[0] += v * i as f64;
        }
        acc[0] * acc[1]
    }

    #[at(vec![0.5, -1.0, 2.0, 0.3])]
    pub fn shadowed_in_closures(v: &[f64]) -> f64 {
        let n = 2.0;
        let f = |v: &f64| v * n;
        let n = 3.0;
        v.iter().map(f).zip(v).map(|(a, v)| a * v * n).sum()
    }

    #[at(vec![0.5, -1.0, 2.0, 0.3])]
    pub fn ref_patterns(x: &[f64]) -> f64 {
        let mut s = 0.0;
        for ref v in x.iter() {
            s += **v * **v;
        }
        for ref i in 0..3 {
            s += x[0] * *i as f64;
        }
        s
    }

    #[at(vec![0.5, -1.0, 2.0, 0.3])]
    pub fn early_return_in_sum(x: &[f64]) -> f64 {
        for row in x.chunks(2) {
            let s: f64 = row.iter().map(|v| v.exp()).sum();
            if s > 7.0 {
                return s * x[0];
            }
        }
        0.0
    }

    #[at(vec![0.5, -1.0, 2.0, 0.3])]
    pub fn option_chain(x: &[f64]) -> Option<f64> {
        let m = x.iter().copied().reduce(f64::max)?;
        let i = x.iter().position(|v| *v == m)?;
        x.get(i + 1).map(|v| v * m)
    }

    #[at(vec![0.5, -1.0, 2.0, 0.3])]
    pub fn bubble(x: &[f64]) -> f64 {
        let mut y = x.to_vec();
        let n = y.len();
        for i in (0..n).rev() {
            for j in 0..i {
                if y[j] > y[j + 1] {
                    y.swap(j, j + 1);
                }
            }
        }
        y.iter().enumerate().map(|(i, v)| v * (i + 1) as f64).sum()
    }

    #[at(vec![0.5, -1.0, 2.0, 0.3])]
    pub fn gradient_descent(x: &[f64]) -> f64 {
        let mut p = vec![0.0; x.len()];
        for _ in 0..3 {
            let g: Vec<f64> = p.iter().zip(x).map(|(p, x)| 2.0 * (p - x) + 0.1 * p.sin()).collect();
            p.iter_mut().zip(g.iter()).for_each(|(p, g)| *p -= 0.1 * g);
        }
        p.iter().map(|v| v * v).sum::<f64>()
    }
}
