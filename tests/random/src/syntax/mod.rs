//! The language of the random programs: a syntax tree of its own.
//!
//! In: what [`crate::generate`] builds and [`crate::shrink`] edits. Out: what [`crate::print`] writes as
//! Rust and [`crate::interpret`] evaluates. Invariant: nothing here is shared with the compiler under
//! test, and every node has one meaning, that of the Rust it is printed as.

mod chain;
mod function;
mod operators;
mod ty;
pub mod visit;

pub use chain::{Adapter, Chain, Closure, Combinator, End, Source};
pub use function::{Function, Param, Role, own_name};
pub use operators::{Binary, Bits, Compare, IntOp, Operator, Several, Unary};
pub use ty::{Choice, Record, Ty};

use std::rc::Rc;

/// A program: functions that call one another, the last one the entry `f`.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    /// Structs and enums; parts before wholes.
    pub types: Vec<Ty>,
    /// `const NAME: f64 = value;` beside the functions.
    pub constants: Vec<(String, f64)>,
    /// Callees before their callers, recursion aside.
    pub functions: Vec<Function>,
    /// Where the entry is evaluated.
    pub points: Vec<Vec<Argument>>,
}

impl Program {
    /// The function that is differentiated and compared.
    pub fn entry(&self) -> &Function {
        self.functions.last().expect("a program has an entry")
    }
}

/// One argument of the entry at a point.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// The floats of an active parameter, flattened.
    pub floats: Vec<f64>,
    /// The integers of one that is not.
    pub ints: Vec<usize>,
}

/// Statements and a value.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Block {
    /// In this order.
    pub stmts: Vec<Stmt>,
    /// The last expression; none for a block of type `()`.
    pub value: Option<Box<Expr>>,
}

/// A statement.
#[derive(Clone, Debug, PartialEq)]
pub enum Stmt {
    /// `let pattern: ty = value else { .. };`
    Let {
        /// What is bound.
        pattern: Pattern,
        /// The annotation.
        ty: Option<Ty>,
        /// The value; none when it is assigned later.
        value: Option<Expr>,
        /// The block that leaves, if the pattern does not match.
        otherwise: Option<Block>,
    },
    /// `place = value;`
    Assign(Place, Expr),
    /// `place += value;` and the like
    Update(Place, Binary, Expr),
    /// `(a, b) = value;`
    Destructure(Vec<Place>, Expr),
    /// An expression of type `()`.
    Expr(Expr),
    /// `for name in range { .. }`
    For {
        /// Without the tick.
        label: Option<String>,
        /// The counter.
        name: String,
        /// What it runs over.
        range: Range,
        /// The body.
        body: Block,
        /// The arguments of `#[checkpoint(..)]` on it.
        checkpoint: Option<String>,
    },
    /// `for .. in x.iter_mut() { .. }` and the like
    Iterate {
        /// Without the tick.
        label: Option<String>,
        /// How it walks.
        walk: Walk,
        /// The body.
        body: Block,
    },
    /// `while condition { .. }`
    While {
        /// Without the tick.
        label: Option<String>,
        /// Evaluated before each trip.
        condition: Expr,
        /// The body.
        body: Block,
        /// The arguments of `#[checkpoint(..)]` on it.
        checkpoint: Option<String>,
    },
    /// `break 'label value;`
    Break(Option<String>, Option<Expr>),
    /// `continue 'label;`
    Continue(Option<String>),
    /// `return value;`
    Return(Option<Expr>),
    /// An operation that changes places where they are.
    InPlace(InPlace),
    /// `let name = |..| ..;`, `let mut` if the flag says so
    Closure(String, bool, Closure),
    /// `const NAME: f64 = value;`, which the whole block sees
    Const(String, f64),
}

/// Operations that change places where they are.
#[derive(Clone, Debug, PartialEq)]
pub enum InPlace {
    /// `list.swap(i, j);`
    Swap(Place, Expr, Expr),
    /// `std::mem::swap(&mut a, &mut b);`
    MemSwap(Place, Place),
    /// `list.push(value);`
    Push(Place, Expr),
    /// `list.insert(at, value);`
    Insert(Place, Expr, Expr),
    /// `list.truncate(len);`
    Truncate(Place, Expr),
    /// `list.fill(value);`
    Fill(Place, Expr),
    /// `list.copy_from_slice(&other);`
    CopyFrom(Place, Place),
    /// `list.reverse();`
    Reverse(Place),
    /// `let (left, right) = list.split_at_mut(at);`, the names of the two and the place of the cut
    SplitAt(String, String, Place, Expr),
}

