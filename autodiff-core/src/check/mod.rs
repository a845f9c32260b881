//! A check of derivatives against the function itself.
//!
//! What comes in is a differentiable function by name, and a point; what goes out is a report, or
//! the first derivative that is wrong. Three independent answers are compared: adjoint mode, forward
//! mode, and central differences of the values over a grid of steps. Invariant: a derivative that is
//! not finite, or that the differences cannot settle, is an error and never passes silently.
//!
//! Blind spots: one point says nothing about another; at a kink the differences average the two
//! sides, and a derivative that chooses one is reported; a function that is itself noisy (an
//! iteration stopped by a tolerance) is reported as unsettled.

mod differences;
mod report;

use crate::differentiable::{Differentiable, Tangent};
use crate::function::{Coordinates, DifferentiableFn};

use differences::{Estimate, differentiate, roundoff};
pub use report::{GradientMismatch, GradientReport, Mode, Place};

/// How closely [`check_gradients_with`] compares.
///
/// ```
/// use autodiff_core::CheckOptions;
/// let options = CheckOptions::new().relative(1e-5).absolute(1e-8);
/// assert_ne!(options, CheckOptions::default());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[must_use]
pub struct CheckOptions {
    relative: Option<f64>,
    absolute: Option<f64>,
    identity: Option<f64>,
    /// Values may differ in roundoff: they come from functions that a person wrote.
    of_rule: bool,
}

impl CheckOptions {
    /// Tolerances from the arithmetic, for a unit roundoff `u` (the coarsest precision among
    /// arguments and results): `10 sqrt(u)` relative and `u` absolute against differences, beside
    /// the differences' own error estimate; the larger of `1e-12` and `64 u` for the identity.
    pub fn new() -> Self {
        Self::default()
    }

    /// The relative tolerance against differences.
    pub fn relative(self, tolerance: f64) -> Self {
        Self { relative: Some(tolerance), ..self }
    }

    /// The absolute tolerance against differences.
    pub fn absolute(self, tolerance: f64) -> Self {
        Self { absolute: Some(tolerance), ..self }
    }

    /// The tolerance of `<v, J u> = <J^T v, u>`, relative to the sum of the terms' magnitudes.
    pub fn identity(self, tolerance: f64) -> Self {
        Self { identity: Some(tolerance), ..self }
    }
}

/// The arguments of a function that can be checked; implemented for every tuple that fits.
#[diagnostic::on_unimplemented(
    message = "the derivatives of `{F}` cannot be checked at `{Self}`",
    note = "help: pass the arguments as one tuple, `check_gradients::<f>((x, y))`; they must be `Clone`"
)]
pub trait CheckPoint<F: ?Sized> {
    /// See [`check_gradients_with`].
    ///
    /// # Errors
    /// The first derivative that is wrong.
    fn check(self, options: &CheckOptions) -> Result<GradientReport, GradientMismatch>;
}

/// Compares every partial derivative of `F` at `args`, in both modes, with differences of its values.
///
/// # Errors
/// The first disagreement: it names the function, the parameter, the coordinates, both numbers and
/// the tolerance.
///
/// ```
/// use autodiff_core::{DifferentiableFn, check_gradients};
/// struct Cube;
/// impl DifferentiableFn<(f64,)> for Cube {
///     type Output = f64;
///     type Gradient = f64;
///     const NAME: &'static str = "cube";
///     fn call((x,): (f64,)) -> f64 {
///         x.powi(3)
///     }
///     fn vjp((x,): (f64,), seed: f64) -> (f64, f64) {
///         (x.powi(3), 2.0 * x * x * seed) // should be 3
///     }
///     fn jvp((x,): (f64,), dx: &f64) -> (f64, f64) {
///         (x.powi(3), 3.0 * x * x * dx)
///     }
///     fn call_moved((x,): (f64,), dx: &f64, step: f64) -> f64 {
///         Self::call((x + step * dx,))
///     }
///     fn zero_gradient(_: &(f64,)) -> f64 {
///         0.0
///     }
/// }
/// let mismatch = check_gradients::<Cube>((2.0,)).unwrap_err();
/// assert!(mismatch.to_string().starts_with("`cube`: adjoint mode gives 8"));
/// ```
pub fn check_gradients<F: ?Sized>(
    args: impl CheckPoint<F>,
) -> Result<GradientReport, GradientMismatch> {
    args.check(&CheckOptions::new())
}

