//! Automatic differentiation of ordinary Rust functions, at compile time, on stable Rust.
//!
//! Put `#[differentiable]` on a function. A compiler inside the macro reads it and writes its
//! derivatives beside it, as plain safe Rust that rustc checks and optimises like any other: there is
//! no tape object, no special number type and no nightly feature.
//!
//! ```
//! use chainrule::differentiable;
//!
//! #[differentiable]
//! fn rosenbrock(x: f64, y: f64) -> f64 {
//!     let a = y - x * x;
//!     100.0 * a * a + (1.0 - x).powi(2)
//! }
//!
//! assert_eq!(grad_rosenbrock(1.0, 1.0), (0.0, 0.0));
//! assert_eq!(value_and_grad_rosenbrock(0.0, 1.0), (101.0, (-2.0, 200.0)));
//! ```
//!
//! # What is generated
//!
//! The function stays as it is. Beside it, with its visibility, generics and `cfg`s, stand
//!
//! | function | for `fn f(x: f64, w: &[f64], n: usize) -> f64` | meaning |
//! | --- | --- | --- |
//! | `grad_f` | `(x, w, n) -> (f64, Vec<f64>)` | the gradient (adjoint mode): a part per differentiable parameter, without a tuple if there is one |
//! | `value_and_grad_f` | `(x, w, n) -> (f64, (f64, Vec<f64>))` | the value too |
//! | `vjp_f` | `(x, w, n, seed) -> (f64, (f64, Vec<f64>))` | the vector-Jacobian product with the output's cotangent; the output may be an array or a tuple |
//! | `adjoint_f` | `(x, w, n, &mut dx, &mut dw, seed) -> f64` | the same, added (`+=`) into shadows that the caller owns |
//! | `jvp_f` | `(x, w, n, dx, &dw) -> (f64, f64)` | forward mode: the derivative along `(dx, dw)`, the total differential |
//! | `hvp_f` | `(x, w, n, vx, &vw) -> (gradients, products)` | with `second_order`: the Hessian times `(vx, vw)` |
//! | `hessian_f` | `(x, ..) -> [[f64; k]; k]` | with `second_order`, for scalars or for one array |
//! | `jacobian_f` | `(x, ..) -> [[f64; n]; m]` | with `jacobian`, for one array and an array output: a row per output |
//!
//! Integers, `bool`s and parameters marked `#[no_diff]` have no derivative and no part in gradients.
//! The gradient of a slice is a `Vec`, that of an ndarray array or view an array of its shape.
//!
//! ```
//! use chainrule::differentiable;
//!
//! #[differentiable(second_order)]
//! fn model(x: f64, w: &[f64], n: usize) -> f64 {
//!     let mut y = 0.0;
//!     for i in 0..n {
//!         y += w[i] * x.powi(i as i32);
//!     }
//!     y
//! }
//!
//! let w = [1.0, 2.0, 3.0];
//! assert_eq!(grad_model(2.0, &w, 3), (14.0, vec![1.0, 2.0, 4.0]));
//!
//! // a step along x alone: forward mode
//! assert_eq!(jvp_model(2.0, &w, 3, 1.0, &[0.0; 3]), (17.0, 14.0));
//!
//! // shadows are added to
//! let (mut dx, mut dw) = (0.5, [0.0; 3]);
//! assert_eq!(adjoint_model(2.0, &w, 3, &mut dx, &mut dw, 1.0), 17.0);
//! assert_eq!((dx, dw), (14.5, [1.0, 2.0, 4.0]));
//!
//! // the first row of the Hessian
//! let (_, (hx, hw)) = hvp_model(2.0, &w, 3, 1.0, &[0.0; 3]);
//! assert_eq!((hx, hw), (6.0, vec![0.0, 1.0, 4.0]));
//! ```
//!
//! A function may leave results in `&mut` parameters. It has `adjoint_` and `jvp_` only. The shadow of
//! such a parameter brings the cotangent of the output and takes that of the input away, its tangent
//! that of the input and of the output; a function that returns nothing takes no seed.
//!
//! ```
//! use chainrule::differentiable;
//!
//! #[differentiable]
//! fn scale(x: &mut [f64], a: f64) {
//!     for i in 0..x.len() {
//!         x[i] *= a;
//!     }
//! }
//!
//! #[differentiable]
//! fn scaled_product(x: f64, y: f64, a: f64) -> f64 {
//!     let mut v = [x, y];
//!     scale(&mut v, a);
//!     v[0] * v[1]
//! }
//!
//! let (mut x, mut dx, mut da) = ([2.0, 3.0], [1.0, 10.0], 0.0);
//! adjoint_scale(&mut x, 5.0, &mut dx, &mut da);
//! assert_eq!((x, dx, da), ([10.0, 15.0], [5.0, 50.0], 32.0));
//! assert_eq!(grad_scaled_product(2.0, 3.0, 5.0), (75.0, 50.0, 60.0));
//! ```
//!
//! | argument of the attribute | meaning |
//! | --- | --- |
//! | `second_order`, `jacobian` | the functions above; callees of a `second_order` function carry it too |
//! | `print` | the derivatives as formatted Rust, printed when the function is compiled |
//! | `report` | what the derivatives keep in memory, per line, and why, printed as well |
//! | `wrt(x, w)` | these parameters only |
//! | `modes(forward)`, `modes(reverse)` | one mode only |
//! | `bound = "T: Real"` | replaces the bounds that derivatives add to type parameters |
//! | `companion = Name` | another name for the type that stands beside the function, where a module or type has the function's |
//! | `companions(f = path::Name)` | what the companion of a called function is called |
//! | `crate = path` | where this crate is, if it is renamed |
//!
//! # What can be differentiated
//!
//! | | |
//! | --- | --- |
//! | types | `f64`, `f32`, type parameters with a float bound ([`Real`]); tuples, arrays, slices and `Vec`s of them; ndarray arrays and views; types of your own with `#[derive(Differentiable)]`; integers and `bool`s as data |
//! | statements | `let`, `let mut`, shadowing, destructuring of tuples and structs, assignment and compound assignment, also to elements, fields and several places at once; `let x;` initialised later; `let r = &mut x[a..b];`, `split_at_mut`, and references that a condition chooses; blocks; `assert!` and `debug_assert!` |
//! | control flow | `if`, `match` with guards, `for` over ranges (`rev`, `step_by`) and over elements (`&x`, `&mut x`, `iter`, `iter_mut`, `windows`, `chunks`, `chunks_exact_mut`, with `zip`, `enumerate`, `rev`, `skip`, `take`, `step_by`), `while`, `loop`; `break` (with a value too), `continue`, labels, `return` |
//! | operators | arithmetic of floats and integers, comparison, `as` |
//! | methods | all of `f64`, from `abs` to `trunc`, as methods and as paths (`f64::sin(x)`); `len`, `to_vec`, `clone` and the like |
//! | in place | `swap`, `reverse`, `rotate_left`, `fill`, `copy_from_slice`, `push`, `pop`, `insert`, `remove`, `truncate`, `clear`, `resize`, `extend`, `append`; `mem::swap`, `mem::replace`, `mem::take`; `assign` of ndarray |
//! | arrays | arithmetic with broadcasting, `dot`, `t`, `mapv` with a closure, `sum`, `mean` and their `_axis`, rows and columns, and the functions of [`nn`](#features) |
//! | calls | annotated functions by path, in other modules and crates too; recursion; arguments `&mut x`, `&mut x[a..b]`; `vec!`; `no_diff!(..)` |
//!
//! Everything else is an error at the construct, which says what to write instead: not yet `?`,
//! iterator chains, closures outside `mapv`, variants of your own enums, and methods and traits of your own. No derivative is silently zero: an active
//! value that goes to a function without derivative is an error at that call.
//!
//! ```compile_fail
//! use chainrule::differentiable;
//!
//! #[differentiable]
//! fn next(x: f64) -> f64 {
//!     x.next_up() // error: the derivative of the method `next_up` is not known
//! }
//! ```
//!
//! ## Types of your own
//!
//! `#[derive(Differentiable)]` gives a struct or an enum `S` a tangent type `STangent`, with the same
//! visibility and the same fields or variants: the gradient by a parameter of type `S` or `&S`. A field
//! marked `#[no_diff]` has none, whatever its type; read it as `no_diff!(s.field)` where floats are
//! computed.
//!
//! ```
//! use chainrule::optim::GradientDescent;
//! use chainrule::{Differentiable, differentiable};
//!
//! #[derive(Differentiable, Clone, Debug, PartialEq)]
//! struct Line {
//!     slope: f64,
//!     offset: f64,
//!     #[no_diff]
//!     name: String,
//! }
//!
//! #[differentiable]
//! fn loss(line: &Line, x: &[f64], y: &[f64]) -> f64 {
//!     let mut sum = 0.0;
//!     for i in 0..x.len() {
//!         sum += (line.slope * x[i] + line.offset - y[i]).powi(2);
//!     }
//!     sum
//! }
//!
//! let mut line = Line { slope: 0.0, offset: 0.0, name: "fit".to_owned() };
//! let (x, y) = ([0.0, 1.0, 2.0], [1.0, 3.0, 5.0]);
//! let mut descent = GradientDescent::new(0.1);
//! for _ in 0..500 {
//!     let (d_line, _, _) = grad_loss(&line, &x, &y);
//!     descent.step(&mut line, &d_line)?;
//! }
//! assert!((line.slope - 2.0).abs() < 1e-6 && (line.offset - 1.0).abs() < 1e-6);
//! assert_eq!(grad_loss(&line, &[], &[]).0.slope, 0.0);
//! # Ok::<(), chainrule::optim::OptimError>(())
//! ```
//!
//! In a body, structs are made by literals, with `..base` or without, and by constructors; fields are
//! read and written, and patterns take structs apart. A variable that holds a struct is `Clone`.
//!
//! ```
//! use chainrule::{Differentiable, differentiable};
//!
//! #[derive(Differentiable, Clone, Copy)]
//! struct State {
//!     position: f64,
//!     velocity: f64,
//! }
//!
//! #[differentiable]
//! fn pushed(s: State, k: f64, h: f64) -> State {
//!     let velocity = s.velocity - h * k * s.position;
//!     State { velocity, ..s }
//! }
//!
//! #[differentiable]
//! fn position(x: f64, k: f64) -> f64 {
//!     let mut s = State { position: x, velocity: 0.0 };
//!     for _ in 0..2 {
//!         s = pushed(s, k, 0.5);
//!         s.position += 0.5 * s.velocity;
//!     }
//!     s.position
//! }
//!
//! // x (1 - k / 2) - x k / 4 (1 - k / 4)
//! assert_eq!(grad_position(2.0, 1.0), (0.3125, -1.25));
//! ```
//!
//! Tangents are `Clone`, `Debug` and `PartialEq`; they have `+`, `-`, `* f64`, `+=` and `-=`, and
//! [`Tangent`]'s operations. `#[chainrule(crate = path)]` on the type says where this crate is, if it is
//! renamed. A function that takes a type with a lifetime names it: `fn f<'a>(s: &S<'a>) -> f64`.
//!
//! ## `expected type, found function`
//!
//! This is rustc's way to say that a called function is not annotated. Beside every annotated
//! function `f` stands a type `f`, whose associated functions are its derivatives; a function without
//! the attribute has none.
//!
//! ```compile_fail,E0573
//! use chainrule::differentiable;
//!
//! fn square(x: f64) -> f64 {
//!     x * x
//! }
//!
//! #[differentiable]
//! fn f(x: f64) -> f64 {
//!     square(x) + 1.0 // error: expected type, found function `square`
//! }
//! ```
//!
//! Either annotate the function, or say that its value has no derivative:
//!
//! ```
//! use chainrule::{differentiable, no_diff};
//!
//! #[differentiable]
//! fn square(x: f64) -> f64 {
//!     x * x
//! }
//!
//! fn scale(x: f64) -> f64 {
//!     x.floor().max(1.0)
//! }
//!
//! #[differentiable]
//! fn f(x: f64) -> f64 {
//!     square(x) / no_diff!(scale(x))
//! }
//!
//! assert_eq!(grad_f(2.5), 2.5);
//! ```
//!
//! ## Kinks
//!
//! Where a function has no derivative, as `abs` at 0 and `max` at a tie, there is still an answer:
//! PyTorch's. The table is in [`rules::scalar`].
//!
//! # Long loops
//!
//! A loop whose iterations build on one another records what its reverse sweep needs, per iteration.
//! `#[checkpoint]` on the loop bounds that memory: copies of the loop's state are kept instead, and
//! iterations run again between them. Forward mode has no use for it and ignores it, and so does a
//! loop that records nothing anyway.
//!
//! ```
//! use chainrule::differentiable;
//!
//! #[differentiable]
//! fn pendulum(angle: f64, speed: f64, steps: usize) -> f64 {
//!     let (mut a, mut v) = (angle, speed);
//!     #[checkpoint(states = 10)]
//!     for _ in 0..steps {
//!         v -= 1e-3 * a.sin();
//!         a += 1e-3 * v;
//!     }
//!     0.5 * v * v - a.cos()
//! }
//!
//! // the energy is (nearly) what it was: 0.5 * speed^2 - cos(angle)
//! let (d_angle, d_speed) = grad_pendulum(0.5, 0.2, 10_000);
//! assert!((d_angle - 0.5_f64.sin()).abs() < 1e-3 && (d_speed - 0.2).abs() < 1e-3);
//! ```
//!
//! | attribute | states that are kept | iterations that run again |
//! | --- | --- | --- |
//! | `#[checkpoint(states = s)]` | at most `s`, the one before the loop included | as few as possible: Griewank and Walther's binomial schedule; up to half a sweep more where the number of iterations is not known before the loop |
//! | `#[checkpoint(every = k)]` | one per `k` iterations, and at most `k - 1` between two of them | each once |
//! | `#[checkpoint]` | about `2 * sqrt(n)` for `n` iterations | each once |
//!
//! The state is what an iteration reads and the loop writes: numbers and arrays. `s` and `k` are
//! `usize`s that are known before the loop. The same operations run in the same order as when the loop
//! records, so the gradient is the same, bit for bit.
//!
//! # Is it right?
//!
//! [`check_gradients`] takes a function by name and compares both modes with differences:
//!
//! ```
//! use chainrule::{check_gradients, differentiable};
//!
//! #[differentiable]
//! fn wave(x: f64, w: &[f64]) -> f64 {
//!     (w[0] * x).sin() + (w[1] * x).cos()
//! }
//!
//! check_gradients::<wave>((0.3, &[1.5, -0.5][..])).expect("both modes agree with differences");
//! ```
//!
//! # Reading the derivatives
//!
//! `#[differentiable(print)]` prints them to standard error when the function is compiled, without
//! what is the same for every function: lints, the sweeps for callers, and the implementation of
//! [`DifferentiableFn`]. In a checkout of this crate `cargo run -p autodiff-compiler --example expand
//! < file.rs` prints everything for the functions of a file, and with `-- print` what `print` shows.
//! The adjoint of `rosenbrock` above is
//!
//! ```
//! pub fn adjoint(x: f64, y: f64, shadow_0: &mut f64, shadow_1: &mut f64, seed: f64) -> f64 {
//!     let a = y - x * x;
//!     let t_3 = 100.0 * a;
//!     let t_5 = 1.0 - x;
//!     let d_a = seed * t_3 + seed * a * 100.0;
//!     let d_t = -d_a;
//!     *shadow_0 += -(seed * (2.0 * t_5)) + d_t * x + d_t * x;
//!     *shadow_1 += d_a;
//!     t_3 * a + t_5.powi(2)
//! }
//!
//! let (mut dx, mut dy) = (0.0, 0.0);
//! assert_eq!(adjoint(0.0, 1.0, &mut dx, &mut dy, 1.0), 101.0);
//! assert_eq!((dx, dy), (-2.0, 200.0));
//! ```
//!
//! | name | meaning |
//! | --- | --- |
//! | `x`, `a` | the function's own, with their values |
//! | `t`, `t_3` | values of parts of expressions |
//! | `d_x`, `d_t_3` | cotangents: the derivative of the result by `x` |
//! | `shadow_0`, `shadow_1` | the caller's cotangents of the parameters, which are added to |
//! | `seed` | the cotangent of the result |
//! | `dot_x` | tangents, in forward mode |
//! | `record`, `saved` | what the forward sweep keeps for the reverse sweep, and what a write is about to destroy |
//! | `::chainrule::__private::..` | helpers of this crate, for use by generated code alone |
//!
//! The forward sweep stands first, then the reverse sweep, which visits the statements in the opposite
//! order and adds to the cotangent of each operand. A value whose type the macro cannot see, such as
//! the result of a call, goes through `__private::prim`, which numbers and arrays share; `let y: f64 =
//! f(x);` makes it plain arithmetic.
//!
//! # What derivatives keep in memory
//!
//! The forward sweep of an adjoint keeps what the reverse sweep cannot compute again. With
//! `#[differentiable(report)]` the compiler says what that is, when it compiles the function:
//!
//! ```
//! use chainrule::differentiable;
//!
//! #[differentiable(report)]
//! fn carry(x: &[f64]) -> f64 {
//!     let mut s: f64 = 0.7;
//!     let mut squares = 0.0;
//!     for i in 0..x.len() {
//!         s = s.sin() + x[i] * s;
//!         squares += x[i] * x[i];
//!     }
//!     s * squares
//! }
//! ```
//!
//! prints
//!
//! ```text
//! src/lib.rs:
//! `carry` keeps for its adjoint:
//!   loop at line 7, for each iteration: 8 bytes
//!     line 8: `s` (f64, 8 bytes), needed by line 8: `s` is overwritten at line 8
//! ```
//!
//! A value is computed again where that is cheap and what it is made of is still there, and kept
//! otherwise; an assignment to an array keeps what it overwrites if an earlier line needs that.
//! Iterations that read nothing that others write run again in the reverse sweep, and keep nothing for
//! it. A loop whose length is known beforehand makes one allocation for all its iterations, straight
//! lines make none.
//!
//! # Features
//!
//! * `ndarray` (on by default): arrays of [`ndarray`](https://docs.rs/ndarray), re-exported here so that
//!   versions agree, and the module `nn` with layers and losses.
//!
//! The optimizers are in [`optim`].

// its programs use ndarray
#[cfg(any(feature = "ndarray", not(doctest)))]
pub mod guide;
#[cfg(feature = "ndarray")]
pub mod nn;
#[doc(hidden)]
pub mod private;
#[doc(hidden)]
pub use private as __private;

pub use autodiff_core::*;
pub use autodiff_macros::{Differentiable, differentiable};

/// Evaluates an expression in an annotated function without differentiating it.
///
/// Outside of annotated functions it is the expression itself.
///
/// ```
/// use chainrule::{differentiable, no_diff};
///
/// #[differentiable]
/// fn frozen(x: f64) -> f64 {
///     x * no_diff!(x.sin())
/// }
///
/// assert_eq!(grad_frozen(1.0), 1.0_f64.sin());
/// ```
#[macro_export]
macro_rules! no_diff {
    ($value:expr) => {
        $value
    };
}

/// The code blocks of README.md, compiled and run with the other doctests.
#[cfg(all(doctest, feature = "ndarray"))]
#[doc = include_str!("../README.md")]
struct Readme;
