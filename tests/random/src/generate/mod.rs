//! Makes programs.
//!
//! In: a seed and the [`Features`] to use. Out: a program that the interpreter can evaluate at all of its
//! points, made of the features mixed. Invariant: the program depends on the seed and the features only.

mod buffers;
mod chains;
mod closures;
mod control;
mod fallible;
mod features;
mod functions;
mod generics;
mod place;
mod ragged;
mod records;
mod scalars;
mod scope;
mod small;
mod statements;
mod stencils;
mod values;

pub use features::{Feature, Features};

use crate::oracle::{Expected, expected};
use crate::random::Random;
use crate::syntax::{Argument, Function, Param, Program, Role, Ty};
use closures::Local;
use control::Around;
use scope::{Borrow, Var};

/// Attempts per seed: about one in three programs meets a kink, an empty list or the like.
const ATTEMPTS: u64 = 1_000;

/// The program of a seed: the first attempt that has derivatives, not all of them zero.
///
/// # Panics
///
/// If a thousand attempts fail, which only a mistake in the generator makes likely.
pub fn program(seed: u64, features: &Features) -> Program {
    for attempt in 0..ATTEMPTS {
        let random = Random::new(seed.wrapping_mul(ATTEMPTS).wrapping_add(attempt + 1));
        let candidate = Generator::new(random, features).program();
        if expected(&candidate).is_ok_and(|expected| expected.iter().any(moves)) {
            return candidate;
        }
    }
    panic!("seed {seed} gives no program in {ATTEMPTS} attempts");
}

/// Whether a program depends on its inputs at a point.
fn moves(expected: &Expected) -> bool {
    expected.jacobian.iter().flatten().any(|part| part.value != 0.0)
}

/// A program under construction.
struct Generator<'f> {
    random: Random,
    features: &'f Features,
    /// Structs and enums.
    types: Vec<Ty>,
    constants: Vec<(String, f64)>,
    functions: Vec<Function>,
    /// Functions that can be called from the one under construction.
    callees: Vec<Function>,
    scopes: Vec<Vec<Var>>,
    /// What is borrowed: a variable, and how.
    borrows: Vec<(usize, Borrow)>,
    /// Loops around the statement under construction.
    around: Vec<Around>,
    /// Closures that can be called.
    locals: Vec<Local>,
    /// Whether a closure is under construction.
    enclosed: bool,
    /// Whether a function is under construction whose floats are of any type.
    generic: bool,
    /// The result of the function under construction.
    result: Ty,
    /// The parameter that counts a recursion down, inside of a recursive call.
    recursion: Option<String>,
    /// Statements left before only simple ones follow.
    budget: isize,
    /// Statements with blocks around this one.
    nesting: usize,
    ids: usize,
    names: usize,
}

impl<'f> Generator<'f> {
    fn new(random: Random, features: &'f Features) -> Self {
        Self {
            random,
            features,
            types: Vec::new(),
            constants: Vec::new(),
            functions: Vec::new(),
            callees: Vec::new(),
            scopes: Vec::new(),
            borrows: Vec::new(),
            around: Vec::new(),
            locals: Vec::new(),
            enclosed: false,
            generic: false,
            result: Ty::Float,
            recursion: None,
            budget: 0,
            nesting: 0,
            ids: 0,
            names: 0,
        }
    }

    fn on(&self, feature: Feature) -> bool {
        self.features.has(feature)
    }

    fn program(mut self) -> Program {
        self.definitions();
        self.constants();
        self.helpers();
        let params = self.entry_params();
        let result = self.entry_result();
        self.budget = self.random.between(4, 11) as isize;
        let body = self.function_body(&params, &result, 6, Vec::new());
        self.functions.push(Function {
            name: "f".to_owned(),
            role: Role::Plain,
            params,
            result,
            body,
        });
        let entry = self.functions.last().expect("the entry was pushed").params.clone();
        let points = (0..2).map(|_| self.point(&entry)).collect();
        Program { types: self.types, constants: self.constants, functions: self.functions, points }
    }

    fn entry_params(&mut self) -> Vec<Param> {
        let param = Param::new;
        let mutable = self.random.chance(30);
        let mut params = vec![param("x", Ty::Float, mutable)];
        if self.random.chance(60) {
            params.push(param("y", Ty::Float, false));
        }
        let shared = |ty| Ty::Ref(Box::new(ty));
        let floats = match self.random.below(5) {
            0 => Ty::array(Ty::Float, 3),
            1 => shared(Ty::array(Ty::Float, 3)),
            2 if self.on(Feature::Vectors) => Ty::vector(Ty::Float, 3),
            _ => shared(Ty::slice(Ty::Float, 4)),
        };
        let owned = floats.referent().is_none();
        params.push(param("w", floats, owned && self.random.chance(60)));
        if self.on(Feature::Nested) && self.random.chance(20) {
            let matrix = Ty::array(Ty::array(Ty::Float, 3), 2);
            params.push(param("m", shared(matrix), false));
        }
        if self.on(Feature::Tuples) && self.random.chance(20) {
            params.push(param("t", Ty::Tuple(vec![Ty::Float, Ty::Float]), false));
        }
        if self.on(Feature::InOut) && self.random.chance(30) {
            let kinds = [Ty::Float, Ty::slice(Ty::Float, 3), Ty::array(Ty::Float, 2)];
            let kind = self.random.pick(&kinds);
            params.push(param("z", Ty::RefMut(Box::new(kind)), false));
        }
        params.push(param("n", Ty::Int, false));
        if self.on(Feature::Indices) && self.random.chance(25) {
            params.push(param("at", shared(Ty::slice(Ty::Int, 3)), false));
        }
        params
    }

    fn entry_result(&mut self) -> Ty {
        if !self.on(Feature::Outputs) || self.random.chance(82) {
            return Ty::Float;
        }
        match self.random.below(3) {
            0 if self.on(Feature::Tuples) => Ty::Tuple(vec![Ty::Float, Ty::Float]),
            1 if self.on(Feature::Vectors) => Ty::vector(Ty::Float, 3),
            _ => Ty::array(Ty::Float, 3),
        }
    }

    fn point(&mut self, params: &[Param]) -> Vec<Argument> {
        let mut argument = |param: &Param| {
            let mut argument = Argument { floats: Vec::new(), ints: Vec::new() };
            self.numbers(&param.ty, &mut argument);
            argument
        };
        params.iter().map(&mut argument).collect()
    }

    fn numbers(&mut self, ty: &Ty, out: &mut Argument) {
        match ty {
            Ty::Float => out.floats.push(self.random.float()),
            Ty::Int => out.ints.push(self.random.between(1, 3)),
            Ty::Array(inner, len) | Ty::Vector(inner, len) | Ty::Slice(inner, len) => {
                (0..*len).for_each(|_| self.numbers(inner, out));
            }
            Ty::Tuple(parts) => parts.iter().for_each(|part| self.numbers(part, out)),
            Ty::Ref(inner) | Ty::RefMut(inner) => self.numbers(inner, out),
            Ty::Bool | Ty::Unit | Ty::Option(_) | Ty::Result(_) | Ty::Record(_) | Ty::Choice(_) => {
                unreachable!("no parameter of the entry has the type {ty:?}")
            }
        }
    }
}
