//! Casts and integer arithmetic beside the floats.

#[chainrule_oracle::corpus]
pub mod functions {
    #[at(0.5, 3, -2)]
    pub fn integers_to_floats(x: f64, n: usize, k: i32) -> f64 {
        x * n as f64 + x.sin() * k as f64 - f64::from(k)
    }

    #[at(2.7)]
    pub fn through_an_integer(x: f64) -> f64 {
        let whole = x as i64;
        let part = x - whole as f64;
        part * part + whole as f64 * x
    }

    #[at(2.7, vec![0.2, 0.5, 1.1, 0.7])]
    pub fn table_lookup(x: f64, table: &[f64]) -> f64 {
        let i = x as usize;
        let t = x - i as f64;
        table[i] * (1.0 - t) + table[(i + 1) % table.len()] * t
    }

    #[at(0.5, true)]
    #[at(0.5, false)]
    pub fn bool_to_number(x: f64, flag: bool) -> f64 {
        x * (flag as u8) as f64 + x * x
    }

    #[at(0.5, 13)]
    pub fn bits_of_an_integer(x: f64, n: u32) -> f64 {
        let mut s = 0.0;
        for k in 0..8 {
            if (n >> k) & 1 == 1 {
                s += x.powi(k);
            }
        }
        s
    }

    #[at(0.5, 7, 3)]
    pub fn integer_methods(x: f64, a: usize, b: usize) -> f64 {
        let m = a.max(b) - a.min(b);
        let p = b.pow(2) % 5;
        x * m as f64 + x * x * p as f64 + a.abs_diff(b) as f64
    }

    #[at(0.5, -7)]
    pub fn euclidean_integers(x: f64, n: i64) -> f64 {
        let r = n.rem_euclid(3);
        x * r as f64 + (x * 2.0).sin() * n.wrapping_add(9) as f64
    }

    #[at(0.7, vec![0.3, 1.4, 2.2])]
    pub fn search_interval(x: f64, knots: &[f64]) -> f64 {
        let mut k = 0;
        while k + 1 < knots.len() && knots[k + 1] < x {
            k += 1;
        }
        let w = (x - knots[k]) / (knots[k + 1] - knots[k]);
        w * w * (3.0 - 2.0 * w)
    }

    /// Leaves what is over; its other result is an integer.
    fn take_whole(x: &mut f64) -> usize {
        let whole = *x as usize;
        *x -= whole as f64;
        whole
    }

    /// Integers that calls return, of a type that is not written here.
    #[at(2.7, 2)]
    pub fn counts_from_calls(x: f64, more: usize) -> f64 {
        let mut rest = x * x;
        let n = take_whole(&mut rest);
        let both = (n + more) as f64 * rest.sin();
        rest *= 3.5;
        both + rest * n as f64 + take_whole(&mut rest) as f64 * x
    }

    fn widened(x: f32) -> f64 {
        0.5 * x as f64
    }

    /// Floats that calls return, narrowed.
    #[at(0.75)]
    pub fn floats_from_calls(x: f32) -> f32 {
        (widened(x) * widened(x)) as f32 * x + widened(x * x) as f32
    }

    #[at(0.9, 3)]
    pub fn literals_of_every_kind(x: f64, n: u8) -> f64 {
        let a = 2. * x + 1e-1 + 3_f64 + 0.5f64 * x;
        a * 1_000.0 / 10e1 + (n as f64) * x - (-2.5) * x
    }
}
