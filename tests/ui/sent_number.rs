use chainrule::differentiable;
use std::sync::mpsc;

#[differentiable]
fn handed_over(x: f64) -> f64 {
    let (sender, receiver) = mpsc::channel();
    sender.send(x * x).unwrap();
    receiver.recv().unwrap()
}

fn main() {}
