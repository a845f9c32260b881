//! Functions of the crate `libm`: values are its own, derivatives those of the operations.
//!
//! In: calls by path and by imports. Out: gradients from formulas by hand and from differences, and second
//! derivatives against differences of gradients.

use std::f64::consts::{FRAC_2_SQRT_PI, LN_2, LN_10};

use chainrule::{check_gradients, differentiable};
use libm::{erf, erfc as complement, remquo};

#[differentiable(second_order)]
fn acos_of(x: f64) -> f64 {
    libm::acos(x)
}

#[differentiable(second_order)]
fn acosh_of(x: f64) -> f64 {
    libm::acosh(x)
}

#[differentiable(second_order)]
fn asin_of(x: f64) -> f64 {
    libm::asin(x)
}

#[differentiable(second_order)]
fn asinh_of(x: f64) -> f64 {
    libm::asinh(x)
}

#[differentiable(second_order)]
fn atan_of(x: f64) -> f64 {
    libm::atan(x)
}

#[differentiable(second_order)]
fn atanh_of(x: f64) -> f64 {
    libm::atanh(x)
}

#[differentiable(second_order)]
fn cbrt_of(x: f64) -> f64 {
    libm::cbrt(x)
}

#[differentiable(second_order)]
fn ceil_of(x: f64) -> f64 {
    libm::ceil(x)
}

#[differentiable(second_order)]
fn cos_of(x: f64) -> f64 {
    libm::cos(x)
}

#[differentiable(second_order)]
fn cosh_of(x: f64) -> f64 {
    libm::cosh(x)
}

#[differentiable(second_order)]
fn erf_of(x: f64) -> f64 {
    libm::erf(x)
}

#[differentiable(second_order)]
fn erfc_of(x: f64) -> f64 {
    libm::erfc(x)
}

#[differentiable(second_order)]
fn exp_of(x: f64) -> f64 {
    libm::exp(x)
}

#[differentiable(second_order)]
fn exp10_of(x: f64) -> f64 {
    libm::exp10(x)
}

#[differentiable(second_order)]
fn exp2_of(x: f64) -> f64 {
    libm::exp2(x)
}

#[differentiable(second_order)]
fn expm1_of(x: f64) -> f64 {
    libm::expm1(x)
}

#[differentiable(second_order)]
fn fabs_of(x: f64) -> f64 {
    libm::fabs(x)
}

#[differentiable(second_order)]
fn floor_of(x: f64) -> f64 {
    libm::floor(x)
}

#[differentiable(second_order)]
fn log_of(x: f64) -> f64 {
    libm::log(x)
}

#[differentiable(second_order)]
fn log10_of(x: f64) -> f64 {
    libm::log10(x)
}

#[differentiable(second_order)]
fn log1p_of(x: f64) -> f64 {
    libm::log1p(x)
}

#[differentiable(second_order)]
fn log2_of(x: f64) -> f64 {
    libm::log2(x)
}

#[differentiable(second_order)]
fn rint_of(x: f64) -> f64 {
    libm::rint(x)
}

#[differentiable(second_order)]
fn round_of(x: f64) -> f64 {
    libm::round(x)
}

#[differentiable(second_order)]
fn sin_of(x: f64) -> f64 {
    libm::sin(x)
}

#[differentiable(second_order)]
fn sinh_of(x: f64) -> f64 {
    libm::sinh(x)
}

#[differentiable(second_order)]
fn sqrt_of(x: f64) -> f64 {
    libm::sqrt(x)
}

#[differentiable(second_order)]
fn tan_of(x: f64) -> f64 {
    libm::tan(x)
}

#[differentiable(second_order)]
fn tanh_of(x: f64) -> f64 {
    libm::tanh(x)
}

#[differentiable(second_order)]
fn trunc_of(x: f64) -> f64 {
    libm::trunc(x)
}