/// How a loop walks over a list.
#[derive(Clone, Debug, PartialEq)]
pub enum Walk {
    /// `for name in place.iter()`, or `iter_mut()`; `name` is a reference to an element.
    Elements {
        /// The element.
        name: String,
        /// The list.
        place: Place,
        /// Whether elements are written.
        mutable: bool,
    },
    /// `for (index, name) in place.iter_mut().enumerate()`
    Enumerated {
        /// The position.
        index: String,
        /// The element.
        name: String,
        /// The list.
        place: Place,
        /// Whether elements are written.
        mutable: bool,
    },
    /// `for (a, b) in left.iter_mut().zip(right.iter())`
    Zipped {
        /// The element of `left`, which is written.
        left_name: String,
        /// The element of `right`.
        right_name: String,
        /// The list that is written.
        left: Place,
        /// The list that is read.
        right: Place,
    },
    /// `for name in place.chunks_exact_mut(size)`, `chunks_mut(size)`, `chunks_exact(size)` or `chunks(size)`
    Chunks {
        /// The chunk.
        name: String,
        /// The list.
        place: Place,
        /// Elements per chunk.
        size: usize,
        /// Whether what is left at the end is left out.
        exact: bool,
        /// Whether elements are written.
        mutable: bool,
    },
}

/// What a `for` runs over.
#[derive(Clone, Debug, PartialEq)]
pub struct Range {
    /// The first.
    pub low: Expr,
    /// The last, or the one behind it.
    pub high: Expr,
    /// Whether `high` belongs to it: `low..=high`.
    pub inclusive: bool,
    /// `.step_by(step)`
    pub step: Option<usize>,
    /// `.rev()`, behind the step
    pub reversed: bool,
}

/// A pattern.
#[derive(Clone, Debug, PartialEq)]
pub enum Pattern {
    /// `_`
    Wild,
    /// `name` or `mut name`
    Name(String, bool),
    /// `1 | 2`
    Ints(Vec<usize>),
    /// `1..=3`
    Between(usize, usize),
    /// `(a, b)`
    Tuple(Vec<Pattern>),
    /// `&p`
    Ref(Box<Pattern>),
    /// `S { x: a, y: b }`
    Record(Rc<Record>, Vec<Pattern>),
    /// `E::A(a, b)`
    Variant(Rc<Choice>, usize, Vec<Pattern>),
    /// `[a, b, .., c]`, the patterns before the dots and behind them
    Slice(Vec<Pattern>, Vec<Pattern>),
    /// `Some(p)`
    Some(Box<Pattern>),
    /// `None`
    None,
    /// `Ok(p)`
    Ok(Box<Pattern>),
    /// `Err(_)`
    Err,
}

/// An arm of a `match`.
#[derive(Clone, Debug, PartialEq)]
pub struct Arm {
    /// What it matches.
    pub pattern: Pattern,
    /// `if guard`
    pub guard: Option<Expr>,
    /// What it does.
    pub body: Block,
}

/// A place: a variable, and the way from there.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The variable.
    pub root: String,
    /// From it inwards.
    pub steps: Vec<Step>,
}

/// A step from a place into a part of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// `[index]`
    Index(Expr),
    /// `.0`
    Field(usize),
    /// `.name` of a struct, and its position
    Member(String, usize),
    /// `[index]` of a struct that has an `Index`
    Own(Rc<Record>, Expr),
    /// `*`, left out in print where Rust supplies it
    Deref,
    /// `[low..high]`
    Part(Expr, Expr),
}

/// An expression and its type.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// Its type.
    pub ty: Ty,
    /// What it is.
    pub node: Node,
}

