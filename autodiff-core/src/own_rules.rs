//! The forms that rules of the user's have to have: `vjp = path`, `adjoint = path`, `jvp = path`.
//!
//! In: a rule, and what the function that names it takes and gives. Out: the rule. Invariant: how many arguments
//! a rule takes and what it gives is asked before it is called, so a rule of another form is one error, which
//! says what the form is. The arguments themselves are passed by a plain call, which may convert references.

/// A rule that takes the arguments and gives the value and a closure from the seed to the gradients.
///
/// Found by a tuple `Found` of its own arguments, which rustc infers.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not have the form of a `vjp` rule",
    label = "a `vjp` rule of this function takes `{Takes}` and gives `({Value}, impl FnOnce({Seed}) -> {Gradients})`",
    note = "help: take the parameters of the function, and return its value with a closure: \
            `-> ({Value}, impl FnOnce({Seed}) -> {Gradients})`"
)]
pub trait VjpRule<Takes, Value, Seed, Gradients, Found> {
    /// The rule itself: nothing can be called, and so nothing else is reported, where there is none.
    type Rule;

    /// The rule.
    fn itself(self) -> Self::Rule;
}

/// A rule that takes the arguments, the shadows and the seed, and gives the value.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not have the form of an `adjoint` rule",
    label = "an `adjoint` rule of this function takes `{Takes}` and gives `{Value}`",
    note = "help: take the parameters of the function, a shadow `&mut` for each that is differentiable, and the \
            seed of the output; add into the shadows, and return `{Value}`"
)]
pub trait AdjointRule<Takes, Value, Found> {
    /// The rule itself.
    type Rule;

    /// The rule.
    fn itself(self) -> Self::Rule;
}

/// A rule that takes the arguments and their tangents, and gives value and tangent.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not have the form of a `jvp` rule",
    label = "a `jvp` rule of this function takes `{Takes}` and gives `{Both}`",
    note = "help: take the parameters of the function and a tangent for each that is differentiable, and return \
            the value with its tangent: `{Both}`"
)]
pub trait JvpRule<Takes, Both, Found> {
    /// The rule itself.
    type Rule;

    /// The rule.
    fn itself(self) -> Self::Rule;
}

/// What nothing is. With a second candidate rustc reports the trait, and not a bound of the only one.
#[doc(hidden)]
pub trait Nothing {}

/// What is found of a rule that is [`Nothing`].
#[doc(hidden)]
#[derive(Debug)]
pub struct NotFound;

impl<R: Nothing, T, V, S, G> VjpRule<T, V, S, G, NotFound> for R {
    type Rule = R;

    fn itself(self) -> R {
        self
    }
}

impl<R: Nothing, T, V> AdjointRule<T, V, NotFound> for R {
    type Rule = R;

    fn itself(self) -> R {
        self
    }
}

impl<R: Nothing, T, V> JvpRule<T, V, NotFound> for R {
    type Rule = R;

    fn itself(self) -> R {
        self
    }
}

macro_rules! forms {
    ($($given:ident $own:ident),*) => {
        impl<R, V, P, S, G, $($given, $own),*> VjpRule<($($given,)*), V, S, G, (P, $($own,)*)> for R
        where
            R: FnOnce($($own),*) -> (V, P),
            P: FnOnce(S) -> G,
        {
            type Rule = R;

            #[inline(always)]
            fn itself(self) -> R {
                self
            }
        }

        impl<R, V, $($given, $own),*> AdjointRule<($($given,)*), V, ($($own,)*)> for R
        where
            R: FnOnce($($own),*) -> V,
        {
            type Rule = R;

            #[inline(always)]
            fn itself(self) -> R {
                self
            }
        }

        impl<R, V, $($given, $own),*> JvpRule<($($given,)*), V, ($($own,)*)> for R
        where
            R: FnOnce($($own),*) -> V,
        {
            type Rule = R;

            #[inline(always)]
            fn itself(self) -> R {
                self
            }
        }
    };
}

forms!();
forms!(T1 A1);
forms!(T1 A1, T2 A2);
forms!(T1 A1, T2 A2, T3 A3);
forms!(T1 A1, T2 A2, T3 A3, T4 A4);
forms!(T1 A1, T2 A2, T3 A3, T4 A4, T5 A5);
forms!(T1 A1, T2 A2, T3 A3, T4 A4, T5 A5, T6 A6);
forms!(T1 A1, T2 A2, T3 A3, T4 A4, T5 A5, T6 A6, T7 A7);
forms!(T1 A1, T2 A2, T3 A3, T4 A4, T5 A5, T6 A6, T7 A7, T8 A8);
forms!(T1 A1, T2 A2, T3 A3, T4 A4, T5 A5, T6 A6, T7 A7, T8 A8, T9 A9);

/// The rule, if it has the form.
///
/// ```
/// fn square(x: f64) -> (f64, impl FnOnce(f64) -> f64) {
///     (x * x, move |seed| 2.0 * x * seed)
/// }
/// let (value, pullback) = autodiff_core::own_rules::vjp::<(f64,), f64, f64, f64, _, _>(square)(3.0);
/// assert_eq!((value, pullback(1.0)), (9.0, 6.0));
/// ```
#[inline(always)]
pub fn vjp<T, V, S, G, F, R: VjpRule<T, V, S, G, F>>(rule: R) -> R::Rule {
    rule.itself()
}

/// The rule, if it has the form.
///
/// ```
/// fn square(x: f64, d_x: &mut f64, seed: f64) -> f64 {
///     *d_x += 2.0 * x * seed;
///     x * x
/// }
/// let mut d_x = 0.0;
/// let rule = autodiff_core::own_rules::adjoint::<(f64, &mut f64, f64), f64, _, _>(square);
/// assert_eq!((rule(3.0, &mut d_x, 1.0), d_x), (9.0, 6.0));
/// ```
#[inline(always)]
pub fn adjoint<T, V, F, R: AdjointRule<T, V, F>>(rule: R) -> R::Rule {
    rule.itself()
}

/// The rule, if it has the form.
///
/// ```
/// fn square(x: f64, t_x: f64) -> (f64, f64) {
///     (x * x, 2.0 * x * t_x)
/// }
/// let rule = autodiff_core::own_rules::jvp::<(f64, f64), (f64, f64), _, _>(square);
/// assert_eq!(rule(3.0, 1.0), (9.0, 6.0));
/// ```
#[inline(always)]
pub fn jvp<T, V, F, R: JvpRule<T, V, F>>(rule: R) -> R::Rule {
    rule.itself()
}
