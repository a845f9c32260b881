//! Names that mean one thing in one block and another elsewhere, and references that are names.

const DIVISOR: f64 = 7.0;

#[allow(non_snake_case)]
struct Scaled {
    DIVISOR: f64,
}

#[chainrule::differentiable(second_order)]
#[allow(clippy::items_after_statements, clippy::redundant_field_names)]
fn constants_of_each_block(x: f64, k: usize) -> f64 {
    fn curve(c: f64) -> f64 {
        if c > 0.5 {
            const DIVISOR: f64 = 2.0;
            c * c / DIVISOR
        } else {
            const DIVISOR: f64 = 3.0;
            c / DIVISOR
        }
    }
    let y = match k {
        0 => {
            const DIVISOR: f64 = 2.0;
            assert!(x < DIVISOR * 100.0);
            let scaled = chainrule::no_diff!(Scaled { DIVISOR });
            let part = x.powi(3) / DIVISOR;
            part + chainrule::no_diff!(scaled.DIVISOR) * x
        }
        1 => {
            const DIVISOR: usize = 1;
            match k {
                DIVISOR => x * x * 0.5,
                _ => x,
            }
        }
        _ => x / DIVISOR,
    };
    y + curve(x)
}

/// Constants of the same name in several blocks were refused.
#[test]
fn constants_of_one_name_in_several_blocks() {
    // x^3 / 2 + 2 x + x^2 / 2
    assert_eq!(grad_constants_of_each_block(2.0, 0), 6.0 + 2.0 + 2.0);
    // x^2 / 2 + x^2 / 2, and x^2 / 2 + x / 3
    assert_eq!(grad_constants_of_each_block(2.0, 1), 4.0);
    let low = grad_constants_of_each_block(0.25, 1);
    assert!((low - (0.25 + 1.0 / 3.0)).abs() <= 2.0 * f64::EPSILON, "{low}");
    // x / 7 + x^2 / 2
    let outer = grad_constants_of_each_block(2.0, 2);
    assert!((outer - (2.0 + 1.0 / 7.0)).abs() <= 4.0 * f64::EPSILON, "{outer}");
    assert_eq!(hvp_constants_of_each_block(2.0, 0, 1.0).1, 6.0 + 1.0);
    chainrule::check_gradients::<constants_of_each_block>((2.0, 0)).expect("both modes");
}

#[derive(PartialEq)]
enum Outcome {
    Win,
    Draw,
}

#[chainrule::differentiable]
fn compared_with_a_reference(x: f64, outcome: &Outcome, other: Outcome) -> f64 {
    let (v, w) = if outcome == &Outcome::Draw { (x * x, x) } else { (x, 1.0) };
    let z = if &Outcome::Win != outcome { x } else { 2.0 * x };
    if &other == outcome { v * w * z } else { v * w }
}

/// `side == &Side::Upper` was written without its `&`, and did not compile.
#[test]
fn references_are_compared_with_references() {
    // x^4, x, 2 x^2
    assert_eq!(grad_compared_with_a_reference(2.0, &Outcome::Draw, Outcome::Draw), 32.0);
    assert_eq!(grad_compared_with_a_reference(2.0, &Outcome::Win, Outcome::Draw), 1.0);
    assert_eq!(grad_compared_with_a_reference(2.0, &Outcome::Win, Outcome::Win), 8.0);
}

#[chainrule::differentiable]
#[allow(non_snake_case)]
trait Meridian {
    fn radius(&self) -> f64;

    fn arc(&self, latitude: f64) -> f64 {
        let A = self.radius();
        let B = 9.0 * A * latitude;
        B * A
    }
}

#[derive(chainrule::Differentiable, Clone)]
struct Sphere(f64);

#[chainrule::differentiable]
impl Meridian for Sphere {
    fn radius(&self) -> f64 {
        self.0
    }
}

#[chainrule::differentiable]
impl std::ops::Neg for Sphere {
    type Output = Sphere;

    #[allow(non_snake_case)]
    fn neg(self) -> Sphere {
        let R = self.0;
        Sphere(-R * R)
    }
}

#[chainrule::differentiable]
fn arc_of_sphere(r: f64, latitude: f64) -> f64 {
    (-Sphere(r)).arc(latitude)
}

/// In default methods variables with capital names were taken for constants, and did not compile.
#[test]
fn variables_with_capital_names_in_default_methods() {
    // 9 r^4 latitude
    assert_eq!(grad_arc_of_sphere(2.0, 0.5), (9.0 * 4.0 * 8.0 * 0.5, 9.0 * 16.0));
}
