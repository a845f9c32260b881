use chainrule::differentiable;

#[differentiable]
mod m {
    pub fn f(x: f64) -> f64 {
        x * x
    }
}

fn main() {}
