//! An enum: a tangent has the variant of its primal.

enum Shape {
    Circle { radius: f64 },
    Rectangle(f64, f64),
    Empty,
}

// expands to:

///The derivatives of a [`Shape`]: its tangent.
#[allow(missing_docs, dead_code, clippy::all, clippy::pedantic)]
enum ShapeTangent {
    Circle { radius: f64 },
    Rectangle(f64, f64),
    Empty,
}
#[allow(dead_code, non_snake_case, missing_docs, unreachable_patterns, clippy::all)]
impl ShapeTangent {
    fn part_of(&self) -> &'static str {
        match self {
            Self::Circle { .. } => "Circle",
            Self::Rectangle { .. } => "Rectangle",
            Self::Empty { .. } => "Empty",
        }
    }
    #[doc(hidden)]
    #[inline(always)]
    #[track_caller]
    pub fn part_Circle__radius(&self) -> &f64 {
        match self {
            Self::Circle { radius: part, .. } => part,
            other => {
                ::chainrule::__private::different_variants(other.part_of(), "Circle")
            }
        }
    }
    #[doc(hidden)]
    #[inline(always)]
    #[track_caller]
    pub fn part_mut_Circle__radius(&mut self) -> &mut f64 {
        match self {
            Self::Circle { radius: part, .. } => part,
            other => {
                ::chainrule::__private::different_variants(other.part_of(), "Circle")
            }
        }
    }
    #[doc(hidden)]
    #[inline(always)]
    #[track_caller]
    pub fn part_Rectangle__0(&self) -> &f64 {
        match self {
            Self::Rectangle { 0: part, .. } => part,
            other => {
                ::chainrule::__private::different_variants(other.part_of(), "Rectangle")
            }
        }
    }
    #[doc(hidden)]
    #[inline(always)]
    #[track_caller]
    pub fn part_mut_Rectangle__0(&mut self) -> &mut f64 {
        match self {
            Self::Rectangle { 0: part, .. } => part,
            other => {
                ::chainrule::__private::different_variants(other.part_of(), "Rectangle")
            }
        }
    }
    #[doc(hidden)]
    #[inline(always)]
    #[track_caller]
    pub fn part_Rectangle__1(&self) -> &f64 {
        match self {
            Self::Rectangle { 1: part, .. } => part,
            other => {
                ::chainrule::__private::different_variants(other.part_of(), "Rectangle")
            }
        }
    }
    #[doc(hidden)]
    #[inline(always)]
    #[track_caller]
    pub fn part_mut_Rectangle__1(&mut self) -> &mut f64 {
        match self {
            Self::Rectangle { 1: part, .. } => part,
            other => {
                ::chainrule::__private::different_variants(other.part_of(), "Rectangle")
            }
        }
    }
    #[doc(hidden)]
    #[inline(always)]
    #[track_caller]
    fn parts_mut_Rectangle(&mut self) -> (&mut f64, &mut f64) {
        match self {
            Self::Rectangle { 0: part_0, 1: part_1 } => (part_0, part_1),
            other => {
                ::chainrule::__private::different_variants(other.part_of(), "Rectangle")
            }
        }
    }
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl ::chainrule::__private::Differentiable for Shape {
    type Tangent = ShapeTangent;
    #[inline]
    fn zero_tangent(&self) -> ShapeTangent {
        match self {
            Self::Circle { radius: a_0 } => {
                ShapeTangent::Circle {
                    radius: <f64 as ::chainrule::__private::Differentiable>::zero_tangent(
                        a_0,
                    ),
                }
            }
            Self::Rectangle { 0: a_0, 1: a_1 } => {
                ShapeTangent::Rectangle(
                    <f64 as ::chainrule::__private::Differentiable>::zero_tangent(a_0),
                    <f64 as ::chainrule::__private::Differentiable>::zero_tangent(a_1),
                )
            }
            Self::Empty {} => ShapeTangent::Empty,
        }
    }
    #[inline]
    fn blank_tangent(&self) -> ShapeTangent {
        match self {
            Self::Circle { radius: a_0 } => {
                ShapeTangent::Circle {
                    radius: <f64 as ::chainrule::__private::Differentiable>::blank_tangent(
                        a_0,
                    ),
                }
            }
            Self::Rectangle { 0: a_0, 1: a_1 } => {
                ShapeTangent::Rectangle(
                    <f64 as ::chainrule::__private::Differentiable>::blank_tangent(a_0),
                    <f64 as ::chainrule::__private::Differentiable>::blank_tangent(a_1),
                )
            }
            Self::Empty {} => ShapeTangent::Empty,
        }
    }
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl ::chainrule::__private::Differentiable for ShapeTangent {
    type Tangent = Self;
    #[inline]
    fn zero_tangent(&self) -> Self {
        match self {
            Self::Circle { radius: a_0 } => {
                ShapeTangent::Circle {
                    radius: ::chainrule::__private::Differentiable::zero_tangent(a_0),
                }
            }
            Self::Rectangle { 0: a_0, 1: a_1 } => {
                ShapeTangent::Rectangle(
                    ::chainrule::__private::Differentiable::zero_tangent(a_0),
                    ::chainrule::__private::Differentiable::zero_tangent(a_1),
                )
            }
            Self::Empty {} => ShapeTangent::Empty,
        }
    }
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl ::core::clone::Clone for ShapeTangent {
    #[inline]
    fn clone(&self) -> Self {
        match self {
            Self::Circle { radius: a_0 } => {
                ShapeTangent::Circle {
                    radius: ::core::clone::Clone::clone(a_0),
                }
            }
            Self::Rectangle { 0: a_0, 1: a_1 } => {
                ShapeTangent::Rectangle(
                    ::core::clone::Clone::clone(a_0),
                    ::core::clone::Clone::clone(a_1),
                )
            }
            Self::Empty {} => ShapeTangent::Empty,
        }
    }
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl ::core::fmt::Debug for ShapeTangent {
    fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        match self {
            Self::Circle { radius: a_0 } => {
                formatter.debug_struct("Circle").field("radius", a_0).finish()
            }
            Self::Rectangle { 0: a_0, 1: a_1 } => {
                formatter.debug_tuple("Rectangle").field(a_0).field(a_1).finish()
            }
            Self::Empty {} => formatter.write_str("Empty"),
        }
    }
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl ::core::cmp::PartialEq for ShapeTangent {
    fn eq(&self, other: &Self) -> bool {
        match (&*self, other) {
            (Self::Circle { radius: a_0 }, Self::Circle { radius: b_0 }) => {
                ::core::cmp::PartialEq::eq(a_0, b_0)
            }
            (Self::Rectangle { 0: a_0, 1: a_1 }, Self::Rectangle { 0: b_0, 1: b_1 }) => {
                ::core::cmp::PartialEq::eq(a_0, b_0)
                    && ::core::cmp::PartialEq::eq(a_1, b_1)
            }
            (Self::Empty {}, Self::Empty {}) => true,
            _ => false,
        }
    }
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl ::chainrule::__private::Tangent for ShapeTangent {
    #[inline]
    #[track_caller]
    fn accumulate(&mut self, other: &Self) {
        match (&mut *self, other) {
            (Self::Circle { radius: a_0 }, Self::Circle { radius: b_0 }) => {
                ::chainrule::__private::Tangent::accumulate(a_0, b_0);
            }
            (Self::Rectangle { 0: a_0, 1: a_1 }, Self::Rectangle { 0: b_0, 1: b_1 }) => {
                ::chainrule::__private::Tangent::accumulate(a_0, b_0);
                ::chainrule::__private::Tangent::accumulate(a_1, b_1);
            }
            (Self::Empty {}, Self::Empty {}) => {}
            _ => {
                ::chainrule::__private::different_variants(
                    match self {
                        ShapeTangent::Circle { .. } => "Circle",
                        ShapeTangent::Rectangle { .. } => "Rectangle",
                        ShapeTangent::Empty { .. } => "Empty",
                    },
                    match other {
                        ShapeTangent::Circle { .. } => "Circle",
                        ShapeTangent::Rectangle { .. } => "Rectangle",
                        ShapeTangent::Empty { .. } => "Empty",
                    },
                )
            }
        }
    }
    #[inline]
    fn fill_zero(&mut self) {
        match self {
            Self::Circle { radius: a_0 } => {
                ::chainrule::__private::Tangent::fill_zero(a_0);
            }
            Self::Rectangle { 0: a_0, 1: a_1 } => {
                ::chainrule::__private::Tangent::fill_zero(a_0);
                ::chainrule::__private::Tangent::fill_zero(a_1);
            }
            Self::Empty {} => {}
        }
    }
    #[inline]
    #[track_caller]
    fn add_scaled(&mut self, factor: f64, other: &Self) {
        match (&mut *self, other) {
            (Self::Circle { radius: a_0 }, Self::Circle { radius: b_0 }) => {
                ::chainrule::__private::Tangent::add_scaled(a_0, factor, b_0);
            }
            (Self::Rectangle { 0: a_0, 1: a_1 }, Self::Rectangle { 0: b_0, 1: b_1 }) => {
                ::chainrule::__private::Tangent::add_scaled(a_0, factor, b_0);
                ::chainrule::__private::Tangent::add_scaled(a_1, factor, b_1);
            }
            (Self::Empty {}, Self::Empty {}) => {}
            _ => {
                ::chainrule::__private::different_variants(
                    match self {
                        ShapeTangent::Circle { .. } => "Circle",
                        ShapeTangent::Rectangle { .. } => "Rectangle",
                        ShapeTangent::Empty { .. } => "Empty",
                    },
                    match other {
                        ShapeTangent::Circle { .. } => "Circle",
                        ShapeTangent::Rectangle { .. } => "Rectangle",
                        ShapeTangent::Empty { .. } => "Empty",
                    },
                )
            }
        }
    }
    #[inline]
    #[track_caller]
    fn inner(&self, other: &Self) -> f64 {
        let mut sum = 0.0;
        match (&*self, other) {
            (Self::Circle { radius: a_0 }, Self::Circle { radius: b_0 }) => {
                sum += ::chainrule::__private::Tangent::inner(a_0, b_0);
            }
            (Self::Rectangle { 0: a_0, 1: a_1 }, Self::Rectangle { 0: b_0, 1: b_1 }) => {
                sum += ::chainrule::__private::Tangent::inner(a_0, b_0);
                sum += ::chainrule::__private::Tangent::inner(a_1, b_1);
            }
            (Self::Empty {}, Self::Empty {}) => {}
            _ => {
                ::chainrule::__private::different_variants(
                    match self {
                        ShapeTangent::Circle { .. } => "Circle",
                        ShapeTangent::Rectangle { .. } => "Rectangle",
                        ShapeTangent::Empty { .. } => "Empty",
                    },
                    match other {
                        ShapeTangent::Circle { .. } => "Circle",
                        ShapeTangent::Rectangle { .. } => "Rectangle",
                        ShapeTangent::Empty { .. } => "Empty",
                    },
                )
            }
        }
        sum
    }
    #[inline]
    fn for_each(&self, f: &mut dyn ::core::ops::FnMut(f64)) {
        match self {
            Self::Circle { radius: a_0 } => {
                ::chainrule::__private::Tangent::for_each(a_0, f);
            }
            Self::Rectangle { 0: a_0, 1: a_1 } => {
                ::chainrule::__private::Tangent::for_each(a_0, f);
                ::chainrule::__private::Tangent::for_each(a_1, f);
            }
            Self::Empty {} => {}
        }
    }
    #[inline]
    fn for_each_mut(&mut self, f: &mut dyn ::core::ops::FnMut(&mut f64)) {
        match self {
            Self::Circle { radius: a_0 } => {
                ::chainrule::__private::Tangent::for_each_mut(a_0, f);
            }
            Self::Rectangle { 0: a_0, 1: a_1 } => {
                ::chainrule::__private::Tangent::for_each_mut(a_0, f);
                ::chainrule::__private::Tangent::for_each_mut(a_1, f);
            }
            Self::Empty {} => {}
        }
    }
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl ::chainrule::__private::AccumulateFrom<ShapeTangent> for ShapeTangent {
    #[inline]
    #[track_caller]
    fn accumulate_from(&mut self, other: &ShapeTangent) {
        ::chainrule::__private::Tangent::accumulate(self, other);
    }
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl ::core::ops::Add for ShapeTangent {
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
impl ::core::ops::Sub for ShapeTangent {
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
impl ::core::ops::Mul<f64> for ShapeTangent {
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
impl ::core::ops::Neg for ShapeTangent {
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
impl ::core::ops::AddAssign for ShapeTangent {
    #[inline]
    #[track_caller]
    fn add_assign(&mut self, other: Self) {
        ::chainrule::__private::Tangent::accumulate(self, &other);
    }
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl ::core::ops::SubAssign for ShapeTangent {
    #[inline]
    #[track_caller]
    fn sub_assign(&mut self, other: Self) {
        ::chainrule::__private::Tangent::add_scaled(self, -1.0, &other);
    }
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl ::chainrule::__private::Additive<::chainrule::__private::operator::AddAssign>
for ShapeTangent {}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl ::chainrule::__private::Additive<::chainrule::__private::operator::SubAssign>
for ShapeTangent {}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl ::chainrule::__private::prim::Absorb<ShapeTangent, ShapeTangent, ShapeTangent>
for ShapeTangent {
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
impl ::chainrule::__private::Save for Shape {
    #[inline]
    fn save(self, tape: &mut ::chainrule::__private::Tape) {
        match self {
            Self::Circle { radius: a_0 } => {
                ::chainrule::__private::Save::save(a_0, tape);
                ::chainrule::__private::Save::save(0usize, tape);
            }
            Self::Rectangle { 0: a_0, 1: a_1 } => {
                ::chainrule::__private::Save::save(a_0, tape);
                ::chainrule::__private::Save::save(a_1, tape);
                ::chainrule::__private::Save::save(1usize, tape);
            }
            Self::Empty {} => {
                ::chainrule::__private::Save::save(2usize, tape);
            }
        }
    }
    #[inline]
    fn load(tape: &mut ::chainrule::__private::Tape) -> Self {
        match <usize as ::chainrule::__private::Save>::load(tape) {
            0usize => {
                let a_0 = ::chainrule::__private::Save::load(tape);
                Self::Circle { radius: a_0 }
            }
            1usize => {
                let a_1 = ::chainrule::__private::Save::load(tape);
                let a_0 = ::chainrule::__private::Save::load(tape);
                Self::Rectangle(a_0, a_1)
            }
            _ => Self::Empty,
        }
    }
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl ::chainrule::__private::Save for ShapeTangent {
    #[inline]
    fn save(self, tape: &mut ::chainrule::__private::Tape) {
        match self {
            Self::Circle { radius: a_0 } => {
                ::chainrule::__private::Save::save(a_0, tape);
                ::chainrule::__private::Save::save(0usize, tape);
            }
            Self::Rectangle { 0: a_0, 1: a_1 } => {
                ::chainrule::__private::Save::save(a_0, tape);
                ::chainrule::__private::Save::save(a_1, tape);
                ::chainrule::__private::Save::save(1usize, tape);
            }
            Self::Empty {} => {
                ::chainrule::__private::Save::save(2usize, tape);
            }
        }
    }
    #[inline]
    fn load(tape: &mut ::chainrule::__private::Tape) -> Self {
        match <usize as ::chainrule::__private::Save>::load(tape) {
            0usize => {
                let a_0 = ::chainrule::__private::Save::load(tape);
                Self::Circle { radius: a_0 }
            }
            1usize => {
                let a_1 = ::chainrule::__private::Save::load(tape);
                let a_0 = ::chainrule::__private::Save::load(tape);
                Self::Rectangle(a_0, a_1)
            }
            _ => Self::Empty,
        }
    }
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl ::chainrule::__private::CopiedFields for Shape {
    #[inline]
    fn copied_fields(&self) -> Self {
        match self {
            Self::Circle { radius: a_0 } => {
                Self::Circle {
                    radius: ::core::clone::Clone::clone(a_0),
                }
            }
            Self::Rectangle { 0: a_0, 1: a_1 } => {
                Self::Rectangle(
                    ::core::clone::Clone::clone(a_0),
                    ::core::clone::Clone::clone(a_1),
                )
            }
            Self::Empty {} => Self::Empty,
        }
    }
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl ::chainrule::__private::Perturb for Shape {
    type Owned = Self;
    fn perturbed(&self, direction: &ShapeTangent, step: f64) -> Self {
        match (self, direction) {
            (Shape::Circle { radius: a_0 }, ShapeTangent::Circle { radius: b_0 }) => {
                Shape::Circle {
                    radius: ::chainrule::__private::MovedTo::moved_to(a_0, b_0, step),
                }
            }
            (
                Shape::Rectangle { 0: a_0, 1: a_1 },
                ShapeTangent::Rectangle { 0: b_0, 1: b_1 },
            ) => {
                Shape::Rectangle(
                    ::chainrule::__private::MovedTo::moved_to(a_0, b_0, step),
                    ::chainrule::__private::MovedTo::moved_to(a_1, b_1, step),
                )
            }
            (Shape::Empty {}, ShapeTangent::Empty {}) => Shape::Empty,
            _ => {
                ::chainrule::__private::different_variants(
                    match self {
                        Shape::Circle { .. } => "Circle",
                        Shape::Rectangle { .. } => "Rectangle",
                        Shape::Empty { .. } => "Empty",
                    },
                    match direction {
                        ShapeTangent::Circle { .. } => "Circle",
                        ShapeTangent::Rectangle { .. } => "Rectangle",
                        ShapeTangent::Empty { .. } => "Empty",
                    },
                )
            }
        }
    }
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl ::chainrule::__private::Coordinates for Shape {
    fn for_each_coordinate(&self, f: &mut dyn ::core::ops::FnMut(f64)) {
        match self {
            Self::Circle { radius: a_0 } => {
                ::chainrule::__private::Coordinates::for_each_coordinate(a_0, f);
            }
            Self::Rectangle { 0: a_0, 1: a_1 } => {
                ::chainrule::__private::Coordinates::for_each_coordinate(a_0, f);
                ::chainrule::__private::Coordinates::for_each_coordinate(a_1, f);
            }
            Self::Empty {} => {}
        }
    }
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl ::chainrule::__private::Perturb for ShapeTangent {
    type Owned = Self;
    fn perturbed(&self, direction: &Self, step: f64) -> Self {
        let mut value = ::core::clone::Clone::clone(self);
        ::chainrule::__private::Tangent::add_scaled(&mut value, step, direction);
        value
    }
}
#[automatically_derived]
#[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
impl ::chainrule::__private::Coordinates for ShapeTangent {
    fn for_each_coordinate(&self, f: &mut dyn ::core::ops::FnMut(f64)) {
        ::chainrule::__private::Tangent::for_each(self, f);
    }
}
