//! Floats that are made of bits, and the bits of floats.
//!
//! In: a lowered function. Out: the same function, in which `from_bits` of an integer that has all mantissa
//! bits of a float x in their places is an operation on x ([`ScalarOp::OfBits`]): where sign and exponent
//! are constant, the float that is made is x times a power of two. `from_bits` of an integer that has none
//! of them stays as it is: its result is a step function. All others are refused, and so are bits of a
//! mantissa that become a number in another way or leave the function.
//!
//! Invariant: nothing is taken for an integer without a float in it that is not shown to be one
//! ([`word`]). Parameters, results of calls and fields may hold bits of a float, unless they are marked
//! `#[no_diff]`; they may stand where sign and exponent stand, which are steps of any number.
//!
//! A variable that holds the bits of one float in one arm of a branch and of another float in the
//! other gets a variable beside it that holds that float.

pub mod constant;
mod word;

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::Expr;

use super::Lowerer;
use crate::diagnostics::{Diagnostics, catalogue};
use crate::ir::{
    Block, FloatKind, Op, Operand, Place, Proj, PureOp, RangeLoop, ScalarOp, Stmt, StmtKind, Ty,
    VarData, VarId, Vars,
};
use word::{Bit, Mantissa, Word};

/// How many bits of a mantissa a rounded float has to keep: the upper words of libraries in C.
const KEPT: [(usize, usize); 2] = [(52, 20), (23, 10)];

/// What integers are made of, at a point of a function.
type Known = BTreeMap<VarId, Word>;

/// A variable for the float that an integer has the bits of, behind a branch.
struct Carrier {
    /// Written in the arms.
    storage: VarId,
    /// Read behind the branch.
    value: VarId,
    /// What the arms write.
    sources: Vec<VarId>,
}

/// The proof for one function.
struct Proof {
    /// `from_bits`, by their results.
    made: BTreeMap<VarId, Ident>,
    constants: constant::Constants,
    /// The constants of the file that were looked up.
    named: BTreeMap<String, u64>,
    /// Where the bits of a float were read.
    read: BTreeMap<VarId, Span>,
    carriers: Vec<Carrier>,
    /// The floats whose bits became floats again.
    used: Vars,
    refused: Diagnostics,
}

