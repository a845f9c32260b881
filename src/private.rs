//! The names that generated code uses, and nothing else does.

pub use autodiff_core::conversion::sweeps;
pub use autodiff_core::data;
pub use autodiff_core::left::CopiedFields;
pub use autodiff_core::opened;
pub use autodiff_core::operator;
pub use autodiff_core::optim::{BlockVisitor, Parameters, ShapeMismatch, SteppedAlong};
pub use autodiff_core::own_rules;
pub use autodiff_core::prim;
pub use autodiff_core::real::methods::Float;
pub use autodiff_core::rules::scalar::*;
#[cfg(feature = "serde")]
pub use autodiff_core::serde;
pub use autodiff_core::standard;
pub use autodiff_core::{
    AccumulateFrom, Coordinates, Inert, MovedTo, Save, Tangent, blank_tangent, different_variants,
    kept, load_boxed, save_boxed, written,
};
pub use autodiff_core::{Additive, DifferentFunctions, additive, coordinatewise, subtractive};
pub use autodiff_core::{
    AskedForJacobian, AskedForSecondOrder, HasDerivative, HasForward, HasForwardRule, HasReverse,
    HasReverseRule, HasScalarResult, HasSecondOrder, ReturnsAll,
};
pub use autodiff_core::{
    Checkpoints, Differentiable, DifferentiableFn, Ignored, LendsError, Matrix, NoTangent, Perturb,
    Real, Slot, Tape, accumulate, accumulate_total, coordinate_sum, default_like, disjoint, erase,
    error, error_through, extend_zeros, first_reversed, first_steps_reversed, float_cast,
    from_literal, integer, into_payload, keep, lend, lending, lent, lent_error, matching,
    matching_mut, matrix_from_rows, payload, payload_mut, perturbed, popped, present, pushed,
    put_back, repeated, reserve, restore, restore_some, returned, reversed_steps, seed_of,
    set_zero, split_tail, swap_insert, take_tangent, tested, total, trips, with_copied_error,
    with_error, with_room, without_error, zero_tangent,
};
pub use autodiff_core::{Items, items, iterator};
pub use autodiff_core::{
    bound_of_run, bounds_of_runs, count_kept, kept_elements, kept_first, kept_once, kept_once_by,
    kept_once_by_key, order, order_by, order_by_key, order_nth, order_nth_by, order_nth_by_key,
    permute, permute_back,
};
pub use autodiff_core::{count_through, count_to, number_at, total_order, walks};
pub use autodiff_core::{
    drop_last, element, iterations, last_of, part, part_mut, room_for, sum_of_products,
    sum_of_terms, take_back, window, window_mut, wrapping_less,
};
pub use autodiff_core::{functions, resolved_alike, without_tangent};
pub use autodiff_core::{index, position};

/// The sweeps of methods of other libraries' types.
pub mod libraries {
    #[cfg(any(feature = "glam", feature = "nalgebra", feature = "ndarray"))]
    pub use autodiff_core::linalg::sweeps_in_scope::*;

    pub use autodiff_core::conversion::sweeps::From as _;
}
pub use autodiff_core::{
    Added, AddedReferences, Conversion, ForwardConversion, Multiplied, MultipliedReferences,
    ReverseConversion, SecondConversion, added, added_references, multiplied,
    multiplied_references, some_type,
};
pub use autodiff_core::{content, put_content};
pub use autodiff_core::{kept_data, opened_data, tangent_of_constant, zero_of_data};
