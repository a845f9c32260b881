use chainrule::{Differentiable, differentiable};

mod matrix {
    use super::{Differentiable, differentiable};

    #[derive(Differentiable, Clone)]
    pub struct Matrix {
        data: Vec<f64>,
        columns: usize,
    }

    #[differentiable]
    impl Matrix {
        pub fn row(&self, i: usize) -> &[f64] {
            &self.data[i * self.columns..(i + 1) * self.columns]
        }
    }
}

#[differentiable]
fn f(m: &matrix::Matrix) -> f64 {
    m.row(0)[1]
}

fn main() {}
