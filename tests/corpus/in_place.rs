//! Operations that change an array in place: swaps, stacks, growing and shrinking `Vec`s.

#[chainrule_oracle::corpus]
pub mod functions {
    #[at(vec![0.5, -1.0, 2.0], 0, 2)]
    #[at(vec![0.5, -1.0, 2.0], 1, 1)]
    pub fn two_elements_swapped(x: &[f64], i: usize, j: usize) -> f64 {
        let mut v = x.to_vec();
        let before = v[i] * v[j];
        v[i] *= v[0];
        v.swap(i, j);
        v[i] += v[j] * v[j];
        before + v[0] * v[1] + v[2].sin()
    }

    /// The order depends on the values, the result on the order.
    #[at(vec![0.5, -1.0, 2.0, 0.25])]
    #[at(vec![4.0, 3.0, 2.0, 1.0])]
    pub fn bubble_sort(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let n = v.len();
        for i in 0..n {
            for j in 0..n - 1 - i {
                if v[j] > v[j + 1] {
                    v.swap(j, j + 1);
                }
            }
        }
        let mut s = 0.0;
        for i in 0..n {
            s += v[i] * v[i] * (i + 1) as f64;
        }
        s
    }

    #[at(vec![0.5, -1.0, 2.0, 0.25, -0.3])]
    pub fn insertion_sort(x: &[f64]) -> Vec<f64> {
        let mut v = x.to_vec();
        for i in 1..v.len() {
            let mut j = i;
            while j > 0 && v[j - 1] > v[j] {
                v.swap(j - 1, j);
                v[j] *= 1.5;
                j -= 1;
            }
        }
        v
    }

    /// Buffers change places every step.
    #[at(vec![0.1, 0.9, 0.4, -0.2], 3, 0.2)]
    pub fn heat_with_swapped_buffers(u: &[f64], steps: usize, k: f64) -> f64 {
        let n = u.len();
        let mut now = u.to_vec();
        let mut next = vec![0.0; n];
        for _ in 0..steps {
            for i in 0..n {
                let left = now[(i + n - 1) % n];
                let right = now[(i + 1) % n];
                next[i] = now[i] + k * (left - 2.0 * now[i] + right);
            }
            std::mem::swap(&mut now, &mut next);
        }
        now[0] * now[1] + now[n - 1]
    }

    /// The step is nonlinear, so that old contents are needed.
    #[at(vec![0.1, 0.9, 0.4], 4)]
    pub fn nonlinear_swapped_buffers(u: &[f64], steps: usize) -> Vec<f64> {
        let n = u.len();
        let mut now = u.to_vec();
        let mut next = vec![0.0; n];
        for step in 0..steps {
            for i in 0..n {
                next[i] = now[i] + 0.1 * now[i] * now[(i + 1) % n].sin();
            }
            std::mem::swap(&mut now, &mut next);
            if step % 2 == 1 {
                now[0] *= next[0];
            }
        }
        now
    }

    /// The same, in bounded memory.
    #[at(vec![0.1, 0.9, 0.4], 5)]
    pub fn checkpointed_buffers(u: &[f64], steps: usize) -> f64 {
        let n = u.len();
        let mut now = u.to_vec();
        let mut next = vec![0.0; n];
        #[checkpoint(states = 2)]
        for _ in 0..steps {
            for i in 0..n {
                next[i] = now[i] + 0.1 * now[i] * now[(i + 1) % n].sin();
            }
            std::mem::swap(&mut now, &mut next);
        }
        now[0] * now[1] + now[2]
    }

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

    #[at([0.3, 0.7], [1.1, -0.4], 3)]
    pub fn swapped_arrays(a: [f64; 2], b: [f64; 2], n: usize) -> f64 {
        let (mut a, mut b) = (a, b);
        for _ in 0..n {
            b[0] = a[0] * a[1] + b[0];
            core::mem::swap(&mut a, &mut b);
            a[1] *= b[0];
        }
        a[0] * b[1] + a[1] - b[0]
    }

    /// `Vec`s of different lengths: the shadows have other lengths afterwards.
    #[at(vec![0.5, -1.0, 2.0], vec![0.7, 0.2], true)]
    #[at(vec![0.5, -1.0, 2.0], vec![0.7, 0.2], false)]
    pub fn swapped_lengths(x: &[f64], y: &[f64], swap: bool) -> f64 {
        let mut a = x.to_vec();
        let mut b = y.to_vec();
        let first = a[0] * b[0];
        if swap {
            std::mem::swap(&mut a, &mut b);
        }
        let mut s = first;
        for i in 0..a.len() {
            s += a[i] * a[i] * (i + 1) as f64;
        }
        s + b[b.len() - 1].sin()
    }

