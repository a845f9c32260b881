//! Calls that are given several parts of one variable and change some of them.
//!
//! In: a callee and its arguments, places among them. Out: a call; where Rust would not lend two parts
//! of one array or of one variant at once, behind an expression that names both. Invariant: the source
//! lends them at once too, so the parts are disjoint.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::primal::{Primal, method};
use crate::code::{Expr, Inside, is_method};
use crate::ir::{Arg, Literal, Operand, Part, Passing, Place, Proj, Ty};

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

/// How two places that are lent at once part, and how many projections they share.
#[derive(Clone, Copy, Debug)]
enum Parting {
    /// Elements or ranges of one array.
    Elements(usize),
    /// What one variant holds.
    Members(usize),
    /// Fields of one thing that a variant holds.
    Inside(usize),
}

/// What such places have in common.
#[derive(Clone, Debug)]
struct Common {
    root: Expr,
    /// One of the places.
    place: Place,
    shadow: bool,
}

impl Common {
    /// The arguments that begin with the first `at` projections of the place, and go on.
    fn inside<'a>(
        &'a self,
        primal: &'a Primal<'_>,
        args: &'a mut [Passed],
        at: usize,
    ) -> impl Iterator<Item = (&'a mut Expr, &'a mut Place)> {
        args.iter_mut().filter_map(move |arg| match arg {
            Passed::Part { root, place, shadow, .. }
                if same_root(root, &self.root)
                    && *shadow == self.shadow
                    && place.proj.len() > at
                    && primal.text(place, at) == primal.text(&self.place, at) =>
            {
                Some((root, place))
            }
            Passed::Part { .. } | Passed::Whole(_) => None,
        })
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
            (Operand::Place(place), Some(mutable))
                if !self.function.refs(&arg.operand).is_inside() =>
            {
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

    fn split(&self, called: &Called, args: Vec<Passed>, depth: usize) -> Expr {
        let Some((i, j, parting)) = self.lent_at_once(&args) else {
            return self.lend_all(called, args);
        };
        let (Passed::Part { root, place, shadow, .. }, Passed::Part { place: other, .. }) =
            (&args[i], &args[j])
        else {
            return self.lend_all(called, args);
        };
        let common = Common { root: root.clone(), place: place.clone(), shadow: *shadow };
        match parting {
            Parting::Elements(at) => {
                let other = other.clone();
                self.split_elements(called, args, depth, (&common, &other, at))
            }
            Parting::Members(at) => self.split_variant(called, args, depth, (&common, at)),
            Parting::Inside(at) => self.split_inside(called, args, depth, (&common, at)),
        }
    }

    /// `disjoint(&mut x, i..=i, j..=j, |one, two| called(one, two))`
    fn split_elements(
        &self,
        called: &Called,
        mut args: Vec<Passed>,
        depth: usize,
        (common, other, at): (&Common, &Place, usize),
    ) -> Expr {
        let place = &common.place;
        let names = [self.part_name("one", depth), self.part_name("two", depth)];
        let whole = self.project(common.root.clone(), &place.proj[..at], common.shadow);
        let ranges = [place, other].map(|place| self.range_of(&place.proj[at]));
        for (own, part) in common.inside(self, &mut args, at) {
            let target = [place, other]
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

    /// `lend(match &mut q { E::B(a, b) => (a, b), .. }, |parts| called(parts.0, parts.1))`
    fn split_variant(
        &self,
        called: &Called,
        mut args: Vec<Passed>,
        depth: usize,
        (common, at): (&Common, usize),
    ) -> Expr {
        let parts = self.part_name("parts", depth);
        let whole = self.project(common.root.clone(), &common.place.proj[..at], common.shadow);
        let mut members: Vec<Part> = Vec::new();
        for (own, part) in common.inside(self, &mut args, at) {
            let Proj::Part(of) = &part.proj[at] else { continue };
            let known = members.iter().position(|known| known.member == of.member);
            let position = known.unwrap_or(members.len());
            if known.is_none() {
                members.push((**of).clone());
            }
            let member = match of.tangent || common.shadow {
                true => of.member.clone(),
                false => syn::Member::from(position),
            };
            *own = Expr::unary("*", Expr::Field(Box::new(Expr::name(&parts)), member));
            part.proj.drain(..=at);
        }
        let inside = match members.first() {
            Some(part) if part.tangent || common.shadow => Inside::Tangents(part.accessor().all),
            Some(part) => {
                let all = members.iter().map(|part| part.member.clone()).collect();
                Inside::Members(part.path.clone(), all)
            }
            None => return self.lend_all(called, args),
        };
        let lent = Expr::unary("&mut ", Expr::Payload(Box::new(whole), inside));
        self.lent(called, args, depth, parts, lent)
    }

    /// `lend(payload_mut(&mut o), |inside| called(&mut inside.x, &inside.y))`
    fn split_inside(
        &self,
        called: &Called,
        mut args: Vec<Passed>,
        depth: usize,
        (common, at): (&Common, usize),
    ) -> Expr {
        let inside = self.part_name("inside", depth);
        let whole = self.project(common.root.clone(), &common.place.proj[..at], common.shadow);
        for (own, part) in common.inside(self, &mut args, at) {
            *own = Expr::unary("*", Expr::name(&inside));
            part.proj.drain(..at);
        }
        self.lent(called, args, depth, inside, Expr::unary("&mut ", whole))
    }

    fn lent(
        &self,
        called: &Called,
        args: Vec<Passed>,
        depth: usize,
        name: Ident,
        lent: Expr,
    ) -> Expr {
        let result = Some(Box::new(self.split(called, args, depth + 1)));
        let closure =
            Expr::Closure { params: vec![name], types: Vec::new(), body: Vec::new(), result };
        self.helper("lend", vec![lent, closure])
    }

    /// Two arguments that lie in one variable, one of them to be changed, and how they part, where Rust
    /// does not see that they do.
    fn lent_at_once(&self, args: &[Passed]) -> Option<(usize, usize, Parting)> {
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

    /// How two places part, where that does not show in their fields.
    fn parting(&self, one: &Place, two: &Place) -> Option<Parting> {
        let length = one.proj.len().min(two.proj.len());
        let at = (0..length).find(|at| self.text(one, at + 1) != self.text(two, at + 1))?;
        let elements = |proj: &Proj| matches!(proj, Proj::Index(_) | Proj::Range { .. });
        let part = |proj: &Proj| matches!(proj, Proj::Part(_));
        if elements(&one.proj[at]) && elements(&two.proj[at]) {
            return Some(Parting::Elements(at));
        }
        if part(&one.proj[at]) && part(&two.proj[at]) {
            return Some(Parting::Members(at));
        }
        // what a variant holds is reached by a call or a `match`, an element of a `Vec` by a call: these
        // lend all of it
        let lends = |count: usize| match one.proj[count] {
            Proj::Payload | Proj::Part(_) => true,
            Proj::Index(_) | Proj::IndexArray(_) => {
                let proj = one.proj[..count].to_vec();
                let list =
                    self.function.operand_ty(&Operand::Place(Place { base: one.base, proj }));
                !matches!(list.strip_refs(), Ty::Array(..) | Ty::Slice(_))
            }
            Proj::Field(_) | Proj::Range { .. } | Proj::Deref | Proj::Boxed | Proj::View => false,
        };
        (0..at).rev().find(|count| lends(*count)).map(|last| Parting::Inside(last + 1))
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
            | Proj::Boxed
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
        (Expr::Unary("*", one), Expr::Unary("*", two))
        | (Expr::Content(one), Expr::Content(two)) => same_root(one, two),
        (Expr::Field(one, a), Expr::Field(two, b)) => a == b && same_root(one, two),
        _ => false,
    }
}
