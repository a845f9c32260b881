//! Evaluates a program on numbers that carry derivatives.
//!
//! In: a [`Program`] and the arguments of its entry. Out: the floats of its result, or the reason why
//! the program is none that can be compared: it panics, meets a kink, grows without bound, runs too
//! long. Invariant: the operations on floats are those of the printed program, in its order.

mod chain;
mod closure;
mod expr;
mod place;
mod stmt;
pub mod value;

use std::cmp::Ordering;

use crate::number::Dual;
use crate::syntax::{Argument, Block, Closure, Expr, Function, Param, Pattern, Program, Stmt, Ty};
use value::{Address, Memory, Value};

/// Why a program has no result that can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// An index or a part outside of its list, or a `Vec` that is empty.
    OutOfBounds,
    /// A negative integer, or a remainder by zero.
    Arithmetic,
    /// A function where it has no derivative, or no value.
    Kink,
    /// A number, derivative or magnitude that is not finite or too large.
    TooLarge,
    /// Too many steps.
    TooLong,
    /// Too many calls inside one another.
    TooDeep,
    /// A name, a type or an exit that does not fit: only edited programs have it.
    IllTyped,
}

/// Why evaluation leaves an expression.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Exit {
    /// To the end of a loop, the innermost if there is no label.
    Break(Option<String>, Value),
    /// To the next trip of a loop.
    Continue(Option<String>),
    /// To the caller.
    Return(Value),
    /// Out of the program.
    Fault(Fault),
}

impl From<Fault> for Exit {
    fn from(fault: Fault) -> Self {
        Exit::Fault(fault)
    }
}

type Run<T> = Result<T, Exit>;

/// Numbers beyond this are not compared.
const LARGEST: f64 = 1e6;
/// Magnitudes of derivatives beyond this leave too few digits.
const LARGEST_MAGNITUDE: f64 = 1e9;
/// Operations on floats that a program may take.
const STEPS: usize = 12_000;
/// Calls inside one another.
const DEPTH: usize = 24;

/// The result of the entry, and how many operations it took.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The floats of the result, then those that `&mut` parameters are left with.
    pub floats: Vec<Dual>,
    /// How many floats the result itself has.
    pub result_len: usize,
    /// Operations on floats.
    pub steps: usize,
}

/// Runs the entry. `inputs` are the floats of its active parameters, one after the other.
///
/// # Errors
///
/// The fault that makes the program unfit for a comparison.
pub fn run(program: &Program, point: &[Argument], inputs: &[Dual]) -> Result<Outcome, Fault> {
    let mut machine = Machine {
        program,
        memory: Memory::default(),
        names: Vec::new(),
        closures: Vec::new(),
        base: 0,
        me: None,
        steps: 0,
        depth: 0,
    };
    let entry = program.entry();
    let mut inputs = inputs.iter().copied();
    let mut args = Vec::new();
    let mut states = Vec::new();
    for (param, argument) in entry.params.iter().zip(point) {
        let mut ints = argument.ints.iter().copied();
        let mut reader = Reader { floats: &mut inputs, ints: &mut ints, lens: argument };
        let value = reader.value(param.ty.referent().unwrap_or(&param.ty))?;
        if param.ty.referent().is_some() {
            let slot = machine.memory.allocate(value);
            let address = Address { slot, path: Vec::new(), window: None };
            if matches!(param.ty, Ty::RefMut(_)) {
                states.push(address.clone());
            }
            args.push(Value::Reference(address));
        } else {
            args.push(value);
        }
    }
    let result = match machine.call(entry, None, args) {
        Ok(value) => value,
        Err(Exit::Fault(fault)) => return Err(fault),
        Err(_) => return Err(Fault::IllTyped),
    };
    let mut floats = Vec::new();
    result.floats(&mut floats);
    let result_len = floats.len();
    for address in states {
        machine.memory.read(&address)?.floats(&mut floats);
    }
    Ok(Outcome { floats, result_len, steps: machine.steps })
}

/// Builds arguments from flat numbers.
struct Reader<'a> {
    floats: &'a mut dyn Iterator<Item = Dual>,
    ints: &'a mut dyn Iterator<Item = usize>,
    lens: &'a Argument,
}

