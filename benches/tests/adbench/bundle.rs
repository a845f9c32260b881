//! Bundle adjustment: residuals, and the Jacobian in compressed rows.

use crate::read::{Numbers, assert_agrees};
use chainrule_benches::kernels::bundle::{BLOCK, CAMERA, Csr, Problem};

/// One of ADBench's problems, in which all cameras, points, weights and features are the same.
fn copies(input: &str) -> Problem {
    let mut numbers = Numbers::of(&format!("ba/{input}"));
    let [n, m, p] = [0; 3].map(|_| numbers.count());
    Problem {
        cameras: vec![numbers.array(); n],
        points: vec![numbers.array(); m],
        weights: vec![numbers.number(); p],
        seen: vec![numbers.array(); p],
        observations: (0..p).map(|i| (i % n, i % m)).collect(),
    }
}

/// The problem in which all observations differ.
fn all_different() -> Problem {
    let mut numbers = Numbers::of("ba/synth_n5_m7_p12");
    let [n, m, p] = [0; 3].map(|_| numbers.count());
    let cameras = (0..n).map(|_| numbers.array()).collect();
    let points = (0..m).map(|_| numbers.array()).collect();
    let weights = numbers.vector(p);
    let rows = (0..p).map(|_| ((numbers.count(), numbers.count()), numbers.array()));
    let (observations, seen) = rows.unzip();
    Problem { cameras, points, weights, seen, observations }
}

/// Compares residuals and Jacobian with a reference, which has a block per observation or one for
/// all.
fn check(problem: &Problem, reference: &str) {
    let p = problem.observations.len();
    let mut values = vec![0.0; 3 * p];
    let mut jacobian = problem.sparsity();
    problem.jacobian(&mut values, &mut jacobian);
    let mut residuals = vec![0.0; 3 * p];
    problem.residuals(&mut residuals);
    assert_eq!(values, residuals, "{reference}: the values are the primal's");
    let expected_values = Numbers::of(&format!("ref/{reference}.F")).rest();
    let expected_rows = Numbers::of(&format!("ref/{reference}.J")).rest();
    let (expected_rows, _) = expected_rows.as_chunks::<{ 2 * BLOCK }>();
    let stored = expected_rows.len();
    assert!(stored == 1 || stored == p, "{reference}: {stored} blocks");
    for i in 0..p {
        let case = format!("{reference}, observation {i}");
        let values = [residuals[2 * i], residuals[2 * i + 1], residuals[2 * p + i]];
        let stored = i % stored;
        assert_agrees(&case, &values, &expected_values[3 * stored..3 * stored + 3]);
        let rows = &jacobian.values[2 * BLOCK * i..2 * BLOCK * (i + 1)];
        assert_agrees(&case, rows, &expected_rows[stored]);
        let d_weight = jacobian.values[2 * BLOCK * p + i];
        assert_agrees(&case, &[d_weight], &[-2.0 * problem.weights[i]]);
    }
    check_sparsity(problem, &jacobian);
}

/// Compares the compressed rows with the observations they stand for.
fn check_sparsity(problem: &Problem, jacobian: &Csr) {
    let (n, m, p) = (problem.cameras.len(), problem.points.len(), problem.observations.len());
    assert_eq!(jacobian.starts.len(), 3 * p + 1, "a start per row, and an end");
    assert_eq!(jacobian.columns.len(), jacobian.values.len());
    for row in 0..3 * p {
        let columns = &jacobian.columns[jacobian.starts[row]..jacobian.starts[row + 1]];
        assert!(columns.is_sorted() && columns.iter().all(|column| *column < 11 * n + 3 * m + p));
        let observation = if row < 2 * p { row / 2 } else { row - 2 * p };
        let of_weight = CAMERA * n + 3 * m + observation;
        if row >= 2 * p {
            assert_eq!(columns, [of_weight]);
            continue;
        }
        let (camera, point) = problem.observations[observation];
        let mut expected: Vec<usize> = (11 * camera..11 * camera + 11).collect();
        expected.extend([0, 1, 2].map(|i| 11 * n + 3 * point + i));
        expected.push(of_weight);
        assert_eq!(columns, expected);
    }
}

#[test]
fn all_observations_different() {
    check(&all_different(), "ba_synth");
}

#[test]
fn upstreams_test() {
    let problem = copies("test");
    check(&problem, "ba_test");
    check(&problem, "upstream_recorded/ba_test");
}

#[test]
fn thirty_thousand_observations() {
    check(&copies("ba1_n49_m7776_p31843"), "ba1");
    check(&copies("ba2_n21_m11315_p36455"), "ba2");
}
