//! `Vec`s that shrink: stacks, queues, workspaces, and those of callees.

#[chainrule_oracle::corpus]
pub mod functions {
    /// A stack that loses and gains within a bounded loop.
    #[at(vec![0.1, 0.9, 0.4], 5)]
    pub fn checkpointed_stack(u: &[f64], steps: usize) -> f64 {
        let mut stack = u.to_vec();
        #[checkpoint(every = 2)]
        for k in 0..steps {
            let top = stack.pop().unwrap();
            let below = stack[k % stack.len()];
            stack.push(top * below + 0.5);
            stack.push(top.sin());
        }
        let mut s = 0.0;
        for v in &stack {
            s += v * v;
        }
        s
    }

    /// A stack machine: values are pushed, operators pop two.
    #[at(0.6, 1.4, vec![0, 1, 2, 3, 0, 4])]
    #[at(0.6, 1.4, vec![0, 1, 3, 1, 4])]
    pub fn stack_machine(x: f64, y: f64, program: &[usize]) -> f64 {
        let mut stack: Vec<f64> = Vec::new();
        for k in 0..program.len() {
            match program[k] {
                0 => stack.push(x),
                1 => stack.push(y),
                2 => {
                    let top = stack.pop().unwrap();
                    stack.push(top.sin());
                }
                3 => {
                    let b = stack.pop().unwrap();
                    let a = stack.pop().unwrap();
                    stack.push(a * b);
                }
                _ => {
                    let b = stack.pop().expect("an operand");
                    let a = stack.pop().expect("an operand");
                    stack.push(a / b);
                }
            }
        }
        stack.pop().unwrap()
    }

