//! Attribute arguments and signature: what the user asked for, and the parameters by kind.

pub mod accessor;
pub mod asked;
pub mod checkpoint;
pub mod derived;
pub mod facts;
mod floats;
mod forms;
mod function;
mod items;
pub mod known;
mod lacking;
mod macros;
mod matches;
pub mod occurrence;
pub mod operators;
pub mod options;
mod own_traits;
mod own_types;
mod requests;
pub mod shown;
pub mod signature;
pub mod slices;

pub use accessor::Accessor;
pub use facts::{Facts, Inlined, TypeNames};
pub use floats::{FloatParam, float_parameters, float_params, is_called_like_a_number};
pub use forms::{held_view, is_borrowed_view, is_mutable_reference, is_mutable_view, is_refused};
pub use function::{FunctionType, Passing, function_type};
pub use items::{Items, gives_items, items_of};
pub use lacking::Reason;
pub use macros::{diverges, is_approximate, macro_expressions};
pub use matches::Matches;
pub use options::{Options, Rules};
pub use own_traits::{OwnMethod, OwnTraits, self_of};
pub use own_types::{Derivatives, OwnType, OwnTypes, boxed, element, held, stripped};
pub use requests::RESERVED;
pub use signature::{Param, ParamKind, Signature};
