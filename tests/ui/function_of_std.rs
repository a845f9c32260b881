use chainrule::differentiable;

#[differentiable]
fn f(x: f64) -> f64 {
    let cell = std::cell::Cell::new(x);
    cell.get() * x
}

#[differentiable]
fn g(x: f64) -> f64 {
    std::thread::spawn(move || x * x).join().unwrap()
}

fn main() {}
