//! The functions that users call: `grad_f`, `value_and_grad_f`, `vjp_f`, `adjoint_f`, `jvp_f`,
//! `hvp_f`, `hessian_f`, `jacobian_f`, and the function as a type.
//!
//! Names that are written out here are out of reach of the user's tokens (mixed-site hygiene).

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::Type;

use crate::emit::companion::{Context, hygienic, passed_tangents};
use crate::emit::home::Home;
use crate::ir::Ty;
use crate::names::Names;
use crate::parse::known::type_arguments;
use crate::parse::{FunctionType, Param, ParamKind};

/// As `quote::quote`, with the hygiene of generated names.
macro_rules! quote {
    ($($tokens:tt)*) => {
        quote_spanned!(Span::mixed_site()=> $($tokens)*)
    };
}

mod function_trait;
mod matrices;
mod unasked;

pub use unasked::unasked;

/// The functions that name the primal: one of which only derivatives are called is used. The others stand
/// on these.
const NAMES_PRIMAL: [&str; 4] = ["adjoint", "vjp", "jvp", "hvp"];

/// Signatures and bodies of the public functions; with `stub`, all bodies are that.
pub struct Api<'a> {
    pub context: &'a Context<'a>,
    pub stub: Option<&'a TokenStream>,
}

impl Api<'_> {
    /// All public functions.
    pub fn functions(&self) -> TokenStream {
        let options = self.context.options;
        let mut out = TokenStream::new();
        let in_place = self.context.signature.is_in_place();
        // a matrix would call them again for each of its columns
        let functions = self.context.signature.functions().next().is_some();
        if options.reverse {
            out.extend(self.adjoint());
        }
        if options.reverse && !in_place {
            out.extend(self.vjp());
            if self.scalar_output() {
                out.extend(self.value_and_grad());
                out.extend(self.grad());
            }
            if options.jacobian.is_some() && !functions {
                out.extend(self.jacobian());
            }
        }
        if options.forward {
            out.extend(self.jvp());
        }
        if options.second_order.is_some() && self.scalar_output() && !in_place {
            out.extend(self.hvp());
            // every product would find what the last one left
            if !functions && !self.params().iter().any(|param| param.inout) {
                out.extend(self.hessian());
            }
        }
        out
    }

    /// A float, or one in an `Option` or a `Result`.
    fn scalar_output(&self) -> bool {
        self.content().is_float()
    }

    /// The output's type, or that of its payload.
    fn content(&self) -> &Ty {
        let output = &self.context.signature.output_known;
        output.content().unwrap_or(output)
    }

    /// Whether the output is an `Option` or a `Result`: then so is what a derivative returns.
    fn is_wrapped(&self) -> bool {
        self.context.signature.output_known.content().is_some()
    }

    /// `(value, derivative)` and the like, in the place of the output's payload.
    fn in_place_of_payload(&self, ty: &TokenStream) -> TokenStream {
        let output = &self.context.signature.output;
        if self.is_wrapped() { with_payload(output, ty) } else { ty.clone() }
    }

    /// The type of the payload, or the output itself.
    fn payload(&self) -> TokenStream {
        let output = &self.context.signature.output;
        match (self.is_wrapped(), payload(output)) {
            (true, Some(payload)) => quote!(#payload),
            _ => quote!(#output),
        }
    }

    /// The type of the payload's tangent: of what a seed is.
    fn seed_type(&self) -> TokenStream {
        match (self.is_wrapped(), payload(&self.context.signature.output)) {
            (true, Some(payload)) => self.context.derived().gradient(payload),
            _ => self.context.output_tangent(),
        }
    }

    /// The seed as the companion takes it.
    fn passed_seed(&self, seed: &TokenStream) -> TokenStream {
        if self.is_wrapped() { quote!(::core::option::Option::Some(#seed)) } else { seed.clone() }
    }

    fn params(&self) -> &[Param] {
        self.context.params()
    }

    fn active(&self) -> impl Iterator<Item = &Param> {
        self.context.signature.active()
    }

    fn args(&self) -> Vec<Ident> {
        self.params().iter().map(|param| hygienic(&param.name)).collect()
    }

    /// A name for each parameter, apart from the parameters' own.
    fn prefixed(&self, prefix: &str) -> Vec<Ident> {
        let mut names = Names::of(self.args().iter());
        let name = |param: &Param| {
            let text = param.name.to_string();
            names.fresh(&format!("{prefix}{}", text.trim_start_matches("r#")))
        };
        self.params().iter().map(name).collect()
    }

    /// A name apart from the parameters' own.
    fn local(&self, name: &str) -> Ident {
        Names::of(self.args().iter()).fresh(name)
    }

    /// `name: Type` for the user's parameters.
    fn own(&self) -> Vec<TokenStream> {
        let params = self.params().iter().zip(self.args());
        params.map(|(param, name)| param.declared(&name, false)).collect()
    }

    /// The same, with what follows each function: its adjoint under the name in `names`.
    fn own_and_adjoints(&self, names: &[Ident]) -> Vec<TokenStream> {
        let derived = self.context.derived();
        self.own_and(names, true, &|function| vec![function.adjoint(&derived)])
    }

    /// The user's parameters, and behind each function what else is asked of it.
    fn own_and(
        &self,
        names: &[Ident],
        adjoints: bool,
        more: &dyn Fn(&FunctionType) -> Vec<TokenStream>,
    ) -> Vec<TokenStream> {
        let mut out = Vec::new();
        let count = self.params().len();
        for ((own, param), i) in self.own().into_iter().zip(self.params()).zip(0..) {
            out.push(own);
            let Some(function) = &param.function else { continue };
            let more = more(function);
            let last = more.len();
            for (k, ty) in more.into_iter().enumerate() {
                let name = &names[i + k * count];
                let mutable = (k + 1 == last).then(|| quote!(mut)).filter(|_| adjoints);
                out.push(quote!(#mutable #name: impl #ty));
            }
        }
        out
    }

    /// The tangents to hand on.
    fn handed(&self, names: &[Ident]) -> Vec<TokenStream> {
        let tangents = passed_tangents(self.context, names).into_iter().zip(self.params());
        tangents
            .map(|(tangent, param)| match param.kind {
                ParamKind::Function => quote!(&#tangent),
                ParamKind::Active | ParamKind::Inert => tangent,
            })
            .collect()
    }

    /// `(A, B)`, bare when there is one.
    fn tuple(parts: &[TokenStream]) -> TokenStream {
        match parts {
            [one] => quote!(#one),
            all => quote!((#(#all),*)),
        }
    }

    fn gradient_type(&self) -> TokenStream {
        let derived = self.context.derived();
        let parts: Vec<_> = self.active().map(|param| derived.gradient(&param.ty)).collect();
        Self::tuple(&parts)
    }

    /// `let mut d_x = zero;` per differentiable parameter.
    fn zeros(&self, names: &[Ident]) -> TokenStream {
        let private = self.context.private;
        let params = self.params().iter().zip(names).zip(self.args());
        params
            .filter(|((param, _), _)| param.kind == ParamKind::Active)
            .map(|((param, name), arg)| {
                let zero = match &param.known {
                    known if known.has_opaque() => self.zero_of_opaque(param, &arg),
                    Ty::Float(kind) if !matches!(kind, crate::ir::FloatKind::Generic(_)) => {
                        quote!(0.0)
                    }
                    Ty::Ref(_) => quote!(#private::zero_tangent(#arg)),
                    _ => quote!(#private::zero_tangent(&#arg)),
                };
                quote!(let mut #name = #zero;)
            })
            .collect()
    }

    /// The zero of a type that may not be differentiable: it names the type, as signatures do.
    fn zero_of_opaque(&self, param: &Param, arg: &Ident) -> TokenStream {
        let private = self.context.private;
        let (ty, borrow) = match &param.ty {
            Type::Reference(reference) => (&*reference.elem, quote!()),
            ty => (ty, quote!(&)),
        };
        let ty = crate::hygiene::generated(quote!(#ty));
        quote!(<#ty as #private::Differentiable>::zero_tangent(#borrow #arg))
    }

    fn borrowed(&self, names: &[Ident]) -> Vec<TokenStream> {
        let private = self.context.private;
        let params = self.params().iter().zip(names);
        params
            .map(|(param, name)| match param.kind {
                ParamKind::Active | ParamKind::Function => quote!(&mut #name),
                ParamKind::Inert => quote!(&mut #private::NoTangent),
            })
            .collect()
    }

    /// The same without those of functions, which a tangent program does not call.
    fn of_data(&self, names: &[Ident]) -> Vec<TokenStream> {
        let private = self.context.private;
        let shadows = self.borrowed(names).into_iter().zip(self.params());
        shadows
            .map(|(shadow, param)| match param.kind {
                ParamKind::Function => quote!(&mut #private::NoTangent),
                ParamKind::Active | ParamKind::Inert => shadow,
            })
            .collect()
    }

    fn active_names(&self, names: &[Ident]) -> TokenStream {
        let parts: Vec<_> = self
            .params()
            .iter()
            .zip(names)
            .filter(|(param, _)| param.kind == ParamKind::Active)
            .map(|(_, name)| quote!(#name))
            .collect();
        Self::tuple(&parts)
    }

    /// One public function.
    fn function(
        &self,
        prefix: &str,
        doc: &str,
        params: &[TokenStream],
        output: &TokenStream,
        body: &TokenStream,
    ) -> TokenStream {
        let context = self.context;
        let name = self.derivative(prefix);
        if context.options.rules.are_called(&name) {
            // it is there already
            return TokenStream::new();
        }
        let base = context.item.sig.ident.to_string();
        let base = base.trim_start_matches("r#");
        let doc = match context.home {
            Home::Companion(_) => format!("{doc} of [`{base}`]."),
            Home::Impl { .. } => format!("{doc} of [`Self::{base}`]."),
        };
        let vis = &context.item.vis;
        let cfgs = cfgs(context.item);
        let attributes = context.attributes();
        let (generics, where_clause) = context.generics();
        // a type without a name is not known here
        let primal = context.function();
        let body = match self.stub {
            Some(stub) => stub.clone(),
            None if context.has_anonymous() || !NAMES_PRIMAL.contains(&prefix) => body.clone(),
            None => quote!(let _ = #primal; #body),
        };
        let arrow = crate::emit::family::arrow(output);
        quote! {
            #(#cfgs)*
            #[doc = #doc]
            #attributes
            #vis fn #name #generics (#(#params),*) #arrow #where_clause { #body }
        }
    }

    /// The name of a public function: `grad_f`.
    fn derivative(&self, prefix: &str) -> Ident {
        let base = &self.context.item.sig.ident;
        let text = base.to_string();
        Ident::new(&format!("{prefix}_{}", text.trim_start_matches("r#")), base.span())
    }

    /// A public function as another one calls it.
    fn public(&self, prefix: &str) -> TokenStream {
        let name = self.derivative(prefix);
        match self.context.home {
            Home::Companion(_) => quote!(#name),
            Home::Impl { owner } => quote!(#owner::#name),
        }
    }

    fn companion_call(&self, function: &str) -> TokenStream {
        let function = if function == "jvp" { self.context.tangent_program() } else { function };
        self.context.call(function)
    }

    fn reverse_body(&self, seed: &TokenStream) -> TokenStream {
        let names = self.prefixed("d_");
        let (args, zeros) = (self.args(), self.zeros(&names));
        let (shadows, gradient) = (self.borrowed(&names), self.active_names(&names));
        let adjoint = self.companion_call("adjoint");
        let value = self.local("value");
        quote! {
            #zeros
            let #value = #adjoint(#(#args,)* #(#shadows,)* #seed);
            (#value, #gradient)
        }
    }

    /// As [`Self::reverse_body`], where the seed is of the payload.
    fn payload_body(&self, seed: &TokenStream) -> TokenStream {
        let both = self.reverse_body(&self.passed_seed(seed));
        if !self.is_wrapped() {
            return both;
        }
        let (value, gradient) = (self.local("value"), self.local("gradient"));
        quote! {
            let (#value, #gradient) = { #both };
            #value.map(|#value| (#value, #gradient))
        }
    }

    /// A call of another public function, with the adjoints of functions under the names in `names`. None where
    /// the user's own has that name.
    ///
    /// One function on top of another is less to check than the same body again.
    fn called(
        &self,
        prefix: &str,
        names: &[Ident],
        seed: Option<&TokenStream>,
    ) -> Option<TokenStream> {
        if self.context.options.rules.are_called(&self.derivative(prefix)) {
            return None;
        }
        let (function, turbofish) = (self.public(prefix), self.context.turbofish());
        let passed = self.params().iter().zip(self.args()).zip(names);
        let passed = passed.map(|((param, arg), adjoint)| match param.kind {
            ParamKind::Function => quote!(#arg, #adjoint),
            ParamKind::Active | ParamKind::Inert => quote!(#arg),
        });
        let passed = passed.chain(seed.cloned());
        Some(quote!(#function #turbofish (#(#passed),*)))
    }

    fn seed_one(&self) -> TokenStream {
        let private = self.context.private;
        match self.content() {
            Ty::Float(crate::ir::FloatKind::Generic(_)) => quote!(#private::from_literal(1.0)),
            _ => quote!(1.0),
        }
    }

    fn vjp(&self) -> TokenStream {
        let (output, gradient) = (self.payload(), self.gradient_type());
        let tangent = self.seed_type();
        let seed = self.local("seed");
        let mut params = self.own_and_adjoints(&self.prefixed("d_"));
        params.push(quote!(#seed: #tangent));
        let body = self.payload_body(&quote!(#seed));
        let doc = "Value and vector-Jacobian product (adjoint mode)";
        let output = self.in_place_of_payload(&quote!((#output, #gradient)));
        self.function("vjp", doc, &params, &output, &body)
    }

    fn value_and_grad(&self) -> TokenStream {
        let (output, gradient) = (self.payload(), self.gradient_type());
        let one = self.seed_one();
        let names = self.prefixed("d_");
        let called = self.called("vjp", &names, Some(&one));
        let body = called.unwrap_or_else(|| self.payload_body(&one));
        let doc = "Value and gradient (adjoint mode)";
        let output = self.in_place_of_payload(&quote!((#output, #gradient)));
        let params = self.own_and_adjoints(&names);
        self.function("value_and_grad", doc, &params, &output, &body)
    }

    fn grad(&self) -> TokenStream {
        let names = self.prefixed("d_");
        let both = self.called("value_and_grad", &names, None);
        let both = both.unwrap_or_else(|| {
            let both = self.payload_body(&self.seed_one());
            quote!(({ #both }))
        });
        let body = if self.is_wrapped() {
            let gradient = self.local("gradient");
            quote!(#both.map(|(_, #gradient)| #gradient))
        } else {
            quote!(#both.1)
        };
        let output = self.in_place_of_payload(&self.gradient_type());
        let params = self.own_and_adjoints(&names);
        self.function("grad", "Gradient (adjoint mode)", &params, &output, &body)
    }

    fn adjoint(&self) -> TokenStream {
        let names = self.prefixed("d_");
        let derived = self.context.derived();
        let private = self.context.private;
        let mut params = self.own_and_adjoints(&names);
        let mut passed = Vec::new();
        for (param, name) in self.params().iter().zip(&names) {
            if param.kind == ParamKind::Active {
                let ty = derived.shadow(&param.ty);
                params.push(quote!(#name: #ty));
                passed.push(quote!(#name));
            } else if param.kind == ParamKind::Function {
                passed.push(quote!(&mut #name));
            } else {
                passed.push(quote!(&mut #private::NoTangent));
            }
        }
        let seed = self.local("seed");
        if self.context.signature.returns_nothing() {
            passed.push(quote!(#private::NoTangent));
        } else {
            let tangent = self.seed_type();
            params.push(quote!(#seed: #tangent));
            passed.push(self.passed_seed(&quote!(#seed)));
        }
        let (args, adjoint) = (self.args(), self.companion_call("adjoint"));
        let body = quote!(#adjoint(#(#args,)* #(#passed),*));
        let output = &self.context.signature.output;
        let doc = "Adjoint in place: adds the vector-Jacobian product into the shadows";
        self.function("adjoint", doc, &params, &quote!(#output), &body)
    }

    fn with_tangents(&self, names: &[Ident], adjoints: &[Ident]) -> Vec<TokenStream> {
        let derived = self.context.derived();
        let all = [names, adjoints].concat();
        let mut params = self.own_and(&all, !adjoints.is_empty(), &|function| match adjoints {
            [] => vec![function.jvp(&derived)],
            _ => vec![function.jvp(&derived), function.jvp_adjoint(&derived)],
        });
        for (param, name) in self.params().iter().zip(names) {
            if param.kind == ParamKind::Active {
                let ty = derived.tangent_argument(&param.ty);
                params.push(quote!(#name: #ty));
            }
        }
        params
    }

    fn jvp(&self) -> TokenStream {
        let names = self.prefixed("d_");
        let (args, jvp) = (self.args(), self.companion_call("jvp"));
        let tangents = self.handed(&names);
        let (output, tangent) = (self.payload(), self.seed_type());
        let call = quote!(#jvp(#(#args,)* #(#tangents,)*));
        let (body, output) = if self.context.signature.returns_nothing() {
            (quote!(#call;), output)
        } else {
            let body = if self.is_wrapped() { self.paired(&call) } else { call };
            (body, self.in_place_of_payload(&quote!((#output, #tangent))))
        };
        let doc = "Value and Jacobian-vector product (forward mode: the total differential)";
        self.function("jvp", doc, &self.with_tangents(&names, &[]), &output, &body)
    }

    /// A value and its tangent, each with a payload or without, as a pair.
    fn paired(&self, call: &TokenStream) -> TokenStream {
        let private = self.context.private;
        let (value, tangent) = (self.local("value"), self.local("tangent"));
        quote! {
            let (#value, #tangent) = #call;
            #value.map(|#value| (#value, #private::into_payload(#tangent)))
        }
    }

    fn hvp(&self) -> TokenStream {
        let (directions, gradients, products) =
            (self.prefixed("v_"), self.prefixed("g_"), self.prefixed("h_"));
        let args = self.args();
        let tangents = self.handed(&directions);
        let (zeros, more_zeros) = (self.zeros(&gradients), self.zeros(&products));
        let (d, d_dot) = (self.of_data(&products), self.borrowed(&gradients));
        let adjoint = self.companion_call("jvp_adjoint");
        let one = self.seed_one();
        let (gradient, product) = (self.active_names(&gradients), self.active_names(&products));
        let private = self.context.private;
        let zero = match self.content() {
            Ty::Float(crate::ir::FloatKind::Generic(_)) => quote!(#private::from_literal(0.0)),
            _ => quote!(0.0),
        };
        let (zero, one) = (self.passed_seed(&zero), self.passed_seed(&one));
        let call = quote!(#adjoint(#(#args,)* #(#tangents,)* #(#d,)* #(#d_dot,)* (#zero, #one)));
        let body = if self.is_wrapped() {
            let value = self.local("value");
            quote! {
                #zeros
                #more_zeros
                let (#value, _) = #call;
                #value.map(|_| (#gradient, #product))
            }
        } else {
            quote!(#zeros #more_zeros #call; (#gradient, #product))
        };
        let ty = self.gradient_type();
        let doc = "Gradient and Hessian-vector product (adjoint of the tangent)";
        let output = self.in_place_of_payload(&quote!((#ty, #ty)));
        self.function("hvp", doc, &self.with_tangents(&directions, &gradients), &output, &body)
    }
}

/// The first type argument of an `Option` or a `Result`.
fn payload(output: &Type) -> Option<&Type> {
    match output {
        Type::Paren(inner) => payload(&inner.elem),
        Type::Group(inner) => payload(&inner.elem),
        Type::Path(path) => type_arguments(path.path.segments.last()?).first().copied(),
        _ => None,
    }
}

/// An `Option` or a `Result` with another payload.
fn with_payload(output: &Type, inner: &TokenStream) -> TokenStream {
    let mut output = output.clone();
    let mut next = &mut output;
    while let Type::Paren(syn::TypeParen { elem, .. }) | Type::Group(syn::TypeGroup { elem, .. }) =
        next
    {
        next = elem;
    }
    if let Type::Path(path) = next
        && let Some(segment) = path.path.segments.last_mut()
        && let syn::PathArguments::AngleBracketed(arguments) = &mut segment.arguments
    {
        let types = arguments.args.iter_mut().find_map(|argument| match argument {
            syn::GenericArgument::Type(ty) => Some(ty),
            _ => None,
        });
        if let Some(ty) = types {
            *ty = Type::Verbatim(inner.clone());
        }
    }
    quote!(#output)
}

/// The `cfg` attributes of a function.
pub fn cfgs(item: &syn::ItemFn) -> Vec<&syn::Attribute> {
    item.attrs.iter().filter(|attr| attr.path().is_ident("cfg")).collect()
}

/// A view by value: its tangent is a view, its gradient an owned array.
pub fn is_view(ty: &Type) -> bool {
    match ty {
        Type::Path(path) => path
            .path
            .segments
            .last()
            .is_some_and(|segment| segment.ident.to_string().starts_with("ArrayView")),
        _ => false,
    }
}
