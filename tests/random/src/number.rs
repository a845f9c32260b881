//! Numbers with derivatives along two directions and the mixed second derivative.
//!
//! In: floats, and the direction that an input belongs to. Out: the value, computed by the very
//! operations of the program, so that it is equal bit for bit; derivatives by the chain rule; and for
//! each derivative the sum of the absolute values of its terms. That sum bounds what rounding can do:
//! every mode of differentiation adds up the same products in another order, so it errs by at most some
//! roundings of the sum of the magnitudes (N. Higham, "Accuracy and Stability of Numerical Algorithms",
//! second edition, SIAM 2002, section 4.2).
//!
//! Invariant: a magnitude is not less than the absolute value of its derivative.

use crate::syntax::{Binary, Several, Unary};

/// A derivative and the magnitude of its terms.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Part {
    /// The derivative.
    pub value: f64,
    /// The sum of the absolute values of the terms it is made of.
    pub magnitude: f64,
}

impl Part {
    /// A number that was not computed.
    pub const fn exact(value: f64) -> Self {
        Self { value, magnitude: value.abs() }
    }

    /// A number whose terms add up to `magnitude` in absolute value.
    const fn with(value: f64, magnitude: f64) -> Self {
        Self { value, magnitude }
    }

    /// The sum.
    pub fn plus(self, other: Self) -> Self {
        Self::with(self.value + other.value, self.magnitude + other.magnitude)
    }

    /// The product.
    pub fn times(self, other: Self) -> Self {
        Self::with(self.value * other.value, self.magnitude * other.magnitude)
    }
}

/// A float, its derivatives along two directions, and the second derivative along both.
///
/// The product of `x` and `y`, with `y` moving along the second direction only:
///
/// ```
/// use chainrule_random::number::Dual;
/// use chainrule_random::syntax::Binary;
/// let (x, y) = (Dual::input(3.0, 1.0, 0.0), Dual::input(2.0, 0.0, 1.0));
/// let product = Dual::binary(Binary::Mul, x, y);
/// assert_eq!((product.value, product.first.value, product.second.value), (6.0, 2.0, 3.0));
/// assert_eq!(product.mixed.value, 1.0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dual {
    /// The number itself.
    pub value: f64,
    /// The derivative along the first direction.
    pub first: Part,
    /// The derivative along the second direction.
    pub second: Part,
    /// The second derivative along the first and the second direction.
    pub mixed: Part,
}

/// The partial derivatives of a function of two numbers.
struct Partials {
    by: [Part; 2],
    by_by: [[Part; 2]; 2],
}

impl Dual {
    /// A number that does not move.
    pub fn constant(value: f64) -> Self {
        Self::input(value, 0.0, 0.0)
    }

    /// A number that moves with the speeds `first` and `second`.
    pub fn input(value: f64, first: f64, second: f64) -> Self {
        let (first, second) = (Part::exact(first), Part::exact(second));
        Self { value, first, second, mixed: Part::default() }
    }

    /// The result `value` of a function with the derivatives `d1` and `d2` at `self`.
    fn through(self, value: f64, d1: Part, d2: Part) -> Self {
        Self {
            value,
            first: d1.times(self.first),
            second: d1.times(self.second),
            mixed: d1.times(self.mixed).plus(d2.times(self.first.times(self.second))),
        }
    }

    /// The result `value` of a function of two numbers.
    fn through_two(pair: [Self; 2], value: f64, d: &Partials) -> Self {
        let mut result = Self::constant(value);
        for (x, by) in pair.iter().zip(d.by) {
            result.first = result.first.plus(by.times(x.first));
            result.second = result.second.plus(by.times(x.second));
            result.mixed = result.mixed.plus(by.times(x.mixed));
        }
        for (x, row) in pair.iter().zip(d.by_by) {
            for (y, by) in pair.iter().zip(row) {
                result.mixed = result.mixed.plus(by.times(x.first.times(y.second)));
            }
        }
        result
    }

    /// A function of one number. None where it has a kink or no value.
    pub fn unary(op: Unary, x: Self) -> Option<Self> {
        let v = x.value;
        let exact = Part::exact;
        let (value, d1, d2) = match op {
            Unary::Neg => (-v, exact(-1.0), exact(0.0)),
            Unary::Sin => (v.sin(), exact(v.cos()), exact(-v.sin())),
            Unary::Cos => (v.cos(), exact(-v.sin()), exact(-v.cos())),
            Unary::Tanh => {
                let t = v.tanh();
                let slope = Part::with(1.0 - t * t, 1.0 + t * t);
                (t, slope, exact(-2.0 * t).times(slope))
            }
            Unary::Atan => {
                let slope = 1.0 / (1.0 + v * v);
                (v.atan(), exact(slope), exact(-2.0 * v * slope * slope))
            }
            Unary::Asinh => {
                let slope = 1.0 / (1.0 + v * v).sqrt();
                (v.asinh(), exact(slope), exact(-v * slope * slope * slope))
            }
            Unary::Exp => (v.exp(), exact(v.exp()), exact(v.exp())),
            Unary::Ln if v > 0.0 => (v.ln(), exact(1.0 / v), exact(-1.0 / (v * v))),
            Unary::Sqrt if v > 0.0 => {
                let root = v.sqrt();
                (root, exact(0.5 / root), exact(-0.25 / (root * v)))
            }
            Unary::Abs if v != 0.0 => (v.abs(), exact(1.0_f64.copysign(v)), exact(0.0)),
            Unary::Recip if v != 0.0 => {
                (v.recip(), exact(-1.0 / (v * v)), exact(2.0 / (v * v * v)))
            }
            Unary::Cosh => (v.cosh(), exact(v.sinh()), exact(v.cosh())),
            Unary::Sinh => (v.sinh(), exact(v.cosh()), exact(v.sinh())),
            Unary::Floor => (v.floor(), exact(0.0), exact(0.0)),
            Unary::Signum => (v.signum(), exact(0.0), exact(0.0)),
            Unary::Ln | Unary::Sqrt | Unary::Abs | Unary::Recip => return None,
        };
        Some(x.through(value, d1, d2))
    }

