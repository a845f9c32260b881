//! Straight-line functions of scalars: every float method of std, in method and path form.

#[chainrule_oracle::corpus]
pub mod functions {
    /// Arithmetic with a repeated operand.
    #[at(0.7)]
    #[at(-1.3)]
    pub fn cubic(x: f64) -> f64 {
        x * x * x - 2.0 * x + 1.0
    }

    /// All five operators and negation.
    #[at(1.7, 0.6)]
    #[at(-2.4, 1.1)]
    pub fn operators(x: f64, y: f64) -> f64 {
        -(x + y) * (x - y) / (1.0 + y * y) + x % (y + 3.0)
    }

    /// A remainder with a moving divisor: the quotient is locally constant.
    #[at(7.3, 2.0)]
    #[at(-7.3, 2.0)]
    pub fn remainder(x: f64, y: f64) -> f64 {
        x % y + x.sin() % 0.3
    }

    #[at(0.4, 0.9)]
    #[at(2.0, -1.2)]
    pub fn trigonometric(x: f64, y: f64) -> f64 {
        x.sin() * y.cos() + (0.3 * x * y).tan()
    }

    #[at(0.4, -0.3)]
    pub fn inverse_trigonometric(x: f64, y: f64) -> f64 {
        x.asin() + y.acos() * (x * y).atan()
    }

    #[at(0.8)]
    #[at(-1.1)]
    pub fn hyperbolic(x: f64) -> f64 {
        x.sinh() / x.cosh() + x.tanh() * x.tanh()
    }

    #[at(1.7, 0.3)]
    pub fn inverse_hyperbolic(x: f64, y: f64) -> f64 {
        x.asinh() + x.acosh() - y.atanh()
    }

    #[at(0.6)]
    #[at(2.1)]
    pub fn exponentials(x: f64) -> f64 {
        x.exp() - x.exp2() * (0.1 * x).exp_m1()
    }

    #[at(0.6)]
    #[at(3.5)]
    pub fn logarithms(x: f64) -> f64 {
        x.ln() + x.log2() * x.log10() - x.ln_1p()
    }

    #[at(2.3, 3.1)]
    pub fn logarithm_to_any_base(x: f64, base: f64) -> f64 {
        x.log(base) + x.log(2.5)
    }

    #[at(1.9)]
    #[at(0.2)]
    pub fn roots(x: f64) -> f64 {
        x.sqrt() + x.cbrt() * (x + 1.0).sqrt()
    }

    #[at(-1.9)]
    pub fn negative_cube_root(x: f64) -> f64 {
        x.cbrt()
    }

    #[at(1.3)]
    #[at(-0.8)]
    pub fn integer_powers(x: f64) -> f64 {
        x.powi(3) + x.powi(2) * x.powi(-1) - x.powi(0) + x.powi(1)
    }

    #[at(1.3, 4)]
    #[at(-0.8, 3)]
    #[at(0.7, -2)]
    #[kink(0.0, 0)]
    #[kink(0.0, 1)]
    pub fn integer_power_from_data(x: f64, n: i32) -> f64 {
        x.powi(n) + x.powi(n + 1)
    }

    #[at(1.3, 0.7)]
    #[at(0.4, 2.5)]
    pub fn float_powers(x: f64, y: f64) -> f64 {
        x.powf(y) + x.powf(2.5) - 1.5_f64.powf(y)
    }

    #[at(1.2, -0.4)]
    #[at(-3.0, 4.0)]
    #[kink(0.0, 0.0)]
    pub fn polar(x: f64, y: f64) -> f64 {
        x.hypot(y) + y.atan2(x)
    }

    #[at(1.2, -0.4, 0.3)]
    pub fn fused(x: f64, y: f64, z: f64) -> f64 {
        x.mul_add(y, z) * z.mul_add(x, 2.0)
    }

    #[at(1.2, 0.5)]
    #[at(-0.4, 0.5)]
    #[kink(0.5, 0.5)]
    pub fn extremes(x: f64, y: f64) -> f64 {
        x.max(y) * 2.0 + x.min(y * y) + x.max(0.25)
    }

    #[at(0.3, -1.0, 1.0)]
    #[at(-1.7, -1.0, 1.0)]
    #[at(1.7, -1.0, 1.0)]
    #[kink(1.0, -1.0, 1.0)]
    #[kink(-1.0, -1.0, 1.0)]
    pub fn clamped(x: f64, low: f64, high: f64) -> f64 {
        x.clamp(low, high) * x + x.clamp(-0.5, 0.5)
    }

    #[at(0.9)]
    #[at(-0.9)]
    #[kink(0.0)]
    pub fn absolute(x: f64) -> f64 {
        x.abs() * 3.0 + (x * x * x).abs()
    }

    #[at(0.9, 2.0)]
    #[at(0.9, -2.0)]
    #[at(-0.9, -2.0)]
    #[kink(0.0, 1.0)]
    pub fn signs(x: f64, s: f64) -> f64 {
        x.copysign(s) + x.signum() * x * s
    }

    #[at(2.3)]
    #[at(-2.3)]
    pub fn rounding(x: f64) -> f64 {
        x.floor() * x + x.ceil() + x.round() * 0.5 * x + x.trunc() - x.round_ties_even() * x
    }

