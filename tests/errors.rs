//! Errors that cannot be copied: enums without `Clone`, `Box<dyn Error>`, and errors that macros return. An error
//! comes out of each derivative as it does of the function, and where there is none, the derivative is that of the
//! same function without errors.

#![allow(clippy::question_mark, reason = "both forms of a return are tested")]

use std::error::Error;
use std::fmt;

use chainrule::{check_gradients, differentiable};

/// None of its parts can be copied.
#[derive(Debug)]
enum Failure {
    Range(f64, f64),
    Missing(),
    Inner(Box<dyn Error + Send + Sync>),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Range(x, y) => write!(f, "{x} and {y} are out of range"),
            Self::Missing() => f.write_str("nothing is there"),
            Self::Inner(error) => write!(f, "{error}"),
        }
    }
}

impl Error for Failure {}

#[derive(Debug)]
struct Negative(String);

impl From<Negative> for Failure {
    fn from(error: Negative) -> Self {
        Self::Inner(error.0.into())
    }
}

/// An enum without floats that cannot be copied either.
enum Region {
    Low,
    High,
}

/// Nothing below 1 is left: the error of a loop that keeps snapshots of its state.
#[differentiable(second_order)]
fn in_a_bounded_loop(x: f64, n: usize) -> Result<f64, Failure> {
    let mut y = x;
    #[checkpoint(every = 2)]
    for _ in 0..n {
        if y < 1.0 {
            return Err(Failure::Range(x, y));
        }
        y = Some(y * y * 0.5).ok_or(Failure::Missing())?;
    }
    Ok(y)
}

/// As crates for errors write it.
macro_rules! bail {
    ($($text:tt)*) => {
        return Err(Box::<dyn Error>::from(format!($($text)*)))
    };
}

macro_rules! ensure {
    ($holds:expr, $($text:tt)*) => {
        if $holds {
        } else {
            bail!($($text)*);
        }
    };
}

#[differentiable(second_order)]
fn region(t: f64, p: f64) -> Result<Region, Failure> {
    if t < 0.0 {
        return Err(Failure::Range(t, p));
    }
    if t < 1.0 { Ok(Region::Low) } else { Ok(Region::High) }
}

#[differentiable(second_order)]
fn enthalpy(t: f64, p: f64) -> Result<f64, Failure> {
    let region = region(t, p)?;
    match region {
        Region::Low => Ok(t * p * p),
        _ if p > 9.0 => Err(Failure::Missing()),
        Region::High => Ok((t * p).sin()),
    }
}

#[differentiable(second_order)]
fn root(x: f64) -> Result<f64, Negative> {
    if x < 0.0 {
        return Err(Negative(format!("{x} is negative")));
    }
    Ok(x.sqrt())
}

#[differentiable(second_order)]
fn roots(x: f64, y: f64) -> Result<f64, Failure> {
    let a = root(x)?;
    let b = match root(y) {
        Ok(b) => b,
        Err(e) => return Err(e.into()),
    };
    let c = root(a * b).map_err(|e| Failure::Inner(e.0.into()))?;
    Ok(a * b + c)
}

#[differentiable(second_order)]
fn in_a_loop(xs: &[f64]) -> Result<f64, Failure> {
    let mut sum = 0.0;
    for &x in xs {
        let r = root(x)?;
        sum += r * r * r;
    }
    Ok(sum)
}

#[differentiable(second_order)]
fn repeated(x: f64) -> Result<f64, Failure> {
    let (mut y, mut n) = (x, 0);
    while n < 3 {
        y = enthalpy(y * 0.5, 0.7)? + x;
        n += 1;
    }
    Ok(y)
}

#[differentiable(second_order)]
fn multiples(x: f64) -> Result<Vec<f64>, Failure> {
    if x < 0.0 {
        return Err(Failure::Missing());
    }
    let mut v = vec![x; 3];
    for (i, v) in v.iter_mut().enumerate() {
        *v *= i as f64 + 1.0;
    }
    Ok(v)
}

#[differentiable(second_order)]
fn collected(xs: &[f64]) -> Result<f64, Failure> {
    let rows: Vec<f64> = xs.iter().map(|x| enthalpy(*x, 2.0 * x)).collect::<Result<Vec<_>, _>>()?;
    let v = multiples(rows[0])?;
    Ok(rows.iter().sum::<f64>() + v[2] * v[1])
}