impl Reader<'_> {
    fn value(&mut self, ty: &Ty) -> Result<Value, Fault> {
        Ok(match ty {
            Ty::Float => Value::Float(self.floats.next().ok_or(Fault::IllTyped)?),
            Ty::Int => Value::Int(self.ints.next().ok_or(Fault::IllTyped)?),
            Ty::Array(inner, len) | Ty::Vector(inner, len) | Ty::Slice(inner, len) => {
                Value::List((0..*len).map(|_| self.value(inner)).collect::<Result<_, _>>()?)
            }
            Ty::Tuple(parts) => {
                Value::Tuple(parts.iter().map(|part| self.value(part)).collect::<Result<_, _>>()?)
            }
            Ty::Bool
            | Ty::Unit
            | Ty::Option(_)
            | Ty::Result(_)
            | Ty::Ref(_)
            | Ty::RefMut(_)
            | Ty::Record(_)
            | Ty::Choice(_) => {
                debug_assert!(self.lens.floats.is_empty(), "no parameter of such a type");
                return Err(Fault::IllTyped);
            }
        })
    }
}

/// A running program.
pub(crate) struct Machine<'p> {
    program: &'p Program,
    memory: Memory,
    /// Names in scope, the innermost last.
    names: Vec<(&'p str, usize)>,
    /// Local closures, and the names that they see.
    closures: Vec<(&'p Closure, Vec<(&'p str, usize)>)>,
    /// Where the names of the running function begin.
    base: usize,
    /// What the type parameter of the running function stands for, or `Self` in a trait.
    me: Option<String>,
    steps: usize,
    depth: usize,
}

impl<'p> Machine<'p> {
    /// Calls a function.
    fn call(&mut self, function: &'p Function, me: Option<String>, args: Vec<Value>) -> Run<Value> {
        if self.depth == DEPTH {
            return Err(Fault::TooDeep.into());
        }
        let (mark, names, base) = (self.memory.mark(), self.names.len(), self.base);
        self.base = names;
        self.depth += 1;
        let outer = std::mem::replace(&mut self.me, me);
        self.constants();
        for (Param { name, sized, .. }, value) in function.params.iter().zip(args) {
            if let (true, Value::Reference(address)) = (sized, &value) {
                let len = self.memory.len(address)?;
                self.declare("N", Value::Int(len));
            }
            self.declare(name, value);
        }
        let result = match self.block(&function.body) {
            Err(Exit::Return(value)) => Ok(value),
            Err(Exit::Break(..) | Exit::Continue(_)) => Err(Fault::IllTyped.into()),
            other => other,
        };
        self.depth -= 1;
        self.me = outer;
        self.base = base;
        self.names.truncate(names);
        self.memory.release(mark);
        result
    }

    /// Declares what stands beside the functions.
    fn constants(&mut self) {
        for (name, value) in &self.program.constants {
            self.declare(name, Value::Float(Dual::constant(*value)));
        }
    }

    /// Evaluates a block in a scope of its own.
    fn block(&mut self, block: &'p Block) -> Run<Value> {
        self.scoped(|machine| {
            for stmt in &block.stmts {
                if let Stmt::Const(name, value) = stmt {
                    machine.declare(name, Value::Float(Dual::constant(*value)));
                }
            }
            for stmt in &block.stmts {
                machine.stmt(stmt)?;
            }
            block.value.as_ref().map_or(Ok(Value::Unit), |value| machine.expr(value))
        })
    }

    /// Names declared in `inner` end with it.
    fn scoped<T>(&mut self, inner: impl FnOnce(&mut Self) -> Run<T>) -> Run<T> {
        let (mark, names) = (self.memory.mark(), self.names.len());
        let result = inner(self);
        self.names.truncate(names);
        self.memory.release(mark);
        result
    }

    /// A new variable.
    fn declare(&mut self, name: &'p str, value: Value) {
        let slot = self.memory.allocate(value);
        self.names.push((name, slot));
    }

