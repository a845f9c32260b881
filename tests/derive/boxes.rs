//! Types that hold themselves in a `Box`: expression trees and lists.

use chainrule::{Differentiable, differentiable};

#[derive(Clone, Debug, Differentiable)]
enum Expr {
    Const(f64),
    Var,
    Add(Box<Expr>, Box<Expr>),
    Mul(Box<Expr>, Box<Expr>),
    Sin(Box<Expr>),
}

use Expr::{Add, Const, Mul, Sin, Var};

#[differentiable(second_order)]
fn eval(e: &Expr, x: f64) -> f64 {
    match e {
        Const(c) => *c,
        Var => x,
        Add(a, b) => eval(a, x) + eval(b, x),
        Mul(a, b) => eval(a, x) * eval(b, x),
        Sin(a) => eval(a, x).sin(),
    }
}

/// `2 x + sin(x x)`, with respect to the 2 and to x.
#[test]
fn expression_tree() {
    let x = 0.7_f64;
    let square = Mul(Box::new(Var), Box::new(Var));
    let tree =
        Add(Box::new(Mul(Box::new(Const(2.0)), Box::new(Var))), Box::new(Sin(Box::new(square))));
    let (d_tree, d_x) = grad_eval(&tree, x);
    assert!((d_x - (2.0 + 2.0 * x * (x * x).cos())).abs() < 1e-14);
    let ExprTangent::Add(product, _) = d_tree else { panic!("{d_tree:?}") };
    let ExprTangent::Mul(two, _) = *product else { panic!("{product:?}") };
    assert_eq!(*two, ExprTangent::Const(x));
    let zero = tree.zero_tangent();
    let (_, (_, second)) = hvp_eval(&tree, x, &zero, 1.0);
    let expected = 2.0 * (x * x).cos() - 4.0 * x * x * (x * x).sin();
    assert!((second - expected).abs() < 1e-14);
}

#[derive(Clone, Debug, Differentiable)]
struct Node {
    value: f64,
    next: Option<Box<Node>>,
}

#[differentiable(second_order)]
fn discounted(node: &Node, weight: f64) -> f64 {
    let rest = match &node.next {
        Some(next) => discounted(next, 0.5 * weight),
        None => 0.0,
    };
    node.value * node.value * weight + rest
}

/// `1.5^2 w + 2^2 w / 2` at w = 3.
#[test]
fn linked_list() {
    let list = Node { value: 1.5, next: Some(Box::new(Node { value: 2.0, next: None })) };
    let (d_list, d_weight) = grad_discounted(&list, 3.0);
    assert_eq!(d_list.value, 9.0);
    assert_eq!(d_list.next.map(|next| next.value), Some(6.0));
    assert_eq!(d_weight, 4.25);
}
