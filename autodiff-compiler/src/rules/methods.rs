//! The methods that a differentiable body may call, by name and number of arguments.
//!
//! In: what a method call shows without types: its name and how many arguments follow the
//! receiver. Out: which family of rules handles it, or nothing, in which case it is a method of the
//! user's.
//!
//! Invariant: a name with a number of arguments is in one family only. Names that floats and
//! integers share (`abs`, `min`, `rem_euclid`, ...) are [`MethodKind::Float`]: the rule goes
//! through a trait whose integer case has no tangent.

use proc_macro2::Ident;

use crate::diagnostics::{Diagnostic, catalogue};

/// The family of rules that handles a method call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MethodKind {
    /// A function of floats with a scalar rule: `x.sin()`, `x.powi(2)`, `x.mul_add(a, b)`.
    Float,
    /// The result is an integer, a `bool` or a shape: no tangent by its type.
    Inactive,
    /// A tensor operation of `ndarray` with a rule for each mode in the core crate.
    Array,
    /// An owned copy of the receiver; the tangent is copied alike.
    Copy,
    /// Gives the receiver as another kind of number.
    Convert,
    /// Takes the value out of an `Option` or a `Result`.
    Unwrap,
    /// Gives, changes or asks for an `Option` or a `Result`.
    Option,
    /// Changes its receiver, and is undone by a rule of [`super::in_place`].
    InPlace,
}

/// Methods of `f32` and `f64`, with the number of arguments after the receiver.
///
/// Source: the inherent methods of `f64` in the standard library's documentation, without those
/// that are unstable.
const FLOAT: &[(&str, usize)] = &[
    ("abs", 0),
    ("acos", 0),
    ("acosh", 0),
    ("asin", 0),
    ("asinh", 0),
    ("atan", 0),
    ("atan2", 1),
    ("atanh", 0),
    ("cbrt", 0),
    ("ceil", 0),
    ("clamp", 2),
    ("copysign", 1),
    ("cos", 0),
    ("cosh", 0),
    ("div_euclid", 1),
    ("exp", 0),
    ("exp2", 0),
    ("exp_m1", 0),
    ("floor", 0),
    ("fract", 0),
    ("hypot", 1),
    ("ln", 0),
    ("ln_1p", 0),
    ("log", 1),
    ("log10", 0),
    ("log2", 0),
    ("max", 1),
    ("midpoint", 1),
    ("min", 1),
    ("mul_add", 2),
    ("powf", 1),
    ("powi", 1),
    ("recip", 0),
    ("rem_euclid", 1),
    ("round", 0),
    ("round_ties_even", 0),
    ("signum", 0),
    ("sin", 0),
    ("sin_cos", 0),
    ("sinh", 0),
    ("sqrt", 0),
    ("tan", 0),
    ("tanh", 0),
    ("to_degrees", 0),
    ("to_radians", 0),
    ("trunc", 0),
];

/// Methods whose result has no tangent whatever the receiver is: predicates of floats, integer
/// arithmetic (its receivers and results are integers, so nothing active can pass), and shapes.
const INACTIVE: &[(&str, usize)] = &[
    ("abs_diff", 1),
    ("as_str", 0),
    ("checked_add", 1),
    ("checked_div", 1),
    ("checked_mul", 1),
    ("checked_neg", 0),
    ("checked_pow", 1),
    ("checked_rem", 1),
    ("checked_sub", 1),
    ("cmp", 1),
    ("count_ones", 0),
    ("count_zeros", 0),
    ("dim", 0),
    ("div_ceil", 1),
    ("ilog10", 0),
    ("ilog2", 0),
    ("is_empty", 0),
    ("is_eq", 0),
    ("is_err", 0),
    ("is_finite", 0),
    ("is_ge", 0),
    ("is_gt", 0),
    ("is_infinite", 0),
    ("is_le", 0),
    ("is_lt", 0),
    ("is_multiple_of", 1),
    ("is_nan", 0),
    ("is_ne", 0),
    ("is_negative", 0),
    ("is_none", 0),
    ("is_normal", 0),
    ("is_ok", 0),
    ("is_positive", 0),
    ("is_power_of_two", 0),
    ("is_sign_negative", 0),
    ("is_sign_positive", 0),
    ("is_some", 0),
    ("is_subnormal", 0),
    ("isqrt", 0),
    ("leading_ones", 0),
    ("leading_zeros", 0),
    ("len", 0),
    ("len_of", 1),
    ("ncols", 0),
    ("ndim", 0),
    ("next_multiple_of", 1),
    ("next_power_of_two", 0),
    ("nrows", 0),
    ("parse", 0),
    ("partial_cmp", 1),
    ("pow", 1),
    ("reverse_bits", 0),
    ("rotate_left", 1),
    ("rotate_right", 1),
    ("saturating_add", 1),
    ("saturating_mul", 1),
    ("saturating_pow", 1),
    ("saturating_sub", 1),
    ("shape", 0),
    ("swap_bytes", 0),
    ("to_bits", 0),
    ("total_cmp", 1),
    ("trailing_ones", 0),
    ("trailing_zeros", 0),
    ("unsigned_abs", 0),
    ("wrapping_add", 1),
    ("wrapping_mul", 1),
    ("wrapping_neg", 0),
    ("wrapping_pow", 1),
    ("wrapping_shl", 1),
    ("wrapping_shr", 1),
    ("wrapping_sub", 1),
];

