use chainrule::differentiable;

struct Row;

impl Row {
    fn mapv(&self, _: impl Fn(&f64) -> f64) -> Self {
        Row
    }

    fn sum(&self) -> f64 {
        0.0
    }
}

#[differentiable]
fn f(x: &Row) -> f64 {
    x.mapv(|&v: &f64| v * v).sum()
}

fn main() {}
