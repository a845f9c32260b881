//! Expressions whose parts change what other parts read: the order of evaluation decides.

#[chainrule_oracle::corpus]
pub mod functions {
    /// Gives the old value's sine and leaves something else.
    fn bump(x: &mut f64) -> f64 {
        let old = *x;
        *x = old * old + 0.3;
        old.sin()
    }

    #[at(0.7)]
    pub fn read_before_and_after(a: f64) -> f64 {
        let mut x = a;
        let before = x * bump(&mut x);
        let after = bump(&mut x) * x;
        let around = x + bump(&mut x) * x;
        before * after - around
    }

    #[at(0.7)]
    pub fn tuple_of_effects(a: f64) -> f64 {
        let mut x = a;
        let (p, q, r) = (x, bump(&mut x), x);
        let list = [x * p, bump(&mut x), x, bump(&mut x) + x];
        p * q - r * list[0] + list[1] * list[2] + list[3]
    }

    fn blend(a: f64, b: f64, c: f64) -> f64 {
        a * b + b * c * c
    }

    #[at(0.7)]
    pub fn arguments_in_order(a: f64) -> f64 {
        let mut x = a;
        let y = blend(x, bump(&mut x), x);
        y * blend(bump(&mut x), x, bump(&mut x)) + x
    }

    /// The right side comes first, then the place that it changed is read and written.
    #[at(vec![0.7, 0.4])]
    pub fn compound_assignment(a: &[f64]) -> f64 {
        let mut x = a[0];
        x += bump(&mut x);
        let mut v = a.to_vec();
        v[0] *= stir(&mut v);
        v[1] -= x * stir(&mut v) + v[0];
        x * v[0] + v[1]
    }

    fn stir(v: &mut [f64]) -> f64 {
        v[0] += v[1] * v[1];
        v[1] = v[0].sin();
        v[0] * v[1]
    }

    /// What stands right of `&&` and `||` may not run.
    #[at(0.7)]
    #[at(0.1)]
    #[at(1.4)]
    pub fn short_circuit(a: f64) -> f64 {
        let mut x = a;
        let mut y = 0.5;
        if bump(&mut x) > 0.3 && bump(&mut y) > 0.2 {
            y *= x;
        }
        if x > 1.5 || bump(&mut y) > 0.1 {
            x -= y;
        }
        x * y + y
    }

    #[at(0.7)]
    #[at(1.3)]
    pub fn guards_with_effects(a: f64) -> f64 {
        let mut x = a;
        let k = 2;
        let y = match k {
            1 => x,
            _ if bump(&mut x) > 0.9 => x * x,
            2 if x > 0.7 => bump(&mut x) + x,
            _ => x - 1.0,
        };
        y * x
    }

    #[at(0.7)]
    #[at(1.1)]
    pub fn effect_in_scrutinee(a: f64) -> f64 {
        let mut x = a;
        let y = match bump(&mut x) > 0.7 {
            true => x * bump(&mut x),
            false => x.exp(),
        };
        y - x
    }

    fn trips(x: &mut f64) -> usize {
        *x *= 1.5;
        if *x > 2.0 { 2 } else { 4 }
    }

    /// The bound is computed once, the condition of `while` before every trip.
    #[at(0.7)]
    #[at(1.6)]
    pub fn effects_in_loop_heads(a: f64) -> f64 {
        let mut x = a;
        let mut s = 0.0;
        for i in 0..trips(&mut x) {
            s += x * i as f64;
            x *= 0.9;
        }
        let mut n = 0;
        while bump(&mut x) < 0.99 && n < 3 {
            s += x;
            n += 1;
        }
        s * x
    }

    #[at(0.7)]
    pub fn blocks_as_operands(a: f64) -> f64 {
        let mut x = a;
        let y = x + {
            x *= 2.0;
            x
        } * x;
        let z = {
            let x = y * x;
            x.cos()
        } - x;
        y * z
    }

    #[at(0.7)]
    pub fn returned_with_effects(a: f64) -> f64 {
        let mut x = a;
        for _ in 0..2 {
            if x > 0.75 {
                return x * bump(&mut x) - x;
            }
            let x = &mut x;
            *x += bump(x) * 0.4;
        }
        x
    }

    /// Indices with effects: the place is found after the right side.
    #[at(vec![0.7, 0.4, 1.2])]
    pub fn effects_in_indices(a: &[f64]) -> f64 {
        let mut v = a.to_vec();
        let mut k = 0;
        v[{
            k += 1;
            k
        }] *= v[k] * 0.5 + a[0];
        v[k] = v[{
            k += 1;
            k
        }] * v[k];
        v[0] * v[1] + v[2] * k as f64
    }

    /// A reference that is copied by value before the change.
    #[at([0.7, 0.4])]
    pub fn array_before_and_after(a: [f64; 2]) -> f64 {
        let mut x = a;
        let before = x;
        let s = stir(&mut x);
        let pair = (x, stir(&mut x), x);
        before[0] * s + pair.0[1] * pair.1 - pair.2[0] * before[1]
    }
}
