//! Expressions.
//!
//! In: expressions of the syntax tree. Out: values. Invariant: operands are evaluated from left to
//! right, as Rust does.

use super::value::Value;
use super::{Exit, Fault, Machine, Run};
use crate::number::Dual;
use crate::syntax::{Arm, Binary, Bits, Compare, Expr, IntOp, Node, Role, own_name};

impl<'p> Machine<'p> {
    /// The value of an expression.
    pub(super) fn expr(&mut self, expr: &'p Expr) -> Run<Value> {
        match &expr.node {
            Node::Float(value) => Ok(Value::Float(Dual::constant(*value))),
            Node::Int(value) => Ok(Value::Int(*value)),
            Node::Bool(value) => Ok(Value::Bool(*value)),
            Node::Read(place) | Node::Clone(place) | Node::ToVec(place) => self.read(place),
            Node::Borrow(place) | Node::BorrowMut(place) => {
                Ok(Value::Reference(self.address(place)?))
            }
            Node::Len(place) => {
                let address = self.address(place)?;
                Ok(Value::Int(self.memory.len(&address)?))
            }
            Node::Unary(..)
            | Node::Binary(..)
            | Node::Several(..)
            | Node::Powi(..)
            | Node::PowiBy(..) => self.arithmetic(&expr.node),
            Node::NoDiff(inner) => {
                let inner = self.float(inner)?;
                Ok(Value::Float(Dual::constant(inner.value)))
            }
            Node::IntOp(op, left, right) => {
                let (left, right) = (self.int(left)?, self.int(right)?);
                let result = match op {
                    IntOp::Add => left.checked_add(right),
                    IntOp::Sub => left.checked_sub(right),
                    IntOp::Mul => left.checked_mul(right),
                    IntOp::Div => left.checked_div(right),
                    IntOp::Rem => left.checked_rem(right),
                    IntOp::WrappingMul => Some(left.wrapping_mul(right)),
                    IntOp::SaturatingSub => Some(left.saturating_sub(right)),
                };
                Ok(Value::Int(result.ok_or(Fault::Arithmetic)?))
            }
            Node::Whole(inner) => {
                let whole = f64::from(self.float(inner)?.value as i32);
                Ok(Value::Float(Dual::constant(whole)))
            }
            Node::Truncate(inner) => Ok(Value::Int(self.float(inner)?.value as usize)),
            Node::ToFloat(inner) => {
                let inner = self.int(inner)?;
                Ok(Value::Float(Dual::constant(inner as f64)))
            }
            Node::Compare(op, left, right) => self.compare(*op, left, right),
            Node::Logic(and, left, right) => {
                let left = self.bool(left)?;
                if left == *and { self.expr(right) } else { Ok(Value::Bool(left)) }
            }
            Node::Not(inner) => Ok(Value::Bool(!self.bool(inner)?)),
            Node::Let(pattern, value) => {
                let value = self.expr(value)?;
                Ok(Value::Bool(self.matches(pattern, &value)?))
            }
            Node::Matches(value, pattern) => {
                let value = self.expr(value)?;
                self.scoped(|machine| Ok(Value::Bool(machine.matches(pattern, &value)?)))
            }
            Node::If(condition, yes, no) => self.scoped(|machine| {
                let names = machine.names.len();
                if machine.bool(condition)? {
                    machine.block(yes)
                } else {
                    machine.names.truncate(names);
                    no.as_ref().map_or(Ok(Value::Unit), |no| machine.block(no))
                }
            }),
            Node::Match(value, arms) => self.choose(value, arms),
            Node::Block(block) => self.block(block),
            Node::Loop(label, body) => loop {
                self.trip()?;
                let result = self.block(body);
                if let Some(value) = Self::after_trip(label.as_ref(), result)? {
                    break Ok(value);
                }
            },
            Node::Call(..) | Node::Method(..) | Node::Operate(..) => self.call_expr(&expr.node),
            Node::Bits(op, inner) => self.bits(*op, inner),
            Node::Labelled(label, block) => match self.block(block) {
                Err(Exit::Break(Some(target), value)) if target == *label => Ok(value),
                other => other,
            },
            Node::Apply(name, args) => self.apply_named(name, args),
            Node::Chain(chain, end) => self.chain_expr(chain, end),
            Node::Combine(option, combinator) => self.combine(option, combinator),
            _ => self.aggregate(&expr.node),
        }
    }

