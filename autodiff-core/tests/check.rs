//! `check_gradients` on derivatives written by hand: right ones pass, and each way of being wrong is
//! reported as what it is.

use autodiff_core::check::{Mode, Place};
use autodiff_core::{
    CheckOptions, Differentiable, DifferentiableFn, GradientMismatch, check_gradients,
    check_gradients_with,
};

/// A function of two parameters from its value, tangent and gradient.
macro_rules! function {
    (
        $name:ident($a:ident: $A:ty, $b:ident: $B:ty) -> $Y:ty = $value:expr;
        jvp($da:ident, $db:ident) = $jvp:expr;
        vjp($seed:ident) = $vjp:expr;
    ) => {
        #[allow(non_camel_case_types)]
        struct $name;
        impl DifferentiableFn<($A, $B)> for $name {
            type Output = $Y;
            type Gradient = ($A, $B);
            const NAME: &'static str = stringify!($name);
            fn call(($a, $b): ($A, $B)) -> $Y {
                $value
            }
            #[allow(unused_variables)]
            fn vjp(($a, $b): ($A, $B), $seed: $Y) -> ($Y, ($A, $B)) {
                let gradient = $vjp;
                (Self::call(($a, $b)), gradient)
            }
            #[allow(unused_variables)]
            fn jvp(($a, $b): ($A, $B), ($da, $db): &($A, $B)) -> ($Y, $Y) {
                let tangent = $jvp;
                (Self::call(($a, $b)), tangent)
            }
            fn call_moved(args: ($A, $B), direction: &($A, $B), step: f64) -> $Y {
                use autodiff_core::Perturb;
                Self::call(args.perturbed(direction, step))
            }
            fn zero_gradient(args: &($A, $B)) -> ($A, $B) {
                args.zero_tangent()
            }
        }
    };
}

function! {
    right(x: f64, w: [f64; 2]) -> f64 = x.sin() * w[0] + (w[1] / x).exp();
    jvp(dx, dw) = x.cos() * w[0] * dx + x.sin() * dw[0]
        + (w[1] / x).exp() * (dw[1] / x - w[1] * dx / (x * x));
    vjp(s) = (
        s * (x.cos() * w[0] - (w[1] / x).exp() * w[1] / (x * x)),
        [s * x.sin(), s * (w[1] / x).exp() / x],
    );
}

function! {
    rotation(x: f64, y: f64) -> [f64; 2] = [x.cos() * y, x.sin() * y];
    jvp(dx, dy) = [-x.sin() * y * dx + x.cos() * dy, x.cos() * y * dx + x.sin() * dy];
    vjp(s) = (s[1] * x.cos() * y - s[0] * x.sin() * y, s[0] * x.cos() + s[1] * x.sin());
}

function! {
    single(x: f32, y: f32) -> f32 = x.exp() * y;
    jvp(dx, dy) = x.exp() * (y * dx + dy);
    vjp(s) = (s * x.exp() * y, s * x.exp());
}

function! {
    wrong_gradient(x: f64, w: [f64; 2]) -> f64 = x * w[0] * w[1];
    jvp(dx, dw) = dx * w[0] * w[1] + x * (dw[0] * w[1] + w[0] * dw[1]);
    vjp(s) = (s * w[0] * w[1], [s * x * w[1], s * x * w[1]]);
}

function! {
    wrong_tangent(x: f64, y: f64) -> f64 = x * y;
    jvp(dx, dy) = dx * y - dy * x;
    vjp(s) = (s * y, s * x);
}

function! {
    nan_gradient(x: f64, y: f64) -> f64 = x + (y * y).sqrt();
    jvp(dx, dy) = dx + dy * y.signum();
    vjp(s) = (s, s * y / (y * y).sqrt());
}

function! {
    jump(x: f64, y: f64) -> f64 = if x < y { 0.0 } else { 1.0 };
    jvp(dx, dy) = 0.0;
    vjp(s) = (0.0, 0.0);
}

function! {
    pole(x: f64, y: f64) -> f64 = x.sqrt() + y;
    jvp(dx, dy) = dx + dy;
    vjp(s) = (s, s);
}

#[test]
fn right_derivatives_pass() {
    let report = check_gradients::<right>((0.7, [1.5, -0.4])).unwrap();
    assert_eq!((report.function(), report.inputs(), report.outputs()), ("right", 3, 1));
    assert!(report.worst_relative_gap() < 1e-9, "{report}");
    let report = check_gradients::<rotation>((0.3, -2.0)).unwrap();
    assert_eq!((report.inputs(), report.outputs()), (2, 2));
    assert!(report.to_string().contains("2 x 2 partial derivatives agree"), "{report}");
    let _ = check_gradients::<single>((0.5, 2.0)).unwrap();
}

