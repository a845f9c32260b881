//! A method of a bound whose trait has no attribute, called twice.
use chainrule::differentiable;

trait Energy {
    fn energy(&self, r: f64) -> f64;
}

#[differentiable]
fn total<P: Energy>(potential: &P, r: f64) -> f64 {
    potential.energy(r) + potential.energy(2.0 * r)
}

fn main() {}
