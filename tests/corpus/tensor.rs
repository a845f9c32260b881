//! ndarray: products, broadcasting, maps with closures, reductions, views.

#[chainrule_oracle::corpus]
pub mod functions {
    use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, array};

    #[at(array![0.5, -1.0, 2.0], array![0.3, 0.8, -0.4])]
    pub fn dot_of_vectors(a: &Array1<f64>, b: &Array1<f64>) -> f64 {
        a.dot(b)
    }

    #[at(array![0.5, -1.0, 2.0])]
    pub fn dot_with_itself(a: &Array1<f64>) -> f64 {
        a.dot(a).sqrt()
    }

    #[at(array![[0.5, -1.0], [2.0, 0.1], [0.7, 0.9]], array![0.3, 0.8])]
    pub fn matrix_times_vector(m: &Array2<f64>, v: &Array1<f64>) -> Array1<f64> {
        m.dot(v)
    }

    #[at(array![0.3, 0.8, 1.1], array![[0.5, -1.0], [2.0, 0.1], [0.7, 0.9]])]
    pub fn vector_times_matrix(v: &Array1<f64>, m: &Array2<f64>) -> Array1<f64> {
        v.dot(m)
    }

    #[at(array![[0.5, -1.0, 0.2], [2.0, 0.1, 0.6]], array![[0.5, -1.0], [2.0, 0.1], [0.7, 0.9]])]
    pub fn matrix_times_matrix(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
        a.dot(b)
    }

    #[at(array![[0.5, -1.0, 0.2], [2.0, 0.1, 0.6]])]
    pub fn gram_matrix(a: &Array2<f64>) -> f64 {
        let g = a.dot(&a.t());
        (&g * &g).sum()
    }

    #[at(array![0.3, 0.8], array![[2.0, 0.3], [-0.4, 1.5]])]
    pub fn quadratic_form(x: &Array1<f64>, a: &Array2<f64>) -> f64 {
        x.dot(&a.dot(x))
    }

    #[at(array![0.5, -1.0, 2.0], array![0.3, 0.8, -0.4])]
    pub fn elementwise(a: &Array1<f64>, b: &Array1<f64>) -> Array1<f64> {
        &(a + b) * &(a - b) / (b * b + 1.0) - a
    }

    #[at(array![0.5, -1.0, 2.0], 0.7)]
    pub fn with_scalars(a: &Array1<f64>, s: f64) -> f64 {
        let b = a * s + 1.0;
        let c = (2.0 * &b - s) / s;
        c.sum()
    }

    #[at(array![[0.5, -1.0, 0.2], [2.0, 0.1, 0.6]], array![0.3, 0.8, -0.4])]
    pub fn broadcast_row(m: &Array2<f64>, row: &Array1<f64>) -> f64 {
        let c = m * row + row;
        (&c * &c).sum()
    }

    #[at(array![[0.5, -1.0, 0.2], [2.0, 0.1, 0.6]], array![1.3, 0.8])]
    pub fn broadcast_column(m: &Array2<f64>, column: &Array1<f64>) -> Array2<f64> {
        let c = column.clone().insert_axis(Axis(1));
        m / &c
    }

    #[at(array![0.5, -1.0, 2.0])]
    pub fn map_closure(x: &Array1<f64>) -> f64 {
        x.mapv(|v| v.sin() * v).sum()
    }

    #[at(array![0.5, -1.0, 2.0], 0.7)]
    pub fn map_captures_scalar(x: &Array1<f64>, a: f64) -> f64 {
        let b = a * a;
        x.mapv(|v| (v * b).tanh() + a).sum()
    }

    #[at(array![0.5, -1.0, 2.0], 0.7)]
    pub fn map_with_branch(x: &Array1<f64>, slope: f64) -> Array1<f64> {
        x.mapv(|v| if v > 0.0 { v * v } else { slope * v })
    }

    #[at(array![0.5, 1.0, 2.0])]
    pub fn map_path(x: &Array1<f64>) -> f64 {
        x.mapv(f64::sqrt).sum()
    }

    #[at(array![[0.5, -1.0, 0.2], [2.0, 0.1, 0.6]])]
    pub fn reductions(m: &Array2<f64>) -> f64 {
        let s = m.sum();
        let mean = m.mean().unwrap();
        s * mean + mean * mean
    }

    #[at(array![[0.5, -1.0, 0.2], [2.0, 0.1, 0.6]])]
    pub fn axis_sums(m: &Array2<f64>) -> f64 {
        let rows = m.sum_axis(Axis(1));
        let columns = m.sum_axis(Axis(0));
        rows.dot(&rows) + columns.dot(&columns) * rows[0]
    }

    #[at(array![[0.5, -1.0, 0.2], [2.0, 0.1, 0.6]])]
    pub fn centred_columns(m: &Array2<f64>) -> f64 {
        let mean = m.mean_axis(Axis(0)).unwrap();
        let centred = m - &mean;
        (&centred * &centred).sum()
    }

    #[at(array![[0.5, -1.0, 0.2], [2.0, 0.1, 0.6]], 1)]
    pub fn rows_and_columns(m: &Array2<f64>, i: usize) -> f64 {
        let r = m.row(i);
        let s = m.row(0);
        let c = m.column(i);
        r.dot(&s) + c.sum() * c[0]
    }

    #[at(array![[0.5, -1.0], [2.0, 0.1]], array![0.2, -0.6])]
    pub fn views_as_parameters(m: ArrayView2<f64>, v: ArrayView1<f64>) -> f64 {
        m.dot(&v).dot(&v)
    }

    #[at(array![0.5, -1.0, 2.0])]
    pub fn owned_parameter(x: Array1<f64>) -> f64 {
        let y = &x * &x;
        y.dot(&x)
    }

    #[at(array![[0.5, -1.0, 0.2], [2.0, 0.1, 0.6]])]
    pub fn element_reads(m: &Array2<f64>) -> f64 {
        let mut s = 0.0;
        for i in 0..m.nrows() {
            for j in 0..m.ncols() {
                s += m[[i, j]] * m[[i, j]] * (i + j) as f64;
            }
        }
        s
    }

    #[at(array![0.5, -1.0, 2.0], 3)]
    pub fn array_carried_by_loop(x: &Array1<f64>, n: usize) -> f64 {
        let mut y = x.clone();
        for _ in 0..n {
            y = y.mapv(|v| v.sin()) + x;
        }
        y.sum()
    }

    #[at(array![0.5, -1.0, 2.0], true)]
    #[at(array![0.5, -1.0, 2.0], false)]
    pub fn array_from_branch(x: &Array1<f64>, double: bool) -> f64 {
        let y = if double { x * 2.0 } else { x * x };
        y.dot(x)
    }

    #[at(array![[1.0, 0.5], [0.2, -0.7], [0.9, 0.3]], array![0.4, -0.1], array![0.5, 1.0, -0.3], 0.2)]
    pub fn ridge_loss(x: &Array2<f64>, w: &Array1<f64>, y: &Array1<f64>, decay: f64) -> f64 {
        let r = x.dot(w) - y;
        r.dot(&r) / y.len() as f64 + decay * w.dot(w)
    }

    #[at(array![[0.5, -1.0], [2.0, 0.1]], array![[1.0, 0.2], [-0.4, 0.8]], array![0.1, -0.2])]
    pub fn hidden_layer(x: &Array2<f64>, w: &Array2<f64>, b: &Array1<f64>) -> f64 {
        let h = nn::tanh(&(x.dot(w) + b));
        let s = nn::sigmoid(&h);
        (&s * &h).sum()
    }

    #[at(array![[0.5, -1.0], [2.0, 0.1]])]
    #[kink(array![[0.0, -1.0], [2.0, 0.0]])]
    pub fn rectified(x: &Array2<f64>) -> f64 {
        let r = nn::relu(x);
        (&r * &r).sum() + r.sum()
    }

    #[at(array![[0.5, -1.0, 0.3], [2.0, 0.1, -0.4]])]
    pub fn softmax_rows(x: &Array2<f64>) -> Array2<f64> {
        nn::softmax(x) + nn::log_softmax(x)
    }

    #[at(array![[0.5, -1.0, 0.3], [2.0, 0.1, -0.4]], vec![2, 0])]
    #[at(array![[1e4, -1e4, 0.0], [1e4, 9999.0, -0.4]], vec![0, 1])]
    pub fn cross_entropy_of_logits(x: &Array2<f64>, labels: &[usize]) -> f64 {
        nn::cross_entropy(x, labels)
    }

    #[at(array![0.5, -1.0, 0.3], array![0.4, 0.2, 0.9])]
    pub fn squared_error(predicted: &Array1<f64>, wanted: &Array1<f64>) -> f64 {
        nn::mean_squared_error(predicted, wanted)
    }

    #[at(
        array![[0.5, -1.0, 0.3], [2.0, 0.1, -0.4]],
        array![[0.2, 0.7], [-0.3, 0.4], [0.9, 0.1]],
        array![0.3, 0.4],
        array![[0.6, -0.5], [0.1, 0.8]],
        vec![1, 0]
    )]
    pub fn two_layer_network(
        #[no_diff] x: &Array2<f64>,
        w1: &Array2<f64>,
        b1: &Array1<f64>,
        w2: &Array2<f64>,
        labels: &[usize],
    ) -> f64 {
        let hidden = nn::relu(&(x.dot(w1) + b1));
        nn::cross_entropy(&hidden.dot(w2), labels)
    }
}
