//! Loops whose iterations meet in elements: stencils, windows, rows of a flat matrix.
//!
//! In: what is in scope. Out: a list, and loops that read and write elements beside the one they are at;
//! what they make is added to a number that was there. Invariant: an index is within its list in
//! every iteration that reaches it.

use super::control::Around;
use super::place::Access;
use super::{Feature, Generator};
use crate::syntax::{Binary, Block, Compare, Expr, IntOp, Node, Pattern, Place, Range, Step};
use crate::syntax::{Stmt, Ty};

/// What a loop of a stencil works on.
struct Field {
    /// The lists, each of `rows * width` floats; the last one is written only.
    lists: Vec<String>,
    /// The number that is summed up.
    sum: String,
    rows: usize,
    width: usize,
    /// A variable that holds the width, and one that holds 1.
    names: Option<(String, String)>,
}

/// Where a loop is.
struct Here {
    /// The row, in a matrix.
    row: Option<String>,
    at: String,
    /// How far the elements may be that every iteration reaches.
    low: usize,
    high: usize,
}

impl Generator<'_> {
    /// A list, loops over it, and what becomes of them.
    pub(super) fn stencil(&mut self, out: &mut Vec<Stmt>) {
        let field = self.field(out);
        for _ in 0..self.random.between(1, 2) {
            match field.rows {
                1 => self.sweep(&field, None, out),
                _ => self.sweep_rows(&field, out),
            }
        }
        for var in self.scopes.iter_mut().flatten() {
            if var.name == field.sum || field.lists.contains(&var.name) {
                var.locked = false;
            }
        }
        let at = self.random.below(field.rows * field.width);
        let written = field.lists.last().expect("a field has lists");
        let element = Self::element(written, Expr::int(at));
        let sum = Self::read(&field.sum, Ty::Float);
        let both = Expr::binary(Binary::Add, sum, element);
        if let Some(place) = self.place(&Ty::Float, Access::Write) {
            let damped = Expr::binary(Binary::Mul, both, Expr::float(0.25));
            out.push(Stmt::Update(place, Binary::Add, damped));
        }
    }

    fn field(&mut self, out: &mut Vec<Stmt>) -> Field {
        let rows = if self.random.chance(35) { self.random.between(2, 3) } else { 1 };
        let width = if rows == 1 { self.random.between(3, 6) } else { self.random.between(2, 3) };
        let len = rows * width;
        let mut lists = Vec::new();
        for at in 0..self.random.between(1, 2) {
            let vector = self.on(Feature::Vectors) && self.random.chance(40);
            let ty = if vector { Ty::vector(Ty::Float, len) } else { Ty::array(Ty::Float, len) };
            let node = match at {
                0 => Node::List((0..len).map(|_| self.damped(2)).collect()),
                _ => Node::Repeat(Box::new(Expr::float(0.5)), len),
            };
            let name = self.bound("u", ty.clone(), Expr::new(ty, node), out);
            lists.push(name);
        }
        let sum = self.bound("s", Ty::Float, Expr::float(0.0), out);
        let names = self.random.chance(30).then(|| {
            let mut named = |value: usize, out: &mut Vec<Stmt>| {
                let name = self.fresh("m");
                self.declare_as(name.clone(), Ty::Int, false, true);
                self.lock_last();
                let (pattern, value) = (Pattern::Name(name.clone(), false), Some(Expr::int(value)));
                out.push(Stmt::Let { pattern, ty: Some(Ty::Int), value, otherwise: None });
                name
            };
            (named(width, out), named(1, out))
        });
        Field { lists, sum, rows, width, names }
    }

    /// `let mut name: ty = value;`
    fn bound(&mut self, prefix: &str, ty: Ty, value: Expr, out: &mut Vec<Stmt>) -> String {
        let name = self.fresh(prefix);
        self.declare_as(name.clone(), ty.clone(), true, true);
        // until the loops are there, nothing hides it
        self.lock_last();
        let pattern = Pattern::Name(name.clone(), true);
        out.push(Stmt::Let { pattern, ty: Some(ty), value: Some(value), otherwise: None });
        name
    }

    /// The loop over the rows of a matrix.
    fn sweep_rows(&mut self, field: &Field, out: &mut Vec<Stmt>) {
        let next = self.random.chance(50);
        let high = Expr::int(if next { field.rows - 1 } else { field.rows });
        let range = Range { reversed: self.random.chance(25), ..range(Expr::int(0), high) };
        let name = self.fresh("i");
        let body = self.scoped(|generator| {
            generator.declare_as(name.clone(), Ty::Int, false, true);
            // what follows in the body names it
            generator.lock_last();
            let mut stmts = Vec::new();
            generator.sweep(field, Some((name.clone(), next)), &mut stmts);
            Block { stmts, value: None }
        });
        out.push(Stmt::For { label: None, name, range, body, checkpoint: None });
    }

    /// A loop over the elements of a list or a row; in a row the next one may be there as well.
    fn sweep(&mut self, field: &Field, row: Option<(String, bool)>, out: &mut Vec<Stmt>) {
        let low = self.random.between(0, 2).min(field.width - 1);
        let high = self.random.between(0, 2).min(field.width - 1 - low);
        let (from, to) = (Expr::int(low), self.end_of(field, high));
        let step = if self.random.chance(8) { Some(2) } else { None };
        let reversed = self.random.chance(30);
        let inclusive = step.is_none() && self.random.chance(10);
        let to = if inclusive { Expr::int_op(IntOp::Sub, to, Expr::int(1)) } else { to };
        let range = Range { step, reversed, inclusive, ..range(from, to) };
        let at = self.fresh("i");
        let checkpoint = self.checkpoint();
        let around = Around { label: None, value: None, continues: true, block: false };
        let body = self.scoped(|generator| {
            generator.declare_as(at.clone(), Ty::Int, false, true);
            generator.lock_last();
            generator.around.push(around);
            let (row, next) = row.map_or((None, false), |(row, next)| (Some(row), next));
            let here = Here { row, at: at.clone(), low, high };
            let mut stmts = Vec::new();
            for _ in 0..generator.random.between(1, 4) {
                generator.step_of(field, &here, next, &mut stmts);
            }
            generator.around.pop();
            Block { stmts, value: None }
        });
        out.push(Stmt::For { label: None, name: at, range, body, checkpoint });
    }

    /// The end of a loop that stops `high` elements before the end.
    fn end_of(&mut self, field: &Field, high: usize) -> Expr {
        if self.random.chance(15) {
            // perhaps there is no iteration
            return self.small_int_below(field.width - high + 1);
        }
        let whole = match &field.names {
            Some((width, _)) => Self::read(width, Ty::Int),
            None if field.rows == 1 && self.random.chance(50) => {
                Expr::new(Ty::Int, Node::Len(Place::variable(&field.lists[0])))
            }
            None => return Expr::int(field.width - high),
        };
        match high {
            0 => whole,
            _ => Expr::int_op(IntOp::Sub, whole, Expr::int(high)),
        }
    }

    /// A statement of an iteration.
    fn step_of(&mut self, field: &Field, here: &Here, next: bool, out: &mut Vec<Stmt>) {
        let branches = usize::from(self.on(Feature::Branches));
        let exits = usize::from(self.on(Feature::Breaks));
        match self.random.weighted(&[
            (10, 0),
            (5, 1),
            (4, 2),
            (3 * branches, 3),
            (2 * branches, 4),
            (2, 5),
            (2, 6),
            (exits, 7),
        ]) {
            0 => {
                let value = self.mixed(field, here, next);
                out.push(Stmt::Update(Place::variable(&field.sum), Binary::Add, value));
            }
            1 => {
                let value = self.mixed(field, here, next);
                let op = self.random.pick(&[Binary::Add, Binary::Sub, Binary::Add]);
                let damped = Expr::binary(Binary::Mul, value, Expr::float(0.3));
                out.push(Stmt::Update(self.changed(field, here, next), op, damped));
            }
            2 => {
                let value = self.mixed(field, here, next);
                let value = self.method(crate::syntax::Unary::Tanh, value);
                out.push(Stmt::Assign(self.changed(field, here, next), value));
            }
            3 => {
                let condition = self.condition(1);
                let block = self.guarded(|generator, stmts| {
                    generator.step_of(field, here, next, stmts);
                });
                out.push(only_if(condition, block));
            }
            4 => self.at_the_border(field, here, out),
            5 => self.simple(out),
            6 => self.window(field, here, next, out),
            _ => self.exit(out),
        }
    }

    fn guarded(&mut self, inner: impl FnOnce(&mut Self, &mut Vec<Stmt>)) -> Block {
        self.scoped(|generator| {
            let mut stmts = Vec::new();
            inner(generator, &mut stmts);
            Block { stmts, value: None }
        })
    }

    /// `if i > 2 { s += u[i - 3] * u[i]; }`, `if i + 3 < 6 { s += u[i + 3] * u[i]; }`
    fn at_the_border(&mut self, field: &Field, here: &Here, out: &mut Vec<Stmt>) {
        let far = self.random.between(1, 3);
        let at = Self::read(&here.at, Ty::Int);
        let back = self.random.chance(50);
        let (condition, column) = if back {
            let condition = Expr::compare(Compare::Less, Expr::int(far - 1), at.clone());
            (condition, Expr::int_op(IntOp::Sub, at.clone(), Expr::int(far)))
        } else {
            let column = Expr::int_op(IntOp::Add, at.clone(), Expr::int(far));
            (Expr::compare(Compare::Less, column.clone(), Expr::int(field.width)), column)
        };
        let list = self.random.pick(&field.lists);
        let beyond = Self::element(&list, self.in_row(field, here, 0, column));
        let own = Self::element(&list, self.in_row(field, here, 0, at));
        let value = Expr::binary(Binary::Mul, beyond, own);
        let sum = Place::variable(&field.sum);
        let block = Block { stmts: vec![Stmt::Update(sum, Binary::Add, value)], value: None };
        out.push(only_if(condition, block));
    }

    /// `for k in 0..3 { s += u[i + k] * u[i]; }`
    fn window(&mut self, field: &Field, here: &Here, next: bool, out: &mut Vec<Stmt>) {
        let name = self.fresh("k");
        let column =
            Expr::int_op(IntOp::Add, Self::read(&here.at, Ty::Int), Self::read(&name, Ty::Int));
        let list = self.random.pick(&field.lists);
        let element = Self::element(&list, self.in_row(field, here, 0, column));
        let other = self.neighbour(field, here, next);
        let value = Expr::binary(Binary::Mul, element, other);
        let body = Block {
            stmts: vec![Stmt::Update(Place::variable(&field.sum), Binary::Add, value)],
            value: None,
        };
        let range = range(Expr::int(0), Expr::int(here.high + 1));
        out.push(Stmt::For { label: None, name, range, body, checkpoint: None });
    }

    /// A number made of elements nearby.
    fn mixed(&mut self, field: &Field, here: &Here, next: bool) -> Expr {
        let mut value = self.neighbour(field, here, next);
        for _ in 0..self.random.between(1, 3) {
            let other = match self.random.chance(85) {
                true => self.neighbour(field, here, next),
                false => self.float_leaf(),
            };
            let op = self.random.pick(&[Binary::Mul, Binary::Mul, Binary::Add, Binary::Sub]);
            value = Expr::binary(op, value, other);
        }
        value
    }

    fn neighbour(&mut self, field: &Field, here: &Here, next: bool) -> Expr {
        let list = self.random.pick(&field.lists);
        let index = self.nearby(field, here, next);
        Self::element(&list, index)
    }

    fn changed(&mut self, field: &Field, here: &Here, next: bool) -> Place {
        let index = self.nearby(field, here, next);
        let list = field.lists.last().expect("a field has lists");
        Place::variable(list).then(Step::Index(index))
    }

    /// An index that every iteration may use.
    fn nearby(&mut self, field: &Field, here: &Here, next: bool) -> Expr {
        let at = Self::read(&here.at, Ty::Int);
        let one = field.names.as_ref().map(|(_, one)| Self::read(one, Ty::Int));
        let column = match self.random.weighted(&[
            (8, 0),
            (5 * here.high, 1),
            (5 * here.low, 2),
            (2, 3),
            (1, 4),
        ]) {
            1 => {
                let far = self.random.between(1, here.high);
                let far = one.filter(|_| far == 1).unwrap_or(Expr::int(far));
                match self.random.chance(75) {
                    true => Expr::int_op(IntOp::Add, at, far),
                    false => Expr::int_op(IntOp::Add, far, at),
                }
            }
            2 => {
                let far = self.random.between(1, here.low);
                let far = one.filter(|_| far == 1).unwrap_or(Expr::int(far));
                Expr::int_op(IntOp::Sub, at, far)
            }
            3 => Expr::int_op(IntOp::Sub, Expr::int(field.width - 1), at),
            4 => Expr::int(self.random.below(field.width)),
            _ => at,
        };
        let below = usize::from(next && self.random.chance(40));
        self.in_row(field, here, below, column)
    }

    /// The index of a column in this row, or the one `below` it.
    fn in_row(&self, field: &Field, here: &Here, below: usize, column: Expr) -> Expr {
        let Some(row) = &here.row else { return column };
        let row = Self::read(row, Ty::Int);
        let row = match below {
            0 => row,
            _ => Expr::int_op(IntOp::Add, row, Expr::int(below)),
        };
        let width = match &field.names {
            Some((width, _)) => Self::read(width, Ty::Int),
            None => Expr::int(field.width),
        };
        Expr::int_op(IntOp::Add, Expr::int_op(IntOp::Mul, row, width), column)
    }

    fn element(list: &str, index: Expr) -> Expr {
        Expr::new(Ty::Float, Node::Read(Place::variable(list).then(Step::Index(index))))
    }
}

fn range(low: Expr, high: Expr) -> Range {
    Range { low, high, inclusive: false, step: None, reversed: false }
}

fn only_if(condition: Expr, block: Block) -> Stmt {
    Stmt::Expr(Expr::new(Ty::Unit, Node::If(Box::new(condition), block, None)))
}