    /// Operations on floats.
    fn arithmetic(&mut self, node: &'p Node) -> Run<Value> {
        let result = match node {
            Node::Unary(op, operand, _) => Dual::unary(*op, self.float(operand)?),
            Node::Binary(op, left, right) => {
                let (left, right) = (self.float(left)?, self.float(right)?);
                Some(Dual::binary(*op, left, right))
            }
            Node::Several(op, args) => {
                let args = args.iter().map(|arg| self.float(arg)).collect::<Run<Vec<_>>>()?;
                Dual::several(*op, &args)
            }
            Node::Powi(base, exponent) => {
                let base = self.float(base)?;
                Some(Dual::powi(base, *exponent))
            }
            Node::PowiBy(base, exponent) => {
                let (base, exponent) = (self.float(base)?, self.int(exponent)?);
                Some(Dual::powi(base, exponent as i32))
            }
            _ => return Err(Fault::IllTyped.into()),
        };
        self.step(result.ok_or(Fault::Kink)?)
    }

    fn compare(&mut self, op: Compare, left: &'p Expr, right: &'p Expr) -> Run<Value> {
        let order = match (self.expr(left)?, self.expr(right)?) {
            (Value::Float(left), Value::Float(right)) => left.value.partial_cmp(&right.value),
            (Value::Int(left), Value::Int(right)) => Some(left.cmp(&right)),
            _ => return Err(Fault::IllTyped.into()),
        };
        let order = order.ok_or(Fault::TooLarge)?;
        Ok(Value::Bool(match op {
            Compare::Less => order.is_lt(),
            Compare::Greater => order.is_gt(),
            Compare::Equal => order.is_eq(),
            Compare::Unequal => order.is_ne(),
        }))
    }

    /// The first arm whose pattern and guard fit.
    fn choose(&mut self, value: &'p Expr, arms: &'p [Arm]) -> Run<Value> {
        let value = self.expr(value)?;
        for Arm { pattern, guard, body } in arms {
            let result = self.scoped(|machine| {
                let fits = machine.matches(pattern, &value)?
                    && guard.as_ref().map_or(Ok(true), |guard| machine.bool(guard))?;
                if fits { machine.block(body).map(Some) } else { Ok(None) }
            })?;
            if let Some(result) = result {
                return Ok(result);
            }
        }
        Err(Fault::IllTyped.into())
    }

    fn call_expr(&mut self, node: &'p Node) -> Run<Value> {
        let (Node::Call(name, args) | Node::Method(name, args) | Node::Operate(_, name, args)) =
            node
        else {
            return Err(Fault::IllTyped.into());
        };
        // what a type parameter of the caller stands for
        let first = args.first().and_then(|arg| arg.ty.name());
        let me = match first {
            Some("Self" | "B") => self.me.clone(),
            first => first.map(str::to_owned),
        };
        let program = self.program;
        let implements = |name: &str| {
            let owner = me.as_deref().unwrap_or_default();
            let wanted = format!("{owner}::{}", own_name(name));
            program.functions.iter().find(|function| function.name == wanted)
        };
        let default = |name: &str| {
            program.functions.iter().find(|function| {
                matches!(function.role, Role::Default(_)) && function.own_name() == own_name(name)
            })
        };
        let named = program.functions.iter().find(|function| function.name == *name);
        let function = named.or_else(|| implements(name)).or_else(|| default(name));
        let function = function.ok_or(Fault::IllTyped)?;
        let args = args.iter().map(|arg| self.expr(arg)).collect::<Run<Vec<_>>>()?;
        self.call(function, me, args)
    }

