//! The control flow and the `inout` parameters on which differentiable Swift is tested: conditionals that are
//! values, nested and partial; loops over ranges and over steps; optionals; parameters that go in and
//! out, alone and several at once. The functions are our own; for the design see
//! <https://github.com/swiftlang/swift/blob/main/docs/DifferentiableProgramming.md>.

#[chainrule_oracle::corpus]
pub mod functions {
    // ----- conditionals -----

    #[at(0.8)]
    #[at(-0.8)]
    pub fn conditional_value(x: f64) -> f64 {
        if x > 0.0 { x * x } else { x * x * x }
    }

    #[at(0.8, 2.0)]
    #[at(-0.8, 2.0)]
    pub fn conditional_variable(x: f64, y: f64) -> f64 {
        let mut z = 1.0;
        if x > 0.0 {
            z *= y * x;
        } else {
            z += y - x;
        }
        z * z
    }

    #[at(0.8, 0.3)]
    #[at(0.8, 1.3)]
    #[at(-0.8, 0.3)]
    pub fn nested_conditionals(x: f64, y: f64) -> f64 {
        if x > 0.0 { if y > 1.0 { x * y } else { x + y } } else { y * y - x }
    }

    /// A pair is made in each branch, and its parts go different ways.
    #[at(0.8, 0.3)]
    #[at(-0.8, 0.3)]
    pub fn conditional_pair(x: f64, y: f64) -> f64 {
        let pair = if x > 0.0 { (x * y, x) } else { (y, x * x) };
        pair.0 * pair.1
    }

    /// Only some of the parts are made anew.
    #[at(0.8, 0.3)]
    #[at(-0.8, 0.3)]
    pub fn conditional_part(x: f64, y: f64) -> f64 {
        let mut pair = (x, (y, x * y));
        if x > 0.0 {
            pair.1.0 = pair.0 * pair.1.1;
        }
        pair.1.1 += pair.1.0;
        pair.0 * pair.1.1
    }

    #[at(0.8)]
    #[at(-0.8)]
    pub fn constant_in_one_branch(x: f64) -> f64 {
        let y = if x > 0.0 { 5.0 } else { x * 2.0 };
        y * x
    }

    /// The value of one branch is thrown away by a later one.
    #[at(0.8, 0)]
    #[at(0.8, 1)]
    #[at(0.8, 2)]
    pub fn later_branch_overrides(x: f64, k: usize) -> f64 {
        let mut y = x;
        if k > 0 {
            y = x.exp();
        }
        if k > 1 {
            y = x.sin();
        }
        y * x
    }

    #[at(0.4)]
    #[at(2.4)]
    pub fn guard_and_go_on(x: f64) -> f64 {
        let root = if x > 2.0 { (x - 2.0).sqrt() } else { return x * x };
        root * x
    }

    // ----- loops -----

    #[at(1.1, 5)]
    pub fn repeated_product(x: f64, n: usize) -> f64 {
        let mut y = x;
        for _ in 1..n {
            y *= x;
        }
        y
    }

    #[at(1.1)]
    pub fn steps_of_two(x: f64) -> f64 {
        let mut y = 0.0;
        for i in (1..=9).step_by(2) {
            y += x.powi(i) / f64::from(i);
        }
        y
    }

    #[at(1.1, 4)]
    pub fn sum_of_loops(x: f64, n: usize) -> f64 {
        let mut s = 0.0;
        for i in 0..n {
            let mut t = x;
            for _ in 0..i {
                t *= x;
            }
            s += t;
        }
        s
    }

    #[at(2.5)]
    #[at(0.5)]
    pub fn while_above(x: f64) -> f64 {
        let mut y = x;
        while y > 1.0 {
            y = y / 2.0 + 0.05 * x;
        }
        y * y
    }

    #[at(0.5)]
    pub fn repeat_until(x: f64) -> f64 {
        let mut y = x;
        loop {
            y = y * 2.0 + x;
            if y > 5.0 {
                return y;
            }
        }
    }

    #[at(0.5, 5)]
    pub fn fibonacci_of_values(x: f64, n: usize) -> f64 {
        let (mut a, mut b) = (x, x * x);
        for _ in 0..n {
            let next = a + b * x;
            a = b;
            b = next;
        }
        b
    }