/// Checks the rules of a function with `#[differentiable(vjp = .., jvp = ..)]`.
///
/// Like [`check_gradients`]: `jvp` and `vjp` (or `adjoint`) are compared with differences of the function
/// and with one another, `<v, J u> = <J^T v, u>`. The values that the rules return may differ from the
/// function's in roundoff, to the tolerance of the identity. A rule that is not meant to be the
/// derivative, such as a straight-through estimator, fails.
///
/// # Errors
/// As [`check_gradients`].
///
/// ```
/// use autodiff_core::{DifferentiableFn, check_rule};
/// // what `#[differentiable(vjp = .., jvp = ..)] fn square(x: f64) -> f64` stands for
/// struct Square;
/// impl DifferentiableFn<(f64,)> for Square {
///     type Output = f64;
///     type Gradient = f64;
///     const NAME: &'static str = "square";
///     fn call((x,): (f64,)) -> f64 {
///         x * x
///     }
///     fn vjp((x,): (f64,), seed: f64) -> (f64, f64) {
///         (x.powf(2.0), 2.0 * x * seed)
///     }
///     fn jvp((x,): (f64,), dx: &f64) -> (f64, f64) {
///         (x * x, 3.0 * x * dx) // should be 2
///     }
///     fn call_moved((x,): (f64,), dx: &f64, step: f64) -> f64 {
///         Self::call((x + step * dx,))
///     }
///     fn zero_gradient(_: &(f64,)) -> f64 {
///         0.0
///     }
/// }
/// let mismatch = check_rule::<Square>((2.0,)).unwrap_err();
/// assert!(mismatch.to_string().starts_with("`square`: forward mode gives 6"));
/// ```
pub fn check_rule<F: ?Sized>(args: impl CheckPoint<F>) -> Result<GradientReport, GradientMismatch> {
    args.check(&CheckOptions { of_rule: true, ..CheckOptions::new() })
}

/// [`check_gradients`] with given tolerances.
///
/// # Errors
/// As [`check_gradients`].
pub fn check_gradients_with<F: ?Sized>(
    args: impl CheckPoint<F>,
    options: &CheckOptions,
) -> Result<GradientReport, GradientMismatch> {
    args.check(options)
}

impl<F, A> CheckPoint<F> for A
where
    F: DifferentiableFn<A, Output: Coordinates> + ?Sized,
    A: Clone,
{
    fn check(self, options: &CheckOptions) -> Result<GradientReport, GradientMismatch> {
        Check::<F, A>::new(self, options).run()
    }
}

/// The tangent of the function's result.
type OutputTangent<F, A> = <<F as DifferentiableFn<A>>::Output as Differentiable>::Tangent;

/// One run: the point, what the function gives there, and the tolerances.
struct Check<F: DifferentiableFn<A> + ?Sized, A> {
    args: A,
    /// The coordinates of the function's value.
    value: Vec<f64>,
    zero_input: F::Gradient,
    zero_output: OutputTangent<F, A>,
    roundoff: f64,
    relative: f64,
    absolute: f64,
    identity: f64,
    of_rule: bool,
}

