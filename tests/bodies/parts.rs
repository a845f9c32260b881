//! Parts that may be there: `get`, `get_mut`, `split_first` and their kin, in conditions of `let` too; `concat`.

use chainrule::{check_gradients, differentiable};

use crate::{POINT, agrees};

#[differentiable(second_order)]
fn get_mut_let(x: f64, v: &[f64], n: usize) -> f64 {
    let mut u = v.to_vec();
    if let Some(a) = u.get_mut(n) {
        *a *= x;
    }
    *u.get_mut(1).unwrap() = x * x;
    u[1] * u[3] * u[0]
}

#[differentiable(second_order)]
fn first_mut(x: f64, v: &[f64], n: usize) -> f64 {
    let mut u = v.to_vec();
    if let Some(a) = u.first_mut() {
        *a += x;
    }
    if let Some(a) = u.last_mut() {
        *a = *a * x;
    } else {
        u.push(x);
    }
    u[0] * u[3]
}

#[differentiable(second_order)]
fn get_match(x: f64, v: &[f64], n: usize) -> f64 {
    let q = match v.get(n) {
        Some(a) => a * x,
        None => x,
    };
    q + match v.get(n + 9) {
        None => x * x,
        Some(&a) => a,
    }
}

#[differentiable(second_order)]
fn split_first(x: f64, v: &[f64], n: usize) -> f64 {
    if let Some((h, t)) = v.split_first() { h * t[0] * x + t.iter().sum::<f64>() } else { x }
}

#[differentiable(second_order)]
fn split_first_let_else(x: f64, v: &[f64], n: usize) -> f64 {
    let Some((l, r)) = v.split_last() else { return x };
    l * r[0] * x
}

#[differentiable(second_order)]
fn split_match(x: f64, v: &[f64], n: usize) -> f64 {
    match v.split_first() {
        None => x,
        Some((h, rest)) => rest.iter().fold(*h * x, |s, a| s * x + a),
    }
}

#[differentiable(second_order)]
fn get_range(x: f64, v: &[f64], n: usize) -> f64 {
    let q = if let Some(w) = v.get(1..3) { w[0] * w[1] * x } else { x };
    q + match v.get(2..9) {
        Some(w) => w[0],
        None => x * x,
    }
}

#[differentiable(second_order)]
fn get_while(x: f64, v: &[f64], n: usize) -> f64 {
    let mut i = 0;
    let mut s = x;
    while let Some(a) = v.get(i) {
        s = s * a + x;
        i += 2;
    }
    s
}

#[differentiable(second_order)]
fn get_let_chains(x: f64, v: &[f64], n: usize) -> f64 {
    if n > 2
        && let Some(a) = v.get(1)
        && *a < 0.0
    {
        a * x
    } else {
        x
    }
}

#[differentiable(second_order)]
fn get_row(x: f64, v: &[f64], n: usize) -> f64 {
    let m = vec![vec![x, 1.0], vec![v[0], x]];
    let q = if let Some(r) = m.get(1) { r[0] * r[1] } else { 0.0 };
    q + m.first().unwrap()[0] * m.last().map_or(0.0, |r| r[1])
}

#[differentiable(second_order)]
fn get_row_mut(x: f64, v: &[f64], n: usize) -> f64 {
    let mut m = vec![vec![x, 1.0], vec![v[0], x]];
    if let Some(r) = m.get_mut(1) {
        r[0] *= x;
        r.push(2.0);
    }
    m[1][0] * m[1][2]
}

#[differentiable(second_order)]
fn get_both(x: f64, v: &[f64], n: usize) -> f64 {
    if let (Some(a), Some(b)) = (v.get(0), v.get(1)) { a * b * x } else { x }
}

#[differentiable(second_order)]
fn get_2_let_else(x: f64, v: &[f64], n: usize) -> f64 {
    let Some(a) = v.get(n - 1) else {
        return x * x;
    };
    let Some(&b) = v.get(n + 5) else { return a * x };
    a * b
}

#[differentiable(second_order)]
fn concat_rows(x: f64, v: &[f64], n: usize) -> f64 {
    let m = vec![vec![x, x * x], v.to_vec()];
    let c = m.concat();
    c[0] * c[1] * c[3]
}

#[differentiable(second_order)]
fn concat_lit(x: f64, v: &[f64], n: usize) -> f64 {
    let a = [x, 1.0];
    let c = [&a[..], v].concat();
    let d = [a, [v[0], x]].concat();
    c[0] * c[1] * c[3] * d[2] * d[3]
}

#[differentiable(second_order)]
fn concat_vecs(x: f64, v: &[f64], n: usize) -> f64 {
    let a = vec![x, 1.0];
    let b = v.to_vec();
    let c = [a, b].concat();
    c[0] * c[2]
}

#[differentiable(second_order)]
fn concat_arrs(x: f64, v: &[f64], n: usize) -> f64 {
    let a = [[x, 2.0], [v[0], v[1]]];
    let c = a.concat();
    c[0] * c[2]
}

#[differentiable(second_order)]
fn const_closure_1(x: f64, v: &[f64], n: usize) -> f64 {
    let o = Some(x);
    o.and_then(|_| Some(1.1)).map_or(0.5, |a| f64::sin(a)) * x
}

#[differentiable(second_order)]
fn const_closure_5(x: f64, v: &[f64], n: usize) -> f64 {
    let o = Some(x);
    let q = o.map(|_| 2.0);
    x * q.map_or(1.0, |a| f64::exp(a) * x)
}

