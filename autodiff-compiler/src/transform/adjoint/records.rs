//! The records of blocks: where they go, and the statements that keep them and take them back.
//!
//! In: the names that the plan records per block. Out: pushes for the forward code and pops for the reverse
//! code. Invariant: what is pushed is popped in the opposite order, with the same types.

use proc_macro2::Ident;
use quote::quote;

use super::sweep::{Sweep, made_mutable};
use crate::analysis::Save;
use crate::code::{Expr, Stmt as Code};
use crate::emit::primal::{method, tape_name};
use crate::ir::Block;

/// Where a split block puts its record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Medium {
    /// Runs at most once in the enclosing joint scope: an `Option`.
    Option,
    /// Runs any number of times: a `Vec`.
    Stack,
    /// The sweeps are calls of their own: the tape.
    Tape,
}

/// The longest tuple that the tape takes.
const TAPE_TUPLE: usize = 8;

impl Sweep<'_> {
    /// The statements that keep a block's record.
    pub(super) fn push_record(&mut self, block: &Block) -> Vec<Code> {
        let records = self.recorded(block);
        let medium = match (self.taped, self.repeated) {
            (true, _) => Medium::Tape,
            (false, true) => Medium::Stack,
            (false, false) => Medium::Option,
        };
        let chunk = if medium == Medium::Tape { TAPE_TUPLE } else { records.len().max(1) };
        let (mut stores, mut code) = (Vec::new(), Vec::new());
        for part in records.chunks(chunk) {
            let store = self.shadows.fresh_name("record");
            let mut values: Vec<Expr> =
                part.iter().map(|(name, _)| self.kept_as(medium, name)).collect();
            let value = if values.len() == 1 { values.remove(0) } else { Expr::Tuple(values) };
            let target = Expr::name(&store);
            let private = self.shadows.primal.private;
            let (init, push) = match medium {
                Medium::Option => {
                    let some = Expr::Call(quote!(::core::option::Option::Some), vec![value]);
                    (quote!(::core::option::Option::None), Code::Assign(target, "=", some))
                }
                Medium::Stack => {
                    let push = Expr::Method(Box::new(target), method("push"), vec![value]);
                    (quote!(::std::vec::Vec::new()), Code::Expr(push))
                }
                Medium::Tape => {
                    let args = vec![Expr::Name(tape_name()), value];
                    let push = Expr::Method(Box::new(target), method("push"), args);
                    (quote!(#private::Slot::new()), Code::Expr(push))
                }
            };
            let init = Some(Expr::Atom(init));
            let mutable = medium != Medium::Tape;
            self.stores.push(Code::Let { name: store.clone(), mutable, ty: None, init });
            stores.push(store);
            code.push(push);
        }
        self.records.insert(block.id, (stores, medium));
        for save in self.conditional(block) {
            code.push(self.push_saved(block, save, medium));
        }
        code
    }

    /// The statement that keeps what was saved on condition: an `Option`.
    fn push_saved(&mut self, block: &Block, save: &Save, medium: Medium) -> Code {
        let store = self.shadows.fresh_name("record");
        let (target, value) = (Expr::name(&store), Expr::name(&save.name));
        let private = self.shadows.primal.private;
        let (init, push) = match medium {
            Medium::Option => {
                (quote!(::core::option::Option::None), Code::Assign(target, "=", value))
            }
            Medium::Stack => {
                let push = Expr::Method(Box::new(target), method("extend"), vec![value]);
                (quote!(::std::vec::Vec::new()), Code::Expr(push))
            }
            Medium::Tape => {
                let args = vec![Expr::Name(tape_name()), value];
                let push = Expr::Method(Box::new(target), method("push_some"), args);
                (quote!(#private::Slot::new()), Code::Expr(push))
            }
        };
        let (init, mutable) = (Some(Expr::Atom(init)), medium != Medium::Tape);
        self.stores.push(Code::Let { name: store.clone(), mutable, ty: None, init });
        self.saved.entry(block.id).or_default().push((store, medium));
        push
    }

    /// The statements that take back what was saved on condition.
    fn pop_saved(&mut self, block: &Block) -> Vec<Code> {
        let stores = self.saved.get(&block.id).cloned().unwrap_or_default();
        let mut code = Vec::new();
        for ((store, medium), save) in stores.iter().zip(self.conditional(block)).rev() {
            let take =
                |name: &str, args| Expr::Method(Box::new(Expr::name(store)), method(name), args);
            let init = match medium {
                Medium::Option => take("take", Vec::new()),
                Medium::Stack => take("pop", Vec::new()),
                Medium::Tape => {
                    let condition = self.condition(&save.readers);
                    take("pop_if", vec![Expr::Name(tape_name()), condition])
                }
            };
            let (name, init) = (save.name.clone(), Some(init));
            code.push(Code::Let { name, mutable: false, ty: None, init });
        }
        code
    }

    /// Where a block's record goes.
    pub(super) fn record(&self, block: &Block) -> Option<&(Vec<Ident>, Medium)> {
        self.records.get(&block.id)
    }

    /// How many statements keep a block's record.
    pub fn pushes(&self, block: &Block) -> usize {
        let records = self.records.get(&block.id).map_or(0, |(stores, _)| stores.len());
        records + self.conditional(block).len()
    }

    /// The statements that take a block's record back.
    pub(super) fn pop_record(&mut self, block: &Block) -> Vec<Code> {
        let mut code = self.pop_saved(block);
        let Some((stores, medium)) = self.records.get(&block.id) else { return code };
        let records = self.recorded(block);
        let chunk = if *medium == Medium::Tape { TAPE_TUPLE } else { records.len().max(1) };
        for (store, part) in stores.iter().zip(records.chunks(chunk)).rev() {
            let names: Vec<Ident> = part.iter().map(|(name, _)| name.clone()).collect();
            let take =
                |name: &str, args| Expr::Method(Box::new(Expr::name(store)), method(name), args);
            code.push(match medium {
                Medium::Option => Code::LetSome { names, source: take("take", Vec::new()) },
                Medium::Stack => Code::LetSome { names, source: take("pop", Vec::new()) },
                Medium::Tape => {
                    let init = take("pop", vec![Expr::Name(tape_name())]);
                    match names.as_slice() {
                        [name] => {
                            let (name, init) = (name.clone(), Some(init));
                            Code::Let { name, mutable: false, ty: None, init }
                        }
                        _ => Code::LetTuple { names, init },
                    }
                }
            });
        }
        for (name, _) in records.iter().filter(|(name, _)| self.is_data(*medium, name)) {
            let private = self.shadows.primal.private;
            let opened = Expr::Call(quote!(#private::opened_data!), vec![Expr::name(name)]);
            let (name, init) = (name.clone(), Some(opened));
            code.push(Code::Let { name, mutable: false, ty: None, init });
        }
        for (name, _) in records.iter().filter(|(_, storage)| *storage) {
            code.push(made_mutable(name));
        }
        code
    }

    /// A value for a record: on the tape, one that rustc may know no record for is kept whole.
    fn kept_as(&self, medium: Medium, name: &Ident) -> Expr {
        if !self.is_data(medium, name) {
            return Expr::name(name);
        }
        let private = self.shadows.primal.private;
        Expr::Call(quote!(#private::kept_data!), vec![Expr::name(name)])
    }

    /// Whether a record on the tape holds a value of a type without tangent that is not seen.
    fn is_data(&self, medium: Medium, name: &Ident) -> bool {
        medium == Medium::Tape && self.data.contains(&name.to_string())
    }
}