    #[at(0.4, 1.3)]
    pub fn swapped_scalars(x: f64, y: f64) -> f64 {
        let (mut a, mut b) = (x * y, y);
        std::mem::swap(&mut a, &mut b);
        a *= b;
        std::mem::swap(&mut a, &mut b);
        a / b
    }

    #[at([[0.5, 1.2], [0.3, -0.8]], 0.3)]
    pub fn swapped_rows(m: [[f64; 2]; 2], x: f64) -> f64 {
        let mut m = m;
        m[0][0] *= x;
        m.swap(0, 1);
        m[0][1] += m[1][0] * m[0][0];
        m[0][1] * m[1][1]
    }

    /// Gauss elimination with partial pivoting: the determinant.
    #[at([[0.1, 2.0, 0.3], [1.5, -0.2, 0.7], [0.4, 0.9, 3.0]])]
    pub fn determinant_by_elimination(a: [[f64; 3]; 3]) -> f64 {
        let mut m = a;
        let mut det = 1.0;
        for k in 0..3 {
            let mut p = k;
            for i in k + 1..3 {
                if m[i][k].abs() > m[p][k].abs() {
                    p = i;
                }
            }
            if p != k {
                m.swap(p, k);
                det = -det;
            }
            det *= m[k][k];
            for i in k + 1..3 {
                let factor = m[i][k] / m[k][k];
                for j in k..3 {
                    let upper = m[k][j];
                    m[i][j] -= factor * upper;
                }
            }
        }
        det
    }

