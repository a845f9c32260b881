//! Paths that panic, and effects that only show what they get.

#[chainrule_oracle::corpus]
pub mod functions {
    #[at(0.3, 0)]
    #[at(0.3, 1)]
    pub fn unreachable_arm(x: f64, k: usize) -> f64 {
        match k {
            0 => x * x,
            1 => x.sin(),
            _ => unreachable!("no {k}"),
        }
    }

    #[at(0.3, 0)]
    #[at(0.3, 1)]
    pub fn panics_in_values(x: f64, k: usize) -> f64 {
        let y = if k > 5 { panic!("too large: {}", k) } else { x * x };
        if k > 4 {
            panic!()
        }
        let z = match k {
            0 => [x, y],
            1 => [y, x],
            _ => todo!(),
        };
        z[0] * z[1] + z[0]
    }

    #[at(0.3, 7)]
    #[at(0.3, 2)]
    pub fn panics_in_loops(x: f64, n: usize) -> f64 {
        let mut s = 0.0;
        for i in 0..n {
            if i > 10 {
                unreachable!()
            }
            s += match i % 4 {
                0 => x,
                1 => {
                    if s > 100.0 {
                        continue;
                    }
                    x * x * s
                }
                2 => s.sin(),
                3 if i > 3 => break,
                3 => s * s,
                _ => unreachable!(),
            };
        }
        s
    }

    #[at(0.3, 2)]
    #[at(0.3, -1)]
    pub fn panics_behind_returns(x: f64, k: i32) -> f64 {
        if k > 0 {
            return x * x;
        }
        if k == -1 {
            return x.exp();
        }
        panic!("bad k")
    }

    #[at(0.3, Some(2.0))]
    pub fn panics_behind_let_else(x: f64, o: Option<f64>) -> f64 {
        let Some(w) = o else { panic!("none") };
        let s = x * w;
        s * s
    }

    #[at(0.3, 2)]
    pub fn panics_on_all_other_paths(x: f64, k: usize) -> f64 {
        let y = loop {
            if k > 1 {
                break x * x;
            }
            panic!("never")
        };
        y * x
    }

    #[at(0.3, 2)]
    pub fn text_is_data(x: f64, k: usize) -> f64 {
        let name = if k == 2 { "two" } else { "other" };
        let text = format!("{name} {k:?}");
        match name {
            "two" => x * x * text.len() as f64,
            "three" => x,
            _ => unreachable!("{text}"),
        }
    }
}
