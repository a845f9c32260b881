//! Operations: what a `let` of the IR computes.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::{Arg, FloatKind, Operand, Part, Place, Prim, Proj, ScalarOp, Ty, VarId};

/// A literal operand.
#[derive(Clone, Debug)]
pub enum Literal {
    /// As the user wrote it.
    Written(TokenStream, Ty),
    /// A number of a formula; printed for the float kind at hand.
    Number(f64, FloatKind),
}

/// Operations whose result has no derivative.
#[derive(Clone, Debug)]
pub enum PureOp {
    Binary(syn::BinOp),
    Unary(syn::UnOp),
    Cast(Box<syn::Type>),
    /// A method without derivative (`len`, `is_nan`, `pow` of integers ...).
    Method(Ident),
    /// The same of a value of unknown type: its result must have a type without tangent.
    Checked(Ident),
    /// Whether there is a payload: a `Some` or an `Ok`.
    Present,
    /// What an `Err` holds, of a result that is one; where the source asks for it.
    Error(Span),
    /// A path call on inactive data (`usize::max(a, b)`, `f64::from(n)`).
    Call(TokenStream),
    /// The same with operands behind references, as in [`Arg::reference`].
    CallByReference(TokenStream, Vec<Option<bool>>),
    /// `match operand { pattern if guard => 0, .. }`: the number of the arm; the extra variables
    /// are read by the guards.
    Select {
        arms: Vec<TokenStream>,
        uses: Vec<VarId>,
        is_bool: bool,
    },
    /// User's tokens, evaluated as they stand (`no_diff!`).
    Verbatim {
        tokens: TokenStream,
        uses: Vec<VarId>,
    },
}

/// The variants of the enums that the compiler knows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Variant {
    Some,
    None,
    Ok,
    Err,
}

/// How a copy was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CopyKind {
    Clone,
    ToVec,
    ToOwned,
    /// The items that a parameter yields, in a `Vec`.
    Items,
    /// An iterator over the elements of a `Vec`, which has its tangent: by value, and by reference.
    IntoIter,
    Iter,
}

impl CopyKind {
    /// The same of the tangent: that of an iterator is a `Vec`.
    pub fn of_tangent(self) -> Self {
        match self {
            Self::IntoIter | Self::Iter => Self::Clone,
            Self::Clone | Self::ToVec | Self::ToOwned | Self::Items => self,
        }
    }
}

/// Derivative order of a callee: a function, or its tangent program.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    Primal,
    Tangent,
}

/// An annotated function.
#[derive(Clone, Debug)]
pub struct Callee {
    pub target: Target,
    /// The generic arguments of a function's path or a method (`::<f64>`).
    pub turbofish: TokenStream,
    pub order: Order,
}

/// How the sweeps of an annotated function are reached: the callee's side is `emit::home`.
#[derive(Clone, Debug)]
pub enum Target {
    /// A free function, as the source names it, and its companion without the last segment's generic
    /// arguments: `companion::fwd`.
    Companion { primal: TokenStream, companion: TokenStream },
    /// A function of an `impl` or a trait by its path; the sweeps stand beside it: `S::__fwd_new`. Whether its
    /// first argument may be a receiver.
    Associated { path: Box<syn::ExprPath>, receives: bool },
    /// A parameter that is a function: the first argument, and in a tangent program the first of each half.
    Parameter(Ident),
    /// A method of the first argument; rustc finds the sweeps as it finds the method: `x.__fwd_norm()`.
    Method(Ident),
    /// An operator between values of unknown types, whose derivatives are the core's to find. Its arguments
    /// are the operands, in a tangent program with the tangents of those that have one.
    Operator(Operator),
}

/// An operator as a callee: it records nothing, and names the tangents and shadows that it is given.
#[derive(Clone, Debug)]
pub struct Operator {
    /// The operator as the source writes it.
    pub symbol: &'static str,
    /// Where it stands.
    pub span: Span,
    /// The module of the core that stands for it.
    pub module: TokenStream,
    /// Which of the operands have a tangent, in a tangent program.
    pub tangents: Vec<bool>,
}

/// A struct, made of its fields; or the tangent of one.
///
/// The source names the struct, and nothing names its tangent: a tangent is made of another one, by
/// writing its fields.
#[derive(Clone, Debug)]
pub struct Composite {
    /// The struct as the source names it.
    pub path: TokenStream,
    /// The name of the variant, where it is one.
    pub variant: Option<Ident>,
    /// `P(a, b)`, not `P { x: a, y: b }`.
    pub positional: bool,
    /// The fields that are given.
    pub parts: Vec<(syn::Member, Arg)>,
    pub rest: Rest,
    /// Of a tangent; `None` of the struct itself.
    pub tangent_of: Option<TangentOf>,
}

/// How the tangent of a struct is made.
#[derive(Clone, Debug)]
pub struct TangentOf {
    /// The struct whose tangent it is.
    pub primal: Operand,
    /// The name of the tangent while its fields are written.
    pub written: VarId,
    /// The name of the zero that fields are taken from.
    pub zero: VarId,
}

