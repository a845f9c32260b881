//! Snapshots of a loop's state, for a reverse sweep in bounded memory.
//!
//! In: from generated code, the state before the loop and copies of it that are asked for while the
//! loop runs. Out: in the reverse sweep, for each iteration from the last to the first, a state from
//! which to run again up to it. A loop that keeps snapshots records nothing else.
//!
//! Invariant: with a bound of `s` states never more than `s` are kept, the one before the loop
//! included; and the snapshots lie in ascending order before the iteration that is reversed next.
//!
//! * Trips known beforehand: the binomial schedule (A. Griewank, A. Walther, Algorithm 799: Revolve,
//!   ACM Transactions on Mathematical Software 26, 2000), which runs as few iterations again as any
//!   schedule can. What follows the loop takes the part of one more iteration: its reverse comes
//!   first, while the snapshots of the forward sweep wait.
//! * Trips unknown: the forward sweep takes a snapshot per period. When half of the states are taken,
//!   every second one is dropped and the period doubles. The reverse sweep is binomial between two
//!   snapshots, with all states that are free. With few states all but the first wait for that.
//! * One snapshot per `k` iterations: the reverse sweep keeps all states between two of them.
//! * No bound given: as before, with a period of about the square root of the number of trips, so that
//!   about twice that many states are kept and each iteration runs once more.

use core::iter::Take;

/// Where snapshots are taken.
#[derive(Clone, Copy, Debug)]
enum Schedule {
    /// At most so many; the forward sweep has this many iterations.
    Binomial { states: usize, trips: usize },
    /// At most so many; a snapshot per period, which grows.
    Thinned { states: usize, period: usize },
    /// A snapshot per period.
    Every { period: usize },
    /// A snapshot per period, which grows with the number of snapshots.
    Balanced { period: usize },
}

/// The snapshots of a loop.
///
/// Generated code calls [`due`](Self::due) at the head of each iteration that it runs forward, and
/// [`store`](Self::store) where that is true; then, for each iteration backwards,
/// [`restore`](Self::restore), and runs the iterations of [`again`](Self::again).
///
/// ```
/// use autodiff_core::Checkpoints;
///
/// // the cotangent of `x` through `x = x * x`, three times, with two states
/// let (mut x, mut d_x) = (3.0_f64, 1.0);
/// let mut checkpoints = Checkpoints::binomial(2, 3, x);
/// for _ in 0..3 {
///     if checkpoints.due() {
///         checkpoints.store(x);
///     }
///     x = x * x;
/// }
/// for _ in 0..checkpoints.trips() {
///     x = checkpoints.restore();
///     for _ in checkpoints.again(0..3) {
///         if checkpoints.due() {
///             checkpoints.store(x);
///         }
///         x = x * x;
///     }
///     d_x *= 2.0 * x;
/// }
/// assert_eq!(d_x, 8.0 * 3.0_f64.powi(7));
/// ```
#[derive(Clone, Debug)]
pub struct Checkpoints<S> {
    schedule: Schedule,
    /// Iterations, and the state at the head of each.
    kept: Vec<(usize, S)>,
    /// The iteration that runs next.
    next: usize,
    /// The iteration at whose head a snapshot is due.
    due: usize,
    /// In the reverse sweep, the iteration that is being reversed.
    target: Option<usize>,
}

/// No iteration.
const NEVER: usize = usize::MAX;

impl<S> Checkpoints<S> {
    /// At most `states` snapshots for a loop of `trips` iterations that begins in the state `start`.
    ///
    /// # Panics
    /// When `states` is 0.
    #[track_caller]
    pub fn binomial(states: usize, trips: usize, start: S) -> Self {
        assert_states(states);
        // one per iteration is the most that can be of use
        let states = states.min(trips.saturating_add(1));
        Self::new(Schedule::Binomial { states, trips }, states, start)
    }

    /// At most `states` snapshots for a loop whose number of iterations shows when it ends.
    ///
    /// # Panics
    /// When `states` is 0.
    #[track_caller]
    pub fn thinned(states: usize, start: S) -> Self {
        assert_states(states);
        Self::new(Schedule::Thinned { states, period: 1 }, 1, start)
    }

    /// A snapshot per `period` iterations, and one per iteration between two of them.
    ///
    /// # Panics
    /// When `period` is 0.
    #[track_caller]
    pub fn every(period: usize, start: S) -> Self {
        assert!(
            period > 0,
            "`every` of a checkpointed loop is 0\nhelp: give the number of iterations between two \
             snapshots"
        );
        Self::new(Schedule::Every { period }, 1, start)
    }

    /// About `2 * sqrt(trips)` snapshots; each iteration runs once more.
    pub fn square_root(trips: usize, start: S) -> Self {
        let period = trips.isqrt().max(1);
        Self::new(Schedule::Every { period }, trips / period + 1, start)
    }

    /// The same where the number of iterations shows when the loop ends.
    pub fn balanced(start: S) -> Self {
        Self::new(Schedule::Balanced { period: 1 }, 1, start)
    }

    fn new(schedule: Schedule, capacity: usize, start: S) -> Self {
        // a bound that is far too large is no reason to fail
        let mut kept = Vec::with_capacity(capacity.min(1 << 10));
        kept.push((0, start));
        let mut checkpoints = Self { schedule, kept, next: 0, due: NEVER, target: None };
        checkpoints.due = checkpoints.next_due();
        checkpoints
    }