    #[at(2.3)]
    #[at(-2.3)]
    pub fn fractional_part(x: f64) -> f64 {
        x.fract() * x
    }

    #[at(7.3, 2.0)]
    #[at(-7.3, 2.0)]
    #[at(7.3, -2.0)]
    pub fn euclidean(x: f64, y: f64) -> f64 {
        x.rem_euclid(y) * x + x.div_euclid(y) * y
    }

    #[at(1.9)]
    pub fn reciprocal(x: f64) -> f64 {
        x.recip() * (x + 1.0).recip()
    }

    #[at(33.0)]
    pub fn angles(degrees: f64) -> f64 {
        degrees.to_radians().sin() + 0.01 * (degrees / 20.0).to_degrees()
    }

    #[at(0.8)]
    pub fn sine_and_cosine(x: f64) -> f64 {
        let (s, c) = x.sin_cos();
        s * s * c
    }

    #[at(0.8, 1.7)]
    pub fn path_form(x: f64, y: f64) -> f64 {
        f64::sin(x) * f64::max(x, y) + f64::powi(y, 2) - f64::hypot(x, y) + f64::mul_add(x, y, 1.0)
    }

    #[at(0.8)]
    pub fn method_chain(x: f64) -> f64 {
        x.sin().exp().sqrt().ln_1p().recip().tanh()
    }

    #[at(0.8, 0.2)]
    pub fn an_unused_parameter(x: f64, y: f64) -> f64 {
        let _ = y;
        x * x
    }

    #[at(0.8, 0.2, 1.3, vec![0.4], -0.7)]
    pub fn unused_parameters_between(x: f64, y: f64, z: f64, w: &[f64], last: f64) -> f64 {
        let _ = (y, w);
        x * z + z * last * last
    }

    #[at(0.8)]
    pub fn a_constant(x: f64) -> f64 {
        let _ = x;
        2.5
    }

    #[at(0.8)]
    pub fn identity(x: f64) -> f64 {
        x
    }

    /// Path forms of constants: no operand is active, or one of several.
    #[at(0.8)]
    pub fn functions_of_literals(x: f64) -> f64 {
        x * f64::sin(0.5) + f64::hypot(0.5, x) - f64::max(0.25, f64::tanh(0.75)) * x
    }

    const GRAVITY: f64 = 9.81;
    const WEIGHTS: [f64; 3] = [0.2, -0.5, 1.5];

    #[at(0.8)]
    pub fn constants(x: f64) -> f64 {
        const SHIFT: f64 = 0.25;
        GRAVITY * (x - SHIFT) * x + std::f64::consts::PI * WEIGHTS[1] + WEIGHTS[2] * x
    }

    #[at(0.8, 1.3)]
    pub fn shadowed_names(x: f64, y: f64) -> f64 {
        let x = x * y;
        let y = x + y;
        let x = x * y;
        x + y
    }

    #[at(0.8, 1.3)]
    pub fn block_values(x: f64, y: f64) -> f64 {
        let a = {
            let x = x * 2.0;
            let t = x.sin();
            t * y
        };
        a * x + {
            let a = a * a;
            a
        }
    }

    #[at(0.8, 1.3)]
    pub fn shared_subexpression(x: f64, y: f64) -> f64 {
        let r = (x * x + y * y).sqrt();
        let s = r.sin() / r;
        s * s + r
    }

    #[at(0.8)]
    pub fn checked(x: f64) -> f64 {
        assert!(x > 0.0, "x must be positive");
        debug_assert!(x.is_finite());
        let y = x.ln();
        assert!(y < 100.0 && !y.is_nan());
        y * y
    }

    #[at(0.8, 1.3, 0.4, -0.7, 2.0)]
    pub fn five_parameters(a: f64, b: f64, c: f64, d: f64, e: f64) -> f64 {
        (a * b + c).sin() * (d - e).cos() / (a * a + 1.0)
    }

    #[at(0.3)]
    pub fn logistic(x: f64) -> f64 {
        1.0 / (1.0 + (-x).exp())
    }

    #[at(1.3)]
    #[at(-0.2)]
    pub fn softplus(x: f64) -> f64 {
        x.max(0.0) + (-x.abs()).exp().ln_1p()
    }

    /// Catastrophic cancellation in the value only.
    #[at(0.01)]
    pub fn cancelling_value(x: f64) -> f64 {
        (1.0 - x.cos()) / (x * x + 1.0)
    }

    #[at(1.1, 100.0, 95.0, 0.03, 0.2)]
    pub fn black_scholes_shape(t: f64, s: f64, k: f64, r: f64, sigma: f64) -> f64 {
        let d1 = ((s / k).ln() + (r + 0.5 * sigma * sigma) * t) / (sigma * t.sqrt());
        let d2 = d1 - sigma * t.sqrt();
        let n1 = 1.0 / (1.0 + (-1.702 * d1).exp());
        let n2 = 1.0 / (1.0 + (-1.702 * d2).exp());
        s * n1 - k * (-r * t).exp() * n2
    }
}