impl<F, A> Check<F, A>
where
    F: DifferentiableFn<A, Output: Coordinates> + ?Sized,
    A: Clone,
{
    fn new(args: A, options: &CheckOptions) -> Self {
        let value = F::call(args.clone());
        let zero_input = F::zero_gradient(&args);
        let zero_output = value.zero_tangent();
        let u = roundoff(&zero_input).max(roundoff(&zero_output));
        Check {
            args,
            value: numbers(&value),
            zero_input,
            zero_output,
            roundoff: u,
            relative: options.relative.unwrap_or(10.0 * u.sqrt()),
            absolute: options.absolute.unwrap_or(u),
            identity: options.identity.unwrap_or(f64::max(1e-12, 64.0 * u)),
            of_rule: options.of_rule,
        }
    }

    fn run(&self) -> Result<GradientReport, GradientMismatch> {
        let forward = self.forward()?;
        let adjoint = self.adjoint()?;
        let mut worst = 0.0_f64;
        for (input, forward) in forward.iter().enumerate() {
            let differences = self.differences(input)?;
            for (output, estimate) in differences.iter().enumerate() {
                let place = self.place(input, output);
                let pair =
                    [(Mode::Adjoint, adjoint[output][input]), (Mode::Forward, forward[output])];
                for (mode, derivative) in pair {
                    worst = worst.max(self.compare(mode, derivative, *estimate, &place)?);
                }
            }
        }
        self.check_identity(&forward)?;
        let outputs = adjoint.len();
        Ok(GradientReport::new(F::NAME, forward.len(), outputs, worst))
    }

    /// The Jacobian's columns, by forward mode.
    fn forward(&self) -> Result<Vec<Vec<f64>>, GradientMismatch> {
        let columns = length(&self.zero_input);
        (0..columns)
            .map(|input| {
                let direction = unit(&self.zero_input, input);
                let (value, tangent) = F::jvp(self.args.clone(), &direction);
                self.same_value(Mode::Forward, &value)?;
                self.same_length(Mode::Forward, length(&tangent), length(&self.zero_output))?;
                Ok(coordinates(&tangent))
            })
            .collect()
    }

    /// The Jacobian's rows, by adjoint mode.
    fn adjoint(&self) -> Result<Vec<Vec<f64>>, GradientMismatch> {
        let rows = length(&self.zero_output);
        (0..rows)
            .map(|output| {
                let seed = unit(&self.zero_output, output);
                let (value, gradient) = F::vjp(self.args.clone(), seed);
                self.same_value(Mode::Adjoint, &value)?;
                self.same_length(Mode::Adjoint, length(&gradient), length(&self.zero_input))?;
                Ok(coordinates(&gradient))
            })
            .collect()
    }

    /// One column of the Jacobian, by differences.
    fn differences(&self, input: usize) -> Result<Vec<Estimate>, GradientMismatch> {
        let direction = unit(&self.zero_input, input);
        let moved = |step: f64| {
            let y = numbers(&F::call_moved(self.args.clone(), &direction, step));
            let same = y.len() == self.value.len();
            let place = self.place(input, 0);
            same.then_some(y).ok_or(GradientMismatch::Shape { function: F::NAME, place, step })
        };
        let symmetric = |step: f64| Ok((moved(step)?, moved(-step)?));
        differentiate(symmetric, self.value.len(), self.roundoff)
    }

    /// Compares one partial derivative; the answer is the difference relative to the larger number.
    fn compare(
        &self,
        mode: Mode,
        derivative: f64,
        estimate: Estimate,
        place: &Place,
    ) -> Result<f64, GradientMismatch> {
        let (function, place) = (F::NAME, place.clone());
        if !derivative.is_finite() {
            return Err(GradientMismatch::NotFinite { function, mode, place, derivative });
        }
        let Estimate { value: difference, error, .. } = estimate;
        let size = derivative.abs().max(difference.abs());
        let tolerance = self.absolute + self.relative * size + 4.0 * error;
        let settled = error <= self.relative.sqrt() * size + 16.0 * estimate.noise + self.absolute;
        if !settled {
            return Err(GradientMismatch::Unsettled { function, place, difference, error });
        }
        let gap = (derivative - difference).abs();
        if gap > tolerance {
            return Err(GradientMismatch::Partial {
                function,
                mode,
                place,
                derivative,
                difference,
                tolerance,
            });
        }
        Ok(if size > 0.0 { gap / size } else { 0.0 })
    }

    /// `<v, J u> = <J^T v, u>` for one pair of fixed irregular vectors.
    fn check_identity(&self, columns: &[Vec<f64>]) -> Result<(), GradientMismatch> {
        let u = irregular(&self.zero_input, 0.5);
        let v = irregular(&self.zero_output, 0.25);
        let (_, tangent) = F::jvp(self.args.clone(), &u);
        let (_, gradient) = F::vjp(self.args.clone(), v.clone());
        let (forward, adjoint) = (v.inner(&tangent), gradient.inner(&u));
        let (u, v) = (coordinates(&u), coordinates(&v));
        let column_size = |c: &Vec<f64>| c.iter().zip(&v).map(|(j, v)| (j * v).abs()).sum::<f64>();
        let scale: f64 = columns.iter().zip(&u).map(|(c, u)| u.abs() * column_size(c)).sum();
        let tolerance = self.identity * scale;
        let gap = (forward - adjoint).abs();
        if gap <= tolerance {
            return Ok(());
        }
        Err(GradientMismatch::Identity { function: F::NAME, forward, adjoint, tolerance })
    }

    /// The value that a derivative function returns is the function's own, bit for bit; a rule's to
    /// roundoff.
    fn same_value(&self, mode: Mode, value: &F::Output) -> Result<(), GradientMismatch> {
        let found = numbers(value);
        self.same_length(mode, found.len(), self.value.len())?;
        let slack = if self.of_rule { self.identity } else { 0.0 };
        let differs = |(a, b): (&f64, &f64)| {
            let close = slack > 0.0 && (a - b).abs() <= slack * a.abs().max(b.abs());
            a.to_bits() != b.to_bits() && !(a.is_nan() && b.is_nan()) && !close
        };
        match found.iter().zip(&self.value).position(differs) {
            None => Ok(()),
            Some(output) => Err(GradientMismatch::Value {
                function: F::NAME,
                mode,
                output,
                found: found[output],
                expected: self.value[output],
            }),
        }
    }

    fn same_length(
        &self,
        mode: Mode,
        found: usize,
        expected: usize,
    ) -> Result<(), GradientMismatch> {
        if found == expected {
            return Ok(());
        }
        Err(GradientMismatch::Length { function: F::NAME, mode, found, expected })
    }

    /// Names an input coordinate by parameter and position in it.
    fn place(&self, input: usize, output: usize) -> Place {
        let mut lengths = self.zero_input.part_lengths();
        if F::PARAMETERS.len() == 1 {
            lengths = vec![lengths.iter().sum()];
        }
        let (mut parameter, mut coordinate) = (0, input);
        while coordinate >= lengths[parameter] {
            coordinate -= lengths[parameter];
            parameter += 1;
        }
        let name = F::PARAMETERS.get(parameter).copied();
        Place { parameter, name, coordinate, output }
    }
}

