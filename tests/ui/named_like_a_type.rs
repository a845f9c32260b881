use chainrule::differentiable;

#[differentiable]
fn f64(y: ::core::primitive::f64) -> ::core::primitive::f64 {
    y * y
}

fn main() {}