    /// Binds the names of a pattern; false if it does not match.
    fn matches(&mut self, pattern: &'p Pattern, value: &Value) -> Run<bool> {
        Ok(match (pattern, value) {
            (Pattern::Wild, _) => true,
            (Pattern::Name(name, _), value) => {
                self.declare(name, value.clone());
                true
            }
            (Pattern::Ints(ints), Value::Int(n)) => ints.contains(n),
            (Pattern::Between(low, high), Value::Int(n)) => (low..=high).contains(&n),
            (Pattern::Tuple(patterns) | Pattern::Record(_, patterns), Value::Tuple(parts)) => {
                for (pattern, part) in patterns.iter().zip(parts) {
                    if !self.matches(pattern, part)? {
                        return Ok(false);
                    }
                }
                true
            }
            (Pattern::Variant(_, at, patterns), Value::Variant(which, parts)) => {
                if at != which {
                    return Ok(false);
                }
                for (pattern, part) in patterns.iter().zip(parts) {
                    self.matches(pattern, part)?;
                }
                true
            }
            (
                Pattern::Tuple(_) | Pattern::Record(..) | Pattern::Variant(..),
                Value::Reference(at),
            ) => self.matches_parts(pattern, at)?,
            (Pattern::Slice(..), Value::Reference(at)) => self.matches_parts(pattern, at)?,
            (Pattern::Ref(inner), Value::Reference(address)) => {
                let value = self.memory.read(address)?;
                self.matches(inner, &value)?
            }
            (Pattern::Some(inner) | Pattern::Ok(inner), Value::Option(Some(payload))) => {
                self.matches(inner, payload)?
            }
            (Pattern::None | Pattern::Err, Value::Option(payload)) => payload.is_none(),
            (Pattern::Some(_) | Pattern::Ok(_), Value::Option(None)) => false,
            _ => return Err(Fault::IllTyped.into()),
        })
    }

    /// Binds names to references into what is at `address`; false if the pattern does not match.
    fn matches_parts(&mut self, pattern: &'p Pattern, address: &Address) -> Run<bool> {
        let parts: Vec<(usize, &'p Pattern)> = match pattern {
            Pattern::Tuple(parts) | Pattern::Record(_, parts) => parts.iter().enumerate().collect(),
            Pattern::Variant(_, wanted, parts) => match self.memory.peek(address)? {
                Value::Variant(which, _) if which == wanted => parts.iter().enumerate().collect(),
                Value::Variant(..) => return Ok(false),
                _ => return Err(Fault::IllTyped.into()),
            },
            Pattern::Slice(front, back) => {
                let len = self.memory.len(address)?;
                if len < front.len() + back.len() {
                    return Ok(false);
                }
                let behind =
                    back.iter().enumerate().map(|(at, part)| (len - back.len() + at, part));
                front.iter().enumerate().chain(behind).collect()
            }
            _ => return Err(Fault::IllTyped.into()),
        };
        for (at, pattern) in parts {
            let part = self.memory.element(address.clone(), at)?;
            self.matches(pattern, &Value::Reference(part))?;
        }
        Ok(true)
    }

    /// Counts an operation and checks its result.
    fn step(&mut self, result: Dual) -> Run<Value> {
        self.steps += 1;
        if self.steps > STEPS {
            return Err(Fault::TooLong.into());
        }
        let parts = [result.first, result.second, result.mixed];
        let large = parts.iter().any(|part| {
            !part.value.is_finite() || !matches!(part.magnitude, 0.0..=LARGEST_MAGNITUDE)
        });
        if large || result.value.abs().partial_cmp(&LARGEST) != Some(Ordering::Less) {
            return Err(Fault::TooLarge.into());
        }
        Ok(Value::Float(result))
    }

    /// Counts a trip of a loop.
    fn trip(&mut self) -> Run<()> {
        self.steps += 1;
        if self.steps > STEPS { Err(Fault::TooLong.into()) } else { Ok(()) }
    }

    fn float(&mut self, expr: &'p Expr) -> Run<Dual> {
        Ok(self.expr(expr)?.float()?)
    }

    fn int(&mut self, expr: &'p Expr) -> Run<usize> {
        Ok(self.expr(expr)?.int()?)
    }

    fn bool(&mut self, expr: &'p Expr) -> Run<bool> {
        Ok(self.expr(expr)?.bool()?)
    }
}
