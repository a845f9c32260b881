//! The corpus: every function written once and run in every mode against the oracle.
//!
//! What comes in: one file per family, each a module under `#[corpus]`. What
//! goes out: a test per function (values, gradients, pullbacks, shadows,
//! pushforwards, Hessians, with the analyses on and off; see
//! `chainrule_oracle::check`) and, in `digest.rs`, the comparison of builds.
//! Invariant: the functions stay within the language that the compiler accepts;
//! they are ordinary Rust, and clippy's taste in loops is not their subject.

#![allow(
    clippy::assign_op_pattern,
    clippy::bind_instead_of_map,
    clippy::blocks_in_conditions,
    clippy::bool_comparison,
    clippy::clone_on_copy,
    clippy::collapsible_match,
    clippy::double_ended_iterator_last,
    clippy::erasing_op,
    clippy::identity_op,
    clippy::iter_cloned_collect,
    clippy::iter_count,
    clippy::iter_nth,
    clippy::iter_nth_zero,
    clippy::iter_skip_next,
    clippy::let_and_return,
    clippy::let_unit_value,
    clippy::manual_filter,
    clippy::manual_find,
    clippy::manual_is_multiple_of,
    clippy::manual_map,
    clippy::manual_memcpy,
    clippy::manual_repeat_n,
    clippy::manual_slice_fill,
    clippy::manual_swap,
    clippy::manual_unwrap_or,
    clippy::manual_while_let_some,
    clippy::map_flatten,
    clippy::match_single_binding,
    clippy::mem_replace_option_with_some,
    clippy::needless_borrow,
    clippy::needless_late_init,
    clippy::needless_borrows_for_generic_args,
    clippy::needless_range_loop,
    clippy::needless_return,
    clippy::neg_cmp_op_on_partial_ord,
    clippy::never_loop,
    clippy::no_effect,
    clippy::option_map_unit_fn,
    clippy::ptr_arg,
    clippy::question_mark,
    clippy::redundant_closure,
    clippy::redundant_closure_call,
    clippy::redundant_pattern_matching,
    clippy::search_is_some,
    clippy::single_match,
    clippy::unnecessary_filter_map,
    clippy::unnecessary_fold,
    clippy::unnecessary_lazy_evaluations,
    clippy::unnecessary_literal_unwrap,
    clippy::unnecessary_map_on_constructor,
    clippy::useless_vec,
    clippy::while_let_loop,
    clippy::while_let_on_iterator
)]

mod aliases;
mod arrays;
mod branch;
mod calls;
mod casts;
mod chain_adapters;
mod chain_choices;
mod chain_matrices;
mod chain_mixtures;
mod chains;
mod changes;
mod checkpoints;
mod choices;
mod clad;
mod classics;
mod closures;
mod combinators;
mod digest;
mod effects;
mod exits;
mod function_parameters;
mod generic;
mod generic_mixtures;
mod generic_traits;
mod growing;
mod in_place;
mod inout;
mod inout_calls;
mod loops;
mod mixtures;
mod mutation;
mod nested;
mod numerics;
mod openad;
mod option_storage;
mod options;
mod panics;
mod parameter_patterns;
mod patterns;
mod scalar;
mod single;
mod stacks;
mod structs;
mod swift;
mod tensor;
mod tuples;
mod while_loops;

use chainrule_oracle::Case;

/// Every function of every family.
fn families() -> Vec<&'static Case> {
    [
        aliases::functions::CASES,
        arrays::functions::CASES,
        branch::functions::CASES,
        calls::functions::CASES,
        casts::functions::CASES,
        changes::functions::CASES,
        checkpoints::functions::CASES,
        choices::functions::CASES,
        clad::functions::CASES,
        classics::functions::CASES,
        effects::functions::CASES,
        exits::functions::CASES,
        generic::functions::CASES,
        generic_mixtures::functions::CASES,
        generic_traits::functions::CASES,
        growing::functions::CASES,
        in_place::functions::CASES,
        inout::functions::CASES,
        inout_calls::functions::CASES,
        loops::functions::CASES,
        mixtures::functions::CASES,
        mutation::functions::CASES,
        nested::functions::CASES,
        numerics::algorithms::functions::CASES,
        numerics::data::functions::CASES,
        numerics::linear::functions::CASES,
        numerics::partial::functions::CASES,
        numerics::quadrature::functions::CASES,
        numerics::roots::functions::CASES,
        numerics::series::functions::CASES,
        numerics::steppers::functions::CASES,
        option_storage::functions::CASES,
        options::functions::CASES,
        openad::functions::CASES,
        panics::functions::CASES,
        parameter_patterns::functions::CASES,
        patterns::functions::CASES,
        scalar::functions::CASES,
        single::functions::CASES,
        structs::functions::CASES,
        swift::functions::CASES,
        stacks::functions::CASES,
        tensor::functions::CASES,
        tuples::functions::CASES,
        while_loops::functions::CASES,
    ]
    .concat()
}