#[test]
fn scales_of_the_argument_and_the_value_do_not_matter() {
    for scale in [1e-6, 1e-3, 1.0, 1e3, 1e6] {
        let _ = check_gradients::<right>((0.7, [1.5 * scale, -0.4])).unwrap();
        let _ = check_gradients::<rotation>((0.3, scale)).unwrap();
    }
    let _ = check_gradients::<right>((1e-3, [1.0, 1e-4])).unwrap();
}

#[test]
fn a_wrong_gradient_is_named_by_parameter_and_coordinate() {
    let mismatch = check_gradients::<wrong_gradient>((2.0, [3.0, 5.0])).unwrap_err();
    let GradientMismatch::Partial { function, mode, place, derivative, difference, tolerance } =
        &mismatch
    else {
        panic!("{mismatch}")
    };
    assert_eq!((*function, *mode), ("wrong_gradient", Mode::Adjoint));
    assert_eq!(*place, Place { parameter: 1, name: None, coordinate: 1, output: 0 });
    assert_eq!(*derivative, 10.0);
    assert!((difference - 6.0).abs() < 1e-9 && *tolerance < 1e-5);
    assert!(mismatch.to_string().starts_with(
        "`wrong_gradient`: adjoint mode gives 10.0 for the derivative of output 0 in coordinate 1 \
         of parameter 1, differences give "
    ));
}

#[test]
fn a_wrong_tangent_is_forward_modes() {
    let mismatch = check_gradients::<wrong_tangent>((2.0, 3.0)).unwrap_err();
    assert!(
        matches!(mismatch, GradientMismatch::Partial { mode: Mode::Forward, derivative: -2.0, .. }),
        "{mismatch}"
    );
}

#[test]
fn nan_is_reported() {
    let mismatch = check_gradients::<nan_gradient>((1.0, 0.0)).unwrap_err();
    let GradientMismatch::NotFinite { place, derivative, .. } = &mismatch else {
        panic!("{mismatch}")
    };
    assert_eq!(place.parameter, 1);
    assert!(derivative.is_nan());
}

#[test]
fn a_jump_and_a_pole_do_not_settle() {
    for mismatch in [
        check_gradients::<jump>((1.0, 1.0)).unwrap_err(),
        check_gradients::<pole>((0.0, 1.0)).unwrap_err(),
    ] {
        assert!(matches!(mismatch, GradientMismatch::Unsettled { .. }), "{mismatch}");
    }
}

#[test]
fn tolerances_can_be_given() {
    let args = (2.0, [3.0, 3.0001]);
    let _ = check_gradients::<wrong_gradient>(args).unwrap_err();
    // adjoint and forward mode differ by 1e-4 in 54
    let options = CheckOptions::new().relative(1e-4).identity(1e-4);
    let _ = check_gradients_with::<wrong_gradient>(args, &options).unwrap();
    let options = CheckOptions::new().relative(1e-4);
    let mismatch = check_gradients_with::<wrong_gradient>(args, &options).unwrap_err();
    assert!(matches!(mismatch, GradientMismatch::Identity { .. }), "{mismatch}");
}

/// One parameter that is a slice, an inactive one, and a value that the derivative gets wrong.
struct WrongValue;
impl DifferentiableFn<(&[f64], usize)> for WrongValue {
    type Output = Option<f64>;
    type Gradient = Vec<f64>;
    const NAME: &'static str = "element";
    const PARAMETERS: &'static [&'static str] = &["w"];
    fn call((w, i): (&[f64], usize)) -> Option<f64> {
        Some(w[i] * w[i])
    }
    fn vjp((w, i): (&[f64], usize), seed: Option<f64>) -> (Option<f64>, Vec<f64>) {
        let mut gradient = vec![0.0; w.len()];
        gradient[i] = 2.0 * w[i] * seed.unwrap_or(0.0);
        (Some(w[i].powi(2) + 1.0), gradient)
    }
    fn jvp((w, i): (&[f64], usize), d: &Vec<f64>) -> (Option<f64>, Option<f64>) {
        (Some(w[i] * w[i]), Some(2.0 * w[i] * d[i]))
    }
    fn call_moved((w, i): (&[f64], usize), d: &Vec<f64>, step: f64) -> Option<f64> {
        use autodiff_core::Perturb;
        Self::call((&w.perturbed(d, step), i))
    }
    fn zero_gradient((w, _): &(&[f64], usize)) -> Vec<f64> {
        w.zero_tangent()
    }
}

#[test]
fn a_value_that_is_not_the_primals_is_reported() {
    let w = [1.0, 3.0];
    let mismatch = check_gradients::<WrongValue>((&w[..], 1)).unwrap_err();
    assert_eq!(
        mismatch.to_string(),
        "`element`: adjoint mode returns the value 10.0 for output 0, the function 9.0"
    );
}

#[test]
fn a_mismatch_is_an_error_that_can_be_boxed_and_sent() {
    fn needs<E: std::error::Error + Send + Sync + 'static>(_: E) {}
    needs(check_gradients::<jump>((1.0, 1.0)).unwrap_err());
}
