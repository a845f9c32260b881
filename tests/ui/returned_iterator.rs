use chainrule::differentiable;

#[differentiable]
fn squares(v: &[f64]) -> impl Iterator<Item = f64> + '_ {
    v.iter().map(|x| x * x)
}

fn main() {}
