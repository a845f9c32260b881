//! Printed numbers against expected ones.
//!
//! In: what a program printed, and its [`Expected`]. Out: a verdict. Invariant: the value is compared bit
//! for bit; derivatives with the bounds of their roundings; a repeated call bit for bit with the first.

use super::support::{direction, shadow, weight};
use super::{Effort, Verdict};
use crate::number::Part;
use crate::oracle::Expected;
use crate::syntax::{Program, Ty};

/// The numbers of one variant at one point, by mode.
type Modes = Vec<(String, Vec<f64>)>;

/// Compares all variants at all points.
pub fn compare(program: &Program, expected: &[Expected], lines: &str, effort: Effort) -> Verdict {
    if let Some((_, text)) = lines.split_once("panic ") {
        return Verdict::Panicked(text.lines().next().unwrap_or_default().to_owned());
    }
    let cases = parse(lines);
    for variant in effort.variants() {
        for (at, expected) in expected.iter().enumerate() {
            let name = format!("{variant} {at}");
            let modes =
                cases.iter().find(|(case, _)| case.ends_with(&name)).map(|(_, modes)| modes);
            let Some(modes) = modes else {
                return Verdict::Wrong(name, "nothing was printed".to_owned());
            };
            let second_order = effort.has_second_order(variant);
            let case = Case { program, expected, modes, second_order };
            if let Err((mode, text)) = case.check() {
                return Verdict::Wrong(
                    mode.clone(),
                    format!("{variant}, point {at}, {mode}: {text}"),
                );
            }
        }
    }
    Verdict::Right
}

fn parse(lines: &str) -> Vec<(String, Modes)> {
    let mut cases: Vec<(String, Modes)> = Vec::new();
    for line in lines.lines() {
        if let Some(case) = line.strip_prefix("case ") {
            cases.push((case.to_owned(), Vec::new()));
        } else if let (Some(line), Some((_, modes))) =
            (line.strip_prefix("mode "), cases.last_mut())
        {
            let mut words = line.split(' ');
            let mode = words.next().unwrap_or_default().to_owned();
            let number = |word| f64::from_bits(u64::from_str_radix(word, 16).unwrap_or_default());
            modes.push((mode, words.map(number).collect()));
        }
    }
    cases
}

/// One variant at one point.
struct Case<'a> {
    program: &'a Program,
    expected: &'a Expected,
    modes: &'a Modes,
    second_order: bool,
}

/// The mode and what is wrong in it.
type Check = Result<(), (String, String)>;

impl Case<'_> {
    fn check(&self) -> Check {
        let outputs = self.expected.outputs.len();
        let weights: Vec<f64> = (0..outputs).map(weight).collect();
        let pullback = self.expected.pullback(&weights);
        let gradient = self.expected.pullback(&[1.0]);
        self.exact("value", &[])?;
        let writes = self.written().any(|written| written);
        let scalar = self.program.entry().result == Ty::Float;
        if scalar && !writes {
            self.exact("value_and_grad", &gradient)?;
            self.close("grad", 0, &gradient)?;
            self.equal("again", "grad")?;
            if self.second_order {
                let both = [&gradient[..], &self.expected.curvature].concat();
                self.close("hvp", 0, &both)?;
            }
        }
        if !writes {
            self.exact("vjp", &pullback)?;
        }
        let shadows = pullback.iter().zip(self.written()).enumerate();
        let shadows =
            shadows.map(
                |(at, (part, written))| {
                    if written { *part } else { Part::exact(shadow(at)).plus(*part) }
                },
            );
        self.exact("adjoint", &shadows.collect::<Vec<_>>())?;
        self.exact("jvp", &self.expected.tangent)?;
        self.identity(&weights, &pullback)
    }

    /// For each input whether it belongs to a `&mut` parameter.
    fn written(&self) -> impl Iterator<Item = bool> {
        let params = self.program.entry().params.iter().zip(&self.program.points[0]);
        params.flat_map(|(param, argument)| {
            std::iter::repeat_n(matches!(param.ty, Ty::RefMut(_)), argument.floats.len())
        })
    }

    fn mode(&self, name: &str) -> Result<&[f64], (String, String)> {
        let found = self.modes.iter().find(|(mode, _)| mode == name);
        found.map(|(_, floats)| &floats[..]).ok_or((name.to_owned(), "not printed".to_owned()))
    }

    /// The outputs bit for bit, and behind them derivatives.
    fn exact(&self, mode: &str, parts: &[Part]) -> Check {
        let floats = self.mode(mode)?;
        for (at, wanted) in self.expected.outputs.iter().enumerate() {
            let got = floats.get(at).copied().unwrap_or(f64::NAN);
            if got.to_bits() != wanted.to_bits() {
                let text = format!("output {at} is {got:?}, interpreted {wanted:?}");
                return Err((mode.to_owned(), text));
            }
        }
        self.close(mode, self.expected.outputs.len(), parts)
    }

    /// Derivatives, behind `skip` other numbers.
    fn close(&self, mode: &str, skip: usize, parts: &[Part]) -> Check {
        let floats = self.mode(mode)?;
        let count = floats.len();
        if count != skip + parts.len() {
            let text = format!("{count} numbers instead of {}", skip + parts.len());
            return Err((mode.to_owned(), text));
        }
        for (at, (got, wanted)) in floats[skip..].iter().zip(parts).enumerate() {
            let tolerance = self.expected.tolerance(*wanted);
            let right = (got - wanted.value).abs() <= tolerance;
            if !right {
                let wanted = wanted.value;
                let text = format!(
                    "derivative {at} is {got:?}, interpreted {wanted:?}, tolerance {tolerance:e}"
                );
                return Err((mode.to_owned(), text));
            }
        }
        Ok(())
    }

    /// Two modes, bit for bit.
    fn equal(&self, mode: &str, other: &str) -> Check {
        let bits = |floats: &[f64]| floats.iter().map(|f| f.to_bits()).collect::<Vec<_>>();
        let (left, right) = (self.mode(mode)?, self.mode(other)?);
        if bits(left) == bits(right) {
            Ok(())
        } else {
            Err((mode.to_owned(), format!("{left:?} differs from {other}: {right:?}")))
        }
    }

    /// `<u, J v> = <J^T u, v>`: both modes on the same numbers, whatever the interpreter says.
    fn identity(&self, weights: &[f64], pullback: &[Part]) -> Check {
        let outputs = self.expected.outputs.len();
        let tangents = &self.mode("jvp")?[outputs..];
        let shadows = &self.mode("adjoint")?[outputs..];
        let forward: f64 = weights.iter().zip(tangents).map(|(u, t)| u * t).sum();
        let mut adjoint = 0.0;
        let mut bound = Part::default();
        for (at, (got, written)) in shadows.iter().zip(self.written()).enumerate() {
            let before = if written { 0.0 } else { shadow(at) };
            adjoint += (got - before) * direction(at);
            let part = pullback[at].plus(Part { magnitude: before.abs(), ..Part::default() });
            bound = bound.plus(part.times(Part::exact(direction(at))));
        }
        let tolerance = 2.0 * self.expected.tolerance(bound);
        if (forward - adjoint).abs() <= tolerance {
            Ok(())
        } else {
            Err((
                "identity".to_owned(),
                format!("<u, J v> = {forward:?}, <J^T u, v> = {adjoint:?}"),
            ))
        }
    }
}
