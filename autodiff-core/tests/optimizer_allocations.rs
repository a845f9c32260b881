//! After an optimizer's first step, no step allocates: counted by a counting global allocator.

use allocation_counter::measure;
use autodiff_core::optim::{
    AdaGrad, Adam, AdamW, GradientDescent, Momentum, Nesterov, Optimizer, RmsProp, Transform,
};

fn assert_no_later_allocation<T: Transform>(name: &str, mut optimizer: Optimizer<T>) {
    let mut parameters = (vec![1.0; 1000], [2.0f32; 300], 3.0);
    let gradient = (vec![0.5; 1000], [0.25f32; 300], -1.0);
    optimizer.step(&mut parameters, &gradient).unwrap();
    let counted = measure(|| {
        for _ in 0..3 {
            optimizer.step(&mut parameters, &gradient).unwrap();
        }
    });
    assert_eq!(counted.count_total, 0, "{name}");
}

#[test]
fn later_steps_allocate_nothing() {
    assert_no_later_allocation("descent", GradientDescent::new(0.1).weight_decay(0.1));
    assert_no_later_allocation("momentum", Momentum::new(0.1, 0.9));
    assert_no_later_allocation("nesterov", Nesterov::new(0.1, 0.9));
    assert_no_later_allocation("adagrad", AdaGrad::new(0.1));
    assert_no_later_allocation("rmsprop", RmsProp::new(0.1).centered(true).momentum(0.9));
    assert_no_later_allocation("adam", Adam::new(0.1));
    assert_no_later_allocation("adamw", AdamW::new(0.1));
}

/// The count itself works: an epoch's batches are drawn in place, a clone is not.
#[test]
fn epochs_allocate_nothing() {
    let mut batches = autodiff_core::optim::Batches::new(100, 8, 1).unwrap();
    let counted = measure(|| assert_eq!(batches.epoch().count(), 13));
    assert_eq!(counted.count_total, 0);
    assert_eq!(measure(|| drop(vec![1.0; 10])).count_total, 1);
}

#[cfg(feature = "ndarray")]
#[test]
fn arrays_in_any_memory_order_allocate_nothing() {
    use ndarray::{Array2, ShapeBuilder};
    let mut parameters = (Array2::<f64>::zeros((20, 30)), Array2::<f32>::zeros((30, 20).f()));
    let gradient = (Array2::ones((20, 30)), Array2::ones((30, 20)));
    let mut adam = Adam::new(0.1);
    adam.step(&mut parameters, &gradient).unwrap();
    let counted = measure(|| adam.step(&mut parameters, &gradient).unwrap());
    assert_eq!(counted.count_total, 0);
}
