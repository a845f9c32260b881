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
    loops: "06-loops.md";
    calls: "07-calls.md";
    options: "08-options.md";
    structs: "09-structs.md";
    supported: "24-supported.md";
}
