//! `Option` and `Result`: locals, methods, results, `?`, calls.

#[chainrule_oracle::corpus]
pub mod functions {
    // ----- results -----

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

    /// An error that the caller's variables are part of, without a derivative.
    #[at(0.8, 3)]
    #[at(-0.8, 3)]
    pub fn reported(x: f64, n: usize) -> Result<f64, (usize, &'static str)> {
        if x > 0.0 { Ok(x.ln()) } else { Err((n + 1, "negative")) }
    }

    #[at(0.8, [1.0, 2.0, 3.0])]
    #[at(-0.8, [1.0, 2.0, 3.0])]
    pub fn scaled(x: f64, y: [f64; 3]) -> Option<[f64; 3]> {
        if x < 0.0 {
            return None;
        }
        Some([x * y[0], y[1] * y[2], x * x])
    }

    #[at(vec![1.0, 2.0, 3.0], 0.5)]
    #[at(vec![], 0.5)]
    pub fn grown(x: &[f64], h: f64) -> Result<Vec<f64>, String> {
        if x.is_empty() {
            return Err("empty".to_string());
        }
        let mut y = x.to_vec();
        for i in 0..x.len() {
            y[i] *= h * x[x.len() - 1 - i];
        }
        Ok(y)
    }

    #[at(0.8, 0.3)]
    #[at(0.8, 1.3)]
    pub fn pair(x: f64, y: f64) -> Option<(f64, f64)> {
        if y > 1.0 { None } else { Some((x * y, x.exp() - y)) }
    }

    // ----- locals -----

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

    /// What was stored is read again behind the loop, nonlinearly.
    #[at([0.5, 2.5, -1.0, 1.5])]
    pub fn carried(x: [f64; 4]) -> f64 {
        let mut state: Option<f64> = Some(1.0);
        for i in 0..4 {
            if let Some(v) = state {
                state = if x[i] < 0.0 { Some(v.cos()) } else { Some(v * x[i]) };
            }
        }
        match state {
            Some(v) => v * v * x[0],
            None => 0.0,
        }
    }

    /// The position is inactive, the value is not.
    #[at(vec![0.5, 2.5, -1.0, 1.5], 0.7)]
    pub fn position_of_largest(x: &[f64], y: f64) -> f64 {
        let mut at: Option<usize> = None;
        for i in 0..x.len() {
            at = match at {
                Some(j) if x[j] >= x[i] => Some(j),
                _ => Some(i),
            };
        }
        match at {
            Some(i) => x[i] * x[i] * y,
            None => y,
        }
    }

    #[at(0.8, 0.3)]
    #[at(-0.8, 0.3)]
    pub fn option_of_a_tuple(x: f64, y: f64) -> f64 {
        let both = if x > 0.0 { Some((x * y, y)) } else { None };
        if let Some((p, q)) = both { p * p + q * x } else { y }
    }

    #[at(0.8, 0.3)]
    #[at(-0.8, 0.3)]
    pub fn option_of_a_vector(x: f64, y: f64) -> f64 {
        let mut held: Option<Vec<f64>> = None;
        if x > 0.0 {
            held = Some(vec![x, y, x * y]);
        }
        match &held {
            Some(v) => v[0] * v[2] + v[1].sin(),
            None => x * y,
        }
    }

    #[at(0.8, 0.3)]
    #[at(-0.8, 0.3)]
    pub fn result_as_a_local(x: f64, y: f64) -> f64 {
        let checked: Result<f64, usize> = if x > 0.0 { Ok(x * y) } else { Err(3) };
        match checked {
            Ok(v) => v.exp(),
            Err(n) => y * n as f64,
        }
    }

    #[at(0.8, 0.3)]
    #[at(-0.8, 0.3)]
    pub fn nested_options(x: f64, y: f64) -> f64 {
        let deep = if x > 0.0 { Some(Some(x * y)) } else { Some(None) };
        match deep {
            Some(Some(v)) => v * v,
            Some(None) => y.sin(),
            None => 0.0,
        }
    }

    // ----- methods -----