    /// Counts an iteration that is about to run forward; whether a snapshot is to be stored first.
    #[inline]
    pub fn due(&mut self) -> bool {
        let now = self.next == self.due;
        self.next += 1;
        now
    }

    /// Keeps the state at the head of the iteration that [`due`](Self::due) has counted.
    pub fn store(&mut self, state: S) {
        let at = self.next - 1;
        if self.target.is_none() && self.kept.len() >= self.most() {
            self.thin();
        }
        if self.target.is_some() || at.is_multiple_of(self.period()) {
            self.kept.push((at, state));
        }
        self.due = self.next_due();
    }

    /// How many iterations ran in the forward sweep.
    pub fn trips(&self) -> usize {
        self.next
    }

    /// Begins the reverse of an iteration, the last first: a state from which [`again`](Self::again)
    /// leads to it.
    ///
    /// # Panics
    /// When it is called more often than there were iterations.
    pub fn restore(&mut self) -> S
    where
        S: Clone,
    {
        let target = self.target.unwrap_or(self.next) - 1;
        self.target = Some(target);
        let last = self.kept.len() - 1;
        // the state before the loop stays
        let (at, state) = match self.kept.pop_if(|(at, _)| last > 0 && *at == target) {
            Some(last) => last,
            None => self.kept[last].clone(),
        };
        self.next = at;
        self.due = self.next_due();
        state
    }

    /// Of all iterations of the loop those between the restored state and the one to be reversed.
    #[inline]
    pub fn again<I: Iterator>(&self, mut iterations: I) -> Take<I> {
        if let Some(skipped) = self.next.checked_sub(1) {
            iterations.nth(skipped);
        }
        iterations.take(self.target.unwrap_or(self.next) - self.next)
    }

    /// The state before the loop, when the reverse sweep is through.
    pub fn start(mut self) -> S {
        self.kept.swap_remove(0).1
    }

    /// The period of the forward sweep.
    fn period(&self) -> usize {
        match self.schedule {
            Schedule::Binomial { .. } => 1,
            Schedule::Thinned { period, .. }
            | Schedule::Every { period }
            | Schedule::Balanced { period } => period,
        }
    }

    /// How many snapshots the forward sweep may keep.
    fn most(&self) -> usize {
        match self.schedule {
            Schedule::Binomial { states, .. } => states,
            // the other half is for the reverse sweep, which needs some to be quick
            Schedule::Thinned { states, .. } if states < 8 => 1,
            Schedule::Thinned { states, .. } => states / 2,
            Schedule::Every { .. } => NEVER,
            Schedule::Balanced { period } => 2 * period,
        }
    }

    /// Doubles the period.
    fn thin(&mut self) {
        match &mut self.schedule {
            Schedule::Binomial { .. } | Schedule::Every { .. } => {}
            Schedule::Thinned { period, .. } | Schedule::Balanced { period } => *period *= 2,
        }
        let period = self.period();
        self.kept.retain(|(at, _)| at.is_multiple_of(period));
    }

    /// Where the next snapshot is due.
    fn next_due(&self) -> usize {
        let last = self.kept.last().map_or(0, |(at, _)| *at);
        match (self.schedule, self.target) {
            _ if self.target.is_none() && self.most() == 1 => NEVER,
            // the rest of the program is reversed as one more iteration
            (Schedule::Binomial { states, trips }, None) => self.split(states, last, trips),
            (
                Schedule::Binomial { states, .. } | Schedule::Thinned { states, .. },
                Some(target),
            ) => self.split(states, last, target),
            (
                Schedule::Thinned { period, .. }
                | Schedule::Every { period }
                | Schedule::Balanced { period },
                None,
            ) => self.next.max(1).next_multiple_of(period),
            (Schedule::Every { .. } | Schedule::Balanced { .. }, Some(_)) => last + 1,
        }
    }

    /// The next snapshot on the way from the last one to `target`, with the states that are free.
    fn split(&self, states: usize, last: usize, target: usize) -> usize {
        match states - self.kept.len() {
            0 => NEVER,
            free => last + first_part(target + 1 - last, free + 1),
        }
    }
}

#[track_caller]
fn assert_states(states: usize) {
    assert!(
        states > 0,
        "`states` of a checkpointed loop is 0\nhelp: the state before the loop has to be kept at least"
    );
}

/// After how many of `steps` iterations the next snapshot is taken, when `states` may be kept, the
/// one before them included (at least 2).
///
/// With `b(s, r) = (s + r)! / (s! r!)` and the `r` for which `b(s, r - 1) < steps <= b(s, r)`, a first
/// part of `m` iterations is optimal when `b(s, r - 2) <= m <= b(s, r - 1)` and
/// `b(s - 1, r - 1) <= steps - m <= b(s - 1, r)`: another iteration in either part then costs the same
/// (Griewank and Walther 2000, section 3). This is the largest such `m`.
fn first_part(steps: usize, states: usize) -> usize {
    let (steps, s) = (steps as u128, states as u128);
    let (mut r, mut smaller, mut reach) = (0, 1, 1);
    while reach < steps {
        r += 1;
        smaller = reach;
        reach = smaller.saturating_mul(s + r) / r;
    }
    // b(s - 1, r - 1) from b(s, r - 1)
    let rest = if r == 0 { 1 } else { smaller * s / (s + r - 1) };
    smaller.min(steps - rest).max(1) as usize
}

#[cfg(test)]
mod tests;
