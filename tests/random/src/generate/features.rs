//! Switches of the generator.
//!
//! In: names from the command line. Out: a set. Invariant: a program without a feature contains none of
//! its constructs, so that a failure can be narrowed down.

/// A part of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[rustfmt::skip]
pub enum Feature {
    /// Calls of helper functions.
    Calls,
    /// Functions that call themselves, or one another.
    Recursion,
    /// `if` and `match`, as values and statements.
    Branches,
    /// `for` over ranges.
    For,
    /// `while` with counters.
    While,
    /// `Vec`s beside arrays.
    Vectors,
    /// Arrays in arrays.
    Nested,
    /// Tuples, destructured too.
    Tuples,
    /// Arrays of integers that are used as indices, and indices computed from floats.
    Indices,
    /// Names used again for another variable.
    Shadowing,
    /// Blocks with statements inside expressions.
    Blocks,
    /// `no_diff!`.
    NoDiff,
    /// `let r = &a;`, `let r = &a[1..3];`.
    SharedAliases,
    /// Results of the entry that are not one number.
    Outputs,
    /// `break`, `continue`, with and without labels.
    Breaks,
    /// `return` in the middle.
    Returns,
    /// `loop`, with a value.
    Loops,
    /// Helper functions with `&mut` parameters.
    MutableParameters,
    /// An entry with `&mut` parameters.
    InOut,
    /// `let r = &mut a;`, parts too.
    MutableAliases,
    /// `swap`, `mem::swap`, `mem::replace`, `reverse`.
    Swaps,
    /// `fill` and `copy_from_slice`.
    Copies,
    /// `push`, `pop`, `truncate`, `Vec::new()`.
    Stacks,
    /// `split_at_mut`.
    Splits,
    /// `iter`, `iter_mut`, `enumerate`, `zip`, `chunks_exact` in the head of a `for`.
    Iterators,
    /// `let x;` with the value later, `(a, b) = (b, a);`.
    Deferred,
    /// `Option`s, `Result`s, `if let`, `match` on them.
    Options,
    /// `let .. else`, `while let`, `?`.
    Tries,
    /// `#[checkpoint]` on loops.
    Checkpoints,
    /// Chains of iterators as expressions.
    Chains,
    /// `let g = |a| ..;`
    Closures,
    /// `option.map(|a| ..)` and the like.
    Combinators,
    /// Structs with `#[derive(Differentiable)]`.
    Structs,
    /// Methods of structs.
    Methods,
    /// Enums with payloads, and `match` on them.
    Enums,
    /// Blocks with labels.
    Labels,
    /// Patterns of slices.
    SlicePatterns,
    /// Loops over elements and their neighbours.
    Stencils,
    /// `?` in expressions, functions that return a `Result`, `ok_or`.
    Fallible,
    /// `fn h<T: Real, const N: usize>(..)`
    Generics,
    /// Traits with default methods, and two types that implement them.
    Traits,
    /// `+`, `-`, `*` of structs.
    Operators,
    /// `Index` and `IndexMut` of structs.
    Indexing,
    /// `f64::from_bits(x.to_bits() ..)`
    Bits,
    /// `while let Some(u) = stack.pop()`, buffers that change places, `mem::take`.
    Buffers,
    /// Closures inside of closures.
    Closed,
    /// Constants beside the functions, and in bodies some of the same names.
    Constants,
    /// Helpers of numbers and borrowed lists without loops, which call one another.
    Small,
    /// Loops that lend elements of the halves of two lists.
    Butterflies,
    /// Lists that may be empty, taken apart and changed along their length.
    Ragged,
    /// Exponents that are variables, numbers made whole, integers that wrap.
    Casts,
}

impl Feature {
    /// All, in the order of the list above.
    #[rustfmt::skip]
    pub const ALL: [Feature; 51] = {
        use Feature::*;
        [
            Calls, Recursion, Branches, For, While, Vectors, Nested, Tuples, Indices, Shadowing, Blocks,
            NoDiff, SharedAliases, Outputs, Breaks, Returns, Loops, MutableParameters, InOut,
            MutableAliases, Swaps, Copies, Stacks, Splits, Iterators, Deferred, Options, Tries,
            Checkpoints, Chains, Closures, Combinators, Structs, Methods, Enums, Labels,
            SlicePatterns, Stencils, Fallible, Generics, Traits, Operators, Indexing, Bits, Buffers,
            Closed, Constants, Small, Butterflies, Ragged, Casts,
        ]
    };

    /// The name on the command line, in any case.
    pub fn named(name: &str) -> Option<Self> {
        let wanted = name.to_lowercase();
        Self::ALL.into_iter().find(|feature| format!("{feature:?}").to_lowercase() == wanted)
    }
}

/// A set of features.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Features(Vec<Feature>);

impl Default for Features {
    fn default() -> Self {
        Self(Feature::ALL.to_vec())
    }
}

impl Features {
    /// Exactly these.
    pub fn of(features: &[Feature]) -> Self {
        Self(features.to_vec())
    }

    /// Whether it is in the set.
    pub fn has(&self, feature: Feature) -> bool {
        self.0.contains(&feature)
    }

    /// Adds one.
    pub fn add(&mut self, feature: Feature) {
        if !self.has(feature) {
            self.0.push(feature);
        }
    }

    /// Takes one out.
    pub fn remove(&mut self, feature: Feature) {
        self.0.retain(|other| *other != feature);
    }
}
