//! Iterator chains over the entries, rows and columns of matrices.

#[chainrule_oracle::corpus]
pub mod functions {
    use ndarray::{Array1, Array2, array};

    #[at(array![[0.5, -1.0, 0.3], [2.0, 0.3, 0.8]])]
    pub fn sum_of_entries(a: &Array2<f64>) -> f64 {
        a.iter().map(|v| v * v).sum::<f64>().sqrt()
    }

    #[at(array![[0.5, -1.0, 0.3], [2.0, 0.3, 0.8]], array![[0.1, -1.4, 0.7], [1.0, 0.2, 0.9]])]
    pub fn squared_error(a: &Array2<f64>, b: &Array2<f64>) -> f64 {
        a.iter().zip(b.iter()).map(|(p, t)| (p - t).powi(2)).sum::<f64>() / a.len() as f64
    }

    #[at(array![[0.5, -1.0, 0.3], [2.0, 0.3, 0.8]])]
    pub fn numbered_entries(a: &Array2<f64>) -> f64 {
        let mut s = 0.0;
        for (i, v) in a.iter().enumerate() {
            if i == 1 {
                continue;
            }
            if i == 4 {
                break;
            }
            s += v * v * i as f64;
        }
        s
    }

    #[at(array![[0.5, -1.0, 0.3], [2.0, 0.3, 0.8]], array![1.0, 0.2, -0.4])]
    pub fn rows_by_dot(a: &Array2<f64>, x: &Array1<f64>) -> f64 {
        a.rows().into_iter().map(|row| row.dot(x).tanh()).sum()
    }

    #[at(array![[0.5, -1.0, 0.3], [2.0, 0.3, 0.8]], array![1.0, 0.2])]
    pub fn rows_by_elements(a: &Array2<f64>, y: &Array1<f64>) -> f64 {
        let mut s = 0.0;
        for (row, t) in a.outer_iter().zip(y.iter()) {
            s += row.iter().map(|v| v * t).product::<f64>() + row[0];
        }
        s
    }

    #[at(array![[0.5, -1.0, 0.3], [2.0, 0.3, 0.8]])]
    pub fn columns_by_norm(a: &Array2<f64>) -> f64 {
        a.columns().into_iter().map(|c| c.iter().map(|v| v * v).sum::<f64>().sqrt()).sum()
    }

    #[at(array![[0.5, -1.0, 0.3], [2.0, 0.3, 0.8]])]
    pub fn entries_in_place(a: &Array2<f64>) -> f64 {
        let mut b = a.clone();
        b.iter_mut().for_each(|v| *v = v.sin() * 2.0);
        b.iter().fold(0.1, |s, v| s * 0.9 + v)
    }

    #[at(array![0.5, -1.0, 0.3])]
    pub fn vector_of_ndarray(x: &Array1<f64>) -> f64 {
        let top = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        x.iter().zip(x.iter().skip(1)).map(|(a, b)| a * b).sum::<f64>() + top * top
    }
}