    /// The stack decides when the loop ends.
    #[at(vec![0.5, -1.0, 2.0], 0.3)]
    pub fn popped_until_empty(x: &[f64], y: f64) -> f64 {
        let mut stack = x.to_vec();
        let mut s = y;
        let mut pushed = false;
        while let Some(top) = stack.pop() {
            s = s * top + y;
            if !pushed && top < 0.0 {
                stack.push(s * s);
                pushed = true;
            }
        }
        s + stack.pop().unwrap_or(y * y)
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn popped_if_there(x: &[f64]) -> Option<f64> {
        let mut v = x.to_vec();
        let a = v.pop()?;
        if let Some(b) = v.pop() {
            v.push(a * b);
        }
        let last = v.pop();
        match last {
            Some(c) if c < 0.0 => Some(c * v[0]),
            Some(c) => Some(c),
            None => None,
        }
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn popped_and_dropped(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        v[2] *= v[0];
        v.pop();
        v.push(v[0] * v[1]);
        v.pop();
        v.pop();
        v.pop();
        v.pop();
        v.push(x[1]);
        v[0] * x[2]
    }

    #[at(vec![0.5, -1.0, 2.0, 0.3], 2)]
    #[at(vec![0.5, -1.0, 2.0, 0.3], 7)]
    pub fn truncated(x: &[f64], n: usize) -> f64 {
        let mut v = x.to_vec();
        let product = v[0] * v[3];
        v.truncate(n);
        let mut s = product;
        for i in 0..v.len() {
            s += v[i] * v[i];
        }
        s
    }

    /// What is dropped is needed by what came before.
    #[at(vec![0.5, -1.0, 2.0, 0.3])]
    pub fn cleared_and_filled_again(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let mut s = v[0] * v[1] * v[2];
        v.clear();
        for i in 0..x.len() {
            v.push(x[i] * s);
        }
        s += v[3];
        s * v[0]
    }

    /// A workspace of its own in every iteration, cleared at its start.
    #[at(vec![0.5, -1.0, 2.0], 3)]
    pub fn cleared_in_a_loop(x: &[f64], n: usize) -> f64 {
        let mut work = Vec::new();
        let mut s = 0.0;
        for k in 0..n {
            work.clear();
            for i in 0..=k % x.len() {
                work.push(x[i] * x[i] + s);
            }
            for i in 0..work.len() {
                s += 0.1 * work[i] * work[work.len() - 1];
            }
        }
        s
    }

    #[at(vec![0.5, -1.0, 2.0], 0.3, 1)]
    pub fn inserted_and_removed(x: &[f64], y: f64, at: usize) -> f64 {
        let mut v = x.to_vec();
        v.insert(at, y * y);
        v[0] *= v[at];
        let out = v.remove(2);
        v.remove(0);
        let s = out * v[0];
        v.insert(0, s);
        v[0] + v[1] * v[2]
    }

    #[at(vec![0.5, -1.0, 2.0, 0.7], 0)]
    #[at(vec![0.5, -1.0, 2.0, 0.7], 3)]
    pub fn removed_by_swapping(x: &[f64], at: usize) -> f64 {
        let mut v = x.to_vec();
        let out = v.swap_remove(at);
        v[0] *= out;
        v.swap_remove(1);
        v[0] * v[1] + out.sin()
    }

    /// A stack of positions decides what is read.
    #[at(vec![0.5, 0.9, -2.0, 2.1])]
    pub fn stack_of_positions(x: &[f64]) -> f64 {
        let mut stack = Vec::new();
        for i in 0..x.len() {
            stack.push(i);
        }
        let mut s = 1.0;
        while !stack.is_empty() {
            let i = stack.pop().unwrap();
            s = s * x[i] + x[0];
            if i == 2 {
                stack.push(0);
            }
        }
        s
    }

    /// Elements of rows change places, and whole rows do.
    #[at(vec![vec![0.5, 1.2], vec![0.3, -0.8], vec![0.9, 0.2]])]
    pub fn rows_change_places(m: Vec<Vec<f64>>) -> f64 {
        let mut m = m;
        m[0].swap(0, 1);
        m.swap(0, 2);
        let product = m[0][0] * m[1][1];
        m[2].push(product);
        let last = m[2].pop().unwrap();
        m[1].reverse();
        let row = m.remove(0);
        last * row[0] + m[0][0] * m[1][1]
    }

    /// Push in inner loops, popped in later loops, content overwritten.
    #[at(vec![0.5, -1.0, 2.0], 3)]
    pub fn grows_and_shrinks_in_loops(x: &[f64], n: usize) -> f64 {
        let mut v = Vec::new();
        let mut s = 0.5;
        for k in 0..n {
            for i in 0..x.len() {
                v.push(x[i] * s);
                s = s * 0.9 + v[v.len() - 1] * v[0];
            }
            if k % 2 == 0 {
                let a = v.pop().unwrap();
                v[0] = a * v[0];
                s += a * a;
            } else {
                v.truncate(2);
                v.reverse();
                v[1] *= s;
            }
            for e in v.iter_mut() {
                *e = e.sin() + s;
            }
        }
        for w in v.windows(2) {
            s += w[0] * w[1];
        }
        s
    }

    /// Local vecs in split blocks, returned by swap.
    #[at(vec![0.5, -1.0, 2.0], 3)]
    pub fn candidates_of_other_lengths(x: &[f64], n: usize) -> f64 {
        let mut best = x.to_vec();
        let mut s = 0.0;
        for k in 0..n {
            let mut cand = Vec::with_capacity(4);
            for i in 0..best.len() {
                cand.push(best[i] * best[(i + 1) % best.len()]);
            }
            if k == 1 {
                cand.push(cand[0] * cand[1]);
            }
            for e in &mut cand {
                *e *= *e;
            }
            std::mem::swap(&mut best, &mut cand);
            for (a, b) in best.iter().zip(cand.iter().rev()) {
                s += a * b;
            }
            cand.clear();
            cand.push(s);
            s += cand[0] * cand[0] * 0.1;
        }
        s + best[0] * best.len() as f64
    }

    /// In while loops with breaks.
    #[at(vec![0.5, 1.5, 0.2, 0.7])]
    pub fn smallest_merged(x: &[f64]) -> f64 {
        let mut heap = x.to_vec();
        let mut total = 0.0;
        let mut rounds = 0;
        while heap.len() > 1 {
            // two smallest to the end
            for t in 0..2 {
                let end = heap.len() - 1 - t;
                let mut p = 0;
                for i in 0..=end {
                    if heap[i] < heap[p] {
                        p = i;
                    }
                }
                heap.swap(p, end);
            }
            let a = heap.pop().unwrap();
            let b = heap.pop().unwrap();
            total += a * b;
            heap.push(a + b * total);
            rounds += 1;
            if rounds > 10 {
                break;
            }
        }
        total + heap[0]
    }

    /// Inactive stacks steer.
    #[at(vec![0.5, -1.0, 2.0])]
    pub fn inactive_stacks_steer(x: &[f64]) -> f64 {
        let mut todo = vec![0];
        let mut seen = vec![false; x.len()];
        let mut s = 1.0;
        while let Some(i) = todo.pop() {
            if seen[i] {
                continue;
            }
            seen[i] = true;
            s = s * x[i] + x[0];
            if i + 1 < x.len() {
                todo.push(i + 1);
                todo.push((i + 2) % x.len());
            }
        }
        let mut order = vec![2, 0, 1];
        order.swap(0, 1);
        order.reverse();
        for &i in &order {
            s = s * 0.5 + x[i] * s;
        }
        order.pop();
        order.push(1);
        for i in order {
            s += x[i] * s * s;
        }
        s
    }

    /// Result vec is swapped and truncated.
    #[at(vec![0.5, -1.0, 2.0])]
    pub fn result_swapped_and_cut(x: &[f64]) -> Vec<f64> {
        let mut a = x.to_vec();
        let mut b = vec![x[0] * x[1]; 5];
        b[2] = x[2];
        std::mem::swap(&mut a, &mut b);
        a.truncate(4);
        a.extend(b.iter().skip(1));
        a.swap(0, 5);
        a.remove(2);
        a
    }

    #[at(vec![0.5, -1.0, 2.0], 3)]
    pub fn rows_taken_and_replaced(x: &[f64], n: usize) -> f64 {
        let mut rows: Vec<Vec<f64>> = Vec::new();
        let mut row = x.to_vec();
        let mut s = 0.0;
        for k in 0..n {
            for e in row.iter_mut() {
                *e = *e * *e + 0.1;
            }
            row.push(s + x[k % 3]);
            rows.push(row.clone());
            let old = std::mem::replace(&mut row, vec![x[0] * s, x[1]]);
            for e in &old {
                s += e * e;
            }
        }
        rows.swap(0, n - 1);
        let first = std::mem::take(&mut rows[0]);
        for r in &rows {
            for (i, e) in r.iter().enumerate() {
                s += e * i as f64;
            }
        }
        rows[0].push(first[0] * first[1]);
        for r in rows.iter_mut().skip(1) {
            r.swap_remove(0);
            r.insert(1, s);
            r[0] *= r[1];
        }
        let last = rows.pop().unwrap();
        s + last[0] * last[1] + rows[0].len() as f64
    }

    /// Grows by what is there.
    pub fn grow(v: &mut Vec<f64>, x: f64) {
        let last = v[v.len() - 1];
        v.push(last * x);
        v.swap(0, 1);
        if x > 0.0 {
            let t = v.pop().unwrap();
            v.push(t * t);
            v.push(x);
        }
    }

    pub fn shrink(v: &mut Vec<f64>) -> f64 {
        let a = v.pop().unwrap();
        v.reverse();
        v.truncate(4);
        a * v[0]
    }

    #[at(vec![0.5, -1.0, 2.0], 3)]
    pub fn changed_by_helpers(x: &[f64], n: usize) -> f64 {
        let mut v = x.to_vec();
        let mut s = 0.0;
        for k in 0..n {
            grow(&mut v, x[k % 3]);
            s += v[0] * v[v.len() - 1];
            if k != 1 {
                s += shrink(&mut v);
            }
        }
        for e in &v {
            s += e * e;
        }
        s
    }

    pub fn stack_sum(x: &[f64], n: usize) -> f64 {
        let mut st = Vec::new();
        for i in 0..x.len() {
            st.push(x[i] * x[i]);
            if i >= n {
                st.remove(0);
            }
        }
        let mut s = 1.0;
        while let Some(t) = st.pop() {
            s = s * t + t;
        }
        s
    }

    #[at(vec![0.5, -1.0, 2.0, 0.1])]
    pub fn stacks_in_callees(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let a = stack_sum(&v, 2);
        v.swap(0, 3);
        v[1] = a;
        let b = stack_sum(&v[1..], 1);
        a * b + stack_sum(x, 9)
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn inout_vec(v: &mut Vec<f64>) {
        let a = v.pop().unwrap();
        v.push(a * v[0]);
        v.push(a);
        v.swap(0, 2);
        for e in v.iter_mut() {
            *e *= *e;
        }
        v.truncate(2);
    }

    #[at(vec![0.5, -1.0, 2.0], vec![0.3, 0.1, 0.7])]
    pub fn inout_swap(x: &mut Vec<f64>, y: &mut Vec<f64>) {
        std::mem::swap(x, y);
        x.push(y[0] * x[1]);
        y.pop();
        y[0] *= x[3];
    }
}
