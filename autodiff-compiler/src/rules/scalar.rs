//! The rule table of scalar operations: the partial derivatives of each, as formulas.
//!
//! Both modes come from these lines: the forward transform multiplies a partial derivative with the
//! operand's tangent, the adjoint with the result's cotangent. Which values a derivative needs is
//! read off the formula. At kinks the formulas follow the policy in the core's `rules::scalar`.

use std::ops::{Add, Div, Mul, Neg, Sub};

use crate::ir::{Operand, ScalarOp};

/// A formula over operands and numbers.
#[derive(Clone, Debug)]
pub enum Formula {
    Operand(Operand),
    Number(f64),
    Node(ScalarOp, Vec<Formula>),
}

/// The derivative of a result by one operand.
#[derive(Clone, Debug)]
pub enum Partial {
    /// Zero wherever it is defined (a step function).
    Zero,
    /// The operand is not differentiable: an integer.
    Inert,
    Factor(Formula),
    /// Numerator and denominator of a factor that may be infinite: times 0 it is 0.
    Guarded(Formula, Formula),
    /// A factor that may be infinite: times 0 it is 0.
    Shielded(Formula),
}

use Formula::Number;

/// The partial derivative of `y = op(x)` by operand `wrt`.
pub fn partial(op: ScalarOp, wrt: usize, x: &[Formula], y: &Formula) -> Partial {
    let arg = |i: usize| x[i].clone();
    let y = || y.clone();
    let one = || Number(1.0);
    let factor = match (op, wrt) {
        (ScalarOp::Neg, _) => Number(-1.0),
        (ScalarOp::Add, _) => one(),
        (ScalarOp::Sub, 0) => one(),
        (ScalarOp::Sub, _) => Number(-1.0),
        (ScalarOp::Mul, 0) => arg(1),
        (ScalarOp::Mul, _) => arg(0),
        (ScalarOp::Div, 0) => one() / arg(1),
        (ScalarOp::Div, _) => -(y() / arg(1)),
        (ScalarOp::Rem, 0) => one(),
        (ScalarOp::Rem, _) => -node(ScalarOp::TruncDiv, [arg(0), arg(1)]),
        (ScalarOp::Abs, _) => node(ScalarOp::Sign, [arg(0)]),
        (ScalarOp::Acos, _) => -(one() / sqrt((one() - arg(0)) * (one() + arg(0)))),
        (ScalarOp::Acosh, _) => one() / (sqrt(arg(0) - one()) * sqrt(arg(0) + one())),
        (ScalarOp::Asin, _) => one() / sqrt((one() - arg(0)) * (one() + arg(0))),
        (ScalarOp::Asinh, _) => one() / node(ScalarOp::Hypot, [arg(0), one()]),
        (ScalarOp::Atan, _) => one() / (one() + arg(0) * arg(0)),
        (ScalarOp::Atan2, 0) => ratio(arg(1), arg(0) * arg(0) + arg(1) * arg(1)),
        (ScalarOp::Atan2, _) => -ratio(arg(0), arg(0) * arg(0) + arg(1) * arg(1)),
        (ScalarOp::Atanh, _) => one() / ((one() - arg(0)) * (one() + arg(0))),
        (ScalarOp::Cbrt, _) => return Partial::Guarded(one(), Number(3.0) * (y() * y())),
        (ScalarOp::Clamp, 0) => node(ScalarOp::ClampWeight, [arg(0), arg(1), arg(2)]),
        (ScalarOp::Clamp, 1) => node(ScalarOp::ClampLoWeight, [arg(0), arg(1), arg(2)]),
        (ScalarOp::Clamp, _) => node(ScalarOp::ClampHiWeight, [arg(0), arg(1), arg(2)]),
        (ScalarOp::Copysign, 0) => node(ScalarOp::CopysignWeight, [arg(0), arg(1)]),
        (ScalarOp::Cos, _) => -node(ScalarOp::Sin, [arg(0)]),
        (ScalarOp::Cosh, _) => node(ScalarOp::Sinh, [arg(0)]),
        (ScalarOp::Libm(function), _) => return partial(function.op(), wrt, x, &y()),
        // d erf(x) / dx = 2 / sqrt(pi) exp(-x^2): https://dlmf.nist.gov/7.2.E1
        (ScalarOp::Erf, _) => Number(std::f64::consts::FRAC_2_SQRT_PI) * gauss(arg(0)),
        (ScalarOp::Erfc, _) => Number(-std::f64::consts::FRAC_2_SQRT_PI) * gauss(arg(0)),
        (ScalarOp::Exp, _) => y(),
        (ScalarOp::Exp10, _) => Number(std::f64::consts::LN_10) * y(),
        (ScalarOp::Exp2, _) => Number(std::f64::consts::LN_2) * y(),
        (ScalarOp::ExpM1, _) => y() + one(),
        (ScalarOp::Fract, _) => one(),
        (ScalarOp::Hypot, i) => ratio(arg(i), y()),
        (ScalarOp::Ln, _) => one() / arg(0),
        (ScalarOp::Ln1p, _) => one() / (one() + arg(0)),
        (ScalarOp::Log, 0) => one() / (arg(0) * node(ScalarOp::Ln, [arg(1)])),
        (ScalarOp::Log, _) => -(y() / (arg(1) * node(ScalarOp::Ln, [arg(1)]))),
        (ScalarOp::Log10, _) => Number(std::f64::consts::LOG10_E) / arg(0),
        (ScalarOp::Log2, _) => Number(std::f64::consts::LOG2_E) / arg(0),
        (ScalarOp::Max, 0) => node(ScalarOp::MaxWeight, [arg(0), arg(1)]),
        (ScalarOp::Max, _) => node(ScalarOp::MaxWeight, [arg(1), arg(0)]),
        (ScalarOp::Midpoint, _) => Number(0.5),
        (ScalarOp::Min, 0) => node(ScalarOp::MinWeight, [arg(0), arg(1)]),
        (ScalarOp::Min, _) => node(ScalarOp::MinWeight, [arg(1), arg(0)]),
        (ScalarOp::MulAdd, 0) => arg(1),
        (ScalarOp::MulAdd, 1) => arg(0),
        (ScalarOp::MulAdd, _) => one(),
        (ScalarOp::Powf, 0) => {
            let power = node(ScalarOp::Powf, [arg(0), arg(1) - one()]);
            return Partial::Shielded(node(ScalarOp::ZeroMul, [arg(1), power]));
        }
        (ScalarOp::Powf, _) => y() * node(ScalarOp::SafeLn, [arg(0)]),
        (ScalarOp::Powi, 0) => node(ScalarOp::PowiDerivative(1), [arg(0), arg(1)]),
        (ScalarOp::PowiDerivative(k), 0) => node(ScalarOp::PowiDerivative(k + 1), [arg(0), arg(1)]),
        (ScalarOp::Powi | ScalarOp::PowiDerivative(_), _) => return Partial::Inert,
        (ScalarOp::Recip, _) => -(y() * y()),
        (ScalarOp::RemEuclid, 0) => one(),
        (ScalarOp::RemEuclid, _) => -node(ScalarOp::DivEuclid, [arg(0), arg(1)]),
        (ScalarOp::Remainder, 0) => one(),
        (ScalarOp::Remainder, _) => -node(ScalarOp::Round, [(arg(0) - y()) / arg(1)]),
        (ScalarOp::Sin, _) => node(ScalarOp::Cos, [arg(0)]),
        (ScalarOp::Sinh, _) => node(ScalarOp::Cosh, [arg(0)]),
        (ScalarOp::Sqrt, _) => return Partial::Guarded(Number(0.5), y()),
        (ScalarOp::Tan, _) => one() + y() * y(),
        (ScalarOp::Tanh, _) => one() - y() * y(),
        (ScalarOp::ToDegrees, _) => Number(180.0 / std::f64::consts::PI),
        (ScalarOp::ToRadians, _) => Number(std::f64::consts::PI / 180.0),
        (ScalarOp::FloatCast, _) => one(),
        (ScalarOp::OfBits, 0) => node(ScalarOp::BitsScale, [arg(0), y()]),
        (ScalarOp::OfBits, _) => return Partial::Inert,
        (ScalarOp::GuardedDiv, 0) => return Partial::Guarded(one(), arg(1)),
        (ScalarOp::GuardedDiv, _) => return Partial::Guarded(-y(), arg(1)),
        (ScalarOp::Ratio, 0) => ratio(one(), arg(1)),
        (ScalarOp::Ratio, _) => -ratio(y(), arg(1)),
        (ScalarOp::ZeroMul, 0) => arg(1),
        (ScalarOp::ZeroMul, _) => arg(0),
        (ScalarOp::SafeLn, _) => ratio(one(), arg(0)),
        (
            ScalarOp::Ceil
            | ScalarOp::Copysign
            | ScalarOp::DivEuclid
            | ScalarOp::Floor
            | ScalarOp::Round
            | ScalarOp::RoundTiesEven
            | ScalarOp::Signum
            | ScalarOp::Trunc
            | ScalarOp::Sign
            | ScalarOp::MaxWeight
            | ScalarOp::MinWeight
            | ScalarOp::ClampWeight
            | ScalarOp::ClampLoWeight
            | ScalarOp::ClampHiWeight
            | ScalarOp::CopysignWeight
            | ScalarOp::BitsScale
            | ScalarOp::TruncDiv,
            _,
        ) => return Partial::Zero,
    };
    Partial::Factor(factor)
}

fn node<const N: usize>(op: ScalarOp, args: [Formula; N]) -> Formula {
    Formula::Node(op, args.into())
}

/// `exp(-x^2)`
fn gauss(x: Formula) -> Formula {
    node(ScalarOp::Exp, [-(x.clone() * x)])
}

fn sqrt(x: Formula) -> Formula {
    node(ScalarOp::Sqrt, [x])
}

fn ratio(a: Formula, b: Formula) -> Formula {
    node(ScalarOp::Ratio, [a, b])
}

macro_rules! operator {
    ($trait:ident, $method:ident, $op:ident) => {
        impl $trait for Formula {
            type Output = Self;
            fn $method(self, other: Self) -> Self {
                node(ScalarOp::$op, [self, other])
            }
        }
    };
}

operator!(Add, add, Add);
operator!(Sub, sub, Sub);
operator!(Mul, mul, Mul);
operator!(Div, div, Div);

impl Neg for Formula {
    type Output = Self;
    fn neg(self) -> Self {
        node(ScalarOp::Neg, [self])
    }
}
