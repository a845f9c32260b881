//! The optimizers against PyTorch's, step by step, and what they refuse.
//!
//! In comes `data/optimizer_trajectories.csv` (its head names problem and source); the gradient of
//! the problem is written out by hand. The invariant that is checked beside the numbers: a refused
//! step changes nothing.

use autodiff_core::optim::{
    AdaGrad, Adam, AdamW, GradientDescent, Momentum, Nesterov, OptimError, Optimizer, RmsProp,
    Transform,
};

/// The extended Rosenbrock function and its gradient.
fn rosenbrock(x: &[f64]) -> (f64, Vec<f64>) {
    let (mut loss, mut gradient) = (0.0, vec![0.0; x.len()]);
    for i in 0..x.len() - 1 {
        let (valley, rest) = (x[i + 1] - x[i] * x[i], 1.0 - x[i]);
        loss += 100.0 * valley * valley + rest * rest;
        gradient[i] += -400.0 * x[i] * valley - 2.0 * rest;
        gradient[i + 1] += 200.0 * valley;
    }
    (loss, gradient)
}

/// One recorded step: its number, the loss before it, the point after it.
struct Recorded {
    step: u64,
    loss_before: f64,
    point: Vec<f64>,
}

/// The recorded steps of one optimizer.
fn recorded(name: &str) -> Vec<Recorded> {
    let steps: Vec<_> = include_str!("data/optimizer_trajectories.csv")
        .lines()
        .filter_map(|line| line.strip_prefix(name)?.strip_prefix(','))
        .map(|line| {
            let numbers: Vec<f64> = line.split(',').map(|n| n.parse().unwrap()).collect();
            let step = line.split(',').next().unwrap().parse().unwrap();
            Recorded { step, loss_before: numbers[1], point: numbers[2..].to_vec() }
        })
        .collect();
    assert_eq!(steps.last().map(|last| last.step), Some(200), "no trajectory of {name}");
    steps
}

/// 1e-12 relative: 200 steps of about ten roundings each, which the descent does not amplify.
fn assert_close(what: &str, ours: f64, theirs: f64) {
    let error = (ours - theirs).abs() / theirs.abs();
    assert!(error <= 1e-12, "{what}: {ours:?} against {theirs:?}, {error:e} apart");
}

fn follow<T: Transform>(name: &str, mut optimizer: Optimizer<T>) {
    let mut x = vec![-1.2, 1.0, -0.7, 0.9];
    for Recorded { step, loss_before, point } in recorded(name) {
        while optimizer.steps() + 1 < step {
            let (_, gradient) = rosenbrock(&x);
            optimizer.step(&mut x, &gradient).unwrap();
        }
        let (loss, gradient) = rosenbrock(&x);
        assert_close(&format!("{name}, loss before step {step}"), loss, loss_before);
        optimizer.step(&mut x, &gradient).unwrap();
        for (i, (ours, theirs)) in x.iter().zip(&point).enumerate() {
            assert_close(&format!("{name}, step {step}, x[{i}]"), *ours, *theirs);
        }
    }
}

#[test]
fn trajectories_are_those_of_pytorch() {
    follow("sgd", GradientDescent::new(1e-4));
    follow("sgd_weight_decay", GradientDescent::new(1e-4).weight_decay(0.01));
    follow("momentum", Momentum::new(1e-4, 0.9));
    follow("momentum_dampening", Momentum::new(1e-4, 0.9).dampening(0.1));
    follow("nesterov", Nesterov::new(1e-4, 0.9));
    follow("adagrad", AdaGrad::new(0.05));
    follow("adagrad_lr_decay", AdaGrad::new(0.05).lr_decay(0.01).initial_accumulator(0.1));
    follow("rmsprop", RmsProp::new(1e-3));
    follow("rmsprop_centered", RmsProp::new(1e-3).alpha(0.9).centered(true));
    follow("rmsprop_momentum", RmsProp::new(1e-3).momentum(0.5));
    follow("adam", Adam::new(0.01).betas(0.9, 0.999).eps(1e-8));
    follow("adam_l2", Adam::new(0.01).weight_decay(0.01));
    follow("adamw", AdamW::new(0.01).weight_decay(0.05));
}