    #[at(0.8, 0.3)]
    #[at(-0.8, 0.3)]
    pub fn asked(x: f64, y: f64) -> f64 {
        let o = if x > 0.0 { Some(x * y) } else { None };
        let r: Result<f64, usize> = if y > 0.0 { Ok(y * y) } else { Err(1) };
        let mut s = 0.0;
        if o.is_some() && r.is_ok() {
            s += x * y;
        }
        if o.is_none() || r.is_err() {
            s += x.sin();
        }
        s
    }

    #[at(0.8, 0.3)]
    pub fn unwrapped(x: f64, y: f64) -> f64 {
        let o = if x > 0.0 { Some(x * y) } else { None };
        let r: Result<f64, usize> = if y > 0.0 { Ok(y.cos()) } else { Err(1) };
        o.unwrap() * r.expect("positive") + o.unwrap()
    }

    #[at(0.8, 0.3)]
    #[at(-0.8, 0.3)]
    pub fn with_defaults(x: f64, y: f64) -> f64 {
        let o = if x > 0.0 { Some(x * y) } else { None };
        o.unwrap_or(y * y) * o.unwrap_or_default() + o.unwrap_or(1.5)
    }

    #[at(0.8, 0.3)]
    #[at(-0.8, 0.3)]
    pub fn converted(x: f64, y: f64) -> f64 {
        let o = if x > 0.0 { Some(x * y) } else { None };
        let r: Result<f64, usize> = o.ok_or(7);
        let back = r.ok();
        match (r, back) {
            (Ok(v), Some(w)) => v * w,
            (Err(n), _) => y * n as f64,
            _ => 0.0,
        }
    }

    /// Taking leaves `None`.
    #[at(0.8, 0.3)]
    pub fn taken(x: f64, y: f64) -> f64 {
        let mut o = Some(x * y);
        let mut s = 0.0;
        for _ in 0..3 {
            if let Some(v) = o.take() {
                s += v * x;
            } else {
                s += y;
                o = Some(s.sin());
            }
        }
        s
    }

    #[at(vec![0.5, 2.5, -1.0, 1.5])]
    #[at(vec![])]
    pub fn ends_of_a_slice(x: &[f64]) -> f64 {
        match (x.first(), x.last()) {
            (Some(a), Some(b)) => a * b + *a,
            _ => 0.5,
        }
    }

    #[at(vec![0.5, 2.5, -1.0, 1.5], 1)]
    #[at(vec![0.5, 2.5, -1.0, 1.5], 3)]
    pub fn neighbours(x: &[f64], i: usize) -> f64 {
        let left = if i == 0 { 0.0 } else { *x.get(i - 1).unwrap() };
        let right = x.get(i + 1).copied().unwrap_or(0.0);
        (right - left) * x[i]
    }

    #[at(Some(0.8), 0.3)]
    #[at(None, 0.3)]
    pub fn option_parameter(bias: Option<f64>, x: f64) -> f64 {
        x * x + bias.unwrap_or(0.0) * x
    }

    #[at(Some(vec![0.8, 0.3]), 0.3)]
    #[at(None, 0.3)]
    pub fn option_of_weights(w: &Option<Vec<f64>>, x: f64) -> f64 {
        let mut s = x;
        if let Some(w) = w {
            for i in 0..w.len() {
                s = s * w[i] + x;
            }
        }
        s
    }

    /// Integer arithmetic that may fail has no derivative.
    #[at(vec![0.5, 2.5, -1.0, 1.5], 1)]
    #[at(vec![0.5, 2.5, -1.0, 1.5], 0)]
    pub fn checked_index(x: &[f64], n: usize) -> Option<f64> {
        let i = n.checked_sub(1)?;
        Some(x[i] * x[n])
    }

    #[at(0.8, "2.5".to_string())]
    #[at(0.8, "two".to_string())]
    pub fn parsed(x: f64, text: String) -> Option<f64> {
        let scale = text.parse::<f64>().ok()?;
        Some(x.sin() * scale)
    }

    // ----- `?` and calls -----

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

    /// The error is converted on the way.
    #[at(0.8, 1.5)]
    #[at(-0.8, 1.5)]
    pub fn boxed_error(x: f64, y: f64) -> Result<f64, std::rc::Rc<str>> {
        let a: f64 = ratio(x, y)?;
        Ok(a * x)
    }

