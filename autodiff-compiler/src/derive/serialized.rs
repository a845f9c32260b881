//! serde's derives on a tangent type, with the feature `serde`.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::shape::Shape;

impl Shape {
    /// The attributes; none without the feature.
    ///
    /// What the fields must be able to is a condition bound by a lifetime, so that a tangent that serde cannot
    /// write, of a long array for one, is no error until it is asked to.
    pub fn serialized(&self) -> TokenStream {
        if !cfg!(feature = "serde") {
            return TokenStream::new();
        }
        let serde = {
            let private = &self.private;
            quote!(#private::serde)
        };
        let fields = self.fields().filter(|field| !field.inert && !self.holds_itself(&field.ty));
        let fields: Vec<&TokenStream> = fields.map(|field| &field.tangent).collect();
        let of = |bound: TokenStream| {
            let conditions = fields.iter().map(|tangent| quote!(for<'any> #tangent: #bound,));
            conditions.collect::<TokenStream>().to_string()
        };
        let (written, read) = (of(quote!(#serde::Serialize)), of(quote!(#serde::Deserialize<'de>)));
        let path = serde.to_token_stream().to_string().replace(' ', "");
        quote! {
            #[derive(#serde::Serialize, #serde::Deserialize)]
            #[serde(crate = #path, bound(serialize = #written, deserialize = #read))]
        }
    }
}
