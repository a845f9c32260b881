//! A struct: numbers, a list of a type parameter, and a field without derivative.

pub struct Line<T: Real> {
    pub slope: f64,
    offsets: Vec<T>,
    #[no_diff]
    name: String,
}

// expands to:

///The derivatives of a [`Line`]: its tangent.
#[allow(missing_docs, dead_code, clippy::all, clippy::pedantic)]
pub struct LineTangent<T: Real>
where
    T: ::chainrule::__private::Real,
{
    pub slope: f64,
    offsets: ::std::vec::Vec<T>,
    name: ::chainrule::__private::Inert<String>,
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl<T: Real> ::chainrule::__private::Differentiable for Line<T>
where
    T: ::chainrule::__private::Real,
{
    type Tangent = LineTangent<T>;
    #[inline]
    fn zero_tangent(&self) -> LineTangent<T> {
        LineTangent {
            slope: <f64 as ::chainrule::__private::Differentiable>::zero_tangent(
                &self.slope,
            ),
            offsets: <Vec<
                T,
            > as ::chainrule::__private::Differentiable>::zero_tangent(&self.offsets),
            name: ::chainrule::__private::Inert::new(),
        }
    }
    #[inline]
    fn blank_tangent(&self) -> LineTangent<T> {
        LineTangent {
            slope: <f64 as ::chainrule::__private::Differentiable>::blank_tangent(
                &self.slope,
            ),
            offsets: <Vec<
                T,
            > as ::chainrule::__private::Differentiable>::blank_tangent(&self.offsets),
            name: ::chainrule::__private::Inert::new(),
        }
    }
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl<T: Real> ::chainrule::__private::Differentiable for LineTangent<T>
where
    T: ::chainrule::__private::Real,
{
    type Tangent = Self;
    #[inline]
    fn zero_tangent(&self) -> Self {
        LineTangent {
            slope: ::chainrule::__private::Differentiable::zero_tangent(&self.slope),
            offsets: ::chainrule::__private::Differentiable::zero_tangent(&self.offsets),
            name: ::chainrule::__private::Inert::new(),
        }
    }
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl<T: Real> ::core::clone::Clone for LineTangent<T>
where
    T: ::chainrule::__private::Real,
{
    #[inline]
    fn clone(&self) -> Self {
        LineTangent {
            slope: ::core::clone::Clone::clone(&self.slope),
            offsets: ::core::clone::Clone::clone(&self.offsets),
            name: ::chainrule::__private::Inert::new(),
        }
    }
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl<T: Real> ::core::fmt::Debug for LineTangent<T>
where
    T: ::chainrule::__private::Real,
{
    fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        formatter
            .debug_struct("LineTangent")
            .field("slope", &self.slope)
            .field("offsets", &self.offsets)
            .field("name", &self.name)
            .finish()
    }
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl<T: Real> ::core::cmp::PartialEq for LineTangent<T>
where
    T: ::chainrule::__private::Real,
{
    fn eq(&self, other: &Self) -> bool {
        ::core::cmp::PartialEq::eq(&self.slope, &other.slope)
            && ::core::cmp::PartialEq::eq(&self.offsets, &other.offsets)
    }
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl<T: Real> ::chainrule::__private::Tangent for LineTangent<T>
where
    T: ::chainrule::__private::Real,
{
    #[inline]
    #[track_caller]
    fn accumulate(&mut self, other: &Self) {
        ::chainrule::__private::Tangent::accumulate(&mut self.slope, &other.slope);
        ::chainrule::__private::Tangent::accumulate(&mut self.offsets, &other.offsets);
    }
    #[inline]
    fn fill_zero(&mut self) {
        ::chainrule::__private::Tangent::fill_zero(&mut self.slope);
        ::chainrule::__private::Tangent::fill_zero(&mut self.offsets);
    }
    #[inline]
    #[track_caller]
    fn add_scaled(&mut self, factor: f64, other: &Self) {
        ::chainrule::__private::Tangent::add_scaled(
            &mut self.slope,
            factor,
            &other.slope,
        );
        ::chainrule::__private::Tangent::add_scaled(
            &mut self.offsets,
            factor,
            &other.offsets,
        );
    }
    #[inline]
    #[track_caller]
    fn inner(&self, other: &Self) -> f64 {
        let mut sum = 0.0;
        sum += ::chainrule::__private::Tangent::inner(&self.slope, &other.slope);
        sum += ::chainrule::__private::Tangent::inner(&self.offsets, &other.offsets);
        sum
    }
    #[inline]
    fn for_each(&self, f: &mut dyn ::core::ops::FnMut(f64)) {
        ::chainrule::__private::Tangent::for_each(&self.slope, f);
        ::chainrule::__private::Tangent::for_each(&self.offsets, f);
    }
    #[inline]
    fn for_each_mut(&mut self, f: &mut dyn ::core::ops::FnMut(&mut f64)) {
        ::chainrule::__private::Tangent::for_each_mut(&mut self.slope, f);
        ::chainrule::__private::Tangent::for_each_mut(&mut self.offsets, f);
    }
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl<T: Real> ::chainrule::__private::AccumulateFrom<LineTangent<T>> for LineTangent<T>
where
    T: ::chainrule::__private::Real,
{
    #[inline]
    #[track_caller]
    fn accumulate_from(&mut self, other: &LineTangent<T>) {
        ::chainrule::__private::Tangent::accumulate(self, other);
    }
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl<T: Real> ::core::ops::Add for LineTangent<T>
where
    T: ::chainrule::__private::Real,
{
    type Output = Self;
    #[inline]
    #[track_caller]
    fn add(mut self, other: Self) -> Self {
        ::chainrule::__private::Tangent::accumulate(&mut self, &other);
        self
    }
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl<T: Real> ::core::ops::Sub for LineTangent<T>
where
    T: ::chainrule::__private::Real,
{
    type Output = Self;
    #[inline]
    #[track_caller]
    fn sub(mut self, other: Self) -> Self {
        ::chainrule::__private::Tangent::add_scaled(&mut self, -1.0, &other);
        self
    }
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl<T: Real> ::core::ops::Mul<f64> for LineTangent<T>
where
    T: ::chainrule::__private::Real,
{
    type Output = Self;
    #[inline]
    #[track_caller]
    fn mul(mut self, other: f64) -> Self {
        ::chainrule::__private::Tangent::for_each_mut(&mut self, &mut |x| *x *= other);
        self
    }
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl<T: Real> ::core::ops::Neg for LineTangent<T>
where
    T: ::chainrule::__private::Real,
{
    type Output = Self;
    #[inline]
    #[track_caller]
    fn neg(mut self) -> Self {
        ::chainrule::__private::Tangent::for_each_mut(&mut self, &mut |x| *x = -*x);
        self
    }
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl<T: Real> ::core::ops::AddAssign for LineTangent<T>
where
    T: ::chainrule::__private::Real,
{
    #[inline]
    #[track_caller]
    fn add_assign(&mut self, other: Self) {
        ::chainrule::__private::Tangent::accumulate(self, &other);
    }
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl<T: Real> ::core::ops::SubAssign for LineTangent<T>
where
    T: ::chainrule::__private::Real,
{
    #[inline]
    #[track_caller]
    fn sub_assign(&mut self, other: Self) {
        ::chainrule::__private::Tangent::add_scaled(self, -1.0, &other);
    }
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl<
    T: Real,
> ::chainrule::__private::Additive<::chainrule::__private::operator::AddAssign>
for LineTangent<T>
where
    T: ::chainrule::__private::Real,
{}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl<
    T: Real,
> ::chainrule::__private::Additive<::chainrule::__private::operator::SubAssign>
for LineTangent<T>
where
    T: ::chainrule::__private::Real,
{}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl<
    T: Real,
> ::chainrule::__private::prim::Absorb<LineTangent<T>, LineTangent<T>, LineTangent<T>>
for LineTangent<T>
where
    T: ::chainrule::__private::Real,
{
    type Elem = f64;
    #[inline]
    #[track_caller]
    fn absorb<__F: ::core::ops::Fn(f64, f64, f64) -> f64>(
        &mut self,
        d_y: &Self,
        _: &Self,
        _: &Self,
        f: __F,
    ) {
        ::chainrule::__private::Tangent::add_scaled(self, f(1.0, 1.0, 1.0), d_y);
    }
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl<T: Real> ::chainrule::__private::Save for Line<T>
where
    T: ::chainrule::__private::Real,
    for<'any> Vec<T>: ::chainrule::__private::Save,
{
    #[inline]
    fn save(self, tape: &mut ::chainrule::__private::Tape) {
        ::chainrule::__private::Save::save(self.slope, tape);
        ::chainrule::__private::Save::save(self.offsets, tape);
        ::chainrule::__private::Save::save(self.name, tape);
    }
    #[inline]
    fn load(tape: &mut ::chainrule::__private::Tape) -> Self {
        let a_2 = ::chainrule::__private::Save::load(tape);
        let a_1 = ::chainrule::__private::Save::load(tape);
        let a_0 = ::chainrule::__private::Save::load(tape);
        Self {
            slope: a_0,
            offsets: a_1,
            name: a_2,
        }
    }
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl<T: Real> ::chainrule::__private::Save for LineTangent<T>
where
    T: ::chainrule::__private::Real,
    for<'any> ::std::vec::Vec<T>: ::chainrule::__private::Save,
{
    #[inline]
    fn save(self, tape: &mut ::chainrule::__private::Tape) {
        ::chainrule::__private::Save::save(self.slope, tape);
        ::chainrule::__private::Save::save(self.offsets, tape);
    }
    #[inline]
    fn load(tape: &mut ::chainrule::__private::Tape) -> Self {
        let a_1 = ::chainrule::__private::Save::load(tape);
        let a_0 = ::chainrule::__private::Save::load(tape);
        Self {
            slope: a_0,
            offsets: a_1,
            name: ::chainrule::__private::Inert::new(),
        }
    }
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl<T: Real> ::chainrule::__private::CopiedFields for Line<T>
where
    T: ::chainrule::__private::Real,
    for<'any> Vec<T>: ::core::clone::Clone,
{
    #[inline]
    fn copied_fields(&self) -> Self {
        Self {
            slope: ::core::clone::Clone::clone(&self.slope),
            offsets: ::core::clone::Clone::clone(&self.offsets),
            name: ::core::clone::Clone::clone(&self.name),
        }
    }
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl<T: Real> ::chainrule::__private::Perturb for Line<T>
where
    T: ::chainrule::__private::Real,
    for<'any> Vec<T>: ::chainrule::__private::MovedTo<Vec<T>, ::std::vec::Vec<T>>,
{
    type Owned = Self;
    fn perturbed(&self, direction: &LineTangent<T>, step: f64) -> Self {
        Line {
            slope: ::chainrule::__private::MovedTo::moved_to(
                &self.slope,
                &direction.slope,
                step,
            ),
            offsets: ::chainrule::__private::MovedTo::moved_to(
                &self.offsets,
                &direction.offsets,
                step,
            ),
            name: ::core::clone::Clone::clone(&self.name),
        }
    }
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl<T: Real> ::chainrule::__private::Coordinates for Line<T>
where
    T: ::chainrule::__private::Real,
    for<'any> Vec<T>: ::chainrule::__private::Coordinates,
{
    fn for_each_coordinate(&self, f: &mut dyn ::core::ops::FnMut(f64)) {
        ::chainrule::__private::Coordinates::for_each_coordinate(&self.slope, f);
        ::chainrule::__private::Coordinates::for_each_coordinate(&self.offsets, f);
    }
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl<T: Real> ::chainrule::__private::Parameters for Line<T>
where
    T: ::chainrule::__private::Real,
    for<'any> Vec<T>: ::chainrule::__private::SteppedAlong<::std::vec::Vec<T>>,
{
    fn check_fit(
        &self,
        gradient: &LineTangent<T>,
    ) -> ::core::result::Result<(), ::chainrule::__private::ShapeMismatch> {
        ::chainrule::__private::SteppedAlong::fits(&self.slope, &gradient.slope)
            .map_err(|error| error.inside(".slope"))?;
        ::chainrule::__private::SteppedAlong::fits(&self.offsets, &gradient.offsets)
            .map_err(|error| error.inside(".offsets"))?;
        ::core::result::Result::Ok(())
    }
    fn zip_mut(
        &mut self,
        gradient: &LineTangent<T>,
        visit: &mut ::chainrule::__private::BlockVisitor<'_>,
    ) {
        ::chainrule::__private::SteppedAlong::zip_along(
            &mut self.slope,
            &gradient.slope,
            visit,
        );
        ::chainrule::__private::SteppedAlong::zip_along(
            &mut self.offsets,
            &gradient.offsets,
            visit,
        );
    }
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl<T: Real> ::chainrule::__private::Perturb for LineTangent<T>
where
    T: ::chainrule::__private::Real,
{
    type Owned = Self;
    fn perturbed(&self, direction: &Self, step: f64) -> Self {
        let mut value = ::core::clone::Clone::clone(self);
        ::chainrule::__private::Tangent::add_scaled(&mut value, step, direction);
        value
    }
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl<T: Real> ::chainrule::__private::Coordinates for LineTangent<T>
where
    T: ::chainrule::__private::Real,
{
    fn for_each_coordinate(&self, f: &mut dyn ::core::ops::FnMut(f64)) {
        ::chainrule::__private::Tangent::for_each(self, f);
    }
}
