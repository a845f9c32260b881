//! Loops under `#[checkpoint]`: every schedule, state of every kind, in every surrounding.
//!
//! The functions call one another, so they share one long module.

#[chainrule_oracle::corpus]
pub mod functions {
    #[at(0.3, 0)]
    #[at(0.3, 1)]
    #[at(0.3, 2)]
    #[at(0.3, 11)]
    pub fn binomial_carry(x: f64, n: usize) -> f64 {
        let mut s = x;
        #[checkpoint(states = 3)]
        for i in 0..n {
            s = (s * 1.3).sin() + x * s / (i + 1) as f64;
        }
        s * s
    }

    #[at(0.3, 9)]
    pub fn one_state(x: f64, n: usize) -> f64 {
        let mut s = x;
        #[checkpoint(states = 1)]
        for _ in 0..n {
            s = s.cos() * x + s;
        }
        s
    }

    #[at(0.3, 4, 2)]
    #[at(0.3, 4, 40)]
    pub fn states_given_at_run_time(x: f64, n: usize, k: usize) -> f64 {
        let mut s = x;
        #[checkpoint(states = k + 1)]
        for i in (0..=3 * n).rev().step_by(2) {
            s = s.cos() * x + s * (i % k) as f64 * 0.1;
        }
        s
    }

    #[at(0.3, 10)]
    #[at(0.3, 0)]
    #[at(0.3, 9)]
    pub fn periodic_carry(x: f64, n: usize) -> f64 {
        let mut s = x;
        #[checkpoint(every = 4)]
        for i in 1..=n {
            s = s.sin() + x * s / i as f64;
        }
        s.exp()
    }

    #[at(0.3, 0)]
    #[at(0.3, 17)]
    pub fn default_bound(x: f64, n: usize) -> f64 {
        let mut s = x;
        #[checkpoint]
        for _ in 0..n {
            s = s.sin() + x * s;
        }
        s * x
    }

    #[at(1.7)]
    #[at(30.0)]
    pub fn while_default(x: f64) -> f64 {
        let mut y = x;
        #[checkpoint]
        while (y * y - x).abs() > 1e-9 {
            y = 0.5 * (y + x / y);
        }
        y
    }

    #[at(0.11, 1.0)]
    #[at(0.01, 1.0)]
    #[at(0.91, 1.0)]
    pub fn while_with_states(start: f64, end: f64) -> f64 {
        let mut t = start;
        let mut y = end;
        #[checkpoint(states = 9)]
        while t < 1.0 {
            let slope = (y * t).cos();
            y += slope * 0.03125;
            t += 0.03125;
        }
        y
    }

    #[at(0.1)]
    pub fn while_with_a_period(start: f64) -> f64 {
        let mut y = start;
        let mut k = 0;
        #[checkpoint(every = 3)]
        while k < 10 {
            if k % 3 == 1 {
                y = y * y + start;
            } else {
                y = y.sin() * 2.0;
            }
            k += 1;
        }
        y
    }

    /// Two bodies of which one pulls the other: several scalars of state, an accumulator that is
    /// only written, a constant that is set before and overwritten after the loop.
    #[at(1.0, 0.2, 13)]
    pub fn several_scalars(x: f64, v: f64, n: usize) -> f64 {
        let (mut a, mut b) = (x, v);
        let mut energy = 0.0;
        let mut scale = x * 0.1;
        if n > 3 {
            scale = scale * v;
        }
        #[checkpoint(states = 4)]
        for _ in 0..n {
            let force = -a.sin() + scale;
            b += 0.1 * force;
            a += 0.1 * b * scale.cos();
            energy += 0.5 * b * b;
        }
        scale = a * scale;
        energy + scale + a * b
    }

    /// The array was read before the loop, is overwritten by it, and again afterwards.
    #[at(vec![0.3, -0.5, 0.8, 1.1], 5)]
    pub fn array_state(x: &[f64], n: usize) -> f64 {
        let mut u = x.to_vec();
        let before = u[1] * u[2];
        u[0] = u[0] * u[0];
        #[checkpoint(states = 2)]
        for _ in 0..n {
            for i in 1..u.len() - 1 {
                u[i] = 0.5 * u[i] * u[i] + 0.3 * u[i - 1] - u[i + 1].sin();
            }
        }
        let after = u[1] * u[3];
        u[1] = after * before;
        u[0] * u[1] + u[2] * u[2]
    }