#[differentiable(second_order)]
fn mem_take(x: f64, v: &[f64], n: usize) -> f64 {
    let mut a = x;
    let b = std::mem::take(&mut a);
    a += 2.0;
    let mut o = Some(x);
    let p = std::mem::take(&mut o);
    a * b * p.unwrap() * if o.is_none() { 2.0 } else { 1.0 }
}

#[differentiable(second_order)]
fn tobits_cmp(x: f64, v: &[f64], n: usize) -> f64 {
    let ix = x.to_bits();
    let hx = (ix >> 32) as u32 & 0x7fffffff;
    if hx < 0x3ff00000 { x * x } else { x }
}

#[differentiable(second_order)]
fn tobits_ret(x: f64, v: &[f64], n: usize) -> f64 {
    let s = 1 - 2 * ((x.to_bits() >> 63) as i32);
    s as f64 * x
}

#[differentiable(second_order)]
fn let_chain_behind(x: f64, v: &[f64], n: usize) -> f64 {
    let o = Some(x);
    if n > 1
        && let Some(a) = o
        && let Some(b) = v.last()
        && a * b < 10.0
    {
        a * b
    } else {
        0.0
    }
}

#[differentiable(second_order)]
fn let_chain_split(x: f64, v: &[f64], n: usize) -> f64 {
    if n > 1
        && let Some((h, t)) = v.split_first()
        && let Some(l) = t.last()
        && *h > 0.0
    {
        h * l * t[0] * x
    } else {
        x
    }
}

#[differentiable(second_order)]
fn let_chain_mut(x: f64, v: &[f64], n: usize) -> f64 {
    let mut u = v.to_vec();
    if n > 1
        && let Some(a) = u.get_mut(n)
        && *a < 3.0
    {
        *a *= x;
    }
    u[3] * u[0]
}

#[differentiable(second_order)]
fn while_let_chain(x: f64, v: &[f64], n: usize) -> f64 {
    let mut i = 0;
    let mut s = x;
    while i < 9
        && let Some(a) = v.get(i)
        && *a > -1.0
    {
        s = s * a + x;
        i += 1;
    }
    s
}

#[differentiable(second_order)]
fn let_chains_3(x: f64, v: &[f64], n: usize) -> f64 {
    if let Some(&a) = v.first()
        && a > 0.0
        && let Some(&b) = v.get(n)
        && b < 1.0
    {
        a * b * x
    } else {
        x
    }
}

#[test]
fn derivatives_agree_with_differences() {
    agrees(check_gradients::<get_mut_let>(POINT), grad_get_mut_let, hvp_get_mut_let);
    agrees(check_gradients::<first_mut>(POINT), grad_first_mut, hvp_first_mut);
    agrees(check_gradients::<get_match>(POINT), grad_get_match, hvp_get_match);
    agrees(check_gradients::<split_first>(POINT), grad_split_first, hvp_split_first);
    agrees(
        check_gradients::<split_first_let_else>(POINT),
        grad_split_first_let_else,
        hvp_split_first_let_else,
    );
    agrees(check_gradients::<split_match>(POINT), grad_split_match, hvp_split_match);
    agrees(check_gradients::<get_range>(POINT), grad_get_range, hvp_get_range);
    agrees(check_gradients::<get_while>(POINT), grad_get_while, hvp_get_while);
    agrees(check_gradients::<get_let_chains>(POINT), grad_get_let_chains, hvp_get_let_chains);
    agrees(check_gradients::<get_row>(POINT), grad_get_row, hvp_get_row);
    agrees(check_gradients::<get_row_mut>(POINT), grad_get_row_mut, hvp_get_row_mut);
    agrees(check_gradients::<get_both>(POINT), grad_get_both, hvp_get_both);
    agrees(check_gradients::<get_2_let_else>(POINT), grad_get_2_let_else, hvp_get_2_let_else);
    agrees(check_gradients::<concat_rows>(POINT), grad_concat_rows, hvp_concat_rows);
    agrees(check_gradients::<concat_lit>(POINT), grad_concat_lit, hvp_concat_lit);
    agrees(check_gradients::<concat_vecs>(POINT), grad_concat_vecs, hvp_concat_vecs);
    agrees(check_gradients::<concat_arrs>(POINT), grad_concat_arrs, hvp_concat_arrs);
    agrees(check_gradients::<const_closure_1>(POINT), grad_const_closure_1, hvp_const_closure_1);
    agrees(check_gradients::<const_closure_5>(POINT), grad_const_closure_5, hvp_const_closure_5);
    agrees(check_gradients::<mem_take>(POINT), grad_mem_take, hvp_mem_take);
    agrees(check_gradients::<tobits_cmp>(POINT), grad_tobits_cmp, hvp_tobits_cmp);
    agrees(check_gradients::<tobits_ret>(POINT), grad_tobits_ret, hvp_tobits_ret);
    agrees(check_gradients::<let_chain_behind>(POINT), grad_let_chain_behind, hvp_let_chain_behind);
    agrees(check_gradients::<let_chain_split>(POINT), grad_let_chain_split, hvp_let_chain_split);
    agrees(check_gradients::<let_chain_mut>(POINT), grad_let_chain_mut, hvp_let_chain_mut);
    agrees(check_gradients::<while_let_chain>(POINT), grad_while_let_chain, hvp_while_let_chain);
    agrees(check_gradients::<let_chains_3>(POINT), grad_let_chains_3, hvp_let_chains_3);
}
