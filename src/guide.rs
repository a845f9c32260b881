//! The guide: a page per topic, with programs that the tests compile and run.
//!
//! The text stands in `docs/guide/` of the repository, where it can be read as Markdown too.

/// A module per page of the guide, in reading order.
macro_rules! pages {
    ($($name:ident: $file:literal;)*) => {$(
        #[doc = include_str!(concat!("../docs/guide/", $file))]
        pub mod $name {}
    )*};
}

pages! {
    first_gradient: "01-first-gradient.md";
    modes: "02-modes.md";
    types: "03-types.md";
    control_flow: "04-control-flow.md";
    mutation: "05-mutation.md";
}
