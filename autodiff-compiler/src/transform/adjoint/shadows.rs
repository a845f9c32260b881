//! Names and places of shadows.

use std::cell::{OnceCell, RefCell};

use proc_macro2::Ident;

use crate::analysis::Activity;
use crate::code::{Expr, NumberKind};
use crate::emit::primal::Primal;
use crate::ir::{
    Block, BlockId, CopyKind, FloatKind, Function, Lambda, Op, Operand, Place, Proj, ScalarOp,
    StmtKind, Ty, VarId, Vars,
};
use crate::names::Names;
use crate::rules::in_place::rule;

/// Where a variable's cotangent lives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Home {
    /// A local of the reverse sweep.
    Local,
    /// The caller's shadow, behind a reference.
    Caller,
}

/// Shadows of one function's variables.
pub struct Shadows<'a> {
    pub primal: Primal<'a>,
    pub activity: &'a Activity,
    names: OnceCell<Vec<Ident>>,
    homes: Vec<Home>,
    declared: Vars,
    /// Variables that hold values of several shapes one after another.
    reshaped: Vars,
    /// Values that partial derivatives may reuse.
    reusable: Vec<Reusable>,
    used: RefCell<Names>,
}

/// A dear function of a number that is computed in a block.
struct Reusable {
    op: ScalarOp,
    operand: VarId,
    value: VarId,
    block: BlockId,
}

impl<'a> Shadows<'a> {
    pub fn new(primal: Primal<'a>, activity: &'a Activity) -> Self {
        let shadows = Self::of_tangent(primal, activity);
        // before anything else takes a name
        let _ = shadows.names();
        shadows
    }

    /// The same for a program that is printed as it is: no shadow has a name before one is asked for.
    pub fn of_tangent(primal: Primal<'a>, activity: &'a Activity) -> Self {
        let used = Names::of(primal.function.vars.iter().map(|data| &data.name));
        Self::named(primal, activity, OnceCell::new(), used)
    }

    /// The names of the shadows, by variable.
    fn names(&self) -> &[Ident] {
        self.names.get_or_init(|| {
            let mut used = self.used.borrow_mut();
            let shadow = |data: &crate::ir::VarData| {
                used.fresh(&format!("d_{}", data.name.to_string().trim_start_matches("r#")))
            };
            self.primal.function.vars.iter().map(shadow).collect()
        })
    }

    /// Shadows of the same names, of other variables: `activity` says which.
    pub fn of_others<'o>(&'o self, activity: &'o Activity) -> Shadows<'o> {
        Shadows::named(self.primal, activity, self.names.clone(), self.used.borrow().clone())
    }

    fn named(
        primal: Primal<'a>,
        activity: &'a Activity,
        names: OnceCell<Vec<Ident>>,
        used: Names,
    ) -> Self {
        let function = primal.function;
        let mut declared = Vars::new();
        let mut written = Vars::new();
        // parameters of closures, whose shadows the callee has
        let mut lent: Vars = Vars::new();
        function.body.walk(&mut |stmt| {
            if let StmtKind::Declare { var } = stmt.kind {
                declared.insert(var);
            }
            written.extend(stmt.written_places().iter().map(|place| place.base));
            // what a callee overwrites takes its cotangent away, which must not be the caller's
            if let StmtKind::CallWith { lambdas, .. } = &stmt.kind {
                lent.extend(lambdas.iter().flat_map(Lambda::params));
            }
            if let StmtKind::Let { op, .. }
            | StmtKind::LetMany { op, .. }
            | StmtKind::CallWith { op, .. } = &stmt.kind
            {
                op.for_each_mutable_argument(&mut |var| {
                    written.insert(var);
                });
            }
        });
        let homes = function
            .vars
            .iter()
            .enumerate()
            .map(|(i, data)| {
                let aggregate = !data.ty.is_scalar();
                let written = written.contains(&VarId(u32::try_from(i).unwrap_or(u32::MAX)));
                let var = VarId(u32::try_from(i).unwrap_or(u32::MAX));
                let callers = data.param.is_some() || lent.contains(&var);
                if function.is_inout(var) || callers && aggregate && !written {
                    Home::Caller
                } else {
                    Home::Local
                }
            })
            .collect();
        let used = RefCell::new(used);
        let reshaped = Vars::new();
        let mut reusable = Vec::new();
        collect_reusable(primal.function, &function.body, &mut reusable);
        let mut shadows =
            Self { primal, activity, names, homes, declared, reshaped, reusable, used };
        let mut reshaped = Vars::new();
        function.body.walk(&mut |stmt| match &stmt.kind {
            kind if shadows.reshapes(kind) => {
                reshaped.extend(stmt.written_places().iter().map(|place| place.base));
            }
            StmtKind::Let { op, .. }
            | StmtKind::LetMany { op, .. }
            | StmtKind::CallWith { op, .. }
                if op.is_call_in_place() =>
            {
                op.for_each_mutable_place(&mut |place| {
                    if shadows.may_change_shape(place) {
                        reshaped.insert(place.base);
                    }
                });
            }
            _ => {}
        });
        shadows.reshaped = reshaped;
        shadows
    }

