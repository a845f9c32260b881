//! A type parameter: numbers of formulas are converted, operators are the type's own.
//! shows: adjoint

fn logistic<T: Real>(x: T, rate: T) -> T {
    rate * x * (T::one() - x)
}

// expands to:

pub fn adjoint<T: Real>(x: T, rate: T, shadow_0: &mut T, shadow_1: &mut T, seed: T) -> T
where
    T: ::chainrule::__private::Real,
{
    let t = rate * x;
    let t_3 = T::one() - x;
    let d_t = seed * t_3;
    *shadow_0 += -(seed * t) + d_t * rate;
    *shadow_1 += d_t * x;
    t * t_3
}
