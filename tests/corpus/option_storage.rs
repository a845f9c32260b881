//! Options that are stored, changed in place, and left by calls in `&mut` arguments.

#[chainrule_oracle::corpus]
pub mod functions {
    #[at(0.8, 0.3)]
    #[at(-0.8, 0.3)]
    pub fn unannotated_none(x: f64, y: f64) -> f64 {
        let mut best = None;
        for i in 0..3 {
            let v = x * y + i as f64;
            best = match best {
                Some(b) if b > v => Some(b),
                _ => Some(v * v),
            };
        }
        best.unwrap_or(0.0)
    }

    #[at(vec![0.8, 0.3, 1.1])]
    pub fn popped(x: &[f64]) -> f64 {
        let mut stack = x.to_vec();
        let mut s = 0.5;
        while let Some(v) = stack.pop() {
            s = s * v + 1.0;
            if stack.len() == 1 && s < 4.0 {
                stack.push(s * v);
            }
        }
        s
    }

    #[at(0.8, 0.3)]
    #[at(-0.8, 0.3)]
    pub fn as_mut(x: f64, y: f64) -> f64 {
        let mut o = if x > 0.0 { Some(x * y) } else { None };
        if let Some(v) = o.as_mut() {
            *v *= x;
            *v += y * *v;
        }
        let z = o.unwrap_or(y);
        if let Some(v) = &mut o {
            *v = v.sin() * x;
        }
        z * z + o.unwrap_or(1.0)
    }

    #[at(0.8, 0.3)]
    #[at(-0.8, 0.3)]
    pub fn vec_in_option_changed(x: f64, y: f64) -> f64 {
        let mut o = if x > 0.0 { Some(vec![x, y, x * y]) } else { None };
        for i in 0..3 {
            if let Some(v) = &mut o {
                let product = v[i] * v[(i + 1) % 3];
                v[i] = product;
            }
        }
        match o {
            Some(v) => v[0] * v[1] + v[2],
            None => y,
        }
    }

    pub fn step(x: &mut [f64], h: f64) -> Result<f64, String> {
        if h < 0.0 {
            return Err("backwards".to_string());
        }
        for i in 0..x.len() {
            x[i] += h * x[i] * x[i];
        }
        Ok(x[0] * h)
    }

    #[at(vec![0.8, 0.3], 0.1)]
    #[at(vec![0.8, 0.3], -0.1)]
    pub fn stepped(x: &[f64], h: f64) -> Result<f64, String> {
        let mut y = x.to_vec();
        let a: f64 = step(&mut y, h)?;
        let b = step(&mut y, a)?;
        Ok(y[0] * y[1] + b * a)
    }

    pub fn maybe(x: f64) -> Option<f64> {
        if x > 0.5 { Some(x * x) } else { None }
    }

    #[at([0.8, 0.3, 0.9])]
    pub fn calls_in_a_loop(x: [f64; 3]) -> f64 {
        let mut s = 1.0;
        for i in 0..3 {
            if let Some(v) = maybe(x[i] * s) {
                s += v * x[i];
            } else {
                s *= x[i];
            }
        }
        s
    }

    #[at([0.8, 0.3, 0.9])]
    pub fn option_in_a_struct_of_tuples(x: [f64; 3]) -> f64 {
        let mut state = (x[0], Some(x[1]), [Some(x[2]), None]);
        for i in 0..2 {
            if let Some(v) = state.2[i] {
                state.1 = Some(v * state.0);
            } else {
                state.2[i] = state.1;
                state.0 *= 2.0;
            }
        }
        match state {
            (a, Some(b), [Some(c), Some(d)]) => a * b * c + d,
            (a, _, _) => a,
        }
    }

    #[at(vec![Some(0.8), None, Some(0.3)])]
    pub fn vec_of_options(x: &[Option<f64>]) -> f64 {
        let mut s = 1.0;
        for i in 0..x.len() {
            if let Some(v) = x[i] {
                s *= v;
            } else {
                s += 0.5;
            }
            match &x[i] {
                Some(v) => s += v.sin() * *v,
                None => {}
            }
        }
        s
    }

    #[at(0.8, 0.3)]
    pub fn question_in_args(x: f64, y: f64) -> Option<f64> {
        let z = maybe(x)? * maybe(x + y)? - y;
        Some(z.max(maybe(z + 1.0)?))
    }

    #[at(0.8, 0.3)]
    #[at(0.3, 0.8)]
    pub fn loop_break_option(x: f64, y: f64) -> f64 {
        let mut k = 0;
        let found = loop {
            k += 1;
            if let Some(v) = maybe(x * k as f64) {
                break Some(v * y);
            }
            if k > 3 {
                break None;
            }
        };
        found.unwrap_or(y)
    }

    #[at(vec![0.8, 0.3, -0.7, 1.1, 0.9])]
    pub fn swapped_options(x: &[f64]) -> f64 {
        let mut a = Some(x[0]);
        let mut b: Option<f64> = None;
        let mut s = 0.0;
        for i in 0..x.len() {
            std::mem::swap(&mut a, &mut b);
            if let Some(v) = b {
                s += v * x[i];
            }
            a = match b {
                Some(v) if x[i] > 0.0 => Some(v.sin() + x[i]),
                _ => a,
            };
        }
        s + a.unwrap_or(x[1]) * b.unwrap_or(x[2])
    }