/// The number of coordinates.
fn length<T: Tangent>(tangent: &T) -> usize {
    tangent.part_lengths().iter().sum()
}

/// The coordinates, in order.
fn coordinates<T: Tangent>(tangent: &T) -> Vec<f64> {
    let mut all = Vec::new();
    tangent.for_each(&mut |x| all.push(x));
    all
}

/// The numbers in a value, in order.
fn numbers<T: Coordinates>(value: &T) -> Vec<f64> {
    let mut all = Vec::new();
    value.for_each_coordinate(&mut |x| all.push(x));
    all
}

/// The unit vector along coordinate `k`.
fn unit<T: Tangent>(zero: &T, k: usize) -> T {
    let (mut unit, mut i) = (zero.clone(), 0);
    unit.for_each_mut(&mut |x| {
        *x = if i == k { 1.0 } else { 0.0 };
        i += 1;
    });
    unit
}

/// A vector without regularity: the fractional parts of multiples of the golden ratio (a Weyl
/// sequence), centred, from a given start.
fn irregular<T: Tangent>(zero: &T, start: f64) -> T {
    let (mut vector, mut state) = (zero.clone(), start);
    vector.for_each_mut(&mut |x| {
        state = (state + 0.618_033_988_749_894_9).fract();
        *x = 2.0 * state - 1.0;
    });
    vector
}