/// Where the fields of a [`Composite`] come from that are not given.
#[derive(Clone, Debug)]
pub enum Rest {
    /// All are given.
    Nothing,
    /// They are zero: of a tangent only.
    Zero,
    /// `..base`; of a tangent the named fields are zero all the same.
    Base { base: Operand, zeros: Vec<syn::Member> },
}

/// What a `let` computes.
#[derive(Clone, Debug)]
pub enum Op {
    /// The operand itself.
    Use(Operand),
    /// Reads a scalar from a place.
    Load(super::Place),
    Scalar(ScalarOp, Vec<Operand>),
    Pure(PureOp, Vec<Operand>),
    Tuple(Vec<Operand>),
    /// `Box::new(operand)`
    Boxed(Operand),
    Struct(Box<Composite>),
    /// An `Option` or a `Result`; what an `Err` holds has no derivative.
    Variant(Variant, Vec<Operand>),
    Array(Vec<Operand>),
    VecLit(Vec<Operand>),
    Repeat {
        value: Operand,
        len: Operand,
        len_tokens: TokenStream,
        is_vec: bool,
    },
    Copy(super::Place, CopyKind),
    Prim(Prim, Vec<Operand>),
    Call(Callee, Vec<Arg>),
    /// The zero tangent of an operand.
    Zero(Operand),
}

impl Operator {
    /// A function of the operator: by its order, and the only operand that takes part, if one does.
    pub fn function(&self, name: &str, part: &[bool]) -> TokenStream {
        let module = &self.module;
        let suffix = match part {
            [true, false] => "_0",
            [false, true] => "_1",
            _ => "",
        };
        let span = Span::mixed_site().located_at(self.span);
        let name = Ident::new(&format!("{name}{suffix}"), span);
        quote_spanned!(span=> #module::#name)
    }
}

impl Callee {
    pub fn is_parameter(&self) -> bool {
        matches!(self.target, Target::Parameter(_))
    }

    /// The operator that it is.
    pub fn operator(&self) -> Option<&Operator> {
        match &self.target {
            Target::Operator(operator) => Some(operator),
            Target::Companion { .. }
            | Target::Associated { .. }
            | Target::Parameter(_)
            | Target::Method(_) => None,
        }
    }

    /// Whether it may have so many arguments, tangents among them.
    pub fn takes(&self, args: usize) -> bool {
        match (self.operator(), self.order) {
            (None, Order::Primal) => true,
            (None, Order::Tangent) => args.is_multiple_of(2),
            (Some(_), Order::Primal) => matches!(args, 1 | 2),
            (Some(operator), Order::Tangent) => {
                args == operator.tangents.len() + operator.tangents.iter().filter(|is| **is).count()
            }
        }
    }

    /// The position of the argument that is called, of a parameter that is a function.
    pub fn called(&self, args: usize) -> usize {
        match self.order {
            Order::Primal => 0,
            Order::Tangent => args / 2,
        }
    }

