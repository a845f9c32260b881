//! The shapes of control flow on which Clad, a source transformation for C++, tests its reverse mode: counted
//! and conditional loops, `do`-`while`, `break` and `continue`, `switch`, early returns, local
//! arrays. The functions are our own; see <https://github.com/vgvassilev/clad>.

#[chainrule_oracle::corpus]
pub mod functions {
    // ----- counted loops -----

    #[at(0.7, 0)]
    #[at(0.7, 4)]
    pub fn product_by_counting_down(x: f64, n: usize) -> f64 {
        let mut p = 1.0;
        let mut k = n;
        while k > 0 {
            p *= x + k as f64;
            k -= 1;
        }
        p
    }

    /// The counter is a float, and takes part in the value.
    #[at(0.35)]
    pub fn float_counter(x: f64) -> f64 {
        let mut s = 0.0;
        let mut t = 0.0;
        while t < 2.0 {
            s += (x * t).sin() * t;
            t += 0.25;
        }
        s
    }

    /// Two counters move towards each other.
    #[at(vec![0.4, -1.2, 0.9, 2.0, 0.3])]
    #[at(vec![0.4])]
    pub fn two_counters(x: &[f64]) -> f64 {
        let (mut i, mut j) = (0, x.len() - 1);
        let mut s = x[0];
        while i < j {
            s = s * 0.5 + x[i] * x[j];
            i += 1;
            j -= 1;
        }
        s
    }

    /// The bound of the inner loop is the outer counter, that of the innermost their sum.
    #[at(0.6, 3)]
    pub fn three_deep(x: f64, n: usize) -> f64 {
        let mut s = x;
        for i in 0..n {
            for j in i..n {
                for k in 0..(i + j) % 3 {
                    s = s * 0.8 + x.powi(2) * (k as f64 - 0.5);
                }
                s += x * j as f64;
            }
        }
        s
    }

    /// The counter is moved on inside the body, by steps that depend on the data.
    #[at(vec![0.4, 1.2, -0.9, 2.0, 0.3, 0.8])]
    pub fn strides_by_the_data(x: &[f64]) -> f64 {
        let mut s = 1.0;
        let mut i = 0;
        while i < x.len() {
            s *= x[i] + 2.0;
            i += if x[i] > 1.0 { 2 } else { 1 };
        }
        s
    }

    /// The bounds of the inner loop come from an array.
    #[at(vec![0.4, 1.2, -0.9], vec![2, 0, 3])]
    pub fn counts_from_an_array(x: &[f64], counts: &[usize]) -> f64 {
        let mut s = 0.5;
        for i in 0..x.len() {
            for k in 0..counts[i] {
                s = s * x[i] + k as f64;
            }
        }
        s
    }

    /// A loop that does not run leaves what was there before it.
    #[at(0.6, 0)]
    #[at(0.6, 2)]
    pub fn set_before_a_loop(x: f64, n: usize) -> f64 {
        let mut y = x * x;
        let z = y;
        for _ in 0..n {
            y = y.exp() - 1.0;
        }
        y * z
    }

    // ----- loops that test at their end -----

    #[at(0.9)]
    #[at(30.0)]
    pub fn test_at_the_end(x: f64) -> f64 {
        let mut y = x;
        loop {
            y = y * 0.5 + 0.1;
            if !(y > 1.0) {
                break;
            }
        }
        y * x
    }

    #[at(0.9, 1)]
    #[at(0.9, 4)]
    pub fn test_at_the_end_by_count(x: f64, n: usize) -> f64 {
        let mut i = 0;
        let mut s = 0.0;
        loop {
            s += x.powi(i as i32 + 1);
            i += 1;
            if i >= n {
                break;
            }
        }
        s
    }

    /// A `continue` in a loop that tests at its end goes to the test.
    #[at(0.9, 5)]
    pub fn continue_to_the_test(x: f64, n: usize) -> f64 {
        let mut i = 0;
        let mut s = x;
        while {
            i += 1;
            i <= n
        } {
            if i % 2 == 0 {
                continue;
            }
            s = s * x + i as f64;
        }
        s
    }