#[differentiable(second_order)]
fn by_variant(x: f64) -> Result<f64, Failure> {
    match enthalpy(x, 10.0) {
        Ok(v) if v > 50.0 => Ok(v),
        Ok(v) => Ok(3.0 * v),
        Err(Failure::Missing()) => Ok(7.0 * x),
        Err(e) => Err(e),
    }
}

#[differentiable(second_order)]
fn in_arms(x: f64) -> Result<f64, Failure> {
    let r = enthalpy(x, x);
    if x > 0.9 {
        return r;
    }
    if x > 0.8 {
        return r.map(|v| v * 2.0);
    }
    let Ok(v) = r else { return r };
    Ok(v * 3.0)
}

/// Its payload's type does not show, and tokens of the user's name the payload.
#[derive(Clone, Debug, chainrule::Differentiable)]
struct Settings {
    gain: Option<f64>,
}

#[differentiable(second_order)]
fn of_settings(x: f64) -> Result<f64, Failure> {
    let settings = Settings { gain: (x < 2.0).then_some(x * x) };
    let gain = settings.gain.ok_or(Failure::Missing())?;
    if gain > 1.0 {
        return Err(Failure::Range(gain, x));
    }
    Ok(gain * gain)
}

#[differentiable(second_order)]
fn handed_on(x: f64) -> Result<f64, Failure> {
    enthalpy(x, 1.0).and_then(|y| roots(y, x)).map(|z| z * x)
}

#[differentiable(second_order)]
fn boxed(x: f64) -> Result<f64, Box<dyn Error>> {
    ensure!(x < 50.0, "{x} is too large");
    let a = roots(x, x * 2.0)?;
    if a > 20.0 {
        bail!("{a:.1} is too large");
    }
    Ok(a * a)
}

#[differentiable(second_order)]
fn replaced(x: f64) -> f64 {
    handed_on(x).or_else(|_| enthalpy(x, x)).unwrap_or(0.0)
        + boxed(x).unwrap_or_else(|e| f64::from(u8::from(e.to_string().ends_with("large"))) * x)
}

/// The sum of a Taylor series to second order must agree with the gradient a step away.
fn check_second_order(gradient: impl Fn(f64) -> f64, x: f64, product: f64) {
    let h = 1e-5;
    let slope = (gradient(x + h) - gradient(x - h)) / (2.0 * h);
    // truncation h^2 and rounding 1e-16 / h, both of values near one
    assert!((slope - product).abs() < 1e-7 * (1.0 + product.abs()), "{slope} and {product}");
}

#[test]
fn derivatives_are_those_of_the_values() {
    // x^8 / 2^7
    let (x, slope) = (2.5_f64, |x: f64| x.powi(7) / 16.0);
    assert!((grad_in_a_bounded_loop(x, 3).unwrap() / slope(x) - 1.0).abs() < 1e-14);
    check_second_order(
        |x| grad_in_a_bounded_loop(x, 3).unwrap(),
        2.5,
        hvp_in_a_bounded_loop(2.5, 3, 1.0).unwrap().1,
    );
    // t p^2, and sin(t p)
    assert_eq!(grad_enthalpy(0.5, 0.25).unwrap(), (0.0625, 0.25));
    let (t, p) = grad_enthalpy(1.5, 0.25).unwrap();
    assert_eq!((t, p), (0.25 * 0.375_f64.cos(), 1.5 * 0.375_f64.cos()));
    // sqrt(x y) + (x y)^(1/4) at x y = 16
    let (x, y) = grad_roots(2.0, 8.0).unwrap();
    assert!((x - (8.0 / 8.0 + 8.0 / 32.0)).abs() < 1e-15 && (y - 0.3125).abs() < 1e-15);
    assert_eq!(jvp_roots(2.0, 8.0, 1.0, 0.0).unwrap().1, x);
    assert_eq!(grad_in_a_loop(&[4.0, 9.0]).unwrap(), [3.0, 4.5]);
    // rows[0] = 4 x^3 below one, and 6 rows[0]^2 behind it
    let gradient = grad_collected(&[0.5, 0.25]).unwrap();
    assert_eq!(gradient, [3.0 * (1.0 + 12.0 * 0.5), 0.75]);
    assert_eq!(grad_by_variant(0.75).unwrap(), 100.0);
    assert_eq!(grad_by_variant(0.25).unwrap(), 300.0);
    assert_eq!(grad_by_variant(2.0).unwrap(), 7.0);
    assert_eq!(grad_in_arms(0.5).unwrap(), 2.25);
    assert_eq!(grad_in_arms(0.875).unwrap(), 6.0 * 0.875 * 0.875);
    assert_eq!(grad_in_arms(0.9375).unwrap(), 3.0 * 0.9375 * 0.9375);
    assert_eq!(grad_of_settings(0.5).unwrap(), 0.5);
    check_gradients::<repeated>((0.4,)).unwrap();
    check_gradients::<handed_on>((0.4,)).unwrap();
    check_gradients::<boxed>((4.0,)).unwrap();
    check_gradients::<replaced>((0.4,)).unwrap();
    check_gradients::<replaced>((40.0,)).unwrap();
    check_gradients::<replaced>((60.0,)).unwrap();
}