/// Every optimizer behind one type, for what they have in common.
fn all() -> Vec<(&'static str, Optimizer<Box<dyn Transform>>)> {
    fn boxed<T: Transform + 'static>(chain: T) -> Optimizer<Box<dyn Transform>> {
        Optimizer::from_chain(Box::new(chain))
    }
    use autodiff_core::optim::{
        DecayWeights, Descend, HeavyBall, NesterovTrace, ScaleByAdaGrad, ScaleByAdam, ScaleByRms,
    };
    let rate = || Descend::new(0.1);
    vec![
        ("descent", boxed((DecayWeights::new(0.1), rate()))),
        ("momentum", boxed((HeavyBall::new(0.9).dampening(0.2), rate()))),
        ("nesterov", boxed((NesterovTrace::new(0.9), rate()))),
        ("adagrad", boxed((ScaleByAdaGrad::new(), rate().decay(0.1)))),
        ("rmsprop", boxed((ScaleByRms::new().centered(true), HeavyBall::new(0.5), rate()))),
        ("adam", boxed((ScaleByAdam::new(), rate()))),
        ("adamw", boxed((ScaleByAdam::new(), DecayWeights::new(0.1), rate()))),
    ]
}

/// The first 5 steps of both on the same gradients.
fn assert_same_steps<T: Transform, U: Transform>(
    name: &str,
    ours: &mut Optimizer<T>,
    theirs: &mut Optimizer<U>,
) {
    let (mut x, mut y) = (vec![-1.2, 1.0, -0.7, 0.9], vec![-1.2, 1.0, -0.7, 0.9]);
    for step in 0..5 {
        let (_, gradient) = rosenbrock(&x);
        ours.step(&mut x, &gradient).unwrap();
        theirs.step(&mut y, &gradient).unwrap();
        assert_eq!(x, y, "{name}, step {step}");
    }
}

#[test]
fn reset_gives_a_new_optimizer() {
    for ((name, mut used), (_, mut new)) in all().into_iter().zip(all()) {
        for _ in 0..3 {
            used.step(&mut vec![1.0, 2.0], &vec![3.0, -4.0]).unwrap();
        }
        used.reset();
        assert_eq!(used.steps(), 0, "{name}");
        assert_same_steps(name, &mut used, &mut new);
    }
}

#[test]
fn refused_steps_change_nothing() {
    for ((name, mut tried), (_, mut new)) in all().into_iter().zip(all()) {
        let mut x = vec![1.0, 2.0, 3.0, 4.0];
        for gradient in [
            vec![1.0, f64::NAN, 0.0, 0.0],
            vec![1.0, 0.0, 0.0, f64::INFINITY],
            vec![f64::NEG_INFINITY; 4],
            vec![1.0; 3],
            vec![1.0; 5],
        ] {
            tried.step(&mut x, &gradient).unwrap_err();
            assert_eq!(x, [1.0, 2.0, 3.0, 4.0], "{name}");
            assert_eq!(tried.steps(), 0, "{name}");
        }
        assert_same_steps(name, &mut tried, &mut new);
        // The same in the middle of a descent: another size, then the right one.
        let error = tried.step(&mut vec![1.0; 2], &vec![1.0; 2]).unwrap_err();
        assert_eq!(error, OptimError::Resized { first: 4, now: 2 }, "{name}");
        tried.step(&mut x, &vec![f64::NAN; 4]).unwrap_err();
        let mut y = x.clone();
        tried.step(&mut x, &vec![1.0; 4]).unwrap();
        new.step(&mut y, &vec![1.0; 4]).unwrap();
        assert_eq!(x, y, "{name}");
    }
}

/// The message of a step with this optimizer.
fn message<T: Transform>(mut optimizer: Optimizer<T>) -> String {
    let mut x = vec![1.0];
    let text = optimizer.step(&mut x, &vec![1.0]).unwrap_err().to_string();
    assert_eq!(x, [1.0]);
    text
}