    #[at(0.8, 3)]
    pub fn end_tests_inside_each_other(x: f64, n: usize) -> f64 {
        let (mut i, mut s) = (0, x);
        loop {
            let mut j = 0;
            loop {
                s += x * s.cos();
                j += 1;
                if j > i {
                    break;
                }
            }
            i += 1;
            if i == n {
                break s;
            }
        }
    }

    // ----- break and continue -----

    #[at(0.8, 6)]
    pub fn continue_before_and_behind(x: f64, n: usize) -> f64 {
        let mut s = 0.0;
        for i in 0..n {
            if i % 3 == 1 {
                continue;
            }
            let t = x * i as f64;
            s += t.sin();
            if t > 2.0 {
                continue;
            }
            s *= 1.0 + x;
        }
        s
    }

    #[at(0.8, 6, 2)]
    #[at(0.8, 6, 9)]
    pub fn break_at_a_count(x: f64, n: usize, stop: usize) -> f64 {
        let mut s = x;
        for i in 0..n {
            if i == stop {
                break;
            }
            s = s * s * 0.5 + x;
        }
        s
    }

    /// Continues while it searches, and breaks when it has found.
    #[at(vec![0.4, 1.2, 3.9, 0.2], 1.0)]
    #[at(vec![0.4, 0.2], 1.0)]
    pub fn continue_and_break(x: &[f64], level: f64) -> f64 {
        let mut found = level * level;
        for i in 0..x.len() {
            if x[i] < level {
                found += x[i] * 0.1;
                continue;
            }
            found = x[i] * level;
            break;
        }
        found
    }

    /// Only the inner loop ends at the `break`, and the outer goes on with what is left there.
    #[at(0.8, 4)]
    pub fn break_of_the_inner_loop(x: f64, n: usize) -> f64 {
        let mut s = 1.0;
        for i in 0..n {
            for j in 0..n {
                if i * j > 3 {
                    s += x;
                    break;
                }
                s *= x + j as f64 * 0.1;
            }
            s += s.sin();
        }
        s
    }

    #[at(0.7)]
    #[at(2.5)]
    pub fn break_in_both_branches(x: f64) -> f64 {
        let mut y = x;
        loop {
            if y > 2.0 {
                y -= 0.25 * x;
                break;
            } else if y < 1.0 {
                y += x * x;
                break;
            }
            y *= 1.5;
        }
        y
    }

    #[at(0.7, 12)]
    pub fn break_in_a_while(x: f64, n: usize) -> f64 {
        let (mut y, mut i) = (x, 0);
        while i < n {
            i += 1;
            if y * y > 9.0 {
                break;
            }
            if i % 4 == 0 {
                y -= 0.1;
                continue;
            }
            y += x * i as f64;
        }
        y * i as f64
    }

    // ----- switch -----

    #[at(0.7, 0)]
    #[at(0.7, 1)]
    #[at(0.7, 2)]
    #[at(0.7, 9)]
    pub fn cases_and_a_default(x: f64, k: usize) -> f64 {
        let mut y = 1.0;
        match k {
            0 => y += x,
            1 => y *= x * x,
            2 => {
                y -= x.sin();
                y *= y;
            }
            _ => {}
        }
        y * x
    }

    /// Cases that fall through run the rest of the list.
    #[at(0.7, 0)]
    #[at(0.7, 2)]
    #[at(0.7, 3)]
    pub fn falling_through(x: f64, k: usize) -> f64 {
        let mut y = x;
        for stage in 0..3 {
            if stage < k {
                continue;
            }
            match stage {
                0 => y += x.exp(),
                1 => y *= x,
                _ => y = y.sin() + x,
            }
        }
        y
    }

    #[at(0.7, 7)]
    pub fn switch_in_a_loop(x: f64, n: usize) -> f64 {
        let mut y = x;
        for i in 0..n {
            match i % 4 {
                0 => y = y * x + 0.5,
                1 => continue,
                2 if y > 3.0 => break,
                2 => y += 1.0,
                _ => y = y.sqrt(),
            }
            y *= 1.1;
        }
        y
    }

    #[at(0.7, 1, 2)]
    #[at(0.7, 1, 0)]
    #[at(0.7, 5, 0)]
    pub fn switch_in_a_switch(x: f64, a: i32, b: i32) -> f64 {
        let y = match a {
            1 => match b {
                0 => x.cos(),
                _ if x > 0.0 => x.ln(),
                _ => x,
            },
            n if n > 3 => x * f64::from(n),
            _ => 0.0,
        };
        y * y
    }

