use chainrule::differentiable;

#[differentiable]
fn f(x: f64) -> f64 {
    let mut v = vec![x, x * x];
    v.select_nth_unstable_by(1, |a, b| a.total_cmp(b));
    v[0] * v[1]
}

fn main() {}