    /// What is only written is no state; that it was read before the loop makes it one.
    #[at(vec![0.3, -0.5, 0.8], 7)]
    pub fn trajectory(x: &[f64], n: usize) -> f64 {
        let mut path = vec![0.0; n];
        let mut seen = x.to_vec();
        let product = seen[0] * seen[1] * seen[2];
        let mut s = product;
        #[checkpoint(states = 3)]
        for i in 0..n {
            s = s.sin() + x[i % 3] * s;
            path[i] = s * s;
            seen[i % 3] = s;
        }
        let mut loss = seen[0] * seen[1];
        for i in 0..n {
            loss += path[i] * path[i];
        }
        loss
    }

    #[at(0.4, 4, 3)]
    pub fn checkpointed_in_checkpointed(x: f64, n: usize, m: usize) -> f64 {
        let mut s = x;
        let mut r = 1.0;
        #[checkpoint(states = 2)]
        for i in 0..n {
            let mut p = s;
            #[checkpoint(states = 2)]
            for _ in 0..m {
                p = p.sin() + r * x;
                r = r * 0.5 + p.cos();
            }
            s = p.sin() * s + i as f64;
        }
        s * r
    }

    #[at(0.4, 4, 5)]
    pub fn checkpointed_in_plain(x: f64, n: usize, m: usize) -> f64 {
        let mut s = x;
        let mut w = [x, 0.5];
        for i in 0..n {
            let mut p = s;
            #[checkpoint(every = 2)]
            for _ in 0..m {
                p = p.sin() + s * x;
                w[i % 2] = w[i % 2] * p;
            }
            s = p * s + w[1];
        }
        s * w[0]
    }

    #[at(0.4, 4, 5)]
    pub fn plain_in_checkpointed(x: f64, n: usize, m: usize) -> f64 {
        let mut s = x;
        #[checkpoint(states = 2)]
        for i in 0..n {
            let mut k = 0;
            while k < m + i {
                s = s.sin() * x + 0.5;
                k += 1;
            }
            for _ in 0..m {
                s = s * s;
            }
        }
        s
    }

    /// The loop stands in an arm that is not always taken.
    #[at(0.4, 5)]
    #[at(-0.4, 5)]
    pub fn in_an_arm(x: f64, n: usize) -> f64 {
        let mut s = x;
        let mut u = [x, x * x];
        if x > 0.0 {
            let mut t = 1.0;
            #[checkpoint(states = 2)]
            for i in 0..n {
                t = t * s.cos();
                u[i % 2] = u[i % 2] * t + x;
                s = s * 0.9 + t;
            }
            s += t;
        }
        s * u[0] + u[1]
    }

    /// Iterations of the outer loop are independent: they run again, each with its own snapshots.
    #[at(vec![0.4, -0.7, 1.1], 6)]
    pub fn in_independent_iterations(x: &[f64], n: usize) -> f64 {
        let mut total = 0.0;
        for i in 0..x.len() {
            let mut s = x[i];
            #[checkpoint(states = 2)]
            for _ in 0..n {
                s = s.sin() + s * x[i];
            }
            total += s * s;
        }
        total
    }

    /// Two loops over the same state.
    #[at(0.4, 6)]
    pub fn one_after_the_other(x: f64, n: usize) -> f64 {
        let mut s = x;
        let mut u = [x; 3];
        #[checkpoint(states = 2)]
        for i in 0..n {
            u[i % 3] = u[i % 3] * s + x;
            s = s.sin() * u[(i + 1) % 3];
        }
        let middle = u[0] * s;
        #[checkpoint(every = 2)]
        for i in 0..n {
            u[i % 3] = u[i % 3] * s.cos();
            s = s * middle + u[(i + 2) % 3];
        }
        s + u[0] * u[1] * u[2]
    }