    #[at(0.7, 4, 3)]
    pub fn loop_in_a_switch(x: f64, n: usize, k: usize) -> f64 {
        match k {
            0 => x,
            1..=3 => {
                let mut s = 0.0;
                for i in 0..n {
                    s = s * x + i as f64;
                }
                s
            }
            _ => x * x,
        }
    }

    // ----- early returns -----

    #[at(0.7)]
    #[at(-0.7)]
    #[at(12.0)]
    pub fn guards(x: f64) -> f64 {
        if x < 0.0 {
            return -x * x;
        }
        if x > 10.0 {
            return (x - 10.0).sqrt();
        }
        x.powi(3)
    }

    #[at(0.7, 1.2)]
    #[at(1.7, 1.2)]
    #[at(1.7, -1.2)]
    pub fn returns_in_a_tree(x: f64, y: f64) -> f64 {
        if x < y {
            let z = x * y;
            if z > 0.5 {
                return z.ln() + x;
            }
            z - y
        } else if y < 0.0 {
            return x / y;
        } else {
            x - y * y
        }
    }

    #[at(0.7, 5)]
    #[at(1.9, 5)]
    pub fn return_from_a_loop(x: f64, n: usize) -> f64 {
        let mut y = x;
        for i in 0..n {
            y = y * 1.5 - 0.1 * x;
            if y > 4.0 {
                return y * y + i as f64 * x;
            }
        }
        y
    }

    #[at(vec![0.4, 1.2, 3.9, 0.2], 1.5)]
    #[at(vec![0.4, 1.2], 9.0)]
    pub fn return_from_the_inner_loop(x: &[f64], level: f64) -> f64 {
        let mut best = 0.0;
        for i in 0..x.len() {
            for j in 0..i {
                let p = x[i] * x[j];
                if p > level {
                    return p - level * level;
                }
                best += p * 0.5;
            }
            best *= x[i];
        }
        best + level
    }

    /// Declarations behind a return that may happen.
    #[at(0.4)]
    #[at(1.4)]
    pub fn declared_behind_a_return(x: f64) -> f64 {
        let a = x.exp();
        if a > 3.0 {
            return a;
        }
        let b = a * x;
        let mut c = [b, a, x];
        c[0] *= c[1];
        if c[0] > 1.0 {
            return c[0] * b;
        }
        let d = c[0] + c[2];
        d * b
    }

    // ----- local arrays -----

    #[at(0.4, 1.3)]
    pub fn array_as_a_table(x: f64, y: f64) -> f64 {
        let mut powers = [1.0; 5];
        for i in 1..5 {
            powers[i] = powers[i - 1] * x;
        }
        let mut s = 0.0;
        for i in (0..5).rev() {
            s = s * y + powers[i];
        }
        s
    }

    /// Each pass overwrites what the pass before has left.
    #[at(vec![0.4, 1.3, -0.2, 0.8], 3)]
    pub fn passes_over_an_array(x: &[f64], passes: usize) -> f64 {
        let mut a = x.to_vec();
        let n = a.len();
        for _ in 0..passes {
            for i in 0..n {
                a[i] = a[i] * a[(i + 1) % n] + 0.1;
                if a[i] > 2.0 {
                    break;
                }
            }
        }
        a[0] + a[n - 1] * a[1]
    }

    /// An element is read and written by the same statement, at indices that change in between.
    #[at([0.4, 1.3, -0.2])]
    pub fn index_changed_behind_its_use(x: [f64; 3]) -> f64 {
        let mut a = x;
        let mut k = 0;
        a[k] = a[k] * a[k + 1];
        k += 1;
        a[k] += a[k - 1] * a[k + 1];
        k = 0;
        a[k] * a[1]
    }

    #[at(0.4, 3)]
    pub fn rows_and_columns(x: f64, n: usize) -> f64 {
        let mut m = [[0.0; 3]; 3];
        for i in 0..n {
            for j in 0..n {
                m[i][j] = x * (i + 1) as f64 + (x * j as f64).cos();
            }
        }
        let mut det = 1.0;
        for i in 0..n {
            det *= m[i][i] - m[n - 1 - i][i] * 0.5;
        }
        det
    }
}
