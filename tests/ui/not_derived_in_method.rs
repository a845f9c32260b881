use chainrule::differentiable;

struct Spring {
    k: f64,
}

impl Spring {
    #[differentiable]
    fn energy(&self, r: f64) -> f64 {
        0.5 * self.k * r * r
    }
}

fn main() {}