    /// An operator.
    pub fn binary(op: Binary, x: Self, y: Self) -> Self {
        let (a, b) = (x.value, y.value);
        let linear =
            |by: [f64; 2]| Partials { by: by.map(Part::exact), by_by: [[Part::default(); 2]; 2] };
        let (value, partials) = match op {
            Binary::Add => (a + b, linear([1.0, 1.0])),
            Binary::Sub => (a - b, linear([1.0, -1.0])),
            Binary::Mul => {
                let mixed = Part::exact(1.0);
                let none = Part::default();
                (a * b, Partials { by_by: [[none, mixed], [mixed, none]], ..linear([b, a]) })
            }
            Binary::Div => {
                let by_by = [[0.0, -1.0 / (b * b)], [-1.0 / (b * b), 2.0 * a / (b * b * b)]];
                let by_by = by_by.map(|row| row.map(Part::exact));
                (a / b, Partials { by_by, ..linear([1.0 / b, -a / (b * b)]) })
            }
        };
        Self::through_two([x, y], value, &partials)
    }

    /// A function of several numbers. None where it has a kink or no value.
    pub fn several(op: Several, args: &[Self]) -> Option<Self> {
        let (x, y) = (args[0], args[1]);
        Some(match op {
            Several::Max if x.value != y.value => {
                Self::chosen(x.value.max(y.value), if x.value > y.value { x } else { y })
            }
            Several::Min if x.value != y.value => {
                Self::chosen(x.value.min(y.value), if x.value < y.value { x } else { y })
            }
            Several::Clamp => {
                let (v, low, high) = (x.value, y.value, args[2].value);
                if v == low || v == high || low >= high {
                    return None;
                }
                let of = if v < low { y } else { [x, args[2]][usize::from(v > high)] };
                Self::chosen(v.clamp(low, high), of)
            }
            Several::Hypot if x.value != 0.0 || y.value != 0.0 => Self::hypot(x, y),
            Several::Atan2 if x.value != 0.0 || y.value != 0.0 => Self::atan2(x, y),
            Several::Powf if x.value > 0.0 => Self::powf(x, y),
            Several::MulAdd => {
                let product = Self::binary(Binary::Mul, x, y);
                let sum = Self::binary(Binary::Add, product, args[2]);
                Self { value: x.value.mul_add(y.value, args[2].value), ..sum }
            }
            Several::Max | Several::Min | Several::Hypot | Several::Atan2 | Several::Powf => {
                return None;
            }
        })
    }

    /// `x` with an integer exponent.
    pub fn powi(x: Self, n: i32) -> Self {
        let (v, exponent) = (x.value, f64::from(n));
        let d1 = if n == 0 { 0.0 } else { exponent * v.powi(n - 1) };
        let d2 = if n == 0 || n == 1 { 0.0 } else { exponent * (exponent - 1.0) * v.powi(n - 2) };
        x.through(v.powi(n), Part::exact(d1), Part::exact(d2))
    }

    /// The derivatives of `of` with the value `value`.
    fn chosen(value: f64, of: Self) -> Self {
        Self { value, ..of }
    }

    /// The second derivatives are differences of nearly equal terms in formulas that start from
    /// `x / h`: hence the magnitudes.
    fn hypot(x: Self, y: Self) -> Self {
        let (a, b) = (x.value, y.value);
        let h = a.hypot(b);
        let cube = h * h * h;
        let mixed = Part::exact(-a * b / cube);
        let partials = Partials {
            by: [Part::exact(a / h), Part::exact(b / h)],
            by_by: [
                [Part::with(b * b / cube, 1.0 / h + a * a / cube), mixed],
                [mixed, Part::with(a * a / cube, 1.0 / h + b * b / cube)],
            ],
        };
        Self::through_two([x, y], h, &partials)
    }

    /// `y.atan2(x)`
    fn atan2(y: Self, x: Self) -> Self {
        let (a, b) = (y.value, x.value);
        let square = a * a + b * b;
        let fourth = square * square;
        let mixed = Part::with((a * a - b * b) / fourth, 3.0 / square);
        let diagonal = Part::exact(2.0 * a * b / fourth);
        let partials = Partials {
            by: [Part::exact(b / square), Part::exact(-a / square)],
            by_by: [[Part { value: -diagonal.value, ..diagonal }, mixed], [mixed, diagonal]],
        };
        Self::through_two([y, x], a.atan2(b), &partials)
    }

    /// A positive number with any exponent.
    fn powf(x: Self, p: Self) -> Self {
        let (a, b) = (x.value, p.value);
        let (power, ln) = (a.powf(b), a.ln());
        let mixed =
            Part::with(a.powf(b - 1.0) * (1.0 + b * ln), a.powf(b - 1.0) * (1.0 + (b * ln).abs()));
        let curvature = a.powf(b - 2.0) * b;
        let partials = Partials {
            by: [Part::exact(b * a.powf(b - 1.0)), Part::exact(power * ln)],
            by_by: [
                [Part::with(curvature * (b - 1.0), curvature.abs() * (1.0 + b.abs())), mixed],
                [mixed, Part::exact(power * ln * ln)],
            ],
        };
        Self::through_two([x, p], power, &partials)
    }
}