    pub fn leaf(x: f64, y: f64) -> f64 {
        (x * y).sin() + y
    }

    pub fn with_a_record(x: f64, y: f64) -> f64 {
        let a: f64 = leaf(x, y);
        leaf(a * x, y * a)
    }

    /// What is only run forward again must leave nothing on the tape.
    #[at(0.4, 5)]
    pub fn calls_in_the_body(x: f64, n: usize) -> f64 {
        let mut s = x;
        #[checkpoint(states = 2)]
        for i in 0..n {
            let a: f64 = with_a_record(s, x);
            s = a * 0.5 + leaf(a, i as f64);
        }
        s
    }

    /// A callee whose sweeps are calls of their own: its snapshots travel on the tape.
    pub fn snapshots_on_the_tape(x: f64, u: &[f64], n: usize) -> f64 {
        let mut s: f64 = leaf(x, 0.5);
        let mut w = u.to_vec();
        #[checkpoint(states = 2)]
        for i in 0..n {
            s = s.sin() + w[i % 2] * x;
            w[i % 2] = w[i % 2] * s;
        }
        let b: f64 = leaf(s, w[0]);
        b * w[1]
    }

    #[at(0.4, vec![0.7, -0.3], 5)]
    pub fn calls_snapshots(x: f64, u: &[f64], n: usize) -> f64 {
        let a: f64 = snapshots_on_the_tape(x, u, n);
        let mut s = a;
        for i in 0..3 {
            let b: f64 = snapshots_on_the_tape(s, u, i);
            s = b * a + s;
        }
        s
    }

    /// A matrix as the state, an assertion in the body.
    #[at([[0.4, 0.2], [-0.3, 0.6]], 5)]
    pub fn nested_array_state(a: [[f64; 2]; 2], n: usize) -> f64 {
        let mut p = a;
        #[checkpoint(states = 2)]
        for k in 0..n {
            assert!(k < n);
            let mut q = [[0.0; 2]; 2];
            for i in 0..2 {
                for j in 0..2 {
                    for l in 0..2 {
                        q[i][j] += p[i][l] * a[l][j];
                    }
                }
            }
            p = q;
            p[0][1] += 0.5;
        }
        p[0][0] * p[1][1] - p[0][1] * p[1][0]
    }

    #[at((0.4, 0.2), 5)]
    pub fn tuple_state(z: (f64, f64), n: usize) -> f64 {
        let mut w = z;
        #[checkpoint]
        for _ in 0..n {
            let re = w.0 * w.0 - w.1 * w.1 + z.0;
            w.1 = 2.0 * w.0 * w.1 + z.1;
            w.0 = re;
        }
        w.0 * w.0 + w.1 * w.1
    }

    /// Nothing to record: the bound changes nothing.
    #[at(vec![0.4, -0.7, 1.1])]
    pub fn nothing_to_keep(x: &[f64]) -> f64 {
        let mut s = 0.0;
        #[checkpoint(states = 1)]
        for i in 0..x.len() {
            s += x[i] * x[i];
        }
        s
    }

    #[with(T = f32)]
    #[at(0.3, 7)]
    pub fn generic_state<T: Real>(x: T, n: usize) -> T {
        let mut s = x;
        let mut w = [x, x * x];
        #[checkpoint(states = 3)]
        for i in 0..n {
            s = s.sin() + x * s;
            w[i % 2] = w[i % 2] * s;
        }
        s + w[0] * w[1]
    }

    /// What follows the branch reads a scalar only, which the reverse of the loop writes.
    #[at(0.4, 5)]
    #[at(-0.4, 5)]
    pub fn branch_at_the_end(x: f64, n: usize) -> f64 {
        let mut s = x;
        if x > 0.0 {
            #[checkpoint(states = 2)]
            for _ in 0..n {
                s = s.sin() + x * s;
            }
        }
        s
    }

    #[at(0.4, 20)]
    #[at(0.4, 3)]
    #[at(0.4, 0)]
    pub fn left_early(x: f64, n: usize) -> f64 {
        let mut s = x;
        #[checkpoint(states = 2)]
        for i in 0..n {
            if s > 1.5 {
                break;
            }
            if i % 3 == 1 {
                continue;
            }
            s = s * s + 0.6;
        }
        s * s
    }

