//! Methods of `Option`, `Result` and `bool` that apply closures and functions.

#[chainrule_oracle::corpus]
pub mod functions {
    #[at(0.8)]
    #[at(-0.8)]
    pub fn root(x: f64) -> Option<f64> {
        if x < 0.0 { None } else { Some(x.sqrt()) }
    }

    #[at(0.8)]
    #[at(-0.8)]
    pub fn checked(x: f64) -> Result<f64, String> {
        if x < 0.0 { Err("negative".to_string()) } else { Ok(x.sqrt()) }
    }

    pub fn length(x: f64) -> f64 {
        (x * x + 1.0).sqrt()
    }

    #[at(1.3, 0.7)]
    #[at(-1.3, 0.7)]
    #[at(-1.3, -0.7)]
    pub fn mapped(x: f64, y: f64) -> f64 {
        let r: Option<f64> = root(x);
        let s = r.map(|v| v * y).unwrap_or(y * y);
        let t = root(y).map_or(x, |v| v * x);
        let u = root(x * y).map_or_else(|| x.sin(), |v| v.sin() * y);
        s + t * u
    }

    #[at(1.3, 0.7)]
    #[at(-1.3, 0.7)]
    #[at(1.3, -0.7)]
    pub fn chained(x: f64, y: f64) -> Option<f64> {
        let r: Option<f64> = root(x);
        let both = r
            .and_then(|v| {
                let w: Option<f64> = root(y * v);
                w
            })
            .filter(|v| *v > 0.1);
        let z = r.zip(both).map(|(a, b)| a * b + x);
        z.or_else(|| Some(x * y)).filter(|v| *v > -0.5).or(Some(x * x))
    }

    #[at(1.3, 1.7)]
    #[at(1.3, 2.7)]
    #[at(-1.3, 2.7)]
    #[at(1.3, -2.7)]
    pub fn errors(x: f64, y: f64) -> Result<f64, usize> {
        let n = 3;
        let r: Result<f64, String> = checked(x);
        let s = r.map(|v| v * y).map_err(|e| e.len() + n)?;
        let o: Option<f64> = root(y);
        let t = o.ok_or_else(|| n + 1)?;
        let w: Result<f64, String> = checked(y - 2.0);
        let u = w.unwrap_or_else(|e| x * e.len() as f64);
        let w: Result<f64, String> = checked(y - 3.0);
        let v = w.unwrap_or_else(|_| x * x);
        let w: Result<f64, String> = checked(y - 2.0);
        let w = w.and_then(|v| if v > 0.1 { Ok(v * x) } else { Err("small".to_string()) });
        Ok(s * t + u * v + w.map_or(y, |v| v * v))
    }

    #[at(1.3, 0.7)]
    #[at(-1.3, 11.0)]
    pub fn conditions(x: f64, y: f64) -> f64 {
        let p = (x > 0.0).then(|| x.ln() * y);
        let q = (y > 10.0).then_some(x * 3.0);
        let k = Some(x).map(f64::sin).map(length);
        let mut total = x;
        p.map(|v| total += v * v);
        if q.is_some_and(|v| v < 100.0) {
            total *= y;
        }
        total * q.unwrap_or(y) + p.unwrap_or(1.0) * k.unwrap_or(0.0)
    }

    #[at(vec![0.2, 0.4, 1.4], 0.4)]
    #[at(vec![0.2, 0.4, 1.4], -0.4)]
    pub fn aggregates(v: &[f64], x: f64) -> f64 {
        let first = v.first().map(|a| a * x).unwrap_or(0.0);
        let pair: Option<[f64; 2]> = if x > 0.0 { Some([x, x * x]) } else { None };
        let s = pair.as_ref().map(|a| a[0] * a[1]).unwrap_or(0.5);
        let t = pair.map(|[a, b]| a + b * v[1]).unwrap_or_else(|| v[0]);
        first + s * t
    }

    /// In a loop, with what the closure changes outside.
    #[at(vec![0.2, -0.4, 1.4], 0.4)]
    pub fn in_a_loop(v: &[f64], x: f64) -> f64 {
        let (mut found, mut sum) = (0, 0.0);
        for a in v {
            let r: Option<f64> = root(*a);
            let part = r.map(|r| {
                found += 1;
                sum += r * x;
                r * sum
            });
            sum += part.unwrap_or(x);
        }
        sum / found as f64
    }
}