#[test]
fn bad_hyperparameters_are_named() {
    let text = |name: &str, value: &str, range: &str| {
        format!("the hyperparameter `{name}` is {value}, but must be {range}")
    };
    let (non_negative, positive) = ("finite and at least 0", "finite and above 0");
    let decay = "at least 0 and below 1";
    let cases = [
        (message(GradientDescent::new(-0.5)), text("learning_rate", "-0.5", non_negative)),
        (message(GradientDescent::new(f64::NAN)), text("learning_rate", "NaN", non_negative)),
        (message(Adam::new(f64::INFINITY)), text("learning_rate", "inf", non_negative)),
        (
            message(GradientDescent::new(1.0).weight_decay(-1.0)),
            text("weight_decay", "-1", non_negative),
        ),
        (message(Momentum::new(1.0, -0.9)), text("momentum", "-0.9", non_negative)),
        (message(Momentum::new(1.0, 0.9).dampening(f64::NAN)), text("dampening", "NaN", "finite")),
        (message(Nesterov::new(1.0, f64::NAN)), text("momentum", "NaN", non_negative)),
        (message(AdaGrad::new(1.0).lr_decay(-2.0)), text("lr_decay", "-2", non_negative)),
        (
            message(AdaGrad::new(1.0).initial_accumulator(-2.0)),
            text("initial_accumulator", "-2", non_negative),
        ),
        (message(AdaGrad::new(1.0).eps(0.0)), text("eps", "0", positive)),
        (message(RmsProp::new(1.0).alpha(1.0)), text("alpha", "1", decay)),
        (message(RmsProp::new(1.0).momentum(-1.0)), text("momentum", "-1", non_negative)),
        (message(Adam::new(1.0).betas(1.0, 0.9)), text("b1", "1", decay)),
        (message(Adam::new(1.0).betas(0.9, -0.1)), text("b2", "-0.1", decay)),
        (message(AdamW::new(1.0).eps(-1e-8)), text("eps", "-0.00000001", positive)),
    ];
    for (ours, expected) in cases {
        assert_eq!(ours, expected);
    }
}

#[test]
fn non_finite_gradients_are_named() {
    let mut x = (vec![1.0f32, 2.0], [3.0, 4.0, 5.0]);
    let gradient = (vec![0.5f32, 0.5], [0.0, f64::INFINITY, f64::NAN]);
    let error = GradientDescent::new(1.0).step(&mut x, &gradient).unwrap_err();
    assert_eq!(
        error.to_string(),
        "coordinate 3 of the gradient is inf; the parameters are unchanged\n\
         help: lower the learning rate, or look for a division by 0 or a logarithm of 0 in the loss"
    );
    assert_eq!(x, (vec![1.0, 2.0], [3.0, 4.0, 5.0]));
}

#[test]
fn momentum_of_zero_is_plain_descent() {
    for dampening in [0.0, 0.5] {
        let mut ball = Momentum::new(1e-4, 0.0).dampening(dampening);
        assert_same_steps("momentum", &mut ball, &mut GradientDescent::new(1e-4));
    }
    assert_same_steps("nesterov", &mut Nesterov::new(1e-4, 0.0), &mut GradientDescent::new(1e-4));
}

/// A variance that rounds below 0 would give the step a NaN. The gradients are constant, so in the
/// end the squares' mean and the mean's square differ by roundings only, and for some below 0.
#[test]
fn centered_rmsprop_stays_finite() {
    let gradient: Vec<f64> = (1..100).map(|i| f64::from(i) / 7.0).collect();
    let mut x = vec![0.0_f64; gradient.len()];
    let mut optimizer = RmsProp::new(1e-9).alpha(0.95).centered(true);
    for _ in 0..1000 {
        optimizer.step(&mut x, &gradient).unwrap();
    }
    assert!(x.iter().all(|x| x.is_finite()), "{x:?}");
}

#[test]
fn learning_rate_can_follow_a_schedule() {
    let mut x = 0.0;
    let mut descent = GradientDescent::new(1.0);
    for rate in [1.0, 0.5, 0.25] {
        descent.set_learning_rate(rate);
        descent.step(&mut x, &-1.0).unwrap();
    }
    assert_eq!(x, 1.75);
}
