use chainrule::differentiable;

#[differentiable]
fn f(x: f64) -> f64 {
    fn area(v: f64) -> f64 {
        v.to_string().parse().unwrap()
    }
    fn label(v: usize) -> usize {
        v.to_string().len()
    }
    area(x) * label(3) as f64
}

fn main() {
    println!("{}", grad_f(1.0));
}