    /// A branch in a loop in a branch.
    #[at(0.5, 4)]
    #[at(-0.5, 4)]
    pub fn branch_in_loop_in_branch(x: f64, n: usize) -> f64 {
        let mut s = 1.0;
        if x > 0.0 {
            for i in 0..n {
                if i % 2 == 0 {
                    s *= x + 1.0;
                } else {
                    s -= x;
                }
            }
        } else {
            s = x.exp();
        }
        s
    }

    #[at(vec![0.5, -0.2, 0.9])]
    #[at(vec![])]
    pub fn sum_of_an_array(x: &[f64]) -> f64 {
        let mut s = 0.0;
        for i in 0..x.len() {
            s += x[i];
        }
        s
    }

    // ----- parameters that go in and out -----

    pub fn add_in_place(x: &mut f64, y: f64) {
        *x += y;
    }

    pub fn multiply_in_place(x: &mut f64, y: f64) {
        *x *= y;
    }

    #[at(0.5, 1.2)]
    pub fn through_one_call(x: f64, y: f64) -> f64 {
        let mut z = x;
        multiply_in_place(&mut z, y);
        z * z
    }

    #[at(0.5, 1.2)]
    pub fn through_two_calls(x: f64, y: f64) -> f64 {
        let mut z = x;
        multiply_in_place(&mut z, y);
        add_in_place(&mut z, x);
        let before = z;
        multiply_in_place(&mut z, before);
        z * before
    }

    /// The argument is read beside its change.
    #[at(0.5, 3)]
    pub fn in_a_loop(x: f64, n: usize) -> f64 {
        let mut z = x;
        for _ in 0..n {
            let old = z;
            multiply_in_place(&mut z, old);
            add_in_place(&mut z, x);
        }
        z
    }

    #[at(0.5)]
    #[at(-0.5)]
    pub fn in_one_branch(x: f64) -> f64 {
        let mut z = x;
        if x > 0.0 {
            multiply_in_place(&mut z, 3.0);
        }
        z * z
    }

    pub fn rotate_in_place(x: &mut f64, y: &mut f64, angle: f64) {
        let turned = *x * angle.cos() - *y * angle.sin();
        *y = *x * angle.sin() + *y * angle.cos();
        *x = turned;
    }

    #[at(0.5, 1.2, 0.3)]
    pub fn several_at_once(x: f64, y: f64, angle: f64) -> f64 {
        let (mut a, mut b) = (x, y);
        rotate_in_place(&mut a, &mut b, angle);
        rotate_in_place(&mut b, &mut a, x);
        a * b + a
    }

    /// The result and the parameter both carry a value out.
    pub fn halve(x: &mut f64) -> f64 {
        let old = *x;
        *x = 0.5 * old * old;
        old.sin()
    }

    #[at(0.5)]
    pub fn result_and_parameter(x: f64) -> f64 {
        let mut z = x;
        let s = halve(&mut z);
        let t = halve(&mut z);
        s * t + z
    }

    #[at(0.5, 0.25)]
    pub fn changes_its_own_parameter(x: &mut f64, rate: f64) -> f64 {
        let before = *x;
        *x = before * rate.exp();
        add_in_place(x, rate);
        before * *x
    }

    #[at(vec![0.5, 0.25, -1.5], 0.4)]
    pub fn array_in_place(x: &[f64], a: f64) -> f64 {
        let mut y = x.to_vec();
        scale_in_place(&mut y, a);
        scale_in_place(&mut y[1..], x[0]);
        y[0] * y[1] + y[2]
    }

    pub fn scale_in_place(x: &mut [f64], a: f64) {
        for i in 0..x.len() {
            x[i] *= a;
        }
    }

    /// One element goes in and out.
    #[at(vec![0.5, 0.25, -1.5], 1)]
    pub fn element_in_place(x: &[f64], k: usize) -> f64 {
        let mut y = x.to_vec();
        multiply_in_place(&mut y[k], 2.0);
        add_in_place(&mut y[k + 1], x[0]);
        y[0] * y[1] * y[2]
    }

    #[at(0.5, 3)]
    pub fn recursion_in_place(x: f64, n: usize) -> f64 {
        let mut z = x;
        grow(&mut z, n);
        z
    }

    pub fn grow(x: &mut f64, n: usize) {
        if n > 0 {
            *x = *x * *x + 0.1;
            grow(x, n - 1);
        }
    }
}
