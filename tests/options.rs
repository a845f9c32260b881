//! Functions that return an `Option` or a `Result`: every derivative comes in the same wrapper, with the
//! payload's seed, and adds nothing where there is no value.

#![allow(clippy::needless_range_loop)]

use chainrule::{Real, check_gradients, differentiable};

#[derive(Clone, Debug, PartialEq)]
enum Failure {
    Negative,
    Parse(std::num::ParseFloatError),
}
impl From<std::num::ParseFloatError> for Failure {
    fn from(e: std::num::ParseFloatError) -> Self {
        Failure::Parse(e)
    }
}

#[differentiable(second_order)]
fn checked(x: f64, text: &str) -> Result<f64, Failure> {
    let s = text.parse::<f64>()?;
    if x < 0.0 {
        return Err(Failure::Negative);
    }
    Ok(x * x * s)
}

/// An error that cannot be copied.
#[derive(Debug)]
struct Heavy;

#[differentiable]
fn heavy(x: f64) -> Result<f64, Heavy> {
    if x < 0.0 {
        return Err(Heavy);
    }
    Ok(x.sin())
}

#[differentiable]
fn heavy_branch(x: f64, y: f64) -> Result<f64, Heavy> {
    let v = if x < y { x * y } else { x - y };
    if v < -10.0 { Err(Heavy) } else { Ok(v * v) }
}

#[differentiable]
fn aliased(x: f64) -> std::io::Result<f64> {
    if x < 0.0 { Err(std::io::Error::other("negative")) } else { Ok(x.sqrt()) }
}

#[differentiable(second_order)]
fn generic<T: Real>(x: T, y: Option<T>) -> Option<T> {
    let y = y?;
    Some(x * y + x.sin())
}

#[differentiable(jacobian)]
fn vector(x: &[f64]) -> Option<Vec<f64>> {
    let first = x.first()?;
    let mut y = x.to_vec();
    for i in 0..x.len() {
        y[i] *= *first;
    }
    Some(y)
}

#[test]
fn derivatives_come_in_the_outputs_wrapper() {
    assert_eq!(grad_checked(3.0, "2"), Ok(12.0));
    assert_eq!(value_and_grad_checked(3.0, "2"), Ok((18.0, 12.0)));
    assert_eq!(vjp_checked(3.0, "2", 2.0), Ok((18.0, 24.0)));
    let mut d = 1.0;
    assert_eq!(adjoint_checked(3.0, "2", &mut d, 1.0), Ok(18.0));
    assert_eq!(d, 13.0);
    assert_eq!(adjoint_checked(-3.0, "2", &mut d, 1.0), Err(Failure::Negative));
    assert_eq!(d, 13.0);
    assert!(matches!(jvp_checked(3.0, "x", 1.0), Err(Failure::Parse(_))));
    assert_eq!(jvp_checked(3.0, "2", 1.0), Ok((18.0, 12.0)));
    assert_eq!(hvp_checked(3.0, "2", 1.0), Ok((12.0, 4.0)));
    assert_eq!(hessian_checked(3.0, "2"), Ok([[4.0]]));
    assert!(grad_heavy(-1.0).is_err());
    assert_eq!(grad_heavy(0.0).unwrap(), 1.0);
    assert!(grad_heavy_branch(1.0, 2.0).is_ok());
    assert_eq!(grad_aliased(4.0).unwrap(), 0.25);
    assert_eq!(grad_generic(1.0_f32, Some(2.0)).map(|g| g.1), Some(Some(1.0)));
    assert_eq!(grad_generic(1.0_f64, None), None);
    let j = jacobian_vector(&[2.0, 3.0]).unwrap();
    assert_eq!(j[[0, 0]], 4.0);
    assert_eq!(j[[1, 0]], 3.0);
    assert_eq!(j[[1, 1]], 2.0);
    assert!(jacobian_vector(&[]).is_none());
}

#[test]
fn checked_by_name() {
    check_gradients::<checked>((3.0, "2")).unwrap();
    check_gradients::<checked>((-3.0, "2")).unwrap();
    check_gradients::<generic>((3.0, Some(2.0))).unwrap();
    check_gradients::<vector>((&[1.0, 2.0][..],)).unwrap();
}

const TABLE: [f64; 4] = [1.0, 2.0, 3.0, 4.0];
static ROWS: [[f64; 2]; 2] = [[1.0, 2.0], [3.0, 4.0]];

/// An element of a table, as `get`, `first` and `last` give it.
#[differentiable(second_order)]
fn tabulated(x: f64, n: usize) -> f64 {
    let Some(start) = TABLE.get(1) else { return x };
    let slope = if let Some(t) = TABLE.get(n) { t * x } else { x };
    let end = TABLE.first().unwrap() * x + *TABLE[1..].last().unwrap();
    slope * start * end
        + TABLE.get(n).copied().unwrap_or(0.5) * x
        + ROWS.get(1).map_or(0.0, |row| row[1] * x)
}

#[test]
fn elements_of_tables() {
    // 2 t x (x + 4) + t x + 4 x with t = 3, and 2 x (x + 4) + x / 2 + 4 x behind the end
    assert_eq!(grad_tabulated(2.0, 2), 6.0 * (2.0 * 2.0 + 4.0) + 3.0 + 4.0);
    assert_eq!(grad_tabulated(2.0, 9), 2.0 * (2.0 * 2.0 + 4.0) + 0.5 + 4.0);
    assert_eq!(hessian_tabulated(2.0, 2), [[12.0]]);
    check_gradients::<tabulated>((0.3, 3)).unwrap();
}