impl Lowerer<'_> {
    /// Finds what each `from_bits` makes a float of, and which of them are refused.
    pub fn prove_bits(&mut self) -> Diagnostics {
        let mut reads = !self.made_of_bits.is_empty();
        self.function.body.walk(&mut |stmt| {
            if let StmtKind::Let { op: Op::Pure(PureOp::Method(name), _), .. } = &stmt.kind {
                reads |= name == "to_bits";
            }
        });
        if !reads {
            return Diagnostics::default();
        }
        let mut proof = Proof {
            made: std::mem::take(&mut self.made_of_bits),
            constants: self.constants(),
            named: BTreeMap::new(),
            read: BTreeMap::new(),
            carriers: Vec::new(),
            used: Vars::new(),
            refused: Diagnostics::default(),
        };
        let mut known = Known::new();
        let mut body = std::mem::take(&mut self.function.body.stmts);
        self.prove_block(&mut body, &mut known, &mut proof);
        self.function.body.stmts = body;
        for result in self.function.results.clone() {
            let word = self.word(&result, &known, &mut proof);
            self.may_leave(&word, &mut proof);
        }
        self.drop_carriers(&mut proof);
        for (name, value) in &proof.named {
            let name = Ident::new(name, Span::call_site());
            self.function.items.push(quote! {
                #[allow(clippy::all, clippy::pedantic, clippy::restriction)]
                const _: () = ::core::assert!(#name as u64 == #value);
            });
        }
        proof.refused
    }

    /// The constants of the body, and of its file.
    fn constants(&self) -> constant::Constants {
        let mut constants = self.options.facts.integers.clone();
        for item in &self.function.items {
            if let Ok(item) = syn::parse2::<syn::ItemConst>(item.clone()) {
                constants.insert(item.ident.to_string(), (*item.ty, *item.expr));
            }
        }
        constants
    }

    fn prove_block(&mut self, stmts: &mut Vec<Stmt>, known: &mut Known, proof: &mut Proof) {
        let mut done = Vec::with_capacity(stmts.len());
        for mut stmt in std::mem::take(stmts) {
            let span = stmt.span;
            match &mut stmt.kind {
                StmtKind::Branch { arms, .. } => {
                    let (before, behind) = self.prove_branch(span, arms, known, proof);
                    done.extend(before);
                    done.push(stmt);
                    done.extend(behind);
                    continue;
                }
                StmtKind::Let { var, op } => {
                    let var = *var;
                    self.prove_let(span, var, op, known, proof);
                    op.for_each_mutable_argument(&mut |var| forget(known, var));
                }
                StmtKind::Store { place, value } if place.proj.is_empty() => {
                    let word = self.word(value, known, proof);
                    known.insert(place.base, word);
                }
                StmtKind::Accumulate { place, value, negative, .. } if place.proj.is_empty() => {
                    let value = self.word(value, known, proof);
                    let before = known.remove(&place.base).unwrap_or_else(unknown);
                    let sum = if *negative { before.minus(&value) } else { before.plus(&value) };
                    known.insert(place.base, sum);
                }
                StmtKind::LetMany { op, .. } | StmtKind::CallWith { op, .. } => {
                    self.check_arguments(op, known, proof);
                    self.prove_inner(&mut stmt, known, proof);
                }
                StmtKind::Declare { .. }
                | StmtKind::Store { .. }
                | StmtKind::Accumulate { .. }
                | StmtKind::InPlace(_)
                | StmtKind::For { .. }
                | StmtKind::While { .. }
                | StmtKind::Map { .. }
                | StmtKind::Effect { .. } => self.prove_inner(&mut stmt, known, proof),
            }
            done.push(stmt);
        }
        *stmts = done;
    }

    /// What runs any number of times: nothing is known of what it writes.
    fn prove_inner(&mut self, stmt: &mut Stmt, known: &mut Known, proof: &mut Proof) {
        stmt.for_each_written(&mut |var| forget(known, var));
        if let StmtKind::For { var, range: RangeLoop { lo, hi, .. }, .. } = &stmt.kind {
            let ends = [lo, hi].map(|end| self.word(end, known, proof));
            known.insert(*var, Word::made_of(&[&ends[0], &ends[1]], None));
        }
        let outside = known.clone();
        stmt.for_each_block_mut(&mut |block| {
            self.prove_block(&mut block.stmts, known, proof);
        });
        *known = outside;
    }

    /// The arms of a branch, and the statements that carry floats through it.
    fn prove_branch(
        &mut self,
        span: Span,
        arms: &mut [Block],
        known: &mut Known,
        proof: &mut Proof,
    ) -> (Vec<Stmt>, Vec<Stmt>) {
        let mut ends = Vec::new();
        for (at, arm) in arms.iter_mut().enumerate() {
            let mut inside = known.clone();
            self.prove_block(&mut arm.stmts, &mut inside, proof);
            if !arm.diverges() {
                ends.push((at, inside));
            }
        }
        let (mut before, mut behind) = (Vec::new(), Vec::new());
        let Some((_, first)) = ends.first() else { return (before, behind) };
        let mut carried: BTreeMap<Vec<VarId>, VarId> = BTreeMap::new();
        let mut joined = Known::new();
        for var in first.keys() {
            let words: Option<Vec<&Word>> = ends.iter().map(|(_, end)| end.get(var)).collect();
            let Some(words) = words else { continue };
            let sources: Vec<Vec<VarId>> = words.iter().map(|word| word.sources()).collect();
            let single: Option<Vec<VarId>> = sources
                .iter()
                .map(|of| if let [one] = of.as_slice() { Some(*one) } else { None })
                .collect();
            let word = match single {
                Some(single) if !proof.made.is_empty() && differ(&single) && alike(&words) => {
                    let value = *carried.entry(single.clone()).or_insert_with(|| {
                        let carrier = self.carrier(single);
                        let value = carrier.value;
                        let read =
                            carrier.sources.first().and_then(|source| proof.read.get(source));
                        if let Some(read) = read.copied() {
                            proof.read.insert(value, read);
                        }
                        before.push(
                            self.function
                                .new_stmt(span, StmtKind::Declare { var: carrier.storage }),
                        );
                        for ((at, _), source) in ends.iter().zip(&carrier.sources) {
                            let (place, value) =
                                (Place::var(carrier.storage), Operand::var(*source));
                            let store =
                                self.function.new_stmt(span, StmtKind::Store { place, value });
                            arms[*at].stmts.push(store);
                        }
                        let op = Op::Load(Place::var(carrier.storage));
                        behind.push(self.function.new_stmt(span, StmtKind::Let { var: value, op }));
                        proof.carriers.push(carrier);
                        value
                    });
                    words[0].clone().renamed(value)
                }
                _ => words.iter().skip(1).fold(words[0].clone(), |all, word| all.join(word)),
            };
            joined.insert(*var, word);
        }
        *known = joined;
        (before, behind)
    }

    /// Variables for the floats of the arms of a branch.
    fn carrier(&mut self, sources: Vec<VarId>) -> Carrier {
        let ty = self.function.var(sources[0]).ty.clone();
        let name = self.unique(&Ident::new("of", Span::mixed_site()));
        let storage = self.function.add_var(VarData {
            name,
            ty: ty.clone(),
            storage: true,
            param: None,
            named: false,
            annotation: None,
        });
        let value = self.temp(ty);
        Carrier { storage, value, sources }
    }

    /// Takes out what no float is made of.
    fn drop_carriers(&mut self, proof: &mut Proof) {
        let mut dropped = Vars::new();
        for carrier in proof.carriers.iter().rev() {
            if proof.used.contains(&carrier.value) {
                proof.used.extend(&carrier.sources);
            } else {
                dropped.extend([carrier.storage, carrier.value]);
            }
        }
        if !dropped.is_empty() {
            drop_variables(&mut self.function.body, &dropped);
        }
    }

    fn prove_let(
        &mut self,
        span: Span,
        var: VarId,
        op: &mut Op,
        known: &mut Known,
        proof: &mut Proof,
    ) {
        self.check_arguments(op, known, proof);
        if let Some(name) = proof.made.get(&var).cloned()
            && let Op::Pure(_, operands) = op
            && let [bits] = operands.as_slice()
        {
            let word = self.word(bits, known, proof);
            match self.float_of(&word, &self.function.var(var).ty) {
                Made::Step => {}
                Made::Scaled(source) => {
                    proof.used.insert(source);
                    *op = Op::Scalar(ScalarOp::OfBits, vec![Operand::var(source), bits.clone()]);
                }
                Made::Unknown => proof.refused.push(catalogue::float_of_bits(&name)),
            }
            return;
        }
        let ty = self.function.var(var).ty.clone();
        let word = match op {
            Op::Use(operand) => self.word(operand, known, proof),
            Op::Load(place) => self.word(&Operand::Place(place.clone()), known, proof),
            Op::Pure(pure, operands) => {
                if let (PureOp::Method(name), [float]) = (&*pure, operands.as_slice())
                    && name == "to_bits"
                {
                    let word = self.bits_of(float);
                    proof.read.extend(word.sources().into_iter().map(|source| (source, span)));
                    word
                } else {
                    let words: Vec<Word> =
                        operands.iter().map(|operand| self.word(operand, known, proof)).collect();
                    let calls = matches!(pure, PureOp::Call(_) | PureOp::CallByReference(..));
                    if calls && matches!(ty, Ty::Inert | Ty::Opaque(_)) {
                        // a function of integers, which may make a float of one
                        words.iter().for_each(|word| self.may_leave(word, proof));
                    } else if !ty.is_inert() && words.iter().any(|word| word.mantissa().is_some()) {
                        self.diagnostics.push(catalogue::number_of_bits(span));
                    }
                    constant::of_pure(pure, &words, &ty)
                }
            }
            _ => return,
        };
        known.insert(var, word);
    }

    /// The bits of a float.
    fn bits_of(&self, float: &Operand) -> Word {
        let Some(var) = float.as_var() else {
            return match float {
                Operand::Place(_) => unknown(),
                Operand::Literal(_) | Operand::Const(_) => Word::all(Bit::Clean, None),
            };
        };
        let data = self.function.var(var);
        if data.param.is_some_and(|at| !self.is_active_parameter(at)) {
            return Word::all(Bit::Clean, None);
        }
        match data.ty {
            Ty::Float(FloatKind::F64) if !data.storage => Word::bits_of(var, 52, 64),
            Ty::Float(FloatKind::F32) if !data.storage => Word::bits_of(var, 23, 32),
            _ => unknown(),
        }
    }

    fn is_active_parameter(&self, at: usize) -> bool {
        self.signature.params.get(at).is_none_or(|param| !param.marked)
    }

    /// What an operand is made of.
    fn word(&self, operand: &Operand, known: &Known, proof: &mut Proof) -> Word {
        match operand {
            Operand::Literal(literal) => match literal {
                crate::ir::Literal::Written(tokens, _) => self.constant(tokens, proof),
                crate::ir::Literal::Number(..) => Word::all(Bit::Clean, None),
            },
            Operand::Const(tokens) => self.constant(tokens, proof),
            Operand::Place(place) => {
                let data = self.function.var(place.base);
                let marked = data.param.is_some_and(|at| !self.is_active_parameter(at));
                let whole = place.proj.iter().all(|proj| matches!(proj, Proj::Deref));
                match known.get(&place.base) {
                    Some(word) if whole => word.clone(),
                    Some(_) | None if marked => Word::all(Bit::Clean, None),
                    Some(_) | None => unknown(),
                }
            }
        }
    }

    /// A literal or a constant: no float has a part in one.
    fn constant(&self, tokens: &TokenStream, proof: &mut Proof) -> Word {
        let unknown = || Word::all(Bit::Clean, None);
        let Ok(expr) = syn::parse2::<Expr>(tokens.clone()) else { return unknown() };
        let Some(word) = constant::value(&expr, &proof.constants) else { return unknown() };
        if let (Expr::Path(path), Some(value)) = (&expr, word.value())
            && let Some(name) = path.path.get_ident()
            && self.options.facts.integers.contains_key(&name.to_string())
        {
            proof.named.insert(name.to_string(), value);
        }
        word
    }

    /// What `from_bits` makes of an integer.
    fn float_of(&self, word: &Word, ty: &Ty) -> Made {
        let digits = match ty {
            Ty::Float(FloatKind::F64) => 52,
            Ty::Float(FloatKind::F32) => 23,
            _ if word.is_clean() => return Made::Step,
            _ => return Made::Unknown,
        };
        let bits = word.low(digits);
        let Some((Mantissa { of, digits: own, .. }, _)) = word.mantissa() else {
            let clean = bits.iter().all(|bit| bit.is_clean());
            return if clean { Made::Step } else { Made::Unknown };
        };
        let plain = Mantissa { of, digits, first: 0, offset: 0 };
        let kept = (0..digits).rev().take_while(|i| bits[*i] == Bit::Of(plain, *i)).count();
        let rest = bits[..digits - kept].iter().all(|bit| bit.is_clean());
        let enough = KEPT.contains(&(digits, kept))
            || KEPT.iter().any(|(of, least)| *of == digits && kept > *least);
        if own == digits && enough && rest { Made::Scaled(of) } else { Made::Unknown }
    }

    /// Refuses to hand all bits of a mantissa to a function.
    fn check_arguments(&mut self, op: &Op, known: &Known, proof: &mut Proof) {
        if let Op::Call(_, args) = op {
            for arg in args {
                let word = self.word(&arg.operand, known, proof);
                self.may_leave(&word, proof);
            }
        }
    }

    /// Refuses all bits of a mantissa where nobody sees what becomes of them.
    fn may_leave(&self, word: &Word, proof: &mut Proof) {
        let Some((mantissa, kept)) = word.mantissa() else { return };
        if kept == mantissa.digits {
            let span = proof.read.get(&mantissa.of).copied();
            let span = span.unwrap_or_else(|| self.function.name.span());
            proof.refused.push(catalogue::bits_leave(span));
        }
    }
}