    #[at(0.4)]
    #[at(2.4)]
    pub fn endless(x: f64) -> f64 {
        let mut s = x;
        let mut k = 0;
        let found = #[checkpoint(every = 3)]
        loop {
            s = s.cos() * 0.9 + 0.1 * x;
            k += 1;
            if (s - s.cos()).abs() < 0.05 || k > 12 {
                break s * x;
            }
        };
        found * s
    }

    #[at(0.4, 9)]
    #[at(0.4, 2)]
    pub fn returns_from_within(x: f64, n: usize) -> f64 {
        let mut s = x;
        let mut u = [x, 0.5];
        #[checkpoint]
        for i in 0..n {
            u[i % 2] = u[i % 2] * s + x;
            s = s.sin() + u[(i + 1) % 2];
            if s > 1.8 {
                return s * u[0];
            }
        }
        s + u[1]
    }

    #[at(0.4, 4)]
    pub fn outer_left_from_inner(x: f64, n: usize) -> f64 {
        let mut s = x;
        #[checkpoint(states = 2)]
        'rows: for i in 0..n {
            #[checkpoint(states = 2)]
            for j in 0..n {
                s = s.sin() + 0.3 * s + x * j as f64;
                if s > 1.9 && i > 1 {
                    break 'rows;
                }
                if j > i {
                    continue 'rows;
                }
            }
        }
        s * s
    }

    #[at(0.4, 6)]
    pub fn effects_in_the_condition(x: f64, n: usize) -> f64 {
        let mut s = x;
        let mut k = 0;
        #[checkpoint(states = 2)]
        while {
            k += 1;
            s = s * 0.9;
            k < n
        } {
            s = s.sin() + x * s;
        }
        s * s
    }

    /// The state is a slice of the caller's, which finds in it what the loop leaves.
    #[at(vec![0.4, -0.3, 0.8, 0.5], 5)]
    #[at(vec![0.4, -0.3, 0.8, 0.5], 0)]
    pub fn slice_in_place(u: &mut [f64], n: usize) {
        u[3] *= u[1];
        #[checkpoint(states = 2)]
        for _ in 0..n {
            for i in 1..u.len() - 1 {
                u[i] = u[i] * u[i - 1] + 0.3 * u[i + 1].sin();
            }
        }
        u[0] *= u[2];
    }

    #[at(0.7, vec![0.4, -0.3], 6)]
    pub fn scalar_and_trace_in_place(x: &mut f64, trace: &mut [f64], n: usize) -> f64 {
        let first = trace[0] * trace[1];
        #[checkpoint(states = 3)]
        for i in 0..n {
            *x = x.sin() + *x * first;
            trace[i % 2] = *x * *x;
        }
        trace[0] * first
    }

    /// A callee changes the state; another changes what it is made of.
    #[at(vec![0.4, -0.3, 0.8, 0.5], 4)]
    pub fn calls_that_change_the_state(x: &[f64], n: usize) -> f64 {
        let mut u = x.to_vec();
        let mut s = u[0];
        let product = u[1] * u[2];
        #[checkpoint(states = 2)]
        for i in 0..n {
            slice_in_place(&mut u, i % 2);
            let a: f64 = scalar_and_trace_in_place(&mut s, &mut u, 2);
            s = s * 0.5 + a;
        }
        s * u[1] + u[2] * product
    }

    /// Called several times, with what it changes still needed by the caller.
    #[at(vec![0.4, -0.3, 0.8, 0.5], 3)]
    pub fn callers_of_loops_in_place(x: &[f64], n: usize) -> f64 {
        let mut u = x.to_vec();
        let mut s = 0.0;
        for i in 0..n {
            s += u[1] * u[2];
            slice_in_place(&mut u, i + 1);
            s = s * u[3].cos();
        }
        s + u[0]
    }

    /// Buffers swapped every step, one of them only written in between.
    #[at(vec![0.4, -0.3, 0.8, 0.5, 0.1], 7)]
    #[at(vec![0.4, -0.3, 0.8, 0.5, 0.1], 4)]
    pub fn swapped_buffers(x: &[f64], n: usize) -> f64 {
        let mut u = x.to_vec();
        let mut v = vec![0.0; x.len()];
        let before = u[1] * u[2];
        #[checkpoint(states = 3)]
        for _ in 0..n {
            v.fill(0.1);
            for i in 1..u.len() - 1 {
                v[i] = u[i] + 0.2 * u[i] * (u[i - 1] - 2.0 * u[i] + u[i + 1]);
            }
            std::mem::swap(&mut u, &mut v);
        }
        u[2] * v[3] + before
    }

    /// A stack that grows and shrinks, a copy of a part, an exchange of elements.
    #[at(vec![0.4, -0.3, 0.8, 0.5], 6)]
    pub fn stack_as_state(x: &[f64], n: usize) -> f64 {
        let mut stack = x.to_vec();
        let mut s = stack[0];
        let mut last = [0.0; 2];
        #[checkpoint(states = 2)]
        for i in 0..n {
            if i % 3 == 2 {
                stack.truncate(2);
                stack.push(s * s);
            } else {
                stack.push(s.sin());
            }
            let top = stack.len() - 1;
            stack.swap(0, top);
            s = stack[0] * stack[1] + s;
            last.copy_from_slice(&stack[0..2]);
        }
        s * last[0] + last[1]
    }

    /// Elements are collected that nothing in the loop reads.
    #[at(0.4, 9)]
    pub fn collected(x: f64, n: usize) -> f64 {
        let mut path = Vec::new();
        let mut s = x;
        #[checkpoint(states = 3)]
        for _ in 0..n {
            path.push(s * x);
            s = s.sin() + s * x;
        }
        let mut loss = 0.0;
        for i in 0..path.len() {
            loss += path[i] * path[i];
        }
        loss + s
    }

    #[at(0.4, 5)]
    #[at(0.4, 0)]
    pub fn option_as_state(x: f64, n: usize) -> f64 {
        let mut best: Option<f64> = None;
        let mut s = x;
        #[checkpoint(states = 2)]
        for _ in 0..n {
            s = s.sin() + x * s * 0.5;
            best = match best {
                None => Some(s),
                Some(b) => {
                    if s > b {
                        Some(s * b)
                    } else {
                        Some(b + s)
                    }
                }
            };
        }
        best.unwrap_or(0.0) * s
    }

    #[at(vec![0.4, 0.8, -0.3, 0.7, 1.2, 0.9])]
    #[at(vec![])]
    pub fn until_the_stack_is_empty(x: &[f64]) -> f64 {
        let mut stack = x.to_vec();
        let mut s = 0.3_f64;
        #[checkpoint(states = 2)]
        while let Some(top) = stack.pop() {
            s = s * top + top.sin() * s.cos();
            if s > 0.9 && stack.len() > 3 {
                stack.push(s * 0.1);
            }
        }
        s
    }

    #[at(vec![0.4, 0.8, -0.3, 0.7, 1.2])]
    pub fn over_elements(x: &[f64]) -> f64 {
        let mut s = 0.3_f64;
        let mut v = x.to_vec();
        #[checkpoint(every = 2)]
        for a in v.iter_mut() {
            *a = *a * s;
            s = s.sin() + *a;
        }
        #[checkpoint]
        for a in x {
            s = s.sin() + *a * s;
        }
        s * v[1]
    }

    /// Two references that change places at the end of each iteration.
    #[at(0.4, 5)]
    #[at(0.4, 4)]
    pub fn swapped_references(x: f64, n: usize) -> f64 {
        let mut u = [x, 0.5];
        let mut v = [0.3, x * x];
        {
            let (mut a, mut b) = (&mut u, &mut v);
            #[checkpoint(states = 2)]
            for _ in 0..n {
                b[0] = a[0] * a[1].sin();
                b[1] = a[0] + a[1] * 0.3;
                std::mem::swap(&mut a, &mut b);
            }
        }
        u[0] * v[1] + u[1]
    }
}