#[test]
fn second_derivatives_are_those_of_the_gradients() {
    let of = |f: fn(f64) -> Result<f64, Failure>| move |x| f(x).unwrap();
    check_second_order(of(grad_repeated), 0.4, hvp_repeated(0.4, 1.0).unwrap().1);
    check_second_order(of(grad_handed_on), 0.4, hvp_handed_on(0.4, 1.0).unwrap().1);
    check_second_order(of(grad_by_variant), 0.4, hvp_by_variant(0.4, 1.0).unwrap().1);
    check_second_order(of(grad_in_arms), 0.4, hvp_in_arms(0.4, 1.0).unwrap().1);
    check_second_order(grad_replaced, 0.4, hvp_replaced(0.4, 1.0).1);
    check_second_order(|x| grad_boxed(x).unwrap(), 4.0, hvp_boxed(4.0, 1.0).unwrap().1);
    check_second_order(
        |x| grad_collected(&[x, 0.25]).unwrap()[0],
        0.5,
        hvp_collected(&[0.5, 0.25], &[1.0, 0.0]).unwrap().1[0],
    );
    check_second_order(
        |x| grad_in_a_loop(&[x, 0.25]).unwrap()[0],
        0.5,
        hvp_in_a_loop(&[0.5, 0.25], &[1.0, 0.0]).unwrap().1[0],
    );
}

#[test]
fn errors_are_the_functions_own() {
    fn same<T, U, E: fmt::Display, F: fmt::Display>(of: Result<T, E>, derived: Result<U, F>) {
        let (Err(error), Err(derived)) = (of, derived) else { panic!("no error") };
        assert_eq!(error.to_string(), derived.to_string());
    }
    same(enthalpy(-1.0, 2.0), grad_enthalpy(-1.0, 2.0));
    same(enthalpy(-1.0, 2.0), jvp_enthalpy(-1.0, 2.0, 1.0, 1.0));
    same(enthalpy(2.0, 10.0), value_and_grad_enthalpy(2.0, 10.0));
    same(enthalpy(2.0, 10.0), hvp_enthalpy(2.0, 10.0, 1.0, 0.0));
    same(roots(-1.0, 2.0), grad_roots(-1.0, 2.0));
    same(roots(1.0, -2.0), grad_roots(1.0, -2.0));
    same(roots(1.0, -2.0), hvp_roots(1.0, -2.0, 1.0, 0.0));
    same(in_a_loop(&[1.0, -2.0, -3.0]), grad_in_a_loop(&[1.0, -2.0, -3.0]));
    same(in_a_loop(&[1.0, -2.0]), jvp_in_a_loop(&[1.0, -2.0], &[1.0, 1.0]));
    same(repeated(-1.0), grad_repeated(-1.0));
    same(repeated(-1.0), hvp_repeated(-1.0, 1.0));
    same(in_a_bounded_loop(1.5, 4), grad_in_a_bounded_loop(1.5, 4));
    same(in_a_bounded_loop(1.5, 4), hvp_in_a_bounded_loop(1.5, 4, 1.0));
    same(in_a_bounded_loop(0.5, 4), jvp_in_a_bounded_loop(0.5, 4, 1.0));
    same(collected(&[0.5, -0.5]), grad_collected(&[0.5, -0.5]));
    same(by_variant(-1.0), grad_by_variant(-1.0));
    same(in_arms(-1.0), grad_in_arms(-1.0));
    same(of_settings(3.0), grad_of_settings(3.0));
    same(of_settings(1.5), grad_of_settings(1.5));
    same(of_settings(1.5), hvp_of_settings(1.5, 1.0));
    same(handed_on(-1.0), grad_handed_on(-1.0));
    same(boxed(-1.0), grad_boxed(-1.0));
    same(boxed(40.0), grad_boxed(40.0));
    same(boxed(60.0), jvp_boxed(60.0, 1.0));
}
