use chainrule::differentiable;

#[differentiable(bound = "T Real")]
fn f<T: chainrule::Real>(x: T) -> T {
    x * x
}

fn main() {}
