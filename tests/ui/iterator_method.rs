use chainrule::{differentiable, no_diff};

#[differentiable]
fn f(x: f64) -> f64 {
    let text = no_diff!(String::from("abc"));
    text.chars().map(|c| if c == 'a' { x } else { 1.0 }).sum()
}

fn main() {}