/// Methods of `ndarray`'s arrays and views that carry derivatives.
const ARRAY: &[(&str, usize)] = &[
    ("column", 1),
    ("dot", 1),
    ("insert_axis", 1),
    ("mapv", 1),
    ("mapv_into", 1),
    ("mean", 0),
    ("mean_axis", 1),
    ("row", 1),
    ("sum", 0),
    ("sum_axis", 1),
    ("t", 0),
    ("view", 0),
];

/// Methods that copy their receiver.
const COPY: &[(&str, usize)] = &[("clone", 0), ("to_owned", 0), ("to_vec", 0)];

/// Methods that convert a number: `Into`'s, and those of `num_traits::ToPrimitive`.
const CONVERT: &[(&str, usize)] = &[
    ("into", 0),
    ("into_boxed_slice", 0),
    ("to_f32", 0),
    ("to_f64", 0),
    ("to_i128", 0),
    ("to_i16", 0),
    ("to_i32", 0),
    ("to_i64", 0),
    ("to_i8", 0),
    ("to_isize", 0),
    ("to_u128", 0),
    ("to_u16", 0),
    ("to_u32", 0),
    ("to_u64", 0),
    ("to_u8", 0),
    ("to_usize", 0),
];

/// Methods that open an `Option` or a `Result`.
const UNWRAP: &[(&str, usize)] = &[("expect", 1), ("unwrap", 0)];

/// Methods of `Option` and `Result`, and those of slices that give one.
const OPTION: &[(&str, usize)] = &[
    ("and_then", 1),
    ("as_deref", 0),
    ("as_deref_mut", 0),
    ("as_mut", 0),
    ("as_ref", 0),
    ("cloned", 0),
    ("copied", 0),
    ("filter", 1),
    ("first", 0),
    ("get", 1),
    ("get_or_insert", 1),
    ("get_or_insert_with", 1),
    ("insert", 1),
    ("is_none_or", 1),
    ("is_ok_and", 1),
    ("is_some_and", 1),
    ("last", 0),
    ("map", 1),
    ("map_err", 1),
    ("map_or", 2),
    ("map_or_else", 2),
    ("ok", 0),
    ("ok_or", 1),
    ("ok_or_else", 1),
    ("or", 1),
    ("or_else", 1),
    ("replace", 1),
    ("take", 0),
    ("then", 1),
    ("then_some", 1),
    ("unwrap_or", 1),
    ("unwrap_or_default", 0),
    ("unwrap_or_else", 1),
    ("xor", 1),
    ("zip", 1),
];

/// Methods that change an array, a slice or a `Vec`. `rotate_left` and `rotate_right`, which integers
/// have too, are told apart by the receiver.
const IN_PLACE: &[(&str, usize)] = &[
    ("append", 1),
    ("assign", 1),
    ("clear", 0),
    ("clone_from_slice", 1),
    ("copy_from_slice", 1),
    ("dedup", 0),
    ("dedup_by", 1),
    ("dedup_by_key", 1),
    ("extend", 1),
    ("extend_from_slice", 1),
    ("fill", 1),
    ("insert", 2),
    ("mapv_inplace", 1),
    ("pop", 0),
    ("push", 1),
    ("remove", 1),
    ("reserve", 1),
    ("resize", 2),
    ("retain", 1),
    ("reverse", 0),
    ("select_nth_unstable", 1),
    ("select_nth_unstable_by", 2),
    ("select_nth_unstable_by_key", 2),
    ("set_len", 1),
    ("sort", 0),
    ("sort_by", 1),
    ("sort_by_cached_key", 1),
    ("sort_by_key", 1),
    ("sort_unstable", 0),
    ("sort_unstable_by", 1),
    ("sort_unstable_by_key", 1),
    ("split_off", 1),
    ("swap", 2),
    ("swap_remove", 1),
    ("swap_with_slice", 1),
    ("truncate", 1),
];

