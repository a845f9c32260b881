//! Calls of paths and macros.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Expr, PathArguments, Token};

use super::argument::Cell;
use super::expr::operands;
use super::made_array::array_made_by;
use super::pattern::known_variant;
use super::stmt::unknown_for_inert;
use super::{Lowerer, Val};
use crate::diagnostics::catalogue;
use crate::ir::{Arg, Callee, Op, Operand, Order, PureOp, Refs, StmtKind, Target, Ty};
use crate::parse::{Matches, is_approximate};
use crate::rules::methods::{self, MethodKind};

/// A function of a type or a trait: `S::new`, `Self::new`, `<S as Tr>::new`; types begin with a
/// capital letter.
pub fn is_associated(path: &syn::ExprPath) -> bool {
    let count = path.path.segments.len();
    let owner = count.checked_sub(2).map(|at| path.path.segments[at].ident.to_string());
    let float = owner.as_deref().is_some_and(|owner| owner == "f64" || owner == "f32");
    path.qself.is_some()
        || float
        || owner.is_some_and(|owner| owner.starts_with(char::is_uppercase))
}

impl Lowerer<'_> {
    pub fn call(&mut self, call: &syn::ExprCall) -> Val {
        if let Some(val) = self.memory_call(call) {
            return val;
        }
        if let Some(lent) = self.lent_value(&Expr::Call(call.clone())) {
            return lent;
        }
        if let Some(val) = self.array_from_fn(call, None) {
            return val;
        }
        if let Some(callable) = self.local_callable(&call.func) {
            return self.local_call(call, &callable);
        }
        let Expr::Path(path) = &*call.func else {
            self.diagnostics.push(catalogue::not_lowered(&call.func));
            return Val::unit();
        };
        if let Some(val) = self.new_vec(call, path).or_else(|| self.vec_from(call, path)) {
            return val;
        }
        if let Some(kind) = self.float_owner(path) {
            let args = call.args.iter().map(|arg| self.expr(arg)).collect();
            return self.float_call(call.span(), path, args, kind);
        }
        if let Some(variant) = known_variant(&path.path) {
            return self.variant(call.span(), variant, call.args.first());
        }
        if self.takes_functions(call) {
            let constructor = path.path.segments.last().filter(|_| self.is_constructor(path));
            if let Some(last) = constructor {
                self.diagnostics.push(catalogue::closure_escapes(&last.ident));
                return Val::refused();
            }
            return self.call_with(call, path);
        }
        if let Some(val) = self.inlined_call(call, path) {
            return val;
        }
        let (args, cells) = self.arguments(&call.args);
        let written: Vec<&Expr> = call.args.iter().collect();
        let made = array_made_by(path, &args);
        let mut val = self.function_call(call.span(), path, args, &written);
        if let Some(made) = made {
            val = self.typed(val, &made);
        }
        self.empty_cells(cells);
        val
    }

    /// A call of the function that a path names, of values that are there already.
    pub fn path_call(&mut self, span: Span, path: &syn::ExprPath, args: Vec<Val>) -> Val {
        if let Some(kind) = self.float_owner(path) {
            return self.float_call(span, path, args, kind);
        }
        if let Some(variant) = known_variant(&path.path) {
            return self.wrap(span, variant, args.into_iter().next());
        }
        let written = Expr::Path(path.clone());
        let written = vec![&written; args.len()];
        self.function_call(span, path, args, &written)
    }

    /// A call with its arguments and the expressions they come from.
    pub(super) fn function_call(
        &mut self,
        span: Span,
        path: &syn::ExprPath,
        args: Vec<Val>,
        written: &[&Expr],
    ) -> Val {
        if let Some(val) = self.conversion_by_path(span, path, &args) {
            return val;
        }
        let owner = path.path.segments.first().map(|segment| segment.ident.to_string());
        let integer = path.path.segments.len() == 2
            && owner.as_deref().is_some_and(|name| {
                matches!(
                    crate::parse::known::known_type(
                        &syn::parse_str(name).unwrap_or_else(|_| syn::parse_quote!(())),
                        &self.signature.types
                    ),
                    Ty::Int
                )
            });
        if let Some(val) = self.call_of_data(span, path, &args) {
            return val;
        }
        let renamed =
            |name: &Ident| self.options.companions.iter().any(|(callee, _)| callee == name);
        if let Some(name) = self.options.facts.libm(&path.path)
            && !path.path.get_ident().is_some_and(renamed)
        {
            return self.libm_call(span, path, &name, args);
        }
        let passive = args.iter().all(|arg| self.is_passive(arg));
        if passive {
            let ty = match is_associated(path) {
                _ if integer => Ty::Int,
                _ if self.is_plain_variant(&path.path) => Ty::Data,
                // perhaps a value of the type, which operators of the user's may take
                true => Ty::OPAQUE,
                false => Ty::Inert,
            };
            self.passive_call(span, quote!(#path), args, ty, written)
        } else {
            self.annotated_call(span, path, args, written)
        }
    }

    /// A call of a function beside this one whose result has no derivative, which rustc checks: it runs
    /// as it is, whatever it is given.
    fn call_of_data(&mut self, span: Span, path: &syn::ExprPath, args: &[Val]) -> Option<Val> {
        let of_type = || {
            let given = self.given_by(path).filter(|_| path.qself.is_none());
            given.filter(|given| self.signature.types.are_plain(given))
        };
        let result = match path.path.segments.last() {
            Some(last) if path.path.segments.len() == 1 => {
                self.options.facts.results.get(&last.ident.to_string()).cloned()
            }
            _ => of_type(),
        };
        let result = &result?;
        if args.len() > 8 || args.iter().any(|arg| arg.reference == Some(true)) {
            return None;
        }
        let known = crate::parse::known::known_type(result, &self.signature.types);
        let krate = &self.options.krate;
        let returning = format_ident!("returning_{}", args.len());
        let inferred = args.iter().map(|_| quote!(_));
        let callee =
            quote!(#krate::__private::data::#returning::<#result, #(#inferred,)* _>(#path));
        let references = args.iter().map(|arg| arg.reference).collect();
        let op = PureOp::CallByReference(callee, references);
        Some(self.define(span, Op::Pure(op, operands(args.to_vec())), known))
    }

    /// A call without active arguments runs as it is: its result has no derivative. What it changes are
    /// numbers in cells, so that nothing has to be undone.
    pub(super) fn passive_call(
        &mut self,
        span: Span,
        path: TokenStream,
        args: Vec<Val>,
        ty: Ty,
        written: &[&Expr],
    ) -> Val {
        for (arg, syntax) in args.iter().zip(written) {
            if arg.reference == Some(true) && !arg.ty.is_scalar() {
                self.diagnostics.push(catalogue::changed_without_derivative(syntax));
                return Val::unit();
            }
        }
        let plain = args.iter().all(|arg| arg.reference.is_none() && arg.ty.is_scalar());
        let op = if plain {
            PureOp::Call(path)
        } else {
            PureOp::CallByReference(path, args.iter().map(|arg| arg.reference).collect())
        };
        self.define(span, Op::Pure(op, operands(args)), ty)
    }

    /// Cannot carry a derivative: a literal, a constant, or of a type without tangent.
    pub(super) fn is_passive(&self, val: &Val) -> bool {
        match &val.operand {
            Operand::Literal(_) | Operand::Const(_) => true,
            Operand::Place(_) => val.ty.strip_refs().is_inert(),
        }
    }

    /// Whether a path names a tuple struct or a variant, as its spelling shows: `Pair`, `Some`, `C`; not where
    /// the file has a function of that name. rustc checks it where the value is made.
    fn is_constructor(&self, path: &syn::ExprPath) -> bool {
        let last = path.path.segments.last().map(|last| last.ident.to_string());
        let capital = last.filter(|name| name.starts_with(char::is_uppercase));
        capital
            .is_some_and(|name| !self.options.facts.capitals.contains(&name) && !self.is_own(path))
    }

    fn annotated_call(
        &mut self,
        span: Span,
        path: &syn::ExprPath,
        args: Vec<Val>,
        written: &[&Expr],
    ) -> Val {
        if self.is_constructor(path) {
            return self.tuple_struct(span, &path.path, args, written);
        }
        if let Some(owner) = pointer(&path.path) {
            if owner == "Box" && args.len() == 1 && !self.signature.types.own_box {
                return self.new_box(span, args.into_iter().next().unwrap_or_else(Val::unit));
            }
            self.diagnostics.push(catalogue::boxed(owner));
            return Val::refused();
        }
        let own = self.is_own(path);
        let callee = self.callee(path);
        let args = args
            .into_iter()
            .map(|arg| Arg { operand: arg.operand, reference: arg.reference })
            .collect();
        let given = self.given_by(path);
        let called = path.path.get_ident();
        if let Some(result) = self.sibling(path).or_else(|| self.neighbour(path)) {
            let given = given.or_else(|| Some(result.clone()));
            let val = self.returned(span, Op::Call(callee, args), Some(result));
            return self.perhaps_view(val, called, given.as_ref());
        }
        let val = match (own, &given) {
            (false, Some(ty)) if self.is_plain_result(ty) => {
                self.returned(span, Op::Call(callee, args), given.clone())
            }
            _ => {
                let ty = if own { self.signature.output_known.clone() } else { Ty::OPAQUE };
                self.define(span, Op::Call(callee, args), ty)
            }
        };
        self.perhaps_view(val, called, given.as_ref())
    }

    /// What a function of the same `impl` returns: `Self::new`.
    fn sibling(&self, path: &syn::ExprPath) -> Option<syn::Type> {
        let segments = &path.path.segments;
        let own = path.qself.is_none() && segments.len() == 2 && segments[0].ident == "Self";
        let name = segments.last().filter(|_| own)?.ident.to_string();
        self.options.siblings.get(&name).cloned()
    }

    /// What a function of the same module returns.
    fn neighbour(&self, path: &syn::ExprPath) -> Option<syn::Type> {
        let name = path.path.get_ident().filter(|_| path.qself.is_none())?;
        self.options.facts.returned.get(&name.to_string()).cloned()
    }

    /// Whether a path names the function itself.
    pub(super) fn is_own(&self, path: &syn::ExprPath) -> bool {
        let segments = &path.path.segments;
        if !self.signature.associated {
            return path.qself.is_none() && path.path.is_ident(&self.function.name);
        }
        path.qself.is_none()
            && segments.len() == 2
            && segments[0].ident == "Self"
            && segments[1].ident == self.function.name
    }

    /// The function that a path names, with its sweeps.
    pub(super) fn callee(&self, path: &syn::ExprPath) -> Callee {
        if is_associated(path) {
            let receives = self.may_receive(path);
            let target = Target::Associated { path: Box::new(path.clone()), receives };
            return Callee { target, turbofish: TokenStream::new(), order: Order::Primal };
        }
        let own = self.is_own(path);
        let path = &path.path;
        let primal = quote!(#path);
        let mut path = path.clone();
        let mut turbofish = TokenStream::new();
        if let Some(last) = path.segments.last_mut() {
            let arguments = std::mem::replace(&mut last.arguments, PathArguments::None);
            if let PathArguments::AngleBracketed(mut generic) = arguments {
                generic.colon2_token = Some(Token![::](last.ident.span()));
                turbofish = quote!(#generic);
            }
        }
        let renamed = path
            .get_ident()
            .and_then(|name| self.options.companions.iter().find(|(callee, _)| callee == name));
        let own = own.then_some(&self.options.companion).cloned();
        let companion = match (renamed, own.flatten()) {
            (Some((_, companion)), _) => quote!(#companion),
            (None, Some(companion)) => quote!(#companion),
            (None, None) => quote!(#path),
        };
        let target = Target::Companion { primal, companion };
        Callee { target, turbofish, order: Order::Primal }
    }

    /// Whether the first argument of an associated function may be its receiver: not that of `V::from`, nor
    /// where the file shows a function without one.
    fn may_receive(&self, path: &syn::ExprPath) -> bool {
        let segments = &path.path.segments;
        let Some(last) = segments.last().filter(|last| last.ident != "from") else { return false };
        let owner = segments.iter().rev().nth(1).filter(|_| path.qself.is_none());
        let own = owner.and_then(|owner| {
            let name = &owner.ident;
            self.options.facts.own.named(&syn::parse_quote!(#name))
        });
        let name = last.ident.to_string();
        !own.is_some_and(|(_, own)| {
            own.functions.contains_key(&name) && !own.methods.contains(&name)
        })
    }

    /// A method of a type that the macro does not know: annotated like a function.
    pub fn user_method(&mut self, call: &syn::ExprMethodCall) -> Val {
        if self.method_takes_functions(call) {
            return self.method_with(call);
        }
        let (args, cells) = self.method_arguments(call);
        if let Some(number) = self.operator_of_numbers(call, &args) {
            return number;
        }
        self.method_call(call, args, cells)
    }

    /// The same with its arguments.
    pub(super) fn method_call(
        &mut self,
        call: &syn::ExprMethodCall,
        mut args: Vec<Val>,
        cells: Vec<Cell>,
    ) -> Val {
        if self.options.facts.lending.contains(&call.method.to_string())
            && let Some(receiver) = args.first_mut()
        {
            receiver.reference = receiver.reference.map(|_| false);
        }
        let count = call.args.len();
        if args.first().is_some_and(|receiver| !receiver.ty.is_inert() && !receiver.ty.has_opaque())
            // of an array's name it is one of a list, which has none: a trait's
            && methods::classify(&call.method.to_string(), count) != Some(MethodKind::Array)
            && let Some(refusal) = methods::refusal(&call.method, count)
        {
            self.diagnostics.push(refusal);
            return Val::unit();
        }
        let array = |val: &Val| matches!(val.ty.strip_refs(), Ty::Nd(..)) && !val.ty.is_inert();
        if args.first().is_some_and(array) && methods::of_arrays_without_rule(&call.method) {
            self.diagnostics.push(catalogue::unknown_method(&call.method));
            return Val::refused();
        }
        let std_enum = |val: &Val| matches!(val.ty.strip_refs(), Ty::Option(_) | Ty::Result(_));
        if args.first().is_some_and(|receiver| !receiver.ty.is_inert() && std_enum(receiver)) {
            self.diagnostics.push(catalogue::unknown_method(&call.method));
            return Val::unit();
        }
        let turbofish = call.turbofish.as_ref().map_or_else(TokenStream::new, |it| quote!(#it));
        let name = call.method.clone();
        let val = if args.iter().all(|arg| self.is_passive(arg)) {
            let references = args.iter().map(|arg| arg.reference).collect();
            let op = PureOp::CallByReference(quote!(.#name #turbofish), references);
            self.define(call.span(), Op::Pure(op, operands(args)), Ty::OPAQUE)
        } else {
            let result = match self.is_self(&call.receiver) {
                true => self.options.siblings.get(&name.to_string()).cloned(),
                false => None,
            };
            let target = Target::Method(name);
            let callee = Callee { target, turbofish, order: Order::Primal };
            let args = args
                .into_iter()
                .map(|arg| Arg { operand: arg.operand, reference: arg.reference })
                .collect();
            let given = self.written_type(&Expr::MethodCall(call.clone()));
            let result = result.or_else(|| given.clone().filter(|ty| self.is_plain_result(ty)));
            let val = self.returned(call.span(), Op::Call(callee, args), result);
            self.perhaps_view(val, Some(&call.method), given.as_ref())
        };
        self.empty_cells(cells);
        val
    }

    /// The result of a call, of a type that is written beside this function or not known.
    pub(super) fn returned(&mut self, span: Span, op: Op, ty: Option<syn::Type>) -> Val {
        let Some(ty) = ty else { return self.define(span, op, Ty::OPAQUE) };
        let known = crate::parse::known::known_type(&ty, &self.signature.types);
        let own = matches!(&ty, syn::Type::Path(path) if path.path.is_ident("Self"));
        let opaque = matches!(known, Ty::Opaque(_));
        let val = self.define(span, op, if known.is_inert() { Ty::OPAQUE } else { known });
        if let (Some(var), true) = (val.operand.as_var(), own && opaque) {
            self.of_users.insert(var, true);
        }
        val
    }

    /// A macro in value position.
    pub fn macro_value(&mut self, mac: &syn::Macro) -> Val {
        let name = mac.path.segments.last().map(|segment| segment.ident.to_string());
        match name.as_deref() {
            Some("vec") => self.vec_macro(mac),
            Some("array") => self.array_macro(mac),
            Some("matches") => match mac.parse_body::<Matches>() {
                Ok(arguments) => self.matches(mac.span(), &arguments),
                Err(error) => {
                    self.diagnostics.push_syntax(error);
                    Val::unit()
                }
            },
            Some("no_diff") => {
                let tokens = &mac.tokens;
                let (tokens, uses) = self.verbatim(quote!(#tokens));
                let op = PureOp::Verbatim { tokens: quote!((#tokens)), uses };
                let value = self.define(mac.span(), Op::Pure(op, Vec::new()), Ty::Inert);
                self.untyped.extend(value.operand.as_var());
                value
            }
            Some(name) if matches!(name, "format" | "cfg") || is_approximate(name) => {
                let ty = if name == "format" { Ty::Inert } else { Ty::Bool };
                let path = &mac.path;
                let (tokens, uses) = self.assertion(mac.tokens.clone());
                let op = PureOp::Verbatim { tokens: quote!(#path!(#tokens)), uses };
                self.define(mac.span(), Op::Pure(op, Vec::new()), ty)
            }
            Some("dbg") => match mac.parse_body::<Expr>() {
                Ok(value) => self.shown(mac, &value),
                Err(error) => {
                    self.diagnostics.push_syntax(error);
                    Val::unit()
                }
            },
            _ => {
                self.macro_statement(mac);
                Val::unit()
            }
        }
    }

    /// `dbg!(value)`: what it shows is a copy.
    fn shown(&mut self, mac: &syn::Macro, value: &Expr) -> Val {
        let val = self.expr(value);
        let place = self.place_of(mac.span(), &val, None);
        let mut uses = vec![place.base];
        place.for_each_index(&mut |var| uses.push(var));
        for var in &uses {
            self.function.vars[var.0 as usize].named = true;
        }
        let (place, text) = (self.place_tokens(&place), quote!(#value).to_string());
        let form = "[{}:{}:{}] {} = {:#?}";
        let tokens = quote! {
            ::std::eprintln!(#form, ::core::file!(), ::core::line!(), ::core::column!(), #text, #place)
        };
        self.push(mac.span(), StmtKind::Effect { tokens, uses, diverges: false });
        val
    }

    fn vec_macro(&mut self, mac: &syn::Macro) -> Val {
        let span = mac.span();
        let repeat = |input: syn::parse::ParseStream| {
            let value: Expr = input.parse()?;
            input.parse::<Token![;]>()?;
            Ok((value, input.parse::<Expr>()?))
        };
        if let Ok((value, len)) = repeat.parse2(mac.tokens.clone()) {
            let value = self.expr(&value);
            let len = self.scalar_operand(&len);
            let ty = Ty::Vec(Box::new(unknown_for_inert(value.ty.clone())));
            let op = Op::Repeat {
                value: value.operand,
                len,
                len_tokens: TokenStream::new(),
                is_vec: true,
            };
            return self.define(span, op, ty);
        }
        match Punctuated::<Expr, Token![,]>::parse_terminated.parse2(mac.tokens.clone()) {
            Ok(parts) if parts.is_empty() => self.unknown_vec(span),
            Ok(parts) => {
                let (parts, refs) = self.kept_values(&parts);
                let parts = self.all_integers(span, parts);
                let element = self.join(&parts);
                let ty = Ty::Vec(Box::new(unknown_for_inert(element)));
                let list = self.define(span, Op::VecLit(operands(parts)), ty);
                self.made_with_refs(list, Refs::each(refs))
            }
            Err(error) => {
                self.diagnostics.push_syntax(error);
                Val::unit()
            }
        }
    }

    /// A macro for its effect: an assertion.
    pub fn macro_statement(&mut self, mac: &syn::Macro) {
        let is_value = |name: &str| mac.path.segments.last().is_some_and(|last| last.ident == name);
        let values = ["array", "cfg", "dbg", "format", "matches", "no_diff", "vec"];
        let compares =
            mac.path.segments.last().is_some_and(|last| is_approximate(&last.ident.to_string()));
        if compares || values.iter().any(|name| is_value(name)) {
            self.macro_value(mac);
            return;
        }
        let (path, diverges) = (&mac.path, crate::parse::diverges(mac));
        let (tokens, uses) = self.assertion(mac.tokens.clone());
        let tokens = quote!(#path!(#tokens));
        self.push(mac.span(), StmtKind::Effect { tokens, uses, diverges });
        if diverges {
            self.diverge();
        }
    }
}

/// The type in `Box::new(x)` and its like.
fn pointer(path: &syn::Path) -> Option<&Ident> {
    let mut last = path.segments.iter().rev();
    let (name, owner) = (&last.next()?.ident, &last.next()?.ident);
    let pointer = ["Arc", "Box", "Cell", "Mutex", "Rc", "RefCell", "RwLock"]
        .iter()
        .any(|known| owner == known);
    (pointer && name == "new").then_some(owner)
}