/// What a float is made of.
enum Made {
    /// Of no bit of a mantissa.
    Step,
    /// Of a float's.
    Scaled(VarId),
    Unknown,
}

/// An integer from anywhere.
fn unknown() -> Word {
    Word::all(Bit::Dirty, None)
}

fn forget(known: &mut Known, var: VarId) {
    known.insert(var, unknown());
}

fn differ(sources: &[VarId]) -> bool {
    sources.iter().any(|source| *source != sources[0])
}

/// Whether integers have the same bits of their floats.
fn alike(words: &[&Word]) -> bool {
    let of = VarId(u32::MAX);
    let mut words = words.iter().map(|word| (*word).clone().renamed(of));
    let first = words.next();
    words.all(|word| Some(word) == first)
}

/// Takes variables out of a block, which nothing reads.
fn drop_variables(block: &mut Block, dropped: &Vars) {
    block.stmts.retain(|stmt| match &stmt.kind {
        StmtKind::Let { var, .. } | StmtKind::Declare { var } => !dropped.contains(var),
        StmtKind::Store { place, .. } => !dropped.contains(&place.base),
        StmtKind::LetMany { .. }
        | StmtKind::Accumulate { .. }
        | StmtKind::InPlace(_)
        | StmtKind::Branch { .. }
        | StmtKind::For { .. }
        | StmtKind::While { .. }
        | StmtKind::Map { .. }
        | StmtKind::CallWith { .. }
        | StmtKind::Effect { .. } => true,
    });
    for stmt in &mut block.stmts {
        stmt.for_each_block_mut(&mut |inner| drop_variables(inner, dropped));
    }
}
