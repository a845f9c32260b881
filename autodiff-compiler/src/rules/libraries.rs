//! Types of linear algebra libraries, by their names.
//!
//! In: the name of a type. Out: whether it is one of vectors, matrices or quaternions: a constant of such a
//! type is no number. Invariant: a hint, which costs nothing where it is wrong: an operand of unknown
//! type may be a number too.

/// Whether types of this name are vectors, matrices or quaternions: `Vec3`, `DMat4`, `Matrix2x3`.
///
/// ```
/// use autodiff_compiler::rules::libraries::is_vector;
///
/// assert!(is_vector("DVec3") && is_vector("Matrix3x4") && is_vector("DQuat"));
/// assert!(!is_vector("Vec") && !is_vector("Axis3") && !is_vector("f64"));
/// ```
pub fn is_vector(name: &str) -> bool {
    const SIZED: [&str; 6] = ["Mat", "Matrix", "Point", "RowVector", "Vec", "Vector"];
    const OTHERS: [&str; 4] = ["DQuat", "Quat", "SMatrix", "SVector"];
    let single = name.strip_prefix('D').unwrap_or(name);
    let Some(size) = single.find(|c: char| c.is_ascii_digit()) else {
        return OTHERS.contains(&name);
    };
    let (kind, size) = single.split_at(size);
    SIZED.contains(&kind) && size.chars().all(|c| c.is_ascii_digit() || matches!(c, 'x' | 'A'))
}

/// Whether a type is one of these by the last part of its path.
pub fn names_vector(ty: &syn::Type) -> bool {
    let syn::Type::Path(path) = ty else { return false };
    path.path.segments.last().is_some_and(|last| is_vector(&last.ident.to_string()))
}
