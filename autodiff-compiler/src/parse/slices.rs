//! The argument of `a.slice(s![1.., j])`.

use syn::parse::{ParseStream, Parser};
use syn::{Expr, ExprMethodCall, ExprRange, Token};

/// What `s![..]` says of one axis.
#[derive(Clone, Debug)]
pub enum Part {
    /// `j`: the axis is gone.
    At(Expr),
    /// `a..b`, `a..b;step`.
    Range(ExprRange, Option<Expr>),
}

impl Part {
    /// The expressions in it.
    pub fn values(&self) -> Vec<&Expr> {
        match self {
            Self::At(at) => vec![at],
            Self::Range(range, step) => {
                let ends = [&range.start, &range.end].into_iter().flatten().map(|end| &**end);
                ends.chain(step).collect()
            }
        }
    }
}

/// The parts of `a.slice(s![..])`; none of any other call, or of one with a new axis.
pub fn parts(call: &ExprMethodCall) -> Option<Vec<Part>> {
    let Some(Expr::Macro(node)) = call.args.first() else { return None };
    if call.method != "slice" || call.args.len() != 1 {
        return None;
    }
    let named = node.mac.path.segments.last().is_some_and(|last| last.ident == "s");
    let parsed = named.then(|| list.parse2(node.mac.tokens.clone()))?.ok()?;
    let axis = |part: &Part| match part {
        Part::At(Expr::Path(path)) => {
            path.path.segments.last().is_some_and(|last| last.ident == "NewAxis")
        }
        Part::At(_) | Part::Range(..) => false,
    };
    (!parsed.is_empty() && !parsed.iter().any(axis)).then_some(parsed)
}

/// The axis and the range of `a.slice_axis(Axis(k), Slice::from(a..b))`, and the step of
/// `Slice::new(a, Some(b), step)`.
pub fn of_axis(call: &ExprMethodCall) -> Option<(usize, ExprRange, Option<Expr>)> {
    if call.method != "slice_axis" || call.args.len() != 2 {
        return None;
    }
    let axis = crate::normalize::axis(&call.args[0])?;
    let Expr::Call(made) = &call.args[1] else { return None };
    let Expr::Path(path) = &*made.func else { return None };
    let mut names = path.path.segments.iter().rev().map(|segment| &segment.ident);
    let (function, owner) = (names.next()?, names.next()?);
    if owner != "Slice" {
        return None;
    }
    let given: Vec<&Expr> = made.args.iter().collect();
    match (function.to_string().as_str(), given.as_slice()) {
        ("from", [Expr::Range(range)]) => Some((axis, range.clone(), None)),
        ("new", [from, to, step]) => {
            let range = match to {
                Expr::Call(some) => {
                    let to = some.args.first().filter(|_| some.args.len() == 1)?;
                    syn::parse_quote!(#from..#to)
                }
                Expr::Path(_) => syn::parse_quote!(#from..),
                _ => return None,
            };
            Some((axis, range, Some((*step).clone())))
        }
        _ => None,
    }
}

fn list(input: ParseStream) -> syn::Result<Vec<Part>> {
    let mut out = Vec::new();
    while !input.is_empty() {
        out.push(match input.parse()? {
            Expr::Range(range) => {
                let step =
                    input.parse::<Option<Token![;]>>()?.map(|_| input.parse()).transpose()?;
                Part::Range(range, step)
            }
            at => Part::At(at),
        });
        if input.parse::<Option<Token![,]>>()?.is_none() {
            break;
        }
    }
    Ok(out)
}
