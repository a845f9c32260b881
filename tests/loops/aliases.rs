//! Names of arrays, whose elements are numbers then: points and complex numbers.

type Point = [f64; 2];

/// Two points.
type Segment = [Point; 2];

#[chainrule::differentiable(second_order)]
fn times(a: Point, b: Point) -> Point {
    [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]]
}

/// `(a, b)` becomes `(a + root b, a - root b)`.
#[chainrule::differentiable(second_order)]
fn butterfly(a: &mut Point, b: &mut Point, #[no_diff] root: Point) {
    let turned = times(root, *b);
    *b = [a[0] - turned[0], a[1] - turned[1]];
    *a = [a[0] + turned[0], a[1] + turned[1]];
}

/// The squared length of a segment, one of whose ends is turned.
#[chainrule::differentiable(second_order)]
fn turned_length(segment: &Segment, by: Point) -> f64 {
    let mut ends = *segment;
    let (mut from, mut to) = (ends[0], times(ends[1], by));
    butterfly(&mut from, &mut to, [0.0, 1.0]);
    ends[0] = from;
    ends[1] = to;
    let mut sum = 0.0;
    for k in 0..2 {
        sum += ends[0][k] * ends[0][k] * ends[1][k];
    }
    sum
}

/// The same on numbers alone.
fn by_numbers([a, b, c, d, e, f]: [f64; 6]) -> f64 {
    let (re, im) = (c * e - d * f, c * f + d * e);
    let (p, q) = (a - im, b + re);
    p * p * (a + im) + q * q * (b - re)
}

#[test]
fn arrays_by_other_names() {
    let (segment, by) = ([[0.5, -1.0], [2.0, 0.25]], [0.75, 1.5]);
    let all = [0.5, -1.0, 2.0, 0.25, 0.75, 1.5];
    assert_eq!(turned_length(&segment, by), by_numbers(all));
    chainrule::check_gradients::<turned_length>((&segment, by)).unwrap();
    let (d_segment, d_by) = grad_turned_length(&segment, by);
    let ours = [d_segment[0], d_segment[1], d_by].concat();
    let h = 1e-6;
    for (i, ours) in ours.iter().enumerate() {
        let at = |step: f64| {
            let mut moved = all;
            moved[i] += step;
            by_numbers(moved)
        };
        // the error of central differences: h^2 times third derivatives of order ten, and rounding
        let difference = (at(h) - at(-h)) / (2.0 * h);
        assert!((ours - difference).abs() < 1e-8, "{i}: {ours} against {difference}");
    }
}
