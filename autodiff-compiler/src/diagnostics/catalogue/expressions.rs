//! Messages about expressions other than calls.

use super::messages;

messages! {
    several_shown: "`dbg!` of other than one value is not supported in a differentiable function"
        => "write one `dbg!(value)` for each";
    unknown_literal: "this literal is not supported in a differentiable function"
        => "write a number of a standard type, a character, or `true` or `false`";
    range_value: "a range is supported in the head of a `for` loop, inside `&x[a..b]`, and as `a..b` in a `let`, an argument or a field"
        => "keep the two bounds in variables of their own";
    range_index: "a part of a slice must be borrowed where it is taken"
        => "write `&x[a..b]`, with `let part = &x[a..b];` if a method follows";
    kept_borrow: "a `&mut` reference can be bound to a name, not kept inside another value"
        => "bind it with `let r = &mut x;` and use `r`";
    changed_temporary: "this changes a value that nothing holds"
        => "bind it with `let mut x = ..;` first";
    raw_borrow: "`&raw` is not supported in a differentiable function"
        => "write `&x`";
    borrowing_struct: "a struct that borrows from a variable that changes is not supported"
        => "copy the value into the struct, or pass the reference to the functions that need it";
    destructuring_assignment: "assigning through this pattern is not supported"
        => "bind the values with `let` and assign them one by one";
    not_a_place: "this cannot be assigned to in a differentiable function"
        => "assign to a variable, `x[i]`, `x.0`, `x.field` or `*x`";
    nested_assignment: "an assignment inside another expression is not supported"
        => "make it a statement of its own";
    unknown_expression: "this form of expression is not supported in a differentiable function"
        => "write it with operators, method calls and calls of annotated functions";
}
