//! The schedules against the theory: how many states are kept, and how many iterations run again.

use super::Checkpoints;

/// What a schedule did.
#[derive(Debug, PartialEq, Eq)]
struct Count {
    /// Iterations that ran in the reverse sweep before their own.
    again: usize,
    /// The most states that were kept at a time.
    live: usize,
    /// The most that any one iteration ran in the reverse sweep before its own.
    most: usize,
}

/// Runs a loop whose state is the number of its iteration.
fn run(mut checkpoints: Checkpoints<usize>, trips: usize) -> Count {
    let mut state = 0;
    let mut count = Count { again: 0, live: 1, most: 0 };
    let mut runs = vec![0; trips];
    for i in 0..trips {
        assert_eq!(state, i);
        if checkpoints.due() {
            checkpoints.store(state);
        }
        count.live = count.live.max(checkpoints.kept.len());
        state += 1;
    }
    assert_eq!(checkpoints.trips(), trips);
    for i in (0..trips).rev() {
        state = checkpoints.restore();
        for k in checkpoints.again(0..trips) {
            assert_eq!(state, k);
            if checkpoints.due() {
                checkpoints.store(state);
            }
            count.live = count.live.max(checkpoints.kept.len());
            count.again += 1;
            runs[k] += 1;
            state += 1;
        }
        assert_eq!(state, i, "the state of the iteration to be reversed");
    }
    assert_eq!(checkpoints.start(), 0);
    count.most = runs.into_iter().max().unwrap_or(0);
    count
}

/// The fewest forward steps that reverse `l` of them with `s` states, by trying every place of the
/// next snapshot.
fn fewest(l: usize, s: usize, known: &mut Vec<Vec<Option<usize>>>) -> usize {
    if l <= 1 {
        return 0;
    }
    if s == 1 {
        return l * (l - 1) / 2;
    }
    if let Some(cost) = known[l][s] {
        return cost;
    }
    let costs = (1..l).map(|m| m + fewest(l - m, s - 1, known) + fewest(m, s, known));
    let cost = costs.collect::<Vec<_>>().into_iter().min().unwrap_or(0);
    known[l][s] = Some(cost);
    cost
}

/// `(n choose k)`
fn choose(n: usize, k: usize) -> usize {
    (0..k.min(n - k)).fold(1, |product, i| product * (n - i) / (i + 1))
}

/// The closed formula of the optimum: `r l - (s + r choose s + 1)`.
fn formula(l: usize, s: usize) -> usize {
    let r = (0..).find(|r| choose(s + r, s) >= l).unwrap_or(0);
    if r == 0 { 0 } else { r * l - choose(s + r, s + 1) }
}

#[test]
fn the_formula_is_the_optimum() {
    let mut known = vec![vec![None; 9]; 61];
    for l in 1..=60 {
        for s in 1..=8 {
            assert_eq!(fewest(l, s, &mut known), formula(l, s), "{l} steps, {s} states");
        }
    }
}

#[test]
fn known_trips_run_as_few_iterations_again_as_possible() {
    for trips in (0..=200).chain([1_000, 1_001, 3_003, 10_000]) {
        for states in [1, 2, 3, 4, 5, 8, 13, 40, 1_000] {
            if states == 1 && trips > 1_000 {
                continue;
            }
            let count = run(Checkpoints::binomial(states, trips, 0), trips);
            // the forward sweep is part of the schedule for one more step
            let bound = formula(trips + 1, states.min(trips + 1)) - trips;
            assert_eq!(count.again, bound, "{trips} trips, {states} states");
            assert!(count.live <= states, "{trips} trips, {states} states: {count:?}");
        }
    }
}

#[test]
fn unknown_trips_keep_no_more_states_and_run_half_a_sweep_more_at_most() {
    for trips in (0..=200).chain([1_000, 1_023, 1_024, 1_025, 10_000]) {
        for states in [1, 2, 3, 4, 5, 8, 13, 40, 1_000] {
            if states == 1 && trips > 1_000 {
                continue;
            }
            let count = run(Checkpoints::thinned(states, 0), trips);
            assert!(count.live <= states, "{trips} trips, {states} states: {count:?}");
            // the schedule that keeps the first state alone until the trips are known
            let alone = formula(trips, states.min(trips));
            assert!(count.again <= alone + trips / 2, "{trips} trips, {states} states: {count:?}");
        }
    }
}

#[test]
fn periodic_snapshots_run_each_iteration_once_more() {
    for trips in 0_usize..=150 {
        for period in [1, 2, 3, 7, 10, 200] {
            let count = run(Checkpoints::every(period, 0), trips);
            let segments = trips.div_ceil(period).max(1);
            assert_eq!(count.again, trips - segments.min(trips));
            assert!(count.most <= 1);
            let longest = period.min(trips.max(1));
            assert!(count.live < segments + longest, "{trips} trips, period {period}: {count:?}");
        }
    }
}

#[test]
fn without_a_bound_about_twice_the_square_root_is_kept() {
    for trips in (0..=150).chain([1_000, 9_999, 10_000, 100_000]) {
        let root = (trips as f64).sqrt();
        let count = run(Checkpoints::square_root(trips, 0), trips);
        assert!(count.live as f64 <= 2.0 * root + 2.0, "{trips} trips: {count:?}");
        assert!(count.most <= 1);
        // the period lies between 1 / sqrt(2) and sqrt(2) times the root
        let count = run(Checkpoints::balanced(0), trips);
        assert!(count.live as f64 <= 1.5 * 2.0_f64.sqrt() * root + 2.0, "{trips} trips: {count:?}");
        assert!(count.most <= 1);
    }
}

#[test]
fn a_million_iterations_in_ten_states() {
    let count = run(Checkpoints::binomial(10, 1_000_000, 0), 1_000_000);
    assert_eq!(count.again, formula(1_000_001, 10) - 1_000_000);
    assert_eq!(count.live, 10);
    let count = run(Checkpoints::thinned(10, 0), 1_000_000);
    assert!(count.live <= 10, "{count:?}");
}

#[test]
#[should_panic(expected = "`states` of a checkpointed loop is 0")]
fn no_state_is_too_few() {
    Checkpoints::binomial(0, 5, ());
}

#[test]
#[should_panic(expected = "`every` of a checkpointed loop is 0")]
fn a_period_of_nothing_is_too_short() {
    Checkpoints::every(0, ());
}
