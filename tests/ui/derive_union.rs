use chainrule::Differentiable;

#[derive(Differentiable)]
union Bits {
    float: f64,
    word: u64,
}

fn main() {}
