//! What several iterations add to an element of a row, added at once.
//!
//! In: additions `d_x[row + j - 1] += ..`, `d_x[row + j] += ..`, `d_x[row + j + 1] += ..` of one loop, whose values
//! any iteration may compute for another. Out: statements that walk the elements instead of the iterations:
//! `d_x[row + j + 1] += (value of j + 2); .. += (value of j + 1); .. += (value of j);`. No element is reached
//! twice, so that vectors come of the loop; the elements at the ends of the row, which only some iterations
//! reach, get their sums in lines of their own.

use proc_macro2::{Ident, Literal};
use quote::ToTokens;

use super::affine::{Affine, Names, literal};
use super::carry::Walk;
use crate::code::{Expr, Stmt};
use crate::simplify::for_each_child_mut;
use crate::transform::adjoint::Shadows;

/// Elements that lie further apart stay apart: each costs two lines at the ends.
const WIDEST: i64 = 4;

/// An addition to an element.
pub struct Member {
    pub index: Affine,
    /// Subtracted, that is.
    pub negative: bool,
    /// What is added, in names that the loop does not define.
    pub value: Expr,
}

/// Additions to the elements of one row.
pub struct Gather {
    shadow: Expr,
    members: Vec<Member>,
    low: i64,
    high: i64,
}

impl Gather {
    /// None, where there is one element only or some lie too far apart.
    pub fn of(shadow: Expr, members: Vec<Member>) -> Option<Self> {
        let offsets = || members.iter().map(Member::offset);
        let (low, high) = (offsets().min()?, offsets().max()?);
        (1..=WIDEST).contains(&(high - low)).then_some(Self { shadow, members, low, high })
    }

    /// The additions of all iterations.
    pub fn emit(&self, variable: &Ident, walk: &Walk, names: &Names, shadows: &Shadows) -> Stmt {
        let (first, end, here) = (&walk.first, &walk.end, &Expr::name(variable));
        let along = |end: Expr, body| {
            let range = Expr::Range(Some(first.clone().into()), Some(end.into()), false);
            Stmt::For(variable.clone(), range, body)
        };
        let width = self.high - self.low;
        let until = Position { of: end, offset: -width }.written();
        let between = self.sum(here, self.high, names, &|_| true);
        let mut gathered = vec![along(until, between.into_iter().collect())];
        // the ends come behind the loop: in front of it they made the adjoint of the heat equation a third slower
        for element in self.low..self.high {
            gathered.extend(self.sum(end, element, names, &|member| member.offset() > element));
        }
        for element in self.low..self.high {
            gathered.extend(self.sum(first, element, names, &|member| member.offset() <= element));
        }
        let each = |element| self.sum(here, element, names, &|member| member.offset() == element);
        let plain = along(end.clone(), (self.low..=self.high).filter_map(each).collect());
        // fewer iterations than neighbours, whatever the first one is
        if literal(end).is_some_and(|end| end - literal(first).unwrap_or(0) < width) {
            return plain;
        }
        let enough = Expr::binary(">=", walk.count(shadows), number(width));
        Stmt::If(enough, gathered, vec![plain])
    }

    /// What these members add to the element that lies so far from that of an iteration.
    fn sum(
        &self,
        of: &Expr,
        element: i64,
        names: &Names,
        which: &dyn Fn(&Member) -> bool,
    ) -> Option<Stmt> {
        let members = || self.members.iter().filter(|member| which(member));
        let index = members().next()?.index.with_constant(element);
        let values = |negative: bool| {
            members().filter(move |member| member.negative == negative).map(|member| {
                let mut value = member.value.clone();
                Position { of, offset: element - member.offset() }.read(&mut value, names);
                value
            })
        };
        let place = self.shadow.clone().index(index.at(of));
        let plus = |sum, value| Expr::binary("+", sum, value);
        let minus = |sum, value| Expr::binary("-", sum, value);
        match values(false).reduce(plus) {
            Some(sum) => Some(Stmt::Assign(place, "+=", values(true).fold(sum, minus))),
            None => Some(Stmt::Assign(place, "-=", values(true).reduce(plus)?)),
        }
    }
}

impl Member {
    /// How far its element is from that of the loop's variable.
    fn offset(&self) -> i64 {
        self.index.constant
    }
}

/// An iteration: so many behind what an expression names.
struct Position<'a> {
    of: &'a Expr,
    offset: i64,
}

impl Position<'_> {
    /// An index in this iteration.
    fn index(&self, index: &Affine) -> Expr {
        let offset = index.step * self.offset;
        index.with_constant(index.constant + offset).at(self.of)
    }

    /// The loop's variable in this iteration.
    fn written(&self) -> Expr {
        match literal(self.of) {
            Some(value) => number(value + self.offset),
            None => match self.offset {
                0 => self.of.clone(),
                1.. => Expr::binary("+", self.of.clone(), number(self.offset)),
                ..0 => Expr::binary("-", self.of.clone(), number(-self.offset)),
            },
        }
    }

    /// Makes an expression that of this iteration.
    fn read(&self, expr: &mut Expr, names: &Names) {
        match expr {
            Expr::Name(name) if *name == names.variable => *expr = self.written(),
            Expr::Index(array, index) => {
                self.read(array, names);
                match names.affine(index) {
                    Some(affine) => **index = self.index(&affine),
                    None => self.read(index, names),
                }
            }
            other => for_each_child_mut(other, &mut |child| self.read(child, names)),
        }
    }
}

fn number(value: i64) -> Expr {
    Expr::Atom(Literal::i64_unsuffixed(value).to_token_stream())
}
