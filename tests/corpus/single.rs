//! `f32` functions, and functions that mix both widths.

#[chainrule_oracle::corpus]
pub mod functions {
    #[at(0.5, 0.75)]
    pub fn single_scalars(x: f32, y: f32) -> f32 {
        x.sin() * y + x / y - x.powi(3)
    }

    #[at(vec![0.5, -1.5, 2.0])]
    pub fn single_slice(v: &[f32]) -> f32 {
        let mut s = 0.0;
        for i in 0..v.len() {
            s += v[i] * v[i];
        }
        s.sqrt()
    }

    #[at(0.5, 0.75)]
    pub fn widened(x: f32, y: f64) -> f64 {
        f64::from(x) * y + (x as f64).sin()
    }

    #[at(0.5, 0.75)]
    pub fn narrowed(x: f64, y: f32) -> f32 {
        (x * x) as f32 * y + y.exp()
    }

    #[at([0.5, -1.5], 0.25)]
    pub fn single_array_output(x: [f32; 2], a: f32) -> [f32; 2] {
        [x[0].max(a), x[1] * a.exp()]
    }

    #[at(0.5, 4)]
    pub fn single_loop(x: f32, n: usize) -> f32 {
        let mut y = x;
        for i in 0..n {
            y = y * 0.5 + x * (i as f32);
        }
        y
    }
}