    #[at(vec![0.8, 0.3, -0.7, 1.1, 0.9])]
    pub fn replaced(x: &[f64]) -> f64 {
        let mut slot = None;
        let mut s = 0.0;
        for i in 0..x.len() {
            let old: Option<f64> = std::mem::replace(&mut slot, Some(x[i] * x[i]));
            if let Some(o) = old {
                s += o * x[i];
            }
        }
        s * slot.unwrap()
    }

    #[at(vec![0.8, 0.3, -0.7, 1.1, 0.9])]
    pub fn best_pair(x: &[f64]) -> f64 {
        let mut best: Option<(usize, f64)> = None;
        for i in 0..x.len() {
            for j in 0..i {
                let d = (x[i] - x[j]) * (x[i] - x[j]);
                best = match best {
                    Some((_, e)) if e < d => best,
                    _ => Some((i, d)),
                };
            }
        }
        let Some((i, d)) = best else { return 0.0 };
        d * x[i]
    }

    #[at([0.8, 0.3, 0.9], 4)]
    pub fn state_machine(x: [f64; 3], n: usize) -> f64 {
        let mut current: Result<f64, usize> = Ok(x[0]);
        let mut trace = 0.0;
        for i in 0..n {
            current = match current {
                Ok(v) if v > 0.5 => Err(i),
                Ok(v) => Ok(v * x[i % 3] + 0.2),
                Err(k) if k % 2 == 0 => Ok(x[k % 3] * x[1]),
                Err(k) => Err(k + 1),
            };
            if let Ok(v) = current {
                trace += v * v;
            }
        }
        trace
    }

    #[at([0.8, 0.3, 0.9], 5)]
    pub fn checkpointed(x: [f64; 3], n: usize) -> f64 {
        let mut o: Option<f64> = None;
        let mut s = x[0];
        #[checkpoint(states = 2)]
        for i in 0..n {
            o = match o {
                Some(v) if v > 1.0 => None,
                Some(v) => Some(v + s * x[i % 3]),
                None => Some(s * s),
            };
            s = s.sin() + o.unwrap_or(x[1]);
        }
        s * o.unwrap_or(0.5)
    }

    #[at([0.8, 0.3, 0.9])]
    pub fn nested_loops(x: [f64; 3]) -> f64 {
        let mut s = 0.0;
        for i in 0..3 {
            let mut m: Option<f64> = None;
            for j in 0..3 {
                let v = x[i] * x[j] + s;
                if m.is_none() || matches!(m, Some(w) if v > w) {
                    m = Some(v);
                }
            }
            s += m.unwrap_or(0.0);
        }
        s
    }

    #[at(0.8, 0.3)]
    #[at(-0.8, 0.3)]
    pub fn overwritten_payload(x: f64, y: f64) -> f64 {
        let mut o = Some((x, vec![y, x]));
        let mut s = 0.0;
        for i in 0..2 {
            if let Some((a, v)) = &mut o {
                s += *a * v[i];
                let scaled = *a * v[1 - i];
                *a = scaled;
                v[i] = s * scaled;
            }
            if s < 0.0 {
                o = None;
            }
        }
        match o {
            Some((a, v)) => a * v[0] + v[1] * s,
            None => s * s,
        }
    }

    #[at(vec![0.8, 0.3, 0.9])]
    #[at(vec![0.8])]
    pub fn vec_results(x: &[f64]) -> Option<Vec<f64>> {
        let mut out = Vec::new();
        for i in 0..x.len() {
            let next = x.get(i + 1)?;
            out.push(x[i] * next);
            if out.len() + 1 == x.len() {
                return Some(out);
            }
        }
        None
    }

    #[at(vec![0.8, 0.3, 0.9])]
    pub fn uses_vec_results(x: &[f64]) -> f64 {
        let mut s = 1.0;
        if let Some(v) = vec_results(x) {
            for i in 0..v.len() {
                s += v[i] * s;
            }
            if let Some(w) = vec_results(&v) {
                s *= w[0];
            }
        }
        s
    }

    #[at(0.8, 0.3)]
    pub fn unwrap_or_call(x: f64, y: f64) -> f64 {
        let a = if y > 0.5 { Some(x) } else { None };
        let b = a.unwrap_or(inner(x, y).unwrap_or(x)) * inner(y, x).unwrap();
        let c = inner(b, b).ok_or("none").unwrap_or(y);
        b * c
    }

    fn inner(x: f64, y: f64) -> Option<f64> {
        Some(x * y + x)
    }

    #[at(Some(0.8), 0.3)]
    #[at(None, 0.3)]
    pub fn mutable_parameter(mut o: Option<f64>, y: f64) -> f64 {
        for _ in 0..2 {
            o = match o {
                Some(v) => Some(v * v + y),
                None => Some(y),
            };
        }
        o.unwrap() * y
    }

    #[at(0.8, 0.3)]
    #[at(-0.8, 0.3)]
    pub fn value_of_if_let(x: f64, y: f64) -> f64 {
        let o = if x > 0.0 { Some([x, y]) } else { None };
        let [a, b] = if let Some(v) = o { v } else { [y, y * x] };
        let (p, q) = match o {
            Some([p, q]) => (p, q),
            None => (a, b * b),
        };
        a * p + b * q
    }
}
