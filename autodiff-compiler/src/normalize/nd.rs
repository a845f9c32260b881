//! Forms of ndarray that others say too.
//!
//! In: the body of a function. Out: the body, in which `Zip::from(&a).and(&b).fold(..)` is a chain over the items
//! side by side, `a.fold_axis(Axis(1), ..)` and `a.map_axis(Axis(1), ..)` are a chain over the lines of a matrix,
//! `Array1::from_iter(..)` and `Array2::from_shape_fn(..)` are made of a `Vec`, and so is what another shape is asked of.
//! Invariant: items come in the order of the indices, the last one first to change.

use proc_macro2::{Ident, Span};
use quote::quote;
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::visit_mut::VisitMut;
use syn::{
    Expr, ExprCall, ExprClosure, ExprMethodCall, ItemFn, Local, Pat, Type, UnOp, parse_quote,
    parse_quote_spanned,
};

use super::library::axis;

/// Writes these forms as the others.
pub fn array_forms(function: &mut ItemFn) {
    Forms.visit_block_mut(&mut function.block);
}

struct Forms;

impl VisitMut for Forms {
    fn visit_local_mut(&mut self, local: &mut Local) {
        syn::visit_mut::visit_local_mut(self, local);
        if let (Pat::Type(typed), Some(init)) = (&local.pat, &mut local.init)
            && is_vector(&typed.ty)
            && let Expr::MethodCall(call) = &*init.expr
            && call.method == "collect"
            && call.turbofish.is_none()
        {
            let (chain, span) = (&call.receiver, call.method.span());
            *init.expr = parse_quote_spanned! {span=>
                ::ndarray::Array1::from_vec(#chain.collect::<::std::vec::Vec<_>>())
            };
        }
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        syn::visit_mut::visit_expr_mut(self, expr);
        let form = match expr {
            Expr::MethodCall(call) => zipped(call).or_else(|| lines(call)).or_else(|| shaped(call)),
            Expr::Call(call) => made(call),
            _ => None,
        };
        if let Some(form) = form {
            *expr = form;
        }
    }
}

/// `Array1<_>`
fn is_vector(ty: &Type) -> bool {
    matches!(ty, Type::Path(path)
        if path.path.segments.last().is_some_and(|last| last.ident == "Array1"))
}

fn name(text: &str) -> Ident {
    Ident::new(text, Span::mixed_site())
}

/// A closure without `return`, so that its body may stand elsewhere.
fn closure(expr: &Expr, parameters: usize) -> Option<&ExprClosure> {
    struct Returns(bool);
    impl<'ast> Visit<'ast> for Returns {
        fn visit_expr_return(&mut self, _: &'ast syn::ExprReturn) {
            self.0 = true;
        }
        fn visit_expr_try(&mut self, _: &'ast syn::ExprTry) {
            self.0 = true;
        }
    }
    let Expr::Closure(closure) = expr else { return None };
    let mut returns = Returns(false);
    returns.visit_expr(&closure.body);
    (closure.inputs.len() == parameters && !returns.0).then_some(closure)
}

/// `Zip::from(p).and(q)`: the producers.
fn producers(expr: &Expr) -> Option<Vec<&Expr>> {
    match expr {
        Expr::Call(call) => {
            let Expr::Path(path) = &*call.func else { return None };
            let mut names = path.path.segments.iter().rev().map(|segment| &segment.ident);
            let (function, owner) = (names.next()?, names.next()?);
            let first = call.args.first().filter(|_| call.args.len() == 1)?;
            (function == "from" && owner == "Zip").then(|| vec![first])
        }
        Expr::MethodCall(call) if call.method == "and" && call.args.len() == 1 => {
            let mut all = producers(&call.receiver)?;
            all.push(&call.args[0]);
            Some(all)
        }
        _ => None,
    }
}

/// `Zip::from(&a).and(&b).for_each(|x, y| ..)`, `fold(start, |sum, x, y| ..)`, `all(|x, y| ..)`.
fn zipped(call: &ExprMethodCall) -> Option<Expr> {
    let producers = producers(&call.receiver)?;
    let (start, function) = match (call.method.to_string().as_str(), call.args.len()) {
        ("for_each" | "all" | "any", 1) => (None, &call.args[0]),
        ("fold", 2) => (Some(&call.args[0]), &call.args[1]),
        _ => return None,
    };
    let before = usize::from(start.is_some());
    let function = closure(function, producers.len() + before)?;
    let items: Vec<&Pat> = function.inputs.iter().skip(before).collect();
    let mut shaped = Vec::new();
    let mut chains = producers.iter().zip(&items).map(|(producer, item)| {
        let (chain, whole) = walked(producer, is_written(item, &function.body));
        shaped.extend(whole);
        chain
    });
    let mut chain = chains.next()?;
    for other in chains {
        chain = parse_quote!(#chain.zip(#other));
    }
    let mut items = items.into_iter();
    let mut item: Pat = items.next()?.clone();
    for other in items {
        item = parse_quote!((#item, #other));
    }
    let (span, method, body) = (call.method.span(), &call.method, &function.body);
    let zipped = match start {
        Some(start) => {
            let sum = function.inputs.first()?;
            quote!(#chain.#method(#start, |#sum, #item| #body))
        }
        None => quote!(#chain.#method(|#item| #body)),
    };
    let first = shaped.first()?;
    let others = &shaped[1..];
    Some(parse_quote_spanned! {span=> {
        #(::core::assert!(#first.shape() == #others.shape(), "arrays of other shapes are zipped");)*
        #zipped
    }})
}

/// The items of a producer, and the array.
fn walked(producer: &Expr, written: bool) -> (Expr, Option<Expr>) {
    let whole = match producer {
        Expr::Reference(reference) => {
            let array = (*reference.expr).clone();
            return match reference.mutability {
                Some(_) => (parse_quote!(#array.iter_mut()), Some(array)),
                None => (parse_quote!(#array.iter()), Some(array)),
            };
        }
        Expr::MethodCall(call) if call.args.is_empty() => match call.method.to_string().as_str() {
            "view" => {
                let array = (*call.receiver).clone();
                return (parse_quote!(#array.iter()), Some(array));
            }
            "view_mut" => {
                let array = (*call.receiver).clone();
                return (parse_quote!(#array.iter_mut()), Some(array));
            }
            "rows" | "columns" | "outer_iter" => return (producer.clone(), None),
            _ => producer.clone(),
        },
        other => other.clone(),
    };
    match written {
        true => (parse_quote!(#whole.iter_mut()), Some(whole)),
        false => (parse_quote!(#whole.iter()), Some(whole)),
    }
}

/// Whether a closure's body stores through the name that a parameter is.
fn is_written(item: &Pat, body: &Expr) -> bool {
    struct Stores<'a>(&'a Ident, bool);
    impl Stores<'_> {
        fn target(&mut self, expr: &Expr) {
            if let Expr::Unary(unary) = expr
                && matches!(unary.op, UnOp::Deref(_))
                && let Expr::Path(path) = &*unary.expr
            {
                self.1 |= path.path.is_ident(self.0);
            }
        }
    }
    impl<'ast> Visit<'ast> for Stores<'_> {
        fn visit_expr_assign(&mut self, node: &'ast syn::ExprAssign) {
            self.target(&node.left);
            syn::visit::visit_expr_assign(self, node);
        }
        fn visit_expr_binary(&mut self, node: &'ast syn::ExprBinary) {
            if crate::lower::is_compound(&node.op) {
                self.target(&node.left);
            }
            syn::visit::visit_expr_binary(self, node);
        }
    }
    let Pat::Ident(name) = item else { return false };
    let mut stores = Stores(&name.ident, false);
    stores.visit_expr(body);
    stores.1
}

/// `a.fold_axis(Axis(1), start, |sum, x| ..)` and `a.map_axis(Axis(1), |line| ..)` of a matrix.
fn lines(call: &ExprMethodCall) -> Option<Expr> {
    let lines = name(match axis(call.args.first()?)? {
        0 => "columns",
        1 => "rows",
        _ => return None,
    });
    let (matrix, span, line) = (&call.receiver, call.method.span(), name("__line"));
    let number = match (call.method.to_string().as_str(), call.args.len()) {
        ("map_axis", 2) => {
            let function = closure(&call.args[1], 1)?;
            let (item, body) = (&function.inputs[0], &function.body);
            return Some(parse_quote_spanned! {span=>
                ::ndarray::Array1::from_vec(
                    #matrix.#lines().map(|#item| #body).collect::<::std::vec::Vec<_>>()
                )
            });
        }
        ("fold_axis", 3) => {
            let function = closure(&call.args[2], 2)?;
            let (start, body) = (&call.args[1], &function.body);
            let (sum, item, kept) = (&function.inputs[0], &function.inputs[1], name("__sum"));
            quote!(#line.iter().fold(#start, |#kept, #item| { let #sum = &#kept; #body }))
        }
        _ => return None,
    };
    Some(parse_quote_spanned! {span=>
        ::ndarray::Array1::from_vec(
            #matrix.#lines().map(|#line| #number).collect::<::std::vec::Vec<_>>()
        )
    })
}

/// `a.into_shape_with_order(shape).unwrap()` and its like: the items in another shape.
fn shaped(call: &ExprMethodCall) -> Option<Expr> {
    let Expr::MethodCall(asked) = &*call.receiver else { return None };
    let opened = call.method == "unwrap" || call.method == "expect";
    let known = ["into_shape_with_order", "into_shape_clone", "to_shape", "into_shape"];
    if !opened || !known.iter().any(|name| asked.method == name) || asked.args.len() != 1 {
        return None;
    }
    let (array, shape, span) = (&asked.receiver, &asked.args[0], asked.method.span());
    let owner = match shape {
        Expr::Tuple(sizes) if sizes.elems.len() == 2 => quote!(Array2),
        Expr::Tuple(sizes) if sizes.elems.len() == 1 => quote!(Array1),
        Expr::Lit(_) | Expr::Binary(_) | Expr::MethodCall(_) => quote!(Array1),
        _ => quote!(Array),
    };
    Some(parse_quote_spanned! {span=>
        ::ndarray::#owner::from_shape_vec(
            #shape,
            #array.iter().copied().collect::<::std::vec::Vec<_>>(),
        ).unwrap()
    })
}

/// `Array1::from_iter(items)`, `Array2::from_shape_fn((n, m), |(i, j)| ..)`.
fn made(call: &ExprCall) -> Option<Expr> {
    let Expr::Path(path) = &*call.func else { return None };
    let mut owner = path.path.clone();
    let function = owner.segments.pop()?.ident;
    owner.segments.pop_punct();
    let span = call.func.span();
    let array = owner.segments.last()?.ident.to_string();
    match (function.to_string().as_str(), array.as_str(), call.args.len()) {
        ("from_iter", "Array" | "Array1", 1) => {
            let items = &call.args[0];
            Some(parse_quote_spanned! {span=>
                #owner::from_vec((#items).into_iter().collect::<::std::vec::Vec<_>>())
            })
        }
        ("from_shape_fn", "Array1", 2) => {
            let (count, function) = (&call.args[0], closure(&call.args[1], 1)?);
            Some(parse_quote_spanned! {span=>
                #owner::from_vec((0..#count).map(#function).collect::<::std::vec::Vec<_>>())
            })
        }
        ("from_shape_fn", "Array" | "Array2", 2) => {
            let Expr::Tuple(sizes) = &call.args[0] else { return None };
            let function = closure(&call.args[1], 1)?;
            let (rows, columns) = match sizes.elems.iter().collect::<Vec<_>>().as_slice() {
                [rows, columns] => (*rows, *columns),
                _ => return None,
            };
            let (item, body) = (&function.inputs[0], &function.body);
            let [n, m, i, j, items] = ["__n", "__m", "__i", "__j", "__items"].map(name);
            Some(parse_quote_spanned! {span=> {
                let (#n, #m) = (#rows, #columns);
                let mut #items = ::std::vec::Vec::with_capacity(#n * #m);
                for #i in 0..#n {
                    for #j in 0..#m {
                        let #item = (#i, #j);
                        #items.push(#body);
                    }
                }
                #owner::from_shape_vec((#n, #m), #items).unwrap()
            }})
        }
        _ => None,
    }
}
