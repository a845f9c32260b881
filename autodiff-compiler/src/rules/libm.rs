//! The functions of the crate `libm`: which operation each performs.
//!
//! In: a name, as `libm` spells it. Out: a [`Libm`], the operation whose value that function computes. The
//! derivative is the operation's; the value is `libm`'s own, which may differ from the standard library's in
//! the last digit.
//!
//! Source: the documentation of `libm` 0.2; those of C99 with one result that has a derivative in closed
//! form.

use crate::ir::ScalarOp;

/// Names of functions over `f64`; those over `f32` end with an `f`.
const FUNCTIONS: &[(&str, ScalarOp)] = &[
    ("acos", ScalarOp::Acos),
    ("acosh", ScalarOp::Acosh),
    ("asin", ScalarOp::Asin),
    ("asinh", ScalarOp::Asinh),
    ("atan", ScalarOp::Atan),
    ("atan2", ScalarOp::Atan2),
    ("atanh", ScalarOp::Atanh),
    ("cbrt", ScalarOp::Cbrt),
    ("ceil", ScalarOp::Ceil),
    ("copysign", ScalarOp::Copysign),
    ("cos", ScalarOp::Cos),
    ("cosh", ScalarOp::Cosh),
    ("erf", ScalarOp::Erf),
    ("erfc", ScalarOp::Erfc),
    ("exp", ScalarOp::Exp),
    ("exp10", ScalarOp::Exp10),
    ("exp2", ScalarOp::Exp2),
    ("expm1", ScalarOp::ExpM1),
    ("fabs", ScalarOp::Abs),
    ("floor", ScalarOp::Floor),
    ("fma", ScalarOp::MulAdd),
    ("fmax", ScalarOp::Max),
    ("fmin", ScalarOp::Min),
    ("fmod", ScalarOp::Rem),
    ("hypot", ScalarOp::Hypot),
    ("log", ScalarOp::Ln),
    ("log10", ScalarOp::Log10),
    ("log1p", ScalarOp::Ln1p),
    ("log2", ScalarOp::Log2),
    ("pow", ScalarOp::Powf),
    ("remainder", ScalarOp::Remainder),
    ("rint", ScalarOp::RoundTiesEven),
    ("round", ScalarOp::Round),
    ("roundeven", ScalarOp::RoundTiesEven),
    ("sin", ScalarOp::Sin),
    ("sinh", ScalarOp::Sinh),
    ("sqrt", ScalarOp::Sqrt),
    ("tan", ScalarOp::Tan),
    ("tanh", ScalarOp::Tanh),
    ("trunc", ScalarOp::Trunc),
];

/// A function of `libm`: its position in the table, and whether it is over `f32`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Libm {
    at: usize,
    pub single: bool,
}

impl Libm {
    /// The function of a name.
    ///
    /// ```
    /// use autodiff_compiler::ir::ScalarOp;
    /// use autodiff_compiler::rules::libm::Libm;
    ///
    /// assert_eq!(Libm::named("log").map(Libm::op), Some(ScalarOp::Ln));
    /// assert_eq!(Libm::named("powf").map(Libm::name).as_deref(), Some("powf"));
    /// assert_eq!(Libm::named("tgamma"), None);
    /// ```
    pub fn named(name: &str) -> Option<Self> {
        let find = |name: &str| FUNCTIONS.iter().position(|(known, _)| *known == name);
        let double = find(name).map(|at| Self { at, single: false });
        double.or_else(|| Some(Self { at: find(name.strip_suffix('f')?)?, single: true }))
    }

    /// Its name in the crate.
    pub fn name(self) -> String {
        let (name, _) = FUNCTIONS[self.at];
        if self.single { format!("{name}f") } else { name.to_owned() }
    }

    /// The operation.
    pub fn op(self) -> ScalarOp {
        FUNCTIONS[self.at].1
    }
}

#[cfg(test)]
mod tests {
    use super::FUNCTIONS;

    #[test]
    fn the_table_is_sorted() {
        assert!(FUNCTIONS.is_sorted_by_key(|(name, _)| *name));
    }
}
