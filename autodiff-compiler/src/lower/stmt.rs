//! Statements: bindings, assignments, loops, and the values of blocks.

use std::collections::HashMap;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;
use syn::spanned::Spanned;
use syn::{Expr, Pat, Stmt as Syntax};

use super::choice::has_let;
use super::flow::Repeated;
use super::written::{Written, written};
use super::{Lowerer, Val};
use crate::diagnostics::catalogue;
use crate::ir::{Op, Operand, Place, ScalarOp, StmtKind, Ty, VarData, VarId, Vars};
use crate::normalize;
use crate::rules::libraries::names_vector;
use syn::visit::Visit;

impl Lowerer<'_> {
    /// A block's value, in the scope that is open.
    pub fn block_value(&mut self, block: &syn::Block) -> Val {
        if !self.scopes.is_outermost() {
            return self.block_expected(block, None, None);
        }
        let signature = self.signature;
        self.block_expected(block, Some(&signature.output_known), Some(&signature.output))
    }

    /// The value of a block of which its surroundings say the type, also as it is written.
    pub fn block_expected(
        &mut self,
        block: &syn::Block,
        ty: Option<&Ty>,
        written: Option<&syn::Type>,
    ) -> Val {
        let mut value = Val::unit();
        let last = block.stmts.len().saturating_sub(1);
        self.items(block);
        for (i, stmt) in block.stmts.iter().enumerate() {
            if self.has_left() {
                return Val::unit();
            }
            let rest = &block.stmts[i + 1..];
            let closures = self.closures_made();
            if let Some((pat, value)) = super::chosen::chooses_reference(stmt) {
                return self.chosen(pat, value, rest);
            }
            if let Some(value) = self.chosen_part(stmt, rest) {
                return value;
            }
            if let Some(value) = self.swapping_loop(stmt, rest) {
                return value;
            }
            match stmt {
                Syntax::Local(local) => self.local(local, rest),
                Syntax::Item(_) => {}
                Syntax::Expr(expr, None) if i == last => {
                    value = self.expected(expr, ty, written);
                }
                Syntax::Expr(expr, _) => self.statement(expr),
                Syntax::Macro(mac) if i == last && mac.semi_token.is_none() => {
                    value = self.macro_value(&mac.mac);
                }
                Syntax::Macro(mac) => self.macro_statement(&mac.mac),
            }
            self.end_closures(closures, stmt);
        }
        value
    }

    /// The items of a block are there wherever in it they stand, also behind a `return`.
    fn items(&mut self, block: &syn::Block) {
        for stmt in &block.stmts {
            match stmt {
                Syntax::Item(item) if self.scopes.is_outermost() => {
                    self.function.items.push(normalize::of_item(quote!(#item)));
                }
                Syntax::Item(item) if self.is_local_to(item, block) => {
                    let item = normalize::of_item(quote!(#item));
                    let known = |other: &TokenStream| other.to_string() == item.to_string();
                    if !self.function.items.iter().any(known) {
                        self.function.items.push(item);
                    }
                }
                Syntax::Item(item) => self.diagnostics.push(catalogue::item_in_inner_block(item)),
                Syntax::Local(_) | Syntax::Expr(..) | Syntax::Macro(_) => {}
            }
        }
    }

    /// Whether the names of an item occur in this block alone, so that the item may stand at the top.
    fn is_local_to(&self, item: &syn::Item, block: &syn::Block) -> bool {
        let mut names = Vec::new();
        match item {
            syn::Item::Const(item) => names.push(item.ident.to_string()),
            syn::Item::Static(item) => names.push(item.ident.to_string()),
            syn::Item::Type(item) => names.push(item.ident.to_string()),
            syn::Item::Use(item) => {
                if !imported(&item.tree, &mut names) {
                    return false;
                }
            }
            _ => return false,
        }
        let inside = words(quote!(#block));
        names.iter().all(|name| inside.get(name) == self.words.get(name))
    }

    /// A block expression: a scope, but no block of the IR.
    pub fn scoped_block(&mut self, block: &syn::Block) -> Val {
        self.open_scope();
        let value = self.block_value(block);
        self.close_scope();
        value
    }

    /// An expression whose value is not used.
    pub fn statement(&mut self, expr: &Expr) {
        match expr {
            Expr::Assign(assign) => self.assign(assign),
            Expr::ForLoop(node) => self.for_loop(node),
            Expr::While(node) => self.while_loop(node),
            Expr::If(_) | Expr::Match(_) => self.branch_statement(expr),
            Expr::Macro(mac) => self.macro_statement(&mac.mac),
            Expr::Paren(inner) => self.statement(&inner.expr),
            Expr::MethodCall(call) if call.method == "pop" && call.args.is_empty() => {
                self.dropped_last(call);
            }
            _ => {
                self.expr(expr);
            }
        }
    }

    fn local(&mut self, local: &syn::Local, rest: &[Syntax]) {
        let Some(init) = &local.init else {
            return self.deferred(local, rest);
        };
        let (pat, annotation) = match &local.pat {
            Pat::Type(typed) => (&*typed.pat, Some((*typed.ty).clone())),
            pat => (pat, None),
        };
        if let Pat::Tuple(tuple) = pat
            && let Expr::Tuple(values) = &*init.expr
            && tuple.elems.len() == values.elems.len()
            && annotation.is_none()
            && !tuple.elems.iter().any(|pat| matches!(pat, Pat::Rest(_)))
        {
            return self.bind_parts(tuple, values);
        }
        if let Some((_, otherwise)) = &init.diverge {
            return self.let_else(pat, init, otherwise, annotation);
        }
        if let Pat::Tuple(tuple) = pat
            && (2..=3).contains(&tuple.elems.len())
            && self.gives_parts(&init.expr)
        {
            for (pat, part) in
                tuple.elems.iter().zip(self.parts_of_array(&init.expr).unwrap_or_default())
            {
                self.bind_pattern(pat, part, None);
            }
            return;
        }
        if let (Pat::Tuple(tuple), Expr::Try(node)) = (pat, &*init.expr)
            && tuple.elems.len() == 2
            && let Some(parts) = self.opened_parts(node)
        {
            for (pat, part) in tuple.elems.iter().zip(parts) {
                self.bind_pattern(pat, part, None);
            }
            return;
        }
        if annotation.is_none()
            && (self.bind_closure(pat, &init.expr) || self.bind_chain(pat, &init.expr))
        {
            return;
        }
        let known = annotation
            .as_ref()
            .map(|ty| crate::parse::known::known_type(ty, &self.signature.types));
        let written = annotation.clone().or_else(|| self.written_type(&init.expr));
        // a `&mut` keeps referring to its place under another name
        let mut value = match self.handed_on(&init.expr) {
            Some(reference) => reference,
            None => self.expected(&init.expr, known.as_ref(), annotation.as_ref()),
        };
        if let Some(known) = &known {
            value = self.typed(value, known);
        }
        // a constant, perhaps: a vector is no number without derivative
        if matches!(value.ty, Ty::Inert) && annotation.as_ref().is_some_and(names_vector) {
            value.ty = Ty::OPAQUE;
        }
        self.bind_pattern(pat, value, annotation);
        self.has_written_type(pat, written);
    }

    /// `let (a, b) = (x, y);`: the parts, each by itself.
    fn bind_parts(&mut self, tuple: &syn::PatTuple, values: &syn::ExprTuple) {
        if values.elems.iter().any(super::closure::is_closure) {
            let parts = self.passed(&values.elems);
            for (pat, part) in tuple.elems.iter().zip(parts) {
                self.bind_argument(pat, part);
            }
            return;
        }
        let written: Vec<_> = values.elems.iter().map(|expr| self.written_type(expr)).collect();
        let values = self.values(&values.elems);
        for (pat, (value, written)) in tuple.elems.iter().zip(values.into_iter().zip(written)) {
            self.bind_pattern(pat, value, None);
            self.has_written_type(pat, written);
        }
    }

    /// A place that holds the value.
    pub fn place_of(&mut self, span: Span, value: &Val, annotation: Option<syn::Type>) -> Place {
        if let Operand::Place(place) = &value.operand {
            self.annotate(value.operand.as_var(), annotation);
            return place.clone();
        }
        let temp = self.define(span, Op::Use(value.operand.clone()), value.ty.clone());
        self.annotate(temp.operand.as_var(), annotation);
        match temp.operand {
            Operand::Place(place) => place,
            Operand::Literal(_) | Operand::Const(_) => Place::var(VarId(0)),
        }
    }

    fn annotate(&mut self, var: Option<VarId>, annotation: Option<syn::Type>) {
        if let Some(var) = var
            && !self.function.var(var).named
        {
            self.function.vars[var.0 as usize].annotation = annotation;
        }
    }

    pub fn bind_name(&mut self, pat: &syn::PatIdent, value: Val, annotation: Option<syn::Type>) {
        // `let mut r = &mut x;`: the reference may change, which is an assignment to the name
        let borrowed = value.reference == Some(true);
        if pat.mutability.is_some() && !borrowed {
            // a constant may be a float: what is stored later may carry a derivative
            let value = Val { ty: unknown_for_inert(value.ty), ..value };
            if value.ty.strip_refs().is_scalar() {
                return self.mutable_scalar(&pat.ident, value, annotation);
            }
            return self.mutable_aggregate(&pat.ident, value, annotation);
        }
        if let (Some(var), false) = (self.fresh(&value.operand), borrowed) {
            let ty = &self.function.var(var).ty;
            let known = ty.is_float() || matches!(ty, Ty::Array(..) | Ty::Vec(_));
            if known && value.reference.is_some() {
                self.adopt(var, &pat.ident, annotation.and_then(referent));
                return self.scopes.bind_reference(&pat.ident, Place::var(var), false);
            }
            self.adopt(var, &pat.ident, annotation);
            return self.scopes.bind(&pat.ident, Place::var(var));
        }
        match &value.operand {
            Operand::Place(place) if value.reference.is_some() => {
                let mutable = value.reference == Some(true);
                self.scopes.bind_reference(&pat.ident, place.clone(), mutable);
            }
            Operand::Place(place) if self.is_fixed(place) => {
                let place = place.clone();
                if annotation.is_some() && self.untyped.contains(&place.base) {
                    self.named_types.insert(place.base);
                }
                self.scopes.bind(&pat.ident, place);
            }
            _ => {
                let literal = matches!(value.operand, Operand::Literal(_));
                let val = self.define(pat.span(), Op::Use(value.operand), value.ty);
                if let Some(var) = val.operand.as_var() {
                    if literal {
                        self.untyped.insert(var);
                    }
                    self.adopt(var, &pat.ident, annotation);
                    self.scopes.bind(&pat.ident, Place::var(var));
                }
            }
        }
    }

    /// Nothing writes the place's base after its definition.
    pub fn is_fixed(&self, place: &Place) -> bool {
        !self.function.var(place.base).storage
    }

    /// Gives a temporary the user's name.
    pub fn adopt(&mut self, var: VarId, name: &Ident, annotation: Option<syn::Type>) {
        let unique = self.unique(name);
        let data = &mut self.function.vars[var.0 as usize];
        data.name = unique;
        data.named = true;
        data.annotation = annotation;
    }

    /// `let mut s = value;` of a scalar: storage, and its present value is known.
    pub fn mutable_scalar(&mut self, name: &Ident, value: Val, annotation: Option<syn::Type>) {
        let var = self.storage(name, value.ty.clone(), annotation);
        self.push(name.span(), StmtKind::Let { var, op: Op::Use(value.operand.clone()) });
        if value.operand.as_var().is_some() {
            self.current.insert(var, Val::new(value.operand, value.ty));
        } else {
            self.untyped.insert(var);
        }
        self.scopes.bind(name, Place::var(var));
    }

    fn mutable_aggregate(&mut self, name: &Ident, value: Val, annotation: Option<syn::Type>) {
        let var = match self.fresh(&value.operand) {
            Some(var) => {
                self.adopt(var, name, annotation);
                let data = &mut self.function.vars[var.0 as usize];
                data.storage = true;
                data.ty = value.ty;
                var
            }
            None => {
                let var = self.storage(name, value.ty.clone(), annotation);
                let of_users = self.holds_users(&value.operand);
                self.of_users.extend(of_users.map(|own| (var, own)));
                let refs = self.function.refs(&value.operand).clone();
                self.has_refs(var, refs);
                self.push(name.span(), StmtKind::Let { var, op: Op::Use(value.operand) });
                var
            }
        };
        self.scopes.bind(name, Place::var(var));
    }

    pub fn storage(&mut self, name: &Ident, ty: Ty, annotation: Option<syn::Type>) -> VarId {
        let name = self.unique(name);
        self.function.add_var(VarData {
            name,
            ty,
            storage: true,
            param: None,
            named: true,
            annotation,
        })
    }

    fn for_loop(&mut self, node: &syn::ExprForLoop) {
        let Some(chain) = self.walked(&node.expr) else { return };
        if chain.yields_numbers() && matches!(&*node.pat, Pat::Tuple(_) | Pat::Slice(_)) {
            return self.diagnostics.leave_to_rustc();
        }
        let writes = written(&self.scopes, |visitor: &mut Written| visitor.visit_block(&node.body));
        self.forget(&writes);
        let mut mark = |this: &mut Lowerer, body| this.checkpoint(&node.attrs, body);
        self.run_marked(node.for_token.span, &chain, &mut mark, &mut |this, item, here| {
            this.body_of_chain(node.label.as_ref(), here, |this| {
                this.bind_argument(&node.pat, item);
                this.block_value(&node.body);
            });
        });
    }

    fn while_loop(&mut self, node: &syn::ExprWhile) {
        let span = node.while_token.span;
        let writes = written(&self.scopes, |visitor: &mut Written| visitor.visit_expr_while(node));
        self.forget(&writes);
        let test = written(&self.scopes, |visitor: &mut Written| visitor.visit_expr(&node.cond));
        let known = self.current.clone();
        let label = node.label.as_ref();
        if !test.is_empty() || super::flow::may_leave(&node.cond) || has_let(&node.cond) {
            // `loop { if condition { body } else { break } }`
            let repeated = self.repeated(span, label, |this| {
                this.loop_arms(&node.cond, &node.body);
            });
            self.current = known;
            self.checkpoint(&node.attrs, repeated.body.id);
            self.push_endless(span, repeated);
            return;
        }
        let (header, condition) = self.nested(|this| this.condition(&node.cond));
        self.current = known.clone();
        let repeated = self.repeated(span, label, |this| {
            this.block_value(&node.body);
        });
        self.current = known;
        self.checkpoint(&node.attrs, repeated.body.id);
        self.push_loop(span, repeated, false, |this, body, stop| {
            let trips = this.trips();
            StmtKind::While { header, condition, body, trips, stop }
        });
    }

    /// `loop { .. }`
    pub fn endless_loop(&mut self, node: &syn::ExprLoop) -> Val {
        let span = node.loop_token.span;
        let writes = written(&self.scopes, |visitor: &mut Written| visitor.visit_block(&node.body));
        self.forget(&writes);
        let known = self.current.clone();
        let repeated = self.repeated(span, node.label.as_ref(), |this| {
            this.block_value(&node.body);
        });
        self.current = known;
        self.checkpoint(&node.attrs, repeated.body.id);
        self.push_endless(span, repeated)
    }

    pub fn push_endless(&mut self, span: Span, repeated: Repeated) -> Val {
        let (header, _) = self.nested(|_| ());
        self.push_loop(span, repeated, true, |this, body, stop| {
            let (condition, trips) = (Operand::Const(quote!(true)), this.trips());
            StmtKind::While { header, condition, body, trips, stop }
        })
    }

    /// The variable that counts the iterations of a loop.
    pub fn trips(&mut self) -> VarId {
        let trips = self.temp(Ty::Int);
        let name = self.unique(&Ident::new("trips", Span::mixed_site()));
        self.function.vars[trips.0 as usize].name = name;
        trips
    }

    /// Their present values are no longer known.
    pub fn forget(&mut self, writes: &Vars) {
        for var in writes {
            self.current.remove(&var);
        }
    }

    /// Scalar arithmetic on two values of one kind.
    pub fn scalar(&mut self, span: Span, op: ScalarOp, operands: Vec<Operand>, ty: Ty) -> Val {
        self.define(span, Op::Scalar(op, operands), ty)
    }
}

/// The type of a variable that starts with a value of the type and is written later, and of a part
/// of a tuple or array: what has no derivative because it is constant may still be a float, with a
/// tangent.
pub fn unknown_for_inert(ty: Ty) -> Ty {
    let inner = |ty: Box<Ty>| Box::new(unknown_for_inert(*ty));
    match ty {
        Ty::Inert => Ty::OPAQUE,
        Ty::Tuple(parts) => Ty::Tuple(parts.into_iter().map(unknown_for_inert).collect()),
        Ty::Array(element, len) => Ty::Array(inner(element), len),
        Ty::Slice(element) => Ty::Slice(inner(element)),
        Ty::Vec(element) => Ty::Vec(inner(element)),
        Ty::Nd(element, rank) => Ty::Nd(inner(element), rank),
        Ty::Ref(element) => Ty::Ref(inner(element)),
        Ty::Option(content) => Ty::Option(inner(content)),
        Ty::Result(content) => Ty::Result(inner(content)),
        Ty::Float(_) | Ty::Int | Ty::Bool | Ty::Data | Ty::Unit | Ty::Opaque(_) => ty,
    }
}

/// The names that an import brings; false where it does not say them.
fn imported(tree: &syn::UseTree, names: &mut Vec<String>) -> bool {
    match tree {
        syn::UseTree::Path(path) => imported(&path.tree, names),
        syn::UseTree::Name(name) => {
            names.push(name.ident.to_string());
            true
        }
        syn::UseTree::Rename(renamed) => {
            names.push(renamed.rename.to_string());
            true
        }
        syn::UseTree::Glob(_) => false,
        syn::UseTree::Group(group) => group.items.iter().all(|tree| imported(tree, names)),
    }
}

/// How often each word occurs.
pub fn words(tokens: TokenStream) -> HashMap<String, usize> {
    fn count(tokens: TokenStream, found: &mut HashMap<String, usize>) {
        for token in tokens {
            match token {
                TokenTree::Ident(word) => *found.entry(word.to_string()).or_default() += 1,
                TokenTree::Group(group) => count(group.stream(), found),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
    let mut found = HashMap::new();
    count(tokens, &mut found);
    found
}

/// The type behind a `&`, of an array that is defined without; a slice is no type of one.
fn referent(ty: syn::Type) -> Option<syn::Type> {
    match ty {
        syn::Type::Reference(reference) => referent(*reference.elem),
        syn::Type::Slice(_) => None,
        ty => Some(ty),
    }
}