/// Forms of expressions.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// `0.5`
    Float(f64),
    /// `3`
    Int(usize),
    /// `true`
    Bool(bool),
    /// A copy of what is at a place, or the move of a variable that is no copy.
    Read(Place),
    /// `place.clone()`
    Clone(Place),
    /// `place.to_vec()`
    ToVec(Place),
    /// `&place`
    Borrow(Place),
    /// `&mut place`
    BorrowMut(Place),
    /// `place.len()`
    Len(Place),
    /// A function of one float; as a method if the flag says so, else as `f64::name(..)`.
    Unary(Unary, Box<Expr>, bool),
    /// An operator on floats.
    Binary(Binary, Box<Expr>, Box<Expr>),
    /// A function of several floats: `f64::name(..)`.
    Several(Several, Vec<Expr>),
    /// `f64::powi(x, n)`
    Powi(Box<Expr>, i32),
    /// `f64::powi(x, n as i32)`, the exponent an integer
    PowiBy(Box<Expr>, Box<Expr>),
    /// `x as i32 as f64`
    Whole(Box<Expr>),
    /// `no_diff!(..)`
    NoDiff(Box<Expr>),
    /// An operator on integers.
    IntOp(IntOp, Box<Expr>, Box<Expr>),
    /// `x as usize`
    Truncate(Box<Expr>),
    /// `i as f64`
    ToFloat(Box<Expr>),
    /// A comparison of floats or integers.
    Compare(Compare, Box<Expr>, Box<Expr>),
    /// `a && b`, or `a || b` if the flag is false
    Logic(bool, Box<Expr>, Box<Expr>),
    /// `!a`
    Not(Box<Expr>),
    /// `let pattern = value`, in a condition
    Let(Pattern, Box<Expr>),
    /// `matches!(value, pattern)`
    Matches(Box<Expr>, Pattern),
    /// `if condition { .. } else { .. }`
    If(Box<Expr>, Block, Option<Block>),
    /// `match value { .. }`
    Match(Box<Expr>, Vec<Arm>),
    /// `{ .. }`
    Block(Block),
    /// `'label: loop { .. }`
    Loop(Option<String>, Block),
    /// `name(..)`
    Call(String, Vec<Expr>),
    /// `[a, b]` or `vec![a, b]`, as the type says
    List(Vec<Expr>),
    /// `[a; n]` or `vec![a; n]`
    Repeat(Box<Expr>, usize),
    /// `Vec::new()` or `Vec::with_capacity(n)`
    Empty(Option<usize>),
    /// `(a, b)`
    Tuple(Vec<Expr>),
    /// `Some(a)`
    Some(Box<Expr>),
    /// `None`
    None,
    /// `Ok(a)`
    Ok(Box<Expr>),
    /// `Err(n)`
    Err(usize),
    /// `a.unwrap_or(b)`
    UnwrapOr(Box<Expr>, Box<Expr>),
    /// `a?`
    Try(Box<Expr>),
    /// `option.ok_or(n)`
    OkOr(Box<Expr>, usize),
    /// `result.ok()`
    ToOption(Box<Expr>),
    /// `std::mem::take(&mut place)`
    Take(Place),
    /// A number made of the changed bits of another.
    Bits(Bits, Box<Expr>),
    /// An operator of a struct, and the function that it is.
    Operate(Operator, String, Vec<Expr>),
    /// `list.pop()`
    Pop(Place),
    /// `list.remove(at)`
    Remove(Place, Box<Expr>),
    /// `list.get(low..high)`
    Get(Place, Box<Expr>, Box<Expr>),
    /// `list.split_first()`, or `split_last()` if the flag is false
    SplitEnd(Place, bool),
    /// `list.split_at(at)`
    Split(Place, Box<Expr>),
    /// `std::mem::replace(&mut place, value)`
    Replace(Place, Box<Expr>),
    /// `receiver.name(..)`, the receiver first
    Method(String, Vec<Expr>),
    /// `S { x: a, y: b }`
    Record(Vec<Expr>),
    /// `S { x: a, ..base }`
    Base(Vec<(usize, Expr)>, Place),
    /// `E::A(a, b)`
    Variant(usize, Vec<Expr>),
    /// `'label: { .. }`
    Labelled(String, Block),
    /// The call of a local closure.
    Apply(String, Vec<Expr>),
    /// A chain of iterators.
    Chain(Chain, End),
    /// `option.map(|a| ..)` and the like
    Combine(Box<Expr>, Box<Combinator>),
}

impl Default for Expr {
    fn default() -> Self {
        Self::float(0.5)
    }
}

impl Expr {
    /// An expression of type `ty`.
    pub fn new(ty: Ty, node: Node) -> Self {
        Self { ty, node }
    }

    /// A literal.
    pub fn float(value: f64) -> Self {
        Self::new(Ty::Float, Node::Float(value))
    }

    /// A literal.
    pub fn int(value: usize) -> Self {
        Self::new(Ty::Int, Node::Int(value))
    }

    /// A variable of type `ty`.
    pub fn variable(name: &str, ty: Ty) -> Self {
        Self::new(ty, Node::Read(Place::variable(name)))
    }

    /// An operator between floats.
    pub fn binary(op: Binary, left: Expr, right: Expr) -> Self {
        Self::new(Ty::Float, Node::Binary(op, Box::new(left), Box::new(right)))
    }

    /// A function of one float, written as a path.
    pub fn unary(op: Unary, operand: Expr) -> Self {
        Self::new(Ty::Float, Node::Unary(op, Box::new(operand), false))
    }

    /// An operator between integers.
    pub fn int_op(op: IntOp, left: Expr, right: Expr) -> Self {
        Self::new(Ty::Int, Node::IntOp(op, Box::new(left), Box::new(right)))
    }

    /// A comparison.
    pub fn compare(op: Compare, left: Expr, right: Expr) -> Self {
        Self::new(Ty::Bool, Node::Compare(op, Box::new(left), Box::new(right)))
    }
}

impl Place {
    /// The variable itself.
    pub fn variable(name: &str) -> Self {
        Self { root: name.to_owned(), steps: Vec::new() }
    }

    /// The same with one step more.
    pub fn then(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }
}