    /// A number made of the changed bits of another, which has to be a normal one.
    fn bits(&mut self, op: Bits, inner: &'p Expr) -> Run<Value> {
        let x = self.float(inner)?;
        let exponent = (x.value.to_bits() >> 52 & 0x7ff) as i32;
        if !x.value.is_normal() {
            return Err(Fault::Kink.into());
        }
        let factor = match op {
            Bits::Flip => -1.0,
            Bits::Clear => 1.0_f64.copysign(x.value),
            Bits::Raise(by) => f64::from(1_u32 << by),
            Bits::Half => 2.0_f64.powi(1022 - exponent),
        };
        self.step(Dual::binary(Binary::Mul, x, Dual::constant(factor)))
    }

    /// Lists, tuples, options.
    fn aggregate(&mut self, node: &'p Node) -> Run<Value> {
        let boxed = |value| Value::Option(Some(Box::new(value)));
        match node {
            Node::List(parts) => Ok(Value::List(self.all(parts)?)),
            Node::Tuple(parts) | Node::Record(parts) => Ok(Value::Tuple(self.all(parts)?)),
            Node::Variant(which, parts) => Ok(Value::Variant(*which, self.all(parts)?)),
            Node::Base(parts, base) => {
                let mut values = Vec::new();
                for (at, part) in parts {
                    values.push((*at, self.expr(part)?));
                }
                let Value::Tuple(mut all) = self.read(base)? else {
                    return Err(Fault::IllTyped.into());
                };
                for (at, value) in values {
                    *all.get_mut(at).ok_or(Fault::IllTyped)? = value;
                }
                Ok(Value::Tuple(all))
            }
            Node::Repeat(element, len) => Ok(Value::List(vec![self.expr(element)?; *len])),
            Node::Empty(_) => Ok(Value::List(Vec::new())),
            Node::Some(inner) | Node::Ok(inner) => Ok(boxed(self.expr(inner)?)),
            Node::None | Node::Err(_) => Ok(Value::Option(None)),
            Node::UnwrapOr(option, default) => {
                let option = self.expr(option)?;
                let default = self.expr(default)?;
                match option {
                    Value::Option(payload) => Ok(payload.map_or(default, |payload| *payload)),
                    _ => Err(Fault::IllTyped.into()),
                }
            }
            Node::Try(option) => match self.expr(option)? {
                Value::Option(Some(payload)) => Ok(*payload),
                Value::Option(None) => Err(Exit::Return(Value::Option(None))),
                _ => Err(Fault::IllTyped.into()),
            },
            Node::OkOr(inner, _) | Node::ToOption(inner) => self.expr(inner),
            Node::Pop(place) => self.pop(place),
            Node::Remove(..) | Node::Get(..) | Node::SplitEnd(..) | Node::Split(..) => {
                self.taken_apart(node)
            }
            Node::Take(place) => {
                let address = self.address(place)?;
                let old = self.memory.read(&address)?;
                let left = match old {
                    Value::List(_) => Value::List(Vec::new()),
                    Value::Float(_) => Value::Float(Dual::constant(0.0)),
                    _ => return Err(Fault::IllTyped.into()),
                };
                self.write(&address, left)?;
                Ok(old)
            }
            Node::Replace(place, value) => {
                let address = self.address(place)?;
                let value = self.expr(value)?;
                let old = self.memory.read(&address)?;
                self.write(&address, value)?;
                Ok(old)
            }
            _ => Err(Fault::IllTyped.into()),
        }
    }

    pub(super) fn all(&mut self, parts: &'p [Expr]) -> Run<Vec<Value>> {
        parts.iter().map(|part| self.expr(part)).collect()
    }
}
