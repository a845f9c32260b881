//! Numerical methods as a person writes them: loops that end when they have converged.
//!
//! What comes in: one file per field, each a module under `#[corpus]`.
//! Invariant: no function is written for the compiler; where a method has an
//! author, the comment names the source of its formula.

pub mod algorithms;
pub mod data;
pub mod linear;
pub mod partial;
pub mod quadrature;
pub mod roots;
pub mod series;
pub mod steppers;

#[cfg(test)]
mod tests {
    use super::series;

    /// Digits of Abramowitz and Stegun's tables (7.1, 23.3, 6.1, 9.1, 17.1) and of elementary
    /// functions: the special functions are the ones meant.
    #[test]
    fn special_functions_have_their_values() {
        let known = [
            ("error_function", 0, 0.603_856_090_8),
            ("zeta", 1, -1.460_354_508_8),
            ("gamma", 1, 4.590_843_712_0),
            ("bessel_series", 0, 0.807_523_798_1),
            ("elliptic_integral", 0, 1.750_753_802_9),
            ("exponential_series", 1, (-2.0_f64).exp()),
            ("arctangent_fraction", 0, 0.8_f64.atan()),
        ];
        for (name, point, value) in known {
            let end = format!("::{name}");
            let mut all = series::functions::CASES.iter();
            let case = all.find(|case| case.name.ends_with(&end)).expect("a series");
            let got = (case.primal)(point, &(case.inputs)(point))[0];
            assert!((got - value).abs() < 1e-10, "`{name}`: {got}, not {value}");
        }
    }
}