    /// A write that may give an active place another shape: its reverse needs the old one.
    pub fn reshapes(&self, kind: &StmtKind) -> bool {
        match kind {
            StmtKind::Store { place, value } => {
                !self.primal.function.stores_data(place, value) && self.has_own_shape(place)
            }
            StmtKind::InPlace(change) => {
                rule(change.op).reshapes
                    && change.places.iter().any(|place| self.has_own_shape(place))
            }
            _ => false,
        }
    }

    /// An active place that is written, whose shape is not in its type.
    fn has_own_shape(&self, place: &Place) -> bool {
        let operand = Operand::Place(place.clone());
        let ty = self.primal.function.operand_ty(&operand);
        self.active_operand(&operand)
            && self.primal.function.var(place.base).storage
            && self.fixed_zero(ty.strip_refs()).is_none()
    }

    /// Whether a callee that gets `&mut` of the place can leave another shape there.
    fn may_change_shape(&self, place: &Place) -> bool {
        let operand = Operand::Place(place.clone());
        let ty = self.primal.function.operand_ty(&operand);
        let slice = matches!(ty.strip_refs(), Ty::Slice(_));
        self.active_operand(&operand) && !slice && self.fixed_zero(ty.strip_refs()).is_none()
    }

    pub fn is_active(&self, var: VarId) -> bool {
        self.activity.is_active(var)
    }

    pub fn active_operand(&self, operand: &Operand) -> bool {
        self.activity.operand(self.primal.function, operand)
    }

    /// Assigned once in each arm of a branch, never overwritten.
    pub fn is_declared(&self, var: VarId) -> bool {
        self.declared.contains(&var)
    }

    pub fn shadow_name(&self, var: VarId) -> &Ident {
        &self.names()[var.0 as usize]
    }

    /// The variable that holds a function of a number in the block that computes `var`.
    pub fn value_beside(&self, var: VarId, op: ScalarOp, operand: VarId) -> Option<VarId> {
        let all = || self.reusable.iter();
        let block = all().find(|known| known.value == var)?.block;
        let found =
            all().find(|known| known.block == block && known.op == op && known.operand == operand);
        found.map(|known| known.value)
    }

    /// The type of the variable whose shadow has this name.
    pub fn type_of_shadow(&self, name: &str) -> Option<&Ty> {
        let at = self.names().iter().position(|shadow| shadow == name)?;
        Some(&self.primal.function.vars[at].ty)
    }

    /// Whether the shadow of this name is that of the variable of this name.
    pub fn is_shadow_of(&self, shadow: &str, variable: &str) -> bool {
        let vars = self.primal.function.vars.iter().zip(self.names());
        vars.into_iter().any(|(data, name)| name == shadow && data.name == variable)
    }

    /// The type of the variable of this name.
    pub fn type_of(&self, name: &str) -> Option<&Ty> {
        let data = self.primal.function.vars.iter().find(|data| data.name == name)?;
        Some(&data.ty)
    }

    pub fn home(&self, var: VarId) -> Home {
        self.homes[var.0 as usize]
    }

    /// The shadow of a whole variable, as a place.
    pub fn shadow(&self, var: VarId) -> Expr {
        let name = Expr::name(self.shadow_name(var));
        match self.home(var) {
            Home::Local => name,
            Home::Caller => Expr::unary("*", name),
        }
    }

    /// The shadow as an owned value: its variable's life ends with the use.
    pub fn owned_shadow(&self, var: VarId) -> Expr {
        match self.home(var) {
            Home::Local => Expr::name(self.shadow_name(var)),
            Home::Caller => self.primal.helper("keep", vec![Expr::name(self.shadow_name(var))]),
        }
    }

    /// The shadow of a place: the same projections on the shadow of its base.
    pub fn place_shadow(&self, place: &Place) -> Expr {
        self.primal.project(self.shadow(place.base), &place.proj, true)
    }

    /// A name that nothing else in the function has.
    pub fn fresh_name(&self, base: &str) -> Ident {
        self.used.borrow_mut().fresh(base)
    }

    /// Whether a variable has not the same lengths everywhere.
    pub fn is_reshaped(&self, var: VarId) -> bool {
        self.reshaped.contains(&var)
    }

