//! The arguments of `matches!`.

use syn::parse::{Parse, ParseStream};
use syn::{Expr, Pat, Token};

/// `value, pattern` or `value, pattern if guard`.
#[derive(Clone, Debug)]
pub struct Matches {
    pub value: Expr,
    pub pat: Pat,
    pub guard: Option<Expr>,
}

impl Parse for Matches {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let value = input.parse()?;
        input.parse::<Token![,]>()?;
        let pat = Pat::parse_multi_with_leading_vert(input)?;
        let (pat, guard) = match pat {
            Pat::Guard(guarded) => (*guarded.pat, Some(*guarded.guard)),
            pat if input.parse::<Option<Token![if]>>()?.is_some() => (pat, Some(input.parse()?)),
            pat => (pat, None),
        };
        input.parse::<Option<Token![,]>>()?;
        Ok(Self { value, pat, guard })
    }
}
