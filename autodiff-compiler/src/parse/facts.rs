//! What the source file shows of names that a function uses.
//!
//! In: definitions that stand in the file of a function. Out: [`Facts`], and code that does not compile
//! unless they hold: names are not resolved here, so another definition than the one that was found may
//! be meant.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{Fields, ItemEnum, Type};

use super::accessor::Accessor;
use super::known::known_type;
use super::own_traits::OwnTraits;
use super::own_types::OwnTypes;
use crate::ir::{ShownStruct, Ty};

/// What names of types stand for.
#[derive(Clone, Debug, Default)]
pub struct TypeNames {
    /// Type parameters that are floats.
    pub floats: Vec<String>,
    /// Enums that hold no floats, with their variants: values of theirs are data, as integers are.
    pub plain: BTreeMap<String, BTreeSet<String>>,
    /// Other names of types.
    pub aliases: BTreeMap<String, Type>,
    /// Of structs, which of their type parameters no data is of.
    pub phantoms: Phantoms,
    /// The fields of structs.
    pub shown: BTreeMap<String, Rc<ShownStruct>>,
    /// The file has a type of its own that is called `Box`.
    pub own_box: bool,
}

/// Positions among the type arguments of structs, by the names of these.
pub type Phantoms = BTreeMap<String, BTreeSet<usize>>;

/// Definitions beside a function, by what they show.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The derivatives of the function that its file calls, whether it has them or not.
    pub called: BTreeSet<String>,
    /// Enums that hold integers and the like, or nothing.
    pub plain: Vec<ItemEnum>,
    /// What functions return, where that has no derivative.
    pub results: BTreeMap<String, Type>,
    /// What functions of the same module return, where that holds floats.
    pub returned: BTreeMap<String, Type>,
    /// Other names that the same module gives to types; a wrong one would not compile.
    pub aliases: BTreeMap<String, Type>,
    /// Functions with names that begin with a capital, as tuple structs do.
    pub capitals: BTreeSet<String>,
    /// What functions of the same module take.
    pub taken: BTreeMap<String, Vec<Type>>,
    /// Functions that give a struct that borrows.
    pub lending: BTreeSet<String>,
    /// Traits of operators that are imported.
    pub operators: BTreeSet<String>,
    /// Functions that nothing in the file can bring.
    pub undefined: BTreeSet<String>,
    /// Floats have no methods but their own.
    pub bare_floats: bool,
    /// Functions of the same module that nothing annotates.
    pub unannotated: BTreeSet<String>,
    /// Functions of the same module that may stand in the function's derivatives.
    pub inlined: BTreeMap<String, Inlined>,
    /// Those that lend parts of their arguments.
    pub accessors: BTreeMap<String, Accessor>,
    /// Annotated functions of the same module that call none by its name.
    pub leaves: BTreeSet<String>,
    /// Constants that are vectors or matrices.
    pub vectors: BTreeSet<String>,
    /// The statics that change behind shared references.
    pub cells: BTreeSet<String>,
    /// Constants that are integers, with their types and values.
    pub integers: crate::lower::Constants,
    /// What traits are.
    pub traits: OwnTraits,
    /// What structs and enums are.
    pub own: OwnTypes,
    /// What those are that are imported from other files, for messages alone.
    pub imported: OwnTypes,
    /// What calls name functions of the crate `libm`, and which these are.
    pub libm: BTreeMap<String, String>,
}

/// An annotated function that is a function of its arguments alone.
#[derive(Clone, Debug)]
pub struct Inlined {
    /// Its parameters and its body.
    pub closure: TokenStream,
    /// How often each word occurs in it.
    pub words: HashMap<String, usize>,
    /// How many words it has.
    pub size: usize,
    /// What it calls by a name alone, and what that calls.
    pub calls: BTreeSet<String>,
    /// It has second derivatives.
    pub second_order: bool,
}

impl TypeNames {
    /// Whether a type is made of plain enums: what holds one holds no floats.
    pub fn are_plain(&self, ty: &Type) -> bool {
        known_type(ty, self).is_inert() && !known_type(ty, &Self::default()).is_inert()
    }
}

