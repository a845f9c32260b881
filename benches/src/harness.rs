//! Timing with criterion: code to run comes in, what criterion measured of it in this run goes
//! out, so that a benchmark can end with a table of ratios.
//!
//! Invariant: a [`Timing`] is of this run. What criterion left of an earlier run is removed before
//! a subject is timed, and a subject that a filter of the command line skips has no timing.

use criterion::{Criterion, SamplingMode};
use serde_json::Value;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The time of one run of a subject.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Timing {
    /// The fastest of criterion's samples, in seconds.
    pub min: f64,
    /// Criterion's estimate of the median, in seconds.
    pub median: f64,
}

impl Timing {
    /// This time in units of another: fastest over fastest (median over median).
    ///
    /// ```
    /// use chainrule_benches::Timing;
    ///
    /// let primal = Timing { min: 2.0, median: 4.0 };
    /// let gradient = Timing { min: 3.0, median: 8.0 };
    /// assert_eq!(gradient.over(primal), "1.50 (2.00)");
    /// ```
    pub fn over(self, unit: Timing) -> String {
        format!("{:.2} ({:.2})", self.min / unit.min, self.median / unit.median)
    }

    /// The better of two measurements of a subject, each number by itself.
    ///
    /// ```
    /// use chainrule_benches::Timing;
    ///
    /// let first = Timing { min: 2.0, median: 4.0 };
    /// let second = Timing { min: 2.5, median: 3.0 };
    /// assert_eq!(first.best(second), Timing { min: 2.0, median: 3.0 });
    /// ```
    pub fn best(self, other: Timing) -> Self {
        Self { min: self.min.min(other.min), median: self.median.min(other.median) }
    }

    /// What criterion wrote of a subject, if it has measured it.
    fn read(directory: &Path) -> Option<Self> {
        let read = |file: &str| -> Option<Value> {
            serde_json::from_str(&fs::read_to_string(directory.join(file)).ok()?).ok()
        };
        let sample = read("sample.json")?;
        let numbers = |key: &str| -> Option<Vec<f64>> {
            sample[key].as_array()?.iter().map(Value::as_f64).collect()
        };
        let (iterations, times) = (numbers("iters")?, numbers("times")?);
        let per_run = times.iter().zip(&iterations).map(|(time, runs)| time / runs);
        let median = read("estimates.json")?["median"]["point_estimate"].as_f64()?;
        // criterion writes nanoseconds
        Some(Self { min: per_run.fold(f64::INFINITY, f64::min) * 1e-9, median: median * 1e-9 })
    }
}

/// Criterion, set for many short measurements, with its results.
pub struct Harness {
    results: PathBuf,
}

impl Harness {
    /// A harness that takes the words of the command line as criterion does (`-- heat` selects,
    /// `-- --test` runs everything once).
    ///
    /// `tmpdir` is `env!("CARGO_TARGET_TMPDIR")` of the benchmark; the results go beside it, to
    /// `criterion` in the target directory.
    pub fn new(tmpdir: &str) -> Self {
        let results = Path::new(tmpdir).with_file_name("criterion");
        Self { results }
    }

    /// Criterion for one subject: one that has seen a subject's name calls it differently the next
    /// time.
    fn criterion(&self) -> Criterion {
        Criterion::default()
            .without_plots()
            .sample_size(20)
            .nresamples(5_000)
            .warm_up_time(Duration::from_millis(100))
            .measurement_time(Duration::from_millis(400))
            .output_directory(&self.results)
            .configure_from_args()
    }

    /// Times `run`, one subject of a group; `None` where criterion only runs it, or skips it.
    pub fn time<T>(
        &mut self,
        group: &str,
        subject: &str,
        mut run: impl FnMut() -> T,
    ) -> Option<Timing> {
        let (group, subject) = (plain(group), plain(subject));
        let directory = self.results.join(&group).join(&subject).join("new");
        for file in ["sample.json", "estimates.json"] {
            // absent where it was never measured, and then there is nothing to remove
            let _ = fs::remove_file(directory.join(file));
        }
        let mut criterion = self.criterion();
        let mut benchmarks = criterion.benchmark_group(group);
        // equally many runs in each sample: the fastest sample is then as reliable as any
        benchmarks.sampling_mode(SamplingMode::Flat);
        benchmarks.bench_function(subject, |bencher| bencher.iter(|| black_box(run())));
        benchmarks.finish();
        Timing::read(&directory)
    }
}

/// A name as criterion uses it for a directory unchanged: letters and digits joined by `-`, or `_`.
fn plain(name: &str) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn names_of_kernels_become_names_of_directories() {
        assert_eq!(plain("sum of squares, n = 1000"), "sum-of-squares-n-1000");
        assert_eq!(plain("value_and_grad_"), "value_and_grad_");
    }
}
