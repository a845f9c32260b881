//! Calls that are given several parts of one variable and change some of them.
//!
//! In: a callee and its arguments, places among them. Out: a call; where Rust would not lend two parts
//! of one array at once, behind a split of the array that names both. Invariant: the source lends
//! them at once too, so the parts are disjoint.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::primal::{Primal, method};
use crate::code::{Expr, is_method};
use crate::ir::{Arg, Literal, Operand, Passing, Place, Proj, Ty};

/// An argument.
#[derive(Clone)]
pub enum Passed {
    Whole(Expr),
    /// A place, or its shadow, by reference.
    Part {
        root: Expr,
        place: Place,
        shadow: bool,
        mutable: bool,
    },
}

/// What is called.
#[derive(Clone, Debug)]
pub enum Called {
    Path(TokenStream),
    /// A function that is a value.
    Value(Expr),
}

impl Called {
    fn is_method(&self) -> bool {
        match self {
            Self::Path(path) => is_method(path),
            Self::Value(_) => false,
        }
    }

    fn with(&self, args: Vec<Expr>) -> Expr {
        match self {
            Self::Path(path) => Expr::Call(path.clone(), args),
            Self::Value(function) => Expr::Apply(Box::new(function.clone()), args),
        }
    }
}

impl Primal<'_> {
    /// A parameter that is a function, handed on.
    fn handed_on(&self, operand: &Operand) -> Option<Expr> {
        let var = operand.as_var()?;
        let name = self.name(var);
        Some(match self.function.functions.get(&var)? {
            Passing::Copied => name,
            Passing::Shared => Expr::unary("&", name),
            Passing::Mutable => Expr::unary("&mut ", name),
            Passing::Again => Expr::unary("&mut ", Expr::unary("*", name)),
        })
    }

    /// An argument of a call as it is passed.
    pub fn passed(&self, arg: &Arg) -> Passed {
        if let Some(function) = self.handed_on(&arg.operand) {
            return Passed::Whole(function);
        }
        match (&arg.operand, arg.reference) {
            (Operand::Place(place), Some(mutable)) => {
                let (root, place) = (self.name(place.base), place.clone());
                Passed::Part { root, place, shadow: false, mutable }
            }
            _ => Passed::Whole(self.argument(arg)),
        }
    }

    /// `called(args)`
    pub fn call_with(&self, called: &Called, args: Vec<Passed>) -> Expr {
        self.split(called, args, 0)
    }

    fn split(&self, called: &Called, mut args: Vec<Passed>, depth: usize) -> Expr {
        let Some((i, j, at)) = self.lent_at_once(&args) else {
            return self.lend_all(called, args);
        };
        let (Passed::Part { root, place, shadow, .. }, Passed::Part { place: other, .. }) =
            (args[i].clone(), args[j].clone())
        else {
            return self.lend_all(called, args);
        };
        let names = [self.part_name("one", depth), self.part_name("two", depth)];
        let whole = self.project(root.clone(), &place.proj[..at], shadow);
        let ranges = [&place, &other].map(|place| self.range_of(&place.proj[at]));
        for arg in &mut args {
            let Passed::Part { root: own, place: part, shadow: own_shadow, .. } = arg else {
                continue;
            };
            if !(same_root(own, &root) && *own_shadow == shadow && part.proj.len() > at) {
                continue;
            }
            let target = [&place, &other]
                .into_iter()
                .position(|one| self.text(part, at + 1) == self.text(one, at + 1));
            if let Some(target) = target {
                let rest = part.proj.split_off(at);
                part.proj = within(rest);
                *own = Expr::unary("*", Expr::name(&names[target]));
            }
        }
        let result = Some(Box::new(self.split(called, args, depth + 1)));
        let closure =
            Expr::Closure { params: names.to_vec(), types: Vec::new(), body: Vec::new(), result };
        let [one, two] = ranges;
        self.helper("disjoint", vec![Expr::unary("&mut ", whole), one, two, closure])
    }

    /// Two arguments that lie in one array, one of them to be changed, and where they part.
    fn lent_at_once(&self, args: &[Passed]) -> Option<(usize, usize, usize)> {
        for (i, one) in args.iter().enumerate() {
            for (j, two) in args.iter().enumerate().skip(i + 1) {
                if let (
                    Passed::Part { root: a, place: p, shadow: s, mutable: m },
                    Passed::Part { root: b, place: q, shadow: t, mutable: n },
                ) = (one, two)
                    && same_root(a, b)
                    && s == t
                    && (*m || *n)
                    && let Some(at) = self.parting(p, q)
                {
                    return Some((i, j, at));
                }
            }
        }
        None
    }

    /// The first projection in which two places differ, if it is one of elements.
    fn parting(&self, one: &Place, two: &Place) -> Option<usize> {
        let length = one.proj.len().min(two.proj.len());
        let at = (0..length).find(|at| self.text(one, at + 1) != self.text(two, at + 1))?;
        let elements = |proj: &Proj| matches!(proj, Proj::Index(_) | Proj::Range { .. });
        (elements(&one.proj[at]) && elements(&two.proj[at])).then_some(at)
    }

    /// The first projections of a place as text.
    fn text(&self, place: &Place, count: usize) -> String {
        let proj = place.proj[..count].to_vec();
        self.function.show(&Operand::Place(Place { base: place.base, proj }))
    }

    fn range_of(&self, proj: &Proj) -> Expr {
        let end = |end: &Option<Operand>| end.as_ref().map(|end| Box::new(self.operand(end)));
        match proj {
            Proj::Range { lo, hi, inclusive } => Expr::Range(end(lo), end(hi), *inclusive),
            Proj::Index(index) => {
                let index = Box::new(self.operand(index));
                Expr::Range(Some(index.clone()), Some(index), true)
            }
            Proj::Field(_)
            | Proj::IndexArray(_)
            | Proj::Deref
            | Proj::View
            | Proj::Payload
            | Proj::Part(_) => Expr::Range(None, None, false),
        }
    }

    fn lend_all(&self, called: &Called, args: Vec<Passed>) -> Expr {
        let place = matches!(args.first(), Some(Passed::Part { .. }));
        let mut args: Vec<Expr> = args.into_iter().map(|arg| self.lend(arg)).collect();
        if let (true, Some(receiver)) = (place && called.is_method(), args.first_mut())
            && let Expr::Name(_) = receiver
        {
            // rustc names the type behind the reference where it has no such method
            *receiver = Expr::unary("*", receiver.clone());
        }
        called.with(args)
    }

    fn lend(&self, arg: Passed) -> Expr {
        match arg {
            Passed::Whole(expr) => expr,
            Passed::Part { root, place, shadow, mutable } => {
                let part = self.project(root, &place.proj, shadow);
                match (mutable, shadow) {
                    (false, _) => part.borrow(),
                    (true, true) => part.borrow_mut(),
                    // in full, also of a reference's target: the code says what it may write
                    (true, false) => Expr::unary("&mut ", part),
                }
            }
        }
    }

    /// A name for a part that no variable has.
    fn part_name(&self, base: &str, depth: usize) -> Ident {
        let mut text = if depth == 0 { base.to_owned() } else { format!("{base}_{depth}") };
        while self.function.vars.iter().any(|data| data.name == text) {
            text.push_str("_part");
        }
        method(&text)
    }
}

/// The projections inside a part that was taken by a range: an element is its first.
fn within(mut proj: Vec<Proj>) -> Vec<Proj> {
    if matches!(proj[0], Proj::Index(_)) {
        proj[0] = Proj::Index(Operand::Literal(Literal::Written(quote!(0), Ty::Int)));
        return proj;
    }
    proj.remove(0);
    proj
}

fn same_root(one: &Expr, two: &Expr) -> bool {
    match (one, two) {
        (Expr::Name(one), Expr::Name(two)) => one == two,
        (Expr::Unary("*", one), Expr::Unary("*", two)) => same_root(one, two),
        _ => false,
    }
}