    /// What is passed per argument, without the function and its tangent.
    pub fn data<T>(&self, mut passed: Vec<T>) -> Vec<T> {
        if self.order == Order::Tangent {
            passed.remove(passed.len() / 2);
        }
        passed.remove(0);
        passed
    }
}

impl Literal {
    pub fn ty(&self) -> Ty {
        match self {
            Self::Written(_, ty) => ty.clone(),
            Self::Number(_, kind) => Ty::Float(kind.clone()),
        }
    }
}

impl Callee {
    /// The callee as the source names it; `.name` for a method.
    pub fn primal(&self) -> TokenStream {
        let turbofish = &self.turbofish;
        match &self.target {
            Target::Companion { primal, .. } => primal.clone(),
            Target::Associated { path, .. } => quote!(#path),
            Target::Parameter(name) => quote!(#name),
            Target::Method(name) => quote!(.#name #turbofish),
            Target::Operator(operator) => operator.function("call", &[]),
        }
    }

    /// The name of a function or method that rustc looks for in all traits.
    pub fn name(&self) -> Option<&Ident> {
        match &self.target {
            Target::Companion { .. } | Target::Parameter(_) | Target::Operator(_) => None,
            // `<T as Scalar>::exp` names the trait
            Target::Associated { path, .. }
                if path.qself.as_ref().is_some_and(|it| it.position > 0) =>
            {
                None
            }
            Target::Associated { path, .. } => path.path.segments.last().map(|last| &last.ident),
            Target::Method(name) => Some(name),
        }
    }
}

impl Op {
    /// All operands, in order.
    pub fn for_each_operand<'a>(&'a self, f: &mut dyn FnMut(&'a Operand)) {
        match self {
            Self::Use(operand) | Self::Zero(operand) | Self::Boxed(operand) => f(operand),
            Self::Scalar(_, operands)
            | Self::Pure(_, operands)
            | Self::Tuple(operands)
            | Self::Variant(_, operands)
            | Self::Array(operands)
            | Self::VecLit(operands)
            | Self::Prim(_, operands) => operands.iter().for_each(f),
            Self::Repeat { value, len, .. } => {
                f(value);
                f(len);
            }
            Self::Call(_, args) => args.iter().for_each(|arg| f(&arg.operand)),
            Self::Struct(made) => {
                made.for_each_source(f);
                made.tangent_of.iter().for_each(|tangent| f(&tangent.primal));
            }
            Self::Load(_) | Self::Copy(..) => {}
        }
    }

    /// All variables read: through operands, places, indices and the user's own tokens.
    pub fn for_each_var(&self, f: &mut impl FnMut(VarId)) {
        match self {
            Self::Load(place) | Self::Copy(place, _) => {
                f(place.base);
                place.for_each_index(f);
            }
            Self::Pure(PureOp::Select { uses, .. } | PureOp::Verbatim { uses, .. }, operands) => {
                uses.iter().copied().for_each(&mut *f);
                operands.iter().for_each(|operand| operand.for_each_var(f));
            }
            _ => self.for_each_operand(&mut |operand| operand.for_each_var(f)),
        }
    }

    /// Base variables of `&mut` arguments.
    pub fn for_each_mutable_argument(&self, f: &mut dyn FnMut(VarId)) {
        self.for_each_mutable_place(&mut |place| f(place.base));
    }

    /// The places of `&mut` arguments.
    pub fn for_each_mutable_place<'a>(&'a self, f: &mut dyn FnMut(&'a Place)) {
        self.for_each_argument(&mut |reference, operand| {
            if let (Some(true), Operand::Place(place)) = (reference, operand) {
                f(place);
            }
        });
    }

    /// All operands, in order, with the way they are passed ([`Arg::reference`]); operands of what
    /// is no call are values.
    pub fn for_each_argument<'a>(&'a self, f: &mut dyn FnMut(Option<bool>, &'a Operand)) {
        match self {
            Self::Call(_, args) => {
                args.iter().for_each(|arg| f(arg.reference, &arg.operand));
            }
            Self::Struct(made) => {
                made.parts.iter().for_each(|(_, arg)| f(arg.reference, &arg.operand));
                made.rest.base().into_iter().for_each(|base| f(None, base));
                made.tangent_of.iter().for_each(|tangent| f(None, &tangent.primal));
            }
            Self::Pure(PureOp::CallByReference(_, references), operands) => {
                references.iter().zip(operands).for_each(|(by, operand)| f(*by, operand));
            }
            Self::Pure(..)
            | Self::Use(_)
            | Self::Load(_)
            | Self::Scalar(..)
            | Self::Tuple(_)
            | Self::Boxed(_)
            | Self::Variant(..)
            | Self::Array(_)
            | Self::VecLit(_)
            | Self::Repeat { .. }
            | Self::Copy(..)
            | Self::Prim(..)
            | Self::Zero(_) => self.for_each_operand(&mut |operand| f(None, operand)),
        }
    }

    /// A call of an annotated function: one that may leave a record.
    pub fn is_recorded(&self) -> bool {
        matches!(self, Self::Call(callee, _) if callee.operator().is_none())
    }

    /// A call of an annotated function that may write its arguments.
    pub fn is_call_in_place(&self) -> bool {
        let mut found = false;
        if let Self::Call(..) = self {
            self.for_each_mutable_argument(&mut |_| found = true);
        }
        found
    }
}

impl Composite {
    /// The operands that its fields come from.
    pub fn for_each_source<'a>(&'a self, f: &mut dyn FnMut(&'a Operand)) {
        self.parts.iter().for_each(|(_, arg)| f(&arg.operand));
        self.rest.base().into_iter().for_each(f);
    }

    /// The fields that do not come from the base.
    pub fn given(&self) -> impl Iterator<Item = &syn::Member> {
        let zeros = match &self.rest {
            Rest::Base { zeros, .. } => zeros.as_slice(),
            Rest::Nothing | Rest::Zero => &[],
        };
        self.parts.iter().map(|(member, _)| member).chain(zeros)
    }
}

impl Composite {
    /// A field of it as a step from its place.
    pub fn part(&self, member: &syn::Member) -> Proj {
        match &self.variant {
            None => Proj::Field(member.clone()),
            Some(variant) => Proj::Part(Box::new(Part {
                path: self.path.clone(),
                variant: variant.clone(),
                member: member.clone(),
                tangent: self.tangent_of.is_some(),
            })),
        }
    }
}

impl Rest {
    pub fn base(&self) -> Option<&Operand> {
        match self {
            Self::Base { base, .. } => Some(base),
            Self::Nothing | Self::Zero => None,
        }
    }
}

impl Variant {
    /// The variant that a path names.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "Some" => Some(Self::Some),
            "None" => Some(Self::None),
            "Ok" => Some(Self::Ok),
            "Err" => Some(Self::Err),
            _ => None,
        }
    }

    /// The variant of the tangent, which is an `Option` for both types.
    #[must_use]
    pub fn tangent(self) -> Self {
        match self {
            Self::Some | Self::Ok => Self::Some,
            Self::None | Self::Err => Self::None,
        }
    }

    /// How many values it holds.
    pub fn arity(self) -> usize {
        usize::from(self != Self::None)
    }

    /// Whether what it holds has a derivative.
    pub fn is_present(self) -> bool {
        self.tangent() == Self::Some
    }
}