#[test]
fn functions_of_one_operand() {
    type Function = fn(f64) -> f64;
    type WithGradient = fn(f64) -> (f64, f64);
    let table: [(f64, Function, Function, WithGradient, Function); 30] = [
        (0.3, libm::acos, grad_acos_of, value_and_grad_acos_of, |x| -1.0 / (1.0 - x * x).sqrt()),
        (1.7, libm::acosh, grad_acosh_of, value_and_grad_acosh_of, |x| 1.0 / (x * x - 1.0).sqrt()),
        (0.3, libm::asin, grad_asin_of, value_and_grad_asin_of, |x| 1.0 / (1.0 - x * x).sqrt()),
        (0.3, libm::asinh, grad_asinh_of, value_and_grad_asinh_of, |x| 1.0 / (1.0 + x * x).sqrt()),
        (0.3, libm::atan, grad_atan_of, value_and_grad_atan_of, |x| 1.0 / (1.0 + x * x)),
        (0.3, libm::atanh, grad_atanh_of, value_and_grad_atanh_of, |x| 1.0 / (1.0 - x * x)),
        (1.7, libm::cbrt, grad_cbrt_of, value_and_grad_cbrt_of, |x| x.powf(-2.0 / 3.0) / 3.0),
        (1.7, libm::ceil, grad_ceil_of, value_and_grad_ceil_of, |_| 0.0),
        (0.3, libm::cos, grad_cos_of, value_and_grad_cos_of, |x| -x.sin()),
        (0.3, libm::cosh, grad_cosh_of, value_and_grad_cosh_of, |x| x.sinh()),
        (0.3, libm::erf, grad_erf_of, value_and_grad_erf_of, |x| FRAC_2_SQRT_PI * (-x * x).exp()),
        (0.3, libm::erfc, grad_erfc_of, value_and_grad_erfc_of, |x| {
            -FRAC_2_SQRT_PI * (-x * x).exp()
        }),
        (0.3, libm::exp, grad_exp_of, value_and_grad_exp_of, |x| x.exp()),
        (0.3, libm::exp10, grad_exp10_of, value_and_grad_exp10_of, |x| LN_10 * 10.0_f64.powf(x)),
        (0.3, libm::exp2, grad_exp2_of, value_and_grad_exp2_of, |x| LN_2 * x.exp2()),
        (0.3, libm::expm1, grad_expm1_of, value_and_grad_expm1_of, |x| x.exp()),
        (-0.3, libm::fabs, grad_fabs_of, value_and_grad_fabs_of, |x| -1.0 + 0.0 * x),
        (1.7, libm::floor, grad_floor_of, value_and_grad_floor_of, |_| 0.0),
        (1.7, libm::log, grad_log_of, value_and_grad_log_of, |x| 1.0 / x),
        (1.7, libm::log10, grad_log10_of, value_and_grad_log10_of, |x| 1.0 / (x * LN_10)),
        (1.7, libm::log1p, grad_log1p_of, value_and_grad_log1p_of, |x| 1.0 / (1.0 + x)),
        (1.7, libm::log2, grad_log2_of, value_and_grad_log2_of, |x| 1.0 / (x * LN_2)),
        (1.7, libm::rint, grad_rint_of, value_and_grad_rint_of, |_| 0.0),
        (1.7, libm::round, grad_round_of, value_and_grad_round_of, |_| 0.0),
        (0.3, libm::sin, grad_sin_of, value_and_grad_sin_of, |x| x.cos()),
        (0.3, libm::sinh, grad_sinh_of, value_and_grad_sinh_of, |x| x.cosh()),
        (1.7, libm::sqrt, grad_sqrt_of, value_and_grad_sqrt_of, |x| 0.5 / x.sqrt()),
        (0.3, libm::tan, grad_tan_of, value_and_grad_tan_of, |x| 1.0 / (x.cos() * x.cos())),
        (0.3, libm::tanh, grad_tanh_of, value_and_grad_tanh_of, |x| 1.0 / (x.cosh() * x.cosh())),
        (1.7, libm::trunc, grad_trunc_of, value_and_grad_trunc_of, |_| 0.0),
    ];
    for (i, (x, primal, grad, both, expected)) in table.into_iter().enumerate() {
        let (value, slope) = both(x);
        assert_eq!(value.to_bits(), primal(x).to_bits(), "{i}");
        assert_eq!(grad(x), slope, "{i}");
        // both formulas round a few times
        let error = (slope - expected(x)).abs();
        assert!(error <= 8.0 * f64::EPSILON * expected(x).abs(), "{i} {slope} {}", expected(x));
    }
}

#[differentiable(second_order)]
fn several(x: f64, y: f64) -> f64 {
    let s = libm::sin(x) * libm::pow(x, y) + libm::fmax(x, y) - libm::fmin(-x, y);
    let a = libm::fabs(libm::atan2(y, x)) + libm::copysign(x, -y);
    s * libm::hypot(x, y) + a * libm::fma(x, y, libm::sqrt(s * s + 1.0))
}

#[differentiable(second_order)]
fn remainders(x: f64, y: f64) -> f64 {
    let (s, c) = libm::sincos(x);
    let (r, q) = remquo(y, 0.3);
    s * erf(x * y)
        + c * complement(r)
        + f64::from(q) * x
        + libm::fmod(y, x) * libm::remainder(3.0 * y, x)
}

#[differentiable(second_order)]
fn over_elements(v: &[f64], k: f64) -> f64 {
    let mut sum = erf(k);
    for x in v {
        sum += libm::exp(-x * k) * erf(sum);
    }
    sum + v.iter().copied().map(libm::cosh).sum::<f64>()
}

#[differentiable]
fn single(x: f32) -> f32 {
    libm::tanhf(x) + libm::powf(x, 2.5) * libm::cbrtf(x)
}

struct Normal;

impl Normal {
    #[differentiable]
    fn cdf(x: f64) -> f64 {
        0.5 * complement(-x / libm::sqrt(2.0))
    }
}

#[test]
fn functions_of_several_operands() {
    let step = 1e-5;
    for (x, y) in [(0.7, 1.3), (1.4, 0.4)] {
        check_gradients::<several>((x, y)).unwrap();
        check_gradients::<remainders>((x, y)).unwrap();
        type Gradient = fn(f64, f64) -> (f64, f64);
        let cases: [(Gradient, (f64, f64)); 2] = [
            (grad_several, hvp_several(x, y, 1.0, 0.5).1),
            (grad_remainders, hvp_remainders(x, y, 1.0, 0.5).1),
        ];
        for (grad, h) in cases {
            let above = grad(x + step, y + 0.5 * step);
            let below = grad(x - step, y - 0.5 * step);
            for (h, a, b) in [(h.0, above.0, below.0), (h.1, above.1, below.1)] {
                let expected = (a - b) / (2.0 * step);
                assert!((h - expected).abs() < 1e-6 * (1.0 + expected.abs()), "{h} {expected}");
            }
        }
    }
    check_gradients::<over_elements>((&[0.7, 0.2, -0.4][..], 0.9)).unwrap();
    check_gradients::<single>((0.7_f32,)).unwrap();
    assert_eq!(Normal::grad_cdf(0.0), 0.5 * FRAC_2_SQRT_PI / libm::sqrt(2.0));
}
