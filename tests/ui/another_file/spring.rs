use chainrule::Differentiable;

#[derive(Differentiable)]
pub struct Spring {
    pub k: f64,
}

impl Spring {
    pub fn energy(&self, x: f64) -> f64 {
        0.5 * self.k * x * x
    }
}

pub fn square(x: f64) -> f64 {
    x * x
}
