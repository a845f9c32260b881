//! Whether a type parameter occurs in a type as data.

use proc_macro2::Ident;
use syn::Type;
use syn::visit::Visit;

use super::facts::Phantoms;
use super::known::{nd_rank, type_arguments};

/// Whether a type parameter occurs in a type as data; the dimension of an array does not.
pub fn occurs_in(name: &Ident, ty: &Type) -> bool {
    occurs_beside(name, ty, &Phantoms::new())
}

/// The same where some parameters of types are there for the compiler alone.
pub fn occurs_beside(name: &Ident, ty: &Type, phantoms: &Phantoms) -> bool {
    let mut search = Occurrence { name, phantoms, found: false };
    search.visit_type(ty);
    search.found
}

/// Looks for a type parameter.
struct Occurrence<'a> {
    name: &'a Ident,
    /// Parameters of types that no data is of.
    phantoms: &'a Phantoms,
    found: bool,
}

impl<'ast> Visit<'ast> for Occurrence<'_> {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.found |= path.is_ident(self.name);
        match path.segments.last() {
            // the second argument is a dimension
            Some(segment) if nd_rank(&segment.ident.to_string()).is_some() => {
                if let Some(element) = type_arguments(segment).first() {
                    self.visit_type(element);
                }
            }
            Some(segment) if segment.ident == "PhantomData" => {}
            Some(segment) if self.phantoms.contains_key(&segment.ident.to_string()) => {
                let phantoms = &self.phantoms[&segment.ident.to_string()];
                let data = type_arguments(segment).into_iter().enumerate();
                let data = data.filter(|(position, _)| !phantoms.contains(position));
                data.for_each(|(_, ty)| self.visit_type(ty));
            }
            _ => syn::visit::visit_path(self, path),
        }
    }
}