impl Facts {
    /// The names of types, of which `floats` are known already.
    pub fn types(&self, floats: Vec<String>) -> TypeNames {
        let plain = self.plain.iter().map(|node| {
            let variants = node.variants.iter().map(|variant| variant.ident.to_string());
            (node.ident.to_string(), variants.collect())
        });
        let phantoms = self.own.types.iter().filter(|(_, own)| !own.phantoms.is_empty());
        let phantoms = phantoms.map(|(name, own)| (name.clone(), own.phantoms.clone()));
        let mut types = TypeNames {
            floats,
            plain: plain.collect(),
            aliases: self.aliases.clone(),
            own_box: self.own.types.contains_key("Box"),
            phantoms: phantoms.collect(),
            shown: BTreeMap::new(),
        };
        types.shown = super::shown::fields_of(&self.own, &types);
        types
    }

    /// The function of `libm` that a path names.
    pub fn libm(&self, path: &syn::Path) -> Option<String> {
        let written = quote!(#path).to_string();
        self.libm.get(&written).cloned()
    }

    /// Closures that compile only if each enum has the variants that were read: a type of that name with
    /// floats in it is an error, not a zero.
    pub fn checks(&self, krate: &TokenStream) -> TokenStream {
        let span = Span::mixed_site();
        let checks = self.plain.iter().map(|node| {
            let name = &node.ident;
            let arms = node.variants.iter().map(|variant| {
                let cfgs = variant.attrs.iter().filter(|attr| attr.path().is_ident("cfg"));
                let (pattern, types) = taken_apart(&variant.fields);
                let variant = &variant.ident;
                quote_spanned!(span=> #(#cfgs)* #name::#variant #pattern => { #types })
            });
            quote_spanned! {span=>
                #[allow(clippy::all, clippy::pedantic, deprecated, unused_variables)]
                let _ = |value: #name| match value { #(#arms)* };
            }
        });
        let libm = self.libm.iter().filter_map(|(written, name)| {
            let written: TokenStream = written.parse().ok()?;
            let name = proc_macro2::Ident::new(name, span);
            Some(quote!(let _ = #krate::__private::data::same_function(#written, ::libm::#name);))
        });
        quote!(#(#checks)* #(#libm)*)
    }
}

/// The pattern of a variant's fields, and statements that name the type of each.
fn taken_apart(fields: &Fields) -> (TokenStream, TokenStream) {
    let names: Vec<_> =
        (0..fields.len()).map(|i| format_ident!("part_{i}", span = Span::mixed_site())).collect();
    let types = fields.iter().map(|field| &field.ty);
    let pattern = match fields {
        Fields::Unit => TokenStream::new(),
        Fields::Unnamed(_) => quote!((#(#names),*)),
        Fields::Named(named) => {
            let members = named.named.iter().map(|field| &field.ident);
            quote!({ #(#members: #names),* })
        }
    };
    (pattern, quote!(#(let _: #types = #names;)*))
}

/// An enum without type parameters of which all parts are numbers without derivative, or `bool`s and the
/// like.
pub fn is_plain(node: &ItemEnum) -> bool {
    let inert = |ty: &Type| {
        let known = known_type(ty, &TypeNames::default());
        known.is_inert() && !matches!(known, Ty::Ref(_)) && !ty.to_token_stream().is_empty()
    };
    node.generics.params.is_empty()
        && node.generics.where_clause.is_none()
        && node.variants.iter().all(|variant| variant.fields.iter().all(|field| inert(&field.ty)))
}

#[cfg(test)]
mod tests {
    use super::{Facts, is_plain};
    use quote::quote;
    use syn::{ItemEnum, parse_quote};

    #[test]
    fn enums_are_plain_without_floats() {
        let plain: ItemEnum = parse_quote!(
            enum Order {
                First,
                Kth(usize),
                Named { up: bool },
            }
        );
        assert!(is_plain(&plain));
        let text = Facts { plain: vec![plain], ..Facts::default() }.checks(&quote!(k)).to_string();
        assert!(text.contains("Order :: Kth (part_0) => { let _ : usize = part_0 ; }"), "{text}");
        let other: [ItemEnum; 3] = [
            parse_quote!(
                enum Scale {
                    Unit,
                    By(f64),
                }
            ),
            parse_quote!(
                enum Of<T> {
                    None,
                    One(T),
                }
            ),
            parse_quote!(
                enum Inner {
                    A(Unknown),
                }
            ),
        ];
        assert!(!other.iter().any(is_plain));
    }
}
