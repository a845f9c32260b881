//! The guide: a page per topic, with programs that the tests compile and run.
//!
//! * Beginning: [`first_gradient`], [`modes`], [`types`].
//! * The language: [`control_flow`], [`mutation`], [`loops`], [`calls`], [`options`], [`structs`],
//!   [`enums`], [`methods`], [`closures`], [`iterators`], [`generics`], [`linear_algebra`], [`arrays`], [`rules`],
//!   [`no_derivative`]. [`supported`] is the table of all of it.
//! * Using gradients: [`kinks`], [`checking`], [`training`].
//! * When something is refused or slow: [`messages`], [`performance`], [`generated_code`].
//!
//! The text stands in `docs/guide/` of the repository, where it can be read as Markdown too.

/// A module per page of the guide, in reading order.
macro_rules! pages {
    ($($(#[$condition:meta])? $name:ident: $file:literal;)*) => {$(
        $(#[$condition])?
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
    enums: "10-enums.md";
    methods: "11-methods.md";
    closures: "12-closures.md";
    iterators: "13-iterators.md";
    generics: "14-generics.md";
    // its programs use all three libraries
    #[cfg(any(all(feature = "glam", feature = "mint", feature = "nalgebra"), not(doctest)))]
    linear_algebra: "15-linear-algebra.md";
    arrays: "16-ndarray.md";
    rules: "17-rules.md";
    no_derivative: "18-no-derivative.md";
    kinks: "19-kinks.md";
    checking: "20-checking.md";
    training: "21-training.md";
    messages: "22-messages.md";
    performance: "23-performance.md";
    supported: "24-supported.md";
    generated_code: "25-generated-code.md";
}
