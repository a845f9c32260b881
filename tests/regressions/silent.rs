//! The mistakes that differentiating tools have made without noticing, one test per kind and named
//! after it. Each function runs in both modes, with the analyses on and off, twice with the same inputs.
//!
//! In brackets, the kind of tool that makes such a mistake when it makes it: *tape* (operations are
//! recorded), *source* (programs are transformed), *closure* (a pullback per value).

/// `fn name(x) { .. }` over a slice, at a point, against a gradient worked out by hand.
macro_rules! silent {
    ($(#[$attribute:meta])* fn $name:ident($x:ident) $body:tt at $at:expr => $wanted:expr) => {
        $(#[$attribute])*
        #[test]
        fn $name() {
            mod on {
                #[chainrule::differentiable]
                pub fn function($x: &[f64]) -> f64 $body
            }
            mod off {
                #[chainrule::differentiable(analysis = false)]
                pub fn function($x: &[f64]) -> f64 $body
            }
            let (at, wanted): (&[f64], Vec<f64>) = (&$at, $wanted.to_vec());
            for _ in 0..2 {
                check(at, &wanted, on::function, on::value_and_grad_function, on::jvp_function);
                check(at, &wanted, off::function, off::value_and_grad_function, off::jvp_function);
            }
        }
    };
}

/// Values bit for bit; gradient and slopes along the axes to roundoff.
#[track_caller]
fn check(
    at: &[f64],
    wanted: &[f64],
    function: fn(&[f64]) -> f64,
    reverse: fn(&[f64]) -> (f64, Vec<f64>),
    forward: fn(&[f64], &[f64]) -> (f64, f64),
) {
    let value = function(at);
    let (of_reverse, gradient) = reverse(at);
    assert_eq!(of_reverse.to_bits(), value.to_bits(), "the value of the reverse mode");
    assert_eq!(gradient.len(), wanted.len());
    for (i, (got, wanted)) in gradient.iter().zip(wanted).enumerate() {
        crate::assert_close(*got, *wanted);
        let mut axis = vec![0.0; at.len()];
        axis[i] = 1.0;
        let (of_forward, slope) = forward(at, &axis);
        assert_eq!(of_forward.to_bits(), value.to_bits(), "the value of the forward mode");
        crate::assert_close(slope, *wanted);
    }
}

silent! {
    /// An accumulator whose old value enters a nonlinear term before it is overwritten \[source]:
    /// s = a, then s = a + a^2 b, then s = s + s^2 b.
    fn stale_value_of_an_accumulator(x) {
        let mut s = x[0];
        for _ in 0..2 {
            s += s * s * x[1];
        }
        s
    } at [0.5, 0.25] => {
        let (a, b) = (0.5_f64, 0.25_f64);
        let s = a + a * a * b;
        [(1.0 + 2.0 * s * b) * (1.0 + 2.0 * a * b), (1.0 + 2.0 * s * b) * a * a + s * s]
    }
}

silent! {
    /// A variable that is set before a loop of unknown length and used behind it \[source]: t (t + a^2)
    /// with t = a b and 3 turns.
    fn set_before_a_dynamic_loop_and_used_after_it(x) {
        let t = x[0] * x[1];
        let mut s = t;
        let mut turns = 0;
        while f64::from(turns) < x[2] {
            s += x[0] * x[0] / 3.0;
            turns += 1;
        }
        t * s
    } at [0.5, 2.0, 2.5] => {
        let (a, b) = (0.5, 2.0);
        let t = a * b;
        [b * (2.0 * t + a * a) + t * 2.0 * a, a * (2.0 * t + a * a), 0.0]
    }
}

silent! {
    /// An inner loop whose bound the data decides: gradients doubled by a counter that is not reset
    /// \[source]. The inner product runs 1, 3 and 2 times: a + b^3 + c^2.
    fn nested_loops_with_bounds_from_the_data(x) {
        let mut sum = 0.0;
        for i in 0..x.len() {
            let mut p = 1.0;
            let mut left = x[i];
            while left > 0.0 {
                p *= x[i];
                left -= 1.0;
            }
            sum += p;
        }
        sum
    } at [0.5, 2.5, 1.5] => [1.0, 3.0 * 6.25, 3.0]
}

silent! {
    /// A search for the greatest element that skips some with `continue` \[source]: the greatest of
    /// those at even positions, squared.
    fn continue_together_with_arg_max(x) {
        let mut best = 0;
        for i in 1..x.len() {
            if i % 2 == 1 {
                continue;
            }
            if x[i] > x[best] {
                best = i;
            }
        }
        x[best] * x[best]
    } at [1.0, 9.0, 3.0, 8.0, 2.0] => [0.0, 0.0, 6.0, 0.0, 0.0]
}

silent! {
    /// `v[i] = v[i] + x`: the element's cotangent is taken and given back \[source].
    fn element_added_to_itself(x) {
        let mut v = x.to_vec();
        for i in 0..v.len() {
            v[i] = v[i] + x[0];
        }
        v[0] * v[1]
    } at [0.5, 0.75] => [2.0 * (0.75 + 0.5) + 1.0, 1.0]
}

silent! {
    /// What an overwritten variable was used for does not reach its new value \[tape, source].
    fn cotangent_cleared_on_overwrite(x) {
        let mut v = [x[0] * x[1], x[1]];
        let before = v[0] * v[1];
        v[0] = x[0];
        before + v[0] * 3.0
    } at [0.5, 0.75] => [0.75 * 0.75 + 3.0, 2.0 * 0.5 * 0.75]
}

silent! {
    /// The reverse sweep needs what the array held when it was read, not what it holds at the end
    /// \[source, closure].
    fn recorded_and_not_current_state(x) {
        let mut v = x.to_vec();
        let n = v.len();
        for _ in 0..3 {
            for i in 0..n {
                v[i] = v[i] * v[(i + 1) % n];
            }
        }
        v[0]
    } at [1.5, 0.5] => {
        // powers of a and b: (1, 0), (0, 1); v0 = v0 v1, then v1 = v1 v0
        let (mut first, mut second) = ([1, 0], [0, 1]);
        for _ in 0..3 {
            first = [first[0] + second[0], first[1] + second[1]];
            second = [first[0] + second[0], first[1] + second[1]];
        }
        let value = 1.5_f64.powi(first[0]) * 0.5_f64.powi(first[1]);
        [value * f64::from(first[0]) / 1.5, value * f64::from(first[1]) / 0.5]
    }
}

silent! {
    /// An array reached through two indices that coincide \[source]: b = a, then a^2 + a.
    fn one_element_through_two_indices(x) {
        let mut v = x.to_vec();
        let (i, j) = (v.len() - 1, 1);
        v[i] = v[j] * v[i];
        v[j] += x[0];
        v[i] * v[j]
    } at [0.5, 0.75] => {
        let w = 0.75 * 0.75 + 0.5;
        [2.0 * w, 2.0 * w * 2.0 * 0.75]
    }
}

silent! {
    /// A condition that changes what it tests \[source]: s = a b^3.
    fn condition_with_a_side_effect(x) {
        let mut s = x[0];
        let mut n = 0;
        while {
            s *= x[1];
            n += 1;
            n < 3
        } {}
        s
    } at [0.5, 0.75] => [0.75 * 0.75 * 0.75, 3.0 * 0.5 * 0.75 * 0.75]
}

silent! {
    /// An index that moves on between its use and the reverse sweep \[source]: a^2, b^2 c.
    fn index_changed_after_its_use(x) {
        let mut k = 0;
        let mut v = x.to_vec();
        v[k] = v[k] * v[k];
        k += 1;
        v[k] = v[k] * v[k];
        k += 1;
        v[0] + v[1] * v[k]
    } at [0.5, 0.75, 2.0] => [1.0, 2.0 * 0.75 * 2.0, 0.75 * 0.75]
}

silent! {
    /// A value that both branches need, in a loop that takes each of them \[source]:
    /// with e = exp a, s = a e, then s = a e + e^2.
    fn value_needed_by_sibling_branches(x) {
        let mut s = x[0];
        for i in 0..2 {
            let e = x[0].exp();
            if i == 0 {
                s *= e;
            } else {
                s += e * e;
            }
        }
        s
    } at [0.5] => {
        let e = 0.5_f64.exp();
        [e + 0.5 * e + 2.0 * e * e]
    }
}

silent! {
    /// What is declared behind a return is not there when it was taken \[source].
    fn declarations_after_an_early_return_taken(x) {
        if x[0] > 0.25 {
            return x[0] * x[1];
        }
        let y = x[1].ln();
        let z = [y, y * x[0]];
        z[0] * z[1]
    } at [0.5, 0.75] => [0.75, 0.5]
}

silent! {
    /// The same function when the return is not taken: a ln(b)^2.
    fn declarations_after_an_early_return_passed(x) {
        if x[0] > 0.75 {
            return x[0] * x[1];
        }
        let y = x[1].ln();
        let z = [y, y * x[0]];
        z[0] * z[1]
    } at [0.5, 0.75] => {
        let y = 0.75_f64.ln();
        [y * y, 2.0 * 0.5 * y / 0.75]
    }
}

silent! {
    /// A divisor that is an expression of its own, in a loop \[source]: a / b / (b + 1) / (b + 2).
    fn divisor_written_in_a_loop(x) {
        let mut s = x[0];
        for i in 0..3 {
            s /= x[1] + f64::from(i);
        }
        s
    } at [0.5, 0.75] => {
        let (a, b) = (0.5, 0.75);
        let p = b * (b + 1.0) * (b + 2.0);
        [1.0 / p, -a / p * (1.0 / b + 1.0 / (b + 1.0) + 1.0 / (b + 2.0))]
    }
}

silent! {
    /// The branch that is not taken would divide by zero: 0 times infinity is not a derivative \[tape].
    fn nan_of_the_branch_not_taken(x) {
        let r = if x[0] > 0.0 { x[0].sqrt() } else { 0.0 };
        let q = if x[1] == 0.0 { 1.0 } else { x[0] / x[1] };
        r + q * x[0]
    } at [0.0, 0.0] => [1.0, 0.0]
}

silent! {
    /// Two variables change places \[source, closure]: after three turns (b, a), a^2 b.
    fn variables_swapped(x) {
        let (mut p, mut q) = (x[0], x[1]);
        for _ in 0..3 {
            let t = p;
            p = q;
            q = t;
        }
        p * q * q
    } at [0.5, 0.75] => [2.0 * 0.5 * 0.75, 0.25]
}

silent! {
    /// A container goes on under another name, and changes there \[closure]: (a + b) b.
    fn container_moved_and_changed_there(x) {
        let first = x.to_vec();
        let mut second = first;
        second[0] += second[1];
        let third = second;
        third[0] * third[1]
    } at [0.5, 0.75] => [0.75, 0.5 + 2.0 * 0.75]
}

silent! {
    /// `x^0` is 1 wherever x is, also at 0, with slope 0 \[tape].
    fn power_zero(x) {
        x[0].powi(0) + x[1].powi(0)
    } at [0.0, 2.0] => [0.0, 0.0]
}

silent! {
    /// `x^y` at x = 0: for y = 2 both slopes are 0, for y = 1 the slope in x is 1 \[tape].
    fn power_at_zero(x) {
        x[0].powf(x[1]) + x[0].powf(x[2])
    } at [0.0, 2.0, 1.0] => [1.0, 0.0, 0.0]
}

silent! {
    /// A root at 0 that the branch does not take: its cotangent is exactly 0 \[tape].
    fn guarded_root(x) {
        let root = x[0].sqrt();
        if x[0] > 0.0 { root } else { x[0] * 3.0 }
    } at [0.0] => [3.0]
}

silent! {
    /// Variables called as generated ones might be \[source].
    fn names_of_generated_variables(x) {
        let d_x = x[0] * 2.0;
        let seed = d_x * x[1];
        let t = seed + d_x;
        let t_1 = t * t;
        let (shadow_0, saved, record) = (t_1, t, seed);
        let dot_t = shadow_0 + saved * record;
        dot_t * 0.5
    } at [0.5, 0.75] => {
        let (a, b) = (0.5, 0.75);
        // 2a (b + 1) = t, 2ab = s: (t^2 + t s) / 2
        let (t, s) = (2.0 * a * (b + 1.0), 2.0 * a * b);
        [
            ((2.0 * t + s) * 2.0 * (b + 1.0) + t * 2.0 * b) / 2.0,
            ((2.0 * t + s) * 2.0 * a + t * 2.0 * a) / 2.0,
        ]
    }
}

silent! {
    /// Builds and analyses agree: the sums below round differently in any other order. The corpus
    /// compares whole builds, `tests/corpus/profiles.sh`.
    fn sums_in_the_order_of_the_source(x) {
        let mut s = 0.0;
        for i in 0..x.len() {
            s += x[i] * 1e16;
            s += 1.0;
            s -= x[i] * 1e16;
        }
        s
    } at [1.0, 3.0, 7.0] => [0.0, 0.0, 0.0]
}

#[chainrule::differentiable]
fn reads_in_a_loop(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 1..x.len() {
        s += x[i] * x[i - 1];
    }
    s
}

/// A read costs the same however long the array is: a pullback that made an array per read would need
/// 10,000 times as long for 100 times as many elements \[closure]. The bound leaves a factor of 10 to
/// noise, and takes the fastest of several runs.
#[test]
fn array_reads_cost_linear_time() {
    let fastest = |n: usize| {
        let x = vec![0.5; n];
        let runs = (0..5).map(|_| {
            let start = std::time::Instant::now();
            assert_eq!(std::hint::black_box(grad_reads_in_a_loop(&x)).len(), n);
            start.elapsed()
        });
        runs.min().expect("several runs").as_secs_f64()
    };
    let ratio = fastest(400_000) / fastest(4_000).max(1e-6);
    assert!(ratio < 1_000.0, "100 times the elements take {ratio} times as long");
}

/// The second call is the first once more: nothing is left behind \[tape].
#[test]
fn second_call_with_the_same_inputs() {
    let x = [0.3, -1.25, 2.0, 0.7];
    let first = grad_reads_in_a_loop(&x);
    assert_eq!(first, [-1.25, 2.3, -0.55, 2.0]);
    for _ in 0..3 {
        assert_eq!(grad_reads_in_a_loop(&x), first);
    }
}

#[chainrule::differentiable]
fn converted<T: num_traits::Float>(x: T, y: T) -> T {
    T::from(x * y).unwrap() * x
}

/// A conversion between floats carries the derivative along; it was taken for a constant.
#[test]
fn converted_floats_have_derivatives() {
    assert_eq!(grad_converted(3.0, 0.5), (3.0, 9.0));
    assert_eq!(jvp_converted(3.0, 0.5, 1.0, 10.0), (4.5, 93.0));
}

#[chainrule::differentiable]
fn past_the_largest_exponent(x: f64, k: i32) -> f64 {
    let limit = f64::MAX_EXP / 2;
    if k > limit { x * x } else { 2.0 * x }
}

/// The integers among the constants of `f64` were taken for floats, and the function for one that does
/// not compile.
#[test]
fn integers_among_the_constants_of_floats() {
    assert_eq!(grad_past_the_largest_exponent(3.0, 513), 6.0);
    assert_eq!(grad_past_the_largest_exponent(3.0, 3), 2.0);
}

#[chainrule::differentiable]
fn part_of_a_table(x: f64, from: usize) -> f64 {
    const TABLE: [f64; 4] = [1.0, 2.0, 4.0, 8.0];
    let mut s = 0.0;
    for (i, v) in TABLE[from..].iter().enumerate() {
        s += v * x * i as f64;
    }
    s + polynomial(&TABLE[from..], x)
}

#[chainrule::differentiable]
fn polynomial(c: &[f64], x: f64) -> f64 {
    c[0] + c[1] * x
}

/// A range of a constant has no size: generated code named it by value, which does not compile.
#[test]
fn ranges_of_constants() {
    assert_eq!(grad_part_of_a_table(3.0, 1), 4.0 + 2.0 * 8.0 + 4.0);
}

#[chainrule::differentiable]
fn number_of_bits(x: f64, #[no_diff] bits: u64) -> f64 {
    x * f64::from_bits(bits)
}

/// The argument of `from_bits` was taken for a float, and the function for one that does not compile.
#[test]
fn floats_of_bits() {
    assert_eq!(grad_number_of_bits(3.0, 2.5_f64.to_bits()), 2.5);
}

#[chainrule::differentiable]
fn scaled_by_text(x: f64, factor: &str) -> f64 {
    let factor: f64 = factor.parse().unwrap();
    factor * x * x
}

/// A number read from text is a constant; text that the body makes of numbers is not read again, which
/// would have been a silent zero (`tests/ui/nested_mistake.rs`).
#[test]
fn numbers_read_from_text() {
    assert_eq!(grad_scaled_by_text(3.0, "2.5"), 15.0);
}

#[chainrule::differentiable]
fn kept_count(x: f64) -> f64 {
    let count = std::cell::Cell::new(0_usize);
    let mut sum = 0.0;
    for i in 0..3 {
        if x > i as f64 {
            count.set(count.get() + 1);
        }
        sum += x * x.sin() * count.get() as f64;
    }
    sum * count.get() as f64
}

/// A call for what it does behind a shared reference was left out, since nothing used its result.
#[test]
fn calls_without_a_result_are_made() {
    // 2 (1 + 2 + 2) x sin(x)
    let x: f64 = 1.5;
    let by_hand = 10.0 * (x.sin() + x * x.cos());
    crate::assert_close(grad_kept_count(x), by_hand);
    crate::assert_close(jvp_kept_count(x, 1.0).1, by_hand);
    crate::assert_close(value_and_grad_kept_count(x).0, kept_count(x));
}
