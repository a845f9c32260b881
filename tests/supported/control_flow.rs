//! Branches, loops and exits.

use crate::row::section;

section! {
    "Branches and loops", (x: f64, v: &[f64], n: usize) at (0.75, &[0.5, -1.25, 2.0][..], 3);

    "`if`, `else if`, `else`" { if x > 1.0 { x } else if n > 2 { x * x } else { x.sin() } }
    "`if` as a statement" { let mut y = x; if y < 1.0 { y *= y; } y }
    "`match` on integers, with alternatives, ranges and guards" {
        match n { 0 | 1 => 1.0, 2..=5 if x > 0.0 => x * x, k => x / k as f64 }
    }
    "`match` on tuples" { match (n, x > 0.0) { (0, _) => 0.0, (_, true) => x * x, (_, false) => -x } }
    "`match` on slices" { match v { [] => x, [a] => a * x, [a, .., b] => a * b * x } }
    "`match` on booleans and comparisons" { match x > 0.5 { true => x * x, false => x } }
    "`for` over a range" { let mut s = 0.0; for i in 0..v.len() { s += v[i] * v[i] * x; } s }
    "`for` over a range, downwards or in steps" {
        let mut s = 0.0; for i in (0..v.len()).rev().step_by(2) { s = s * x + v[i]; } s
    }
    "`for` over elements" { let mut s = 0.0; for a in v { s += a * a * x; } s }
    "`for` with `zip` and `enumerate`" {
        let mut s = 0.0; for (i, (a, b)) in v.iter().zip(&v[1..]).enumerate() { s += a * b * i as f64; } s * x
    }
    "`for` over `windows` and `chunks`" {
        let mut s = 0.0; for w in v.windows(2) { s += (w[1] - w[0]).powi(2); } for c in v.chunks(2) { s *= c[0]; } s * x
    }
    "`for` over elements to change them" {
        let mut u = v.to_vec(); for a in u.iter_mut() { *a *= x; } u[0] * u[2]
    }
    "`while`" { let mut y = x; while y < 10.0 { y = y * y + 1.0; } y }
    "`while let`" {
        let mut u = v.to_vec(); let mut s = x; while let Some(a) = u.pop() { s = s * 0.5 + a * a; } s
    }
    "`loop` with `break` and a value" {
        let mut y = x; loop { let z = 0.5 * (y + 2.0 / y); if (z - y).abs() < 1e-12 { break z * x; } y = z; }
    }
    "`continue`" { let mut s = 0.0; for a in v { if *a < 0.0 { continue; } s += a * x; } s }
    "labels" {
        let mut s = x;
        'rows: for a in v { for b in v { if a * b < 0.0 { continue 'rows; } s += a * b * s; } }
        s
    }
    "`panic!`, `unreachable!`" {
        if n > 9 { panic!("too many: {n}") } match n { 0 => todo!(), 1 => unimplemented!(), 3 => x * x, _ => unreachable!() }
    }
    "early `return`" { if x < 1.0 { return x * x; } x.exp() }
    "`return` inside a loop" { for a in v { if *a < 0.0 { return a * x; } } x }
    "`#[checkpoint]` on a loop" {
        let mut y = x; #[checkpoint(states = 2)] for a in v { y = y * y + a; } y
    }
    "a range without an end in `for`" { let mut s = x; for i in 1.. { if i > n { break; } s *= x; } s }
    "`async` block" refused { let _ = async { 1.0 }; x }
    "`unsafe` block with more than accesses without checks" refused { unsafe { *v.as_ptr() * x } }
    "`const` block" refused { x * const { 1.0 + 1.0 } }
}
