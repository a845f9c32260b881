//! Variables, places, operators and changes in place.

use chainrule::no_diff;

use crate::row::section;

section! {
    "Values and variables", (x: f64, v: &[f64], n: usize) at (0.75, &[0.5, -1.25, 2.0][..], 3);

    "arithmetic, comparison, casts of integers" { (2.0 * x - 1.0) / (x + n as f64) }
    "a range that is asked: `(0.0..=1.0).contains(&x)`" { if (0.0..=1.0).contains(&x) { x * x } else { x } }
    "`midpoint`" { f64::midpoint(x, 1.0) * x.midpoint(3.0) }
    "methods of floats" { x.sin().exp() + x.powi(3) + x.powf(1.5) + x.max(0.1) + x.hypot(2.0) + x.ln_1p() }
    "functions of floats as paths" { f64::sin(x) * f64::max(x, 0.5) }
    "`mul_add`, `sin_cos`, `clamp`, `abs`, `rem_euclid`" {
        let (s, c) = x.sin_cos(); s.mul_add(c, x.clamp(0.0, 1.0)) + x.abs() + x.rem_euclid(0.5)
    }
    "a cast between floats" { x as f32 as f64 * 0.0 + x * x }
    "constants and tables" { const C: [f64; 2] = [0.5, 0.25]; C[n % 2] * x * x * std::f64::consts::PI }
    "shadowing" { let x = x * x; let x = x + 1.0; x * x }
    "`let` without a value" { let y; if x > 0.0 { y = x * x; } else { y = -x; } y * x }
    "`let` with a pattern" { let (a, [b, c]) = (x, [v[0], v[1]]); a * b * c }
    "assignment to several places at once" { let (mut a, mut b) = (x, v[0]); (a, b) = (b, a * b); a * b }
    "compound assignment" { let mut y = x; y += v[0]; y *= x; y -= 1.0; y /= x; y }
    "blocks as values" { let y = { let t = x * x; t + 1.0 }; y * x }
    "tuples" { let p = (x, (v[0], n)); p.0 * p.1.0 }
    "arrays" { let mut a = [x, x * x, 1.0]; a[1] += a[0]; a[0] * a[1] * a[2] }
    "nested arrays" { let mut m = [[0.0; 2]; 2]; m[0][1] = x; m[1] = [x, v[0]]; m[0][1] * m[1][1] }
    "`vec!`" { let mut u = vec![0.0; n]; u[0] = x; u[1] = u[0] * x; u[0] * u[1] }
    "`Vec` that grows and shrinks" {
        let mut u = Vec::new(); u.push(x); u.push(x * v[0]); let last = u.pop().unwrap(); u[0] * last
    }
    "range of a slice" { let w = &v[1..]; w[0] * w[1] * x }
    "`first`, `last`, `len`, `is_empty`" { if v.is_empty() { x } else { v.first().unwrap() * v.last().unwrap() * v[v.len() - 1] * x } }
    "`swap`, `reverse`, `rotate_left`, `fill`" {
        let mut u = v.to_vec(); u.swap(0, 2); u.reverse(); u.rotate_left(1); u[1..].fill(x); u[0] * u[1] * u[2]
    }
    "`copy_from_slice`, `extend_from_slice`" {
        let mut u = vec![x; 2]; u.copy_from_slice(&v[..2]); u.extend_from_slice(&[x, x * x]); u[0] * u[3]
    }
    "`mem::swap`, `mem::replace`" {
        let (mut a, mut b) = (x, x * x); std::mem::swap(&mut a, &mut b); let old = std::mem::replace(&mut a, 1.0); old + b
    }
    "references" { let y = x * x; let r = &y; *r * x }
    "`&mut` references to parts" { let mut a = [x, 1.0]; { let r = &mut a[1]; *r *= x; } a[0] * a[1] }
    "`split_at_mut`" {
        let mut u = v.to_vec(); let (a, b) = u.split_at_mut(1); a[0] *= b[0]; b[1] += a[0] * x; u[2]
    }
    "a slice that walks along an array" {
        let (mut rest, mut s) = (v, x); while let Some((first, tail)) = rest.split_first() { s = s * 0.5 + first * x; rest = tail; } s
    }
    "a reference that a condition chooses" {
        let (mut a, mut b) = (x, x * x); let r = if n > 2 { &mut a } else { &mut b }; *r *= 2.0; a * b
    }
    "`assert!`, `debug_assert!`" { assert!(x > 0.0, "x is {x}"); debug_assert!(n > 0); x * x }
    "data without derivative: `no_diff!(..)`" { no_diff!(x.floor() + 2.0) * x }
    "integer and bit arithmetic" { let k = (n << 1) ^ 1; let m = k % v.len(); v[m] * x * k as f64 }
    "`insert`, `remove`, `truncate`, `resize`, `extend`, `append`, `clear`" {
        let (mut u, mut w) = (v.to_vec(), vec![x]);
        u.insert(1, x * x); u.remove(0); u.truncate(2); u.resize(4, x); u.extend(&w); u.append(&mut w); w.clear(); u.iter().product()
    }
    "`chunks_mut`, `rotate_right`, `swap_remove`" {
        let mut u = v.to_vec(); for c in u.chunks_mut(2) { c[0] *= x; } u.rotate_right(1); u.swap_remove(0) * u[0]
    }
    "`sort_by`, `retain`" {
        let mut u = v.to_vec(); u.push(x); u.sort_by(|a, b| a.total_cmp(b)); u.retain(|a| *a > 0.0); u[0] * u[0] + u[1] * x
    }
    "`dedup`, `dedup_by`, `dedup_by_key`" { let mut u = vec![x, x, v[1], v[2]]; u.dedup(); u.dedup_by(|a, b| *a == *b); u.dedup_by_key(|a| *a > 1.0); u[0] * u[1] }
    "`split_off`, `concat`" { let mut u = v.to_vec(); let w = u.split_off(1); [w, u].concat()[0] * x }
    "`get`, `get_mut`, `last_mut`, `split_first`" {
        let mut u = v.to_vec(); if let Some(a) = u.get_mut(n - 1) { *a *= x; } match u.last_mut() { Some(a) => *a += x, None => u.push(x) }
        let Some((first, rest)) = u.split_first() else { return x; }; first * rest[0] * rest[1] * u.get(7).copied().unwrap_or(x)
    }
    "`to_bits`" { if x.to_bits() >> 63 == 0 { x * x } else { -x } }
    "`from_bits` of another exponent or sign" {
        f64::from_bits(x.to_bits() & 0x800f_ffff_ffff_ffff | 0x3fe0_0000_0000_0000)
    }
    "`from_bits` of numbers" { x * f64::from_bits((x as u64 + 1023) << 52) }
    "`from_bits` of arithmetic on all bits (write a rule)" refused { f64::from_bits(x.to_bits() / 3 + 0x2a9f_7893_0000_0000) }
    "`from_bits` of parts of a mantissa" refused { f64::from_bits(x.to_bits() >> 1) }
    "`select_nth_unstable_by`" { let mut u = v.to_vec(); let (_, middle, above) = u.select_nth_unstable_by(1, |a, b| a.total_cmp(b)); *middle * above[0] * x }
    "an element of a table that may be there" { const T: [f64; 4] = [1.0, 2.0, 3.0, 4.0]; *T.get(n).unwrap() * x + T.first().copied().unwrap_or(x) * x }
    "a range of a slice that may be there: `get` of a range" { v.get(1..).map_or(x, |w| w[0] * x) * v.get(..n).unwrap()[0] * v.get(n..9).unwrap_or(&[]).len() as f64 }
    "a range that has a name" { let (r, s) = if n > 2 { (0..n, x) } else { (0..1, 1.0) }; let mut t = s; for i in r.clone() { t += v[i] * x; } v[r].iter().product::<f64>() * t }
    "a range with its last number as a value" refused { let r = 0..=2; x * r.count() as f64 }
    "an assignment inside an expression" refused { let mut a = x; let b = (a = 1.0); a }
    "a reference pushed into a `Vec`" refused { let a = x; let mut c = Vec::new(); c.push(&a); *c[0] }
    "raw references" refused { let r = &raw const x; x }
    "text" { let unit = if n > 2 { "m" } else { "km" }; match unit { "m" => x * x, _ => x } }
    "`format!`, `println!`, `dbg!`" { let y = dbg!(x * x); println!("{y} of {x}"); y * format!("{n}").len() as f64 }
    "`#[cfg]` on statements and arms" { #[cfg(unix)] let y = x * x; #[cfg(not(unix))] let y = x * x; y * x }
    "`cfg!`" { if cfg!(target_os = "none") { x } else { x * x } }
}