/// The families with their methods, in the order in which [`classify`] looks.
const FAMILIES: [(MethodKind, &[(&str, usize)]); 8] = [
    (MethodKind::Float, FLOAT),
    (MethodKind::Inactive, INACTIVE),
    (MethodKind::Array, ARRAY),
    (MethodKind::Copy, COPY),
    (MethodKind::Convert, CONVERT),
    (MethodKind::Unwrap, UNWRAP),
    (MethodKind::Option, OPTION),
    (MethodKind::InPlace, IN_PLACE),
];

/// The family that handles the method `name` with `args` arguments after the receiver.
///
/// ```
/// use autodiff_compiler::rules::methods::{MethodKind, classify};
///
/// assert_eq!(classify("powi", 1), Some(MethodKind::Float));
/// assert_eq!(classify("len", 0), Some(MethodKind::Inactive));
/// assert_eq!(classify("powi", 0), None);
/// assert_eq!(classify("splice", 2), None);
/// ```
pub fn classify(name: &str, args: usize) -> Option<MethodKind> {
    FAMILIES.iter().find(|(_, methods)| methods.contains(&(name, args))).map(|&(kind, _)| kind)
}

/// Whether a method of this name is known with some number of arguments.
///
/// A call with another number is rustc's to report: its message shows the method's signature.
pub fn is_known_name(name: &str) -> bool {
    FAMILIES.iter().any(|(_, methods)| methods.iter().any(|(known, _)| *known == name))
}

/// Methods of floats in the standard library that have no rule.
const WITHOUT_RULE: &[&str] = &[
    "erf",
    "erfc",
    "gamma",
    "ln_gamma",
    "maximum",
    "minimum",
    "next_down",
    "next_up",
    "to_be_bytes",
    "to_le_bytes",
    "to_ne_bytes",
];

/// Methods of ndarray's arrays that have no rule.
const ARRAYS_WITHOUT_RULE: &[&str] = &[
    "broadcast",
    "fold_axis",
    "index_axis",
    "index_axis_move",
    "into_dyn",
    "into_shape",
    "into_shape_with_order",
    "map_axis",
    "map_inplace",
    "permuted_axes",
    "product",
    "reversed_axes",
    "select",
    "std",
    "std_axis",
    "to_shape",
    "var",
    "var_axis",
];

/// Whether arrays have a method of this name that has no rule; of another type it may be the user's.
pub fn of_arrays_without_rule(method: &Ident) -> bool {
    ARRAYS_WITHOUT_RULE.iter().any(|known| method == known)
}

/// Why a method that [`classify`] does not know is refused on a float or an array. Others may be the
/// user's.
pub fn refusal(method: &Ident, args: usize) -> Option<Diagnostic> {
    let name = method.to_string();
    if is_known_name(&name) {
        return Some(catalogue::method_arity(method, args));
    }
    WITHOUT_RULE.contains(&name.as_str()).then(|| catalogue::unknown_method(method))
}

/// Whether an inactive method is arithmetic: only integers' has no derivative.
pub fn of_integers(name: &str) -> bool {
    const OTHERS: &[&str] = &[
        "as_str",
        "cmp",
        "dim",
        "len",
        "len_of",
        "ncols",
        "ndim",
        "nrows",
        "parse",
        "partial_cmp",
        "shape",
        "total_cmp",
    ];
    let integer = !OTHERS.contains(&name) && !name.starts_with("is_");
    integer && INACTIVE.iter().any(|(known, _)| *known == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn tables_are_sorted_and_names_belong_to_one_family() {
        let mut seen = BTreeSet::new();
        for (_, methods) in FAMILIES {
            assert!(methods.is_sorted(), "{methods:?}");
            for method in methods {
                assert!(seen.insert(*method), "{method:?} is listed twice");
            }
        }
    }

    #[test]
    fn families_are_found_by_name_and_arity() {
        assert_eq!(classify("mul_add", 2), Some(MethodKind::Float));
        assert_eq!(classify("abs", 0), Some(MethodKind::Float));
        assert_eq!(classify("wrapping_add", 1), Some(MethodKind::Inactive));
        assert_eq!(classify("mapv", 1), Some(MethodKind::Array));
        assert_eq!(classify("clone", 0), Some(MethodKind::Copy));
        assert_eq!(classify("expect", 1), Some(MethodKind::Unwrap));
        assert_eq!(classify("mul_add", 1), None);
        assert!(is_known_name("mul_add"));
        assert!(!is_known_name("gamma"));
    }
}