    /// The same elimination solves a system, in `Vec`s.
    #[at(vec![vec![0.1, 2.0], vec![1.5, -0.2]], vec![0.7, -0.4])]
    pub fn solution_by_elimination(a: &Vec<Vec<f64>>, b: &[f64]) -> Vec<f64> {
        let n = b.len();
        let mut m = a.clone();
        let mut x = b.to_vec();
        for k in 0..n {
            let mut p = k;
            for i in k + 1..n {
                if m[i][k].abs() > m[p][k].abs() {
                    p = i;
                }
            }
            m.swap(p, k);
            x.swap(p, k);
            for i in k + 1..n {
                let factor = m[i][k] / m[k][k];
                for j in k..n {
                    let upper = m[k][j];
                    m[i][j] -= factor * upper;
                }
                let known = x[k];
                x[i] -= factor * known;
            }
        }
        for k in (0..n).rev() {
            for j in k + 1..n {
                let known = x[j];
                x[k] -= m[k][j] * known;
            }
            x[k] /= m[k][k];
        }
        x
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn reversed_then_changed(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        v[0] *= v[1];
        v.reverse();
        v[0] *= v[2];
        v[1..].reverse();
        v[0] + v[1] * v[1] * v[2]
    }

    #[at(vec![0.5, -1.0, 2.0, 0.3], 1)]
    pub fn rotated(x: &[f64], k: usize) -> f64 {
        let mut v = x.to_vec();
        v.rotate_left(k);
        v[0] *= v[1];
        v.rotate_right(k + 1);
        v[3] *= v[0];
        v[0] + v[1].sin() * v[2] + v[3] * v[3]
    }

    #[at(0.7, 4)]
    pub fn growing_trajectory(x: f64, n: usize) -> f64 {
        let mut path = Vec::new();
        path.push(x);
        for i in 0..n {
            let last = path[i];
            path.push(last + 0.1 * last.sin());
        }
        let mut s = 0.0;
        for i in 0..path.len() {
            s += path[i] * path[i];
        }
        s
    }

    #[at(0.7, 4)]
    pub fn returned_trajectory(x: f64, n: usize) -> Vec<f64> {
        let mut path = Vec::with_capacity(n + 1);
        path.push(x * x);
        for i in 0..n {
            path.push(path[i] * x);
        }
        path
    }

    /// States of two numbers, pushed as arrays.
    #[at([0.2, 0.9], 3)]
    pub fn trajectory_of_states(start: [f64; 2], n: usize) -> f64 {
        let mut states = vec![start];
        for k in 0..n {
            let (p, q) = (states[k][0], states[k][1]);
            let next = [p + 0.1 * q, q - 0.1 * p.sin()];
            states.push(next);
        }
        let last = states[n];
        last[0] * last[1] + states[1][0]
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

    #[at(vec![0.5, -1.0], vec![2.0, 0.3, 0.1])]
    pub fn extended(x: &[f64], y: &[f64]) -> f64 {
        let mut v = x.to_vec();
        v.extend_from_slice(y);
        v.extend(x.iter());
        v.extend(y.iter().rev().copied());
        let mut s = 0.0;
        for i in 0..v.len() {
            s += v[i] * v[i] * (i + 1) as f64;
        }
        s
    }

    #[at(vec![0.5, -1.0], vec![2.0, 0.3, 0.1])]
    pub fn appended(x: &[f64], y: &[f64]) -> f64 {
        let (mut a, mut b) = (x.to_vec(), y.to_vec());
        b[0] *= a[0];
        a.append(&mut b);
        b.push(a[2]);
        a[2] * a[1] + b[0] * b[0] + b.len() as f64
    }

    #[at(vec![0.5, -1.0, 2.0], 0.3, 5)]
    #[at(vec![0.5, -1.0, 2.0], 0.3, 2)]
    pub fn resized(x: &[f64], y: f64, n: usize) -> f64 {
        let mut v = x.to_vec();
        v.resize(n, y * y);
        let mut s = 0.0;
        for i in 0..v.len() {
            s += v[i] * v[i] * (i + 1) as f64;
        }
        s
    }

    #[at(vec![0.5, -1.0, 2.0, 0.8], 0.3)]
    pub fn filled_part(x: &[f64], y: f64) -> f64 {
        let mut v = x.to_vec();
        let product = v[1] * v[2];
        v[1..3].fill(y * y);
        v[0] *= v[1];
        v[2] *= v[3];
        product + v[0] * v[1] + v[2]
    }

    #[at(vec![0.5, -1.0, 2.0, 0.8], vec![0.3, 0.9])]
    pub fn copied_part(x: &[f64], y: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let product = v[1] * v[2];
        v[1..3].copy_from_slice(y);
        v[0] *= v[1] * v[2];
        v[2..].clone_from_slice(&x[..2]);
        product + v[0] * v[1] + v[2] * v[3]
    }

    /// A buffer that a time loop copies back.
    #[at(vec![0.1, 0.9, 0.4], 3)]
    pub fn copied_buffers(u: &[f64], steps: usize) -> f64 {
        let mut now = u.to_vec();
        let mut next = vec![0.0; u.len()];
        for _ in 0..steps {
            for i in 1..now.len() {
                next[i] = now[i] * now[i - 1];
            }
            next[0] = now[0].sin();
            now.copy_from_slice(&next);
            next.fill(0.0);
        }
        now[0] + now[1] * now[2]
    }

    #[at([0.5, -1.0], [0.3, 0.9])]
    pub fn replaced(a: [f64; 2], b: [f64; 2]) -> f64 {
        let mut v = a;
        let product = v[0] * v[1];
        let old = std::mem::replace(&mut v, [b[1], product]);
        let first = std::mem::replace(&mut v[0], old[0] * old[1]);
        product + v[0] * v[1] * first
    }

    #[at(vec![0.5, -1.0, 2.0])]
    pub fn taken(x: Vec<f64>) -> f64 {
        let mut v = x;
        v[0] *= v[1];
        let mut w = std::mem::take(&mut v);
        w[2] *= w[0];
        v.push(w[2] * w[1]);
        v[0] * v[0] + w[0] + v.len() as f64
    }

    /// The latest values only: a ring.
    #[at(vec![0.5, -1.0, 2.0, 0.8, 0.1], 3)]
    pub fn ring_buffer(x: &[f64], size: usize) -> f64 {
        let mut ring = vec![0.0; size];
        let mut s = 0.0;
        for i in 0..x.len() {
            let oldest = ring[i % size];
            s += x[i] * oldest;
            ring[i % size] = x[i] * x[i];
        }
        s
    }

    /// The sieve keeps what is far from the last kept value.
    #[at(vec![0.5, 0.55, 2.0, 2.1, 3.5], 0.2)]
    pub fn thinned_out(x: &[f64], distance: f64) -> f64 {
        let mut kept = vec![x[0]];
        for i in 1..x.len() {
            if x[i] - kept[kept.len() - 1] > distance {
                kept.push(x[i]);
            }
        }
        let mut s = 0.0;
        for i in 1..kept.len() {
            s += kept[i] * kept[i - 1];
        }
        s
    }

    /// A running maximum moves to the front.
    #[at(vec![0.5, 0.9, -2.0, 2.1, 1.5])]
    pub fn running_maximum(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let mut s = 0.0;
        for i in 1..v.len() {
            if v[i] > v[0] {
                v.swap(0, i);
            }
            s += v[0] * v[i];
        }
        s
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

    /// Rows that grow: a triangle of differences.
    #[at(vec![0.5, 0.9, -2.0, 2.1])]
    pub fn triangle_of_differences(x: &[f64]) -> f64 {
        let mut rows = Vec::new();
        rows.push(x.to_vec());
        for k in 1..x.len() {
            let mut row = Vec::new();
            for i in 0..x.len() - k {
                row.push(rows[k - 1][i + 1] - rows[k - 1][i] * rows[k - 1][i]);
            }
            rows.push(row);
        }
        rows[x.len() - 1][0] + rows[1][0] * rows[2][1]
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
}