    /// Only the last two steps fail.
    #[at([0.5, 2.5, 1.0, 1.5])]
    #[at([0.5, 2.5, -1.0, 1.5])]
    pub fn fails_in_a_loop(x: [f64; 4]) -> Result<f64, String> {
        let mut s = 1.0;
        for i in 0..4 {
            let r: f64 = ratio(x[i], s)?;
            s += r * r;
        }
        Ok(s)
    }

    #[at(0.8, 1.5)]
    #[at(-0.8, 1.5)]
    pub fn called_and_matched(x: f64, y: f64) -> f64 {
        match root(x) {
            Some(r) => r * y,
            None => y.sin(),
        }
    }

    #[at(0.8, 1.5)]
    #[at(-0.8, 1.5)]
    pub fn called_and_annotated(x: f64, y: f64) -> f64 {
        let r: Option<f64> = root(x);
        let s: Result<f64, String> = ratio(x, y);
        if let Ok(v) = s { v * r.unwrap_or(y) } else { y * y }
    }

    /// The result of a call is the result.
    #[at(0.8)]
    #[at(-0.8)]
    pub fn passed_on(x: f64) -> Option<f64> {
        root(x * x * x)
    }

    /// A vector behind `?`, and a tuple.
    #[at(0.8, [1.0, 2.0, 3.0])]
    #[at(-0.8, [1.0, 2.0, 3.0])]
    pub fn aggregates_behind_question_marks(x: f64, y: [f64; 3]) -> Option<f64> {
        let v: [f64; 3] = scaled(x, y)?;
        let (p, q): (f64, f64) = pair(v[0], 0.5)?;
        Some(v[0] * v[1] + p * q * v[2])
    }

    #[at(vec![1.0, 2.0, 3.0], 0.5)]
    #[at(vec![], 0.5)]
    pub fn grown_twice(x: &[f64], h: f64) -> Result<f64, String> {
        let once: Vec<f64> = grown(x, h)?;
        let twice: Vec<f64> = grown(&once, h)?;
        let mut s = 0.0;
        for i in 0..x.len() {
            s += twice[i] * x[i];
        }
        Ok(s)
    }

    /// Recursion that may fail.
    #[at(0.8, 3)]
    #[at(-0.8, 3)]
    pub fn recursive(x: f64, n: usize) -> Option<f64> {
        if x < 0.0 {
            return None;
        }
        if n == 0 {
            return Some(x.sin());
        }
        let below: f64 = recursive(x * x, n - 1)?;
        Some(below * x + 1.0)
    }

    #[at(0.8, 1.5)]
    #[at(-0.8, 1.5)]
    pub fn let_else(x: f64, y: f64) -> f64 {
        let Some(r) = root(x) else {
            return y * y;
        };
        let Ok(s) = ratio(x, y) else { return 0.0 };
        r * s
    }

    #[at([0.5, 2.5, -1.0, 1.5])]
    #[at([0.5, 2.5, 1.0, 1.5])]
    pub fn let_else_in_a_loop(x: [f64; 4]) -> f64 {
        let mut s = 0.3;
        for i in 0..4 {
            let Some(r) = root(x[i]) else { continue };
            if r > 1.2 {
                s += 1.0;
                break;
            }
            s = s * r + x[i];
        }
        s
    }

    #[at(vec![0.5, 2.5, -1.0, 1.5], 0.7)]
    pub fn while_let(x: &[f64], y: f64) -> f64 {
        let mut i = 0;
        let mut s = y;
        while let Some(v) = x.get(i) {
            i += 1;
            if *v < 0.0 {
                continue;
            }
            s = s * v + y;
        }
        s
    }

    #[at(0.8, 1.5)]
    #[at(2.8, 1.5)]
    #[at(-0.8, 1.5)]
    pub fn chain(x: f64, y: f64) -> f64 {
        let o = if x > 0.0 { Some(x * y) } else { None };
        if let Some(v) = o
            && v < 3.0
            && let Some(w) = Some(v * x)
        {
            w * v
        } else {
            x - y
        }
    }

    #[at(0.8_f32, 1.5_f32)]
    #[at(-0.8_f32, 1.5_f32)]
    pub fn single(x: f32, y: f32) -> Option<f32> {
        let o = if x > 0.0 { Some((x * y, y)) } else { None };
        let (p, q) = o?;
        Some(p * q)
    }
}