    /// The zero with which a variable's shadow starts; the names in it are needed for its shape.
    pub fn zero(&self, var: VarId, definition: Option<&StmtKind>) -> Expr {
        let function = self.primal.function;
        let data = function.var(var);
        if let Some(zero) = self.fixed_zero(&data.ty) {
            return zero;
        }
        let keeps_shape = |operand: &Operand| match operand {
            Operand::Place(place) => !self.reshaped.contains(&place.base),
            Operand::Literal(_) | Operand::Const(_) => true,
        };
        if self.reshaped.contains(&var) {
            return self.primal.zero_like(&Operand::var(var));
        }
        match definition {
            Some(StmtKind::Let { op: Op::Copy(source, kind), .. })
                if !self.reshaped.contains(&source.base) =>
            {
                let like = self.shape_of_copy(source, *kind);
                self.primal.zero_like(&like.unwrap_or_else(|| Operand::var(var)))
            }
            Some(StmtKind::Let { op: Op::Repeat { value, len, is_vec: true, .. }, .. }) => {
                let element = match self.fixed_zero(&function.operand_ty(value)) {
                    Some(zero) => zero,
                    None => self.primal.zero_like(value),
                };
                Expr::VecRepeat(Box::new(element), Box::new(self.primal.operand(len)))
            }
            Some(StmtKind::Let { op: Op::Variant(variant, parts), .. }) => {
                // the variant may have moved
                let parts = if variant.is_present() { parts.as_slice() } else { &[] };
                let zero = |part: &Operand| match function.operand_ty(part) {
                    Ty::Float(kind) => self.number_zero(&kind),
                    _ => self.primal.zero_like(part),
                };
                Primal::variant(variant.tangent(), parts.iter().map(zero).collect())
            }
            Some(StmtKind::Map { inputs, .. }) if keeps_shape(&inputs[0]) => {
                self.primal.zero_like(&inputs[0])
            }
            _ => self.primal.zero_like(&Operand::var(var)),
        }
    }

    /// What has the shape of a copy, and a tangent of its type, without the copy.
    fn shape_of_copy(&self, source: &Place, kind: CopyKind) -> Option<Operand> {
        let operand = Operand::Place(source.clone());
        match (kind, self.primal.function.operand_ty(&operand).strip_refs()) {
            (CopyKind::Clone | CopyKind::ToOwned | CopyKind::IntoIter | CopyKind::Iter, _)
            | (CopyKind::ToVec, Ty::Slice(_) | Ty::Vec(_)) => Some(operand),
            // the tangent of an array is an array
            (CopyKind::ToVec, Ty::Array(..)) => {
                let all = Proj::Range { lo: None, hi: None, inclusive: false };
                Some(Operand::Place(source.then(all)))
            }
            (CopyKind::ToVec | CopyKind::Items, _) => None,
        }
    }

    /// Zero with its type, which generated code may need before anything else tells rustc of it.
    fn number_zero(&self, kind: &FloatKind) -> Expr {
        match kind {
            FloatKind::F64 => Expr::Number(0.0, NumberKind::Suffixed("f64")),
            FloatKind::F32 => Expr::Number(0.0, NumberKind::Suffixed("f32")),
            FloatKind::Generic(_) | FloatKind::Infer(_) | FloatKind::Unspecified => {
                self.primal.number(0.0, kind)
            }
        }
    }

    /// The zero of a type whose shape is known.
    fn fixed_zero(&self, ty: &Ty) -> Option<Expr> {
        match ty {
            Ty::Float(kind) => Some(self.number_zero(kind)),
            Ty::Int | Ty::Bool | Ty::Inert | Ty::Data => Some(self.primal.no_tangent()),
            Ty::Tuple(parts) => parts
                .iter()
                .map(|part| self.fixed_zero(part))
                .collect::<Option<_>>()
                .map(Expr::Tuple),
            Ty::Array(element, Some(len)) if element.is_copy() => {
                let element = self.fixed_zero(element)?;
                Some(Expr::Repeat(Box::new(element), Box::new(Expr::Atom(len.clone()))))
            }
            _ => None,
        }
    }
}

/// The sines and cosines, plain and hyperbolic, of numbers that stay.
fn collect_reusable(function: &Function, block: &Block, found: &mut Vec<Reusable>) {
    for stmt in &block.stmts {
        if let StmtKind::Let { var, op: Op::Scalar(op, operands) } = &stmt.kind
            && matches!(op, ScalarOp::Sin | ScalarOp::Cos | ScalarOp::Sinh | ScalarOp::Cosh)
            && let [Operand::Place(operand)] = operands.as_slice()
            && operand.proj.is_empty()
            && ![operand.base, *var].iter().any(|var| function.var(*var).storage)
        {
            let (op, operand, value) = (*op, operand.base, *var);
            found.push(Reusable { op, operand, value, block: block.id });
        }
        stmt.for_each_block(&mut |inner| collect_reusable(function, inner, found));
    }
}
