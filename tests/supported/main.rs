//! The table of supported constructs in the guide, checked row by row.
//!
//! Supported examples are compiled with this test, and `check_gradients` compares both modes with
//! differences; refused ones have to get exactly one message from the compiler. The page is made of what
//! was found: `UPDATE_EXPECT=1 cargo test --test supported` writes it.
#![cfg(feature = "ndarray")]

mod row;

mod arrays;
mod calls;
mod control_flow;
mod iterators;
mod options;
mod types;
mod values;

use expect_test::expect_file;

const HEAD: &str = "\
# What is supported

Each row was run: behind `yes` stands an example that was compiled, and whose gradient was compared
with differences of its values; behind `no` the message that the compiler gave. What is in no row may
still be supported: what is not is refused at the construct, with a message of this form, and never
given a derivative of zero.

";

#[test]
fn the_table_says_what_is_so() {
    let sections = [
        types::section(),
        values::section(),
        control_flow::section(),
        calls::section(),
        iterators::section(),
        options::section(),
        arrays::section(),
    ];
    let mut wrong = Vec::new();
    let text: Vec<String> = sections.iter().map(|section| section.markdown(&mut wrong)).collect();
    assert!(wrong.is_empty(), "the table is wrong:\n{}", wrong.join("\n"));
    expect_file!["../../docs/guide/24-supported.md"]
        .assert_eq(&(HEAD.to_owned() + &text.join("\n")));
}
