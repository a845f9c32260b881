//! `Option` and `Result`: locals, methods, results, `?`, calls.

#[chainrule_oracle::corpus]
pub mod functions {
    /// A result that may be absent.
    #[at(0.8)]
    #[at(-0.8)]
    pub fn root(x: f64) -> Option<f64> {
        if x < 0.0 { None } else { Some(x.sqrt()) }
    }

    #[at(0.8, 1.5)]
    #[at(-0.8, 1.5)]
    pub fn ratio(x: f64, y: f64) -> Result<f64, String> {
        if x < 0.0 {
            return Err("negative".to_string());
        }
        Ok(x * y.sin())
    }

    /// The best of what was seen.
    #[at([0.5, 2.5, -1.0, 1.5], 0.7)]
    #[at([-0.5, -2.5, -1.0, -1.5], 0.7)]
    pub fn largest(x: [f64; 4], y: f64) -> f64 {
        let mut best: Option<f64> = None;
        for i in 0..4 {
            let v = x[i] * y;
            match best {
                Some(b) if b >= v => {}
                _ => best = Some(v * v),
            }
        }
        best.unwrap_or(0.0)
    }

    /// An option that loops and branches overwrite.
    #[at([0.5, 2.5, -1.0, 1.5], 0.7)]
    pub fn overwritten(x: [f64; 4], y: f64) -> f64 {
        let mut last: Option<f64> = None;
        let mut s = 0.0;
        for i in 0..4 {
            if let Some(v) = last {
                s += v * x[i];
            }
            last = if x[i] > 0.0 { Some(x[i].sin() * y) } else { None };
        }
        s
    }

    #[at(0.8, 1.5)]
    #[at(-0.8, 1.5)]
    #[at(0.8, -1.5)]
    pub fn both(x: f64, y: f64) -> Option<f64> {
        let a = root(x)?;
        let b: f64 = root(y)?;
        Some(a * b + b.exp())
    }

    #[at(0.8, 1.5)]
    #[at(-0.8, 1.5)]
    pub fn forwarded(x: f64, y: f64) -> Result<f64, String> {
        let a: f64 = ratio(x, y)?;
        let b = ratio(a, a)?;
        Ok(b * a)
    }
}
